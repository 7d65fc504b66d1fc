"""Where things stand in the text that is edited, and how its author lays it out."""

import re
from typing import TYPE_CHECKING, Any

from intspec.edits.changes import Path, refuse
from intspec.reading.document import BLANK, LINE_BREAK, Document, Spans

if TYPE_CHECKING:
    from collections.abc import Iterator

#: From where to where the text changes, and what stands there then.
Splice = tuple[int, int, str]
#: A comment between blocks, or an empty line.
NO_CONTENT = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n)")


class Layout:
    """A document's text, and the places and habits in it.

    Attributes:
        document: The document.
        text: Its text.
        is_json: Whether it is written as JSON.
        line_break: How its lines end.
        unit: How many blanks its blocks are indented by; 0 for JSON on one line.
        list_indent: How many blanks lists are indented by under their key.
    """

    def __init__(self, document: Document, *, is_json: bool) -> None:
        self.document = document
        self.text = document.text
        self.is_json = is_json
        found = LINE_BREAK.search(self.text)
        self.line_break = found.group() if found else "\n"
        maps, lists = self._indents()
        self.unit = min(maps, default=2)
        if is_json:
            first = document.key_span(()).column - 1
            self.unit = first if self.line_break in self.text[:-1] else 0
        self.ends_line = self.text.endswith(("\n", "\r"))
        self.list_indent = min(lists, default=self.unit)

    def _indents(self) -> tuple[list[int], list[int]]:
        """Return by how much the maps and the lists under a key of a map are indented."""
        maps: list[int] = []
        lists: list[int] = []
        for path, spans in self.document.everything():
            block = self.is_block(spans) and bool(path) and isinstance(path[-1], str)
            by = self.column(spans[2]) - self.column(spans[0]) if block else 0
            if by > 0 and isinstance(spans[4], dict):
                maps.append(by)
            elif block and isinstance(spans[4], list):
                lists.append(by)
        return maps, lists

    # Where a value stands

    def spans(self, path: Path) -> Spans:
        """Return where a value and its key stand, with the offset of its end."""
        return self.document.offsets(path)

    def children(self, path: Path) -> list[Path]:
        """Return the places of what a map or list holds, in their order."""
        inner = self.spans(path)[4]
        steps: Iterator[Any] = iter(inner if isinstance(inner, dict) else range(len(inner or ())))
        return [(*path, step) for step in steps]

    def is_block(self, spans: Spans) -> bool:
        """Tell whether a value is a map or list without brackets."""
        return isinstance(spans[4], dict | list) and self.text[spans[2]] not in "{["

    def is_flow(self, path: Path) -> bool:
        """Tell whether what a map or list holds stands in brackets."""
        return any(
            self.text[spans[2] : spans[2] + 1] in ("{", "[") and spans[4] is not None
            for spans in (self.spans(path[:depth]) for depth in range(len(path) + 1))
        )

    def mark(self, path: Path) -> int:
        """Return the offset of the colon behind a key, or of the hyphen before a list entry."""
        spans = self.spans(path)
        if spans[0] >= 0:
            return self.text.index(":", spans[1])
        number = path[-1]
        if not isinstance(number, int):
            refuse("what stands in such a place cannot be edited")
        if number == 0:
            return self.spans(path[:-1])[2]
        at = self.line_after(self.spans((*path[:-1], number - 1))[3])
        while match := NO_CONTENT.match(self.text, at):
            at = match.end()
        return self.text.index("-", at)

    def begin_of(self, spans: Spans) -> int:
        """Return where an entry in brackets begins: its key, or its value."""
        return spans[0] if spans[0] >= 0 else spans[2]

    def begin(self, path: Path) -> int:
        """Return where what belongs to an entry begins: its key, or its hyphen."""
        key = self.spans(path)[0]
        return key if key >= 0 else self.mark(path)

    def last_line_end(self, spans: Spans) -> int:
        """Return the end of a value without the line break that a text may keep."""
        start, end = spans[2:4]
        return end - len(self.line_break) if self.text[start:end].endswith(("\n", "\r")) else end

    def below(self, path: Path) -> int:
        """Return the offset of the line below an entry; the end of the text below the last."""
        end = max(self.spans(path)[3], self.mark(path) + 1)
        return end if self.text[end - 1] in "\r\n" else self.line_after(end)

    def last_text(self, path: Path) -> Spans:
        """Return where the last text of a value stands, which may be the value itself."""
        while inside := self.children(path):
            path = inside[-1]
        return self.spans(path)

    # Lines and columns

    def column(self, at: int) -> int:
        """Return how many characters stand before an offset on its line."""
        return at - self.line_start(at)

    def line_start(self, at: int) -> int:
        """Return the offset at which the line of an offset begins."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def line_end(self, at: int) -> int:
        """Return the offset at which the line of an offset ends, before its line break."""
        found = LINE_BREAK.search(self.text, at)
        return found.start() if found else len(self.text)

    def line_after(self, at: int) -> int:
        """Return the offset at which the next line begins; the end of the text in the last."""
        found = LINE_BREAK.search(self.text, at)
        return found.end() if found else len(self.text)

    def line_indent(self, at: int) -> int:
        """Return how many blanks stand at the beginning of the line of an offset."""
        start = self.line_start(at)
        line = self.text[start : self.line_end(at)]
        return len(line) - len(line.lstrip(" "))

    def leads(self, at: int) -> bool:
        """Tell whether only blanks stand before an offset on its line."""
        return not self.text[self.line_start(at) : at].strip(BLANK)
