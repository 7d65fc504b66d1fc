"""What `intspec locate` says: places in lines and as data."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from intspec.text import plural, shorten
from intspec_bundled.manuscripts.finding import MISSING, STALE, Found
from intspec_bundled.manuscripts.items import Suggested, lines_of
from intspec_bundled.manuscripts.places import FIELDS, in_words, words_of

if TYPE_CHECKING:
    from intspec import CheckedDocument
    from intspec_bundled.manuscripts.manuscript import Manuscript

WIDTH = 160
TITLE = 28
STATES = {
    "as-before": "as before",
    "new": "found",
    "moved": "moved",
    "reworded": "reworded",
    "several": "in several places",
    "gone": "its words are gone",
    "not-exact": "not found word for word",
    "no-anchor": "has no `anchor`, so that nobody can find it again",
}


def _item(checked: "CheckedDocument", about: str) -> tuple[str, str]:
    """Return how an item is called: `TIDieR 8` and `When and how much`."""
    for checklist in checked.checklists:
        for item in checklist.items:
            if about in checklist.ids(item):
                return f"{checklist.file.title} {item.number}", item.title
    return about, ""


def lines(
    checked: "CheckedDocument", results: Sequence[Found], manuscripts: Mapping[str, "Manuscript"]
) -> Iterator[str]:
    """Go over the lines that tell what became of each location."""
    rows = []
    for result in results:
        location = checked.spec.locations[result.number]
        label, title = _item(checked, location.about)
        arm = f" ({location.arm})" if location.arm else ""
        rows.append((label, shorten(f"{title}{arm}", TITLE), _what(checked, result)))
    widths = [max((len(row[at]) for row in rows), default=0) for at in (0, 1)]
    for label, title, what in rows:
        first, *more = what
        yield f"  {label.ljust(widths[0])}  {title.ljust(widths[1])}  {first}"
        yield from (f"  {'':{widths[0]}}  {'':{widths[1]}}  {line}" for line in more)
    elsewhere = sum(one.document not in manuscripts for one in checked.spec.locations)
    yield from _summary(results, elsewhere, set(manuscripts))


def _what(checked: "CheckedDocument", result: Found) -> list[str]:
    """Say what became of a location, in a line or two."""
    state = STATES[result.state]
    if result.state == "no-anchor":
        location = checked.spec.locations[result.number]
        fields = {key: value for key in FIELDS if (value := getattr(location, key))}
        return [f"{words_of(fields)}   {state}".strip()]
    if result.state == "not-exact":
        return [state]
    if result.state == "several":
        return [f"{state}: {'; '.join(in_words(place) for place in result.places)}"]
    if result.state == "gone":
        if not result.words:
            return [f"{state}, and nothing is like them"]
        nearest = f"\u201c{shorten(result.words, WIDTH)}\u201d ({in_words(result.places[0])})"
        return [f"{state}; nearest: {nearest}"]
    place = "at the beginning" if result.place is None else in_words(result.place)
    was = {one.key: one.was for one in result.changes if one.was}
    before = f" (was {words_of(was)})" if was else ""
    out = [f"{place or 'at the beginning'}{before}   {state}"]
    if result.state == "reworded":
        out.append(f"now: \u201c{shorten(result.words, WIDTH)}\u201d")
    return out


def _summary(results: Sequence[Found], elsewhere: int, known: set[str]) -> Iterator[str]:
    counts = {
        "as before": sum(one.state == "as-before" for one in results),
        "stale": sum(one.state in STALE for one in results),
        "missing": sum(one.state in MISSING for one in results),
        "without an anchor": sum(one.state == "no-anchor" for one in results),
    }
    told = ", ".join(f"{count} {words}" for words, count in counts.items() if count)
    yield f"{plural(len(results), 'location')} in {', '.join(sorted(known))}{told and ': '}{told}."
    if elsewhere:
        yield f"{plural(elsewhere, 'location')} in other documents, which were not read."


def as_data(checked: "CheckedDocument", results: Sequence[Found]) -> dict[str, Any]:
    """Return what became of each location, for programs."""
    entries = []
    for result in results:
        location = checked.spec.locations[result.number]
        place = result.place
        entries.append(
            {
                "location": result.number,
                "about": location.about,
                "arm": location.arm,
                "document": location.document,
                "state": result.state,
                "anchor": location.anchor,
                "place": None if place is None else in_words(place),
                "section": None if place is None else place.section,
                "paragraph": None if place is None else place.paragraph,
                "pages": None if place is None or place.pages is None else list(place.pages),
                "lines": None if place is None or place.lines is None else list(place.lines),
                "changes": [
                    {"key": one.as_key or one.key, "was": one.was, "now": one.now}
                    for one in result.changes
                ],
                "words": result.words,
                "places": [in_words(one) for one in result.places],
            }
        )
    return {"format": "intspec-locate/1", "locations": entries}


def suggestion_lines(checked: "CheckedDocument", items: Sequence[Suggested]) -> Iterator[str]:
    """Go over the lines that tell of suggestions, item by item."""
    for one in items:
        label, title = _item(checked, one.about)
        yield f"  {label}  {title}  ({_accepted(one)})"
        yield from lines_of(one)
    if items:
        yield ""
        yield (
            f"Look at each. `--accept {_accepted(items[0])}=1` writes a place; it says where, not "
            "what, is reported."
        )
    else:
        yield "Every item has a place already."


def _accepted(one: Suggested) -> str:
    """Write an item as `--accept` names it."""
    return f"{one.about}@{one.arm}" if one.arm else one.about


def as_json(data: object) -> str:
    """Write data for programs."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
