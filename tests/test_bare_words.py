"""Not knowing, and a bare word or number, is no description: in no field that asks for one."""

import re
from itertools import cycle, pairwise
from typing import Any

import pytest
import yaml

from intspec.api import check_text
from intspec.checking.asked_words import ASKED_AT
from intspec.checking.bare_words import ANY, NOT_KNOWN, mark_no_content
from intspec.checking.empty_words import NAMED, says_nothing_of
from intspec.schema.generating import specification_schema
from intspec.text.placeholders import UNKNOWN, BareWord, normal

pytestmark = pytest.mark.long

SCHEMA = specification_schema()
BASE = """
intspec: "1.0"
id: a
title: Walks in winter
stage: results
checklists: [tidier, frame]
no_comparator: {reason: A fictitious study of one arm.}
interventions:
  steps: {role: experimental, name: Steps Together}
"""
ARM = ("interventions", "steps")
ENTRY = {"what": "Pace", "why": "People tired", "when": "In March", "how": "By the team"}
Path = tuple[str | int, ...]
#: The fields that ask for a description: where each is, and the item of TIDieR that it is asked by.
FIELDS: dict[Path, str | None] = {
    (*ARM, "procedures", "walk", "description"): "4",
    (*ARM, "rationale", "problem"): "2",
    (*ARM, "rationale", "goal"): "2",
    (*ARM, "rationale", "mechanism"): "2",
    (*ARM, "adherence", "monitoring"): "11",
    (*ARM, "adherence", "results", 0, "summary"): "12",
    (*ARM, "tailoring", "entries", 0, "what"): None,
    (*ARM, "tailoring", "entries", 0, "why"): None,
    (*ARM, "tailoring", "entries", 0, "how"): None,
    (*ARM, "modifications", "entries", 0, "what"): None,
    (*ARM, "modifications", "entries", 0, "why"): None,
    (*ARM, "modifications", "entries", 0, "how"): None,
    ("components", "walk", "text"): None,
    ("providers", "guide", "training", "content"): None,
}
BARE = ("yes", "No.", "none", "Nothing", "87%", "1/2", "12", "3.5", "\u00bd", "10\u201312")
UNKNOWNS = tuple(sorted({"Unknown.", "NOT STATED", *UNKNOWN}))
#: Fields in which `none` is an answer, and those in which a number is one.
NONE_ANSWERS: tuple[Path, ...] = (
    (*ARM, "rationale", "theory"),
    (*ARM, "fidelity", "strategies", 0),
    (*ARM, "harms", "summary"),
)
NUMBERS: tuple[Path, ...] = (
    (*ARM, "modifications", "entries", 0, "when"),
    (*ARM, "adherence", "results", 0, "value"),
)


USUAL = (
    "Usual care.",
    "Care as usual",
    "Participants received treatment as usual.",
    "They continue with their usual care",
    "Standard care as usual.",
)
#: That it is as it always is, where it is asked what was done or how.
CUSTOM = ("usual", "standard", "routine", "normal", "conventional", "regular")
FRAMES = (
    "{}", "{} care", "{} treatment.", "the {} procedure", "as {}", "{} practice",
    "according to {} protocols", "Participants received {} therapy", "in the {} way",
)  # fmt: skip
NOT_RECORDED = (
    "Not recorded.", "was not documented", "no details", "No information was available",
    "No data reported", "various", "Not given",
)  # fmt: skip
#: That something was done, or where it is told.
UNTOLD = (
    "The intervention was delivered.", "Participants received the intervention",
    "Usual care was continued.", "See Appendix 1", "Details are given in the protocol",
    "As described previously (Smith 2019).", "Rehabilitation according to the local protocol",
    "Surgery by the standard technique", "Delivered according to the manual.",
    "The operation was performed by the standard technique.",
    "The course was delivered as described previously (Smith 2019).",
)  # fmt: skip
TOLD = (
    "The standard hospital bed is raised to 30 degrees each night", "Squats",
    "Routine care: a midwife visits on days 1, 3 and 5",
    "Surgery by the standard technique, through two ports", "Exercise by the local river",
    "The intervention was delivered in two halves: a walk and a talk",
)  # fmt: skip
NO_PLACES = (
    "Multicentre", "12 sites", "12 centres in Germany", "Study sites", "Not applicable", "Various",
    "Germany", "The participating centres", "Local setting",
    "Sites across the United Kingdom and France",
)  # fmt: skip
PLACES = (
    "Health centres", "12 sites in Schools", "community setting", "Day centre",
    "12 clinics in Bonn", "centres in hospitals", "workplace", "Study site: a school",
)  # fmt: skip
NO_RESULTS = (
    "See supplementary table 4", "Table 2", "p = 0.03", "P<.001", "Not significant", "n.s.",
    "see Appendix", "No significant difference", "Not applicable", "Various",
)  # fmt: skip
RESULTS = (
    "62%", "All came to all sessions", "62% (Table 2)", "4 of 5, p = 0.03", "10 table tops",
)  # fmt: skip
UNASSESSED = ("not assessed", "Not measured.", "was not evaluated in the end")


