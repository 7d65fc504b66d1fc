"""Count what the sheets of a workbook hold, before any of it is built in memory."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from posixpath import dirname, join, normpath

import attrs
from lxml import etree

from intspec import MOST_FORM_COLUMNS, SAFE_XML, FormError
from intspec.text import shorten
from intspec_bundled.excel.looks import Looks, Marked, marked, read_looks
from intspec_bundled.excel.package import AGAIN

#: The most cells in a workbook, empty ones between others included.
MOST_CELLS = 200_000
#: The most characters in all cells together: one shared text may stand in many cells.
MOST_TEXT = 20_000_000
PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})\Z")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
#: The part that names the sheets.
BOOK = "xl/workbook.xml"
HOLDING = frozenset({"v", "is", "f"})
#: So much is shown of words that are crossed out.
SHOWN = 40
NO_RESULT = "it is a formula whose result is not in the file: save it once in a spreadsheet program"


@attrs.define
class Survey:
    """What one sheet holds.

    Attributes:
        rows: The last row with content.
        columns: The last column with content.
        strings: Indices of the shared texts in use, as often as they are used.
        errors: What cells show whose formula failed, such as `#REF!`, by the cell.
        percents: The cells whose number is shown as a percentage.
        formats: How numbers and words are shown that are not shown as they are, by the cell.
        hidden: The rows and columns with content that are hidden, in words.
        doubts: Why the words of cells may not be what was meant, by the cell.
        shown: The words of cells with raised and lowered numbers in them, by the cell.
        links: Addresses of web pages, by the cell.
        pictures: Whether there are drawings.
    """

    rows: int = 0
    columns: int = 0
    strings: list[int] = attrs.field(factory=list)
    errors: dict[str, str] = attrs.field(factory=dict)
    percents: set[str] = attrs.field(factory=set)
    formats: dict[str, str] = attrs.field(factory=dict)
    hidden: list[str] = attrs.field(factory=list)
    doubts: dict[str, list[str]] = attrs.field(factory=dict)
    shown: dict[str, str] = attrs.field(factory=dict)
    links: dict[str, str] = attrs.field(factory=dict)
    pictures: bool = False

    def doubt(self, place: str, words: str) -> None:
        """Say why the words of a cell may not be what was meant."""
        self.doubts.setdefault(place, []).append(words)


def survey(parts: Mapping[str, bytes], name: str) -> dict[str, Survey]:
    """Count what each sheet holds.

    Args:
        parts: The parts of the workbook.
        name: Its name, for messages.

    Returns:
        What was found, by the sheet's name.

    Raises:
        FormError: It is damaged, or holds more than a form can.
    """
    try:
        return _survey(parts, name)
    except (etree.XMLSyntaxError, ValueError, KeyError) as error:
        if isinstance(error, FormError):
            raise
        message = f"`{name}` is damaged: its sheets cannot be read"
        raise FormError(message, AGAIN) from error


def relations(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """Return what a part refers to, by the reference's id: names of parts, and web addresses."""
    place = join(dirname(part), "_rels", part.rpartition("/")[2] + ".rels")
    targets: dict[str, str] = {}
    if place not in parts:
        return targets
    for relation in parsed(parts[place]):
        target = relation.get("Target") or ""
        outside = relation.get("TargetMode") == "External"
        path = normpath(join("/", dirname(part), target)).lstrip("/")
        targets[relation.get("Id") or ""] = target if outside else path
    return targets


def parsed(content: bytes) -> etree._Element:
    """Parse a part, without entities and without the net."""
    return etree.fromstring(content, etree.XMLParser(**SAFE_XML))


@cache
def letters(column: int) -> str:
    """Return the letters of a column, from 1."""
    name = ""
    while column:
        column, remainder = divmod(column - 1, 26)
        name = chr(65 + remainder) + name
    return name


