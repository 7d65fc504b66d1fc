"""From what runs found to gaps: each finding with the items that it leaves open."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from intspec.checking import severity
from intspec.checking.records import Gap, Run, Runs
from intspec.checklists import PartUse
from intspec.diagnostics import Finding, ItemRef, Override, Path
from intspec.lazy import evolve
from intspec.rules import Rule
from intspec.rules.builtin.references import uses_of
from intspec.text.placeholders import NO_REASON

if TYPE_CHECKING:
    from intspec.plugins import Registry

PLACEHOLDER = "intspec/placeholder"
#: How rules begin that find a reference that leads nowhere.
UNKNOWN = "intspec/unknown-"
EMPTY = "intspec/empty-entry"


def find_gaps(
    runs: Runs, registry: "Registry", overrides: Mapping[str, Override]
) -> tuple[Gap, ...]:
    """Make the gaps of every run that speaks for itself.

    Args:
        runs: What was asked, and what became of it.
        registry: Where rules in Python come from.
        overrides: Other severities, by the id of the rule.
    """
    rules = registry.rules
    cited = {
        use.part.decided_by
        for asked in runs.items
        for use, _run in asked.runs
        if use.part.part.rule
    }
    gaps: list[Gap] = []
    for key, run in runs.by_key.items():
        if not run.findings:
            continue
        uses = runs.cites.get(key, ())
        rule = rules.get(run.rule)
        # Where no part that cites a rule asks for it, its findings are left out; not a builtin's.
        excused = rule is not None and run.rule in cited and not uses
        if excused and run.rule not in registry.builtin:
            continue
        # A part that cites a rule leaves its findings to that rule.
        if rule is None and all(run.rule != use.part.decided_by for use in uses):
            continue
        gaps.extend(_gaps_of(_as_in_forms(run, runs), uses, rule, overrides))
    return tuple(gaps)


def _as_in_forms(run: Run, runs: Runs) -> Run:
    """Return a run with what it found of drafts of forms as grave as it is in the forms."""
    if run.rule != PLACEHOLDER:
        return run
    return evolve(run, findings=tuple(_of_imported(one, runs) for one in run.findings))


def _of_imported(finding: Finding, runs: Runs) -> Finding:
    """Return a finding on the reason of an `N/A` that a form gave without one, as grave as there.

    It is a warning, but where the item concerns every study.
    """
    match finding.path:
        case ("declarations", int(number), "reason"):
            declaration = runs.spec.declarations[number]
        case _:
            return finding
    always = {
        f"{checklist.id}/{item.id}"
        for checklist in runs.claims.checklists
        for item in checklist.items
        if item.always
    }
    bare = declaration.state == "not-applicable" and declaration.reason == NO_REASON
    if not bare or declaration.about in always:
        return finding
    return evolve(finding, severity="warning")


def _gaps_of(
    run: Run, uses: tuple[PartUse, ...], rule: Rule | None, overrides: Mapping[str, Override]
) -> Iterator[Gap]:
    arm = run.subject.arm_key
    role = run.subject.arm.role if run.subject.arm is not None else None
    names = (run.rule, *(rule.aliases if rule else ()))
    refs = _distinct(_ref(use, arm) for use in uses)
    for finding in run.findings:
        stated = severity.stated(finding, uses, rule, role)
        in_force, overridden = severity.overridden(names, stated, overrides)
        yield Gap(
            rule=run.rule,
            source=run.key,
            finding=finding,
            arm=arm,
            severity=in_force,
            overridden=overridden,
            uses=uses,
            waivable=rule.waivable if rule else True,
            refs=refs,
            arms=(arm,) if arm else (),
        )


def _ref(use: PartUse, arm: str | None) -> ItemRef:
    return ItemRef(
        checklist=use.checklist.id,
        number=use.item.number,
        item=use.item.id,
        label=use.checklist.file.title,
        arm=arm if use.checklist.scope(use.item) != "study" else None,
    )


def _distinct(refs: Iterable[ItemRef]) -> tuple[ItemRef, ...]:
    """Return references without those that lead to an item which an earlier one leads to."""
    found: dict[tuple[str, str, str | None], ItemRef] = {}
    for ref in refs:
        found.setdefault((ref.checklist, ref.item, ref.arm), ref)
    return tuple(found.values())


def merge(gaps: Iterable[Gap], runs: Runs) -> list[Gap]:
    """Make one gap of those that share a cause: the same place and the same answer to it.

    A placeholder stands for the gap that it leaves where its text is, and so does a reference that
    leads nowhere, wherever it is used.
    """
    gaps = list(gaps)
    placeholders = {path: gap for gap in gaps for path in _stands_at(gap, runs)}
    groups: dict[tuple[object, ...], list[Gap]] = {
        (PLACEHOLDER, gap.finding.path): [gap] for gap in placeholders.values()
    }
    messages: dict[tuple[object, ...], dict[str, int]] = {}
    empty = {path for path, gap in placeholders.items() if gap.rule == EMPTY}
    for gap in gaps:
        path = gap.finding.path
        placeholder = placeholders.get(path[:-1] if path[:-1] in empty else path)
        if placeholder is not None:
            if placeholder is not gap:
                groups[PLACEHOLDER, placeholder.finding.path].append(gap)
            continue
        declared = gap.declaration.reason if gap.declaration else None
        # A builtin rule may find several things at one place; parts of guidelines ask the same.
        what = "" if gap.uses else f"{gap.rule} {gap.finding.target}"
        cause = gap.finding.cause or gap.finding.path
        # Two messages of one rule at one place are two gaps.
        messages_there = messages.setdefault((gap.rule, cause, gap.arm), {})
        number = messages_there.setdefault(gap.finding.message, len(messages_there))
        key = (
            cause,
            declared,
            bool(gap.closed_by),
            what,
            number,
        )
        groups.setdefault(key, []).append(gap)
    return [_merged(group) for group in groups.values()]


def _stands_at(gap: Gap, runs: Runs) -> Iterator[Path]:
    """Go over the places where what a gap found stands for content, and is none."""
    if gap.rule in (PLACEHOLDER, EMPTY):
        yield gap.finding.path
    elif gap.rule.startswith(UNKNOWN) and gap.finding.target and gap.finding.at == "value":
        kind = gap.rule.removeprefix(UNKNOWN)
        yield from map(runs.taken.original, uses_of(kind, gap.finding.target, runs.spec))


def _merged(group: list[Gap]) -> Gap:
    """Make one gap of a group: the first one, with what the others leave open as well."""
    first = group[0]
    if len(group) == 1:
        return first
    grave = severity.gravest(gap.severity for gap in group)
    gravest = next(gap for gap in group if gap.severity == grave)
    rules = dict.fromkeys(gap.rule for gap in group)
    return evolve(
        first,
        refs=_distinct(ref for gap in group for ref in gap.refs),
        arms=tuple(dict.fromkeys(arm for gap in group for arm in gap.arms)),
        also=tuple(rule for rule in rules if rule != first.rule),
        severity=gravest.severity,
        overridden=gravest.overridden,
    )
