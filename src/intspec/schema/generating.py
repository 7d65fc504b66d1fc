"""JSON Schema (2020-12) of records and of a specification, without unions, `anyOf` or `oneOf`."""

import sys
import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from intspec.diagnostics import Path
from intspec.lazy import is_record
from intspec.model import Arm, Specification
from intspec.model.keys import FORMATS
from intspec.schema.extension import Extension
from intspec.text.docstrings import docstring

#: The records that a schema has definitions of, by the definition's name.
Named = dict[str, type]

SPECIFICATION_ID = "urn:intspec:specification:1.0"
TITLE = "intspec specification, version 1.0"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: In the strict schema: the keys of a record that one value in its place stands for.
SHORT_FORM = "x-short-form"
SCALARS: Mapping[Any, str] = {str: "string", int: "integer", bool: "boolean", float: "number"}


class Definitions(Mapping[str, dict[str, Any]]):
    """The definitions of a schema by name. Each is made when it is asked for.

    Args:
        named: The records that have a definition, by its name; those that a definition refers to
            are added when it is made.
        of_arms: The records of plugins' fields of arms, by their key.
    """

    def __init__(self, named: "Named", of_arms: Mapping[str, type]) -> None:
        self._named = named
        self._of_arms = of_arms
        self._made: dict[str, dict[str, Any]] = {}

    def __getitem__(self, name: str) -> dict[str, Any]:
        if name not in self._made:
            cls = self._named[name]
            self._made[name] = _object(cls, self._named)
            if cls is Arm:
                below = self._made[name]["properties"]["extensions"]
                _extend(below, self._of_arms, self._named)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        while missing := self._named.keys() - self._made.keys():
            for name in missing:
                self[name]
        return iter(sorted(self._made))

    def __len__(self) -> int:
        return len(list(iter(self)))


def extensions_of(holder: type, extensions: Mapping[str, Extension]) -> Mapping[str, type]:
    """Return the records of plugins' fields that stand under `extensions` of a record.

    Args:
        holder: The specification, or an arm.
        extensions: The fields, by their key.
    """
    records = {n: one.of_arm if holder is Arm else one.record for n, one in extensions.items()}
    return {name: record for name, record in records.items() if record is not None}


@cache
def json_schema(
    cls: type,
    identifier: str,
    title: str,
    extensions: tuple[tuple[str, type], ...] = (),
    under: str = "extensions",
) -> dict[str, Any]:
    """Generate the JSON Schema of a record class.

    Args:
        cls: The record that is the root of the document.
        identifier: The schema's `$id`.
        title: The schema's title.
        extensions: Record classes of plugins, by their key.
        under: The key of the root under which these stand.

    Returns:
        The schema. It is shared: do not change it.

    Raises:
        TypeError: A field has a type that the model does not allow, such as a union.
    """
    return whole(schema_in_parts(cls, identifier, title, extensions, under))


@cache
def schema_in_parts(  # noqa: PLR0913 -- a schema is made of as many
    cls: type,
    identifier: str,
    title: str,
    extensions: tuple[tuple[str, type], ...] = (),
    under: str = "extensions",
    *,
    of_arms: tuple[tuple[str, type], ...] = (),
) -> dict[str, Any]:
    """Generate a JSON Schema as `json_schema` does, each definition when it is asked for.

    A document needs few of the definitions of its schema, and attrs need not make the records of
    the others.

    Args:
        cls: As for `json_schema`.
        identifier: The same.
        title: The same.
        extensions: The same.
        under: The same.
        of_arms: Record classes that stand under `extensions` of an arm, by their key.
    """
    named: Named = {}
    root = _object(cls, named)
    _extend(root["properties"].get(under, {}), dict(extensions), named)
    return {
        "$schema": DIALECT,
        "$id": identifier,
        "title": title,
        **root,
        "$defs": Definitions(named, dict(of_arms)),
    }


def _extend(node: dict[str, Any], extensions: Mapping[str, type], named: Named) -> None:
    """Say in a map of a schema what stands under some of its keys."""
    if extensions:
        node["properties"] = {
            name: {"description": _summary(record), **_type(record, {}, named)}
            for name, record in extensions.items()
        }


