"""The style sheet of printed words: each kind of sentence, and how it reads.

Read it as one reads a journal's: the lists say what is stated, and what is printed of it.
"""

import json
import random
import re
from typing import Any

import pytest

from intspec.api import check_text, shared_registry
from intspec.checking import check
from intspec.model import DurationRange, Frequency, PlannedRange, Point, Range
from intspec.reading import read_bytes
from intspec.views import View, build_view, words
from intspec_kit.generating import Maker

# Amounts


@pytest.mark.parametrize(
    ("stated", "printed"),
    [
        ("P1D", "1 day"),
        ("P7D", "7 days"),
        ("P12W", "12 weeks"),
        ("P1Y6M", "1 year 6 months"),
        ("PT90M", "90 minutes"),
        ("PT1H30M", "1 hour 30 minutes"),
    ],
)
def test_lengths_of_time(stated: str, printed: str) -> None:
    """Figures with units, in the units that were stated."""
    assert words.duration(stated) == printed


@pytest.mark.parametrize(
    ("low", "high", "about", "printed"),
    [
        ("PT45M", "PT60M", None, "45 to 60 minutes"),
        ("PT45M", "PT1H", None, "45 minutes to 1 hour"),
        ("PT1H", "PT1H", None, "1 hour"),
        ("PT1H", "PT1H", True, "about 1 hour"),
        ("PT1H", "PT2H", True, "about 1 to 2 hours"),
        ("PT1H", None, None, "at least 1 hour"),
        (None, "PT90M", None, "up to 90 minutes"),
        ("P1D", "P2D", None, "1 to 2 days"),
    ],
)
def test_ranges_of_time(low: str, high: str, about: Any, printed: str) -> None:
    """The unit stands once; an open end has words; what is approximate says so."""
    assert words.duration_range(DurationRange(min=low, max=high, about=about)) == printed


@pytest.mark.parametrize(
    ("low", "high", "about", "unit", "printed"),
    [
        (8, 12, None, "session", "8 to 12 sessions"),
        (1, 1, None, "session", "1 session"),
        (10, 10, True, "session", "about 10 sessions"),
        (5, None, None, "site", "at least 5 sites"),
        (None, 5, None, "site", "up to 5 sites"),
        (1, None, None, "site", "at least 1 site"),
        (0, 0, None, "session", "0 sessions"),
        (0, 1, None, "session", "0 to 1 session"),
        (1.5, 2, None, "hour", "1.5 to 2 hours"),
        (8, 12, None, "", "8 to 12"),
    ],
)
def test_numbers(low: Any, high: Any, about: Any, unit: str, printed: str) -> None:
    """The noun follows the last number."""
    assert words.number_range(Range(min=low, max=high, about=about), unit) == printed


@pytest.mark.parametrize(
    ("planned", "actual", "printed"),
    [
        (10, None, "10 sessions planned"),
        (None, 10, "10 sessions"),
        (10, 10, "10 sessions, as planned"),
        (10, 8, "10 sessions planned, 8 in the study"),
        (1, 0, "1 session planned, 0 in the study"),
    ],
)
def test_what_is_planned_is_never_printed_as_done(
    planned: int | None, actual: int | None, printed: str
) -> None:
    """Each number says which of both it is."""
    pair = (None if n is None else Range(min=n, max=n) for n in (planned, actual))
    value = PlannedRange(**dict(zip(("planned", "actual"), pair, strict=True)))
    assert words.planned_range(value, "session") == printed


# Times


@pytest.mark.parametrize(
    ("times", "per", "printed"),
    [
        (1, "P1D", "daily"),
        (1, "P1W", "weekly"),
        (1, "P1M", "monthly"),
        (2, "P1W", "twice a week"),
        (3, "P1W", "3 times a week"),
        (1, "P2W", "every 2 weeks"),
        (2, "P2W", "twice every 2 weeks"),
        (1, "PT8H", "every 8 hours"),
    ],
)
def test_how_often(times: int, per: str, printed: str) -> None:
    """A word where there is one."""
    assert words.frequency(Frequency(times=times, per=per)) == printed


