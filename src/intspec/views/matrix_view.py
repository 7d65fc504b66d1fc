"""The matrix view: a figure of the states of all items, arm by arm, and the same as a table."""

from collections.abc import Mapping, Sequence
from typing import Literal

import attrs

from intspec.checklists import Checklist, Item
from intspec.diagnostics import ItemState
from intspec.lazy import frozen
from intspec.states import ITEM_STATES, ItemStateName, is_described
from intspec.views.context import Context, frame, state_words, verdict_cell
from intspec.views.description_view import column_note, heading
from intspec.views.drawing import LARGE, LINE, MARGIN, SIGN, SIZE, SMALL, Room, Sheet
from intspec.views.figure import Figure, Look
from intspec.views.measuring import wrapped
from intspec.views.table import Block, Cell, Column, Row, Table, View

WHAT = "states of the items, by arm"
STUDY = "The study"
NOT_JUDGED = "not judged"
#: The sign of each state: its look, and whether it is a disc or a box.
SIGNS: Mapping[ItemStateName, tuple[Look | Literal["line"], Literal["disc", "box"]]] = {
    "reported": ("solid", "disc"),
    "partial": ("half", "disc"),
    "prose": ("hatched", "disc"),
    "not-reported": ("outline", "disc"),
    "not-applicable": ("line", "disc"),
    "not-done": ("outline", "box"),
    "not-yet": ("dashed", "disc"),
    "blocked": ("half", "box"),
}
#: How wide the items are, the columns at least and at most, and what all columns share.
ITEMS, NARROWEST, WIDEST, COLUMNS = 250.0, 92.0, 170.0, 620.0
#: The most signs of one cell: an item on modifications has one for each state.
MOST = 3
#: Lines of a heading of a column, and of an item.
HEADING, TITLE = 4, 2


@frozen
class Grid:
    """States of the items of a guideline, column by column.

    Attributes:
        checklist: The guideline whose items are the rows.
        columns: The name of each column.
        verdicts: By the id of each item, the verdicts of each column; None where the column is not
            judged by the guideline.
    """

    checklist: Checklist
    columns: tuple[str, ...]
    verdicts: Mapping[str, Sequence[Sequence[ItemState] | None]]


def matrix_view(context: Context) -> View:
    """Draw the states of the items."""
    items = context.checklist.items
    of_study = any(context.checklist.scope(item) == "study" for item in items)
    of_arms = any(context.checklist.scope(item) != "study" for item in items)
    subjects: list[str | None] = [None] if of_study else []
    subjects += context.spec.interventions if of_arms else ()
    columns = tuple(_column(arm, context) for arm in subjects)
    rows: list[Row] = []
    group = None
    for item in items:
        if item.group is not None and item.group != group:
            rows.append(Row("group", (Cell((Block("text", item.group),)),)))
        group = item.group
        cells = (verdict_cell(_verdicts(item, arm, context)) for arm in subjects)
        rows.append(Row("item", (heading(item), *cells)))
    head = Column("item", "Item", head=True, width=2)
    table = Table("states", "The state of each item", (head, *columns), tuple(rows))
    view = frame(context, "matrix", WHAT, (table,))
    names = [STUDY if arm is None else context.arm_name(arm) for arm in subjects]
    grid = Grid(
        context.checklist,
        tuple(names),
        {item.id: tuple(_verdicts(item, arm, context) for arm in subjects) for item in items},
    )
    return attrs.evolve(view, figures=(states_figure(grid),))


def _column(arm: str | None, context: Context) -> Column:
    if arm is None:
        return Column("study", STUDY)
    note = column_note(context.spec.interventions[arm], context)
    return Column(f"arm-{arm}", context.arm_name(arm), note=note)


def _verdicts(item: Item, arm: str | None, context: Context) -> Sequence[ItemState]:
    """Return the verdicts on an item that belong into one column."""
    return context.verdicts(item, arm)


