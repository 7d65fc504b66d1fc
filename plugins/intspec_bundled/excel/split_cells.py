"""Split a text that is too long for one Excel cell into marked pieces, and join them again."""

import re
from collections.abc import Iterator
from typing import NamedTuple

#: The marks at the end of each piece but the last, and at the beginning of each but the first.
MORE = "[continues in the row below]"
AGAIN = "[continued from the row above]"
#: A cell of Excel holds 32,767 UTF-16 units; this leaves room for the marks.
MOST_UNITS = 32_600
#: Excel shows no row higher than 409 points, which is about so many lines.
MOST_LINES = 26

#: Characters as wide as two letters: Chinese and the like, and pictographs.
WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60"
    "\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003ffff]"
)


class Fragment(NamedTuple):
    """A stretch of a cell's text that looks the same: its text and the name of its look."""

    text: str
    look: str


def lines(text: str, across: int) -> int:
    """Guess how many lines a text takes in a cell that holds so many characters on a line."""
    return sum(_wrapped(line, across) for line in text.split("\n"))


def _wrapped(line: str, across: int) -> int:
    """Count the lines that one line becomes where words are kept whole."""
    if not line.isascii():
        line = WIDE.sub("##", line)
    size = len(line)
    if size > across * MOST_LINES:
        return -(-size // across)
    count, start = 1, 0
    while size - start > across:
        blank = line.rfind(" ", start, start + across + 1)
        start = blank + 1 if blank > start else start + across
        count += 1
    return count


def wide(line: str) -> int:
    """Count a line in characters of middle width; those of Chinese and the like count double."""
    return len(line) if line.isascii() else len(line) + len(WIDE.findall(line))


def units(text: str) -> int:
    """Count a text as Excel does, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(fragments: list[Fragment], across: int) -> Iterator[tuple[list[Fragment], int]]:
    """Cut a cell into pieces that a cell can hold and show.

    Args:
        fragments: The text of the cell.
        across: About how many characters a line of the cell holds.

    Yields:
        The pieces, with their marks if there are several, and about how many lines each takes.
    """
    text = (
        fragments[0].text
        if len(fragments) == 1
        else "".join(fragment.text for fragment in fragments)
    )
    height = lines(text, across)
    if height <= MOST_LINES and len(text) < MOST_UNITS // 2:
        yield fragments, height
        return
    opening = ""
    while (end := _end(text, across)) < len(text):
        at_line = text[end] == "\n"
        head, fragments = _parted(fragments, end)
        lead = "\n" if at_line else " "
        yield _marked(opening, head, f"{lead}{MORE}"), MOST_LINES + 2
        opening = f"{AGAIN}{lead}"
        if at_line:
            _line_feed, fragments = _parted(fragments, 1)
        text = text[end + at_line :]
    yield _marked(opening, fragments, ""), lines(text, across) + 1


def join(above: str, below: str) -> tuple[str, str] | None:
    """Return two pieces of a cell without the marks between them; None if they are none."""
    for lead in ("\n", " "):
        if above.endswith(f"{lead}{MORE}") and below.startswith(f"{AGAIN}{lead}"):
            between = "\n" if lead == "\n" else ""
            return above[: -len(MORE) - 1], between + below[len(AGAIN) + 1 :]
    return None


def _end(text: str, across: int) -> int:
    """Return where the first piece of a text ends: at a line break, or else at a blank."""
    height = used = start = 0
    for line in text.split("\n"):
        size = units(line)
        added = max(-(-wide(line) // across), 1)
        if height + added > MOST_LINES or used + size > MOST_UNITS:
            if start and height * 2 > MOST_LINES:
                return start - 1
            room = min((MOST_LINES - height) * across, MOST_UNITS - used)
            return start + _within(line, room)
        height += added
        used += size + 1
        start += len(line) + 1
    return len(text)


def _within(line: str, room: int) -> int:
    """Return where a line is cut so that its first part fits: after a blank, if there is one."""
    end = min(room, len(line))
    while end > 1 and (wide(line[:end]) > room or units(line[:end]) > MOST_UNITS):
        end = end * 9 // 10
    blank = line.rfind(" ", end // 2, end)
    return max(blank + 1 if blank > 0 else end, 1)


def _parted(fragments: list[Fragment], position: int) -> tuple[list[Fragment], list[Fragment]]:
    head: list[Fragment] = []
    remaining = list(fragments)
    while remaining and position > 0:
        fragment = remaining.pop(0)
        head.append(Fragment(fragment.text[:position], fragment.look))
        if len(fragment.text) > position:
            remaining.insert(0, Fragment(fragment.text[position:], fragment.look))
        position -= len(head[-1].text)
    return head, remaining


def _marked(opening: str, fragments: list[Fragment], closing: str) -> list[Fragment]:
    marked = [Fragment(opening, "mark"), *fragments, Fragment(closing, "mark")]
    return [fragment for fragment in marked if fragment.text]
