"""The words of answers: `words.toml`, looked up in an answer's tokens, the longest phrase first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from intspec.lazy import frozen
from intspec.reading.built import own_data
from intspec.text.characters import normalized
from intspec.text.wording import flat

FILE = Path(__file__).with_name("words.toml")
#: Parts of a phrase: words, numbers and marks.
PARTS = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
#: Scripts that set no spaces between words.
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
MARKS = re.compile("[\u0300-\u036f]")
PUNCTUATION = re.compile(r"[\W_]+")


@frozen
class Meaning:
    """What a phrase may mean.

    Attributes:
        kind: The table of `words.toml` that it stands in, such as `fields`.
        value: The entry there, such as `page`; empty where the table only has languages.
    """

    kind: str
    value: str = ""


def folded(word: str) -> str:
    """Return a word without case and accents, by which it is looked up."""
    word = word.casefold()
    return word if word.isascii() else normalized("NFC", MARKS.sub("", normalized("NFD", word)))


def parts(phrase: str) -> tuple[str, ...]:
    """Return the words and marks of a phrase, as answers are cut."""
    return tuple(
        piece
        for part in PARTS.findall(folded(phrase))
        for piece in (unspaced(part) if UNSPACED.search(part) else (part,))
    )


@cache
def table() -> Mapping[str, Any]:
    """Return the tables of `words.toml`."""
    return own_data(FILE)


def _entries() -> Iterator[tuple[Meaning, str]]:
    """Go over all phrases with what they mean."""
    for kind, rows in table().items():
        for name, row in rows.items():
            if isinstance(row, dict):
                for phrases in row.values():
                    yield from ((Meaning(kind, name), phrase) for phrase in phrases)
            else:
                value = name if kind in ("ordinals", "arms") else ""
                yield from ((Meaning(kind, value), phrase) for phrase in row)


@cache
def _unspaced_words() -> frozenset[str]:
    return frozenset(phrase for _meaning, phrase in _entries() if UNSPACED.fullmatch(phrase))


def unspaced(text: str) -> Iterator[str]:
    """Cut letters of a script without spaces into the words that are known, and the rest."""
    known = _unspaced_words()
    longest = max(map(len, known))
    start = at = 0
    while at < len(text):
        ends = range(min(len(text), at + longest), at, -1)
        end = next((end for end in ends if text[at:end] in known), None)
        if end is None:
            at += 1
            continue
        if start < at:
            yield text[start:at]
        yield text[at:end]
        start = at = end
    if start < len(text):
        yield text[start:]


@cache
def _phrases() -> Mapping[str, list[tuple[tuple[str, ...], Mapping[str, Meaning]]]]:
    """Return the phrases by their first word, the longest first, each with all that it means.

    Each stands there without its first word.
    """
    meanings: dict[tuple[str, ...], dict[str, Meaning]] = {}
    for meaning, phrase in _entries():
        meanings.setdefault(parts(phrase), {}).setdefault(meaning.kind, meaning)
    by_first: dict[str, list[tuple[tuple[str, ...], Mapping[str, Meaning]]]] = {}
    for words in sorted(meanings, key=len, reverse=True):
        by_first.setdefault(words[0], []).append((words[1:], meanings[words]))
    return by_first


def phrases_at(words: Sequence[str], start: int) -> list[tuple[Mapping[str, Meaning], int]]:
    """Return the phrases from a place on, the longest first: what each means, and where it ends."""
    found = []
    for rest, meanings in _phrases().get(words[start], ()):
        end = start + 1 + len(rest)
        if not rest or tuple(words[start + 1 : end]) == rest:
            found.append((meanings, end))
    return found


def meaning_of(
    phrases: Sequence[tuple[Mapping[str, Meaning], int]], kinds: Sequence[str]
) -> tuple[Meaning, int] | None:
    """Return what the longest phrase means that one of some tables has, and where it ends.

    Args:
        phrases: The phrases at a place, as `phrases_at` returns them.
        kinds: The tables of `words.toml` to look in; of a phrase with several meanings the first
            of these counts.
    """
    for meanings, end in phrases:
        meaning = next((meanings[kind] for kind in kinds if kind in meanings), None)
        if meaning is not None:
            return meaning, end
    return None


def meaning_at(
    words: Sequence[str], start: int, kinds: Sequence[str]
) -> tuple[Meaning, int] | None:
    """Return what the words from a place on mean, and where they end.

    Args:
        words: The folded words.
        start: The number of the first.
        kinds: The tables of `words.toml` to look in; of a phrase with several meanings the first
            of these counts.
    """
    return meaning_of(phrases_at(words, start), kinds)


@cache
def _wholes() -> Mapping[str, frozenset[str]]:
    wholes: dict[str, set[str]] = {}
    for meaning, phrase in _entries():
        wholes.setdefault(plain(phrase), set()).add(meaning.kind)
    return {words: frozenset(kinds) for words, kinds in wholes.items()}


def plain(text: str) -> str:
    """Return a text without case, accents and punctuation."""
    return flat(PUNCTUATION.sub(" ", folded(text)))


def whole(text: str) -> frozenset[str]:
    """Return the tables that have a text as a whole."""
    return _wholes().get(plain(text), frozenset())
