"""The schemas of the documents that users write."""

from typing import Any

from intspec.model import Specification
from intspec.schema.generating import json_schema

SPECIFICATION_ID = "urn:intspec:specification:1.0"


def specification_schema() -> dict[str, Any]:
    """Return the JSON Schema of a specification."""
    return json_schema(Specification, SPECIFICATION_ID, "intspec specification, version 1.0")
