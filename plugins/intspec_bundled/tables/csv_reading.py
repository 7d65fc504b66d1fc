r"""Read a file of comma-separated values as a form: one table, each record a row.

UTF-8, with a byte order mark or without, or UTF-16 with one; commas, semicolons or tabs, whichever
item numbers stand before, or else the first record that has any has most of (a first line `sep=;`
goes before both); line breaks within quotes. The apostrophe that the writer of this format
puts in front of what a spreadsheet would run as a formula is taken away again, and a file that it
wrote gives the tables and texts that its view had.
"""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from intspec import FileKind, Form, FormCell, FormError, FormRow, FormTable, file_kind
from intspec.text import plural
from intspec_bundled.tables.csv_file import ALIVE
from intspec_bundled.tables.csv_round_trip import is_own, parted

MOST_BYTES = 20_000_000
MOST_CELLS = 200_000
DELIMITERS = ",;\t"
#: The number of an item as the whole of a cell; a cell that begins with one, and has no delimiter.
NUMBER = re.compile(r"\s*\d{1,2}\s?[a-z]?\s?[.):]?\s*", re.IGNORECASE)
NUMBERED = re.compile(r"\s*\d{1,2}\s?[a-z]?\s?[.):]?\s[^,;\t]*", re.IGNORECASE)
#: So few numbers may stand there by chance.
FEWEST = 3
SEPARATOR = re.compile("sep=([,;\t])(?:\r\n|\r|\n|\\Z)", re.IGNORECASE)
QUOTED = re.compile(r'"((?:[^"]+|"")*+)"')
LINE_END = re.compile(r"\r\n|\r|\n")
SAVE_AS = "in Excel: File, Save As, `CSV UTF-8`; in LibreOffice: character set `Unicode (UTF-8)`"
#: How a web page begins, and no table of values: a first cell may well be `<body mass>`, which
#: the kinds of files take for a page.
WEB_PAGE = (b"<html", b"<!doctype html")
#: Kinds of files that are no text: what each is, and what to do.
A_ZIP = ("a workbook or another ZIP archive", "give it the ending .xlsx, or save it as")
OLD_OFFICE = ("an old Office file (.xls or .doc)", "open it and save it as")
OTHERS: Mapping[FileKind, tuple[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("zip", "docx", "xlsx", "pptx", "opendocument"), A_ZIP),
        **dict.fromkeys(
            ("old-office", "old-word", "old-excel", "old-powerpoint", "encrypted-office"),
            OLD_OFFICE,
        ),
        "pdf": ("a PDF", "ask for the table that it was made from, as"),
    }
)


def read(raw: bytes, name: str) -> Form:
    """Read a file of comma-separated values.

    Args:
        raw: The file.
        name: Its name, for messages.

    Returns:
        The form, with the lines of its rows.

    Raises:
        FormError: It cannot be read.
    """
    text = _decoded(raw, name)
    line = 1
    chosen = SEPARATOR.match(text)
    if chosen is not None:
        text = text[chosen.end() :]
        line = 2
    delimiter = chosen[1] if chosen is not None else _delimiter(text)
    records = list(_records(text, delimiter, line, name))
    width = _width(records)
    remarks = []
    rows = []
    for number, (start, values) in enumerate(records, 1):
        where = f"line {start}"
        if len(values) not in (1, width) or (len(values) == 1 and number > 1 and width > 1):
            values_of_it = plural(len(values), "value")
            remarks.append(f"{where} has {values_of_it}, and the table {width} columns")
        padded_values = values + [""] * (width - len(values))
        cells = tuple(
            FormCell(text=_alive(value), where=f"{where}, column {column}", column=column)
            for column, value in enumerate(padded_values, 1)
        )
        rows.append(FormRow(number=number, where=where, cells=cells, line=start))
    if records and len(records[0][1]) == width and is_own(tuple(rows)):
        view_tables, texts = parted(tuple(rows))
        return Form(format="csv", tables=view_tables, texts=texts, remarks=tuple(remarks))
    tables = (FormTable(number=1, where="table 1", rows=tuple(rows)),) if rows else ()
    return Form(format="csv", tables=tables, remarks=tuple(remarks))


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > MOST_BYTES:
        message = f"`{name}` is larger than {MOST_BYTES // 1_000_000} MB"
        raise FormError(message, "save a copy that holds only the form")
    kind = file_kind(raw)
    if kind is not None and kind in OTHERS:
        description, remedy = OTHERS[kind]
        message = f"`{name}` is {description}, and no text, whatever its name says"
        raise FormError(message, f"{remedy} CSV in UTF-8")
    if raw[:200].removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(WEB_PAGE):
        message = f"`{name}` is a web page, and no table of values, whatever its name says"
        raise FormError(message, "open it in a spreadsheet and save it as CSV in UTF-8")
    is_utf16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"`{name}` is not in UTF-8: a character on line {line} cannot be read"
        raise FormError(message, f"save it again in UTF-8 ({SAVE_AS})", f"line {line}") from None
    if "\x00" in text:
        message = f"`{name}` is no text: it holds zero bytes"
        raise FormError(message, f"save it again in UTF-8 ({SAVE_AS})")
    return text


