"""A statement that names no source takes the document's default one."""

import copy
import json
from collections.abc import Iterator
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest

from intspec.api import check_bytes, shared_registry
from intspec.checking import Checked
from intspec.reading import read_bytes
from intspec.rules.statements import unsourced_statements
from intspec.views import VIEWS, Block, View, build_view

pytestmark = pytest.mark.long

SPECS = Path(__file__).parent.parent / "specs"
FILES = sorted(path.relative_to(SPECS).as_posix() for path in SPECS.glob("*/*.intspec.yaml"))
OWN = {"own": {"citation": "Our notes, a fictitious source"}}


def checked(data: Any) -> Checked:
    """Check a document."""
    return check_bytes(json.dumps(data).encode(), path="made.intspec.yaml")


def without_sources(value: Any) -> Any:
    """Return what a document holds, with no statement that names its sources."""
    if isinstance(value, list):
        return [without_sources(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    kept = ((key, v) for key, v in value.items() if key != "sources" or isinstance(v, dict))
    return {key: without_sources(inner) for key, inner in kept}


def views(data: Any) -> Iterator[View]:
    """Make every view of a document for every checklist that it claims."""
    done = checked(data)
    assert done.spec is not None
    for checklist in done.checklists:
        yield from (build_view(view, done.spec, done.report, checklist) for view in VIEWS)


def blocks(view: View) -> Iterator[Block]:
    """Go over all that the tables of a view say."""
    rows = (row for table in view.tables for row in table.rows)
    return (block for row in rows for cell in row.cells for block in cell.blocks)


@pytest.mark.parametrize("name", FILES)
def test_all_that_names_none_is_shown_as_if_it_named_the_default_source(name: str) -> None:
    """In each view, and for each guideline."""
    data = without_sources(read_bytes((SPECS / name).read_bytes(), path=name).data)
    data = {**data, "sources": {**OWN, **data.get("sources", {})}}
    spec = checked(data).spec
    assert spec is not None
    stated = copy.deepcopy(data)
    for path in unsourced_statements(spec):
        reduce(getitem, path, stated)["sources"] = ["own"]
    told = [d.rule for d in checked(data).report.apart() if d.rule == "intspec/unsourced"]
    assert told == ["intspec/unsourced"] * len([*unsourced_statements(spec)])
    by_default = {**data, "default_source": "own"}
    assert "intspec/unsourced" not in {d.rule for d in checked(by_default).report.apart()}
    assert [*views(by_default)] == [*views(stated)] != [*views(data)]


def test_a_statement_with_a_source_of_its_own_keeps_it() -> None:
    """What stands inside it rests on that source too."""
    data = {
        "intspec": "1.0",
        "id": "walk",
        "title": "Walk (fictitious)",
        "stage": "protocol",
        "checklists": ["tidier"],
        "sources": {**OWN, "paper": {"citation": "A. Author. Walk, a fictitious paper."}},
        "default_source": "own",
        "interventions": {
            "walk": {
                "role": "experimental",
                "name": "Walk",
                "sources": ["paper"],
                "rationale": {"goal": "Less pain when walking."},
            },
            "wait": {
                "role": "waiting-list",
                "name": "Wait",
                "rationale": {"goal": "A fair comparison."},
            },
        },
    }
    done = checked(data)
    assert done.spec is not None
    tidier = shared_registry().checklist("tidier")
    assert tidier is not None
    view = build_view("description", done.spec, done.report, tidier)
    assert [block.plain for block in blocks(view) if block.cites] == [
        "Goal: Less pain when walking. [1]",
        "Goal: A fair comparison. [2]",
    ]


def test_a_default_source_that_is_not_there_is_told_and_stands_for_nothing() -> None:
    """The reference leads nowhere."""
    data = read_bytes((SPECS / FILES[0]).read_bytes(), path=FILES[0]).data
    wrong = {**without_sources(data), "sources": OWN, "default_source": "registry-2019"}
    found = [d for d in checked(wrong).report.diagnostics if d.pointer == "/default_source"]
    assert [(d.rule, d.severity) for d in found] == [("intspec/unknown-source", "error")]
    assert not any(block.cites for view in views(wrong) for block in blocks(view))
