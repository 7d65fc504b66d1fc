"""What the items of guidelines ask for: the keys that their parts' paths and examples lead to.

Nothing here knows a guideline. A tree of keys is made of what its file says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from intspec import Checklist, Item, Part, Specification, Unreadable, editable, key_kinds

#: Paths in checklists that begin at the root, and within an entry at the arm.
STUDY, ARM = "study.", "arm."
#: Keys of the examples of parts that only make the example whole.
AROUND = frozenset({"intspec", "id", "title", "stage", "role", "name"})
#: Where arms stand, in the specification.
ARMS = "interventions"


@dataclass
class Keys:
    """Which keys of a record are asked for.

    Attributes:
        below: The keys, each with those below it; steps over entries are left out.
        whole: Whether all others may be given too.
        asked: Whether something is missing where it is not given; else it is only shown.
    """

    below: "dict[str, Keys]" = field(default_factory=dict)
    whole: bool = False
    asked: bool = False

    def add(self, steps: "tuple[str, ...]", *, asked: bool) -> None:
        """Add a path; all of what it ends at is wanted."""
        if not steps:
            self.whole = True
            return
        inner = self.below.setdefault(steps[0], Keys())
        inner.asked = inner.asked or asked
        inner.add(steps[1:], asked=asked)

    def open(self) -> bool:
        """Tell whether anything is wanted."""
        return self.whole or bool(self.below)


@dataclass(frozen=True)
class Question:
    """What an item asks for.

    Attributes:
        study: Of the whole study.
        subject: Of each arm, or of each modification; nothing where the item is about the study.
        catalogues: What the examples give of the entries of catalogues, by the catalogue.
    """

    study: Keys
    subject: Keys
    catalogues: dict[str, Keys]


def question(checklist: Checklist, item: Item) -> Question:
    """Return what an item of a checklist asks for."""
    found = Question(Keys(), Keys(), {})
    own = checklist.scope(item)
    for part_of in checklist.parts[item.id]:
        for path in paths_of(part_of.part):
            _add(found, path, part_of.scope, asked=True)
    for path in item.shows:
        _add(found, path, own, asked=False)
    for part_of in checklist.parts[item.id]:
        if part_of.part.yaml:
            _add_example(found, part_of.part.yaml, part_of.scope)
    return found


def paths_of(part: Part) -> Iterator[str]:
    """Return the paths that a part asks for or looks at, from its subject on."""
    entries = (*part.each, *part.some)
    conditions = [one.path for one in (part.when, part.unless) if one is not None]
    wanted = [*part.all, *part.any, *conditions]
    yield from entries
    for path in wanted:
        if not entries or path.startswith((STUDY, ARM)):
            yield path.removeprefix(ARM)
        elif path != ".":
            yield from (f"{entry}.{path}" for entry in entries)


def effort(keys: Keys) -> int:
    """Return how much an item asks for, so that what is quick can come first."""
    return sum(1 + effort(inner) for inner in keys.below.values() if inner.asked)


def _add(found: Question, path: str, scope: str, *, asked: bool) -> None:
    of_study = scope == "study" or path.startswith(STUDY)
    steps = tuple(path.removeprefix(STUDY).split("."))
    (found.study if of_study else found.subject).add(steps, asked=asked)


def _add_example(found: Question, yaml: str, scope: str) -> None:
    """Add the keys that an example gives, where the item's paths lead to them already."""
    try:
        data: Mapping[str, Any] = editable(yaml.encode(), path="x.yaml", extensions={}).data
    except Unreadable:
        return
    kinds = {kind.name: kind for kind in key_kinds(Specification)}
    for key, value in data.items():
        record = kinds[key].record if key in kinds else None
        if not isinstance(value, Mapping) or record is None:
            continue
        if key == ARMS and scope != "study":
            for arm in value.values():
                _add_keys(found.subject, arm, record, first=True)
        elif kinds[key].kind == "catalogue" and key not in found.study.below:
            for entry in value.values():
                _add_keys(found.catalogues.setdefault(key, Keys()), entry, record)
    if scope == "study":
        _add_keys(found.study, data, Specification, first=True)


def _add_keys(keys: Keys, value: Any, record: type, *, first: bool = False) -> None:
    """Add the keys that an example of a record gives."""
    if not isinstance(value, Mapping):
        return
    for kind in key_kinds(record):
        if kind.name not in value or (first and _is_beside(keys, kind.name)):
            continue
        below = keys.below.setdefault(kind.name, Keys())
        below.asked = True
        inner = value[kind.name]
        entries = list(inner.values()) if kind.kind == "catalogue" and inner else [inner]
        for entry in inner if isinstance(inner, list) else entries:
            if kind.record is not None and kind.kind in ("record", "entries", "catalogue"):
                _add_keys(below, entry, kind.record)
        below.whole = below.whole or not below.below


def _is_beside(keys: Keys, name: str) -> bool:
    """Tell whether an example has a key only to be whole, or for another item."""
    return name in AROUND or (bool(keys.below) and name not in keys.below)
