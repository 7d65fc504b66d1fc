"""A Hypothesis strategy for specifications: the name of `intspec_kit.strategies`."""

from intspec_kit.strategies import specifications

__all__ = ["specifications"]
