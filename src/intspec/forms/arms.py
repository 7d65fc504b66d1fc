"""Find the arms of a form: those listed, those only named in answers, or one for people to name."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from intspec.answers import grammar
from intspec.answers.answer import Said
from intspec.answers.declarations import is_negative
from intspec.answers.documents import name_document
from intspec.answers.free import LONGEST_PLACED
from intspec.answers.notices import ArmNote
from intspec.answers.subjects import BETWEEN_ARMS
from intspec.answers.words import meaning_at, parts, table, whole
from intspec.states import DECLARED_STATES, declared_words, state_words
from intspec.text.names import slug, unique
from intspec.text.yaml_text import Path

UNNAMED = "<Name of the intervention>"
LONGEST_KEY = 40
#: Roles by words that names of arms have; looked for in this order.
GUESSES = (
    ("waiting-list", re.compile(r"\bwait", re.IGNORECASE)),
    ("usual-care", re.compile(r"\busual|\bstandard care|\btau\b|\broutine", re.IGNORECASE)),
    ("placebo", re.compile(r"\bplacebo", re.IGNORECASE)),
    ("sham", re.compile(r"\bsham", re.IGNORECASE)),
    ("no-treatment", re.compile(r"\bno (?:treatment|intervention)", re.IGNORECASE)),
    ("attention-control", re.compile(r"\battention", re.IGNORECASE)),
    ("active-comparator", re.compile(r"\bcontrol|\bcomparator|\bcomparison|\bCG\b", re.IGNORECASE)),
    ("experimental", re.compile(r"\bintervention|\bexperimental|\b[IE]G\b", re.IGNORECASE)),
)
#: How the words after the name of an arm begin where they are not a location.
STATED = re.compile(
    rf"(?:not located|not asked|{state_words('not-yet')}|"
    rf"{'|'.join(map(declared_words, DECLARED_STATES))})\b",
    re.IGNORECASE,
)
#: Words before a colon that name an arm by its role.
ROLE_LEAD = re.compile(
    r"(?:(?:the|usual|active|waiting|wait|standard)[ -])?(?:interventions?|controls?|comparators?|"
    r"comparisons?|experimental|placebo|sham|care|list)(?: (?:group|arm|condition))?",
    re.IGNORECASE,
)
#: How a name ends that may be that of a group, where another in the same answer ends so too.
GROUPED = re.compile(r"\s(?:group|arm|condition)$", re.IGNORECASE)
#: How many answers must begin with a name before it is taken for an arm.
SEVERAL = 2
#: The value of `ArmNote.where` for an arm that only answers name.
ANSWERS = "the answers"


@attrs.define
class DraftedArms:
    """The arms of a draft.

    Attributes:
        arms: Their data by key.
        keys: The keys by the name that the form uses.
        comments: What a person has to decide.
        entries: Where, item, said, became, pointer and sureness of each.
    """

    arms: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    keys: dict[str, str] = attrs.field(factory=dict)
    comments: dict[Path, list[str]] = attrs.field(factory=dict)
    entries: list[tuple[Any, ...]] = attrs.field(factory=list)


def arms_in(cells: Iterable[tuple[str, Mapping[str, str]]]) -> list[str]:
    """Find the arms that answers begin with, where nothing else in the form names them.

    Args:
        cells: The words of each answer, and the ids of its item's parts by their words.

    Returns:
        Their names, in the order in which they are first named.
    """
    parted: set[str] = set()
    leads = [_leads(text, parts, parted) for text, parts in cells]
    often = Counter(name for cell_leads in leads for name in {name for name, _rest in cell_leads})
    stated = {name for cell_leads in leads for name, rest in cell_leads if STATED.match(rest)}
    # A name followed by a part of the item is surely an arm: one answer is enough.
    arms = {name for name in stated if often[name] >= SEVERAL or name in parted}
    arms |= stated if len(stated) >= SEVERAL else set()
    arms |= {name for name in often if ROLE_LEAD.fullmatch(name) or _plain_role(name)}
    # A name that leads to places in several answers is an arm, whatever its words.
    located = [{n for n, rest in cell_leads if _is_located(rest)} for cell_leads in leads]
    told = Counter(name for names in located for name in names)
    again = {name for name, count in told.items() if count >= SEVERAL}
    # One name alone may be that of a part: `Setting: p. 4`.
    apart = len(again) >= SEVERAL or any(
        len(names) >= SEVERAL and names & again for names in located
    )
    arms |= again if apart else set()
    grouped = ({name for name in names if GROUPED.search(name)} for names in located)
    arms |= {name for names in grouped if len(names) > 1 for name in names}
    # Where one lead in a cell is an arm, the others are arms too, whatever follows them.
    arms |= {
        name
        for cell_leads in leads
        if any(lead in arms for lead, _rest in cell_leads)
        for name, _rest in cell_leads
    }
    order: dict[str, str] = {}
    for cell_leads in leads:
        for name, _rest in cell_leads:
            if name in arms:
                order.setdefault(_plain_role(name) or name.casefold(), name)
    return list(order.values())


def _leads(text: str, parts: Mapping[str, str], parted: set[str]) -> list[tuple[str, str]]:
    """Return, line by line, the words before a colon that may name an arm, and those after it.

    Args:
        text: The words of an answer.
        parts: The ids of its item's parts by their words.
        parted: Takes the names that such a part follows.
    """
    leads = []
    for line in BETWEEN_ARMS.split(text):
        lead, colon, rest = line.strip().partition(": ")
        name, comma, part = lead.rpartition(", ")
        if comma and part.lower() in parts:
            lead = name
            parted.add(name)
        if not colon or not lead or lead.lower() in parts or is_negative(lead):
            continue
        if not _is_place(lead) and name_document(lead) is None:
            leads.append((lead, rest))
    return leads


def _is_place(lead: str) -> bool:
    """Tell whether words before a colon are a heading, a table and the like, and no name."""
    reading = grammar.read(lead[:LONGEST_PLACED])
    named = "arms" in whole(lead)
    return not named and not reading.content and bool(reading.places or reading.lacks)


def _is_located(text: str) -> bool:
    """Tell whether words are a place and nothing else."""
    reading = grammar.read(text[:LONGEST_PLACED])
    return bool(reading.places) and not reading.content and not reading.lacks


def same_arm(name: str, arms: Iterable[ArmNote]) -> str | None:
    """Return the arm that another name means by its role alone: `IG`, `intervention group`.

    Args:
        name: What an answer calls the arm.
        arms: The arms of the form; of those that it lists, none is meant.
    """
    role, named = _plain_role(name), (arm.name for arm in arms if arm.where == ANSWERS)
    return next((arm for arm in named if role and _plain_role(arm) == role), None)


def other_names(arms: Iterable[ArmNote]) -> tuple[str, ...]:
    """Return the words that mean an arm of answers by its role alone: `IG`, `control group`."""
    named = (arm.name for arm in arms if arm.where == ANSWERS)
    roles = {role for name in named if (role := _plain_role(name))}
    phrases = (phrase for role in sorted(roles) for phrase in table()["arms"][role])
    return tuple(phrase for phrase in phrases if _plain_role(phrase))


def _plain_role(name: str) -> str:
    """Return the role of a name that says nothing else; "" where it says more, as `placebo`."""
    meaning = meaning_at(parts(name), 0, ("arms",)) if "arms" in whole(name) else None
    if meaning is None or meaning[0].value == "all":
        return ""
    apart = [role for role, words in GUESSES if words.search(name)]
    plain = {"experimental", "active-comparator"}
    return meaning[0].value if {*apart} <= plain else ""


def arm_of_role(name: str, arms: Iterable[ArmNote]) -> str | None:
    """Return the one arm that a name such as `IG` or `control group` means by its role.

    Args:
        name: What an answer calls the arm.
        arms: The arms that the form lists.
    """
    listed = [arm for arm in arms if arm.where != ANSWERS]
    named = meaning_at(parts(name), 0, ("arms",)) if "arms" in whole(name) else None
    if named is None or named[0].value == "all" or len(listed) < SEVERAL:
        return None
    roles = [entry["role"] for entry in draft_arms(listed).arms.values()]
    compared = named[0].value == "comparator"
    meant = [
        arm.name
        for arm, role in zip(listed, roles, strict=True)
        if (role != "experimental") == compared
    ]
    return meant[0] if len(meant) == 1 else None


def draft_arms(arms: Sequence[ArmNote], name_answer: Said | None = None) -> DraftedArms:
    """Make the arms that a form names, or the one that it is about.

    Args:
        arms: The arms that it names.
        name_answer: The answer that names the intervention, for a form that names no arms.
    """
    out = DraftedArms()
    tried = False
    for arm in arms:
        key = unique(short_key_of(arm.name, "arm"), out.arms)
        out.keys[arm.name] = key
        role, sure = arm.role, "sure"
        if not role:
            role = next((guess for guess, words in GUESSES if words.search(arm.name)), "")
            sure = "likely" if role else "unsure"
            role = role or ("active-comparator" if tried else "experimental")
            out.comments["interventions", key, "role"] = [
                f"DECIDE the role: the form does not state it; {role} was chosen"
                + (" from the arm's name." if sure == "likely" else ".")
            ]
            if arm.where == ANSWERS:
                question = "DECIDE whether there are other arms: only answers of the form name any."
                out.comments["interventions", key, "role"].append(question)
        tried = tried or role == "experimental"
        out.arms[key] = {"role": role, "name": arm.name}
        became = f"arm `{key}`, role {role}"
        out.entries.append((arm.where, "", arm.name, became, f"/interventions/{key}", sure))
    for arm in arms:
        entry = out.arms[out.keys[arm.name]]
        given_with = out.keys.items() if arm.given_with else ()
        if companions := [
            key for name, key in given_with if _lists(arm.given_with, name, out.keys)
        ]:
            entry["given_with"] = companions
        if arm.later in out.keys:
            entry["receives_later"] = out.keys[arm.later]
    if not out.arms:
        _only_arm(name_answer, out)
    return out


def _lists(text: str, name: str, names: Iterable[str]) -> bool:
    """Tell whether a list of names contains a name, and not only a longer one that includes it."""
    if name not in text:
        return False
    for longer in names:
        if name in longer != name:
            text = text.replace(longer, " ")
    return (
        bool(text)
        and re.search(rf"(?:^|, | and ){re.escape(name)}(?:$|, | and )", text) is not None
    )


def _only_arm(name_answer: Said | None, out: DraftedArms) -> None:
    name, sure, where = UNNAMED, "unsure", "the form"
    if name_answer is not None:
        name, sure, where = name_answer.answer.text.strip(), "likely", name_answer.where
    said_there = "" if name == UNNAMED else name
    out.arms["intervention"] = {"role": "experimental", "name": name}
    out.comments["interventions", "intervention"] = [
        "DECIDE the name, the role and the other arms: the form does not tell them apart."
        if name == UNNAMED
        else "DECIDE the role and the other arms: the form does not tell them apart."
    ]
    became = "one arm, `intervention`, role experimental: chosen here; please decide"
    out.entries.append((where, "", said_there, became, "/interventions/intervention", sure))


def key_of(text: str, otherwise: str) -> str:
    """Make a key of words that begins with a letter."""
    key = slug(text)
    if key and not key[0].isalpha():
        key = f"{otherwise or 'n'}-{key}"
    return key or otherwise


def short_key_of(text: str, otherwise: str) -> str:
    """Make a key of the first words of a text."""
    key = key_of(text, otherwise)
    if len(key) > LONGEST_KEY:
        key = key[: LONGEST_KEY + 1].rpartition("-")[0] or key[:LONGEST_KEY]
    return key.strip("-")
