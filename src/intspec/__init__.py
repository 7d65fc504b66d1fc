"""Describe an intervention once; check it against reporting guidelines; render every table.

These are the names that plugins may use. They are loaded when first asked for, so that a command
pays only for what it needs.
"""

from intspec.exports import loading

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
    ),
    "intspec.text.durations": ("Duration",),
    "intspec.api": ("load_registry",),
    "intspec.cli.command_context": ("CommandContext", "pass_command_context"),
    "intspec.cli.documents": ("CheckedDocument",),
    "intspec.identifiers": (
        "Identifier",
        "IdentifierProblem",
        "canonical",
        "identifier_problem",
        "identify",
        "registry_kinds",
        "web_address",
    ),
    "intspec.file_kinds": ("FileKind", "file_kind"),
    "intspec.forms": (
        "MOST_FORM_COLUMNS",
        "Form",
        "FormCell",
        "FormError",
        "FormRow",
        "FormTable",
        "FormText",
    ),
    "intspec.forms.matching": (
        "FormMatch",
        "FormMatches",
        "FormPlace",
        "StudyPlace",
        "match_form",
    ),
    "intspec.forms.package": ("SAFE_XML", "PackageFault", "PackageLimits", "XmlPackage"),
    "intspec.model": (
        "Arm",
        "Component",
        "Fidelity",
        "Material",
        "Measure",
        "Modification",
        "Modifications",
        "Phase",
        "Procedure",
        "Provider",
        "Setting",
        "Specification",
        "Tailoring",
    ),
    "intspec.rules.arms": ("is_for_population", "planning_arms"),
    "intspec.rules.contents": ("has_value", "is_drug"),
    "intspec.rules.doses": ("first_amount",),
    "intspec.rules.phase_kinds": ("phase_kind",),
    "intspec.rules.phases": ("GivenPhase", "given_phases", "leaf_phases"),
    "intspec.rules.paths": ("Place", "entries", "follow", "is_empty"),
    "intspec.model.keys": ("key", "record"),
    "intspec.plugins": (
        "Annotator",
        "ChecklistResource",
        "Extension",
        "FilledForm",
        "Filler",
        "FormAnswer",
        "Importer",
        "Remark",
        "MissingExtra",
        "RenderError",
        "Renderer",
        "VocabularyResource",
        "hookimpl",
    ),
    "intspec.rules": ("DoesNotApply", "Holds", "Rule", "Subject", "rule"),
    "intspec.states": ("choosable_states",),
    "intspec.views": (
        "Block",
        "Cell",
        "Column",
        "Note",
        "NoteList",
        "Row",
        "Table",
        "View",
        "build_view",
    ),
    "intspec.views.page": ("page_of",),
    "intspec.plugins.page_options": ("PageOptions",),
    "intspec.views.form_entries": ("FormEntries", "FormEntry", "FormManner", "form_entries"),
    "intspec.vocabularies": (
        "Vocabulary",
        "VocabularyError",
        "VocabularyFile",
        "VocabularyTerm",
        "dump_vocabulary",
        "load_vocabulary",
        "term_lines",
        "vocabulary_lines",
    ),
}

