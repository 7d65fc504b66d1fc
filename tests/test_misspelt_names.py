"""A name that is misspelt is one finding, which says what was meant; it sets off no other.

The names are those that a document gives to a domain of `extensions`, to checklists, and to items
and parts in declarations, locations and narratives. Each is misspelt in each way of `WAYS`.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from intspec.api import check_text
from intspec.diagnostics import FileReport

pytestmark = pytest.mark.long

BASE: dict[str, Any] = yaml.safe_load("""
intspec: "1.0"
id: walking
title: Walking with a peer (a fictitious trial)
stage: protocol
fictitious: true
checklists: [tidier, guided, consort-2025, peer-support]
providers:
  peer:
    kind: peer workers
    count: {planned: 4}
materials:
  diary: {name: Exercise diary}
documents:
  paper: {kind: primary-paper, title: The main paper}
locations:
  - {about: tidier/why, arm: exercise, document: paper, page: "4"}
  - {about: tidier/where, arm: exercise, document: paper, page: "5"}
narrative:
  guided/context: Three towns by the sea, in which people walk a lot.
interventions:
  exercise:
    role: experimental
    name: Steps Together
    materials: [diary]
    providers: [peer]
    narrative:
      tidier/where: In a park near the clinic, or in a hall when it rained.
declarations:
  - about: tidier/materials-access
    state: not-shareable
    reason: The publisher of the diary holds the rights.
  - about: tidier/how-well-planned
    state: not-done
    reason: Nobody planned to look at it.
  - about: consort-2025/harms-assessment
    state: not-done
    reason: Nobody planned to look at it.
  - about: consort-2025/provider-eligibility
    state: not-done
    reason: Nobody set any criteria.
extensions:
  peer-support:
    peer_workers: [peer]
    lived_experience: {required: true, of: Living with knee pain}
    recruitment: {how: By a notice in the clinic, peers: Two peers were on the panel}
    ending: The last walk is a walk with all groups.
""")
#: The names, by their places: a key's ends in a colon.
PLACES: Mapping[str, tuple[str, ...]] = {
    "extensions/peer-support:": ("intspec/unknown-extension",),
    **{f"checklists/{n}": ("intspec/unknown-checklist",) for n in range(4)},
    **{f"declarations/{n}/about": ("intspec/unknown-item",) for n in range(4)},
    **{f"locations/{n}/about": ("intspec/unknown-item",) for n in range(2)},
    "narrative/guided~context:": ("intspec/unknown-item",),
    "interventions/exercise/narrative/tidier~where:": ("intspec/unknown-item",),
}
WAYS: Mapping[str, Callable[[str], str]] = {
    "a letter more": lambda name: f"{name}x",
    "a letter less": lambda name: name[:-3] + name[-2:],
    "a letter doubled": lambda name: name[:2] + name[1:],
    "letters swapped": lambda name: name[:-2] + name[-1] + name[-2],
    "capitals": str.upper,
    "a space before it": lambda name: name.replace("-", " ", 1),
    "an underscore": lambda name: name.replace("-", "_", 1),
    "a hyphen that does not break": lambda name: name.replace("-", "\u2011", 1),
    "a letter of another alphabet": lambda name: name.replace("e", "\u0435", 1),
    "a letter that is not seen": lambda name: f"{name[:3]}\u00ad{name[3:]}",
}


def check(data: dict[str, Any]) -> FileReport:
    """Check a document, in which keys keep their order."""
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10_000)
    return check_text(text, path="a.intspec.yaml")


def found(report: FileReport) -> set[tuple[str, str, str]]:
    """Return what is wrong, and is not declared: the rule, the place, and how grave it is."""
    return {(d.rule, d.pointer, d.severity) for d in report.diagnostics if d.declared is None}


def misspelt(place: str, way: Callable[[str], str]) -> tuple[dict[str, Any], str, str]:
    """Return the document with the name at a place misspelt, the name, and what became of it."""
    data = copy.deepcopy(BASE)
    *above, last = [step.replace("~", "/") for step in place.rstrip(":").split("/")]
    parent: Any = data
    for step in above:
        parent = parent[int(step) if step.isdigit() else step]
    if place.endswith(":"):
        items = {way(key) if key == last else key: value for key, value in parent.items()}
        parent.clear()
        parent.update(items)
        return data, last, way(last)
    end: Any = int(last) if last.isdigit() else last
    name = parent[end]
    parent[end] = way(name)
    return data, name, way(name)


REPORT = check(BASE)


def states(report: FileReport) -> dict[tuple[str, str, str | None], tuple[str, bool]]:
    """Return the state of each item, and whether it is located."""
    return {(i.checklist, i.item, i.arm): (i.state, i.located) for i in report.items}


@pytest.mark.parametrize("place", PLACES)
def test_a_misspelt_name_is_one_finding(place: str) -> None:
    """It names what was meant; what is judged by that name is judged by it, or not at all."""
    for way in WAYS.values():
        data, name, written = misspelt(place, way)
        if written == name:
            continue
        report = check(data)
        new = found(report) - found(REPORT)
        assert [rule for rule, _pointer, _severity in new] == [*PLACES[place]], written
        diagnostic = next(d for d in report.diagnostics if d.rule in PLACES[place])
        assert diagnostic.severity == "error"
        assert f"`{name}" in diagnostic.hint, written
        other = {key for key, state in states(report).items() if state != states(REPORT)[key]}
        allowed = "peer-support" if place.startswith("extensions") else ""
        assert {checklist for checklist, _item, _arm in other} <= {allowed}, written


def test_what_looks_for_a_misspelt_domain_is_blocked() -> None:
    """The reason names the place; a domain that nobody claims is left to its plugin."""
    data, _name, _written = misspelt("extensions/peer-support:", WAYS["a letter more"])
    reasons = {item.reason for item in check(data).items if item.state == "blocked"}
    assert reasons == {
        "rests on `/extensions/peer-supportx`, which no plugin that is installed knows"
    }
    data["checklists"].remove("peer-support")
    told = [d for d in check(data).diagnostics if d.rule == "intspec/unknown-extension"]
    assert [d.severity for d in told] == ["note"]
    assert "did you mean `peer-support`?" in told[0].message


def test_a_name_that_is_near_none_is_no_slip() -> None:
    """Fields of another domain stay as they are, and what is missing is missing."""
    data = copy.deepcopy(BASE)
    data["extensions"] = {"music-therapy": data["extensions"]["peer-support"]}
    report = check(data)
    assert not [item for item in report.items if item.state == "blocked"]
    assert "peer-support/peer-workers" in {d.rule for d in report.diagnostics}
