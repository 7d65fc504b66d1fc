"""Read the tables of a Word file: rows and cells by their columns, through any wrappers."""

from typing import Protocol

import attrs

from intspec import FormCell, FormError, FormRow, FormTable
from intspec.text import flat, shorten
from intspec_bundled.word.markup import Element, child, chosen, get, is_on, name, number, value
from intspec_bundled.word.numbering import BULLET
from intspec_bundled.word.paragraph_text import Paragraph, is_unfilled, plain

#: So many cells are read within a few seconds; a form of a hundred items has about a thousand.
MOST_CELLS = 100_000
#: So much is shown of words that are crossed out.
SHOWN = 40
MOST_SPAN = 100
#: A table inside a cell is taken for its words up to so many cells; a larger one is a form itself.
MOST_INSIDE = 12
SMALLER = "split the table into smaller ones, or copy its text into a new document"


@attrs.frozen
class _TablePart:
    """A row or cell.

    Attributes:
        element: Its element.
        unfilled: Whether it stands in a control that only shows its prompt.
        alone: Whether it is the only cell of its row.
    """

    element: Element
    unfilled: bool
    alone: bool = False


class WordsOfCell(Protocol):
    """Reads the paragraphs of a cell, which may stand in a control that only shows its prompt."""

    def __call__(self, cell: Element, where: str, *, unfilled: bool) -> list[Paragraph]:
        """Return them; the place is in words."""


class TableReader:
    """Reads the tables of one file.

    Args:
        words_of_cell: Reads what is in a cell.
        elements: The element of each row and cell, by its place in words; this adds to it.
        remarks: What a person is told of what was set aside; this adds to it.
    """

    def __init__(
        self,
        words_of_cell: WordsOfCell,
        elements: dict[str, Element],
        remarks: list[str],
    ) -> None:
        self._words_of_cell = words_of_cell
        self._elements = elements
        self._remarks = remarks
        self._count = 0

    def read(self, element: Element, table: int, caption: str) -> FormTable:
        """Read one table.

        Args:
            element: Its element.
            table: Its number.
            caption: What stands before it.

        Raises:
            FormError: It is larger than a form can be.
        """
        where = f"table {table}"
        rows = []
        merged: set[int] = set()
        strays: list[Element] = []
        for place, row in enumerate(_gather(element, "w:tr", strays), start=1):
            self._counted(where)
            row_where = f"{where}, row {place}"
            if child(row.element, "w:trPr", "w:del") is not None:
                text = flat(plain(row.element))
                remark = f"the deleted row “{text[:300]}” was left out"
                self._remarks.append(f"{row_where}: {remark}")
                continue
            if is_on(child(row.element, "w:trPr", "w:hidden")):
                self._remarks.append(f"{row_where}: it is hidden, and was read like the rest")
            self._elements[row_where] = row.element
            cells, merged = self._row(row, row_where, merged, strays)
            header = is_on(child(row.element, "w:trPr", "w:tblHeader"))
            rows.append(FormRow(place, row_where, cells, header=header))
        for stray in strays:
            if text := flat(plain(stray)):
                self._remarks.append(f"{where}: “{text[:300]}” stands outside its cells")
        return FormTable(table, where, tuple(rows), caption)

    def _counted(self, where: str) -> None:
        self._count += 1
        if self._count > MOST_CELLS:
            message = f"the tables have more than {MOST_CELLS:,} cells"
            raise FormError(message, SMALLER, where)

    def _row(
        self, row: _TablePart, where: str, merged_above: set[int], strays: list[Element]
    ) -> tuple[tuple[FormCell, ...], set[int]]:
        column = 1 + self._span(child(row.element, "w:trPr", "w:gridBefore"), where, least=0)
        cells: list[FormCell] = []
        merged: set[int] = set()
        parts = _gather(row.element, "w:tc", strays, unfilled=row.unfilled)
        for part in parts:
            cell = attrs.evolve(part, alone=len(parts) == 1)
            self._counted(where)
            properties = child(cell.element, "w:tcPr")
            span = self._span(child(properties, "w:gridSpan"), where, least=1)
            if cells and value(properties, "w:hMerge") == "continue":
                self._widen(cells, cell, span)
                column += span
                continue
            merge = child(properties, "w:vMerge")
            if merge is not None:
                merged.add(column)
            continued = (
                merge is not None
                and (get(merge, "w:val") or "continue") == "continue"
                and column in merged_above
            )
            place = f"{where}, column {column}"
            self._elements[place] = cell.element
            made = self._cell(cell, place, column, span, continued=continued)
            cells.append(made)
            column += span
        return tuple(cells), merged

    def _span(self, element: Element | None, where: str, *, least: int) -> int:
        span = least if element is None else number(get(element, "w:val"), least)
        if span > MOST_SPAN:
            message = f"a cell goes over {span:,} columns: more than {MOST_SPAN}"
            raise FormError(message, SMALLER, where)
        return max(least, span)

    def _widen(self, cells: list[FormCell], cell: _TablePart, span: int) -> None:
        previous_cell = cells.pop()
        paragraphs = self._words_of_cell(cell.element, previous_cell.where, unfilled=cell.unfilled)
        text = "\n".join(
            [previous_cell.text, *(paragraph.text for paragraph in paragraphs)]
        ).strip()
        doubts = (*previous_cell.doubts, *_doubts(paragraphs))
        widened = attrs.evolve(
            previous_cell, text=text, span=previous_cell.span + span, doubts=doubts
        )
        cells.append(widened)

    def _cell(
        self, cell: _TablePart, where: str, column: int, span: int, *, continued: bool
    ) -> FormCell:
        if continued or child(cell.element, "w:tcPr", "w:cellDel") is not None:
            reason = "continues a merged cell" if continued else "is marked as deleted"
            if text := flat(plain(cell.element)):
                remark = f"the cell {reason}, and its words “{text[:300]}” were left out"
                self._remarks.append(f"{where}: {remark}")
            return FormCell("", where, column, span, continued=continued)
        paragraphs = self._words_of_cell(cell.element, where, unfilled=cell.unfilled)
        if cell.alone:
            # A table in the only cell of a row is laid out there: nothing stands beside it.
            paragraphs = [paragraph for paragraph in paragraphs if not paragraph.inside]
        text, number_shown = _joined(paragraphs)
        links = tuple(dict.fromkeys(link for paragraph in paragraphs for link in paragraph.links))
        doubts = _doubts(paragraphs)
        return FormCell(text, where, column, span, number=number_shown, links=links, doubts=doubts)


