"""The data of a view: tables of cells of blocks, independent of any file format."""

from collections.abc import Iterator
from typing import Literal

from intspec.lazy import frozen
from intspec.views.figure import Figure

BlockKind = Literal["text", "bullet", "label", "gap", "declared"]

#: How what is missing is shown in what is to be published: not at all, by a sign with a list under
#: the tables, or in its place.
Gaps = Literal["none", "mark", "inline"]


@frozen
class Block:
    """One paragraph, list entry or remark in a cell.

    Attributes:
        kind: `text` is a paragraph, `bullet` an entry of a list, `label` a small heading for the
            blocks after it, `gap` says that something is not there, and `declared` is what the
            authors declare of something that they cannot report.
        text: The words, as plain text. Line breaks in it are to be kept.
        label: Words that lead in to the text, to be set off and followed by a colon.
        cites: Marks of the notes that the statement rests on, such as `1`.
    """

    kind: BlockKind
    text: str
    label: str = ""
    cites: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The whole block as plain text: label, text and marks."""
        words = f"{self.label}: {self.text}" if self.label and self.text else self.label + self.text
        return f"{words} [{', '.join(self.cites)}]" if self.cites else words


@frozen
class Cell:
    """One cell.

    Attributes:
        blocks: What it holds, in order.
        state: The state of the item that it answers, such as `reported`; None where it answers
            none.
    """

    blocks: tuple[Block, ...] = ()
    state: str | None = None

    @property
    def plain(self) -> str:
        """The whole cell as plain text, one line for each block, list entries after a bullet."""
        marks = {"bullet": "\N{BULLET} "}
        return "\n".join(marks.get(block.kind, "") + block.plain for block in self.blocks)


def text_cell(text: str) -> Cell:
    """Return a cell of one text; an empty cell of none."""
    return Cell((Block("text", text),)) if text else Cell()


@frozen
class Column:
    """One column.

    Attributes:
        key: Its name for machines, unique in the table.
        title: Its heading.
        span: A heading that it shares with the columns beside it that have the same.
        note: A line under its heading.
        head: Whether its cells are headings of their rows.
        width: Its share of the table's width, compared with the other columns.
    """

    key: str
    title: str
    span: str = ""
    note: str = ""
    head: bool = False
    width: int = 1


@frozen
class Row:
    """One row.

    Attributes:
        kind: `group` is a heading between the rows: one cell, over the whole width. `item` has a
            cell for each column.
        cells: The cells.
    """

    kind: Literal["group", "item"]
    cells: tuple[Cell, ...]


@frozen
class Table:
    """One table.

    Attributes:
        key: Its name for machines, unique in the view.
        caption: What it shows.
        columns: The columns.
        rows: The rows.
        layout: How it reads best: as a table, or as one paragraph for each row, led by the row's
            headings.
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    layout: Literal["table", "paragraphs"] = "table"

    def groups(self) -> Iterator[tuple[Cell | None, tuple[Row, ...]]]:
        """Go over the rows by group: its heading, None where there is none, and its rows."""
        heading: Cell | None = None
        rows: list[Row] = []
        for row in self.rows:
            if row.kind == "item":
                rows.append(row)
                continue
            if heading is not None or rows:
                yield heading, tuple(rows)
            heading, rows = row.cells[0], []
        if heading is not None or rows:
            yield heading, tuple(rows)


@frozen
class Note:
    """One entry under the tables.

    Attributes:
        text: The words.
        mark: The mark by which blocks cite it; empty where none does.
        url: Where it leads, an address that begins with `http://` or `https://`; may be empty.
    """

    text: str
    mark: str = ""
    url: str = ""


@frozen
class NoteList:
    """A list under the tables, such as the sources.

    Attributes:
        key: Its name for machines, unique in the view.
        title: Its heading.
        notes: Its entries.
    """

    key: str
    title: str
    notes: tuple[Note, ...]


@frozen
class View:
    """A specification as readers see it, before it has a file format.

    Attributes:
        kind: The view, such as description, gaps or timeline.
        title: Title of the specification.
        subtitle: What this is a view of.
        language: Language tag of the specification's own text; headings are in English.
        notices: What a reader must know before the rest, such as that the study is invented.
        intro: Paragraphs before the tables.
        tables: The tables.
        notes: Lists under the tables.
        guideline: The publication of the guideline.
        identifier: Id and version of the specification, such as `walking@1.0.0`, for a file's own
            properties; may be empty.
        gaps: How many gaps are not shown in their places.
        left_out: What is left out so that a text is as short as was asked, in words.
        beyond: By how many words a text is still longer.
        figures: Pictures of what the tables say in words; most views have none.
    """

    kind: str
    title: str
    subtitle: str
    language: str = "en"
    notices: tuple[str, ...] = ()
    intro: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[NoteList, ...] = ()
    guideline: Note = Note("")
    identifier: str = ""
    gaps: int = 0
    left_out: tuple[str, ...] = ()
    beyond: int = 0
    figures: tuple[Figure, ...] = ()

    def _repr_html_(self) -> str:
        """Return it for a notebook: a page of its own, in which nothing runs."""
        from html import escape  # noqa: PLC0415 -- only notebooks

        from intspec import render  # noqa: PLC0415 -- what shows a view stands above it

        page = escape(str(render(self, "html", isolated=True)))
        style = "width: 100%; height: 40em; border: 0"
        title = escape(f"{self.title}: {self.subtitle}")
        return f'<iframe sandbox title="{title}" style="{style}" srcdoc="{page}"></iframe>'
