"""The page "How do I say ...?": each example makes of its items what the line below it says."""

import copy
import re
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml

from intspec.api import check_bytes, shared_registry
from intspec.checking import Checked
from intspec.views import build_view
from test_docs import over

PAGE = Path(__file__).parent.parent / "docs" / "guide" / "how-do-i-say.md"
#: A heading, an example, and the line of italics below it.
QUESTION = re.compile(
    r"^### ([^\n]+)\n\n(?:<!--[^\n]*\n)?```yaml\n(.*?)```\n\n\*(.*?)\.\*", re.MULTILINE | re.DOTALL
)
#: What a fragment is laid over: two arms of which nothing is known.
BASE: dict[str, Any] = {
    "intspec": "1.0",
    "id": "base",
    "title": "A fictitious trial of walking",
    "stage": "results",
    "fictitious": True,
    "interventions": {
        "exercise": {"role": "experimental", "name": "Steps Together"},
        "waiting": {"role": "waiting-list", "name": "Waiting list"},
    },
}
#: The checklists by the names that the page uses.
CHECKLISTS = {
    "TIDieR": "tidier",
    "TIDieR-Placebo": "tidier-placebo",
    "CONSORT": "consort-2025",
    "CONSORT-SPI": "consort-spi-2018",
    "SPIRIT": "spirit-2025",
}


@attrs.frozen
class Said:
    """What the page says of one item.

    Attributes:
        checklist: Id of the checklist.
        number: Number of the item.
        arm: The arm.
        state: The state of the item; empty where the page says what is printed.
        words: What is printed with the item.
    """

    checklist: str
    number: str
    arm: str
    state: str = ""
    words: str = ""


def said(line: str) -> list[Said]:
    """Read a line such as `TIDieR 3 and 8 of tablets: reported. Printed with TIDieR 8: first`."""
    found = []
    for sentence in line.replace("\n", " ").split(". "):
        match = re.fullmatch(
            r"(Printed with )?([\w-]+) ([\w, ]+?)(?: of `([\w-]+)`)?: (.+)", sentence
        )
        assert match, sentence
        printed, name, numbers, arm, what = match.groups()
        field = {"words": what.strip("`")} if printed else {"state": what.replace(" ", "-")}
        found += [
            Said(CHECKLISTS[name], number, arm or "exercise", **field)
            for number in re.split(r", | and ", numbers)
        ]
    return found


QUESTIONS = {
    title: (yaml.safe_load(body), said(line))
    for title, body, line in QUESTION.findall(PAGE.read_text(encoding="utf-8"))
}


def checked(fragment: dict[str, Any], wanted: list[Said]) -> Checked:
    """Check a fragment laid over the base, held against the checklists that are spoken of."""
    document = over(copy.deepcopy(BASE), fragment)
    document["checklists"] = sorted({one.checklist for one in wanted})
    return check_bytes(yaml.safe_dump(document).encode(), path="made.intspec.yaml")


def state(done: Checked, one: Said) -> str:
    """Return the state of an item on an arm, or on the study."""
    at = {(i.checklist, i.number, i.arm): i.state for i in done.report.items}
    arm = at.get((one.checklist, one.number, one.arm), "")
    return arm or at.get((one.checklist, one.number, None), "")


def printed(done: Checked, one: Said) -> str:
    """Return what the description of an item says, in all arms."""
    assert done.spec is not None
    checklist = shared_registry().checklist(one.checklist)
    assert checklist is not None
    view = build_view("description", done.spec, done.report, checklist)
    rows = [row.cells for table in view.tables for row in table.rows]
    return "\n".join(
        cell.plain for cells in rows if cells[0].plain.startswith(one.number) for cell in cells
    )


def test_the_page_is_read_whole() -> None:
    """Each heading of a question has an example and a line of what it says."""
    headings = re.findall(r"^### (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert list(QUESTIONS) == headings
    assert len(headings) >= 30


@pytest.mark.parametrize("title", QUESTIONS)
@pytest.mark.long
def test_an_answer_makes_of_its_items_what_the_page_says(title: str) -> None:
    """It fits the schema, and it is the example that makes the state: without it, it is another."""
    fragment, wanted = QUESTIONS[title]
    done = checked(fragment, wanted)
    assert done.spec is not None, done.report.diagnostics
    names = {key: {"role": arm["role"], "name": arm["name"]} for key, arm in named(fragment)}
    for one in wanted:
        if one.state:
            assert state(done, one) == one.state, one
        if one.state in ("reported", "not-yet"):
            arms = {key: arm for key, arm in names.items() if key == one.arm}
            assert state(checked({"interventions": arms}, wanted), one) != one.state, one
        assert one.words in printed(done, one) if one.words else True


def named(fragment: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the arms that a fragment adds, by their keys."""
    return [(key, arm) for key, arm in fragment.get("interventions", {}).items() if "role" in arm]
