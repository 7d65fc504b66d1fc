"""Tell how far the rows of a form are those of a guideline: whether their labels agree.

A label agrees with the item of its number where it is what our own checklist calls the item, or
where its words are nearer to that item than to any other of the same guideline. Wording differs,
ours from the published one and one journal's from another's; which item is nearest hardly does.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

import attrs

from intspec.checklists import Checklist, Item
from intspec.forms.kept import kept
from intspec.lazy import frozen
from intspec.text.characters import normalized
from intspec.text.lookalikes import unmasked

#: Words that say nothing of an item: those of grammar, and those with which forms ask.
EMPTY_WORDS = (
    "about after also and any applicable are been being between both can describe description "
    "detail detailed details did does done each else every for from had has have here how "
    "into its item items more most must not only other others over part per provide report "
    "reported same should some state such than that the their them then there these they this "
    "those through under very was were what when where whether which while who whose why will "
    "with would you your "
)
EMPTY = frozenset(EMPTY_WORDS.split())
#: Headings of groups that stand in forms of every kind.
COMMON_GROUPS = frozenset(
    {
        "title",
        "abstract",
        "introduction",
        "methods",
        "results",
        "discussion",
        "background",
        "other",
        "information",
        "objectives",
    }
)
STEM, SHORTEST = 6, 3
LONGEST_LABEL, LONGEST_LEAD, MOST_LINES = 1_500, 60, 8
#: What stands between the names of items that share a row.
JOINT = re.compile(r"\s*[/;,&+]\s*|\s+and\s+", re.IGNORECASE)
BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
LEAD_END = re.compile(r"[.:;\n(\u2013\u2014]|\s-\s")
#: How near a label must be to an item, and how much of the nearest item's nearness it must have.
NEAR, NEAREST = 0.7, 0.75
#: What a word counts that stands in an item's name, and not only in what it asks.
IN_NAME = 1.5
#: Rows without a letter have no label; what is read of a table for evidence is bounded.
MOST_ROWS = 300


@frozen
class _Words:
    """The words of one item, for comparison."""

    names: frozenset[frozenset[str]]
    also: frozenset[frozenset[str]]
    group: frozenset[str]
    named: frozenset[str]
    asked: frozenset[str]


@frozen
class Agreement:
    """How far rows are those of a guideline.

    Attributes:
        rows: How many rows have the number of an item, and a label.
        agreeing: The ids of the items whose rows have a label that agrees, in the form's order.
        own: Those of them whose label is none of the published ones, only one of authors' own.
        exact: How many of those are labels that our checklist has word for word.
        items: How many items the guideline has here.
        numbers: How many of its numbers the form has, and how many numbers the form has.
    """

    rows: int
    agreeing: tuple[str, ...]
    own: frozenset[str]
    exact: int
    items: int
    numbers: tuple[int, int]

    @property
    def published(self) -> "Agreement":
        """The same without the names that authors use."""
        agreeing = tuple(item for item in self.agreeing if item not in self.own)
        return attrs.evolve(self, agreeing=agreeing, own=frozenset())

    @property
    def share(self) -> float:
        """The share of rows with an item's number whose label agrees, from 0 to 1."""
        return len(self.agreeing) / self.rows if self.rows else 0.0

    @property
    def coverage(self) -> float:
        """The share of the guideline's items that have such a row, from 0 to 1."""
        return len(self.agreeing) / self.items if self.items else 0.0


class Vocabulary:
    """The words of a guideline's items.

    Args:
        checklist: The guideline.
    """

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        self.items: dict[str, Item] = {i.number.lower(): i for i in checklist.items}
        self._words = {number: self._of(item) for number, item in self.items.items()}
        self._called: dict[frozenset[str], tuple[str, ...]] = {}
        for number, own in self._words.items():
            for name in own.names | own.also:
                self._called[name] = (*self._called.get(name, ()), number)
        self._agreed = lru_cache(maxsize=2048)(self._agrees)

    def _of(self, item: Item) -> _Words:
        parts = " ".join(part.part.asks or "" for part in self.checklist.parts[item.id])
        names = {_plain(item.title), _plain(item.id.replace("-", " "))}
        group = _plain(item.group or "")
        return _Words(
            frozenset(names),
            frozenset(map(_plain, item.known_as)) - names,
            frozenset() if group <= COMMON_GROUPS else group,
            stems(f"{item.group or ''} {item.title} {item.id}"),
            stems(f"{item.asks or ''} {parts}"),
        )

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """What a word counts: the fewer items have it, the more."""
        counts = Counter(
            word for words in self._words.values() for word in words.named | words.asked
        )
        size = len(self._words) + 1
        return {word: math.log(size / (count + 0.5)) for word, count in counts.items()}

    def number_of(self, number: str) -> str | None:
        """Return the number of the item that a number of a form is: `5a` is that of item 5."""
        if number in self.items:
            return number
        plain = _digits(number)
        return plain if plain in self.items else None

    def called(self, label: str) -> tuple[str, ...]:
        """Return the numbers of the items that are called so, word for word.

        A label may name several: `What` both items that begin so, `When and how much / Where` those
        of its parts.
        """
        if len(label) > LONGEST_LEAD:
            return ()
        # `How (mode of delivery)` says it twice.
        for name in (label, BRACKETS.sub("", label)):
            if (whole := self._called.get(_plain(name))) is not None:
                return whole
        parts = [self._called.get(_plain(part), ()) for part in JOINT.split(label)]
        return tuple(dict.fromkeys(n for part in parts for n in part)) if all(parts) else ()

    def exact(self, number: str, label: str) -> bool:
        """Tell whether our own checklist calls an item so, word for word."""
        return _plain(label) in self._words[number].names

    def agrees(self, number: str, label: str, group: str = "") -> bool:
        """Tell whether a label is one of the item of a number, as published or as authors write.

        Args:
            number: The number of the item.
            label: What the form calls the item.
            group: The heading above its row.
        """
        return number in self.called(label) or self.published(number, label, group)

    def published(self, number: str, label: str, group: str = "") -> bool:
        """Tell whether a label is one of the item of a number, without the names in `known_as`."""
        return self._agreed(number, label[:LONGEST_LABEL], group[:LONGEST_LABEL])

    def _agrees(self, number: str, label: str, group: str) -> bool:
        own = self._words[number]
        if self._titled(own, label, group):
            return True
        words = stems(f"{group} {label}"[:LONGEST_LABEL])
        nearness = self._nearness(words, own)
        if nearness < NEAR:
            return False
        # `20a` and `20b` speak of one subject: either may be nearer.
        others = (o for n, o in self._words.items() if _digits(n) != _digits(number))
        return all(NEAREST * self._nearness(words, other) <= nearness for other in others)

    @staticmethod
    def _titled(own: _Words, label: str, group: str) -> bool:
        # A label may have the section above it, each on a line of its own.
        lines = label.strip().split("\n")[:MOST_LINES]
        leads = (LEAD_END.split(line, maxsplit=1)[0] for line in lines)
        spoken = [_plain(t) for t in (label, *lines, *leads, group) if len(t) <= LONGEST_LEAD]
        return any(words and (words in own.names or words == own.group) for words in spoken)

    def _nearness(self, words: frozenset[str], own: _Words) -> float:
        default = math.log((len(self._words) + 1) / 0.5)
        weights = self._weights
        shared = sum(
            weights[word] * (IN_NAME if word in own.named else 1)
            for word in words & (own.named | own.asked)
        )
        return shared / math.sqrt(sum(weights.get(word, default) for word in words) + 3)


