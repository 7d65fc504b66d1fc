"""Plain data to frozen records and back."""

import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

import attrs
import cattrs

from intspec.diagnostics import Path
from intspec.lazy import is_record
from intspec.model import Specification
from intspec.schema.extension import Extension
from intspec.schema.generating import extensions_of, plain_type, resolved

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]


@cache
def converter() -> cattrs.BaseConverter:
    """Return the one converter. It expects data that fits the schema."""
    cattrs_converter = cattrs.BaseConverter(detailed_validation=False)
    for plain in (str, int, bool):
        cattrs_converter.register_structure_hook(plain, _as_is)
    cattrs_converter.register_structure_hook_func(_is_literal, _as_is)
    cattrs_converter.register_structure_hook(Any, _frozen)
    cattrs_converter.register_structure_hook_factory(_is_list, _list_hook)
    cattrs_converter.register_structure_hook_factory(_is_mapping, _mapping_hook)
    cattrs_converter.register_structure_hook_factory(attrs.has, _record_hook)
    return cattrs_converter


def structure(data: Mapping[str, Any], cls: type[T]) -> T:
    """Make a record of plain data that fits the record's schema."""
    return converter().structure(data, cls)


def structure_specification(
    data: Mapping[str, Any],
    extensions: Mapping[str, Extension] | None = None,
    make: Callable[[str, Mapping[str, Any], type], Any] | None = None,
) -> Specification:
    """Make a specification of plain data, the fields of known plugins as their records.

    Args:
        data: Plain data that fits the schema made with the same extensions.
        extensions: The fields of plugins, by the key under `extensions`.
        make: Makes such a record of its key, data and class; what it makes None of stays data.
    """
    spec = structure(data, Specification)
    known = extensions or {}
    make = make or (lambda _name, value, cls: structure(value, cls))
    arms = {
        key: _typed(arm, data["interventions"][key], known, make)
        for key, arm in spec.interventions.items()
        if arm.extensions
    }
    if arms:
        record: Any = spec
        spec = attrs.evolve(
            record, interventions=types.MappingProxyType({**spec.interventions, **arms})
        )
    return _typed(spec, data, known, make) if spec.extensions else spec


def _typed(
    holder: Any,
    data: Mapping[str, Any],
    extensions: Mapping[str, Extension],
    make: Callable[[str, Mapping[str, Any], type], Any],
) -> Any:
    """Return a specification, or an arm, with the fields of known plugins as their records."""
    stated = data["extensions"]
    typed = {
        name: made
        for name, cls in extensions_of(type(holder), extensions).items()
        if stated.get(name) is not None and (made := make(name, stated[name], cls)) is not None
    }
    frozen = types.MappingProxyType({**holder.extensions, **typed})
    return attrs.evolve(holder, extensions=frozen)


def unstructure(record: Any) -> Any:
    """Make plain data of a record; keys at their defaults are left out."""
    return _plain(record)


def _is_literal(annotation: Any) -> bool:
    origin: Any = typing.get_origin(annotation)
    return origin is typing.Literal


def _is_list(annotation: Any) -> bool:
    return typing.get_origin(annotation) is tuple


def _is_mapping(annotation: Any) -> bool:
    origin = typing.get_origin(annotation)
    return isinstance(origin, type) and issubclass(origin, Mapping)


@cache
def _hook(annotation: Any, cattrs_converter: cattrs.BaseConverter) -> Hook:
    """Return what makes a value of a type; of a record without cattrs looking for its kind."""
    if is_record(annotation):
        return _record_hook(annotation, cattrs_converter)
    return cattrs_converter.get_structure_hook(annotation)


def _list_hook(annotation: Any, cattrs_converter: cattrs.BaseConverter) -> Hook:
    inner = typing.get_args(annotation)[0]
    hook = _hook(inner, cattrs_converter)
    if hook is _as_is:
        return lambda values, _annotation: tuple(values)
    return lambda values, _annotation: tuple([hook(v, inner) for v in values])


