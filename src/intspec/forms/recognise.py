"""Find the tables that carry item numbers, and their columns of numbers, labels and answers.

Item numbers as forms print them: `5a`, `10.ǂ`, `Item 3`, `3a/b`.
"""

import re
from itertools import pairwise
from typing import Literal

import attrs

from intspec.forms.form import FormCell, FormRow, FormTable
from intspec.text.characters import normalized
from intspec.text.lookalikes import unmasked

ColumnKind = Literal["primary", "other", "answer", "reason"]

#: Marks that stand beside a number and lead to a footnote.
MARKS = "*†‡ǂ§¶#ª°^"
LEAD = r"(?:(?:checklist\s+)?item|no\.?|nr\.?|n\N{DEGREE SIGN}|#)?\s*(?:no\.?\s*)?"
ONE = r"\d{1,2}(?:\s?[a-z](?![a-z]))?"
NUMBER = re.compile(
    rf"{LEAD}[(\[]?(?P<first>{ONE})(?P<more>(?:\s*[/,&+-]\s*(?:\d{{1,2}}\s?[a-z]?|[a-z]))*)[)\]]?"
    r"\s*[.:)]?",
    re.IGNORECASE,
)
PREFIX = re.compile(rf"{LEAD}[(\[]?(?P<first>{ONE})[)\]]?(?P<end>[.:)]*)\s+(?=\S)", re.IGNORECASE)
#: Headings of columns, by what stands in them.
NUMBER_WORDS = re.compile(r"\b(?:no|nr|number|num)\b|#|n\N{DEGREE SIGN}|^item$", re.IGNORECASE)
ANSWER_WORDS = re.compile(
    r"locat|\bpages?\b|\breported\b|\bwhere\b|primary|\bother\b|\blines?\b|\bdetails\b|response|"
    r"answer|comment|manuscript|remark|evidence|addressed|\bnotes?\b|completed|^\s*study\s*$",
    re.IGNORECASE,
)
REASON_WORDS = re.compile(r"\breasons?\b|justification|if not|n/a|not applicable", re.IGNORECASE)
LABEL_WORDS = re.compile(
    r"\bitems?\b|\bsections?\b|topic|checklist|domain|question|recommend|standard|criteri|"
    r"guidance|\btitle\b|heading|element|aspect",
    re.IGNORECASE,
)
DESCRIPTION_WORDS = re.compile("descri|explan", re.IGNORECASE)
#: From which share of the guideline's own words on a column is taken for labels of items, not for
#: answers: one headed `Description`, one without a heading, the only one beside the numbers.
ALIKE_DESCRIBED, ALIKE_UNTITLED, ALIKE_ALONE = 0.35, 0.5, 0.15
#: Headings of columns that ask for places.
ASKS = re.compile(
    r"locat|\bwhere\b|\bpages?\b|\blines?\b|\bsections?\b|\bparagraphs?\b|"
    r"reported (?:on|in|at)\b|\bprimary\b|\bother\b|manuscript",
    re.IGNORECASE,
)
LONGEST_HEADING = 120
LEAST_ROWS = 2
LEAST_RISING = 0.6


@attrs.frozen
class Numbered:
    """What a cell begins with.

    Attributes:
        numbers: The item numbers, in lower case; several where one row answers several items.
        rest: The words after them; empty where the cell holds nothing else.
    """

    numbers: tuple[str, ...]
    rest: str = ""


@attrs.frozen
class AnswerColumn:
    """One column of answers.

    Attributes:
        column: Its column in the table's grid, from 1.
        kind: `primary` for places in the primary paper, `other` for other documents, `reason` for
            reasons of what does not apply, `answer` where the form does not say.
        title: What stands above it, one line for each header row.
        generic: Whether its heading is one that forms have, and not the name of an arm.
    """

    column: int
    kind: ColumnKind
    title: str
    generic: bool

    @property
    def asks_for_places(self) -> bool:
        """Whether its heading asks for places."""
        return ASKS.search(unmasked(self.title)) is not None


@attrs.frozen
class ItemRow:
    """One row that answers items, with the rows below it that go on with them.

    Attributes:
        row: The row that the number stands in.
        numbers: The item numbers.
        label: What the form calls the item.
        cells: The answers: each column with its cells, downwards.
    """

    row: FormRow
    numbers: tuple[str, ...]
    label: str
    cells: tuple[tuple[AnswerColumn, tuple[FormCell, ...]], ...]


@attrs.frozen
class ItemTable:
    """A table that carries item numbers.

    Attributes:
        table: The table.
        rows: Its rows with item numbers.
        headings: Its heading rows between them.
        headers: Its header rows.
        rest: Its other rows.
        answers: Its columns of answers.
    """

    table: FormTable
    rows: tuple[ItemRow, ...]
    headings: tuple[FormRow, ...]
    headers: tuple[FormRow, ...]
    rest: tuple[FormRow, ...]
    answers: tuple[AnswerColumn, ...]

    @property
    def words(self) -> str:
        """What stands above its rows: caption and header."""
        cells = (cell.text for row in self.headers for cell in row.cells)
        return "\n".join([self.table.caption, *cells])