@pytest.mark.parametrize(
    ("anchor", "offset", "before", "printed"),
    [
        ("discharge", "P4M", None, "4 months after discharge"),
        ("discharge", "P1W", True, "1 week before discharge"),
        ("The start of treatment", None, None, "the start of treatment"),
        ("After surgery", None, None, "after surgery"),
    ],
)
def test_points_in_time(anchor: str, offset: str | None, before: Any, printed: str) -> None:
    """They stand within a sentence."""
    assert words.point(Point(anchor=anchor, offset=offset, before=before)) == printed


# Sentences


@pytest.mark.parametrize(
    ("entries", "printed"),
    [
        (["nurses"], "nurses"),
        (["nurses", "peers"], "nurses and peers"),
        (["nurses", "peers", "tutors"], "nurses, peers and tutors"),
    ],
)
def test_lists(entries: list[str], printed: str) -> None:
    """Commas, and `and` before the last."""
    assert words.listing(entries) == printed


@pytest.mark.parametrize(
    ("lead", "text", "printed"),
    [
        ("given by", "The author", "given by the author"),
        ("given by", "Jane Doe", "given by Jane Doe"),
        ("when", "Whenever they wish", "whenever they wish"),
        ("from", "From discharge", "from discharge"),
    ],
)
def test_words_that_lead_a_text(lead: str, text: str, printed: str) -> None:
    """No capital within a sentence, and no lead twice."""
    assert words.led(lead, text) == printed


BASE: dict[str, Any] = {
    "intspec": "1.0",
    "id": "sheet",
    "title": "A fictitious trial",
    "fictitious": True,
    "checklists": ["tidier"],
}


def view_of(stage: str, arm: dict[str, Any], **more: Any) -> View:
    """Make the description view of a study with an arm and a comparator."""
    tried = {"role": "experimental", "name": "Tried", **arm}
    other = {"role": "usual-care", "name": "Usual care", "rationale": {"goal": "Any."}}
    data = {**BASE, "stage": stage, "interventions": {"tried": tried, "usual": other}, **more}
    done = check(read_bytes(json.dumps(data).encode(), path="a.intspec.json"), shared_registry())
    assert done.spec is not None, check_text(json.dumps(data)).diagnostics[:3]
    return build_view("description", done.spec, done.report, done.checklists[0])


def rows(stage: str, arm: dict[str, Any], **more: Any) -> dict[str, str]:
    """Print what is described of one arm: the cell of each item by its number."""
    return {
        row.cells[0].plain.partition(".")[0]: row.cells[1].plain
        for table in view_of(stage, arm, **more).tables
        for row in table.rows
    }


WEEKS = {"duration": "P16W", "frequency": {"times": 1, "per": "P1W"}}
LONG = {"session_length": {"min": "PT45M", "max": "PT60M"}}


@pytest.mark.parametrize(
    ("phases", "printed"),
    [
        (
            {"course": {**WEEKS, "sessions": {"planned": {"min": 10, "max": 10}}}},
            "Weekly for 16 weeks, 10 sessions planned.",
        ),
        (
            {"course": {**WEEKS, **LONG, "label": "Course"}},
            "Course: weekly for 16 weeks, 45 to 60 minutes each.",
        ),
        (
            {
                "a": {**WEEKS, "label": "Weekly part"},
                "b": {"duration": "P6W", "label": "Rest", "follows": "a"},
            },
            (
                "\N{BULLET} Weekly part: weekly for 16 weeks.\n"
                "\N{BULLET} Rest: for 6 weeks; after the weekly part."
            ),
        ),
        (
            {"visit": {"at": ["Discharge"], "sessions": {"planned": {"min": 1, "max": 1}}, **LONG}},
            "1 session planned at Discharge, 45 to 60 minutes.",
        ),
        (
            {"visit": {"at": ["6 months after it"], **LONG}},
            "6 months after it, 45 to 60 minutes each.",
        ),
        ({"visit": {"at": ["Discharge"], **LONG}}, "At Discharge, 45 to 60 minutes each."),
        ({"need": {"trigger": "when breath is short"}}, "When breath is short."),
    ],
)
def test_schedules(phases: dict[str, Any], printed: str) -> None:
    """How often, how long, how many, and each session's length; what follows comes after."""
    assert rows("results", {"schedule": phases})["8"] == printed


