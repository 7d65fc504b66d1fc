"""What differs from the plan for everyone: tailoring, and modifications during the study."""

from typing import Literal

from intspec.model.keys import key, record


@record
class Change:
    """One way in which the intervention is fitted to a person."""

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
class Modification(Change):
    """One change to the intervention in the course of the study."""

    planned: bool | None = key(
        "true if the change was planned ahead, false if it answered to something unforeseen.",
        default=None,
    )
    decided_by: tuple[str, ...] = key(
        "Who took part in the decision.", default=(), example=["trial team", "local providers"]
    )
    level: str | None = key(
        "For whom it was made: one participant, a group, one provider, a site, the whole study.",
        default=None,
        example="one site",
    )
    nature: tuple[Literal["content", "context", "training", "evaluation"], ...] = key(
        "What kind of thing was changed: the content, the context of delivery (format, setting, "
        "people), the training of providers, or the evaluation.",
        default=(),
    )
    fidelity: Literal["consistent", "inconsistent", "unknown"] | None = key(
        "Whether the elements that matter were kept.", default=None
    )
    goal: str | None = key("What the change was to achieve.", default=None)


@record
class Modifications:
    """Changes to the intervention in the course of the study."""

    occurred: bool | None = key(
        "true if something was changed, false if nothing was. `false` is an answer, not a gap.",
        default=None,
    )
    entries: tuple[Modification, ...] = key("What was changed.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")
