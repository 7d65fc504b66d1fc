"""All keys that a specification may have, where each stands, and the keys that a name may mean.

A place is written with dots, and with `*` for each key of a map that authors choose and for each
entry of a list: `interventions.*.procedures.*.mode`.
"""

import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from intspec.lazy import is_record
from intspec.model import Arm, Specification
from intspec.schema.extension import Extension
from intspec.schema.generating import extensions_of, fields_of, leaf_type, plain_type
from intspec.text.docstrings import docstring
from intspec.text.names import likeness_of

ANY = "*"
#: A word as like to a key is the key misspelt.
ALIKE = 0.7
Steps = tuple[str, ...]


@attrs.frozen
class Key:
    """A key of a record.

    Attributes:
        name: The key as documents write it.
        record: The record that has it.
        field: Its field there; of a plugin's fields as a whole, that of `extensions`.
        holds: Its type, without `| None`.
        places: Where it stands.
    """

    name: str
    record: type
    field: "attrs.Attribute[Any]"
    holds: Any
    places: tuple[Steps, ...]

    @property
    def words(self) -> Mapping[str, Any]:
        """What the model declares of it."""
        return self.field.metadata

    @property
    def description(self) -> str:
        """What it holds, in words; of a plugin's fields, what those are."""
        if self.record is self.holds:
            return next(iter(docstring(self.record).strip().splitlines()), "")
        return str(self.words.get("description", ""))

    @property
    def required(self) -> bool:
        """Whether each such record needs it."""
        return self.field.default is attrs.NOTHING


def written(steps: Steps) -> str:
    """Write a place with dots."""
    return ".".join(steps)


def every_key(extensions: Mapping[str, Extension]) -> list[Key]:
    """Return all keys of specifications, outer ones first.

    Args:
        extensions: The fields of plugins, by the key under `extensions`.
    """
    keys: dict[tuple[type, str], Key] = {}
    for steps, key in _walk(Specification, (), extensions):
        known = keys.setdefault((key.record, key.name), key)
        if known is not key:
            keys[key.record, key.name] = attrs.evolve(known, places=(*known.places, steps))
    return list(keys.values())


def keys_of(record: type) -> list[Key]:
    """Return the keys of one record, by themselves."""
    fields = fields_of(record).items()
    return [
        Key(name.rstrip("_"), record, field, plain_type(field.type), ()) for name, field in fields
    ]


def _walk(
    record: type, above: Steps, extensions: Mapping[str, Extension]
) -> Iterator[tuple[Steps, Key]]:
    inner: list[tuple[type, Steps]] = []
    for key in keys_of(record):
        steps = (*above, key.name)
        yield steps, attrs.evolve(key, places=(steps,))
        if record in (Arm, Specification) and key.name == "extensions":
            for plugin, fields in extensions_of(record, extensions).items():
                place = (*steps, plugin)
                yield place, Key(plugin, fields, key.field, fields, (place,))
                inner.append((fields, place))
        leaf = leaf_type(key.holds)
        if is_record(leaf):
            inner.append((leaf, (*steps, ANY) if typing.get_origin(key.holds) else steps))
    for leaf, steps in inner:
        yield from _walk(leaf, steps, extensions)


def keys_named(name: str, keys: Sequence[Key]) -> list[Key]:
    """Return the keys that a name or a place may mean, each with those of its places that fit.

    Args:
        name: A key alone, or its place: from the root, or from any key above it. Keys and numbers
            of one's own may stand for `*`, or be left out.
        keys: All keys.
    """
    wanted = _steps(name)
    if not wanted:
        return []
    found = [
        attrs.evolve(key, places=places)
        for key in keys
        if (places := tuple(place for place in key.places if _ends(place, wanted)))
    ]
    whole = [
        attrs.evolve(key, places=places)
        for key in found
        if (places := tuple(place for place in key.places if _is(place, wanted)))
    ]
    return whole if whole and len(wanted) > 1 else found


def keys_with_term(name: str, keys: Sequence[Key]) -> list[Key]:
    """Return the keys of which a word is one of the terms, such as `waiting-list`.

    Args:
        name: The word, with hyphens or spaces.
        keys: All keys.
    """
    term = "-".join(name.lower().split())
    leaves = ((key, leaf_type(key.holds)) for key in keys)
    return [
        key
        for key, leaf in leaves
        if typing.get_origin(leaf) is typing.Literal and term in typing.get_args(leaf)
    ]


def keys_holding(name: str, keys: Sequence[Key]) -> list[Key]:
    """Return the maps and lists that hold an entry of one's own, such as `providers.nurse`.

    Args:
        name: The place of the entry. A misspelt key of what stands there is none.
        keys: All keys.
    """
    *above, last = _steps(name) or ("",)
    return [
        key
        for key in keys_named(written(tuple(above)), keys)
        if typing.get_origin(key.holds) and is_record(leaf := leaf_type(key.holds))
        if not any(likeness_of(last, inner.name) > ALIKE for inner in keys_of(leaf))
    ]


def _steps(name: str) -> Steps:
    """Split a place at its dots; `[]` and `[0]` stand for the entries of a list."""
    steps = name.replace("[", ".").replace("]", "").replace("/", ".").strip(".").split(".")
    return tuple(step for step in steps if step)


def _ends(place: Steps, wanted: Steps) -> bool:
    """Tell whether a place ends in the steps that are wanted."""
    if not wanted or not place:
        return not wanted
    if place[-1] == ANY:
        return _ends(place[:-1], wanted) or (len(wanted) > 1 and _ends(place[:-1], wanted[:-1]))
    return _same(place[-1], wanted[-1]) and _ends(place[:-1], wanted[:-1])


def _is(place: Steps, wanted: Steps) -> bool:
    """Tell whether a place is the one that is wanted, from its root on."""
    if not wanted or not place:
        return not wanted and not place
    if place[-1] == ANY:
        return _is(place[:-1], wanted) or _is(place[:-1], wanted[:-1])
    return _same(place[-1], wanted[-1]) and _is(place[:-1], wanted[:-1])


def _same(step: str, wanted: str) -> bool:
    return step.replace("-", "_") == wanted.lower().replace("-", "_").replace(" ", "_")