def _delimiter(text: str) -> str:
    """Return the delimiter: of the signs outside quotes, the one before which item numbers stand.

    Where none parts numbers from what follows, it is the sign that the first line which has any has
    most of. Above the table there may be a title, with a comma of its own.
    """
    unquoted = QUOTED.sub("", text[: MOST_CELLS * 10])
    lines = [line for line in LINE_END.split(unquoted) if any(map(line.count, DELIMITERS))]
    of_first = max(DELIMITERS, key=lines[0].count) if lines else DELIMITERS[0]
    for begins in (NUMBER, NUMBERED):
        numbered = {
            delimiter: sum(
                1
                for line in lines
                if begins.fullmatch(line.partition(delimiter)[0]) and delimiter in line
            )
            for delimiter in DELIMITERS
        }
        best = max(DELIMITERS, key=lambda one: (numbered[one], one == of_first))
        if numbered[best] >= FEWEST:
            return best
    return of_first


def _width(records: Sequence[tuple[int, list[str]]]) -> int:
    """Return how many values a record has: as many as the next above the first item number has.

    A title may stand above the table.
    """
    numbered = next((at for at, (_line, values) in enumerate(records) if _is_item(values)), 0)
    above = (len(values) for _line, values in reversed(records[:numbered]))
    below = (len(values) for _line, values in records[numbered:])
    return next((width for width in chain(above, below) if width > 1), 1)


def _is_item(values: list[str]) -> bool:
    return len(values) > 1 and NUMBER.fullmatch(values[0]) is not None


def _records(text: str, delimiter: str, line: int, name: str) -> Iterator[tuple[int, list[str]]]:
    """Go over the records, each with the line that it begins on; empty lines are none."""
    unquoted = re.compile(f"[^{delimiter}\r\n]*")
    position = 0
    start, values, count = line, list[str](), 0
    while position < len(text):
        quoted = text[position] == '"'
        match = (QUOTED if quoted else unquoted).match(text, position)
        if match is None:
            message = f"`{name}`: a quotation mark is opened on line {line} and never closed"
            raise FormError(message, 'close it, or write `""` for a quotation mark', f"line {line}")
        value = match[1].replace('""', '"') if quoted else match[0]
        position = match.end()
        if quoted:
            line += len(LINE_END.findall(value))
            value = LINE_END.sub("\n", value)
        values.append(value)
        count += 1
        if count > MOST_CELLS:
            message = f"`{name}` holds more than {MOST_CELLS:,} values: that is no form"
            raise FormError(message, "save a copy that holds only the form")
        if text.startswith(delimiter, position):
            position += 1
            if position == len(text):
                values.append("")
            continue
        line_end = LINE_END.match(text, position)
        if line_end is None and position < len(text):
            message = f"`{name}`: on line {line}, text stands behind a closing quotation mark"
            remedy = 'write `""` for a quotation mark within quotes'
            raise FormError(message, remedy, f"line {line}")
        if quoted or values != [""]:
            yield start, values
        position = line_end.end() if line_end is not None else position
        line += 1
        start, values = line, []
    if values:
        yield start, values


def _alive(value: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a value."""
    return value[1:] if value.startswith("'") and value[1:].startswith(ALIVE) else value
