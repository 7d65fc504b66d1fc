"""Item numbers as forms print them: `5a`, `10.ǂ`, `Item 3`, `3a/b`."""

import re
import unicodedata

import attrs

#: Marks that stand beside a number and lead to a footnote.
MARKS = "*†‡ǂ§¶#ª°^"
LEAD = r"(?:(?:checklist\s+)?item|no\.?|nr\.?|n\N{DEGREE SIGN}|#)?\s*(?:no\.?\s*)?"
ONE = r"\d{1,2}(?:\s?[a-z](?![a-z]))?"
NUMBER = re.compile(
    rf"{LEAD}[(\[]?(?P<first>{ONE})(?P<more>(?:\s*[/,&+-]\s*(?:\d{{1,2}}\s?[a-z]?|[a-z]))*)[)\]]?"
    r"\s*[.:)]?",
    re.IGNORECASE,
)
PREFIX = re.compile(rf"{LEAD}[(\[]?(?P<first>{ONE})[)\]]?(?P<end>[.:)]*)\s+(?=\S)", re.IGNORECASE)


@attrs.frozen
class Numbered:
    """What a cell begins with.

    Attributes:
        numbers: The item numbers, in lower case; several where one row answers several items.
        rest: The words after them; empty where the cell holds nothing else.
    """

    numbers: tuple[str, ...]
    rest: str = ""


def item_numbers(text: str, listed: str = "") -> Numbered | None:
    """Read the item numbers that a cell begins with.

    Args:
        text: The cell's words.
        listed: The number that a list style prints before them.

    Returns:
        None where it begins with no number.
    """
    plain = _without_marks(text)
    if whole := NUMBER.fullmatch(plain):
        return Numbered(_spread(whole["first"], whole["more"] or ""))
    if listed and (own := NUMBER.fullmatch(_without_marks(listed))):
        return Numbered(_spread(own["first"], own["more"] or ""), text.strip())
    begun = PREFIX.match(plain)
    if begun and (begun["end"] or plain[begun.end() :][:1].isupper()):
        return Numbered((_one(begun["first"]),), plain[begun.end() :].strip())
    return None


def _without_marks(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.translate({ord(mark): " " for mark in MARKS}))
    return folded.replace("\N{NON-BREAKING HYPHEN}", "-").replace("\N{EN DASH}", "-").strip()


def _one(number: str) -> str:
    return "".join(number.split()).lower().lstrip("0") or "0"


def _spread(first: str, more: str) -> tuple[str, ...]:
    """Write out `3a/b` as 3a and 3b, and `3-5` as 3, 4 and 5."""
    found = [_one(first)]
    digits = re.match(r"\d*", found[0])
    stem = digits.group() if digits else ""
    for mark, word in re.findall(r"([/,&+-])\s*(\d{1,2}\s?[a-z]?|[a-z])", more, re.IGNORECASE):
        number = _one(word)
        if not number[:1].isdigit():
            number = stem + number
        if mark == "-":
            found.extend(_between(found[-1], number))
        found.append(number)
    return tuple(dict.fromkeys(found))


def _between(low: str, high: str) -> list[str]:
    if low.isdigit() and high.isdigit():
        return [str(n) for n in range(int(low) + 1, int(high))]
    if low[:-1] == high[:-1]:
        return [low[:-1] + chr(n) for n in range(ord(low[-1]) + 1, ord(high[-1]))]
    return []
