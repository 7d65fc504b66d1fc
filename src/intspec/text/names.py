"""Make keys of words, make names unique, and guess what a misspelt name was meant to be."""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property

from intspec.text.wording import some_of

#: How alike two names must be, from 0 to 1, for one to be taken for a slip of the other.
LIKENESS = 0.65
#: The longest name that is compared: comparing takes time that grows with the square of it.
LONGEST = 200
#: How many known names are listed where none is near.
LISTED = 12
#: What is put into comparing names for one document: every misspelt name with every known one
#: would be the square of their number. A pair costs one to be looked at, more to be compared
#: roughly by its letters, and most to be compared exactly.
MOST_WORK = 1_000_000
#: How many answers are kept for the next documents, where the known names are the same for all.
REMEMBERED = 1_000
#: So many numbers are tried one after the other where one is free to be put to a name.
FEW_NUMBERS = 16
LOOKED_AT, ROUGHLY, EXACTLY = 1, 25, 100


def slug(text: str, *, accents: bool = True) -> str:
    """Make a key of words: lower-case letters of ASCII, digits, and hyphens between them.

    Args:
        text: Any words, such as a title or the name of a file.
        accents: Whether a letter with an accent becomes the letter without it, and an apostrophe
            nothing. Where names were given without that, such characters part words for ever.

    Returns:
        The key; it may begin with a digit, and is empty where there is no letter and no digit.
    """
    if accents and not text.isascii():
        from intspec.text.characters import normalized  # noqa: PLC0415 -- few texts need it

        text = normalized("NFKD", text).encode("ascii", "ignore").decode()
    if accents:
        text = text.replace("'", "")
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")


def several_in(text: object) -> list[str]:
    """Return the parts of a text that lists several things; empty where it names but one.

    Args:
        text: What was written where one thing is named: `nurse, midwife and doctor`.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        return []
    parts = re.split(r"\s*[,;/&+|]\s*(?:and\s+)?|\s+and\s+", text.strip())
    return parts if len(parts) > 1 and all(parts) else []


def unique(
    name: str,
    taken: Container[str],
    numbered: Callable[[str, int], str] = "{}-{}".format,
    *,
    compared: Callable[[str], str] = str,
) -> str:
    """Return a name that is not taken, with a number to it where it has to be.

    Args:
        name: The name wanted.
        taken: The names that are taken, as they are compared.
        numbered: Puts a number to the name, from 2 on: `"{}-{}".format` for keys,
            `"{} ({})".format` for what people read.
        compared: How names are compared: `str.lower` where case makes no difference.
    """
    number, free = 1, name
    while compared(free) in taken:
        if number == FEW_NUMBERS:
            return numbered(name, _free_number(name, taken, numbered, compared))
        number += 1
        free = numbered(name, number)
    return free


def _free_number(
    name: str,
    taken: Container[str],
    numbered: Callable[[str, int], str],
    compared: Callable[[str], str],
) -> int:
    """Return a number that is free behind one that is taken.

    Numbers are given one after the other: going over them for each of many names alike would cost
    the square of their number.
    """
    last, free = FEW_NUMBERS, 2 * FEW_NUMBERS
    while compared(numbered(name, free)) in taken:
        last, free = free, 2 * free
    while free - last > 1:
        middle = (last + free) // 2
        if compared(numbered(name, middle)) in taken:
            last = middle
        else:
            free = middle
    return free


def listed(names: str | Iterable[str]) -> tuple[str, ...]:
    """Return names as they are listed; a text by itself is one name, and no list of letters."""
    return (names,) if isinstance(names, str) else tuple(names)


def nearest(name: str, known: Iterable[str], *, likeness: float = LIKENESS) -> str | None:
    """Return the known name that a misspelt one was most likely meant to be.

    Where many names are looked for among the same ones, ask `KnownNames` for each.

    Args:
        name: The name as written.
        known: The names that exist.
        likeness: How alike the two must be, from 0 to 1.

    Returns:
        The nearest known name, or None when none is near.
    """
    return KnownNames(known).nearest(name, likeness=likeness)


def did_you_mean(name: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Say what was most likely meant, or else list what is known.

    Args:
        name: The name as written.
        known: The names that exist.
        otherwise: What to say when nothing is near and nothing is known.
    """
    return KnownNames(known).did_you_mean(name, otherwise=otherwise)


