"""Which items of a specification have no place yet, and the sentences that may answer each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from intspec_bundled.manuscripts.cues import looked
from intspec_bundled.manuscripts.manuscript import Manuscript, Place
from intspec_bundled.manuscripts.names import names_of, names_of_arm
from intspec_bundled.manuscripts.places import in_words
from intspec_bundled.manuscripts.suggesting import Ranking, Suggestion, context_of

if TYPE_CHECKING:
    from intspec import CheckedDocument, Checklist, Item


@frozen
class Suggested:
    """The sentences that may answer one item on one subject.

    Attributes:
        checklist: Id of the checklist.
        number: The printed number of the item.
        item: Id of the item.
        title: Its short label.
        arm: The arm; None for the study.
        document: The key of the document; empty where there is none.
        suggestions: The sentences, the best first.
        places: Where each stands.
        contexts: What stands around each.
    """

    checklist: str
    number: str
    item: str
    title: str
    arm: str | None
    document: str
    suggestions: tuple[Suggestion, ...]
    places: tuple[Place, ...]
    contexts: tuple[str, ...]

    @property
    def about(self) -> str:
        """The item, as locations name it."""
        return f"{self.checklist}/{self.item}"

    def as_data(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "checklist": self.checklist,
            "number": self.number,
            "item": self.item,
            "arm": self.arm,
            "suggestions": [
                {
                    "text": one.passage.text,
                    "context": context,
                    "section": place.section,
                    "page": None if place.pages is None else place.pages[0],
                    "paragraph": place.paragraph,
                    "score": one.score,
                    "because": [*one.because, *(["denies"] if one.denies else [])],
                }
                for one, place, context in zip(
                    self.suggestions, self.places, self.contexts, strict=True
                )
            ],
        }


def of_specification(
    checked: "CheckedDocument", manuscripts: Mapping[str, Manuscript], most: int
) -> Iterator[Suggested]:
    """Go over the items that have no location, with what may answer each.

    Args:
        checked: The specification.
        manuscripts: The documents, by their keys; the best sentences of all of them count.
        most: How many sentences for each item.
    """
    rankings = {key: Ranking(one) for key, one in manuscripts.items()}
    items = {
        (checklist.id, item.id): (checklist, item)
        for checklist in checked.checklists
        for item in checklist.items
    }
    for state in checked.report.items:
        judged = items.get((state.checklist, state.item))
        if judged is None or state.located or state.modification:
            continue
        names = names_of(checked.spec, state.arm)
        own, others = _arm_names(checked, state.arm)
        checklist, item = judged
        cues = looked(checklist.cues(item))
        found = {
            key: ranking.suggestions(cues, names, most, own=own, others=others)
            for key, ranking in rankings.items()
        }
        best = max(found, key=lambda key: found[key][0].score if found[key] else -1)
        yield _suggested(*judged, found[best], manuscripts[best], arm=state.arm, document=best)


def _arm_names(checked: "CheckedDocument", arm: str | None) -> tuple[list[str], list[str]]:
    """Return what an arm is called, and what the others are; nothing for the whole study."""
    arms = checked.spec.interventions
    if arm is None or len(arms) == 1:
        return [], []
    own = names_of_arm(checked.spec, arm)
    others = [name for key in arms if key != arm for name in names_of_arm(checked.spec, key)]
    return own, [name for name in others if name not in own]


def of_checklist(checklist: "Checklist", manuscript: Manuscript, most: int) -> Iterator[Suggested]:
    """Go over all items of a checklist, with what may answer each.

    What one common word leads to is not found: without a specification nothing else speaks for it.
    """
    ranking = Ranking(manuscript)
    for item in checklist.items:
        ranked = ranking.suggestions(looked(checklist.cues(item)), most=most)
        suggestions = [one for one in ranked if not one.weak]
        yield _suggested(checklist, item, suggestions, manuscript)


def _suggested(  # noqa: PLR0913 -- a record of as many
    checklist: "Checklist",
    item: "Item",
    suggestions: Sequence[Suggestion],
    manuscript: Manuscript,
    *,
    arm: str | None = None,
    document: str = "",
) -> Suggested:
    """Put what was found for an item together."""
    passages = [one.passage for one in suggestions]
    return Suggested(
        checklist.id,
        item.number,
        item.id,
        item.title,
        arm,
        document,
        tuple(suggestions),
        tuple(manuscript.place(one.start, one.end) for one in passages),
        tuple(context_of(manuscript, one) for one in passages),
    )


def lines_of(suggested_item: Suggested) -> Iterator[str]:
    """Go over the lines that tell of an item's suggestions."""
    for number, (one, place) in enumerate(
        zip(suggested_item.suggestions, suggested_item.places, strict=True), 1
    ):
        denies = "; denies something: look" if one.denies else ""
        yield f"   {number}  {in_words(place) or 'at the beginning'}"
        yield f"      \u201c{one.passage.text}\u201d"
        yield f"      {', '.join(one.because)}{denies}"
    if not suggested_item.suggestions:
        yield "   no passage found: look"
