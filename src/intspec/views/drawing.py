"""A sheet that a figure is drawn on: it keeps words within the room that they have."""

from collections.abc import Iterable
from typing import Literal

import attrs

from intspec.lazy import define, frozen
from intspec.views.figure import (
    Figure,
    FigureBox,
    FigureDisc,
    FigureLine,
    FigureWords,
    Look,
    Shape,
)
from intspec.views.measuring import ABOVE, bounds, runs_left, width_of, wrapped

#: Around the whole figure.
MARGIN = 12.0
SIZE, SMALL, LARGE = 11.0, 9.5, 14.0
#: From one line of words to the next, in parts of their size.
LINE = 1.35
#: The side of a sign in the key, and between two entries.
SIGN, GAP = 12.0, 22.0


@frozen
class Room:
    """The room that words have.

    Attributes:
        x: Its left edge.
        y: Its upper edge.
        width: How wide it is.
        lines: How many lines there may be.
    """

    x: float
    y: float
    width: float
    lines: int = 1


@define
class Sheet:
    """What has been drawn so far.

    Attributes:
        shapes: The shapes, in order.
        used: What the key has to explain, so far.
    """

    shapes: list[Shape] = attrs.field(factory=list)
    used: dict[str, None] = attrs.field(factory=dict)

    def box(self, place: tuple[float, float, float, float], use: str, look: Look) -> None:
        """Draw a rectangle, told by its left and upper edge, its width and its height."""
        self.shapes.append(FigureBox(*place, use, look))

    def disc(self, x: float, y: float, radius: float, use: str, look: Look) -> None:
        """Draw a circle."""
        self.shapes.append(FigureDisc(x, y, radius, use, look))

    def line(
        self,
        ends: tuple[float, float, float, float],
        use: str,
        look: Literal["solid", "outline", "dashed"] = "outline",
        *,
        arrow: bool = False,
    ) -> None:
        """Draw a line."""
        self.shapes.append(FigureLine(*ends, use, look, arrow))

    def words(  # noqa: PLR0913 -- one keyword for each thing that words have
        self,
        text: str,
        room: Room,
        use: str,
        *,
        size: float = SIZE,
        bold: bool = False,
        middle: bool = False,
    ) -> float:
        """Write words into a room, and return the lower edge of what was written."""
        y = room.y
        for line in wrapped(text, room.width, size, room.lines, bold=bold) if text else ():
            leftward = runs_left(line)
            width = width_of(line, size, bold=bold)
            # Programs do not agree on where right-to-left words begin: their middle is the same.
            x = room.x + room.width / 2 if middle else room.x
            if leftward and not middle:
                x = room.x + room.width - width / 2
            anchor: Literal["start", "middle"] = "middle" if middle or leftward else "start"
            baseline = y + ABOVE * size
            self.shapes.append(FigureWords(x, baseline, line, use, size, bold, anchor, leftward))
            y += size * LINE
        return y

    def key(
        self,
        entries: Iterable[tuple[Look | Literal["line"], Literal["disc", "box"], str, str]],
        y: float,
        width: float,
    ) -> float:
        """Draw a key: signs with what they mean.

        Args:
            entries: The look of each sign, its form, a letter beside it, and what it means.
            y: Where it begins.
            width: How wide it may be.

        Returns:
            Its lower edge.
        """
        x = MARGIN
        for look, form, letter, meaning in entries:
            lead = SIGN + 4 + (8 if letter else 0)
            needed = lead + width_of(meaning, SIZE)
            if x > MARGIN and x + needed > width - MARGIN:
                x, y = MARGIN, y + SIZE * LINE + 5
            self.sign(x + SIGN / 2, y + SIGN / 2, look, form, letter)
            room = Room(x + lead, y, max(width - MARGIN - x - lead, 40))
            self.words(meaning, room, "key")
            x += needed + GAP
        return y + SIZE * LINE

    def sign(
        self, x: float, y: float, look: Look | Literal["line"], form: str, letter: str
    ) -> None:
        """Draw one sign around a middle: a disc, a box or a line, and a letter beside it."""
        half = SIGN / 2 - 1
        if look == "line":
            self.line((x - half, y, x + half, y), "sign", "solid")
        elif form == "disc":
            self.disc(x, y, half, "sign", look)
        else:
            self.box((x - half, y - half, 2 * half, 2 * half), "sign", look)
        if letter:
            room = Room(x + half + 2, y - ABOVE * SMALL / 2 - 1, 10)
            self.words(letter, room, "sign", size=SMALL)

    def figure(self, key: str, caption: str, description: str, width: float) -> Figure:
        """Make the figure: as high as what is drawn on it."""
        lowest = max((bounds(shape)[3] for shape in self.shapes), default=0.0)
        height = round(lowest + MARGIN, 1)
        return Figure(key, caption, description, width, height, tuple(self.shapes))
