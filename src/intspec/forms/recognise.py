"""Find the rows of a table that answer items, with the cells for their answers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Protocol

import attrs

from intspec.forms.columns import ASKS, AnswerColumn, divide_columns, starting
from intspec.forms.form import FormCell, FormRow, FormTable
from intspec.forms.item_numbers import Numbered, item_numbers, number_order
from intspec.lazy import frozen
from intspec.text.lookalikes import unmasked
from intspec.text.wording import flat

#: Headings of columns, by what stands in them.
NUMBER_WORDS = re.compile(r"\b(?:no|nr|number|num)\b|#|n\N{DEGREE SIGN}|^item$", re.IGNORECASE)
LONGEST_HEADING = 120
#: So many rows may stand above the items: a title, groups of columns, their heads.
MOST_HEADERS = 4
LEAST_ROWS = 2
LEAST_RISING = 0.6
#: How many items a column without numbers must name; where such a column is looked for.
LEAST_NAMED, MOST_LABELS, MOST_NAMED_ROWS = 4, 6, 500
#: So many rows may stand between two names: what is asked, and the answer; the second where so many
#: items are named.
MOST_BETWEEN, SURELY_NAMED = 2, 6


@frozen
class ItemRow:
    """One row that answers items, with the rows below it that go on with them.

    Attributes:
        row: The row that the number stands in.
        numbers: The item numbers.
        label: What the form calls the item.
        group: The heading above it.
        cells: The answers: each column with its cells, downwards.
        left: What stands below its label and was not taken for an answer, though nothing says that
            the form prints it.
    """

    row: FormRow
    numbers: tuple[str, ...]
    label: str
    group: str
    cells: tuple[tuple[AnswerColumn, tuple[FormCell, ...]], ...]
    left: tuple[FormCell, ...] = ()

    @property
    def below(self) -> tuple[FormCell, ...]:
        """The cells below its label that are for its answer."""
        return tuple(
            cell for column, cells in self.cells if column.kind == "below" for cell in cells
        )

    @property
    def comments(self) -> Iterator[FormCell]:
        """Go over the cells in which somebody comments."""
        for column, cells in self.cells:
            if column.kind == "comment":
                yield from (cell for cell in cells if cell.text.strip())


@frozen
class ItemTable:
    """A table that carries item numbers.

    Attributes:
        table: The table.
        rows: Its rows with item numbers.
        headings: Its heading rows between them.
        headers: Its header rows.
        rest: Its other rows.
        answers: Its columns of answers.
        numbers: The column of the item numbers, or of the items' names, from 1.
        labels: The other columns that name the items.
    """

    table: FormTable
    rows: tuple[ItemRow, ...]
    headings: tuple[FormRow, ...]
    headers: tuple[FormRow, ...]
    rest: tuple[FormRow, ...]
    answers: tuple[AnswerColumn, ...]
    numbers: int
    labels: tuple[int, ...]

    @cached_property
    def merged(self) -> Mapping[str, FormCell]:
        """The answers that reach over several items, by the places of the cells below the first."""
        items = {item.row.number for item in self.rows}
        firsts: dict[int, FormCell] = {}
        merged: dict[str, FormCell] = {}
        for row in self.table.rows:
            for cell in row.cells:
                first = firsts.get(cell.column)
                if cell.continued and first is not None and first.span == cell.span:
                    merged[cell.where] = first
                elif row.number in items:
                    firsts[cell.column] = cell
                else:
                    firsts.pop(cell.column, None)
        return merged

    @property
    def words(self) -> str:
        """What stands above its rows: caption and header."""
        cells = (cell.text for row in self.headers for cell in row.cells)
        return "\n".join([self.table.caption, *cells])


class Names(Protocol):
    """The names of a guideline's items."""

    def called(self, label: str) -> tuple[str, ...]:
        """Return the numbers of the items that are called so, word for word."""