TRAINED = {"nurse": {"kind": "nurse", "engaged": "recruited", "training": {"given": True}}}
UNTRAINED = {"nurse": {"kind": "nurse", "training": {"given": False, "reason": "Known."}}}
BY_NURSES = {"providers": ["nurse"]}


@pytest.mark.parametrize(
    ("arm", "catalogue", "item", "ahead", "after"),
    [
        (
            {"fidelity": {"assessed": False}},
            {},
            "11",
            "Fidelity and adherence will not be assessed.",
            "Fidelity and adherence were not assessed.",
        ),
        (
            {"fidelity": {"assessed": True}},
            {},
            "11",
            "Fidelity or adherence will be assessed.",
            "Fidelity or adherence was assessed.",
        ),
        (
            {"tailoring": {"planned": False}},
            {},
            "9",
            "No tailoring is planned.",
            "No tailoring was planned.",
        ),
        (
            {"modifications": {"occurred": False}},
            {},
            "10",
            "The intervention will not be changed during the study.",
            "The intervention was not changed during the study.",
        ),
        (
            BY_NURSES,
            TRAINED,
            "5",
            "Nurse\n• Role: They will be recruited for it.\n• Training: Planned.",
            "Nurse\n• Role: They were recruited for it.\n• Training: Given.",
        ),
        (
            BY_NURSES,
            UNTRAINED,
            "5",
            "Nurse\n• Training: None planned: Known.",
            "Nurse\n• Training: None given: Known.",
        ),
    ],
)
def test_the_tense_follows_the_stage(
    arm: dict[str, Any], catalogue: dict[str, Any], item: str, ahead: str, after: str
) -> None:
    """What a protocol says lies ahead; ongoing studies and results tell what was done."""
    more = {"providers": catalogue} if catalogue else {}
    assert rows("protocol", arm, **more)[item] == ahead
    assert rows("ongoing", arm, **more)[item] == after
    assert rows("results", arm, **more)[item] == after


FACE = {"mode": ["face-to-face"], "grouping": "individual"}


@pytest.mark.parametrize(
    ("delivery", "procedures", "printed"),
    [
        (FACE, {"a": {}, "b": {}}, ["Face to face; individually."]),
        (
            FACE,
            {"a": {}, "b": {"mode": ["telephone"], "grouping": "individual"}},
            [
                "\N{BULLET} Talk b: By telephone; individually.",
                "\N{BULLET} Talk a: Face to face; individually.",
            ],
        ),
        (
            FACE,
            {"a": {}, "b": {"grouping": "group"}},
            [
                "\N{BULLET} Talk b: Face to face; in a group.",
                "\N{BULLET} Talk a: Face to face; individually.",
            ],
        ),
        (
            FACE,
            {"a": {}, "b": {"mode": ["face-to-face"]}, "c": {"mode": ["app"]}},
            [
                "\N{BULLET} Talk c: By app; individually.",
                "\N{BULLET} All other procedures: Face to face; individually.",
            ],
        ),
        (FACE, {"a": {"mode": ["face-to-face"]}}, ["Face to face; individually."]),
    ],
)
def test_what_is_delivered_in_another_way_is_an_exception(
    delivery: dict[str, Any], procedures: dict[str, Any], printed: list[str]
) -> None:
    """What is other stands first, with all that holds of it; then the rest, named if it is one."""
    named = {key: {"description": f"Talk {key}.", **one} for key, one in procedures.items()}
    told = rows("results", {"delivery": delivery, "procedures": named})
    assert told["6"].splitlines() == printed


def test_a_place_or_a_mode_may_depend_on_something() -> None:
    """Of a place it is said where the places are told, of a mode where the modes are."""
    things = {"settings": {"home": {"kind": "home"}, "clinic": {"kind": "clinic"}}}
    conditions = [
        {"setting": "clinic", "when": "if preferred"},
        {"mode": "telephone", "when": "in winter"},
    ]
    arm = {"settings": ["home", "clinic"], "delivery": {**FACE, "conditions": conditions}}
    told = rows("results", arm, **things)
    assert told["6"] == "Face to face; individually. Telephone: in winter."
    assert told["7"] == "\N{BULLET} Home\n\N{BULLET} Clinic: If preferred."


