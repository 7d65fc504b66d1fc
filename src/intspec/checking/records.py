"""What the steps of checking hand on to each other; all of it is frozen."""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import attrs

from intspec.checklists import Checklist, Item, PartUse
from intspec.diagnostics import (
    FileReport,
    Finding,
    ItemRef,
    ItemState,
    Outcome,
    OutcomeName,
    Overridden,
    Severity,
)
from intspec.lazy import frozen, kept
from intspec.model import Declaration, Specification, Stage
from intspec.rules import Subject
from intspec.schema.taken import NOTHING, TakenOut

if TYPE_CHECKING:
    from intspec.checklists.naming import ItemNames

#: A rule or part on one subject: its id, the arm, the number of the modification.
RunKey = tuple[str, str | None, int | None]
#: An item on one subject, or its parts that come from one home (the last text, else empty):
#: checklist, item, arm, number of the modification, home.
ItemKey = tuple[str, str, str | None, int | None, str]


@frozen
class Claims:
    """What a document is held against.

    Attributes:
        ids: What the document and the run claim, in order.
        checklists: The claimed checklists that could be loaded.
        lost: Why what is claimed cannot be judged, by its id: its plugin failed to load.
    """

    ids: tuple[str, ...]
    checklists: tuple[Checklist, ...]
    lost: Mapping[str, str]


@frozen
class Run:
    """What became of one rule or part on one subject.

    Attributes:
        rule: Id of the rule or part.
        subject: What it ran on.
        state: Its outcome, declarations apart.
        passes: How many of the things it was asked of hold what it asks.
        findings: What it found.
        reason: Why it did not run or did not apply.
        asked: Whether there was anything to ask it of.
        cited: The run whose findings decide, where a part cites a rule in Python.
        early: What a part would be that is not asked yet: passed or did-not-apply; else empty.
    """

    rule: str
    subject: Subject
    state: OutcomeName
    passes: int = 0
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    asked: bool = True
    cited: RunKey | None = None
    early: Literal["", "passed", "did-not-apply"] = ""

    @kept
    def key(self) -> RunKey:
        """What names it among the runs."""
        return (self.rule, self.subject.arm_key, self.subject.index)

    @kept
    def source(self) -> RunKey:
        """The run under which its findings stand: its own, or that of the rule that it cites."""
        return self.key if self.cited is None else self.cited


@frozen
class Strand:
    """The parts of an item that come from one item, on one subject: its own, or used ones.

    Attributes:
        key: What names it.
        home: Id of the item that the parts come from.
        arm: Key of the arm that they were asked of, or None for the study.
        prose: Whether there is narrative text for the item.
        runs: The parts and what became of them.
        unknown: Why it is not known whether there is narrative text; empty if it is.
    """

    key: ItemKey
    home: str
    arm: str | None
    prose: bool
    runs: tuple[tuple[PartUse, Run], ...]
    unknown: str = ""

    @kept
    def has_content(self) -> bool:
        """Whether any part of it holds something."""
        # A loop: it is asked of each item on each subject, and a generator takes twice as long.
        for _use, run in self.runs:  # noqa: SIM110 -- see above
            if run.passes:
                return True
        return False

    @property
    def only_prose(self) -> bool:
        """Whether narrative text is all there is."""
        return self.prose and not any(run.passes for use, run in self.runs if use.required)


