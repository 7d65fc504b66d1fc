"""What the head of a column asks for, which decides what the words below it mean."""

import re
from collections.abc import Mapping
from typing import Literal

from intspec.text.lookalikes import unmasked

#: What a column asks for; `any` where its head does not say.
Asks = Literal["place", "page", "yes-no", "description", "comments", "reason", "any"]
#: What columns of a known kind ask for.
BY_KIND: Mapping[str, Asks] = {
    "primary": "place",
    "other": "place",
    "reason": "reason",
    "yes-no": "yes-no",
    "comment": "comments",
}
PAGE = re.compile(r"\bpages?\b|\bpp?\b\.?|\bseiten?\b|p\xe1gina|\bpagina\b", re.IGNORECASE)
LINES = re.compile(r"\blines?\b|\bzeilen?\b|\bl\xedneas?\b|\blignes?\b", re.IGNORECASE)
#: Words for other places than pages.
PLACES = re.compile(
    r"\blines?\b|\bsections?\b|\bparagraphs?\b|\bheadings?\b|\blocation|\bzeilen?\b|\babschnitt",
    re.IGNORECASE,
)
YES_NO = re.compile(
    r"\by(?:es)?\s*(?:/|or|,)\s*no?\b|^\W*(?:reported|addressed|included|present)\W*$|\bja\s*/\s*nein\b|\boui\s*/\s*non\b|\bs\xed\s*/\s*no\b",
    re.IGNORECASE | re.MULTILINE,
)


def asks_of(kind: str, head: str, *, places: bool) -> Asks:
    """Tell what a column asks for.

    Args:
        kind: The kind that the form's reader gives it: primary, other, answer, reason and so on.
        head: What stands above it.
        places: Whether its head asks for places.
    """
    if kind in BY_KIND:
        return BY_KIND[kind]
    head = unmasked(head)
    if PAGE.search(head):
        return "page"
    if YES_NO.search(head):
        return "yes-no"
    return "place" if places else "any"


def asks_for_lines(head: str) -> bool:
    """Tell whether a column asks for a page and the lines on it."""
    head = unmasked(head)
    return PAGE.search(head) is not None and LINES.search(head) is not None


def asks_for_pages(head: str) -> bool:
    """Tell whether a column asks for pages, and not for sections or lines."""
    head = unmasked(head)
    return PAGE.search(head) is not None and not PLACES.search(head)
