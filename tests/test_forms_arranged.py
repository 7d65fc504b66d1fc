"""Tables that hold more or less than one guideline are read as their items belong together."""

from collections.abc import Sequence

import attrs
import pytest

from intspec import Form, FormCell, FormRow, FormTable
from intspec.api import shared_registry
from intspec.checklists import Checklist
from intspec.cli.forms import checklists_of
from intspec.forms.arranged import arranged
from intspec.forms.matching import match_form
from intspec.forms.read import read_form
from intspec_bundled.tables.csv_reading import read

LISTS = checklists_of(shared_registry())
BY_ID = {checklist.id: checklist for checklist in LISTS}
WHOLE = ("tidier", "guided", "cert", "frame", "tidier-placebo")


def table(number: int, rows: Sequence[Sequence[str]], width: int = 3) -> FormTable:
    """Make a table; a row of one text goes over its whole width."""
    made = []
    for n, texts in enumerate(rows, 1):
        where = f"table {number}, row {n}"
        span = width if len(texts) == 1 else 1
        cells = (FormCell(t, f"{where}, column {c}", c, span) for c, t in enumerate(texts, 1))
        made.append(FormRow(n, where, tuple(cells)))
    return FormTable(number, f"table {number}", tuple(made))


def rows_of(checklist: Checklist, page: int = 0) -> list[tuple[str, ...]]:
    """Return the rows of a guideline's form, with pages from one on, or empty."""
    return [
        (item.number, item.title, f"p. {page + n}" if page else "")
        for n, item in enumerate(checklist.items)
    ]


def answers(form: Form) -> dict[str, dict[str, str]]:
    """Return the words of the answers, by guideline and item."""
    told: dict[str, dict[str, str]] = {}
    for row in read_form(form, LISTS).items:
        if row.checklist is not None and row.item is not None:
            words = " ".join(one.answer.text for one in row.said)
            told.setdefault(row.checklist.id, {})[row.item.number] = words
    return told


def pages(checklist: Checklist, page: int) -> dict[str, str]:
    """Return the answers that `rows_of` writes."""
    return {number: answer for number, _label, answer in rows_of(checklist, page)}


@pytest.mark.parametrize("second", WHOLE[1:])
def test_two_guidelines_in_one_table_are_two_forms(second: str) -> None:
    """Each under a row that names it, with heads of its own or none."""
    one, two = BY_ID["tidier"], BY_ID[second]
    for heads in ([("No.", "Item", "Page")], []):
        rows = [
            (f"{one.label} checklist",),
            ("No.", "Item", "Where located"),
            *rows_of(one, 10),
            (f"{two.label} checklist",),
            *heads,
            *rows_of(two, 70),
        ]
        form = Form("docx", (table(1, rows),))
        assert answers(form) == {"tidier": pages(one, 10), second: pages(two, 70)}
        empty = [row if len(row) == 1 else (*row[:2], "") for row in rows]
        matches = match_form(Form("docx", (table(1, empty),)), LISTS, {}).matches
        assert {m.checklist.id: len(m.places) for m in matches} == {
            "tidier": len(one.items),
            second: len(two.items),
        }


@pytest.mark.parametrize("guideline", WHOLE)
def test_a_table_for_each_item_is_one_form(guideline: str) -> None:
    """The answer stands beside the label, or below it."""
    checklist = BY_ID[guideline]
    rows = rows_of(checklist, 20)
    beside = [table(n, [row]) for n, row in enumerate(rows, 1)]
    below = [table(n, [row[:2], row[2:]], 2) for n, row in enumerate(rows, 1)]
    for tables in (beside, below):
        form = Form("docx", tuple(tables), title=f"{checklist.label} checklist")
        assert answers(form) == {guideline: pages(checklist, 20)}


def test_as_many_tables_as_before_may_be_others() -> None:
    """Four tables become one, and one becomes four."""
    one, *others = (BY_ID[name] for name in WHOLE)
    apart = [table(n, [row]) for n, row in enumerate(rows_of(one, 20)[:4], 1)]
    together: list[tuple[str, ...]] = []
    for other in others:
        together += [(f"{other.label} checklist",), *rows_of(other, 50)]
    form = Form("docx", (*apart, table(5, together)), title=f"{one.label} checklist")
    sizes = [len(found.rows) for found in arranged(form, LISTS).tables]
    assert sizes == [4, *(1 + len(other.items) for other in others)]


def test_other_tables_stay_as_they_are() -> None:
    """One guideline in one table, and small tables of other things."""
    checklist = BY_ID["tidier"]
    whole = table(1, [("TIDieR checklist",), *rows_of(checklist, 10)])
    small = [table(n, [("Author", f"A. Nonym {n}"), ("Date", "May")], 2) for n in range(2, 9)]
    form = Form("docx", (whole, *small))
    assert arranged(form, LISTS) is form


def test_answers_behind_a_word_are_read_and_written() -> None:
    """`Answer:` before an answer, in its cell or in one of its own, is none."""
    checklist = BY_ID["tidier"]
    title = f"{checklist.label} checklist"
    for made in (
        lambda page: [(f"Answer: {page}".strip(),)],
        lambda page: [("", "Your response:", page)],
    ):
        rows, empty = [], []
        for number, label, page in rows_of(checklist, 30):
            rows += [(number, label, ""), *made(page)]
            empty += [(number, label, ""), *made("")]
        form = Form("docx", (table(1, [row[:2] if row[-1:] == ("",) else row for row in rows]),))
        assert answers(attrs.evolve(form, title=title)) == {"tidier": pages(checklist, 30)}
        blank = Form("docx", (table(1, [r if len(r) < 3 or not r[0] else r[:2] for r in empty]),))
        (match,) = match_form(attrs.evolve(blank, title=title), LISTS, {}).matches
        assert all(p.primary is not None and not p.primary.text for p in match.places)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_title_may_stand_above_a_table_of_values(delimiter: str) -> None:
    """It has no delimiter, and the table's is found below it."""
    checklist = BY_ID["tidier"]
    lines = [delimiter.join(row) for row in rows_of(checklist, 10)]
    form = read("\n".join(["TIDieR checklist", "", *lines]).encode(), "form.csv")
    assert answers(form) == {"tidier": pages(checklist, 10)}
    assert not form.remarks
