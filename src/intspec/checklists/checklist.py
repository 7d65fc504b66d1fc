"""A checklist: the keys of its file, and the same ready for use, each part in its place."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

import attrs

from intspec.lazy import frozen, kept
from intspec.model.arms import Role
from intspec.model.keys import key, record
from intspec.model.study import Stage
from intspec.rules import Scope
from intspec.text.sameness import words_of_name

PaperPart = Literal["abstract", "introduction", "methods", "results", "discussion"]


@record
class When:
    """A condition on what a path leads to."""

    path: str = key("The path looked at, read from the subject or, under `each`, from the entry.")
    is_: tuple[Any, ...] = key(
        "The values it may have; any value at all when absent. `none` is also any text that begins "
        "by saying so: No published theory was used.",
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
class Cues:
    """What leads to the sentences of a paper that answer an item.

    A cue is words in lower case. `*` at the end of a word stands for any ending, `#` for a number,
    and `...` for at most five words.
    """

    sections: tuple[PaperPart, ...] = key(
        "The parts of a paper in which it is told, the likeliest first; elsewhere a sentence "
        "counts for less.",
        default=(),
        example=["methods"],
    )
    headings: tuple[str, ...] = key(
        "Headings under which it is told, or the words in them that tell.",
        default=(),
        example=["setting", "study site*"],
    )
    phrases: tuple[str, ...] = key(
        "Phrases that nearly say that a sentence answers it.",
        default=(),
        example=["took place in", "# minutes"],
    )
    words: tuple[str, ...] = key(
        "Words that make it likelier.", default=(), example=["hospital*", "clinic*"]
    )
    title: bool = key(
        "true where words of the paper's title make it likelier: what was studied.", default=False
    )
    against: tuple[str, ...] = key(
        "Words that make it less likely, since they are of another item.",
        default=(),
        example=["ethics committee"],
    )
    leads_to: tuple[str, ...] = key(
        "Phrases of the sentence that it leads up to: what stands shortly before that is likelier.",
        default=(),
        example=["we aimed to"],
    )


@record
class CuesFile:
    """Cues of a checklist's items, in a file beside it."""

    items: Mapping[str, Cues] = key("The cues of each item, by its id.")