@frozen
class AskedItem:
    """An item that was asked of one subject.

    Attributes:
        checklist: The claimed checklist.
        item: The item of it.
        arm: Key of the arm, or None for the study.
        index: Number of the modification, from 0, or None.
        strands: Its parts, by where they come from.
        runs: All its parts and what became of them.
    """

    checklist: Checklist
    item: Item
    arm: str | None
    index: int | None
    strands: tuple[Strand, ...]
    runs: tuple[tuple[PartUse, Run], ...] = attrs.field(init=False)

    @runs.default
    def _runs(self) -> tuple[tuple[PartUse, Run], ...]:
        return tuple(pair for strand in self.strands for pair in strand.runs)

    @kept
    def key(self) -> ItemKey:
        """What names it."""
        return (self.checklist.id, self.item.id, self.arm, self.index, "")

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the item: its own, and that of the base which it is inherited from."""
        return self.checklist.names(self.item)

    @property
    def has_content(self) -> bool:
        """Whether any part of it holds something."""
        return any(strand.has_content for strand in self.strands)


@frozen
class CombinedItem:
    """An item of an arm that is a combination of others, by which it is judged.

    Attributes:
        verdict: The verdict, but for its state.
        parts: The keys of those arms.
    """

    verdict: ItemState
    parts: tuple[str, ...]


@frozen
class Runs:
    """Everything that was asked of a specification, and what became of it.

    Attributes:
        spec: The specification.
        stage: The stage in force.
        claims: What it is held against.
        by_key: The runs of rules and parts, in the order in which they were asked.
        items: The items that were asked, in the order of the checklists.
        unasked: The verdicts on items that there was nothing to judge by.
        combined: The items of arms that are combinations of others.
        outcomes: What became of parts that were not run.
        cites: The places in claimed checklists that a failed run leaves open, by the run under
            which its findings stand.
        taken: What was taken out of the specification, since it does not fit the schema.
        meant: The ids that were meant by misspelt ones, in locations and narratives.
    """

    spec: Specification
    stage: Stage
    claims: Claims
    by_key: Mapping[RunKey, Run]
    items: tuple[AskedItem, ...]
    unasked: tuple[ItemState, ...]
    combined: tuple[CombinedItem, ...]
    outcomes: tuple[Outcome, ...]
    cites: Mapping[RunKey, tuple[PartUse, ...]]
    taken: TakenOut = NOTHING
    meant: Mapping[str, str] = MappingProxyType({})


@frozen
class Gap:
    """A finding with the items that it leaves open.

    Attributes:
        rule: Id of the rule that found it.
        source: The run that found it.
        finding: The finding.
        arm: Key of the arm, or None.
        severity: Its severity, as far as it is decided.
        overridden: How the project's settings changed the severity, if they did.
        uses: The places in claimed checklists that it leaves open.
        waivable: Whether a declaration may answer it.
        declaration: The declaration that answers it.
        closed_by: What makes it no finding any more: a declaration, narrative text for the whole
            item, that the document holds only places, or that what may answer it does not fit the
            schema; empty while it is open.
        unknown: Why it is not known whether it leaves its items open; empty if it does.
        also: Other rules that found the same.
        arms: The arms in which it was found.
        refs: The items that it leaves open, as a report names them.
    """

    rule: str
    source: RunKey
    finding: Finding
    arm: str | None
    severity: Severity
    overridden: Overridden | None
    uses: tuple[PartUse, ...]
    waivable: bool
    refs: tuple[ItemRef, ...]
    arms: tuple[str, ...]
    also: tuple[str, ...] = ()
    declaration: Declaration | None = None
    closed_by: Literal["", "declaration", "prose", "places", "unfit"] = ""
    unknown: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether something stands in for what is missing: a declaration or narrative text."""
        return self.closed_by in ("declaration", "prose")

    @property
    def part_ids(self) -> frozenset[str]:
        """The ids of rules and parts by which a declaration may name it."""
        return frozenset((self.rule, *(use.part.rule for use in self.uses)))

    @property
    def item_ids(self) -> frozenset[str]:
        """The ids of items by which a declaration may name it."""
        return frozenset(name for use in self.uses for name in use.item_ids)


@frozen
class Names:
    """The ids that a document may name.

    Attributes:
        waivable: Every id that is known, and whether a declaration may answer it.
        renamed: What earlier ids are called now.
        lost: The ids named in the document that belong to plugins which failed to load.
        checklists: The claimed checklists.
    """

    waivable: Mapping[str, bool]
    renamed: Mapping[str, str]
    lost: frozenset[str]
    checklists: tuple[Checklist, ...] = ()

    @cached_property
    def known(self) -> "ItemNames":
        """Every id that is known, and what those that are not were meant to be."""
        from intspec.checklists.naming import ItemNames  # noqa: PLC0415 -- only a fault needs it

        return ItemNames(self.waivable, self.checklists)


@frozen
class PlacedDeclaration:
    """A declaration in its place.

    Attributes:
        number: Its place in the list, from 0.
        declaration: The declaration.
        about: The id meant: the nearest known one when the name is misspelt.
        arm: The arm meant, likewise.
    """

    number: int
    declaration: Declaration
    about: str
    arm: str | None


@frozen
class Applied:
    """The gaps with what declarations and prose make of them.

    Attributes:
        names: The ids that the document may name.
        declared: The declarations, in order.
        gaps: The gaps, in order, with the declarations that answer them.
        whole: The declarations that an item, or a strand of one, has nothing to report.
        used: The numbers of the declarations that answer something.
        contradicted: The arms (None: the study) where content is there in spite of a declaration,
            by its number.
        only_places: Whether the document holds places of items and no description.
        by_source: The gaps, by the run that found them.
    """

    names: Names
    declared: tuple[PlacedDeclaration, ...]
    gaps: tuple[Gap, ...]
    whole: Mapping[ItemKey, Declaration]
    used: frozenset[int]
    contradicted: Mapping[int, tuple[str | None, ...]]
    only_places: bool
    by_source: Mapping[RunKey, tuple[Gap, ...]] = attrs.field(init=False)

    @by_source.default
    def _by_source(self) -> Mapping[RunKey, tuple[Gap, ...]]:
        grouped: dict[RunKey, list[Gap]] = {}
        for gap in self.gaps:
            grouped.setdefault(gap.source, []).append(gap)
        return MappingProxyType({key: tuple(gaps) for key, gaps in grouped.items()})


@frozen
class Checked:
    """A checked file.

    Attributes:
        report: What checking gave.
        spec: The specification; None if the document does not fit the schema.
        checklists: The checklists it was held against.
    """

    report: FileReport
    spec: Specification | None
    checklists: tuple[Checklist, ...]
