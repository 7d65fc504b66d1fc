"""SPIRIT 2025: what the words of its file cannot ask."""

import re
from collections.abc import Iterator

from intspec import Finding, Rule, Subject, is_empty, rule

#: How people say to whom a change is told, where they say in one text how it is decided on.
TOLD = (
    r"\b(?:told|tells?|inform\w*|notif\w*|communicat\w*|announc\w*|circulat\w*"
    r"|(?:sent|reported|submitted|passed on|made known|forwarded) to)\b"
)


@rule("guidelines/amendments-told", scope="study")
def amendments_told(subject: Subject) -> Iterator[Finding]:
    """Nothing says who is told of changes to the protocol.

    ## What it checks
    `amendments_told` of `conduct` names who is told, or the text of `amendments` says so: "the
    registry is told". Who decides is no answer.

    ## Why it matters
    A change to an intervention that nobody was told of is found by nobody.

    ## Example
    `amendments_told: [ethics-committee, registry]`

    ## Instead
    Where no procedure has been laid down yet, declare it as not-done and say so.

    ## Reference
    SPIRIT 2025, item 31.
    """
    conduct = subject.spec.conduct
    names = conduct.amendments_told if conduct is not None else ()
    text = conduct.amendments if conduct is not None else None
    in_words = not is_empty(text) and re.search(TOLD, text or "", re.IGNORECASE)
    if is_empty(names) and not in_words:
        waiting = ("amendments",) if text and is_empty(text) else ("amendments_told",)
        place = ("amendments_told", 0) if names else waiting
        yield Finding(
            "nothing says who is told of changes to the protocol",
            ("conduct", *place),
            "add `amendments_told:` to `conduct:`",
        )


RULES: tuple[Rule, ...] = (amendments_told,)