@record
class Item:
    """A numbered thing that the guideline asks for."""

    id: str = key("Name of the item.", form="slug")
    number: str = key("The number the guideline prints, as text.", example="5a")
    group: str | None = key("Heading under which the guideline's form prints it.", default=None)
    title: str = key("Short label.")
    known_as: tuple[str, ...] = key(
        "What authors call the item in tables of their own, without its number. Such names are "
        "read only where the table names the guideline.",
        default=(),
        example=["Provider", "Therapists"],
    )
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
    combines: bool = key(
        "true where the item asks for content, which an arm that only combines others has from "
        "them: its state is the weakest of theirs.",
        default=False,
    )
    comparator: bool = key(
        "true where the item asks about the comparator, for the crosswalk.", default=False
    )
    shows: tuple[str, ...] = key(
        "Paths of what the description view shows under the item; the paths of its parts when "
        "absent.",
        default=(),
    )
    always: bool = key(
        "true where the item concerns every study, so that `N/A` without a reason is an error in a "
        "filled form and not a warning.",
        default=False,
    )
    denied: tuple[str, ...] = key(
        "Paths to what is false where an answer in a filled form denies: `no`, `none`. Under one "
        "that ends in `assessed` only `not assessed` is such an answer. Absent where a denial "
        "answers nothing.",
        default=(),
        example=["modifications.occurred"],
    )
    not_asked: tuple[str, ...] = key(
        "What the item's own line in the guideline asks and no part of it here does, each in a "
        "phrase: only what a specification has no place for, or what lies outside the "
        "intervention. Reports then say that the item is asked in part.",
        default=(),
        example=["how the approach contributed to the development"],
    )
    verified: str | None = key(
        "How what is asked here was held against the guideline, where that differs from the rest.",
        default=None,
        example="Read in a table of a review that applied the guideline.",
    )
    cues: Cues | None = key(
        "What leads to the item in a manuscript, for `intspec locate --suggest`. Without them, the "
        "cues of the items that it uses count.",
        default=None,
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
    verified: str | None = key(
        "How the items were held against the guideline: which copy of it was read, and how much.",
        default=None,
        example="Held against the published form, line by line.",
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
    question_marks: bool = key(
        "true where reviewers write `?` into its form beside what is not sufficiently reported.",
        default=False,
    )
    extends: str | None = key("Id of the checklist that this one lies over.", default=None)
    cues_file: str | None = key(
        "Name of a file beside this one in its package, with the cues of items: it is read when "
        "they are asked for, and a check does not ask.",
        default=None,
        example="tidier.cues.toml",
    )
    items: tuple[Item, ...] = key("The items.", least=1)


def asks_for_name(item: Item) -> bool:
    """Tell whether an item asks for the name of the intervention: an arm's own `name`."""
    of_arm = (part for part in item.parts if not part.each and not part.some)
    return any("name" in (*part.any, *part.all) for part in of_arm)


def asked_at(stages: tuple[Stage, ...], stage: str) -> bool:
    """Tell whether what names these stages can be answered at one: none named are all."""
    return not stages or stage in stages


#: How paths end that lead to where a thing can be had.
ACCESS = (".access", ".access.where", ".development.report")


@frozen
class PartOf:
    """A part in its place: under an item of the checklist that first had it.

    Attributes:
        rule: Id of the part, `<checklist>/<name>`.
        part: The part itself.
        scope: What it is judged on.
        home: The item that it stands under in the checklist that first had it.
        home_id: Id of that item.
        decided_by: Id of the rule whose findings decide: its own, or the Python rule it cites.
    """

    rule: str
    part: Part
    scope: Scope
    home: Item
    home_id: str = attrs.field(init=False)
    decided_by: str = attrs.field(init=False)

    @home_id.default
    def _home_id(self) -> str:
        return f"{self.rule.partition('/')[0]}/{self.home.id}"

    @decided_by.default
    def _decided_by(self) -> str:
        return self.part.rule or self.rule

    @property
    def asks_access(self) -> bool:
        """Whether it asks where something can be had, which `not-shareable` answers."""
        return any(f".{path}".endswith(ACCESS) for path in (*self.part.all, *self.part.any))


def _no_cues(_checklist: str) -> Mapping[str, Cues]:
    return {}


def _read_only(parts: Mapping[str, tuple[PartOf, ...]]) -> Mapping[str, tuple[PartOf, ...]]:
    return MappingProxyType(dict(parts))


@frozen
class Checklist:
    """A checklist ready for use.

    Attributes:
        file: What the file says.
        items: The items in order; under an overlay, those of its base included.
        parts: The parts of each item, by the item's id.
        cues_of: Gives the cues of a checklist by the item's id, of this one and of those that it
            uses; they may stand in files of their own, which are read when they are asked for.
    """

    file: ChecklistFile
    items: tuple[Item, ...]
    parts: Mapping[str, tuple[PartOf, ...]] = attrs.field(converter=_read_only)
    cues_of: Callable[[str], Mapping[str, Cues]] = attrs.field(
        default=_no_cues, eq=False, repr=False
    )
    _names: Mapping[str, tuple[str, ...]] = attrs.field(init=False)
    _ids: Mapping[str, frozenset[str]] = attrs.field(init=False)
    _uses: Mapping[str, tuple["PartUse", ...]] = attrs.field(init=False, eq=False, repr=False)

    @_names.default
    def _named(self) -> Mapping[str, tuple[str, ...]]:
        names = {}
        for item in self.items:
            homes = (part.home_id for part in self.parts[item.id] if part.home is item)
            names[item.id] = tuple(dict.fromkeys((f"{self.file.id}/{item.id}", *homes)))
        return MappingProxyType(names)

    @_ids.default
    def _all_ids(self) -> Mapping[str, frozenset[str]]:
        ids = {}
        for item in self.items:
            parts = (name for part in self.parts[item.id] for name in (part.rule, part.home_id))
            ids[item.id] = frozenset((*self._names[item.id], *parts))
        return MappingProxyType(ids)

    @_uses.default
    def _used(self) -> Mapping[str, tuple["PartUse", ...]]:
        return MappingProxyType(
            {
                item.id: tuple(PartUse(self, item, part) for part in self.parts[item.id])
                for item in self.items
            }
        )

    @property
    def id(self) -> str:
        """Id of the checklist."""
        return self.file.id

    @property
    def label(self) -> str:
        """Short name and version."""
        return f"{self.file.title} {self.file.version}"

    @kept
    def headings(self) -> Mapping[tuple[str, ...], str]:
        """Whose heading each is, by its words: titles of items, and their parts around a colon."""
        found: dict[tuple[str, ...], str] = {}
        for item in self.items:
            for heading in (item.title, *item.title.split(":")):
                if words := words_of_name(heading):
                    found.setdefault(words, f"the heading of item {item.number}")
        return MappingProxyType(found)

    def scope(self, item: Item) -> Scope:
        """Return what an item is judged on."""
        return item.scope or self.file.scope

    def verified(self, item: Item) -> str | None:
        """Return how an item was held against the guideline; None if that is not recorded."""
        return item.verified or self.file.verified

    def uses(self, item: Item) -> tuple["PartUse", ...]:
        """Return the parts by which an item is decided, as this checklist uses them."""
        return self._uses[item.id]

    def names(self, item: Item) -> tuple[str, ...]:
        """Return the ids of an item: its own, and that of the base which it is inherited from."""
        return self._names[item.id]

    def ids(self, item: Item) -> frozenset[str]:
        """Return every id that names an item, a part of it, or the item that a part comes from."""
        return self._ids[item.id]

    def cues(self, item: Item) -> tuple[Cues, ...]:
        """Return the cues of an item: its own, or else those of the items that it uses."""
        own = item.cues or self.cues_of(self.id).get(item.id)
        if own is not None:
            return (own,)
        homes = {part.home_id: part.home for part in self.parts[item.id]}
        found = (
            home.cues or self.cues_of(name.partition("/")[0]).get(home.id)
            for name, home in homes.items()
        )
        return tuple(cues for cues in found if cues is not None)

    def all_parts(self) -> Iterator[tuple[Item, PartOf]]:
        """Go over every part with its item."""
        for item in self.items:
            for part in self.parts[item.id]:
                yield item, part


@frozen
class PartUse:
    """A part where a claimed checklist uses it.

    Attributes:
        checklist: The claimed checklist.
        item: The item of it that the part decides.
        part: The part.
        home: Id of the item that the part stands under where it comes from.
        item_ids: The ids of the items that it decides: here, and where it comes from.
    """

    checklist: Checklist
    item: Item
    part: PartOf
    home: str = attrs.field(init=False)
    item_ids: tuple[str, ...] = attrs.field(init=False)

    @home.default
    def _home(self) -> str:
        return self.part.home_id

    @cached_property
    def required(self) -> bool:
        """Whether the state of the item depends on it."""
        return self.part.part.level == "required"

    @item_ids.default
    def _item_ids(self) -> tuple[str, ...]:
        own = f"{self.checklist.id}/{self.item.id}"
        return (own,) if own == self.part.home_id else (own, self.part.home_id)
