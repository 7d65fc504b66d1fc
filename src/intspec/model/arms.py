"""The arms of a study: what was done to people, the comparator included."""

from collections.abc import Mapping
from typing import Literal

from intspec.model.keys import empty_map, key, record

Role = Literal[
    "experimental",
    "active-comparator",
    "placebo",
    "sham",
    "attention-control",
    "usual-care",
    "waiting-list",
    "no-treatment",
]
Mode = Literal[
    "face-to-face",
    "telephone",
    "video",
    "text-message",
    "email",
    "app",
    "website",
    "printed-material",
    "mail",
    "broadcast",
    "device",
    "other",
]
Grouping = Literal["individual", "group", "mixed"]


@record
class Range:
    """A range of numbers. Write the same number twice when it is exact."""

    min: int | None = key("The least.", default=None, least=0)
    max: int | None = key("The most.", default=None, least=0)


@record
class PlannedRange:
    """A range of numbers as planned and as delivered."""

    planned: Range | None = key("As planned.", default=None)
    actual: Range | None = key("As delivered.", default=None)


@record
class DurationRange:
    """A range of durations. Write the same one twice when it is exact."""

    min: str | None = key("The shortest.", default=None, form="duration", example="PT45M")
    max: str | None = key("The longest.", default=None, form="duration", example="PT60M")


@record
class Rationale:
    """Why the intervention is expected to work."""

    problem: str | None = key("The problem it answers.", default=None)
    goal: str | None = key("What it aims to achieve.", default=None)
    theory: str | None = key("The theory it rests on.", default=None)
    mechanism: str | None = key("How its elements are thought to bring the change.", default=None)
    principles: tuple[str, ...] = key("Principles that guide it.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Delivery:
    """How the procedures of the arm are delivered, unless a procedure says otherwise."""

    mode: tuple[Mode, ...] = key("Modes of delivery.", default=(), example=["face-to-face"])
    grouping: Grouping | None = key("Individually, in a group, or both.", default=None)
    group_size: PlannedRange | None = key("How many are in a group.", default=None)
    note: str | None = key("Anything more about the way of delivery.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Procedure:
    """One activity or process of the intervention, enabling and supporting ones included."""

    description: str | None = key("What is done.", default=None)
    order: int | None = key("Its place in the sequence, from 1.", default=None, least=1)
    phase: str | None = key("When it happens in the course.", default=None, example="on the ward")
    performed_by: Literal["provider", "participant", "automated"] | None = key(
        "Who does it: a provider, the participants themselves, or a machine.", default=None
    )
    providers: tuple[str, ...] = key(
        "Keys of the providers who do it.", default=(), refers="providers"
    )
    materials: tuple[str, ...] = key("Keys of the materials used.", default=(), refers="materials")
    settings: tuple[str, ...] = key(
        "Keys of the settings where it happens.", default=(), refers="settings"
    )
    mode: tuple[Mode, ...] = key("Modes of delivery.", default=(), inherits="delivery.mode")
    grouping: Grouping | None = key(
        "Individually, in a group, or both.", default=None, inherits="delivery.grouping"
    )
    group_size: PlannedRange | None = key(
        "How many are in a group.", default=None, inherits="delivery.group_size"
    )
    enabling: bool | None = key(
        "true if it only makes the others possible, such as a reminder or transport.", default=None
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


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
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Change:
    """One way in which the intervention is fitted to a person, or was changed in the study."""

    what: str | None = key("What is changed.", default=None)
    why: str | None = key("For what reason.", default=None)
    when: str | None = key("At which time or occasion.", default=None)
    how: str | None = key("By which rule, or in what way.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Tailoring:
    """Planned fitting to the individual."""

    planned: bool | None = key(
        "true if tailoring was planned, false if everyone gets the same.", default=None
    )
    entries: tuple[Change, ...] = key("What is tailored.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Modifications:
    """Changes to the intervention in the course of the study."""

    occurred: bool | None = key(
        "true if something was changed, false if nothing was. `false` is an answer, not a gap.",
        default=None,
    )
    entries: tuple[Change, ...] = key("What was changed.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class FidelityResult:
    """The value that a planned measure came to."""

    measure: str = key("Key of the measure.", refers="measures", label=True)
    n: int | None = key("How many were measured.", default=None, least=0)
    value: str | None = key("The value, with its unit.", default=None, example="91% of sessions")
    summary: str | None = key("The result in words.", default=None)
    missing: str | None = key("How much is missing, and why.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Fidelity:
    """How well the intervention was delivered: the plan, and what came of it."""

    assessed: bool | None = key(
        "true if adherence or fidelity is assessed, false if not. `false` is an answer, not a gap.",
        default=None,
    )
    measures: tuple[str, ...] = key("Keys of the measures planned.", default=(), refers="measures")
    strategies: tuple[str, ...] = key("What is done to keep fidelity up.", default=())
    results: tuple[FidelityResult, ...] = key("What the measures came to.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Arm:
    """One arm: an intervention or a comparator."""

    role: Role = key("The part it plays in the comparison.", label=True)
    name: str = key("Brief name.", example="Peer support for discharge", label=True)
    aliases: tuple[str, ...] = key("Other names in use.", default=(), label=True)
    given_with: tuple[str, ...] = key(
        "Keys of the arms whose content is given in addition.",
        default=(),
        refers="interventions",
    )
    receives_later: str | None = key(
        "Key of the arm that is offered after the wait.", default=None, refers="interventions"
    )
    rationale: Rationale | None = key("Why it is expected to work.", default=None)
    providers: tuple[str, ...] = key(
        "Keys of those who deliver it.", default=(), refers="providers"
    )
    materials: tuple[str, ...] = key("Keys of what is used.", default=(), refers="materials")
    settings: tuple[str, ...] = key("Keys of where it happens.", default=(), refers="settings")
    components: tuple[str, ...] = key(
        "Keys of the components as delivered.", default=(), refers="components"
    )
    procedures: Mapping[str, Procedure] = key(
        "What is done, each activity under a key of its own.", factory=empty_map
    )
    delivery: Delivery | None = key(
        "How it is delivered, where a procedure says nothing else.", default=None
    )
    schedule: Mapping[str, Phase] = key(
        "When and how much, each phase under a key of its own.", factory=empty_map
    )
    dose: Dose | None = key("Amount and progression, where the domain counts it.", default=None)
    tailoring: Tailoring | None = key("Planned fitting to the individual.", default=None)
    modifications: Modifications | None = key("Changes during the study.", default=None)
    fidelity: Fidelity | None = key("How well it was delivered.", default=None)
    narrative: Mapping[str, str] = key(
        "Prose for an item that nobody has structured yet, by the item's id.",
        factory=empty_map,
        example={"tidier/why": "Walking in company keeps people going."},
    )
    sources: tuple[str, ...] = key(
        "Keys of `sources` for all that the arm states, where nothing inside it names its own.",
        default=(),
        refers="sources",
    )
