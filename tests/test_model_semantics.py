"""The concrete cases of the model's semantics, each by its name."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from intspec.api import check_text, load_registry
from intspec.diagnostics import FileReport
from intspec.lazy import is_record
from intspec.model import Arm
from intspec.plugins import Registry
from intspec.plugins.hooks import ChecklistResource
from intspec.plugins.plugin import Plugin
from intspec.schema.generating import fields_of, leaf_type, plain_type
from intspec.testing import factories, findings, states

TRIAL = Path(__file__).parent / "cases" / "bases" / "trial.yaml"
EXERCISE = "/interventions/exercise"


def report(*changes: tuple[str, Any], **options: Any) -> FileReport:
    """Check the good trial with some changes."""
    data = factories.of_file(TRIAL, dict(changes))
    return check_text(yaml.safe_dump(data, sort_keys=False), path="trial.yaml", **options)


def declare(about: str, state: str, **more: str) -> dict[str, str]:
    """Make a declaration."""
    return {"about": about, "state": state, "reason": "For a reason.", **more}


def with_checklist(monkeypatch: Any, *texts: str) -> Registry:
    """Return the installed plugins, and one more that has these checklists."""
    registry = load_registry()
    plugin = Plugin(name="extra", distribution="extra", version="1.0")
    for text in texts:
        name = next(line for line in text.splitlines() if line.startswith("id")).split('"')[1]
        plugin.checklists[name] = ChecklistResource(name, "extra", f"{name}.toml")
    sources = {
        next(line for line in t.splitlines() if line.startswith("id")).split('"')[1]: t.encode()
        for t in texts
    }
    original = ChecklistResource.read
    monkeypatch.setattr(
        ChecklistResource,
        "read",
        lambda self: sources[self.id] if self.package == "extra" else original(self),
    )
    registry.plugins.append(plugin)
    return registry


HEAD = """\
format = 1
id = "{id}"
title = "{id}"
version = "2026"
year = 2026
citation = "A fictitious guideline"
licence = "CC0-1.0"
wording = "own"
"""
OVERLAY = (
    HEAD.format(id="overlay")
    + """
scope = "arm"
extends = "tidier"

[[items]]
id = "blinding"
number = "13"
title = "Blinding"

  [[items.parts]]
  id = "blinding-stated"
  any = ["dose.amount"]
  asks = "State whether blinding worked."
"""
)
DELEGATING = (
    HEAD.format(id="guide")
    + """
scope = "study"

[[items]]
id = "population"
number = "1"
title = "Target population"

  [[items.parts]]
  id = "population-stated"
  any = ["population.description"]
  asks = "State whom it is for."

