"""Whether the place of a finding is one that the model has: what a rule writes as steps."""

import typing
from collections.abc import Mapping
from typing import Any

import attrs

from intspec.diagnostics import Path
from intspec.model import Arm, Specification
from intspec.schema.extension import Extension
from intspec.schema.generating import extensions_of, fields_of, plain_type
from intspec.text.names import did_you_mean


def stray(path: Path, extensions: Mapping[str, Extension] | None = None) -> str:
    """Say which step of a place the model does not have; empty if it has all.

    Args:
        path: The place, from the root.
        extensions: The fields of plugins, by their key under `extensions`; when absent,
            such fields are not looked into.
    """
    annotation: Any = Specification
    holder: Any = Specification
    for number, step in enumerate(path):
        annotation = plain_type(annotation)
        if number and path[number - 1] == "extensions" and holder in (Arm, Specification):
            annotation = extensions_of(holder, extensions or {}).get(str(step), Any)
        elif annotation is Any:
            return ""
        elif attrs.has(annotation):
            field = _field(annotation, step)
            if field is None:
                return f"there is no `{step}`; {did_you_mean(str(step), fields_of(annotation))}"
            holder, annotation = annotation, field.type
        else:
            annotation = _entry(annotation, step)
            if annotation is None:
                return f"there is no `{step}`: leave it out"
    return ""


def to_leave_out(path: Path) -> str:
    """Name what is left out where a place has no content: with a key that is needed, what needs it.

    Args:
        path: A place that the model has.

    Returns:
        `it`, if the place itself may be left out; else what is around it.
    """
    optional: Path = path
    annotation: Any = Specification
    for number, step in enumerate(path):
        annotation = plain_type(annotation)
        if annotation is Any:
            return "it"
        field = _field(annotation, step) if attrs.has(annotation) else None
        if field is None or field.default is not attrs.NOTHING:
            optional = path[: number + 1]
        annotation = field.type if field is not None else _entry(annotation, step)
    if optional == path:
        return "it"
    return f"`{optional[-1]}`" if isinstance(optional[-1], str) else "the entry"


def _field(cls: type, step: str | int) -> "attrs.Attribute[Any] | None":
    """Return the field of a record that a step leads to."""
    fields = fields_of(cls)
    return fields.get(str(step)) or fields.get(f"{step}_")


def _entry(annotation: Any, step: str | int) -> Any:
    """Return the type of what a step leads to in a list or a map; None if it leads to nothing."""
    origin = typing.get_origin(annotation)
    if origin is tuple:
        return typing.get_args(annotation)[0] if str(step).isdigit() else None
    if origin is not None and issubclass(origin, Mapping):
        return typing.get_args(annotation)[1]
    return None
