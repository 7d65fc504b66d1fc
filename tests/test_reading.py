"""Reading: what is refused, where, and in which words; and that positions are true."""

import json
import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from intspec.reading import Document, Limits, Unreadable, read_bytes, read_file


def read(text: str, name: str = "x.yaml", **options: Any) -> Document:
    """Read a text."""
    return read_bytes(text.encode(), path=name, **options)


def refusal(raw: bytes | str, name: str = "x.yaml", **options: Any) -> tuple[str, int, int]:
    """Return the code, line and column of the one problem of a text."""
    raw = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    with pytest.raises(Unreadable) as caught:
        read_bytes(raw, path=name, **options)
    (problem,) = caught.value.problems
    assert problem.message
    assert problem.hint
    return problem.code, problem.line, problem.column


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test with the C parser and with the pure one."""
    if request.param == "pure":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML was built without libyaml")


REFUSED = {
    "duplicate key": ("a: 1\nb: 2\na: 3\n", ("duplicate-key", 3, 1)),
    "duplicate key after letters outside ASCII": ("{é: 1, é: 2}\n", ("duplicate-key", 1, 8)),
    "keys that only look the same": ("caf\u00e9: 1\ncafe\u0301: 2\n", ("duplicate-key", 2, 1)),
    "alias": ("a: *b\n", ("alias", 1, 4)),
    "anchor": ("a: &b 1\n", ("anchor", 1, 4)),
    "merge key": ("a: 1\n<<: {b: 1}\n", ("merge-key", 2, 1)),
    "tag": ("a: !!python/object:os.system x\n", ("tag", 1, 4)),
    "second document": ("a: 1\n---\nb: 2\n", ("second-document", 2, 1)),
    "number as a key": ("a: 1\n2: b\n", ("non-text-key", 2, 1)),
    "list as a key": ("? [a, b]\n: 1\n", ("non-text-key", 1, 3)),
    "nothing as a key": ("a: 1\nnull: 2\n", ("non-text-key", 2, 1)),
    "list as the document": ("- a\n", ("not-a-mapping", 1, 1)),
    "text as the document": ("just words\n", ("not-a-mapping", 1, 1)),
    "nothing": ("", ("empty", 1, 1)),
    "only a comment": ("# nothing\n", ("empty", 1, 1)),
    "tab as indentation": ("a:\n\tb: 1\n", ("tab-indent", 2, 1)),
    "non-breaking space as indentation": ("a:\n \xa0b: 1\n", ("nbsp-indent", 2, 2)),
    "quote that is not closed": ('a: 1\nb: "c\nd: e\n', ("yaml-syntax", 2, 4)),
    "bracket that is not closed": ("a: 1\nb: [c, d\n", ("yaml-syntax", 2, 4)),
    "colon in a text": ("a: b: c\n", ("yaml-syntax", 1, 5)),
    "bad indentation": ("a:\n  b: 1\n c: 2\n", ("yaml-syntax", 3, 2)),
    "at sign": ("a: @home\n", ("yaml-syntax", 1, 4)),
    "control character": ("a: b\x07c\n", ("control-character", 1, 5)),
    "escape of a control character": ('a: "b\\0"\n', ("control-character", 1, 6)),
    "line separator": ("a: b\u2028c\n", ("control-character", 1, 5)),
    "marks of a merge": ("a: 1\n<<<<<<< ours\nb: 2\n", ("conflict-markers", 2, 1)),
    "infinity": ("a: .inf\n", ("number", 1, 4)),
    "number that cannot be exact": ("a: 9007199254740993\n", ("number", 1, 4)),
    "directive": ("%TAG ! x\n---\na: 1\n", ("directive", 1, 1)),
    "too deep": ("a: " + "[" * 70 + "]" * 70, ("too-deep", 1, 67)),
}
JSON_REFUSED = {
    "duplicate key": ('{"a": 1,\n "a": 2}', ("duplicate-key", 2, 2)),
    "duplicate key by an escape": ('{"a": 1, "\\u0061": 2}', ("duplicate-key", 1, 10)),
    "comma at the end": ('{"a": 1,\n}', ("json-syntax", 2, 1)),
    "comma missing": ('{"a": 1\n "b": 2}', ("json-syntax", 2, 2)),
    "colon missing": ('{"a" 1}', ("json-syntax", 1, 6)),
    "comment": ('{"a": 1 /* c */}', ("json-syntax", 1, 9)),
    "not a number": ('{"a": NaN}', ("json-syntax", 1, 7)),
    "single quotes": ("{'a': 1}", ("json-syntax", 1, 2)),
    "half a character": ('{"a": "\\udead"}', ("surrogate", 1, 7)),
    "two values": ('{"a": 1}\n{"b": 2}', ("second-document", 2, 1)),
    "a list": ("[1]", ("not-a-mapping", 1, 1)),
    "too deep": ('{"a":' + "[" * 70 + "]" * 70 + "}", ("too-deep", 1, 69)),
    "ends early": ('{"a": [1, 2', ("json-syntax", 1, 12)),
}


@pytest.mark.parametrize("case", REFUSED)
def test_yaml_that_is_refused(case: str) -> None:
    """One problem, at its place, whichever parser reads."""
    text, expected = REFUSED[case]
    assert refusal(text) == expected


@pytest.mark.parametrize("case", JSON_REFUSED)
def test_json_that_is_refused(case: str) -> None:
    """One problem, at its place."""
    text, expected = JSON_REFUSED[case]
    assert refusal(text, "x.json") == expected


OTHER_FILES = {
    "Word": b"PK\x03\x04rest",
    "PDF": b"%PDF-1.7",
    "picture": b"\x89PNG\r\n",
    "archive": b"\x1f\x8b\x08",
    "web page": b"<!DOCTYPE html><html></html>",
}


@pytest.mark.parametrize("kind", OTHER_FILES)
def test_a_file_of_another_kind_is_named(kind: str) -> None:
    """It is said what the file is, whatever its name."""
    assert refusal(OTHER_FILES[kind])[0] == "wrong-kind-of-file"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp437"])
def test_another_encoding_is_refused(encoding: str) -> None:
    """Text that is not UTF-8 is refused, not guessed at."""
    assert refusal("title: Caf\u00e9\n".encode(encoding))[0] == "not-utf8"


def test_a_byte_that_is_not_utf8_is_placed() -> None:
    """Line and column count characters, not bytes."""
    assert refusal("a: 1\nb\u00e9: ".encode() + b"\xff\n") == ("not-utf8", 2, 5)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "on",
        "yes",
        "12:30",
        "2016-11-28",
        "1.0.0",
        "010",
        "12_34",
        "0o9",
        "+",
        ".",
        "1e",
        "~x",
    ],
)
def test_plain_words_stay_text(text: str) -> None:
    """What YAML 1.1 would make of a word is not made of it."""
    assert read(f"a: {text}\n").data == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("", None),
        ("true", True),
        ("FALSE", False),
        ("7", 7),
        ("-7", -7),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ('"7"', "7"),
    ],
)
def test_scalars_of_the_core_schema(text: str, value: object) -> None:
    """Plain scalars follow YAML 1.2's core schema."""
    found = read(f"a: {text}\n").data["a"]
    assert (found, type(found)) == (value, type(value))


