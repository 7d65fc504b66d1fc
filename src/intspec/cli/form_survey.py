"""The evidence by which forms are recognised, and what is read and filled of them, in words."""

from collections.abc import Iterator, Sequence

from intspec.checklists import Checklist
from intspec.forms import Form
from intspec.forms.matching import Recognised, recognise, writing_columns
from intspec.forms.recognise import ItemTable
from intspec.text.wording import plural

#: So many guidelines are shown for each table, the nearest first.
SHOWN = 2


def survey(form: Form, checklists: Sequence[Checklist], forced: str | None = None) -> Iterator[str]:
    """Go over the lines that say how a form is recognised.

    Args:
        form: The form.
        checklists: The guidelines that are known.
        forced: Id of the guideline that somebody says it is for.

    Raises:
        FormError: It has more columns than a form can.
    """
    recognised = recognise(form, checklists, forced)
    for table in recognised.tables:
        yield _columns(table)
        yield from _evidence(table, recognised)
    identity = recognised.identity
    for choice in identity.choices:
        tables = ", ".join(map(str, choice.tables))
        yield f"check, import: {choice.checklist.label} in table {tables}, by {choice.why}"
    if identity.refusal is not None:
        yield f"check, import: not judged: {identity.refusal.message}"
    yield from _filled(recognised)


def _columns(table: ItemTable) -> str:
    labels = ", ".join(map(str, table.labels)) or "the same"
    answers = ", ".join(f"{column.column} ({column.kind})" for column in table.answers)
    return (
        f"{table.table.where}: {plural(len(table.rows), 'row')}; numbers in column "
        f"{table.numbers}, labels in {labels}, answers in {answers or 'none'}"
    )


def _evidence(table: ItemTable, recognised: Recognised) -> Iterator[str]:
    found = recognised.identity.agreements[table.table.number]
    nearest = sorted(found.items(), key=lambda one: one[1].share + one[1].coverage, reverse=True)
    for name, agreement in nearest[:SHOWN]:
        if agreement.agreeing:
            yield (
                f"    like {name}: {len(agreement.agreeing)} of {plural(agreement.rows, 'label')} "
                f"agree ({agreement.share:.2f}), of {agreement.items} items "
                f"({agreement.coverage:.2f})"
            )


def _filled(recognised: Recognised) -> Iterator[str]:
    for choice in recognised.identity.choices:
        if not choice.agrees:
            yield "fill: refused: the labels are not those of the guideline"
            continue
        for table in recognised.tables:
            if table.table.number in choice.tables:
                columns = writing_columns(table, {})
                where = [f"column {columns.primary}"] if columns.primary else []
                where += [f"column {columns.other} for other documents"] if columns.other else []
                where += [f"the column of {title}" for title in columns.unnamed]
                words = " and ".join(where) or "nowhere: there is no column for answers"
                yield f"fill: {table.table.where}, {words}"
    if recognised.identity.refusal is not None:
        yield "fill: refused"
