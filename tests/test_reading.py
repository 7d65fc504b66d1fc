"""Reading: what becomes data, where everything stands, and what is refused and how."""

import contextlib
import json
import os
import re
import stat
import string
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from intspec.reading import (
    CODES,
    DEFAULT_LIMITS,
    Document,
    Limits,
    Problem,
    Span,
    Unreadable,
    read_bytes,
    read_file,
)
from intspec.reading.document import Source
from intspec.reading.open_file import file_bytes
from intspec.reading.yaml_events import MOST_NODES, _parser
from intspec.reading.yaml_faults import Last, explain

PARSERS = ("libyaml", "pure")


def use_parser(parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read YAML with libyaml or, as where that is not installed, with the parser in Python."""
    if parser == "pure":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML is installed without libyaml")


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test with each parser."""
    use_parser(request.param, monkeypatch)


def read(text: str | bytes, path: str = "x.yaml", limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a text or bytes."""
    raw = text.encode() if isinstance(text, str) else text
    return read_bytes(raw, path=path, limits=limits)


def problem(text: str | bytes, path: str = "x.yaml", limits: Limits = DEFAULT_LIMITS) -> Problem:
    """Return the one reason why a text is refused."""
    with pytest.raises(Unreadable) as caught:
        read(text, path, limits)
    (found,) = caught.value.problems
    return found


def place(found: Problem) -> str:
    """Write where a problem is, as `line:column-line:column`."""
    return f"{found.line}:{found.column}-{found.end_line}:{found.end_column}"


def cut(document: Document, span: Span) -> str:
    """Return the text of a span, line by line."""
    lines = [document.line(number) for number in range(span.line, span.end_line + 1)]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


# What becomes of values


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("nil", "nil"),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("yes", "yes"),
        ("no", "no"),
        ("NO", "NO"),
        ("on", "on"),
        ("y", "y"),
        ("tRUE", "tRUE"),
        ("0", 0),
        ("-7", -7),
        ("+7", 7),
        ("9007199254740992", 2**53),
        ("9007199254740993", "9007199254740993"),
        ("-9007199254740993", "-9007199254740993"),
        ("9" * 5000, "9" * 5000),
        ("0x" + "f" * 5000, "0x" + "f" * 5000),
        ("0o7777777777777777777777", "0o7777777777777777777777"),
        ("1e999", "1e999"),
        ("12E4567", "12E4567"),
        ("-.INF", "-.INF"),
        ("+.inf", "+.inf"),
        (".nan", ".nan"),
        ("0o17", 15),
        ("0x1F", 31),
        ("010", "010"),
        ("12_34", "12_34"),
        ("1,234", "1,234"),
        ("0b1", "0b1"),
        ("0x_", "0x_"),
        ("1.5", 1.5),
        ("-.5", -0.5),
        ("3.", 3.0),
        ("1e3", 1000.0),
        ("1.5E-3", 0.0015),
        ("-1.5e+3", -1500.0),
        ("+0.5", 0.5),
        ("0e5", 0.0),
        ("0." + "1" * 98, 1 / 9),
        ("-0o7", "-0o7"),
        ("0xg", "0xg"),
        ("<", "<"),
        ("01.5", "01.5"),
        ("1.0.0", "1.0.0"),
        ("12:30", "12:30"),
        ("1:20:30", "1:20:30"),
        ("2024-02-30", "2024-02-30"),
        ("2001-01-01 25:61:61", "2001-01-01 25:61:61"),
        ("P10W", "P10W"),
        ("-", None),
        ("=", "="),
        ("+", "+"),
        (".", "."),
        ("1e", "1e"),
        ("0o9", "0o9"),
        ("~x", "~x"),
        ('"5"', "5"),
        ("'null'", "null"),
        ('"a\\tb\\u00e9\\n"', "a\tbé\n"),
        ("'\\0'", "\\0"),
        ("it's", "it's"),
        ("a #b", "a"),
        ("a#b", "a#b"),
        ("a\n    b", "a b"),
        ("|\n  5\n  6", "5\n6\n"),
        (">\n  a\n  b", "a b\n"),
        ("[a, 1, null]", ["a", 1, None]),
        ("{b: 1, c}", {"b": 1, "c": None}),
        ("\n  - b: 1\n    c: 2\n  - - d", [{"b": 1, "c": 2}, ["d"]]),
    ],
)
@pytest.mark.usefixtures("parser")
def test_only_the_words_and_numbers_of_yaml_1_2_are_more_than_text(
    written: str, value: Any
) -> None:
    """Unquoted null, true, false and numbers are such; all else, and what is quoted, is text."""
    if written == "-":
        value = [None]
        written = "\n- "
    data = read(f"a: {written}\n").data
    assert data == {"a": value}
    assert repr(data) == repr({"a": value})


@pytest.mark.usefixtures("parser")
def test_line_ends_and_byte_order_mark_change_nothing() -> None:
    """Unix, Windows and old Mac line ends and a byte order mark give the same data and places."""
    texts = [
        "\ufeff" * mark + f"a: é{end}b:{end}  c: 2{end}"
        for end in ("\n", "\r\n", "\r")
        for mark in (0, 1)
    ]
    documents = [read(text) for text in texts]
    assert [d.data for d in documents] == [{"a": "é", "b": {"c": 2}}] * len(texts)
    assert {d.value_span(["b", "c"]) for d in documents} == {Span(3, 6, 3, 7)}
    assert {tuple(d.line(n) for n in range(5)) for d in documents} == {
        ("", "a: é", "b:", "  c: 2", "")
    }
    assert not any(d.text.startswith("\ufeff") for d in documents)


@pytest.mark.usefixtures("parser")
def test_a_tab_between_words_is_no_indentation() -> None:
    """A tab after a colon, before a comment and inside brackets is a space like another."""
    assert read("a:\tb\tc\t# d\ne: [\n\t1,\t2]\n").data == {"a": "b\tc", "e": [1, 2]}
    assert read("a: b \t  c\tX\tXd\t\n  e\nf: g  \t\nh: [b\t c\t]\n").data == {
        "a": "b \t  c\tX\tXd e",
        "f": "g",
        "h": ["b\t c"],
    }


# What is refused in YAML: text, code, place, message

NEVER_CLOSED = 'the quotation mark " that opens here is never closed'
TWICE = "the key `{}` stands here a second time; the first is on line {}"
NO_FIT = "the indentation of this line does not fit the lines above it"
IN_LIST = "this line does not fit the list above it"
AFTER_QUOTE = "more text stands here after the closing quotation mark"
AFTER_BRACKET = "more text stands here after the closing bracket"
TAB = "this line is indented with a tab"
COLON = "a text with a colon and a space in it needs quotes"
OTHERWISE = "the key `{}` is the same as the one on line 1, written otherwise"
DIRECTIVE = "the line `{}` asks for what is not supported"
COMPLEX = "a key here is a list or a block, not a word"
TYPE = "`{}` asks for a special type, which is not supported"
NO_CONTENT = "the file has no content, only comments or marks"
LIST = "the file is a list, not a specification"
ONE_TEXT = "the file is a single text or number, not a specification"
NBSP = "a non-breaking space (U+00A0)"
UNSEEN = "a character that cannot be seen (U+{}) stands here"
GIVES = "the escape `{}` gives a character that cannot be printed (U+{})"
HALF = "the escape `{}` is half a character"
BACKSLASH = "the backslash before `{}` gives no character"
NOT_CLOSED = "the bracket {} that opens here is not closed, or a comma is missing in it"

REFUSED: list[tuple[str, str, str, str]] = [
    # Quotes
    ('a: "b\nc: d\n', "yaml-syntax", "1:4-1:5", NEVER_CLOSED),
    ("é: 'b\nc: d\n", "yaml-syntax", "1:4-1:5", NEVER_CLOSED.replace('"', "'")),
    ('a: [b: "x]\n', "yaml-syntax", "1:8-1:9", NEVER_CLOSED),
    ('a: "x\\', "yaml-syntax", "1:4-1:5", NEVER_CLOSED),
    (
        'a: "x\nb: "y"\nc: 1\n',
        "yaml-syntax",
        "1:4-1:5",
        'the quotation mark " that opens here closes only on line 2',
    ),
    ("a: 'it's'\n", "yaml-syntax", "1:8-1:9", AFTER_QUOTE),
    ("a: 'b' and 'c'\n", "yaml-syntax", "1:8-1:9", AFTER_QUOTE),
    ('"a" b: 1\n', "yaml-syntax", "1:5-1:6", AFTER_QUOTE),
    # Colons
    ("a: b: c\n", "yaml-syntax", "1:4-1:6", COLON),
    ("naïve 😀: Fatigue: why\n", "yaml-syntax", "1:10-1:18", COLON),
    ("id:x\ntitle: y\n", "yaml-syntax", "1:3-1:4", "a space is missing after this colon"),
    ("id:x\n", "yaml-syntax", "1:3-1:4", "a space is missing after this colon"),
    ("a: 1\nid:x\nb: 2\n", "yaml-syntax", "2:3-2:4", "a space is missing after this colon"),
    (
        "a: 1\nb:\xa0c\nd: 1\n",
        "yaml-syntax",
        "2:2-2:4",
        f"{NBSP} follows this colon",
    ),
    ("a:\xa0b\n", "yaml-syntax", "1:2-1:4", f"{NBSP} follows this colon"),
    ("a:\xa0{b: c, d: e}\n", "yaml-syntax", "1:2-1:4", f"{NBSP} follows this colon"),
    ("a:\xa0b: c\n", "yaml-syntax", "1:2-1:4", f"{NBSP} follows this colon"),
    ("a: {b:\xa0c: d}\n", "yaml-syntax", "1:6-1:8", f"{NBSP} follows this colon"),
    ("a: 1\nb c\nd: 2\n", "yaml-syntax", "2:1-2:4", "this line has no colon after its key"),
    ("a:\n  b c\n  d: 2\n", "yaml-syntax", "2:3-2:6", "this line has no colon after its key"),
    ("a:\n- b c\n  d: 2\n", "yaml-syntax", "2:3-2:6", "this line has no colon after its key"),
    (": 1\n", "non-text-key", "1:1-1:2", "there is no key before this colon"),
    ("{: 1}\n", "non-text-key", "1:2-1:3", "there is no key before this colon"),
    # Indentation
    ("a:\n  b: 1\n c: 2\n", "yaml-syntax", "3:2-3:3", NO_FIT),
    (
        "a: x\n  b: 1\n",
        "yaml-syntax",
        "2:3-2:5",
        "this line is indented further than the one above, which has its value already",
    ),
    ("  a: 1\nb: 2\n", "yaml-syntax", "2:1-2:2", "this line is indented less than the first one"),
    ("a:\n\tb: 1\n", "tab-indent", "2:1-2:2", TAB),
    ("a:\n  b: 1\n  \tc: 2\n", "tab-indent", "3:3-3:4", TAB),
    ("a: x\n\tb: 1\n", "tab-indent", "2:1-2:2", TAB),
    ("a: 1\n\t\n", "tab-indent", "2:1-2:2", TAB),
    ("a:\n-\tb: 1\n", "tab-indent", "2:2-2:3", "a tab stands here, where only spaces may"),
    (
        "a:\n\xa0\xa0b: 1\n",
        "nbsp-indent",
        "2:1-2:2",
        "this line is indented with a non-breaking space",
    ),
    (
        "a:\n  \u2003b: 1\n",
        "nbsp-indent",
        "2:3-2:4",
        "this line is indented with a special space (U+2003)",
    ),
    # Lists
    ("- a\nb: 1\n", "yaml-syntax", "2:1-2:2", IN_LIST),
    ("a:\n  - b\n  c: 1\n", "yaml-syntax", "3:3-3:4", IN_LIST),
    ("a: 1\n- b\n", "yaml-syntax", "2:1-2:2", "a list entry stands where a key must"),
    ("a: - b\n", "yaml-syntax", "1:4-1:5", "a list cannot begin here"),
    # Brackets
    ("a: [1, 2\n", "yaml-syntax", "1:4-1:5", "the bracket [ that opens here is never closed"),
    ("a: [1, 2\nb: 3\n", "yaml-syntax", "1:4-1:5", NOT_CLOSED.format("[")),
    ("a: {x: 1\n  y: 2}\n", "yaml-syntax", "1:4-1:5", NOT_CLOSED.format("{")),
    (
        "a: {x: 1 y: 2}\n",
        "yaml-syntax",
        "1:11-1:12",
        "a comma is missing before this, or quotes around it",
    ),
    ("a: {x]\n", "yaml-syntax", "1:6-1:7", "] does not close the bracket {"),
    ("a: [x]]\n", "yaml-syntax", "1:7-1:8", "this ] closes no bracket"),
    ("a: [,b]\n", "yaml-syntax", "1:5-1:6", "nothing stands before this comma"),
    ("a: [x] y\n", "yaml-syntax", "1:8-1:9", AFTER_BRACKET),
    ("{a: 1} x\n", "yaml-syntax", "1:8-1:9", AFTER_BRACKET),
    # How a text cannot begin
    ("a: @x\n", "yaml-syntax", "1:4-1:5", "a text cannot begin with `@`"),
    ("a: `x`\n", "yaml-syntax", "1:4-1:5", "a text cannot begin with a backtick"),
    ("a: %x\n", "yaml-syntax", "1:4-1:5", "a text cannot begin with `%`"),
    ("a: >5 mg\n", "yaml-syntax", "1:4-1:5", "a text that begins with `>` needs quotes"),
    ("a: |x|\n", "yaml-syntax", "1:4-1:5", "a text that begins with `|` needs quotes"),
    ("a: **b**\n", "yaml-syntax", "1:4-1:5", "a text that begins with `*` needs quotes"),
    ("a: & b\n", "yaml-syntax", "1:4-1:5", "a text that begins with `&` needs quotes"),
    # Keys
    ("a: 1\na: 2\n", "duplicate-key", "2:1-2:2", TWICE.format("a", 1)),
    ("a:\n  b: 1\n  c: 1\n  'b': 2\n", "duplicate-key", "4:3-4:6", TWICE.format("b", 2)),
    ("{a: 1, a: 2}\n", "duplicate-key", "1:8-1:9", TWICE.format("a", 1)),
    ("é: 1\ne\u0301: 2\n", "duplicate-key", "2:1-2:3", OTHERWISE.format("e\u0301")),
    ("K: 1\n\u212a: 2\n", "duplicate-key", "2:1-2:2", OTHERWISE.format("\u212a")),
    ("\u212a: 1\nK: 2\n", "duplicate-key", "2:1-2:2", OTHERWISE.format("K")),
    ("1: a\n", "non-text-key", "1:1-1:2", "the key `1` is not text"),
    ("{a: Talk, 2019}\n", "non-text-key", "1:11-1:15", "a text ended at the comma before `2019`"),
    ("{a: x, true, b: 1}\n", "non-text-key", "1:8-1:12", "a text ended at the comma before `true`"),
    ("{a: [x], 5}\n", "non-text-key", "1:10-1:11", "the key `5` is not text"),
    ("{a: x, 5: y}\n", "non-text-key", "1:8-1:9", "the key `5` is not text"),
    ("true: a\n", "non-text-key", "1:1-1:5", "the key `true` is not text"),
    ("~: a\n", "non-text-key", "1:1-1:2", "the key `~` is not text"),
    ("? [a]\n: 1\n", "non-text-key", "1:3-1:4", COMPLEX),
    ("{a: 1}: 2\n", "non-text-key", "1:1-1:2", COMPLEX),
    # What YAML has and a specification has not
    (
        "<<: {a: 1}\n",
        "merge-key",
        "1:1-1:3",
        "`<<` copies keys from elsewhere, which is not supported",
    ),
    (
        "a: *x\n",
        "alias",
        "1:4-1:6",
        "`*x` stands for a part written elsewhere, which is not supported",
    ),
    (
        "a: &x 1\n",
        "anchor",
        "1:4-1:6",
        "`&x` names a part for use elsewhere, which is not supported",
    ),
    ("a: !!str x\n", "tag", "1:4-1:9", TYPE.format("!!str")),
    ("a: !x {b: 1}\n", "tag", "1:4-1:6", TYPE.format("!x")),
    ("a: !e!x 1\n", "tag", "1:4-1:8", TYPE.format("!e!x")),
    ("# c\n%YAML 3.0\n---\na: 1\n", "directive", "2:1-2:10", DIRECTIVE.format("%YAML 3.0")),
    ("%TAG ! x\n---\na: 1\n", "directive", "1:1-1:9", DIRECTIVE.format("%TAG ! x")),
    (
        "%YAML 1.2\na: 1\n",
        "directive",
        "2:1-2:2",
        "the line `---` is missing between the lines that begin with % and this one",
    ),
    ("a: 1\n---\nb: 2\n", "second-document", "2:1-2:4", "a second document begins here"),
    ('{"a": 1}\n{"b": 2}\n', "second-document", "2:1-2:2", "a second document begins here"),
    (
        "a: 1\n...\nb: 2\n",
        "yaml-syntax",
        "3:1-3:2",
        "more text stands after the end of the document",
    ),
    # The document as a whole
    ("", "empty", "1:1-1:1", "the file is empty"),
    (" \n\t\r\n", "empty", "1:1-1:1", "the file is empty"),
    ("# only\n", "empty", "1:1-1:2", NO_CONTENT),
    ("---\n", "empty", "1:1-1:2", NO_CONTENT),
    ("...\n", "yaml-syntax", "1:1-1:2", "this is not YAML"),
    ("- a\n", "not-a-mapping", "1:1-1:2", LIST),
    ("just words\n", "not-a-mapping", "1:1-1:2", ONE_TEXT),
    ("12\n", "not-a-mapping", "1:1-1:2", ONE_TEXT),
    (
        "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n",
        "conflict-markers",
        "2:1-2:8",
        "a mark of an unfinished Git merge stands here",
    ),
    # Numbers
    # Characters
    ("a: x\x07\n", "control-character", "1:5-1:6", UNSEEN.format("0007")),
    ("a: x\x1f", "control-character", "1:5-1:6", UNSEEN.format("001F")),
    ("a: é\x7f\n", "control-character", "1:5-1:6", UNSEEN.format("007F")),
    ("a:\n- x\x85\n", "control-character", "2:4-2:5", UNSEEN.format("0085")),
    ("a: x\u2028y\n", "control-character", "1:5-1:6", UNSEEN.format("2028")),
    ("\ufeff\ufeffa: 1\n", "control-character", "1:1-1:2", UNSEEN.format("FEFF")),
    ("a: x\uffff\n", "control-character", "1:5-1:6", UNSEEN.format("FFFF")),
    ('a: "x\\0y"\n', "control-character", "1:6-1:8", GIVES.format("\\0", "0000")),
    ('a: "\\n\\x1B"\n', "control-character", "1:7-1:11", GIVES.format("\\x1B", "001B")),
    ('a: "\\N"\n', "control-character", "1:5-1:7", GIVES.format("\\N", "0085")),
    ('"\\e": 1\n', "control-character", "1:2-1:4", GIVES.format("\\e", "001B")),
    ('a: "\\ud800"\n', "surrogate", "1:5-1:11", HALF.format("\\ud800")),
    ('a: "\\ud83d\\ude00"\n', "surrogate", "1:5-1:11", HALF.format("\\ud83d")),
    ('a: "\\U00110000"\n', "yaml-syntax", "1:5-1:15", BACKSLASH.format("U00110000")),
    ('a: "C:\\path"\n', "yaml-syntax", "1:7-1:9", BACKSLASH.format("p")),
    ('a: "\\x4"\n', "yaml-syntax", "1:5-1:7", BACKSLASH.format("x")),
]


@pytest.mark.parametrize(("text", "code", "where", "message"), REFUSED, ids=lambda v: v[:30])
@pytest.mark.usefixtures("parser")
def test_yaml_is_refused_with_place_and_plain_words(
    text: str, code: str, where: str, message: str
) -> None:
    """Both parsers lead to the same code, the same place and the same words."""
    found = problem(text)
    assert (found.code, place(found), found.message) == (code, where, message)


# What is refused in JSON

NUMBERS = "`{}` is not written as JSON writes numbers"
KEY_HERE = "a key in double quotes must stand here"
NO_QUOTES = "the text `{}` is not in quotes"
COMMENT = "a comment stands here, and JSON has none"
NOT_ON_LINE = 'the quotation mark " that opens here is not closed on its line'
TRAILING = "a comma stands before this closing bracket"
QUOTE = "JSON does not take this quotation mark: {}"

REFUSED_JSON: list[tuple[str, str, str, str]] = [
    ('{"a": 1,}', "json-syntax", "1:8-1:9", TRAILING),
    ('{"a": [1,\n ]}', "json-syntax", "1:9-1:10", TRAILING),
    ('{"a": 1\n "b": 2}', "json-syntax", "2:2-2:3", "a comma is missing before this key"),
    ('{"é😀": [1 2]}', "json-syntax", "1:11-1:12", "a comma is missing before this entry"),
    ('{"a" 1}', "json-syntax", "1:6-1:7", "a colon is missing after the key"),
    ('{"a": }', "json-syntax", "1:7-1:8", "a value is missing before this }"),
    ('{"a": [1, , 2]}', "json-syntax", "1:11-1:12", "a value is missing before this ,"),
    ('{"a"::1}', "json-syntax", "1:6-1:7", "a value cannot begin with :"),
    ('{, "a": 1}', "json-syntax", "1:2-1:3", "nothing stands before this comma"),
    ("{a: 1}", "json-syntax", "1:2-1:3", KEY_HERE),
    ("{1: 2}", "json-syntax", "1:2-1:3", KEY_HERE),
    ("{'a': 1}", "json-syntax", "1:2-1:5", QUOTE.format("'")),
    ('{"a": “x”}', "json-syntax", "1:7-1:10", QUOTE.format("“")),
    ('{"a": [1}', "json-syntax", "1:9-1:10", "this } does not close the [ of line 1"),
    ('{"a": 1', "json-syntax", "1:1-1:2", "the bracket { that opens here is never closed"),
    ('{"a": [', "json-syntax", "1:7-1:8", "the bracket [ that opens here is never closed"),
    ('{"a": "x\ny"}', "json-syntax", "1:7-1:8", NOT_ON_LINE),
    ('{"a": "x', "json-syntax", "1:7-1:8", NOT_ON_LINE),
    ('{"a": "x\ty"}', "json-syntax", "1:9-1:10", "a tab stands in this text"),
    ('{"a": "\\x41"}', "json-syntax", "1:8-1:10", BACKSLASH.format("x")),
    ('{"a": "\\u12"}', "json-syntax", "1:8-1:10", BACKSLASH.format("u")),
    ('{"a": True}', "json-syntax", "1:7-1:11", "`True` is not JSON"),
    ('{"a": NaN}', "json-syntax", "1:7-1:10", "`NaN` is no number that JSON has"),
    ('{"a": 01}', "json-syntax", "1:7-1:9", NUMBERS.format("01")),
    ('{"a": .5}', "json-syntax", "1:7-1:9", NUMBERS.format(".5")),
    ('{"a": 2024-01-01}', "json-syntax", "1:7-1:17", NUMBERS.format("2024-01-01")),
    ('{"a": nullx}', "json-syntax", "1:7-1:12", NO_QUOTES.format("nullx")),
    ('{"a":\xa01}', "json-syntax", "1:6-1:7", "a special space (U+00A0) stands here"),
    ("// c\n{}", "json-syntax", "1:1-1:3", COMMENT),
    ('{"a": 1 /* c */}', "json-syntax", "1:9-1:11", COMMENT),
    ('{"a": 1} # c', "json-syntax", "1:10-1:11", COMMENT),
    ('{"a": 1}]', "json-syntax", "1:9-1:10", "more text stands after the end of the document"),
    ('{"a": 1}\n{"b": 2}', "second-document", "2:1-2:2", "a second document begins here"),
    ('{"a": 1, "\\u0061": 2}', "duplicate-key", "1:10-1:18", TWICE.format("a", 1)),
    ('{"é": 1, "e\\u0301": 2}', "duplicate-key", "1:10-1:19", OTHERWISE.format("e\u0301")),
    ('{"a\\nb": 1,\n"a\\nb": 2}', "duplicate-key", "2:1-2:7", TWICE.format("a b", 1)),
    ('{"a": "\\u0000"}', "control-character", "1:8-1:14", GIVES.format("\\u0000", "0000")),
    ('{"a": "\\\\\\b"}', "control-character", "1:10-1:12", GIVES.format("\\b", "0008")),
    ('{"\\udead": 1}', "surrogate", "1:3-1:9", HALF.format("\\udead")),
    ('{"a": "\\ud83dx"}', "surrogate", "1:8-1:14", HALF.format("\\ud83d")),
    ("[1]", "not-a-mapping", "1:1-1:2", LIST),
    ('"x"', "not-a-mapping", "1:1-1:2", "the file is a single value, not a specification"),
    ("\n", "empty", "1:1-1:1", "the file is empty"),
]


@pytest.mark.parametrize(("text", "code", "where", "message"), REFUSED_JSON, ids=lambda v: v[:30])
def test_json_is_refused_with_place_and_plain_words(
    text: str, code: str, where: str, message: str
) -> None:
    """JSON is held to its standard and to the guards of YAML."""
    found = problem(text, "x.json")
    assert (found.code, place(found), found.message) == (code, where, message)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("{}", {}),
        ('\ufeff{"a": [ ]}\r\n', {"a": []}),
        ('{"a": "\\ud83d\\ude00\\/\\"\\\\u0000"}', {"a": '😀/"\\u0000'}),
        ('{"a": [-0, 1E2, 1e300, -1.5]}', {"a": [0, 100.0, 1e300, -1.5]}),
        ('{"": {"a": true, "b": null}}', {"": {"a": True, "b": None}}),
    ],
)
def test_json_is_read_as_its_standard_says(text: str, data: Any) -> None:
    """Escapes, pairs of them, numbers and a byte order mark are taken."""
    found = read(text, "x.JSON").data
    assert repr(found) == repr(data)


# Bytes

NOT_UTF8 = "byte 0x{} at character {} of line {} is not UTF-8{}"


@pytest.mark.parametrize(
    ("raw", "code", "where", "message"),
    [
        (
            "ä: 1\nb: caf".encode() + b"\xe9\n",
            "not-utf8",
            "2:7-2:8",
            NOT_UTF8.format("E9", 7, 2, ", perhaps `é` as Word and older Windows programs save it"),
        ),
        (
            b"\xef\xbb\xbfa: \x81",
            "not-utf8",
            "1:4-1:5",
            NOT_UTF8.format("81", 4, 1, ""),
        ),
        (
            b"a: \xed\xa0\x80\n",
            "not-utf8",
            "1:4-1:5",
            NOT_UTF8.format("ED", 4, 1, ", perhaps `í` as Word and older Windows programs save it"),
        ),
        *(
            (
                "a: é\n".encode(encoding),
                "not-utf8",
                "1:1-1:1",
                f"this file is saved as {name}; save it as UTF-8",
            )
            for encoding, name in [
                ("utf-16", "UTF-16"),
                ("utf-16-le", "UTF-16"),
                ("utf-16-be", "UTF-16"),
                ("utf-32", "UTF-32"),
                ("utf-32-le", "UTF-32"),
                ("utf-32-be", "UTF-32"),
            ]
        ),
        (b"\0" * 9, "control-character", "1:1-1:2", UNSEEN.format("0000")),
        *(
            (raw, "wrong-kind-of-file", "1:1-1:1", f"this is {what}, not a text file")
            for raw, what in [
                (b"PK\x03\x04....word/document.xml", "a Word document (.docx)"),
                (b"PK\x03\x04....xl/workbook.xml", "an Excel workbook (.xlsx)"),
                (b"PK\x03\x04....", "a ZIP archive"),
                (b"\xd0\xcf\x11\xe0\xa1\xb1", "an older Word or Excel file (.doc, .xls)"),
                (b"%PDF-1.7\n", "a PDF"),
                (b"{\\rtf1 x}", "a rich-text document (.rtf)"),
                (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
                (b"\x1f\x8b\x08\x00", "a compressed file (.gz)"),
                (b"\n<!DOCTYPE html>\n<html>", "a web page (HTML)"),
                (b"<?xml version='1.0'?>", "an XML file"),
            ]
        ),
    ],
)
@pytest.mark.parametrize("path", ["x.yaml", "x.json"])
def test_bytes_that_are_no_utf_8_text_are_named(
    raw: bytes, code: str, where: str, message: str, path: str
) -> None:
    """Other encodings and other kinds of files are told apart, whatever the file is called."""
    found = problem(raw, path)
    assert (found.code, place(found), found.message) == (code, where, message)


# Limits

SMALL = Limits(bytes=60, depth=3, nodes=6, scalar=10)


@pytest.mark.parametrize(
    ("path", "most", "more", "code", "where"),
    [
        ("x.yaml", "a: [[1]]", "a: [[[1]]]", "too-deep", "1:6-1:7"),
        ("x.json", '{"a": [[1]]}', '{"a": [[[1]]]}', "too-deep", "1:9-1:10"),
        ("x.yaml", "a: [1, 2, 3]", "a: [1, 2, 3, 4]", "too-large", "1:14-1:15"),
        ("x.json", '{"a": [1, 2, 3]}', '{"a": [1, 2, 3, 4]}', "too-large", "1:18-1:19"),
        ("x.yaml", "a: " + "b" * 10, "a:  " + "b" * 11, "too-large", "1:5-1:6"),
        ("x.json", '{"a": "bbbbbbbb"}', '{"a": "bbbbbbbbb"}', "too-large", "1:7-1:8"),
        ("x.yaml", "a: 1 " + "#" * 55, "a: 1 " + "#" * 56, "too-large", "1:1-1:1"),
    ],
)
def test_limits_hold_to_the_last_one(
    path: str, most: str, more: str, code: str, where: str
) -> None:
    """What a limit allows is read; one more of anything is refused, at its place."""
    assert read(most, path, SMALL).data
    found = problem(more, path, SMALL)
    assert (found.code, place(found)) == (code, where)


@pytest.mark.parametrize("length", [1, 2, 3])
@pytest.mark.usefixtures("parser")
def test_no_text_has_more_nodes_than_make_it_be_counted(length: int) -> None:
    """A text is counted where it is so long that it may have too many; each has fewer."""
    for characters in product("[]{}:,?- \na", repeat=length):
        parser = _parser(yaml, "".join(characters))
        nodes = 0
        with contextlib.suppress(yaml.YAMLError):
            while not isinstance(event := parser.get_event(), yaml.StreamEndEvent):
                nodes += isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
        assert nodes <= MOST_NODES * length


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("x.yaml", "[" * 100_000, "too-deep"),
        ("x.yaml", "{a: " * 100_000, "too-deep"),
        ("x.yaml", "- " * 100_000 + "a", "too-deep"),
        ("x.yaml", "".join(" " * i + "a:\n" for i in range(1000)), "too-deep"),
        ("x.yaml", "? " * 100_000, "non-text-key"),
        ("x.json", "[" * 100_000, "too-deep"),
        ("x.json", '{"a":' * 100_000, "too-deep"),
    ],
)
@pytest.mark.usefixtures("parser")
def test_deep_nesting_ends_in_a_refusal(path: str, text: str, code: str) -> None:
    """No depth crashes or exhausts the program."""
    assert problem(text, path).code == code


def test_the_parser_may_be_the_first_to_count() -> None:
    """Newer versions of libyaml have a limit of their own: it is told as ours is."""
    mark = yaml.Mark("x", 3, 0, 3, None, 0)
    error = yaml.MarkedYAMLError(problem="exceeded maximum nesting depth", problem_mark=mark)
    with pytest.raises(Unreadable) as caught:
        explain(Source("x.yaml", "a: [[[["), error, Last(0, 1, None), [])
    (found,) = caught.value.problems
    assert (found.code, place(found)) == ("too-deep", "1:4-1:5")
    assert (found.message, found.hint) == (
        "blocks or brackets are nested too deeply",
        "a specification needs fewer than ten levels; check the indentation and the brackets",
    )


# Positions

SAMPLE = """\
# A comment
id: é😀
rationale:
  goal: Fewer

arms:   # more to come
  - name: "walking
      group"
    empty:
  - plain
  - []
  - {x: 1,
     y: 2}   # the end
note: |
  One
  two

# The end
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ([], "id", None),
        (["id"], "id", "é😀"),
        (["rationale"], "rationale", "goal: Fewer"),
        (["rationale", "goal"], "goal", "Fewer"),
        (["rationale", "absent"], "rationale", "goal: Fewer"),
        (["rationale", "absent", 3, "deeper"], "rationale", "goal: Fewer"),
        (["rationale", "goal", "deeper"], "goal", "Fewer"),
        (["absent"], "id", None),
        (["arms"], "arms", SAMPLE[SAMPLE.index("- name") : SAMPLE.index("   # the end")]),
        (["arms", 0], "name", 'name: "walking\n      group"\n    empty:'),
        (["arms", 0, "name"], "name", '"walking\n      group"'),
        (["arms", 0, "empty"], "empty", ""),
        (["arms", 0, "absent"], "name", 'name: "walking\n      group"\n    empty:'),
        (["arms", 1], "plain", "plain"),
        (["arms", 2], "[]", "[]"),
        (["arms", 2, 0], "[]", "[]"),
        (["arms", 3], "x", "{x: 1,\n     y: 2}"),
        (["arms", 3, "y"], "y", "2"),
        (["arms", -1], "arms", None),
        (["arms", "0"], "arms", None),
        (["note"], "note", "|\n  One\n  two"),
    ],
)
@pytest.mark.usefixtures("parser")
def test_every_key_and_value_has_its_place(
    path: list[str | int], key: str, value: str | None
) -> None:
    """A span covers what is written, no comment after it; what is missing is at its parent."""
    document = read(SAMPLE)
    assert cut(document, document.key_span(path)) == key
    if value is not None:
        assert cut(document, document.value_span(path)) == value


