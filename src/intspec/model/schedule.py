"""When and how much: the phases of an arm, in ISO 8601 durations, and its dose."""

from typing import Literal

from intspec.model.delivery import Delivery
from intspec.model.keys import key, record
from intspec.model.ranges import DurationRange, PlannedRange


@record
class Point:
    """A point in time, told from an anchor."""

    anchor: str = key("The event it is told from.", example="discharge")
    offset: str | None = key("How long after it.", default=None, form="duration", example="P4M")
    before: bool | None = key("true if the offset counts backwards.", default=None)


@record
class Frequency:
    """How often: so many times in each period."""

    times: int = key("How many times.", example=1, least=1)
    per: str = key("In what period.", form="duration", example="P1W")


@record
class Dose:
    """Amount of the intervention, where the domain counts it."""

    amount: str = key("How much.", example="3 sets of 10 repetitions")
    starting_level: str | None = key("How the first level is found.", default=None)
    progression: str | None = key("The rule by which it changes.", default=None)
    progressed: str | None = key("How it did change from person to person.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


PhaseKind = Literal[
    "treatment",
    "titration",
    "run-in",
    "washout",
    "transition",
    "booster",
    "follow-up",
]


@record
class Phase:
    """One stretch of the schedule."""

    label: str | None = key("What the phase is called.", default=None, label=True)
    kind: PhaseKind | None = key(
        "What happens in it: the treatment itself, finding the dose (titration), a run-in before "
        "treatment, a washout, a transition from one treatment to another, a booster afterwards, "
        "or only follow-up.",
        default=None,
        label=True,
        example="titration",
    )
    procedures: tuple[str, ...] = key(
        "Keys of the procedures that belong to it; where it names none, those whose key or `phase` "
        "is its key or label, or else all of the arm.",
        default=(),
        refers="./procedures",
        example=["exercises"],
    )
    starts: Point | None = key("When it starts.", default=None)
    ends: Point | None = key("When it ends.", default=None)
    duration: str | None = key("How long it lasts.", default=None, form="duration", example="P10W")
    sessions: PlannedRange | None = key("Number of sessions in all.", default=None)
    frequency: Frequency | None = key("How often sessions take place.", default=None)
    session_length: DurationRange | None = key("How long one session lasts.", default=None)
    intensity: str | None = key(
        "How hard or how much, in the domain's own terms.", default=None, example="RPE 12 to 14"
    )
    dose: Dose | None = key("How much at a time, where that is counted.", default=None)
    delivery: Delivery | None = key(
        "How it is delivered in this phase, where that differs from the rest.", default=None
    )
    settings: tuple[str, ...] = key(
        "Keys of where it happens in this phase, where that differs from the rest.",
        default=(),
        refers="settings",
    )
    at: tuple[str, ...] = key(
        "Fixed points, where there is no regular frequency.", default=(), example=["baseline"]
    )
    trigger: str | None = key("The event that sets it off, where events do.", default=None)
    note: str | None = key("Anything more, such as what is not said.", default=None)
    part_of: str | None = key(
        "Key of the phase that this one is a part of.", default=None, refers="./schedule"
    )
    follows: str | None = key(
        "Key of the phase that this one comes after.", default=None, refers="./schedule"
    )
    alongside: str | None = key(
        "Key of the phase that runs at the same time.", default=None, refers="./schedule"
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")
