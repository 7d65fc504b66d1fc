"""Forms whose answers stand below their items: no column is for them."""

import pytest

from docx_builder import docx, p, tbl, tc, tr
from filledforms import TIDIER
from intspec.api import shared_registry
from intspec.cli.forms import answers_of, imported
from intspec.forms import Form
from intspec.forms.verdicts import judge

PAGES = {number: f"p. {page}" for page, number in enumerate(TIDIER, 3)}
GROUPS = {"3": "WHAT", "5": "WHO PROVIDED", "9": "Tailoring"}


def states(*rows: str) -> dict[str, str]:
    """Return the states of a form that has these rows."""
    raw = docx(p("The TIDieR checklist"), tbl(*rows))
    form = imported("form.docx", shared_registry(), raw=raw)
    assert isinstance(form, Form)
    judged = judge(answers_of(form, "form.docx", shared_registry()), "form.docx")
    return {item.number: item.state for item in judged.report.items}


def wide(number: str) -> tuple[str, str]:
    """Write an item with its number in a cell of its own, and its answer below."""
    return tr(number, TIDIER[number]), tr("", PAGES[number])


def narrow(number: str) -> tuple[str, str]:
    """Write an item and its answer in one column."""
    return tr(f"{number}. {TIDIER[number]}"), tr(PAGES[number])


def within(number: str) -> tuple[str]:
    """Write an item and its answer into one cell."""
    return (tr(number, tc(TIDIER[number], PAGES[number])),)


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("write", [wide, narrow, within])
def test_an_answer_below_its_item_is_read(write: object, grouped: bool) -> None:  # noqa: FBT001
    """And a heading between two items is none."""
    assert callable(write)
    rows = []
    for number in TIDIER:
        if grouped and number in GROUPS:
            rows.append(tr(GROUPS[number], *([] if write is narrow else [""])))
        rows += write(number)
    assert states(*rows) == dict.fromkeys(TIDIER, "reported")


@pytest.mark.parametrize("write", [wide, narrow])
def test_a_list_of_items_without_answers_has_none(write: object) -> None:
    """Headings of sections that stand between them answer nothing."""
    assert callable(write)
    heads = ["Title", "Methods", "Results", "WHAT", "How well", "Discussion"]
    rows = []
    for at, number in enumerate(TIDIER):
        rows += [write(number)[0], tr(heads[at % len(heads)])]
    assert set(states(*rows).values()) == {"not-reported"}
