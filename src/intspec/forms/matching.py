"""Match a form to guidelines, row by row and column by column: for all that read or fill one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import attrs

from intspec.answers.columns import asks_for_pages
from intspec.checklists import Checklist, Item
from intspec.forms.arms import GUESSES
from intspec.forms.arranged import arranged
from intspec.forms.below import is_empty, led, with_answers_below
from intspec.forms.columns import AnswerColumn
from intspec.forms.evidence import PublishedNames, Vocabulary, stems, vocabulary
from intspec.forms.form import MOST_FORM_COLUMNS, Form, FormCell, FormError, FormRow
from intspec.forms.guideline import (
    MOST_TITLES,
    Choice,
    Identity,
    Refusal,
    identify,
    item_words,
)
from intspec.forms.names import mentions
from intspec.forms.recognise import ItemTable, item_table, parts_of
from intspec.lazy import frozen
from intspec.model import Arm
from intspec.text.lookalikes import unmasked

#: The share of a heading's words that the name of an arm must have to be that arm.
SHARED = 0.5
#: Roles of arms that a heading such as `Control` may mean.
COMPARED = ("experimental",)
#: What a row beside the items may ask of the study, by the words of its label, and what it then has
#: not: `Protocol version` asks for another thing than where the protocol is.
STUDY_ROWS: Mapping["StudyRow", tuple[re.Pattern[str], re.Pattern[str]]] = {
    "registration": (
        re.compile(r"\bregist(?:ry|ration)\b", re.IGNORECASE),
        re.compile(r"data ?set|protocol", re.IGNORECASE),
    ),
    "protocol": (
        re.compile(
            r"\bprotocol\b.*(?:access|available|obtain|analysis plan)"
            r"|(?:access|available|obtain).*\bprotocol\b",
            re.IGNORECASE | re.DOTALL,
        ),
        re.compile(r"version|amend|change", re.IGNORECASE),
    ),
}
#: A form that asks for the reason why an item does not apply.
NOT_APPLICABLE = r"(?:\bn/?a\b|\bnot applicable\b)"
WHY = r"(?:reason|expla(?:in|nation)|\bwhy\b|justif)"
ASKS_REASONS = re.compile(
    f"{NOT_APPLICABLE}[^.]{{0,80}}{WHY}|{WHY}[^.]{{0,80}}{NOT_APPLICABLE}", re.IGNORECASE
)
#: What a row beside the items may ask of the study.
StudyRow = Literal["registration", "protocol"]


@frozen
class Recognised:
    """What a form is, before its answers are read.

    Attributes:
        form: The form, its tables arranged as its items belong together.
        tables: Its tables of items.
        identity: The guidelines that they are for.
        vocabularies: The words of the guidelines that are known.
    """

    form: Form
    tables: tuple[ItemTable, ...]
    identity: Identity
    vocabularies: tuple[Vocabulary, ...]


def recognise(form: Form, checklists: Sequence[Checklist], forced: str | None = None) -> Recognised:
    """Find the rows of a form, its columns and its guidelines.

    Args:
        form: The form.
        checklists: The guidelines that are known.
        forced: Id of the guideline that it is for, in place of finding that out.

    Raises:
        FormError: It has more columns than a form can.
    """
    for table in form.tables:
        if table.width > MOST_FORM_COLUMNS:
            message = f"a table has more than {MOST_FORM_COLUMNS:,} columns: that is no form"
            raise FormError(message, "take out the columns that hold no answers", table.where)
    form = arranged(form, checklists)
    labels = item_words(*(c for c in checklists if forced in (None, c.id)))
    vocabularies = tuple(map(vocabulary, checklists))
    told = mentions(_titles(form), checklists)
    names = [
        words
        if forced == words.checklist.id or any(one.is_of(words.checklist) for one in told)
        else PublishedNames(words)
        for words in vocabularies
    ]
    parts = (part for table in form.tables for part in parts_of(table))
    item_tables = (item_table(part, labels, names) for part in parts)
    tables = tuple(table for table in item_tables if table is not None)
    identity = identify(form, tables, vocabularies, forced)
    of_tables = {
        number: words
        for choice in identity.choices
        for words in vocabularies
        if words.checklist is choice.checklist
        for number in choice.tables
    }
    tables = tuple(
        with_answers_below(table, of_tables[table.table.number])
        if table.table.number in of_tables
        else table
        for table in tables
    )
    return Recognised(form, tables, identity, vocabularies)


def _titles(form: Form) -> Iterator[str]:
    """Go over what may name a guideline: titles, captions and the heads of tables."""
    yield form.title
    yield from (text.text for text in form.texts[:MOST_TITLES])
    for table in form.tables[:MOST_TITLES]:
        yield table.caption
        yield from (cell.text for row in table.rows[:1] for cell in row.cells[:MOST_TITLES])


@frozen
class FormPlace:
    """The row of an item in a form, and the cells for its answer.

    Attributes:
        item: The item.
        row: The row.
        label: What the form calls the item.
        agrees: Whether that is near to the item, and nearer than to others.
        primary: The cell for the place in the primary paper, or for all there is to say; None where
            the form has only columns of arms.
        other: The cell for places elsewhere, where the form has one.
        reason: The cell for the reason why it is not reported, where the form has one.
        arms: The cells for the answers of single arms, by the arm's key.
        pages: Whether the form asks for pages, and not for sections.
        below: What is answered below its label, elsewhere than in the cell for the answer.
        lead: The words in the cell for the answer that stay before it, such as `Answer:`.
    """

    item: Item
    row: FormRow
    label: str
    agrees: bool
    primary: FormCell | None
    other: FormCell | None
    reason: FormCell | None
    arms: Mapping[str, FormCell]
    pages: bool
    below: FormCell | None = None
    lead: str = ""


@frozen
class StudyPlace:
    """A row of a form that is none of the guideline's items here, and asks what a study knows.

    Attributes:
        asks: What it asks for.
        row: The row.
        cell: The cell for its answer.
    """

    asks: StudyRow
    row: FormRow
    cell: FormCell


@frozen
class FormMatch:
    """A guideline that tables of a form are for.

    Attributes:
        checklist: The guideline.
        why: By what it was recognised, in words.
        agrees: Whether the labels of the form are those of the guideline: else nothing is to be
            written into it.
        places: Its items in the form.
        study: Its rows for the registration and the protocol of the study.
        reasons: Whether the form asks for the reason why an item does not apply.
        unknown: The item numbers that the guideline does not have, by the place of their table;
            without those of the rows for the study.
        unnamed: Headings of columns for arms that are none of the study's, each with its table.
        worded: Headings of columns for answers that ask what was done, each with its table.
    """

    checklist: Checklist
    why: str
    agrees: bool
    places: tuple[FormPlace, ...]
    study: tuple[StudyPlace, ...]
    reasons: bool
    unknown: Mapping[str, tuple[str, ...]]
    unnamed: tuple[str, ...]
    worded: tuple[str, ...]


@frozen
class FormMatches:
    """What a form is for.

    Attributes:
        matches: The guidelines of its tables.
        refusal: Why it is taken for the form of none, where it is: the message; or "".
    """

    matches: tuple[FormMatch, ...]
    refusal: str


def match_form(
    form: Form,
    checklists: Sequence[Checklist],
    arms: Mapping[str, Arm],
    *,
    forced: str | None = None,
) -> FormMatches:
    """Find the rows and cells of a form that the answers to items belong in.

    Args:
        form: The form.
        checklists: The guidelines that are known.
        arms: The arms of the study, by key: a form may have a column for each.
        forced: Id of the guideline that it is for, in place of finding that out.

    Raises:
        FormError: It has more columns than a form can.
    """
    recognised = recognise(form, checklists, forced)
    matches = tuple(
        _match(form, recognised, choice, arms)
        for choice in recognised.identity.choices
        if choice.tables
    )
    refusal: Refusal | None = recognised.identity.refusal
    return FormMatches(matches, refusal.message if refusal is not None else "")


def _match(
    form: Form, recognised: Recognised, choice: Choice, arms: Mapping[str, Arm]
) -> FormMatch:
    words = next(w for w in recognised.vocabularies if w.checklist is choice.checklist)
    places: list[FormPlace] = []
    study: list[StudyPlace] = []
    texts = [text.text for text in form.texts]
    unknown: dict[str, tuple[str, ...]] = {}
    unnamed: list[str] = []
    worded: list[str] = []
    for table in recognised.tables:
        if table.table.number not in choice.tables:
            continue
        columns = writing_columns(table, arms)
        unnamed += [f"{table.table.where}: {title}" for title in columns.unnamed]
        worded += [f"{table.table.where}: {columns.worded}"] if columns.worded else []
        places += _places(table, columns, words)
        of_study = [*_study_places(table, columns, words)]
        study += of_study
        texts.append(table.words)
        asked = {place.row.number for place in of_study}
        rows = (row for row in table.rows if row.row.number not in asked)
        numbers = dict.fromkeys(number for row in rows for number in row.numbers)
        if strange := tuple(n for n in numbers if words.number_of(n) is None):
            unknown[table.table.where] = strange
    return FormMatch(
        choice.checklist,
        choice.why,
        choice.agrees,
        tuple(places),
        tuple(study),
        any(ASKS_REASONS.search(unmasked(text)) for text in texts),
        unknown,
        tuple(unnamed),
        tuple(worded),
    )


def _places(table: ItemTable, columns: "Columns", words: Vocabulary) -> Iterator[FormPlace]:
    answered = any(row.below for row in table.rows)
    cells_of = (cell for row in table.table.rows for cell in row.cells) if answered else ()
    leads = {cell.where: led(cell.text)[0] for cell in cells_of}
    for row in table.rows:
        # In a cell that reaches over several items stands one answer.
        cells = {
            column.column: table.merged.get(cells[0].where, cells[0])
            for column, cells in row.cells
            if cells
        }
        for number in row.numbers:
            known = words.number_of(number)
            if known is None:
                continue
            primary = cells.get(columns.primary) if columns.primary else None
            other = cells.get(columns.other) if columns.other else None
            inside = {cell.where for cell in row.row.cells}
            if primary is None and not columns.arms:
                # A cell of its own below the label; in the label's cell nothing can be written.
                primary = next((cell for cell in row.below if cell.where not in inside), None)
            lead = leads.get(primary.where, "") if primary is not None and row.below else ""
            below = (cell for cell in row.below if cell is not primary and not is_empty(cell.text))
            yield FormPlace(
                words.items[known],
                row.row,
                row.label,
                words.agrees(known, row.label, row.group),
                primary,
                other if other is not primary else None,
                cells.get(columns.reason) if columns.reason else None,
                {arm: cells[at] for arm, at in columns.arms.items() if at in cells},
                columns.pages,
                next(below, None),
                lead,
            )


def _study_places(table: ItemTable, columns: "Columns", words: Vocabulary) -> Iterator[StudyPlace]:
    """Find the rows that are no items here, and ask for the registration or the protocol."""
    for row in table.rows:
        cells = {column.column: cells[0] for column, cells in row.cells if cells}
        cell = cells.get(columns.primary) if columns.primary else None
        if cell is None or any(words.number_of(number) for number in row.numbers):
            continue
        if (asks := asks_of_study(row.label)) is not None:
            yield StudyPlace(asks, row.row, cell)


def asks_of_study(label: str) -> StudyRow | None:
    """Return what a row beside the items asks of the study, or None."""
    plain = unmasked(label)
    asked = (
        asks
        for asks, (has, has_not) in STUDY_ROWS.items()
        if has.search(plain) and not has_not.search(plain)
    )
    return next(asked, None)


@frozen
class Columns:
    """Where in a table answers are to be written.

    Attributes:
        primary: The column for places in the primary paper, or for all there is to say; or None.
        other: The column for places elsewhere, or None.
        reason: The column for reasons, or None.
        pages: Whether the first asks for pages, and not for sections.
        arms: The columns of single arms, by the arm's key.
        unnamed: The headings of columns of arms that are none of the study's.
        worded: The heading of the first, where that asks what was done; or "".
    """

    primary: int | None = None
    other: int | None = None
    reason: int | None = None
    pages: bool = False
    arms: Mapping[str, int] = attrs.field(factory=dict)
    unnamed: tuple[str, ...] = ()
    worded: str = ""


def writing_columns(table: ItemTable, arms: Mapping[str, Arm]) -> Columns:
    """Find the columns of a table that answers are to be written into.

    Args:
        table: The table.
        arms: The arms of the study, by key.
    """
    free = [column for column in table.answers if column.kind in ("primary", "answer")]
    reason = next((column.column for column in table.answers if column.kind == "reason"), None)
    of_arms = arm_columns(free, arms)
    if of_arms:
        taken: dict[str, int] = {}
        unnamed = []
        for column in of_arms:
            arm = _arm_of(column, arms)
            if arm is None or arm in taken:
                unnamed.append(column.title)
            else:
                taken[arm] = column.column
        return Columns(reason=reason, arms=taken, unnamed=tuple(unnamed))
    asked = sorted(free, key=lambda c: (c.kind != "primary", not c.asks_for_places))
    other = next((column.column for column in table.answers if column.kind == "other"), None)
    if not asked:
        return Columns(primary=other, reason=reason)
    primary = asked[0].column
    if other is None and len(free) > 1 and not any(column.title for column in free):
        other = free[1].column
    worded = asked[0].title if asked[0].asks_for_words else ""
    return Columns(primary, other, reason, asks_for_pages(asked[0].title), worded=worded)


def arm_columns(columns: Sequence[AnswerColumn], arms: Mapping[str, Arm]) -> Sequence[AnswerColumn]:
    """Return the columns that are headed by arms: none unless one is called as an arm is."""
    titled = [c for c in columns if c.kind == "answer" and not c.generic]
    called = any(guessed_role(c.title) or _arm_of(c, arms) for c in titled)
    return titled if len(titled) > 1 and called else ()


def guessed_role(title: str) -> str:
    """Return the role that the name of an arm suggests; "" where it suggests none."""
    return next((role for role, words in GUESSES if words.search(title)), "")


def _arm_of(column: AnswerColumn, arms: Mapping[str, Arm]) -> str | None:
    """Return the arm that a heading names: by its words, or by a role that only one has."""
    heading = _words(column.title)
    shares = {key: _shared(heading, arm) for key, arm in arms.items()}
    best = max(shares.values(), default=0.0)
    nearest = [key for key, share in shares.items() if share == best]
    if best >= SHARED and len(nearest) == 1:
        return nearest[0]
    role = guessed_role(column.title)
    same = [key for key, arm in arms.items() if arm.role == role]
    if not same and role and role not in COMPARED:
        same = [key for key, arm in arms.items() if arm.role not in COMPARED]
    return same[0] if len(same) == 1 else None


def _shared(heading: frozenset[str], arm: Arm) -> float:
    names = [_words(name) for name in (arm.name, *arm.aliases)]
    return max((len(heading & name) / len(heading) for name in names if heading), default=0.0)


def _words(text: str) -> frozenset[str]:
    generic = stems("intervention group arm condition control treatment")
    return stems(re.sub(r"\([^)]*\)", " ", text)) - generic
