"""How an intervention came to be."""

from collections.abc import Mapping
from typing import Literal

from intspec.model.catalogues import Access
from intspec.model.keys import empty_map, key, record


@record
class Group:
    """People who took part in the development."""

    name: str = key("What the group is called.", label=True)
    n: int | None = key("How many people.", default=None, least=0)
    composition: str | None = key("Who they are.", default=None)
    lived_experience: Literal["all", "some", "none", "not-stated"] | None = key(
        "How many of them have lived experience.", default=None
    )
    role: str | None = key("What the group did.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Event:
    """One step of the development."""

    kind: Literal[
        "review",
        "expert-panel",
        "consensus-round",
        "pilot",
        "feedback",
        "finalisation",
        "other",
    ] = key("What kind of step it was.", label=True)
    name: str | None = key("What it is called.", default=None, label=True)
    order: int | None = key(
        "Its place in the sequence, from 1; equal for steps at the same time.",
        default=None,
        least=1,
    )
    description: str | None = key("What happened.", default=None)
    groups: tuple[str, ...] = key(
        "Keys of the groups that took part.", default=(), refers="development.groups"
    )
    method: str | None = key("How it was done.", default=None)
    scale: str | None = key("The scale of the ratings.", default=None)
    threshold: str | None = key("What counted as agreement.", default=None)
    considered: int | None = key("How many components were considered.", default=None, least=0)
    retained: int | None = key("How many were retained.", default=None, least=0)
    dropped: int | None = key("How many were dropped.", default=None, least=0)
    effect: str | None = key("What it led to: what was changed because of it.", default=None)
    date: str | None = key("When.", default=None, form="date")
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Pool:
    """The candidate components that one event considered."""

    count: int = key("How many there were.", least=0)
    at: str = key(
        "Key of the event in `development.events` whose pool it is.", refers="development.events"
    )
    listed: Literal["complete", "partial"] = key(
        "Whether `components` lists all of them or only some."
    )
    note: str | None = key("What is left out, and why.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Borrowed:
    """Something taken over from an intervention that existed before."""

    what: str | None = key("What was taken over.", default=None)
    origin: str | None = key("From which intervention, with its reference.", default=None)
    component: str | None = key(
        "Key of the component that it became.", default=None, refers="components"
    )
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Borrowing:
    """Whether parts of the intervention come from interventions that existed before."""

    present: bool | None = key(
        "true if something was taken over, false if nothing was. `false` is an answer, not a gap.",
        default=None,
    )
    entries: tuple[Borrowed, ...] = key("What was taken over.", default=())
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Subgroups:
    """Whether the intervention was made to differ between subgroups."""

    differ: bool | None = key(
        "true if it differs, false if it does not. `false` is an answer, not a gap.", default=None
    )
    description: str | None = key("For whom it differs, and how.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")


@record
class Development:
    """How the intervention came to be."""

    summary: str | None = key("The development in a few sentences.", default=None)
    context: str | None = key("The context for which it was developed.", default=None)
    purpose: str | None = key("Why it was developed: what it was to achieve.", default=None)
    target_population: str | None = key("Whom it was developed for.", default=None)
    approach: str | None = key(
        "The published approach to development that was followed, with its reference.",
        default=None,
    )
    approach_use: str | None = key(
        "What the approach contributed: which steps or decisions come of it.",
        default=None,
        example="Each draft was tried out with people who think aloud.",
    )
    evidence: tuple[str, ...] = key("The evidence that it draws on.", default=())
    theory: str | None = key("The published theory that it draws on.", default=None)
    theory_use: str | None = key(
        "What the theory contributed: which elements or decisions come of it.",
        default=None,
        example="People walk in pairs, since they try what they see others manage.",
    )
    borrowed: Borrowing | None = key("What comes from earlier interventions.", default=None)
    priorities: tuple[str, ...] = key(
        "Principles, people or factors that came first when decisions were made.", default=()
    )
    involvement: str | None = key(
        "How people with lived experience and others with a stake took part.", default=None
    )
    changes: str | None = key(
        "How content and format changed from the start to the end of the development.",
        default=None,
    )
    subgroups: Subgroups | None = key("What was made to differ between subgroups.", default=None)
    uncertainties: tuple[str, ...] = key(
        "What was still uncertain at the end of the development.", default=()
    )
    report: Access | None = key("Where the report of the development can be read.", default=None)
    open_access: bool | None = key(
        "true if everybody can read that report without paying, false if not.", default=None
    )
    groups: Mapping[str, Group] = key("Who took part.", factory=empty_map)
    events: Mapping[str, Event] = key("The steps, each under a key.", factory=empty_map)
    pool: Pool | None = key("The candidate components.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")
