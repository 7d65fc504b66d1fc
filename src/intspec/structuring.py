"""Plain data to frozen records and back."""

import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

import attrs
import cattrs

from intspec.model import Specification

T = TypeVar("T")


@cache
def converter() -> cattrs.BaseConverter:
    """Return the one converter. It expects data that fits the schema."""
    made = cattrs.BaseConverter(detailed_validation=False)
    made.register_structure_hook_func(_is_mapping, _structure_mapping)
    made.register_structure_hook_func(_is_literal, _as_is)
    made.register_structure_hook(str, _as_is)
    made.register_structure_hook(int, _as_is)
    made.register_structure_hook(bool, _as_is)
    made.register_structure_hook(Any, _frozen)
    made.register_structure_hook_factory(_has_keyword_key, _rename_keyword_keys)
    return made


def structure(data: Mapping[str, Any], cls: type[T]) -> T:
    """Make a record of plain data that fits the record's schema."""
    return converter().structure(data, cls)


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


def _is_literal(annotation: Any) -> bool:
    origin: Any = typing.get_origin(annotation)
    return origin is typing.Literal


def _is_mapping(annotation: Any) -> bool:
    return typing.get_origin(annotation) is not None and issubclass(
        typing.get_origin(annotation), Mapping
    )


def _structure_mapping(value: Mapping[str, Any], annotation: Any) -> Mapping[str, Any]:
    inner = typing.get_args(annotation)[1]
    if inner is Any:
        return types.MappingProxyType({k: _frozen(v) for k, v in value.items()})
    hook = converter().get_structure_hook(inner)
    return types.MappingProxyType({k: hook(v, inner) for k, v in value.items()})


def _has_keyword_key(annotation: Any) -> bool:
    return attrs.has(annotation) and any(f.name.endswith("_") for f in attrs.fields(annotation))


def _rename_keyword_keys(cls: Any, made: cattrs.BaseConverter) -> Any:
    from cattrs.gen import make_dict_structure_fn, override  # noqa: PLC0415 -- seldom needed

    renamed = {
        f.name: override(rename=f.name.rstrip("_"))
        for f in attrs.fields(cls)
        if f.name.endswith("_")
    }
    return make_dict_structure_fn(cls, made, **renamed)  # type: ignore[arg-type]


def _as_is(value: Any, _annotation: Any) -> Any:
    return value


def _frozen(value: Any, _annotation: Any = None) -> Any:
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
