"""Keys that stand twice in one mapping, or look as if they did."""

import unicodedata
from typing import Any

from intspec.reading.problems import Unreadable, refuse


class Seen:
    """The keys of one mapping as they look, kept from its first key outside ASCII on.

    Two spellings of one letter (é as one character, or as e and an accent) are one key to a reader.

    Args:
        keys: The mapping's keys so far.
    """

    def __init__(self, keys: Any) -> None:
        self.first = {unicodedata.normalize("NFC", key): key for key in keys}

    def add(self, key: str) -> str | None:
        """Take a key in; return the earlier one that looks the same, if there is one."""
        found = self.first.setdefault(unicodedata.normalize("NFC", key), key)
        return None if found is key else found


def twice(key: str, other: str, first: int, line: int, column: int, width: int) -> Unreadable:  # noqa: PLR0913, PLR0917 -- a refusal has as many parts
    """Refuse a key that stands a second time.

    Args:
        key: The key, where it is refused.
        other: The same key as written first.
        first: Line of the first.
        line: Line of the second.
        column: Column of the second.
        width: Characters of the second as written.
    """
    message = f"the key `{key[:60]}` stands here a second time; the first is on line {first}"
    if key != other:
        message = f"the key `{key[:60]}` looks the same as the one on line {first}"
    hint = "keep one of the two, or join what they hold"
    return refuse("duplicate-key", message, hint, line, column, width)
