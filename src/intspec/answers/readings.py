"""What the grammar makes of an answer: places, what lacks, and words that are none of its own."""

import attrs

from intspec.answers.pieces import Cut, Piece
from intspec.lazy import frozen


@attrs.define
class Place:
    """One place that an answer names.

    Attributes:
        fields: The fields of a location.
        document: The piece that names its document; None for the one that the column is for.
        arm: The arm, as the answer names it.
        worded: Whether a word says what is counted, so that it is no mere number.
        pure: Whether nothing but places stands in its part of the answer, or in its brackets, or it
            is pointed to.
        several: Whether it is one of several that share their word.
        apart: Whether it stands in brackets, or behind a word that points.
    """

    fields: dict[str, str] = attrs.field(factory=dict)
    document: Piece | None = None
    arm: str = ""
    worded: bool = False
    pure: bool = True
    several: bool = False
    apart: bool = False


@frozen
class Lack:
    """Something that an answer says is not there.

    Attributes:
        kind: `missing`, or `not-applicable`.
        arm: The arm, as the answer names it.
        paper: Whether they may speak of the paper alone: `not in the paper`, `not reported here`.
    """

    kind: str
    arm: str
    paper: bool


@attrs.define
class Reading:
    """What the grammar makes of an answer.

    Attributes:
        cut: The answer and its pieces.
        places: The places that it names.
        content: Its words that are none of the grammar's.
        partly: Whether it says that only a part is there.
        doubts: Why it may not be what was meant.
        lacks: What it says is not there.
    """

    cut: Cut
    places: list[Place] = attrs.field(factory=list)
    content: list[str] = attrs.field(factory=list)
    partly: bool = False
    doubts: list[str] = attrs.field(factory=list)
    lacks: list[Lack] = attrs.field(factory=list)

    @property
    def said(self) -> list[Place]:
        """The places that are surely some, whatever the other words say.

        Each has a word that says what is counted, and stands in brackets, behind a word that
        points, or in a part of the answer that says nothing else. An address among other words may
        be that of a thing, and not where the item is told.
        """
        return [
            place
            for place in self.places
            if place.pure
            and place.worded
            and (place.apart or place.fields.keys() - {"url", "section"})
        ]


@frozen
class Manner:
    """What the form tells of how its answers are written.

    Attributes:
        arms: The names of its arms, in lower case.
        lines: Whether the column asks for a page and the lines on it.
        titles: Whether words behind the kind of a document are its title: `protocol of the trial`.
    """

    arms: frozenset[str] = frozenset()
    lines: bool = False
    titles: bool = False


PLAIN = Manner()
