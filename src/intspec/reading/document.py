"""A document: plain data, and beside it a tree that says where each key and value stands."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

BREAK = re.compile(r"\r\n|\r|\n")

#: A node of the position tree: where the value starts and ends, what it holds (None for a scalar, a
#: list of nodes, or a dict from key to node), and where its key starts and ends (None in a list).
#: Places are offsets in the text; they become lines and columns when somebody asks.
Node = tuple[int, int, Any, int | None, int | None]


class Span(NamedTuple):
    """A stretch of text. All count from 1, columns in characters; the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Document:
    """What reading gives.

    Attributes:
        path: Name of the file as the user gave it.
        text: The text, without a byte order mark.
        data: Plain data; the root is always a mapping.
    """

    def __init__(self, path: str, text: str, data: dict[str, Any], root: Node) -> None:
        self.path = path
        self.text = text
        self.data = data
        self._root = root
        self._lines: list[str] | None = None
        self._starts: list[int] | None = None

    def has(self, path: Sequence[str | int]) -> bool:
        """Tell whether the document has something at a path, be it empty."""
        return self._descend(path)[1] == len(path)

    def value_span(self, path: Sequence[str | int]) -> Span:
        """Return where the value at a path stands; of a missing one, its nearest parent."""
        node = self._descend(path)[0]
        return self._span(node[0], node[1])

    def key_span(self, path: Sequence[str | int]) -> Span:
        """Return where the key of the value at a path stands; of a missing one, its parent's key.

        The key of a list entry is the first key of the entry, or the entry itself if it has none.
        The key of the root is its first key.
        """
        node = self._descend(path)[0]
        if node[3] is None and isinstance(node[2], dict) and node[2]:
            node = next(iter(node[2].values()))
        if node[3] is None or node[4] is None:
            return self._span(node[0], node[1])
        return self._span(node[3], node[4])

    def line(self, number: int) -> str:
        """Return a line of the text by its number from 1; empty beyond the end."""
        if self._lines is None:
            self._lines = BREAK.split(self.text)
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def _descend(self, path: Sequence[str | int]) -> tuple[Node, int]:
        """Return the last node on the path that exists, and how many steps lead to it."""
        node = self._root
        for number, step in enumerate(path):
            inner = node[2]
            if isinstance(inner, list):
                exists = isinstance(step, int) and 0 <= step < len(inner)
            else:
                exists = inner is not None and step in inner
            if not exists:
                return node, number
            node = inner[step]
        return node, len(path)

    def _span(self, start: int, end: int) -> Span:
        if self._starts is None:
            self._starts = line_starts(self.text)
        return Span(*line_column(self._starts, start), *line_column(self._starts, end))


def line_starts(text: str) -> list[int]:
    """Return the offset at which each line begins."""
    return [0, *(found.end() for found in BREAK.finditer(text))]


def line_column(starts: list[int], at: int) -> tuple[int, int]:
    """Return line and column, from 1, of an offset, given the offset of each line."""
    line = bisect_right(starts, at)
    return line, at - starts[line - 1] + 1