@pytest.mark.usefixtures("parser")
def test_spans_count_from_one_in_characters() -> None:
    """Lines and columns count from 1; a letter with an accent or an emoji is one column."""
    document = read("é😀: {ü: [1, ß]}\n")
    assert document.key_span(["é😀"]) == Span(1, 1, 1, 3)
    assert document.value_span(["é😀"]) == Span(1, 5, 1, 16)
    assert document.value_span(["é😀", "ü", 1]) == Span(1, 13, 1, 14)


@pytest.mark.usefixtures("parser")
def test_a_block_ends_with_what_stands_last_in_it() -> None:
    """However deep that is, and whatever letters or empty lines come at its end."""
    document = read(
        "X: |\n  X\n\n\nY:\n- a: 1\n- - b\n  - c: X\n    d: X\n\n# end\n\nZ:\n  Z: {}\n"
    )
    assert document.value_span([]) == Span(1, 1, 14, 8)
    assert document.value_span(["X"]) == Span(1, 4, 2, 4)
    assert document.value_span(["Y"]) == Span(6, 1, 9, 9)
    assert document.value_span(["Y", 1]) == Span(7, 3, 9, 9)
    assert document.value_span(["Y", 1, 1]) == Span(8, 5, 9, 9)
    assert document.value_span(["Z"]) == Span(14, 3, 14, 8)
    assert [document.line(number) for number in (0, 1, 2, 3, 9, 14, 15, 16)] == [
        *("", "X: |", "  X", "", "    d: X", "  Z: {}", "", ""),
    ]


