"""Change a specification at a place, and leave every other line of its file as it is."""

from intspec.edits.answers import Editable, editable, setting, value_at
from intspec.edits.changes import Change, Insert, Refused, Remove, Rename, Replace
from intspec.edits.splicing import edited

__all__ = [
    "Change",
    "Editable",
    "Insert",
    "Refused",
    "Remove",
    "Rename",
    "Replace",
    "editable",
    "edited",
    "setting",
    "value_at",
]
