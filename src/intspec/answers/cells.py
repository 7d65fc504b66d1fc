"""Read what a cell of a form answers, line by line: a place, a declaration, prose, or nothing."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import attrs

from intspec.answers.changed import changed
from intspec.answers.declarations import (
    ELSEWHERE,
    IN_PRIMARY,
    begins_with_gap,
    is_gap,
    is_negative,
    is_written,
    read_declaration,
)
from intspec.answers.documents import names_known, read_located
from intspec.answers.notices import Named
from intspec.answers.places import ORDER, SENTENCE, ReadPlace, full_place, split, write_place
from intspec.answers.subjects import read_lead
from intspec.lazy import frozen
from intspec.model import Location
from intspec.text.characters import DASHES
from intspec.text.lookalikes import unmasked
from intspec.text.placeholders import NOT_APPLICABLE, POINTERS, is_placeholder, normal

Kind = Literal[
    "blank",
    "underscores",
    "placeholder",
    "question",
    "no-reason",
    "declared",
    "not-yet",
    "not-asked",
    "gap",
    "elsewhere",
    "located",
    "prose",
    "unclear",
    "doubtful",
]
Sure = Literal["sure", "likely", "unsure"]
AFFIRMED = frozenset({"yes", "y", "no", "x", "done", "ok", "reported", "partly", "partially", "v"})
TICKS = re.compile("[\u2713\u2714\u2611\u2612\u2717\u2718\u2610\u25a1\u25a0\u00d7]+")
PLACE_WORD = re.compile(
    r"\b(?:p\.?|pp\.?|pages?|lines?|tables?|fig(?:ure)?s?\.?|paragraphs?|appendix|appendices)"
    r"\s?[A-Z]{0,2}\d|https?://",
    re.IGNORECASE,
)
#: What a line of a description may seem to be, and yet be part of the description.
NOT_WHOLE = ("located", "elsewhere", "unclear", "prose")
#: An answer of more characters is taken for a description, whatever it contains.
LONGEST = 20_000
PROSE_WORDS = 12
SENTENCE_WORDS = 5
HEADING_WORDS = 4
CITATION = re.compile(r"\bet al\b|\b[A-Z][\w-]+,? \(?(?:19|20)\d\d\b")


@frozen
class Known:
    """The names that answers may use, as the rest of the form defines them.

    Attributes:
        arms: Names of the arms.
        documents: Documents by the name that answers use.
        parts: Ids of the item's parts by their words, such as `materials access`.
        places: Whether the column asks for places, so that a few words may be a heading.
    """

    arms: tuple[str, ...] = ()
    documents: Mapping[str, Named] = attrs.field(factory=dict)
    parts: Mapping[str, str] = attrs.field(factory=dict)
    places: bool = True


@frozen
class Answer:
    """One thing that an answer says.

    Attributes:
        kind: What sort of thing it is.
        text: Its words as they stand.
        arm: Name of the arm that it is about; empty where it names none.
        about: Id of the part that it is about; empty for the item.
        state: The declared state.
        reason: The reason of a declaration; why an answer is doubtful.
        target: The one thing that a declaration is about, by name.
        document: The document; None for the one that the column is for.
        place: The place in it.
        sure: How sure the reading is.
    """

    kind: Kind
    text: str
    arm: str = ""
    about: str = ""
    state: str = ""
    reason: str = ""
    target: str = ""
    document: Named | None = None
    place: ReadPlace | None = None
    sure: Sure = "sure"


@frozen
class Said:
    """An answer in its cell.

    Attributes:
        answer: What it says.
        kind: What the column is for: primary, other, answer or reason.
        where: The cell, in words.
    """

    answer: Answer
    kind: str
    where: str


def read_answer(text: str, names: Known, *, prose: bool = False) -> list[Answer]:
    """Read what one cell answers.

    Args:
        text: The cell's words.
        names: The names that the form defines.
        prose: Whether the column holds descriptions, so that a few words are prose too.
    """
    text = text.strip()
    bare = re.sub(r"_{2,}|\u2026{2,}|\.{4,}", " ", text).strip()
    if nothing := _nothing(text, unmasked(bare).strip()):
        return [nothing]
    if len(bare) > LONGEST:
        return [Answer("prose", bare, sure="sure" if prose else "likely")]
    if prose:
        return list(_described(bare, names))
    if _is_prose(bare, names):
        return [Answer("prose", bare, sure="likely")]
    lines = (part for line in bare.split("\n") for part in _of_arms(line.strip(), names))
    return [answer for line in lines for answer in read_line(line, names)]


def _of_arms(line: str, names: Known) -> list[str]:
    """Split a line that speaks of one arm after the other: `A: p. 4; B: not reported`."""
    for text in dict.fromkeys((line, unmasked(line))):
        parts = split(text, ";")
        if len(parts) > 1 and all(read_lead(part, names.arms, names.parts)[0] for part in parts):
            return parts
    return [line] if line else []


def _nothing(text: str, bare: str) -> Answer | None:
    """Read an answer that says nothing: blank, underscores, a question mark, a placeholder."""
    if not text or re.fullmatch(rf"[\s\-{DASHES}.]*", unmasked(text)):
        return Answer("blank", text)
    if not bare:
        return Answer("underscores", text)
    if re.fullmatch(r"[?\s]+", bare):
        return Answer("question", text)
    if normal(bare) not in NOT_APPLICABLE and normal(bare) and is_placeholder(bare):
        elsewhere = normal(bare).startswith(POINTERS)
        return None if elsewhere else Answer("placeholder", text)
    return None


def read_line(line: str, names: Known) -> Iterator[Answer]:
    """Read one line of an answer, which may begin with an arm and a part: `Arm, part: p. 4`."""
    arm, about, rest = read_lead(line, names.arms, names.parts)
    if not full_place(rest) and not names_known(rest, names.documents):
        plain = unmasked(rest)
        answer = _declared(rest, about, names) or _declared(plain, about, names)
        answer = answer or _fixed(plain, about)
        if answer is not None:
            yield attrs.evolve(answer, text=line, arm=arm)
            return
        if begins_with_gap(plain):
            # The words are kept, and a place named after them counts.
            yield Answer("gap", line, arm, about, reason=rest, sure="unsure")
            for chunk in split(rest, ";")[1:]:
                if all(located.evident for located in read_located(chunk, names.documents)):
                    yield from _places(line, chunk, names, arm, about)
            return
    yield from _places(line, rest, names, arm, about)


def _declared(text: str, about: str, names: Known) -> Answer | None:
    """Read a declaration about the item, or about a part that the item is known to have."""
    declared = read_declaration(text)
    if declared is None:
        return None
    part = names.parts.get(declared.part.lower(), "") if declared.part else about
    if declared.part and not part:
        return None
    return Answer(
        declared.kind,
        text,
        about=part,
        state=declared.state,
        reason=declared.reason,
        target=declared.target,
        sure="sure" if declared.sure else "likely",
    )


def _fixed(text: str, about: str) -> Answer | None:
    """Read words with a fixed meaning: a gap, a pointer elsewhere, a question mark, a tick."""
    low = text.lower().rstrip(".")
    if is_gap(text):
        return Answer("gap", text, about=about)
    if low == ELSEWHERE.lower():
        return Answer("elsewhere", text, about=about)
    if low == IN_PRIMARY.lower():
        return Answer("located", text, about=about, place=ReadPlace({}, sure=True))
    if re.fullmatch(r"\?+", text):
        return Answer("question", text, about=about)
    if low in AFFIRMED or TICKS.fullmatch(text):
        return Answer("unclear", text, about=about, sure="unsure")
    return None


def _places(line: str, rest: str, names: Known, arm: str, about: str) -> Iterator[Answer]:
    places = read_located(rest, names.documents)
    if not any(located.evident or located.place.sure for located in places):
        plain = unmasked(rest)
        if is_negative(plain) and names.places and len(rest.split()) <= PROSE_WORDS:
            yield Answer("unclear", line, arm, about, sure="unsure")
            return
        if not (names.places and _may_be_heading(plain)):
            yield Answer("prose", rest if arm else line, arm, about, sure="likely")
            return
    for located in places:
        sure: Sure = "sure" if located.place.sure else "unsure"
        yield Answer(
            "located", line, arm, about, document=located.document, place=located.place, sure=sure
        )


def _may_be_heading(text: str) -> bool:
    """Tell whether words could be the heading of a section, or cite a paper."""
    if is_negative(text) or SENTENCE.search(text):
        return False
    if CITATION.search(text):
        return True
    return len(text.split()) <= HEADING_WORDS and text[:1].isupper()


def write_location(location: Location) -> str:
    """Write a place in a document as authors do: `p. 7`, `Methods, paragraph 2`.

    In full, where the short words would be read back as something else.
    """
    fields = {name: value for name in ORDER if (value := getattr(location, name))}
    text = write_place(fields)
    answers = list(read_line(text, Known())) if text else []
    as_meant = [answer.place is not None and answer.place.fields == fields for answer in answers]
    plain = as_meant == [True] and answers[0].document is None and not changed(text)
    return text if plain or not text else write_place(fields, full=True)


def _described(text: str, names: Known) -> Iterator[Answer]:
    """Read a description: its declarations and gaps line by line, and the rest as one text."""
    prose_lines: list[str] = []
    lines = text.split("\n")
    for line in lines:
        stripped = line.strip()
        answers = list(read_line(stripped, names)) if stripped else []
        whole = len(answers) == 1 and answers[0].kind not in NOT_WHOLE
        # In a text of several lines, only the exact wording of the views counts as an answer.
        if whole and (len(lines) == 1 or is_written(stripped)):
            yield answers[0]
        else:
            prose_lines.append(line)
    prose = "\n".join(prose_lines).strip()
    if not prose:
        return
    places = read_located(prose, names.documents)
    if (
        PLACE_WORD.search(prose)
        and "\n" not in prose
        and all(located.place.sure for located in places)
    ):
        for located in places:
            yield Answer(
                "located", prose, document=located.document, place=located.place, sure="likely"
            )
    else:
        yield Answer("prose", prose)


def _is_prose(text: str, names: Known) -> bool:
    """Tell whether an answer where a place is expected describes something instead."""
    if "\u201c" in text or any(_says_more(line, names) for line in text.split("\n")):
        return False
    places = read_located(text, names.documents)
    if all(located.place.sure for located in places):
        return False
    words = len(text.split())
    names_document = any(located.document is not None for located in places)
    if names_document and words <= 2 * PROSE_WORDS:
        return False
    if words > PROSE_WORDS and not _is_list(text):
        return True
    return words >= SENTENCE_WORDS and re.search(r"[a-z]{3}[.!](?:\s|$)", text) is not None


def _says_more(line: str, names: Known) -> bool:
    """Tell whether a line names an arm or a part, declares something or says that there is none."""
    arm, about, _rest = read_lead(line, names.arms, names.parts)
    if arm or about:
        return True
    line = unmasked(line).strip()
    return read_declaration(line) is not None or is_gap(line) or begins_with_gap(line)


def _is_list(text: str) -> bool:
    """Tell whether a text is a list of a few words each."""
    return all(len(part.split()) <= SENTENCE_WORDS for part in split(text, ",;\n"))
