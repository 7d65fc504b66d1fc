"""Whether words name a place in a document, or only say something: what counts as evidence."""

import re

from intspec.forms.documents import Located
from intspec.forms.places import SENTENCE

#: Fields that only a page, a table, an address and so on can give.
EVIDENT = frozenset(
    {"page", "pages", "lines", "table", "figure", "appendix", "paragraph", "url", "anchor"}
)
#: Headings of columns that ask for places.
ASKS = re.compile(
    r"locat|\bwhere\b|\bpages?\b|\blines?\b|\bsections?\b|\bparagraphs?\b|"
    r"reported (?:on|in|at)\b|\bprimary\b|\bother\b|manuscript",
    re.IGNORECASE,
)
CITATION = re.compile(r"\bet al\b|\b[A-Z][\w-]+,? \(?(?:19|20)\d\d\b")
ABSENT = (
    r"(?:located|reported|stated|described|mentioned|provided|given|specified|included|addressed"
    r"|found|available)"
)
#: Answers that say that there is nothing to be found, or not yet, whatever follows.
GAP_LEAD = re.compile(
    rf"(?:item\s+|information\s+)?not\s+(?:yet\b|{ABSENT}\b)|(?:will|to|yet\s+to)\s+be\b"
    r"|no\s+(?:information|data|details)\b",
    re.IGNORECASE,
)
NEGATIVE = re.compile(r"(?:none|nothing|nil|neither|never|not?)\b(?!\.?\s*\d)", re.IGNORECASE)
HEADING_WORDS = 4
#: What guidelines print on their own forms.
PRINTED = re.compile(
    r"\W*(?:the\s+)?(?:tidier|consort|spirit)\b[^.]*\bchecklist(?:\s+of\s+information\s+to"
    r"\s+include\s+when\b[^.]*)?\W*"
    r"|information to include when describing an intervention\b.{0,80}"
    r"|[*\u2020\u2021\u01c2\u00a7\u00b6]+\s*(?:we strongly recommend|authors\s*[-\u2013]|if the "
    r"information is not provided|if completing the|it is strongly recommended)\b.*"
    r"|[\s_|.]*",
    re.IGNORECASE | re.DOTALL,
)


def is_evident(one: Located, *, words: bool = True) -> bool:
    """Tell whether a place was read from more than words that could mean anything.

    Args:
        one: The place.
        words: Whether the words of a known heading are evidence.
    """
    place = one.place
    heading = words and place.sure
    return one.document is not None or heading or bool(EVIDENT & place.fields.keys())


def may_be_heading(text: str) -> bool:
    """Tell whether words could be the heading of a section, or cite a paper."""
    if NEGATIVE.match(text) or SENTENCE.search(text):
        return False
    if CITATION.search(text):
        return True
    return len(text.split()) <= HEADING_WORDS and text[:1].isupper()
