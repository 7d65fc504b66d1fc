"""Cues of checklist items, as patterns that are looked for in sentences and headings."""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from intspec import Cues

#: Numbers in digits and in words, for `#`.
NUMBER = (
    r"(?:\d+(?:[.,\u00b7]\d+)?|an?|once|twice|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|fifteen|twenty|thirty|forty|sixty|ninety)"
)
#: Words between, for `...`.
BETWEEN = r"(?:\s+[^\s.;]+){0,5}?"


@cache
def pattern(cue: str) -> re.Pattern[str]:
    """Return the pattern of a cue, for texts in lower case."""
    parts: list[str] = []
    for word in cue.lower().split():
        if word == "...":
            parts.append(BETWEEN)
            continue
        if parts:
            parts.append(r"[\s\u2013-]+")
        if word == "#":
            parts.append(NUMBER)
        else:
            stem = re.escape(word.rstrip("*"))
            parts.append(stem + (r"\w*" if word.endswith("*") else ""))
    return re.compile(rf"(?<!\w){''.join(parts)}(?!\w)")


@frozen
class Looked:
    """What leads to one item: patterns with the cues that they are of."""

    sections: tuple[str, ...]
    headings: tuple[tuple[str, re.Pattern[str]], ...]
    phrases: tuple[tuple[str, re.Pattern[str]], ...]
    words: tuple[tuple[str, re.Pattern[str]], ...]
    against: tuple[tuple[str, re.Pattern[str]], ...]
    leads_to: tuple[tuple[str, re.Pattern[str]], ...]
    title: bool


def _patterns(cues: Iterable[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((cue, pattern(cue)) for cue in dict.fromkeys(cues))


def looked(cues: Iterable["Cues"]) -> Looked:
    """Put the cues of an item together, its own or those of items that it uses."""
    all_cues = tuple(cues)
    return Looked(
        tuple(dict.fromkeys(part for one in all_cues for part in one.sections)),
        _patterns(cue for one in all_cues for cue in one.headings),
        _patterns(cue for one in all_cues for cue in one.phrases),
        _patterns(cue for one in all_cues for cue in one.words),
        _patterns(cue for one in all_cues for cue in one.against),
        _patterns(cue for one in all_cues for cue in one.leads_to),
        any(one.title for one in all_cues),
    )
