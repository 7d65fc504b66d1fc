"""Going over every record of a specification, each with its place."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from intspec.diagnostics import Path
from intspec.model import Specification
from intspec.schema.generating import leaf_type

Found = tuple[tuple[Any, Path], ...]
Reference = tuple[str, Path]

#: The specification that was gone over last, and what was found in it: several rules ask in turn.
_last: list[tuple[Specification, Found]] = []
_last_references: list[tuple[Specification, dict[str, list[Reference]]]] = []


def records(spec: Specification) -> Found:
    """Return every record of a specification with its path, the outer before the inner."""
    if not _last or _last[0][0] is not spec:
        _last[:] = [(spec, tuple(_walk(spec, ())))]
    return _last[0][1]


def references(spec: Specification, refers: str) -> list[Reference]:
    """Return every reference of one kind, with its path.

    Args:
        spec: The specification.
        refers: The place whose keys are used, as the model's fields name it.
    """
    if not _last_references or _last_references[0][0] is not spec:
        found: dict[str, list[Reference]] = {}
        for record, path in records(spec):
            cls: Any = type(record)
            for name, kind in _referring(cls):
                value = getattr(record, name)
                uses = found.setdefault(kind, [])
                if isinstance(value, str):
                    uses.append((value, (*path, name)))
                elif value:
                    uses.extend((one, (*path, name, n)) for n, one in enumerate(value))
        _last_references[:] = [(spec, found)]
    return _last_references[0][1].get(refers, [])


@cache
def _referring(cls: Any) -> tuple[tuple[str, str], ...]:
    """Return the fields of a record that are references, and what to."""
    return tuple(
        (f.name, f.metadata["refers"]) for f in attrs.fields(cls) if "refers" in f.metadata
    )


def identifiers(spec: Specification) -> Iterator[tuple[str, str, Path]]:
    """Go over every text that is an identifier: its kind, the text, and its path."""
    for record, path in records(spec):
        cls: Any = type(record)
        for name, kind in _identifying(cls):
            value = getattr(record, name)
            if isinstance(value, str):
                yield kind, value, (*path, name)
            elif value:
                yield from ((kind, one, (*path, name, n)) for n, one in enumerate(value))


@cache
def _identifying(cls: Any) -> tuple[tuple[str, str], ...]:
    """Return the fields of a record that are identifiers, and of which kind."""
    return tuple(
        (f.name, f.metadata["identifies"]) for f in attrs.fields(cls) if "identifies" in f.metadata
    )


@cache
def _holding(cls: Any) -> tuple[str, ...] | None:
    """Return the fields of a record that can hold other records; None for what is no record."""
    if not attrs.has(cls):
        return None
    return tuple(f.name for f in attrs.fields(cls) if _can_hold(f))


def _can_hold(field: "attrs.Attribute[Any]") -> bool:
    leaf = leaf_type(field.type)
    return leaf is Any or attrs.has(leaf)


def _walk(value: Any, path: Path) -> Iterator[tuple[Any, Path]]:
    cls: Any = type(value)
    names = _holding(cls)
    if names is not None:
        yield value, path
        for name in names:
            inner = getattr(value, name)
            if inner is not None:
                yield from _walk(inner, (*path, name))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _walk(inner, (*path, number))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk(inner, (*path, key))
