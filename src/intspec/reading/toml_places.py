"""Find the lines and columns of TOML keys, which the standard library does not report."""

import re
from bisect import bisect_right
from typing import Any

from intspec.diagnostics import Path
from intspec.reading.toml_text import toml_reader

STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL
)
BLANK = re.compile(r"(?:\s|#[^\n]*)*")
PIECE = re.compile(r"[^\"'#\[\]{},\n]+")


def positions(text: str) -> dict[Path, tuple[int, int]]:
    """Return line and column, from 1, of every key, table and entry of a list.

    Args:
        text: A text that is known to be TOML. Keys of inline tables are not looked for.
    """
    return _Scan(text).found


def place(positions_by_path: dict[Path, tuple[int, int]], path: Path) -> tuple[int, int]:
    """Return the place of a path, or else of the nearest thing that holds it."""
    while path and path not in positions_by_path:
        path = path[:-1]
    return positions_by_path.get(path, (1, 1))


class _Scan:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.found: dict[Path, tuple[int, int]] = {}
        self.counts: dict[Path, int] = {}
        self.ends = [offset for offset, character in enumerate(self.text) if character == "\n"]
        table: Path = ()
        at = self._blank(0)
        while at < len(self.text):
            if self.text[at] == "[":
                start, at = at, self._until(at, "\n#")
                table = self._table(start, self.text[start:at].strip())
            else:
                start, at = at, self._until(at, "=")
                path = (*table, *_steps(self.text[start:at] + "=0"))
                for size in range(len(table) + 1, len(path) + 1):
                    self._note(path[:size], start)
                at = self._value(at + 1, path)
            at = self._blank(at)

    def _blank(self, at: int) -> int:
        match = BLANK.match(self.text, at)
        return match.end() if match else at

    def _until(self, at: int, marks: str) -> int:
        """Go to the first of some characters that stands in no string."""
        while at < len(self.text) and self.text[at] not in marks:
            string = STRING.match(self.text, at)
            at = string.end() if string else at + 1
        return at

    def _note(self, path: Path, at: int) -> None:
        row = bisect_right(self.ends, at - 1)
        begin = self.ends[row - 1] + 1 if row else 0
        self.found.setdefault(path, (row + 1, at - begin + 1))

    def _table(self, start: int, head: str) -> Path:
        listed = head.startswith("[[")
        steps = _steps(head[1:-1] if listed else head)
        path: Path = ()
        for number, step in enumerate(steps):
            path = (*path, step)
            last = number == len(steps) - 1
            if listed and last:
                self._note(path, start)
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = (*path, self.counts[path])
            self._note(path, start)
        return path

    def _value(self, at: int, path: Path) -> int:
        """Pass over a value, and note where the entries of a list begin."""
        depth, number, listed = 0, 0, False
        awaited = False
        while at < len(self.text):
            character = self.text[at]
            if character == "\n" and depth == 0:
                break
            if character in "#\n \t":
                at = (
                    self._blank(at)
                    if depth
                    else self._until(at + 1, "\n")
                    if (character == "#")
                    else at + 1
                )
                continue
            if listed and awaited and depth == 1 and character not in ",]":
                self._note((*path, number), at)
                number, awaited = number + 1, False
            if character in "[{":
                listed = listed or (depth == 0 and character == "[")
                awaited = awaited or (depth == 0 and character == "[")
                depth += 1
            elif character in "]}":
                depth -= 1
            elif character == ",":
                awaited = depth == 1
            else:
                match = STRING.match(self.text, at) or PIECE.match(self.text, at)
                at = match.end() if match else at + 1
                continue
            at += 1
        return at


def _steps(text: str) -> Path:
    """Read the parts of a dotted key, or of a table's head, with the standard library."""
    node: Any = toml_reader().loads(text)
    steps: list[str] = []
    while isinstance(node, dict) and node:
        (step, node), *_rest = node.items()
        steps.append(step)
    return tuple(steps)
