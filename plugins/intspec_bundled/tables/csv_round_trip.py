"""A file that the CSV writer of this package wrote, taken apart again: its tables and its texts."""

from collections.abc import Iterable

from attrs import evolve

from intspec import FormCell, FormRow, FormTable, FormText
from intspec_bundled.tables.csv_file import COLUMN, GROUP, SECTION

#: Sections of single records, and the styles that the same words have in a document.
STYLES = {"Title": "Title", "View": "Subtitle", "Notice": "Notice", "Note": "Text", "Guideline": ""}


def is_own(rows: tuple[FormRow, ...]) -> bool:
    """Tell whether rows are those of a view: a column of sections, and what each view has.

    Where somebody has taken columns away or added values, they are a table like any other.
    """
    header = [cell.text for cell in rows[0].cells] if rows else []
    if header[:1] != [SECTION] or len(header) < (3 if GROUP in header[1:2] else 2):
        return False
    if any(len(row.cells) != len(header) for row in rows):
        return False
    return {"Title", "View"} <= {_section(row) for row in rows}


def parted(rows: tuple[FormRow, ...]) -> tuple[tuple[FormTable, ...], tuple[FormText, ...]]:
    """Part the rows into the tables and the texts that the view had.

    Args:
        rows: All rows, the header first.

    Returns:
        The tables, each with its header and its groups as rows, and the texts.
    """
    header, *records = rows
    first = 3 if header.cells[1].text == GROUP else 2
    sections: dict[str, list[FormRow]] = {}
    for row in records:
        sections.setdefault(_section(row), []).append(row)
    notes = [row.cells[first - 1].text for row in sections.pop(COLUMN, [])]
    header = evolve(header, cells=tuple(_noted(cell, notes) for cell in header.cells))
    tables: list[FormTable] = []
    texts: list[FormText] = []
    for name, found in sections.items():
        if name not in STYLES and any(_filled(row, first + 1) for row in found):
            tables.append(_table(len(tables) + 1, name, header, found, first))
            continue
        if name not in STYLES:
            texts.append(FormText(name, found[0].where, len(tables), "Heading 1"))
        style = STYLES.get(name, "")
        texts += [
            FormText(row.cells[first - 1].text, row.where, len(tables), style) for row in found
        ]
    return tuple(tables), tuple(texts)


def _section(row: FormRow) -> str:
    return row.cells[0].text


def _noted(cell: FormCell, notes: list[str]) -> FormCell:
    """Put the line that stands under a column's heading there."""
    lead = f"{cell.text}: "
    note = next((note.removeprefix(lead) for note in notes if note.startswith(lead)), "")
    return evolve(cell, text=f"{cell.text}\n{note}") if note else cell


def _filled(row: FormRow, first: int) -> bool:
    return any(cell.text for cell in row.cells[first - 1 :])


def _table(number: int, name: str, header: FormRow, rows: list[FormRow], first: int) -> FormTable:
    used = [
        cell.column
        for cell in header.cells[first - 1 :]
        if any(row.cells[cell.column - 1].text for row in rows)
    ]
    made = [_row(header, used)]
    group = ""
    for row in rows:
        heading = row.cells[1].text if first > 2 else ""  # noqa: PLR2004 -- the column of groups
        if heading and heading != group:
            cell = FormCell(heading, row.cells[1].where, 1, span=max(len(used), 1))
            made.append(evolve(row, cells=(cell,)))
        group = heading
        made.append(_row(row, used))
    numbered = (evolve(row, number=n) for n, row in enumerate(made, 1))
    return FormTable(number, f"table {number}", tuple(numbered), caption=name)


def _row(row: FormRow, used: Iterable[int]) -> FormRow:
    """Return a row with the columns that its table has, counted anew."""
    cells = (evolve(row.cells[old - 1], column=new) for new, old in enumerate(used, 1))
    return evolve(row, cells=tuple(cells))
