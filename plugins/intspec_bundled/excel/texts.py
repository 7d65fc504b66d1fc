"""Prepare the texts of a view for Excel: what a cell or a name of a sheet can hold."""

import re

from intspec import Cell
from intspec.text import NOT_IN_XML, flat, replace_forbidden, unique
from intspec_bundled.excel.split_cells import Fragment

NOT_IN_NAMES = re.compile(rf"[\[\]:*?/\\\t\n\r{NOT_IN_XML}]")
LONGEST_NAME = 31
#: The look of a cell whose blocks are all of one kind.
LOOK_OF = {
    "text": "text",
    "bullet": "text",
    "label": "bold",
    "gap": "gap",
    "declared": "declared",
}


class Texts:
    """Prepares texts, and keeps count of what could not be kept as it is.

    Attributes:
        replaced: How many characters were replaced.
    """

    def __init__(self) -> None:
        """Begin with nothing replaced."""
        self.replaced = 0
        self._names = {"history"}

    def clean(self, text: str) -> str:
        """Return a text with line feeds as its only line breaks and without what XML forbids."""
        text, count = replace_forbidden(text, NOT_IN_XML)
        self.replaced += count
        return text

    def one(self, text: str, look: str = "text") -> list[Fragment]:
        """Return a text that looks the same all over."""
        return [Fragment(self.clean(text), look)] if text else []

    def cell(self, cell: Cell) -> list[Fragment]:
        """Return the text of a cell, which is `cell.plain`, in one look.

        Several looks in a cell take as long to write as all the rest, and are in the way of
        whoever edits the cell.
        """
        kinds = {block.kind for block in cell.blocks}
        return self.one(cell.plain, LOOK_OF[kinds.pop()] if len(kinds) == 1 else "text")

    def sheet_name(self, caption: str) -> str:
        """Return a name for a sheet that Excel takes and that no other sheet has."""
        stem = _begin(flat(NOT_IN_NAMES.sub(" ", caption)), LONGEST_NAME).strip("' ")
        name = unique(stem or "Table", self._names, _numbered, compared=str.lower)
        self._names.add(name.lower())
        return name


def _numbered(stem: str, number: int) -> str:
    end = f" ({number})"
    return _begin(stem, LONGEST_NAME - len(end)).rstrip() + end


def _begin(text: str, most: int) -> str:
    """Return the beginning of a text that has so many characters as Excel counts them."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