def checked(path: Path, text: str) -> Any:
    """Check the base with a text at a path."""
    data: Any = yaml.safe_load(BASE)
    inner = data
    for step, below in pairwise(path):
        if isinstance(step, int):
            inner.append({**ENTRY} if path[-1] in ENTRY else {})
            inner = inner[0]
        else:
            inner = inner.setdefault(step, [] if isinstance(below, int) else {})
    if isinstance(path[-1], int):
        inner.append(text)
    else:
        inner[path[-1]] = text
    if path[0] == "providers":
        data["providers"]["guide"] |= {"kind": "guide"}
    return check_text(yaml.safe_dump(data, allow_unicode=True), path="a.intspec.yaml")


def told(path: Path, text: str) -> bool:
    """Tell whether a text at a path is told to be no content."""
    at = "/" + "/".join(map(str, path))
    found = checked(path, text).diagnostics
    assert not [one for one in found if one.rule.startswith("intspec/schema")], text
    return any(one.rule == "intspec/placeholder" and one.pointer == at for one in found)


@pytest.mark.parametrize("path", FIELDS, ids=lambda path: ".".join(map(str, path[-3:])))
def test_a_bare_word_is_no_description(path: Path) -> None:
    """Nor are words of not knowing; and no item is reported by them."""
    assert [text for text in (*BARE, *UNKNOWNS) if not told(path, text)] == []
    number = FIELDS[path]
    if number is not None:
        states = [
            {
                one.number: one.state
                for one in checked(path, text).items
                if one.checklist == "tidier"
            }
            for text in ("unknown", "none", "87%")
        ]
        assert {state[number] for state in states} == {"not-reported"}


@pytest.mark.parametrize("path", FIELDS, ids=lambda path: ".".join(map(str, path[-3:])))
def test_more_than_a_bare_word_is_one(path: Path) -> None:
    """A word more is enough: words are not counted."""
    texts = ("87% walked", "None but walking", "It is unknown why", "12 walks", "Yes, by letter")
    assert [text for text in texts if told(path, text)] == []


def test_usual_care_by_its_name_alone_is_not_described() -> None:
    """One word on what it was is a description; in other places the words are left alone."""
    path = (*ARM, "procedures", "walk", "description")
    assert [text for text in USUAL if not told(path, text)] == []
    assert not told(path, "Usual care: two visits by a nurse")
    assert not told((*ARM, "rationale", "theory"), "Usual care")


@pytest.mark.parametrize("path", FIELDS, ids=lambda path: ".".join(map(str, path[-3:])))
def test_as_usual_says_what_was_done_to_nobody(path: Path) -> None:
    """Nor does that it was not recorded; that it is usual is a reason."""
    assert [text for text in NOT_RECORDED[:3] if not told(path, text)] == []
    if path[-1] not in {"why", "problem", "goal", "mechanism"}:
        texts = [frame.format(word) for frame, word in zip(FRAMES, cycle(CUSTOM), strict=False)]
        assert [text for text in texts if not told(path, text)] == []
    said = (
        "Standard care, with two calls by a nurse",
        "Regular long walks",
        "As usual, but shorter",
    )
    assert [text for text in said if told(path, text)] == []


def test_words_of_what_is_usual() -> None:
    """Each of them in each sentence, and each way to say that nothing is known."""
    texts = [frame.format(word) for frame in FRAMES for word in CUSTOM]
    assert [text for text in texts if not says_nothing_of("description", text)] == []
    said = [words for words in map(normal, NOT_RECORDED) if words not in ANY]
    assert [words for words in said if not NOT_KNOWN.fullmatch(words)] == []


def test_a_result_that_nobody_looked_for_is_none() -> None:
    """A number that was not assessed in some is one."""
    for key in ("value", "summary"):
        path = (*ARM, "adherence", "results", 0, key)
        assert [text for text in UNASSESSED if not told(path, text)] == []
        assert not told(path, "91%, not assessed in 3 of 24")


def test_that_it_was_done_is_not_what_was_done() -> None:
    """Nor is where it is told; a word more of it is enough."""
    path = (*ARM, "procedures", "walk", "description")
    assert [text for text in UNTOLD if not told(path, text)] == []
    assert [text for text in TOLD if told(path, text)] == []