def item_table(
    table: FormTable,
    labels: dict[str, set[str]] | None = None,
    guidelines: Iterable[Names] = (),
) -> ItemTable | None:
    """Find the rows of a table that answer items: by item numbers, or else by the items' names.

    Args:
        table: The table.
        labels: The words that known guidelines have for an item, by its number.
        guidelines: The names of their items, each guideline apart.

    Returns:
        None where there are no such rows.
    """
    numbers = _number_column(table)
    worded = {at: _worded(table, at) for at in range(1, min(table.width, MOST_LABELS) + 1)}
    named = max(
        (column for names in guidelines for column in _name_columns(worded, names)),
        key=lambda column: len(column[1]),
        default=None,
    )
    if named is not None and (
        numbers is None
        or (_answers(table, *numbers) and not _same_items(table, numbers[1], named[1]))
    ):
        numbers = named
    if numbers is None:
        return None
    column, numbered = numbers
    first = min(numbered)
    above = [row for row in table.rows if row.number < first]
    titled = any(len([c for c in row.cells if c.text.strip()]) > 1 for row in above)
    headers = above if titled else [row for row in above if row.header]
    answers, label_columns = divide_columns(table, column, numbered, headers, labels or {})
    same = {tuple(cell.text for cell in row.cells) for row in headers}
    over = {row.number for row in headers}
    rows: list[ItemRow] = []
    headings: list[FormRow] = []
    rest: list[FormRow] = []
    # The first group's heading stands above the first number, where the titles of columns do.
    group = _heading(above[-1]) if above and _is_heading(above[-1]) else ""
    for row in table.rows:
        if row.number in over:
            continue
        if row.number in numbered:
            item = _item_row(row, numbered[row.number], column, answers, label_columns)
            rows.append(attrs.evolve(item, group=group))
        elif row.number > first and (row.header or tuple(cell.text for cell in row.cells) in same):
            headers.append(row)
        elif rows and _goes_on(row, column, answers, label_columns):
            rows[-1] = _joined(rows[-1], row)
        elif _is_heading(row):
            headings.append(row)
            # Where nothing is beside the labels, what stands just below one may be its answer.
            if answers or not (rows and rows[-1].row.number == row.number - 1):
                group = _heading(row)
        elif any(cell.text.strip() for cell in row.cells):
            rest.append(row)
    return ItemTable(
        table,
        tuple(rows),
        tuple(headings),
        tuple(headers),
        tuple(rest),
        tuple(answers),
        column,
        tuple(label_columns),
    )


def parts_of(table: FormTable) -> Iterator[FormTable]:
    """Go over the parts of a table that stand side by side: its heads come again, all of them.

    Each keeps its own columns and the places of its cells.
    """
    starts = _starts(table)
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else table.width + 1
        if len(starts) == 1:
            yield table
            return
        rows = []
        for row in table.rows:
            cells = tuple(cell for cell in row.cells if start <= cell.column < end)
            rows.append(attrs.evolve(row, cells=cells))
        yield attrs.evolve(table, rows=tuple(rows))


def _starts(table: FormTable) -> list[int]:
    """Return the columns at which the parts of a table begin."""
    for row in table.rows[:MOST_HEADERS]:
        texts = [flat(cell.text).casefold() for cell in row.cells]
        again = texts.index(texts[0], 1) if texts and texts[0] in texts[1:] else 0
        if again > 1 and all(texts[:again]) and len(set(texts[:again])) == again:
            times, rest = divmod(len(texts), again)
            if not rest and texts == texts[:again] * times:
                return [row.cells[again * time].column for time in range(times)]
    return [1]


def _number_column(table: FormTable) -> tuple[int, dict[int, Numbered]] | None:
    """Find the column that item numbers stand in, and the numbers by row."""
    best: tuple[float, int, dict[int, Numbered]] | None = None
    for column in range(1, table.width + 1):
        numbers_by_row: dict[int, Numbered] = {}
        headed = False
        for row in table.rows:
            cell = starting(row, column)
            if cell is None or cell.continued or (cell.span > 1 and cell.span >= table.width):
                continue
            numbered = item_numbers(cell.text, cell.number)
            if numbered is not None and numbered.numbers[0] != "0":
                numbers_by_row[row.number] = numbered
            elif not numbers_by_row:
                headed = headed or NUMBER_WORDS.search(unmasked(cell.text).strip()) is not None
        distinct = {numbered.numbers for numbered in numbers_by_row.values()}
        if len(distinct) < (1 if headed else LEAST_ROWS):
            continue
        rising = _rising([numbered.numbers[0] for numbered in numbers_by_row.values()])
        if rising < LEAST_RISING and not headed:
            continue
        pure = sum(1 for numbered in numbers_by_row.values() if not numbered.rest) / len(
            numbers_by_row
        )
        score = len(distinct) * rising * (1 + headed) * (1 + pure / 10) - column / 100
        if best is None or score > best[0]:
            best = (score, column, numbers_by_row)
    return None if best is None else best[1:]


