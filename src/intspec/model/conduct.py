"""How the study is run, as far as it touches the interventions."""

from typing import Literal

from intspec.model.keys import key, record


@record
class PublicInvolvement:
    """How patients and the public took part in the trial itself."""

    involved: bool | None = key(
        "true if they were involved, false if not. `false` is an answer, not a gap.", default=None
    )
    description: str | None = key("Who they were, and what they did.", default=None)
    phases: tuple[Literal["design", "conduct", "reporting"], ...] = key(
        "What they were involved in.", default=()
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Blinding:
    """Who did not know which arm a participant was in, and how that was brought about."""

    blinded: tuple[
        Literal[
            "participants",
            "providers",
            "outcome-assessors",
            "data-collectors",
            "analysts",
            "nobody",
        ],
        ...,
    ] = key("Who was blinded after assignment; `nobody` is an answer.", default=())
    how: str | None = key(
        "How it was brought about, and how alike the interventions are.", default=None
    )
    success: str | None = key("Whether it held, where that was measured.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class HarmsAssessment:
    """How harms and other unintended events are looked for."""

    assessed: bool | None = key(
        "true if they are looked for, false if not. `false` is an answer, not a gap.", default=None
    )
    how: str | None = key("What counts as a harm, and how it is found.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Conduct:
    """How the study is run, as far as it touches the interventions."""

    public_involvement: PublicInvolvement | None = key(
        "How patients and the public take part in the trial.", default=None
    )
    blinding: Blinding | None = key("Who does not know the allocation.", default=None)
    harms: HarmsAssessment | None = key("How harms are looked for.", default=None)
    timeline: str | None = key(
        "When participants are enrolled, treated, assessed and visited.", default=None
    )
    monitoring: str | None = key("How the running of the trial is monitored.", default=None)
    amendments: str | None = key(
        "How changes to the protocol are decided on, and who is told.", default=None
    )
    post_trial_care: str | None = key(
        "Care after the trial, and for those harmed by taking part.", default=None
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")
