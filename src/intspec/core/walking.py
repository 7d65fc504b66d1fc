"""Going over a specification once for all rules: its records, references and texts, with places."""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

import attrs

from intspec.diagnostics import Path
from intspec.model import Specification
from intspec.records import is_record
from intspec.schema.generating import leaf_type


class Contents:
    """What a specification holds, gathered when a rule first asks for it.

    Args:
        spec: The specification.
    """

    def __init__(self, spec: Specification) -> None:
        self.spec = spec

    @cached_property
    def records(self) -> list[tuple[Any, Path]]:
        """Every record with its path, the outer before the inner."""
        found: list[tuple[Any, Path]] = []
        _gather(self.spec, (), found)
        return found

    @cached_property
    def references(self) -> dict[str, list[tuple[str, Path]]]:
        """Every key of another place that is used, with its path, by the place that it is in."""
        found: dict[str, list[tuple[str, Path]]] = {}
        for record, path in self.records:
            for name, place in kept(record.__class__).references:
                _add(found.setdefault(place, []), getattr(record, name), (*path, name))
        return found

    @cached_property
    def texts(self) -> list[tuple[str, Path]]:
        """Every free text, with its path."""
        found: list[tuple[str, Path]] = []
        for record, path in self.records:
            for name in kept(record.__class__).texts:
                _add(found, getattr(record, name), (*path, name))
        return found

    @cached_property
    def identifiers(self) -> list[tuple[str, str, Path]]:
        """Every text that is an identifier: its kind, the text, and its path."""
        found: list[tuple[str, str, Path]] = []
        for record, path in self.records:
            for name, kind in kept(record.__class__).identifiers:
                texts: list[tuple[str, Path]] = []
                _add(texts, getattr(record, name), (*path, name))
                found += ((kind, text, where) for text, where in texts)
        return found


#: The specification that was gone over last: rules ask of it in turn.
_last: list[Contents] = []


def contents(spec: Specification) -> Contents:
    """Return what a specification holds."""
    if not _last or _last[0].spec is not spec:
        _last[:] = [Contents(spec)]
    return _last[0]


class Kept(NamedTuple):
    """What the fields of a record may hold.

    Attributes:
        records: The fields that can hold other records.
        references: The fields that are references, and what to.
        texts: The fields that hold free text, or lists or maps of it.
        identifiers: The fields that are identifiers, and of which kind.
    """

    records: tuple[str, ...]
    references: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]


@cache
def kept(cls: Any) -> Kept:
    """Return what the fields of a record may hold."""
    fields = [(f.name, leaf_type(f.type), f.metadata) for f in attrs.fields(cls)]
    return Kept(
        records=tuple(name for name, leaf, _words in fields if leaf is Any or is_record(leaf)),
        references=tuple((n, words["refers"]) for n, _leaf, words in fields if "refers" in words),
        texts=tuple(
            name
            for name, leaf, words in fields
            if leaf is str and not words.get("refers") and not words.get("form")
        ),
        identifiers=tuple(
            (n, words["identifies"]) for n, _leaf, words in fields if "identifies" in words
        ),
    )


def _gather(value: Any, path: Path, found: list[tuple[Any, Path]]) -> None:
    if isinstance(value, str):
        return
    if isinstance(value, tuple):
        for number, inner in enumerate(value):
            _gather(inner, (*path, number), found)
    elif is_record(value.__class__):
        found.append((value, path))
        for name in kept(value.__class__).records:
            inner = getattr(value, name)
            if inner is not None:
                _gather(inner, (*path, name), found)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _gather(inner, (*path, key), found)


def _add(found: list[tuple[str, Path]], value: Any, path: Path) -> None:
    """Add a text, or all texts of a list or a map, with their paths."""
    if isinstance(value, str):
        found.append((value, path))
    elif isinstance(value, tuple):
        found += [(one, (*path, number)) for number, one in enumerate(value)]
    elif value:
        found += [(one, (*path, key)) for key, one in value.items()]
