"""What the words of a row tell of when and how much: sessions, lengths of time, doses, phases."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from intspec.forms.fact import Fact, beside, clauses, ends_as_range
from intspec.forms.told_phases import NO_PHASE, Part, parts
from intspec.text.amounts import (
    NUMBERS,
    bound_in,
    durations_in,
    frequency_in,
    is_about,
    numbers_in,
    occasion_in,
)
from intspec.text.amounts import TIMES as ONCE

TIMES = "schedule"
#: Told of times that are not those of the intervention.
NOT_GIVEN = re.compile(
    r"\b(?:follow(?:ed|ing)?[- ]?up|assess|measur|outcome|questionnaire|baseline|verif|rated|blood"
    r"|(?:walk|stand|balance|chair)\w*[ -]test|tested|length of stay|stay(?:ed)?\b|aged?\b"
    r"|years? old|training|trained|experience|randomi|recruit|screen|interview|survey|allocat"
    r"|booster|eligib|diagnos|missed|mean of|median|on average|break|rest\b|pause)",
    re.IGNORECASE,
)
NUMBER = r"(?:\d{1,4}|" + "|".join(word for word in NUMBERS if word not in ("a", "an")) + ")"
TO = r"\s*(?:-|\N{EN DASH}|to|or|and)\s*"
RANGE = rf"{NUMBER}(?:{TO}{NUMBER})?"
FIGURES = rf"\d+(?:{TO}\d+)?"
CONTACTS = (
    r"(?:sessions?|appointments?|visits?|calls?|modules?|lessons?|meetings?|classes|class|workshops?"
    r"|consultations?|contacts?|treatments?|infusions?|lectures?)"
)
PERIOD = r"(?:days?|weeks?|wks?|months?|fortnights?|years?)"
SHORT = r"(?:minutes?|mins?|min|hours?|hrs?|h)"
BOUND = (
    r"(?:(?:about|approximately|approx\.?|around|up to|at (?:least|most)|no more than"
    r"|(?:max|min)(?:imum|\.)?(?: of)?)\s+)?"
)
#: What stands in place of words that were read: they are not read again.
READ = "\N{MIDDLE DOT}"
#: Words that do not stand between a number and the sessions that it counts.
LINKS = rf"(?:of|to|or|and|times|in|an?|per|each|every|{SHORT}|{PERIOD})"
FREQUENCIES = (
    re.compile(
        rf"\b(?P<often>once|twice|thrice|{NUMBER})(?!-)\s*(?:x|\N{{MULTIPLICATION SIGN}}|times"
        rf"|days?|(?:(?!{LINKS}\b)[a-z{READ}][a-z{READ}-]*\s+){{0,2}}{CONTACTS})?"
        r"\s*(?:/|\b(?:an?|per|each|every|in a)\b)"
        r"\s*(?P<per>day|week|wk|fortnight|month|year)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:once|twice|thrice|\d+ times)\s+(?:daily|weekly|monthly)\b", re.IGNORECASE),
    re.compile(
        rf"\bevery\s+(?:(?:other|{NUMBER})\s+)?(?:day|week|month|fortnight)s?\b", re.IGNORECASE
    ),
    re.compile(r"(?<![-\w])(?:daily|weekly|fortnightly|monthly)\b", re.IGNORECASE),
)
LENGTH = re.compile(
    rf"{BOUND}(?<![\w.,])(?:\d+(?:[.,]\d+)?|{RANGE}|an?|half an|one and a half)"
    rf"(?:{TO}\d+)?[\s-]*{SHORT}\b",
    re.IGNORECASE,
)
LASTING = re.compile(
    rf"(?<![\w.,])(?P<long>{RANGE})[\s-](?:(?:consecutive|successive|full|calendar)\s+)?"
    rf"(?P<unit>{PERIOD})\b",
    re.IGNORECASE,
)
#: Before a number: that it is the end of a range, whose other end was not read with it.
TAIL = re.compile(rf"\b{NUMBER}(?:[\s-]*{SHORT}|[\s-]*{PERIOD})?{TO}$", re.IGNORECASE)
SESSIONS = re.compile(
    rf"\b(?P<many>{RANGE}|single)\s+(?:(?!{LINKS}\b)[a-z{READ}][\w{READ}-]*\s+){{0,3}}?{CONTACTS}\b"
    r"(?!\s*(?:an?|per|each|every|/)\s*(?:day|week|month))",
    re.IGNORECASE,
)
AMOUNTS = re.compile(
    r"\b\d+ sets? of \d+(?: (?:to|-) \d+)?(?: (?:repetitions|reps))?"
    r"|(?<![\d.,])\d+(?:[.,]\d+)? ?(?:mg|\N{MICRO SIGN}g|mcg|IU|ml|mL|units)\b(?!\s*/|\s+per\b)"
)
INTENSITIES = re.compile(
    rf"\b(?:RPE|Borg) {FIGURES}|\b{FIGURES}\s?% of (?:(?:the|their|one) )?"
    r"(?:max\w*\.?|peak|heart rate reserve|1 ?RM|one[- ]repetition)"
    r"(?: (?:heart rate|oxygen uptake|power|capacity|maximum))?",
    re.IGNORECASE,
)
#: Before an amount: that it is a limit for something else.
LIMIT = re.compile(r"\b(?:below|above|under|over|than)\s+$", re.IGNORECASE)
#: What stands before and behind an amount of time that is no length of the intervention.
NOT_BEFORE = re.compile(
    r"\b(?:at|after|every|until|till|previous|last|first|within|since|before|from|than|up to|least"
    r"|about|approximately|around|each|per|weeks?|months?|days?|by|and|or)\s+$",
    re.IGNORECASE,
)
NOT_BEHIND = re.compile(r"\s*(?:after|later|since|ago|post|old|of age|of life)\b", re.IGNORECASE)
ONLY_GIVEN = re.compile(r"\s*(?:(?:before|prior)\b|(?:an?|per|each|/)\s*\w)", re.IGNORECASE)
GIVEN = re.compile(r"\b(?:for|over|during|lasting|lasts?|throughout|across)\s+$", re.IGNORECASE)
#: Near a time: that it is a part of a session, or none.
NO_SESSION = re.compile(r"\b(?:warm|cool|rest|break|pause|travel|wait|stretch)", re.IGNORECASE)
IN_A_WEEK = re.compile(r"\s*(?:/|\b(?:a|per|each|every)\b)?\s*(?:week|wk|month)", re.IGNORECASE)
OF_CONTACT = re.compile(rf"\b{CONTACTS}\s+of\s+$", re.IGNORECASE)
NO_COUNT = re.compile(r"\b(?:of|least|first|last|most|about|each|per|to|every)\s+$", re.IGNORECASE)
PHASES = re.compile(
    r",?\s*\b(?:and )?then\b,?\s*|,?\s*\bfollowed by\b\s*"
    r"|,?\s*\b(?:thereafter|subsequently|afterwards|after that)\b,?\s*",
    re.IGNORECASE,
)
NAMED_PHASE = re.compile(r"((?:[A-Z][\w-]+ ){1,3}(?:phase|period|stage)|Phase \w+):\s*")
#: What a phase tells at the least that is told apart from another.
OF_PHASES = frozenset({"frequency", "duration"})
#: What is told of a phase that is told apart by its name or its weeks.
RATES = frozenset({"frequency", "amount", "sessions"})


def times(sentences: Sequence[str]) -> Iterator[Fact]:
    """Go over what sentences tell of when and how much."""
    found = [*_times(sentences)]
    counted = {
        (fact.phase, fact.words.split()[-1].lower().removesuffix("s").removesuffix("e"))
        for fact in found
        if fact.key == "sessions"
    }
    for fact in found:
        # One visit and one call are not one session.
        if fact.key != "sessions" or sum(fact.phase == phase for phase, _noun in counted) == 1:
            yield fact


def _times(sentences: Sequence[str]) -> Iterator[Fact]:
    read = [(sentence, _phases(told)) for sentence, told in parts(sentences)]
    phases = [phase for _sentence, found in read for phase in found]
    if sum(1 for facts in phases if RATES & {fact.key for fact in facts}) > 1:
        yield from _in_phases(phases, [sentence for sentence, found in read if not found])
    else:
        yield from _of_sentences(sentences)


def _phases(told: Sequence[Part]) -> list[list[Fact]]:
    """Return what each part of a sentence tells that may be a phase."""
    found = []
    for part in told:
        facts = [*_of_phase(part.text)]
        if part.lasting and RATES & {fact.key for fact in facts}:
            facts.append(Fact(TIMES, "duration", part.lasting, part.words))
        if facts:
            found.append([attrs.evolve(fact, name=part.name) for fact in facts])
    return found


def _in_phases(phases: Sequence[Sequence[Fact]], rest: Sequence[str]) -> Iterator[Fact]:
    """Go over what phases tell, with what other sentences tell of the sessions of all of them."""
    lengths = [f for sentence in rest for f in _of_phase(sentence) if f.key == "session_length"]
    own = any(fact.key == "session_length" for facts in phases for fact in facts)
    for number, facts in enumerate(phases, 1):
        for fact in (*facts, *(() if own else lengths)):
            yield attrs.evolve(fact, phase=number, name=facts[0].name)


def _of_sentences(sentences: Sequence[str]) -> Iterator[Fact]:
    """Go over what sentences tell that are not each of a phase."""
    number = 0
    for sentence in sentences:
        named = NAMED_PHASE.match(sentence)
        if named is not None and NO_PHASE.search(named[1]):
            continue
        whole = sentence[named.end() :] if named else sentence
        pieces = PHASES.split(whole) if named or PHASES.search(whole) else []
        found = [[*_of_phase(piece)] for piece in pieces]
        several = len(found) > 1 and all(OF_PHASES & {f.key for f in one} for one in found)
        if not named and not several:
            yield from _of_phase(sentence)
            continue
        for piece in filter(None, found):
            number += 1
            for fact in piece:
                yield Fact(
                    TIMES, fact.key, fact.value, fact.words, number, named[1] if named else ""
                )


def _of_phase(text: str) -> Iterator[Fact]:
    """Go over what a sentence, or a part of one that is a phase, tells."""
    if occasion_in(text) == "trigger":
        yield Fact(TIMES, "trigger", text.strip(" ."), text.strip())
        return
    for clause in clauses(text):
        if NOT_GIVEN.search(clause):
            # What follows an assessment in a sentence is of the assessment.
            return
        yield from _in_clause(clause)


def _in_clause(clause: str) -> Iterator[Fact]:
    rated = False
    for found in LENGTH.finditer(clause):
        yield from _length(clause, found)
        clause = _without(clause, found)
    for pattern in FREQUENCIES:
        for found in pattern.finditer(clause):
            if (often := _often(found)) is not None:
                rated = True
                yield Fact(TIMES, "frequency", {"times": often[0], "per": often[1]}, found[0])
                clause = _without(clause, found)
    for pattern, key in ((INTENSITIES, "intensity"), (AMOUNTS, "amount")):
        for found in pattern.finditer(clause):
            if not LIMIT.search(beside(clause, found)[0]):
                yield Fact(TIMES, key, found[0], found[0])
            clause = _without(clause, found)
    for found in SESSIONS.finditer(clause):
        yield from _sessions(clause, found, often=rated)
    for found in LASTING.finditer(clause):
        yield from _lasting(clause, found)


def _without(clause: str, found: re.Match[str]) -> str:
    """Return a clause without what was read in it, all else at its place."""
    return clause[: found.start()] + READ * len(found[0]) + clause[found.end() :]


def _often(found: re.Match[str]) -> tuple[int, str] | None:
    parts = found.groupdict()
    if not parts:
        return frequency_in(found[0])
    often = parts["often"].lower()
    return frequency_in(f"{often}{'' if often in ONCE else ' times'} per {parts['per']}")


def _length(clause: str, found: re.Match[str]) -> Iterator[Fact]:
    before, behind = beside(clause, found)
    near = " ".join((*before.split()[-3:], *behind.split()[:2]))
    said = found[0].strip()
    bound = bound_in(said)
    ends = durations_in(bound[1] if bound else said)
    # A call of 20 minutes every week is none of 20 minutes a week.
    in_a_week = IN_A_WEEK.match(behind) and not OF_CONTACT.search(before)
    if ends is None or NO_SESSION.search(near) or in_a_week or TAIL.search(before):
        return
    value: Any = ends_as_range(ends, bound[0] if bound else "")
    if is_about(said):
        if isinstance(value, dict):
            return
        value = f"about {value}"
    yield Fact(TIMES, "session_length", value, said)


def _sessions(clause: str, found: re.Match[str], *, often: bool) -> Iterator[Fact]:
    single = found["many"].lower() == "single"
    if often and found["many"].lower() in ("1", "one"):
        # One call every two weeks, one call of 20 minutes a week.
        return
    ends = (1, 1) if single else numbers_in(found["many"])
    if ends is not None and not NO_COUNT.search(beside(clause, found)[0]):
        words = re.sub(rf"{READ}+", "...", found[0])
        yield Fact(TIMES, "sessions", ends_as_range(ends), words)


def _lasting(clause: str, found: re.Match[str]) -> Iterator[Fact]:
    before, behind = beside(clause, found)
    if NOT_BEHIND.match(behind):
        return
    if not GIVEN.search(before) and (NOT_BEFORE.search(before) or ONLY_GIVEN.match(behind)):
        return
    ends = durations_in(f"{found['long']} {found['unit']}")
    if ends is not None and ends[0] == ends[1] and not TAIL.search(before):
        yield Fact(TIMES, "duration", ends[0], found[0])