[[items]]
id = "intervention"
number = "13"
title = "The intervention"
delegates = "tidier"
"""
)


def test_an_arm_only_declaration() -> None:
    """A declaration that names an arm leaves the other arms as they are."""
    other = factories.of_file(TRIAL)["interventions"]["exercise"] | {"role": "active-comparator"}
    changes = [
        ("/interventions/stretching", other),
        ("/interventions/stretching/modifications", None),
        (f"{EXERCISE}/modifications", None),
    ]
    found = report(
        *changes, ("/declarations", [declare("tidier/modifications", "not-done", arm="stretching")])
    )
    assert findings(found) == [
        ("tidier/modifications-stated", f"{EXERCISE}/modifications/occurred", "error")
    ]
    assert states(found)["exercise"]["10"] == "not-reported"
    assert states(found)["stretching"]["10"] == "not-done (declared)"


def test_a_part_declared() -> None:
    """A declaration on one part answers that part and no other of its item."""
    found = report(
        ("/providers/therapist/training", {"given": True}),
        ("/declarations", [declare("tidier/training-length", "not-applicable")]),
    )
    assert findings(found) == [
        ("tidier/training-content", "/providers/therapist/training/content", "error")
    ]
    assert states(found)["exercise"]["5"] == "partial (declared)"


def test_part_before_item_and_arm_before_none() -> None:
    """The narrowest declaration gives the reason."""
    found = report(
        (f"{EXERCISE}/tailoring", {"entries": [{"what": "Pace", "why": "Fitness", "how": "Test"}]}),
        ("/described_by", "others"),
        (
            "/declarations",
            [
                declare("tidier/tailoring", "not-found") | {"reason": "Item."},
                declare("tidier/tailoring-when", "not-found") | {"reason": "Part."},
                declare("tidier/tailoring-when", "not-found", arm="exercise") | {"reason": "Arm."},
            ],
        ),
    )
    told = [d.declared for d in found.diagnostics if d.rule == "tidier/tailoring-when"]
    assert told == ["Arm."]


def test_not_applicable_over_content() -> None:
    """Content wins, and the declaration is an error."""
    found = report(
        ("/declarations", [declare("tidier/materials", "not-applicable", arm="exercise")])
    )
    assert findings(found) == [
        ("intspec/declaration-contradicted", "/declarations/0/state", "error")
    ]
    assert states(found)["exercise"]["3"] == "reported"


def test_no_modifications() -> None:
    """No is an answer: the item is reported."""
    found = report((f"{EXERCISE}/modifications", {"occurred": False}))
    assert findings(found) == []
    assert states(found)["exercise"]["10"] == "reported"


def test_an_unused_declaration() -> None:
    """A declaration that answers nothing is a warning."""
    found = report(("/declarations", [declare("tidier/materials-access", "not-shareable")]))
    assert findings(found) == [("intspec/declaration-unused", "/declarations/0/about", "warning")]


def test_a_dormant_declaration() -> None:
    """A declaration on an item that is not yet asked waits, and is no finding."""
    found = report(
        ("/stage", "protocol"),
        (f"{EXERCISE}/modifications", None),
        (f"{EXERCISE}/fidelity/results", None),
        ("/declarations", [declare("tidier/modifications", "not-applicable")]),
    )
    assert findings(found) == []
    assert states(found)["exercise"]["10"] == "not-yet"


def test_an_overlay_and_its_base_both_claimed(monkeypatch: Any) -> None:
    """An inherited part runs once, under its base's id, and leaves both items open."""
    registry = with_checklist(monkeypatch, OVERLAY)
    found = report(
        ("/checklists", ["tidier", "overlay"]),
        ("/materials/diary/access", None),
        (f"{EXERCISE}/dose", {"amount": "3 sets"}),
        ("/interventions/waiting/dose", {"amount": "none"}),
        registry=registry,
    )
    assert findings(found) == [("tidier/materials-access", "/materials/diary/access", "error")]
    items = [(i.checklist, i.number) for d in found.diagnostics for i in d.items]
    assert items == [("tidier", "3"), ("overlay", "3")]
    assert (
        sum(o.rule == "tidier/materials-access" and o.arm == "exercise" for o in found.outcomes)
        == 1
    )
    numbers = [i.number for i in found.items if i.checklist == "overlay" and i.arm == "exercise"]
    assert numbers == [str(n) for n in range(1, 14)]


def test_delegation_with_the_base_claimed(monkeypatch: Any) -> None:
    """The delegating item stands beside the other checklist's own; each gap is told once."""
    registry = with_checklist(monkeypatch, DELEGATING)
    found = report(
        ("/checklists", ["guide", "tidier"]),
        ("/population", {"description": "People with knee pain"}),
        ("/materials/diary/access", None),
        registry=registry,
    )
    assert findings(found) == [("tidier/materials-access", "/materials/diary/access", "error")]
    items = [(i.checklist, i.number) for d in found.diagnostics for i in d.items]
    assert items == [("guide", "13"), ("tidier", "3")]
    assert states(found)["study"]["13"] == "partial"


def test_delegation_without_the_base_claimed(monkeypatch: Any) -> None:
    """The other checklist's parts run under their own ids, and it has no column of its own."""
    registry = with_checklist(monkeypatch, DELEGATING)
    found = report(
        ("/checklists", ["guide"]),
        ("/population", {"description": "People with knee pain"}),
        registry=registry,
    )
    assert findings(found) == []
    assert {i.checklist for i in found.items} == {"guide"}
    assert states(found) == {"study": {"1": "reported", "13": "reported"}}


