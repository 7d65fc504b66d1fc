"""Text for terminals and formats, names, and the words of messages."""

import sys
import unicodedata
from difflib import SequenceMatcher, get_close_matches
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intspec import text as room
from intspec.text import (
    CONTROLS,
    NOT_IN_XML,
    NOT_ON_PAGES,
    SURROGATES,
    held_together,
    is_prompt,
    named,
    normalized,
    plural,
    replace_forbidden,
    replacement_notice,
    shorten,
    slug,
    some_of,
    unique,
)
from intspec.text.characters import NormalForm
from intspec.text.names import MOST_WORK, KnownNames, few_comparisons
from intspec.text.placeholders import says_nothing
from intspec.text.terminal import columns, cut, one_line, pad, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Übungen 日記, 50 %", "Übungen 日記, 50 %"),
        ("two\n\tlines", "two\n\tlines"),
        ("a\x00\x08\x0b\r\x1b[2K\x1fb", "a\\x00\\x08\\x0b\\x0d\\x1b[2K\\x1fb"),
        ("a\x7f\x80\x9f\xa0b", "a\\x7f\\x80\\x9f\xa0b"),
        ("a\u061c\u200b\u200f\u2028\u202e\u2060\u2069\ufeffb", None),
        ("a\ud800\udfffb", "a\\ud800\\udfffb"),
        ("a\xffĀ\u00adb", "a\xffĀ\u00adb"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_an_escape(text: str, shown: str | None) -> None:
    """Controls, and characters that turn or hide text, become their codes; all else stays."""
    wanted = (
        "a\\u061c\\u200b\\u200f\\u2028\\u202e\\u2060\\u2069\\ufeffb" if shown is None else shown
    )
    assert visible(text) == wanted


def test_a_text_becomes_one_line() -> None:
    """White space of any kind is one blank, none at the ends, and the rest is made visible."""
    assert one_line("  a\tb \r\n\n c\u202ed\n") == "a b c\\u202ed"


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("日記", 4), ("Ａ", 2), ("a\tb", 3), ("½", 1)],  # noqa: RUF001 -- the full-width letter is the case
)
def test_columns_are_counted_as_a_terminal_shows_them(text: str, width: int) -> None:
    """A letter of East Asia takes two, a mark over a letter none."""
    assert columns(text) == width


@pytest.mark.parametrize(
    ("text", "width", "padded"), [("ab", 4, "ab  "), ("日", 4, "日  "), ("abc", 2, "abc")]
)
def test_a_text_is_filled_up_to_columns(text: str, width: int, padded: str) -> None:
    """Blanks follow it; one that is too long stays."""
    assert pad(text, width) == padded


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [
        ("abcd", 4, "abcd"),
        ("abcde", 4, "abc…"),
        ("ab cd", 4, "ab…"),
        ("日記帳", 6, "日記帳"),
        ("日記帳", 5, "日記…"),
        ("日記帳", 4, "日…"),
        ("abc", 1, "…"),
    ],
)
def test_a_text_is_cut_to_columns(text: str, width: int, short: str) -> None:
    """An ellipsis stands for what is left out, and no blank before it."""
    assert cut(text, width) == short


@pytest.mark.parametrize(
    ("text", "forbidden", "fit"),
    [
        ("Übung 😀", NOT_IN_XML, ("Übung 😀", 0)),
        ("a\r\nb\rc\n\td", NOT_IN_XML, ("a\nb\nc\n\td", 0)),
        ("a\x00b\x0b\ud800\ufffe", NOT_IN_XML, ("a�b���", 4)),
        ("a\x7f\x85\ufdd0\U0001fffe", NOT_IN_XML, ("a\x7f\x85\ufdd0\U0001fffe", 0)),
        ("a\x7f\x85\ufdd0\U0001fffe\U0010ffff", NOT_ON_PAGES, ("a�����", 5)),
        ("a\u200b\u202e\x07", CONTROLS + SURROGATES, ("a\u200b\u202e�", 1)),
    ],
)
def test_what_a_format_cannot_hold_is_replaced_and_counted(
    text: str, forbidden: str, fit: tuple[str, int]
) -> None:
    """Line breaks become line feeds; what is not forbidden stays, though nobody may see it."""
    assert replace_forbidden(text, forbidden) == fit


