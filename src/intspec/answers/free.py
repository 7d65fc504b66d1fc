"""Read what a person wrote into a cell, in words of their own, by what its column asks for."""

import re
from collections.abc import Iterator, Sequence

import attrs

from intspec.answers import grammar
from intspec.answers.answer import Answer, Kind, Known, Sure
from intspec.answers.clauses import LACKING
from intspec.answers.declarations import (
    ELSEWHERE,
    IN_PRIMARY,
    is_gap,
)
from intspec.answers.denials import Denial, denial
from intspec.answers.documents import EVIDENT, named
from intspec.answers.leads import state_lead
from intspec.answers.notices import Named
from intspec.answers.places import (
    SENTENCE,
    ReadPlace,
)
from intspec.answers.readings import Lack, Manner, Reading
from intspec.answers.registered import registrations
from intspec.answers.words import whole
from intspec.text.amounts import frequency_in
from intspec.text.characters import DASHES
from intspec.text.lookalikes import DOUBLE_QUOTES, SINGLE_QUOTES, unmasked
from intspec.text.placeholders import NOT_APPLICABLE, is_placeholder, normal

#: A place is said in fewer characters than this; what is longer describes.
LONGEST_PLACED = 1_000
#: Words beside a page that may be the heading it stands under.
HEADING_WORDS = 5
#: Words that say what was done, and head no section: `Dose titrated`, not `How delivered`.
DONE = re.compile(r"^(?!(?:how|what|when|where|who|why)\b).*\s[a-z]{2,}ed$", re.IGNORECASE)
#: Words that say what was done or meant, and head no section: `To reduce pain`, `We met weekly`.
SAID = re.compile(
    r"^to (?!whom|what|which|where|participants|patients|providers)[a-z]{3,}\b"
    r"|^(?:we|they|it|he|she|i)\b|\b(?:gave|took|ran|met|saw|made|got|did|went|came)\b",
    re.IGNORECASE,
)
#: Words of references, whose numbers are no pages.
REFERENCE = re.compile(r"\b(?:refs?|references?|citations?)\b", re.IGNORECASE)
#: A dash typed as several.
DASHED = re.compile(r"(?<=\d)\s?-{2,}\s?(?=\d)")
#: A denial of so few words says no more than a word.
SHORT = 4
CHECKED, UNCHECKED = "\u2611\u2612\u2713\u2714\u2705\u25a0", "\u2610\u25a1"
BOXES = re.compile(rf"([{CHECKED}{UNCHECKED}])\s?([^\W\d_]+(?:/[^\W\d_]+)?)")
TICKS = re.compile(rf"[{CHECKED}\ufe0f]+")
CROSSES = re.compile("[\u2717\u2718\u274c\u2716\xd7\ufe0f]+")
#: The Russian abbreviation for page, which looks like a letter of ours.
CYRILLIC_PAGE = re.compile("(?<!\\w)\u0441\\.?\\s?\\d")
QUOTE = f"[\"'{DOUBLE_QUOTES}{SINGLE_QUOTES}]"
QUOTED = re.compile(f"{QUOTE}([^\"'{DOUBLE_QUOTES}{SINGLE_QUOTES}]*){QUOTE}")
SQUARE = re.compile(r"\[[\d\s,;&-]+\]")
DENIED = "it denies something, and the item does not ask whether"


def read_nothing(text: str, bare: str, names: Known) -> Answer | None:
    """Read an answer that says nothing: blank, underscores, a question mark, a placeholder."""
    if not text or re.fullmatch(rf"[\s\-{DASHES}.]*", unmasked(text)):
        return Answer("blank", text)
    if not bare:
        return Answer("underscores", text)
    if re.fullmatch(r"[?\s]+", bare):
        return Answer("question" if names.reviewed else "placeholder", text)
    words = normal(bare)
    holds = words and words not in NOT_APPLICABLE and is_placeholder(bare)
    # What a form calls a gap is one: "not reported".
    if (holds and not is_gap(bare)) or bare == "/":
        return Answer("placeholder", text)
    boxed = any(box in bare for box in CHECKED + UNCHECKED)
    if "nothing" in whole(bare) and not boxed:
        return Answer("unclear", text, sure="unsure")
    return None


def _fixed(text: str, names: Known) -> Answer | None:  # noqa: C901 -- a table of words
    """Read words with a fixed meaning: yes, no, not reported, N/A, a tick, a pointer elsewhere."""
    low = text.lower().rstrip(".")
    if low == ELSEWHERE.lower():
        return Answer("elsewhere", text)
    if low == IN_PRIMARY.lower():
        return Answer("located", text, place=ReadPlace({}, sure=True))
    kinds = whole(text)
    if is_gap(text) or "missing" in kinds:
        return Answer("gap", text)
    if "not-applicable" in kinds:
        return Answer("no-reason", text, state="not-applicable")
    if "not-done" in kinds:
        return Answer("no-reason", text, state="not-done")
    if "partly" in kinds:
        return Answer("partial", text)
    ticked, crossed = TICKS.fullmatch(text) is not None, CROSSES.fullmatch(text) is not None
    if names.asks == "yes-no":
        if low == "x":
            return Answer("doubtful", text, reason="an x may mean yes or no", sure="unsure")
        if ticked or "yes" in kinds:
            return Answer("claimed", text)
        if crossed or "none" in kinds:
            return Answer("gap", text)
    elif ticked or crossed or low in ("x", "v") or "yes" in kinds:
        return Answer("unclear", text, sure="unsure")
    if text and all(mark in UNCHECKED for mark in text):
        return Answer("placeholder", text)
    return None


