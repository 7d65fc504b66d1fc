r"""Write a view as comma-separated values (RFC 4180), for spreadsheets and scripts.

One header, one record for each row of every table; `Section` names the table, and `Group` the
heading above the row where the guideline's form has headings. A line under the heading of a column
is a record of its own, in the section `Column`. Title, view and notices come first
and the notes last, as records of their own, so that nothing is lost. Lines end in CR LF, every
value is quoted, line breaks within a value are LF.

The file begins with a byte order mark: without one, Excel reads UTF-8 as the system's old code
page. Python reads such a file with `encoding="utf-8-sig"`, pandas as it is.

A value that a spreadsheet would run as a formula, because it begins with `=`, `+`, `-`, `@` (their
full-width forms too), a tab or a line break, gets one apostrophe in front, and so does a value that
begins with an apostrophe itself. To read a value back, drop the first apostrophe it begins with.

Control characters, and halves of characters that UTF-8 cannot write, are replaced by U+FFFD, and a
last record says how many.
"""

import csv
import io
import re
from collections.abc import Iterator

from intspec import Cell, Row, Table, View
from intspec.text import CONTROLS, STAND_IN, SURROGATES, line_feeds, replacement_notice

MARK = "\N{BYTE ORDER MARK}"
ALIVE = (
    *"=+-@\t\r\n'",
    "\N{FULLWIDTH EQUALS SIGN}",
    "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}",
    "\N{FULLWIDTH COMMERCIAL AT}",
)
FORBIDDEN = re.compile(f"[{CONTROLS}{SURROGATES}]")
SECTION = "Section"
GROUP = "Group"
COLUMN = "Column"

Record = dict[str, str]


def render(view: View) -> bytes:
    """Write a view as comma-separated values.

    Args:
        view: Any view.

    Returns:
        UTF-8 with a byte order mark.
    """
    titles = _titles(view)
    grouped = any(row.kind == "group" for table in view.tables for row in table.rows)
    header = [SECTION, *([GROUP] if grouped else []), *titles.values()]
    keys = [SECTION, *([GROUP] if grouped else []), *titles]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(map(inert, header))
    first_key = next(iter(titles))
    for record in _records(view, first_key):
        writer.writerow(inert(record.get(key, "")) for key in keys)
    text, replaced = FORBIDDEN.subn(STAND_IN, buffer.getvalue())
    if replaced:
        notice = replacement_notice(replaced, "a text file")
        notice_record = {SECTION: "Notice", first_key: notice}
        text += ",".join(f'"{notice_record.get(key, "")}"' for key in keys) + "\r\n"
    return (MARK + text).encode("utf-8")


def inert(text: str) -> str:
    """Return a value that no spreadsheet runs as a formula."""
    text = line_feeds(text)
    return "'" + text if text.startswith(ALIVE) else text


def _titles(view: View) -> dict[str, str]:
    """Return the columns of all tables by key, each once, under titles that differ."""
    titles: dict[str, str] = {}
    taken: set[str] = set()
    for table in view.tables:
        for column in table.columns:
            if column.key in titles:
                continue
            title = f"{column.span}: {column.title}" if column.span else column.title
            titles[column.key] = f"{title} ({column.key})" if title in taken else title
            taken.add(titles[column.key])
    return titles or {"text": "Text"}


def _records(view: View, first_key: str) -> Iterator[Record]:
    yield {SECTION: "Title", first_key: view.title}
    yield {SECTION: "View", first_key: view.subtitle}
    for text in view.notices:
        yield {SECTION: "Notice", first_key: text}
    for text in view.intro:
        yield {SECTION: "Note", first_key: text}
    titles = _titles(view)
    notes_by_column = {
        column.key: column.note for table in view.tables for column in table.columns if column.note
    }
    for key, line in notes_by_column.items():
        yield {SECTION: COLUMN, first_key: f"{titles[key]}: {line}"}
    for table in view.tables:
        yield from _rows(table)
    for notes in view.notes:
        for note in notes.notes:
            mark = f"[{note.mark}] " if note.mark else ""
            yield {SECTION: notes.title, first_key: f"{mark}{note.text} {note.url}".rstrip()}
    if view.guideline.text:
        text = f"{view.guideline.text} {view.guideline.url}".rstrip()
        yield {SECTION: "Guideline", first_key: text}


def _rows(table: Table) -> Iterator[Record]:
    for heading, rows in table.groups():
        for row in rows:
            yield {SECTION: table.caption, GROUP: _text(heading), **_record(table, row)}


def _record(table: Table, row: Row) -> Record:
    cells = zip(table.columns, row.cells, strict=True)
    return {column.key: _text(cell) for column, cell in cells}


def _text(cell: Cell | None) -> str:
    return cell.plain if cell is not None else ""
