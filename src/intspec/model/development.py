"""How an intervention came to be."""

from collections.abc import Mapping
from typing import Literal

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
class Development:
    """How the intervention came to be."""

    summary: str | None = key("The development in a few sentences.", default=None)
    involvement: str | None = key(
        "How people with lived experience and others with a stake took part.", default=None
    )
    groups: Mapping[str, Group] = key("Who took part.", factory=empty_map)
    events: Mapping[str, Event] = key("The steps, each under a key.", factory=empty_map)
    pool: Pool | None = key("The candidate components.", default=None)
    sources: tuple[str, ...] = key("Keys of `sources` that say so.", default=(), refers="sources")
