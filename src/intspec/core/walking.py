"""Going over every record of a specification, each with its place."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from intspec.diagnostics import Path


def records(value: Any, path: Path = ()) -> Iterator[tuple[Any, Path]]:
    """Go over a record and all records in it, the outer before the inner."""
    if attrs.has(type(value)):
        yield value, path
        for field in attrs.fields(type(value)):
            inner = getattr(value, field.name)
            if inner is not None and not isinstance(inner, (str, bool, int)):
                yield from records(inner, (*path, field.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(inner, str):
                yield from records(inner, (*path, key))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            if not isinstance(inner, str):
                yield from records(inner, (*path, number))