def test_has_tells_missing_from_empty() -> None:
    """An empty value is there; a path through a text, or beyond a list, is not."""
    document = read("a:\nb: [x]\n")
    paths: dict[tuple[str | int, ...], bool] = {
        (): True,
        ("a",): True,
        ("a", "b"): False,
        ("b", 0): True,
        ("b", 1): False,
        ("b", -1): False,
        ("b", "0"): False,
        ("b", 0, 0): False,
        ("c",): False,
    }
    assert {path: document.has(path) for path in paths} == paths


def test_json_has_the_same_places() -> None:
    """Keys and values of JSON are placed with their quotes and brackets."""
    document = read('{\n  "é": {"b": [10, "x"]},\n  "c": {}\n}\n', "x.json")
    assert document.key_span([]) == document.key_span(["é"]) == Span(2, 3, 2, 6)
    assert document.value_span(["é"]) == Span(2, 8, 2, 24)
    assert document.value_span(["é", "b", 1]) == Span(2, 19, 2, 22)
    assert document.key_span(["c", "absent"]) == Span(3, 3, 3, 6)
    assert document.value_span([]) == Span(1, 1, 4, 2)
    assert read("{}", "x.json").key_span([]) == Span(1, 1, 1, 3)


def test_json_without_any_space_has_places_too() -> None:
    """Each value begins right after its colon or comma."""
    document = read('{"a":{"X":[10,"x",{},[]]},"b":[{"c":1},2],"d":-5}', "x.json")
    paths: dict[tuple[str | int, ...], str] = {
        ("a",): '{"X":[10,"x",{},[]]}',
        ("a", "X"): '[10,"x",{},[]]',
        ("a", "X", 0): "10",
        ("a", "X", 1): '"x"',
        ("a", "X", 2): "{}",
        ("a", "X", 3): "[]",
        ("b", 0): '{"c":1}',
        ("b", 0, "c"): "1",
        ("b", 1): "2",
        ("d",): "-5",
    }
    assert {path: cut(document, document.value_span(path)) for path in paths} == paths
    assert cut(document, document.key_span(["a", "X"])) == '"X"'
    assert cut(document, document.key_span(["b", 0, "c"])) == '"c"'


