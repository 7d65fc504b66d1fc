"""The description view: what was done in each arm, item by item."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping

import attrs

from intspec.answers.declarations import (
    MISSING,
    NOT_STATED,
    NOT_YET,
    NOT_YET_APPLICABLE,
    UNCHECKED,
)
from intspec.answers.notices import COMPARATOR, write_arm_note
from intspec.checklists import Item
from intspec.model import Arm, Conflict
from intspec.rules.arms import is_untreated, parts_of_combination
from intspec.states import closes, state_words
from intspec.text.placeholders import is_proposed
from intspec.text.wording import flat
from intspec.views import words
from intspec.views.also_described import also_described
from intspec.views.catalogue_describers import names
from intspec.views.context import NOT_FOUND, Context, frame
from intspec.views.item_content import describe, shown_of
from intspec.views.table import Block, Cell, Column, Note, NoteList, Row, Table, View

#: What stands in a cell of which nothing is said.
EMPTY = Block("text", "\N{EN DASH}")
#: The state of an item of which nothing was to be described.
NOT_APPLICABLE = "not-applicable"
#: The leads of what is missing and not asked: at this stage, or of this arm.
SETTLED = (words.upper_first(NOT_YET), words.upper_first(state_words(NOT_APPLICABLE)))
#: The width of an arm's column, alone and beside others; that of the items is 2.
ALONE, BESIDE = 8, 4
#: The sign of a gap in a cell, and the list that says what it is.
SIGN, GAPS = "\N{DOUBLE DAGGER}", "\N{DOUBLE DAGGER} Not described"


def description_view(context: Context) -> View:
    """Make the table that trial papers print."""
    items = context.checklist.items
    by_arm = [item for item in items if context.checklist.scope(item) != "study"]
    of_study = [item for item in items if context.checklist.scope(item) == "study"]
    head = Column("item", "Item", head=True, width=2)
    # Sources are numbered as they are first cited: what is printed first is made first.
    arms_first = bool(by_arm) and items[0] is by_arm[0]
    cells = _cells(by_arm, context) if arms_first else {}
    tables = []
    if of_study:
        rows = tuple(
            Row("item", (heading(item), print_item(item, None, context))) for item in of_study
        )
        study = Column("study", "Study", width=8)
        tables.append(Table("study", "The study as a whole", (head, study), rows))
    if by_arm and not arms_first:
        cells = _cells(by_arm, context)
    also = tuple(also_described(context))
    lines: dict[str, str] = {}
    if by_arm:
        lines = _lines(cells, also, context)
        width = ALONE if len(cells) - len(lines) == 1 else BESIDE
        columns = [
            Column(key, context.arm_name(key), note=column_note(arm, context), width=width)
            for key, arm in context.spec.interventions.items()
            if key not in lines
        ]
        rows = tuple(
            Row("item", (heading(item), *(cells[column.key][number] for column in columns)))
            for number, item in enumerate(by_arm)
        )
        done = "What is planned" if context.ahead else "What was done"
        caption = words.clauses([done, context.as_reported, "by arm"], ", ")
        tables.append(Table("arms", caption, (head, *columns), rows))
    if of_study and arms_first:
        tables.reverse()
    return frame(
        context,
        "description",
        "description of the interventions",
        (*tables, *(without_columns(table, lines) for table in also)),
        intro=(*lines.values(), *_about_dashes(tables, context)),
        notes=(*source_lists(context), gap_list(context)),
    )


def _cells(items: Iterable[Item], context: Context) -> dict[str, list[Cell]]:
    """Say what is described of each arm, by its key: row by row, as a table is read."""
    cells: dict[str, list[Cell]] = {key: [] for key in context.spec.interventions}
    for item in items:
        for key, of_arm in cells.items():
            of_arm.append(print_item(item, key, context))
    return cells


def _about_dashes(tables: Iterable[Table], context: Context) -> Iterator[str]:
    """Say what an en dash in a cell means, where there is one."""
    cells = (cell for table in tables for row in table.rows for cell in row.cells)
    states = {cell.state for cell in cells if EMPTY in cell.blocks}
    where = " in the sources read" if context.spec.described_by == "others" else ""
    meant = [f"not described{where}"] if states - {NOT_APPLICABLE} else []
    meant += ["not applicable"] if NOT_APPLICABLE in states else []
    if meant:
        yield f"An en dash ({EMPTY.text}) means: {' or '.join(meant)}."


def _lines(
    cells: Mapping[str, list[Cell]], also: tuple[Table, ...], context: Context
) -> dict[str, str]:
    """Write in one line each arm that waits, or has no treatment, and of which no more is said.

    Args:
        cells: The cells of each arm.
        also: What no item shows.
        context: The specification, and how gaps are shown.

    Returns:
        The lines, by the keys of the arms; none where nothing would be left to make a column of.
    """
    lines = {}
    more = {
        column.key
        for table in also
        for number, column in enumerate(table.columns)
        if any(row.cells[number].blocks for row in table.rows)
    }
    for key, of_arm in cells.items():
        arm = context.spec.interventions[key]
        name = context.arm_name(key)
        nothing = {EMPTY.text, flat(arm.name), _later(context).text}
        said = [cell.plain for cell in of_arm if cell.plain not in nothing]
        cited = any(block.cites for cell in of_arm for block in cell.blocks)
        quiet = is_untreated(arm) and key not in more and context.gaps == "none"
        if quiet and not cited and len(said) <= 1 and "\n" not in "".join(said):
            note = [clause for clause in _part_in_study(arm, context) if clause != name.lower()]
            lines[key] = f"{name}: {words.sentences([words.clauses(note), *said])}"
    return lines if len(lines) < len(cells) else {}


def without_columns(table: Table, keys: Container[str]) -> Table:
    """Leave columns out of a table."""
    kept = [number for number, column in enumerate(table.columns) if column.key not in keys]
    rows = tuple(
        attrs.evolve(row, cells=tuple(row.cells[number] for number in kept)) for row in table.rows
    )
    return attrs.evolve(table, columns=tuple(table.columns[n] for n in kept), rows=rows)


def arm_note(arm: Arm, context: Context) -> str:
    """Say what part an arm plays, and what is given with it."""
    return words.upper_first(words.clauses(_part_in_study(arm, context)))


def _part_in_study(arm: Arm, context: Context, *, beside: int = 0) -> tuple[str, ...]:
    arms = context.spec.interventions
    later = names((arm.receives_later,), arms) if arm.receives_later else ""
    return write_arm_note(arm.role, names(arm.given_with, arms), later, beside=beside)


def column_note(arm: Arm, context: Context) -> str:
    """Say over a column what part its arm plays, and in which column stands what is given too.

    The name "Enhanced usual care" says already which comparator it is.
    """
    note = _part_in_study(arm, context, beside=len(arm.given_with))
    if len(note) == 1 and note[0] in flat(arm.name).lower() and arm.role != "experimental":
        note = (COMPARATOR,)
    return words.upper_first(words.clauses(note))


def heading(item: Item) -> Cell:
    """Return the heading of an item's row."""
    return Cell((Block("label", f"{item.number}. {item.title}"),))