def item_table(table: FormTable, labels: dict[str, set[str]] | None = None) -> ItemTable | None:
    """Find the rows of a table that carry item numbers.

    Args:
        table: The table.
        labels: The words that known guidelines have for an item, by its number.

    Returns:
        None where there are no such rows.
    """
    numbers = _number_column(table)
    if numbers is None:
        return None
    column, numbered = numbers
    first = min(numbered)
    above = [row for row in table.rows if row.number < first]
    titled = any(len([c for c in row.cells if c.text.strip()]) > 1 for row in above)
    headers = above if titled else [row for row in above if row.header]
    answers, label_columns = _columns(table, column, numbered, headers, labels or {})
    same = {tuple(cell.text for cell in row.cells) for row in headers}
    over = {row.number for row in headers}
    rows: list[ItemRow] = []
    headings: list[FormRow] = []
    rest: list[FormRow] = []
    for row in table.rows:
        if row.number in over:
            continue
        if row.number in numbered:
            rows.append(_item_row(row, numbered[row.number], column, answers, label_columns))
        elif row.number > first and (row.header or tuple(cell.text for cell in row.cells) in same):
            headers.append(row)
        elif rows and _goes_on(row, column, answers, label_columns):
            rows[-1] = _joined(rows[-1], row)
        elif _is_heading(row):
            headings.append(row)
        elif any(cell.text.strip() for cell in row.cells):
            rest.append(row)
    return ItemTable(
        table, tuple(rows), tuple(headings), tuple(headers), tuple(rest), tuple(answers)
    )


def _starts(row: FormRow, column: int) -> FormCell | None:
    cell = row.cell(column)
    return cell if cell is not None and cell.column == column else None


def _number_column(table: FormTable) -> tuple[int, dict[int, Numbered]] | None:
    """Find the column that item numbers stand in, and the numbers by row."""
    best: tuple[float, int, dict[int, Numbered]] | None = None
    for column in range(1, table.width + 1):
        numbers_by_row: dict[int, Numbered] = {}
        headed = False
        for row in table.rows:
            cell = _starts(row, column)
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


def _rising(numbers: list[str]) -> float:
    keys = [_order(number) for number in numbers]
    pairs = list(pairwise(keys))
    return sum(1 for a, b in pairs if b >= a) / len(pairs) if pairs else 1.0


def _order(number: str) -> tuple[int, str]:
    digits = re.match(r"\d*", number)
    value = digits.group() if digits else ""
    return int(value or 0), number[len(value) :]


@attrs.frozen
class _Column:
    """What tells a column of answers from one that names the items.

    Attributes:
        number: Its number in the table's grid, from 1.
        title: What stands above it.
        alike: How far it has the words that guidelines have for the items, from 0 to 1.
        left: Whether it stands before the item numbers.
    """

    number: int
    title: str
    alike: float
    left: bool

    @property
    def plain(self) -> str:
        """Its title as it would be typed."""
        return unmasked(self.title)

    @property
    def asked(self) -> bool:
        """Whether its heading asks for an answer or for a reason."""
        return any(words.search(self.plain) for words in (ANSWER_WORDS, REASON_WORDS))

    @property
    def described(self) -> bool:
        """Whether its heading is `Description` or the like, which heads labels and answers."""
        return DESCRIPTION_WORDS.search(self.plain) is not None

    @property
    def generic(self) -> bool:
        """Whether its heading is one that forms have, and not the name of an arm."""
        return self.asked or self.described or not self.title

    def answers(self, *, labelled: bool) -> bool:
        """Tell whether it holds answers.

        Args:
            labelled: Whether the items are named in other columns, or behind their numbers.
        """
        if self.asked:
            return True
        if self.left or not labelled:
            return False
        if self.described:
            return self.alike < ALIKE_DESCRIBED
        headed = bool(self.title) and LABEL_WORDS.search(self.plain) is None
        return headed or (not self.title and self.alike < ALIKE_UNTITLED)


def _columns(
    table: FormTable,
    number: int,
    numbered: dict[int, Numbered],
    headers: list[FormRow],
    labels: dict[str, set[str]],
) -> tuple[list[AnswerColumn], list[int]]:
    """Divide the columns into those of answers and those that name the item."""
    answers: list[_Column] = []
    names: list[_Column] = []
    labelled = sum(1 for cell in numbered.values() if cell.rest) > len(numbered) / 2
    rows = [row for row in table.rows if row.number in numbered]
    for column_number in _beside(number, headers, rows):
        alike = _alike(column_number, rows, numbered, labels)
        column = _Column(
            column_number, _title(headers, column_number), alike, left=column_number < number
        )
        if column.answers(labelled=labelled):
            answers.append(column)
        else:
            names.append(column)
            labelled = labelled or not column.left
    answer_columns = [_answer_column(column, generic=column.generic) for column in answers]
    right = [column for column in names if not column.left]
    if not answer_columns and right:
        # A form must have answers: the last column may hold them, whatever its heading.
        alone = len(right) == 1
        if right[-1].alike < (ALIKE_ALONE if alone else ALIKE_DESCRIBED):
            answer_columns.append(_answer_column(right[-1], generic=alone))
            names.remove(right[-1])
    return answer_columns, [column.number for column in names]


