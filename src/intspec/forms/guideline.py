"""Find the guideline that each table of a form is for: by labels, never by numbers or a name alone.

The rule adds two shares: of the rows whose label agrees with the item of its number, and of the
guideline's items that have such a row. Over some forty published forms and those that the tests
make, the sum is 1.5 and more in the right ones, and 1.05 at most in all others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

import attrs

from intspec.checklists import Checklist, Item
from intspec.forms.columns import content_words
from intspec.forms.evidence import Agreement, Vocabulary, agreement, in_another_language
from intspec.forms.form import Form
from intspec.forms.item_numbers import number_order
from intspec.forms.kept import kept
from intspec.forms.names import Mention, mentions
from intspec.forms.recognise import ItemTable
from intspec.lazy import frozen

#: The least share of rows that agree; the least of that and the share of items together; the
#: fewest rows: where only labels speak for a guideline, and where the form names it too.
UNNAMED, NAMED = (0.6, 1.3, 4), (0.5, 0.75, 2)
#: The share of rows from which few of the items are enough, and the share of items otherwise.
NEARLY_ALL, MOST = 0.9, 0.5
#: How many of a table's rows must agree for it to be part of a form.
LEAST_OF_TABLE = 0.5
#: What share of the numbers must be those of the guideline where its labels cannot be read.
CLEAR = 0.8
#: So many texts near a table, and at the beginning of a form, may be titles.
MOST_TITLES = 30
IN_TABLES = (
    "answers are read from tables: give each a row of its own, beside the number and the name of "
    "its item"
)


@frozen
class Choice:
    """The guideline that tables of a form are for.

    Attributes:
        checklist: The guideline.
        why: By what it was recognised, in words.
        sure: Whether the labels of the form are those of the guideline, or somebody says so.
        tables: The numbers of its tables.
        agrees: Whether the labels of the form are those of the guideline, so that it may be filled.
    """

    checklist: Checklist
    why: str
    sure: bool
    tables: tuple[int, ...] = ()
    agrees: bool = True


@frozen
class Refusal:
    """Why a form is taken for that of no guideline.

    Attributes:
        message: What is known of it, in words.
        hint: What to do.
    """

    message: str
    hint: str = (
        "if it is the form of one, name it: `--checklist ID` (`intspec checklists` lists them)"
    )


@frozen
class Identity:
    """The guidelines of a form.

    Attributes:
        choices: Those that its tables are for, in the order of the tables.
        refusal: Why there is none, where there is none.
        agreements: How far each table is that of each guideline, by table and id; for people who
            ask for the evidence.
    """

    choices: tuple[Choice, ...]
    refusal: Refusal | None
    agreements: dict[int, dict[str, Agreement]]


@kept
def item_words(*checklists: Checklist) -> dict[str, set[str]]:
    """Return the words that guidelines have for an item, by its number."""
    words: dict[str, set[str]] = {}
    for checklist in checklists:
        for item in checklist.items:
            words.setdefault(item.number.lower(), set()).update(_words(item))
    return words


def _words(item: Item) -> set[str]:
    return content_words(f"{item.group or ''} {item.title} {item.asks or ''} {item.id}")


def identify(
    form: Form,
    tables: Sequence[ItemTable],
    vocabularies: Sequence[Vocabulary],
    forced: str | None = None,
) -> Identity:
    """Find the guidelines that the tables of a form are for.

    Args:
        form: The form.
        tables: Its tables that carry item numbers.
        vocabularies: The words of the guidelines that are known.
        forced: Id of the guideline that somebody says it is for.
    """
    return _Identifying(form, tables, vocabularies).identity(forced)


@frozen
class _Candidate:
    """A guideline that some tables may be for."""

    words: Vocabulary
    tables: tuple[ItemTable, ...]
    agreement: Agreement
    named: bool
    order: int

    @property
    def checklist(self) -> Checklist:
        return self.words.checklist

    @property
    def rank(self) -> tuple[bool, int, bool, int]:
        """By what one goes before another: the greater first."""
        base = self.checklist.file.extends is None
        return self.named, len(self.agreement.agreeing), base, -self.order

    @property
    def accepted(self) -> bool:
        """Whether the evidence is enough."""
        share, both, rows = NAMED if self.named else UNNAMED
        # What authors call an item says nothing where nothing names the guideline.
        found = self.agreement if self.named else self.agreement.published
        enough = found.share >= share and len(found.agreeing) >= min(rows, found.items)
        whole = self.named or found.share >= NEARLY_ALL or found.coverage >= MOST
        return enough and whole and found.share + found.coverage >= both


class _Identifying:
    """Finds the guidelines of one form."""

    def __init__(
        self, form: Form, tables: Sequence[ItemTable], vocabularies: Sequence[Vocabulary]
    ) -> None:
        self.form = form
        self.tables = tables
        self.vocabularies = vocabularies
        self.checklists = checklists = [words.checklist for words in vocabularies]
        first = mentions(self._first_titles(), checklists)
        near: dict[int, list[str]] = {}
        for text in form.texts:
            near.setdefault(text.table + 1, []).append(text.text)
        #: What names the guideline of each table, at the table itself and for the whole form.
        self.own = {t.table.number: mentions(_titles(t, near), checklists) for t in tables}
        self.mentions = {
            number: list(dict.fromkeys([*own, *first])) for number, own in self.own.items()
        }
        self.agreements = {
            table.table.number: {
                words.checklist.id: agreement(words, _rows([table])) for words in self.vocabularies
            }
            for table in tables
        }

    def _first_titles(self) -> Iterator[str]:
        """Go over what may name the guideline of the whole form."""
        yield self.form.title
        texts = (t for t in self.form.texts if t.table == 0 or t.where.startswith("header"))
        yield from (text.text for text in islice(texts, MOST_TITLES))
        yield from (table.caption for table in self.form.tables[:1])

    def identity(self, forced: str | None) -> Identity:
        if forced is not None:
            checklist = next(c for c in self.checklists if c.id == forced)
            refusal = None if self.tables else self._refusal(())
            return Identity((self._forced(checklist),), refusal, self.agreements)
        taken: set[int] = set()
        choices: list[Choice] = []
        blocked: list[Mention] = []
        candidates = [self._candidate(n, w, taken) for n, w in enumerate(self.vocabularies)]
        for first in sorted(candidates, key=lambda candidate: candidate.rank, reverse=True):
            candidate = self._candidate(first.order, first.words, taken)
            if not candidate.accepted:
                continue
            others = self._other_editions(candidate)
            if others and not candidate.named:
                blocked += others
                continue
            choices.append(_choice(candidate))
            taken.update(choices[-1].tables)
        if not blocked:
            choices += self._in_another_language(taken)
        choices.sort(key=lambda choice: choice.tables[:1])
        choices = self._continued(choices)
        refusal = None if choices else self._refusal(blocked)
        return Identity(tuple(choices), refusal, self.agreements)

    def _candidate(self, order: int, words: Vocabulary, taken: set[int]) -> _Candidate:
        """Gather the tables that may be for a guideline, and how far they are."""
        tables = []
        for table in self.tables:
            found = self.agreements[table.table.number][words.checklist.id]
            free = table.table.number not in taken and not self._is_of_another(table, words)
            if free and found.agreeing and found.share >= LEAST_OF_TABLE:
                tables.append(table)
        named = any(m.is_of(words.checklist) for m in self._mentions_of(tables))
        # What goes on with them speaks for or against them too.
        with_rest = [*tables, *(t for t in self._rest_of(tables) if t.table.number not in taken)]
        return _Candidate(words, tuple(tables), agreement(words, _rows(with_rest)), named, order)

    def _is_of_another(self, table: ItemTable, words: Vocabulary) -> bool:
        """Tell whether a table itself names another guideline, and only that, whose labels it has.

        The labels of an extension are also those of what it extends.
        """
        own, found = self.own[table.table.number], self.agreements[table.table.number]
        if not own or any(mention.is_of(words.checklist) for mention in own):
            return False
        named = (c for c in self.checklists if any(mention.is_of(c) for mention in own))
        return any(found[c.id].share >= found[words.checklist.id].share for c in named)

    def _rest_of(self, tables: Sequence[ItemTable]) -> Iterator[ItemTable]:
        """Go over the tables whose numbers go on where those of other tables end."""
        numbers = {table.table.number for table in tables}
        for before, table in pairwise(self.tables):
            at, here = before.table.number, table.table.number
            same = set(self.mentions[here]) <= set(self.mentions[at])
            if at in numbers and here not in numbers and same and _goes_on(before, table):
                numbers.add(here)
                yield table

    def _mentions_of(self, tables: Iterable[ItemTable]) -> list[Mention]:
        return [m for table in tables for m in self.mentions[table.table.number]]

    def _other_editions(self, candidate: _Candidate) -> list[Mention]:
        """Return the other editions and extensions that titles name, of it and of its base."""
        bases = {candidate.checklist.id, candidate.checklist.file.extends}
        family = [checklist for checklist in self.checklists if checklist.id in bases]
        named = self._mentions_of(candidate.tables)
        return [m for m in named if any(m.is_other(checklist) for checklist in family)]

    def _forced(self, checklist: Checklist) -> Choice:
        order = next(n for n, c in enumerate(self.checklists) if c is checklist)
        candidate = self._candidate(order, self.vocabularies[order], set())
        why = f"`--checklist {checklist.id}`"
        tables = tuple(table.table.number for table in self.tables)
        agrees = candidate.accepted and (candidate.named or not self._other_editions(candidate))
        if agrees:
            why += f", {_labels(candidate.agreement)}"
        return Choice(checklist, why, sure=True, tables=tables, agrees=agrees)

    def _in_another_language(self, taken: set[int]) -> list[Choice]:
        """Find tables whose labels are in another language, by their name and their numbers."""
        choices = []
        for words in self.vocabularies:
            free = [table for table in self.tables if table.table.number not in taken]
            named = [
                t for t in free if any(m.is_of(words.checklist) for m in self._mentions_of([t]))
            ]
            found = agreement(words, _rows(named))
            known, there = found.numbers
            whole = not words.checklist.file.leaves_out
            if known < CLEAR * found.items or (whole and known < CLEAR * there):
                continue
            if not in_another_language(row.label for table in named for row in table.rows):
                continue
            why = (
                f"its name and {known} of its {found.items} item numbers; its labels are in a "
                "language that is not known here"
            )
            tables = tuple(table.table.number for table in named)
            choices.append(Choice(words.checklist, why, sure=False, tables=tables, agrees=False))
            taken.update(tables)
        return choices

    def _continued(self, choices: list[Choice]) -> list[Choice]:
        """Add tables that go on with one, or that one goes on with: rows of the same guideline."""
        owners = {number: choice for choice in choices for number in choice.tables}
        pairs = [(a, b) for a, b in pairwise(self.tables) if _goes_on(a, b)]
        for before, table in pairs:
            choice = owners.get(before.table.number)
            if choice is not None and self._may_be_of(table, choice.checklist):
                owners.setdefault(table.table.number, choice)
        for table, after in reversed(pairs):
            choice = owners.get(after.table.number)
            partly = choice is not None and bool(choice.checklist.file.leaves_out)
            if choice is not None and partly and self._may_be_of(table, choice.checklist):
                owners.setdefault(table.table.number, choice)
        return [
            attrs.evolve(
                choice, tables=tuple(sorted(n for n, owner in owners.items() if owner is choice))
            )
            for choice in choices
        ]

    def _may_be_of(self, table: ItemTable, checklist: Checklist) -> bool:
        """Tell whether nothing speaks against a table as a part of a guideline's form."""
        found = self.agreements[table.table.number][checklist.id]
        named = self.mentions[table.table.number]
        own = not named or any(mention.is_of(checklist) for mention in named)
        return own and (not found.rows or found.share >= LEAST_OF_TABLE)

    def _refusal(self, blocked: Sequence[Mention]) -> Refusal:
        named = self._mentions_of(self.tables) or mentions(self._first_titles(), self.checklists)
        for mention in [*blocked, *named]:
            loaded = [c for c in self.checklists if c.file.title == mention.name]
            if own := [c.label for c in loaded if mention.is_of(c)]:
                if not self.tables:
                    message = f"it names {mention.words}, but no table in it has its items"
                    return Refusal(message, IN_TABLES)
                return Refusal(
                    f"it names {mention.words}, but the labels of its rows are not those of "
                    f"{own[0]}: an older edition, an extension, or another table"
                )
            if loaded:
                return Refusal(
                    f"it is for {mention.words}, another edition or an extension of "
                    f"{loaded[0].label}: not judged here"
                )
            return Refusal(f"it is for {mention.words}, which is known, and not judged here")
        if (like := self._like()) is not None:
            return Refusal(
                f"its item numbers are like those of {like.label}, but no label or name fits"
            )
        return Refusal("no table in it carries the item numbers of a checklist that is known")

    def _like(self) -> Checklist | None:
        """Return the guideline whose numbers the form has, whatever its labels."""
        fits: list[tuple[float, int, Checklist]] = []
        for order, words in enumerate(self.vocabularies):
            found = agreement(words, _rows(self.tables))
            known, there = found.numbers
            fits.append((known / max(found.items, there, 1), -order, words.checklist))
        fit, _order, checklist = max(fits, key=lambda one: one[:2], default=(0.0, 0, None))
        return checklist if fit >= CLEAR else None


