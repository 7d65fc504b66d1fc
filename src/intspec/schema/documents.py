"""The schemas of the documents that users write."""

from collections.abc import Mapping
from typing import Any

from intspec.model import Specification
from intspec.schema.generating import schema_in_parts, whole

SPECIFICATION_ID = "urn:intspec:specification:1.0"
TITLE = "intspec specification, version 1.0"


def specification_schema(extensions: Mapping[str, type] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a specification.

    Args:
        extensions: The records of plugins' fields, by the key under `extensions`.
    """
    return whole(specification_in_parts(extensions))


def specification_in_parts(extensions: Mapping[str, type] | None = None) -> dict[str, Any]:
    """Return the schema of a specification, each definition made when it is asked for."""
    named = tuple(sorted((extensions or {}).items()))
    return schema_in_parts(Specification, SPECIFICATION_ID, TITLE, named)
