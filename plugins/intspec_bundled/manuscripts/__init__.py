"""Manuscripts: read from any file, with the places of a specification found in them."""
