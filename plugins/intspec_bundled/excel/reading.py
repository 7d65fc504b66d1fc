"""Read an Excel workbook as a form: each sheet a table, each cell as its text."""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from attrs import evolve

from intspec import MOST_FORM_COLUMNS, Form, FormCell, FormError, FormRow, FormTable, FormText
from intspec.text import line_feeds, some_of
from intspec_bundled.excel.bounds import MOST_CELLS, Survey, letters, parsed, survey
from intspec_bundled.excel.number_formats import shows_number, shows_text
from intspec_bundled.excel.package import AGAIN, packed, parts_of
from intspec_bundled.excel.round_trip import is_own, texts, without_states
from intspec_bundled.excel.split_cells import AGAIN as CONTINUED
from intspec_bundled.excel.split_cells import join

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

DC = "{http://purl.org/dc/elements/1.1/}"
#: Numbers from here on are written by Excel with an exponent.
LARGE = 1e15
#: What is said of numbers that are no plain page.
FRACTION = "it is a number to the spreadsheet, which makes 2.1 of 2.10"
NO_PAGE = "it is a number to the spreadsheet, and none that a page has"
OTHERWISE = "the spreadsheet shows it as something else than what is in the file: write it as text"
#: So many rows and columns that are hidden are named.
NAMED = 5
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
    surveys = survey(parts, name)
    remarks: list[str] = []
    tables = tuple(_tables(parts, name, surveys, remarks))
    if any(part.lower().startswith("xl/comments") for part in parts):
        remarks.append("the comments on cells were not read")
    properties = _properties(parts)
    identifier = properties.get("Identifier", properties.get("identifier", ""))
    about_texts: tuple[FormText, ...] = ()
    about = next((table for table in reversed(tables) if is_own(table)), None)
    if about is not None:
        about_texts = tuple(texts(about, identifier))
        tables_and_remarks = [without_states(table) for table in tables if table is not about]
        tables = tuple(
            evolve(table, number=number)
            for number, (table, _remark) in enumerate(tables_and_remarks, 1)
        )
        remarks.extend(remark for _table, remark in tables_and_remarks if remark)
    return Form(
        format="xlsx",
        tables=tables,
        texts=about_texts,
        title=properties.get("title", ""),
        language=properties.get("Language", properties.get("language", "")),
        identifier=identifier,
        remarks=tuple(remarks),
    )


def _tables(
    parts: Mapping[str, bytes], name: str, surveys: Mapping[str, Survey], remarks: list[str]
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
                yield _table(sheet, number, surveys.get(data.name, Survey()), remarks)
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, FormError):
            raise
        message = f"`{name}` is damaged: a sheet cannot be read"
        raise FormError(message, AGAIN) from error
    except BaseException as error:
        # A panic inside the library arrives as an exception that is no subclass of `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        message = f"`{name}` is damaged: a sheet cannot be read"
        raise FormError(message, AGAIN) from error


def _table(
    sheet: "CalamineSheet", number: int, sheet_survey: Survey, remarks: list[str]
) -> FormTable:
    where = f"sheet {sheet.name}"
    values: list[list[Any]] = []
    if sheet_survey.rows:
        values = sheet.to_python(skip_empty_area=False, nrows=sheet_survey.rows)
    if sheet_survey.pictures:
        remarks.append(f"{where} has pictures or shapes, which were not read")
    if hidden := sheet_survey.hidden:
        remarks.append(f"{where}: {some_of(hidden, NAMED)}: hidden, and read like the rest")
    grid = [
        [
            _text(value, f"{letters(column)}{row_number}", where, sheet_survey)
            for column, value in enumerate(row, 1)
        ]
        for row_number, row in enumerate(values, 1)
    ]
    merged = _merged(sheet.merged_cell_ranges or (), len(grid), where)
    width = max(
        [len(row) for row in grid]
        + [column + span - 1 for (_row, column), (_height, span) in merged.items()]
        + [0]
    )
    if width > MOST_FORM_COLUMNS:
        message = f"{where}: merged cells reach as far as column {letters(width)}: that is no form"
        raise FormError(message, "delete the cells beside the form, and save it again", where)
    for row in grid:
        row.extend([""] * (width - len(row)))
    rows = tuple(_rows(grid, merged, where, sheet_survey))
    return FormTable(number=number, where=where, rows=rows, caption=sheet.name)