def test_a_site_is_no_kind_of_place() -> None:
    """Nor are many, wherever they are."""
    path = ("settings", "place", "kind")
    assert [text for text in NO_PLACES if not told(path, text)] == []
    assert [text for text in PLACES if told(path, text)] == []


def test_where_a_result_stands_is_none() -> None:
    """Nor is whether it was significant."""
    path = (*ARM, "adherence", "results", 0, "value")
    assert [text for text in NO_RESULTS if not told(path, text)] == []
    assert [text for text in RESULTS if told(path, text)] == []


def test_where_none_or_a_number_is_an_answer_it_stays_one() -> None:
    """As a theory or a strategy, a year or a value."""
    assert [path for path in NONE_ANSWERS if told(path, "none")] == []
    assert [path for path in NUMBERS if told(path, "2021")] == []


@pytest.mark.parametrize("place", ASKED_AT)
def test_wherever_something_is_asked_vague_words_are_no_answer(place: str) -> None:
    """Of a document that has but this text; words of content stay what they are."""

    def read(text: str) -> Any:
        data: dict[str, Any] = {}
        inner: Any = data
        *steps, last = place.replace("*", "it").split("/")
        for step in steps:
            inner = inner.setdefault(step, {})
        inner[last] = text
        beside = {"where": ("how", "commercial"), "why": ("text", "They walk")}
        inner.setdefault(*beside.get(last, (last, text)))
        inner = mark_no_content(data, ())
        for step in (*steps, last):
            inner = inner[step]
        return inner

    vague = "Study arm 2" if place == "interventions/*/name" else "As is appropriate"
    if place.endswith(("amount", "intensity")):
        # Rules tell of all amounts which are none.
        vague = "See Table 2"
    assert isinstance(read(vague), BareWord)
    assert ASKED_AT[place] in NAMED or isinstance(read("Yes."), BareWord)
    assert not isinstance(read("Two hills with a view of the sea"), BareWord)


#: That there is what the key is called, or that it was fitting.
THERE_IS = (
    "Relevant {} was used", "An appropriate {}", "as appropriate", "The {} exists", "{} available",
    "{} was applied where necessary", "Existing {}", "The {} was considered.",
)  # fmt: skip


@pytest.mark.parametrize("place", [one for one in ASKED_AT if ASKED_AT[one] == "content"])
def test_that_there_is_what_is_asked_is_no_answer(place: str) -> None:
    """In the words of the key; a word on what it is makes it one."""
    keys = [step for step in place.split("/") if step != "*"]

    def is_bare(text: str) -> bool:
        steps = [step.replace("*", "it") for step in place.removesuffix("/*").split("/")]
        data: Any = [text] if place.endswith("/*") else text
        for step in reversed(steps):
            data = {step: data}
        marked: Any = mark_no_content(data, ())
        for step in steps:
            marked = marked[step]
        return isinstance(marked[0] if place.endswith("/*") else marked, BareWord)

    words = keys[-1].replace("_", " ")
    assert [one for one in THERE_IS if not is_bare(one.format(words))] == []
    assert [one for one in THERE_IS if is_bare(f"{one.format(words)}: learning in groups")] == []


def test_nobody_is_no_kind_of_people() -> None:
    """Nor are they who are suitable; who they are by a word is one, however short."""

    def is_bare(text: str) -> bool:
        marked: Any = mark_no_content({"providers": {"it": {"kind": text}}}, ())
        return isinstance(marked["providers"]["it"]["kind"], BareWord)

    nobody = ("nobody", "No one", "None", "as appropriate", "Suitable staff", "the relevant people")
    assert [one for one in nobody if not is_bare(one)] == []
    people = ("staff", "clinicians", "self", "family", "peers", "the participants", "lay people")
    assert [one for one in people if is_bare(one)] == []


#: Texts of the model that answer no question: names, keys of entries, places, and words beside.
UNASKED = re.compile(
    r"(.*/)?(sources|providers|materials|settings|components|measures|arms|groups|procedures)/\*"
    r"|(.*/)?(terms/\*/(id|label)|(no_comparator/|training/)?reason|note|label|acronym/\w+)"
    r"|(version|title|licence|default_source|checklists/\*|domains/.*)"
    r"|(contributors|funding|sponsor|registrations|sources|documents|locations|vocabularies)/.*"
    r"|(conflicts|declarations|notes)/.*|design/(steps/\*/to|second_stages/\*/(after|options/\*))"
    r"|providers/\*/lived_experience|settings/\*/kind"
    # What a drug, a version or a measure is, in words of a list or a figure.
    r"|materials/\*/(generic_name|strength|form|route|maker|batch|versions/\*/(version|changes))"
    r"|measures/\*/(content/\*|informants/\*|target|unit)"
    r"|components/\*/(domain|realised_by/\*|history/.*)"
    r"|interventions/\*/(aliases/\*|given_with/\*|receives_later|schedule/\*/(starts|ends)/anchor)"
    r"|interventions/\*/schedule/\*/(part_of|follows|alongside)|interventions/\*/procedures/\*/phase"
    r"|.*/conditions/\*/setting|.*/results/\*/(measure|missing)"
    r"|conduct/amendments_told/\*|development/borrowed/entries/\*/component"
    # What is cited, or where something is to be had, is the answer itself.
    r"|(.*/)?evidence/\*|development/report/where|development/borrowed/entries/\*/origin"
    r"|interventions/\*/policy/instrument"
    r"|development/(groups|events)/\*/name|development/events/\*/(scale|threshold)|development/pool/at"
)
CLOSED = {"enum", "pattern", "format", "const"}