@pytest.mark.parametrize(
    ("entry", "printed"),
    [
        ({"what": "The pace", "when": "after week 2"}, "The pace after week 2."),
        (
            {"what": "Load rises", "why": "To go on", "how": "by 1 kg"},
            "Load rises to go on by 1 kg.",
        ),
        ({"what": "The pace", "why": "Fear of pain"}, "The pace. Why: Fear of pain."),
        (
            {"what": "The pace", "why": "Fear of pain", "how": "by steps"},
            "The pace. Why: Fear of pain. How: by steps.",
        ),
        ({"what": "Pace. Load", "when": "After week 2"}, "Pace. Load. When: After week 2."),
    ],
)
def test_what_is_tailored(entry: dict[str, str], printed: str) -> None:
    """An answer that goes on with the sentence needs no question before it."""
    assert rows("results", {"tailoring": {"planned": True, "entries": [entry]}})["9"] == printed


def test_a_procedure_is_called_as_its_phase_is() -> None:
    """Where one phase belongs to it alone: its first words are a part of what is done."""
    arm = {
        "procedures": {
            "a": {"description": "Walks, runs and swims."},
            "b": {"description": "Talk."},
        },
        "schedule": {"own": {"label": "At home", "procedures": ["a"], "duration": "P6W"}},
    }
    told = rows("results", arm)
    assert told["4"] == "\N{BULLET} At home: Walks, runs and swims.\n\N{BULLET} Talk."
    assert told["8"] == "At home: for 6 weeks."


def test_what_cannot_be_told_yet() -> None:
    """Has words of its own, so that a dash means one thing."""
    assert rows("protocol", {})["12"] == "Not yet applicable: protocol stage."
    assert rows("ongoing", {})["12"] == "Not yet applicable: the study is ongoing."


def test_who_and_where_stand_in_brackets() -> None:
    """Behind what is done; who, only where the arm has several kinds of providers."""
    things = {
        "providers": {"nurse": {"kind": "nurse"}, "cook": {"kind": "cook"}},
        "settings": {"ward": {"kind": "ward"}},
        "materials": {"pot": {"name": "a pot"}},
    }
    by_nurse = {"description": "A talk.", "providers": ["nurse"], "settings": ["ward"]}
    by_cook = {"description": "A meal.", "providers": ["cook"], "materials": ["pot"]}
    alone = {"description": "A walk.", "performed_by": "participant"}
    told = rows("results", {"procedures": {"talk": by_nurse, "walk": alone}}, **things)
    assert told["4"] == "• A talk (ward).\n• A walk (by the participants themselves)."
    several = {**things, "settings": {"ward": {"kind": "ward or hall"}, "home": {"kind": "home"}}}
    talk = {**by_nurse, "settings": ["ward", "home"]}
    told = rows("results", {"procedures": {"talk": talk, "walk": alone}}, **several)
    assert told["4"].splitlines()[0] == "• A talk (ward or hall; home)."
    told = rows("results", {"procedures": {"talk": by_nurse, "meal": by_cook}}, **things)
    assert told["4"] == "• A talk (nurse; ward).\n• A meal (cook; with a pot)."


def test_a_comparator_is_called_one() -> None:
    """Where its name says already which it is; sources are numbered as the rows are read."""
    shown = view_of(
        "results",
        {"rationale": {"goal": "Rest.", "sources": ["b"]}},
        sources={key: {"citation": key.upper()} for key in "abc"},
        population={"description": "People.", "sources": ["a"]},
    )
    assert [column.note for column in shown.tables[0].columns[1:]] == [
        "Experimental arm",
        "Comparator",
    ]
    (listed,) = (notes.notes for notes in shown.notes if notes.key == "sources")
    assert [note.text for note in listed] == ["B.", "A."]


