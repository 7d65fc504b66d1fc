"""What remarks are about: the answers of a specification, each by its item and arm."""

from collections.abc import Mapping
from typing import Any

from intspec import Checklist, Item
from intspec_bundled.edit.file import State
from intspec_bundled.edit.questions import ARMS

#: The number of the form of a review copy's block of data, and the key that it stands under.
VERSION, MARK = 1, "intspec-remarks"
#: What a remark on the whole has in place of an item and an arm.
WHOLE = ("", "")


def empty_block(state: State) -> dict[str, Any]:
    """Return the data of a review copy on which nothing is written yet."""
    named = {"document": study_of(state), "state": state.id}
    return {MARK: VERSION, **named, "name": "", "remarks": []}


def study_of(state: State) -> str:
    """Return the id of the study that a file describes."""
    return str(state.whole.get("id", ""))


def places_of(state: State) -> dict[tuple[str, str], tuple[Checklist, Item] | None]:
    """Return the items and arms that remarks can be about, in the order of the pages.

    Returns:
        By the item, as declarations name it, and the arm's key, empty for the study: the guideline
        and the item; None for the whole.
    """
    arms = state.whole.get(ARMS)
    keys = [*arms] if isinstance(arms, Mapping) else []
    found: dict[tuple[str, str], tuple[Checklist, Item] | None] = {WHOLE: None}
    for checklist in state.checklists:
        for item in checklist.items:
            for arm in [""] if checklist.scope(item) == "study" else keys:
                found[f"{checklist.id}/{item.id}", arm] = (checklist, item)
    return found
