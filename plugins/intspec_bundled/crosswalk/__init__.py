"""The crosswalk as a view: which items of the claimed guidelines the same content answers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intspec import UnfitView, ViewMaker, hookimpl

# Views take long to load, and most commands make none.
if TYPE_CHECKING:
    from intspec import CheckedDocument, View


@hookimpl
def intspec_views() -> Iterator[ViewMaker]:
    """Provide the view."""
    yield ViewMaker(
        name="crosswalk",
        summary="Which items of several guidelines the same content answers",
        function=view,
    )


def view(document: "CheckedDocument") -> "View":
    """Make the view: a row for each item of the guideline that is asked for.

    Args:
        document: The document.

    Raises:
        UnfitView: It claims one guideline alone.
    """
    from intspec import crosswalk, crosswalk_view  # noqa: PLC0415 -- start-up

    base, *others = document.checklists
    if not others:
        message = "it claims one guideline alone, and a crosswalk lays several beside one another"
        raise UnfitView(message)
    return crosswalk_view(crosswalk(base, others), document.report)
