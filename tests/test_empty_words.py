"""A sentence of which nothing is left beside its question and the names around it says nothing."""

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from intspec.api import shared_registry
from intspec.checking.bare_words import mark_no_content
from intspec.checking.empty_words import NAMED, QUESTIONS, says_nothing_of, words_of_names
from intspec.checking.hollow_words import MANNER, NEED, QUALITY
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
    "blinding": (
        ("Participants", "Outcome assessors", "All staff"),
        (" were blinded", " were masked to the allocation", " remained blinded"),
    ),
    "harms": (
        ("Adverse events", "Harms", "Serious side effects"),
        (" were recorded", " will be monitored by the study team", " were reported"),
    ),
    "measure": (("Adherence", "Fidelity", "Compliance rate"), ("", " assessment", " was measured")),
    "method": (("Assessed", "Monitored", "Attendance was evaluated"), (" by staff", " regularly")),
    "material": (
        ("Study", "Necessary", "Standard", "Various", "The printed"),
        (" materials", " equipment", " documents", " tools"),
    ),
    "rationale": (
        ("The intervention", "It", "This approach"),
        (" is", " was", " has been shown to be"),
        (" effective", " promising and beneficial", " well established", " supported by evidence"),
    ),
    "theory": (("Evidence-based", "Theory-based"), ("", " rationale", " intervention")),
    "what": (("The", "Some"), (" treatment", " intervention", " minor changes", " sessions")),
    "when": (("As", "When", "If", "Where"), (" needed", " necessary", " appropriate")),
    "why": (("As", "When", "If"), (" needed", " necessary", " appropriate")),
    "commercial": (("Commercially available", "Available", "Sold"), ("", " online", " in markets")),
    "on-request": (("Available", "Access", "Given"), (" on request", " upon reasonable request")),
    "url": (("Our website", "The website of the study", "Online"), ("", " on the internet")),
    "arm": (("Arm", "Group", "Condition", "Study arm"), (" A", " 1", " two", "")),
    "place": (
        ("Study", "Various", "12 participating", "Nearby"), (" sites", " centres", " locations"),
    ),
    "point": (("At", "From"), (" regular", " various", " appropriate"), (" intervals", " points")),
    "rule": (("Adjusted", "Individually", "Flexibly"), ("", " as needed", " in the usual manner")),
    "likeness": (
        ("The two", "Both treatments", "They"), (" were", " are"), (" similar", " alike"),
    ),
    "who": (
        ("Experienced", "Appropriate", "Suitably qualified", "Various"),
        (" staff", " personnel", " individuals"),
    ),
    "anything": (
        ("As", "Where", "Whenever"), (" appropriate", " needed", " possible", " applicable"),
        ("", " in line with the protocol", " at regular intervals"),
    ),
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
    "blinding": (
        "The tablets looked alike", "Assessors sat in another building", "Nobody was blinded",
        "Assessors had no access to the list", "By sealed envelopes",
    ),
    "harms": ("People are asked at each visit", "Any fall in a session", "None were looked for"),
    "measure": ("Attendance", "Tablet count", "Session checklist", "Adherence by tablet count"),
    "method": ("Recorded by the therapists", "Attendance lists", "A film is rated"),
    "material": ("Elastic bands", "The manual", "Manual", "Exercise diary", "Printed leaflets"),
    "rationale": (
        "Fewer falls", "It is the usual care there", "To sleep better", "Pain keeps people at home",
    ),
    "theory": ("Social cognitive theory", "None", "Behavioural theory"),
    "what": ("Number of sessions", "The current", "Place of delivery", "The content of sessions"),
    "when": ("At each session", "Throughout", "In May", "During the operation", "Before the trial"),
    "why": ("Fitness differs", "To meet individual needs", "Lockdown", "A new national guideline"),
    "how": ("At the discretion of the surgeon", "By the same rules", "By a talking test"),
    "commercial": ("Any pharmacy", "Example Sports", "Sports shops"),
    "on-request": ("The authors", "office@steps.example", "On request from the trial office"),
    "url": ("https://steps.example", "steps.example"),
    "arm": ("Group treatment", "Arm exercise", "Usual care", "Walking", "A", "Placebo"),
    "place": ("Wards", "Day centres", "Schools", "Community centre", "A quiet room"),
    "point": ("At night", "Before the trial", "Day 1", "After each meal", "At discharge"),
    "rule": ("By one step a week", "Until pain", "By a talking test", "At the nurse's discretion"),
    "likeness": ("The same colour and taste", "A tablet that looks the same", "It has no current"),
    "who": ("A nurse", "The lead author", "Two psychologists", "Experienced peers"),
    "anything": ("Weekly", "In a group", "By phone", "Online", "On paper", "Two hours", "None"),
}  # fmt: skip
#: Sentences as they stand in papers, which say nothing of what is asked.
EVASIVE: Mapping[str, tuple[str, ...]] = {
    "description": (
        "Participants took part in the programme.",
        "The programme consisted of several components", "Best supportive care",
        "Usual care, including any treatment deemed necessary",
        "The experimental arm received the experimental intervention",
        "The drug was administered.", "The device was used as instructed",
        "Patients were managed conservatively", "Information was provided",
        "Described in detail in the published protocol [12]",
        "See https://osf.io/xyz for details", "N/A - usual care", "TAU", "Treatment-as-usual.",
        "Routine postoperative care", "Sessions lasted one hour", "12 sessions of 60 minutes",
        "Weekly group sessions with a therapist", "Strong Knees consisted of 12 sessions",
        "Strong Knees was delivered as per protocol", "Standard physiotherapy",
        "They received what the therapist thought fit",
        "Care was provided by the ward team in line with national guidelines",
        "Physiotherapists delivered Strong Knees",
    ),
    "training": (
        "16 hours of training", "2-day workshop", "In-house training",
        "Training by the principal investigator", "Trained by experts",
        "Trained to deliver the intervention", "Trained and supervised",
        "Standardised training by the research team before the study", "Standard training",
        "All therapists received training in the study protocol",
    ),
    "background": (
        "With relevant experience", "Hospital staff", "Varying levels of experience",
        "Experienced clinicians", "Experienced physiotherapists", "Skilled health professionals",
    ),
    "monitoring": (
        "By standard methods", "Adherence will be monitored throughout",
        "Compliance was checked at each session",
    ),
    "result": (
        "Mostly as planned", "Adequate fidelity was achieved",
        "High levels of adherence were observed", "Fidelity was confirmed",
        "Participants were adherent", "Delivered", "In line with expectations",
        "The intervention was implemented with high fidelity", "Good adherence in both groups",
    ),
    "when": (
        "When clinically indicated", "If applicable",
    ),
    "how": (
        "By adjusting the intervention", "According to need", "By tailoring",
    ),
    "why": (
        "For practical reasons", "Where appropriate",
    ),
}  # fmt: skip
#: Short answers as they stand in papers.
SHORT: Mapping[str, tuple[str, ...]] = {
    "description": (
        "Walking for 30 minutes", "Stretching", "Eight forms of tai chi",
        "The coil was held over the left prefrontal cortex", "Bed rest", "Cold packs",
        "No intervention was given", "Waiting", "The drug was injected into the muscle",
        "Drops are given in both eyes", "The device vibrates at the wrist", "Education on diet",
        "A film is shown", "Group discussion", "Homework", "Goal setting", "Feedback on steps",
        "Prayer", "Reminder by text message", "Transport to the clinic", "A meal is served",
        "Iron was infused over 30 minutes", "Advice", "Two calls", "Part-time work was offered",
        "A new hip was put in", "A nurse visits at home", "Information leaflet",
    ),
    "training": (
        "Role plays", "Motivational interviewing", "The manual", "A day on wound care",
        "Video of a session, and a rehearsal", "How to weigh infants", "Online course on stroke",
        "Communication skills", "Supervised practice of ten injections",
    ),
    "background": (
        "Nurses with ten years in cardiology", "Retired teachers", "Student", "Volunteers",
        "Own experience of psychosis", "Master of science", "Board certified",
        "Senior consultant", "Diploma",
    ),
    "monitoring": (
        "Diary", "Pill count", "Weekly phone calls", "Sign-in sheet", "Electronic caps",
        "Attendance lists", "Self-report", "Log files of the app", "Direct observation",
        "Blood level", "Returned tablets",
    ),
    "result": (
        "All sessions", "Nobody dropped out", "Half", "Median 8", "Two sessions were missed",
        "Every participant came", "Not one session was missed", "About half of the sessions",
        "Most came", "No deviation from the protocol",
    ),
    "when": (
        "Weekly", "At the start", "After two weeks", "Once", "At any time", "In the second phase",
        "At each visit", "When pain exceeds 5 of 10", "At home",
    ),
    "how": (
        "By the nurse", "By phone", "Doubled", "By an algorithm", "The patient chooses",
        "By one step at a time", "Through a questionnaire", "Lowered",
    ),
    "why": (
        "Side effects", "Pain", "Preference", "Covid-19", "New guideline", "Staff shortage",
        "Safety", "To keep people motivated", "Needs differ",
    ),
    "what": (
        "Dose", "Pace", "Delivery moved online", "Order of modules", "Length", "Language",
        "Number of visits", "Training of nurses", "Schedule", "Technique", "Start of treatment",
    ),
    "material": (
        "Manual", "App", "Drug information leaflet", "Study diary", "Theraband",
        "Educational film", "Printed workbook", "Tool box", "Placebo tablets",
    ),
    "measure": (
        "Attendance", "Pill count", "Observation", "Fidelity checklist", "Adherence scale",
    ),
    "method": (
        "Checklist", "Recorded", "Counted", "Scale",
    ),
    "commercial": (
        "Amazon", "Any pharmacy", "Example GmbH", "Supermarkets",
    ),
    "on-request": (
        "authors", "J. Smith", "trial office",
    ),
    "url": (
        "example.org",
    ),
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


@pytest.mark.parametrize("question", EVASIVE)
def test_what_papers_say_to_say_nothing(question: str) -> None:
    """Names of the arm and of its providers are no content."""
    names = words_of_names("Strong Knees", "physiotherapist")
    assert [text for text in EVASIVE[question] if not says_nothing_of(question, text, names)] == []


@pytest.mark.parametrize("question", ANSWERS)
def test_one_word_of_content_is_an_answer(question: str) -> None:
    """Words are not counted."""
    names = words_of_names("Strong Knees", "physiotherapist")
    texts = (*ANSWERS[question], *SHORT.get(question, ()))
    assert [text for text in texts if says_nothing_of(question, text, names)] == []


@pytest.mark.parametrize("words", [MANNER, QUALITY, NEED], ids=["manner", "quality", "need"])
def test_what_is_vague_says_nothing_anywhere(words: str) -> None:
    """How well, how good and how needed: one word of it is no answer to any question."""
    but = {word for one in QUESTIONS.values() for kind in one for word in kind.but.split()}
    asked = QUESTIONS.keys() - {"named", "arm", "theory", "amount", "content", "kind"}
    missed = [
        (question, word)
        for question in sorted(asked)
        for word in words.split()
        if word not in but and not says_nothing_of(question, f"the {word}")
    ]
    assert missed == []


#: Where a reader is sent, in each way.
SENDING = ("See {}", "Please refer to {}", "Details are given in {}", "cf. {}", "Reported in {}")
WHERE = (
    "the published protocol", "Table 2", "the supplement", "Smith et al.", "section 3.2",
    "Hoffmann et al. 2014", "the introduction", "https://osf.io/abc", "the methods of the paper",
)  # fmt: skip


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - NAMED))
def test_where_it_is_told_is_not_what_is_told(question: str) -> None:
    """In whatever words a reader is sent there; a word of content beside it is an answer."""
    texts = [sending.format(where) for sending in SENDING for where in WHERE]
    assert [text for text in texts if not says_nothing_of(question, text)] == []
    more = [f"{text}: squats on a beach" for text in texts]
    assert [text for text in more if says_nothing_of(question, text)] == []


def test_each_question_has_members_and_answers() -> None:
    """But those that are the same sentences as others, or the parts of theirs."""
    assert set(QUESTIONS) - set(OTHERS) == {
        *("description", "named", "text", "summary", "harmed", "amount", "content", "kind")
    }
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
