"""The data of a figure: shapes and words at places, independent of any file format.

Lengths are in points, from the upper left corner. What a figure shows, the tables of its view say
in words, so that a format without figures loses nothing.
"""

from typing import Literal

import attrs

from intspec.lazy import frozen

#: How a shape is filled and edged. All differ in grey too.
Look = Literal["outline", "solid", "half", "hatched", "dashed", "pale", "band"]
#: Between two figures that stand below one another.
BETWEEN = 24.0


@frozen
class FigureBox:
    """A rectangle.

    Attributes:
        x: Its left edge.
        y: Its upper edge.
        width: How wide it is.
        height: How high it is.
        use: What it is for, such as `phase`; shapes of one use do not cover each other.
        look: How it is filled and edged.
    """

    x: float
    y: float
    width: float
    height: float
    use: str
    look: Look = "outline"


@frozen
class FigureDisc:
    """A circle.

    Attributes:
        x: Its middle, across.
        y: Its middle, down.
        radius: Half of its width.
        use: What it is for, such as `activity`.
        look: How it is filled and edged.
    """

    x: float
    y: float
    radius: float
    use: str
    look: Look = "outline"


@frozen
class FigureLine:
    """A straight line.

    Attributes:
        x1: Where it begins, across.
        y1: Where it begins, down.
        x2: Where it ends, across.
        y2: Where it ends, down.
        use: What it is for, such as `axis`.
        look: `solid` for a strong line, `outline` for a fine one, `dashed` for a broken one.
        arrow: Whether an arrow stands at its end.
    """

    x1: float
    y1: float
    x2: float
    y2: float
    use: str
    look: Literal["solid", "outline", "dashed"] = "outline"
    arrow: bool = False


@frozen
class FigureWords:
    """One line of words.

    Attributes:
        x: Where they are anchored, across.
        y: The line that they stand on.
        text: The words, cut where they are too long; the tables of the view have them in full.
        use: What they are for, such as `arm`.
        size: The size of the letters.
        bold: Whether they are bold.
        anchor: Which of their ends, or whether their middle, stands at `x`.
        right_to_left: Whether they run from right to left.
    """

    x: float
    y: float
    text: str
    use: str
    size: float = 11.0
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"
    right_to_left: bool = False


Shape = FigureBox | FigureDisc | FigureLine | FigureWords


@frozen
class Figure:
    """One figure.

    Attributes:
        key: Its name for machines, unique in the view: small letters and hyphens.
        caption: What it shows.
        description: What is seen in it, in a sentence or two, for those who do not see it.
        width: How wide it is.
        height: How high it is.
        shapes: Its shapes; a later one covers an earlier one.
    """

    key: str
    caption: str
    description: str
    width: float
    height: float
    shapes: tuple[Shape, ...] = ()


def stacked(figures: tuple[Figure, ...]) -> Figure:
    """Put figures below one another, as one.

    Args:
        figures: One or more.
    """
    first, *others = figures
    if not others:
        return first
    shapes: list[Shape] = []
    below = 0.0
    for figure in figures:
        shapes += [_lowered(shape, below) for shape in figure.shapes]
        below += figure.height + BETWEEN
    return Figure(
        first.key,
        "; ".join(figure.caption for figure in figures),
        " ".join(figure.description for figure in figures),
        max(figure.width for figure in figures),
        below - BETWEEN,
        tuple(shapes),
    )


def _lowered(shape: Shape, by: float) -> Shape:
    if isinstance(shape, FigureLine):
        return attrs.evolve(shape, y1=shape.y1 + by, y2=shape.y2 + by)
    return attrs.evolve(shape, y=shape.y + by)
