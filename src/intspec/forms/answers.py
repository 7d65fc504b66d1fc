"""What an answer in a form says: a place, a declaration, prose, or nothing."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import attrs

from intspec.forms.documents import Named, names_known, read_located
from intspec.forms.evidence import GAP_LEAD, NEGATIVE, is_evident, may_be_heading
from intspec.forms.places import Found, full_place, split
from intspec.records import frozen
from intspec.text.placeholders import NOT_APPLICABLE, is_placeholder, normal

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
]
Sure = Literal["sure", "likely", "unsure"]
#: The answers that leave an item open.
OPEN: frozenset[Kind] = frozenset(
    {"blank", "underscores", "placeholder", "question", "no-reason", "gap", "unclear"}
)
STATES = {
    "not applicable": "not-applicable",
    "not done": "not-done",
    "not shareable": "not-shareable",
    "not found": "not-found",
    "not found in the sources read": "not-found",
}
STATE = "|".join([*sorted(STATES, key=len, reverse=True), "not yet", "not asked"])
DECLARED = re.compile(
    rf"(?:(?P<part>[\w -]+?): )?(?P<state>{STATE})(?: \((?P<target>.*?)\))?: (?P<reason>.+)",
    re.IGNORECASE | re.DOTALL,
)
NOT_APPLICABLE_LEAD = re.compile(
    r"(?:n\s?/\s?a|n\.\s?a\.?|na(?![\w])|not\s+(?:applicable|relevant))\b\.?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
NOT_DONE_LEAD = re.compile(r"not\s+done\b\.?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
GAPS = re.compile(
    r"(?:item\s+)?not\s+(?:located|reported|stated|described|mentioned|provided|given|specified|included|addressed)"
    r"(?:\s+in\s+(?:this|the)\s+(?:specification|paper|manuscript|article|report|text|study))?\.?"
    r"|missing\.?|not (?:stated|checked): .+",
    re.IGNORECASE | re.DOTALL,
)
WRITTEN = re.compile(r"Not stated(?: in this specification\.|: )|Not checked: ")
AFFIRMED = frozenset({"yes", "y", "no", "x", "done", "ok", "reported", "partly", "partially", "v"})
TICKS = re.compile("[\u2713\u2714\u2611\u2612\u2717\u2718\u2610\u25a1\u25a0\u00d7]+")
PLACE_WORD = re.compile(
    r"\b(?:p\.?|pp\.?|pages?|lines?|tables?|fig(?:ure)?s?\.?|paragraphs?|appendix|appendices)"
    r"\s?[A-Z]{0,2}\d|https?://",
    re.IGNORECASE,
)
#: What a line of a description may look like and yet be words of it.
NOT_WHOLE = ("located", "elsewhere", "unclear", "prose")
#: An answer of more characters describes, whatever stands in it.
LONGEST = 20_000
SHORTEST_REASON = 3
PROSE_WORDS = 12
SENTENCE_WORDS = 5


@frozen
class Known:
    """What the rest of the form tells of names in its answers.

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
        reason: The reason of a declaration.
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
    place: Found | None = None
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


def read_answer(text: str, known: Known, *, prose: bool = False) -> list[Answer]:
    """Read what one cell answers.

    Args:
        text: The cell's words.
        known: What the form tells of names.
        prose: Whether the column holds descriptions, so that a few words are prose too.
    """
    text = text.strip()
    bare = re.sub(r"_{2,}|\u2026{2,}|\.{4,}", " ", text).strip()
    if nothing := _nothing(text, bare):
        return [nothing]
    if len(bare) > LONGEST:
        return [Answer("prose", bare, sure="sure" if prose else "likely")]
    if prose:
        return list(_described(bare, known))
    if _is_prose(bare, known):
        return [Answer("prose", bare, sure="likely")]
    found: list[Answer] = []
    for line in bare.split("\n"):
        for one in _of_arms(line.strip(), known):
            found.extend(read_line(one, known))
    return found


def _of_arms(line: str, known: Known) -> list[str]:
    """Part a line that says something of one arm after the other: `A: p. 4; B: not reported`."""
    parts = split(line, ";")
    each = len(parts) > 1 and all(read_lead(one, known)[0] for one in parts)
    return parts if each else [line] if line else []


def _nothing(text: str, bare: str) -> Answer | None:
    """Read an answer that holds the place of one."""
    if not text or re.fullmatch(r"[\s\-\u2010-\u2015.]*", text):
        return Answer("blank", text)
    if not bare:
        return Answer("underscores", text)
    if re.fullmatch(r"[?\s]+", bare):
        return Answer("question", text)
    if normal(bare) not in NOT_APPLICABLE and normal(bare) and is_placeholder(bare):
        elsewhere = normal(bare).startswith(("see ", "as ", "per ", "same "))
        return None if elsewhere else Answer("placeholder", text)
    return None


def read_line(line: str, known: Known) -> Iterator[Answer]:
    """Read one line of an answer, which may begin with an arm and a part: `Arm, part: p. 4`."""
    arm, about, rest = read_lead(line, known)
    if full_place(rest) or names_known(rest, known.documents):
        yield from _places(line, rest, known, arm, about)
        return
    if declared := _declaration(rest):
        part = known.parts.get(declared.about.lower(), "") if declared.about else about
        if not declared.about or part:
            yield attrs.evolve(declared, text=line, arm=arm, about=part)
            return
    low = rest.lower().rstrip(".")
    if GAPS.fullmatch(rest):
        yield Answer("gap", line, arm, about)
    elif low in ("see other", "in the primary paper"):
        kind: Kind = "elsewhere" if low == "see other" else "located"
        place = Found({}, sure=True) if kind == "located" else None
        yield Answer(kind, line, arm, about, place=place)
    elif re.fullmatch(r"\?+", rest):
        yield Answer("question", line, arm, about)
    elif low in AFFIRMED or TICKS.fullmatch(rest):
        yield Answer("unclear", line, arm, about, sure="unsure")
    elif GAP_LEAD.match(rest):
        # The words are kept, and a place named after them counts.
        yield Answer("gap", line, arm, about, reason=rest, sure="unsure")
        for chunk in split(rest, ";")[1:]:
            if all(is_evident(one, words=False) for one in read_located(chunk, known.documents)):
                yield from _places(line, chunk, known, arm, about)
    else:
        yield from _places(line, rest, known, arm, about)


