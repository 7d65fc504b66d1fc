"""Recover the texts and tables of a view from the workbook that this plugin wrote of it."""

from collections.abc import Iterator

from attrs import evolve

from intspec import FormRow, FormTable, FormText, choosable_states

ABOUT = "About"
STATE = "State"
DIFFERS = "differs by arm"
#: The labels on the sheet of texts, and the style of such a text in a Word document.
STYLES = {"Title": "Title", "View": "Subtitle", "Notice": "Notice", "Note": "Text"}
IDENTIFIER = "Identifier"
GUIDELINE = "Guideline"


def is_own(table: FormTable) -> bool:
    """Tell whether a table is the sheet of texts of a workbook of ours."""
    labels = [_pair(row)[0] for row in table.rows[:2]]
    return table.caption == ABOUT and labels == ["Title", "View"]


def texts(table: FormTable, identifier: str) -> Iterator[FormText]:
    """Go over what the sheet of texts says, as the paragraphs of a document would.

    Args:
        table: The sheet.
        identifier: The identifier in the file's properties, which is not said again.
    """
    for row in table.rows:
        label, words = _pair(row)
        if (label, words) == (IDENTIFIER, identifier):
            continue
        style = STYLES.get(label, "")
        if label and not words:
            words, style = label, "Heading 1"
        elif label and not style and label != GUIDELINE:
            words = f"{label} {words}"
        yield FormText(words, row.where, style=style)


def without_states(table: FormTable) -> tuple[FormTable, str]:
    """Take the column of states off a table, if it has one that says no more than ours does.

    Returns:
        The table, and a remark on what was taken off; empty if nothing was.
    """
    last_column = table.width
    column = [
        cell for row in table.rows if (cell := row.cell(last_column)) and cell.column == last_column
    ]
    values = [cell.text for cell in column if not cell.continued]
    if values[:1] != [STATE] or not {*values[1:]} <= {*choosable_states(), DIFFERS, ""}:
        return table, ""
    rows = tuple(
        evolve(
            row,
            cells=tuple(
                evolve(cell, span=min(cell.span, last_column - cell.column))
                for cell in row.cells
                if cell.column < last_column
            ),
        )
        for row in table.rows
    )
    remark = (
        f"{table.where}: the column {STATE} was not read: it follows from the answers beside it. "
        "What cannot be reported is declared there, with its reason"
    )
    return evolve(table, rows=rows), remark


def _pair(row: FormRow) -> tuple[str, str]:
    """Return the label and the words of a row of that sheet."""
    values = [cell.text for cell in row.cells]
    return (values[0], values[1]) if len(values) > 1 else ("", "")
