"""Names out of a specification, by which sentences about an item are known."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from intspec.text import flat

if TYPE_CHECKING:
    from intspec import Specification

#: Shorter names are in too many sentences, and longer ones in none.
LEAST, MOST = 4, 60
DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
UNITS = ("year", "month", "week", "day", "hour", "minute")
SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
#: Keys whose texts are names of things.
NAMING = frozenset({"name", "kind", "short", "expansion", "registry"})


def names_of_arm(spec: "Specification", key: str) -> list[str]:
    """Return the names of an arm: what it is called, and what else."""
    arm = spec.interventions[key]
    texts = [arm.name or "", *getattr(arm, "aliases", ()), key.replace("-", " ")]
    return list(_usable(texts))


def names_of(spec: "Specification", arm: str | None) -> list[str]:
    """Return the names of materials, providers and settings of an arm, and its durations in words.

    Args:
        spec: The specification.
        arm: The arm; None for all of them.
    """
    texts: list[str] = []
    arms = spec.interventions
    for one in arms.values() if arm is None or arm not in arms else (arms[arm],):
        texts += _texts(one)
        for catalogue in ("providers", "materials", "settings", "components"):
            entries: Any = getattr(spec, catalogue, {})
            texts += [
                text
                for name in getattr(one, catalogue, ())
                if name in entries
                for text in _texts(entries[name])
            ]
    return list(_usable(texts))


def _texts(record: Any) -> Iterator[str]:
    """Go over the names and durations in a record."""
    for field in attrs.fields(type(record)) if attrs.has(type(record)) else ():
        value = getattr(record, field.name)
        if isinstance(value, str):
            if field.name in NAMING:
                yield value
            elif DURATION.fullmatch(value) and len(value) > len("PT"):
                yield from durations(value)
        elif isinstance(value, Mapping):
            for one in value.values():
                yield from _texts(one)
        elif isinstance(value, tuple):
            for one in value:
                yield from _texts(one)
        else:
            yield from _texts(value)


def durations(value: str) -> Iterator[str]:
    """Go over the spellings of a duration: `PT45M` is `45 minutes`, `45 min`, `45-minute`."""
    match = DURATION.fullmatch(value)
    for number, unit in zip(match.groups() if match else (), UNITS, strict=False):
        if number is None:
            continue
        words = [number, *([SMALL[int(number)]] if int(number) < len(SMALL) else [])]
        for word in words:
            yield f"{word} {unit}"
            yield f"{word}-{unit}"
            if unit in ("minute", "hour"):
                yield f"{word} {unit[:3] if unit == 'minute' else 'h'}"


def _usable(texts: Iterable[str]) -> Iterator[str]:
    lowered = (flat(text.lower()) for text in texts)
    yield from dict.fromkeys(text for text in lowered if LEAST <= len(text) <= MOST)
