"""What was taken out of a specification, watched: whoever reads it cannot judge by what he finds.

A rule or a part that looks where something was taken out finds nothing there, as if nobody had
written it. So each such place notes that it was read, and what read it is not told as a finding.
Records keep their class, so that rules need not know of this.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, SupportsIndex

import attrs

from intspec.lazy import is_record
from intspec.model import Specification
from intspec.rules.index import spec_index
from intspec.schema.taken import Gone, Seen, TakenOut


class Absent(Mapping[str, Any]):
    """A catalogue from which entries were taken out.

    Args:
        entries: The entries that are left.
        gone: What was taken out, by its key.
        seen: Where it is noted that it was read.
    """

    def __init__(self, entries: Mapping[str, Any], gone: Mapping[str, Gone], seen: Seen) -> None:
        self.entries = entries
        self.gone = gone
        self.seen = seen

    def __getitem__(self, key: str) -> Any:
        if key in self.gone:
            self.seen.append(self.gone[key])
        return self.entries[key]

    def __iter__(self) -> Iterator[str]:
        self.seen += self.gone.values()
        return iter(self.entries)

    def __len__(self) -> int:
        self.seen += self.gone.values()
        return len(self.entries)


class Shorter(tuple[Any, ...]):  # noqa: SLOT001 -- a tuple can have none that hold anything
    """A list from which entries were taken out; made by `_shorter`."""

    gone: tuple[Gone, ...]
    seen: Seen

    def __iter__(self) -> Iterator[Any]:
        self.seen += self.gone
        return super().__iter__()

    def __len__(self) -> int:
        self.seen += self.gone
        return super().__len__()

    def __getitem__(self, index: SupportsIndex | slice) -> Any:
        self.seen += self.gone
        return super().__getitem__(index)

    def __contains__(self, value: object) -> bool:
        self.seen += self.gone
        return super().__contains__(value)


def watch(spec: Specification, taken: TakenOut) -> tuple[Seen, Seen]:
    """Have each place of a specification from which something was taken out note that it is read.

    Args:
        spec: The specification, which nothing else refers to: it is changed in place.
        taken: What was taken out of it.

    Returns:
        What was read since the list was last emptied: of what was taken out, and of the roles that
        are tried.
    """
    # What the index holds is there: who looks there reads nothing that was taken out.
    index = spec_index(spec)
    _ = index.records, index.references, index.texts, index.identifiers
    seen: Seen = []
    seen_roles: Seen = []
    tree: dict[Any, Any] = {}
    for gone in taken.gone:
        node = tree
        for step in gone.path[:-1]:
            node = node.setdefault(step, {})
        node[gone.path[-1]] = gone
    _watched(spec, tree, seen)
    for path in taken.tried:
        if path[-1] == "role":
            arm = spec.interventions[str(path[1])]
            _note_reads(arm, {"role": Gone(path, path)}, seen_roles)
    return seen, seen_roles


def _watched(value: Any, tree: Mapping[Any, Any], seen: Seen) -> Any:
    """Return a value that notes what is read of what was taken out of it."""
    if is_record(value.__class__):
        _watch_record(value, tree, seen)
        return value
    if isinstance(value, Mapping):
        inner = {k: _inner(v, tree.get(k), seen) for k, v in value.items()}
        gone = {k: g for k, g in tree.items() if isinstance(g, Gone) and k not in inner}
        return Absent(inner, gone, seen) if gone else MappingProxyType(inner)
    if isinstance(value, tuple):
        entries = [_inner(v, tree.get(n), seen) for n, v in enumerate(value)]
        missing = tuple(g for g in tree.values() if isinstance(g, Gone))
        return _shorter(entries, missing, seen) if missing else tuple(entries)
    return value


def _inner(value: Any, below: Any, seen: Seen) -> Any:
    if below is None:
        return value
    if isinstance(below, Gone):
        # An arm stays though nothing of it is known; its roles are tried one after the other.
        unknown = _keys(value.__class__).keys() - {"role"}
        return _watched(value, dict.fromkeys(unknown, below), seen)
    return _watched(value, below, seen)


def _shorter(entries: list[Any], gone: tuple[Gone, ...], seen: Seen) -> Shorter:
    left = Shorter(entries)
    left.gone, left.seen = gone, seen
    return left


def _watch_record(record: Any, tree: Mapping[Any, Any], seen: Seen) -> None:
    held = vars(record)
    keys = _keys(record.__class__)
    gone: dict[str, Gone] = {}
    for step, below in tree.items():
        name, required = keys[step]
        if isinstance(below, Gone):
            gone[name] = below
            if required:
                # What stands in for a text says nothing.
                held[name] = ""
        else:
            held[name] = _watched(held[name], below, seen)
    if gone:
        _note_reads(record, gone, seen)


_NOTES = " notes"


def _note_reads(record: Any, gone: Mapping[str, Gone], seen: Seen) -> None:
    """Have a record note that some of its fields are read, each by its name."""
    held = vars(record)
    if _NOTES not in held:
        held[_NOTES] = {}
        object.__setattr__(record, "__class__", _noting(record.__class__))
    held[_NOTES] |= {name: (one, seen) for name, one in gone.items()}


@cache
def _noting(cls: Any) -> Any:
    """Return a class whose records note that a key is read that was taken out."""

    def __getattribute__(self: Any, name: str) -> Any:  # noqa: N807 -- it becomes one
        # A copy that a rule makes has no notes: making it has read every field of the record.
        notes = object.__getattribute__(self, "__dict__").get(_NOTES, ())
        if name in notes:
            gone, seen = notes[name]
            seen.append(gone)
        return object.__getattribute__(self, name)

    return type(
        cls.__name__, (cls,), {"__getattribute__": __getattribute__, "__module__": cls.__module__}
    )


@cache
def _keys(cls: Any) -> Mapping[str, tuple[str, bool]]:
    """Return the name of each field of a record and whether it is required, by its key."""
    return {
        field.name.rstrip("_"): (field.name, field.default is attrs.NOTHING)
        for field in attrs.fields(cls)
    }
