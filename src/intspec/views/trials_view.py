"""The interventions of several studies beside one another, for those who review them."""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from intspec.checklists import Checklist, Item
from intspec.diagnostics import FileReport
from intspec.lazy import frozen
from intspec.model import Arm, Specification
from intspec.rules.statements import with_default_source
from intspec.views import words
from intspec.views.context import Context, guideline_note, notices_of, verdict_cell
from intspec.views.description_view import column_note, heading, print_item, source_lists
from intspec.views.figure import Figure
from intspec.views.matrix_view import NOT_JUDGED, STUDY, Grid, states_figure
from intspec.views.table import (
    Block,
    Cell,
    Column,
    Gaps,
    NoteList,
    Row,
    Table,
    View,
    text_cell,
)

WHAT = "interventions of several studies"
#: The columns of the table that has a row for each intervention and part.
LONG = (
    Column("study", "Study", head=True, width=2),
    Column("title", "Title", width=3),
    Column("arm", "Intervention", head=True, width=3),
    Column("role", "Role", width=2),
    Column("number", "Item number", head=True),
    Column("item", "Item", width=2),
    Column("part", "Part", width=2),
    Column("level", "Level"),
    Column("state", "State", width=2),
    Column("described", "Described", width=6),
)


@frozen
class Study:
    """One study of a comparison.

    Attributes:
        spec: Its specification.
        report: What checking it gave.
        judged: Whether it was held against the guideline: a study that does not claim it is not.
    """

    spec: Specification
    report: FileReport
    judged: bool


def trials_view(
    studies: Sequence[Study],
    checklist: Checklist,
    *,
    roles: frozenset[str] = frozenset(),
    gaps: Gaps = "none",
    long: bool = False,
) -> View:
    """Lay the interventions of studies beside one another, item by item.

    Args:
        studies: The studies, in order.
        checklist: The guideline whose items are the rows.
        roles: The roles of the arms to show; empty for all.
        gaps: How what is missing is shown.
        long: Whether there is one table, with a row for each intervention and part, as a program
            reads it.
    """
    told = [_Told(study, number, checklist, gaps, roles) for number, study in enumerate(studies, 1)]
    tables = [_long(told, checklist)] if long else [*_tables(told, checklist)]
    return View(
        kind="trials",
        title=words.listing(one.name for one in told),
        subtitle=f"{checklist.label}: {WHAT}",
        notices=tuple(f"{one.name}: {text}" for one in told for text in notices_of(one.context)),
        tables=tuple(tables),
        notes=tuple(notes for one in told for notes in one.notes()),
        guideline=guideline_note(checklist),
        figures=() if long else (_figure(told, checklist),),
        gaps=sum(len(one.context.missing) for one in told),
    )


class _Told:
    """What one study says, with the marks of its sources led by a number of its own."""

    def __init__(
        self,
        study: Study,
        number: int,
        checklist: Checklist,
        gaps: Gaps,
        roles: frozenset[str],
    ) -> None:
        spec = with_default_source(study.spec)
        self.judged = study.judged
        self.report = study.report
        self.context = Context(spec=spec, report=study.report, checklist=checklist, gaps=gaps)
        self.number = number
        self.id = spec.id
        acronym = spec.acronym.short if spec.acronym is not None else ""
        self.name = acronym or spec.title
        self.arms: dict[str, Arm] = {
            key: arm for key, arm in spec.interventions.items() if not roles or arm.role in roles
        }

    def key(self, arm: str | None) -> str:
        """Return the key of a column, unique among all studies."""
        return f"{self.number}-{arm}" if arm is not None else f"{self.number}"

    def described(self, item: Item, arm: str | None) -> Cell:
        """Say what is described of an item."""
        cell = print_item(item, arm, self.context)
        blocks = tuple(
            attrs.evolve(block, cites=tuple(map(self._marked, block.cites)))
            for block in cell.blocks
        )
        return Cell(blocks, cell.state if self.judged else None)

    def notes(self) -> Iterator[NoteList]:
        """Go over the lists under the tables: its sources, and what they disagree on."""
        for notes in source_lists(self.context):
            entries = tuple(attrs.evolve(n, mark=self._marked(n.mark)) for n in notes.notes)
            if entries:
                yield NoteList(f"{notes.key}-{self.number}", f"{notes.title}: {self.name}", entries)

    def _marked(self, mark: str) -> str:
        return f"{self.number}.{mark}" if mark else ""

    def states(self, item: Item, arm: str | None) -> Cell:
        """Say how an item was judged."""
        if not self.judged:
            return Cell((Block("text", words.upper_first(NOT_JUDGED)),))
        return verdict_cell(self.context.verdicts(item, arm))