def _worded(table: FormTable, column: int) -> dict[int, str]:
    """Return the words of the cells that begin in a column, by row."""
    cells = {row.number: starting(row, column) for row in table.rows[:MOST_NAMED_ROWS]}
    return {
        number: cell.text
        for number, cell in cells.items()
        if cell is not None and not cell.continued and any(map(str.isalpha, cell.text))
    }


def _name_columns(
    worded: Mapping[int, Mapping[int, str]], names: Names
) -> Iterator[tuple[int, dict[int, Numbered]]]:
    """Find columns of cells that hold the name of an item each, word for word."""
    for column, texts in worded.items():
        named: dict[int, Numbered] = {}
        for row, text in texts.items():
            # Below the label, in its own cell, there may be an answer.
            numbers = names.called(text) if len(text) <= LONGEST_HEADING else ()
            if not numbers and "\n" in text:
                numbers = names.called(text.strip().partition("\n")[0])
            if numbers:
                named[row] = Numbered(numbers, text.strip())
        distinct = {numbered.numbers for numbered in named.values()}
        # Answers may stand between the names, in rows of their own.
        most = MOST_BETWEEN if len(distinct) >= SURELY_NAMED else 1
        near = {row + more for row in named for more in range(1, most + 1)}
        between = [row for row in texts if row in near and row not in named]
        if len(distinct) >= LEAST_NAMED and len(named) >= LEAST_RISING * (
            len(texts) - 1 - len(between)
        ):
            yield column, named


def _answers(table: FormTable, column: int, numbered: dict[int, Numbered]) -> bool:
    """Tell whether a column of numbers is headed as answers are: then they may be pages."""
    above = (row.cell(column) for row in table.rows if row.number < min(numbered))
    return any(cell is not None and ASKS.search(unmasked(cell.text)) for cell in above)


def _same_items(
    table: FormTable, numbered: dict[int, Numbered], named: dict[int, Numbered]
) -> bool:
    """Tell whether numbers are those of the items that are named, and not pages beside them."""
    rows = [row.number for row in table.rows if row.number in named and not _is_heading(row)]
    same = sum(
        1 for n in rows if n in numbered and set(named[n].numbers) & set(numbered[n].numbers)
    )
    return 2 * same >= len(rows)


def _rising(numbers: list[str]) -> float:
    keys = [number_order(number) for number in numbers]
    pairs = list(pairwise(keys))
    return sum(1 for a, b in pairs if b >= a) / len(pairs) if pairs else 1.0


def _item_row(
    row: FormRow,
    numbered: Numbered,
    column: int,
    answers: list[AnswerColumn],
    label_columns: list[int],
) -> ItemRow:
    words = [_text(row, label_column) for label_column in label_columns if label_column < column]
    words += [
        numbered.rest,
        *(_text(row, label_column) for label_column in label_columns if label_column > column),
    ]
    cells = []
    for answer in answers:
        cell = row.cell(answer.column)
        if cell is not None and (cell.column == answer.column or cell.column > column):
            cells.append((answer, (cell,)))
    label = "\n".join(dict.fromkeys(word for word in words if word))
    return ItemRow(row, numbered.numbers, label, "", tuple(cells))


def _text(row: FormRow, column: int) -> str:
    cell = starting(row, column)
    return cell.text.strip() if cell is not None else ""


def _goes_on(
    row: FormRow, column: int, answers: list[AnswerColumn], label_columns: list[int]
) -> bool:
    """Tell whether a row continues the item above it: it has an answer, and no label of its own."""
    cell = row.cell(column)
    if cell is None or (cell.text.strip() and not cell.continued):
        return False
    if any(
        candidate.text.strip() and candidate.span >= sum(other.span for other in row.cells)
        for candidate in row.cells
    ):
        return False
    if not cell.continued and any(_text(row, label_column) for label_column in label_columns):
        return False
    return any(_text(row, answer.column) for answer in answers)


def _joined(item: ItemRow, row: FormRow) -> ItemRow:
    cells = []
    for answer, above in item.cells:
        cell = row.cell(answer.column)
        new = (cell,) if cell is not None and cell.text.strip() else ()
        cells.append((answer, (*above, *new)))
    return attrs.evolve(item, cells=tuple(cells))


def _heading(row: FormRow) -> str:
    return next(text for cell in row.cells if (text := cell.text.strip()))


def _is_heading(row: FormRow) -> bool:
    texts = {cell.text.strip() for cell in row.cells} - {""}
    return len(texts) == 1 and len(next(iter(texts))) <= LONGEST_HEADING
