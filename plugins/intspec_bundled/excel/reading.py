"""An Excel workbook read as a form: each sheet a table, each cell as its text."""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from attrs import evolve

from intspec import Form, FormCell, FormError, FormRow, FormTable, FormText
from intspec.text import line_feeds
from intspec_bundled.excel.bounds import MOST_CELLS, Survey, letters, parsed, survey
from intspec_bundled.excel.package import AGAIN, packed, parts_of
from intspec_bundled.excel.round_trip import is_own, texts, without_states
from intspec_bundled.excel.split_cells import AGAIN as CONTINUED
from intspec_bundled.excel.split_cells import join

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

DC = "{http://purl.org/dc/elements/1.1/}"
#: Numbers from here on are written by Excel with an exponent.
LARGE = 1e15
Span = tuple[int, int]


def read(raw: bytes, name: str) -> Form:
    """Read an Excel workbook.

    Args:
        raw: The file.
        name: Its name, for messages.

    Returns:
        The form.

    Raises:
        FormError: It cannot be read.
    """
    parts = parts_of(raw, name)
    found = survey(parts, name)
    remarks: list[str] = []
    tables = tuple(_tables(parts, name, found, remarks))
    if any(part.lower().startswith("xl/comments") for part in parts):
        remarks.append("the comments on cells were not read")
    properties = _properties(parts)
    identifier = properties.get("Identifier", properties.get("identifier", ""))
    about: tuple[FormText, ...] = ()
    if tables and is_own(tables[0]):
        about = tuple(texts(tables[0], identifier))
        told = [without_states(table) for table in tables[1:]]
        tables = tuple(evolve(table, number=n) for n, (table, _remark) in enumerate(told, 1))
        remarks.extend(remark for _table, remark in told if remark)
    return Form(
        format="xlsx",
        tables=tables,
        texts=about,
        title=properties.get("title", ""),
        language=properties.get("Language", properties.get("language", "")),
        identifier=identifier,
        remarks=tuple(remarks),
    )


def _tables(
    parts: Mapping[str, bytes], name: str, found: Mapping[str, Survey], remarks: list[str]
) -> Iterator[FormTable]:
    from python_calamine import (  # noqa: PLC0415 -- start-up
        CalamineError,
        SheetTypeEnum,
        SheetVisibleEnum,
        load_workbook,
    )

    number = 0
    try:
        with load_workbook(BytesIO(packed(parts))) as book:
            for data in book.sheets_metadata:
                where = f"sheet {data.name}"
                if data.typ != SheetTypeEnum.WorkSheet:
                    remarks.append(f"{where} holds no cells (a chart or a macro): not read")
                    continue
                if data.visible != SheetVisibleEnum.Visible:
                    remarks.append(f"{where} is hidden; it was read like the others")
                number += 1
                sheet = book.get_sheet_by_name(data.name)
                yield _table(sheet, number, found.get(data.name, Survey()), remarks)
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, FormError):
            raise
        message = f"`{name}` is damaged: a sheet cannot be read"
        raise FormError(message, AGAIN) from error
    except BaseException as error:
        # A fault inside the library arrives as an exception that is no `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        message = f"`{name}` is damaged: a sheet cannot be read"
        raise FormError(message, AGAIN) from error


def _table(sheet: "CalamineSheet", number: int, found: Survey, remarks: list[str]) -> FormTable:
    where = f"sheet {sheet.name}"
    values: list[list[Any]] = []
    if found.rows:
        values = sheet.to_python(skip_empty_area=False, nrows=found.rows)
    remarks.extend(f"{where}, cell {one}: a formula without a result" for one in found.errors)
    if found.pictures:
        remarks.append(f"{where} has pictures or shapes, which were not read")
    grid = [
        [_text(value, f"{where}, cell {letters(x)}{y}", remarks) for x, value in enumerate(row, 1)]
        for y, row in enumerate(values, 1)
    ]
    merged = _merged(sheet.merged_cell_ranges or (), len(grid), where)
    width = max(
        [len(row) for row in grid] + [x + w - 1 for (_y, x), (_h, w) in merged.items()] + [0]
    )
    for row in grid:
        row.extend([""] * (width - len(row)))
    rows = tuple(_rows(grid, merged, where, found.links))
    return FormTable(number=number, where=where, rows=rows, caption=sheet.name)


