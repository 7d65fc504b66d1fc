"""Plain data to frozen records and back.

The records are the model's own and the data fits the schema already, so one function for each kind
of type is all it takes: half of the time of a general library, and no import.
"""

import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

import attrs

from intspec.model import Specification
from intspec.schema.generating import fields_of, plain_type

T = TypeVar("T")
Maker = Callable[[Any], Any]


def structure(data: Mapping[str, Any], cls: type[T]) -> T:
    """Make a record of plain data that fits the record's schema."""
    kind: Any = cls
    made: T = _of_record(kind)(data)
    return made


def structure_specification(
    data: Mapping[str, Any], extensions: Mapping[str, type] | None = None
) -> Specification:
    """Make a specification of plain data, the fields of known plugins as their records.

    Args:
        data: Plain data that fits the schema made with the same extensions.
        extensions: The records of plugins' fields, by the key under `extensions`.
    """
    spec = structure(data, Specification)
    typed: dict[str, Any] = {
        n: structure(v, cls)
        for n, cls in (extensions or {}).items()
        if (v := data.get("extensions", {}).get(n)) is not None
    }
    if not typed:
        return spec
    made: Any = spec
    evolved: Specification = attrs.evolve(
        made, extensions=types.MappingProxyType({**spec.extensions, **typed})
    )
    return evolved


def unstructure(record: Any) -> Any:
    """Make plain data of a record; keys at their defaults are left out."""
    return _plain(record)


@cache
def _maker(annotation: Any) -> Maker | None:
    """Return what makes a value of a type from plain data; None where it stays as it is.

    Raises:
        TypeError: The model does not allow the type.
    """
    annotation = plain_type(annotation)
    origin = typing.get_origin(annotation)
    if annotation in (str, int, bool) or origin is typing.Literal:
        return None
    if annotation is float:
        return float
    if annotation is Any:
        return _frozen
    if origin is tuple:
        return _of_list(_maker(typing.get_args(annotation)[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _of_map(_maker(typing.get_args(annotation)[1]))
    if attrs.has(annotation):
        return _of_record(annotation)
    message = f"the model does not allow the type {annotation}"
    raise TypeError(message)


def _of_list(entry: Maker | None) -> Maker:
    if entry is None:
        return tuple
    return lambda values: tuple(map(entry, values))


def _of_map(entry: Maker | None) -> Maker:
    if entry is None:
        return lambda values: types.MappingProxyType(dict(values))
    return lambda values: types.MappingProxyType({k: entry(v) for k, v in values.items()})


@cache
def _of_record(cls: Any) -> Maker:
    # A key that is a word of Python's own has an underscore behind it in the record. What makes
    # the values is found at the first use, for records may hold one another.
    names: dict[str, tuple[str, Any]] = {
        name.rstrip("_"): (name, field.type) for name, field in fields_of(cls).items()
    }
    makers: dict[str, tuple[str, Maker | None]] = {}

    def make(data: Mapping[str, Any]) -> Any:
        given = {}
        for key, value in data.items():
            found = makers.get(key)
            if found is None:
                if key not in names:
                    continue
                name, annotation = names[key]
                found = makers[key] = (name, _maker(annotation))
            name, maker = found
            given[name] = value if maker is None or value is None else maker(value)
        return cls(**given)

    return make


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return types.MappingProxyType({k: _frozen(v) for k, v in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(v) for v in value)
    return value


def _plain(value: Any) -> Any:
    if attrs.has(type(value)):
        out = {}
        for field in attrs.fields(type(value)):
            default = field.default
            if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
                default = default.factory()
            inner = getattr(value, field.name)
            if inner != default:
                out[field.name] = _plain(inner)
        return out
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value
