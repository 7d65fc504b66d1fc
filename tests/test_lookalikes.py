"""What looks like a word of the model and is not one is named by the characters that make it so."""

import random
import unicodedata

import pytest

from intspec.api import check_text
from intspec.reading import Unreadable, read_bytes
from intspec.text.lookalikes import LETTERS, bare, oddities, same_name
from intspec.text.names import did_you_mean, nearest

SPEC = """\
intspec: "1.0"
id: walking
title: Walking (a fictitious trial)
stage: protocol
fictitious: true
checklists: [tidier]
providers:
  peer-worker: {kind: Peer}
interventions:
  exercise:
    role: experimental
    name: Steps
    providers: [peer-worker]
    delivery: {grouping: group, group_size: {planned: {min: 2, max: 10}}}
    schedule: {course: {duration: P16W}}
  waiting:
    role: waiting-list
    name: Waiting
"""
#: Where words of the model stand: keys, values, ids, keys of catalogues, references.
PLACES = (
    *("stage:", "interventions:", "  exercise:", "  peer-worker:", "    role:", "duration:"),
    *("walking", "protocol", "true", "tidier", "experimental", "waiting-list", "group,", "10"),
    *("P16W", "peer-worker]"),
)
INVISIBLE = "\xad\u200b\u200c\u200d\u2060"
SPACES = "\xa0\u2007\u2009\u202f\u3000"
HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2212"
QUOTES = (
    *(("\u201c", "\u201d"), ("\u2018", "\u2019"), ("\xab", "\xbb")),
    *(("\u201e", "\u201c"), ("\u2039", "\u203a")),
)


def disguises(word: str, chance: random.Random) -> list[str]:
    """Return texts that look like a word, each in one way other than it."""
    at = chance.randrange(1, len(word))
    made = [word[:at] + mark + word[at:] for mark in INVISIBLE]
    made += [word + mark for mark in SPACES] + [mark + word for mark in SPACES]
    made += [f"{first}{word}{last}" for first, last in QUOTES]
    if "-" in word:
        made += [word.replace("-", mark) for mark in HYPHENS]
    made += [
        word.replace(plain, chr(odd), 1)
        for odd, number in LETTERS.items()
        if (plain := chr(number)) in word
    ]
    return made


@pytest.mark.parametrize("word", ["stage", "protocol", "waiting-list", "P12W", "1.0"])
def test_each_disguise_is_seen_through_and_named(word: str) -> None:
    """Folded it is the word, it is the nearest one, and each odd character has its number."""
    for disguise in disguises(word, random.Random(word)):
        assert bare(disguise) == word
        assert same_name(disguise, [word, "other"]) == word
        assert nearest(disguise, ["other", word]) == word
        named = oddities(disguise)
        for mark in {*disguise} - {*word}:
            assert f"U+{ord(mark):04X}" in named
        assert (
            did_you_mean(disguise, [word]) == f"it is written with {named}; did you mean `{word}`?"
        )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("stage\xa0", "a non-breaking space (U+00A0)"),
        ("st\xadage", "a soft hyphen (U+00AD)"),
        ("a\u2011b", "a non-breaking hyphen (U+2011)"),
        ("\u201cstage\u201d", "curly quotes (U+201C, U+201D)"),
        ("st\u0430ge", "a Cyrillic letter `\u0430` (U+0430)"),
        ("r\u03bfle", "a Greek letter `\u03bf` (U+03BF)"),
        ("\ufb01t", "the character `\ufb01` (U+FB01)"),
        ("sta ge ", "a space before or behind it"),
        ("'stage'", "quotes that belong to it"),
    ],
)
def test_characters_have_the_names_that_people_know(text: str, name: str) -> None:
    """A non-breaking space is called one."""
    assert oddities(text) == name


def test_texts_of_other_languages_are_left_as_they_are() -> None:
    """Accents are no oddity, and nothing is folded that has no look-alike."""
    for word in ("Übung", "café", "niño", "løb"):
        assert bare(unicodedata.normalize("NFC", word)) == word
        assert same_name(word, ["ubung", "cafe", "nino", "lob"]) is None


@pytest.mark.parametrize("place", PLACES)
def test_the_check_names_the_character(place: str) -> None:
    """In a key, a value, an id or a reference: one error at the line, which is mended by typing."""
    chance = random.Random(place)
    word = place.strip().rstrip(":,]")
    before, found, after = SPEC.partition(place)
    assert found
    # A space before a word that begins a line is its indent.
    made = [one for one in disguises(word, chance) if not (place[0] == " " and one[0] in SPACES)]
    for disguise in chance.sample(made, 3):
        text = before + place.replace(word, disguise) + after
        report = check_text(text, path="made.intspec.yaml")
        line = before.count("\n") + 1
        told = [d for d in report.diagnostics if oddities(disguise) in f"{d.message} {d.hint}"]
        assert [d.line for d in told] == [line]
        assert f"`{word}" in f"{told[0].message} {told[0].hint}"


@pytest.mark.parametrize("word", ["\u2014", "\u2013", "\u201c", "\u2019", "\u2026", "\u20ac", "é"])
def test_the_character_of_an_older_encoding_is_shown(word: str) -> None:
    """Word's own dashes and quotes too, which are no letters."""
    with pytest.raises(Unreadable, match=f"perhaps `{word}` as Word"):
        read_bytes(f"title: A{word}B\n".encode("cp1252"), path="x.yaml")
