"""Words that somebody typed where a form prints its own: behind a label, a number or a heading.

They are no answer, since nothing says of which item; but they are not to be lost in silence. What a
form prints is known by the words of its guideline and of forms in general. Where our own label
stands before them it is certain that they were typed; else it is likely, and nothing more.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from intspec.checklists import Checklist
from intspec.checklists.naming import words_of
from intspec.forms.evidence import EMPTY, STEM, in_another_language, stems
from intspec.forms.form import FormCell
from intspec.forms.item_numbers import item_numbers
from intspec.forms.kept import kept
from intspec.forms.recognise import ItemRow, ItemTable
from intspec.lazy import frozen
from intspec.text.lookalikes import unmasked
from intspec.text.wording import flat

#: Where a form begins something new: a line, a sentence, a leader of dots or lines. Blanks are gone
#: over once, from the first one.
BREAK = re.compile(
    r"(?:(?<!\s)\s*)?(?:\n|[._\u2026]{2,}|\t)\s*|(?<=[.;:!?)\]])\s+(?=[\"'(\[\u2018\u201c]*[A-Z0-9])"
)
#: Words of forms themselves, whatever the guideline.
FORM_WORDS = (
    "item items number page pages line lines section topic checklist reported location located "
    "where primary paper other details detail appendix protocol manuscript comment comments note "
    "notes response answer yes no reason applicable description guidance recommendation table "
    "figure supplement supplementary file website trial study studies intervention version date "
    "author authors article journal title abstract introduction methods results discussion "
    "example examples url doi online available provide information explain explanation element "
    "domain question completed checked addressed included standard criteria aspect heading "
    "extension name heading paragraph evidence text document published publication "
    "editor reviewer remark open science administrative registration ethics dissemination funding "
    "conflict interests"
)
FORM_STEMS = frozenset(word[:STEM] for word in FORM_WORDS.split())
#: From which share of words that neither the guideline nor a form has on words count as typed.
STRANGE = 0.5
#: How many words at the end of a label are looked at for a name or a figure.
LAST = 6
#: The most cells of one form that are told of.
MOST_TOLD = 200


@frozen
class Typed:
    """Words that were typed where the form prints its own.

    Attributes:
        where: The cell.
        item: The number of the item in whose row it stands; empty where it is no item's.
        text: The words.
        sure: Whether our own label stands before them.
    """

    where: str
    item: str
    text: str
    sure: bool


def typed_in(tables: Iterable[tuple[ItemTable, Checklist | None]]) -> tuple[Typed, ...]:
    """Find what was typed into the cells of a form that hold no answers.

    Args:
        tables: Its tables, each with the guideline that it is for; None where none is known.
    """
    told = (
        words
        for table, checklist in tables
        if checklist is not None
        for words in _typed_in(table, _printed(checklist))
    )
    return tuple(islice(told, MOST_TOLD))


def _typed_in(table: ItemTable, known: "_Printed") -> Iterator[Typed]:
    """Go over what was typed into the cells of a table that hold no answers.

    Args:
        table: The table.
        known: What the guideline prints that it is for.
    """
    if in_another_language(row.label for row in table.rows):
        return
    rows = {item.row.number: item for item in table.rows}
    ours = 2 * sum(map(known.is_ours, table.rows)) >= len(rows)
    answers = {cell.where for item in table.rows for _column, cells in item.cells for cell in cells}
    arms = {column.column for column in table.answers if not column.generic}
    read = {row.number for row in table.rest}
    pure = 2 * sum(_is_pure(row, table.numbers) for row in table.rows) > len(rows)
    first = min((*rows, *(row.number for row in table.headers)))
    number, last = "", max(rows)
    for row in table.table.rows:
        if not first <= row.number <= last or row.number in read:
            continue
        item = rows.get(row.number)
        number = item.numbers[0] if item is not None else number
        heads = row in table.headers or row in table.headings
        for cell in row.cells:
            if cell.where in answers or not cell.text.strip():
                continue
            if row in table.headers and cell.column in arms:
                continue
            # In a cell of a row that goes on with another, no label stands.
            own = known.labels.get(number, ()) if ours and not heads else ()
            labelled = item is not None and not (pure and cell.column == table.numbers)
            words = known.typed(cell, own, labelled=labelled)
            if words is not None:
                yield Typed(cell.where, "" if heads else number, *words)


def _is_pure(item: ItemRow, column: int) -> bool:
    """Tell whether nothing but a number stands in the column of numbers."""
    cell = item.row.cell(column)
    numbered = item_numbers(cell.text, cell.number) if cell is not None else None
    return numbered is not None and not numbered.rest


@frozen
class _Printed:
    """What a guideline prints.

    Attributes:
        labels: What our own forms call each item, by its number, the longest first.
        names: The words of the names of the guideline and its items.
        stems: The words of all of it, and of forms.
    """

    labels: dict[str, tuple[str, ...]]
    names: frozenset[str]
    stems: frozenset[str]

    def is_ours(self, row: ItemRow) -> bool:
        """Tell whether the label of a row is our own, and nothing else."""
        labels = self.labels.get(row.numbers[0], ())
        return self._behind_own(row.label, labels) == ("", True)

    def typed(
        self, cell: FormCell, own: Sequence[str], *, labelled: bool
    ) -> tuple[str, bool] | None:
        """Find what was typed into a cell.

        Args:
            cell: The cell.
            own: What our own form has there.
            labelled: Whether an item is named in its row.

        Returns:
            The words, and whether it is sure; None if nothing was typed.
        """
        text = unmasked(cell.text).strip()
        if (numbered := item_numbers(text)) is not None:
            text = numbered.rest
        rest, sure = self._behind_own(text, own)
        if sure:
            # `How well (planned)` is the label of an item that is called `How well: planned`.
            printed = self.names.issuperset(words_of(rest))
            return None if printed else (flat(rest), True)
        pieces = [piece for piece in BREAK.split(text) if any(map(str.isalnum, piece))]
        strange: list[str] = []
        for piece in reversed(pieces):
            if not self._strange(piece):
                break
            strange.insert(0, piece)
        # A label in other words than ours may be strange as a whole.
        if strange and (len(strange) < len(pieces) or not labelled):
            return flat(" ".join(strange)), False
        name = self._name_in(pieces[-1], begins=len(pieces) == 1) if pieces else ""
        return (flat(name), False) if name else None

    @staticmethod
    def _behind_own(text: str, labels: Sequence[str]) -> tuple[str, bool]:
        """Return what stands behind our own label, and whether one stands before it."""
        rest, sure = text, False
        again = True
        while again:
            again = False
            for label in labels:
                plain = rest.lstrip(" \t\n.:;,()\u2013\u2014-")
                end = plain[len(label) : len(label) + 1]
                if plain.casefold().startswith(label.casefold()) and not end.isalnum():
                    rest, sure, again = plain[len(label) :], True, True
                    break
        return rest.strip(" \t\n.:;,\u2013\u2014-_\u2026"), sure

    def _strange(self, piece: str) -> bool:
        words = stems(piece)
        return bool(words) and len(words - self.stems) >= STRANGE * len(words)

    def _name_in(self, piece: str, *, begins: bool) -> str:
        """Return the end of a label from a name or a figure on that no guideline prints there."""
        found = [*re.finditer(r"\S+", piece)]
        for word in found[max(begins, len(found) - LAST) :]:
            plain = word[0].strip("\"'()[]{},.;:!?")
            named = (plain[:1].isupper() and word.start() > 0) or any(map(str.isdigit, plain))
            if named and word[0].lower() not in EMPTY and not self._has(plain):
                return piece[word.start() :]
        return ""

    def _has(self, word: str) -> bool:
        if self.names.issuperset(words_of(word)):
            return True
        return stems(word) <= self.stems and not any(map(str.isdigit, word))


@kept
def _printed(checklist: Checklist) -> _Printed:
    """Gather what a guideline prints."""
    labels = {}
    texts = [checklist.file.title, checklist.file.name or "", checklist.file.citation]
    for item in checklist.items:
        own = [item.title, item.id.replace("-", " "), item.group or "", item.asks or ""]
        parts = [p.part for p in checklist.parts[item.id]]
        texts += [*own, item.why or ""]
        texts += [t for p in parts for t in (p.asks, p.why, p.gap, p.mend, p.instead) if t]
        names: list[str] = sorted({text for text in own if text}, key=len, reverse=True)
        labels[item.number.lower()] = (*names,)
    titles = [text for one in checklist.items for text in (one.title, one.group or "", one.id)]
    printed = words_of(" ".join((checklist.label, checklist.id, *titles)))
    return _Printed(labels, frozenset(printed), stems(" ".join(texts)) | FORM_STEMS)
