"""One answer to several items: a cell that reaches over their rows, and a row that has them all."""

import attrs
import pytest

from filledforms import TIDIER, table_form
from intspec.api import load_registry
from intspec.cli.forms import checklists_of
from intspec.forms.form import Form
from intspec.forms.read import read_form

HEAD = ("No", "Item", "Page", "Other")
NUMBERS = [*TIDIER]


def pages(form: Form) -> dict[str, list[str]]:
    """Return the pages that each item is said to be on, in both columns."""
    filled = read_form(form, checklists_of(load_registry()))
    return {
        item.number: [
            one.answer.place.fields["page"] if one.answer.place else one.answer.kind
            for one in item.said
        ]
        for item in filled.items
    }


def merged(first: int, last: int, column: int) -> Form:
    """Make a form in which the answer to an item reaches down to another; 0 is the header."""
    rows = [(n, label, f"p. {20 + int(n)}", f"p. {40 + int(n)}") for n, label in TIDIER.items()]
    form = table_form({}, rows=[HEAD, *rows])
    (table,) = form.tables
    new = []
    for at, row in enumerate(table.rows):
        cells = [
            attrs.evolve(cell, text="", continued=True)
            if first < at <= last and cell.column == column
            else cell
            for cell in row.cells
        ]
        new.append(attrs.evolve(row, cells=tuple(cells)))
    return attrs.evolve(form, tables=(attrs.evolve(table, rows=tuple(new)),))


@pytest.mark.parametrize("column", [3, 4])
@pytest.mark.parametrize(("first", "last"), [(3, 4), (1, 2), (11, 12), (5, 8)])
def test_a_merged_answer_is_that_of_each_of_its_items(first: int, last: int, column: int) -> None:
    """Of the items whose rows it reaches over, and of no other; the other column is as it was."""
    found = pages(merged(first, last, column))
    base = 20 * (column - 2)
    for number in map(int, NUMBERS):
        own = [str(20 + number), str(40 + number)]
        own[column - 3] = str(base + (first if first < number <= last else number))
        assert found[str(number)] == own


def test_a_header_that_reaches_down_answers_nothing() -> None:
    """Its words are no answer to the item below it."""
    assert pages(merged(0, 1, 3))["1"] == ["blank", "41"]


@pytest.mark.parametrize(
    "written", ["3-4", "3\u20134", "3, 4", "3 and 4", "3/4", "Items 3-4", "Nos. 3-4"]
)
def test_a_row_of_two_items_answers_both(written: str) -> None:
    """However their numbers are written."""
    rows = [(n, label, f"p. {n}", "") for n, label in TIDIER.items() if n not in {"3", "4"}]
    rows.insert(2, (written, "What: materials and procedures", "p. 9", ""))
    found = pages(table_form({}, rows=[HEAD, *rows]))
    assert found["3"] == found["4"] == ["9", "blank"]
