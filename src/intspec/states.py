"""The states of items and of declarations, each defined once: its words, and what it counts as."""

from collections.abc import Mapping
from typing import Any, Literal

from intspec.lazy import frozen

#: The states of items, as reports show them.
ItemStateName = Literal[
    "reported",
    "partial",
    "prose",
    "not-reported",
    "not-applicable",
    "not-done",
    "not-yet",
    "blocked",
]
#: The states that declarations give.
DeclaredState = Literal["not-applicable", "not-done", "not-shareable", "not-found"]


@frozen
class ItemStateKind:
    """One state of items.

    Attributes:
        meaning: What it says, in sentences.
        counts_as: What an item in this state counts as: `described` where something is there,
            `missing` where something is to be added, `settled` where there is nothing to add,
            `open` where it could not be judged, or not yet.
        symbol: The sign beside the word, on terminals that show signs.
        color: The colour of the word on a terminal; empty for none.
    """

    meaning: str
    counts_as: Literal["described", "missing", "settled", "open"]
    symbol: str
    color: Literal["", "green", "yellow", "cyan", "red", "bright red"] = ""


ITEM_STATES: Mapping[ItemStateName, ItemStateKind] = {
    "reported": ItemStateKind(
        "Everything that is required of the item is there, or is declared to be absent with a "
        "reason. It says nothing about how good the content is.",
        "described",
        "●",
        "green",
    ),
    "partial": ItemStateKind(
        "Something that is required of the item is there, and something is missing.",
        "described",
        "◐",
        "yellow",
    ),
    "prose": ItemStateKind(
        "The item is described in narrative text alone, whose parts are not checked.",
        "described",
        "◌",
        "cyan",
    ),
    "not-reported": ItemStateKind(
        "Nothing that is required of the item is there.", "missing", "○", "red"
    ),
    "not-applicable": ItemStateKind(
        "There is nothing to ask: the item does not concern the study or the arm, by its role, by "
        "its other content, or by a declaration.",
        "settled",
        "-",
    ),
    "not-done": ItemStateKind(
        "A declaration says that what the item asks about was not done.", "settled", "-"
    ),
    "not-yet": ItemStateKind(
        "The item cannot be answered at the stage that the document is judged at.", "open", "·"
    ),
    "blocked": ItemStateKind(
        "The item could not be judged: a value does not fit the schema, or a plugin failed.",
        "open",
        "!",
        "bright red",
    ),
}


@frozen
class DeclaredStateKind:
    """One state of declarations.

    Attributes:
        meaning: What it says, and what it does to a gap.
        closes: What it closes: gaps of an item and of its parts, those of a part alone, or none.
        by_others: How those who describe a study of others write it; empty where they write it as
            the trial team does.
    """

    meaning: str
    closes: Literal["item", "part", "nothing"]
    by_others: str = ""


DECLARED_STATES: Mapping[DeclaredState, DeclaredStateKind] = {
    "not-applicable": DeclaredStateKind(
        "What is asked does not concern the study or the arm. The gap is closed.", "item"
    ),
    "not-done": DeclaredStateKind("What is asked about was not done. The gap is closed.", "item"),
    "not-shareable": DeclaredStateKind(
        "It exists and cannot be shared, such as a manual under licence. On a part that asks where "
        "something can be had, the gap is closed; on another, or a whole item, it stays as a note.",
        "part",
    ),
    "not-found": DeclaredStateKind(
        "Those who describe the work of others did not find it in the sources that they read "
        "(`described_by: others`). The gap stays, as a note; in a description by the authors "
        "themselves it stays a warning.",
        "nothing",
        "not found in the sources read",
    ),
}


def state_words(state: str) -> str:
    """Write a state, of an item or of a declaration, in words: `not-reported` as `not reported`."""
    return state.replace("-", " ")


def declared_words(state: DeclaredState) -> str:
    """Write a state of declarations as forms have it: as those who describe others write it."""
    return DECLARED_STATES[state].by_others or state_words(state)


def read_declared(words: str) -> DeclaredState | None:
    """Read a state of declarations back from its words, in lower case; None where it is none."""
    for state, kind in DECLARED_STATES.items():
        if words in (state_words(state), kind.by_others):
            return state
    return None


def settled_state(declared: str) -> ItemStateName | None:
    """Return the state of an item of which a declaration says all; None where something is left."""
    for state, kind in ITEM_STATES.items():
        if state == declared and kind.counts_as == "settled":
            return state
    return None


def choosable_states() -> tuple[str, ...]:
    """Return the states that a person may choose for an item in a form, in words."""
    closed = [state for state, kind in ITEM_STATES.items() if kind.counts_as != "open"]
    states: list[str] = [*dict.fromkeys([*closed, *DECLARED_STATES]), "not-yet"]
    return tuple(map(state_words, states))


def closes(state: str, *, part: bool) -> bool:
    """Tell whether a declared state closes a gap.

    Args:
        state: A state of declarations.
        part: Whether the declaration is about a part, and not about a whole item.
    """
    known: Mapping[Any, DeclaredStateKind] = DECLARED_STATES
    kind = known.get(state)
    return kind is not None and (kind.closes == "item" or (part and kind.closes == "part"))


def is_described(state: str) -> bool:
    """Tell whether something is there of an item in this state."""
    kind = next((kind for name, kind in ITEM_STATES.items() if name == state), None)
    return kind is not None and kind.counts_as == "described"