def test_a_byte_order_mark_and_windows_line_ends_are_allowed() -> None:
    """They change neither data nor positions."""
    document = read_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", path="x.yaml")
    assert document.data == {"a": 1, "b": 2}
    assert document.key_span(["b"]) == (2, 1, 2, 2)
    assert document.line(2) == "b: 2"


def test_limits_hold() -> None:
    """Size, number of entries and length of a value are bounded."""
    assert refusal("a: 1\n", limits=Limits(bytes=3))[0] == "too-large"
    assert refusal("a: [1, 2, 3]\n", limits=Limits(nodes=3))[0] == "too-large"
    assert refusal("a: abcd\n", limits=Limits(scalar=3))[0] == "too-large"


def test_missing_things_are_placed_at_their_parents() -> None:
    """A missing key stands at its parent's key; in a list entry, at the entry's first key."""
    document = read("id: x\nrationale:\n  goal: y\nentries:\n  - what: a\n  - b\n")
    assert document.key_span(["rationale", "theory"])[:2] == (2, 1)
    assert document.key_span(["entries", 0, "why"])[:2] == (5, 5)
    assert document.key_span(["entries", 1])[:2] == (6, 5)
    assert document.key_span(["title"])[:2] == (1, 1)
    assert document.key_span([])[:2] == (1, 1)
    assert not document.has(["rationale", "theory"])
    assert document.has(["rationale", "goal"])


NAMES = st.text(string.ascii_letters + "äß日本-", min_size=1, max_size=8)
LETTERS = string.printable[:94] + "äß日 "
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(LETTERS, max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=20,
)
DOCUMENTS = st.dictionaries(NAMES, VALUES, min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(data=DOCUMENTS)
def test_json_reads_back(data: dict[str, Any]) -> None:
    """What the standard library writes is read back the same, with every key where it stands."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    document = read(text, "x.json")
    assert document.data == data
    keys_are_where_they_stand(document, data, json.dumps)


@settings(max_examples=60, deadline=None)
@given(data=DOCUMENTS)
def test_yaml_reads_back(data: dict[str, Any]) -> None:
    """What PyYAML writes is read back the same."""
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    if "!!" not in text and "? " not in text:
        document = read(text)
        assert document.data == data


def keys_are_where_they_stand(document: Document, value: Any, write: Any, path: Any = ()) -> None:
    """Compare the text at each key's span with the key as written."""
    if isinstance(value, dict):
        for key, inner in value.items():
            span = document.key_span([*path, key])
            line = document.line(span.line)
            assert line[span.column - 1 : span.end_column - 1] == write(key, ensure_ascii=False)
            keys_are_where_they_stand(document, inner, write, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            keys_are_where_they_stand(document, inner, write, (*path, number))


def test_files_that_are_no_files(tmp_path: Path) -> None:
    """A folder, a missing file and a loop of links are refused with a remedy."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in (tmp_path, tmp_path / "none.yaml", tmp_path / "loop"):
        with pytest.raises(Unreadable) as caught:
            read_file(name)
        assert caught.value.problems[0].code == "no-file"