def test_delegation_to_a_checklist_that_is_not_installed(monkeypatch: Any) -> None:
    """The item is blocked, and the plugin is named as failed."""
    text = DELEGATING.replace('delegates = "tidier"', 'delegates = "nowhere"')
    registry = with_checklist(monkeypatch, text)
    found = report(("/checklists", ["guide"]), registry=registry)
    assert states(found)["study"]["13"] == "blocked"
    assert registry.failed


def test_an_overlay_whose_base_is_missing(monkeypatch: Any) -> None:
    """The plugin is named as failed."""
    registry = with_checklist(monkeypatch, OVERLAY.replace('"tidier"', '"nowhere"'))
    report(("/checklists", ["overlay"]), registry=registry)
    assert registry.failed
    reasons = [f.reason for p in registry.plugins for f in p.failures]
    assert any("a checklist that it builds on is missing" in reason for reason in reasons)


def test_a_usual_care_arm() -> None:
    """It is asked for everything, and what is missing is a warning."""
    found = report(
        ("/interventions/waiting", {"role": "usual-care", "name": "Care as usual"}),
    )
    assert {d.severity for d in found.diagnostics} == {"warning"}
    assert states(found)["waiting"]["5"] == "not-reported"


def test_a_waiting_list_arm() -> None:
    """It is asked for its name and for the length of the wait, and excused from the rest."""
    found = report()
    waiting = states(found)["waiting"]
    assert {n for n, state in waiting.items() if state == "reported"} == {"1", "8"}
    assert {state for n, state in waiting.items() if n not in "18"} == {"not-applicable"}


def test_a_waiting_list_arm_with_content_is_judged_by_it() -> None:
    """What is said of a waiting list is looked at like the content of any arm."""
    found = report(("/interventions/waiting/procedures", {"call": {"description": "A call."}}))
    assert states(found)["waiting"]["4"] == "not-applicable", "the key said again is no content"
    told = {"call": {"description": "A nurse asks for pain each month."}}
    found = report(("/interventions/waiting/procedures", told))
    assert states(found)["waiting"]["4"] == "reported"


@pytest.mark.long
@pytest.mark.parametrize("role", ["usual-care", "waiting-list", "no-treatment"])
def test_an_honest_no_lowers_no_item_that_is_not_asked_of_an_arm(role: str) -> None:
    """Whatever an arm says no to, each item that its role excused is reported or still excused."""
    claimed = [name for name in load_registry().checklist_ids if name != "peer-support"]

    def of_arm(**more: Any) -> dict[tuple[str, str], str]:
        arms = {"walks": {"role": "experimental", "name": "Walks"}}
        arms["other"] = {"role": role, "name": "Other", **more}
        document = {
            "intspec": "1.0",
            "id": "made",
            "title": "A made trial",
            "stage": "results",
            "checklists": claimed,
            "interventions": arms,
        }
        report = check_text(yaml.safe_dump(document))
        return {(i.checklist, i.number): i.state for i in report.items if i.arm == "other"}

    excused = [at for at, state in of_arm().items() if state == "not-applicable"]
    assert len(excused) > 30
    answers = [
        (name, answer)
        for name, field in fields_of(Arm).items()
        if is_record(leaf := plain_type(field.type))
        for answer, inner in fields_of(leaf).items()
        if leaf_type(inner.type) is bool
    ]
    assert ("adherence", "monitored") in answers
    for name, answer in answers:
        states_of = of_arm(**{name: {answer: False}})
        lowered = {at: states_of[at] for at in excused}
        assert {*lowered.values()} <= {"not-applicable", "reported"}, (name, answer, lowered)


def test_no_comparator() -> None:
    """One arm is a warning, unless the document says that there was no comparator."""
    assert findings(report(("/interventions/waiting", None))) == [
        ("intspec/comparator-missing", "/interventions", "warning")
    ]
    said = report(("/interventions/waiting", None), ("/no_comparator", {"reason": "A pilot."}))
    assert findings(said) == []