def _manner(names: Known) -> Manner:
    arms = frozenset(arm.casefold() for arm in names.arms)
    return Manner(arms, lines=names.lines, titles=names.places)


def _boxes(text: str) -> str:
    """Return what is ticked where boxes stand before words: `☒ Yes ☐ No` is yes."""
    boxes = BOXES.findall(text)
    if not any(box in UNCHECKED for box, _word in boxes):
        return text
    ticked = [word for box, word in boxes if box in CHECKED]
    rest = BOXES.sub("", text).strip()
    return " ".join([*ticked, rest]).strip()


def _state(text: str) -> Iterator[Answer]:
    """Read `N/A` and `not done` with what follows: a reason, or where the reason stands."""
    led = state_lead(text)
    if led is None:
        return
    if not led.reason or not (led.set_off or led.enough):
        yield Answer("no-reason", text, state=led.state, reason=led.reason)
        return
    reading = grammar.read(led.reason[:LONGEST_PLACED])
    places = [] if reading.content else _located(text, reading)
    first = places[0] if places else None
    yield Answer(
        "declared",
        text,
        state=led.state,
        reason=led.reason,
        document=first.document if first else None,
        place=first.place if first else None,
        sure="sure" if led.set_off else "likely",
    )


# The grammar


def read_free(text: str, names: Known) -> Iterator[Answer]:
    """Read what a person wrote."""
    plain = text if CYRILLIC_PAGE.search(text) else unmasked(text)
    plain = DASHED.sub("-", plain)
    if quoted := QUOTED.fullmatch(plain):
        plain = quoted[1].strip()
    ticked = _boxes(plain)
    if not ticked:
        yield Answer("placeholder", text)
        return
    fixed = _fixed(ticked, names)
    if fixed is not None:
        yield attrs.evolve(fixed, text=text)
        return
    declared = list(_state(plain))
    if declared:
        yield from (attrs.evolve(one, text=text) for one in declared)
        return
    if names.asks == "reason":
        yield Answer("declared", text, state="not-applicable", reason=text)
        return
    if len(plain) > LONGEST_PLACED:
        yield Answer("prose", text, sure="likely")
        return
    numbers = registrations(plain)
    for number in numbers:
        ticked = ticked.replace(number, " ")
    if names.asks == "yes-no" and (denied := _denied_report(text, ticked)):
        yield from denied
        return
    reading = grammar.read(ticked, _manner(names))
    for number, registry in numbers.items():
        yield Answer("registration", number, reason=registry)
    if (said := denial(plain)) is not None:
        answers = list(_denied(text, said, plain, names))
        if answers:
            yield from answers
            return
    yield from _read(text, plain, reading, names, registered=bool(numbers))


def _denied_report(text: str, plain: str) -> list[Answer]:
    """Read a `no` where a column asks whether the item is reported: it may be elsewhere."""
    first = re.match(r"[^\W\d_]+", plain)
    if first is None or "none" not in whole(first[0]):
        return []
    places = _located(text, grammar.read(plain[first.end() :]), said=True)
    return [one for one in places if one.document is not None] or [Answer("gap", text)]


def _denied(text: str, said: Denial, plain: str, names: Known) -> Iterator[Answer]:
    """Read a denial: an answer where the item takes it, and no answer elsewhere."""
    behind = re.search(r"[(,;]", plain)
    rest = plain[behind.start() :] if behind else ""
    places = _located(text, grammar.read(rest), said=True)
    if said.kind == names.denied:
        yield Answer("none", text, sure="likely" if said.bare else "sure")
        yield from places
    elif said.bare or len(text.split()) <= SHORT:
        kind: Kind = "unclear" if said.bare else "doubtful"
        yield Answer(kind, text, reason=DENIED, sure="unsure")
    elif names.places:
        yield Answer("doubtful", text, reason=DENIED, sure="unsure")