def _merged(
    ranges: Iterable[tuple[Span, Span]], rows: int, where: str
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the height and width of merged areas, by their first row and column (from 1)."""
    areas = {}
    covered = 0
    for (top, left), (bottom, right) in ranges:
        if top >= rows or bottom < top or right < left:
            continue
        height, width = min(bottom + 1, rows) - top, right + 1 - left
        covered += height * width
        if covered > MOST_CELLS:
            message = f"{where}: merged cells cover more than a form has"
            raise FormError(message, "delete the cells beside and below the form", where)
        areas[top + 1, left + 1] = (height, width)
    return areas


def _rows(
    grid: list[list[str]],
    merged: Mapping[tuple[int, int], tuple[int, int]],
    where: str,
    sheet_survey: Survey,
) -> Iterator[FormRow]:
    links, doubts = sheet_survey.links, sheet_survey.doubts
    #: Cells under a merged area: its width for the first cell of a row, 0 for the others.
    covered: dict[tuple[int, int], int] = {}
    for (top, left), (height, width) in merged.items():
        for row_number in range(top, top + height):
            for column in range(left, left + width):
                covered[row_number, column] = width if column == left and row_number > top else 0
        del covered[top, left]
    skipped = _continued(grid)
    for row_number, row in enumerate(grid, 1):
        if row_number in skipped:
            continue
        cells = []
        for column, text in enumerate(row, 1):
            span = covered.get((row_number, column))
            if span == 0:
                continue
            place = f"{letters(column)}{row_number}"
            cells.append(
                FormCell(
                    text="" if span else text,
                    where=f"{where}, cell {place}",
                    column=column,
                    span=span or merged.get((row_number, column), (1, 1))[1],
                    continued=bool(span),
                    links=(links[place],) if place in links else (),
                    doubts=tuple(doubts.get(place, ())),
                )
            )
        yield FormRow(number=row_number, where=f"{where}, row {row_number}", cells=tuple(cells))


def _continued(grid: list[list[str]]) -> set[int]:
    """Put texts together that go on in the row below; return the rows that held but those."""
    skipped = set()
    upper_row = grid[0] if grid else []
    #: The pieces of texts that begin in the upper row, by their columns.
    pieces: dict[int, list[str]] = {}
    for index, row in enumerate(grid[1:], 1):
        columns = [column for column, text in enumerate(row) if text.startswith(CONTINUED)]
        ends = [pieces[c][-1] if c in pieces else upper_row[c] for c in columns]
        joined = [join(end, row[c]) for end, c in zip(ends, columns, strict=True)]
        if not columns or None in joined or len(columns) < sum(map(bool, row)):
            _put_together(upper_row, pieces)
            upper_row, pieces = row, {}
            continue
        for column, pair in zip(columns, joined, strict=True):
            pieces.setdefault(column, [""])[-1:] = pair or ()
        skipped.add(index + 1)
    _put_together(upper_row, pieces)
    return skipped


def _put_together(row: list[str], pieces: Mapping[int, list[str]]) -> None:
    for column, parts in pieces.items():
        row[column] = "".join(parts)


def _text(value: Any, place: str, sheet: str, sheet_survey: Survey) -> str:
    """Return a value as a person reads it on the page."""
    code = sheet_survey.formats.get(place, "")
    if isinstance(value, str):
        shown = sheet_survey.shown.get(place, "")
        text = line_feeds(shown if len(shown) == len(value) else value)
        if text and code and not shows_text(code):
            sheet_survey.doubt(place, OTHERWISE)
        return text or sheet_survey.errors.get(place, "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        percent = place in sheet_survey.percents
        text = _number(value, f"{sheet}, cell {place}", percent=percent)
        if not text.isdecimal() and not percent:
            sheet_survey.doubt(place, FRACTION if value > 0 and "." in text else NO_PAGE)
        elif not percent and not shows_number(code, value):
            sheet_survey.doubt(place, OTHERWISE)
        return text
    return _moment(value)


def _number(value: float, where: str, *, percent: bool) -> str:
    if not math.isfinite(value):
        message = f"{where} holds a number that is too large"
        raise FormError(message, "write it as text", where)
    if percent:
        return f"{value * 100:g}%"
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

    properties: dict[str, str] = {}
    try:
        for element in parsed(parts.get("docProps/core.xml") or b"<none/>"):
            if isinstance(element.tag, str) and element.tag.startswith(DC):
                properties[element.tag.removeprefix(DC)] = element.text or ""
        for element in parsed(parts.get("docProps/custom.xml") or b"<none/>"):
            properties[element.get("name") or ""] = "".join(map(str, element.itertext()))
    except etree.XMLSyntaxError:
        return {}
    return properties
