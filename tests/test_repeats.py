"""Findings of one kind in great number: few are told one by one, and none is lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from intspec.api import check_bytes, shared_registry
from intspec.checking.report import MOST_ALIKE
from intspec.diagnostics import FileReport
from intspec.reporters import FORMATS, FileRun, Options, Reports
from intspec.views.context import Context

pytestmark = pytest.mark.long

SCHEMA = Path(__file__).parent.parent / "schemas" / "report-1.json"
MANY = 2 * MOST_ALIKE + 50
#: How many there are, and how many in the run over all members.
HOW_MANY = pytest.mark.parametrize(
    "number", [MANY, pytest.param(20_000, marks=pytest.mark.exhaustive)]
)


def document(**parts: Any) -> dict[str, Any]:
    """Return a document that fits, with other parts."""
    return {
        "intspec": "1.0",
        "id": "many",
        "title": "Many of a kind",
        "stage": "protocol",
        "fictitious": True,
        "checklists": ["tidier"],
        "interventions": {"a": {"role": "experimental", "name": "Walking in groups"}},
        **parts,
    }


def arm(**parts: Any) -> dict[str, Any]:
    """Return arms of which one has these parts."""
    return {"a": {"role": "experimental", "name": "Walking in groups", **parts}}


#: The rule, and a document in which it finds something at so many places.
KINDS: dict[str, tuple[str, Callable[[int], dict[str, Any]]]] = {
    "declarations on nothing": (
        "intspec/unknown-item",
        lambda n: document(
            declarations=[
                {"about": f"tidier/no-{i}", "state": "not-done", "reason": "It was not."}
                for i in range(n)
            ]
        ),
    ),
    "declarations that answer nothing": (
        "intspec/declaration-unused",
        lambda n: document(
            declarations=[
                {"about": "tidier/period", "target": f"x{i}", "state": "not-done", "reason": "No."}
                for i in range(n)
            ]
        ),
    ),
    "unknown keys": ("intspec/unknown-key", lambda n: document(**{f"k{i}": "x" for i in range(n)})),
    "values of a wrong type": (
        "intspec/wrong-type",
        lambda n: document(materials={f"m{i}": {"name": ["x"]} for i in range(n)}),
    ),
    "references that lead nowhere": (
        "intspec/unknown-provider",
        lambda n: document(interventions=arm(providers=[f"p{i}" for i in range(n)])),
    ),
    "locations of nothing": (
        "intspec/unknown-item",
        lambda n: document(
            documents={"paper": {"kind": "primary-paper"}},
            locations=[{"about": f"tidier/no-{i}", "document": "paper"} for i in range(n)],
        ),
    ),
}


def checked(data: dict[str, Any]) -> FileReport:
    """Check a document."""
    return check_bytes(json.dumps(data, indent=1).encode(), path="many.json").report


def written(report: FileReport, fmt: str) -> str:
    """Write a report in one format."""
    reports = Reports([(fmt, Options())])
    (text,) = reports.add(reports.piece(FileRun(report, shared_registry())))
    (tail,) = reports.tails()
    return text + "".join(tail)


@HOW_MANY
@pytest.mark.parametrize("kind", KINDS)
def test_many_findings_of_a_kind_are_told_in_one(kind: str, number: int) -> None:
    """The first ones are as they would be alone; the last has the places of all others."""
    rule, make = KINDS[kind]
    few, many = checked(make(20)), checked(make(number))
    alone = [d.pointer for d in few.diagnostics if d.rule == rule]
    assert len(alone) == 20
    found = [d for d in many.diagnostics if d.rule == rule]
    assert [d.pointer for d in found[:20]] == alone
    assert not any(d.more for d in few.diagnostics)
    # What leaves an item open is told by itself.
    asked = sum(bool(d.items) for d in found)
    assert len(found) == MOST_ALIKE + 1 + asked
    *told, rest = found
    assert not any(d.more for d in told)
    assert len({d.pointer for d in found} | {*rest.more}) == number
    more = number - MOST_ALIKE - 1 - asked
    assert f"(and {more:,} more of this kind, the last on line " in rest.message
    last = int(rest.message.rpartition(" ")[2].rstrip(")"))
    assert rest.line < last <= len(json.dumps(make(number), indent=1).splitlines())


@HOW_MANY
@pytest.mark.parametrize("kind", KINDS)
def test_they_are_counted_one_by_one(kind: str, number: int) -> None:
    """In the report, and in what is said of it."""
    rule, make = KINDS[kind]
    few, many = checked(make(20)), checked(make(number))
    for severity in ("error", "warning", "note"):
        more = (
            number - 20
            if any(d.rule == rule and d.severity == severity for d in many.diagnostics)
            else 0
        )
        assert many.count(severity) == few.count(severity) + more
    assert f"{many.count('error')} error" in written(many, "text")


@HOW_MANY
@pytest.mark.parametrize("kind", KINDS)
def test_no_place_is_lost_to_a_program(kind: str, number: int) -> None:
    """JSON and SARIF have the places of all, and JSON is what its schema says."""
    rule, make = KINDS[kind]
    report = checked(make(number))
    data = json.loads(written(report, "json"))
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    places = [
        place
        for d in data["files"][0]["diagnostics"]
        if d["rule"] == rule
        for place in (d["pointer"], *d.get("more", ()))
    ]
    assert len(places) == len(set(places)) == number
    results = json.loads(written(report, "sarif"))["runs"][0]["results"]
    in_sarif = [
        place
        for result in results
        if result["ruleId"] == rule
        for place in (
            result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"],
            *result.get("properties", {}).get("more", ()),
        )
    ]
    assert in_sarif == places


@HOW_MANY
@pytest.mark.parametrize("fmt", FORMATS)
def test_a_report_of_twice_as_many_is_hardly_longer(fmt: str, number: int) -> None:
    """What repeats is not written out; places are, for programs."""
    _rule, make = KINDS["declarations on nothing"]
    sizes = [len(written(checked(make(n)), fmt)) for n in (number, 2 * number)]
    assert sizes[1] - sizes[0] < number * len("    /declarations/12345/about,\n") * 2
    if fmt == "junit":
        ET.fromstring(written(checked(make(number)), fmt))


def test_what_leaves_items_open_is_told_one_by_one() -> None:
    """An author is asked for it by what is told."""
    names = {f"m{i}": {"name": f"Leaflet {i}"} for i in range(MANY)}
    report = checked(document(materials=names, interventions=arm(materials=[*names])))
    assert sum(d.rule == "tidier/materials-access" for d in report.diagnostics) == MANY


def test_a_declaration_that_does_not_count_counts_in_no_view() -> None:
    """Whether it is among those that are told one by one or not."""
    entry = {"about": "tidier/no", "state": "not-done", "reason": "It was not."}
    data = document(declarations=[{**entry, "about": f"tidier/no-{i}"} for i in range(MANY)])
    result = check_bytes(json.dumps(data).encode(), path="many.json")
    assert result.spec is not None
    context = Context(result.spec, result.report, result.checklists[0])
    assert context.declarations() == []