def specification_schema(extensions: Mapping[str, Extension] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a specification.

    Args:
        extensions: The fields of plugins, by the key under `extensions`.
    """
    return whole(specification_in_parts(extensions))


def specification_in_parts(extensions: Mapping[str, Extension] | None = None) -> dict[str, Any]:
    """Return the schema of a specification, each definition made when it is asked for."""
    named, of_arms = (
        tuple(sorted(extensions_of(holder, extensions or {}).items()))
        for holder in (Specification, Arm)
    )
    return schema_in_parts(Specification, SPECIFICATION_ID, TITLE, named, of_arms=of_arms)


def whole(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema with all its definitions made."""
    return {**schema, "$defs": dict(schema.get("$defs", {}))}


def record_name(node: Any) -> str:
    """Return the name of the record that a node of a schema refers to; empty if it does not."""
    reference: str = node.get("$ref", "") if isinstance(node, Mapping) else ""
    return reference.rpartition("/")[2]


def resolved(node: Any, definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a node of a schema says, also where it refers to a record; nothing if nothing."""
    if isinstance(node, Mapping) and "$ref" in node:
        node = definitions[record_name(node)]
    return node if isinstance(node, Mapping) else {}


def node_below(node: Mapping[str, Any], step: str | int) -> Any:
    """Return what stands in a node for one key or entry; a reference is not followed."""
    if isinstance(step, int):
        return node.get("items")
    return node.get("properties", {}).get(step, node.get("additionalProperties"))


def node_at(schema: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    """Return what a schema says of a path; nothing where it says nothing."""
    node = schema
    for step in path:
        node = resolved(node_below(node, step), schema.get("$defs", {}))
    return node


@cache
def fields_of(cls: type) -> Mapping[str, "attrs.Attribute[Any]"]:
    """Return the fields of a record by name."""
    return attrs.fields_dict(cls)


def plain_type(annotation: Any) -> Any:
    """Return a field's type without `| None`: an absent key is None.

    Raises:
        TypeError: The type is a union of anything else.
    """
    return _plain_type(annotation)


@cache
def _plain_type(annotation: Any) -> Any:
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        members = [a for a in typing.get_args(annotation) if a is not type(None)]
        if len(members) != 1:
            message = f"the model allows no union: {annotation}"
            raise TypeError(message)
        return members[0]
    return annotation


def leaf_type(annotation: Any) -> Any:
    """Return what a field holds in the end: the type of the entries of its lists and maps."""
    return _leaf_type(annotation)


@cache
def _leaf_type(annotation: Any) -> Any:
    annotation = plain_type(annotation)
    while (origin := typing.get_origin(annotation)) is not None and origin is not typing.Literal:
        arguments = typing.get_args(annotation)
        annotation = arguments[0] if origin is tuple else arguments[-1]
    return annotation


def record_classes(cls: type) -> list[type]:
    """Return a record's class and those of the records in it, the outer before the inner."""
    classes = [cls]
    for outer in classes:
        leaves = (leaf_type(field.type) for field in fields_of(outer).values())
        classes += (leaf for leaf in leaves if is_record(leaf) and leaf not in classes)
    return classes


def _object(cls: type, named: Named) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required = []
    for name, field in fields_of(cls).items():
        # A key that is a word of Python's own has an underscore behind it in the record.
        written = name.rstrip("_")
        properties[written] = _property(field, named)
        if field.default is attrs.NOTHING:
            required.append(written)
    out: dict[str, Any] = {
        "type": "object",
        "description": _summary(cls),
        "properties": properties,
        "additionalProperties": False,
    }
    if required:
        out["required"] = required
    short = getattr(cls, "short_form", ())
    if short:
        out[SHORT_FORM] = [*short]
    return out


def _definition(cls: type) -> str:
    """Return the name of a record's definition: a plugin's records have its package before it."""
    module = cls.__module__
    if module.partition(".")[0] == "intspec":
        return cls.__name__
    # A plugin of one file is in no package.
    package = getattr(sys.modules.get(module), "__package__", "") or module
    return f"{package}.{cls.__name__}"


def _summary(cls: type) -> str:
    return next(iter(docstring(cls).strip().splitlines()), "")


def _property(field: "attrs.Attribute[Any]", named: Named) -> dict[str, Any]:
    words = field.metadata
    body = _type(plain_type(field.type), words, named)
    out = {"description": words.get("description", ""), **body}
    if "example" in words:
        out["examples"] = [words["example"]]
    if isinstance(field.default, (str, bool)):
        out["default"] = field.default
    return out


def _type(annotation: Any, words: Mapping[str, Any], named: Named) -> dict[str, Any]:
    origin = typing.get_origin(annotation)
    least = words.get("least")
    if origin is typing.Literal:
        return {"type": "string", "enum": list(typing.get_args(annotation))}
    if origin is tuple:
        item = _type(typing.get_args(annotation)[0], {"form": words.get("form")}, named)
        return {"type": "array", "items": item} | ({"minItems": least} if least else {})
    if origin is not None and issubclass(origin, Mapping):
        value = _type(typing.get_args(annotation)[1], {}, named)
        out = {"type": "object", "additionalProperties": value}
        if is_record(typing.get_args(annotation)[1]):
            out["propertyNames"] = {"pattern": FORMATS[words.get("keys") or "slug"][0]}
        return out | ({"minProperties": least} if least else {})
    if annotation is Any:
        return {}
    if is_record(annotation):
        name = _definition(annotation)
        named.setdefault(name, annotation)
        return {"$ref": f"#/$defs/{name}"}
    if annotation not in SCALARS:
        message = f"the model has no type {annotation}"
        raise TypeError(message)
    scalar: dict[str, Any] = {"type": SCALARS[annotation]}
    if annotation is str:
        form = words.get("form")
        scalar |= {"pattern": FORMATS[form][0]} if form else {"minLength": 1}
    elif least is not None:
        scalar["minimum"] = least
    return scalar
