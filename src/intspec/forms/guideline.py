"""Find the guideline that a form is for, by its item numbers, its labels and its own words."""

import re
from collections.abc import Iterable, Sequence

import attrs

from intspec.checklists import Checklist, Item
from intspec.forms.recognise import ItemTable, content_words
from intspec.text.lookalikes import unmasked

NAMED, OTHER_YEAR = 4.0, -6.0
LEAST = 1.5
ALIKE = 0.25
#: The share of item numbers that must match where nothing else points to the guideline.
CLEAR = 0.8
FEWEST = 10


@attrs.frozen
class Choice:
    """The guideline that a form is for.

    Attributes:
        checklist: The guideline.
        why: By what it was recognised, in words.
        sure: Whether the form names it, or its labels are those of the guideline.
    """

    checklist: Checklist
    why: str
    sure: bool


def item_words(checklists: Iterable[Checklist]) -> dict[str, set[str]]:
    """Return the words that guidelines have for an item, by its number."""
    words: dict[str, set[str]] = {}
    for checklist in checklists:
        for item in checklist.items:
            words.setdefault(item.number.lower(), set()).update(_words(item))
    return words


def _words(item: Item) -> set[str]:
    return content_words(f"{item.group or ''} {item.title} {item.asks or ''} {item.id}")


def choose(
    tables: Sequence[ItemTable], texts: Sequence[str], checklists: Sequence[Checklist]
) -> Choice | None:
    """Find the guideline that tables of items are for.

    Args:
        tables: The tables that carry item numbers.
        texts: What else the form says: its title, and what stands around the tables.
        checklists: The guidelines that are known.

    Returns:
        None where none fits.
    """
    scored = sorted(
        (
            (_score(checklist, tables, texts), -number, checklist)
            for number, checklist in enumerate(checklists)
        ),
        key=lambda entry: (entry[0][0], entry[1]),
        reverse=True,
    )
    if not scored or scored[0][0][0] < LEAST:
        return None
    (_total, is_named, alike, recall, precision), _order, best = scored[0]
    if not is_named and alike < ALIKE:
        # Only the item numbers match, and any sheet of figures may have a column like that.
        worded = [row for table in tables for row in table.rows if content_words(row.label)]
        shared = round(recall * len(best.items))
        if min(recall, precision) < CLEAR or min(shared, len(worded)) < FEWEST:
            return None
    ways = []
    if is_named:
        ways.append("its name")
    if alike >= ALIKE:
        ways.append("the labels of its items")
    ways.append(f"{round(recall * len(best.items))} of its {len(best.items)} item numbers")
    return Choice(best, ", ".join(ways), sure=is_named or alike >= ALIKE)


def _score(
    checklist: Checklist, tables: Sequence[ItemTable], texts: Sequence[str]
) -> tuple[float, bool, float, float, float]:
    rows = [row for table in tables for row in table.rows]
    numbers = {number for row in rows for number in row.numbers}
    labels = {item.number.lower(): _words(item) for item in checklist.items}
    shared = numbers & labels.keys()
    recall = len(shared) / len(labels)
    precision = len(shared) / len(numbers) if numbers else 0.0
    shares = []
    for row in rows:
        words = content_words(row.label)
        shares += [
            len(words & labels[number]) / min(len(words), len(labels[number]) or 1, 8)
            for number in row.numbers
            if number in labels and words
        ]
    alike = sum(shares) / len(shares) if shares else 0.0
    is_named, other_edition = _named(checklist, [*texts, *(table.words for table in tables)])
    total = 2 * recall + precision + 3 * min(alike, 1.0)
    if is_named and shared:
        total += NAMED
    elif other_edition:
        total += OTHER_YEAR
    if checklist.file.extends is not None:
        # An extension names the guideline that it extends as well: its own name is what decides.
        total += 0.5 if is_named else -0.01
    return total, is_named and bool(shared), alike, recall, precision


def _named(checklist: Checklist, texts: Iterable[str]) -> tuple[bool, bool]:
    """Tell whether texts name a guideline, and whether they only name another edition of it."""
    name = re.escape(checklist.file.title)
    pattern = re.compile(
        rf"(?<![\w-]){name}(?![\w]|-[A-Za-z])(?P<after>.{{0,24}})", re.DOTALL | re.IGNORECASE
    )
    this_edition, other_edition = False, False
    for text in map(unmasked, texts):
        for mention in pattern.finditer(text):
            years = re.findall(r"\b(?:19|20)\d\d\b", mention["after"])
            if not years or str(checklist.file.year) in years or checklist.file.version in years:
                this_edition = True
            else:
                other_edition = True
    return this_edition and not other_edition, other_edition


def checklist_items(checklist: Checklist) -> dict[str, Item]:
    """Return the items of a guideline by number, in lower case."""
    return {item.number.lower(): item for item in checklist.items}
