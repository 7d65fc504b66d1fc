"""Words that somebody typed where a form prints its own: behind a label, a number or a heading.

They are no answer, since nothing says of which item; but they are not to be lost in silence. What a
form prints is known by the words of its guideline and of forms in general. Where our own label
stands before them it is certain that they were typed; else it is likely, and nothing more.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from intspec.checklists import Checklist
from intspec.forms.evidence import in_another_language
from intspec.forms.item_numbers import item_numbers
from intspec.forms.printed import Printed, printed_by
from intspec.forms.recognise import ItemRow, ItemTable
from intspec.lazy import frozen

#: The most cells of one form that are told of.
MOST_TOLD = 200


@frozen
class Typed:
    """Words that were typed where the form prints its own.

    Attributes:
        where: The cell.
        item: The number of the item in whose row it stands; empty where it is no item's.
        text: The words.
        sure: Whether our own label stands before them.
    """

    where: str
    item: str
    text: str
    sure: bool


def typed_in(tables: Iterable[tuple[ItemTable, Checklist | None]]) -> tuple[Typed, ...]:
    """Find what was typed into the cells of a form that hold no answers.

    Args:
        tables: Its tables, each with the guideline that it is for; None where none is known.
    """
    told = (
        words
        for table, checklist in tables
        if checklist is not None
        for words in _typed_in(table, printed_by(checklist))
    )
    return tuple(islice(told, MOST_TOLD))


def _typed_in(table: ItemTable, known: Printed) -> Iterator[Typed]:
    """Go over what was typed into the cells of a table that hold no answers.

    Args:
        table: The table.
        known: What the guideline prints that it is for.
    """
    if in_another_language(row.label for row in table.rows):
        return
    rows = {item.row.number: item for item in table.rows}
    ours = 2 * sum(map(known.is_ours, table.rows)) >= len(rows)
    answers = {cell.where for item in table.rows for _column, cells in item.cells for cell in cells}
    arms = {column.column for column in table.answers if not column.generic}
    read = {row.number for row in table.rest}
    pure = 2 * sum(_is_pure(row, table.numbers) for row in table.rows) > len(rows)
    headers = {row.number for row in table.headers}
    headings = headers | {row.number for row in table.headings}
    first = min((*rows, *headers))
    number, last = "", max(rows)
    for row in table.table.rows:
        if not first <= row.number <= last or row.number in read:
            continue
        item = rows.get(row.number)
        number = item.numbers[0] if item is not None else number
        heads = row.number in headings
        for cell in row.cells:
            if cell.where in answers or not cell.text.strip():
                continue
            if row.number in headers and cell.column in arms:
                continue
            # In a cell of a row that goes on with another, no label stands.
            own = known.labels.get(number, ()) if ours and not heads else ()
            labelled = item is not None and not (pure and cell.column == table.numbers)
            words = known.typed(cell, own, labelled=labelled)
            if words is not None:
                yield Typed(cell.where, "" if heads else number, *words)


def _is_pure(item: ItemRow, column: int) -> bool:
    """Tell whether nothing but a number stands in the column of numbers."""
    cell = item.row.cell(column)
    numbered = item_numbers(cell.text, cell.number) if cell is not None else None
    return numbered is not None and not numbered.rest
