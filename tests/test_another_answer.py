"""What answers another question, or names what nothing describes, reports no item."""

import copy
import itertools
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from intspec.api import check_text, shared_registry
from intspec.diagnostics import FileReport
from intspec.model import Arm
from intspec.rules.doses import says_amount
from intspec.schema.generating import fields_of

pytestmark = pytest.mark.long

BASES = Path(__file__).parent / "cases" / "bases"
CLAIMED = [one for one in shared_registry().checklist_ids if one != "peer-support"]


@cache
def base() -> Any:
    """Return a trial in which most items are reported."""
    return yaml.safe_load((BASES / "full.yaml").read_text(encoding="utf-8"))


def report(spec: dict[str, Any]) -> FileReport:
    """Check a document against all checklists."""
    return check_text(json.dumps({**spec, "checklists": CLAIMED}), path="one.intspec.json")


def states(spec: dict[str, Any], arm: str | None = "exercise") -> dict[tuple[str, str], str]:
    """Return the states of the items of an arm, by checklist and number."""
    return {(i.checklist, i.number): i.state for i in report(spec).items if i.arm == arm}


#: Lists of an arm that name entries of a catalogue, each of which is described.
NAMING = [
    name
    for name, field in fields_of(Arm).items()
    if field.metadata.get("refers") in ("providers", "materials", "settings", "components")
]


@pytest.mark.parametrize("name", NAMING)
def test_one_more_that_nothing_describes_leaves_open_what_is_asked_of_each(name: str) -> None:
    """Each item that asks something of each entry of a list is no longer reported."""
    spec = copy.deepcopy(base())
    before = states(spec)
    spec["interventions"]["exercise"][name].append("nowhere-described")
    after = states(spec)
    registry = shared_registry()
    asked = {
        (one.id, item.number)
        for one in map(registry.checklist, CLAIMED)
        if one is not None
        for item in one.items
        for use in one.uses(item)
        if name in use.part.part.each and use.required and use.part.part.when is None
    }
    members = {at for at in asked if before.get(at) == "reported"}
    assert members
    assert {after[at] for at in members} == {"partial"}, (name, after)


#: What is said of the providers, and of the participants: nothing, no, a measure with a result.
SAID = ("nothing", "no", "result")


@pytest.mark.parametrize("of_people", SAID)
@pytest.mark.parametrize("of_providers", SAID)
@pytest.mark.parametrize("place", ["fidelity", "adherence"])
def test_fidelity_and_adherence_are_told_apart(
    of_providers: str, of_people: str, place: str
) -> None:
    """Where both are asked, each is answered by its own measure or its own no, wherever it is."""
    spec = copy.deepcopy(base())
    arm = spec["interventions"]["exercise"]
    del arm["schedule"]["course"]["sessions"]
    del arm["fidelity"], arm["adherence"]
    spec["measures"] = {
        "kept": {"name": "Elements", "kind": "fidelity", "method": "A list", "assessed_by": "A"},
        "came": {"name": "Visits", "kind": "adherence", "method": "A list", "assessed_by": "A"},
    }
    named = [key for key, said in (("kept", of_providers), ("came", of_people)) if said == "result"]
    if named:
        arm[place] = {
            "measures": named,
            "results": [{"measure": m, "value": "9 of 10"} for m in named],
        }
    if of_providers == "no":
        arm["fidelity"] = {**arm.get("fidelity", {}), "assessed": False}
    if of_people == "no":
        arm["adherence"] = {**arm.get("adherence", {}), "monitored": False}
    found = states(spec)
    whole = "nothing" not in (of_providers, of_people)
    assert (found["consort-2025", "24a"] == "reported") == whole
    asked = (of_providers, of_people) != ("no", "no")
    assert (found["consort-spi-2018", "5a"] == "reported") == (whole and asked)
    if of_providers == "nothing":
        assert found["credeci-2", "9"] != "reported"


#: Amounts that each reader takes for another; and what says as much with a number.
NO_AMOUNTS = [
    f"{article}{word} {noun}{end}"
    for article in ("", "the ", "a ")
    for word in ("usual", "standard", "recommended", "licensed", "next", "maximum")
    for noun in ("dose", "dosage", "amount")
    for end in ("", ".", " as prescribed")
] + [
    "as usual",
    "As needed",
    "per label",
    "According to the summary of product characteristics",
    "As per local protocol",
    "Individualised",
    "At the discretion of the physician",
    "as tolerated",
    "according dose".replace("according ", ""),
]


def test_as_much_as_one_can_or_likes_is_an_amount() -> None:
    """The hardest that there is, and what is eaten or drunk without a bound."""
    for text in ("Maximal", "maximal effort", "Ad libitum", "ad lib", "freely"):
        assert says_amount(text), text
    assert not says_amount("the maximal dose")


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_another_decides_is_no_amount(text: str) -> None:
    """With a number in it, it is one."""
    assert not says_amount(text)
    assert says_amount(f"{text} of 5 mg")


@pytest.mark.parametrize("drug", [False, True])
def test_the_usual_dose_is_no_amount(*, drug: bool) -> None:
    """Neither as a dose nor as an intensity; with a number in it, it is one."""
    spec = copy.deepcopy(base())
    if drug:
        spec["materials"]["diary"]["kind"] = "drug"
    arms = spec["interventions"]
    tried = arms.pop("exercise")
    del tried["dose"], spec["interventions"]["waiting"]["receives_later"]
    some = NO_AMOUNTS[::4]  # each is an arm here
    texts = [*some, *(f"{text} of 5 mg" for text in some)]
    keys = ["dose"] if drug else ["dose", "intensity"]
    for number, (text, key) in enumerate(itertools.product(texts, keys)):
        phase = {"duration": "P12W", "frequency": {"times": 1, "per": "P1D"}}
        phase[key] = {"amount": text} if key == "dose" else text
        arms[f"a{number}"] = {**tried, "name": f"Arm {number}", "schedule": {"course": phase}}
    spec["checklists"] = ["tidier"]
    found = check_text(json.dumps(spec), path="arms.intspec.json")
    of_arm = {item.arm: item.state for item in found.items if item.number == "8"}
    for number, (text, _key) in enumerate(itertools.product(texts, keys)):
        assert of_arm[f"a{number}"] == ("reported" if "5 mg" in text else "partial"), text
