"""The page of a view: its paper, which way it is turned, and what a table's caption says."""

import re

import attrs

from intspec.lazy import frozen
from intspec.plugins.page_options import Orientation, Paper
from intspec.views.table import Table, View

#: Width and height of each paper, in millimetres.
SIZES: dict[Paper, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
#: The regions that print on Letter, by the Unicode CLDR; all others print on A4.
LETTER = frozenset("BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split())  # noqa: SIM905
REGION = re.compile(r"-([A-Za-z]{2})(?![A-Za-z0-9])")
#: A table of so many columns fits on an upright page: the item, and one or two arms.
UPRIGHT = 3
#: The most characters of one cell that read well in one of two narrow columns.
SHORT = 1_500
LAST_NUMBER = re.compile(r"(\d{1,9})(\D*)\Z")


@frozen
class Page:
    """One page as it is turned.

    Attributes:
        paper: Its paper.
        landscape: Whether it is wider than high.
        width: Its width, in millimetres.
        height: Its height, in millimetres.
    """

    paper: Paper
    landscape: bool
    width: float
    height: float


def page_of(view: View, paper: Paper | None, orientation: Orientation | None) -> Page:
    """Choose the page of a view.

    Args:
        view: The view.
        paper: The paper that is asked for; None for that of the view's language.
        orientation: Which way it is to be turned; None for the way in which the view reads best.
    """
    region = REGION.search(view.language)
    usual: Paper = "letter" if region and region[1].upper() in LETTER else "a4"
    paper = paper or usual
    landscape = orientation == "landscape" if orientation else any(map(_is_wide, view.tables))
    sides = SIZES[paper]
    width, height = reversed(sides) if landscape else sides
    return Page(paper, landscape, width, height)


def _is_wide(table: Table) -> bool:
    """Tell whether a table needs a page that is wider than high."""
    if table.layout != "table" or len(table.columns) < UPRIGHT:
        return False
    if len(table.columns) > UPRIGHT:
        return True
    cells = (cell for row in table.rows if row.kind == "item" for cell in row.cells)
    return any(len(cell.plain) > SHORT for cell in cells)


def captioned(view: View, caption: str = "", number: str = "") -> View:
    """Give the tables of a view the caption and numbers that they have in a paper.

    Args:
        view: The view.
        caption: What the first table is called; empty for what it is called here.
        number: The number of the first table, such as `2` or `S1`; the others follow. Empty for
            none.
    """
    tables = []
    for place, table in enumerate(view.tables):
        title = caption if caption and not place else table.caption
        lead = f"Table {_later(number, place)}. " if number else ""
        tables.append(attrs.evolve(table, caption=f"{lead}{title}"))
    return attrs.evolve(view, tables=tuple(tables))


def _later(number: str, steps: int) -> str:
    """Count on from a number: `S1` and one step give `S2`; one without figures counts its own."""
    if match := LAST_NUMBER.search(number):
        return f"{number[: match.start()]}{int(match[1]) + steps}{match[2]}"
    return f"{number}{steps + 1}" if steps else number