__all__ = [
    "MOST_FORM_COLUMNS",
    "SAFE_XML",
    "Annotator",
    "Arm",
    "Block",
    "Cell",
    "CheckedDocument",
    "Checklist",
    "ChecklistFile",
    "ChecklistResource",
    "Column",
    "CommandContext",
    "Component",
    "Diagnostic",
    "DoesNotApply",
    "Duration",
    "Extension",
    "Fidelity",
    "FileKind",
    "FileReport",
    "FilledForm",
    "Filler",
    "Finding",
    "Form",
    "FormAnswer",
    "FormCell",
    "FormEntries",
    "FormEntry",
    "FormError",
    "FormManner",
    "FormMatch",
    "FormMatches",
    "FormPlace",
    "FormRow",
    "FormTable",
    "FormText",
    "GivenPhase",
    "Holds",
    "Identifier",
    "IdentifierProblem",
    "Importer",
    "Item",
    "ItemState",
    "Material",
    "Measure",
    "MissingExtra",
    "Modification",
    "Modifications",
    "Note",
    "NoteList",
    "Outcome",
    "PackageFault",
    "PackageLimits",
    "PageOptions",
    "Part",
    "Phase",
    "Place",
    "Procedure",
    "Provider",
    "Remark",
    "RenderError",
    "Renderer",
    "Row",
    "Rule",
    "Setting",
    "Specification",
    "StudyPlace",
    "Subject",
    "Table",
    "Tailoring",
    "View",
    "Vocabulary",
    "VocabularyError",
    "VocabularyFile",
    "VocabularyResource",
    "VocabularyTerm",
    "XmlPackage",
    "__version__",
    "build_view",
    "canonical",
    "choosable_states",
    "dump_vocabulary",
    "entries",
    "file_kind",
    "first_amount",
    "follow",
    "form_entries",
    "given_phases",
    "has_value",
    "hookimpl",
    "identifier_problem",
    "identify",
    "is_drug",
    "is_empty",
    "is_for_population",
    "key",
    "leaf_phases",
    "load_registry",
    "load_vocabulary",
    "match_form",
    "page_of",
    "pass_command_context",
    "phase_kind",
    "planning_arms",
    "record",
    "registry_kinds",
    "rule",
    "term_lines",
    "vocabulary_lines",
    "web_address",
]

if TYPE_CHECKING:
    from intspec.api import load_registry
    from intspec.checklists import Checklist, ChecklistFile, Item, Part
    from intspec.cli.command_context import CommandContext, pass_command_context
    from intspec.cli.documents import CheckedDocument
    from intspec.diagnostics import (
        Diagnostic,
        FileReport,
        Finding,
        ItemState,
        Outcome,
    )
    from intspec.file_kinds import FileKind, file_kind
    from intspec.forms import (
        MOST_FORM_COLUMNS,
        Form,
        FormCell,
        FormError,
        FormRow,
        FormTable,
        FormText,
    )
    from intspec.forms.matching import FormMatch, FormMatches, FormPlace, StudyPlace, match_form
    from intspec.forms.package import SAFE_XML, PackageFault, PackageLimits, XmlPackage
    from intspec.identifiers import (
        Identifier,
        IdentifierProblem,
        canonical,
        identifier_problem,
        identify,
        registry_kinds,
        web_address,
    )
    from intspec.model import (
        Arm,
        Component,
        Fidelity,
        Material,
        Measure,
        Modification,
        Modifications,
        Phase,
        Procedure,
        Provider,
        Setting,
        Specification,
        Tailoring,
    )
    from intspec.model.keys import key, record
    from intspec.plugins import (
        Annotator,
        ChecklistResource,
        Extension,
        FilledForm,
        Filler,
        FormAnswer,
        Importer,
        MissingExtra,
        Remark,
        Renderer,
        RenderError,
        VocabularyResource,
        hookimpl,
    )
    from intspec.plugins.page_options import PageOptions
    from intspec.rules import DoesNotApply, Holds, Rule, Subject, rule
    from intspec.rules.arms import is_for_population, planning_arms
    from intspec.rules.contents import has_value, is_drug
    from intspec.rules.doses import first_amount
    from intspec.rules.paths import Place, entries, follow, is_empty
    from intspec.rules.phase_kinds import phase_kind
    from intspec.rules.phases import GivenPhase, given_phases, leaf_phases
    from intspec.states import choosable_states
    from intspec.text.durations import Duration
    from intspec.views import Block, Cell, Column, Note, NoteList, Row, Table, View, build_view
    from intspec.views.form_entries import FormEntries, FormEntry, FormManner, form_entries
    from intspec.views.page import page_of
    from intspec.vocabularies import (
        Vocabulary,
        VocabularyError,
        VocabularyFile,
        VocabularyTerm,
        dump_vocabulary,
        load_vocabulary,
        term_lines,
        vocabulary_lines,
    )


__getattr__, __dir__ = loading(__name__, _HOMES)
