"""Describe an intervention once; check it against reporting guidelines; render every table.

These are the names that plugins may use. They are loaded when first asked for, so that a command
pays only for what it needs.
"""

# Importing it from typing takes longer than all that `--version` does.
TYPE_CHECKING = False

__version__ = "0.1.0"

_HOMES = {
    "intspec.checklists": (
        "Checklist",
        "ChecklistFile",
        "Item",
        "Part",
    ),
    "intspec.diagnostics": (
        "Diagnostic",
        "FileReport",
        "Finding",
        "ItemState",
        "Outcome",
        "Report",
    ),
    "intspec.durations": ("Duration",),
    "intspec.model": (
        "Arm",
        "Component",
        "Fidelity",
        "Material",
        "Measure",
        "Modifications",
        "Phase",
        "Procedure",
        "Provider",
        "Setting",
        "Specification",
        "Tailoring",
    ),
    "intspec.paths": ("Place", "entries", "follow", "is_empty"),
    "intspec.model.keys": ("key", "record"),
    "intspec.plugins": (
        "ChecklistResource",
        "Extension",
        "Renderer",
        "VocabularyResource",
        "hookimpl",
    ),
    "intspec.rules": ("DoesNotApply", "Rule", "Subject", "rule"),
    "intspec.views": ("Block", "Cell", "Column", "Note", "NoteList", "Row", "Table", "View"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Arm",
    "Block",
    "Cell",
    "Checklist",
    "ChecklistFile",
    "ChecklistResource",
    "Column",
    "Component",
    "Diagnostic",
    "DoesNotApply",
    "Duration",
    "Extension",
    "Fidelity",
    "FileReport",
    "Finding",
    "Item",
    "ItemState",
    "Material",
    "Measure",
    "Modifications",
    "Note",
    "NoteList",
    "Outcome",
    "Part",
    "Phase",
    "Place",
    "Procedure",
    "Provider",
    "Renderer",
    "Report",
    "Row",
    "Rule",
    "Setting",
    "Specification",
    "Subject",
    "Table",
    "Tailoring",
    "View",
    "VocabularyResource",
    "__version__",
    "entries",
    "follow",
    "hookimpl",
    "is_empty",
    "key",
    "record",
    "rule",
]

if TYPE_CHECKING:
    from intspec.checklists import Checklist, ChecklistFile, Item, Part
    from intspec.diagnostics import (
        Diagnostic,
        FileReport,
        Finding,
        ItemState,
        Outcome,
        Report,
    )
    from intspec.durations import Duration
    from intspec.model import (
        Arm,
        Component,
        Fidelity,
        Material,
        Measure,
        Modifications,
        Phase,
        Procedure,
        Provider,
        Setting,
        Specification,
        Tailoring,
    )
    from intspec.model.keys import key, record
    from intspec.paths import Place, entries, follow, is_empty
    from intspec.plugins import (
        ChecklistResource,
        Extension,
        Renderer,
        VocabularyResource,
        hookimpl,
    )
    from intspec.rules import DoesNotApply, Rule, Subject, rule
    from intspec.views import Block, Cell, Column, Note, NoteList, Row, Table, View


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        message = f"module 'intspec' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 -- start-up

    found = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return list(__all__)
