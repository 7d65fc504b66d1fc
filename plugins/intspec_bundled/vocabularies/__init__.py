"""Vocabularies: closed lists of terms that fields may name; importing it loads nothing."""
