"""Which members of a kind the gate goes over, where going over all of them takes long."""

from collections.abc import Hashable, Iterable
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from intspec.schema.generating import specification_schema

Steps = tuple[str | int, ...]
SCHEMA = specification_schema()
#: All keys that records have: any other key is one that an author chose.
KEYS = {
    key for record in (SCHEMA, *SCHEMA["$defs"].values()) for key in record.get("properties", {})
}


def some(names: Iterable[str], *always: str) -> list[Any]:
    """Return parameters of a test: some names for the gate, all with `exhaustive`."""
    return [
        name if name in always else pytest.param(name, marks=pytest.mark.exhaustive)
        for name in names
    ]


def one_of_each(members: Iterable[tuple[tuple[Any, ...], Hashable, str]]) -> list[ParameterSet]:
    """Return parameters of a test: one member of each kind for the gate, all with `exhaustive`.

    Args:
        members: Of each member the parameters of the test, its kind, and its name.
    """
    seen: set[Hashable] = set()
    parameters = []
    for values, kind, name in members:
        marks = (pytest.mark.exhaustive,) if kind in seen else ()
        parameters.append(pytest.param(*values, id=name, marks=marks))
        seen.add(kind)
    return parameters


def field_of(path: Steps) -> Steps:
    """Return which field a path leads to, whatever entries of maps and lists it goes through."""
    return tuple(step if step in KEYS else "*" for step in path)
