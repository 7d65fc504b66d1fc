"""Statements and what they rest on: which name no source, and the source that all those have."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import attrs

from intspec.diagnostics import Path
from intspec.lazy import is_record
from intspec.model import Specification
from intspec.rules.index import field_index


def unsourced_statements(spec: Specification) -> Iterator[Path]:
    """Go over the paths of the outermost objects that state something and name no source."""
    return _bare(spec, ())


def with_default_source(spec: Specification) -> Specification:
    """Return a specification in which each statement without a source names the default one."""
    key = spec.default_source
    if key is None or key not in spec.sources:
        return spec
    places: dict[str | int, Any] = {}
    for path in unsourced_statements(spec):
        place = places
        for step in path:
            place = place.setdefault(step, {})
    sourced: Specification = _sourced(spec, places, (key,)) if places else spec
    return sourced


def _sourced(value: Any, places: Mapping[Any, Any], sources: tuple[str, ...]) -> Any:
    """Return a value in which the objects at some places name their sources."""
    if not places:
        return attrs.evolve(value, sources=sources)
    if isinstance(value, tuple):
        numbered = enumerate(value)
        return tuple(_sourced(v, places[n], sources) if n in places else v for n, v in numbered)
    if isinstance(value, Mapping):
        changed = {key: _sourced(value[key], inner, sources) for key, inner in places.items()}
        return MappingProxyType({**value, **changed})
    inside = {name: _sourced(getattr(value, name), p, sources) for name, p in places.items()}
    return attrs.evolve(value, **inside)


def _bare(value: Any, path: Path) -> Iterator[Path]:
    """Go over the unsourced statements in a value."""
    cls: Any = value.__class__
    if is_record(cls):
        sourced, stating = _of(cls)
        if sourced and path:
            if value.sources:
                return
            if any(_states(getattr(value, name)) for name in stating):
                yield path
                return
        for name in field_index(cls).records:
            inner = getattr(value, name)
            if inner is not None:
                yield from _bare(inner, (*path, name))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _bare(inner, (*path, number))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _bare(inner, (*path, key))


@cache
def _of(cls: Any) -> tuple[bool, tuple[str, ...]]:
    """Tell whether a record can name its sources, and which of its fields may state something."""
    fields = attrs.fields(cls)
    stating = (f.name for f in fields if not (f.metadata.get("label") or f.metadata.get("refers")))
    names = tuple(name for name in stating if name != "sources")
    return any(field.name == "sources" for field in fields), names


def _states(content: Any) -> bool:
    """Tell whether what a field holds states something itself."""
    if content is None or content in ((), "") or content == {}:
        return False
    inner: Any = content
    if isinstance(content, Mapping):
        inner = next(iter(content.values()))
    elif isinstance(content, tuple):
        inner = content[0]
    # A record inside that can name its own sources is checked on its own.
    return not (is_record(inner.__class__) and _of(inner.__class__)[0])
