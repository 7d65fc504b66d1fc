"""When and how much: the phases of an arm, in ISO 8601 durations, and its dose.

A record with a `short_form` may be given as one value, which then is that of each key named there.
"""

from intspec.model.keys import key, record


@record
class Range:
    """A range of numbers. `10` in its place is exactly ten, `about 10` is approximate."""

    short_form = ("min", "max")

    min: int | None = key("The least.", default=None, least=0)
    max: int | None = key("The most.", default=None, least=0)
    about: bool | None = key("true if the numbers are approximate.", default=None)


@record
class PlannedRange:
    """A range of numbers as planned and as delivered. `10` in its place is planned."""

    short_form = ("planned",)

    planned: Range | None = key("As planned.", default=None)
    actual: Range | None = key("As delivered.", default=None)


@record
class DurationRange:
    """A range of durations. `PT1H` in its place is exactly an hour, `about PT1H` is approximate."""

    short_form = ("min", "max")

    min: str | None = key("The shortest.", default=None, form="duration", example="PT45M")
    max: str | None = key("The longest.", default=None, form="duration", example="PT60M")
    about: bool | None = key("true if the durations are approximate.", default=None)


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
class Phase:
    """One stretch of the schedule."""

    label: str | None = key("What the phase is called.", default=None, label=True)
    starts: Point | None = key("When it starts.", default=None)
    ends: Point | None = key("When it ends.", default=None)
    duration: str | None = key("How long it lasts.", default=None, form="duration", example="P10W")
    sessions: PlannedRange | None = key("Number of sessions in all.", default=None)
    frequency: Frequency | None = key("How often sessions take place.", default=None)
    session_length: DurationRange | None = key("How long one session lasts.", default=None)
    intensity: str | None = key(
        "How hard or how much, in the domain's own terms.", default=None, example="RPE 12 to 14"
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


@record
class Dose:
    """Amount of the intervention, where the domain counts it."""

    amount: str = key("How much.", example="3 sets of 10 repetitions")
    starting_level: str | None = key("How the first level is found.", default=None)
    progression: str | None = key("The rule by which it changes.", default=None)
    progressed: str | None = key("How it did change from person to person.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")
