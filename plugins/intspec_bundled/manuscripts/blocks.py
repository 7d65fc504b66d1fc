"""What readers of manuscripts give: headings, paragraphs, tables and notes, in their order."""

from typing import Literal, TypeAlias

from attrs import frozen

BlockKind: TypeAlias = Literal["title", "heading", "paragraph", "table", "caption", "note"]
#: More of a manuscript is not read: a book of a thousand pages has half as much.
MOST_LETTERS = 5_000_000


@frozen
class Mark:
    """Where a page or a numbered line begins in the text of a block.

    Attributes:
        offset: How many characters of the block's text stand before it.
        page: The page as it is printed, or counted from 1; None where it is not known.
        line: The number that the manuscript prints beside the line; None where it prints none.
    """

    offset: int
    page: int | None = None
    line: int | None = None


@frozen
class Block:
    """A heading, a paragraph, a row of a table, the caption of a table or figure, a note.

    Attributes:
        text: Its words, in one line.
        kind: What it is.
        level: Of a heading: 1 for the highest.
        table: The number of the table that it is of, such as `2`; empty for none.
        figure: The number of the figure that it is of.
        marks: Where pages and numbered lines begin in it; none where they are not known.
    """

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    table: str = ""
    figure: str = ""
    marks: tuple[Mark, ...] = ()