def test_a_mode_without_a_name() -> None:
    """`other` alone is no word for a reader."""
    arm = {"delivery": {"mode": ["face-to-face", "other"], "grouping": "individual"}}
    assert rows("results", arm)["6"] == "Face to face; by other means; individually."
    arm = {"delivery": {"mode": ["other"], "grouping": "individual"}}
    assert rows("results", arm)["6"] == "By other means; individually."
    arm = {"delivery": {"mode": ["other"]}}
    assert rows("results", arm)["6"] == "By other means."


def test_lists_of_sentences() -> None:
    """Texts with capitals stand as sentences; words stand in a row."""
    told = rows("results", {}, population={"inclusion": ["Aged 45 or older", "Able to walk"]})
    assert told["Population"].endswith("Inclusion: Aged 45 or older. Able to walk.")


@pytest.mark.parametrize(
    ("reason", "printed"),
    [
        ("Nobody was asked.", "Nobody was asked."),
        ("The rule was not found in the sources read.", "The rule."),
        ("The rule was not found in the sources read; a talk was.", "The rule; a talk was."),
        ("Rules were not found in the sources read on it.", None),
        ("There are steps; where they end was not found in the sources read.", None),
    ],
)
def test_a_declared_reason_says_its_state_once(reason: str, printed: str | None) -> None:
    """The state stands before it; a reason that needs its words for more keeps them."""
    declared = {"about": "tidier/tailoring", "arm": "tried", "state": "not-found", "reason": reason}
    told = rows("results", {}, described_by="others", declarations=[declared])
    assert told["9"] == f"Not found in the sources read: {printed or reason}"


@pytest.mark.parametrize(("by", "where"), [("trial-team", ""), ("others", " in the sources read")])
def test_a_dash_says_where_nothing_is_described(by: str, where: str) -> None:
    """What others read does not tell what the study reported elsewhere."""
    told = view_of("results", {}, described_by=by).intro
    assert f"An en dash (\u2013) means: not described{where}." in told


def test_a_dash_is_not_called_a_gap_where_nothing_was_to_be_described() -> None:
    """Where fidelity was not assessed, there is no result of it."""
    fields = {"fidelity": {"assessed": False}}
    one, both = (view_of("results", given).intro for given in ({}, fields))
    assert "An en dash (\u2013) means: not described." in one
    assert "An en dash (\u2013) means: not described or not applicable." in both


# All of them together

PAST = re.compile(
    r"\b((?<!it )was(?! known)|were|did|none given)\b|Training: Given\.", re.IGNORECASE
)
FUTURE = re.compile(r"\bwill\b", re.IGNORECASE)
TELEGRAM = re.compile(
    r"\bOther[;,.:]|\(planned: |;;|\.\.(?!\.)| ,|,,|: [;.]|\bNobody\b(?! delivers)|\bintspec\b"
)

#: What only a study that has begun can say, in whatever stage its specification stands.
OF_RESULTS = ("Harms |", "Conduct | Changes:")


def described(seed: int, stage: str) -> list[str]:
    """Print a generated specification whose own texts are one word each: line by line."""
    numbers = random.Random(seed)
    data = Maker(
        choose=lambda most: numbers.randrange(most) if most > 1 else 0, text=lambda: "Zq grows"
    ).specification()
    data["stage"] = stage
    done = check(read_bytes(json.dumps(data).encode(), path="a.intspec.json"), shared_registry())
    if done.spec is None:
        return []
    view = build_view("description", done.spec, done.report, done.checklists[0])
    lines = [table.caption for table in view.tables] + list(view.intro)
    for table in view.tables:
        for row in table.rows:
            head = row.cells[0].plain
            lines += [f"{head} | {block.plain}" for cell in row.cells[1:] for block in cell.blocks]
    return lines


@pytest.mark.parametrize(("stage", "wrong"), [("protocol", PAST), ("results", FUTURE)])
def test_no_generated_description_is_in_the_wrong_tense_or_a_telegram(
    stage: str, wrong: re.Pattern[str]
) -> None:
    """Whatever is stated, at either stage."""
    faults = set()
    for seed in range(8):
        for line in described(seed, stage):
            told_early = wrong is PAST and line.startswith(OF_RESULTS)
            if TELEGRAM.search(line) or (wrong.search(line) and not told_early):
                faults.add(line)
    assert faults == set()
