"""Patterns that are compiled when a text may match them: most texts of a document cannot.

To compile a pattern of three hundred characters takes as long as to read a small document, and a
check asks most patterns of texts that lack the words without which they match nothing.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class Pattern:
    """A regular expression, compiled for the first text that may match.

    Args:
        pattern: The expression.
        needs: What it needs, with `|` between: every text that it matches has one of these, in any
            case where the expression ignores case. Without any, each text may match.
        flags: Those of `re`.
    """

    def __init__(self, pattern: str, needs: str = "", *, flags: int = 0) -> None:
        self.pattern = pattern
        self.needs = needs.split("|") if needs else []
        self.flags = flags
        self.ignores_case = bool(flags & re.IGNORECASE)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return re.compile(self.pattern, self.flags)

    def may_match(self, text: str) -> bool:
        """Tell whether a text has what the expression needs."""
        if not self.needs:
            return True
        if self.ignores_case:
            # Beyond ASCII `re` and `str.lower` have not the same pairs of letters.
            if not text.isascii():
                return True
            text = text.lower()
        # Without a generator: most texts of a document are asked many times.
        return any(map(text.__contains__, self.needs))

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match a whole text."""
        return self.compiled.fullmatch(text) if self.may_match(text) else None

    def search(self, text: str) -> re.Match[str] | None:
        """Look for the first match in a text."""
        return self.compiled.search(text) if self.may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Go over all matches in a text."""
        return self.compiled.finditer(text) if self.may_match(text) else iter(())

    def sub(self, instead: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Put something in the place of each match."""
        return self.compiled.sub(instead, text) if self.may_match(text) else text
