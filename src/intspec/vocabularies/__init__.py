"""Vocabularies: closed lists of terms that a specification may name, as data."""

from intspec.vocabularies.format import Branch, VocabularyFile, VocabularyGroup, VocabularyTerm
from intspec.vocabularies.loading import Vocabulary, VocabularyError, load

__all__ = [
    "Branch",
    "Vocabulary",
    "VocabularyError",
    "VocabularyFile",
    "VocabularyGroup",
    "VocabularyTerm",
    "load",
]
