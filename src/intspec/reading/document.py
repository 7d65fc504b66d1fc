"""The document that reading gives: plain data, and the positions of all keys and values."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, count
from operator import add
from typing import Any, Literal, NamedTuple, NoReturn

from intspec.reading.refusals import Problem, Unreadable

LINE_BREAK = re.compile(r"\r\n?|\n")
BLANK = " \t\r\n"
COLON = r"[ \t\r\n]*:"
#: Where a value stands: offsets in the text of the start and end of its key (-1 where there is no
#: key) and of its own (-1 where it ends with what stands last in it), and the same of all that it
#: holds: None, a list, a dict by key, or LATER.
Spans = tuple[int, int, int, int, Any]
#: Stands for the positions inside a value, which are looked up when they are asked for.
LATER = object()


class Span(NamedTuple):
    """A stretch of text. All count from 1, columns in characters; the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Source:
    """A text that turns offsets, counted from 0 in characters, into lines and columns.

    Attributes:
        path: Name of the file, as the user gave it.
        text: The text, without a byte order mark.
    """

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] = []

    @property
    def starts(self) -> list[int]:
        """Offsets at which the lines begin."""
        if not self._starts:
            if "\r" in self.text:
                self._starts = [
                    0,
                    *(line_break.end() for line_break in LINE_BREAK.finditer(self.text)),
                ]
            else:
                # Before a line stand the lines above it, and for each of them a line break.
                above = accumulate(map(len, self.text.split("\n")[:-1]), initial=0)
                self._starts = [*map(add, above, count())]
        return self._starts

    def span(self, start: int, end: int) -> Span:
        """Return the stretch between two offsets."""
        starts = self.starts
        line = bisect_right(starts, start)
        last = bisect_right(starts, end)
        return Span(line, start - starts[line - 1] + 1, last, end - starts[last - 1] + 1)

    def line(self, number: int) -> str:
        """Return a line by its number from 1, without its end; empty beyond the last."""
        starts = self.starts
        if not 0 < number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def refuse(
        self, code: str, message: str, hint: str, start: int, end: int | None = None
    ) -> NoReturn:
        """Refuse the text for a defect at a place.

        Args:
            code: One of `CODES`.
            message: The defect, in one line that stands alone.
            hint: What mends it.
            start: Offset at which the defect begins.
            end: Offset at which it ends; after one character when absent.

        Raises:
            Unreadable: Always.
        """
        # What is found only at the end of the text is shown at its last character; a tab that is
        # wrong stands where it stands.
        if not self.text.startswith("\t", start):
            start = max(0, min(start, len(self.text.rstrip(BLANK)) - 1))
        span = self.span(start, max(start + 1, end or 0))
        raise Unreadable(Problem(code, message, hint, *span, self.line(span.line)))


