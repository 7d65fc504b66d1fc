"""Vocabularies: closed lists of terms that a specification may name, as data."""

from intspec.vocabularies.format import Branch, VocabularyFile, VocabularyGroup, VocabularyTerm
from intspec.vocabularies.loading import Vocabulary, VocabularyError
from intspec.vocabularies.loading import dump as dump_vocabulary
from intspec.vocabularies.loading import load as load_vocabulary
from intspec.vocabularies.words import term_lines, vocabulary_lines

__all__ = [
    "Branch",
    "Vocabulary",
    "VocabularyError",
    "VocabularyFile",
    "VocabularyGroup",
    "VocabularyTerm",
    "dump_vocabulary",
    "load_vocabulary",
    "term_lines",
    "vocabulary_lines",
]
