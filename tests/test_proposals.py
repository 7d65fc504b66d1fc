"""What is proposed counts as absent, wherever in a document it stands."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from intspec.api import check_text
from intspec.checking.proposals import KEPT
from intspec.diagnostics import Diagnostic, FileReport, pointer
from intspec.reading import read_bytes
from intspec.rules.builtin.references import KINDS
from intspec.text.placeholders import PROPOSED
from members import SCHEMA, field_of, one_of_each

TRIAL = Path(__file__).parent / "cases" / "bases" / "trial.yaml"
Steps = tuple[str | int, ...]
#: Keys that the study and its arms cannot be without: their texts stay.
STAY = {*SCHEMA["required"], *SCHEMA["$defs"]["Arm"]["required"]}


@cache
def trial() -> dict[str, Any]:
    """Return a good specification."""
    return read_bytes(TRIAL.read_bytes(), path="a.yaml").data


def leaves(value: Any, path: Steps = ()) -> Iterator[Steps]:
    """Go over the paths of all single values that a program may propose."""
    if isinstance(value, dict):
        for key, inner in value.items():
            stays = key in STAY and len(path) in {0, 2} and not isinstance(inner, dict)
            if key not in KEPT and not stays and key not in {"checklists", "extensions"}:
                yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))
    elif path:
        yield path


def members() -> Iterator[tuple[tuple[Steps], Steps, str]]:
    """Go over the places of proposals, by the field that they are of."""
    for path in leaves(trial()):
        yield (path,), field_of(path), pointer(path)


def at(data: Any, path: Steps) -> Any:
    """Return what stands at a path."""
    for step in path:
        data = data[step]
    return data


def without(path: Steps) -> tuple[dict[str, Any], Steps]:
    """Return the trial without a value and what is nothing without it, and what went."""
    data = copy.deepcopy(trial())
    while True:
        above = at(data, path[:-1])
        del above[path[-1]]
        needed = _needed(path[:-1])
        if len(path) == 1 or (above and path[-1] not in needed):
            return data, path
        path = path[:-1]


def _needed(path: Steps) -> set[str]:
    """Return the keys that the record at a path cannot be without."""
    node: Any = SCHEMA
    for step in path:
        node = node.get("items") if isinstance(step, int) else _below(node, step)
        if "$ref" in node:
            node = SCHEMA["$defs"][node["$ref"].rpartition("/")[2]]
    return set(node.get("required", ()))


def _below(node: Any, step: str) -> Any:
    return node.get("properties", {}).get(step) or node.get("additionalProperties", {})


def checked(data: dict[str, Any]) -> FileReport:
    """Check a document."""
    return check_text(json.dumps(data, indent=1), path="a.json")


def told(report: FileReport) -> set[tuple[str, str, str]]:
    """Return the rules, arms and messages of what is found, places apart, which may have moved."""
    return {(d.rule, d.arm or "", d.message) for d in report.diagnostics if not _proposed(d)}


def _proposed(diagnostic: Diagnostic) -> bool:
    return "is proposed, and no person has confirmed it" in diagnostic.message


@pytest.mark.parametrize("path", one_of_each(members()))
@pytest.mark.long
def test_a_proposal_is_as_good_as_nothing(path: Steps) -> None:
    """All states and findings are those without it, beside one note at its place."""
    data = copy.deepcopy(trial())
    value = at(data, path)
    at(data, path[:-1])[path[-1]] = (
        f"{PROPOSED}{value if isinstance(value, str) else json.dumps(value)}"
    )
    report = checked(data)
    notes = [(d.severity, d.pointer) for d in report.diagnostics if _proposed(d)]
    assert notes == [("note", pointer(path))]
    rest, gone = without(path)
    expected = checked(rest)
    named = f'"{path[1]}"' if len(gone) <= len(("catalogue", "entry")) < len(path) else None
    if named is None or named not in json.dumps(rest):
        assert report.items == expected.items
        assert told(report) == told(expected)
    else:
        # Entries of a catalogue are named elsewhere: those references go too.
        assert not any(d.rule.startswith("intspec/unknown-") for d in report.diagnostics)


#: A document in which entries of all catalogues are named, and named by what is named.
NAMED = """\
intspec: "1.0"
id: named
title: Names (a fictitious study)
stage: protocol
fictitious: true
providers: {nurse: {kind: nurse, sources: [paper]}}
materials: {leaflet: {name: Leaflet}}
settings: {ward: {kind: ward}}
measures: {scale: {name: Scale, kind: fidelity}}
domains: {talking: {name: Talking}}
components:
  talk: {text: To listen first, domain: talking, history: [{event: round, outcome: retained}]}
sources: {paper: {citation: A paper}}
documents: {protocol: {kind: protocol}}
development:
  groups: {people: {name: People}}
  events: {round: {kind: pilot, groups: [people]}}
  pool: {count: 3, at: round, listed: partial}
extensions: {peer-support: {peer_workers: [nurse], sources: [paper]}}
interventions:
  talks:
    role: experimental
    name: Talks
    providers: [nurse]
    materials: [leaflet]
    settings: [ward]
    components: [talk]
    procedures: {talk: {description: The nurse asks each patient about sleep}}
    fidelity: {measures: [scale]}
    extensions: {peer-support: {peer_workers: [nurse], sources: [paper]}}
    schedule:
      first: {procedures: [talk]}
      second: {duration: P2W, follows: first}
"""


@pytest.mark.parametrize("refers", sorted(KINDS.keys() - {"interventions", "documents"}))
def test_what_refers_to_a_proposal_goes_with_it(refers: str) -> None:
    """Wherever the entry is: in a catalogue of the study, of its development, or of an arm.

    Fields of plugins refer to them, too.
    """
    data = copy.deepcopy(read_bytes(NAMED.encode(), path="a.yaml").data)
    arm = ("interventions", "talks") if refers.startswith("./") else ()
    named = at(data, (*arm, *refers.removeprefix("./").split(".")))
    key = next(iter(named))
    assert _errors(data) == []
    named[key] = dict.fromkeys(named[key], f"{PROPOSED}so")
    assert _errors(data) == []
    assert any(map(_proposed, checked(data).diagnostics))


def _errors(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(d.rule, d.pointer) for d in checked(data).diagnostics if d.severity == "error"]


def test_the_place_of_a_finding_behind_a_proposal_is_that_of_the_document() -> None:
    """With an entry of a list gone, the others keep their numbers."""
    data = copy.deepcopy(trial())
    data["contributors"] = [{"name": f"{PROPOSED}A. Person"}, {"name": "B. Person", "orcid": "x"}]
    pointers = {d.pointer for d in checked(data).diagnostics if "orcid" in d.pointer}
    assert pointers == {"/contributors/1/orcid"}


def test_a_proposal_beside_a_value_that_does_not_fit() -> None:
    """Each is told for what it is: the one with a note, the other as a fault."""
    data = copy.deepcopy(trial())
    arm = next(iter(data["interventions"].values()))
    arm["delivery"] = {"mode": [f"{PROPOSED}telephone", "pigeon"]}
    found = {(d.rule, d.severity, d.pointer.rpartition("/")[2]) for d in checked(data).diagnostics}
    assert ("intspec/placeholder", "note", "0") in found
    assert ("intspec/unknown-value", "error", "1") in found
