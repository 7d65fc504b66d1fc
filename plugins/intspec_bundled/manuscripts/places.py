"""Places in a specification held against places in a manuscript: what moved, and what to write."""

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from intspec.text import plain_words
from intspec_bundled.manuscripts.manuscript import Place

#: The keys of a location that say where something is, in the order in which they are printed.
FIELDS = ("section", "paragraph", "table", "figure", "page", "pages", "lines")
RANGE = re.compile(r"\s*(?:pp?\.?\s*)?(\d+)\s*(?:[-\u2013\u2014]\s*(\d+))?\s*")
NUMBER = re.compile(r"[A-Z]?\d+[a-z]?|[IVX]+", re.IGNORECASE)
#: How a section is written of more headings than one.
JOINED = re.compile(r"\s*(?:[,;:>/|\u203a\u2192]|\s[-\u2013\u2014]\s)\s*")


def numbers(text: str) -> tuple[int, int] | None:
    """Read `7`, `p. 7` or `120-134`; None for anything else."""
    match = RANGE.fullmatch(text)
    if match is None:
        return None
    return int(match[1]), int(match[2] or match[1])


def write_range(ends: tuple[int, int]) -> str:
    """Write the first and the last page or line."""
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}-{ends[1]}"


def in_words(place: Place) -> str:
    """Say where something is: `Methods, The programme, paragraph 3, page 4, lines 120-122`."""
    return words_of(dict(all_of(place)))


def words_of(fields: Mapping[str, str]) -> str:
    """Say a place by its keys."""
    named = {"section": "{}", "page": "page {}", "pages": "pages {}", "lines": "lines {}"}
    parts = []
    for key in FIELDS:
        if value := fields.get(key):
            single = key == "lines" and "-" not in value
            form = "line {}" if single else named.get(key, f"{key} {{}}")
            if key in ("table", "figure"):
                number = NUMBER.search(value)
                form, value = f"{key.capitalize()} {{}}", number[0] if number else value
            parts.append(form.format(value))
    return ", ".join(parts)


def all_of(place: Place) -> Iterator[tuple[str, str]]:
    """Go over the keys of a location, with what they have for a place."""
    if place.sections:
        yield "section", place.section
    if place.paragraph:
        yield "paragraph", str(place.paragraph)
    if place.table:
        yield "table", place.table
    if place.figure:
        yield "figure", place.figure
    if place.pages:
        yield ("page" if place.pages[0] == place.pages[1] else "pages"), write_range(place.pages)
    if place.lines:
        yield "lines", write_range(place.lines)


def _same(first: str, second: str) -> bool:
    return plain_words(first) == plain_words(second)


def heading_of(section: str, place: Place) -> int | None:
    """Return which of the headings above a place a section names, from 0; None for none."""
    if _same(section, place.section):
        return len(place.sections) - 1
    for number in reversed(range(len(place.sections))):
        if _same(section, place.sections[number]):
            return number
    names = [name for name in JOINED.split(section) if name]
    if len(names) > 1 and all(any(_same(name, one) for one in place.sections) for name in names):
        last = names[-1]
        return next(n for n, one in enumerate(place.sections) if _same(last, one))
    return None


@frozen
class Change:
    """A key of a location that is no longer right.

    Attributes:
        key: The key.
        was: What stands there; empty where nothing does.
        now: What is right; empty where the key is to go.
        as_key: The key that it has now, where it changes: `page` becomes `pages`.
    """

    key: str
    was: str
    now: str
    as_key: str = ""


def changes(fields: Mapping[str, str], place: Place) -> list[Change]:
    """Return what of a recorded place is not so, found again at another one.

    A range that holds what was found is right. What a file does not tell, such as the pages of
    Markdown, is taken as it is.

    Args:
        fields: The keys of the location that say where it is, with their values.
        place: Where its words were found.
    """
    if not fields:
        return [Change(key, "", value) for key, value in all_of(place)]
    return [*_section(fields, place), *_numbered(fields, place), *_ranges(fields, place)]


def _section(fields: Mapping[str, str], place: Place) -> Iterator[Change]:
    section = fields.get("section", "")
    at = heading_of(section, place) if section else len(place.sections) - 1
    if section and place.sections and at is None:
        single = len([name for name in JOINED.split(section) if name]) == 1
        yield Change("section", section, place.sections[-1] if single else place.section)
        at = len(place.sections) - 1
    paragraph = fields.get("paragraph")
    if paragraph is None:
        return
    if place.kind == "table":
        yield Change("paragraph", paragraph, "")
        return
    known = numbers(paragraph)
    count = place.counts[at if at is not None and at < len(place.counts) else -1]
    if place.kind == "paragraph" and (known is None or not known[0] <= count <= known[1]):
        yield Change("paragraph", paragraph, str(count))


def _numbered(fields: Mapping[str, str], place: Place) -> Iterator[Change]:
    for key, value in (("table", place.table), ("figure", place.figure)):
        was = fields.get(key, "")
        number = NUMBER.search(was.removeprefix(key.capitalize()))
        if value and (number is None or number[0].lower() != value.lower()):
            yield Change(key, was, value)
        elif was and not value and place.kind == "paragraph":
            yield Change(key, was, "")


def _ranges(fields: Mapping[str, str], place: Place) -> Iterator[Change]:
    for keys, found in ((("page", "pages"), place.pages), (("lines",), place.lines)):
        key = next((one for one in keys if one in fields), None)
        if key is None or found is None:
            continue
        known = numbers(fields[key])
        if known is not None and known[0] <= found[0] and found[1] <= known[1]:
            continue
        now = write_range(found)
        as_key = keys[-1] if "-" in now else keys[0]
        yield Change(key, fields[key], now, as_key if as_key != key else "")


def agreement(fields: Mapping[str, str], place: Place) -> tuple[int, int]:
    """Tell how far a recorded place is that of some words: the keys that agree, and the heading."""
    wrong = {change.key for change in changes(fields, place)} if fields else set()
    at = heading_of(fields.get("section", ""), place)
    return (len(set(fields) - wrong), 0 if at is None else at + 1)


def best(fields: Mapping[str, str], places: Sequence[Place]) -> int | None:
    """Return which one of several places a recorded one means; None where that is not clear."""
    ranked = sorted(
        ((agreement(fields, place), -number) for number, place in enumerate(places)), reverse=True
    )
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    return -ranked[0][1]
