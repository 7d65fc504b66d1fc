"""Remedies for what does not fit a schema: the key or the value that was most likely meant."""

from collections.abc import Callable, Mapping
from typing import Any

from intspec.text.names import LIKENESS, KnownNames, likeness_of
from intspec.text.wording import flat

#: How much less alike a key may be than the nearest one, if only it takes the value.
FARTHER = 0.15
NAMES = ("about", "name", "id", "item")


def for_nothing(name: str) -> str:
    """Say what to write in place of a key that holds no content."""
    return (
        f"remove {name}; if there is nothing to report, add to `declarations:` what it is about, "
        "with a `state` and a `reason`"
    )


def meant(key: str, names: KnownNames, takes: Callable[[str], bool]) -> str | None:
    """Return the key that an unknown one was most likely meant to be.

    Args:
        key: The key as written.
        names: The keys that may stand there and do not.
        takes: Tells whether a key takes the value that was written.
    """
    first = names.nearest(key)
    if first is None or takes(first):
        return first
    least = max(LIKENESS, likeness_of(key, first) - FARTHER)
    others = names.alike(key, 4, likeness=least)
    return next((candidate for candidate in others if takes(candidate)), first)


def way_as_key(key: str, record: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """Say where a DOI or an address belongs that was written under its own name.

    Args:
        key: The key as written.
        record: The record that it stands in.
        known: The keys that the record may have.
    """
    ways = known.get("how", {}).get("enum", ())
    if key not in ways or "where" not in known or "where" in record:
        return ""
    words = {"doi": "DOI", "url": "address"}
    return f"write the {words.get(key, key)} under `where:`"


def entry_name(path: tuple[str | int, ...], entry: Any) -> str:
    """Name a record that lacks a key: `the document`, `kind`, `declaration 1 (about x/y)`."""
    if not path:
        return "the document"
    if isinstance(path[-1], str):
        return f"`{path[-1]}`"
    group = next((step for step in reversed(path) if isinstance(step, str)), "entries")
    single = group[:-3] + "y" if group.endswith("ies") else group.removesuffix("s")
    words = f"{single.replace('_', ' ')} {path[-1] + 1}"
    for name in NAMES:
        value = entry.get(name) if isinstance(entry, Mapping) else None
        if isinstance(value, str) and value.strip():
            return f"{words} ({'about ' if name == 'about' else ''}{flat(value)[:60]})"
    return words
