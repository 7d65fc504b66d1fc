"""Names that authors give to items in tables of their own, which have no numbers."""

from itertools import zip_longest

import pytest

from described_tables import as_word, registry
from intspec.checklists import Checklist
from intspec.cli.forms import answers_of, imported
from intspec.forms import Form

LOADED = (registry().checklist(name) for name in registry().checklist_ids)
KNOWN = [one for one in LOADED if one is not None and any(item.known_as for item in one.items)]


def read(title: str, labels: list[str]) -> dict[str, list[str]]:
    """Read a table whose rows have these labels: the items of each guideline that it is for."""
    rows = [["", "Described"], *([label, f"Words of row {label}"] for label in labels)]
    form = imported("table.docx", registry(), raw=as_word({"title": title, "rows": rows}))
    assert isinstance(form, Form)
    filled = answers_of(form, "table.docx", registry())
    found: dict[str, list[str]] = {c.checklist.id: [] for c in filled.identity.choices}
    for row in filled.items:
        if row.checklist is not None and row.item is not None:
            found[row.checklist.id].append(row.item.number)
    return found


def tables(checklist: Checklist) -> list[list[str]]:
    """Write the names of the items into columns of labels, so that each name stands in one."""
    names = [list(item.known_as) or [item.title] for item in checklist.items]
    columns = zip_longest(*names)
    return [[name or own[0] for name, own in zip(column, names, strict=True)] for column in columns]


@pytest.mark.parametrize("checklist", KNOWN, ids=lambda checklist: checklist.id)
def test_each_name_is_read_where_the_table_names_the_guideline(checklist: Checklist) -> None:
    """A name of two items is read for both."""
    for labels in tables(checklist):
        found = read(f"Table 1. The intervention by {checklist.file.title}", labels)
        numbers = {item.number for item in checklist.items}
        assert set(found.get(checklist.id, ())) == numbers, labels


@pytest.mark.parametrize("checklist", KNOWN, ids=lambda checklist: checklist.id)
def test_such_names_alone_are_no_evidence(checklist: Checklist) -> None:
    """A plan of who does what, and when, is no form of a reporting guideline."""
    published = {item.title.casefold() for item in checklist.items}
    for labels in tables(checklist):
        own = [label for label in labels if label.casefold() not in published]
        assert read("Table 1. The plan of our project", own) == {}, own
    assert read("Minutes", ["Who", "What", "When", "Place", "Rationale", "Format"]) == {}


@pytest.mark.parametrize(
    ("label", "numbers"),
    [
        ("When and how much / Where", {"7", "8"}),
        ("When, how much and where", {"7", "8"}),
        ("Who and where", {"5", "7"}),
        ("How (mode of delivery)", {"6"}),
        ("Why (rationale)", {"2"}),
        ("How well", {"11", "12"}),
    ],
)
def test_a_row_may_be_for_several_items(label: str, numbers: set[str]) -> None:
    """And may say its name twice."""
    others = ["Name", "Aims", "Activities", "Equipment", "Format", "Adaptation", "Changes made"]
    found = read("TIDieR description", [*others, label])
    assert numbers <= set(found["tidier"]), found
