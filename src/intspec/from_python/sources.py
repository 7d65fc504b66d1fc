"""What a caller from Python hands over: a path, a text, bytes, or data."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from intspec.diagnostics import pointer
from intspec.from_python.errors import Error
from intspec.lazy import frozen
from intspec.text.terminal import visible
from intspec.writing import DASH

#: A `Path` is a file, a folder or a form, and so is a text without a line break. A text with a line
#: break is a specification. So are bytes, and a mapping is the data of one.
Source = Path | str | bytes | Mapping[str, Any]

#: What a text and data are called in reports. A name that ends in `.json` is read as JSON.
TEXT_NAME = "text.intspec.yaml"
JSON_NAME = "data.intspec.json"


@frozen
class Given:
    """A source, known for what it is.

    Attributes:
        name: The path, or what the text is called in reports.
        raw: The text; None where the path is to be read.
    """

    name: str
    raw: bytes | None


def given(source: Source) -> Given:
    """Tell what a source is.

    Raises:
        Error: It is nothing that can be checked.
    """
    match source:
        case Path():
            return Given(_named(str(source)), None)
        case str() if not _has_line_break(source):
            return Given(_named(source), None)
        case str():
            return of_text(source)
        case bytes():
            return of_text(source)
        case Mapping():
            text = json.dumps(_plain(source, ()), ensure_ascii=False, indent=2)
            return Given(JSON_NAME, text.encode("utf-8", "surrogatepass"))
    message = (
        f"a source is a path, a text, bytes or a mapping, and not `{type(source).__name__}`: "
        "of an open file, give what it reads"
    )
    raise Error(message)


def of_text(text: str | bytes) -> Given:
    """Take a text for a specification, whatever it looks like."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return Given(JSON_NAME if raw.lstrip()[:1] == b"{" else TEXT_NAME, raw)


def _named(path: str) -> str:
    """Return the name of a file as commands take it, for whom `-` is standard input.

    Raises:
        Error: No file can have this name.
    """
    try:
        possible = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        possible = False
    if not possible:
        message = f"no file can be called `{visible(path)}`: a text is checked with `check_text`"
        raise Error(message)
    return f"./{path}" if path == DASH else path


def _has_line_break(text: str) -> bool:
    return "\n" in text or "\r" in text


def _plain(value: Any, path: tuple[str | int, ...]) -> Any:
    """Return data as JSON has it, and refuse what JSON has not: nothing is turned into text."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            for key in value:
                if not isinstance(key, str):
                    raise _no_data(key, path, "a key")
            return {key: _plain(one, (*path, key)) for key, one in value.items()}
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [_plain(one, (*path, number)) for number, one in enumerate(value)]
    raise _no_data(value, path, "a value")


def _no_data(value: object, path: tuple[str | int, ...], what: str) -> Error:
    where = pointer(path) or "the root"
    message = (
        f"{where}: {what} is a `{type(value).__name__}`, and data hold texts, numbers, lists and "
        "mappings: write it as a text"
    )
    return Error(message)
