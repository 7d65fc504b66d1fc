"""A workbook that this plugin wrote, told apart: what stands around its tables, and its states."""

from collections.abc import Iterator

from attrs import evolve

from intspec import FormRow, FormTable, FormText, choosable_states

ABOUT = "About"
STATE = "State"
DIFFERS = "differs by arm"
#: The labels of the first sheet, and the styles that the same words have in a document.
STYLES = {"Title": "Title", "View": "Subtitle", "Notice": "Notice", "Note": "Text"}
IDENTIFIER = "Identifier"
GUIDELINE = "Guideline"


def is_own(table: FormTable) -> bool:
    """Tell whether a table is the first sheet of a workbook of ours."""
    first = [_pair(row)[0] for row in table.rows[:2]]
    return table.caption == ABOUT and first == ["Title", "View"]


def texts(table: FormTable, identifier: str) -> Iterator[FormText]:
    """Go over what the first sheet says, as the paragraphs of a document would.

    Args:
        table: The first sheet.
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
    last = table.width
    column = [cell for row in table.rows if (cell := row.cell(last)) and cell.column == last]
    said = [cell.text for cell in column if not cell.continued]
    if said[:1] != [STATE] or not {*said[1:]} <= {*choosable_states(), DIFFERS, ""}:
        return table, ""
    rows = tuple(
        evolve(
            row,
            cells=tuple(
                evolve(cell, span=min(cell.span, last - cell.column))
                for cell in row.cells
                if cell.column < last
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
    """Return the label and the words of a row of the first sheet."""
    values = [cell.text for cell in row.cells]
    return (values[0], values[1]) if len(values) > 1 else ("", "")
