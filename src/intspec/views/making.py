"""Any view by its name: one of intspec's own, or one that a plugin makes."""

from intspec.checklists import Checklist
from intspec.plugins import Registry, RenderError
from intspec.plugins.plugin import ask
from intspec.views import VIEWS, Gaps, View, build_view
from intspec.views.document import CheckedDocument


def view_named(  # noqa: PLR0913 -- a keyword for each thing that may be asked of a view
    name: str,
    document: CheckedDocument,
    checklist: Checklist,
    registry: Registry,
    *,
    gaps: Gaps = "none",
    words: int | None = None,
) -> View:
    """Make a view.

    Args:
        name: Its name, one of `VIEWS` or of `registry.views`.
        document: The document.
        checklist: The guideline that it follows; a plugin is given it first.
        registry: The plugins.
        gaps: How the description and the comparison show what is missing.
        words: The most words that the text may have; None for any number.

    Raises:
        KeyError: There is no such view.
        RenderError: A plugin has none of this document.
        Fault: The plugin failed.
    """
    if name in VIEWS or name not in registry.views:
        return build_view(name, document.spec, document.report, checklist, gaps=gaps, words=words)
    others = (one for one in document.checklists if one.id != checklist.id)
    given = CheckedDocument(document.spec, document.report, (checklist, *others))
    function = registry.views[name].function
    view: View = ask(function, given, gives=(View,), meant=(RenderError,))
    return view