class Document:
    """What reading gives.

    Args:
        source: The text.
        data: What it holds.
        root: Where that stands.
        look: Looks up what a value holds that begins at an offset, where that is LATER.
        hollow: See below.
        joined: See below.
        language: See below.

    Attributes:
        data: Plain data (dict, list, str, int, float, bool, None); the root is always a mapping.
        hollow: Whether a key in braces has no value behind it.
        joined: Whether a text without quotes has several lines, or begins with a hyphen.
        language: What the text is written in.
    """

    __slots__ = ("_found", "_look", "_root", "_source", "data", "hollow", "joined", "language")

    def __init__(  # noqa: PLR0913 -- all that reading knows
        self,
        source: Source,
        data: dict[str, Any],
        root: Spans,
        look: Callable[[str, int], Any] | None = None,
        *,
        hollow: bool = False,
        joined: bool = False,
        language: Literal["yaml", "json"] = "yaml",
    ) -> None:
        self.data = data
        self.hollow = hollow
        self.joined = joined
        self.language = language
        self._source = source
        self._root = root
        self._look = look
        self._found: dict[int, Any] = {}

    @property
    def path(self) -> str:
        """Name of the file, as the user gave it."""
        return self._source.path

    @property
    def text(self) -> str:
        """The text, without a byte order mark."""
        return self._source.text

    def line(self, number: int) -> str:
        """Return a line of the text by its number from 1, without its end; empty beyond it."""
        return self._source.line(number)

    def has(self, path: Sequence[str | int]) -> bool:
        """Tell whether the document has something at a path, be it empty."""
        return self._find(path)[1]

    def value_span(self, path: Sequence[str | int]) -> Span:
        """Return where the value at a path stands; of a missing one, its nearest parent.

        A value that is not written (`key:` and nothing more) has no width.
        """
        spans = self._find(path)[0]
        return self._source.span(spans[2], self.end_of(spans))

    def key_span(self, path: Sequence[str | int]) -> Span:
        """Return where the key of the value at a path stands; of a missing one, its parent's.

        The key of a list entry is the first key of the entry, or the entry itself if it has none.
        The key of the root is its first key.
        """
        spans = self._find(path)[0]
        inner = self._inner(spans)
        if spans[0] < 0 and isinstance(inner, dict) and inner:
            spans = next(iter(inner.values()))
        if spans[0] < 0:
            return self._source.span(spans[2], self.end_of(spans))
        return self._source.span(spans[0], spans[1])

    def offsets(self, path: Sequence[str | int]) -> Spans:
        """Return where the value at a path and its key stand, with the end of the value.

        Raises:
            KeyError: The document has nothing at the path.
        """
        spans, found = self._find(path)
        if not found:
            raise KeyError(path)
        return (*spans[:2], spans[2], self.end_of(spans, kept=True), self._inner(spans))

    def everything(self) -> Iterator[tuple[tuple[str | int, ...], Spans]]:
        """Go over all that is written: its path, and where it stands."""
        return ((path, spans) for path, spans, _ in self.all_written())

    def written(self, path: Sequence[str | int]) -> str:
        """Return the value at a path as it is written."""
        spans = self._find(path)[0]
        return self._source.text[spans[2] : self.end_of(spans)]

    def all_written(self) -> Iterator[tuple[tuple[str | int, ...], Spans, bool]]:
        """Go over all that is written: its path, where it stands, and whether in brackets."""
        text = self._source.text
        open_spans: list[tuple[tuple[str | int, ...], Spans, bool]] = [((), self._root, False)]
        while open_spans:
            path, spans, flow = open_spans.pop()
            yield path, spans, flow
            inner, flow = self._inner(spans), text[spans[2] : spans[2] + 1] in ("[", "{")
            if isinstance(inner, dict):
                open_spans += [((*path, key), value, flow) for key, value in inner.items()]
            elif isinstance(inner, list):
                open_spans += [((*path, number), value, flow) for number, value in enumerate(inner)]

    def written_texts(self) -> list[str]:
        """Return all values but blocks as they are written, the blanks behind some included.

        They are in no order. It is for who looks whether any has something that few have: to go
        over them with their paths, as `all_written` does, takes five times as long.
        """
        text, found = self._source.text, []
        ahead: list[Spans] = [self._root]
        while ahead:
            spans = ahead.pop()
            inner = self._inner(spans)
            if inner is None:
                found.append(text[spans[2] : spans[3]])
            else:
                ahead += inner.values() if isinstance(inner, dict) else inner
        return found

    def written_key(self, path: Sequence[str | int]) -> str:
        """Return the key at a path as it is written."""
        spans = self._find(path)[0]
        return self._source.text[spans[0] : spans[1]]

    def touches_comma(self, path: Sequence[str | int]) -> bool:
        """Tell whether a comma stands right before the key at a path, without a space."""
        start = self._find(path)[0][0]
        return self._source.text[max(start - 1, 0) : start] == ","

    def follows_comma(self, path: Sequence[str | int]) -> bool:
        """Tell whether the key at a path stands behind a comma, without quotes or without colon."""
        (start, end), text = self._find(path)[0][:2], self._source.text
        if start < 1 or (text[start] in "\"'" and re.compile(COLON).match(text, end)):
            return False
        before = start - 1
        while before and text[before] in BLANK:
            before -= 1
        return text[before] == ","

    def _find(self, path: Sequence[str | int]) -> tuple[Spans, bool]:
        """Return the spans of a path or of its nearest parent, and whether the path exists."""
        spans = self._root
        for step in path:
            inner = self._inner(spans)
            if isinstance(inner, dict):
                if step not in inner:
                    return spans, False
            elif not (isinstance(inner, list) and isinstance(step, int) and 0 <= step < len(inner)):
                return spans, False
            spans = inner[step]
        return spans, True

    def _inner(self, spans: Spans) -> Any:
        """Return what a value holds: None, a list of nodes, or a dict from key to spans."""
        if spans[4] is not LATER or self._look is None:
            return spans[4]
        start = spans[2]
        if start not in self._found:
            self._found[start] = self._look(self._source.text, start)
        return self._found[start]

    def end_of(self, spans: Spans, *, kept: bool = False) -> int:
        """Return the offset after a value: a block ends with what stands last in it.

        Args:
            spans: Where the value stands.
            kept: Whether empty lines belong to a text that keeps them, by `|+` or `>+`.
        """
        while spans[3] < 0:
            children = spans[4]
            spans = (
                children[-1] if isinstance(children, list) else next(reversed(children.values()))
            )
        start, end = spans[2:4]
        if kept and re.compile(r"[|>][0-9]?\+").match(self._source.text, start):
            return end
        # The parser counts the empty lines after an indented text to it.
        return start + len(self._source.text[start:end].rstrip(BLANK))