def describe_item(item: Item, arm: str | None, context: Context) -> Cell:
    """Say all that is stated, declared and open on an item.

    Args:
        item: The item.
        arm: Key of the arm, or None for the study as a whole.
        context: The specification and its checklist.
    """
    state = context.state(item, arm)
    blocks = list(_content(item, arm, context))
    blocks.extend(_conflicts(item, arm, context))
    blocks.extend(_open(item, arm, context, empty=not blocks))
    return Cell(tuple(blocks), state.state if state is not None else None)


def print_item(item: Item, arm: str | None, context: Context) -> Cell:
    """Say what is described of an item, and of what is missing as much as is asked for.

    Args:
        item: The item.
        arm: Key of the arm, or None for the study as a whole.
        context: The specification, its checklist, and how gaps are shown.
    """
    cell = _plain_if_alone(describe_item(item, arm, context))
    if context.gaps == "inline":
        return cell
    missing = [block for block in cell.blocks if block.kind == "gap"]
    blocks = [block for block in cell.blocks if block.kind != "gap"]
    open_ones = [block.plain for block in missing if not block.label.startswith(SETTLED)]
    context.missing += [(item, arm, text) for text in open_ones]
    if open_ones and context.gaps == "mark":
        blocks.append(Block("gap", SIGN))
    elif not blocks and cell.state == "not-yet":
        blocks.append(_later(context))
    return Cell(tuple(blocks or [EMPTY]), cell.state)


def _later(context: Context) -> Block:
    """Say that something can be told only later, as the study stands."""
    stands = "protocol stage" if context.stage == "protocol" else "the study is ongoing"
    return Block("text", f"{words.upper_first(NOT_YET_APPLICABLE)}: {stands}.")


def _plain_if_alone(cell: Cell) -> Cell:
    """Print one thing alone as text: it is no list, and no heading of one."""
    told = [block for block in cell.blocks if block.kind != "gap"]
    if len(told) != 1 or told[0].kind not in ("bullet", "label"):
        return cell
    blocks = (attrs.evolve(one, kind="text") if one is told[0] else one for one in cell.blocks)
    return attrs.evolve(cell, blocks=tuple(blocks))


def gap_list(context: Context) -> NoteList:
    """List what is missing under the tables, where cells only mark it."""
    notes = [
        Note(f"{item.number}. {item.title}{f' ({context.arm_name(arm)})' if arm else ''}: {text}")
        for item, arm, text in context.missing
        if context.gaps == "mark"
    ]
    return NoteList("gaps", GAPS, tuple(notes))


