"""Find a table without ruled lines: by the blanks between its columns, and by its item numbers.

Where a cell ends is a guess here, so nothing that is read by it is ever sure.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from intspec_bundled.pdf.grid import Box, Grid
from intspec_bundled.pdf.lines import Line, lines_of
from intspec_bundled.pdf.pages import Letter, Page

#: Item numbers that begin rows stand at one place, within so many points.
SAME_START = 4.0
#: The fewest rows of a table; the narrowest blank between two columns, in points.
LEAST_ROWS, LEAST_BLANK = 4, 7.0
#: Edges of the fewest columns: numbers, labels, answers, and the end.
LEAST_EDGES = 4
#: Lines that cross a blank between columns, as headings of groups do: so many of them at most.
CROSSING = 0.12
#: What stands in a column of item numbers.
NUMBER = re.compile(
    r"\W{0,3}(?:item|no\.?|n\u00b0)?\s{0,2}\d{1,3}\s?\(?[a-z]?\W{0,3}", re.IGNORECASE
)


@frozen
class _Word:
    """A run of letters with no wide gap in it."""

    left: float
    right: float
    text: str


def grids_by_blanks(pages: Sequence[Page]) -> list[list[Grid]]:
    """Find the one table of a file whose rows begin with item numbers.

    Returns:
        For each page the part of the table that is on it, if any is.
    """
    lines = [lines_of(page.letters) for page in pages]
    starts = _starts(lines)
    if sum(map(len, starts)) < LEAST_ROWS:
        return [[] for _page in pages]
    left = min(line.left for found in starts for line in found) - 1
    begun = next(number for number, found in enumerate(starts) if found)
    bodies = []
    for number, (own, found) in enumerate(zip(lines, starts, strict=True)):
        top = found[0].top - 1 if number == begun else 0.0
        held = [line for line in own if line.top >= top and line.right > left]
        bodies.append(held if found else [])
    columns = _columns([line for body in bodies for line in body], left)
    if len(columns) < LEAST_EDGES:
        return [[] for _page in pages]
    grids = []
    for number, (own, found, body) in enumerate(zip(lines, starts, bodies, strict=True)):
        first = found[0].top if found else 0.0
        # Right above the first number of all may stand the heads of the columns; above that of
        # another page goes on what the page before it began.
        heads = [line.top for line in own if line.bottom <= first + 1]
        above = heads[-1:] if number == begun else heads[:1]
        bottom = max((line.bottom for line in body), default=0.0) + 1
        rows = [*(top - 1 for top in above), *(line.top - 1 for line in found), bottom]
        grid = Grid(tuple(columns), tuple(rows), tuple(_boxes(columns, rows)))
        grids.append([grid] if found else [])
    return grids


def _starts(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page that begin with an item number, all at one place."""
    numbered = [
        [line for line in lines if NUMBER.fullmatch(_words(line)[0].text)] for lines in pages
    ]
    every = [line.left for lines in numbered for line in lines]
    counts = {left: sum(abs(left - other) <= SAME_START for other in every) for left in every}
    place = max(counts, key=lambda left: counts[left], default=0.0)
    return [[one for one in lines if abs(one.left - place) <= SAME_START] for lines in numbered]


def _words(line: Line) -> list[_Word]:
    words: list[_Word] = []
    held: list[Letter] = []
    for letter in line.letters:
        high = letter.bottom - letter.top
        if held and letter.left - held[-1].right > max(LEAST_BLANK / 2, 0.6 * high):
            words.append(_word(held))
            held = []
        held.append(letter)
    return [*words, _word(held)]


def _word(letters: Sequence[Letter]) -> _Word:
    text = "".join(letter.text for letter in letters).strip()
    return _Word(letters[0].left, letters[-1].right, text)


def _columns(body: Sequence[Line], left: float) -> list[float]:
    """Return where columns begin, and where the last ends: behind blanks that go all the way."""
    right = max(line.right for line in body) + 1
    runs = [(word.left, word.right) for line in body for word in _words(line)]
    edges = sorted({round(start) for start, _end in runs})
    allowed = CROSSING * len(body)
    columns = [left]
    for edge in edges:
        crossing = sum(start < edge - 1 and end > edge - LEAST_BLANK for start, end in runs)
        begins = sum(abs(start - edge) <= SAME_START for start, _end in runs)
        if crossing <= allowed and begins >= LEAST_ROWS and edge - columns[-1] > LEAST_BLANK:
            columns.append(edge - 1.0)
    return [*columns, right]


def _boxes(columns: Sequence[float], rows: Sequence[float]) -> Iterator[Box]:
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            yield Box(
                row,
                column,
                1,
                1,
                columns[column],
                rows[row],
                columns[column + 1],
                rows[row + 1],
            )