# Files


def test_a_file_is_read_with_its_name_for_a_format(tmp_path: Path) -> None:
    """The ending of the name says whether a file is JSON, unless the caller does."""
    text = '{"a": 1} # no comment in JSON'
    for name in ("a.yaml", "a.json", "a.txt"):
        (tmp_path / name).write_text(text)
    assert read_file(tmp_path / "a.yaml").data == {"a": 1}
    assert read_file(str(tmp_path / "a.txt")).path == str(tmp_path / "a.txt")
    assert read_file(tmp_path / "a.json", format="yaml").data == {"a": 1}
    with pytest.raises(Unreadable, match="JSON has none"):
        read_file(tmp_path / "a.json")
    with pytest.raises(Unreadable, match="JSON has none"):
        read_file(tmp_path / "a.txt", format="json")


def test_no_more_of_a_file_is_read_than_the_limit(tmp_path: Path) -> None:
    """One byte beyond the limit is enough to know."""
    big = tmp_path / "big.yaml"
    big.write_bytes(b"a: " + b"b" * 100)
    assert file_bytes(str(big), limits=SMALL) == b"a: " + b"b" * 58
    with pytest.raises(Unreadable) as caught:
        read_file(big, limits=SMALL)
    assert caught.value.problems[0].code == "too-large"


