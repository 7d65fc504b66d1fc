"""Write a figure as SVG that stands alone: no scripts, no style sheets, nothing to fetch.

It has a ground of its own and dark lines, so it reads the same on a light and on a dark page. All
that is seen is set by attributes, which pages may forbid no more than the picture itself.
"""

from collections.abc import Iterator
from html import escape

from intspec.text.characters import NOT_ON_PAGES, replace_forbidden
from intspec.text.wording import flat
from intspec.views.figure import (
    Figure,
    FigureBox,
    FigureDisc,
    FigureLine,
    FigureWords,
    Look,
    Shape,
    stacked,
)

FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
INK, FINE, PALE, BAND, GROUND = "#1b1f24", "#8a94a0", "#dde3ea", "#f1f4f7", "#ffffff"
#: The fill and the edge of each look; a hatched shape gets its lines beside.
LOOKS: dict[Look, str] = {
    "outline": f'fill="{GROUND}" stroke="{INK}"',
    "solid": f'fill="{INK}" stroke="{INK}"',
    "half": f'fill="{GROUND}" stroke="{INK}"',
    "hatched": f'fill="{GROUND}" stroke="{INK}"',
    "dashed": f'fill="{GROUND}" stroke="{INK}" stroke-dasharray="3 2"',
    "pale": f'fill="{PALE}" stroke="{INK}"',
    "band": f'fill="{BAND}" stroke="none"',
}
LINES = {
    "solid": f'stroke="{INK}" stroke-width="1.5"',
    "outline": f'stroke="{FINE}"',
    "dashed": f'stroke="{INK}" stroke-dasharray="3 2"',
}
#: Between two lines of a hatching, and how long an arrow is.
STEP, ARROW = 5.0, 6.0


def write_svg(*figures: Figure, font: str = FONT) -> str:
    """Write a figure as SVG.

    Args:
        *figures: The figure; several stand below one another.
        font: The families of fonts for its words, as SVG names them.

    Returns:
        The picture, one `svg` element, ending in a line break. The same figure gives the same
        bytes. What it is called is in its `title`, and what is seen in its `desc`.
    """
    figure = stacked(figures)
    size = f'width="{_n(figure.width)}" height="{_n(figure.height)}"'
    name = f"figure-{_clean(figure.key)}"
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'viewBox="0 0 {_n(figure.width)} {_n(figure.height)}" role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc" '
        f'font-family="{_clean(font)}" fill="{INK}">'
    )
    lines = [
        opening,
        f'<title id="{name}-title">{_clean(figure.caption)}</title>',
        f'<desc id="{name}-desc">{_clean(figure.description)}</desc>',
        f'<rect {size} fill="{GROUND}"/>',
    ]
    lines += [line for shape in figure.shapes for line in _drawn(shape)]
    return "\n".join([*lines, "</svg>", ""])


def _drawn(shape: Shape) -> Iterator[str]:
    if isinstance(shape, FigureBox):
        size = f'width="{_n(shape.width)}" height="{_n(shape.height)}"'
        yield f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" {size} {LOOKS[shape.look]}/>'
        if shape.look == "hatched":
            yield _hatching(shape.x, shape.y, shape.width, shape.height)
        elif shape.look == "half":
            half = f'width="{_n(shape.width / 2)}" height="{_n(shape.height)}"'
            yield f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" {half} {LOOKS["solid"]}/>'
    elif isinstance(shape, FigureDisc):
        yield from _disc(shape)
    elif isinstance(shape, FigureLine):
        yield from _line(shape)
    else:
        yield _words(shape)


def _disc(disc: FigureDisc) -> Iterator[str]:
    x, y, radius = disc.x, disc.y, disc.radius
    yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" {LOOKS[disc.look]}/>'
    if disc.look == "half":
        top, bottom = f"{_n(x)} {_n(y - radius)}", f"{_n(x)} {_n(y + radius)}"
        yield f'<path d="M{top} A{_n(radius)} {_n(radius)} 0 0 0 {bottom} Z" fill="{INK}"/>'
    elif disc.look == "hatched":
        side = radius * 2**0.5
        yield _hatching(x - side / 2, y - side / 2, side, side)


def _hatching(x: float, y: float, width: float, height: float) -> str:
    """Draw the lines of a hatching, each cut off at the edges of its box."""
    pieces = []
    offset = STEP
    while offset < width + height:
        # The line x + y = offset, within the box.
        right, left = min(offset, width), max(0.0, offset - height)
        pieces.append(
            f"M{_n(x + left)} {_n(y + offset - left)} L{_n(x + right)} {_n(y + offset - right)}"
        )
        offset += STEP
    return f'<path d="{" ".join(pieces)}" fill="none" stroke="{INK}" stroke-width="0.8"/>'


def _line(line: FigureLine) -> Iterator[str]:
    ends = f'x1="{_n(line.x1)}" y1="{_n(line.y1)}" x2="{_n(line.x2)}" y2="{_n(line.y2)}"'
    yield f"<line {ends} {LINES[line.look]}/>"
    if line.arrow:
        length = max(((line.x2 - line.x1) ** 2 + (line.y2 - line.y1) ** 2) ** 0.5, 0.1)
        along, down = (line.x2 - line.x1) / length, (line.y2 - line.y1) / length
        x, y = line.x2 - along * ARROW, line.y2 - down * ARROW
        corners = (
            (line.x2, line.y2),
            (x - down * ARROW / 2, y + along * ARROW / 2),
            (x + down * ARROW / 2, y - along * ARROW / 2),
        )
        points = " ".join(f"{_n(across)},{_n(below)}" for across, below in corners)
        yield f'<polygon points="{points}" fill="{INK}"/>'


def _words(words: FigureWords) -> str:
    attributes = f'x="{_n(words.x)}" y="{_n(words.y)}" font-size="{_n(words.size)}"'
    if words.bold:
        attributes += ' font-weight="bold"'
    if words.anchor != "start":
        attributes += f' text-anchor="{words.anchor}"'
    if words.right_to_left:
        attributes += ' direction="rtl"'
    return f"<text {attributes}>{_clean(words.text)}</text>"


def _clean(text: str) -> str:
    """Return a text as it may stand in XML and in HTML, on one line."""
    return escape(replace_forbidden(flat(text), NOT_ON_PAGES)[0])


def _n(number: float) -> str:
    """Write a number with at most one decimal."""
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")
