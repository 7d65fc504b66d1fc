"""Find tables by their ruled lines: where lines cross are the corners of cells."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from intspec_bundled.pdf.pages import Page, Ruled

#: Lines that are so near to each other are one; ends that are so near to a line touch it.
NEAR = 3.0
#: A page with more lines than this is a drawing, and no table is looked for on it.
MOST_LINES = 600
#: A table of more cells than this is none of a form.
MOST_CELLS = 20_000


@frozen
class Box:
    """One cell of a table: its first row and column, from 0, its size in them, and its edges."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a place is in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom


@frozen
class Grid:
    """One table: where its columns and rows begin and end, and its cells, row by row."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    boxes: tuple[Box, ...]


def grids_of(page: Page) -> list[Grid]:
    """Find the tables of a page that have ruled lines, from top to bottom."""
    across, down = _joined(page.across), _joined(page.down)
    if len(across) + len(down) > MOST_LINES:
        return []
    grids = [grid for group in _touching(across, down) if (grid := _grid(*group)) is not None]
    return sorted(grids, key=lambda grid: (grid.rows[0], grid.columns[0]))


def _joined(lines: Iterable[Ruled]) -> list[Ruled]:
    """Join lines that go on with each other, and those that are drawn twice."""
    joined: list[Ruled] = []
    for places in _clusters(lines):
        at = sum(line.at for line in places) / len(places)
        start, end = places[0].start, places[0].end
        for line in places[1:]:
            if line.start <= end + NEAR:
                end = max(end, line.end)
            else:
                joined.append(Ruled(at, start, end))
                start, end = line.start, line.end
        joined.append(Ruled(at, start, end))
    return joined


def _clusters(lines: Iterable[Ruled]) -> Iterator[list[Ruled]]:
    """Gather lines at one place, each cluster by its beginnings."""
    cluster: list[Ruled] = []
    for line in sorted(lines, key=lambda line: line.at):
        if cluster and line.at - cluster[0].at > NEAR:
            yield sorted(cluster, key=lambda one: one.start)
            cluster = []
        cluster.append(line)
    if cluster:
        yield sorted(cluster, key=lambda one: one.start)


def _touching(
    across: Sequence[Ruled], down: Sequence[Ruled]
) -> Iterator[tuple[list[Ruled], list[Ruled]]]:
    """Gather the lines that cross or touch each other: those of one table."""
    left_across, left_down = [*across], [*down]
    while left_across and left_down:
        rows, columns = [left_across.pop(0)], list[Ruled]()
        grown = True
        while grown:
            new_columns = [one for one in left_down if any(_cross(row, one) for row in rows)]
            left_down = [one for one in left_down if one not in new_columns]
            columns += new_columns
            new_rows = [one for one in left_across if any(_cross(one, c) for c in columns)]
            left_across = [one for one in left_across if one not in new_rows]
            rows += new_rows
            grown = bool(new_columns or new_rows)
        if columns:
            yield rows, columns


def _cross(across: Ruled, down: Ruled) -> bool:
    return (
        across.start - NEAR <= down.at <= across.end + NEAR
        and down.start - NEAR <= across.at <= down.end + NEAR
    )


def _grid(across: Sequence[Ruled], down: Sequence[Ruled]) -> Grid | None:
    """Make a table of lines; None where they make fewer than two cells."""
    left, right = min(one.start for one in across), max(one.end for one in across)
    top, bottom = min(one.start for one in down), max(one.end for one in down)
    columns = _places([left, right, *(one.at for one in down)])
    rows = _places([top, bottom, *(one.at for one in across)])
    wide, high = len(columns) - 1, len(rows) - 1
    if wide < 2 or high < 1 or wide * high > MOST_CELLS:  # noqa: PLR2004 -- a number and an answer
        return None
    open_right = [
        [not _crossed(down, columns[c + 1], rows[r], rows[r + 1]) for c in range(wide - 1)]
        for r in range(high)
    ]
    open_below = [
        [not _crossed(across, rows[r + 1], columns[c], columns[c + 1]) for c in range(wide)]
        for r in range(high - 1)
    ]
    return Grid(tuple(columns), tuple(rows), tuple(_boxes(columns, rows, open_right, open_below)))


def _places(values: Iterable[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return places


def _crossed(lines: Sequence[Ruled], at: float, start: float, end: float) -> bool:
    """Tell whether a line parts two cells."""
    middle = (start + end) / 2
    return any(abs(one.at - at) <= NEAR and one.start <= middle <= one.end for one in lines)


def _boxes(
    columns: Sequence[float],
    rows: Sequence[float],
    open_right: Sequence[Sequence[bool]],
    open_below: Sequence[Sequence[bool]],
) -> Iterator[Box]:
    """Go over the cells: as wide, and then as high, as no line parts them."""
    wide, high = len(columns) - 1, len(rows) - 1
    taken = [[False] * wide for _ in range(high)]
    for row in range(high):
        for column in range(wide):
            if taken[row][column]:
                continue
            end = column + 1
            while end < wide and open_right[row][end - 1] and not taken[row][end]:
                end += 1
            below = row + 1
            while below < high and all(
                open_below[below - 1][at] and not taken[below][at] for at in range(column, end)
            ):
                below += 1
            for covered in range(row, below):
                taken[covered][column:end] = [True] * (end - column)
            yield Box(
                row,
                column,
                below - row,
                end - column,
                columns[column],
                rows[row],
                columns[end],
                rows[below],
            )