def _mapping_hook(annotation: Any, cattrs_converter: cattrs.BaseConverter) -> Hook:
    inner = typing.get_args(annotation)[1]
    hook = _hook(inner, cattrs_converter)
    return lambda values, _annotation: types.MappingProxyType(
        {k: hook(v, inner) for k, v in values.items()}
    )


def _record_hook(cls: Any, cattrs_converter: cattrs.BaseConverter) -> Hook:
    """Return what makes a record: what each key needs is found at its first use, and kept."""
    # A key that is a word of Python's own has an underscore behind it in the record.
    fields = {f.name.rstrip("_"): f for f in attrs.fields(cls)}
    known: dict[str, tuple[str, Hook | None, Any]] = {}

    def make(data: Mapping[str, Any], _annotation: Any) -> Any:
        arguments = {}
        for key, value in data.items():
            if key not in known:
                annotation = plain_type(fields[key].type)
                hook = _hook(annotation, cattrs_converter)
                known[key] = (fields[key].name, None if hook is _as_is else hook, annotation)
            name, maker, inner = known[key]
            arguments[name] = value if maker is None or value is None else maker(value, inner)
        return cls(**arguments)

    return make


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


def without_blanks(data: Any, schema: Mapping[str, Any]) -> Any:
    """Leave out keys whose value is null or blank text, at every depth.

    A key that the schema does not take stays, with a value or without one: it may be the rest of
    a text that ended too soon. So nothing that an author wrote goes before it is looked at. A key
    of the author's own, of an entry of which nothing is said, stays as an entry without content
    where such an entry needs no key.

    Args:
        data: Plain data.
        schema: The schema that it is to be held against.
    """
    return _without(data, schema, schema.get("$defs", {})) if _holds_blank(data) else data


def _holds_blank(data: Any) -> bool:
    """Tell whether there is anything to leave out: most documents have nothing."""
    # A loop with `blank` written out, and texts first: it goes over all values of every document.
    keyed = isinstance(data, dict)
    for value in data.values() if keyed else data:
        if isinstance(value, str):
            if keyed and not value.strip():
                return True
        elif isinstance(value, (dict, list)):
            if _holds_blank(value):
                return True
        elif keyed and value is None:
            return True
    return False


def _without(data: Any, node: Any, definitions: Mapping[str, Any]) -> Any:
    if not isinstance(data, (dict, list)):
        return data
    node = resolved(node, definitions)
    if isinstance(data, list):
        return [_without(value, node.get("items"), definitions) for value in data]
    known, others = node.get("properties", {}), node.get("additionalProperties")
    entry = resolved(others, definitions)
    stays = "properties" in entry and not entry.get("required")
    out: dict[Any, Any] = {}
    for key, value in data.items():
        if not blank(value) or not _takes(node, key):
            out[key] = _without(value, known.get(key, others), definitions)
        elif stays and key not in known:
            out[key] = {}
    return out


def left_out(data: Any, schema: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Go over the entries that `without_blanks` leaves out: the path, and a key that each needs.

    Args:
        data: Plain data.
        schema: The schema that it is to be held against.
    """
    yield from _left_out(data, schema, schema.get("$defs", {}), ())


def _left_out(
    data: Any, node: Any, definitions: Mapping[str, Any], path: Path
) -> Iterator[tuple[Path, str]]:
    node = resolved(node, definitions)
    if isinstance(data, list):
        for number, value in enumerate(data):
            yield from _left_out(value, node.get("items"), definitions, (*path, number))
    elif isinstance(data, dict):
        known, others = node.get("properties", {}), node.get("additionalProperties")
        needed = resolved(others, definitions).get("required", ())
        for key, value in data.items():
            if needed and key not in known and blank(value):
                yield (*path, key), needed[0]
            yield from _left_out(value, known.get(key, others), definitions, (*path, key))


def _takes(node: Mapping[str, Any], key: str) -> bool:
    """Tell whether a key may stand in a block, whatever its value."""
    if node.get("type", "object") != "object":
        return False
    if key in node.get("properties", {}):
        return True
    pattern = node.get("propertyNames", {}).get("pattern", "")
    return node.get("additionalProperties") is not False and bool(re.search(pattern, key))


def blank(value: Any) -> bool:
    """Tell whether a value is null or a text of nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())
