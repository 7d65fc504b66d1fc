"""TIDieR 8: whose dose is whose, and which phase says over what period something is given."""

import copy
import itertools
import json
from typing import Any

import pytest

from intspec.api import check_text

DOSE = {"amount": "10 mg"}
OFTEN: dict[str, Any] = {"duration": "P9W", "frequency": {"times": 1, "per": "P1D"}}
BASE: dict[str, Any] = {
    "intspec": "1.0",
    "id": "doses",
    "title": "A fictitious trial",
    "stage": "results",
    "fictitious": True,
    "checklists": ["tidier"],
    "providers": {"nurse": {"kind": "nurse"}},
    "materials": {
        "one": {"name": "Exampline", "kind": "drug"},
        "two": {"name": "Exampol", "kind": "biological"},
        "mat": {"name": "Mat", "kind": "equipment"},
    },
}
DRUNK = "words on what is drawn or drunk"
#: Where a dose may stand, and whether it is the drug's there.
PLACES = {
    "nowhere": False,
    "own procedure": True,
    "phase": True,
    "arm": True,
    "words": True,
    "another procedure": False,
    "words of another procedure": False,
    DRUNK: False,
}
WORDS = {
    "words": "One tablet of 10 mg is swallowed with water.",
    "words of another procedure": "A talk, after 10 mg of something else.",
    DRUNK: "With 200 ml of warm water, once 5 ml blood are drawn.",
}
MESSAGE = {"description": "A message.", "performed_by": "automated", "session_length": "PT1M"}
BLOOD = "The nurse draws 5 ml for the liver test, and 3 ml of venous blood."
#: What else is done in the arm.
BESIDE: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a machine": {"text": MESSAGE},
    "a machine that has the key of the phase": {"course": MESSAGE},
    "blood": {"blood": {"description": BLOOD, "providers": ["nurse"]}},
}


def state(arm: dict[str, Any]) -> str:
    """Return the state of TIDieR 8 of an arm that is tried."""
    spec = {**BASE, "interventions": {"tried": {"role": "experimental", "name": "Tried", **arm}}}
    report = check_text(json.dumps(spec), path="tried.intspec.json")
    return next(item.state for item in report.items if item.number == "8")


def drug_arm(place: str, beside: str, *, linked: bool, others: int) -> dict[str, Any]:
    """Return an arm that is given a drug, and so many others that have a dose of their own."""
    phase = copy.deepcopy(OFTEN)
    intake: dict[str, Any] = {"description": "It is swallowed.", "materials": ["one"]}
    talk: dict[str, Any] = {"description": "A talk.", "providers": ["nurse"]}
    procedures: dict[str, Any] = {"intake": intake, "talk": talk}
    arm: dict[str, Any] = {"procedures": procedures, "schedule": {"course": phase}}
    intake["performed_by"] = "participant"
    if others:
        own = {"description": "It is injected.", "materials": ["two"], "providers": ["nurse"]}
        procedures["injection"] = {**own, "dose": {"amount": "5 ml"}}
    dosed = {"own procedure": intake, "phase": phase, "arm": arm, "another procedure": talk}
    worded = {"words": intake, "words of another procedure": talk, DRUNK: intake}
    if place in dosed:
        dosed[place]["dose"] = DOSE
    if place in worded:
        worded[place]["description"] = WORDS[place]
    procedures |= BESIDE[beside]
    if linked:
        phase["procedures"] = ["intake", *(["injection"] if others else [])]
    return arm


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.long
def test_a_drug_has_a_dose_of_its_own(place: str) -> None:
    """Whatever stands beside it, and whether the phase names its procedures or not."""
    asked = ("partial", "reported")[PLACES[place]]
    found = {
        (beside, linked, others): state(drug_arm(place, beside, linked=linked, others=others))
        for beside, linked, others in itertools.product(BESIDE, (False, True), (0, 1))
    }
    assert found == dict.fromkeys(found, asked)


@pytest.mark.parametrize("dose", ["nowhere", "arm with a drug", "ice", "reminder", "words"])
def test_nothing_of_others_is_the_amount_of_a_class(dose: str) -> None:
    """Neither a dose of ice or a drug, nor the length of a reminder, nor the weight of a thing."""
    lesson = {"description": "Each has a 4 kg weight and 500 ml of water."}
    ice = {"description": "Ice is handed out.", "dose": {"amount": "one bag"}}
    pill = {"description": "It is swallowed.", "materials": ["one"]}
    beside: dict[str, dict[str, Any]] = {
        "ice": {"ice": {**ice, "providers": ["nurse"]}},
        "reminder": {"reminder": MESSAGE},
        "arm with a drug": {"pill": pill},
    }
    arm: dict[str, Any] = {
        "providers": ["nurse"],
        "materials": ["mat"],
        "procedures": {"lesson": lesson, **beside.get(dose, {})},
        "schedule": {"course": {**OFTEN}},
    }
    if dose == "arm with a drug":
        arm["dose"] = DOSE
        arm["schedule"] = {"lesson": {**OFTEN}, "pill": {**OFTEN}}
    assert state(arm) == "partial"


KINDS = ("washout", "follow-up", "run-in", "transition")


def named(kind: str, by: str) -> tuple[str, dict[str, Any]]:
    """Return a phase that is known by its kind, its key or its label, and its key."""
    if by == "key":
        return kind, {}
    return "part", {by: f"{kind} period" if by == "label" else kind}


@pytest.mark.parametrize("kind", KINDS)
def test_a_phase_in_which_nothing_is_given_is_no_schedule(kind: str) -> None:
    """Alone it is none; beside one it needs a length; and one that names a procedure is one."""
    course = {**OFTEN, "session_length": "PT45M"}
    lesson = {"lesson": {"description": "They walk.", "providers": ["nurse"]}}
    for by in ("kind",) if kind == "transition" else ("kind", "key", "label"):
        key, phase = named(kind, by)
        lasting = {**phase, "duration": "P2W"}
        giving = {**lasting, "frequency": OFTEN["frequency"], "procedures": ["lesson"]}
        found = [
            state({"procedures": lesson, "schedule": schedule})
            for schedule in (
                {key: lasting},
                {"course": course, key: lasting},
                {"course": course, key: phase or {"note": "It is one."}},
                {"course": course, key: giving},
                {"course": course, key: {**giving, "session_length": "PT30M"}},
            )
        ]
        assert found == ["not-reported", "reported", "partial", "partial", "reported"], by
