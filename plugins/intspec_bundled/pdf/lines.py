"""Letters put together to lines, and lines to the texts that somebody wrote."""

from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from attrs import frozen

from intspec_bundled.pdf.pages import Letter, Ruled

#: A gap of this share of a letter's height parts two words; no blank is wider than this share.
BLANK, WIDEST_BLANK = 0.18, 0.5
#: Where less room is left, of a letter's height, no blank has room.
NO_ROOM = 0.3
#: How much of its height a letter has in common with the line that it stands on.
SAME_LINE = 0.5
#: Where, of a letter's height from the top, a line goes through it.
THROUGH = (0.3, 0.72)


@frozen
class Line:
    """One printed line: its letters in the order of reading."""

    letters: tuple[Letter, ...]

    @property
    def left(self) -> float:
        """Where it begins."""
        return min(letter.left for letter in self.letters)

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(letter.right for letter in self.letters)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(letter.top for letter in self.letters)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(letter.bottom for letter in self.letters)

    @property
    def text(self) -> str:
        """Its words."""
        text = self.letters[0].text
        for before, letter in pairwise(self.letters):
            gap = max(letter.left - before.right, before.left - letter.right)
            parted = before.blank or gap > BLANK * (before.bottom - before.top)
            text += " " if parted else ""
            text += letter.text
        return text

    @property
    def first_word(self) -> float:
        """The width of its first word."""
        word = self.text.split(" ", 1)[0]
        letters = self.letters[: len(word)]
        return max(one.right for one in letters) - min(one.left for one in letters)


#: So many lines are looked back at for the one that a letter is on: more than a page has.
MOST_LINES = 200


def lines_of(letters: Iterable[Letter]) -> list[Line]:
    """Put letters together to lines, from top to bottom.

    Letters of a line stand in the order of the file, which is that of reading in every script,
    except where it goes back by more than a letter: then by place.
    """
    found: list[list[Letter]] = []
    for letter in letters:
        near = islice(reversed(found), MOST_LINES)
        line = next((one for one in near if _is_on(letter, one[-1])), None)
        if line is None:
            found.append([letter])
        else:
            line.append(letter)
    found.sort(key=lambda line: min(letter.top for letter in line))
    return [Line(tuple(_ordered(line))) for line in found]


def _is_on(letter: Letter, other: Letter) -> bool:
    shared = min(letter.bottom, other.bottom) - max(letter.top, other.top)
    least = min(letter.bottom - letter.top, other.bottom - other.top)
    return shared >= SAME_LINE * max(least, 0.1)


def _ordered(letters: list[Letter]) -> list[Letter]:
    """Order pieces of a line that were written out of turn, each piece as it stands."""
    pieces: list[list[Letter]] = [[letters[0]]]
    for before, letter in pairwise(letters):
        high = before.bottom - before.top
        # Letters of a script from right to left follow each other to the left.
        beside = min(abs(letter.left - before.right), abs(before.left - letter.right))
        if beside <= high:
            pieces[-1].append(letter)
        else:
            pieces.append([letter])
    pieces.sort(key=lambda piece: min(letter.left for letter in piece))
    return [letter for piece in pieces for letter in piece]


def goes_on(before: Letter, letter: Letter) -> bool:
    """Tell whether a letter stands right behind another, in one word with it."""
    gap = letter.left - before.right
    near = abs(gap) <= BLANK * (before.bottom - before.top)
    return near and not before.blank and _is_on(letter, before)


def text_of(lines: Sequence[Line], width: float) -> tuple[str, bool]:
    """Return the text that was written, as the paragraphs that it has, and whether that is sure.

    A program breaks a line where the next word does not fit; where it would have fitted, somebody
    began a new line. A word that is wider than its column is broken anywhere.

    Args:
        lines: The lines of a cell.
        width: How wide the text may be.
    """
    if not lines:
        return "", True
    text, sure = lines[0].text, True
    for before, line in pairwise(lines):
        high = before.bottom - before.top
        room = width - (before.right - min(before.left, line.left))
        if room > line.first_word + WIDEST_BLANK * high:
            text += "\n"
        elif text[-1] != "-":
            text += " "
            sure = sure and not (_may_be_broken(before) and room < NO_ROOM * high)
        text += line.text
    return text, sure


def _may_be_broken(line: Line) -> bool:
    """Tell whether the next line may go on with the word of a line, as it is all there is of it."""
    last = line.letters[-1]
    return " " not in line.text and last.text.isalnum() and not last.blank


def struck(letters: Sequence[Letter], across: Iterable[Ruled]) -> bool:
    """Tell whether a line goes through letters: they are crossed out."""
    through = [
        letter
        for letter in letters
        for line in across
        if line.start <= letter.middle[0] <= line.end
        and THROUGH[0] < _share(line.at, letter) < THROUGH[1]
    ]
    return bool(through)


def _share(at: float, letter: Letter) -> float:
    return (at - letter.top) / max(letter.bottom - letter.top, 0.1)