def _beside(number: int, headers: list[FormRow], rows: list[FormRow]) -> list[int]:
    """Return all columns except that of the item numbers and those that its cells span."""
    starts = {cell.column for row in [*headers, *rows] for cell in row.cells}
    numbers = [cell for row in rows for cell in row.cells if cell.column == number]
    covered = {number} | {at for cell in numbers for at in range(number, number + cell.span)}
    return sorted(starts - covered)


def _answer_column(column: _Column, *, generic: bool) -> AnswerColumn:
    kind: ColumnKind = "answer"
    title = column.plain
    last = title.rpartition("\n")[2]
    if re.search(r"primary|\bmain paper", title, re.IGNORECASE):
        kind = "primary"
    elif re.search(r"\bother\b", title, re.IGNORECASE):
        kind = "other"
    elif REASON_WORDS.search(last) and not re.search(r"\bpage|locat", last, re.IGNORECASE):
        kind = "reason"
    return AnswerColumn(column.number, kind, column.title, generic)


def _title(headers: list[FormRow], column: int) -> str:
    lines = []
    for row in headers:
        cell = row.cell(column)
        if cell is not None and cell.text.strip() and not cell.continued:
            lines.append(cell.text.strip())
    return "\n".join(dict.fromkeys(lines))


def _alike(
    column: int, rows: list[FormRow], numbered: dict[int, Numbered], labels: dict[str, set[str]]
) -> float:
    """Tell how far a column has the words that guidelines have for the items."""
    shares = []
    for row in rows:
        cell = _starts(row, column)
        item_words = labels.get(numbered[row.number].numbers[0])
        if cell is not None and item_words is not None and (words := content_words(cell.text)):
            shares.append(len(words & item_words) / min(len(words), 12))
    return sum(shares) / len(shares) if shares else 0.0


def content_words(text: str) -> set[str]:
    """Return the words of a label that say what it is about, in lower case and shortened."""
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", unmasked(text).casefold())}


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
    return ItemRow(row, numbered.numbers, label, tuple(cells))


def _text(row: FormRow, column: int) -> str:
    cell = _starts(row, column)
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


def _is_heading(row: FormRow) -> bool:
    texts = {cell.text.strip() for cell in row.cells} - {""}
    return len(texts) == 1 and len(next(iter(texts))) <= LONGEST_HEADING


def item_numbers(text: str, listed: str = "") -> Numbered | None:
    """Read the item numbers that a cell begins with.

    Args:
        text: The cell's words.
        listed: The number that a list style prints before them.

    Returns:
        None where it begins with no number.
    """
    plain = _without_marks(text)
    if whole := NUMBER.fullmatch(plain):
        return Numbered(_spread(whole["first"], whole["more"] or ""))
    if listed and (printed := NUMBER.fullmatch(_without_marks(listed))):
        return Numbered(_spread(printed["first"], printed["more"] or ""), text.strip())
    begun = PREFIX.match(plain)
    if begun and (begun["end"] or plain[begun.end() :][:1].isupper()):
        return Numbered((_plain_number(begun["first"]),), plain[begun.end() :].strip())
    return None


def _without_marks(text: str) -> str:
    folded = normalized("NFKC", unmasked(text).translate({ord(mark): " " for mark in MARKS}))
    return folded.replace("\N{NON-BREAKING HYPHEN}", "-").replace("\N{EN DASH}", "-").strip()


def _plain_number(number: str) -> str:
    return "".join(number.split()).lower().lstrip("0") or "0"


def _spread(first: str, more: str) -> tuple[str, ...]:
    """Write out `3a/b` as 3a and 3b, and `3-5` as 3, 4 and 5."""
    numbers = [_plain_number(first)]
    digits = re.match(r"\d*", numbers[0])
    stem = digits.group() if digits else ""
    for mark, word in re.findall(r"([/,&+-])\s*(\d{1,2}\s?[a-z]?|[a-z])", more, re.IGNORECASE):
        number = _plain_number(word)
        if not number[:1].isdigit():
            number = stem + number
        if mark == "-":
            numbers.extend(_between(numbers[-1], number))
        numbers.append(number)
    return tuple(dict.fromkeys(numbers))


def _between(low: str, high: str) -> list[str]:
    if low.isdigit() and high.isdigit():
        return [str(n) for n in range(int(low) + 1, int(high))]
    if low[:-1] == high[:-1]:
        return [low[:-1] + chr(n) for n in range(ord(low[-1]) + 1, ord(high[-1]))]
    return []
