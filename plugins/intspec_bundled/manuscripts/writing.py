"""The changes that a specification needs for places to be right, and no others."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from intspec import Insert, Remove, Rename, Replace
from intspec_bundled.manuscripts.finding import STALE, Found
from intspec_bundled.manuscripts.manuscript import Place
from intspec_bundled.manuscripts.places import all_of

if TYPE_CHECKING:
    from intspec import Change

Path = tuple[str | int, ...]


def renewed(data: Mapping[str, Any], results: Sequence[Found]) -> Iterator["Change"]:
    """Go over the changes that renew places which moved, and words that were changed.

    Args:
        data: The specification, as its file has it.
        results: What became of its locations.
    """
    for result in results:
        if result.state not in STALE:
            continue
        path, location = _location(data, result.number)
        for change in result.changes:
            key = change.as_key or change.key
            if not change.now:
                yield Remove((*path, change.key))
            elif not change.was:
                yield Insert((*path, key), change.now)
            else:
                if change.as_key:
                    yield Rename((*path, change.key), key)
                yield Replace((*path, key), _as_written(location.get(change.key), change.now))
        if result.state == "reworded":
            yield Replace((*path, "anchor"), result.words)


def _location(data: Mapping[str, Any], number: int) -> tuple[Path, Mapping[str, Any]]:
    """Return where a location stands in a file, which may have a single one without a list."""
    entries = data["locations"]
    if isinstance(entries, Mapping):
        return ("locations",), entries
    return ("locations", number), entries[number]


def _as_written(before: Any, now: str) -> int | str:
    """Write a number as a number where one stood."""
    return int(now) if isinstance(before, int) and now.isdecimal() else now


def added(
    data: Mapping[str, Any],
    entries: Sequence[tuple[str, str | None, str, Place, str]],
    files: Mapping[str, str],
) -> Iterator["Change"]:
    """Go over the changes that add locations, and the documents they name where there are none.

    Args:
        data: The specification, as its file has it.
        entries: Of each: the item's id, the arm, the key of the document, the place, the words.
        files: The file of each document, relative to the specification.
    """
    if not data.get("documents"):
        named = dict.fromkeys(document for _about, _arm, document, _place, _words in entries)
        described = {key: {"kind": "primary-paper", "file": files[key]} for key in named}
        make = Replace if "documents" in data else Insert
        yield make(("documents",), described)
    present = data.get("locations")
    count = len(present) if isinstance(present, list) else 0
    if isinstance(present, Mapping):
        yield Replace(("locations",), [dict(present)])
        count = 1
    values = [
        {
            "about": about,
            **({} if arm is None else {"arm": arm}),
            "document": document,
            **dict(all_of(place)),
            "anchor": words,
        }
        for about, arm, document, place, words in entries
    ]
    if values and "locations" not in data:
        yield Insert(("locations",), values)
        return
    for number, value in enumerate(values):
        yield Insert(("locations", count + number), value)
