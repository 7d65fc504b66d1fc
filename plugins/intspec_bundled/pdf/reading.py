"""Read a PDF as a form: its tables, by their ruled lines, as Word's and Excel's are read.

A PDF holds letters and lines, and no tables: which letters are a cell's is a reading. What may be
wrong in it is told of each cell, and the core then takes no answer from it.
"""

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from intspec import Form, FormCell, FormError, FormRow, FormTable, FormText
from intspec.text import STAND_IN, plural
from intspec_bundled.pdf.blanks import NUMBER, grids_by_blanks
from intspec_bundled.pdf.grid import Box, Grid, grids_of
from intspec_bundled.pdf.lines import Line, goes_on, lines_of, struck, text_of
from intspec_bundled.pdf.pages import SAVE, Letter, Page, pages_of

#: Edges of columns on two pages that are so near are those of one table.
SAME_EDGE = 4.0
#: How much of a column of item numbers is so.
NUMBERS = 0.5
OVER = "its words reach into the cell beside it"
CROSSED = "it is crossed out"
GUESSED = "it was read from a picture of the page, where letters are taken for others"
SPLIT = "the end of a line may have broken a word or a number in it"
PARTED = "it goes on on the next page, perhaps in a new line"
UNRULED = "its table has no ruled lines, and only blanks tell its columns"
BROKEN = "some of its letters cannot be told from the file"


def read(raw: bytes, name: str) -> Form:
    """Read a PDF.

    Args:
        raw: The file.
        name: Its name, for messages.

    Raises:
        FormError: It cannot be read, or no table is found in it.
    """
    pages, properties = pages_of(raw, name)
    if not any(page.letters for page in pages):
        message = f"`{name}` has no text: its pages are pictures, such as scans"
        raise FormError(message, f"fill in the answers anew, or {SAVE}")
    pieces: list[_Piece] = []
    texts: list[FormText] = []
    found = [grids_of(page) for page in pages]
    ruled = any(found)
    if not ruled:
        found = grids_by_blanks(pages)
    for page, grids in zip(pages, found, strict=True):
        own = [_Piece.of(page, grid, ruled=ruled) for grid in grids]
        beside = [letter for letter in page.letters if not any(_inside(letter, g) for g in grids)]
        texts += _texts(page, beside, [piece.top for piece in own], len(pieces))
        pieces += own
    tables = tuple(_tables(pieces))
    if not tables:
        message = f"`{name}` has no table with ruled lines or item numbers in a column of their own"
        raise FormError(message, SAVE)
    starts = [piece.table for piece in pieces]
    return Form(
        format="pdf",
        tables=tables,
        texts=tuple(evolve(text, table=_before(text.table, starts)) for text in texts),
        title=properties.get("Title", ""),
        remarks=tuple(_remarks(pages)),
    )


@frozen
class _Piece:
    """The part of a table that is on one page, as rows of a form."""

    page: int
    top: float
    columns: tuple[float, ...]
    rows: tuple[FormRow, ...]
    table: int = 0

    @classmethod
    def of(cls, page: Page, grid: Grid, *, ruled: bool) -> "_Piece":
        """Read it; without ruled lines each of its cells is doubtful."""
        cells = _cells(page, grid)
        if not ruled:
            cells = [
                (box, evolve(cell, doubts=(UNRULED, *cell.doubts)) if cell.text else cell)
                for box, cell in cells
            ]
        rows = []
        for number in range(len(grid.rows) - 1):
            where = f"page {page.number}, table at {grid.rows[0]:.0f}, row {number + 1}"
            row = [
                evolve(cell, text="" if box.row < number else cell.text, continued=box.row < number)
                for box, cell in cells
                if box.row <= number < box.row + box.rows
            ]
            row.sort(key=lambda cell: cell.column)
            named = (evolve(c, where=f"{where}, column {c.column}") for c in row)
            rows.append(FormRow(number + 1, where, tuple(named)))
        return cls(page.number, grid.rows[0], grid.columns, tuple(rows))


def _cells(page: Page, grid: Grid) -> list[tuple[Box, FormCell]]:
    """Read the cells of a table: the letters whose middle is in them."""
    letters: dict[Box, list[Letter]] = {box: [] for box in grid.boxes}
    by_row: dict[int, list[Box]] = {}
    for each in grid.boxes:
        for row in range(each.row, each.row + each.rows):
            by_row.setdefault(row, []).append(each)
    over: set[Box | None] = set()
    last: tuple[Letter, Box | None] | None = None
    for letter in page.letters:
        x, y = letter.middle
        row = sum(1 for edge in grid.rows if edge <= y) - 1
        box = next((one for one in by_row.get(row, ()) if one.holds(x, y)), None)
        if last is not None and box is not last[1] and goes_on(last[0], letter):
            over |= {box, last[1]}
        last = letter, box
        if box is not None:
            letters[box].append(letter)
    found = []
    for own, within in letters.items():
        lines = lines_of(within)
        padding = min((line.left for line in lines), default=own.left) - own.left
        text, sure = text_of(lines, own.right - own.left - 2 * max(padding, 0))
        doubts = [*_doubts(page, own, within)]
        doubts += [OVER] if own in over else []
        doubts += [] if sure else [SPLIT]
        found.append((own, FormCell(text, "", own.column + 1, own.columns, doubts=(*doubts,))))
    return found


def _doubts(page: Page, box: Box, letters: Sequence[Letter]) -> Iterator[str]:
    if not letters:
        return
    if page.scanned:
        yield GUESSED
    if struck(letters, (one for one in page.across if box.top + 1 < one.at < box.bottom - 1)):
        yield CROSSED
    if any(one.text == STAND_IN or "\ue000" <= one.text <= "\uf8ff" for one in letters):
        yield BROKEN


