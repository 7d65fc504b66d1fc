"""Read a filled form: which items of which guideline it answers, and what each answer says."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar, cast

import attrs

from intspec.answers.answer import Answer, Known, Said, Sure
from intspec.answers.cells import read_answer
from intspec.answers.columns import asks_for_lines, asks_of
from intspec.answers.notices import COMPARATOR, ArmNote, read_arm_note
from intspec.checklists import Checklist, Item, asks_for_name
from intspec.forms.answerable import Answerable, answerable
from intspec.forms.arms import ANSWERS, GUESSES, arm_of_role, arms_in, other_names, same_arm
from intspec.forms.columns import AnswerColumn
from intspec.forms.form import Form, FormCell, FormError
from intspec.forms.guideline import Choice, Identity, Refusal
from intspec.forms.matching import recognise
from intspec.forms.recognise import ItemRow, ItemTable
from intspec.forms.surroundings import Surroundings, read_surroundings
from intspec.forms.typed import Typed, typed_in
from intspec.lazy import frozen
from intspec.text.characters import (
    FOREIGN_LINE_ENDS,
    NOT_IN_SPECIFICATIONS,
    STAND_IN,
    any_of,
    line_feeds,
    replace_forbidden,
)
from intspec.text.names import unique
from intspec.text.wording import flat, plural

T = TypeVar("T")
CAPTION = re.compile(
    r"(?:table|tab\.?|form|arm|group)\s*(?:\d+|[A-Z])\s*[.:)\u2013-]*\s*", re.IGNORECASE
)
#: The most characters that the name of an intervention has.
LONGEST_NAME = 120
#: The most answers that a form may have, and the most characters in them: one cell that answers two
#: items is two. A form of a hundred items has a few hundred.
MOST_ANSWERS = 5_000
MOST_CHARACTERS = 2_000_000
#: The most arms and documents that a form may name.
MOST_NAMED = 200


@frozen
class FilledItem:
    """One item in one row of a form.

    Attributes:
        where: The row, in words.
        line: Its line in a text file, or None.
        number: The item number, in lower case.
        item: The item, or None where the guideline, as known here, has none of this number.
        label: What the form calls it.
        said: What its cells say.
        table: Number of its table.
        checklist: The guideline that its table is for, or None if none was recognised.
        comments: Its cells in which authors or editors comment.
        left: What stands below its label and was not taken for an answer.
    """

    where: str
    line: int | None
    number: str
    item: Item | None
    label: str
    said: tuple[Said, ...]
    table: int
    checklist: Checklist | None = None
    comments: tuple[FormCell, ...] = ()
    left: tuple[FormCell, ...] = ()

    @property
    def place(self) -> str:
        """The row and the item, in words: `table 1, row 9, item 5`."""
        return f"{self.where}, item {self.item.number if self.item else self.number}"


@frozen
class Filled:
    """A filled form as it was read.

    Attributes:
        form: The form.
        identity: The guidelines that its tables are for.
        tables: Its tables of items.
        items: Its items in the order of its rows.
        around: What stands outside the tables.
        arms: The arms that it names; empty where it names none.
        described: Whether its answers are descriptions rather than places.
        beside: What was typed where it prints its own words.
    """

    form: Form
    identity: Identity
    tables: tuple[ItemTable, ...]
    items: tuple[FilledItem, ...]
    around: Surroundings
    arms: tuple[ArmNote, ...]
    described: bool
    beside: tuple[Typed, ...] = ()

    @property
    def choice(self) -> Choice | None:
        """The first guideline that it is for, or None if none was recognised."""
        return next(iter(self.identity.choices), None)

    @property
    def refusal(self) -> Refusal | None:
        """Why it is taken for the form of no guideline, where it is."""
        return self.identity.refusal

    @property
    def name(self) -> Said | None:
        """The last answer that is a name of an intervention, where its item asks for one."""
        names = [
            cell_answer
            for row in self.items
            if row.item is not None and asks_for_name(row.item)
            for cell_answer in row.said
            if cell_answer.answer.kind == "prose" and _may_be_name(cell_answer.answer.text.strip())
        ]
        return names[-1] if names else None


def _may_be_name(text: str) -> bool:
    return "\n" not in text and len(text) <= LONGEST_NAME


def read_form(form: Form, checklists: Sequence[Checklist], forced: str | None = None) -> Filled:
    """Read a filled form.

    Args:
        form: The form.
        checklists: The guidelines that are known.
        forced: Id of the guideline that it is for, in place of finding that out.

    Returns:
        What is filled in, in texts that a specification can hold.

    Raises:
        FormError: It has more columns or answers than a form can, or names more arms or documents.
    """
    form = printable(form)
    recognised = recognise(form, checklists, forced)
    form, tables, identity = recognised.form, list(recognised.tables), recognised.identity
    _refuse_many_answers(tables)
    around = read_surroundings(form, tables)
    _refuse_many_named(len(around.documents), "documents", "the list of documents")
    reader = _Reader(form, identity, tables, around, checklists)
    items = tuple(reader.items())
    form = _with_doubts(form, reader.doubted)
    beside = typed_in((table, reader.guideline(table).checklist) for table in tables)
    arms = tuple(reader.arms.values())
    return Filled(form, identity, tuple(tables), items, around, arms, reader.described, beside)


def _with_doubts(form: Form, told: Collection[str]) -> Form:
    """Return a form with a remark for each doubt about a cell that is no answer."""
    remarks = [
        f"{cell.where}: {doubt}"
        for _table, row in form.rows()
        for cell in row.cells
        for doubt in cell.doubts
        if cell.where not in told
    ]
    if not remarks:
        return form
    return cast("Form", attrs.evolve(cast("Any", form), remarks=(*form.remarks, *remarks)))


def _refuse_many_answers(tables: Sequence[ItemTable]) -> None:
    count = characters = 0
    for table in tables:
        for row in table.rows:
            texts = [cell.text for _column, cells in row.cells for cell in cells]
            count += len(row.numbers) * sum(1 for text in texts if text.strip())
            characters += len(row.numbers) * sum(map(len, texts))
            if count > MOST_ANSWERS or characters > MOST_CHARACTERS:
                most = f"{MOST_ANSWERS:,} answers, or {MOST_CHARACTERS:,} characters in them"
                message = f"more than {most}: that is no form"
                hint = "take out the rows and columns that hold no answers to items"
                raise FormError(message, hint, row.row.where)


def _refuse_many_named(count: int, what: str, where: str) -> None:
    if count > MOST_NAMED:
        message = f"the form names more than {MOST_NAMED} {what}"
        raise FormError(message, "take out what does not belong to this study", where)


class _Reader:
    """Reads one form."""

    def __init__(
        self,
        form: Form,
        identity: Identity,
        tables: list[ItemTable],
        around: Surroundings,
        checklists: Sequence[Checklist],
    ) -> None:
        self.form = form
        self.tables = tables
        self.around = around
        self.guidelines = {
            number: answerable(choice.checklist, *checklists)
            for choice in identity.choices
            for number in choice.tables
        }
        self.unknown = answerable(None, *checklists)
        self.arms = {arm.name: arm for arm in around.arms}
        self.described = False
        self.merged: Mapping[str, FormCell] = {}
        self.doubted: set[str] = set()
        columns = any(
            len([column for column in table.answers if not column.generic]) > 1 for table in tables
        )
        if not self.arms and not columns:
            for name in arms_in(self._cells()):
                self.arms[name] = ArmNote(name, where=ANSWERS)
        self.other_names = other_names(self.arms.values())

    def _cells(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Go over the words of all answers in cells, each with the words of its item's parts."""
        for table in self.tables:
            guideline = self.guideline(table)
            for row in table.rows:
                parts = guideline.parts_of(guideline.item(row.numbers[0]))
                for _column, cells in row.cells:
                    yield from ((cell.text, parts) for cell in cells)

    def items(self) -> Iterator[FilledItem]:
        repeated = self._repeated()
        for table in self.tables:
            prose = self._prose(table)
            self.described = self.described or prose
            arms = self._column_arms(table, prose=prose)
            if repeated and not any(arms.values()):
                arms = dict.fromkeys(arms, self._table_arm(table))
            _refuse_many_named(len(self.arms), "arms", table.table.where)
            guideline = self.guideline(table)
            self.merged = table.merged
            for row in table.rows:
                for number in row.numbers:
                    item = guideline.item(number)
                    names = partial(self._names, guideline.known_of(item))
                    cell_answers = tuple(_joined(list(self._said(row, names, arms, prose=prose))))
                    yield FilledItem(
                        row.row.where,
                        row.row.line,
                        number,
                        item,
                        row.label,
                        cell_answers,
                        table.table.number,
                        guideline.checklist,
                        tuple(row.comments),
                        row.left,
                    )

    def guideline(self, table: ItemTable) -> Answerable:
        """Return what answers in a table may say of the items of its guideline."""
        return self.guidelines.get(table.table.number, self.unknown)

    def _repeated(self) -> bool:
        """Tell whether several tables answer the same items, so that each is for an arm."""
        seen: dict[str, set[str]] = {}
        again = 0
        for table in self.tables:
            checklist = self.guideline(table).checklist
            before = seen.setdefault(checklist.id if checklist else "", set())
            numbers = {number for row in table.rows for number in row.numbers}
            again += 2 * len(before & numbers) > len(numbers)
            before |= numbers
        return again > 0

    def _prose(self, table: ItemTable) -> bool:
        """Tell whether a table's answers are descriptions rather than places."""
        if any(column.kind in ("primary", "other") for column in table.answers):
            return False
        if all(column.asks_for_places for column in table.answers):
            return False
        study = any(column.title.strip().lower() == "study" for column in table.answers)
        if study or any(not c.generic and self._column_arm(c).role for c in table.answers):
            return True
        prose = places = 0
        for row in table.rows:
            for column, cells in row.cells:
                for cell in cells:
                    for answer in read_answer(cell.text, self._names(Known(), column)):
                        prose += answer.kind == "prose"
                        places += answer.kind == "located"
        return prose > places

    def _column_arms(self, table: ItemTable, *, prose: bool) -> dict[int, str]:
        """Name the arm of each column, where columns are arms."""
        names: dict[int, str] = {}
        taken: set[str] = set()
        titled = [column for column in table.answers if not column.generic]
        several = len(titled) > 1
        # Where one of the columns is called as an arm is, those beside it are arms too.
        role = prose or any(
            words.search(self._column_arm(column).name)
            for column in titled
            for _role, words in GUESSES
        )
        for column in table.answers:
            arm = self._column_arm(column)
            names_arm = role and not column.generic and column.kind == "answer" and arm.name
            if names_arm and (several or arm.role):
                # Two columns are two arms, even where they are called the same.
                name = unique(arm.name, taken, "{} ({})".format)
                taken.add(name)
                self.arms.setdefault(name, attrs.evolve(arm, name=name))
                names[column.column] = name
            else:
                names[column.column] = ""
        return names

    def _column_arm(self, column: AnswerColumn) -> ArmNote:
        lines = [line.strip() for line in column.title.split("\n") if line.strip()]
        where = f"the heading of column {column.column}"
        if len(lines) > 1 and (note := read_arm_note("", lines[-1], where)).role:
            return attrs.evolve(note, name=" ".join(lines[:-1]))
        if len(lines) > 1 and lines[-1].lower() == COMPARATOR:
            del lines[-1]
        return ArmNote(" ".join(lines), where=where)

    def _table_arm(self, table: ItemTable) -> str:
        lone = " ".join(
            heading.cells[0].text
            for heading in table.headings
            if heading.number < table.rows[0].row.number
        )
        caption = CAPTION.sub("", table.table.caption.strip(), count=1) or lone.strip()
        name = caption or f"Arm of {table.table.where}"
        self.arms.setdefault(name, ArmNote(name, where=table.table.where))
        return name

    def _names(self, known: Known, column: AnswerColumn) -> Known:
        asks = asks_of(column.kind, column.title, places=column.asks_for_places)
        arms, documents = (*self.arms, *self.other_names), self.around.documents
        lines = asks_for_lines(column.title)
        return attrs.evolve(known, arms=arms, documents=documents, asks=asks, lines=lines)

    def _arm(self, name: str) -> str:
        """Return the arm that an answer names: one of the form, or one that answers alone name."""
        if not name or name in self.arms:
            return name
        alike = next((arm for arm in self.arms if arm.casefold() == name.casefold()), None)
        alike = alike or arm_of_role(name, self.arms.values())
        alike = alike or same_arm(name, self.arms.values())
        if alike is None:
            self.arms[name] = ArmNote(name, where=ANSWERS)
            _refuse_many_named(len(self.arms), "arms", ANSWERS)
        return alike or name

    def _said(
        self,
        row: ItemRow,
        names_in: Callable[[AnswerColumn], Known],
        arms: dict[int, str],
        *,
        prose: bool,
    ) -> Iterator[Said]:
        for column, cells in row.cells:
            if column.kind == "comment":
                continue
            names = names_in(column)
            described = prose and column.kind in ("answer", "below")
            for cell in (self.merged.get(cell.where, cell) for cell in cells):
                answers = read_answer(cell.text, names, prose=described)
                if doubts := cell.all_doubts:
                    self.doubted.add(cell.where)
                    answers = [_doubtful(cell.text, doubts, answers)]
                for answer in answers:
                    arm = self._arm(answer.arm) or arms.get(column.column, "")
                    # A tick beside a place answers as any answer does.
                    kind = "answer" if column.kind == "yes-no" else column.kind
                    sure = _sure_below(row, cell, answer) if kind == "below" else answer.sure
                    yield Said(attrs.evolve(answer, arm=arm, sure=sure), kind, cell.where)


