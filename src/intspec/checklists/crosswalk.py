"""Which items of several checklists the same content answers: read off the checklists."""

import re
from collections.abc import Iterable, Sequence

from intspec.checklists.checklist import Checklist, Item
from intspec.lazy import frozen
from intspec.text.names import did_you_mean


@frozen
class CrosswalkRow:
    """One item, and what answers it answers elsewhere.

    Attributes:
        item: The item of the base; None for the row of the comparator.
        answers: The items of the other checklists, by checklist, in their order.
    """

    item: Item | None
    answers: dict[str, tuple[Item, ...]]


@frozen
class Crosswalk:
    """A base checklist beside others.

    Attributes:
        base: The checklist whose items are the rows.
        others: The checklists in the columns.
        rows: One for each item of the base, then one for the comparator.
        alone: The items of each other checklist that no row names.
        faults: Relations that lead to no item, one line each.
    """

    base: Checklist
    others: tuple[Checklist, ...]
    rows: tuple[CrosswalkRow, ...]
    alone: dict[str, tuple[Item, ...]]
    faults: tuple[str, ...]


def crosswalk(base: Checklist, others: Sequence[Checklist]) -> Crosswalk:
    """Lay checklists beside one another.

    An item stands in the row of an item whose parts it uses, or that it names under `relates`; in
    the comparator's row if it says that it asks about the comparator.

    Args:
        base: The checklist whose items are the rows.
        others: The checklists in the columns.
    """
    rows = [
        CrosswalkRow(
            item, {o.id: tuple(i for i in o.items if related(base, item, o, i)) for o in others}
        )
        for item in base.items
    ]
    rows.append(
        CrosswalkRow(None, {o.id: tuple(i for i in o.items if i.comparator) for o in others})
    )
    alone = {
        o.id: tuple(i for i in o.items if not any(i in row.answers[o.id] for row in rows))
        for o in others
    }
    return Crosswalk(base, tuple(others), tuple(rows), alone, tuple(_faults(base, others)))


def related(checklist: Checklist, item: Item, other: Checklist, beside: Item) -> bool:
    """Tell whether two items ask about the same: one uses, inherits or names the other."""
    return (
        item is beside
        or _leads(checklist, item, other, beside)
        or _leads(other, beside, checklist, item)
    )


def _leads(checklist: Checklist, item: Item, other: Checklist, beside: Item) -> bool:
    names = other.names(beside)
    if any(name in item.relates for name in names):
        return True
    return any(part.home_id in names for part in checklist.parts[item.id] if part.home is not item)


def numbers(items: Iterable[Item]) -> str:
    """Write the numbers of items as a table does: `4-6, 13`."""
    every = [item.number for item in items]
    runs: list[list[str]] = []
    for number in every:
        last = runs[-1][-1] if runs else ""
        if last.isdigit() and number.isdigit() and int(number) == int(last) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = []
    for run in runs:
        shown += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else run  # noqa: PLR2004 -- `1, 2`
    return ", ".join(shown)


def _faults(base: Checklist, others: Sequence[Checklist]) -> Iterable[str]:
    known = {o.id: {name for i in o.items for name in o.names(i)} for o in (base, *others)}
    for checklist in (base, *others):
        for item in checklist.items:
            for name in item.relates:
                namespace = re.split("/", name, maxsplit=1)[0]
                if namespace in known and name not in known[namespace]:
                    guess = did_you_mean(name, known[namespace])
                    yield f"{checklist.id}/{item.id} relates to `{name}`, which is no item; {guess}"
