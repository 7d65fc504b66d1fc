"""Reports of what could not be judged: the heading, and a document that does not fit."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from intspec.checking.placing import Placer, order
from intspec.checklists import Checklist, Item
from intspec.diagnostics import ArmSummary, FileReport, ItemState, Outcome
from intspec.model import Stage

if TYPE_CHECKING:
    from intspec.reading import Document


def heading_of(
    document: "Document",
    data: dict[str, Any],
    loaded: Iterable[Checklist],
    stage: Stage | None,
) -> FileReport:
    """Begin the report of a document with what it says of itself, as far as it can be read."""

    def text(value: Any) -> str:
        return value if isinstance(value, str) else ""

    acronym = data.get("acronym")
    short = text(acronym.get("short")) if isinstance(acronym, dict) else ""
    arms = data.get("interventions")
    return FileReport(
        path=document.path,
        title=text(data.get("title")),
        short=short,
        schema=text(data.get("intspec")),
        fictitious=data.get("fictitious") is True,
        stage=text(data.get("stage")),
        stage_in_force=stage or text(data.get("stage")),
        checklists=tuple((c.id, c.file.title, c.file.version) for c in loaded),
        arms=tuple(
            ArmSummary(str(k), text(v.get("name")) or str(k), text(v.get("role")))
            for k, v in (arms.items() if isinstance(arms, dict) else ())
            if isinstance(v, dict)
        ),
    )


def not_fitting(
    document: "Document",
    data: dict[str, Any],
    found: Sequence[Any],
    loaded: tuple[Checklist, ...],
    stage: Stage | None,
) -> FileReport:
    """Make the report of a document that does not fit the schema: every item is blocked."""
    placer = Placer(document)
    heading = heading_of(document, data, loaded, stage)
    reason = "the document does not fit the schema"
    items = []
    outcomes = []
    for checklist in loaded:
        for item in checklist.items:
            scope = checklist.scope(item)
            arms = [arm.key for arm in heading.arms] if scope == "arm" else [None]
            for arm in arms:
                items.append(blocked_item(checklist, item, arm, reason))
                outcomes += [
                    Outcome(part.rule, arm, "blocked", reason=reason)
                    for part in checklist.parts[item.id]
                ]
    diagnostics = order(placer.schema(problem) for problem in found)
    return attrs.evolve(
        heading,
        items=tuple(items),
        outcomes=tuple(outcomes),
        diagnostics=diagnostics,
        lines=placer.lines(diagnostics),
    )


def blocked_item(checklist: Checklist, item: Item, arm: str | None, reason: str) -> ItemState:
    """Make the verdict on an item that could not be judged."""
    return attrs.evolve(unasked_item(checklist, item, arm, reason), state="blocked")


def unasked_item(checklist: Checklist, item: Item, arm: str | None, reason: str) -> ItemState:
    """Make the verdict on an item that there is nothing to judge by."""
    return ItemState(
        checklist=checklist.id,
        number=item.number,
        item=item.id,
        title=item.title,
        scope=checklist.scope(item),
        arm=arm,
        state="not-applicable",
        reason=reason,
    )
