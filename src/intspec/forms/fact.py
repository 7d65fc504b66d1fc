"""One thing that the words of a description tell, and where words do not tell it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeVar

from intspec.lazy import frozen

P = TypeVar("P", bound="Placed")
#: Between clauses, within each of which a denial holds.
CLAUSES = re.compile(r"[,:()]|\bbut\b|\band (?=not\b)|\bthose who\b")
DENIAL = re.compile(
    r"\b(?:no|not(?! only)|nothing|nobody|none|never|without|neither|nor|except|excluding"
    r"|rather than|instead of|\w+n't)\b",
    re.IGNORECASE,
)
#: So many characters next to a phrase are looked at.
NEAR = 60
#: Told of something that was not the intervention as it was delivered.
ELSEWHERE = re.compile(r"\b(?:pilot|previous\w*|earlier|feasibility)\b", re.IGNORECASE)


@frozen
class Fact:
    """One thing that words tell.

    Attributes:
        kind: What it is about: providers, settings, delivery or schedule.
        key: The key that it is the value of, such as `session_length`.
        value: The value, as a specification writes it.
        words: The words that made it so.
        phase: The number of the phase that it belongs to, from 1; 0 where there is one.
        name: What the phase is called.
    """

    kind: str
    key: str
    value: Any
    words: str
    phase: int = 0
    name: str = ""

    @property
    def place(self) -> tuple[Any, ...]:
        """What it is the one answer to: of providers, places and modes there may be several."""
        several = self.kind in ("providers", "settings") or self.key == "mode"
        return (self.kind, self.key, self.phase, *((self.value,) if several else ()))


class Placed(Protocol):
    """What says something, and to what it is the one answer."""

    @property
    def place(self) -> tuple[Any, ...]:
        """What it is the one answer to."""

    @property
    def value(self) -> Any:
        """What it says."""


def agreeing(found: Iterable[P]) -> Iterator[P]:
    """Go over what was found once each, without what is said of one place in different ways."""
    listed: dict[tuple[Any, ...], list[P]] = {}
    for one in found:
        listed.setdefault(one.place, []).append(one)
    for same in listed.values():
        if all(one.value == same[0].value for one in same):
            yield same[0]


def clauses(sentence: str) -> Iterator[str]:
    """Go over the clauses of a sentence that say what was so, and deny nothing.

    Args:
        sentence: A sentence. What is told of a pilot, or stands behind a denial and a colon, is
            not told of the intervention.
    """
    lead, colon, _rest = sentence.partition(":")
    if ELSEWHERE.search(sentence) or (colon and DENIAL.search(lead)):
        return
    for clause in CLAUSES.split(sentence):
        if DENIAL.search(clause) is None:
            yield clause


def beside(text: str, found: re.Match[str]) -> tuple[str, str]:
    """Return what stands next to a phrase, before and behind it.

    Args:
        text: The text.
        found: The phrase.
    """
    return text[max(0, found.start() - NEAR) : found.start()], text[
        found.end() : found.end() + NEAR
    ]


def ends_as_range(ends: tuple[Any, Any], bound: str = "") -> Any:
    """Return the ends of a range as a specification writes them.

    Args:
        ends: The ends.
        bound: Which end they are, `min` or `max`, where they are one.
    """
    if bound:
        return {bound: ends[0]}
    return ends[0] if ends[0] == ends[1] else {"min": ends[0], "max": ends[1]}
