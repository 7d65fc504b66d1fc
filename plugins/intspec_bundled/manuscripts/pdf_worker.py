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
    whole = text.get_text_range()
    for match in LINE.finditer(whole):
        words = match[0].strip(BLANKS)
        if not words:
            continue
        first = match.start() + len(match[0]) - len(match[0].lstrip(BLANKS))
        for start, end in _pieces(text.raw, whole, first, first + len(words)):
            ends = [_index(text.raw, at) for at in (start, end - 1 - (whole[end - 1] in DIVIDES))]
            yield [whole[start:end], *_edges(text.raw, ends, height)]


def _index(text: Any, at: int) -> int:
    """Return the number of a letter on the page by its place in the page's text."""
    from pypdfium2 import raw  # noqa: PLC0415 -- see above

    return max(0, int(raw.FPDFText_GetCharIndexFromTextIndex(text, at)))


def _pieces(text: Any, whole: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Divide a line where much room is left in it, as between the cells of a table."""
    left, _top, right, _bottom, size, _bold = _edges(
        text, [_index(text, start), _index(text, end - 1)], 0
    )
    if right - left > USUAL_WIDTH * size * (end - start):
        for at in range(start + 1, end - 1):
            if whole[at] in BLANKS and _room(text, at) > size:
                yield start, at
                start = at + 1
    yield start, end


def _room(text: Any, at: int) -> float:
    """Return how much room a blank leaves between the letters beside it."""
    from pypdfium2 import raw  # noqa: PLC0415 -- see above

    before, after = raw.FS_RECTF(), raw.FS_RECTF()
    found = raw.FPDFText_GetLooseCharBox(text, _index(text, at - 1), before)
    if not (found and raw.FPDFText_GetLooseCharBox(text, _index(text, at + 1), after)):
        return 0.0
    return float(after.left - before.right)


def _edges(text: Any, ends: list[int], height: float) -> list[float]:
    """Return the left, top, right and bottom edge of a line, its size of type and its weight."""
    from pypdfium2 import raw  # noqa: PLC0415 -- see above

    boxes = []
    for at in ends:
        box = raw.FS_RECTF()
        if not raw.FPDFText_GetLooseCharBox(text, at, box):
            return [0.0, 0.0, 0.0, 0.0, 0.0, 0]
        boxes.append(box)
    middle = (ends[0] + ends[1]) // 2
    size = max(raw.FPDFText_GetFontSize(text, middle), abs(boxes[0].top - boxes[0].bottom))
    name = ctypes.create_string_buffer(120)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, middle, name, 120, flags)
    bold = any(
        word in name.value.lower() for word in (b"bold", b"black", b"heavy", b"bx", b"semib")
    )
    return [
        round(boxes[0].left, 1),
        round(height - max(box.top for box in boxes), 1),
        round(boxes[1].right, 1),
        round(height - min(box.bottom for box in boxes), 1),
        round(size, 1),
        int(bold),
    ]


if __name__ == "__main__":
    sys.exit(main())
