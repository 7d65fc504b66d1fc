"""A process of its own that reads the lines of a PDF; it is started as a program.

A PDF from anybody may crash or hold up what reads it, so this is done where time and memory are
limited, and where nothing else is lost. The file comes on standard input. One line of JSON goes out
for each page: its size, and its lines as lists of text, left, top, right, bottom, size of type, and
weight; before them one with the number of pages and their labels. A fault is one line with `fault`.
"""

import ctypes
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

#: Seconds of computing, and bytes of memory beyond what the program takes itself.
SECONDS, MEMORY = 4, 300_000_000
#: More is no manuscript.
MOST_PAGES, MOST_LETTERS = 2_000, 5_000_000
#: What PDFium writes where a hyphen divides a word at the end of a line: the next line follows.
DIVIDES = "\u0002\ufffe"
#: A line, or the part of one that PDFium joins to the next.
LINE = re.compile(f"[^\\r\\n{DIVIDES}]+[{DIVIDES}]?")
BLANKS = " \t\u00a0"
#: What names of bold fonts have.
BOLD = (b"bold", b"black", b"heavy", b"bx", b"semib")
#: The width of a letter, as a share of the size of type, beyond which a line has gaps.
USUAL_WIDTH = 0.56


def limit() -> None:
    """Let the system end this process when it takes more time or memory than a manuscript needs."""
    try:
        import resource  # noqa: PLC0415 -- not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(data: object) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(data) + "\n")


def main() -> int:
    """Read a PDF from standard input."""
    raw_file = sys.stdin.buffer.read()
    import pypdfium2  # noqa: PLC0415 -- after the file, so that its absence is told as such

    limit()
    try:
        document = pypdfium2.PdfDocument(raw_file)
    except pypdfium2.PdfiumError as error:
        say({"fault": "password" if "password" in str(error).lower() else "damaged"})
        return 0
    count = len(document)
    if count > MOST_PAGES:
        say({"fault": "pages", "count": count})
        return 0
    say({"pages": count})
    left = MOST_LETTERS
    for number in range(count):
        try:
            page = document[number]
            width, height = page.get_size()
            text = page.get_textpage()
            left -= text.count_chars()
            if left < 0:
                say({"fault": "letters"})
                return 0
            lines = list(_lines(text, height))
            text.close()
            page.close()
        except pypdfium2.PdfiumError:
            say({"fault": "damaged"})
            return 0
        say({"width": width, "height": height, "lines": lines})
    return 0


def _lines(text: Any, height: float) -> Iterator[list[Any]]:
    """Go over the lines of a page, in the order of the file."""
    from pypdfium2 import raw  # noqa: PLC0415 -- after the file, as above

    whole = text.get_text_range()
    page = _Page(text.raw, raw, height, plain=len(whole) == text.count_chars())
    for match in LINE.finditer(whole):
        words = match[0].strip(BLANKS)
        if not words:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip(BLANKS))
        end = start + len(words)
        edges = page.edges(start, _last(whole, end))
        left, _top, right, _bottom, size, _bold = edges
        cuts = [start]
        if right - left > USUAL_WIDTH * size * (end - start):
            cuts += [
                at + 1
                for at in range(start + 1, end - 1)
                if whole[at] in BLANKS and page.room(at) > size
            ]
        if len(cuts) == 1:
            yield [words, *edges]
            continue
        for first, after in zip(cuts, [*(cut - 1 for cut in cuts[1:]), end], strict=True):
            yield [whole[first:after], *page.edges(first, _last(whole, after))]


def _last(whole: str, end: int) -> int:
    """Return the last letter of a line that ends before a place; a mark of a hyphen has no room."""
    return end - 1 - (whole[end - 1] in DIVIDES)


class _Page:
    """Where the letters of a page stand, by their places in its text.

    Args:
        text: PDFium's handle of the page's text.
        raw: PDFium's functions.
        height: The height of the page.
        plain: Whether its text has all letters of the page and no others, so that they have the
            same places in both.
    """

    def __init__(self, text: Any, raw: Any, height: float, *, plain: bool) -> None:
        self._plain = plain
        self._text = text
        self._raw = raw
        self._height = height
        self._boxes = (raw.FS_RECTF(), raw.FS_RECTF())
        self._name = ctypes.create_string_buffer(120)
        self._flags = ctypes.c_int()

    def _index(self, at: int) -> int:
        """Return the number of a letter on the page."""
        if self._plain:
            return at
        return max(0, int(self._raw.FPDFText_GetCharIndexFromTextIndex(self._text, at)))

    def _found(self, first: int, last: int) -> bool:
        """Look up the boxes of two letters."""
        look, (one, other) = self._raw.FPDFText_GetLooseCharBox, self._boxes
        return bool(look(self._text, first, one) and look(self._text, last, other))

    def room(self, at: int) -> float:
        """Return how much room a blank leaves between the letters beside it."""
        found = self._found(self._index(at - 1), self._index(at + 1))
        return float(self._boxes[1].left - self._boxes[0].right) if found else 0.0

    def edges(self, start: int, end: int) -> list[float]:
        """Return left, top, right and bottom of a line, its size of type and its weight."""
        first, last = self._index(start), self._index(end)
        if not self._found(first, last):
            return [0.0, 0.0, 0.0, 0.0, 0.0, 0]
        one, other = self._boxes
        middle = (first + last) // 2
        size = max(self._raw.FPDFText_GetFontSize(self._text, middle), abs(one.top - one.bottom))
        self._raw.FPDFText_GetFontInfo(self._text, middle, self._name, 120, self._flags)
        name = self._name.value.lower()
        return [
            round(one.left, 1),
            round(self._height - max(one.top, other.top), 1),
            round(other.right, 1),
            round(self._height - min(one.bottom, other.bottom), 1),
            round(size, 1),
            int(any(word in name for word in BOLD)),
        ]


if __name__ == "__main__":
    sys.exit(main())