def test_three_arms_that_share_providers_and_materials() -> None:
    """A gap in what arms share is told once, and names every arm that it leaves open."""
    arm = factories.of_file(TRIAL)["interventions"]["exercise"]
    found = report(
        ("/interventions/second", arm | {"role": "active-comparator", "name": "Second"}),
        ("/interventions/third", arm | {"role": "sham", "name": "Third"}),
        ("/materials/diary/access", None),
    )
    assert findings(found) == [("tidier/materials-access", "/materials/diary/access", "error")]
    assert [i.arm for i in found.diagnostics[0].items] == ["exercise", "second", "third"]


def test_the_stage_given_on_the_command_line() -> None:
    """It is the one in force, and the report keeps both."""
    found = report((f"{EXERCISE}/modifications", None), stage="protocol")
    assert findings(found) == []
    assert (found.stage, found.stage_in_force) == ("results", "protocol")


def test_only_prose() -> None:
    """Narrative text alone makes an item prose; its parts are not checked."""
    found = report(
        (f"{EXERCISE}/rationale", None),
        (f"{EXERCISE}/narrative", {"tidier/why": "Walking in company keeps people going."}),
    )
    assert findings(found) == []
    assert states(found)["exercise"]["2"] == "prose"


def test_one_gap_in_two_checklists_is_told_once(monkeypatch: Any) -> None:
    """Parts of two guidelines that ask for the same thing give one finding, naming both items."""
    other = HEAD.format(id="other") + (
        'scope = "arm"\n[[items]]\nid = "where-got"\nnumber = "1"\ntitle = "Access"\n'
        '  [[items.parts]]\n  id = "access"\n  each = ["materials"]\n  all = ["access"]\n'
        '  asks = "State where it can be had."\n'
    )
    registry = with_checklist(monkeypatch, other)
    found = report(
        ("/checklists", ["tidier", "other"]), ("/materials/diary/access", None), registry=registry
    )
    assert findings(found) == [("tidier/materials-access", "/materials/diary/access", "error")]
    assert [(i.checklist, i.number) for i in found.diagnostics[0].items] == [
        ("tidier", "3"),
        ("other", "1"),
    ]
    assert found.diagnostics[0].also == ("other/access",)


@pytest.mark.parametrize("change", [("/intspec", "9"), ("/interventions", {"a": "text"})])
def test_a_document_of_which_nothing_can_be_judged_blocks_every_item(
    change: tuple[str, Any],
) -> None:
    """It is of another version, or describes no arm: the report says so of every item."""
    found = report(change)
    assert {i.state for i in found.items} == {"blocked"}
    assert {o.state for o in found.outcomes} == {"blocked"}
    assert [d.severity for d in found.diagnostics] == ["error"]


PLACES = """
intspec: "1.0"
id: places
title: A study of which only the places are known
stage: results
fictitious: true
checklists: [tidier]
documents: {paper: {kind: primary-paper}}
interventions: {walk: {role: experimental, name: Walk}}
locations:
  - {about: tidier/why, document: paper, page: "3"}
  - {about: tidier/materials-listed, document: paper, page: "4"}
declarations:
  - {about: tidier/tailoring, state: not-applicable, reason: Everybody got the same sessions.}
"""


def test_a_document_of_places_alone_is_judged_on_them() -> None:
    """What is located is reported, what is not is one finding; no content is asked for."""
    done = check_text(PLACES, path="places.intspec.yaml")
    states = {item.number: item.state for item in done.items}
    assert {n for n, state in states.items() if state == "reported"} == {"1", "2", "3"}
    assert {n for n, state in states.items() if state == "not-applicable"} == {"9"}
    assert {n for n, state in states.items() if state == "not-reported"} == {
        *"45678",
        "10",
        "11",
        "12",
    }
    assert sorted((d.rule, d.severity) for d in done.diagnostics) == [
        ("intspec/comparator-missing", "warning"),
        ("intspec/not-located", "error"),
    ]
    (located,) = (d for d in done.diagnostics if d.parts)
    assert (len(located.parts), located.message) == (8, "8 items have no location")