def states_figure(grid: Grid) -> Figure:
    """Draw the states of items as a grid of signs.

    Args:
        grid: What is shown.
    """
    sheet = Sheet()
    names, items = grid.columns, grid.checklist.items
    across = min(max(COLUMNS / max(len(names), 1), NARROWEST), WIDEST)
    width = 2 * MARGIN + ITEMS + across * len(names)
    left = MARGIN + ITEMS
    caption = f"{grid.checklist.label}: the state of each item"
    y = (
        sheet.words(
            caption, Room(MARGIN, MARGIN, width - 2 * MARGIN, 2), "title", size=LARGE, bold=True
        )
        + 6
    )
    deepest = max(
        (len(wrapped(name, across - 10, SIZE, HEADING, bold=True)) for name in names), default=1
    )
    for number, name in enumerate(names):
        room = Room(left + number * across + 5, y, across - 10, HEADING)
        sheet.words(name, room, "arm", bold=True, middle=True)
    y += deepest * SIZE * LINE + 4
    sheet.line((MARGIN, y, width - MARGIN, y), "rule", "solid")
    used: dict[str, ItemState] = {}
    group = None
    for item in items:
        if item.group not in (None, group, item.title):
            y = (
                sheet.words(item.group, Room(MARGIN, y + 6, width - 2 * MARGIN), "group", bold=True)
                + 2
            )
        group = item.group
        title = f"{item.number}. {item.title}"
        lower = sheet.words(title, Room(MARGIN, y + 5, ITEMS - 12, TITLE), "item")
        height = max(lower + 3 - y, SIGN + 10)
        for number, verdicts in enumerate(grid.verdicts[item.id]):
            middle = left + (number + 0.5) * across
            if verdicts is None:
                room = Room(middle - across / 2 + 5, y + height / 2 - SMALL / 2, across - 10)
                sheet.words(NOT_JUDGED, room, "sign", size=SMALL, middle=True)
                continue
            shown = {state_words(one): one for one in verdicts}
            used |= shown
            _signs(sheet, [*shown.values()], middle, y + height / 2)
        y += height
        sheet.line((MARGIN, y, width - MARGIN, y), "rule")
    entries = [
        (*SIGNS[one.state], _letter(one), words_of_state)
        for words_of_state, one in sorted(used.items(), key=lambda pair: _rank(pair[1]))
    ]
    sheet.key(entries, y + 10, width)
    return sheet.figure("matrix", caption, _said(grid, used), width)


def _signs(sheet: Sheet, verdicts: Sequence[ItemState], x: float, y: float) -> None:
    step = SIGN + 12
    shown = verdicts[:MOST]
    start = x - step * (len(shown) - 1) / 2
    for number, verdict in enumerate(shown):
        sheet.sign(start + number * step, y, *SIGNS[verdict.state], _letter(verdict))
    if len(verdicts) > MOST:
        right = start + (len(shown) - 1) * step + SIGN
        sheet.words("+", Room(right, y - SMALL / 2, 12), "sign", size=SMALL)


def _letter(verdict: ItemState) -> str:
    """Return the letter beside a sign: what is declared of it."""
    if not verdict.declared:
        return ""
    if verdict.state == "not-reported":
        return (verdict.declared_state or "d").rpartition("-")[2][0]
    return "d" if is_described(verdict.state) else ""


def _rank(verdict: ItemState) -> tuple[int, str]:
    return [*ITEM_STATES].index(verdict.state), _letter(verdict)


def _said(grid: Grid, used: Mapping[str, ItemState]) -> str:
    states = ", ".join(sorted(used, key=lambda text: _rank(used[text])))
    return (
        f"A grid of {len(grid.checklist.items)} items of {grid.checklist.label} in rows and "
        f"{len(grid.columns)} columns. Each cell has a sign for a state"
        f"{f': {states}' if states else ''}. The table says the same in words."
    )
