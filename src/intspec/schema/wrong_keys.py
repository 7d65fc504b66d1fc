"""What was most likely meant by a key that a record does not have."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from intspec.text.names import LIKENESS, KnownNames, likeness_of
from intspec.text.wording import some_of

#: How much less alike a key may be than the nearest one, if only it takes the value.
FARTHER = 0.15
#: How alike a key must be that does not take the value.
SURE = 0.8
#: How many keys a remedy names.
KEYS = 12


def _plain(key: str) -> str:
    word = re.sub(r"[-_\s]+", "", key.casefold()).rstrip("s")
    return re.sub("(?:ie|y)$", "i", word)


#: Words for what is no single amount: they are spelt like keys, and mean none of them.
STATISTICS = {_plain(word) for word in ("mean", "median", "mode", "average", "sd", "iqr", "range")}


def meant(key: str, names: KnownNames, takes: Callable[[str], bool]) -> str | None:
    """Return the key that an unknown one was most likely meant to be.

    Args:
        key: The key as written.
        names: The keys that may stand there and do not.
        takes: Tells whether a key takes the value that was written.
    """
    if _plain(key) in STATISTICS:
        return None
    first = names.nearest(key)
    if first is None or takes(first):
        return first
    least = max(LIKENESS, likeness_of(key, first) - FARTHER)
    others = names.alike(key, 4, likeness=least)
    taken = next((candidate for candidate in others if takes(candidate)), None)
    return taken or (first if likeness_of(key, first) >= SURE else None)


def variant(key: str, known: Iterable[str]) -> str | None:
    """Return the key that differs from one in case, in hyphens or in its number alone.

    Args:
        key: The key as written.
        known: The keys that the record may have.
    """
    plain = _plain(key)
    return next((name for name in known if name != key and _plain(name) == plain), None)


def outdented(
    value: Mapping[str, Any], maps: Iterable[str], entries: Mapping[str, Collection[str]]
) -> str | None:
    """Return the map of which a key, with all under it, is an entry that slipped to the left.

    Args:
        value: What stands under the key.
        maps: The maps that it may have slipped out of: those that are missing, and the one above.
        entries: The keys that an entry may have, by the keys of the record that hold entries.
    """
    fits = (name for name in maps if value and value.keys() <= {*entries.get(name, ())})
    return next(fits, None)


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


def or_one_of(known: Iterable[str]) -> str:
    """Say that a key is to be removed, or which others there are."""
    return "remove it, or write one of these: " + some_of([f"`{key}:`" for key in known], KEYS)
