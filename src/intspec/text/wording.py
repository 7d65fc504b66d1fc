"""Wording of messages: numbers with their nouns, the first of many, texts on one line or cut."""

import re
from collections.abc import Sequence

#: Where a clause ends; or else where what is said more exactly begins.
CLAUSES = (
    r"(?<=\w)(?:[,;:.] | \()",
    r"(?<=\w) (?:and|or|with|for|by|in|on|at|to|of|that|which|who|where|when) ",
)

#: The space between a number and its unit. Compiled when a page is written.
BEFORE_UNIT = (
    r"(?<=\d) (?=(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|sessions?|times|sites?"
    r"|people|participants|providers|sets|repetitions|tablets?|capsules?|puffs|drops|units?|IU|mg"
    r"|\N{MICRO SIGN}g|mcg|kg|g|ml|l|cm|mm|m|km|Hz|Gy)\b)"
)


def noun(number: int, word: str) -> str:
    """Return an English noun as it follows a number: `item` or `items`."""
    return word if number == 1 else f"{word}s"


def plural(number: int, word: str) -> str:
    """Write a number with its noun: `1 item`, `2 items`, `0 items`.

    Args:
        number: How many.
        word: An English noun whose plural ends with s, in the singular.
    """
    return f"{number} {noun(number, word)}"


def flat(text: str) -> str:
    """Write a text on one line: each run of white space becomes one blank.

    Args:
        text: Any text; the white space at its ends goes.
    """
    return " ".join(text.split())


def why(error: Exception) -> str:
    """Return what is wrong in words, without the number that the system has for it."""
    return getattr(error, "strerror", None) or str(error)


def some_of(words: Sequence[str], most: int, between: str = ", ") -> str:
    """Join words, and say how many more there are than can be shown: `a, b and 3 more`.

    Args:
        words: All of them, in the order in which they are to be shown.
        most: How many are shown.
        between: What stands between two of them.
    """
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return between.join(words[:most]) + more


def first_clause(text: str, most: int) -> str:
    """Return how a text begins, up to where a clause ends, as a name for the whole.

    Args:
        text: The text.
        most: The most characters.
    """
    text = flat(text)
    if len(text) <= most:
        return text
    for clause in CLAUSES:
        ends = [found.start() for found in re.finditer(clause, text[: most + 1])]
        # "Standard, non-specific exercises": one word is no clause.
        if ends and " " in text[: ends[-1]]:
            return text[: ends[-1]]
    return shorten(text, most)


def shorten(text: str, most: int) -> str:
    """Cut a text where it is long, with an ellipsis as its last character.

    Args:
        text: Any text; its white space is left alone.
        most: The most characters that it may have, the ellipsis among them.
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def held_together(text: str) -> str:
    """Keep numbers and their units on one line: `10 sites`, `45 minutes`.

    Args:
        text: A text for a page.

    Returns:
        The text, with a space between a number and a unit that no line is broken at.
    """
    if not any(map(str.isdigit, text)):
        return text
    return re.sub(BEFORE_UNIT, "\N{NO-BREAK SPACE}", text)
