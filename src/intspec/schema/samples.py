"""A sample of YAML for each key of a specification, in its place, to be pasted and changed.

Texts that authors are to write stand in angle brackets, which the check takes for no content.
"""

import typing
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from intspec.lazy import is_record
from intspec.model import Arm, Specification
from intspec.schema.every_key import ANY, Key, Steps
from intspec.schema.extension import Extension
from intspec.schema.fragments import fits_on_a_line
from intspec.schema.generating import extensions_of, fields_of, leaf_type, plain_type
from intspec.schema.in_form import FIRST_KEYS
from intspec.text.yaml_text import on_one_line

#: A text of each format.
FORMED = {
    "slug": "first",
    "duration": "PT45M",
    "date": "2016-11-28",
    "doi": "10.1136/bmj.g1687",
    "url": "https://trial.example/handbook",
    "language": "en",
    "rule": "tidier/materials-access",
    "version": "1.0",
}
#: A number where the model has no example: so many people, or times.
NUMBER = 12
#: Keys that samples refer to, where the sample itself stands under the first key of its kind.
REFERRED = {"./schedule": "run-in", "./procedures": "session", "interventions": "usual-care"}
#: Keys that other keys of their record exclude, or that stand beside all others.
BESIDE = frozenset({"sources", "note", "terms", "group_size", "dropped"})
#: The keys that a sample shows of records whose other keys stand in place of these.
SHOWN = {
    "Phase": ("duration", "frequency", "session_length"),
    "Fidelity": ("assessed", "measures", "strategies", "results"),
}


def sample(key: Key, place: Steps, extensions: Mapping[str, Extension]) -> list[str]:
    """Write a sample of a key in its place, with what the records around it need.

    Args:
        key: The key.
        place: Where it stands.
        extensions: The fields of plugins, by the key under `extensions`.

    Returns:
        Lines of YAML from the root of a specification on: one key a line wherever a value is prose.
    """
    if place[-1] == "extensions":
        records = extensions_of(key.record, extensions)
        value = {plugin: _record(fields) for plugin, fields in records.items()}
    else:
        value = _value(key.holds, {} if key.holds is key.record else key.words, whole=True)
    return list(_block(_around(Specification, place, value, extensions), 0))


def _around(record: type, place: Steps, value: Any, extensions: Mapping[str, Extension]) -> Any:
    """Put a value in its place in a record, beside the keys that each record on the way needs."""
    name, *rest = place
    needed = {} if record is Specification else _needed(record)
    if rest and record in (Arm, Specification) and name == "extensions":
        plugin, *below = rest
        fields = extensions_of(record, extensions)[plugin]
        inner = _around(fields, tuple(below), value, extensions) if below else value
        return {**needed, name: {plugin: inner}}
    if rest:
        holds = _holds(record, name)
        if rest[0] == ANY:
            leaf = leaf_type(holds)
            inner = _around(leaf, tuple(rest[1:]), value, extensions)
            if typing.get_origin(holds) is tuple:
                others = (_field(record, name).metadata.get("least") or 1) - 1
                value = [inner, *[_record(leaf)] * others]
            else:
                value = {_first(leaf): inner}
        else:
            value = _around(holds, tuple(rest), value, extensions)
    return {**needed, name: value}


def _field(record: type, name: str) -> "attrs.Attribute[Any]":
    fields = fields_of(record)
    return fields.get(name) or fields[f"{name}_"]


def _holds(record: type, name: str) -> Any:
    return plain_type(_field(record, name).type)


def _first(entry: Any) -> str:
    """Return a key for the first entry of a map."""
    return FIRST_KEYS.get(getattr(entry, "__name__", ""), "first")


def _needed(record: type) -> dict[str, Any]:
    """Return a sample of the keys that a record needs."""
    return {
        name.rstrip("_"): _value(plain_type(field.type), field.metadata)
        for name, field in fields_of(record).items()
        if field.default is attrs.NOTHING
    }


def _record(record: type, *, whole: bool = False) -> dict[str, Any]:
    """Return a sample of a record: what it needs, or its first key; all that can stand together."""
    fields = fields_of(record)
    needed = [name for name, field in fields.items() if field.default is attrs.NOTHING]
    together = [
        name
        for name, field in fields.items()
        if name in needed or not (name in BESIDE or field.metadata.get("refers"))
    ]
    shown = [*SHOWN.get(record.__name__, together)] if whole else needed
    return {
        name.rstrip("_"): _value(plain_type(fields[name].type), fields[name].metadata)
        for name in shown or [*fields][:1]
    }


def _value(holds: Any, words: Mapping[str, Any], *, whole: bool = False) -> Any:
    """Return a sample of what a key holds.

    Args:
        holds: Its type, without `| None`.
        words: What the model declares of the key.
        whole: Whether a record is shown with all keys that can stand together.
    """
    if "example" in words and "refers" not in words:
        return words["example"]
    origin = typing.get_origin(holds)
    if origin is typing.Literal:
        return typing.get_args(holds)[0]
    if origin is tuple:
        return [_value(typing.get_args(holds)[0], words, whole=whole)] * (words.get("least") or 1)
    if origin is not None:
        entry = typing.get_args(holds)[-1]
        return {_first(entry): _value(entry, {}, whole=whole)} if entry is not Any else {}
    if is_record(holds):
        short = getattr(holds, "short_form", ())
        if short:
            field = fields_of(holds)[short[0]]
            return _value(plain_type(field.type), field.metadata)
        return _record(holds, whole=whole)
    if holds is bool:
        return True
    if holds in (int, float):
        return words["least"] if words.get("least") else NUMBER
    return _text(words)


def _text(words: Mapping[str, Any]) -> str:
    """Return a sample of a text: a key it may refer to, one of its format, or what to write."""
    refers = words.get("refers")
    if refers:
        return REFERRED.get(refers) or _first(_entries(refers))
    if "form" in words:
        return FORMED[words["form"]]
    described = words.get("description", "").partition(". ")[0].partition("; ")[0]
    return f"<{described.rstrip('.')}>"


def _entries(catalogue: str) -> Any:
    """Return the record that a catalogue holds, by its path from the root."""
    holds: Any = Specification
    for step in catalogue.split("."):
        holds = leaf_type(_holds(holds, step))
    return holds


def _block(value: Any, indent: int) -> Iterator[str]:
    """Write data in block style."""
    blank = " " * indent
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if fits_on_a_line(inner) and not isinstance(inner, Mapping):
                yield f"{blank}{name}: {on_one_line(inner)}"
            elif isinstance(inner, Mapping | list):
                yield f"{blank}{name}:"
                yield from _block(inner, indent + 2)
            else:
                yield f"{blank}{name}: {on_one_line(inner)}"
        return
    for entry in value:
        if isinstance(entry, Mapping):
            first, *others = _block(entry, indent + 2)
            yield f"{blank}- {first.lstrip()}"
            yield from others
        else:
            yield f"{blank}- {on_one_line(entry)}"
