"""What a form asks for each key of the model, and values in a person's words."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intspec import (
    KeyKind,
    NotUnderstoodError,
    Phase,
    Specification,
    editable,
    edited,
    key_kinds,
    setting,
    value_from_words,
    words_of_value,
)

pytestmark = pytest.mark.long

SPECS = sorted((Path(__file__).parent.parent / "specs").rglob("*.intspec.yaml"))
PHASE = {kind.name: kind for kind in key_kinds(Phase)}
AMOUNT = {kind.name: kind for kind in key_kinds(PHASE["sessions"].record or Phase)}["planned"]
UNITS = ("Y", "M", "W", "D", "TH", "TM", "TS")
DURATIONS = st.builds(
    lambda number, unit: f"P{unit[:-1]}{number}{unit[-1]}",
    st.integers(1, 400),
    st.sampled_from(UNITS),
)
ABOUT = st.sampled_from([{}, {"about": True}])


def ranges(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Give ranges, one end of which may be missing."""
    return st.builds(
        lambda ends, about: {**ends, **about},
        st.fixed_dictionaries({}, optional={"min": values, "max": values}).filter(bool),
        ABOUT,
    )


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("duration", "10 weeks", "P10W"),
        ("duration", "1 hour 30 minutes", "PT1H30M"),
        ("duration", "P4M", "P4M"),
        ("session_length", "45 to 60 minutes", {"min": "PT45M", "max": "PT60M"}),
        (
            "session_length",
            "about 45 to 60 minutes",
            {"min": "PT45M", "max": "PT60M", "about": True},
        ),
        ("session_length", "about an hour", "about PT1H"),
        ("session_length", "up to 1 hour", {"max": "PT1H"}),
        ("sessions", "12", 12),
        ("sessions", "8 to 12", {"min": 8, "max": 12}),
        ("sessions", "about 10", "about 10"),
        ("sessions", "at least ten", {"min": 10}),
        ("frequency", "twice a week", {"times": 2, "per": "P1W"}),
        ("frequency", "every 2 weeks", {"times": 1, "per": "P2W"}),
        ("frequency", "3 times every 2 weeks", {"times": 3, "per": "P2W"}),
        ("at", "baseline\n\n 3 months ", ["baseline", "3 months"]),
        ("intensity", " RPE 12 to 14\n", "RPE 12 to 14"),
        ("label", "   ", None),
    ],
)
def test_words_are_the_value_that_they_say(name: str, words: str, value: Any) -> None:
    """As the file would have it."""
    kind = AMOUNT if name == "sessions" else PHASE[name]
    assert value_from_words(kind, words) == value


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("duration", "a while"),
        ("duration", "P"),
        ("session_length", "45 to 60"),
        ("sessions", "some"),
        ("sessions", "up to 8 to 12"),
        ("frequency", "often"),
        ("kind", "Treatment"),
    ],
)
def test_words_that_are_no_value_are_refused_with_an_example(name: str, words: str) -> None:
    """Nothing is guessed."""
    kind = AMOUNT if name == "sessions" else PHASE[name]
    with pytest.raises(NotUnderstoodError, match=re.escape(words)):
        value_from_words(kind, words)


@given(st.data())
def test_what_is_shown_is_read_back_as_the_same_value(data: st.DataObject) -> None:
    """Or it is not shown as words at all."""
    kind, value = data.draw(
        st.one_of(
            st.tuples(st.just(PHASE["duration"]), DURATIONS),
            st.tuples(st.just(PHASE["session_length"]), ranges(DURATIONS)),
            st.tuples(st.just(AMOUNT), ranges(st.integers(0, 10**6))),
            st.tuples(
                st.just(PHASE["frequency"]),
                st.fixed_dictionaries({"times": st.integers(1, 400), "per": DURATIONS}),
            ),
            st.tuples(st.just(PHASE["at"]), st.lists(st.text("ab c#:", min_size=1), max_size=3)),
        )
    )
    words = words_of_value(kind, value)
    if words:
        again = value_from_words(kind, words)
        assert words_of_value(kind, _long(kind, again)) == words
        assert _long(kind, again) == value


