"""Entries that count as not written, since nothing stands under a key of the author's own."""

from collections.abc import Iterator, Mapping
from typing import Any, get_origin

from intspec.diagnostics import Finding
from intspec.lazy import is_record
from intspec.model import Specification
from intspec.schema.generating import leaf_type, specification_in_parts
from intspec.schema.structure import left_out


def left_out_entries(data: Mapping[str, Any]) -> Iterator[Finding]:
    """Say which entries are left out, but for those that something names: it leads nowhere then."""
    entries = [*left_out(data, specification_in_parts())]
    named = set(_names(data, Specification)) if entries else set()
    for path, key in entries:
        if path[-1] not in named:
            yield Finding(
                f"`{path[-1]}` under `{path[-2]}:` is empty",
                path,
                f"add `{key}:` to `{path[-1]}:`, or remove it",
                severity="warning",
            )


def _names(record: Mapping[str, Any], kind: type) -> Iterator[str]:
    """Go over the texts of a record that name an entry, in all that is below it too."""
    from intspec.schema.every_key import keys_of  # noqa: PLC0415 -- few documents have such entries

    for key in keys_of(kind):
        inner, leaf = record.get(key.name), leaf_type(key.holds)
        if "refers" in key.words:
            yield from _texts(inner)
        elif is_record(leaf):
            inside = inner if isinstance(inner, list) else [inner]
            if isinstance(inner, dict) and get_origin(key.holds) not in (None, tuple):
                inside = [*inner.values()]
            for one in inside:
                if isinstance(one, dict):
                    yield from _names(one, leaf)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (dict, list)):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _texts(value)