def _tables(told: Sequence[_Told], checklist: Checklist) -> Iterator[Table]:
    by_arm = [(one, key) for one in told for key in one.arms]
    for scope, subjects in (("study", [(one, None) for one in told]), ("arm", by_arm)):
        items = [
            i for i in checklist.items if (checklist.scope(i) == "study") == (scope == "study")
        ]
        if not items or not subjects:
            continue
        columns = tuple(_column(one, arm) for one, arm in subjects)
        # However many columns there are, the items keep room for their longest word.
        head = Column("item", "Item", head=True, width=max(2, round(len(columns) * 0.7)))
        of = "The studies" if scope == "study" else "The interventions"
        yield Table(
            f"{scope}-states",
            f"{of}: how far each item is reported",
            (head, *columns),
            tuple(Row("item", (heading(i), *(o.states(i, a) for o, a in subjects))) for i in items),
        )
        yield Table(
            f"{scope}-described",
            f"{of}: what is described",
            (head, *columns),
            tuple(
                Row("item", (heading(i), *(o.described(i, a) for o, a in subjects))) for i in items
            ),
        )


def _figure(told: Sequence[_Told], checklist: Checklist) -> Figure:
    """Draw how far each item is reported, study by study and arm by arm."""
    of_study = any(checklist.scope(item) == "study" for item in checklist.items)
    of_arms = any(checklist.scope(item) != "study" for item in checklist.items)
    subjects: list[tuple[_Told, str | None]] = []
    for one in told:
        subjects += [(one, None)] if of_study else []
        subjects += [(one, arm) for arm in one.arms] if of_arms else []
    names = (f"{o.name}: {STUDY if a is None else o.context.arm_name(a)}" for o, a in subjects)
    verdicts = {
        item.id: tuple(o.context.verdicts(item, a) if o.judged else None for o, a in subjects)
        for item in checklist.items
    }
    return states_figure(Grid(checklist, tuple(names), verdicts))


def _column(one: _Told, arm: str | None) -> Column:
    if arm is None:
        return Column(one.key(None), one.name, width=4)
    note = column_note(one.arms[arm], one.context)
    return Column(one.key(arm), one.context.arm_name(arm), span=one.name, note=note, width=4)


# One row for each intervention and part


def _long(told: Sequence[_Told], checklist: Checklist) -> Table:
    rows = [row for one in told for row in _rows(one, checklist)]
    return Table("parts", "Each intervention, item and part", LONG, tuple(rows))


def _rows(one: _Told, checklist: Checklist) -> Iterator[Row]:
    outcomes = {(outcome.rule, outcome.arm): outcome.state for outcome in one.report.outcomes}
    for item in checklist.items:
        of_study = checklist.scope(item) == "study"
        for arm in [None] if of_study else one.arms:
            name = one.context.arm_name(arm)
            role = words.term(one.arms[arm].role) if arm is not None else ""
            start = (one.id, one.name, name, role, item.number, item.title)
            yield _row((*start, "", ""), one.states(item, arm), one.described(item, arm))
            for part in checklist.parts[item.id] if one.judged else ():
                state = outcomes.get((part.rule, arm)) or outcomes.get((part.rule, None))
                if state is not None:
                    about = (part.rule, part.part.level)
                    yield _row((*start, *about), text_cell(words.term(state)), Cell())


def _row(texts: Iterable[str], state: Cell, described: Cell) -> Row:
    return Row("item", (*map(text_cell, texts), state, described))
