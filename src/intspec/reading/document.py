"""A document: plain data, and beside it a tree that says where each key and value stands."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

BREAK = re.compile(r"\r\n|\r|\n")

#: A node of the position tree: line, column, end line, end column, and what it holds: None for a
#: scalar, a list of nodes, or a dict from key to (the key's own span, node).
Node = tuple[int, int, int, int, Any]


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

    def has(self, path: Sequence[str | int]) -> bool:
        """Tell whether the document has something at a path, be it empty."""
        return len(self._descend(path)) > len(path)

    def value_span(self, path: Sequence[str | int]) -> Span:
        """Return where the value at a path stands; of a missing one, its nearest parent."""
        return Span(*self._descend(path)[-1][1][:4])

    def key_span(self, path: Sequence[str | int]) -> Span:
        """Return where the key of the value at a path stands; of a missing one, its parent's key.

        The key of a list entry is the first key of the entry, or the entry itself if it has none.
        The key of the root is its first key.
        """
        key, node = self._descend(path)[-1]
        if key is not None:
            return Span(*key)
        if isinstance(node[4], dict) and node[4]:
            first = next(iter(node[4].values()))[0]
            return Span(*first)
        return Span(*node[:4])

    def line(self, number: int) -> str:
        """Return a line of the text by its number from 1; empty beyond the end."""
        if self._lines is None:
            self._lines = BREAK.split(self.text)
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def _descend(self, path: Sequence[str | int]) -> list[tuple[Any, Node]]:
        """Return the key's span and the node at each step that exists, the root first."""
        found: list[tuple[Any, Node]] = [(None, self._root)]
        for step in path:
            inner = found[-1][1][4]
            if isinstance(inner, dict) and step in inner:
                found.append(inner[step])
            elif isinstance(inner, list) and isinstance(step, int) and step < len(inner):
                found.append((None, inner[step]))
            else:
                break
        return found
