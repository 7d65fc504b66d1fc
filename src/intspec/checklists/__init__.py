"""Reporting guidelines as data: the file format, loading, and what a part says of a subject."""

from intspec.checklists.checklist import (
    Checklist,
    ChecklistFile,
    Cues,
    Item,
    Part,
    PartOf,
    PartUse,
    When,
    asked_at,
    asks_for_name,
)
from intspec.checklists.loading import ChecklistError, load, load_cues
from intspec.checklists.parts import PartResult, evaluate

__all__ = [
    "Checklist",
    "ChecklistError",
    "ChecklistFile",
    "Cues",
    "Item",
    "Part",
    "PartOf",
    "PartResult",
    "PartUse",
    "When",
    "asked_at",
    "asks_for_name",
    "evaluate",
    "load",
    "load_cues",
]
