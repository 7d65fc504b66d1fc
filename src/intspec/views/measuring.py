"""How much room words take in a figure: guessed on the safe side, by a table of widths.

A figure is shown in whatever font is at hand. The widths are those of a wide one, so that the
words fit in all the usual ones.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from intspec.text.characters import normalized
from intspec.text.wording import flat
from intspec.views.figure import FigureBox, FigureDisc, FigureLine, FigureWords, Shape

#: Characters by their width, in hundredths of the size of the letters.
BY_WIDTH = {
    28: "'ijl\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{MIDDLE DOT}",
    32: " ,.IJ",
    36: "/:;\\f|",
    40: "()-[]t",
    44: "!r",
    48: '"',
    52: "*_`\N{EN DASH}\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}",
    56: "?Lcsz",
    60: "Fkvxy\N{BULLET}",
    64: "$0123456789EPSTYabdeghnopqu{}",
    72: "ABCKRVXZ",
    76: "HNU",
    80: "&DGOQ",
    84: "#+<=>^w~\N{MULTIPLICATION SIGN}\N{MINUS SIGN}\N{RIGHTWARDS ARROW}",
    88: "M",
    96: "%",
    100: "@Wm\N{EM DASH}\N{HORIZONTAL ELLIPSIS}",
}
WIDTHS = {character: width for width, characters in BY_WIDTH.items() for character in characters}
#: Of any other letter, and of one as wide as it is high.
OTHER, SQUARE = 85, 110
BOLD = 1.12
#: How far letters reach above and below the line that they stand on, in parts of their size.
ABOVE, BELOW = 0.95, 0.3
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
#: Kinds of characters that stand on the one before them.
MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})
JOINER = "\N{ZERO WIDTH JOINER}"


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of words is at most."""
    width = sum(map(_width, text)) * size / 100
    return width * BOLD if bold else width


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    known = WIDTHS.get(character)
    if known is not None:
        return known
    kind = unicodedata.category(character)
    if kind in {"Mn", "Me", "Cf"}:
        return 0
    plain = normalized("NFD", character)[0]
    if plain != character and plain in WIDTHS:
        return WIDTHS[plain]
    wide = kind in {"So", "Cn", "Co"} or unicodedata.east_asian_width(character) in "WF"
    return SQUARE if wide else OTHER


def wrapped(text: str, room: float, size: float, lines: int, *, bold: bool = False) -> list[str]:
    """Break words into lines.

    Args:
        text: The words.
        room: How wide a line may be.
        size: The size of the letters.
        lines: How many lines there may be: what does not fit is cut, with an ellipsis.
        bold: Whether the letters are bold.
    """
    found = [""]
    for word in flat(text).split(" "):
        for piece in _pieces(word, room, size, bold=bold):
            longer = f"{found[-1]} {piece}" if found[-1] else piece
            if width_of(longer, size, bold=bold) <= room:
                found[-1] = longer
            elif len(found) == lines:
                return [*found[:-1], _cut(longer, room, size, bold=bold)]
            else:
                found.append(piece)
    return found


def _pieces(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    """Break a word that is longer than a line."""
    if width_of(word, size, bold=bold) <= room:
        return [word]
    pieces = [""]
    clusters = _clusters(word)
    if any(width_of(cluster, size, bold=bold) > room for cluster in clusters):
        clusters = [*word]
    used = 0.0
    for cluster in clusters:
        width = width_of(cluster, size, bold=bold)
        if pieces[-1] and used + width > room:
            pieces.append("")
            used = 0.0
        pieces[-1] += cluster
        used += width
    return pieces


def _cut(text: str, room: float, size: float, *, bold: bool) -> str:
    left = room - width_of(ELLIPSIS, size, bold=bold)
    kept = ""
    for cluster in _clusters(text):
        left -= width_of(cluster, size, bold=bold)
        if left < 0:
            break
        kept += cluster
    return kept.rstrip(" ,;:") + ELLIPSIS


def _clusters(text: str) -> list[str]:
    """Part a text into letters, each with the marks that stand on it."""
    starts = [
        number
        for number, character in enumerate(text)
        if number == 0
        or (unicodedata.category(character) not in MARKS and text[number - 1] != JOINER)
    ]
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def runs_left(text: str) -> bool:
    """Tell whether a text runs from right to left: its first letter that has a direction does."""
    for character in re.sub(r"\s", "", text):
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def bounds(shape: Shape) -> tuple[float, float, float, float]:
    """Return the left, upper, right and lower edge of a shape, or of the room that words take."""
    if isinstance(shape, FigureBox):
        return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    if isinstance(shape, FigureDisc):
        reach = shape.radius
        return shape.x - reach, shape.y - reach, shape.x + reach, shape.y + reach
    if isinstance(shape, FigureLine):
        left, right = sorted((shape.x1, shape.x2))
        upper, lower = sorted((shape.y1, shape.y2))
        return left, upper, right, lower
    return _bounds_of_words(shape)


def _bounds_of_words(words: FigureWords) -> tuple[float, float, float, float]:
    width = width_of(words.text, words.size, bold=words.bold)
    left = words.x - {"start": 0.0, "middle": width / 2, "end": width}[words.anchor]
    upper, lower = words.y - ABOVE * words.size, words.y + BELOW * words.size
    return left, upper, left + width, lower
