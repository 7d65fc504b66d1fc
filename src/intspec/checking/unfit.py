"""What is left of a document is judged, when what does not fit the schema is taken out of it.

The stage of a study, the role of an arm and who describes a study have few values, and all else may
hang on them. Where one of them does not fit, the rest is judged with each value that it may have,
and what comes out the same each time is told.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any, get_args

from intspec.checking.cut_texts import told_by_commas
from intspec.checking.records import Claims
from intspec.checking.report import Placer, not_fitting, with_faults
from intspec.checking.roles import ROLES, KeepingRunner, Kept, roles_to_try
from intspec.checking.run import Runner
from intspec.diagnostics import SEVERITIES, Diagnostic, FileReport, ItemState, Outcome, Path
from intspec.lazy import evolve
from intspec.model import Specification, Stage
from intspec.model.study import DescribedBy
from intspec.schema import SchemaProblem
from intspec.schema.taken import TakenOut
from intspec.schema.taking_out import take_out

if TYPE_CHECKING:
    from intspec.plugins import Registry

#: The keys whose values are tried, beside the role of an arm.
VALUES: Mapping[str, tuple[str, ...]] = {
    "stage": get_args(Stage),
    "described_by": get_args(DescribedBy),
}
#: Judges a document that fits, given what was taken out of it, and what makes its runs.
Judges = Callable[
    [Mapping[str, Any], TakenOut, Callable[..., Runner]], tuple[FileReport, Specification]
]


def judge_rest(  # noqa: PLR0913, PLR0917 -- nothing else may decide what is found
    placer: Placer,
    claims: Claims,
    registry: "Registry",
    schema: dict[str, Any],
    data: Mapping[str, Any],
    faults: Sequence[SchemaProblem],
    stage: Stage | None,
    judged: Judges | None,
) -> FileReport:
    """Report what does not fit the schema, and judge what is left without it.

    Args:
        placer: Puts findings in their places.
        claims: What the document is held against.
        registry: The plugins.
        schema: The schema.
        data: The document.
        faults: The ways in which it does not fit.
        stage: The stage that it is judged at, if that is not the document's own.
        judged: Judges a document that fits; None if what is left is not to be judged.
    """
    told = told_by_commas(placer.document, faults)
    taken = take_out(schema, data, faults) if judged is not None else None
    if judged is None or taken is None:
        return not_fitting(placer, claims, told, data, stage)
    roles = roles_to_try(claims.checklists, registry)
    reports = [
        report
        for possible in _possible(taken, stage)
        for report in _with_each_role(possible, taken, roles, judged)
    ]
    return with_faults(_agreed(reports, taken.tried), placer, told)


def _possible(taken: TakenOut, stage: Stage | None) -> Iterator[Mapping[str, Any]]:
    """Go over what a document may mean, the roles of arms apart.

    Args:
        taken: What is left of the document, and the keys that are to be tried.
        stage: The stage that it is judged at, if that is not the document's own.
    """
    keys = [path[0] for path in taken.tried if len(path) == 1]
    tried = {str(key): VALUES[str(key)] for key in keys if not (stage and key == "stage")}
    for values in product(*tried.values()):
        yield dict(taken.data) | dict(zip(tried, values, strict=True))


def _with_each_role(
    data: Mapping[str, Any], taken: TakenOut, roles: Sequence[str], judged: Judges
) -> Iterator[FileReport]:
    """Judge a document with each role that its arms may have, whose roles do not fit.

    They are tried together: what one arm is does not decide what is asked of another.

    Args:
        data: The document.
        taken: What was taken out of it, and the keys that are to be tried.
        roles: The roles that a guideline tells apart.
        judged: Judges a document that fits.
    """
    arms = {path[1] for path in taken.tried if path[-1] == "role"}
    kept = Kept()
    waiting = list(roles if arms else roles[:1])
    for role in waiting:
        interventions = {
            key: {**arm, "role": role} if key in arms else arm
            for key, arm in data["interventions"].items()
        }
        report, _spec = judged(
            {**data, "interventions": interventions}, taken, partial(KeepingRunner, kept)
        )
        yield report
        if kept.rules:
            # A rule of a plugin may tell any two roles apart.
            waiting += [other for other in ROLES if other not in waiting]


def _agreed(reports: Sequence[FileReport], tried: Iterable[Path]) -> FileReport:
    """Return what reports agree on, of one document judged in several ways.

    An item whose state differs is blocked. A finding counts when all have it, and is as grave as
    the least grave of them.

    Args:
        reports: The reports.
        tried: The keys that were tried.
    """
    first, *others = reports
    if not others:
        return first
    keys = " and ".join(f"`{key}`" for key in dict.fromkeys(str(path[-1]) for path in tried))
    reason = f"depends on {keys}, whose value does not fit the schema"
    return evolve(
        first,
        items=tuple(
            _state(states, reason) for states in zip(*(r.items for r in reports), strict=True)
        ),
        diagnostics=tuple(_diagnostics([r.diagnostics for r in reports])),
        outcomes=tuple(_outcomes([r.outcomes for r in reports], reason)),
    )


def _state(states: Sequence[ItemState], reason: str) -> ItemState:
    """Return a verdict, if all agree on its state.

    Where nothing is reported, and only some would excuse that, nothing is reported.
    """
    names = {state.state for state in states}
    if len(names) == 1:
        return states[0]
    if names == {"not-reported", "not-applicable"}:
        first = next(state for state in states if state.state == "not-reported")
        return evolve(first, reason=f"whether it is asked {reason}")
    return evolve(states[0], state="blocked", reason=reason, declared=False, declared_state="")


def _diagnostics(told: Sequence[Sequence[Diagnostic]]) -> Iterator[Diagnostic]:
    """Go over the diagnostics that all have."""
    named = [_numbered(one, lambda d: (d.rule, d.pointer, d.message, d.arm)) for one in told]
    for name, diagnostic in named[0].items():
        same = [one[name] for one in named if name in one]
        if len(same) == len(named):
            least = max((d.severity for d in same), key=SEVERITIES.index)
            # One finding may leave an item open in each of many arms.
            shared = frozenset(diagnostic.items).intersection(*(d.items for d in same))
            items = tuple(item for item in diagnostic.items if item in shared)
            yield evolve(diagnostic, severity=least, items=items)


def _outcomes(told: Sequence[Sequence[Outcome]], reason: str) -> Iterator[Outcome]:
    """Go over what became of all rules; where that differs, they were not run."""
    named = [_numbered(one, lambda outcome: (outcome.rule, outcome.arm)) for one in told]
    for name in dict.fromkeys(name for one in named for name in one):
        same = [one[name] for one in named if name in one]
        if len(same) == len(named) and len({outcome.state for outcome in same}) == 1:
            yield same[0]
        else:
            yield Outcome(same[0].rule, same[0].arm, "blocked", reason=reason)


def _numbered(entries: Iterable[Any], name: Any) -> dict[Hashable, Any]:
    """Return entries by their names, those of one name told apart by their number."""
    counts: dict[Hashable, int] = {}
    out: dict[Hashable, Any] = {}
    for entry in entries:
        number = counts[name(entry)] = counts.get(name(entry), 0) + 1
        out[name(entry), number] = entry
    return out
