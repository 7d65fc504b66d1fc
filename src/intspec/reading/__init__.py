"""Read a file into plain data, with a position for every key and value."""

from intspec.reading.document import Document, Span
from intspec.reading.open_file import read_file
from intspec.reading.refusals import CODES, DEFAULT_LIMITS, Limits, Problem, Unreadable
from intspec.reading.text import read_bytes

__all__ = [
    "CODES",
    "DEFAULT_LIMITS",
    "Document",
    "Limits",
    "Problem",
    "Span",
    "Unreadable",
    "read_bytes",
    "read_file",
]