def column_number(column: str) -> int:
    """Return the number of a column, from 1, by its letters."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number


def row_number(row: etree._Element, previous: int) -> int:
    """Return the number of a row: the one that it states, or else the next."""
    stated = row.get("r")
    return previous + 1 if stated is None else int(stated)


def placed_cells(
    row: etree._Element, number: int, title: str
) -> Iterator[tuple[etree._Element, int, int]]:
    """Go over the cells of a row: each with the numbers of its row and column.

    A cell that does not say where it stands is beside the one before, as spreadsheet programs
    read it.

    Args:
        row: The row.
        number: Its number.
        title: The name of the sheet, for messages.

    Raises:
        FormError: A cell names no place.
    """
    column = 0
    for cell in row.iterchildren("{*}c"):
        place = cell.get("r")
        if place is None:
            column += 1
            yield cell, number, column
            continue
        match = PLACE.match(place)
        if match is None:
            message = f"the workbook is damaged: the sheet {title} has a cell `{place[:20]}`"
            raise FormError(message, AGAIN, f"sheet {title}")
        column = column_number(match[1])
        yield cell, int(match[2]), column


def sheet_parts(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Go over the sheets: the name of each, and of its part; the latter may be missing."""
    targets = relations(parts, BOOK)
    for sheet in parsed(parts[BOOK]).iterfind("{*}sheets/{*}sheet"):
        part = targets.get(sheet.get(RELATION) or sheet.get(STRICT) or "", "")
        yield sheet.get("name") or "", part


def _survey(parts: Mapping[str, bytes], name: str) -> dict[str, Survey]:
    targets = relations(parts, BOOK)
    lengths, marked_texts = _texts(parts, targets)
    looks = read_looks(parts, targets, marked_texts)
    surveys: dict[str, Survey] = {}
    cells = text = 0
    for title, part in sheet_parts(parts):
        if not parts.get(part):
            message = f"`{name}` is damaged: the sheet {title} is missing"
            raise FormError(message, AGAIN)
        surveys[title] = sheet_survey = _sheet(parts, part, title, looks)
        cells += sheet_survey.rows * sheet_survey.columns
        if cells > MOST_CELLS:
            raise _too_far(sheet_survey, title)
        if any(index >= len(lengths) for index in sheet_survey.strings):
            message = f"`{name}` is damaged: the sheet {title} names texts that are not there"
            raise FormError(message, AGAIN)
        text += sum(lengths[index] for index in sheet_survey.strings)
        if text > MOST_TEXT:
            message = f"`{name}` holds more than {MOST_TEXT // 1_000_000} million characters"
            raise FormError(message, "save a copy that holds only the form")
    if not surveys:
        message = f"`{name}` has no sheets"
        raise FormError(message, AGAIN)
    return surveys


def _too_far(sheet_survey: Survey, title: str) -> FormError:
    last_cell = f"{letters(sheet_survey.columns)}{sheet_survey.rows}"
    message = f"the sheet {title} reaches as far as cell {last_cell}: that is no form"
    remedy = "delete the rows and columns beside and below the form, and save it again"
    return FormError(message, remedy, f"sheet {title}")


def _texts(
    parts: Mapping[str, bytes], targets: Mapping[str, str]
) -> tuple[list[int], dict[int, Marked]]:
    """Return how long each shared text is, and those of which a part looks otherwise."""
    part = next(
        (target for target in targets.values() if target.lower().endswith("sharedstrings.xml")), ""
    )
    lengths: list[int] = []
    marked_texts: dict[int, Marked] = {}
    if part not in parts:
        return lengths, marked_texts
    for entry in _walk(parts[part], "si"):
        if any(look := marked(entry)):
            marked_texts[len(lengths)] = look
        lengths.append(sum(len(text) for text in entry.itertext()))
        _forget(entry)
    return lengths, marked_texts


def _walk(content: bytes, *names: str) -> Iterator[etree._Element]:
    tags = tuple(f"{{*}}{name}" for name in names)
    walker = etree.iterparse(BytesIO(content), tag=tags, **SAFE_XML)
    for _event, element in walker:
        yield element


