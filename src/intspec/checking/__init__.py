"""From a document to its report: the pipeline, a pure function of document and rules."""

from intspec.checking.pipeline import Checked, check, unreadable

__all__ = ["Checked", "check", "unreadable"]
