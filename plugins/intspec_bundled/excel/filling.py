"""Write answers into the cells of an Excel form, and leave all else as it is."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
from lxml import etree

from intspec import FilledForm, FormAnswer, XmlPackage
from intspec.text import is_open, line_feeds
from intspec_bundled.excel.bounds import (
    BOOK,
    PLACE,
    column_number,
    letters,
    placed_cells,
    relations,
    row_number,
    sheet_parts,
)
from intspec_bundled.excel.package import opened, parts_of
from intspec_bundled.excel.split_cells import MOST_UNITS, units

NAME = "the workbook"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BETWEEN = ", cell "
AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?\Z")
#: Kinds of rules for a cell's content that words of a person's own do not fit.
CHOSEN = {
    "list": "it takes a choice from a list",
    "whole": "it takes a number",
    "decimal": "it takes a number",
    "date": "it takes a date",
    "time": "it takes a time",
}
ON = ("1", "true", "on")
#: What Excel would take for a character by its number, such as `_x0041_`.
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
#: Areas of cells: the first and last column and row.
Area = tuple[int, int, int, int]


def fill(raw: bytes, answers: Sequence[FormAnswer]) -> FilledForm:
    """Write answers into the cells of a workbook, as text in the cells themselves.

    Args:
        raw: The file.
        answers: What is to stand in which cell.

    Raises:
        FormError: It cannot be read.
    """
    parts = parts_of(raw, NAME)
    package = opened(raw, NAME)
    places: dict[str, str] = {}
    for title, part in sheet_parts(parts):
        places.setdefault(title, part)
    book = _Book(package, relations(parts, BOOK))
    sheets: dict[str, _Sheet] = {}
    left: dict[str, str] = {}
    for answer in answers:
        title, _between, place = answer.where.removeprefix("sheet ").rpartition(BETWEEN)
        part = places.get(title, "")
        if not package.has(part) or not PLACE.match(place):
            left[answer.where] = "there is no such cell"
            continue
        sheet = sheets.setdefault(part, _Sheet(title, package.xml(part), book))
        hindrance = sheet.obstacle(place)
        if not hindrance and units(answer.text) > MOST_UNITS:
            hindrance = "it is longer than what a cell holds in Excel"
        if hindrance:
            left[answer.where] = hindrance
        else:
            sheet.write(place, answer.text, overwrite=answer.overwrite)
    changed = {part: serialised(sheet.root) for part, sheet in sheets.items() if sheet.changed}
    return FilledForm(package.rewritten(changed), left)


def serialised(root: Any) -> bytes:
    """Return the bytes of a part."""
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


class _Book:
    """What the cells of a workbook refer to: shared texts, and styles that lock.

    Args:
        package: The file.
        targets: The parts that the workbook refers to.
    """

    def __init__(self, package: XmlPackage, targets: dict[str, str]) -> None:
        ends = {one.lower().rpartition("/")[2]: one for one in targets.values()}
        texts = ends.get("sharedstrings.xml", "")
        styles = ends.get("styles.xml", "")
        self.texts: list[str] = []
        self.unlocked: set[str] = set()
        if package.has(texts):
            self.texts = [_words(entry) for entry in package.xml(texts).iterfind("{*}si")]
        if package.has(styles):
            looks = package.xml(styles).iterfind("{*}cellXfs/{*}xf")
            self.unlocked = {str(n) for n, look in enumerate(looks) if not _locks(look)}


def _locks(look: Any) -> bool:
    protection = look.find("{*}protection")
    return protection is None or (protection.get("locked") or "1") in ON


def _words(text: Any) -> str:
    """Return the words of a shared text, or of one in its cell, without how they are read aloud."""
    runs = [text, *text.iterfind("{*}r")]
    return "".join(run.findtext("{*}t") or "" for run in runs)


@attrs.define(eq=False)
class _Sheet:
    """The markup of one sheet.

    Attributes:
        title: Its name.
        root: Its root.
        book: What its cells refer to.
        changed: Whether something was written.
    """

    title: str
    root: Any
    book: _Book
    changed: bool = False
    _cells: dict[str, Any] = attrs.field(init=False)
    _rows: dict[int, Any] = attrs.field(init=False)
    _columns: dict[Any, int] = attrs.field(init=False)
    _taken: list[tuple[Area, str, str]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._rows, self._cells, self._columns = {}, {}, {}
        number = 0
        for row in self.root.iterfind("{*}sheetData/{*}row"):
            number = row_number(row, number)
            self._rows.setdefault(number, row)
            for cell, at, column in placed_cells(row, number, self.title):
                self._cells.setdefault(f"{letters(column)}{at}", cell)
                self._columns[cell] = column
        self._taken = [*self._areas()]

    def _areas(self) -> Iterator[tuple[Area, str, str]]:
        """Go over areas whose cells take no words: the area, the cell that does, and why."""
        for merged in self.root.iterfind("{*}mergeCells/{*}mergeCell"):
            for area in _areas(merged.get("ref")):
                first = f"{letters(area[0])}{area[1]}"
                yield area, first, "it is merged into another cell"
        for formula in self.root.iterfind("{*}sheetData/{*}row/{*}c/{*}f[@ref]"):
            for area in _areas(formula.get("ref")):
                yield area, "", "a formula stands in it"
        for rule in self.root.iter("{*}dataValidation"):
            why = CHOSEN.get(rule.get("type") or "")
            if why and _refuses(rule):
                for area in _areas(rule.get("sqref") or rule.findtext("{*}sqref")):
                    yield area, "", why

    def obstacle(self, place: str) -> str:
        """Say why a cell takes no words; empty if it does."""
        cell = self._cells.get(place)
        if cell is not None and cell.find("{*}f") is not None:
            return "a formula stands in it"
        column, row = _position(place)
        for (left, top, right, bottom), first, why in self._taken:
            if place != first and left <= column <= right and top <= row <= bottom:
                return why
        protection = self.root.find("{*}sheetProtection")
        if protection is not None and protection.get("sheet") in ON:
            style = self._style(place) if cell is None else cell.get("s")
            if (style or "0") not in self.book.unlocked:
                return "the form locks its content"
        return ""

    def _style(self, place: str) -> str | None:
        """Return the style of a cell that is not in the file: that of its row or column."""
        column, number = _position(place)
        row = self._rows.get(number)
        if row is not None and row.get("customFormat") in ON and row.get("s"):
            return str(row.get("s"))
        for columns in self.root.iterfind("{*}cols/{*}col"):
            if int(columns.get("min") or 0) <= column <= int(columns.get("max") or 0):
                style = columns.get("style")
                return None if style is None else str(style)
        return None

    def write(self, place: str, text: str, *, overwrite: bool) -> None:
        """Write an answer into a cell, behind a label that stands before its line."""
        cell = self._cells.get(place)
        if cell is None:
            cell = self._new(place)
        label, line, _ = self._text(cell).partition("_")
        labelled = line and label.strip() and not is_open(label) and not overwrite
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "inlineStr")
        # What a cell of the newest programs has beside its value is not that of the answer.
        for name in ("vm", "cm"):
            cell.attrib.pop(name, None)
        uri = etree.QName(cell).namespace
        words = etree.SubElement(etree.SubElement(cell, f"{{{uri}}}is"), f"{{{uri}}}t")
        words.text = ESCAPE.sub("_x005F_", label + text if labelled else text)
        words.set(SPACE, "preserve")
        self.changed = True

    def _text(self, cell: Any) -> str:
        """Return the words in a cell."""
        inline = cell.find("{*}is")
        if inline is not None:
            return line_feeds(_words(inline))
        value = cell.findtext("{*}v") or ""
        if cell.get("t") == "s" and value.isdecimal() and int(value) < len(self.book.texts):
            return line_feeds(self.book.texts[int(value)])
        return str(value)

    def _new(self, place: str) -> Any:
        """Add a cell that is not in the file, in its order."""
        column, number = _position(place)
        row = self._rows.get(number)
        if row is None:
            row = self._new_row(number)
        uri = etree.QName(row).namespace
        style = self._style(place)
        cell = etree.Element(f"{{{uri}}}c", {"r": place} | ({"s": style} if style else {}))
        # How far the cells of the row reach is a help for programs that may be left out.
        row.attrib.pop("spans", None)
        before = [one for one in row.iterfind("{*}c") if self._columns[one] < column]
        _put_behind(before[-1] if before else None, cell, row)
        self._cells[place], self._columns[cell] = cell, column
        return cell

    def _new_row(self, number: int) -> Any:
        data = self.root.find("{*}sheetData")
        row = etree.Element(f"{{{etree.QName(data).namespace}}}row", {"r": str(number)})
        before = [one for at, one in self._rows.items() if at < number]
        _put_behind(before[-1] if before else None, row, data)
        self._rows[number] = row
        return row


def _refuses(rule: Any) -> bool:
    """Tell whether a rule for a cell's content refuses what does not fit: else it only warns."""
    style = rule.get("errorStyle") or "stop"
    return style == "stop" and rule.get("showErrorMessage") in ON


def _put_behind(before: Any, element: Any, parent: Any) -> None:
    if before is None:
        parent.insert(0, element)
    else:
        before.addnext(element)


def _areas(references: str | None) -> Iterator[Area]:
    for reference in (references or "").split():
        if match := AREA.match(reference):
            left, top = column_number(match[1]), int(match[2])
            yield left, top, column_number(match[3] or match[1]), int(match[4] or top)


def _position(place: str) -> tuple[int, int]:
    match = PLACE.match(place)
    return (column_number(match[1]), int(match[2])) if match else (0, 0)
