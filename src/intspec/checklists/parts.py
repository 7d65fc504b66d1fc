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

#: How paths begin that lead from the arm, whatever place a part is asked of.
ARM = "arm."


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
    if not places:
        return PartResult(0, (), unknown[0] if unknown else None)
    conditions = _Conditions(part_of, subject, seen)
    for place in places:
        seen.clear()
        if not conditions.apply(place):
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
    conditions = _Conditions(part_of, subject, seen)
    asked = [p for p in places.values() if conditions.apply(p)]
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


class _Conditions:
    """Tells of which places a part is asked; what rests on the arm alone is worked out once.

    Args:
        part_of: The part.
        subject: The subject.
        seen: Where it is noted what is read of what was taken out.
    """

    def __init__(self, part_of: PartOf, subject: Subject, seen: Seen) -> None:
        self.when, self.unless = part_of.part.when, part_of.part.unless
        self.subject, self.seen = subject, seen
        #: Of each condition on the arm, by its path, whether it holds, and what was noted then.
        self.of_arm: dict[str, tuple[bool, list[Gone]]] = {}

    def apply(self, place: Place | None) -> bool:
        """Tell whether the part is asked of a place."""
        if place is not None and isinstance(place.value, DanglingReference):
            return self.when is None
        if self.when is not None and not self._holds(self.when, place):
            return False
        return self.unless is None or not self._holds(self.unless, place)

    def _holds(self, condition: When, place: Place | None) -> bool:
        if not condition.path.startswith(ARM):
            return _holds(condition, self.subject, place)
        key = f"{condition.path} {condition.is_}"
        if key in self.of_arm:
            holds, noted = self.of_arm[key]
            self.seen += noted
            return holds
        before = len(self.seen)
        holds = _holds(condition, self.subject, place)
        self.of_arm[key] = holds, self.seen[before:]
        return holds


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
    if path.startswith(ARM):
        return follow(path.removeprefix(ARM), subject)
    return follow(path, subject, place)


def _finding(part_of: PartOf, place: Place | None, missing: Place) -> Finding:
    part = part_of.part
    name = place.name if place else ""
    target = str(place.path[-1]) if place else None
    message = (part.gap or f"{part.asks.rstrip('.')}: not found").replace("{name}", name)
    hint = (part.mend or part.asks).replace("{name}", name)
    cause = (*missing.path, *missing.below)
    return Finding(message=message, path=missing.path, hint=hint, target=target, cause=cause)
