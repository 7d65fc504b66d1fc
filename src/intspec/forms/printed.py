"""What a guideline's form prints, in whatever wording: the words of the guideline and of forms."""

import re
from collections.abc import Sequence

from intspec.checklists import Checklist
from intspec.checklists.naming import words_of
from intspec.forms.evidence import EMPTY, STEM, stems
from intspec.forms.form import FormCell
from intspec.forms.item_numbers import item_numbers
from intspec.forms.kept import kept
from intspec.forms.recognise import ItemRow
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


@frozen
class Printed:
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
            if not self.is_strange(piece):
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

    def is_strange(self, piece: str) -> bool:
        """Tell whether most words of a text are none that the guideline or a form has."""
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
def printed_by(checklist: Checklist) -> Printed:
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
    return Printed(labels, frozenset(printed), stems(" ".join(texts)) | FORM_STEMS)
