"""Findings with one cause told as one: an arm that is only named, and what many places lack alike.

Each is still there behind the one that stands for it (`parts`); the states of items and the
outcomes of rules rest on none of this.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from intspec.checking import severity
from intspec.checking.declarations import BESIDE_PLACES
from intspec.checking.report import Placer, in_order
from intspec.diagnostics import (
    Diagnostic,
    FileReport,
    Finding,
    ItemRef,
    ItemState,
    pointer,
    pointer_steps,
)
from intspec.lazy import evolve
from intspec.text.wording import noun, plural, some_of

ONLY_NAMED = "intspec/arm-not-described"
#: What many statements, and many items, may lack alike.
ALIKE = ("intspec/unsourced", "intspec/not-located")
#: What says which arm it is, and nothing of what was done in it.
WHICH_ARM = BESIDE_PLACES - {"narrative"}
#: So many lines, and so many keys, are named.
LINES, KEYS = 8, 3
#: The key of the name of an arm.
NAME = "name"
#: The steps to an arm in a document.
TO_ARM = 2


def at_once(report: FileReport, data: Mapping[str, Any], placer: Placer) -> FileReport:
    """Return a report in which findings with one cause are told as one.

    What a declaration or the settings speak of stands by itself, with their reason.

    Args:
        report: The report.
        data: The document, also what does not fit the schema.
        placer: Puts findings in their places.
    """
    findings = [finding for finding in report.diagnostics if finding.declared is None]
    of_arms = {key: parts for key, parts in _of_arms(findings, data).items() if len(parts) > 1}
    unsourced, not_located = ([f for f in findings if f.rule == rule] for rule in ALIKE)
    items = _order(report) if of_arms or len(not_located) > 1 else {}
    told = [_arm(key, parts, placer, items) for key, parts in of_arms.items()]
    if len(unsourced) > 1:
        told.append(_unsourced(unsourced, data))
    if len(not_located) > 1:
        told.append(_not_located(not_located, items))
    if not told:
        return report
    covered = {id(part) for one in told for part in one.parts}
    rest = (finding for finding in report.diagnostics if id(finding) not in covered)
    diagnostics = in_order([*rest, *told])
    return evolve(report, diagnostics=diagnostics, lines=placer.lines(diagnostics))


def _order(report: FileReport) -> Mapping[tuple[str, str], int]:
    """Return the places of all items, by their ids and those of their checklists."""
    return {item: number for number, item in reversed([*enumerate(_items(report.items))])}


def _of_arms(
    findings: Iterable[Diagnostic], data: Mapping[str, Any]
) -> Mapping[str, list[Diagnostic]]:
    """Return what is missing of each arm that is only named."""
    arms = data.get("interventions")
    named = {
        key
        for key, arm in (arms.items() if isinstance(arms, dict) else ())
        if isinstance(arm, dict) and arm.keys() <= WHICH_ARM
    }
    missing: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        key = finding.arm or ""
        below = pointer(("interventions", key))
        inside = f"{finding.pointer}/".startswith(f"{below}/")
        if key in named and finding.items and inside and finding.overridden is None:
            missing.setdefault(key, []).append(finding)
    return missing


def _arm(
    key: str, parts: Sequence[Diagnostic], placer: Placer, order: Mapping[tuple[str, str], int]
) -> Diagnostic:
    refs = _refs(parts, order)
    places = {ref: number for number, ref in reversed([*enumerate(refs)])}
    by_item = sorted(parts, key=lambda part: min(places[ref] for ref in part.items))
    steps = (pointer_steps(part.pointer) for part in by_item)
    keys = [*dict.fromkeys(step[TO_ARM] for step in steps if len(step) > TO_ARM)]
    # A name is always there; where it is asked for, what is there says nothing.
    is_unnamed = NAME in keys
    missing = [name for name in keys if name != NAME] or ["procedures"]
    listed = ", ".join(f"`{name}:`" for name in missing[:KEYS])
    count = plural(len({*_items(refs)}), "item")
    said = "role" if is_unnamed else "name and role"
    finding = Finding(
        f"nothing is said of the arm `{key}` but its {said}, which leaves {count} open",
        ("interventions", key),
        f"{'write the name of the arm, and ' if is_unnamed else ''}"
        f"add {listed} to the arm, with what was done in it; "
        f"`intspec explain {refs[0].checklist} {refs[0].number}` shows how",
    )
    return evolve(
        placer.finding(ONLY_NAMED, finding),
        severity=severity.gravest(part.severity for part in parts),
        items=refs,
        arm=key,
        also=tuple(dict.fromkeys(part.rule for part in parts)),
        parts=tuple(parts),
    )


def _unsourced(parts: Sequence[Diagnostic], data: Mapping[str, Any]) -> Diagnostic:
    count = sum(1 + len(part.more) for part in parts)
    lines = list(dict.fromkeys(str(part.line) for part in parts))
    where = f"{noun(len(lines), 'line')} {some_of(lines, LINES)}"
    source = next(iter(data["sources"]))
    return evolve(
        parts[0],
        message=f"{count:,} statements name no source for what they state: {where}",
        hint=f"add `default_source: {source}` to the top level if nearly all rests on it, or "
        f"`sources: [{source}]` to each, with the keys of what says so",
        parts=tuple(parts),
    )


def _not_located(parts: Sequence[Diagnostic], order: Mapping[tuple[str, str], int]) -> Diagnostic:
    refs = _refs(parts, order)
    return evolve(
        parts[0],
        message=f"{plural(len({*_items(refs)}), 'item')} have no location",
        hint=f"{parts[0].hint}; and each of the others likewise",
        items=refs,
        parts=tuple(parts),
    )


def _items(those: Iterable[ItemRef | ItemState]) -> Iterator[tuple[str, str]]:
    """Go over the ids of items, each with that of its checklist."""
    return ((one.checklist, one.item) for one in those)


def _refs(parts: Sequence[Diagnostic], order: Mapping[tuple[str, str], int]) -> tuple[ItemRef, ...]:
    """Return the items that findings leave open, in the order of their guidelines."""
    refs = dict.fromkeys(ref for part in parts for ref in part.items)
    return tuple(sorted(refs, key=lambda ref: order.get((ref.checklist, ref.item), len(order))))
