"""The comparison view: what all arms have in common, and in what they differ, item by item."""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from intspec.checklists import Item
from intspec.lazy import frozen
from intspec.views import words
from intspec.views.context import Context, frame, verdict_cell
from intspec.views.description_view import (
    EMPTY,
    column_note,
    gap_list,
    heading,
    print_item,
    source_lists,
)
from intspec.views.table import Block, Cell, Column, Row, Table, View

WHAT = "comparison of the arms"
INTRO = (
    "What is stated in the same words of all arms stands once, under “All arms”. A dash: nothing "
    "is added to what stands there. The words are compared, not their meaning."
)
#: The cell of an arm that has nothing to add.
NOTHING = Cell((Block("text", "\N{EM DASH}"),))
NOT_STATED = "Not stated of any arm"
#: Kinds of blocks that say what is missing.
REMARKS = frozenset({"gap", "declared"})


@frozen
class Statement:
    """Blocks that belong together: a heading or paragraph, and the list entries under it.

    Attributes:
        blocks: The blocks, in order.
    """

    blocks: tuple[Block, ...]

    @property
    def says(self) -> tuple[Block, ...]:
        """What it says, whatever its sources are."""
        return tuple(attrs.evolve(block, cites=()) for block in self.blocks)

    @property
    def remark(self) -> bool:
        """Whether it says only what is missing."""
        return all(block.kind in REMARKS for block in self.blocks)


def comparison_view(context: Context) -> View:
    """Lay the arms beside one another."""
    arms = context.spec.interventions
    items = [item for item in context.checklist.items if context.checklist.scope(item) != "study"]
    if len(arms) < 2:  # noqa: PLR2004 -- one has nothing to be compared with
        return frame(
            context,
            "comparison",
            WHAT,
            (),
            intro=("This specification has one arm, so there is nothing to compare it with.",),
        )
    if not items:
        text = (
            f"{context.checklist.label} asks nothing arm by arm: compare the arms by a guideline "
            "that does, such as TIDieR."
        )
        return frame(context, "comparison", WHAT, (), intro=(text,))
    head = Column("item", "Item", head=True, width=2)
    # How far an item is reported is the checker's word, and no content of a paper.
    judged = context.gaps != "none"
    states = tuple(Column(f"state-{key}", context.arm_name(key), width=2) for key in arms if judged)
    columns = tuple(
        Column(key, context.arm_name(key), note=column_note(arm, context), width=4)
        for key, arm in arms.items()
    )
    overview = []
    rows = []
    for item in items:
        cells = {key: print_item(item, key, context) for key in arms}
        by_arm = {key: tuple(statements(_said(cell))) for key, cell in cells.items()}
        words_of_arms = compared(by_arm, context) or (NOT_STATED if judged else "")
        verdict = Cell((Block("text", words_of_arms),)) if words_of_arms else Cell((EMPTY,))
        cells_of_arms = _states(item, context) if judged else ()
        overview.append(Row("item", (heading(item), *cells_of_arms, verdict)))
        rows.append(Row("item", (heading(item), *_cells(cells, by_arm))))
    # A column that holds little more than dashes is narrow, so that the arms have more room.
    full = sum(row.cells[1] != NOTHING for row in rows) * 3 > len(rows)
    return frame(
        context,
        "comparison",
        WHAT,
        (
            Table(
                "overview",
                "At a glance",
                (head, *states, Column("compared", "What is stated", width=3)),
                tuple(overview),
            ),
            Table(
                "arms",
                "What the arms have in common, and in what they differ",
                (head, Column("all", "All arms", width=4 if full else 2), *columns),
                tuple(rows),
            ),
        ),
        intro=(INTRO,),
        notes=(*source_lists(context), gap_list(context)),
    )


def _said(cell: Cell) -> tuple[Block, ...]:
    return tuple(block for block in cell.blocks if block != EMPTY)


def statements(blocks: Iterable[Block]) -> Iterator[Statement]:
    """Group each heading or paragraph with the blocks that belong to it."""
    group: list[Block] = []
    for block in blocks:
        under_label = bool(group) and group[0].kind == "label" and block.kind == "text"
        under = bool(group) and group[0].kind in {"label", "text"} and block.kind == "bullet"
        if group and not (under_label or under):
            yield Statement(tuple(group))
            group = []
        group.append(block)
    if group:
        yield Statement(tuple(group))


def compared(by_arm: Mapping[str, tuple[Statement, ...]], context: Context) -> str:
    """Say in a few words how what is stated of one arm compares with the others.

    Returns:
        The words; empty where nothing is stated of any arm.
    """
    stated = {
        key: {statement.says for statement in arm_statements if not statement.remark}
        for key, arm_statements in by_arm.items()
        if any(not statement.remark for statement in arm_statements)
    }
    if not stated:
        return ""
    if len(stated) < len(by_arm):
        return f"Stated of {words.listing(context.arm_name(key) for key in stated)} only"
    sets = list(stated.values())
    if all(words_of_arm == sets[0] for words_of_arm in sets):
        return "The same in all arms"
    return "Partly the same" if set.intersection(*sets) else "Different"


def _states(item: Item, context: Context) -> Iterator[Cell]:
    """Go over the verdicts on an item, arm by arm; that on each modification where it has any."""
    for key in context.spec.interventions:
        verdicts = context.verdicts(item, key)
        yield verdict_cell(verdicts) if verdicts else Cell((Block("text", "Not checked"),))


def _cells(
    cells: Mapping[str, Cell], by_arm: Mapping[str, tuple[Statement, ...]]
) -> tuple[Cell, ...]:
    """Return the cell of what all arms share, and one for what each has of its own."""
    keys = list(by_arm)
    common = set.intersection(*({statement.says for statement in by_arm[key]} for key in keys))
    cites: dict[tuple[Block, ...], list[set[str]]] = {}
    for statement in (
        statement
        for arm_statements in by_arm.values()
        for statement in arm_statements
        if statement.says in common
    ):
        marks = cites.setdefault(statement.says, [set() for _ in statement.blocks])
        for block_marks, block in zip(marks, statement.blocks, strict=True):
            block_marks.update(block.cites)
    shared = [
        attrs.evolve(block, cites=tuple(sorted(marks, key=int)))
        for says in dict.fromkeys(
            statement.says for statement in by_arm[keys[0]] if statement.says in common
        )
        for block, marks in zip(says, cites[says], strict=True)
    ]
    states = {cell.state for cell in cells.values()}
    arm_cells = [
        Cell(
            tuple(
                block
                for statement in by_arm[key]
                if statement.says not in common
                for block in statement.blocks
            )
            or NOTHING.blocks,
            cells[key].state,
        )
        for key in keys
    ]
    state = states.pop() if len(states) == 1 else None
    return (Cell(tuple(shared), state) if shared else NOTHING, *arm_cells)
