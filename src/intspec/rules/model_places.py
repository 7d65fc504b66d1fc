"""Whether the place of a finding is one that the model has: what a rule writes as steps."""

import typing
from collections.abc import Mapping
from typing import Any

import attrs

from intspec.diagnostics import Path
from intspec.model import Arm, Specification
from intspec.schema.generating import extensions_of, fields_of, plain_type
from intspec.text.names import did_you_mean


def stray(path: Path, extensions: Mapping[str, type] | None = None) -> str:
    """Say which step of a place the model does not have; empty if it has all.

    Args:
        path: The place, from the root.
        extensions: The records of plugins' fields, by their key under `extensions`; when absent,
            such fields are not looked into.
    """
    annotation: Any = Specification
    holder: Any = Specification
    for number, step in enumerate(path):
        annotation = plain_type(annotation)
        origin = typing.get_origin(annotation)
        if number and path[number - 1] == "extensions" and holder in (Arm, Specification):
            annotation = extensions_of(holder, extensions or {}).get(str(step), Any)
        elif annotation is Any:
            return ""
        elif attrs.has(annotation):
            fields = fields_of(annotation)
            field = fields.get(str(step)) or fields.get(f"{step}_")
            if field is None:
                return f"there is no `{step}`; {did_you_mean(str(step), fields)}"
            holder, annotation = annotation, field.type
        elif origin is tuple and str(step).isdigit():
            annotation = typing.get_args(annotation)[0]
        elif origin is not None and origin is not tuple and issubclass(origin, Mapping):
            annotation = typing.get_args(annotation)[1]
        else:
            return f"there is no `{step}`: leave it out"
    return ""
