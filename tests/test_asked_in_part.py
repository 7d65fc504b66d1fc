"""An item of which a checklist asks less than its guideline says so, wherever its state stands."""

import json
from pathlib import Path

import pytest

import command_line
from intspec.api import shared_registry
from intspec.testing import factories

pytestmark = pytest.mark.programs

REGISTRY = shared_registry()
IN_PART = {
    (name, item.number)
    for name in REGISTRY.checklist_ids
    if (checklist := REGISTRY.checklist(name)) is not None
    for item in checklist.items
    if item.not_asked
}


def test_items_that_are_asked_in_part_are_few() -> None:
    """What the model can hold is asked; these it cannot hold."""
    assert {
        ("consort-spi-2018", "13a"),
        ("spirit-2025", "34"),
    } == IN_PART


@pytest.fixture(name="spec")
def _spec(tmp_path: Path) -> str:
    data = factories.full(checklists=["tidier", "spirit-2025"])
    path = tmp_path / "whole.intspec.json"
    path.write_text(factories.text(data), encoding="utf-8")
    return str(path)


def test_json_says_what_is_not_asked(spec: str) -> None:
    """The state stays, and `coverage` says of what it speaks."""
    done = command_line.run_text(("check", spec, "--format", "json"))
    (file,) = json.loads(done.stdout)["files"]
    for item in file["items"]:
        known = (item["checklist"], item["number"]) in IN_PART
        assert item["coverage"] == ("part" if known else "whole")
        assert bool(item["not_asked"]) == known


def test_text_marks_them_and_says_where_more_is(spec: str) -> None:
    """A star behind the number, and one line for the checklist; none where all is asked."""
    lines = command_line.run_text(("check", spec)).stdout.splitlines()
    assert [line for line in lines if "asked in part" in line] == [
        "  * asked in part: 34: `intspec explain spirit-2025 34`"
    ]
    stars = [line.split()[0] for line in lines if line.strip()[:3].rstrip(" ").endswith("*")]
    assert [star for star in stars if star != "*"] == ["34*"]


def test_explain_says_what_is_not_asked() -> None:
    """In the words of the checklist file."""
    done = command_line.run_text(("explain", "spirit-2025", "34"))
    assert (
        "Not asked here\n  compensation for those who are harmed, apart from care\n" in done.stdout
    )
    assert "Not asked here" not in command_line.run_text(("explain", "guided", "5")).stdout


@pytest.mark.parametrize("view", ["description", "checklist", "gaps"])
def test_tables_for_papers_have_no_star(spec: str, view: str) -> None:
    """Nothing of the checker stands in them."""
    words = ("render", spec, "--view", view, "--checklist", "spirit-2025", "--to", "markdown")
    done = command_line.run_text(words)
    assert "asked in part" not in done.stdout
    assert "34*" not in done.stdout


def test_explain_counts_what_is_asked_and_says_how_it_was_verified() -> None:
    """Of a checklist, and of an item that was held against another copy than the rest."""
    lines = command_line.run_text(("explain", "guided")).stdout.splitlines()
    lines += command_line.run_text(("explain", "spirit-2025")).stdout.splitlines()
    assert (
        "    9  How stakeholders contributed  [guided/stakeholders]  1 required, 1 recommended"
        in (lines)
    )
    assert [line for line in lines if "asked in part" in line] == [
        "  * asked in part: 34: `intspec explain spirit-2025 34`"
    ]
    for words, told in (
        (("guided",), "Each item was read in a published copy of the checklist."),
        (("guided", "5"), "Each item was read in a published copy of the checklist."),
        (("frame", "6"), "The terms that are here were read in two papers that applied FRAME"),
    ):
        assert f"How it was verified\n  {told}" in command_line.run_text(("explain", *words)).stdout


def test_each_bundled_checklist_says_how_it_was_verified() -> None:
    """And in words of its own, so that nobody takes what was read for more."""
    told = [REGISTRY.checklist(name) for name in REGISTRY.checklist_ids]
    assert [one.id for one in told if one is not None and not one.file.verified] == []
