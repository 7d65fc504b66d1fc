"""Checking: from a document and the rules in force to a report, in five steps."""

from intspec.checking.check import Checked, check
from intspec.checking.report import unreadable

__all__ = ["Checked", "check", "unreadable"]
