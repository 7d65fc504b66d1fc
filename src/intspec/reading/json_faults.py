"""What is wrong where JSON wants a key or a value, in plain words."""

import re

from intspec.reading.problems import Unreadable, refuse
from intspec.reading.text import place

# Possessive: nothing is ever tried twice, so that no text takes more than linear time or memory.
TEXT = r'"([^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+)"'
START = re.compile(TEXT)
NUMBER = "write digits, at most one point with digits on both sides, and no zero in front"
SPACE = re.compile(r"[ \t\n\r]*+")


def bad_key(text: str, at: int, *, after_comma: bool) -> Unreadable:
    """Refuse what stands where a key must.

    Args:
        text: The whole text.
        at: Where the key should begin.
        after_comma: The object has other keys already.
    """
    mark = text[at : at + 1]
    whole = START.match(text, at)
    if whole is not None:
        at = skip(text, whole.end())
        return _refuse(text, at, "a colon is missing after this key", "add `:`")
    if mark == '"':
        return _open(text, at)
    if not mark:
        return _refuse(text, at, "the text ends too early", "close what is open")
    message = "a key must stand here, in double quotes"
    if after_comma and mark == "}":
        message = "a comma is followed by no key"
    elif comment(text, at):
        return _refuse(text, at, "JSON has no comments", "remove it, or use YAML")
    return _refuse(text, at, message, 'write "key": value; no comma after the last one')


def bad_value(text: str, at: int, *, after_comma: bool) -> Unreadable:
    """Refuse what stands where a value must.

    Args:
        text: The whole text.
        at: Where the value should begin.
        after_comma: The list has other entries already.
    """
    mark = text[at : at + 1]
    if mark == '"':
        return _open(text, at)
    if not mark:
        return _refuse(text, at, "the text ends too early", "close what is open")
    if comment(text, at):
        return _refuse(text, at, "JSON has no comments", "remove it, or use YAML")
    if mark == "'":
        return _refuse(text, at, "JSON wants double quotes", 'write "…"')
    if mark == "]" and after_comma:
        return _refuse(text, at, "a comma is followed by no entry", "remove the comma")
    if mark in "-+.0123456789":
        return _refuse(text, at, "this number is not written as JSON wants it", NUMBER)
    return _refuse(text, at, "a value is missing or is not JSON here", 'text needs "…"')


def skip(text: str, at: int) -> int:
    """Return where the white space that begins at an offset ends."""
    found = SPACE.match(text, at)
    return found.end() if found is not None else at


def comment(text: str, at: int) -> bool:
    """Tell whether a comment begins at an offset."""
    return text[at : at + 1] == "#" or text[at : at + 2] in ("//", "/*")


def _open(text: str, at: int) -> Unreadable:
    return _refuse(
        text,
        at,
        "the text that begins here is not closed, or has a line break or a bad escape",
        'close it with "; write \\n for a line break and \\\\ for a backslash',
    )


def _refuse(text: str, at: int, message: str, hint: str) -> Unreadable:
    return refuse("json-syntax", message, hint, *place(text, min(at, len(text))))
