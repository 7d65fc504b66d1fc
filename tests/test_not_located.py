"""Places of items: one decision for checking and the views, and one finding for one place."""

import csv
import io
from pathlib import Path

import pytest

from intspec.api import check_bytes, check_text, load_registry
from intspec.views import build_view
from test_cli import intspec

STUDY = """\
intspec: "1.0"
id: walk
title: Walk
stage: protocol
checklists: [{claimed}]
documents: {{paper: {{kind: primary-paper}}}}
interventions:
  walk:
    role: experimental
    name: Walk
    rationale: {{problem: Pain., goal: Less pain., mechanism: Moving lowers fear.}}
"""
WHY = "locations: [{about: tidier/why, document: paper, page: '2'}]\n"


def _told(text: str) -> list[tuple[str, str, str]]:
    return [
        (d.message, ", ".join(f"{i.label} {i.number}" for i in d.items), d.hint.split("`")[1])
        for d in check_text(text, path="walk.intspec.yaml").apart()
        if d.rule == "intspec/not-located"
    ]


def test_a_place_that_two_guidelines_lack_is_told_once() -> None:
    """CONSORT 6 asks for the parts of TIDieR 2, so one place answers both."""
    assert _told(STUDY.format(claimed="tidier, consort-2025")) == [
        (
            "item 1 (Brief name) has no location",
            "TIDieR 1, CONSORT 13",
            "- about: tidier/brief-name",
        ),
        ("item 2 (Why) has no location", "TIDieR 2, CONSORT 6, CONSORT 13", "- about: tidier/why"),
    ]


@pytest.mark.long
def test_the_place_of_a_part_locates_every_item_that_uses_it(tmp_path: Path) -> None:
    """Checking asks for no place of an item that the checklist view shows one for."""
    text = STUDY.format(claimed="consort-2025") + WHY
    assert [items for _message, items, _about in _told(text) if "CONSORT 6" in items] == []
    file = tmp_path / "walk.intspec.yaml"
    file.write_text(text, encoding="utf-8")
    arguments = ["render", str(file), "--view", "checklist", "--to", "csv"]
    done = intspec(*arguments, "--checklist", "consort-2025")
    row = next(row for row in csv.reader(io.StringIO(done.stdout)) if row[2:3] == ["6"])
    assert "p. 2" in row[4]


def test_an_arm_that_an_item_is_not_asked_of_has_no_line_beside_others() -> None:
    """In the checklist view; where no arm is asked, one line says so."""
    text = STUDY.format(claimed="tidier") + "  wait: {role: waiting-list, name: Waiting list}\n"
    done = check_bytes(text.encode(), path="walk.intspec.yaml", registry=load_registry())
    assert done.spec is not None
    excused = {one.number for one in done.report.items if one.reason.startswith("not asked of")}
    assert excused
    view = build_view("checklist", done.spec, done.report, done.checklists[0])
    cells = {
        row.cells[0].plain: row.cells[2].plain for row in view.tables[0].rows if row.kind == "item"
    }
    assert "Waiting list" not in "".join(cells.values())
    assert {cells[number] for number in excused} == {"Walk: not located"}

    arms = text.replace("experimental", "no-treatment")
    done = check_bytes(arms.encode(), path="walk.intspec.yaml", registry=load_registry())
    assert done.spec is not None
    view = build_view("checklist", done.spec, done.report, done.checklists[0])
    told = [row.cells[2].plain for row in view.tables[0].rows if row.kind == "item"]
    assert [line for line in told if "Not asked: Not asked of" in line or "not asked:" in line]
