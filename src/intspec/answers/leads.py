"""A state that an answer begins with, as people write it: `N/A`, `not done`, in any language."""

import re

from intspec.answers.tokens import tokens
from intspec.answers.words import meaning_at
from intspec.lazy import frozen
from intspec.states import DeclaredState
from intspec.text.characters import ODD_SPACES

#: Fewer words after `n/a` are no reason, unless punctuation sets them off.
SHORTEST_REASON = 3
#: No words of a state are more pieces than this.
LONGEST_STATE = 6
#: So many characters of an answer are looked at for them.
LONGEST_LEAD = 200


@frozen
class Lead:
    """A state that an answer begins with, and what follows it.

    Attributes:
        state: The declared state.
        reason: What follows, without the marks that set it off.
        set_off: Whether a mark sets it off, so that it surely is a reason.
    """

    state: DeclaredState
    reason: str
    set_off: bool

    @property
    def enough(self) -> bool:
        """Whether it has the words of a reason where nothing sets it off."""
        return len(self.reason.split()) >= SHORTEST_REASON


def state_lead(text: str) -> Lead | None:
    """Read `N/A` or `not done`, in any language that is known, and the reason behind it."""
    cut = tokens(text[:LONGEST_LEAD])
    words = [token.word for token in cut[:LONGEST_STATE]]
    meaning = meaning_at(words, 0, ("not-applicable", "not-done")) if cut else None
    if meaning is None:
        return None
    kind, length = meaning
    # `na` is a word of its own in Portuguese, and begins words in all languages.
    if words[0] == "na" and not cut[0].text.isupper() and len(cut) > 1 and cut[1].kind != "mark":
        return None
    state: DeclaredState = "not-applicable" if kind.kind == "not-applicable" else "not-done"
    rest = text[cut[length - 1].end :].removeprefix(".")
    reason = rest.strip(" \t\n:;,.*-\u2013\u2014" + ODD_SPACES)
    if reason.startswith("(") and reason.endswith(")"):
        reason = reason[1:-1].strip()
    set_off = re.match(r"\s*[:;,.(\u2013\u2014-]", rest) is not None
    return Lead(state, reason, set_off)
