"""The arms of a form: those that it lists, that only its answers name, or that people must name."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from intspec.answers.cells import Said
from intspec.answers.declarations import is_negative
from intspec.answers.documents import name_document
from intspec.answers.notices import ArmNote
from intspec.forms.yaml_text import Path
from intspec.text.names import slug, unique

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
    ("active-comparator", re.compile(r"\bcontrol|\bcomparator|\bcomparison", re.IGNORECASE)),
    ("experimental", re.compile(r"\bintervention|\bexperimental", re.IGNORECASE)),
)
#: What an answer says of an arm in place of a place.
STATED = re.compile(
    r"not (?:located|asked|yet|found in the sources read|applicable|done|shareable)\b",
    re.IGNORECASE,
)
#: Words before a colon that name an arm by its role.
ROLE_LEAD = re.compile(
    r"(?:(?:the|usual|active|waiting|wait|standard)[ -])?(?:interventions?|controls?|comparators?|"
    r"comparisons?|experimental|placebo|sham|care|list)(?: (?:group|arm|condition))?",
    re.IGNORECASE,
)
#: Answers that must name an arm before it is taken for one.
SEVERAL = 2
#: Where a form names such an arm.
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
    often = Counter(name for one in leads for name in {name for name, _rest in one})
    stated = {name for one in leads for name, rest in one if STATED.match(rest)}
    # With the part of the item behind it, a name is told from other words at once.
    arms = {name for name in stated if often[name] >= SEVERAL or name in parted}
    arms |= stated if len(stated) >= SEVERAL else set()
    arms |= {name for name in often if ROLE_LEAD.fullmatch(name)}
    # Beside an arm in the same cell stands another, though it may be located everywhere.
    arms |= {n for one in leads if any(m in arms for m, _r in one) for n, _r in one}
    order: dict[str, str] = {}
    for one in leads:
        for name, _rest in one:
            if name in arms:
                order.setdefault(name.casefold(), name)
    return list(order.values())


def _leads(text: str, parts: Mapping[str, str], parted: set[str]) -> list[tuple[str, str]]:
    """Read what may be an arm before a colon, line by line, with the words after it.

    Args:
        text: The words of an answer.
        parts: The ids of its item's parts by their words.
        parted: Takes the names that such a part follows.
    """
    leads = []
    for line in re.split(r"\n|;\s", text):
        lead, colon, rest = line.strip().partition(": ")
        name, comma, part = lead.rpartition(", ")
        if comma and part.lower() in parts:
            lead = name
            parted.add(name)
        known = lead.lower() in parts or is_negative(lead)
        if colon and lead and not known and name_document(lead) is None:
            leads.append((lead, rest))
    return leads


def draft_arms(arms: Sequence[ArmNote], named: Said | None = None) -> DraftedArms:
    """Make the arms that a form names, or the one that it is about.

    Args:
        arms: The arms that it names.
        named: The answer that names the intervention, for a form that names no arms.
    """
    out = DraftedArms()
    for arm in arms:
        key = unique(short_key_of(arm.name, "arm"), out.arms)
        out.keys[arm.name] = key
        role, sure = arm.role, "sure"
        if not role:
            role = next((r for r, words in GUESSES if words.search(arm.name)), "")
            sure = "likely" if role else "unsure"
            tried = any(one["role"] == "experimental" for one in out.arms.values())
            role = role or ("active-comparator" if tried else "experimental")
            out.comments["interventions", key, "role"] = [
                f"DECIDE the role: the form does not state it; {role} was chosen"
                + (" from the arm's name." if sure == "likely" else ".")
            ]
            if arm.where == ANSWERS:
                question = "DECIDE whether there are other arms: only answers of the form name any."
                out.comments["interventions", key, "role"].append(question)
        out.arms[key] = {"role": role, "name": arm.name}
        became = f"arm `{key}`, role {role}"
        out.entries.append((arm.where, "", arm.name, became, f"/interventions/{key}", sure))
    for arm in arms:
        entry = out.arms[out.keys[arm.name]]
        if given := [k for name, k in out.keys.items() if _lists(arm.given_with, name, arms)]:
            entry["given_with"] = given
        if arm.later in out.keys:
            entry["receives_later"] = out.keys[arm.later]
    if not out.arms:
        _only_arm(named, out)
    return out


def _lists(text: str, name: str, arms: Sequence[ArmNote]) -> bool:
    """Tell whether a list of names, in words, has a name and not only a longer one with it."""
    for other in arms:
        if name in other.name and name != other.name:
            text = text.replace(other.name, " ")
    return (
        bool(text)
        and re.search(rf"(?:^|, | and ){re.escape(name)}(?:$|, | and )", text) is not None
    )


def _only_arm(named: Said | None, out: DraftedArms) -> None:
    name, sure, where = UNNAMED, "unsure", "the form"
    if named is not None:
        name, sure, where = named.answer.text.strip(), "likely", named.where
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