def _content(item: Item, arm: str | None, context: Context) -> Iterator[Block]:
    if item.delegates is not None:
        text = f"See the description by the checklist `{item.delegates}`."
        yield Block("text", text.replace("`", ""))
    parts: tuple[str, ...] = ()
    if arm is not None and item.combines:
        parts = parts_of_combination(context.spec.interventions[arm], context.spec)
    if parts:
        yield Block("text", f"As in {words.listing(map(context.arm_name, parts))}.")
    narrative = context.spec.narrative if arm is None else context.spec.interventions[arm].narrative
    for about, text in narrative.items():
        if about in context.ids(item) and not is_proposed(text):
            cites = () if arm is None else context.cite_at(("interventions", arm))
            yield Block("text", text.strip(), cites=cites)
    for number, shown in shown_of(item, arm, context):
        blocks = describe(shown, context, arm)
        if parts and blocks:
            yield Block("label", "In this arm")
        if number and blocks:
            yield Block("label", f"Modification {number}")
        yield from blocks


def _open(item: Item, arm: str | None, context: Context, *, empty: bool) -> Iterator[Block]:
    """Say what is missing: what is declared, with its reason, and what is just not stated."""
    state = context.state(item, arm)
    reasons = set()
    for declaration in context.answers(item, arm):
        if (declaration.state, declaration.reason) not in reasons:
            reasons.add((declaration.state, declaration.reason))
            yield _said_once(
                context.declared_block(
                    declaration.state, declaration.reason, target=declaration.target
                )
            )
    settled = any(closes(declared, part=True) or declared == NOT_FOUND for declared, _ in reasons)
    if state is not None and state.state == "not-yet":
        if empty and not settled:
            reason = state.reason or "not asked at this stage"
            yield Block("gap", words.sentence(reason), SETTLED[0])
    elif state is not None and state.state == "blocked" and not reasons:
        yield Block("gap", words.sentence(state.reason or "the item was not judged"), UNCHECKED)
    elif empty and not settled:
        if state is not None and state.state == NOT_APPLICABLE:
            yield Block("gap", flat(state.reason), SETTLED[1])
        else:
            yield Block("gap", NOT_STATED)
    elif not empty:
        yield from _missing(item, arm, context)


def _said_once(block: Block) -> Block:
    """Leave out of a reason that it is as its label says: `Length: not found`, `Not found`."""
    says_it = rf"([^;]+?),? (?:was|were) {re.escape(block.label)}((?:[.;].*)?)"
    match = re.fullmatch(says_it, block.text, re.IGNORECASE | re.DOTALL)
    return attrs.evolve(block, text=match[1] + match[2]) if match is not None else block


def _missing(item: Item, arm: str | None, context: Context) -> Iterator[Block]:
    required = {
        rule
        for part in context.checklist.parts[item.id]
        if part.part.level == "required"
        for rule in (part.rule, part.decided_by)
    }
    for finding in context.findings(item, arm):
        if finding.declared is None and {finding.rule, *finding.also} & required:
            yield Block("gap", words.sentence(finding.message), MISSING)


def _conflicts(item: Item, arm: str | None, context: Context) -> Iterator[Block]:
    for conflict in context.conflicts(item, arm):
        yield Block("label", f"Sources disagree: {conflict.about}")
        for says, sources in _claims(conflict):
            yield Block("bullet", words.sentence(says), cites=context.cite(sources))


def _claims(conflict: Conflict) -> list[tuple[str, list[str]]]:
    """Merge equal claims, and return each with the sources that make it."""
    claims: dict[str, tuple[str, list[str]]] = {}
    for claim in conflict.claims:
        says = claim.says.strip()
        claims.setdefault(words.sentence(says), (says, []))[1].append(claim.source)
    return [*claims.values()]


def _conflict_note(conflict: Conflict, context: Context) -> Note:
    claims = [
        f"{says.removesuffix('.')} [{', '.join(context.cite(sources))}]"
        for says, sources in _claims(conflict)
    ]
    arm = f" ({context.arm_name(conflict.arm)})" if conflict.arm else ""
    return Note(
        f"{words.upper_first(conflict.about)}{arm}: {words.sentence(words.clauses(claims))}"
    )


def source_lists(context: Context) -> tuple[NoteList, ...]:
    """List what sources disagree on beside the items shown, and the sources cited."""
    shown = {about for item in context.checklist.items for about in context.ids(item)}
    elsewhere = [conflict for conflict in context.spec.conflicts if conflict.item not in shown]
    conflicts = tuple(_conflict_note(conflict, context) for conflict in elsewhere)
    return (
        NoteList("conflicts", "Where sources disagree", conflicts),
        NoteList("sources", "Sources", context.source_notes()),
    )
