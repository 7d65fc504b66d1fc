"""A review copy that comes back: its one block of data is read, and nothing else of it.

The file may come from anybody. The parser builds no tree, loads nothing and runs nothing; what
stands outside of the block is not kept, so it can reach no page.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from intspec.text import NOT_ON_PAGES, flat, replace_forbidden
from intspec_bundled.edit.places import MARK, VERSION
from intspec_bundled.edit.words import WORDS

#: The most bytes that a copy may have, and tags.
MOST_BYTES, MOST_TAGS = 5_000_000, 300_000
#: The most remarks of a copy, and characters of one, and of a name.
MOST_REMARKS, MOST_TEXT, MOST_NAME = 5000, 20_000, 200
SAYS: Mapping[str, str] = WORDS["remarks"]


class RemarksError(Exception):
    """Remarks cannot be used; the message says why, in words for the page."""


@dataclass(frozen=True)
class Returned:
    """What a copy says.

    Attributes:
        document: The id of the study that it is of.
        state: A name for what the file held when the copy was made.
        name: Who wrote the remarks.
        remarks: What each is about (item and arm, both empty for the whole), and its text.
    """

    document: str
    state: str
    name: str
    remarks: tuple[tuple[str, str, str], ...]


class _Blocks:
    """Keeps the blocks of data of a web page that is gone over."""

    def __init__(self) -> None:
        self._blocks: list[list[str]] = []
        self._within = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin a block where one begins."""
        kind = attributes.get("type", "").strip().lower()
        self._within = tag == "script" and kind == "application/json"
        if self._within:
            self._blocks.append([])

    def end(self, _tag: str) -> None:
        """End the block."""
        self._within = False

    def data(self, text: str) -> None:
        """Keep the text of a block."""
        if self._within:
            self._blocks[-1].append(text)

    def close(self) -> list[str]:
        """Return the texts of the blocks."""
        return ["".join(pieces) for pieces in self._blocks]


def returned(raw: bytes) -> Returned:
    """Read a copy.

    Raises:
        RemarksError: It is none, or not one whose remarks can be used.
    """
    if len(raw) > MOST_BYTES:
        raise RemarksError(SAYS["too_large"])
    blocks = _blocks(raw) if raw.count(b"<") <= MOST_TAGS else []
    if not blocks:
        raise RemarksError(SAYS["no_copy"])
    if len(blocks) > 1:
        raise RemarksError(SAYS["several"])
    try:
        return _checked(json.loads(blocks[0]))
    except (ValueError, RecursionError, TypeError, KeyError):
        raise RemarksError(SAYS["faulty"]) from None


def _blocks(raw: bytes) -> list[str]:
    try:
        raw.decode("utf-8")
        target: Any = _Blocks()
        parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True)
        found: Any = etree.fromstring(raw, parser)
    except (etree.ParseError, ValueError):
        return []
    return [] if b"\0" in raw else list(found)


def entries_of(data: Any) -> list[Any]:
    """Return the entries of a block of remarks, or of a file of them, which have the same form.

    Raises:
        ValueError, TypeError, KeyError: It has another one.
    """
    entries = data["remarks"]
    if type(data[MARK]) is not int or data[MARK] != VERSION or not isinstance(entries, list):
        raise ValueError
    return entries


def _checked(data: Any) -> Returned:
    """Hold the data of a block to its form.

    Raises:
        ValueError, TypeError, KeyError: It has another one.
    """
    given = entries_of(data)
    if len(given) > MOST_REMARKS:
        raise ValueError
    remarks = [(text_in(one["about"]), text_in(one["arm"]), text_in(one["text"])) for one in given]
    remarks = [one for one in remarks if one[2]]
    document, state, name = (
        flat(text_in(data[key], MOST_NAME)) for key in ("document", "state", "name")
    )
    if remarks and not name:
        raise ValueError
    return Returned(document, state, name, tuple(remarks))


def text_in(value: Any, most: int = MOST_TEXT) -> str:
    """Return a text of others as pages can show it.

    Raises:
        ValueError: It is no text, or has more characters than it may have.
    """
    if not isinstance(value, str) or len(value) > most:
        raise ValueError
    return cleaned(value)


def cleaned(text: str) -> str:
    """Return a text without what no page can show."""
    return replace_forbidden(text, NOT_ON_PAGES)[0].strip()
