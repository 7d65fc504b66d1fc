"""Match a form to a checklist: find the rows of its items, and the columns for answers."""

import re
from collections.abc import Iterable, Mapping, Sequence

import attrs

from intspec import Checklist, Form, FormCell, FormRow, FormTable, Item
from intspec.text import is_prompt, normalized

ASKS = re.compile(r"\b(items?|descriptions?|topics?|recommendations?|questions?)\b", re.IGNORECASE)
#: An item number as forms print it: `5`, `5a`, `5 (a)`, `Item 13.`, and `10.` with a mark.
NUMBER = re.compile(
    r"(?:item|no\.?|nr\.?)?\s*(\d{1,2})\s*[.)]?\s*\(?([a-z]?)\)?[^0-9a-z]*", re.IGNORECASE
)
OTHER = re.compile(r"\b(other|elsewhere|details|andere|autre|otr[ao]s?)\b", re.IGNORECASE)
PLACE = re.compile(
    r"\b(primary|page|pages|reported|located|location|addressed|line|lines|where|"
    r"seiten?|fundstelle|página|pagina|ubicación|localización|emplacement)\b",
    re.IGNORECASE,
)
LINE = re.compile(r"[\s_‗.…\u2010-\u2015\-|/\\]*")
#: A column without a known heading is for answers if at least this share of its cells is empty.
OPEN_SHARE = 0.5
LEAST_ITEMS = 2
LEAST_LETTERS = 4
STEM = 6
LONGEST_LABEL = 20
#: The score of a checklist that the form names; the other scores are shares from 0 to 1.
NAMED = 1.0


@attrs.frozen
class Place:
    """The row of a form that belongs to an item.

    Attributes:
        item: The item.
        row: The row.
        primary: The cell for the place in the primary paper, or for all there is to say.
        other: The cell for places elsewhere, where the form has one.
    """

    item: Item
    row: FormRow
    primary: FormCell
    other: FormCell | None


@attrs.frozen
class Match:
    """A table of a form, and what of a checklist it holds.

    Attributes:
        table: The table.
        checklist: The checklist.
        places: Its items in the table.
        unknown: Numbers in the table that the checklist does not have.
        score: How sure it is, compared with other checklists.
    """

    table: FormTable
    checklist: Checklist
    places: tuple[Place, ...]
    unknown: tuple[str, ...]
    score: float


def item_number(cell: FormCell) -> str:
    """Return the item number that a cell holds, such as `5a`; empty if it holds none."""
    for text in (cell.text, cell.number):
        match = NUMBER.fullmatch(normalized("NFKD", text).casefold().strip())
        if match:
            return f"{int(match[1])}{match[2]}"
    return ""


def is_open(text: str) -> bool:
    """Tell whether an answer is still to be written: nothing, a line to write on, or a prompt."""
    return is_prompt(text) or LINE.fullmatch(text) is not None


def is_waiting(text: str) -> bool:
    """Tell whether a cell waits for an answer: it is open, or only a label before a line."""
    label, line, remainder = text.partition("__")
    return is_open(text) or (bool(line) and len(label) <= LONGEST_LABEL and is_open(remainder))


def matches(form: Form, checklists: Iterable[Checklist]) -> list[Match]:
    """Return the tables of a form that belong to checklists, each with the best one."""
    table_matches = []
    for table in form.tables:
        rivals = [
            candidate
            for checklist in checklists
            if (candidate := _match(table, checklist, form)) is not None
        ]
        if rivals:
            table_matches.append(max(rivals, key=lambda match: match.score))
    return table_matches


def numbered_columns(table: FormTable) -> int:
    """Return the column of a table that holds the item numbers, 0 if none does."""
    counts: dict[int, set[str]] = {}
    for row in table.rows:
        for cell in row.cells:
            number = item_number(cell)
            if number and cell.column <= (table.width + 1) // 2:
                counts.setdefault(cell.column, set()).add(number)
    best_column = max(counts, key=lambda column: (len(counts[column]), -column), default=0)
    return best_column if best_column and len(counts[best_column]) >= LEAST_ITEMS else 0


def _match(table: FormTable, checklist: Checklist, form: Form) -> Match | None:
    column = numbered_columns(table)
    if not column:
        return None
    items = {_key(item.number): item for item in checklist.items}
    rows: dict[str, FormRow] = {}
    for row in table.rows:
        cell = row.cell(column)
        number = item_number(cell) if cell is not None and not cell.continued else ""
        if number:
            rows.setdefault(number, row)
    known_rows = {number: row for number, row in rows.items() if number in items}
    if not known_rows:
        return None
    answers = _answer_columns(table, column, list(rows.values()))
    if answers is None:
        return None
    primary, other = answers
    places = []
    for number, row in known_rows.items():
        cell = row.cell(primary)
        if cell is None or cell.column <= column:
            continue
        other_cell = row.cell(other) if other else None
        places.append(
            Place(items[number], row, cell, other_cell if other_cell is not cell else None)
        )
    unknown = tuple(number for number in rows if number not in items)
    score = (
        len(known_rows) / len(rows)
        + _alike(known_rows, items, table)
        + _named(checklist, form, table)
    )
    return Match(table, checklist, tuple(places), unknown, score)