#: Short and honest answers, each with its place.
SHORT_ANSWERS = {
    "development/priorities/0": ("acceptability", "feasibility", "Effectiveness", "efficacy"),
    "development/uncertainties/0": ("acceptability", "Optimal dose"),
    "development/report/where": ("Appendix 2", "this article", "see https://example.org/report"),
    "development/evidence/0": ("A published trial (Smith 2019)", "Study of Smith et al., 2019"),
    "development/theory": ("Social learning theory", "COM-B", "none"),
    "development/target_population": (
        "Indicated population",
        "Employed",
        "The employed population",
    ),
    "development/changes": ("none", "Sessions became shorter"),
    "development/approach": ("MRC framework", "person-based", "co-design"),
    "development/groups/team/role": ("designed the intervention", "selected the components"),
    "development/events/meeting/effect": ("The intervention was adopted",),
    "development/borrowed/entries/0/what": ("the protocol",),
    "design/steps/0/when": ("At the start", "month 3"),
    "design/second_stages/0/allocation": ("randomised", "at random, 1:1"),
    "interventions/walk/policy/instrument": ("Care Act 2014", "Local Rules 2015"),
    "interventions/walk/policy/enforcement": ("the state",),
    "interventions/walk/modifications/entries/0/level": ("study", "national"),
    "interventions/walk/modifications/entries/0/nature_other": ("less frequent", "standardised"),
    "interventions/walk/adjuncts/description": ("usual care",),
    "interventions/walk/background/evidence/0": ("A trial (https://doi.org/10.1/x)",),
    "providers/nurse/kind": ("nurse", "lay people", "staff of the school", "standard bearer"),
}


@pytest.mark.parametrize("place", SHORT_ANSWERS)
def test_a_short_answer_is_one(place: str) -> None:
    """Where the words of a question may be the answer, and a citation the content."""
    for text in SHORT_ANSWERS[place]:
        data: Any = text
        for step in reversed(place.split("/")):
            data = [data] if step == "0" else {step: data}
        marked: Any = mark_no_content(data, ())
        for step in place.split("/"):
            marked = marked[int(step) if step == "0" else step]
        assert not isinstance(marked, BareWord), text


def texts_of(node: dict[str, Any], path: tuple[str, ...] = (), above: tuple[str, ...] = ()) -> Any:
    """Go over the places of the model that hold any text."""
    reference = node.get("$ref", "")
    if reference in above:
        return
    if reference:
        above = (*above, reference)
        node = SCHEMA["$defs"][reference.rpartition("/")[2]]
    for key, inner in node.get("properties", {}).items():
        yield from texts_of(inner, (*path, key), above)
    for key in ("additionalProperties", "items"):
        if isinstance(node.get(key), dict):
            yield from texts_of(node[key], (*path, "*"), above)
    if node.get("type") == "string" and not CLOSED & node.keys():
        yield "/".join(path)


def test_each_text_of_the_model_answers_a_question_or_is_known_to_answer_none() -> None:
    """A new field is asked about, or its name stands among those that are not."""
    places = {*texts_of(SCHEMA)}
    assert {*ASKED_AT} - places == set()
    assert sorted(one for one in places - {*ASKED_AT} if not UNASKED.fullmatch(one)) == []


def test_a_word_of_a_list_is_an_answer() -> None:
    """FRAME asks whether fidelity was kept, and `unknown` is one of its answers."""
    report = checked((*ARM, "modifications", "entries", 0, "fidelity"), "unknown")
    assert not any(one.pointer.endswith("/fidelity") for one in report.diagnostics)
    states = {one.number: one.state for one in report.items if one.checklist == "frame"}
    other = checked((*ARM, "modifications", "entries", 0, "fidelity"), "consistent")
    assert states == {one.number: one.state for one in other.items if one.checklist == "frame"}
