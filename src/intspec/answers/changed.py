"""What programs make of an answer: a date of pages, an error in place of a result.

Spreadsheets turn `6-7` into the seventh of June, and save that as text; a word processor prints an
error where a cross-reference leads nowhere. Who filled in the form meant something else.
"""

import re
from functools import cache
from pathlib import Path

from intspec.text.lookalikes import unmasked
from intspec.text.small import LOWERED, RAISED

TICK = "it is a tick of a spreadsheet, and does not say where"
DATE = "it is a date: if pages such as 6-7 were meant, a spreadsheet changed them"
SMALL = "a raised or lowered number stands in it: if it is a note, it is no part of the place"
#: The signs of currencies.
CURRENCIES = "$\xa3\u20ac\xa5\u20a9\u20bd\u20ba\u20b9"
#: What a whole answer looks like that a program made, and what is said of it.
WHOLE: tuple[tuple[str, str], ...] = (
    (
        r"\d{1,3}:\d\d(?::\d\d)?(?: ?[ap]m)?",
        "it is a time of day: a spreadsheet may have made it of something else",
    ),
    (r"-?\d+(?:[.,]\d+)?\s?%", "it is a percentage: a spreadsheet may have made it of a number"),
    (
        rf"-?(?:[{CURRENCIES}]\s?-?\d[\d.,]*|\d[\d.,]*\s?[{CURRENCIES}])",
        "it is a sum of money: a spreadsheet may have made it of a number",
    ),
    (
        r"-?\d+(?:[.,]\d+)?E[+-]?\d+",
        "it is a number with an exponent, which a spreadsheet has cut short or may make another of",
    ),
    (
        r"[3-6]\d{4}",
        "it is the number of a day: if pages such as 6-7 were meant, a spreadsheet changed them",
    ),
    (r"\d+\.0+", "a spreadsheet may have made it of another number"),
    (
        r"[1-9]\d{0,2}(?:[.,]\d{3})*[.,]0\d\d(?:[.,]\d{3})*",
        "it is one number with marks between its thousands: a spreadsheet may have put them there",
    ),
    (r"#{3,}", "a spreadsheet had no room to show what stands there"),
)

#: A formula that failed: one word in capitals with a mark behind it, in any language.
FAILED = (
    r"(?<!\S)(?:#[\xa1\xbf]?(?P<name>[^\W\d]{2,}(?:/(?:0|[^\W\d_]+))?|[^\W\d_]/[^\W\d_])"
    r"(?P<mark> ?[!?])?|Err:5\d\d)(?!\S)"
)
#: A number that stands above or below the line, right behind another.
BEHIND_NUMBER = f"\\d[{RAISED}{LOWERED}]"
#: In a short answer, also one at the beginning of a word or a number, or raised behind a word.
BESIDE = rf"(?<!\S)[{RAISED}{LOWERED}]|[{RAISED}{LOWERED}]\s?\d|[^\W\d_]{{4}}[{RAISED}](?!\w)"
MONTH = r"(?P<month{}>[^\W\d_]+)\.?"
CLOCK = r"(?:[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
#: Dates: in numbers alone, with a month in words, and with the signs of East Asia.
DATES = (
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}",
    r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}",
    r"\d{1,2}(?P<between>[-/])\d{1,2}(?P=between)\d{2}",
    r"(?=0|\d+\.0)\d{1,2}\.\d{1,2}\.\d{2}",
    r"0\d\.[01]\d\.?",
    rf"\d{{1,2}}(?:[-/.]|\. | ) ?{MONTH.format(1)}(?:[-/. ]+\d{{2,4}})?",
    rf"{MONTH.format(2)}(?:[-/.] ?\d{{1,4}}| \d{{1,2}}(?:, ?\d{{4}})?)",
    r"(?:\d{2,4}\u5e74 ?)?\d{1,2}\u6708(?: ?\d{1,2}\u65e5)?",
    r"(?:\d{2,4}\ub144 ?)?\d{1,2}\uc6d4(?: ?\d{1,2}\uc77c)?",
)
#: What an error of a cross-reference begins with, and what separates it from what is lost.
LETTER = r"[^\s\d!\uff01:.,;()\xa1]"
BROKEN = rf"(?<!{LETTER})(?P<word>{LETTER}++)\s?(?P<mark>[!\uff01:.])\s?(?=[^\W\d_])"
#: Scripts that set no spaces between words, and how long their words for an error are.
UNSPACED = "[\u3040-\u30ff\u3400-\u9fff]+"
SHORT = (2, 3)
#: The longest beginning of what is lost.
BEHIND = 30
#: No answer that a program made is longer.
LONGEST = 40


def changed(text: str) -> str:
    """Say what a program may have made of an answer; empty where there is no sign of it.

    Args:
        text: The words of a whole cell.
    """
    text = unmasked(text).strip()
    if len(text) <= LONGEST:
        if text.isupper() and text in _words("ticks"):
            return TICK
        if _is_date(text):
            return DATE
        for pattern, words in WHOLE:
            if _compiled(pattern).fullmatch(text):
                return words
    if ("#" in text or "Err:" in text) and _failed(text):
        return "a formula failed there"
    if _leads_nowhere(text):
        return "a cross-reference leads nowhere there"
    return "" if text.isascii() else _small(text)


def _small(text: str) -> str:
    """Say that a raised or lowered number stands in a text that may be no part of it."""
    short = len(text) <= LONGEST and re.search(BESIDE, text)
    return SMALL if short or re.search(BEHIND_NUMBER, text) else ""


def is_month(word: str) -> bool:
    """Tell whether a word is that of a month, whole or short, in any language that is known."""
    return _folded(word) in _words("months")


def _is_date(text: str) -> bool:
    """Tell whether a text is a date as spreadsheets print it, in any language that is known."""
    match = _compiled(f"(?:{'|'.join(DATES)}){CLOCK}").fullmatch(text)
    month = (match["month1"] or match["month2"]) if match else None
    return match is not None and (month is None or is_month(month))


def _failed(text: str) -> bool:
    """Tell whether an error of a formula stands in a text."""
    for match in re.finditer(FAILED, text):
        name = match["name"]
        if name is None or (name.isupper() and (match["mark"] or name in _words("no-result"))):
            return True
    return False


def _leads_nowhere(text: str) -> bool:
    """Tell whether an error of a cross-reference stands in a text.

    In most languages an exclamation mark follows its first word. Where it is a full stop or a
    colon, what is lost stands behind it.
    """
    for match in _compiled(BROKEN).finditer(text):
        words = [match["word"]]
        if re.fullmatch(UNSPACED, words[0]):
            words += [words[0][-length:] for length in SHORT]
        if _words("error").isdisjoint(words):
            continue
        behind = "-".join(_folded(text[match.end() : match.end() + BEHIND]).split())
        if match["mark"] in "!\uff01" or behind.startswith(tuple(_words("lost"))):
            return True
    return False


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _folded(text: str) -> str:
    from intspec.answers.words import folded  # noqa: PLC0415 -- whoever reads no form needs it not

    return folded(text)


@cache
def _words(kind: str) -> frozenset[str]:
    """Return the words of a kind in all languages; months, and what is lost, without accents."""
    from intspec.reading.built import own_data  # noqa: PLC0415 -- few runs need it

    table = own_data(Path(__file__).with_name("programs.toml"))
    words = " ".join(table[kind].values()).split()
    return frozenset(map(_folded, words) if kind in ("months", "lost") else words)
