"""The state of an item, from what became of its parts."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from intspec.checking.declarations import Declared
from intspec.checking.gaps import Gap
from intspec.checking.running import Identity, Run
from intspec.checklists import Checklist, Item, PartUse
from intspec.diagnostics import ItemState, ItemStateName
from intspec.model import Specification
from intspec.records import define


@define
class Strand:
    """The parts of an item that come from one item, on one subject: its own, or used ones.

    Attributes:
        home: Id of the item that the parts come from.
        arm: Key of the arm that they were asked of, or None for the study.
        prose: Whether there is narrative text for the item.
        runs: The runs of the parts.
        whole: The declaration that the item has nothing to report.
    """

    home: str
    arm: str | None
    prose: bool = False
    runs: list[tuple[PartUse, Run]] = attrs.field(factory=list)
    whole: Declared | None = None

    @property
    def content(self) -> bool:
        """Whether any part of it holds something."""
        return any(run.passes for _use, run in self.runs)

    @property
    def only_prose(self) -> bool:
        """Whether narrative text is all there is."""
        return self.prose and not any(
            run.passes for use, run in self.runs if use.part.part.level == "required"
        )


@define
class Verdict:
    """One item on one subject while it is being judged.

    Attributes:
        checklist: The claimed checklist.
        item: The item of it.
        arm: Key of the arm, or None for the study.
        index: Number of the modification, from 0, or None.
        strands: Its parts, by where they come from.
        runs: The runs of all its parts.
        whole: The declaration that the item has nothing to report.
    """

    checklist: Checklist
    item: Item
    arm: str | None
    index: int | None = None
    strands: list[Strand] = attrs.field(factory=list)
    runs: list[tuple[PartUse, Run]] = attrs.field(factory=list)
    whole: Declared | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the item: its own, and that of the base which it is inherited from."""
        return self.checklist.names(self.item)

    def add(self, strands: Iterable[Strand]) -> None:
        """Add the parts of one subject."""
        for strand in strands:
            self.strands.append(strand)
            self.runs += strand.runs

    @property
    def content(self) -> bool:
        """Whether any part of it holds something."""
        return any(strand.content for strand in self.strands)


def has_prose(names: Iterable[str], spec: Specification, arm: str | None) -> bool:
    """Tell whether an arm, or the study, has narrative text for an item, by the item's ids."""
    narrative = spec.narrative if arm is None else spec.interventions[arm].narrative
    return bool(narrative) and any(narrative.get(name) for name in names)


def locate(verdict: Verdict, spec: Specification) -> bool:
    """Tell whether the document names a place where an item, or a part of it, is reported."""
    if not spec.locations:
        return False
    arm = verdict.arm
    names = verdict.checklist.ids(verdict.item)
    return any(
        place.about in names and (place.arm is None or arm is None or place.arm == arm)
        for place in spec.locations
    )


def state_of(
    verdict: Verdict, gaps: Mapping[Identity, Sequence[Gap]]
) -> tuple[ItemStateName, list[Gap], str]:
    """Derive the state of an item.

    Args:
        verdict: The item, its runs and what holds for it as a whole.
        gaps: The gaps that each run left, by rule, arm and index.

    Returns:
        The state, the gaps of the item that a declaration touched, and why it was not judged.
    """
    runs = [run for _use, run in verdict.runs]
    touched: list[Gap] = []
    passes = failures = 0
    for use, run in verdict.runs:
        found = gaps.get(run.identity, ())
        touched.extend(gap for gap in found if gap.declaration is not None)
        if not _required(use):
            continue
        shared = [g for g in found if g.answered and _shared(g)]
        passes += run.passes + len(shared)
        if run.state == "failed":
            failures += sum(1 for gap in found if not gap.answered)
    if any(run.state in ("crashed", "blocked") for run in runs):
        reasons = [run.reason for run in runs if run.state in ("crashed", "blocked")]
        return "blocked", touched, reasons[0]
    if runs and all(run.state == "not-yet" for run in runs):
        return "not-yet", [], runs[0].reason
    if verdict.whole is not None:
        whole = verdict.whole.declaration.state
        return ("not-done" if whole == "not-done" else "not-applicable"), touched, ""
    prose = any(strand.only_prose and strand.whole is None for strand in verdict.strands)
    if prose and not failures:
        return "prose", [], "described in prose; its parts are not checked"
    if passes and not failures:
        return "reported", touched, ""
    if passes or prose:
        return "partial", touched, ""
    if failures:
        return "not-reported", touched, ""
    answered = {gap.declaration.state for gap in touched if gap.declaration and gap.answered}
    if answered:
        return ("not-done" if answered == {"not-done"} else "not-applicable"), touched, ""
    # What is recommended, or does not apply, does not turn what cannot be known yet into a verdict.
    waiting = [r for u, r in verdict.runs if r.state == "not-yet" and _required(u)]
    if waiting:
        return "not-yet", [], waiting[0].reason
    reasons = [run.reason for run in runs if run.state == "did-not-apply"]
    excuses = [r for r in reasons if not r.startswith("nothing to ask")]
    return "not-applicable", touched, (excuses or reasons or [""])[0]


def item_state(
    verdict: Verdict, spec: Specification, judged: tuple[ItemStateName, list[Gap], str]
) -> ItemState:
    """Make the report's entry of a judged item."""
    state, touched, reason = judged
    declared = [gap.declaration for gap in touched if gap.declaration is not None]
    if verdict.whole is not None:
        declared = [verdict.whole.declaration]
    reasons = list(dict.fromkeys(d.reason for d in declared))
    states = {d.state for d in declared}
    return ItemState(
        checklist=verdict.checklist.id,
        number=verdict.item.number,
        item=verdict.item.id,
        title=verdict.item.title,
        scope=verdict.checklist.scope(verdict.item),
        arm=verdict.arm,
        modification=None if verdict.index is None else verdict.index + 1,
        state=state,
        declared=bool(declared),
        located=locate(verdict, spec),
        reason=" ".join(reasons) or reason,
        declared_state=states.pop() if len(states) == 1 else "",
    )


def _required(use: PartUse) -> bool:
    return use.part.part.level != "recommended"


def _shared(gap: Gap) -> bool:
    return gap.declaration is not None and gap.declaration.state == "not-shareable"
