"""What surrounds an arm's intervention: other care, adherence, stopping, additions, harms."""

from typing import Literal

from intspec.model.keys import key, record


@record
class Criterion:
    """One reason to stop or change a participant's intervention."""

    when: str | None = key("What has to happen.", default=None, example="a fall in a session")
    action: Literal["stop", "pause", "change"] | None = key("What is then done.", default=None)
    note: str | None = key("Anything more, such as who decides.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Discontinuation:
    """When the intervention is stopped or changed for a participant."""

    planned: bool | None = key(
        "true if there are criteria, false if there are none. `false` is an answer, not a gap.",
        default=None,
    )
    criteria: tuple[Criterion, ...] = key("The criteria.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Adherence:
    """How participants are helped to keep to the intervention, and how that is followed."""

    strategies: tuple[str, ...] = key(
        "What is done to help them keep to it.",
        default=(),
        example=["A reminder by text message on the day before"],
    )
    monitored: bool | None = key(
        "true if adherence is followed, false if it is not. `false` is an answer, not a gap.",
        default=None,
    )
    monitoring: str | None = key("How it is followed.", default=None, example="a diary")
    measures: tuple[str, ...] = key(
        "Keys of the measures of adherence.", default=(), refers="measures"
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class ConcomitantCare:
    """Other care and interventions beside the arm's own."""

    permitted: tuple[str, ...] = key("What participants may have beside it.", default=())
    prohibited: tuple[str, ...] = key(
        "What they may not have; write `nothing` where nothing is prohibited.", default=()
    )
    received: str | None = key("What they did receive.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Addition:
    """Something that an intervention may have beside its main part."""

    included: bool | None = key(
        "true if there is such a part, false if there is none. `false` is an answer, not a gap.",
        default=None,
    )
    description: str | None = key("What it is.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Participants:
    """How many people an arm had."""

    allocated: int | None = key("How many were allocated to it.", default=None, least=0)
    received: int | None = key(
        "How many of them received the intended intervention.", default=None, least=0
    )
    note: str | None = key("What counts as received, and why others did not.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Harms:
    """Harms and other unintended events in an arm."""

    occurred: bool | None = key(
        "true if there were any, false if there were none. `false` is an answer, not a gap.",
        default=None,
    )
    summary: str | None = key("What they were, and how many.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")