def _key(number: str) -> str:
    return "".join(number.split()).casefold()


def _answer_columns(
    table: FormTable, numbers: int, rows: Sequence[FormRow]
) -> tuple[int, int | None] | None:
    """Return the columns for places in the primary paper and elsewhere, or None."""
    columns = range(numbers + 1, table.width + 1)
    heads = _heads(table, rows)
    marked = [column for column in columns if not ASKS.search(heads[column])]
    other = next((column for column in reversed(marked) if OTHER.search(heads[column])), None)
    primary = next(
        (column for column in marked if column != other and PLACE.search(heads[column])), None
    )
    if primary is not None:
        return primary, other
    question_column = _longest(rows, columns)
    blank_columns = [
        column
        for column in columns
        if column != question_column and _open_share(rows, column) >= OPEN_SHARE
    ]
    if other is not None:
        candidates = [column for column in blank_columns if column != other]
        return (candidates[-1], other) if candidates else (other, None)
    if len(blank_columns) > 1 and blank_columns[-2] == blank_columns[-1] - 1:
        return blank_columns[-2], blank_columns[-1]
    return (blank_columns[-1], None) if blank_columns else None


def _heads(table: FormTable, rows: Sequence[FormRow]) -> dict[int, str]:
    """Return the headings of each column; titles over the whole table are none."""
    first_number = min(row.number for row in rows)
    heads: dict[int, list[str]] = {column: [] for column in range(1, table.width + 1)}
    for row in table.rows:
        if row.number >= first_number and not row.header:
            break
        for cell in row.cells:
            if cell.span < max(3, table.width - 1):
                for column in range(cell.column, cell.column + cell.span):
                    heads[column].append(cell.text)
    return {column: " ".join(["", *texts]) for column, texts in heads.items()}


def _longest(rows: Sequence[FormRow], columns: Iterable[int]) -> int:
    """Return the column that holds what the items ask: the one with the most words."""

    def words(column: int) -> int:
        cells = [row.cell(column) for row in rows]
        texts = [cell.text for cell in cells if cell is not None and cell.column == column]
        return sum(len(text) for text in texts if not is_open(text))

    return max(columns, key=words, default=0)


def _open_share(rows: Sequence[FormRow], column: int) -> float:
    cells = [cell for row in rows if (cell := row.cell(column)) is not None]
    return sum(is_open(cell.text) for cell in cells) / len(cells) if cells else 0.0


def _alike(rows: Mapping[str, FormRow], items: Mapping[str, Item], table: FormTable) -> float:
    """Return how much the words of rows are those of their items, from 0 to 1."""
    total = 0.0
    by_number = {row.number: row for row in table.rows}
    for number, row in rows.items():
        item = items[number]
        item_stems = _stems(f"{item.group or ''} {item.title} {item.asks or ''}")
        above = by_number.get(row.number - 1)
        cells = (*row.cells, *(above.cells if above is not None else ()))
        row_stems = _stems(" ".join(cell.text for cell in cells))
        if item_stems and row_stems:
            total += len(item_stems & row_stems) / min(len(item_stems), len(row_stems))
    return total / len(rows)


def _stems(text: str) -> set[str]:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return {word[:STEM] for word in words if len(word) >= LEAST_LETTERS}


def doubts(form: Form, table_matches: Sequence[Match], titles: Mapping[str, str]) -> str:
    """Say why a form may be that of another guideline; empty if nothing speaks for it.

    Args:
        form: The form.
        table_matches: Its tables, with the checklist of each.
        titles: The titles of all checklists that are installed, by their ids.
    """
    text = _said(form)
    if any(
        re.search(rf"\b{re.escape(match.checklist.file.title)}\b", text) for match in table_matches
    ):
        return ""
    matched_ids = {match.checklist.id for match in table_matches}
    for name, title in titles.items():
        if name not in matched_ids and re.search(rf"\b{re.escape(title)}\b", text):
            return f"it names {title} (`{name}`)"
    known_count = sum(len(match.places) for match in table_matches)
    unknown_count = sum(len(match.unknown) for match in table_matches)
    if unknown_count > known_count:
        total = known_count + unknown_count
        return f"{unknown_count} of its {total} item numbers are not in the checklist"
    return ""


def _named(checklist: Checklist, form: Form, table: FormTable) -> float:
    """Return whether the form says that it is this checklist's."""
    text = _plain(_said(form, table))
    title = _plain(f"{checklist.file.title} {checklist.file.version}")
    if re.search(rf"\b{re.escape(title)}\b", text):
        return NAMED
    return NAMED / 2 if re.search(rf"\b{re.escape(_plain(checklist.file.title))}\b", text) else 0.0


def _said(form: Form, table: FormTable | None = None) -> str:
    """Return the words of a form that may name its guideline: titles, texts, headings."""
    tables = form.tables if table is None else (table,)
    parts = [form.title]
    for form_table in tables:
        parts += [
            form_table.caption,
            *(cell.text for row in form_table.rows[:3] for cell in row.cells),
        ]
    last_number = max((form_table.number for form_table in tables), default=0)
    parts += [text.text for text in form.texts if table is None or text.table <= last_number]
    return "\n".join(parts)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
