"""Text for a terminal: nothing hides in it, and columns are counted as they are shown."""

import pytest

from intspec.text.terminal import columns, one_line, pad, shorten, visible


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
    assert shorten(text, width) == short
