"""Arms that only the answers of a form name, by their role or by names of their own."""

import itertools

import pytest

from filledforms import TIDIER, table_form
from intspec.forms.read import Filled
from intspec.forms.verdicts import judge
from test_forms import filled

ROLES = (
    ("Intervention", "Control"),
    ("IG", "CG"),
    ("Intervention group", "control group"),
    ("Experimental arm", "Comparator"),
)
MANNERS = ("{}: p. 5; {}: p. 6", "{}: p. 5 / {}: p. 6", "{}: p. 5\n{}: p. 6", "{}: p. 5. {}: p. 6")


def form(answers: dict[str, str]) -> Filled:
    """Read a form of TIDieR with some answers of its own."""
    rows = [(n, label, answers.get(n, "p. 3")) for n, label in TIDIER.items()]
    return filled(table_form({}, rows=[("No.", "Item", "Where located"), *rows]))


def pages(read: Filled, number: str) -> list[tuple[str, str]]:
    """Return the pages that an item has, each with its arm."""
    said = next(row.said for row in read.items if row.number == number)
    places = [(one.answer.arm, one.answer.place) for one in said]
    return [(arm, place.fields["page"]) for arm, place in places if place is not None]


def test_words_of_one_role_are_one_arm() -> None:
    """In whatever words each row names the two arms, and whichever comes first."""
    for first in ROLES:
        roles = [first, *(one for one in ROLES if one != first)]
        manners = zip(itertools.cycle(MANNERS), roles, strict=False)
        answers = {str(n): manner.format(*names) for n, (manner, names) in enumerate(manners, 3)}
        read = form({**answers, "9": f"{roles[-1][0]}: p. 8"})
        assert [arm.name for arm in read.arms] == [*first]
        for number, words in answers.items():
            assert pages(read, number) == [(first[0], "5"), (first[1], "6")], words
        assert pages(read, "9") == [(first[0], "8")]


def test_placebo_and_usual_care_are_two_arms() -> None:
    """Words that say more than a role name arms of their own."""
    read = form({"3": "Intervention: p. 4\nPlacebo: p. 5\nUsual care: p. 6\nControl: p. 7"})
    assert [arm.name for arm in read.arms] == ["Intervention", "Placebo", "Usual care", "Control"]


@pytest.mark.parametrize("empty", ["", "\nCG: ____", "\nCG:"])
def test_what_one_arm_lacks_is_said_of_it(empty: str) -> None:
    """The message names the arm, and does not call the whole answer empty."""
    read = form({"3": "Intervention: p. 4; Control: p. 5", "5": f"IG: p. 5{empty}"})
    (finding,) = judge(read, "form.docx").report.diagnostics
    assert (finding.arm, finding.message) == ("control", "item 5, Who provided, has no answer")


@pytest.mark.parametrize(
    "lines", [{"3": "Methods: p. 4", "4": "Methods: p. 6; Results: p. 7"}, {"3": "Setting: p. 4"}]
)
def test_headings_and_lone_parts_are_no_arms(lines: dict[str, str]) -> None:
    """What leads to a place may be its heading, or a part of the item."""
    read = form({**lines, "5": "Setting: p. 5"})
    assert read.arms == ()
    assert [page for _arm, page in pages(read, "5")] == ["5"]


def test_an_empty_cell_beside_led_places_leaves_one_arm_open() -> None:
    """The line for other documents that nobody filled in is not said to be the whole answer."""
    answers = {"3": "Intervention: p. 4; Control: p. 5", "5": "IG: p. 5"}
    head = ("No.", "Item", "Primary paper (page)", "Other (details)")
    rows = [(n, label, answers.get(n, "p. 3"), "____") for n, label in TIDIER.items()]
    read = filled(table_form({}, rows=[head, *rows]))
    (finding,) = judge(read, "form.docx").report.diagnostics
    assert (finding.arm, finding.message) == ("control", "item 5, Who provided, has no answer")
