"""What of a specification belongs to an item: found by the paths that the checklist names."""

from collections.abc import Iterator
from typing import Any

import attrs

from intspec.checklists import Item, PartOf
from intspec.diagnostics import Path
from intspec.model import (
    Arm,
    ConcomitantCare,
    Conduct,
    Development,
    Fidelity,
    Modification,
    Procedure,
    Specification,
)
from intspec.records import frozen
from intspec.rules import Scope, Subject
from intspec.rules.paths import STARTS, Place, entries, entry_type, follow, is_empty
from intspec.views.context import records_along

#: Records of many topics: an item shows those of their fields that it asks for. Any other record
#: is shown whole as soon as an item asks for something in it.
MANY_TOPICS = (
    Specification,
    Arm,
    Procedure,
    Fidelity,
    Development,
    Conduct,
    ConcomitantCare,
    Modification,
)


@frozen
class Shown:
    """A record that an item shows.

    Attributes:
        value: The record, or a value of a plugin's extension.
        path: Where it is, from the root.
        fields: The fields to show, in the order in which the checklist asks for them; None for
            all.
    """

    value: Any
    path: Path
    fields: tuple[str, ...] | None = None


def content(item: Item, parts: tuple[PartOf, ...], subject: Subject) -> tuple[Shown, ...]:
    """Find what an item shows of a subject.

    Args:
        item: The item.
        parts: Its parts; their paths count where the item names none in `shows`.
        subject: The subject.

    Returns:
        Each record once, in the order in which the paths lead to it.
    """
    found: dict[Path, Shown] = {}
    for place in _places(item, parts, subject):
        if is_empty(place.value):
            continue
        shown = _record(_stated(place.path, subject), place.value, subject)
        if shown is None:
            continue
        earlier = found.get(shown.path)
        if earlier is None or shown.fields is None:
            found[shown.path] = shown
        elif earlier.fields is not None:
            merged = dict.fromkeys((*earlier.fields, *shown.fields))
            found[shown.path] = attrs.evolve(earlier, fields=tuple(merged))
    return tuple(found.values())


def _places(item: Item, parts: tuple[PartOf, ...], subject: Subject) -> Iterator[Place]:
    homes = {part.home_id: part.home for part in parts if part.home is not item}
    for path in item.shows or [path for home in homes.values() for path in home.shows]:
        if path.startswith("study.") and not _speaks_for_study(subject):
            continue
        # Another arm is named, not shown.
        to_arm = entry_type(path, STARTS[_scope(subject)]) is Arm
        yield from follow(path, subject) if to_arm else entries(path, subject)
    for part_of in () if item.shows else parts:
        if part_of.home is item or not part_of.home.shows:
            yield from _asked(part_of, subject)


def _asked(part_of: PartOf, subject: Subject) -> Iterator[Place]:
    """Go over what a part asks for, where it decides by paths."""
    part = part_of.part
    paths = (*part.all, *part.any)
    lists = part.each or part.some
    if not lists:
        for path in paths:
            yield from entries(path, subject)
        return
    for start in (place for path in lists for place in entries(path, subject)):
        if not isinstance(start.value, MANY_TOPICS):
            yield start
            continue
        for path in paths:
            if path.startswith("arm."):
                yield from entries(path.removeprefix("arm."), subject)
            elif path == ".":
                yield start
            else:
                yield from follow(path, subject, start)


def _scope(subject: Subject) -> Scope:
    if subject.arm_key is None:
        return "study"
    return "arm" if subject.index is None else "modification"


def _speaks_for_study(subject: Subject) -> bool:
    """Whether what is said of the study, such as its acronym, belongs with this subject."""
    arms = subject.spec.interventions.values()
    experimental = [arm for arm in arms if arm.role == "experimental"]
    return subject.arm is None or not experimental or subject.arm in experimental


def _stated(path: Path, subject: Subject) -> Path:
    """Return the path at which a value is stated: the arm's where a procedure inherits it."""
    where, record = records_along(subject.spec, path)[-1]
    if len(where) == len(path):
        return path
    field = attrs.fields_dict(type(record)).get(str(path[len(where)]))
    inherits = field.metadata.get("inherits") if field is not None else None
    if inherits is None or not is_empty(getattr(record, str(path[len(where)]))):
        return path
    return (*path[:2], *str(inherits).split("."))


def _record(path: Path, value: Any, subject: Subject) -> Shown | None:
    along = records_along(subject.spec, path)
    if path[:1] == ("extensions",):
        return Shown(value, path)
    for where, record in along:
        outside = where == subject.path[: len(where)]
        if not outside and not isinstance(record, MANY_TOPICS):
            return Shown(record, where)
    where, record = along[-1]
    rest = path[len(where) :]
    return Shown(record, where, (str(rest[0]),) if rest else None)
