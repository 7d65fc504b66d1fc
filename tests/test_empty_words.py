"""A sentence of which nothing is left beside its question and the names around it says nothing."""

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from intspec.api import shared_registry
from intspec.checking.bare_words import mark_no_content
from intspec.checking.empty_words import QUESTIONS, says_nothing_of, words_of_names
from intspec.text.placeholders import Marked

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
#: Parts of sentences: a member is put together of one of each, and says what no word of it says.
NAMES = ("Strong Knees", "Supportive telephone calls", "the handover checklist", "usual care")
DEEDS = ("the intervention", "Treatment", "the study procedures", "Sessions", "physiotherapy")
TENSES = ("was", "were", "has been", "will be", "is being")
VERBS = ("delivered", "given", "implemented", "made", "carried out", "offered", "set up")
FILLERS = (
    "", " as planned", " to all participants", " by trained staff", " in all clinics",
    " at the discretion of the physician", " according to local practice", " as appropriate",
    " as described previously (Smith 2019)", " by their family doctor", " see Appendix 1",
)  # fmt: skip
RECEIVED = ("Patients received {}", "All participants got {}", "They continued with {}")
#: Sentences of the other questions: the parts of each are put together in each way.
OTHERS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "training": (
        ("Training", "A two-day workshop", "A short course"),
        (" was provided", " was given to all staff", " on how to deliver the intervention", ""),
    ),
    "background": (
        ("Suitably", "Appropriately", "Fully", "Highly"),
        (" qualified", " trained", " experienced"),
        (" staff", " personnel", " team members", " healthcare professionals", ""),
    ),
    "monitoring": (
        ("Adherence", "Fidelity", "Attendance", "Compliance with the sessions"),
        (" was", " will be", " is"),
        (" monitored", " assessed", " evaluated regularly", " measured by the researchers"),
    ),
    "result": (
        ("Adherence", "Fidelity", "Delivery of the sessions", "Attendance"),
        (" was ", " has been "),
        ("good", "very high", "as planned", "satisfactory", "comparable in both arms"),
    ),
    "how": (
        ("Individually", "Tailored to the individual", "Adapted", "As appropriate"),
        ("", ", as needed", " according to local practice"),
    ),
    "measure": (("Adherence", "Fidelity", "Compliance rate"), ("", " assessment", " was measured")),
    "method": (("Assessed", "Monitored", "Attendance was evaluated"), (" by staff", " regularly")),
    "material": (
        ("Study", "Necessary", "Standard", "Various", "The printed"),
        (" materials", " equipment", " documents", " tools"),
    ),
    "theory": (("Evidence-based", "Theory-based"), ("", " rationale", " intervention")),
    "what": (("The", "Some"), (" treatment", " intervention", " minor changes", " sessions")),
    "when": (("As", "When", "If", "Where"), (" needed", " necessary", " appropriate")),
    "why": (("As", "When", "If"), (" needed", " necessary", " appropriate")),
    "commercial": (("Commercially available", "Available", "Sold"), ("", " online", " in markets")),
    "on-request": (("Available", "Access", "Given"), (" on request", " upon reasonable request")),
    "url": (("Our website", "The website of the study", "Online"), ("", " on the internet")),
}  # fmt: skip
#: Answers, some of them short: each has a word that no question has.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "description": (
        "Squats", "Counselling in groups", "As in the other arm", "As in the intervention group",
        "The same sessions as in the arm", "No treatment was given",
        "Usual care: two visits by a nurse", "A leaflet was given",
        "The knee was cooled during the sessions", "Nothing was changed in usual care",
    ),
    "training": (
        "The manual", "Motivational interviewing", "How to place the coil", "Role plays",
        "The manual and two sessions watched", "Two weeks on listening and boundaries",
    ),
    "background": (
        "None required", "Registered nurses", "Ten years of practice", "Professional musicians",
        "Specialists in lung disease", "Degree in physiotherapy", "Has led ten courses",
    ),
    "monitoring": (
        "A diary", "Attendance was recorded", "Attendance lists", "Sessions attended, by sign-in",
        "Observation of one session in ten", "Session records", "Tablets are counted",
    ),
    "result": (
        "All sessions were delivered as planned", "Most attended", "62%", "19 of 24 sessions",
        "Nobody received it as planned", "Every session was delivered",
    ),
    "measure": ("Attendance", "Tablet count", "Session checklist", "Adherence by tablet count"),
    "method": ("Recorded by the therapists", "Attendance lists", "A film is rated"),
    "material": ("Elastic bands", "The manual", "Manual", "Exercise diary", "Printed leaflets"),
    "theory": ("Social cognitive theory", "None", "Behavioural theory"),
    "what": ("Number of sessions", "The current", "Place of delivery", "The content of sessions"),
    "when": ("At each session", "Throughout", "In May", "During the operation", "Before the trial"),
    "why": ("Fitness differs", "To meet individual needs", "Lockdown", "A new national guideline"),
    "how": ("At the discretion of the surgeon", "By the same rules", "By a talking test"),
    "commercial": ("Any pharmacy", "Example Sports", "Sports shops"),
    "on-request": ("The authors", "office@steps.example", "On request from the trial office"),
    "url": ("https://steps.example", "steps.example"),
}  # fmt: skip


