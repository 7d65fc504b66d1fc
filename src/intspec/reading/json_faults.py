"""What is wrong with a JSON text, in plain words, at the place where the fault is."""

import re
from collections.abc import Sequence
from typing import Any, NoReturn

from intspec.reading.document import Source
from intspec.reading.escapes import refuse_escape

SPACE = r"[ \t\n\r]*"
WORD = r"[^\s\[\]{},:\"]{1,40}"
NUMBER_LIKE = r"[-+.]?[0-9.]"
#: A quoted text as far as it goes well: up to a quote, a line end or the end of the text.
CHARACTERS = r'(?:[^"\\\r\n\t]|\\[^\r\n])*+'
PYTHON = {"True": "true", "False": "false", "None": "null"}
NO_NUMBERS = frozenset(["NaN", "Infinity", "-Infinity"])
CLOSING = {"{": "}", "[": "]"}


#: What the scanner waits for: plain numbers, for it compares them at every step. The first value
#: of a list or key of an object may be its end instead, and so may a comma.
VALUE, FIRST_VALUE, KEY, FIRST_KEY, COLON, COMMA, END = range(7)


def explain(
    source: Source, at: int, waiting: int, stack: Sequence[Any], *, keyed: bool
) -> NoReturn:
    """Refuse a text for what stands at a place, or does not.

    Args:
        source: The text.
        at: Offset from which on the text does not fit; white space may come first.
        waiting: What was waited for.
        stack: The brackets that are open; of each, the last part is its offset.
        keyed: Whether the innermost is an object.

    Raises:
        Unreadable: Always.
    """
    space = re.compile(SPACE).match(source.text, at)
    after, at = at, space.end() if space else at
    mark = source.text[at : at + 1]
    found = re.compile(WORD).match(source.text, at)
    word = found.group() if found else ""
    end = at + max(len(word), 1)

    def refuse(message: str, hint: str, start: int = at, stop: int = end) -> NoReturn:
        source.refuse("json-syntax", message, hint, start, stop)

    if mark == "#" or word.startswith(("//", "/*")):
        refuse("a comment stands here, and JSON has none", "remove it, or use YAML")
    if waiting == END:
        if mark and mark in "{[":
            source.refuse(
                "second-document",
                "a second document begins here",
                "put each specification into a file of its own",
                at,
            )
        refuse("more text stands after the end of the document", "remove it")
    if not mark:
        opened = stack[-1][-1]
        bracket = source.text[opened]
        refuse(
            f"the bracket {bracket} that opens here is never closed",
            f"close it with {CLOSING[bracket]}",
            opened,
            opened + 1,
        )
    closing = "}" if keyed else "]"
    if mark in "]}" and stack and mark != closing:
        opened = stack[-1][-1]
        line = source.span(opened, opened).line
        refuse(
            f"this {mark} does not close the {source.text[opened]} of line {line}",
            f"close that with {closing} first",
        )
    if mark == closing and waiting in {VALUE, KEY} and source.text[after - 1] == ",":
        refuse("a comma stands before this closing bracket", "remove the comma", after - 1, after)
    if waiting == COMMA:
        refuse(
            f"a comma is missing before this {'key' if keyed else 'entry'}",
            "add a comma after what comes before it",
        )
    if waiting == COLON:
        refuse("a colon is missing after the key", 'write "key": value')
    if mark in "'\u2018\u2019\u201c\u201d\u201e\xab\xbb":
        refuse(f"JSON does not take this quotation mark: {mark}", 'use straight double quotes: "')
    if waiting in {KEY, FIRST_KEY}:
        if mark == ",":
            refuse("nothing stands before this comma", "remove the comma")
        refuse("a key in double quotes must stand here", 'write "key": value')
    _explain_value(word, mark, refuse)


def _explain_value(word: str, mark: str, refuse: Any) -> NoReturn:
    """Explain what stands where a value must."""
    if word in PYTHON:
        refuse(f"`{word}` is not JSON", f"write {PYTHON[word]}")
    if word in NO_NUMBERS:
        refuse(f"`{word}` is no number that JSON has", "write a number or null")
    if re.compile(NUMBER_LIKE).match(word):
        refuse(
            f"`{word}` is not written as JSON writes numbers",
            "write digits, with one before and after a point, and no zero or + in front; a date "
            "or code needs double quotes",
        )
    if word:
        refuse(f"the text `{word}` is not in quotes", 'put it in double quotes: "…"')
    if mark in ",]}":
        refuse(f"a value is missing before this {mark}", "write the value, or null")
    if mark.isspace():
        refuse(
            f"a special space (U+{ord(mark):04X}) stands here",
            "replace it by an ordinary one; it comes with text pasted from Word or a web page",
        )
    refuse(f"a value cannot begin with {mark}", 'put text in double quotes: "…"')
    raise AssertionError


def explain_text(source: Source, start: int) -> NoReturn:
    """Refuse a quoted text that does not end, or has in it what it cannot.

    Raises:
        Unreadable: Always.
    """
    found = re.compile(CHARACTERS).match(source.text, start + 1)
    end = found.end() if found else start + 1
    mark = source.text[end : end + 1]
    if mark == '"':
        refuse_escape(source, start, end, "json")
    if mark == "\t":
        source.refuse("json-syntax", "a tab stands in this text", "write \\t instead", end)
    source.refuse(
        "json-syntax",
        'the quotation mark " that opens here is not closed on its line',
        'close it with ", and write \\n for a line break inside a text',
        start,
    )
