"""Text that stands where content will come, and is none."""

import re
from functools import lru_cache

LONGEST = 60
WORDS = frozenset(
    {
        "tbc",
        "tbd",
        "tba",
        "todo",
        "fixme",
        "to be confirmed",
        "to be decided",
        "to be determined",
        "to be added",
        "to be announced",
        "to be completed",
        "to be specified",
        "to follow",
        "na",
        "n a",
        "nil",
        "not available yet",
        "not yet available",
        "pending",
        "placeholder",
        "lorem ipsum",
        "see manual",
        "see the manual",
        "see protocol",
        "see the protocol",
        "see paper",
        "see above",
        "see below",
        "see appendix",
        "see supplement",
        "as above",
        "as per protocol",
        "as per manual",
        "per protocol",
        "same as above",
        "ditto",
        "click or tap here to enter text",
        "enter text",
        "insert text",
        "insert text here",
        "your text here",
        "xx",
        "xxx",
        "xxxx",
    }
)
NOT_APPLICABLE = frozenset({"na", "n a", "nil"})
ELSEWHERE = ("see ", "as ", "per ", "same ", "ditto")
PUNCTUATION = re.compile(r"[\W_]+")
BRACKETED = re.compile(r"\[(insert|enter|add|fill|describe|your)\b[^\]]*\]|<[^<>]+>", re.IGNORECASE)


def is_placeholder(text: str) -> bool:
    """Tell whether a text, as a whole, only holds the place of content."""
    return len(text) <= LONGEST and _is_placeholder(text)


@lru_cache(maxsize=4096)  # several rules and parts ask in turn
def _is_placeholder(text: str) -> bool:
    stripped = text.strip()
    if not stripped:
        return False
    words = normal(stripped)
    return words in WORDS or not words or bool(BRACKETED.fullmatch(stripped))


def normal(text: str) -> str:
    """Return a text in lower case, its punctuation reduced to single spaces."""
    return PUNCTUATION.sub(" ", text.casefold()).strip()
