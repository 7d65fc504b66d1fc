"""Words about time: unbroken, several points, and lengths as people say them."""

import pytest

from intspec.rules.time_words import (
    comes_once,
    is_by_day,
    is_flow,
    is_rate,
    is_unbroken,
    recurs,
    stands_for_several,
)
from intspec.text.durations import in_words

WATCHING = ("monitoring", "ECG", "professional development", "observation by a nurse", "recording")
GIVING = ("infusion", "positive pressure", "passive motion", "oxygen", "subcutaneous delivery")


@pytest.mark.parametrize("what", WATCHING)
@pytest.mark.parametrize(
    "frame", ["continuous {}", "30 minutes with continuous {}", "Continuous {}, then rest"]
)
def test_what_is_watched_all_the_time_is_not_given_all_the_time(what: str, frame: str) -> None:
    """A session with continuous monitoring can be counted."""
    assert not is_unbroken(frame.format(what))


@pytest.mark.parametrize("what", GIVING)
@pytest.mark.parametrize(
    "frame", ["continuous {}", "2 l/min, continuous {}", "Continuous {} for 24 hours"]
)
def test_what_is_given_all_the_time_is_not_counted(what: str, frame: str) -> None:
    """Nor is what stands beside a continuous watch."""
    assert is_unbroken(frame.format(what))
    assert is_unbroken(f"continuous monitoring, and {frame.format(what)}")


@pytest.mark.parametrize(
    "words",
    [
        "the heart rate is continuously monitored",
        "monitored continuously",
        "staff are available 24/7",
        "discontinuous",
    ],
)
def test_watching_in_other_words(words: str) -> None:
    """The word may stand before or behind."""
    assert not is_unbroken(words)


@pytest.mark.parametrize("event", ["surgery", "discharge", "the first visit", "chemotherapy"])
@pytest.mark.parametrize(
    "before", ["prior to", "up to 2 hours before", "next to", "due to", "close to", "pre-", "post-"]
)
def test_one_point_before_an_event(before: str, event: str) -> None:
    """A preposition, or a hyphen in a word, makes no several points of one."""
    assert not stands_for_several(f"{before} {event}")


@pytest.mark.parametrize(
    "point",
    [
        "weeks 2 to 6",
        "week 2 to week 6",
        "weeks 2-6",
        "weeks 2 \N{EN DASH} 6",
        "from admission to discharge",
        "between admission and discharge",
        "each visit",
        "day 1, then monthly",
        "days 1, 3 and 5",
        "until discharge",
    ],
)
def test_several_points(point: str) -> None:
    """Ranges, lists and words of repetition are several."""
    assert stands_for_several(point)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((1, 1), "1 day"),
        ((7, 7), "1 week"),
        ((12, 12), "12 days"),
        ((14, 14), "2 weeks"),
        ((28, 31), "28 to 31 days"),
        ((14, 21), "2 to 3 weeks"),
        ((84, 93), "12 to 13 weeks"),
        ((0.25, 0.5), "6 to 12 hours"),
    ],
)
def test_lengths_in_words(days: tuple[float, float], words: str) -> None:
    """Twelve days are not two weeks."""
    assert in_words(days) == words


@pytest.mark.parametrize(
    "of", ["per minute", "/min", "per hour", "/h", "an hour", "per kg per hour"]
)
def test_an_amount_in_each_hour_is_a_rate(of: str) -> None:
    """It goes on all the time; so much each day does not."""
    assert is_rate(f"2 ml {of}")
    for word in ("day", "week", "dose", "session", "meal"):
        assert not is_rate(f"2 ml per {word}")


@pytest.mark.parametrize("text", ["1500 kcal a day", "1500 kcal daily", "2 litres of water per day",
                                  "3 portions/day", "40 mmHg, worn all day"])  # fmt: skip
def test_an_amount_by_the_day_says_how_often(text: str) -> None:
    """A day on which something happens does not."""
    assert is_by_day(text)
    for other in ("on a day of rest", "in daily life", "activities of daily living", "2 on day 1"):
        assert not is_by_day(other)


@pytest.mark.parametrize("rate", ["a minute", "/min", "per minute", "an hour"])
@pytest.mark.parametrize("amount", ["2 litres {}", "2 l {}", "500 ml of water {}"])
def test_litres_in_each_minute_flow(amount: str, rate: str) -> None:
    """Steps in each minute do not: they are how fast somebody goes."""
    assert is_flow(amount.format(rate))
    assert not is_flow(f"100 steps {rate}")


@pytest.mark.parametrize("event", ["cardiac arrest", "heart attack", "myocardial infarction"])
@pytest.mark.parametrize("frame", ["{}", "admission with a {}", "within 2 hours of {}"])
def test_an_illness_that_comes_once(event: str, frame: str) -> None:
    """An attack of another kind may come again."""
    assert comes_once(frame.format(event))
    assert not comes_once(f"admission with an attack of asthma, or {event}s")


EVENTS = (
    "operation", "birth", "discharge from hospital", "admission", "induction of labour",
    "incision", "randomisation", "diagnosis", "wound closure", "extubation",
)  # fmt: skip


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("frame", ["the {}", "at the end of the {}", "2 hours after {}"])
def test_an_event_that_comes_once(event: str, frame: str) -> None:
    """It is a point in time."""
    assert comes_once(frame.format(event))


@pytest.mark.parametrize("event", [*EVENTS, "attack", "wish of the participant", "pain", "call"])
@pytest.mark.parametrize("frame", ["each {}", "whenever there is {}", "any {}", "if {} is needed"])
def test_an_event_that_comes_again(event: str, frame: str) -> None:
    """It is no point in time, whatever comes."""
    assert not comes_once(frame.format(event))


@pytest.mark.parametrize("event", ["breath is short", "pain at night", "as needed", "a bad day"])
def test_what_is_not_known_to_come_once(event: str) -> None:
    """It is not taken so."""
    assert not comes_once(event)


@pytest.mark.parametrize("how", ["each", "every", "at any"])
@pytest.mark.parametrize("what", ["visit", "session", "meal", "clinic day"])
def test_a_point_that_comes_again(how: str, what: str) -> None:
    """It says nothing of until when, unless words do."""
    assert recurs(f"{how} {what}")
    assert not recurs(f"{how} {what} until week 12")
    assert not recurs(f"{how} {what} (weeks 2, 4 and 6)")
    assert not recurs(f"the first {what}")
