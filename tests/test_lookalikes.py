"""What looks like a word of the model and is not one is named by the characters that make it so."""

import random
import re
import unicodedata

import pytest

from intspec.answers.answer import Answer, Known
from intspec.answers.cells import read_answer
from intspec.answers.notices import Named
from intspec.api import check_text
from intspec.forms.columns import content_words
from intspec.forms.item_numbers import item_numbers
from intspec.reading import Unreadable, read_bytes
from intspec.text.lookalikes import FOREIGN, LETTERS, bare, oddities, readings, same_name, unmasked
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
        made += [word.replace("-", mark) for mark in f"{HYPHENS}\xad"]
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
        assert word in readings(disguise)
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


# Answers of forms

#: Every kind of answer that is no description: places of each kind, documents, fixed words.
CELLS = (
    *("p. 7", "pp. 3-6", "page 12", "7-9", "S4", "e12", "p7", "Page 7, line 12", "pp. 3, 4 and 9"),
    *("lines 12-15", "Table 2", "Tables 1-3", "Figure S2", "fig. 1", "Appendix B", "paragraph 4"),
    *("Methods", "Methods, paragraph 2", "Methods (p. 4)", "Section 2.3, p. 6", "5 (not blinded)"),
    *("Supplementary file 2, Table S3", "Protocol, p. 8", "p. 8 of the protocol", "Handbook: p. 3"),
    *("https://trial.example/book", "doi:10.1000/abc", "p. 4 and Appendix 2", "p. 4; Table 2"),
    *("Arm A: p. 4; Arm B: not reported", "page \u201c7\u201d, lines \u201c3\u201d"),
    *("at the words \u201cwalked twice\u201d", "Guide (doi:10.1000/xyz): p. 3", "see p. 7"),
    *("N/A", "N/A: nobody was trained", "not reported", "Not done: no funding", "not yet", "?"),
    *("Guide: Methods (p. 4)", "None", "Yes", "TBC", "see Other", "In the primary paper"),
)
KNOWN = Known(("Arm A", "Arm B"), {"Guide": Named("handbook", "Guide")})
WIDE = {chr(plain): chr(plain + 0xFEE0) for plain in range(0x21, 0x7F)}


def masked(text: str, chance: random.Random) -> list[str]:
    """Return texts that look like an answer, each in one way other than it."""
    places = [place for place, mark in enumerate(text) if mark.isascii()]
    at = chance.choice(places)
    between = text[max(at - 1, 0) : at + 1]
    # A soft hyphen between numbers is a hyphen.
    invisible = INVISIBLE.replace("\xad", "") if between[:1].isdigit() else INVISIBLE
    made = [text[:at] + mark + text[at:] for mark in invisible]
    made += [mark + text + mark for mark in SPACES]
    made += [text.replace(" ", mark) for mark in SPACES if " " in text]
    made += [text.replace("-", mark) for mark in "\u2010\u2011\u2212" if "-" in text]
    made += [re.sub("(?<=[0-9])-(?=[0-9])", "\xad", text)]
    if "://" not in text:
        words = "".join(WIDE.get(mark, mark) for mark in text)
        made += [text[:at] + WIDE.get(text[at], text[at]) + text[at + 1 :], words]
        cyrillic = {chr(plain): chr(odd) for odd, plain in FOREIGN.items() if odd >= ord("\u0400")}
        made += [text.replace(plain, one, 1) for plain, one in cyrillic.items() if plain in text]
    return [one for one in made if one != text]


def said(answers: list[Answer]) -> list[tuple[object, ...]]:
    """Return what answers say, without the words that they were read from.

    Reasons, and words that are quoted, are the author's own, and kept as they are.
    """
    return [
        (
            *(one.kind, one.arm, one.about, one.state, unmasked(one.reason).strip(), one.sure),
            *(one.document, one.place and {n: unmasked(v) for n, v in one.place.fields.items()}),
        )
        for one in answers
    ]


@pytest.mark.parametrize("text", CELLS)
def test_an_answer_in_disguise_is_read_as_what_it_looks_like(text: str) -> None:
    """Its place, its document, its declaration: by all the rules for answers, and as sure."""
    chance = random.Random(text)
    plain = said(read_answer(text, KNOWN))
    for disguise in masked(text, chance):
        assert said(read_answer(disguise, KNOWN)) == plain, ascii(disguise)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("pp. 3\xad6", "pp. 3-6"),
        ("Tables S2\xadS4", "Tables S2-S4"),
        ("pp. 3 \xad 6", "pp. 3 - 6"),
        ("pages 12\xad14, 16\xad18", "pages 12-14, 16-18"),
        ("Meth\xadods", "Methods"),
        ("doi:10.1000/7\xad9", "doi:10.1000/79"),
    ],
)
def test_a_soft_hyphen_between_numbers_is_a_hyphen(text: str, plain: str) -> None:
    """No page is made of two; in words and addresses it is nothing."""
    assert unmasked(text) == plain
    assert said(read_answer(text, KNOWN)) == said(read_answer(plain, KNOWN))


