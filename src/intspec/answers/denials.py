"""Denials: answers that say that nothing was so, or that nobody looked."""

from collections.abc import Sequence
from typing import Literal

from intspec.answers.grammar import read
from intspec.answers.tokens import Token, tokens
from intspec.answers.words import meaning_at, whole
from intspec.checklists import Item
from intspec.lazy import frozen

#: No phrase that denies has more words.
LONGEST = 5


@frozen
class Denial:
    """A denial.

    Attributes:
        kind: Whether it says that nothing was so, or that it was not assessed.
        bare: Whether it is a single word, which does not say what was not so.
    """

    kind: Literal["nothing", "unassessed"]
    bare: bool = False


def denied_by(item: Item) -> Literal["", "nothing", "unassessed"]:
    """Tell which denial answers an item: that nothing was so, or that it was not assessed."""
    if not item.denied:
        return ""
    return "unassessed" if item.denied[0].endswith("assessed") else "nothing"


def denial(text: str) -> Denial | None:
    """Read a denial; None where a text denies nothing, or goes on to tell what was so after all."""
    cut = tokens(text)
    # What is told in brackets, or about where, denies nothing itself.
    words = [token.word for token in _outside_brackets(cut)]
    if not words:
        return None
    if "none" in whole(text):
        return Denial("nothing", bare=True)
    if _means(words, 0, "no-denial") or any(
        _means(words, at, "contrasts") for at in range(len(words))
    ):
        return None
    led = _led(cut, words)
    undone = _participle(words, led=led)
    if undone is None and not led:
        return None
    if any(clause.content for clause in (read(rest) for rest in text.split(";")[1:])):
        return None
    return Denial(undone or "nothing", bare=led and _is_bare(cut, text))


def _outside_brackets(cut: Sequence[Token]) -> list[Token]:
    depth, kept = 0, []
    for token in cut:
        depth += token.text in ("(", "[")
        if not depth:
            kept.append(token)
        depth = max(0, depth - (token.text in (")", "]")))
    return kept


def _means(words: list[str], at: int, kind: str) -> bool:
    return meaning_at(words[at : at + LONGEST], 0, (kind,)) is not None


def _led(cut: Sequence[Token], words: list[str]) -> bool:
    """Tell whether an answer begins with a word that denies: `no`, `there were no`."""
    meaning = meaning_at(words[:LONGEST], 0, ("none", "denying"))
    if meaning is None or words[0] in ("not", "n"):
        return False
    following = cut[meaning[1]] if meaning[1] < len(cut) else None
    if following is None:
        return True
    # `No. 5` is a number, and `no-touch` is one word.
    beyond = cut[meaning[1] + 1] if meaning[1] + 1 < len(cut) else None
    numbered = following.kind == "number" or (
        following.text == "." and beyond is not None and beyond.kind == "number"
    )
    return not numbered and not (following.text == "-" and following.glued)


def _participle(words: list[str], *, led: bool) -> Literal["nothing", "unassessed"] | None:
    """Read `not modified`, `was not assessed`, and `no fidelity was assessed`."""
    for at, word in enumerate(words):
        if word == "not" or led:
            if _means(words, at + 1, "unassessed") if at + 1 < len(words) else False:
                return "unassessed"
            if word == "not" and at + 1 < len(words) and _means(words, at + 1, "undone"):
                return "nothing"
    return None


def _is_bare(cut: Sequence[Token], text: str) -> bool:
    """Tell whether nothing but a place stands beside the word."""
    first = cut[0]
    return not read(text[first.end :]).content and len(cut) > 1 and False
