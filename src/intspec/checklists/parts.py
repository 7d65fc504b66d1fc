"""What one declarative part says of one subject."""

from typing import Any

import attrs

from intspec.checklists.checklist import PartOf, When
from intspec.diagnostics import Finding
from intspec.lazy import frozen
from intspec.rules import Subject
from intspec.rules.contents import says_none
from intspec.rules.paths import Place, entries, follow, is_empty
from intspec.schema.taken import Gone, Seen
from intspec.text.placeholders import DanglingReference


@frozen
class PartResult:
    """What became of a part.

    Attributes:
        passes: How many of the things it was asked of hold what it asks.
        findings: One for each that does not.
        unknown: What was taken out that it rests on; None if it could be judged.
    """

    passes: int
    findings: tuple[Finding, ...]
    unknown: Gone | None = None


def evaluate(part_of: PartOf, subject: Subject, seen: Seen) -> PartResult:
    """Ask one part of one subject.

    Args:
        part_of: A part that is decided by its paths, not by a Python rule.
        subject: The subject.
        seen: Where it is noted what is read of what was taken out.
    """
    part = part_of.part
    if part.some:
        return _some(part_of, subject, seen)
    passes = 0
    findings = []
    places: list[Place | None] = [None]
    seen.clear()
    if part.each:
        found = {p.path: p for path in part.each for p in entries(path, subject)}.values()
        # Where nothing that is named is described, that is one gap, and asked for by itself.
        described = any(not isinstance(p.value, DanglingReference) for p in found)
        places = [*found] if described else []
    # An entry that was taken out is one that the part would be asked of.
    unknown = seen[:1]
    for place in places:
        seen.clear()
        if not _applies(part_of, subject, place):
            unknown += seen
            continue
        seen_before, missing = len(seen), _missing(part_of, subject, place)
        if missing is None:
            passes += 1
            unknown += seen[:seen_before]
        elif seen:
            unknown += seen
        else:
            findings.append(_finding(part_of, place, missing))
    return PartResult(passes, tuple(findings), next(iter(unknown), None))


def _some(part_of: PartOf, subject: Subject, seen: Seen) -> PartResult:
    """Ask that one entry at least holds what the part asks; those that do are counted."""
    seen.clear()
    places = {p.path: p for path in part_of.part.some for p in entries(path, subject)}
    asked = [p for p in places.values() if _applies(part_of, subject, p)]
    passes = sum(1 for place in asked if _missing(part_of, subject, place) is None)
    if passes:
        return PartResult(passes=passes, findings=())
    if seen:
        return PartResult(0, (), seen[0])
    if asked:
        missing = _missing(part_of, subject, asked[0])
        return PartResult(0, (_finding(part_of, asked[0], missing or asked[0]),))
    # What is missing is an entry of this kind: no other gap is the same one.
    missing = follow(part_of.part.some[0], subject)[0]
    finding = _finding(part_of, None, missing)
    return PartResult(0, (attrs.evolve(finding, cause=(*finding.cause, part_of.part.id)),))


def _applies(part_of: PartOf, subject: Subject, place: Place | None) -> bool:
    when, unless = part_of.part.when, part_of.part.unless
    if place is not None and isinstance(place.value, DanglingReference):
        return when is None
    if when is not None and not _holds(when, subject, place):
        return False
    return unless is None or not _holds(unless, subject, place)


def _holds(condition: When, subject: Subject, place: Place | None) -> bool:
    values: list[Any] = []
    for reached in _follow(condition.path, subject, place):
        values.extend(reached.value if isinstance(reached.value, tuple) else (reached.value,))
    if not condition.is_:
        return any(not is_empty(value) for value in values)
    return any(
        value in condition.is_
        or ("none" in condition.is_ and isinstance(value, str) and says_none(value))
        for value in values
    )


def _missing(part_of: PartOf, subject: Subject, place: Place | None) -> Place | None:
    """Return the place where something is missing, or None if nothing is."""
    part = part_of.part
    if place is not None and isinstance(place.value, DanglingReference):
        return place
    for path in part.all:
        places = _follow(path, subject, place)
        if all(is_empty(f.value) for f in places):
            return _where(places)
    candidates: list[Place] = []
    for path in part.any:
        places = _follow(path, subject, place)
        if any(not is_empty(f.value) for f in places):
            return None
        candidates.extend(places)
    return _where(candidates) if candidates else None


def _where(candidates: list[Place]) -> Place:
    """Return the first place where content was meant to come: a placeholder stands there."""
    for candidate in candidates:
        if isinstance(candidate.value, str):
            return candidate
        first = next(iter(candidate.value), None) if isinstance(candidate.value, tuple) else None
        if isinstance(first, str):
            return Place(first, (*candidate.path, 0))
    return candidates[0]


def _follow(path: str, subject: Subject, place: Place | None) -> list[Place]:
    if path == "." and place is not None:
        return [place]
    if path.startswith("arm."):
        return follow(path.removeprefix("arm."), subject)
    return follow(path, subject, place)


def _finding(part_of: PartOf, place: Place | None, missing: Place) -> Finding:
    part = part_of.part
    name = place.name if place else ""
    target = str(place.path[-1]) if place else None
    message = (part.gap or f"{part.asks.rstrip('.')}: not found").replace("{name}", name)
    hint = (part.mend or part.asks).replace("{name}", name)
    cause = (*missing.path, *missing.below)
    return Finding(message=message, path=missing.path, hint=hint, target=target, cause=cause)
