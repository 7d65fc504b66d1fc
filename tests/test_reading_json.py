"""JSON read in two ways: Python's parser where nothing is odd, the scanner where anything is.

Where both read a text they give the same data and the same places; what the scanner refuses, the
first one leaves to it.
"""

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from badinput import VARIABLE, content, documents, folder
from hypothesis import given
from hypothesis import strategies as st

from intspec.reading import DEFAULT_LIMITS, Document, Limits, Unreadable, read_bytes
from intspec.reading.document import Source
from intspec.reading.json_quick import quick
from intspec.reading.json_text import scan
from intspec.reading.text import decode
from intspec.testing import factories

pytestmark = pytest.mark.long

Path = tuple[str | int, ...]


def paths(data: Any, path: Path = ()) -> Iterator[Path]:
    """Go over all places of data."""
    yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from paths(value, (*path, number))


def same_in_both(text: str) -> bool:
    """Hold one way of reading against the other; tell whether the quick one read the text."""
    data = quick(text, DEFAULT_LIMITS)
    if data is None:
        return False
    source = Source("x.json", text)
    scanned, node = scan(source, DEFAULT_LIMITS)
    assert repr(data) == repr(scanned)  # 1 is not 1.0, nor True
    ours, theirs = read_bytes(text.encode(), path="x.json"), Document(source, scanned, node)
    for path in paths(data):
        for at in (path, (*path, "nobody"), (*path, 99)):
            assert ours.has(at) == theirs.has(at), at
            assert ours.key_span(at) == theirs.key_span(at), at
            assert ours.value_span(at) == theirs.value_span(at), at
    return True


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(
    data=st.dictionaries(st.text(max_size=4), VALUES, max_size=5),
    indent=st.sampled_from([None, 0, 2, "\t"]),
    ascii_only=st.booleans(),
    before=st.text(" \n\r\t", max_size=2),
)
def test_any_json_is_read_the_same_in_both_ways(
    data: dict[str, Any], indent: int | str | None, *, ascii_only: bool, before: str
) -> None:
    """Whatever may be written in JSON."""
    text = before + json.dumps(data, indent=indent, ensure_ascii=ascii_only) + before
    try:
        read_bytes(text.encode(), path="x.json")
    except (UnicodeEncodeError, Unreadable):
        return  # neither way is taken: it is no text, or holds what nobody can see
    same_in_both(text)


def test_an_ordinary_specification_is_read_by_pythons_parser() -> None:
    """Otherwise the tests below would hold one way against itself."""
    for data in (factories.minimal(), factories.full()):
        assert same_in_both(json.dumps(data, indent=2))
        assert same_in_both(json.dumps(data, ensure_ascii=False))


ODD = {
    "a key twice": '{"a": 1, "a": 2}',
    "keys of letters beyond ASCII, which may look the same": '{"\u00e9": 1}',
    "the same as an escape": '{"\\u00e9": 1}',
    "half a character": '{"a": "\\ud800"}',
    "half a character in a key": '{"\\ud800": 1}',
    "a character that cannot be seen": '{"a": "\\u200b\\u0007"}',
    "a form feed": '{"a": ["\\f"]}',
    "not a number": '{"a": NaN}',
    "endless": '{"a": -Infinity}',
    "too large a number": '{"a": 1e999}',
    "too large a whole number": '{"a": 9007199254740993}',
    "a number of many digits": '{"a": 0.' + "0" * 200 + "1}",
    "too deep": '{"a": ' + "[" * 64 + "]" * 64 + "}",
    "far too deep": '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "a list": "[1]",
    "a text": '"a"',
    "more after the end": "{} {}",
    "nothing": " ",
    "a comma too many": '{"a": 1,}',
    "single quotes": "{'a': 1}",
    "a zero before a number": '{"a": 01}',
    "a tab in a text": '{"a": "\t"}',
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_what_is_odd_is_left_to_the_scanner(text: str) -> None:
    """It says what is wrong, or that nothing is."""
    assert quick(text, DEFAULT_LIMITS) is None


def test_what_is_at_a_limit_is_read_and_what_is_beyond_it_is_left() -> None:
    """Depth, numbers, how many values, how long a text."""
    deep = "[" * 63 + "]" * 63
    assert same_in_both('{"a": ' + deep + "}")
    assert quick('{"a": 9007199254740992, "b": 1e308}', DEFAULT_LIMITS) == {
        "a": 2**53,
        "b": math.pow(10, 308),
    }
    many = '{"a": [1, 2, 3]}'
    assert quick(many, Limits(nodes=6)) is not None
    assert quick(many, Limits(nodes=5)) is None
    assert quick(many, Limits(scalar=15)) is None


@pytest.mark.long
@pytest.mark.skipif(folder() is None, reason=f"{VARIABLE} names no folder")
def test_the_two_ways_agree_on_every_document_of_the_collections() -> None:
    """Bad and odd input of others."""
    at = folder()
    assert at is not None
    read = 0
    for record in documents(at):
        try:
            text = decode(content(record))
        except Unreadable:
            continue
        # Most of them are no mappings, so each is read as the value of one as well.
        read += same_in_both(text) + same_in_both(f'{{"a": {text}}}')
    assert read > 40
