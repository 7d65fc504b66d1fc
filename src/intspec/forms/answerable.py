"""What answers may say of a guideline: which item a number is, and what parts an item has."""

from collections.abc import Mapping

import attrs

from intspec.answers.answer import Known
from intspec.answers.denials import denied_by
from intspec.answers.subjects import foreign_words, part_words
from intspec.checklists import Checklist, Item
from intspec.forms.guideline import checklist_items
from intspec.forms.kept import kept
from intspec.lazy import frozen


@frozen
class Answerable:
    """What answers may say of the items of a guideline.

    Attributes:
        checklist: The guideline, or None.
        known: Its items by number.
        foreign: Ids of parts of other guidelines that it uses, by their words.
        parts: Ids of parts by their words, by item; filled when they are asked for.
    """

    checklist: Checklist | None
    known: Mapping[str, Item]
    foreign: Mapping[str, str]
    parts: dict[str, Mapping[str, str]] = attrs.field(factory=dict)

    def item(self, number: str) -> Item | None:
        """Return the item of a number; that of `5a` is item 5 where there is no 5a."""
        plain = number.rstrip("abcdefghijklmnopqrstuvwxyz")
        return self.known.get(number) or self.known.get(plain)

    def parts_of(self, item: Item | None) -> Mapping[str, str]:
        """Return the ids of an item's parts by their words."""
        if item is None or self.checklist is None:
            return {}
        if item.id not in self.parts:
            self.parts[item.id] = {**self.foreign, **part_words(self.checklist, item)}
        return self.parts[item.id]

    def known_of(self, item: Item | None) -> Known:
        """Return what is known of the answers to an item."""
        if item is None or self.checklist is None:
            return Known()
        marks = self.checklist.file.question_marks
        return Known(parts=self.parts_of(item), denied=denied_by(item), reviewed=marks)


@kept
def answerable(checklist: Checklist | None, *checklists: Checklist) -> Answerable:
    """Gather what answers may say of the items of a guideline.

    Args:
        checklist: The guideline; None where none was recognised.
        checklists: The guidelines that are known.
    """
    items = checklist_items(checklist) if checklist else {}
    return Answerable(checklist, items, foreign_words(checklist, checklists))