def _titles(table: ItemTable, near: Mapping[int, Sequence[str]]) -> list[str]:
    """Return what names the guideline of a table: what stands above its rows, the nearest first."""
    above = [
        cell.text
        for row in islice(table.table.rows, MOST_TITLES)
        if row.number < table.rows[0].row.number
        for cell in row.cells[:MOST_TITLES]
    ]
    texts = near.get(table.table.number, ())[-MOST_TITLES:]
    return [table.table.caption, *above, *reversed(texts)]


def _rows(tables: Iterable[ItemTable]) -> list[tuple[str, str, str]]:
    return [
        (number, row.label, row.group)
        for table in tables
        for row in table.rows
        for number in row.numbers
    ]


def _choice(candidate: _Candidate) -> Choice:
    why = _labels(candidate.agreement)
    if candidate.named:
        why = f"its name, {why}"
    tables = tuple(table.table.number for table in candidate.tables)
    return Choice(candidate.checklist, why, sure=True, tables=tables)


def _labels(found: Agreement) -> str:
    return f"the labels of {len(found.agreeing)} of its {found.items} items"


def _goes_on(before: ItemTable, table: ItemTable) -> bool:
    """Tell whether the item numbers of a table go on where those of another end."""
    last, first = before.rows[-1].numbers[-1], table.rows[0].numbers[0]
    return number_order(first) > number_order(last)


def checklist_items(checklist: Checklist) -> dict[str, Item]:
    """Return the items of a guideline by number, in lower case."""
    return {item.number.lower(): item for item in checklist.items}
