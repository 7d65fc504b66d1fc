"""From records to JSON Schema, and a document held against it in plain words."""

from intspec.schema.checking import SchemaProblem, problems
from intspec.schema.generating import json_schema

__all__ = ["SchemaProblem", "json_schema", "problems"]
