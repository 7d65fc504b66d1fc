"""Which item or part of some checklists words stand for: `TIDieR 3`, `12`, `Materials`."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from intspec.checklists.checklist import Checklist, Item
from intspec.text.lookalikes import bare, same_name
from intspec.text.names import LISTED, KnownNames, likeness_of
from intspec.text.wording import some_of

Words = tuple[str, ...]
#: What people write around the number of an item.
AROUND = frozenset({"checklist", "guideline", "item", "items", "no", "nr", "number", "question"})
YEAR = re.compile(r"(?:19|20)\d\d")
#: How alike the ends of two ids must be whose checklist is one.
ALIKE = 0.55
NUMBER = re.compile(r"\d{1,2}[a-z]?")


class ItemNames:
    """The ids of items, parts and rules, and what names that are none were meant to be.

    Args:
        known: All ids.
        checklists: The checklists whose items may be named by words.
    """

    def __init__(self, known: Collection[str], checklists: Sequence[Checklist]) -> None:
        self.known = known
        self.checklists = checklists
        self._names = KnownNames(known)

    @cached_property
    def _by_words(self) -> Mapping[Words, tuple[str, ...]]:
        return _named_by(self.checklists)

    def meant(self, name: str) -> tuple[str, ...]:
        """Return the ids that were most likely meant by a name that is none.

        Args:
            name: The name as written, such as `TIDieR 3`.

        Returns:
            Several where its words stand for several; none where it is not known.
        """
        words = words_of(bare(name))
        if ids := self._by_words.get(words, ()):
            return ids
        # Of an item that is named by its number, the spelling says nothing.
        if words and NUMBER.fullmatch(words[-1]):
            return ()
        near = self._names.nearest(name)
        return () if near is None or _differs(name, near) else (near,)

    def nearest(self, name: str) -> str | None:
        """Return the one id that was most likely meant by a name that is none."""
        ids = self.meant(name)
        return ids[0] if len(ids) == 1 else None

    def instead(self, name: str, *, colon: str = "") -> str:
        """Say what to write in place of a name that is none, or else to remove it.

        Args:
            name: The name as written.
            colon: What is to stand behind it: a colon, if it is a key.
        """
        if same_name(name, self.known) is not None:
            return self._names.instead(name, colon=colon)
        ids = self.meant(name)
        if len(ids) == 1:
            return f"write `{ids[0]}{colon}`"
        items = ids or [f"{c.id}/{item.id}" for c in self.checklists for item in c.items]
        if not items:
            return self._names.instead(name, colon=colon)
        listed = some_of([f"`{one}{colon}`" for one in items], LISTED)
        return f"{'' if ids else 'remove it, or '}write one of these: {listed}"


def words_of(text: str) -> Words:
    """Return the words that tell names of items apart, without those around them."""
    together = re.sub(r"\b(\d+)\s([a-z])\b", r"\1\2", text.casefold())
    found = (word.lstrip("0") or word for word in re.findall("[a-z0-9]+", together))
    return tuple(word for word in found if word not in AROUND)


def _named_by(checklists: Iterable[Checklist]) -> Mapping[Words, tuple[str, ...]]:
    """Return the ids of items and parts by the words that they may be named by.

    Args:
        checklists: The checklists. Their own names may stand before those words, or not. Words that
            name an item do not stand for a part.
    """
    items: dict[Words, dict[str, None]] = {}
    parts: dict[Words, dict[str, None]] = {}
    for checklist in checklists:
        titles = (checklist.id, checklist.file.title, checklist.label)
        before = {(), *(words for title in titles for words in names_of(title))}
        for item in checklist.items:
            for words in _names(item):
                for first in before:
                    items.setdefault((*first, *words), {})[f"{checklist.id}/{item.id}"] = None
        for _item, part in checklist.all_parts():
            for first in ((), *names_of(part.rule.partition("/")[0])):
                parts.setdefault((*first, *words_of(part.part.id)), {})[part.rule] = None
    return {words: tuple(names) for words, names in (parts | items).items()}


def names_of(checklist: str) -> tuple[Words, ...]:
    """Return the words that name a checklist, with its year and without."""
    words = words_of(checklist)
    return words, tuple(word for word in words if not YEAR.fullmatch(word))


def _names(item: Item) -> Iterator[Words]:
    """Go over the words that may name an item."""
    number = words_of(item.number)
    yield number
    for words in (words_of(item.id), words_of(item.title)):
        yield words
        yield (*number, *words)


def _differs(name: str, other: str) -> bool:
    """Tell whether two names have little more than the name of their checklist in common."""
    mine, theirs = name.partition("/"), other.partition("/")
    same = bool(mine[1] and theirs[1]) and mine[0].casefold() == theirs[0].casefold()
    return same and likeness_of(mine[2], theirs[2]) < ALIKE
