"""Part what is told of when and how much into the phases that it tells of.

A phase is told by its name (`Stage 1: ...`, `Run-in (2 weeks): ...`), or by the weeks that it
takes, counted from the beginning (`Weeks 5-12: ...`, `weekly (weeks 4 to 9)`, `in the first
month`).
"""

import re
from collections.abc import Iterator, Sequence

from intspec.lazy import frozen
from intspec.text.amounts import NUMBERS

NUMBER = r"(?:\d{1,3}|" + "|".join(word for word in NUMBERS if word not in ("a", "an")) + ")"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
ORDINAL = rf"(?:{'|'.join(ORDINALS)})"
UNIT = r"(?:day|week|wk|month|year)"
LETTER = {"day": "D", "week": "W", "wk": "W", "month": "M", "year": "Y"}
TO = r"\s*(?:-|\N{EN DASH}|to|through|until|till)\s*"
#: The time that a phase takes: `weeks 5-12`, `the first month`, `the two months after that`.
COUNTED = (
    rf"(?:(?:in|during|from|over|for|on)\s+)?(?:the\s+)?(?P<unit>{UNIT})s?\s+(?P<first>\d{{1,3}})"
    rf"(?:{TO}(?:{UNIT}s?\s+)?(?P<last>\d{{1,3}}))?"
)
ORDERED = (
    rf"(?:(?:in|during|over|for)\s+)?(?:the\s+)?(?P<from>{ORDINAL})(?:\s*(?:and|to|-)\s*(?P<upto>"
    rf"{ORDINAL}))?\s+(?P<one>{UNIT})s?"
)
FOLLOWING = (
    rf"(?:(?:in|during|over|for)\s+)?the\s+(?:(?:first|next|following|last|remaining)\s+(?P<many>"
    rf"{NUMBER})\s+(?P<those>{UNIT})s?|(?P<more>{NUMBER})\s+(?P<after>{UNIT})s?"
    r"\s+(?:after(?:\s+(?:that|this))?|thereafter|that followed))"
)
TIMES = re.compile(f"{COUNTED}|{ORDERED}|{FOLLOWING}", re.IGNORECASE)
TIME = re.sub(r"\?P<\w+>", "?:", f"(?:{COUNTED}|{ORDERED}|{FOLLOWING})")
LEADING = re.compile(rf"(?P<time>{TIME})\s*[:,]\s+", re.IGNORECASE)
BEHIND = re.compile(rf"\((?P<time>{TIME})\)|(?<=\s)(?P<bare>{TIME})", re.IGNORECASE)
#: Words of the name of a phase, and one that is numbered.
OF_A_PHASE = re.compile(
    r"(?:phase|stage|period|step|part|block|run[- ]?in|lead[- ]?in|induction|maintenance|upkeep"
    r"|refresher|intensive|consolidation|initial|continuation|taper\w*|titration|re-?introduction"
    r"|core|before|after|during)\b",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"(?P<listed>\(?\d{1,2}[.)]\s+)?(?P<name>[A-Z][\w-]*(?: [\w-]+){0,3}?)"
    r"(?:\s*\((?P<aside>[^:()]{3,40})\)|,\s+(?P<also>[^:(),]{3,40}))?:\s+"
)
LASTING = re.compile(rf"\b{NUMBER}[\s-]{UNIT}s?\b", re.IGNORECASE)
#: Names of what is no phase of the intervention.
NO_PHASE = re.compile(
    r"\b(?:follow|assess|measur|outcome|booster|baseline|interview|recruit|screen|randomi|data)",
    re.IGNORECASE,
)


@frozen
class Part:
    """A part of what is told that may be a phase.

    Attributes:
        text: What is told of it.
        name: What it is called; may be empty.
        lasting: How long it takes, by the weeks that it is told for; may be empty.
        words: The words that say so.
    """

    text: str
    name: str = ""
    lasting: str = ""
    words: str = ""


def parts(sentences: Sequence[str]) -> Iterator[tuple[str, list[Part]]]:
    """Go over sentences, each with the parts of it that may be phases: none, one or several.

    Args:
        sentences: The sentences.
    """
    for sentence in sentences:
        yield sentence, [*_led(sentence)] or [*_timed(sentence)]


def _led(sentence: str) -> Iterator[Part]:
    """Read a phase whose name or weeks stand before what is told of it."""
    if found := LEADING.match(sentence):
        rest = sentence[found.end() :]
        yield Part(rest, "", _lasting(found["time"]), found["time"])
        return
    found = NAMED.match(sentence)
    if found is None or NO_PHASE.search(found["name"]):
        return
    aside = found["aside"] or found["also"] or ""
    if found["listed"] or OF_A_PHASE.search(found["name"]) or LASTING.search(aside):
        rest = sentence[found.end() :]
        told = [*_timed(rest)] or [Part(f"{aside}, {rest}" if aside else rest)]
        for part in told:
            yield Part(part.text, found["name"], part.lasting, part.words)


def _timed(sentence: str) -> Iterator[Part]:
    """Read phases whose weeks stand behind what is told of them: two at least, side by side."""
    found = [*BEHIND.finditer(sentence)]
    if len(found) < 2:  # noqa: PLR2004 -- one phase is none
        return
    start = 0
    for one in found:
        text = sentence[start : one.start()].strip(", \t\n\xa0")
        words = one["time"] or one["bare"]
        yield Part(text, "", _lasting(words), words)
        start = one.end()


def _lasting(words: str) -> str:
    """Return how long the weeks are that a phase is told for; empty where that is not told."""
    found = TIMES.fullmatch(words)
    if found is None:
        return ""
    if found["unit"]:
        first, last = int(found["first"]), int(found["last"] or found["first"])
        return _length(last - first + 1, found["unit"])
    if found["one"]:
        first, last = _place(found["from"]), _place(found["upto"] or found["from"])
        return _length(last - first + 1, found["one"])
    many = found["many"] or found["more"]
    count = NUMBERS.get(many.lower(), 0) if not many.isdigit() else int(many)
    return _length(count, found["those"] or found["after"])


def _length(count: int, unit: str) -> str:
    return f"P{count}{LETTER[unit.lower()]}" if count > 0 else ""


def _place(ordinal: str) -> int:
    return ORDINALS.index(ordinal.lower()) + 1