def sentences() -> Iterator[str]:
    """Go over sentences that say that something was done: each part in some of them."""
    for thing, tense, verb, filler in itertools.product((*NAMES, *DEEDS), TENSES, VERBS, FILLERS):
        yield f"{thing} {tense} {verb}{filler}."
    for frame, thing, filler in itertools.product(RECEIVED, (*NAMES, *DEEDS), FILLERS):
        yield f"{frame.format(thing)}{filler}"


def test_that_something_was_done_says_not_what() -> None:
    """Whatever the verb, the tense and the filler, and by which of its names it is called."""
    names = words_of_names(*NAMES)
    texts = list(sentences())
    assert [text for text in texts if not says_nothing_of("description", text, names)] == []
    more = (text.replace(".", "") + " with ice on the knee" for text in texts)
    assert [text for text in more if says_nothing_of("description", text, names)] == []


@pytest.mark.parametrize("question", OTHERS)
def test_a_question_in_other_words_is_no_answer(question: str) -> None:
    """In each field that asks for a description, a reason, a way or a place."""
    texts = ["".join(parts) for parts in itertools.product(*OTHERS[question])]
    assert [text for text in texts if not says_nothing_of(question, text)] == []


@pytest.mark.parametrize("question", ANSWERS)
def test_one_word_of_content_is_an_answer(question: str) -> None:
    """Words are not counted."""
    names = words_of_names("Strong Knees", "physiotherapist")
    assert [text for text in ANSWERS[question] if says_nothing_of(question, text, names)] == []


def test_each_question_has_members_and_answers() -> None:
    """But those that are the same sentences as others, or the parts of theirs."""
    assert set(QUESTIONS) - set(OTHERS) == {"description", "named", "text", "summary", "rationale"}
    assert set(OTHERS) == set(ANSWERS) - {"description"}


def marked(value: Any, at: str = "") -> Iterator[str]:
    """Go over the texts that are marked to say nothing, with their places."""
    if isinstance(value, Marked):
        yield f"{at}: {value}"
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from marked(inner, f"{at}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from marked(inner, f"{at}/{number}")


def test_no_text_of_the_shipped_specifications_says_nothing() -> None:
    """What teams wrote down for others is content, in each of them."""
    registry = shared_registry()
    checklists = [one for one in map(registry.checklist, registry.checklist_ids) if one is not None]
    paths = sorted((ROOT / "specs").rglob("*.intspec.yaml"))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = {
        path.name: texts
        for path in paths
        if (texts := [*marked(mark_no_content(yaml.load(path.read_bytes(), loader), checklists))])  # noqa: S506 -- a safe loader
    }
    assert len(paths) > 12
    assert found == {}
