"""Phases that one cell tells of are told apart, in whatever manner they are told."""

import itertools

import pytest

from intspec.forms.told import sentences
from intspec.forms.told_times import times

#: The phases of an intervention: how often, as a value, and for how many weeks.
Course = tuple[tuple[str, dict[str, object], int], ...]
COURSES: tuple[Course, ...] = (
    (
        ("twice a week", {"times": 2, "per": "P1W"}, 4),
        ("once a week", {"times": 1, "per": "P1W"}, 8),
    ),
    (("every 2 weeks", {"times": 1, "per": "P2W"}, 6), ("monthly", {"times": 1, "per": "P1M"}, 12)),
    (
        ("daily", {"times": 1, "per": "P1D"}, 1),
        ("three times a week", {"times": 3, "per": "P1W"}, 3),
    ),
)
NAMES = (
    ("Stage 1", "Stage 2"),
    ("Phase A", "Phase B"),
    ("Step one", "Step two"),
    ("Intensive phase", "Maintenance phase"),
    ("Run-in", "Upkeep"),
    ("1) Core", "2) Refresher"),
    ("Before discharge", "After discharge"),
)


def weeks(number: int) -> str:
    """Write a length of time."""
    return f"{number} week{'s' if number > 1 else ''}"


def named(names: tuple[str, str], between: str, course: Course, *, aside: bool) -> str:
    """Write phases by their names, the weeks in brackets behind them or in the sentence."""
    texts = [
        f"{name} ({weeks(long)}): sessions {often}"
        if aside
        else f"{name}: {often} for {weeks(long)}"
        for name, (often, _value, long) in zip(names, course, strict=True)
    ]
    return between.join(texts)


def numbered(manner: str, between: str, course: Course) -> str:
    """Write phases by their weeks, counted from the beginning."""
    start, texts = 1, []
    for often, _value, long in course:
        span = f"weeks {start} to {start + long - 1}" if long > 1 else f"week {start}"
        short = span.replace(" to ", "-")
        texts.append(manner.format(span=span, short=short, Short=short.capitalize(), often=often))
        start += long
    return between.join(texts)


def read(text: str) -> list[tuple[int, str, object]]:
    """Return what is told of when: the phase, the key and the value."""
    found = times(sentences(text))
    told = [(f.phase, f.key, f.value) for f in found if f.key in ("frequency", "duration")]
    return sorted(told, key=lambda fact: fact[:2])


def wanted(course: Course) -> list[tuple[int, str, object]]:
    """Return what a reader would say."""
    return [
        fact
        for number, (_often, value, long) in enumerate(course, 1)
        for fact in ((number, "duration", f"P{long}W"), (number, "frequency", value))
    ]


@pytest.mark.parametrize("course", COURSES)
@pytest.mark.parametrize("between", [". ", "; "])
def test_phases_are_told_apart_by_their_names(between: str, course: Course) -> None:
    """By numbered ones, by what they are for, by a list."""
    for names, aside in itertools.product(NAMES, (False, True)):
        text = named(names, between, course, aside=aside)
        assert read(text) == wanted(course), text


@pytest.mark.parametrize("course", COURSES)
def test_phases_are_told_apart_by_their_weeks(course: Course) -> None:
    """Before what is told of them, or behind it in brackets."""
    for manner in ("{Short}: {often}", "{Short}: sessions {often}, 30 minutes"):
        for between in (". ", "; "):
            text = numbered(manner, between, course)
            assert read(text) == wanted(course), text
    for between in (", ", " and ", ", and "):
        text = "Sessions were " + numbered("{often} ({span})", between, course)
        assert read(text) == wanted(course), text


def test_what_holds_of_all_sessions_holds_in_each_phase() -> None:
    """A length that a sentence of its own tells, where no phase tells one."""
    facts = times(
        sentences("Stage 1: weekly for 4 weeks. Stage 2: monthly for 6 months. 40 minutes each.")
    )
    lengths = [(f.phase, f.value) for f in facts if f.key == "session_length"]
    assert lengths == [(1, "PT40M"), (2, "PT40M")]


@pytest.mark.parametrize(
    "text",
    [
        "Duration: 12 weeks. Frequency: once a week.",
        "Supervised: twice a week for 12 weeks.",
        "Sessions: weekly for 12 weeks. Assessment phase: weekly for 2 weeks.",
        "Outcomes were measured at weeks 4 to 6 and weeks 10 to 12.",
    ],
)
def test_what_is_no_phase_is_told_of_the_whole(text: str) -> None:
    """Names of what is told, one part alone, and assessments."""
    assert {fact.phase for fact in times(sentences(text))} <= {0}
