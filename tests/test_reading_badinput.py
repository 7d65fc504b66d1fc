"""Reading bad input: the same verdict from either parser, exact places, and linear time."""

import io
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from intspec.reading import Document, Span, Unreadable, read_bytes


def both(text: str) -> Iterator[tuple[str, int, int] | Document]:
    """Read YAML with the C parser, if there is one, and with the pure one."""
    with pytest.MonkeyPatch.context() as patch:
        for _ in range(2):
            yield outcome(text.encode(), "x.yaml")
            patch.delattr(yaml, "CSafeLoader", raising=False)


def outcome(raw: bytes, name: str) -> tuple[str, int, int] | Document:
    """Return the document, or the code, line and column of the problem."""
    try:
        return read_bytes(raw, path=name)
    except Unreadable as error:
        (problem,) = error.problems
        return problem.code, problem.line, problem.column


def message(raw: bytes, name: str) -> str:
    """Return the one line that says what is wrong."""
    with pytest.raises(Unreadable) as caught:
        read_bytes(raw, path=name)
    return caught.value.problems[0].message


PLACES = {
    "half a character by an escape": ('a: "é \\ud800"\n', ("surrogate", 1, 7)),
    "a pair of halves by two escapes": ('a: "\\ud83d\\ude00"\n', ("surrogate", 1, 5)),
    "an escape beyond all characters": ('a: "\\UFFFFFFFF"\n', ("yaml-syntax", 1, 5)),
    "an escape just beyond all characters": ('a: 1\nb: "\\U00110000"\n', ("yaml-syntax", 2, 5)),
    "an escape that does not exist": ('a: "x\\q"\n', ("yaml-syntax", 1, 6)),
    "a control character by an escape": ('a: "\\t\\e"\n', ("control-character", 1, 7)),
    "an unknown directive": ("# c\n%FOO x\n---\na: 1\n", ("directive", 2, 1)),
    "a version to come": ("%YAML 1.3\n---\na: 1\n", ("directive", 1, 1)),
    "a version with many digits": (f"%YAML {'9' * 5000}.1\n---\na: 1\n", ("directive", 1, 1)),
    "a byte order mark inside": ("a: b\ufeffc\n", ("control-character", 1, 5)),
    "quotes open at a new document": ("a: 'x\n---\n", ("yaml-syntax", 1, 4)),
    "a bracket open at the next key": ("a: [1, 2\nb: 3\n", ("yaml-syntax", 1, 4)),
    "no space after a colon, first line": ("a:b\nc: 1\n", ("yaml-syntax", 1, 2)),
    "no space after a colon, later": ("a: 1\nb:c\n", ("yaml-syntax", 2, 2)),
    "a non-breaking space after a colon": ("a: 1\nb:\xa0c\n", ("yaml-syntax", 2, 2)),
    "an ampersand in front of a text": ("a: & b\n", ("anchor", 1, 4)),
    "a star in front of a text": ("a: * b\n", ("alias", 1, 4)),
    "a key that looks like a letter": ("\u212a: 1\nK: 2\n", ("duplicate-key", 2, 1)),
    "deep": ("a: " + "[" * 500, ("too-deep", 1, 67)),
}


@pytest.mark.parametrize("case", PLACES)
def test_either_parser_gives_the_same_place(case: str) -> None:
    """Code, line and column do not depend on whether libyaml is there."""
    text, expected = PLACES[case]
    assert list(both(text)) == [expected, expected]


def test_very_deep_nesting_is_refused_as_such() -> None:
    """The C parser looks ahead and may refuse at another place, but for the same reason."""
    for found in both("a: " + "[" * 50_000):
        assert isinstance(found, tuple)
        assert found[:2] == ("too-deep", 1)


def test_keys_that_look_the_same_are_told_so() -> None:
    """The message says that they look the same, and where the first one is."""
    text = "caf\u00e9: 1\ncafe\u0301: 2\n"
    assert message(text.encode(), "x.yaml") == (
        "the key `cafe\u0301` looks the same as the one on line 1"
    )


@pytest.mark.parametrize(
    ("member", "what"),
    [
        ("word/document.xml", "a Word document (.docx)"),
        ("xl/workbook.xml", "an Excel workbook (.xlsx)"),
        ("notes.txt", "a ZIP archive"),
    ],
)
def test_an_office_file_is_called_by_its_name(member: str, what: str) -> None:
    """What a ZIP archive holds says what it is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, "x")
    assert message(buffer.getvalue(), "x.yaml") == f"this is {what}, not a text file"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 01}', ("this number is not written as JSON wants it", 7)),
        ('{"a": 1.}', ("this number is not written as JSON wants it", 7)),
        ('{"a": [1 2]}', ("a comma is missing before this", 10)),
        ('{"a": 1 "b": 2}', ("a comma is missing before this key", 9)),
        ('{"a": [1}', ("`}` stands here, but `]` is open", 9)),
        ('{"a": [1,]}', ("a comma is followed by no entry", 10)),
    ],
)
def test_json_is_explained(text: str, expected: tuple[str, int]) -> None:
    """The message names what is wrong with this very text."""
    with pytest.raises(Unreadable) as caught:
        read_bytes(text.encode(), path="x.json")
    (problem,) = caught.value.problems
    assert (problem.message, problem.column) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.yaml", "".join(f"é{i}: 1\n" for i in range(20_000))),
        ("x.json", "{" + ",".join(f'"é{i}": 1' for i in range(20_000)) + "}"),
        ("x.yaml", "\n" * 2_000_000 + "a: ["),
        ("x.json", '{"a": "' + "x" * 4_000_000),
    ],
    ids=["yaml-keys", "json-keys", "yaml-blank-lines", "json-open-text"],
)
def test_time_grows_with_the_size_only(name: str, text: str) -> None:
    """Many keys outside ASCII and long texts take far less than quadratic time would."""
    start = time.process_time()
    outcome(text.encode(), name)
    assert time.process_time() - start < 5


def test_a_missing_list_entry_is_not_counted_from_the_end() -> None:
    """A negative number names no entry."""
    document = read_bytes(b"a:\n  - b\n", path="x.yaml")
    assert not document.has(["a", -1])
    assert document.key_span(["a", -1]) == Span(1, 1, 1, 2)


WORD = st.text("abcäß日😀", min_size=1, max_size=6)
TREE = st.recursive(
    WORD,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(WORD, inner, min_size=1)
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(data=st.dictionaries(WORD, TREE, min_size=1, max_size=4), flow=st.booleans())
def test_spans_hold_the_text_as_written(data: dict[str, Any], flow: bool) -> None:  # noqa: FBT001 -- Hypothesis gives it
    """Under either parser each key and scalar is found, letter by letter, at its span."""
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, width=10_000)
    if "&" in text or "? " in text:
        return
    for document in both(text):
        assert isinstance(document, Document)
        assert document.data == data
        spans_are_true(document, data, ())


def spans_are_true(document: Document, value: Any, path: tuple[str | int, ...]) -> None:
    """Compare the text at each span with what it should be."""
    if isinstance(value, dict):
        for key, inner in value.items():
            assert cut(document, document.key_span([*path, key])) == key
            spans_are_true(document, inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            spans_are_true(document, inner, (*path, number))
    else:
        assert cut(document, document.value_span(path)) == value


def cut(document: Document, span: Span) -> str:
    """Return the text of a span on one line, without quotes."""
    assert span.line == span.end_line
    return document.line(span.line)[span.column - 1 : span.end_column - 1].strip("'\"")
