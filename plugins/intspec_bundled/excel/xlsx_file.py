"""Write a view as an Excel workbook: a sheet for each table, then one for the texts around them.

Every value is written as text: nothing is a formula, a number or a link. Text that is too long
for a cell goes on in the row below, with marks at both ends. Characters that XML forbids are shown
as U+FFFD, and a notice on the last sheet says how many. The same view gives the same bytes.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from intspec import Column, PageOptions, RenderError, Row, Table, View, choosable_states, page_of
from intspec.text import flat, replacement_notice, shorten
from intspec_bundled.excel.round_trip import ABOUT, DIFFERS, GUIDELINE, IDENTIFIER, STATE
from intspec_bundled.excel.split_cells import MOST_LINES, Fragment, cut, lines, units
from intspec_bundled.excel.texts import Texts

if TYPE_CHECKING:
    from xlsxwriter.color import Color
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: The date of every workbook, so that its bytes depend only on the view.
DATE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
ONLY_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
DEFAULT = {"font_name": "Arial", "font_size": 10}
STATES_COLUMN = Column("state", STATE, width=2)
HELP = "What the check found. Choose another state when you revise the item."
#: Width of a table on a page that lies, or stands, in characters.
PAGE, UPRIGHT_PAGE = 150, 104
#: What Excel calls the papers.
PAPERS = {"a4": 9, "letter": 1}
NARROWEST = 7
#: Width of the first column of the last sheet.
ASIDE = 14
MOST_UNITS = 32_767
LONGEST_PROPERTY = 255
LONGEST_HEADER = 101
LOOKS: dict[str, dict[str, Any]] = {
    "text": {},
    "bold": {"bold": True},
    "mark": {"font_color": "#505A66", "italic": True},
    "gap": {"font_color": "#8A2B06", "italic": True},
    "declared": {"font_color": "#23498A"},
}
PAINTED = {"font_color", "border_color", "bg_color"}
FONT = {"font_name": "Arial", "font_size": 9}
WRAPPED = {"text_wrap": True, "valign": "top"}
BOX = {**WRAPPED, "indent": 1, "border": 1, "border_color": "#8C96A1"}
FRAMES: dict[str, dict[str, Any]] = {
    "run": {},
    "open": WRAPPED,
    "box": BOX,
    "head": {**BOX, "bg_color": "#EEF2F6"},
    "strong": {**WRAPPED, "bold": True},
    "title": {**WRAPPED, "font_size": 14, "bold": True},
}
#: Height of a line in points, and how many characters fit for each unit of a column's width.
LINE, TITLE_LINE, PADDING = 12.0, 20.0, 3.0
FITTING, BOLD = 1.4, 1.15
#: Characters that the indent of a cell takes from each line.
INDENT = 1
#: Fills the rows where other cells of a row still have pieces, and this one has none.
NOTHING: tuple[list[Fragment], int] = ([], 1)


def render(view: View, options: PageOptions | None = None) -> bytes:
    """Write a view as an Excel workbook.

    Args:
        view: Any view.
        options: How its sheets are printed; None for what suits it best.

    Returns:
        The package.

    Raises:
        RenderError: A heading is longer than what Excel holds in a cell.
    """
    options = options or PageOptions()
    return _Book(view, options).render()


class _Book:
    """One workbook while it is written."""

    def __init__(self, view: View, options: PageOptions) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415 -- start-up

        self.view = view
        self.page = page_of(view, options.page, options.orientation)
        self.across = PAGE if self.page.landscape else UPRIGHT_PAGE
        self.texts = Texts()
        self.buffer = BytesIO()
        self.book = Workbook(
            # A copy: the library changes the dictionary that it is given.
            self.buffer,
            {**ONLY_TEXT, "default_format_properties": {**DEFAULT}},
        )
        self.colours: dict[str, Color] = {}
        self.formats: dict[tuple[str, str], Format] = {}

    def render(self) -> bytes:
        """Write all sheets."""
        about = self.texts.sheet_name(ABOUT)
        for table in self.view.tables:
            sheet = self.book.add_worksheet(self.texts.sheet_name(table.caption))
            self._table(sheet, table)
        self._about(self.book.add_worksheet(about))
        self._properties()
        self.book.close()
        return self.buffer.getvalue()

    def _colour(self, name: str) -> "Color":
        """Return a colour; the library would read its name again for each side of a box."""
        colour = self.colours.get(name)
        if colour is None:
            from xlsxwriter.color import Color  # noqa: PLC0415 -- start-up

            self.colours[name] = colour = Color(name)
        return colour

    def _format(self, look: str, frame: str) -> "Format":
        cell_format = self.formats.get((look, frame))
        if cell_format is None:
            properties = {**FONT, **LOOKS[look], **FRAMES[frame]}
            for key in properties.keys() & PAINTED:
                properties[key] = self._colour(properties[key])
            cell_format = self.book.add_format(properties)
            self.formats[look, frame] = cell_format
        return cell_format

    def _table(self, sheet: "Worksheet", table: Table) -> None:
        """Write a table: its header frozen, and repeated on each printed page."""
        stated = self.view.kind == "checklist"
        columns = (*table.columns, STATES_COLUMN) if stated else table.columns
        across = _across(columns, self.across)
        for number, width in enumerate(across):
            sheet.set_column(number, number, width)
        first_row = row = self._header(sheet, columns, across)
        for view_row in table.rows:
            if view_row.kind == "group":
                words = view_row.cells[0].plain
                area = (row, 0, row, len(columns) - 1)
                self._merged(sheet, area, self.texts.one(words, "bold"), "head")
                row += 1
                continue
            cells = [self.texts.cell(cell) for cell in view_row.cells]
            if stated:
                cells.append(self.texts.one(_state(view_row)))
            row += self._item(sheet, row, cells, across)
        heads = max((number for number, column in enumerate(columns, 1) if column.head), default=0)
        sheet.freeze_panes(first_row, heads if heads < len(columns) else 0)
        sheet.repeat_rows(0, first_row - 1)
        if row > first_row:
            # Item numbers are text; without this, Excel marks each as a mistake.
            sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{row}"})
        if stated and row > first_row:
            rules = {
                "validate": "list",
                "source": list(choosable_states()),
                "input_title": STATE,
                "input_message": HELP,
                "error_type": "warning",
            }
            sheet.data_validation(first_row, len(columns) - 1, row - 1, len(columns) - 1, rules)
        self._page(sheet, table.caption)

    def _header(self, sheet: "Worksheet", columns: tuple[Column, ...], across: list[int]) -> int:
        """Write the heading rows and return how many they are."""
        tiered = any(column.span for column in columns)
        span_end = 0
        height = 1
        for number, column in enumerate(columns):
            words = f"{column.title}\n{column.note}" if column.note else column.title
            title = self.texts.one(words, "bold")
            height = max(height, lines(words, across[number]))
            top = 1 if column.span else 0
            self._merged(sheet, (top, number, int(tiered), number), title, "head")
            if column.span and number >= span_end:
                span_end = number + 1
                while span_end < len(columns) and columns[span_end].span == column.span:
                    span_end += 1
                span = self.texts.one(column.span, "bold")
                self._merged(sheet, (0, number, 0, span_end - 1), span, "head")
        for row in range(1 + tiered):
            line_count = 1 if row < tiered else min(height, MOST_LINES)
            sheet.set_row(row, line_count * LINE + PADDING)
        return 1 + tiered

    def _merged(
        self,
        sheet: "Worksheet",
        area: tuple[int, int, int, int],
        fragments: list[Fragment],
        frame: str,
    ) -> None:
        """Write a heading over an area."""
        top, left, bottom, right = area
        if any(units(fragment.text) > MOST_UNITS for fragment in fragments):
            message = (
                f"the heading in row {top + 1} of a table is longer than what a cell holds in "
                f"Excel ({MOST_UNITS:,} characters): shorten it, or choose another format"
            )
            raise RenderError(message)
        if (top, left) != (bottom, right):
            sheet.merge_range(*area, "", self._format("bold", frame))
        self._write(sheet, top, left, fragments, frame)

    def _item(
        self, sheet: "Worksheet", row: int, texts: list[list[Fragment]], across: list[int]
    ) -> int:
        """Write a row, on as many rows as its longest cell needs; return how many."""
        line_lengths = [
            int(width * (BOLD if text and text[0].look == "bold" else FITTING)) - INDENT
            for text, width in zip(texts, across, strict=True)
        ]
        cells = [list(cut(text, width)) for text, width in zip(texts, line_lengths, strict=True)]
        if all(len(pieces) == 1 for pieces in cells):
            sheet.set_row(row, max([pieces[0][1] for pieces in cells]) * LINE + PADDING)
            for number, text in enumerate(texts):
                self._write(sheet, row, number, text, "box")
            return 1
        row_count = 0
        for pieces in zip_longest(*cells, fillvalue=NOTHING):
            height = max([piece[1] for piece in pieces])
            sheet.set_row(row + row_count, height * LINE + PADDING)
            for number, (piece, _height) in enumerate(pieces):
                self._write(sheet, row + row_count, number, piece, "box")
            row_count += 1
        return row_count

    def _write(
        self, sheet: "Worksheet", row: int, column: int, text: Sequence[Fragment], frame: str
    ) -> None:
        """Write one piece of a cell."""
        if not text:
            sheet.write_blank(row, column, None, self._format("text", frame))
            return
        first_fragment = text[0]
        box = self._format(first_fragment.look, frame)
        if len(text) == 1:
            if not (first_fragment.text.startswith("<r>") and first_fragment.text.endswith("</r>")):
                sheet.write_string(row, column, first_fragment.text, box)
                return
            # The library would take a text between these two tags for its own markup.
            text = [
                Fragment(first_fragment.text[:1], first_fragment.look),
                Fragment(first_fragment.text[1:], first_fragment.look),
            ]
        runs = [
            part
            for fragment in text
            for part in (self._format(fragment.look, "run"), fragment.text)
        ]
        sheet.write_rich_string(row, column, *runs, box)

    def _about(self, sheet: "Worksheet") -> None:
        """Write what stands before and after the tables."""
        view = self.view
        sheet.set_column(0, 0, ASIDE)
        sheet.set_column(1, 1, self.across - ASIDE)
        rows = [("Title", view.title, "title"), ("View", view.subtitle, "open")]
        rows += [("Notice", text, "strong") for text in view.notices]
        rows += [("Note", text, "open") for text in view.intro]
        rows += [(IDENTIFIER, view.identifier, "open")]
        rows += [(GUIDELINE, f"{view.guideline.text} {view.guideline.url}".strip(), "open")]
        for note_list in view.notes:
            rows.append((note_list.title, "", "open"))
            for note in note_list.notes:
                mark = f"[{note.mark}]" if note.mark else ""
                rows.append((mark, f"{note.text} {note.url}".rstrip(), "open"))
        texts = [
            (self.texts.one(label, "mark"), self.texts.one(words), frame)
            for label, words, frame in rows
            if words or label not in ("", IDENTIFIER, GUIDELINE)
        ]
        if self.texts.replaced:
            notice = replacement_notice(self.texts.replaced, "a workbook")
            texts.insert(2, (self.texts.one("Notice", "mark"), self.texts.one(notice), "strong"))
        line_length = int((self.across - ASIDE) * FITTING)
        row = 0
        for label, text, frame in texts:
            if not text:
                # With an empty cell beside it, Excel shows a heading across the next column.
                self._write(sheet, row, 0, self.texts.one(label[0].text, "bold"), "run")
                row += 1
                continue
            self._write(sheet, row, 0, label, "open")
            for piece, height in cut(text, line_length):
                self._write(sheet, row, 1, piece, frame)
                line = TITLE_LINE if frame == "title" else LINE
                sheet.set_row(row, height * line + PADDING)
                row += 1
        self._page(sheet, "")

    def _page(self, sheet: "Worksheet", caption: str) -> None:
        """Set how a sheet prints: as wide as the page."""
        if self.page.landscape:
            sheet.set_landscape()
        sheet.set_paper(PAPERS[self.page.paper])
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.65)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        left, right = (_code(self.texts.clean(text)) for text in (self.view.title, caption))
        sheet.set_header(f"&L{left}&R{right}")
        sheet.set_footer("&RPage &P of &N")

    def _properties(self) -> None:
        view = self.view
        properties = {
            "title": f"{view.title} \N{EN DASH} {view.subtitle}",
            "subject": view.subtitle,
        }
        short = {
            key: self.texts.clean(value)[:LONGEST_PROPERTY] for key, value in properties.items()
        }
        self.book.set_properties({**short, "created": DATE})
        for name, value in (("Identifier", view.identifier), ("Language", view.language)):
            if value:
                text = self.texts.clean(value)[:LONGEST_PROPERTY]
                self.book.set_custom_property(name, text, "text")


def _state(row: Row) -> str:
    """Return the state of a row's item in words."""
    states = [cell.state for cell in row.cells if cell.state]
    return states[0].replace("-", " ") if states else DIFFERS


def _across(columns: tuple[Column, ...], page: int) -> list[int]:
    """Return the widths of columns in characters, of a page that is so wide."""
    whole = sum(column.width for column in columns)
    return [max(page * column.width // whole, NARROWEST) for column in columns]


def _code(text: str) -> str:
    """Write a text so that it stands for itself in a page's header."""
    text = flat(text)
    return shorten(text, LONGEST_HEADER).replace("&", "&&")
