"""Terms of vocabularies as a specification names them: the vocabulary, the code, the entry."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Optional

from intspec.diagnostics import Path
from intspec.lazy import frozen
from intspec.model import Specification, Term
from intspec.rules import Subject
from intspec.rules.index import spec_index
from intspec.rules.latest import latest
from intspec.text.names import KnownNames

if TYPE_CHECKING:
    from intspec.vocabularies import Vocabulary, VocabularyTerm

Shelf = Mapping[str, Optional["Vocabulary"]]


@frozen
class TermUse:
    """One term that a specification names.

    Attributes:
        id: The id as it is written.
        label: The label as it is written, if any.
        path: Where the term stands.
        prefix: The id of the vocabulary that is named, in lower case; empty where none is.
        code: The code within it.
        vocabulary: The vocabulary, if it is at hand and can be used.
    """

    id: str
    label: str | None
    path: Path
    prefix: str
    code: str
    vocabulary: "Vocabulary | None"

    @property
    def at(self) -> Path:
        """Where its id stands."""
        return (*self.path, "id")

    @property
    def entry(self) -> "VocabularyTerm | None":
        """What the vocabulary says of it, if it has such a term."""
        return self.vocabulary.terms.get(self.code) if self.vocabulary is not None else None

    @property
    def well_formed(self) -> bool:
        """Whether the code has the form that codes of its vocabulary have."""
        return self.vocabulary is not None and self.vocabulary.well_formed(self.code)

    @property
    def checkable(self) -> bool:
        """Whether its vocabulary has terms that it can be looked up among."""
        return self.well_formed and self.vocabulary is not None and bool(self.vocabulary.file.terms)


def term_uses(subject: Subject) -> list[TermUse]:
    """Return the terms that a specification names, in its order. Without any, no file is read."""
    uses = []
    for term, path in _terms(subject.spec):
        prefix, colon, code = (part.strip() for part in term.id.partition(":"))
        name = prefix.lower() if colon else ""
        vocabulary = subject.vocabularies.get(name)
        uses.append(TermUse(term.id, term.label, path, name, code, vocabulary))
    return uses


def used_prefixes(subject: Subject) -> list[str]:
    """Return the ids of the vocabularies that terms name, without repetition."""
    return list(dict.fromkeys(use.prefix for use in term_uses(subject) if use.prefix))


def misspelt_pins(subject: Subject) -> dict[str, str]:
    """Return the misspelt keys of `vocabularies`, with the vocabulary that each one means."""
    vocabulary_ids = set(subject.vocabularies)
    known = KnownNames(subject.vocabularies)
    prefixes = set(used_prefixes(subject)) if subject.spec.vocabularies else set()
    misspelt = {}
    for key in subject.spec.vocabularies:
        if key.lower() not in vocabulary_ids and key.lower() not in prefixes:
            near = known.nearest(key)
            if near is not None:
                misspelt[key] = near
    return misspelt


def curie_of(text: str, shelf: Shelf) -> str | None:
    """Return the id that a web address or a name with an underscore stands for, if one does."""
    last = text.rstrip("/").replace("#", "/").rpartition("/")[2]
    prefix, underscore, code = last.partition("_")
    if not underscore or prefix.lower() not in shelf or not code:
        return None
    vocabulary = shelf[prefix.lower()]
    return vocabulary.curie(code) if vocabulary is not None else None


@latest
def _terms(spec: Specification) -> tuple[tuple[Term, Path], ...]:
    records = spec_index(spec).records
    return tuple((record, path) for record, path in records if isinstance(record, Term))
