"""A checklist ready for use, and its parts in their places."""

from collections.abc import Iterator

import attrs

from intspec.checklists.format import ChecklistFile, Item, Part
from intspec.lazy import frozen
from intspec.rules import Scope


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


@frozen
class Checklist:
    """A checklist ready for use.

    Attributes:
        file: What the file says.
        items: The items in order; under an overlay, those of its base included.
        parts: The parts of each item, by the item's id.
    """

    file: ChecklistFile
    items: tuple[Item, ...]
    parts: dict[str, tuple[PartOf, ...]]
    _names: dict[str, tuple[str, ...]] = attrs.field(init=False)
    _uses: dict[str, tuple["PartUse", ...]] = attrs.field(init=False, factory=dict, eq=False)

    @_names.default
    def _named(self) -> dict[str, tuple[str, ...]]:
        return {
            item.id: tuple(
                dict.fromkeys(
                    (
                        f"{self.file.id}/{item.id}",
                        *(part.home_id for part in self.parts[item.id] if part.home is item),
                    )
                )
            )
            for item in self.items
        }

    @property
    def id(self) -> str:
        """Id of the checklist."""
        return self.file.id

    @property
    def label(self) -> str:
        """Short name and version."""
        return f"{self.file.title} {self.file.version}"

    def scope(self, item: Item) -> Scope:
        """Return what an item is judged on."""
        return item.scope or self.file.scope

    def uses(self, item: Item) -> tuple["PartUse", ...]:
        """Return the parts by which an item is decided, as this checklist uses them."""
        if item.id not in self._uses:
            self._uses[item.id] = tuple(PartUse(self, item, part) for part in self.parts[item.id])
        return self._uses[item.id]

    def names(self, item: Item) -> tuple[str, ...]:
        """Return the ids of an item: its own, and that of the base which it is inherited from."""
        return self._names[item.id]

    def ids(self, item: Item) -> frozenset[str]:
        """Return every id that names an item, a part of it, or the item that a part comes from."""
        parts = (name for part in self.parts[item.id] for name in (part.rule, part.home_id))
        return frozenset((*self.names(item), *parts))

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

    @item_ids.default
    def _item_ids(self) -> tuple[str, ...]:
        own = f"{self.checklist.id}/{self.item.id}"
        return (own,) if own == self.part.home_id else (own, self.part.home_id)
