"""Words typed where a form prints its own are told, and what a form prints is not told as such.

They are written behind a label, into the column of numbers, into headings and heads of columns,
and into cells that were empty. The forms of `made_forms` have other words than ours; all are
fictitious.
"""

import random
from collections.abc import Iterator

import attrs
import pytest

from filledforms import table_form
from intspec import Form, FormCell
from intspec.api import shared_registry
from intspec.cli.forms import checklists_of
from intspec.forms.draft import draft
from intspec.forms.read import read_form
from made_forms import all_forms

TIDIER = shared_registry().checklist("tidier")
CHECKLISTS = checklists_of(shared_registry())
#: What is typed, and what it must be told by.
WORDS = {
    "WALK trial": "WALK trial",
    "see the Zanzibar trial": "Zanzibar trial",
    "Quince marmalade, twice daily": "Quince marmalade",
    "p. 4711": "4711",
}
#: How it stands behind what is there.
WAYS = ("{} {}", "{}\n{}", "{} \u2026\u2026 {}", "{}. {}")


def cells(form: Form) -> Iterator[tuple[int, int, int, FormCell]]:
    """Go over the cells of a form, each with its table, row and place in the row."""
    for t, table in enumerate(form.tables):
        for r, row in enumerate(table.rows):
            yield from ((t, r, c, cell) for c, cell in enumerate(row.cells) if not cell.continued)


def typed(form: Form, place: tuple[int, int, int], text: str) -> Form:
    """Return a form with a text in one of its cells."""
    t, r, c = place
    table = form.tables[t]
    row = table.rows[r]
    new = [attrs.evolve(x, text=text) if n == c else x for n, x in enumerate(row.cells)]
    rows = list(table.rows)
    rows[r] = attrs.evolve(row, cells=tuple(new))
    tables = list(form.tables)
    tables[t] = attrs.evolve(table, rows=tuple(rows))
    return attrs.evolve(form, tables=tuple(tables))


FORMS = [(f"{name}, {layout}", form) for name, layout, form in all_forms()]


@pytest.mark.long
def test_what_a_form_prints_is_not_told() -> None:
    """Labels, headings and heads of columns, in whatever wording, are what the form prints."""
    told = {name: made for name, form in FORMS[::7] if (made := read_form(form, CHECKLISTS).beside)}
    assert not told


@pytest.mark.parametrize("seed", range(14))
def test_what_is_typed_beside_the_answers_is_told(seed: int) -> None:
    """The words stand in the draft, or the report has them with their cell."""
    chance = random.Random(seed)
    name, form = chance.choice(FORMS)
    filled = read_form(form, CHECKLISTS)
    # Of items that no checklist here has, nothing says what a form prints; their rows are kept
    # whole where there is an answer, as is the form of no guideline that is known.
    unknown = {row.where for row in filled.items if row.item is None}
    rows = {row.where for _table, row in form.rows()} - unknown if filled.choice else set()
    places = [place for place in cells(form) if place[3].where.rpartition(",")[0] in rows]
    for t, r, c, cell in chance.sample(places, min(6, len(places))):
        words = chance.choice([*WORDS])
        text = chance.choice(WAYS).format(cell.text, words) if cell.text.strip() else words
        made = draft(read_form(typed(form, (t, r, c), text), CHECKLISTS), "walking")
        said = " ".join(f"{e.where} {e.said} {e.became}" for e in made.entries)
        assert WORDS[words] in made.text() + said, (name, cell.where, text)


def test_words_behind_our_own_label_are_kept() -> None:
    """Where every label is ours, what stands behind one is known to be typed: it is a note."""
    assert TIDIER is not None
    rows = [(item.number, item.title) for item in TIDIER.items]
    header = ("No.", "Item", "Where reported")
    form = table_form({}, rows=[header, *((n, t, "p. 3") for n, t in rows)])
    assert read_form(form, CHECKLISTS).beside == ()
    made = draft(read_form(typed(form, (0, 1, 1), "Brief name: WALK trial"), CHECKLISTS), "walking")
    assert [note["text"] for note in made.data["notes"]] == ["WALK trial"]
    other = draft(read_form(typed(form, (0, 3, 0), "3. Quince marmalade"), CHECKLISTS), "walking")
    assert "notes" not in other.data
    told = [entry for entry in other.entries if entry.said == "Quince marmalade"]
    assert [(entry.item, entry.sure) for entry in told] == [("3", "unsure")]
