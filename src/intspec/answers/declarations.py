"""Answers that give no location: a declaration with its reason, `not yet`, or a gap.

Views write it, and a form is read back by the same words. Patterns are texts that `re` compiles
when the first form is read: views load this module and read nothing.
"""

import re
from typing import Literal

from intspec.lazy import frozen
from intspec.states import DECLARED_STATES, DeclaredState, read_declared, state_words

NOT_YET, NOT_ASKED = "not yet", "not asked"
#: The same as `not yet`, as a table for a paper has it.
NOT_YET_APPLICABLE = "not yet applicable"
#: An answer that names no place, in a form's columns and in a description.
NOT_LOCATED = "not located"
NOT_STATED = "Not stated in this specification."
#: Words in place of a location: it is in the primary paper, or in the column beside it.
IN_PRIMARY, ELSEWHERE = "In the primary paper", "see Other"
#: Labels before a finding, and before the reason why an item was not checked.
MISSING, UNCHECKED = "Not stated", "Not checked"

STATE_WORDS = [*map(state_words, DECLARED_STATES), *(k.by_others for k in DECLARED_STATES.values())]
STATE = "|".join(
    [
        *sorted(filter(None, STATE_WORDS), key=len, reverse=True),
        NOT_YET_APPLICABLE,
        NOT_YET,
        NOT_ASKED,
    ]
)
DECLARED = rf"(?:(?P<part>[\w -]+?): )?(?P<state>{STATE})(?: \((?P<target>.*?)\))?: (?P<reason>.+)"
#: Answers that say that there is no answer, and nothing else.
GAPS = (
    r"(?:item\s+)?not\s+(?:located|reported|stated|described|mentioned|provided|given|specified"
    r"|included|addressed)"
    r"(?:\s+in\s+(?:this|the)\s+(?:specification|paper|manuscript|article|report|text|study))?\.?"
    r"|missing\.?|not (?:stated|checked): .+"
)
NEGATIVE = r"(?:none|nothing|nil|neither|never|not?)\b(?!\.?\s*\d)"
#: How views begin what they say of a gap.
WRITTEN = rf"{re.escape(NOT_STATED)}|{MISSING}: |{UNCHECKED}: "


@frozen
class Declared:
    """What an answer declares.

    Attributes:
        kind: Whether it is a declaration, one that lacks its reason, or one that the item is not
            asked, at this stage or of this arm.
        state: The declared state; empty where the item is not asked.
        reason: The reason; empty where it lacks.
        target: The one thing that it is about, by name.
        part: The part of the item that it is about, in words.
        sure: Whether the reason is set off from the state, so that it surely is one.
    """

    kind: Literal["declared", "no-reason", "not-yet", "not-asked"]
    state: DeclaredState | Literal[""] = ""
    reason: str = ""
    target: str = ""
    part: str = ""
    sure: bool = True


def declared_words(state: DeclaredState, target: str = "", *, by_others: bool = False) -> str:
    """Write a declared state as it stands before its reason: `not shareable (Handbook)`.

    Args:
        state: The state.
        target: Name of the one thing that it is about; empty where it is about the item or part.
        by_others: Whether others than the trial team describe the study.
    """
    words = (by_others and DECLARED_STATES[state].by_others) or state_words(state)
    return f"{words} ({target})" if target else words


def read_declaration(text: str) -> Declared | None:
    """Read a declaration: as the views write it, or `N/A` and `not done` with or without reason."""
    if match := re.fullmatch(DECLARED, text, re.IGNORECASE | re.DOTALL):
        words, part = match["state"].lower(), match["part"] or ""
        reason, target = match["reason"].strip(), match["target"] or ""
        if words in (NOT_YET, NOT_YET_APPLICABLE):
            return Declared("not-yet", "", reason, target, part)
        if words == NOT_ASKED:
            return Declared("not-asked", "", reason, target, part)
        state = read_declared(words)
        if state is not None:
            return Declared("declared", state, reason, target, part)
    return None


def is_written(text: str) -> bool:
    """Tell whether a text has the exact words that views write in place of a location."""
    declared = re.fullmatch(DECLARED, text, re.IGNORECASE | re.DOTALL)
    return declared is not None or re.match(WRITTEN, text) is not None


def is_negative(text: str) -> bool:
    """Tell whether a text begins with a word that denies, such as `no` or `none`."""
    return re.match(NEGATIVE, text, re.IGNORECASE) is not None


def is_gap(text: str) -> bool:
    """Tell whether a text says that there is no answer, and nothing else."""
    return re.fullmatch(GAPS, text, re.IGNORECASE | re.DOTALL) is not None
