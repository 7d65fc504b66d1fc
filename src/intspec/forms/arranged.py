"""Arrange the tables of a form as its items belong together.

Some forms have two guidelines in one table, one below the other, and some give each item a table of
its own. The cells keep their places; only which rows make a table is said anew.
"""

import operator
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from intspec.checklists import Checklist
from intspec.forms.form import Form, FormRow, FormTable
from intspec.forms.item_numbers import Numbered, item_numbers, number_order
from intspec.forms.names import mentions

#: So long a row may be that heads the part of a guideline; so many rows below it the first item is.
LONGEST_HEAD, NEAR = 100, 3
FIRST = ("1", "1a")
#: So many tables in a row must have an item each, of so many rows at most, to be one.
LEAST_TABLES, MOST_ROWS = 4, 4


def arranged(form: Form, checklists: Sequence[Checklist]) -> Form:
    """Return a form whose tables have the items of one guideline each, as far as that is told.

    Args:
        form: The form.
        checklists: The guidelines that are known.
    """
    tables = [*_joined(form.tables)]
    number = max((table.number for table in form.tables), default=0)
    parted: list[FormTable] = []
    for table in tables:
        first, *others = _parts(table, checklists)
        parted.append(first)
        for part in others:
            number += 1
            parted.append(attrs.evolve(part, number=number))
    same = len(parted) == len(form.tables) and all(map(operator.is_, parted, form.tables))
    return form if same else attrs.evolve(form, tables=tuple(parted))


def _parts(table: FormTable, checklists: Sequence[Checklist]) -> Iterator[FormTable]:
    """Part a table where a row names a guideline and the items begin anew."""
    heads = [at for at, row in enumerate(table.rows) if _heads(table.rows, at)]
    named = [at for at in heads if len(heads) > 1 and mentions([_only(table.rows[at])], checklists)]
    starts = [0, *named[1:]]
    if len(starts) == 1:
        yield table
        return
    for start, end in pairwise([*starts, len(table.rows)]):
        caption = _only(table.rows[start]) if start else table.caption
        yield attrs.evolve(table, rows=table.rows[start:end], caption=caption)


def _heads(rows: Sequence[FormRow], at: int) -> bool:
    """Tell whether a row has one text alone, and the first item comes soon after it."""
    text = _only(rows[at])
    if not text or len(text) > LONGEST_HEAD:
        return False
    below = (_numbered(row) for row in rows[at + 1 : at + 1 + NEAR])
    return any(found is not None and found.numbers[0] in FIRST for found in below)


def _only(row: FormRow) -> str:
    """Return the one text of a row; empty where it has none or several."""
    texts = {cell.text.strip() for cell in row.cells} - {""}
    return texts.pop() if len(texts) == 1 else ""


def _numbered(row: FormRow) -> Numbered | None:
    """Return the item numbers that a row begins with."""
    cell = row.cells[0] if row.cells else None
    return item_numbers(cell.text, cell.number) if cell is not None else None


def _joined(tables: Sequence[FormTable]) -> Iterator[FormTable]:
    """Join tables that have one item each, and whose numbers rise."""
    groups: list[list[FormTable]] = []
    for table in tables:
        if groups and _follows(groups[-1][-1], table):
            groups[-1].append(table)
        else:
            groups.append([table])
    for group in groups:
        if len(group) < LEAST_TABLES:
            yield from group
        else:
            rows = (row for table in group for row in table.rows)
            numbered = (attrs.evolve(row, number=n) for n, row in enumerate(rows, 1))
            yield attrs.evolve(group[0], rows=tuple(numbered))


def _follows(before: FormTable, table: FormTable) -> bool:
    """Tell whether a table has the next item, in the same shape as another."""
    one, other = _item_of(before), _item_of(table)
    if one is None or other is None or before.width != table.width:
        return False
    return number_order(other.numbers[0]) > number_order(one.numbers[-1])


def _item_of(table: FormTable) -> Numbered | None:
    """Return the numbers of the one item that a small table has."""
    if not 0 < len(table.rows) <= MOST_ROWS:
        return None
    found = [*filter(None, map(_numbered, table.rows))]
    return found[0] if len(found) == 1 else None