def _inside(letter: Letter, grid: Grid) -> bool:
    x, y = letter.middle
    return grid.columns[0] <= x < grid.columns[-1] and grid.rows[0] <= y < grid.rows[-1]


# Tables over several pages


def _tables(pieces: list[_Piece]) -> Iterator[FormTable]:
    """Join pieces that go on over the end of a page, and number the tables."""
    groups: list[list[_Piece]] = []
    for at, piece in enumerate(pieces):
        before = pieces[at - 1] if at else None
        goes_on = before is not None and before.page == piece.page - 1 and _same(before, piece)
        if not goes_on:
            groups.append([])
        groups[-1].append(piece)
        pieces[at] = evolve(piece, table=len(groups))
    for number, group in enumerate(groups, 1):
        yield FormTable(number, f"table {number}", tuple(_rows(group, f"table {number}")))


def _same(before: _Piece, piece: _Piece) -> bool:
    if len(before.columns) != len(piece.columns):
        return False
    edges = zip(before.columns, piece.columns, strict=True)
    return all(abs(first - second) <= SAME_EDGE for first, second in edges)


def _rows(group: Sequence[_Piece], table: str) -> Iterator[FormRow]:
    """Go over the rows of all pieces; a row that a page broke in two is one again."""
    rows: list[FormRow] = []
    numbers = _number_column([row for piece in group for row in piece.rows])
    for piece in group:
        new = [*piece.rows]
        heads = 0
        while rows and heads < len(new) and _texts_of(new[heads]) == _texts_of(rows[heads]):
            # A header that comes again on each page.
            heads += 1
        new = new[heads:]
        if rows and new and numbers is not None and _is_rest(new[0], rows[-1], numbers):
            rows[-1] = _whole(rows[-1], new.pop(0))
        rows += new
    for number, row in enumerate(rows, 1):
        where = f"{table}, row {number}"
        cells = (evolve(cell, where=f"{where}, column {cell.column}") for cell in row.cells)
        yield evolve(row, number=number, where=where, cells=tuple(cells))


def _texts_of(row: FormRow) -> list[tuple[int, str]]:
    return [(cell.column, cell.text) for cell in row.cells]


def _number_column(rows: Sequence[FormRow]) -> int | None:
    """Find the column that item numbers stand in."""
    counts: dict[int, list[int]] = {}
    for row in rows:
        for cell in row.cells:
            if cell.text.strip():
                count = counts.setdefault(cell.column, [0, 0])
                count[0] += NUMBER.fullmatch(cell.text) is not None
                count[1] += 1
    fits = [column for column, (some, every) in counts.items() if some >= NUMBERS * every]
    return min(fits, default=None)


def _is_rest(row: FormRow, before: FormRow, numbers: int) -> bool:
    """Tell whether a row is the rest of the one before it: it has its columns, and no number."""
    number, above = row.cell(numbers), before.cell(numbers)
    same = [cell.column for cell in row.cells] == [cell.column for cell in before.cells]
    return same and bool(
        number and above and not number.text.strip() and above.text.strip() and len(row.cells) > 1
    )


def _whole(row: FormRow, rest: FormRow) -> FormRow:
    cells = []
    for cell, more in zip(row.cells, rest.cells, strict=True):
        joint = "" if cell.text.endswith("-") else " "
        text = joint.join(filter(None, (cell.text, more.text)))
        parted = (PARTED,) if cell.text and more.text else ()
        doubts = tuple(dict.fromkeys((*cell.doubts, *more.doubts, *parted)))
        cells.append(evolve(cell, text=text, doubts=doubts))
    return evolve(row, cells=tuple(cells))


# What stands outside the tables


def _texts(
    page: Page, letters: Sequence[Letter], tops: Sequence[float], before: int
) -> Iterator[FormText]:
    """Go over what stands beside the tables of a page, with the pieces of tables before it.

    Titles stand above the first table line by line; below it paragraphs are whole, as footnotes.
    """
    lines = lines_of(letters)
    width = max((line.right for line in lines), default=0) - min(
        (one.left for one in lines), default=0
    )
    paragraph: list[Line] = []
    for number, line in enumerate(lines, 1):
        above = before + sum(1 for top in tops if top < line.top)
        paragraph.append(line)
        follower = lines[number] if number < len(lines) else None
        if above and follower is not None and _goes_on(paragraph, follower, tops, width):
            continue
        text, _sure = text_of(paragraph, width)
        first = number - len(paragraph) + 1
        yield FormText(text, f"page {page.number}, line {first}", above)
        paragraph = []


#: Lines of one paragraph are this far apart or less beside what the first two are, in points.
NEARLY = 1.0


def _goes_on(
    paragraph: Sequence[Line], follower: Line, tops: Sequence[float], width: float
) -> bool:
    """Tell whether a line goes on with a paragraph: close below, and broken by a program."""
    last = paragraph[-1]
    gap = follower.top - last.bottom
    within = last.top - paragraph[-2].bottom if len(paragraph) > 1 else gap
    close = gap <= min(last.bottom - last.top, within + NEARLY)
    parted = any(last.top <= top < follower.top for top in tops)
    return close and not parted and "\n" not in text_of([last, follower], width)[0]


def _before(pieces: int, starts: Sequence[int]) -> int:
    """Return how many tables stand before a text, of how many pieces of tables do."""
    return starts[pieces - 1] if pieces else 0


def _remarks(pages: Sequence[Page]) -> Iterator[str]:
    pictures = [page.number for page in pages if page.pictures and not page.scanned]
    if pictures:
        listed = ", ".join(map(str, pictures[:8]))
        yield f"{plural(len(pictures), 'page')} with pictures, which were not read: {listed}"
    yield "what is filled into fields and comments of a PDF is not read: print it to a PDF first"