def _merged(
    ranges: Iterable[tuple[Span, Span]], rows: int, where: str
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the height and width of merged areas, by their first row and column (from 1)."""
    found = {}
    covered = 0
    for (top, left), (bottom, right) in ranges:
        if top >= rows or bottom < top or right < left:
            continue
        high, wide = min(bottom + 1, rows) - top, right + 1 - left
        covered += high * wide
        if covered > MOST_CELLS:
            message = f"{where}: merged cells cover more than a form has"
            raise FormError(message, "delete the cells beside and below the form", where)
        found[top + 1, left + 1] = (high, wide)
    return found


def _rows(
    grid: list[list[str]],
    merged: Mapping[tuple[int, int], tuple[int, int]],
    where: str,
    links: Mapping[str, str],
) -> Iterator[FormRow]:
    #: Cells that another one covers, with how wide the part of it in their row is.
    covered: dict[tuple[int, int], int] = {}
    for (top, left), (high, wide) in merged.items():
        for y in range(top, top + high):
            for x in range(left, left + wide):
                covered[y, x] = wide if x == left and y > top else 0
        del covered[top, left]
    skipped = _continued(grid)
    for y, row in enumerate(grid, 1):
        if y in skipped:
            continue
        cells = []
        for x, text in enumerate(row, 1):
            span = covered.get((y, x))
            if span == 0:
                continue
            place = f"{letters(x)}{y}"
            cells.append(
                FormCell(
                    text="" if span else text,
                    where=f"{where}, cell {place}",
                    column=x,
                    span=span or merged.get((y, x), (1, 1))[1],
                    continued=bool(span),
                    links=(links[place],) if place in links else (),
                )
            )
        yield FormRow(number=y, where=f"{where}, row {y}", cells=tuple(cells))


def _continued(grid: list[list[str]]) -> set[int]:
    """Put texts together that go on in the row below; return the rows that held but those."""
    skipped = set()
    first = 0
    for y in range(1, len(grid)):
        row = grid[y]
        at = [x for x, text in enumerate(row) if text.startswith(CONTINUED)]
        joined = [join(grid[first][x], row[x]) for x in at]
        rest = [text for x, text in enumerate(row) if x not in at]
        if not at or any(rest) or None in joined:
            first = y
            continue
        for x, text in zip(at, joined, strict=True):
            grid[first][x] = text or ""
        skipped.add(y + 1)
    return skipped


def _text(value: Any, where: str, remarks: list[str]) -> str:
    """Return a value as a person reads it."""
    if isinstance(value, str):
        return line_feeds(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return _number(value, where)
    if isinstance(value, date):
        remarks.append(
            f"{where} holds the date {_moment(value)}: if pages such as 3-4 were meant, the "
            "spreadsheet changed them"
        )
    return _moment(value)


def _number(value: float, where: str) -> str:
    if not math.isfinite(value):
        message = f"{where} holds a number that is too large"
        raise FormError(message, "write it as text", where)
    return str(int(value)) if value == int(value) and abs(value) < LARGE else str(value)


def _moment(value: object) -> str:
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        text = f"{minutes // 60}:{minutes % 60:02d}"
        return f"{text}:{seconds:02d}" if seconds else text
    return value.isoformat() if isinstance(value, date) else str(value)


def _properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the properties of the file, by their names; none where they cannot be read."""
    from lxml import etree  # noqa: PLC0415 -- start-up

    found: dict[str, str] = {}
    try:
        for element in parsed(parts.get("docProps/core.xml") or b"<none/>"):
            if isinstance(element.tag, str) and element.tag.startswith(DC):
                found[element.tag.removeprefix(DC)] = element.text or ""
        for element in parsed(parts.get("docProps/custom.xml") or b"<none/>"):
            found[element.get("name") or ""] = "".join(map(str, element.itertext()))
    except etree.XMLSyntaxError:
        return {}
    return found
