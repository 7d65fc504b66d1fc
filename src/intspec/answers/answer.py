"""What an answer says, and what the rest of its form tells of it: the records of this room."""

from collections.abc import Mapping
from typing import Literal

import attrs

from intspec.answers.columns import Asks
from intspec.answers.notices import Named
from intspec.answers.places import ReadPlace
from intspec.lazy import frozen

Kind = Literal[
    "blank",
    "underscores",
    "placeholder",
    "name",
    "question",
    "no-reason",
    "declared",
    "not-yet",
    "not-asked",
    "gap",
    "partial",
    "none",
    "claimed",
    "elsewhere",
    "located",
    "registration",
    "prose",
    "comment",
    "unclear",
    "doubtful",
]
Sure = Literal["sure", "likely", "unsure"]
#: Answers that are left open where another cell asks for the same.
EMPTY: frozenset[Kind] = frozenset({"blank", "underscores", "placeholder"})


@frozen
class Known:
    """What the rest of a form tells of an answer.

    Attributes:
        arms: Names of the arms.
        documents: Documents by the name that answers use.
        parts: Ids of the item's parts by their words, such as `materials access`.
        asks: What the column asks for.
        lines: Whether it asks for a page and the lines on it.
        denied: What a denial may say that answers the item: that nothing was so, that it was not
            assessed, or neither.
        reviewed: Whether reviewers mark with `?` what is not sufficiently reported.
    """

    arms: tuple[str, ...] = ()
    documents: Mapping[str, Named] = attrs.field(factory=dict)
    parts: Mapping[str, str] = attrs.field(factory=dict)
    asks: Asks = "place"
    lines: bool = False
    denied: Literal["", "nothing", "unassessed"] = ""
    reviewed: bool = True

    @property
    def places(self) -> bool:
        """Whether the column asks for places, or whether it is reported."""
        return self.asks in ("place", "page", "yes-no")


@frozen
class Answer:
    """One thing that an answer says.

    Attributes:
        kind: What sort of thing it is.
        text: Its words as they stand.
        arm: Name of the arm that it is about; empty where it names none.
        about: Id of the part that it is about; empty for the item.
        state: The declared state.
        reason: The reason of a declaration; why an answer is doubtful; the registry of a number.
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
