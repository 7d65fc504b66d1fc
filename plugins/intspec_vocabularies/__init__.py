"""Vocabularies: closed lists of terms that fields may name."""
