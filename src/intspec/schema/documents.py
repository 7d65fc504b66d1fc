"""The schemas of the documents that users write."""

from collections.abc import Mapping
from typing import Any

from intspec.model import Specification
from intspec.schema.generating import json_schema

SPECIFICATION_ID = "urn:intspec:specification:1.0"


def specification_schema(extensions: Mapping[str, type] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a specification.

    Args:
        extensions: The records of plugins' fields, by the key under `extensions`.
    """
    title = "intspec specification, version 1.0"
    return json_schema(
        Specification, SPECIFICATION_ID, title, tuple(sorted((extensions or {}).items()))
    )