def own_device(folder: Path) -> Path:
    """Make a device of the test's own; where only root may make one, it is a pipe."""
    path = folder / "device"
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 3))
    except OSError:
        os.mkfifo(path)
    return path


def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    """A folder, a missing file, a pipe or a device is told at once, without waiting for it."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    words = {
        "missing": "there is no file",
        "": "there is no file",
        ".": "is a folder, not a file",
        "loop": "cannot be opened",
        "nul\0": "cannot be the name of a file",
    }
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        devices = ("pipe", own_device(tmp_path).name)
        words |= dict.fromkeys(devices, "is a pipe or a device, not an ordinary file")
    for name, said in words.items():
        with pytest.raises(Unreadable, match=said) as caught:
            read_file(name if name in {"", "nul\0"} else os.path.join(tmp_path, name))  # noqa: PTH118
        (one,) = caught.value.problems
        assert (one.code, place(one), bool(one.hint)) == ("no-file", "1:1-1:1", True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_that_one_may_not_read_is_refused(tmp_path: Path) -> None:
    """Missing permission is named as such."""
    path = tmp_path / "secret.yaml"
    path.write_text("a: 1")
    path.chmod(0)
    with pytest.raises(Unreadable, match="you may not read"):
        read_file(path)


# Laws


def test_every_code_is_listed_and_told_here() -> None:
    """The codes of the tables above, of the limits and of files are those that are published."""
    told = {code for _text, code, _where, _message in REFUSED + REFUSED_JSON}
    elsewhere = {"too-deep", "too-large", "not-utf8", "wrong-kind-of-file", "no-file"}
    elsewhere.add("not-a-specification")
    assert told | elsewhere == set(CODES)


@pytest.mark.usefixtures("parser")
def test_every_refusal_stands_alone() -> None:
    """A message and a hint are one line each, without an end stop, and say something."""
    tables = [("x.yaml", text) for text, *_ in REFUSED] + [("x.json", t) for t, *_ in REFUSED_JSON]
    for path, text in tables:
        found = problem(text, path)
        for words in (found.message, found.hint):
            assert words.splitlines() == [words]
            assert len(words) > 5
            assert not words.endswith(".")


LETTERS = st.characters(
    codec="utf-8",
    exclude_characters="\x7f\x85\u2028\u2029\ufeff\ufffe\uffff",
    exclude_categories=["Cc", "Cs"],
)
TEXTS = st.text(LETTERS, max_size=12) | st.sampled_from(
    ["no", "12:30", "null", "010", "<<", "&a", "*a", "!x", "a: b", "# c", " x ", "-", "1", "a\nb\n"]
)
KEYS = st.text(string.ascii_letters + string.digits + " -:#&*!'\"é😀", min_size=1, max_size=8)
#: PyYAML writes YAML 1.1 and leaves these without quotes, which are numbers in YAML 1.2.
NUMBERS_OF_1_2 = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+|0o[0-7]+")
TEXTS, KEYS = (s.filter(lambda text: not NUMBERS_OF_1_2.fullmatch(text)) for s in (TEXTS, KEYS))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)
ROOTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


def walk(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Go over the paths of all keys."""
    steps = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in steps:
        if isinstance(data, dict):
            yield (*path, step)
        if isinstance(value, dict | list):
            yield from walk(value, (*path, step))


