"""Names are taken as reports show them: guidelines, their items, and states."""

import json
from pathlib import Path
from typing import get_args

import pytest

from intspec.states import DECLARED_STATES, ITEM_STATES, DeclaredState, ItemStateName
from test_cli import GOOD, intspec

pytestmark = pytest.mark.programs


@pytest.mark.parametrize(
    ("shown", "own"),
    [
        (("CONSORT", "13"), ("consort-2025", "13")),
        (("TIDieR", "3"), ("tidier", "3")),
        (("TIDieR/materials-access",), ("tidier/materials-access",)),
        (("consort 2025",), ("consort-2025",)),
        (("not found",), ("not-found",)),
    ],
)
def test_explain_takes_what_is_on_screen(shown: tuple[str, ...], own: tuple[str, ...]) -> None:
    """The same is explained under the name shown and under the id."""
    done = intspec("explain", *shown)
    expected = intspec("explain", *own)
    assert (done.returncode, done.stdout.splitlines()[1:]) == (
        0,
        expected.stdout.splitlines()[1:],
    )


def test_every_state_is_explained() -> None:
    """Each state of items and of declarations has its meaning; some words are both."""
    assert [*ITEM_STATES] == [*get_args(ItemStateName)]
    assert [*DECLARED_STATES] == [*get_args(DeclaredState)]
    text = intspec("explain", "not-done").stdout
    assert "As the state of an item in reports" in text
    assert "As the state of a declaration" in text


@pytest.mark.parametrize("command", ["check", "render", "crosswalk"])
def test_the_option_takes_the_title(command: str) -> None:
    """`--checklist GUIDED` is `--checklist guided`."""
    shown, own = (intspec(command, GOOD, "--checklist", name) for name in ("GUIDED", "guided"))
    assert (shown.returncode, shown.stdout) == (own.returncode, own.stdout)
    assert "GUIDED" in shown.stdout


def test_findings_stand_in_the_order_of_the_tables() -> None:
    """In text: by severity, then as the items stand in the tables; JSON keeps to the places."""
    done = intspec("check", GOOD, "--checklist", "consort-2025", "--checklist", "guided")
    heads = [line for line in done.stdout.splitlines() if line.startswith("error: ")]
    items = [head.rpartition("[")[2].rstrip("]").split(", ")[1] for head in heads]
    numbers = [
        "6",
        "8",
        "10",
        "11",
        "12b",
        "12b",
        "15",
        "20a",
        "20b",
        "22a",
        "22a",
        "22a",
        "24b",
        "27",
    ]
    guided = (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14)
    assert items == [*(f"CONSORT {n}" for n in numbers), *(f"GUIDED {n}" for n in guided)]


def test_what_cannot_be_read_is_shown(tmp_path: Path) -> None:
    """A file with a tab or a key twice shows the line, as other findings do."""
    file = tmp_path / "twice.intspec.yaml"
    file.write_text('intspec: "1.0"\nid: a\nid: b\n', encoding="utf-8")
    lines = intspec("check", "twice.intspec.yaml", cwd=tmp_path).stdout.splitlines()
    assert lines[2:4] == ["     3 | id: b", "       | ^^"]


def test_init_says_how_much_is_missing(tmp_path: Path) -> None:
    """The number of findings that `init` announces is that which `check` gives."""
    told = intspec("init", cwd=tmp_path).stderr.splitlines()[-1]
    report = json.loads(intspec("check", "--format", "json", ".", cwd=tmp_path).stdout)
    found = [one for one in report["files"][0]["diagnostics"] if one["severity"] != "note"]
    assert told.endswith(f": {len(found)} findings in the empty form")
