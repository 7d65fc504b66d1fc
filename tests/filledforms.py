"""Forms as people fill them in: the shape of TIDieR's own, with labels of ours."""

from collections.abc import Mapping, Sequence
from typing import Any

from intspec.forms.form import Form, FormCell, FormRow, FormTable
from intspec.forms.read import Filled

LINE = "_____________"
TIDIER = {
    "1": "Brief name",
    "2": "Why",
    "3": "What: materials",
    "4": "What: procedures",
    "5": "Who provided",
    "6": "How",
    "7": "Where",
    "8": "When and how much",
    "9": "Tailoring",
    "10": "Modifications",
    "11": "How well: planned",
    "12": "How well: actual",
}
GROUPS = {
    "1": "NAME",
    "2": "WHY",
    "3": "WHAT",
    "5": "WHO PROVIDED",
    "6": "HOW",
    "7": "WHERE",
    "8": "WHEN and HOW MUCH",
    "9": "TAILORING",
    "10": "MODIFICATIONS",
    "11": "HOW WELL",
}
HEADER = ("Item number", "Item", "Primary paper (page)", "Other (details)")


def table_form(
    answers: Mapping[str, tuple[str, str]],
    *,
    header: tuple[str, ...] = HEADER,
    labels: Mapping[str, str] = TIDIER,
    rows: Sequence[tuple[str, ...]] | None = None,
) -> Form:
    """Make a form of one table: TIDieR's rows with answers, or any other rows.

    Args:
        answers: The two answers of each item, by its number.
        header: The words of the header row.
        labels: What the rows call their items.
        rows: The rows, in place of TIDieR's.
    """
    if rows is None:
        body: list[tuple[str, ...]] = [("", "", "Where located", "Where located"), header]
        for number, label in labels.items():
            if number in GROUPS:
                body.append((GROUPS[number],))
            body.append((number, label, *answers.get(number, ("", ""))))
        rows = body
    width = max(len(row) for row in rows)
    made = tuple(_row(n, row, width) for n, row in enumerate(rows, 1))
    return Form("docx", (FormTable(1, "table 1", made),))


def _row(number: int, texts: tuple[str, ...], width: int) -> FormRow:
    where = f"table 1, row {number}"
    if len(texts) == 1:
        return FormRow(number, where, (FormCell(texts[0], f"{where}, column 1", 1, span=width),))
    cells = (FormCell(t, f"{where}, column {c}", c) for c, t in enumerate(texts, 1))
    return FormRow(number, where, tuple(cells))


def answers_of(filled: Filled) -> dict[str, list[dict[str, Any]]]:
    """Return the places that items name, by number."""
    found: dict[str, list[dict[str, Any]]] = {}
    for item in filled.items:
        places = [s.answer.place for s in item.said if s.answer.kind == "located"]
        if places:
            found[item.number] = [dict(place.fields) for place in places if place is not None]
    return found
