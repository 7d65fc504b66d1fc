"""Recover the tables and texts of a view from the CSV file that this package wrote of it."""

from collections.abc import Iterable

from attrs import evolve

from intspec import FormCell, FormRow, FormTable, FormText
from intspec_bundled.tables.csv_file import COLUMN, GROUP, SECTION

#: Sections whose records are texts, and the style of such a text in a Word document.
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
    first_column = 3 if header.cells[1].text == GROUP else 2
    sections: dict[str, list[FormRow]] = {}
    for row in records:
        sections.setdefault(_section(row), []).append(row)
    notes = [row.cells[first_column - 1].text for row in sections.pop(COLUMN, [])]
    header = evolve(header, cells=tuple(_noted(cell, notes) for cell in header.cells))
    tables: list[FormTable] = []
    texts: list[FormText] = []
    for name, section_rows in sections.items():
        if name not in STYLES and any(_filled(row, first_column + 1) for row in section_rows):
            tables.append(_table(len(tables) + 1, name, header, section_rows, first_column))
            continue
        if name not in STYLES:
            texts.append(FormText(name, section_rows[0].where, len(tables), "Heading 1"))
        style = STYLES.get(name, "")
        texts += [
            FormText(row.cells[first_column - 1].text, row.where, len(tables), style)
            for row in section_rows
        ]
    return tuple(tables), tuple(texts)


def _section(row: FormRow) -> str:
    return row.cells[0].text


def _noted(cell: FormCell, notes: list[str]) -> FormCell:
    """Put the line that stands under a column's heading there."""
    lead = f"{cell.text}: "
    note = next((note.removeprefix(lead) for note in notes if note.startswith(lead)), "")
    return evolve(cell, text=f"{cell.text}\n{note}") if note else cell


def _filled(row: FormRow, first_column: int) -> bool:
    return any(cell.text for cell in row.cells[first_column - 1 :])


def _table(
    number: int, name: str, header: FormRow, rows: list[FormRow], first_column: int
) -> FormTable:
    used_columns = [
        cell.column
        for cell in header.cells[first_column - 1 :]
        if any(row.cells[cell.column - 1].text for row in rows)
    ]
    table_rows = [_row(header, used_columns)]
    group = ""
    for row in rows:
        heading = row.cells[1].text if first_column > 2 else ""  # noqa: PLR2004 -- the column of groups
        if heading and heading != group:
            cell = FormCell(heading, row.cells[1].where, 1, span=max(len(used_columns), 1))
            table_rows.append(evolve(row, cells=(cell,)))
        group = heading
        table_rows.append(_row(row, used_columns))
    numbered = (evolve(row, number=index) for index, row in enumerate(table_rows, 1))
    return FormTable(number, f"table {number}", tuple(numbered), caption=name)


def _row(row: FormRow, used_columns: Iterable[int]) -> FormRow:
    """Return a row with the columns that its table has, counted anew."""
    cells = (evolve(row.cells[old - 1], column=new) for new, old in enumerate(used_columns, 1))
    return evolve(row, cells=tuple(cells))