class PublishedNames:
    """The names of a guideline's items without those of authors: where nothing names it.

    Args:
        words: The words of the guideline.
    """

    def __init__(self, words: Vocabulary) -> None:
        self.words = words

    def called(self, label: str) -> tuple[str, ...]:
        """Return the numbers of the items that are called so, word for word."""
        return tuple(n for n in self.words.called(label) if self.words.exact(n, label))


#: The words of a guideline's items, which forms share.
vocabulary = kept(Vocabulary)


def agreement(words: Vocabulary, rows: Sequence[tuple[str, str, str]]) -> Agreement:
    """Tell how far rows are those of a guideline.

    Args:
        words: The words of the guideline.
        rows: Number, label and the heading above, of each row.
    """
    agreeing: dict[str, bool] = {}
    own: set[str] = set()
    labelled: set[str] = set()
    for number, label, group in rows[:MOST_ROWS]:
        known = words.number_of(number)
        if known is None or not any(letter.isalpha() for letter in label):
            continue
        labelled.add(known)
        item = words.items[known].id
        if not agreeing.get(item) and words.agrees(known, label, group):
            agreeing[item] = agreeing.get(item, False) or words.exact(known, label)
            if words.published(known, label, group):
                own.discard(item)
            else:
                own.add(item)
    numbers = {number for number, _label, _group in rows}
    known_numbers = {words.number_of(number) for number in numbers} - {None}
    return Agreement(
        len(labelled),
        tuple(agreeing),
        frozenset(own),
        sum(agreeing.values()),
        len(words.items),
        (len(known_numbers), len(numbers)),
    )


def _digits(number: str) -> str:
    return number.rstrip("abcdefghijklmnopqrstuvwxyz")


@lru_cache(maxsize=2048)
def stems(text: str) -> frozenset[str]:
    """Return the words that say what a text is about, in lower case and shortened."""
    words = re.findall(rf"[^\W\d_]{{{SHORTEST},}}", unmasked(text).casefold())
    return frozenset(word[:STEM] for word in words if word not in EMPTY)


@lru_cache(maxsize=2048)
def _plain(text: str) -> frozenset[str]:
    """Return all words of a name, those of grammar that say nothing left out."""
    words = re.findall(r"[^\W\d_]+", normalized("NFKC", unmasked(text)).casefold())
    return frozenset(words) - {"and", "the", "of", "a", "an", "or"}


#: Words of grammar of other languages, by which a label is known to be in none of ours.
FOREIGN = re.compile(
    r"\b(?:der|die|das|und|oder|f\xfcr|von|mit|wie|wurde|le|les|des|et|du|pour|une|dans|el|los|las|"
    r"del|y|para|una|o|os|da|do|em|uma|il|lo|gli|di|che|della|het|een|van|en|voor|de|la|ve|bir|och|"
    r"av|af|og|som)\b",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(?:the|of|and|to|or|for|with|was|were|is|are|how|why|what)\b", re.IGNORECASE
)
FOREIGN_SHARE = 0.4


def in_another_language(labels: Iterable[str]) -> bool:
    """Tell whether labels are in another language than English, so that ours cannot agree."""
    worded = [text for text in labels if any(letter.isalpha() for letter in text)]
    foreign = 0
    for text in worded:
        head = text[:LONGEST_LABEL]
        beyond = any(letter.isalpha() and not letter.isascii() for letter in head)
        foreign += beyond or len(FOREIGN.findall(head)) > len(ENGLISH.findall(head))
    return bool(worded) and foreign >= FOREIGN_SHARE * len(worded)