@settings(max_examples=60, deadline=None)
@given(data=ROOTS, indent=st.sampled_from([None, 2]), ascii_only=st.booleans())
@pytest.mark.long
def test_json_comes_back_as_it_was(data: Any, indent: int | None, ascii_only: bool) -> None:  # noqa: FBT001
    """Data written as JSON reads back equal, and each key stands where its span says."""
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    document = read(text, "x.json")
    assert repr(document.data) == repr(data)
    for path in walk(data):
        assert json.loads(cut(document, document.key_span(path))) == path[-1]


@pytest.mark.long
@pytest.mark.parametrize("which", PARSERS)
@settings(max_examples=60, deadline=None)
@given(data=ROOTS, flow=st.sampled_from([None, False]))
def test_yaml_comes_back_as_it_was(which: str, data: Any, flow: bool | None) -> None:  # noqa: FBT001
    """Data written as YAML reads back equal, and each key stands where its span says."""

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 -- PyYAML's own signature
            return True

    text = yaml.dump(
        data, Dumper=Plain, default_flow_style=flow, allow_unicode=True, sort_keys=False
    )
    with pytest.MonkeyPatch.context() as monkeypatch:
        use_parser(which, monkeypatch)
        document = read(text)
    assert repr(document.data) == repr(data)
    for path in walk(data):
        written = cut(document, document.key_span(path))
        assert yaml.load(written, Loader=yaml.BaseLoader) == path[-1]  # noqa: S506 -- text only


SOUP = st.lists(
    st.sampled_from(
        [*"ab1:-?,[]{}#&*!|>'\"%@`~<.\\/ \t\n\r", "é", "\xa0", ": ", "- ", "\n  ", "---"]
    ),
    max_size=40,
).map("".join)


@pytest.mark.long
@pytest.mark.parametrize("which", [*PARSERS, "json"])
@settings(max_examples=300, deadline=None)
@given(text=SOUP)
def test_no_text_does_worse_than_be_refused(which: str, text: str) -> None:
    """Any text gives data, or one refusal with a code and a place in the text."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        use_parser(which, monkeypatch)
        try:
            document = read(text, f"x.{which}")
        except Unreadable as refusal:
            (found,) = refusal.problems
            lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            assert found.code in CODES
            assert 1 <= found.line <= found.end_line <= len(lines)
            assert 1 <= found.column <= len(lines[found.line - 1]) + 1
            assert (found.end_line, found.end_column) >= (found.line, found.column)
            assert len(f"{found.message}\n{found.hint}".splitlines()) == 2
        else:
            for path in walk(document.data):
                span = document.key_span(path)
                assert cut(document, span)
                assert document.value_span(path)[:2] >= span[2:]