class KnownNames:
    """Names that exist, and which of them misspelt ones were most likely meant to be.

    Args:
        known: The names; among equals, those that come first count.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._names = dict.fromkeys(known)
        #: What was looked for earlier, with the work that it was.
        self._earlier: dict[tuple[str, int, float], tuple[list[str], int]] = {}

    @cached_property
    def _by_fold(self) -> dict[str, str]:
        folds: dict[str, str] = {}
        for name in self._names:
            folds.setdefault(_folded(name), name)
        return folds

    @cached_property
    def _list(self) -> str:
        return some_of([f"`{name}`" for name in sorted(self._names)], LISTED)

    def nearest(self, name: str, *, likeness: float = LIKENESS) -> str | None:
        """Return the name that a misspelt one was most likely meant to be; None if none is near."""
        meant = [name]
        if not name.isascii():
            from intspec.text.lookalikes import readings  # noqa: PLC0415 -- few names need it

            meant = readings(name)
        for one in meant:
            if (same := self._by_fold.get(_folded(one))) is not None:
                return same
        return next(iter(self.alike(meant[0], 1, likeness=likeness)), None)

    def alike(self, name: str, most: int, *, likeness: float = LIKENESS) -> list[str]:
        """Return the names that are spelt much like another, the nearest first.

        Args:
            name: The name as written.
            most: How many to return.
            likeness: How alike two must be, from 0 to 1.

        Returns:
            None at all where what may be put into comparing names is spent.
        """
        budget = _BUDGET.get(None) or _Budget(MOST_WORK)
        asked = (self, name, most, likeness)
        if asked not in budget.answers:
            budget.answers[asked] = self._remembered(name, most, likeness, budget)
        return budget.answers[asked]

    def _remembered(self, name: str, most: int, likeness: float, budget: "_Budget") -> list[str]:
        """Return what `_alike` does, of what was asked for earlier documents without comparing.

        The work is counted all the same: what a document is told must not depend on those that
        were checked before it.
        """
        asked = (name, most, likeness)
        if asked in self._earlier:
            found, work = self._earlier[asked]
            if work < budget.left:
                budget.left -= work
                return found
        before = budget.left
        found = self._alike(name, most, likeness, budget)
        if budget.left > 0 and len(self._earlier) < REMEMBERED:
            self._earlier[asked] = found, before - budget.left
        return found

    def _alike(self, name: str, most: int, likeness: float, budget: "_Budget") -> list[str]:
        if not self._names or budget.left <= 0:
            return []
        import difflib  # noqa: PLC0415 -- only a name that is not known needs it
        import heapq  # noqa: PLC0415 -- see above

        found: list[tuple[float, str]] = []
        matcher = difflib.SequenceMatcher(b=name[:LONGEST])
        for other in self._names:
            matcher.set_seq1(other)
            budget.left -= LOOKED_AT
            if matcher.real_quick_ratio() >= likeness:
                budget.left -= ROUGHLY
                if matcher.quick_ratio() >= likeness:
                    budget.left -= EXACTLY
                    found.append((matcher.ratio(), other))
            if budget.left <= 0:
                # What was not compared may be nearer.
                return []
        near = [pair for pair in found if pair[0] >= likeness]
        return [other for _likeness, other in heapq.nlargest(most, near)]

    def did_you_mean(self, name: str, *, otherwise: str = "") -> str:
        """Say what was most likely meant, or else list what is known.

        Args:
            name: The name as written.
            otherwise: What to say when nothing is near and nothing is known.
        """
        from intspec.text.lookalikes import oddities, same_name  # noqa: PLC0415 -- only a fault

        if (same := same_name(name, self._names)) is not None:
            return f"it is written with {oddities(name)}; did you mean `{same}`?"
        near = self.nearest(name)
        if near is not None:
            return f"did you mean `{near}`?"
        return f"known: {self._list}" if self._names else otherwise

    def instead(self, name: str, *, colon: str = "") -> str:
        """Say what to write in place of a misspelt name, or else to remove it.

        Args:
            name: The name as written.
            colon: What is to stand behind it: a colon, if it is a key.
        """
        from intspec.text.lookalikes import oddities, same_name  # noqa: PLC0415 -- only a fault

        if (same := same_name(name, self._names)) is not None:
            return f"type it anew: `{same}{colon}`; it is written with {oddities(name)}"
        near = self.nearest(name)
        if near is not None:
            return f"write `{near}{colon}`"
        return f"remove it, or write one of these: {self._list}" if self._names else "remove it"


class _Budget:
    """What may still be put into comparing names, and what came of it so far."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.answers: dict[tuple[KnownNames, str, int, float], list[str]] = {}


_BUDGET: ContextVar[_Budget] = ContextVar("comparing names")


@contextmanager
def few_comparisons(most: int = MOST_WORK) -> Iterator[None]:
    """Bound what is put into comparing names, whoever has them compared.

    Args:
        most: How much work; names that differ only in case, hyphens or look-alike characters are
            found beyond it.
    """
    token = _BUDGET.set(_Budget(most))
    try:
        yield
    finally:
        _BUDGET.reset(token)


def _folded(name: str) -> str:
    return name.lower().replace("_", "-")


def likeness_of(name: str, other: str) -> float:
    """Return how alike two names are spelt, from 0 to 1."""
    import difflib  # noqa: PLC0415 -- only a name that is not known needs it

    return difflib.SequenceMatcher(None, other, name[:LONGEST]).ratio()