def test_a_notice_says_how_many_characters_were_replaced() -> None:
    """In words, with the sign that stands for them."""
    assert [replacement_notice(count, "a workbook") for count in (1, 2)] == [
        "One character that a workbook cannot hold: shown as �.",
        "2 characters that a workbook cannot hold: shown as �.",
    ]


@pytest.mark.parametrize(
    ("character", "written"), [("é", "é"), ("\u200b", "U+200B"), ("\U000e0001", "U+E0001")]
)
def test_a_character_is_named_by_its_number_where_nobody_sees_it(
    character: str, written: str
) -> None:
    """Others stand for themselves."""
    assert named(character) == written


@pytest.mark.parametrize(
    ("text", "key", "without_accents"),
    [
        ("Steps Together", "steps-together", "steps-together"),
        ("  Übung, am Bett!", "ubung-am-bett", "bung-am-bett"),
        ("It's 2nd", "its-2nd", "it-s-2nd"),
        ("日記", "", ""),
        ("--", "", ""),
    ],
)
def test_a_key_is_made_of_words(text: str, key: str, without_accents: str) -> None:
    """Letters of ASCII, digits and hyphens; other letters as near as can be, or parting words."""
    assert (slug(text), slug(text, accents=False)) == (key, without_accents)


def test_a_name_that_is_taken_gets_a_number() -> None:
    """The first free one from 2 on, in the form that is asked for."""
    assert unique("a", {"b"}) == "a"
    assert unique("a", {"a", "a-2"}) == "a-3"
    assert unique("A", {"a"}, "{} ({})".format, compared=str.lower) == "A (2)"


def test_names_alike_are_numbered_one_after_the_other_and_soon() -> None:
    """A number that is free is found without going over all that are not."""
    asked = 0

    def numbered(name: str, number: int) -> str:
        nonlocal asked
        asked += 1
        return f"{name}-{number}"

    taken: dict[str, None] = {}
    for _ in range(1000):
        taken[unique("a", taken, numbered)] = None
    assert list(taken) == ["a", *(f"a-{number}" for number in range(2, 1001))]
    assert asked < 40 * 1000


def test_a_number_is_written_with_its_noun() -> None:
    """One is singular, all else plural."""
    assert [plural(number, "item") for number in (0, 1, 2)] == ["0 items", "1 item", "2 items"]


def test_the_first_of_many_are_named() -> None:
    """And how many more there are, if there are more."""
    assert some_of(["a", "b"], 2) == "a, b"
    assert some_of(["a", "b", "c"], 2, " ") == "a b and 1 more"


def test_a_long_text_ends_in_an_ellipsis() -> None:
    """Which is one of its characters."""
    assert [shorten("ab cd", most) for most in (5, 4, 3)] == ["ab cd", "ab …", "ab…"]


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        (" Click or tap here to enter text.", True),
        ("Choose an item", True),
        ("Tap to enter a date.", True),
        ("Choose an item that suits the person", False),
        ("", False),
    ],
)
def test_a_prompt_of_word_is_told_from_an_answer(text: str, prompt: bool) -> None:  # noqa: FBT001
    """Only where it is the whole text."""
    assert is_prompt(text) is prompt


@pytest.mark.parametrize(
    ("value", "nothing"), [("none", True), ("N/A", True), ("No pain", False), (None, False)]
)
def test_a_text_says_that_there_is_nothing(value: object, nothing: bool) -> None:  # noqa: FBT001
    """A placeholder, or a word for nothing."""
    assert says_nothing(value) is nothing


def test_only_public_names_come_with_the_room() -> None:
    """Each is loaded when it is asked for, and no other is."""
    assert dir(room) == list(room.__all__)
    with pytest.raises(AttributeError, match=r"module 'intspec.text' has no attribute 'pad'"):
        room.pad  # noqa: B018


#: Letters, and marks of all classes: some that come apart into two, and letters that join.
MARKS = [
    *(chr(c) for c in range(sys.maxunicode + 1) if unicodedata.combining(chr(c))),
    *"a\xe9\uac01\u4e2d\ufb01\u0344\u0f73\u0f75\u0f81\u1100\u1161\u11a8",
]
FORMS: tuple[NormalForm, ...] = get_args(NormalForm)


