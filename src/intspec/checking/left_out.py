"""Entries that count as not written, since nothing stands under a key of the author's own."""

from collections.abc import Iterator, Mapping
from typing import Any

from intspec.diagnostics import Finding
from intspec.schema.generating import specification_in_parts
from intspec.schema.structure import left_out


def left_out_entries(data: Mapping[str, Any]) -> Iterator[Finding]:
    """Say which entries are left out, but for those that something names: it leads nowhere then."""
    entries = [*left_out(data, specification_in_parts())]
    named = set(_texts(data)) if entries else set()
    for path, key in entries:
        if path[-1] not in named:
            yield Finding(
                f"`{path[-1]}` under `{path[-2]}:` is empty",
                path,
                f"add `{key}:` to `{path[-1]}:`, or remove it",
                severity="warning",
            )


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (dict, list)):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _texts(value)