def _long(kind: KeyKind, value: Any) -> Any:
    """Return a range in its long form."""
    if kind.kind not in ("amount", "durations") or isinstance(value, dict):
        return value
    about = {"about": True} if str(value).startswith("about ") else {}
    end: Any = str(value).removeprefix("about ")
    end = int(end) if kind.kind == "amount" else end
    return {"min": end, "max": end, **about}


def test_most_ranges_have_words() -> None:
    """What a trial would say can be said, with one end and with both."""
    for value in (
        {"min": "PT45M", "max": "PT60M"},
        {"min": "PT1H", "max": "PT1H"},
        {"max": "PT2H"},
        {"min": "P1W", "max": "P2M", "about": True},
    ):
        assert words_of_value(PHASE["session_length"], value)


def every_kind(record: type, seen: set[type]) -> Iterator[KeyKind]:
    """Go over all keys of the model."""
    seen.add(record)
    for kind in key_kinds(record):
        yield kind
        if kind.record is not None and kind.record not in seen:
            yield from every_kind(kind.record, seen)


def test_every_key_of_the_model_can_be_asked_but_fields_of_plugins() -> None:
    """A new kind of key is no key that nobody can answer."""
    others = {kind.name for kind in every_kind(Specification, set()) if kind.kind == "other"}
    assert others == {"extensions"}


def places(value: Any, kinds: tuple[KeyKind, ...], path: tuple[Any, ...]) -> Iterator[Any]:
    """Go over the answers of a specification: place, key and value."""
    for kind in kinds:
        inner = value.get(kind.name) if isinstance(value, dict) else None
        at = (*path, kind.name)
        if inner is None:
            continue
        if kind.record is None or kind.kind in ("amount", "durations", "frequency"):
            yield at, kind, inner
        elif kind.kind == "record":
            yield from places(inner, key_kinds(kind.record), at)
        else:
            steps = inner if isinstance(inner, dict) else range(len(inner))
            for step in steps:
                yield from places(inner[step], key_kinds(kind.record), (*at, step))


@pytest.mark.parametrize("path", SPECS[:6], ids=lambda path: path.stem)
def test_an_answer_changes_its_place_alone(path: Path) -> None:
    """Said again, nothing changes; taken away, every other answer is as it was."""
    raw = path.read_bytes()
    file = editable(raw, path=path.name, extensions={})
    found = list(places(file.whole, key_kinds(Specification), ()))
    assert len(found) > 5
    for at, kind, value in found:
        words = words_of_value(kind, value)
        if words:
            again = value_from_words(kind, words)
            if not setting(file, at, again):
                continue
            after = edited(raw, setting(file, at, again), path=path.name)
            assert file.changed(setting(file, at, again)).raw == after
            assert editable(after, path=path.name, extensions={}).whole == file.whole
    for at, kind, _value in found[:: max(1, len(found) // 12)]:
        if kind.required:
            continue
        after = edited(raw, setting(file, at, None), path=path.name)
        left = editable(after, path=path.name, extensions={}).whole
        assert file.changed(setting(file, at, None)).whole == left
        now = {at: value for at, _kind, value in places(left, key_kinds(Specification), ())}
        assert now == {place: value for place, _kind, value in found if place != at}


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("sessions", "planned"), 12, "course: {session_length: PT45M, sessions: {planned: 12}}"),
        (("sessions", "actual"), 9, "sessions: {planned: {min: 10, max: 10}, actual: 9}}"),
        (("session_length",), None, "course: {sessions: 10}"),
        (("sessions", "planned"), None, "course: {session_length: PT45M}"),
    ],
)
def test_a_short_form_gives_way_to_what_it_stands_for(
    path: tuple[str, ...], value: Any, line: str
) -> None:
    """One value for a record becomes the record where one of its keys is answered."""
    raw = b"""intspec: "1.0"
interventions:
  a:
    providers: nurse  # one
    schedule:
      course: {session_length: PT45M, sessions: 10}
"""
    file = editable(raw, path="a.yaml", extensions={})
    at = ("interventions", "a", "schedule", "course", *path)
    after = file.changed(setting(file, at, value)).raw.decode()
    assert line in after
    assert after.splitlines()[:5] == raw.decode().splitlines()[:5]