@given(st.lists(st.sampled_from(MARKS), max_size=12), st.integers(1, 60), st.sampled_from(FORMS))
def test_a_text_is_normalised_as_unicode_says(
    letters: list[str], times: int, form: NormalForm
) -> None:
    """In texts of any length, and whatever the order of their marks."""
    text = "".join(letters) * times
    assert normalized(form, text) == unicodedata.normalize(form, text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("unit", ["\u0315\u0300", "\u0f73", "\xe4\u0344\u0323", "\u0323\xe9\u0301"])
def test_marks_are_in_order_before_python_normalises_them(
    unit: str, form: NormalForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would move each past all before it: so none that is to be moved is left to it."""
    seen: list[str] = []

    def normalize(_form: NormalForm, text: str) -> str:
        seen.append(text)
        return text

    monkeypatch.setattr("unicodedata.normalize", normalize)
    normalized(form, unit * 5000)
    classes = [unicodedata.combining(mark) for mark in seen[-1]]
    moved = sum(1 for before, after in pairwise(classes) if before > after > 0)
    assert moved == 0


@given(
    st.lists(st.text("abc-_", max_size=9), max_size=9, unique=True), st.text("abc-_", max_size=9)
)
def test_the_nearest_name_is_the_one_that_is_spelt_most_alike(known: list[str], name: str) -> None:
    """As difflib tells it, unless one differs in case and hyphens alone."""
    same = [other for other in known if other.replace("_", "-") == name.replace("_", "-")]
    alike = get_close_matches(name, known, n=1, cutoff=0.65)
    assert KnownNames(known).nearest(name) == next(iter([*same, *alike]), None)


@pytest.mark.parametrize("number", [500, 1000, 2000])
def test_all_misspelt_names_together_are_compared_so_often_and_no_more(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are; those that differ in case alone are found all the same."""
    compared = 0
    ratio = SequenceMatcher.ratio

    def counting(matcher: "SequenceMatcher[str]") -> float:
        nonlocal compared
        compared += 1
        return ratio(matcher)

    monkeypatch.setattr(SequenceMatcher, "ratio", counting)
    known = KnownNames(f"provider-{n}" for n in range(number))
    with few_comparisons():
        guesses = [known.nearest(f"provide-{n}x") for n in range(number)]
        cased = [known.nearest(f"Provider_{n}") for n in range(number)]
        assert known.did_you_mean("else").startswith("known: `provider-0`, ")
    assert None not in guesses[:3]
    assert guesses[-1] is None
    assert cased == [f"provider-{n}" for n in range(number)]
    assert 0 < compared <= MOST_WORK // 100


def test_a_name_is_compared_once_in_a_document() -> None:
    """It costs nothing to ask for it again; the next document begins anew."""
    known = KnownNames(["provider-1", "provider-2"])
    with few_comparisons(300):
        assert [known.nearest("provider-9") for _ in range(99)] == ["provider-2"] * 99
        assert [known.nearest(f"provider-{n}x") for n in range(3, 9)][-1] is None
    with few_comparisons(300):
        assert known.nearest("provider-8x") == "provider-2"


@pytest.mark.parametrize("most", [1, 60, 130, 300, 500, 700, 10_000])
def test_what_is_remembered_of_earlier_documents_changes_nothing(most: int) -> None:
    """Neither what is found, nor after how many names no more are compared."""
    names = ["provider-1", "provider-2", "group"]
    lasting = KnownNames(names)

    def told(known: KnownNames) -> list[str | None]:
        with few_comparisons(most):
            return [known.nearest(f"provider-{n % 5}x") for n in range(9)]

    for _document in range(3):
        assert told(lasting) == told(KnownNames(names))


@pytest.mark.parametrize("unit", ["sites", "hour", "minutes", "weeks", "mg", "people", "ml"])
def test_a_number_and_its_unit_stay_on_one_line(unit: str) -> None:
    """What follows a number and is no unit may stand on the next."""
    assert (
        held_together(f"In 10 {unit}, 1 {unit}.")
        == f"In 10\N{NO-BREAK SPACE}{unit}, 1\N{NO-BREAK SPACE}{unit}."
    )
    assert held_together(f"Week 2 of {unit}, 10 {unit}x") == f"Week 2 of {unit}, 10 {unit}x"
