"""Views: tables of a specification and its findings, independent of any file format."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from intspec.text.names import did_you_mean, few_comparisons
from intspec.views.figure import Figure, FigureBox, FigureDisc, FigureLine, FigureWords
from intspec.views.table import Block, Cell, Column, Gaps, Note, NoteList, Row, Table, View

if TYPE_CHECKING:
    from intspec.checklists import Checklist
    from intspec.diagnostics import FileReport
    from intspec.model import Specification

__all__ = [
    "OF_ONE_GUIDELINE",
    "VIEWS",
    "WITH_FIGURES",
    "Block",
    "Cell",
    "Column",
    "Figure",
    "FigureBox",
    "FigureDisc",
    "FigureLine",
    "FigureWords",
    "Gaps",
    "Note",
    "NoteList",
    "Row",
    "Table",
    "View",
    "build_view",
]

#: The views by name, each with what it shows in one line.
VIEWS: Mapping[str, str] = MappingProxyType(
    {
        "checklist": "The guideline's form: each item, and where it is reported",
        "description": "What was done in each arm, item by item, as trial papers print it",
        "comparison": "What all arms have in common, and in what they differ, item by item",
        "text": "The interventions in running text, within a limit of words",
        "registry": "Arms and interventions in texts as short as trial registries ask",
        "gaps": "What is not stated yet, as requests to hand to an author",
        "timeline": "A figure: the phases and sessions of each arm along time",
        "pat-plot": "A figure: the materials and procedures of each arm, and when (Perera 2007)",
        "matrix": "A figure: the state of each item, arm by arm",
    }
)

#: Views of one guideline alone: a document that claims several gets one of each.
OF_ONE_GUIDELINE = ("checklist", "gaps", "matrix")

#: Views that draw a figure beside their tables.
WITH_FIGURES = ("timeline", "pat-plot", "matrix")


@few_comparisons()
def build_view(  # noqa: PLR0913 -- a keyword for each thing that may be asked of a view
    view: str,
    spec: "Specification",
    report: "FileReport",
    checklist: "Checklist",
    *,
    gaps: Gaps = "none",
    words: int | None = None,
) -> View:
    """Make a view.

    Args:
        view: Its name, one of `VIEWS`.
        spec: The specification.
        report: What checking it against the checklist gave.
        checklist: The checklist whose items the view follows.
        gaps: How the description and the comparison show what is missing.
        words: The most words that the text may have; None for any number.

    Returns:
        The view, the same for the same input.

    Raises:
        KeyError: There is no such view; the message names the nearest.
    """
    from intspec.rules.statements import with_default_source  # noqa: PLC0415 -- start-up
    from intspec.views.context import Context  # noqa: PLC0415

    if view not in VIEWS:
        message = f"there is no view `{view}`; {did_you_mean(view, VIEWS)}"
        raise KeyError(message)
    # Only the view that is asked for is loaded: each is in the module of its name.
    module = f"{view.replace('-', '_')}_view"
    of_kind: Callable[[Context], View] = getattr(import_module(f"intspec.views.{module}"), module)
    context = Context(
        spec=with_default_source(spec),
        report=report,
        checklist=checklist,
        gaps="none" if view in ("text", "registry") else gaps,
        words=words,
    )
    return of_kind(context)
