"""The arms of a draft: those that a form names, or one that a person must name."""

import re
import unicodedata
from typing import Any

import attrs

from intspec.forms.arms_of_answers import ANSWERS, GUESSES
from intspec.forms.filled import Filled
from intspec.forms.naming import unique
from intspec.forms.yaml_text import Path

UNNAMED = "<Name of the intervention>"
LONGEST_NAME = 120
LONGEST_KEY = 40


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


def draft_arms(filled: Filled) -> DraftedArms:
    """Make the arms that a form names, or the one that it is about."""
    out = DraftedArms()
    for arm in filled.arms:
        key = unique(short_slug(arm.name, "arm"), out.arms)
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
                told = "DECIDE whether there are other arms: only answers of the form name any."
                out.comments["interventions", key, "role"].append(told)
        out.arms[key] = {"role": role, "name": arm.name}
        became = f"arm `{key}`, role {role}"
        out.entries.append((arm.where, "", arm.name, became, f"/interventions/{key}", sure))
    for arm in filled.arms:
        entry = out.arms[out.keys[arm.name]]
        if given := [k for name, k in out.keys.items() if _lists(arm.given_with, name, filled)]:
            entry["given_with"] = given
        if arm.later in out.keys:
            entry["receives_later"] = out.keys[arm.later]
    if not out.arms:
        _only_arm(filled, out)
    return out


def _lists(text: str, name: str, filled: Filled) -> bool:
    """Tell whether a list of names, in words, has a name and not only a longer one with it."""
    for other in filled.arms:
        if name in other.name and name != other.name:
            text = text.replace(other.name, " ")
    return (
        bool(text)
        and re.search(rf"(?:^|, | and ){re.escape(name)}(?:$|, | and )", text) is not None
    )


def _only_arm(filled: Filled, out: DraftedArms) -> None:
    name, sure, where = UNNAMED, "unsure", "the form"
    for row in filled.items:
        naming = row.item is not None and any("name" in part.any for part in row.item.parts)
        for said in row.said if naming else ():
            text = said.answer.text.strip()
            if said.answer.kind == "prose" and "\n" not in text and len(text) <= LONGEST_NAME:
                name, sure, where = text, "likely", said.where
    said_there = "" if name == UNNAMED else name
    out.arms["intervention"] = {"role": "experimental", "name": name}
    out.comments["interventions", "intervention"] = [
        "DECIDE the name, the role and the other arms: the form does not tell them apart."
        if name == UNNAMED
        else "DECIDE the role and the other arms: the form does not tell them apart."
    ]
    became = "one arm, `intervention`, role experimental: chosen here; please decide"
    out.entries.append((where, "", said_there, became, "/interventions/intervention", sure))


def slug(text: str, otherwise: str) -> str:
    """Make a key of words: lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    key = re.sub("[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if key and not key[0].isalpha():
        key = f"{otherwise or 'n'}-{key}"
    return key or otherwise


def short_slug(text: str, otherwise: str) -> str:
    """Make a key of the first words of a text."""
    key = slug(text, otherwise)
    if len(key) > LONGEST_KEY:
        key = key[: LONGEST_KEY + 1].rpartition("-")[0] or key[:LONGEST_KEY]
    return key.strip("-")
