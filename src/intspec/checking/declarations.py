"""What declarations and prose make of the gaps, and what is wrong with the declarations."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from intspec.checking import severity
from intspec.checking.records import (
    Applied,
    AskedItem,
    Gap,
    ItemKey,
    Names,
    PlacedDeclaration,
    RunKey,
    Runs,
    Strand,
)
from intspec.lazy import evolve, frozen
from intspec.model import Arm, Declaration, Specification
from intspec.schema.generating import fields_of
from intspec.schema.taken import NOTHING, Statement, TakenOut
from intspec.states import closes
from intspec.text.names import KnownNames
from intspec.text.placeholders import is_proposed

if TYPE_CHECKING:
    from intspec.plugins import Registry

T = TypeVar("T")
#: An entry with its place in the document.
_Numbered = tuple[int, T]

#: What a document that holds only places of items may say of an arm.
BESIDE_PLACES = frozenset(
    {"role", "name", "aliases", "given_with", "receives_later", "narrative", "sources"}
)
#: What such a document does not have.
DESCRIPTION = (
    "population",
    "providers",
    "materials",
    "settings",
    "measures",
    "domains",
    "components",
    "conduct",
    "development",
    "extensions",
)


def apply_declarations(runs: Runs, gaps: tuple[Gap, ...], registry: "Registry") -> Applied:
    """Find the declaration that answers each gap, and close what is answered.

    Args:
        runs: What was asked, and what became of it.
        gaps: The gaps.
        registry: Where the ids of rules come from.
    """
    spec = runs.spec
    names = known_names(runs, registry)
    declared = _declared(spec, names)
    by_place = _ByPlace((one.about, one.arm, one.declaration.target, one) for one in declared)
    whole = _whole_items(runs, by_place)
    only_places = holds_only_places(spec, runs.taken)
    prose = _prose_runs(runs, whole.answered)
    unread = _unread_prose(runs)
    unfit = _unfit(runs, names)
    by_others = spec.described_by == "others"
    used = set(whole.used)
    answered: list[Gap] = []
    for gap in gaps:
        after = gap
        best = _best(gap, by_place, whole.in_force.get(gap.arm, {}))
        if best is not None:
            is_part, entry = best
            used.add(entry.number)
            after = _answered(gap, entry.declaration, is_part=is_part, by_others=by_others)
        else:
            after = _unanswerable(gap, unfit)
        if gap.source in prose:
            after = evolve(after, closed_by="prose")
        elif gap.source in unread:
            after = evolve(after, closed_by="unfit", unknown=unread[gap.source])
        elif only_places and gap.uses and not after.closed_by:
            after = evolve(after, closed_by="places")
        answered.append(after)
    contradicted = {number: [*arms] for number, arms in whole.contradicted.items()}
    for number, arm in _contradicted_parts(runs, by_place, used):
        contradicted.setdefault(number, []).append(arm)
    return Applied(
        names=names,
        declared=declared,
        gaps=tuple(answered),
        whole=whole.answered,
        used=frozenset(used),
        contradicted=MappingProxyType({n: tuple(arms) for n, arms in contradicted.items()}),
        only_places=only_places,
    )


def known_names(runs: Runs, registry: "Registry") -> Names:
    """Gather the ids that a document may name in declarations, locations and narratives."""
    rules = registry.rules
    claims = runs.claims
    waivable = {rule.id: rule.waivable for rule in registry.builtin.values()}
    waivable |= {r.id: r.waivable for r in rules.values() if r.namespace != "intspec"}
    # Each arm is asked the same parts.
    for use in {id(use): use for asked in runs.items for use, _run in asked.runs}.values():
        waivable.update(dict.fromkeys((*use.item_ids, use.part.rule), True))
    for checklist in claims.checklists:
        for item in checklist.items:
            waivable.setdefault(f"{checklist.id}/{item.id}", True)
            waivable.update({part.rule: True for part in checklist.parts[item.id]})
    lost = frozenset(n for n in named_ids(runs.spec) if n.partition("/")[0] in claims.lost)
    waivable.update(dict.fromkeys(lost, True))
    renamed = {old: rule.id for rule in rules.values() for old in rule.aliases}
    waivable |= {old: waivable[new] for old, new in renamed.items() if new in waivable}
    return Names(MappingProxyType(waivable), MappingProxyType(renamed), lost, claims.checklists)


def named_ids(spec: Specification) -> Iterator[str]:
    """Go over the ids of items, parts and rules that a document names."""
    yield from (declaration.about for declaration in spec.declarations)
    yield from (location.about for location in spec.locations)
    yield from (conflict.item for conflict in spec.conflicts if conflict.item is not None)
    yield from (name for arm in spec.interventions.values() for name in arm.narrative)


def holds_only_places(spec: Specification, taken: TakenOut = NOTHING) -> bool:
    """Tell whether a document holds places of items and no description of an intervention.

    Args:
        spec: The specification.
        taken: What was taken out of it, which it holds as well.
    """
    if not (spec.locations or taken.statements["locations"]):
        return False
    if any(_describes(getattr(spec, name)) for name in DESCRIPTION):
        return False
    fields = fields_of(Arm).keys() - BESIDE_PLACES
    arms = spec.interventions.values()
    narratives = (spec.narrative, *(arm.narrative for arm in arms))
    if any(is_proposed(text) for narrative in narratives for text in narrative.values()):
        return False
    if any(_describes(getattr(arm, name)) for arm in arms for name in fields):
        return False
    gone = [place.path for place in taken.gone]
    return not any(path[0] in DESCRIPTION or path[2:3] in {(f,) for f in fields} for path in gone)


def _describes(value: object) -> bool:
    """Tell whether a value says more than that something was not so: `occurred: false` does not."""
    if not attrs.has(type(value)):
        return bool(value)
    kind: Any = type(value)
    held = [getattr(value, name) for name in fields_of(kind)]
    return any(map(_describes, held))


def _declared(spec: Specification, names: Names) -> tuple[PlacedDeclaration, ...]:
    """Put declarations in their places.

    A misspelt name has a finding of its own; it counts as the nearest that is known, so that one
    slip does not set off others.
    """
    known, arms = names.waivable, spec.interventions
    arm_names = KnownNames(arms)
    declared = []
    for number, declaration in enumerate(spec.declarations):
        about = (
            declaration.about
            if declaration.about in known
            else names.known.nearest(declaration.about) or declaration.about
        )
        arm = (
            declaration.arm
            if declaration.arm is None or declaration.arm in arms
            else arm_names.nearest(declaration.arm) or declaration.arm
        )
        declared.append(
            PlacedDeclaration(number, declaration, names.renamed.get(about, about), arm)
        )
    return tuple(declared)


class _ByPlace(Generic[T]):
    """What is declared, found by what it is about, its arm and its target: each may have many.

    Args:
        entries: Each with what it is about, the arm or None for all, and the target or None.
    """

    def __init__(self, entries: Iterable[tuple[str | None, str | None, str | None, T]]) -> None:
        self._about: dict[str | None, dict[tuple[str | None, str | None], list[_Numbered[T]]]] = {}
        for number, (about, arm, target, entry) in enumerate(entries):
            places = self._about.setdefault(about, {})
            places.setdefault((arm, target), []).append((number, entry))

    def of(self, about: str | None, arm: str | None, target: str | None = None) -> list[T]:
        """Return what is about something in an arm, in its order in the document.

        Args:
            about: The id.
            arm: The arm; what is declared for all arms is there in each.
            target: The target; what is declared for none is there for each.
        """
        places = self._about.get(about)
        if places is None:
            return []
        found: list[_Numbered[T]] = []
        for place in {(arm, target), (None, target), (arm, None), (None, None)}:
            if place in places:
                found += places[place]
        found.sort(key=itemgetter(0))
        return [entry for _number, entry in found]


@frozen
class _Whole:
    """The declarations that whole items have nothing to report.

    Attributes:
        answered: The declaration of each item and strand that has nothing to report.
        in_force: The declarations that so hold in an arm, by the ids of the items.
        used: The numbers of those declarations.
        contradicted: The arms where content is there in spite of one, by its number.
    """

    answered: Mapping[ItemKey, Declaration]
    in_force: Mapping[str | None, Mapping[str, PlacedDeclaration]]
    used: frozenset[int]
    contradicted: Mapping[int, tuple[str | None, ...]]


def _whole_items(runs: Runs, by_place: _ByPlace[PlacedDeclaration]) -> _Whole:
    answered: dict[ItemKey, Declaration] = {}
    in_force: dict[str | None, dict[str, PlacedDeclaration]] = {}
    used: dict[int, PlacedDeclaration] = {}
    contradicted: dict[int, list[str | None]] = {}
    for judged, names in _declarable(runs):
        if judged.runs and all(run.state == "not-yet" for _use, run in judged.runs):
            continue
        entry = _of_item(names, judged.arm, by_place)
        if entry is None:
            continue
        if judged.has_content:
            contradicted.setdefault(entry.number, []).append(judged.arm)
            continue
        used[entry.number] = entry
        answered[judged.key] = entry.declaration
        for arm in {judged.arm, *(run.subject.arm_key for _use, run in judged.runs)}:
            in_force.setdefault(arm, {}).update(dict.fromkeys(names, entry))
    for number, entry in used.items():
        # Without an arm it holds only where the item fails: content elsewhere is no conflict.
        if entry.arm is None:
            contradicted.pop(number, None)
    return _Whole(
        answered=MappingProxyType(answered),
        in_force=MappingProxyType(in_force),
        used=frozenset(used),
        contradicted=MappingProxyType({n: tuple(arms) for n, arms in contradicted.items()}),
    )


def _declarable(runs: Runs) -> Iterator[tuple[AskedItem | Strand, tuple[str, ...]]]:
    """Go over what a declaration may say to have nothing to report, with its ids."""
    for asked in runs.items:
        yield asked, asked.names
        for strand in asked.strands:
            if strand.home not in asked.names:
                yield strand, (strand.home,)


def _of_item(
    names: tuple[str, ...], arm: str | None, by_place: _ByPlace[PlacedDeclaration]
) -> PlacedDeclaration | None:
    """Return the declaration that an item has nothing to report, the narrowest first."""
    candidates = [
        entry
        for name in names
        for entry in by_place.of(name, arm)
        if closes(entry.declaration.state, part=False)
    ]
    return max(candidates, key=lambda entry: entry.arm is not None, default=None)


def _prose_runs(runs: Runs, whole: Mapping[ItemKey, Declaration]) -> frozenset[RunKey]:
    """Return the runs of parts that are not missing, since prose describes their item."""
    return frozenset(
        run.source
        for asked in runs.items
        if asked.key not in whole
        for strand in asked.strands
        if strand.only_prose and strand.key not in whole
        for _use, run in strand.runs
    )


def _unread_prose(runs: Runs) -> Mapping[RunKey, str]:
    """Return the runs of parts of items that narrative text may describe, and why none is known."""
    return {
        run.source: strand.unknown
        for asked in runs.items
        for strand in asked.strands
        if strand.unknown
        for _use, run in strand.runs
    }


def _unfit(runs: Runs, names: Names) -> _ByPlace[Statement]:
    """Return the declarations that cannot be used, by what they are about as placed ones are."""
    unfit: list[tuple[str | None, str | None, None, Statement]] = []
    if runs.taken.gone_from("checklists"):
        # A part of a checklist that is not known may be answered by any rule that comes along.
        unfit += [
            (None, entry.arm, None, Statement(None, entry.arm, None))
            for entry in runs.spec.declarations
            if entry.about not in names.waivable
        ]
    for statement in runs.taken.statements["declarations"]:
        about = statement.about
        if about is not None and about not in names.waivable:
            about = names.known.nearest(about) or about
        about = about and names.renamed.get(about, about)
        unfit.append((about, statement.arm, None, statement))
    return _ByPlace(unfit)


def _unanswerable(gap: Gap, unfit: _ByPlace[Statement]) -> Gap:
    """Return a gap without a declaration, closed where one that was taken out may answer it."""
    if not gap.waivable:
        return gap
    for about in (*sorted(gap.part_ids), *sorted(gap.item_ids), None):
        if statements := unfit.of(about, gap.arm):
            # What was not found is missing all the same; what may be about all says nothing.
            told = about is None or statements[0].state == "not-found"
            reason = "" if told else "rests on a declaration that does not fit the schema"
            return evolve(gap, closed_by="unfit", unknown=reason)
    return gap


def _best(
    gap: Gap,
    by_place: _ByPlace[PlacedDeclaration],
    in_force: Mapping[str, PlacedDeclaration],
) -> tuple[bool, PlacedDeclaration] | None:
    """Find the declaration that answers a gap, and whether it is about a part.

    A part's goes before an item's, one with a target before one without, one for an arm before
    one for all.

    Args:
        gap: The gap.
        by_place: The declarations.
        in_force: The declarations that hold for whole items in this arm, by the item's id.
    """
    if not gap.waivable:
        return None
    candidates: list[tuple[bool, PlacedDeclaration]] = []
    for ids, is_part in ((gap.part_ids, True), (gap.item_ids, False)):
        for about in sorted(ids):
            for entry in by_place.of(about, gap.arm, gap.finding.target):
                whole = not is_part and closes(entry.declaration.state, part=False)
                if not whole or in_force.get(about) is entry:
                    candidates.append((is_part, entry))
    return max(candidates, key=_rank, default=None)


def _rank(candidate: tuple[bool, PlacedDeclaration]) -> tuple[bool, bool, bool]:
    is_part, entry = candidate
    return (is_part, entry.declaration.target is not None, entry.arm is not None)


def _answered(gap: Gap, declaration: Declaration, *, is_part: bool, by_others: bool) -> Gap:
    """Return a gap with the declaration that answers it: closed by it, or less grave."""
    # Where a thing can be had is answered by that it cannot be shared; nothing else is.
    withheld = declaration.state == "not-shareable" and not any(
        use.part.asks_access for use in gap.uses
    )
    if closes(declaration.state, part=is_part) and not withheld:
        return evolve(gap, declaration=declaration, closed_by="declaration")
    lowered = severity.declared(gap.severity, declaration, by_others=by_others)
    return evolve(
        gap,
        declaration=declaration,
        severity=lowered,
        overridden=gap.overridden if lowered == gap.severity else None,
    )


def _contradicted_parts(
    runs: Runs, by_place: _ByPlace[PlacedDeclaration], used: Collection[int]
) -> Iterator[tuple[int, str | None]]:
    """Go over the declarations that a part has nothing to report, and the arms where it does."""
    if not runs.spec.declarations:
        return
    for asked in runs.items:
        for use, run in asked.runs:
            if run.state != "passed" or not run.passes:
                continue
            for entry in by_place.of(use.part.rule, asked.arm):
                nothing = closes(entry.declaration.state, part=False)
                if nothing and entry.number not in used:
                    yield entry.number, asked.arm