def _doubts(paragraphs: list[Paragraph]) -> tuple[str, ...]:
    """Say why the words of a cell may not be what was meant."""
    doubts = []
    if struck := flat(" ".join(paragraph.struck for paragraph in paragraphs)):
        doubts.append(f"\u201c{shorten(struck, SHOWN)}\u201d is crossed out")
    if any(paragraph.counted for paragraph in paragraphs):
        doubts.append("Word itself writes a date or the number of a page there")
    if any(paragraph.inside > 1 for paragraph in paragraphs):
        doubts.append("a table of several cells stands inside it: write its words as text")
    return tuple(doubts)


def inner_words(table: FormTable) -> Paragraph | None:
    """Return the words of a small table that stands inside a cell; None if it has none."""
    rows = [[cell.text for cell in row.cells if cell.text.strip()] for row in table.rows]
    filled = sum(map(len, rows))
    if not 0 < filled <= MOST_INSIDE:
        return None
    links = tuple(link for row in table.rows for cell in row.cells for link in cell.links)
    return Paragraph("\n".join(" ".join(row) for row in rows if row), links=links, inside=filled)


def _joined(paragraphs: list[Paragraph]) -> tuple[str, str]:
    """Return the text of a cell, and the number before it if a list style prints just one."""
    numbered = [paragraph for paragraph in paragraphs if paragraph.number not in ("", BULLET)]
    first_paragraph = next(
        (paragraph for paragraph in paragraphs if paragraph.text.strip() or paragraph.number), None
    )
    only_numbered = numbered[0] if len(numbered) == 1 and numbered[0] is first_paragraph else None
    lines = []
    for paragraph in paragraphs:
        is_numbered = (
            paragraph.number
            and paragraph is not only_numbered
            and (paragraph.text.strip() or paragraph.number != BULLET)
        )
        lines.append(f"{paragraph.number} {paragraph.text}" if is_numbered else paragraph.text)
    return "\n".join(lines).strip(), only_numbered.number if only_numbered else ""


def _gather(
    element: Element, wanted_kind: str, strays: list[Element], *, unfilled: bool = False
) -> list[_TablePart]:
    """Find the rows of a table or the cells of a row, through all that may be around them."""
    parts: list[_TablePart] = []
    for part in element:
        kind = name(part)
        if kind == wanted_kind:
            parts.append(_TablePart(part, unfilled))
        elif kind in ("w:p", "w:tbl", "w:r", "w:tc"):
            strays.append(part)
        elif kind == "mc:AlternateContent":
            branch = chosen(part)
            if branch is not None:
                parts += _gather(branch, wanted_kind, strays, unfilled=unfilled)
        elif kind == "w:sdt":
            inner = unfilled or is_unfilled(part)
            parts += _gather(part, wanted_kind, strays, unfilled=inner)
        elif kind and not kind.endswith(("Pr", "Grid", "PrEx")):
            parts += _gather(part, wanted_kind, strays, unfilled=unfilled)
    return parts