#: Where a hyphen belongs, with a soft one in its place: what is written, and what is meant.
SOFT = {
    "mode: [face\xadto\xadface]": "face-to-face",
    "mode: [face-to\xadface]": "face-to-face",
    "session\xadlength: PT1H": "session_length",
    "given_with: [waiting\xadlist]": "waiting-list",
    "role: usual\xadcare": "usual-care",
    "language: en\xadGB": "en-GB",
    "orcid: 0000\xad0002-1825-0097": "0000-0002-1825-0097",
    "checklists: [tidier\xadplacebo]": "tidier-placebo",
    "date: 2024\xad05": "2024-05",
    "about: tidier/materials\xadaccess": "tidier/materials-access",
}
SOFT_SPEC = """\
intspec: "1.0"
id: walking
title: Walking
stage: protocol
language: en-GB
checklists: [tidier-placebo]
contributors:
  - name: A. Walker
    orcid: 0000-0002-1825-0097
registrations:
  - registry: isrctn
    id: ISRCTN14225837
    date: 2024-05
declarations:
  - about: tidier/materials-access
    state: not-shareable
    reason: The owner asks not to.
interventions:
  waiting-list:
    role: waiting-list
    name: Waiting
  usual:
    role: usual-care
    name: Care
    given_with: [waiting-list]
    delivery:
      mode: [face-to-face]
    schedule:
      course:
        session_length: PT1H
"""


@pytest.mark.parametrize("text", SOFT)
def test_a_soft_hyphen_in_place_of_a_hyphen_is_named(text: str) -> None:
    """In a key, a term, a reference, an id, a claim or a date; with what is meant."""
    plain = text.replace("\xad", "-").replace("session-", "session_")
    assert SOFT_SPEC.count(plain) == 1
    report = check_text(SOFT_SPEC.replace(plain, text), path="made.intspec.yaml")
    (told,) = [d for d in report.diagnostics if "soft hyphen (U+00AD)" in f"{d.message} {d.hint}"]
    assert f"`{SOFT[text]}" in told.hint
    line = SOFT_SPEC[: SOFT_SPEC.index(plain)].count("\n") + 1
    assert told.line == line


@pytest.mark.parametrize(("first", "last"), [*QUOTES, ('"', '"'), ("'", "'"), ("\u201e", "\u201d")])
def test_quotation_marks_around_a_place_are_none_of_it(first: str, last: str) -> None:
    """Nor do those of another kind change what a place in full says."""
    for place in ("p. 7", "pp. 3-6", "Table 2", "lines 12-15", "Appendix B"):
        plain = [one.place for one in read_answer(place, KNOWN)]
        assert [one.place for one in read_answer(f"{first}{place}{last}", KNOWN)] == plain
    full = [one.place for one in read_answer("page \u201c7\u201d, at \u201cthe end\u201d", KNOWN)]
    quoted = f"page {first}7{last}, at {first}the end{last}"
    assert [one.place for one in read_answer(quoted, KNOWN)] == full


def test_numbers_and_labels_of_items_are_seen_through() -> None:
    """A form is recognised by what a reader sees in it."""
    for text in ("5a", "Item 3", "10", "3a/b"):
        for disguise in masked(text, random.Random(text)):
            assert item_numbers(disguise) == item_numbers(text), ascii(disguise)
    label = "Tailoring of materials"
    for disguise in masked(label, random.Random(label)):
        assert content_words(disguise) == content_words(label), ascii(disguise)


def test_what_cannot_be_seen_is_no_answer() -> None:
    """A cell that looks empty is left open."""
    for text in (*INVISIBLE, *SPACES, "\xad \u200b", "\u2013\u200b", "_____\u200b"):
        (answer,) = read_answer(text, KNOWN)
        assert answer.kind in ("blank", "underscores"), ascii(text)


def test_the_words_of_authors_are_not_changed() -> None:
    """Dashes, quotation marks, accents, other scripts, raised numbers: each means what it is."""
    for text in (
        *(
            "pp. 3\u20136",
            "Methods \u2013 \u201cwalks\u201d",
            "Übung, S. 4",
            "café",
            "k\u0131s\u0131m",
            "Løb",
        ),
        *(
            "\u041c\u0435\u0442\u043e\u0434\u044b",
            "\u0412\u0435\u0441",
            "\u03b1-level",
            "TGF-\u03b2",
            "\u6cd5\uff0c\u7b2c3",
            "n\xb2",
            "\xbd",
        ),
        *("\u0645\u06cc\u200c\u0634\u0648\u062f", "https://\u0435xample.org"),
    ):
        assert unmasked(text) == text, ascii(text)
    description = (
        "Walks\xa0of 20\u202fminutes, led by a p\u0435er\xad worker. Then tea \u2013 for all."
    )
    (answer,) = read_answer(description, KNOWN, prose=True)
    assert (answer.kind, answer.text) == ("prose", description)
