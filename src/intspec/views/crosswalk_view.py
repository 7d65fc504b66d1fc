"""The crosswalk: which items of the claimed checklists the same content answers."""

from collections.abc import Mapping, Sequence
from operator import itemgetter

from intspec.checklists import Item
from intspec.checklists.crosswalk import Crosswalk, CrosswalkRow, numbers
from intspec.diagnostics import FileReport, ItemState
from intspec.views import words
from intspec.views.table import Block, Cell, Column, Note, NoteList, Row, Table, View, text_cell

COMPARATOR = "Comparator"
#: Verdicts with their places in the report, by item and arm.
Verdicts = Mapping[tuple[str, str | None], tuple[int, ItemState]]


def crosswalk_view(crosswalk: Crosswalk, report: FileReport | None = None) -> View:
    """Make the view of a crosswalk.

    Args:
        crosswalk: The checklists laid beside one another.
        report: The report of a specification, whose states and gaps are shown with them.
    """
    arms = report.arms if report is not None else ()
    columns = (
        Column("number", "Item", width=1),
        Column("item", crosswalk.base.label, head=True, width=4),
        *(Column(f"state-{arm.key}", arm.name, width=3) for arm in arms),
        *(Column(other.id, other.label, width=2) for other in crosswalk.others),
    )
    states = _states(report, crosswalk.base.id)
    rows = tuple(_row(row, crosswalk, report, states) for row in crosswalk.rows)
    tables = [Table("crosswalk", "The same content answers", columns, rows)]
    if report is not None:
        tables.append(_gaps(report))
    alone = tuple(
        Note(f"{other.label}: {_named(crosswalk.alone[other.id])}")
        for other in crosswalk.others
        if crosswalk.alone[other.id]
    )
    labels = words.listing(other.label for other in crosswalk.others)
    base_label = crosswalk.base.label
    intro = f"What answers an item of {base_label} answers, wholly or in part, these of {labels}."
    return View(
        kind="crosswalk",
        title=report.title if report is not None else "Crosswalk of reporting guidelines",
        subtitle="crosswalk",
        notices=("This study is fictitious.",) if report is not None and report.fictitious else (),
        intro=(intro,) if crosswalk.others else (),
        tables=tuple(table for table in tables if table.rows),
        notes=(NoteList("alone", "Items that no row names", alone),),
    )


def _row(
    row: CrosswalkRow, crosswalk: Crosswalk, report: FileReport | None, verdicts: Verdicts
) -> Row:
    number, title = ("", COMPARATOR) if row.item is None else (row.item.number, row.item.title)
    states = [
        text_cell(_state(verdicts, row.item, arm.key) if row.item is not None else "")
        for arm in (report.arms if report else ())
    ]
    answers = [text_cell(numbers(row.answers[other.id])) for other in crosswalk.others]
    head = Cell((Block("label", title),))
    return Row("item", (text_cell(number), head, *states, *answers))


def _states(report: FileReport | None, checklist: str) -> Verdicts:
    """Gather the verdicts of a checklist: the first on each item and arm, with its number."""
    verdicts: dict[tuple[str, str | None], tuple[int, ItemState]] = {}
    for number, verdict in enumerate(report.items if report is not None else ()):
        if verdict.checklist == checklist:
            verdicts.setdefault((verdict.item, verdict.arm), (number, verdict))
    return verdicts


def _state(verdicts: Verdicts, item: Item, arm: str) -> str:
    """Return the first verdict on an item in an arm, or in the study, in words."""
    found = [verdicts[key] for key in ((item.id, arm), (item.id, None)) if key in verdicts]
    if not found:
        return ""
    _number, verdict = min(found, key=itemgetter(0))
    missing = verdict.state == "not-reported" and verdict.declared_state
    return words.term(missing or verdict.state)


def _gaps(report: FileReport) -> Table:
    """List the gaps that leave items of several checklists open; merge those of one rule."""
    columns = (
        Column("gap", "One gap", head=True, width=4),
        Column("items", "leaves open", width=4),
    )
    messages_of: dict[tuple[str, str], list[str]] = {}
    for finding in report.apart():
        items = dict.fromkeys(f"{ref.label or ref.checklist} {ref.number}" for ref in finding.items)
        if len({ref.checklist for ref in finding.items}) > 1:
            messages_of.setdefault((finding.rule, ", ".join(items)), []).append(finding.message)
    rows = []
    for (_rule, items_told), messages in messages_of.items():
        more = f" (and {len(messages) - 1} more)" if len(messages) > 1 else ""
        text = words.upper_first(messages[0]) + more
        rows.append(Row("item", (Cell((Block("label", text),)), text_cell(items_told))))
    return Table("gaps", "One gap, several guidelines", columns, tuple(rows))


def _named(items: Sequence[Item]) -> str:
    return "; ".join(f"{item.number}, {item.title}" for item in items)
