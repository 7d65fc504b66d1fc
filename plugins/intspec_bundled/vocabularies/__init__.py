"""Vocabularies: closed lists of terms that fields may name. Importing this loads none of them."""
