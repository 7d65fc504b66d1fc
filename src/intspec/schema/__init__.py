"""From records to JSON Schema, and a document held against it in plain words."""

from functools import cache
from typing import Any

from intspec.schema.gate import Gate, SchemaProblem
from intspec.schema.generating import json_schema, whole

__all__ = ["SchemaProblem", "fits", "json_schema", "problems"]


def fits(schema: dict[str, Any], data: Any) -> bool:
    """Tell whether data fits a schema made by `json_schema` or `schema_in_parts`."""
    return _gate(_Hashed(schema))(data)


def problems(schema: dict[str, Any], data: Any, *, toml: bool = False) -> list[SchemaProblem]:
    """Hold data against a schema.

    Args:
        schema: A schema made by `json_schema` or `schema_in_parts`.
        data: Plain data.
        toml: Whether what mends it is to be told as TOML is written, in place of YAML.

    Returns:
        What does not fit, one problem for each cause, in no particular order; empty if all fits.
    """
    if fits(schema, data):
        return []
    from intspec.schema.explain import as_toml, explain  # noqa: PLC0415 -- only faults need words

    faults = list(explain(whole(schema), data)) or [unexplained()]
    return [as_toml(problem) for problem in faults] if toml else faults


def unexplained() -> SchemaProblem:
    """Return what is said where nothing says why: the gate's no counts all the same."""
    return SchemaProblem(
        "bad-value",
        "the document does not fit the schema, and no place in it could be named",
        "hold it against the published schema with another tool, and please report it as a fault "
        "of intspec",
        (),
    )


class _Hashed(dict[str, Any]):
    """A schema that can be a cache key: schemas are never changed."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(self["$id"])


@cache
def _gate(schema: _Hashed) -> Gate:
    return Gate(dict(schema))
