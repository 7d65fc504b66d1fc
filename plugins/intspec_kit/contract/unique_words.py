"""A view in which each word stands once, and what of it a file has lost or put out of order."""

import re
from collections.abc import Iterator
from itertools import pairwise, product
from typing import Literal

import attrs

from intspec.text.characters import normalized
from intspec.views import Block, Cell, Column, Note, NoteList, Row, Table, View
from intspec.views.table import BlockKind

#: What each word begins with: no two words beside one another make a third.
MARK = "Zq"


@attrs.frozen
class Word:
    """A word of the view.

    Attributes:
        text: The word.
        slot: Where it stands in the view, by class and field.
        cell: The number of its line within the cells of all tables, in order; None elsewhere.
    """

    text: str
    slot: str
    cell: int | None = None

    @property
    def folded(self) -> str:
        """The word as files are searched for it."""
        return self.text.casefold()


class UniqueWords:
    """The view, and its words in order.

    Attributes:
        view: The view.
        words: All its words.
    """

    def __init__(self) -> None:
        self.words: list[Word] = []
        self._made = map("".join, product("bdfgklmprt", "aeiou", "bdfgklmprt", "ao"))
        self._cells = 0
        self.view = self._view()

    def lost(self, text: str) -> Iterator[str]:
        """Say what a file does not hold, by the place in the view.

        Args:
            text: What the file says.
        """
        searched = folded(text)
        lost: dict[str, str] = {}
        for word in self.words:
            # A mark stands in its note and where it is cited, more often than any other word.
            is_mark = word.slot == "Note.mark"
            if searched.count(word.folded) < 1 + is_mark * searched.count(self.words[-1].folded):
                lost.setdefault("Block.cites" if is_mark else word.slot, word.text)
        for slot, word_text in lost.items():
            yield f"loses what stands in `{slot}`, such as '{word_text}': write it too"
        if not lost and (pair := self._out_of_order(searched)):
            first, second = (word.text for word in pair)
            yield f"puts '{second}' before '{first}': write cells, and their lines, in order"

    def _out_of_order(self, searched: str) -> tuple[Word, Word] | None:
        placed = [word for word in self.words if word.cell is not None]
        pairs = pairwise(placed)
        return next(
            (
                (first, second)
                for first, second in pairs
                if searched.index(first.folded) > searched.index(second.folded)
            ),
            None,
        )

    def _word(self, slot: str, *, in_order: bool = False) -> str:
        text = f"{MARK}{next(self._made)}"
        self._cells += in_order
        self.words.append(Word(text, slot, self._cells if in_order else None))
        return text

    def _block(self, kind: BlockKind, *cites: str) -> Block:
        label = self._word("Block.label") if cites else ""
        lines = [self._word("Block.text", in_order=True)]
        lines.append(self._word("the second line of Block.text", in_order=True))
        return Block(kind, "\n".join(lines), label, cites)

    def _table(self, key: str, layout: Literal["table", "paragraphs"], mark: str) -> Table:
        caption = self._word("Table.caption")
        if layout == "table":
            span = self._word("Column.span")
            head = Column("item", self._word("Column.title"), head=True, width=2)
            titles = [(self._word("Column.title"), self._word("Column.note")) for _ in "12"]
        else:
            # Paragraphs have no columns, and need not name them.
            span, head, titles = "", Column("item", "Item", head=True), [("Text", "")]
        columns = (
            head,
            *(
                Column(f"arm-{number}", title, span=span, note=note, width=3)
                for number, (title, note) in enumerate(titles)
            ),
        )
        group = Cell((Block("text", self._word("the heading of a group", in_order=True)),))
        rows = [Row("group", (group,))]
        for _ in range(2):
            label = Cell((Block("label", self._word("the heading of a row", in_order=True)),))
            cells = [label, Cell((self._block("text", mark), self._block("bullet")))]
            if layout == "table":
                kinds: tuple[BlockKind, ...] = ("text", "gap", "declared")
                cells.append(Cell(tuple(map(self._block, kinds))))
            rows.append(Row("item", tuple(cells)))
        return Table(key, caption, columns, tuple(rows), layout)

    def _view(self) -> View:
        mark = self._word("Note.mark")
        address = f"https://example.org/{self._word('Note.url')}"
        guideline = f"https://example.org/{self._word('the url of View.guideline')}"
        return View(
            kind="description",
            title=self._word("View.title"),
            subtitle=self._word("View.subtitle"),
            notices=(self._word("View.notices"),),
            intro=(self._word("View.intro"), self._word("View.intro")),
            tables=(self._table("first", "table", mark), self._table("second", "paragraphs", mark)),
            notes=(
                NoteList(
                    "sources",
                    self._word("NoteList.title"),
                    (Note(self._word("Note.text"), mark, address),),
                ),
            ),
            guideline=Note(self._word("View.guideline"), "", guideline),
        )


def folded(text: str) -> str:
    """Return a text as it is searched for words: letters alone, whatever stands between them."""
    return re.sub(r"\W|_", "", normalized("NFKC", text)).casefold()
