"""Specifications to test with: the names of `intspec_kit.factories`."""

from intspec_kit.factories import full, minimal, of_file, spec, text

__all__ = ["full", "minimal", "of_file", "spec", "text"]
