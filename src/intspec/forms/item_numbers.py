"""Read the item numbers that cells begin with: `5a`, `n° 5`, `Item 3:`, `3-4`, as forms print."""

import re

from intspec.lazy import frozen
from intspec.text.characters import normalized
from intspec.text.lookalikes import unmasked

#: Marks that stand beside a number and lead to a footnote.
MARKS = "*†‡ǂ§¶#ª°^"
LEAD = r"(?:(?:[^\W\d_][\w-]*\s+)?items?|nos?\.?|nr\.?|#)?\s*(?:no\.?\s*|nr\.?\s*|#\s*)?"
ONE = r"\d{1,2}(?:\s?(?:\([a-z]\)|[a-z](?![a-z])))?"
#: What stands between two numbers that one row has.
MORE = r"(?:\s*[/,&+-]\s*|\s+(?:and|to)\s+)"
NUMBER = re.compile(
    rf"{LEAD}[(\[]?(?P<first>{ONE})(?P<more>(?:{MORE}(?:\d{{1,2}}\s?[a-z]?|[a-z]))*)[)\]]?"
    r"\s*[.:)]*",
    re.IGNORECASE,
)
PREFIX = re.compile(
    rf"{LEAD}[(\[]?(?P<first>{ONE})[)\]]?(?P<end>[.:)]*)(?:\s+(?=\S)|(?<=[.:)])(?=[^\W\d]))",
    re.IGNORECASE,
)
#: `n\N{DEGREE SIGN} 5`, and the sign of one letter.
NUMERO = re.compile(
    "\\bn\\s?[\N{DEGREE SIGN}\N{MASCULINE ORDINAL INDICATOR}]|\N{NUMERO SIGN}", re.IGNORECASE
)


@frozen
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
    if listed and (printed := NUMBER.fullmatch(_without_marks(listed))):
        return Numbered(_spread(printed["first"], printed["more"] or ""), text.strip())
    begun = PREFIX.match(plain)
    if begun and (begun["end"] or plain[begun.end() :][:1].isupper()):
        return Numbered((_plain_number(begun["first"]),), plain[begun.end() :].strip())
    return None


def _without_marks(text: str) -> str:
    plain = NUMERO.sub("no ", unmasked(text))
    folded = normalized("NFKC", plain.translate({ord(mark): " " for mark in MARKS}))
    return folded.replace("\N{NON-BREAKING HYPHEN}", "-").replace("\N{EN DASH}", "-").strip()


def _plain_number(number: str) -> str:
    return re.sub(r"[\s()]", "", number).lower().lstrip("0") or "0"


def _spread(first: str, more: str) -> tuple[str, ...]:
    """Write out `3a/b` as 3a and 3b, and `3-5` as 3, 4 and 5."""
    numbers = [_plain_number(first)]
    digits = re.match(r"\d*", numbers[0])
    stem = digits.group() if digits else ""
    for mark, word in re.findall(rf"({MORE})(\d{{1,2}}\s?[a-z]?|[a-z])", more, re.IGNORECASE):
        number = _plain_number(word)
        if not number[:1].isdigit():
            number = stem + number
        if mark.strip().lower() in ("-", "to"):
            numbers.extend(_between(numbers[-1], number))
        numbers.append(number)
    return tuple(dict.fromkeys(numbers))


def _between(low: str, high: str) -> list[str]:
    if low.isdigit() and high.isdigit():
        return [str(n) for n in range(int(low) + 1, int(high))]
    if low[:-1] == high[:-1]:
        return [low[:-1] + chr(n) for n in range(ord(low[-1]) + 1, ord(high[-1]))]
    return []


def number_order(number: str) -> tuple[int, str]:
    """Return by what an item number is sorted."""
    digits = re.match(r"\d*", number)
    value = digits.group() if digits else ""
    return int(value or 0), number[len(value) :]