def _read(
    text: str, plain: str, reading: Reading, names: Known, *, registered: bool
) -> Iterator[Answer]:
    """Say what the grammar's reading of an answer means in its column."""
    if doubt := _doubt(plain, reading, names):
        yield Answer("doubtful", text, reason=doubt, sure="unsure")
        return
    if reading.content and reading.places and all(map(_is_aside, reading.content)):
        alone = [attrs.evolve(place, pure=True) for place in reading.places]
        reading = attrs.evolve(reading, places=alone, content=[])
    elif reading.content and not SAID.search(plain) and _is_heading(reading, names):
        words = reading.content[0]
        told = DONE.search(words) or frequency_in(words)
        reading = _beside(reading) if told else _headed(reading)
    first = reading.cut.pieces[0].kind if reading.cut.pieces else ""
    leads = bool(reading.lacks) and first in ("arm", *LACKING)
    if not (names.places or leads or reading.partly or _is_evident(reading)):
        yield Answer("prose", text, sure="sure" if names.asks == "description" else "likely")
        return
    places = _located(text, reading, said=bool(reading.content))
    if reading.content and (places or not (leads and first == "missing")):
        yield Answer("prose", text, sure=_sure_of_prose(plain, names))
    lacks = reading.lacks
    if any(one.document is not None for one in places):
        lacks = [lack for lack in lacks if not lack.paper]
    arms = {"", *(one.arm for one in places)}
    if reading.partly or (places and any(lack.arm in arms for lack in lacks)):
        yield Answer("partial", text)
    else:
        yield from _lacks(text, lacks)
    if places or reading.content or reading.lacks or reading.partly:
        yield from places
    elif registered:
        document = Named("registry-record", text)
        yield Answer("located", text, document=document, place=ReadPlace({}, sure=True))
    else:
        yield Answer("unclear", text, sure="unsure")


def _is_evident(reading: Reading) -> bool:
    """Tell whether a column of descriptions has a page, a table and the like, and no mere words."""
    return any(place.fields.keys() & EVIDENT for place in reading.places)


def _doubt(plain: str, reading: Reading, names: Known) -> str:
    """Say why an answer may not be what was meant; empty where nothing speaks for it."""
    if SQUARE.fullmatch(plain):
        return "a number in square brackets may be a reference"
    gone = [words for words in reading.content if "no-places" in whole(words)]
    if gone and reading.places:
        return f"it says `{gone[0]}` of a place"
    if reading.content:
        return ""
    if reading.doubts and (reading.places or names.places):
        return reading.doubts[0]
    bare = bool(reading.places) and not any(one.worded for one in reading.places)
    if names.asks == "description" and bare:
        return "it may be a page, or a number of something"
    return ""


def _sure_of_prose(plain: str, names: Known) -> Sure:
    """Tell how sure it is that words describe: few words may be a heading that is not known."""
    if names.asks == "description":
        return "sure"
    return "likely" if _is_sentence(plain) or not names.places else "unsure"


def _lacks(text: str, lacks: Sequence[Lack]) -> Iterator[Answer]:
    for lack in lacks:
        if lack.kind == "missing":
            yield Answer("gap", text, arm=lack.arm, reason=text, sure="unsure")
        else:
            yield Answer("no-reason", text, arm=lack.arm, state="not-applicable")


def _located(text: str, reading: Reading, *, said: bool = False) -> list[Answer]:
    """Return the places of a reading.

    Args:
        text: The answer.
        reading: The reading.
        said: Whether it has other words too, so that only what surely is a place counts.
    """
    answers = []
    for place in reading.said if said else reading.places:
        document = None
        if place.document is not None:
            document = named(place.document.value, reading.cut.words(place.document))
        fields = dict(place.fields)
        if url := fields.pop("url", ""):
            document = _addressed(document, url)
        found = ReadPlace(fields, sure=True)
        answers.append(Answer("located", text, arm=place.arm, document=document, place=found))
    return answers


def _addressed(document: Named | None, url: str) -> Named:
    """Return a document with its address, which alone is a website, or a publication."""
    doi = (
        re.sub(r"^doi:\s*", "", url, flags=re.IGNORECASE)
        if "://" not in url and "10." in url[:8]
        else ""
    )
    if doi:
        return attrs.evolve(document or Named("other"), doi=doi)
    address = url if "://" in url else f"https://{url}"
    return attrs.evolve(document or Named("website"), url=address)


def _is_aside(words: str) -> bool:
    """Tell whether words only say how well an item is told, or that it is."""
    return "asides" in whole(words)


def _is_heading(reading: Reading, names: Known) -> bool:
    """Tell whether the only other words may be the heading that a page stands under."""
    if names.asks not in ("place", "page") or len(reading.content) != 1 or not reading.places:
        return False
    words = reading.content[0]
    fields = reading.places[0].fields.keys()
    if REFERENCE.search(words) or (words.endswith(".") and not reading.places[0].worded):
        return False
    joined = len(reading.places) == 1 and "section" not in fields and bool(fields & EVIDENT)
    short = len(words.split()) <= HEADING_WORDS and not SENTENCE.search(words)
    # A single letter, and a person's title, are no headings.
    named = re.search(r"[^\W\d_]{3}|[^\W\d_a-zA-Z]", words) is not None
    return joined and short and named and not re.search(r"\d", words)


def _beside(reading: Reading) -> Reading:
    """Return a place as one, though the words beside it say what was done: `Dose reduced, p. 6`."""
    (place,) = reading.places
    return attrs.evolve(reading, places=[attrs.evolve(place, pure=True)])


def _headed(reading: Reading) -> Reading:
    (place,) = reading.places
    headed = attrs.evolve(place, fields={"section": reading.content[0], **place.fields}, pure=True)
    return attrs.evolve(reading, places=[headed], content=[])


def _is_sentence(text: str) -> bool:
    return SENTENCE.search(text) is not None or re.search(r"[a-z]{3}[.!](?:\s|$)", text) is not None
