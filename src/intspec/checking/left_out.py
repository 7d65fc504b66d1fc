"""Entries that count as not written, since nothing stands under a key of the author's own."""

from collections.abc import Iterator, Mapping
from typing import Any

from intspec.diagnostics import Finding
from intspec.schema.generating import resolved, specification_in_parts
from intspec.schema.in_records import names_entries
from intspec.schema.structure import left_out


def left_out_entries(data: Mapping[str, Any]) -> Iterator[Finding]:
    """Say which entries are left out, but for those that something names: it leads nowhere then."""
    schema = specification_in_parts()
    entries = [*left_out(data, schema)]
    named = set(_names(data, schema, schema.get("$defs", {}))) if entries else set()
    for path, key in entries:
        if path[-1] not in named:
            yield Finding(
                f"`{path[-1]}` under `{path[-2]}:` is empty",
                path,
                f"add `{key}:` to `{path[-1]}:`, or remove it",
                severity="warning",
            )


def _names(data: Any, node: Any, definitions: Mapping[str, Any]) -> Iterator[str]:
    """Go over the texts of a document that name an entry, by what the schema says of each place."""
    node = resolved(node, definitions)
    if isinstance(data, dict):
        known, others = node.get("properties", {}), node.get("additionalProperties")
        for key, value in data.items():
            inner = known.get(key, others)
            if names_entries(resolved(inner, definitions)):
                yield from _texts(value)
            else:
                yield from _names(value, inner, definitions)
    elif isinstance(data, list):
        for value in data:
            yield from _names(value, node.get("items"), definitions)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (dict, list)):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _texts(value)
