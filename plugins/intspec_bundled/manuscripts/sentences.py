"""Divide the text of a paragraph into sentences."""

import re
from collections.abc import Iterator

#: Where a sentence may end: a full stop with what closes it, the numbers of references, a space,
#: and what begins one.
END = re.compile(
    r"[.!?\u3002][\"'\u201d\u2019)\]]*(?:\s?\[[\d,\s\u2013-]+\]|(?<=[^\d\s][.!?])"
    r"\d{1,3}(?:[\s,\u2013*-]{1,2}\d{1,3})*)?(?P<gap>\s+)"
    r"(?=[\"'\u201c\u2018(\[]*[A-Z\u00c0-\u00de0-9])"
)
#: What ends in a full stop and ends no sentence.
SHORT = re.compile(
    r"(?:^|[\s(\[])(?:e\.g|i\.e|cf|et al|vs|approx|ca|resp|figs?|eqs?|refs?|nos?|vol|pp?|dr|prof|"
    r"mr|mrs|ms|st|inc|ltd|co|corp|dept|univ|hosp|min|max|incl|excl|viz|[A-Z]|u\.s|u\.k|a\.m|p\.m)"
    r"\.$",
    re.IGNORECASE,
)
#: Some of them end sentences when a capital letter follows, and none when a number does.
BEFORE_NUMBERS = re.compile(
    r"(?:^|[\s(\[])(?:min|max|u\.s|u\.k|a\.m|p\.m|et al|inc|ltd|co)\.$", re.IGNORECASE
)
#: The number of a table or figure at the beginning of its caption.
OF_CAPTION = re.compile(r"(?:table|figure|fig|box|panel)\.?\s+\w{1,4}\.", re.IGNORECASE)
#: Shorter pieces are no sentences.
LEAST = 2


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Go over the sentences of a text: where each begins and ends."""
    start = 0
    for match in END.finditer(text):
        end = match.start("gap")
        if _goes_on(text[max(0, start, end - 16) : end], text[match.end() : match.end() + 1]):
            continue
        piece = text[start:end]
        if piece.count(" ") + 1 < LEAST or OF_CAPTION.fullmatch(piece):
            continue
        yield start, end
        start = match.end()
    rest = text[start:]
    if rest.strip():
        yield start, start + len(rest.rstrip())


def _goes_on(before: str, after: str) -> bool:
    """Tell whether a full stop is that of a word cut short."""
    if not SHORT.search(before):
        return False
    return not (BEFORE_NUMBERS.search(before) and after.isalpha())
