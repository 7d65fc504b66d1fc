"""A place needs evidence: descriptions are prose, and what says no is no place."""

from typing import Any

import attrs
import pytest

from filledforms import TIDIER, table_form
from intspec.forms.draft import draft
from intspec.forms.form import Form, FormText
from intspec.forms.verdicts import judge
from test_forms import filled

DESCRIBED = {
    "1": ("Strong Steps, a group walking programme", "Usual physiotherapy"),
    "2": ("Muscle weakness is a cause of pain; walking in groups helps.", "Standard of care."),
    "3": ("Diary; manual, available at https://osf.io/abcd1", "Leaflet on osteoarthritis"),
    "4": ("Warm-up (10 min), walking (30 min).", "Up to 6 sessions of advice"),
    "5": ("Physiotherapists, trained over 2 days", "Physiotherapists"),
    "6": ("Face-to-face, groups of 8-10", "Face-to-face, individually"),
    "7": ("Community halls with level floor", "Outpatient departments"),
    "8": ("Twice weekly for 12 weeks", "Up to 6 sessions over 3 months"),
    "9": ("Resistance was raised when it was easy (RPE < 13)", "At the therapist's discretion"),
    "10": ("In weeks 20-24, sessions moved to video calls", "None"),
    "11": ("Two researchers observed 10% of sessions", "Not assessed"),
    "12": ("Mean attendance 18/24 sessions (75%)", "Mean 3.2 sessions"),
}

DENIALS = ("None", "Not assessed")


def states(form: Form) -> dict[str, list[str]]:
    """Return the states of each item, arm by arm."""
    found: dict[str, list[str]] = {}
    for one in judge(filled(form, "tidier"), "form.docx").report.items:
        found.setdefault(one.number, []).append(one.state)
    return found


def words_kept(data: dict[str, Any], where: str) -> str:
    """Return the words that a draft keeps of its one answer."""
    if where == "narrative":
        return str(data["interventions"]["intervention"]["narrative"]["tidier/how"])
    if where == "notes":
        return str(data["notes"][0]["text"])
    if where == "documents":
        return str(data["documents"]["protocol"]["kind"])
    return " ".join(data["locations"][0].get(k, "") for k in ("page", "place")).strip()


@pytest.mark.parametrize(
    "header",
    [
        ("TIDieR item", "Strong Steps (intervention)", "Usual care (control)"),
        ("Item", "Intervention group", "Control group"),
        ("TIDieR item", "Strong Steps", "Usual care"),
    ],
)
def test_a_table_of_descriptions_is_no_form_of_places(header: tuple[str, str, str]) -> None:
    """Each cell becomes the text of its item in its arm, with every word."""
    body = [(f"{n}. {TIDIER[n]}", *DESCRIBED[n]) for n in TIDIER]
    form = table_form({}, rows=[header, *body])
    # None and not assessed, in the usual care, are answers.
    denied = {"10": ["prose", "reported"], "11": ["prose", "reported"]}
    assert states(form) == {number: ["prose", "prose"] for number in TIDIER} | denied
    arms = [*draft(filled(form, "tidier"), "made").data["interventions"].values()]
    assert [arm["name"] for arm in arms] == list(header[1:])
    for number, arm in enumerate(arms):
        told = [one[number] for one in DESCRIBED.values() if one[number] not in DENIALS]
        assert list(arm["narrative"].values()) == told
    assert arms[1]["modifications"] == {"occurred": False}
    assert arms[1]["fidelity"] == {"assessed": False}


def test_one_column_of_descriptions_is_no_form_of_places() -> None:
    """A column that is headed `Description` describes, and names no arm."""
    body = [(f"{n}. {TIDIER[n]}", DESCRIBED[n][0]) for n in TIDIER]
    form = table_form({}, rows=[("TIDieR item", "Description"), *body])
    # What names the intervention names the only arm.
    assert states(form) == {number: ["prose"] for number in TIDIER} | {"1": ["reported"]}


@pytest.mark.parametrize(
    ("answer", "state", "kept"),
    [
        ("12 weekly sessions", "prose", "narrative"),
        ("The intervention was delivered face-to-face by nurses in groups", "prose", "narrative"),
        ("Intervention delivered by nurses", "prose", "narrative"),
        ("Not yet available; trial ongoing", "not-reported", "notes"),
        ("None", "not-reported", "notes"),
        ("Not tailored", "not-reported", "notes"),
        ("Not assessed", "not-reported", "notes"),
        (
            "To be reported in a separate paper (Smith et al., in preparation)",
            "not-reported",
            "notes",
        ),
        ("Not reported; see protocol", "reported", "documents"),
        ("5 (participants not blinded)", "reported", "locations"),
        ("xiv", "reported", "locations"),
    ],
)
def test_only_evidence_of_a_place_makes_an_item_reported(
    answer: str, state: str, kept: str
) -> None:
    """Descriptions are prose, what says no is open, and the words are kept."""
    form = table_form({"6": (answer, "")})
    assert states(form)["6"] == [state]
    data = draft(filled(form, "tidier"), "made").data
    # The brackets around a remark, and what is denied of the paper, are no part of the place.
    meant = {"documents": "protocol"}.get(kept, answer.replace("(", "").replace(")", ""))
    assert words_kept(data, kept).replace("(", "").replace(")", "") == meant


def test_an_answer_may_speak_of_one_arm_after_the_other() -> None:
    """`A: p. 4; B: not reported` is a place for one arm and a gap for the other."""
    form = table_form({"4": ("Intervention: p. 4; control: not reported", "")})
    assert states(form)["4"] == ["reported", "not-reported"]


@pytest.mark.parametrize(
    ("tried", "compared"),
    [("IG", "CG"), ("Intervention", "Control"), ("intervention group", "control group")],
)
def test_answers_name_the_arms_of_a_form_by_their_roles(tried: str, compared: str) -> None:
    """Where the form lists one of each; else they are arms of their own."""
    form = table_form({"5": (f"{tried}: p. 5 / {compared}: p. 6", "")})
    lists = ("Peer walks: experimental arm", "Advice: active comparator")
    texts = (FormText("Arms", "paragraph 1"), *(FormText(t, "paragraph 2") for t in lists))
    listed = attrs.evolve(form, texts=texts)
    data = draft(filled(listed, "tidier"), "made").data
    assert [arm["name"] for arm in data["interventions"].values()] == ["Peer walks", "Advice"]
    places = {one["arm"]: one["page"] for one in data["locations"]}
    assert places == {"peer-walks": "5", "advice": "6"}
    assert states(listed)["5"] == ["reported", "reported"]


def test_the_first_arm_that_is_no_comparator_by_name_is_the_experimental_one() -> None:
    """Where usual care is named first, the other arm is not taken for a comparator."""
    form = table_form(
        {"6": ("Care as usual: not located\nPeer support: Methods, p. 4", ""), "7": ("p. 5", "")}
        | {"8": ("Care as usual: not located\nPeer support: p. 6", "")}
    )
    arms = draft(filled(form, "tidier"), "made").data["interventions"].values()
    assert [(arm["name"], arm["role"]) for arm in arms] == [
        ("Care as usual", "usual-care"),
        ("Peer support", "experimental"),
    ]
