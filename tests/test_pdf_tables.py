"""The tables of a PDF page: cells by the lines around them, and what is doubtful in them."""

import pytest

from intspec_bundled.pdf.grid import grids_of
from intspec_bundled.pdf.pages import Letter, Page, Ruled
from intspec_bundled.pdf.reading import BROKEN, CROSSED, GUESSED, OVER, SPLIT, _cells

#: The edges of three columns and three rows.
COLUMNS, ROWS = (0, 100, 200, 300), (0, 30, 60, 90)
WIDE, HIGH = 6.0, 10.0


def letters(text: str, left: float, top: float) -> list[Letter]:
    """Write a line; a blank follows a letter where one stands there."""
    return [
        Letter(
            letter,
            left + at * WIDE,
            top,
            left + (at + 1) * WIDE,
            top + HIGH,
            blank=text[at + 1 : at + 2] == " ",
        )
        for at, letter in enumerate(text)
        if letter != " "
    ]


def page(
    *written: Letter,
    without: tuple[tuple[str, int, int], ...] = (),
    across: tuple[Ruled, ...] = (),
    scanned: bool = False,
) -> Page:
    """Rule a page in nine cells, some edges left out: `across` or `down`, which, and where."""
    lines = {
        ("across", y, x): Ruled(ROWS[y], COLUMNS[x], COLUMNS[x + 1])
        for y in range(4)
        for x in range(3)
    }
    lines |= {
        ("down", x, y): Ruled(COLUMNS[x], ROWS[y], ROWS[y + 1]) for x in range(4) for y in range(3)
    }
    kept = {name: line for name, line in lines.items() if name not in without}
    rows = [line for (kind, *_at), line in kept.items() if kind == "across"]
    columns = [line for (kind, *_at), line in kept.items() if kind == "down"]
    return Page(1, written, (*rows, *across), tuple(columns), scanned=scanned)


@pytest.mark.parametrize(
    ("without", "sizes"),
    [
        ((), {(0, 0): (1, 1)}),
        ((("down", 1, 0),), {(0, 0): (1, 2), (1, 0): (1, 1)}),
        ((("down", 1, 0), ("down", 2, 0)), {(0, 0): (1, 3)}),
        ((("across", 1, 2), ("across", 2, 2)), {(0, 2): (3, 1), (1, 0): (1, 1)}),
        ((("down", 0, 0), ("down", 0, 1), ("down", 0, 2)), {(0, 0): (1, 1), (2, 2): (1, 1)}),
        (
            (("down", 1, 1), ("down", 1, 2), ("across", 2, 0), ("across", 2, 1)),
            {(1, 0): (2, 2), (0, 0): (1, 1), (1, 2): (1, 1)},
        ),
    ],
)
def test_cells_reach_as_far_as_no_line_parts_them(
    without: tuple[tuple[str, int, int], ...], sizes: dict[tuple[int, int], tuple[int, int]]
) -> None:
    """Merged to the right and downwards; a table that is open at its side has its columns."""
    (grid,) = grids_of(page(without=without))
    found = {(box.row, box.column): (box.rows, box.columns) for box in grid.boxes}
    assert sum(rows * columns for rows, columns in found.values()) == len(ROWS[1:]) ** 2
    assert found.items() >= sizes.items()


def read(made: Page) -> dict[str, tuple[str, ...]]:
    """Return the words of the cells that have some, with their doubts."""
    (grid,) = grids_of(made)
    return {cell.text: cell.doubts for _box, cell in _cells(made, grid) if cell.text}


def test_a_line_that_ends_where_the_next_word_had_room_ends_a_paragraph() -> None:
    """Else the program broke it: the words go on."""
    ended = [*letters("p. 5", 105, 2), *letters("Table 2", 105, 14)]
    broken = [*letters("a long row of", 105, 2), *letters("words", 105, 14)]
    hyphen = [*letters("pages four to -", 105, 2), *letters("five", 105, 14)]
    assert read(page(*ended)) == {"p. 5\nTable 2": ()}
    assert read(page(*broken)) == {"a long row of words": ()}
    assert read(page(*hyphen)) == {"pages four to -five": ()}


def test_a_word_that_fills_its_line_may_be_broken() -> None:
    """Where no blank stands behind it, and none has room."""
    lines = [*letters("supplementaries", 105, 2), *letters("x 7", 105, 14)]
    assert read(page(*lines)) == {"supplementaries x 7": (SPLIT,)}
    shorter = [*letters("supplementary", 105, 2), *letters("figures 7", 105, 14)]
    assert read(page(*shorter)) == {"supplementary figures 7": ()}


@pytest.mark.parametrize("share", [0.2, 0.35, 0.5, 0.65, 0.9, 1.2])
def test_a_line_through_words_crosses_them_out(share: float) -> None:
    """One that stands under or over them does not."""
    line = Ruled(40 + share * HIGH, 104, 130)
    through = 0.3 < share < 0.72
    found = read(page(*letters("p. 5", 105, 40), across=(line,)))
    assert found == {"p. 5": (CROSSED,) if through else ()}


def test_what_may_be_wrong_is_told_of_its_cell() -> None:
    """Words over an edge, letters without a meaning, letters that were found in a picture."""
    over = letters("reaches over", 132, 40)
    assert OVER in read(page(*over)).popitem()[1]
    assert read(page(*letters("p. \ufffd", 105, 40))) == {"p. \ufffd": (BROKEN,)}
    assert read(page(*letters("p. 5", 105, 40), scanned=True)) == {"p. 5": (GUESSED,)}
