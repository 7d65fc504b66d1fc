"""The state of each item on each subject, from what became of its parts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from intspec.checking.records import Applied, AskedItem, CombinedItem, Gap, Run, Runs
from intspec.checklists import Checklist, Item, PartUse
from intspec.diagnostics import ItemState
from intspec.lazy import evolve, frozen
from intspec.model import Declaration
from intspec.rules.latest import latest
from intspec.schema.taken import TakenOut
from intspec.states import ITEM_STATES, ItemStateName


@frozen
class Evidence:
    """What the state of an item is decided by; a count is of required parts.

    Attributes:
        unrun: Why a part could not be run; None if all were run.
        all_wait: Why no part is asked at the stage in force; None if some part is.
        whole: What a declaration says of the item as a whole: it has nothing to report.
        prose: Whether narrative text is all there is of some part of it.
        passes: How many things hold what is asked; a declared not-shareable passes.
        failures: How many gaps are open.
        closed_as: The states of the declarations that closed gaps.
        waiting: Why a required part is not asked yet; None if each is asked.
        excuse: Why nothing was asked.
    """

    unrun: str | None
    all_wait: str | None
    whole: str
    prose: bool
    passes: int
    failures: int
    closed_as: frozenset[str]
    waiting: str | None
    excuse: str


@frozen
class DecisionRow:
    """One row of the table that decides the state of an item.

    Attributes:
        state: The state.
        when: The condition in words, for the documentation.
        holds: The condition.
        reason: Why the item has the state, where that is more than its parts.
        declared: Whether a declaration that touched one of its gaps marks the verdict.
    """

    state: ItemStateName
    when: str
    holds: Callable[[Evidence], object]
    reason: Callable[[Evidence], str | None] = lambda _: ""
    declared: bool = True


#: The first row whose condition holds decides.
STATE_TABLE: tuple[DecisionRow, ...] = (
    DecisionRow(
        "blocked",
        "something that it needs failed to load, ended in a fault, or rests on a value that does "
        "not fit the schema",
        lambda e: e.unrun is not None,
        lambda e: e.unrun,
    ),
    DecisionRow(
        "not-yet",
        "none of its parts is asked at the stage in force, and not all of them hold already",
        lambda e: e.all_wait is not None,
        lambda e: e.all_wait,
        declared=False,
    ),
    DecisionRow(
        "not-done", "it is declared not done, and has no content", lambda e: e.whole == "not-done"
    ),
    DecisionRow(
        "not-applicable",
        "it is declared not applicable, and has no content",
        lambda e: e.whole,
    ),
    DecisionRow(
        "prose",
        "there is narrative text, and no gap beside it",
        lambda e: e.prose and not e.failures,
        lambda _: "described in prose; its parts are not checked",
        declared=False,
    ),
    DecisionRow(
        "reported",
        "every required part that applies holds; one declared not shareable counts as held",
        lambda e: e.passes and not e.failures,
    ),
    DecisionRow(
        "partial",
        "some required part holds, or there is narrative text, and some part is missing",
        lambda e: e.passes or e.prose,
    ),
    DecisionRow("not-reported", "required parts are missing, and none holds", lambda e: e.failures),
    DecisionRow(
        "not-done",
        "every part that was missing is declared not done",
        lambda e: e.closed_as == {"not-done"},
    ),
    DecisionRow(
        "not-applicable",
        "every part that was missing is declared away, at least one as not applicable",
        lambda e: e.closed_as,
    ),
    # What is recommended, or does not apply, does not turn what cannot be known yet into a verdict.
    DecisionRow(
        "not-yet",
        "nothing required applies now, and some required part is asked only at a later stage",
        lambda e: e.waiting is not None,
        lambda e: e.waiting,
        declared=False,
    ),
    DecisionRow(
        "not-applicable",
        "nothing required applies: the arm's role excuses it, or there is nothing to ask it of",
        lambda _: True,
        lambda e: e.excuse,
    ),
)


def judge(runs: Runs, applied: Applied) -> tuple[ItemState, ...]:
    """Judge every item on every subject, in the order of checklists, items and arms.

    Args:
        runs: What was asked, and what became of it.
        applied: The gaps, with what declarations make of them.
    """
    verdicts = [_verdict(asked, runs, applied) for asked in runs.items] + [*runs.unasked]
    if applied.only_places:
        places_gone = bool(runs.taken.statements["locations"])
        placed = (_placed(verdict, runs) for verdict in verdicts)
        verdicts = [_by_place(verdict, places_gone=places_gone) for verdict in placed]
    verdicts += _combined(runs.combined, verdicts)
    places = {
        (checklist.id, item.id): (n, m)
        for n, checklist in enumerate(runs.claims.checklists)
        for m, item in enumerate(checklist.items)
    }
    arms = {key: number for number, key in enumerate(runs.spec.interventions)}

    def place(verdict: ItemState) -> tuple[tuple[int, int], int, int]:
        arm = arms.get(verdict.arm or "", -1)
        return places[verdict.checklist, verdict.item], arm, verdict.modification or 0

    return tuple(sorted(verdicts, key=place))


#: The states of items from the weakest on: what does not apply to one arm lowers no combination.
WEAKEST: tuple[ItemStateName, ...] = (
    "blocked",
    "not-reported",
    "partial",
    "prose",
    "not-done",
    "not-yet",
    "reported",
    "not-applicable",
)


def _combined(
    combined: Sequence[CombinedItem], verdicts: Iterable[ItemState]
) -> Iterator[ItemState]:
    """Judge the items of combinations: each by the weakest of the arms that it is made of."""
    known = {(one.checklist, one.item, one.arm): one for one in verdicts}
    waiting = {(c.verdict.checklist, c.verdict.item, c.verdict.arm): c for c in combined}
    while waiting:
        ready = {
            key: one
            for key, one in waiting.items()
            if not any((*key[:2], part) in waiting for part in one.parts)
        }
        # Arms that are made of each other are a finding; none of them has content.
        for key, one in (ready or waiting).items():
            states = [known[*key[:2], part] for part in one.parts if (*key[:2], part) in known]
            weakest = min(states, key=lambda state: WEAKEST.index(state.state), default=None)
            state = weakest.state if weakest is not None else "not-reported"
            declared = weakest is not None and weakest.declared
            known[key] = evolve(one.verdict, state=state, declared=declared)
            yield known[key]
        waiting = {key: one for key, one in waiting.items() if key not in known}


def _evidence(asked: AskedItem, applied: Applied, left_open: Sequence["_LeftOpen"]) -> Evidence:
    """Gather what the state of an item is decided by."""
    passes = failures = waiting = 0
    closed_as: set[str] = set()
    not_yet: list[Run] = []
    idle: list[Run] = []
    # One loop for all that is asked of parts: there are hundreds in a document.
    for use, run in asked.runs:
        state = run.state
        if use.required:
            passes += run.passes
            if state == "not-yet":
                not_yet.append(run)
        if state == "not-yet":
            waiting += 1
        elif state == "did-not-apply":
            idle.append(run)
    for use, run, of_run in left_open:
        for gap in of_run:
            if not gap.is_answered:
                failures += use.required and run.state == "failed"
            elif gap.declaration is not None:
                closed_as.add(gap.declaration.state)
                passes += use.required and gap.declaration.state == "not-shareable"
    whole = applied.whole.get(asked.key)
    early = sum(run.early == "passed" for run in not_yet) if all(r.early for r in not_yet) else 0
    all_wait = waiting and waiting == len(asked.runs)
    # That the arm's role excuses it says more than that there was nothing to ask.
    excuse = next((run for run in idle if run.asked), idle[0] if idle else None)
    return Evidence(
        unrun=next(_unrun(asked, left_open), None),
        all_wait=asked.runs[0][1].reason if all_wait and not early else None,
        whole=whole.state if whole is not None else "",
        prose=any(s.only_prose and s.key not in applied.whole for s in asked.strands),
        passes=passes + early,
        failures=failures,
        closed_as=frozenset(closed_as),
        waiting=not_yet[0].reason if not_yet else None,
        excuse=excuse.reason if excuse is not None else "",
    )


#: A part of an item, its run, and the gaps that this found.
_LeftOpen = tuple[PartUse, Run, tuple[Gap, ...]]


def _left_open(asked: AskedItem, applied: Applied) -> list[_LeftOpen]:
    """Return the parts of an item that have gaps or were not run: few of all that are asked."""
    gaps = applied.by_source
    return [
        (use, run, gaps.get(run.source, ()))
        for use, run in asked.runs
        if run.source in gaps or run.state in ("crashed", "blocked")
    ]


def _unrun(asked: AskedItem, left_open: Iterable[_LeftOpen]) -> Iterator[str]:
    """Go over the reasons why the state of an item cannot be known."""
    for use, run, gaps in left_open:
        # What is recommended never changes a state.
        if run.state == "crashed" or (run.state == "blocked" and use.required):
            yield run.reason
        yield from (gap.unknown for gap in gaps if gap.unknown and use.required)
    yield from (strand.unknown for strand in asked.strands if strand.unknown)


def decide(evidence: Evidence) -> DecisionRow:
    """Return the row of the table that decides: the last holds always."""
    for row in STATE_TABLE:
        if row.holds(evidence):
            return row
    return STATE_TABLE[-1]


def _verdict(asked: AskedItem, runs: Runs, applied: Applied) -> ItemState:
    left_open = _left_open(asked, applied)
    evidence = _evidence(asked, applied, left_open)
    row = decide(evidence)
    whole = applied.whole.get(asked.key)
    touched = [one for _gap, one in _touched(left_open)] if row.declared else []
    declared = touched if whole is None else [whole]
    states = {declaration.state for declaration in declared}
    reasons = dict.fromkeys(declaration.reason for declaration in declared)
    return ItemState(
        checklist=asked.checklist.id,
        number=asked.item.number,
        item=asked.item.id,
        title=asked.item.title,
        scope=asked.checklist.scope(asked.item),
        arm=asked.arm,
        modification=_number(asked, runs.taken),
        state=row.state,
        declared=bool(declared),
        located=_is_located(asked.checklist, asked.item, asked.arm, runs),
        reason=" ".join(reasons) or row.reason(evidence) or "",
        declared_state=states.pop() if len(states) == 1 else "",
        not_asked=asked.item.not_asked,
    )


def _number(asked: AskedItem, taken: TakenOut) -> int | None:
    """Return the number, from 1, that the modification of an item has in the document."""
    if asked.index is None:
        return None
    path = ("interventions", str(asked.arm), "modifications", "entries", asked.index)
    return int(taken.original(path)[-1]) + 1


def _touched(left_open: Iterable[_LeftOpen]) -> Iterator[tuple[Gap, Declaration]]:
    """Go over the gaps of an item that a declaration touched, each with that."""
    for _use, _run, gaps in left_open:
        for gap in gaps:
            if gap.declaration is not None:
                yield gap, gap.declaration


def _placed(verdict: ItemState, runs: Runs) -> ItemState:
    """Tell of an item that nothing asks for whether it is located."""
    if verdict.located or verdict.state != "not-applicable":
        return verdict
    checklist = next(one for one in runs.claims.checklists if one.id == verdict.checklist)
    item = next(one for one in checklist.items if one.id == verdict.item)
    located = _is_located(checklist, item, verdict.arm, runs)
    return evolve(verdict, located=True) if located else verdict


def _is_located(checklist: Checklist, item: Item, arm: str | None, runs: Runs) -> bool:
    """Tell whether the document names a place where an item, or a part of it, is reported."""
    if not runs.spec.locations:
        return False
    located = _located(runs)
    for name in checklist.ids(item):
        arms = located.get(name, ())
        if arms and (arm is None or arm in arms or None in arms):
            return True
    return False


@latest
def _located(runs: Runs) -> Mapping[str, set[str | None]]:
    """Gather the arms of which places are named, by what the places are about."""
    arms: dict[str, set[str | None]] = {}
    for place in runs.spec.locations:
        arms.setdefault(runs.meant.get(place.about, place.about), set()).add(place.arm)
    return arms


def _by_place(verdict: ItemState, *, places_gone: bool) -> ItemState:
    """Judge an item of a document that holds only places by whether it is located."""
    if places_gone and not verdict.located:
        reason = "rests on a location that does not fit the schema"
        return evolve(verdict, state="blocked", reason=reason)
    # A place counts though a denial at another item would excuse this one.
    excused = verdict.state == "not-applicable" and not verdict.declared
    if verdict.located and (
        excused or ITEM_STATES[verdict.state].counts_as in ("described", "missing")
    ):
        return evolve(verdict, state="reported", content_checked=False)
    return evolve(verdict, state="not-reported") if verdict.state == "partial" else verdict