def _sure_below(row: ItemRow, cell: FormCell, answer: Answer) -> Sure:
    """Say how sure an answer is that stands below its label: not at all in the label's own cell."""
    if answer.kind not in ("located", "prose") or answer.sure == "unsure":
        return answer.sure
    inside = any(cell.where == other.where for other in row.row.cells)
    return "unsure" if inside else "likely"


def _doubtful(text: str, doubts: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """Return the one answer that a doubtful cell gives, about the arm that its answers name."""
    arms = {answer.arm for answer in answers}
    arm = arms.pop() if len(arms) == 1 else ""
    return Answer("doubtful", text.strip(), arm, reason="; ".join(doubts), sure="unsure")


def _joined(cell_answers: list[Said]) -> Iterator[Said]:
    """Join `not applicable` in one column with its reason in another column of the row."""
    bare = [cell_answer for cell_answer in cell_answers if cell_answer.answer.kind == "no-reason"]
    for cell_answer in cell_answers:
        answer = cell_answer.answer
        if answer.kind == "no-reason":
            beside = [
                other
                for other in cell_answers
                if len(bare) == 1 and _may_be_reason(other, cell_answer)
            ]
            if beside:
                reason = " ".join(flat(other.answer.text) for other in beside)
                declared = attrs.evolve(answer, kind="declared", reason=reason, sure="likely")
                yield attrs.evolve(cell_answer, answer=declared)
                continue
        elif len(bare) == 1 and _may_be_reason(cell_answer, bare[0]):
            continue
        yield cell_answer


def _may_be_reason(cell_answer: Said, bare: Said) -> bool:
    """Tell whether an answer may be the reason of another, which is of no other arm's."""
    answer: Answer = cell_answer.answer
    arms = {arm for one in (cell_answer, bare) if (arm := one.answer.arm)}
    if cell_answer.where == bare.where or len(arms) > 1:
        return False
    if answer.kind in ("prose", "none"):
        return True
    if answer.kind == "unclear" and " " in answer.text:
        return True
    unsure = answer.kind == "located" and answer.sure == "unsure" and answer.document is None
    return unsure or (
        cell_answer.kind == "reason" and answer.kind in ("located", "prose", "unclear", "declared")
    )


def printable(form: Form) -> Form:
    """Return a form whose texts a specification can hold.

    Line breaks of other programs become line feeds; what else cannot be printed is shown as U+FFFD,
    and a remark says how many such characters there are.
    """
    count = 0

    def fit(value: Any) -> Any:
        nonlocal count
        if isinstance(value, str):
            if not value.isprintable() and any_of(NOT_IN_SPECIFICATIONS).search(value):
                lines = any_of(FOREIGN_LINE_ENDS).sub("\n", line_feeds(value))
                value, replaced = replace_forbidden(lines, NOT_IN_SPECIFICATIONS)
                count += replaced
            return value
        if isinstance(value, tuple):
            return tuple(fit(entry) for entry in value)
        return _evolved(value, fit) if attrs.has(type(value)) else value

    cleaned = cast("Form", fit(form))
    if not count:
        return cleaned
    remark = f"{plural(count, 'character')} that cannot be printed: shown as {STAND_IN}"
    return cast("Form", attrs.evolve(cast("Any", cleaned), remarks=(*cleaned.remarks, remark)))


def _evolved(record: T, fit: Any) -> T:
    """Return a record with fit values; the same one if all of them are fit already."""
    names = [field.name for field in attrs.fields(cast("Any", type(record)))]
    before = {name: getattr(record, name) for name in names}
    after = {name: fit(value) for name, value in before.items()}
    changed = {name: after[name] for name in names if after[name] != before[name]}
    return attrs.evolve(cast("Any", record), **changed) if changed else record
