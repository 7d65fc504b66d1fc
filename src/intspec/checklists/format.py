"""The checklist file: a reporting guideline as data, format 1."""

from typing import Any, Literal

from intspec.model.arms import Role
from intspec.model.keys import key, record
from intspec.model.study import Stage

Scope = Literal["study", "arm", "modification"]


@record
class When:
    """A condition on what a path leads to."""

    path: str = key("The path looked at, read from the subject or, under `each`, from the entry.")
    is_: tuple[Any, ...] = key(
        "The values it may have; any value at all when absent.",
        default=(),
        example=["group", "mixed"],
    )


@record
class Part:
    """One checkable piece of an item."""

    id: str = key("Name of the part; its id is `<checklist>/<name>`.", form="slug")
    level: Literal["required", "recommended"] = key(
        "A recommended part never changes the item's state.", default="required"
    )
    all: tuple[str, ...] = key("Paths that must all hold something.", default=())
    any: tuple[str, ...] = key("Paths of which one must hold something.", default=())
    each: tuple[str, ...] = key(
        "Paths to lists: the part is asked of each entry, and of nothing where there is none.",
        default=(),
    )
    some: tuple[str, ...] = key(
        "Paths to lists of which one entry at least must hold what is asked, under `when`.",
        default=(),
    )
    when: When | None = key("The condition under which it applies.", default=None)
    unless: When | None = key("The condition under which it does not apply.", default=None)
    rule: str | None = key(
        "Id of the Python rule that decides, in place of `all` and `any`.",
        default=None,
        example="intspec/group-without-size",
    )
    roles: tuple[Role, ...] = key(
        "Roles of arms that it is asked of; all roles when absent.", default=()
    )
    stages: tuple[Stage, ...] = key("Stages at which it can be answered.", default=())
    gap: str | None = key(
        "What is said when it is missing; `{name}` stands for the name of the entry.", default=None
    )
    mend: str | None = key("What to write in the specification.", default=None)
    asks: str = key("What an author is asked to state, as a request.")
    why: str | None = key("Why it matters.", default=None)
    example: str | None = key("A good answer, in prose.", default=None)
    yaml: str | None = key("The specification that gives it.", default=None)
    instead: str | None = key("What to write when it cannot be given.", default=None)


@record
class Item:
    """A numbered thing that the guideline asks for."""

    id: str = key("Name of the item.", form="slug")
    number: str = key("The number the guideline prints, as text.", example="5a")
    group: str | None = key("Heading under which the guideline's form prints it.", default=None)
    title: str = key("Short label.")
    asks: str | None = key("What the item asks, in our own words.", default=None)
    why: str | None = key("Why it matters.", default=None)
    scope: Scope | None = key("What it is judged on, where it differs.", default=None)
    roles: tuple[Role, ...] = key("Roles of arms that it is asked of.", default=())
    stages: tuple[Stage, ...] = key("Stages at which it can be answered.", default=())
    replaces: bool = key(
        "true where an overlay replaces the base's item of this id.", default=False
    )
    delegates: str | None = key(
        "Id of the checklist that answers it for the experimental arms.", default=None
    )
    uses: tuple[str, ...] = key(
        "Items and parts of other checklists that this item asks for too, by their ids: they are "
        "checked once, under their own ids.",
        default=(),
        example=["tidier/materials", "tidier/session-length"],
    )
    relates: tuple[str, ...] = key(
        "Items of other checklists that ask about the same, for the crosswalk; those that it uses "
        "need no mention.",
        default=(),
        example=["tidier/modifications"],
    )
    comparator: bool = key(
        "true where the item asks about the comparator, for the crosswalk.", default=False
    )
    shows: tuple[str, ...] = key(
        "Paths of what the description view shows under the item; the paths of its parts when "
        "absent.",
        default=(),
    )
    parts: tuple[Part, ...] = key("What is checked.", default=())


@record
class ChecklistFile:
    """A reporting guideline."""

    format: int = key("Version of this file format: 1.", example=1)
    id: str = key("Id of the checklist, for ever.", form="slug", example="tidier")
    title: str = key("Short name.", example="TIDieR")
    name: str | None = key("Full name.", default=None)
    version: str = key("Version of the guideline, as text.", example="2014")
    year: int = key("Year of publication.")
    citation: str = key("The publication.")
    doi: str | None = key("Its DOI.", default=None, form="doi")
    url: str | None = key("Its web address.", default=None, form="url")
    licence: str = key("Licence of the guideline's own text.")
    wording: Literal["own", "original"] = key("Whose wording this file has.")
    leaves_out: tuple[str, ...] = key(
        "Items of the guideline that this file leaves out, each with the reason.", default=()
    )
    scope: Scope = key("What items are judged on.", default="study")
    stage: Stage | None = key(
        "The stage of the studies that the guideline is for: a form of it is read at this stage "
        "where it names none.",
        default=None,
        example="protocol",
    )
    leads: bool = key(
        "true where its items are the rows of a crosswalk for which no other guideline is named.",
        default=False,
    )
    extends: str | None = key("Id of the checklist that this one lies over.", default=None)
    items: tuple[Item, ...] = key("The items.", least=1)