def _forget(element: etree._Element) -> None:
    """Drop an element that was read, and those before it."""
    element.clear()
    while element.getprevious() is not None:
        parent = element.getparent()
        if parent is None:
            return
        del parent[0]


def _sheet(parts: Mapping[str, bytes], part: str, title: str, looks: Looks) -> Survey:
    sheet_survey = Survey()
    row = 0
    targets: dict[str, str] | None = None
    hidden: list[tuple[int, int]] = []
    for element in _walk(parts[part], "col", "row", "hyperlink", "drawing", "legacyDrawing"):
        kind = _name(element)
        if kind == "col":
            if element.get("hidden") in ("1", "true"):
                hidden.append((int(element.get("min") or 0), int(element.get("max") or 0)))
        elif kind == "row":
            before = sheet_survey.rows
            row = _row(sheet_survey, element, row, title, looks)
            if element.get("hidden") in ("1", "true") and sheet_survey.rows > before:
                sheet_survey.hidden.append(f"row {row}")
            reach = sheet_survey.rows * sheet_survey.columns
            if sheet_survey.columns > MOST_FORM_COLUMNS or reach > MOST_CELLS:
                raise _too_far(sheet_survey, title)
            _forget(element)
        elif kind == "hyperlink":
            targets = relations(parts, part) if targets is None else targets
            address = targets.get(element.get(RELATION) or element.get(STRICT) or "", "")
            if address.startswith(("http://", "https://", "mailto:")):
                sheet_survey.links[(element.get("ref") or "").partition(":")[0]] = address
        else:
            sheet_survey.pictures = sheet_survey.pictures or kind == "drawing"
    sheet_survey.hidden += [
        f"column {letters(column)}"
        for first, last in hidden
        for column in range(max(first, 1), min(last, sheet_survey.columns) + 1)
    ]
    return sheet_survey


def _row(
    sheet_survey: Survey,
    element: etree._Element,
    previous_number: int,
    title: str,
    looks: Looks,
) -> int:
    """Count a row's cells and return its number."""
    number = row_number(element, previous_number)
    for cell, row, column in placed_cells(element, number, title):
        if not 0 < row <= LAST_ROW or column > LAST_COLUMN:
            message = f"the workbook is damaged: the sheet {title} has a cell out of bounds"
            raise FormError(message, AGAIN, f"sheet {title}")
        _cell(sheet_survey, cell, row, column, looks)
    return number


def _cell(sheet_survey: Survey, cell: etree._Element, row: int, column: int, looks: Looks) -> None:
    contents = {_name(child): child for child in cell}
    if HOLDING.isdisjoint(contents):
        return
    sheet_survey.rows = max(sheet_survey.rows, row)
    sheet_survey.columns = max(sheet_survey.columns, column)
    place = f"{letters(column)}{row}"
    value = contents["v"].text if "v" in contents else None
    kind, style = cell.get("t"), cell.get("s") or "0"
    look = marked(contents["is"]) if "is" in contents else Marked()
    if kind == "s" and value is not None:
        index = _index(value)
        sheet_survey.strings.append(index)
        look = looks.marked.get(index, look)
    elif kind == "e":
        sheet_survey.errors[place] = (value or "#ERROR!").strip()
    elif "f" in contents and not (value or "").strip() and kind != "str":
        sheet_survey.doubt(place, NO_RESULT)
    if look.shown:
        sheet_survey.shown[place] = look.shown
    if style in looks.struck or look.struck:
        shown = (
            f"\u201c{shorten(look.struck, SHOWN)}\u201d"
            if style not in looks.struck
            else "all of it"
        )
        sheet_survey.doubt(place, f"{shown} is crossed out")
    if style in looks.percents:
        sheet_survey.percents.add(place)
    elif style in looks.formats:
        sheet_survey.formats[place] = looks.formats[style]


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace; a workbook has a million of them."""
    return str(element.tag).rpartition("}")[2]


def _index(value: str) -> int:
    index = int(value)
    if index < 0:
        raise ValueError
    return index