def _places(line: str, rest: str, known: Known, arm: str, about: str) -> Iterator[Answer]:
    located = read_located(rest, known.documents)
    if not any(is_evident(one) for one in located):
        if NEGATIVE.match(rest) and known.places and len(rest.split()) <= PROSE_WORDS:
            yield Answer("unclear", line, arm, about, sure="unsure")
            return
        if not (known.places and may_be_heading(rest)):
            yield Answer("prose", rest if arm else line, arm, about, sure="likely")
            return
    for one in located:
        sure: Sure = "sure" if one.place.sure else "unsure"
        yield Answer("located", line, arm, about, document=one.document, place=one.place, sure=sure)


def read_lead(line: str, known: Known) -> tuple[str, str, str]:
    """Take the arm and the part off the beginning of a line.

    Returns:
        The arm's name, the part's id, and the rest; each may be empty.
    """
    arm = ""
    low = line.casefold()
    longest = sorted(known.arms, key=len, reverse=True)
    exact = [name for name in longest if line.startswith((f"{name}: ", f"{name}, "))]
    folded = [(one, one.casefold()) for one in longest if len(one.casefold()) == len(one)]
    alike = [one for one, name in folded if low.startswith((f"{name}: ", f"{name}, "))]
    for name in [*exact, *alike]:
        if line[len(name) :][:1] in (":", ","):
            rest = line[len(name) + 2 :]
            about, after = _part(rest, known)
            if about or line[len(name)] == ":":
                return name, about, after
    about, rest = _part(line, known)
    return arm, about, rest


def _part(text: str, known: Known) -> tuple[str, str]:
    words, colon, rest = text.partition(": ")
    about = known.parts.get(words.lower(), "") if colon else ""
    return (about, rest) if about else ("", text)


def _declaration(text: str) -> Answer | None:
    """Read a declaration: as the views write it, or `N/A` and `not done` with or without reason."""
    if written := DECLARED.fullmatch(text):
        state = written["state"].lower()
        reason, target = written["reason"].strip(), written["target"] or ""
        part = written["part"] or ""
        if state in ("not yet", "not asked"):
            kind: Kind = "not-yet" if state == "not yet" else "not-asked"
            return Answer(kind, text, about=part, reason=reason, target=target)
        declared = STATES[state]
        return Answer("declared", text, about=part, state=declared, reason=reason, target=target)
    for state, lead in (("not-applicable", NOT_APPLICABLE_LEAD), ("not-done", NOT_DONE_LEAD)):
        if found := lead.fullmatch(text):
            reason = found["rest"].strip(" \t\n:;,.-\u2013\u2014")
            if reason.startswith("(") and reason.endswith(")"):
                reason = reason[1:-1].strip()
            set_off = re.match(r"\s*[:;,.(\u2013\u2014-]", found["rest"]) is not None
            if not reason or (not set_off and len(reason.split()) < SHORTEST_REASON):
                return Answer("no-reason", text, state=state, reason=reason)
            sure: Sure = "sure" if set_off else "likely"
            return Answer("declared", text, state=state, reason=reason, sure=sure)
    return None


def _described(text: str, known: Known) -> Iterator[Answer]:
    """Read a description: its declarations and gaps line by line, and the rest as one text."""
    kept: list[str] = []
    lines = text.split("\n")
    for line in lines:
        stripped = line.strip()
        found = list(read_line(stripped, known)) if stripped else []
        whole = len(found) == 1 and found[0].kind not in NOT_WHOLE
        # Among other lines, only what the views write stands for itself.
        if whole and (len(lines) == 1 or DECLARED.fullmatch(stripped) or WRITTEN.match(stripped)):
            yield found[0]
        else:
            kept.append(line)
    rest = "\n".join(kept).strip()
    if not rest:
        return
    located = read_located(rest, known.documents)
    if PLACE_WORD.search(rest) and "\n" not in rest and all(one.place.sure for one in located):
        for one in located:
            yield Answer("located", rest, document=one.document, place=one.place, sure="likely")
    else:
        yield Answer("prose", rest)


def _is_prose(text: str, known: Known) -> bool:
    """Tell whether an answer where a place is expected describes something instead."""
    if "\u201c" in text or any(any(read_lead(line, known)[:2]) for line in text.split("\n")):
        return False
    lines = [line.strip() for line in text.split("\n")]
    if any(_declaration(one) or GAPS.fullmatch(one) or GAP_LEAD.match(one) for one in lines):
        return False
    located = read_located(text, known.documents)
    if all(one.place.sure for one in located):
        return False
    words = len(text.split())
    sentences = re.search(r"[a-z]{3}[.!](?:\s|$)", text) is not None
    named = any(one.document is not None for one in located)
    if named and words <= 2 * PROSE_WORDS:
        return False
    short = all(len(part.split()) <= SENTENCE_WORDS for part in split(text, ",;\n"))
    return (sentences and words >= SENTENCE_WORDS) or (words > PROSE_WORDS and not short)
