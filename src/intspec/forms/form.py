"""The data of a filled form, as tables of cells, whatever file format it came in."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from intspec.answers.changed import changed
from intspec.lazy import frozen

#: The most columns that a table of a form may have. Word draws 63, and a form of a hundred arms has
#: some hundred.
MOST_FORM_COLUMNS = 1_000


@frozen
class FormCell:
    """One cell, as a reader sees it on the page.

    Attributes:
        text: Its words. Paragraphs and line breaks are line feeds. Text marked as deleted is not
            in it, text that is marked as inserted is; an unfilled content control gives nothing.
        where: The place in words for a person: `table 1, row 9, column 3` or `cell C9`.
        column: Its first column in the table's grid, from 1.
        span: How many columns of the grid it covers.
        continued: Whether it only continues the cell above it (cells merged downwards); its text is
            then empty, and the text stands in the first of them.
        number: The number that a list style prints before the text, where the file says it, or "".
            Where several paragraphs of the cell have numbers, those stand in its text instead.
        links: Addresses that its words lead to.
        doubts: Why its words may not be what was meant, each to follow the name of the cell: that
            they are crossed out, or what the program that saved the file has made of them. The core
            tells them where the cell is an answer, and takes it for none.
    """

    text: str
    where: str
    column: int
    span: int = 1
    continued: bool = False
    number: str = ""
    links: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def all_doubts(self) -> tuple[str, ...]:
        """The doubts, and what its words look like that a program may have made of others."""
        made = changed(self.text)
        return (*self.doubts, made) if made and made not in self.doubts else self.doubts


@frozen
class FormRow:
    """One row.

    Attributes:
        number: Its number in the table, from 1.
        where: The place in words: `table 1, row 9`, or `sheet Checklist, row 9`.
        cells: Its cells from left to right, none over another; none is left out, empty ones
            included.
        header: Whether the file marks it as a header that repeats on each page.
        line: Its line in a text file, from 1; None in files without lines.
    """

    number: int
    where: str
    cells: tuple[FormCell, ...]
    header: bool = False
    line: int | None = None

    def cell(self, column: int) -> FormCell | None:
        """Return the cell that covers a column of the grid (from 1), or None."""
        number = bisect_right(self._columns, column) - 1
        cell = self.cells[number] if number >= 0 else None
        return cell if cell is not None and column < cell.column + cell.span else None

    @cached_property
    def _columns(self) -> list[int]:
        return [cell.column for cell in self.cells]


@frozen
class FormTable:
    """One table or sheet.

    Attributes:
        number: Its number in the file, from 1, in reading order; a table inside a cell comes after
            the one that holds it.
        where: The place in words: `table 1`, or `sheet Checklist`.
        rows: Its rows.
        caption: The sheet's name, or the paragraph just before the table; may be empty.
    """

    number: int
    where: str
    rows: tuple[FormRow, ...]
    caption: str = ""

    @cached_property
    def width(self) -> int:
        """How many columns its grid has."""
        return max(
            (cell.column + cell.span - 1 for row in self.rows for cell in row.cells), default=0
        )


@frozen
class FormText:
    """A paragraph outside the tables.

    Attributes:
        text: Its words.
        where: The place in words: `paragraph 3`, `footnote 1`, `header`.
        table: How many tables stand before it.
        style: The name of its style, such as `Title` or `Heading 1`; may be empty.
        links: Addresses that its words lead to.
    """

    text: str
    where: str
    table: int = 0
    style: str = ""
    links: tuple[str, ...] = ()


@frozen
class Form:
    """A foreign file, read without loss of its words.

    Attributes:
        format: Name of the format: docx, xlsx, csv.
        tables: Its tables in reading order.
        texts: What stands outside the tables, in reading order, footnotes and headers last.
        title: The title in the file's own properties; may be empty.
        language: Language tag in the file's own properties; may be empty.
        identifier: `dc:identifier` of the file's own properties; may be empty.
        remarks: What the reader set aside and a person must know of, each with its place: tracked
            deletions, comments, pictures, text that is hidden.
    """

    format: str
    tables: tuple[FormTable, ...]
    texts: tuple[FormText, ...] = ()
    title: str = ""
    language: str = ""
    identifier: str = ""
    remarks: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[FormTable, FormRow]]:
        """Go over all rows of all tables."""
        for table in self.tables:
            for row in table.rows:
                yield table, row


class FormError(ValueError):
    """A file that cannot be read as a form.

    Args:
        message: The defect, in one line that a clinician understands.
        hint: What to do about it.
        where: The place in the file, if there is one.
    """

    def __init__(self, message: str, hint: str, where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where
