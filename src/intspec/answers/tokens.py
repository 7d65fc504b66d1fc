"""An answer cut into words, numbers, addresses and marks."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from intspec.answers.words import UNSPACED, folded, unspaced
from intspec.lazy import frozen
from intspec.text.lookalikes import DOUBLE_QUOTES, FORMS, SINGLE_QUOTES
from intspec.text.small import RAISED

TokenKind = Literal["word", "number", "mark", "url", "doi"]
TOKEN = re.compile(
    r"(?P<url>https?://[^\s<>\])}\"\u201d]+|www\.[^\s<>\])},;\"\u201d]+)"
    r"|(?P<doi>(?:doi:[ ]{0,3})?10\.\d{4,9}/[^\s<>\]\"\u201d,;]+)"
    r"|(?P<number>\d+(?:\.\d+)*)"
    rf"|(?P<mark>[^\w\s]|[_\n{RAISED}])"
    rf"|(?P<word>[^\W\d_{RAISED}]+)",
    re.IGNORECASE,
)
#: Marks of other keyboards, as those of ours; all dashes are one.
TYPED = {
    **FORMS,
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u301c\uff5e~"), "-"),
    **dict.fromkeys(map(ord, "\u3001\u060c"), ","),
    ord("\u061b"): ";",
    ord("\u203a"): ">",
    **dict.fromkeys(map(ord, DOUBLE_QUOTES), '"'),
    **dict.fromkeys(map(ord, SINGLE_QUOTES), "'"),
    **dict.fromkeys(map(ord, "\u3010\u3014\u300c"), "["),
    **dict.fromkeys(map(ord, "\u3011\u3015\u300d"), "]"),
}


@frozen
class Token:
    """One piece of an answer.

    Attributes:
        kind: What it is.
        text: Its characters; digits and marks as those of a keyboard.
        raw: Its characters as they stand.
        word: The text without case and accents.
        start: Where it begins in the answer.
        end: Where it ends.
        glued: Whether nothing stands between it and the one before it.
    """

    kind: TokenKind
    text: str
    raw: str
    word: str
    start: int
    end: int
    glued: bool


@lru_cache(maxsize=256)  # the readers of denials, of states and of places each ask
def tokens(text: str) -> tuple[Token, ...]:
    """Cut an answer into its pieces, in time that grows with its length alone."""
    found: list[Token] = []
    for kind, piece, start in _pieces(text):
        glued = bool(found) and found[-1].end == start
        plain = piece if kind in ("url", "doi") else _typed(piece, kind)
        found.append(Token(kind, plain, piece, folded(plain), start, start + len(piece), glued))
    return tuple(found)


def _pieces(text: str) -> Iterator[tuple[TokenKind, str, int]]:
    for match in TOKEN.finditer(text):
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]
        piece, start = match[0], match.start()
        if kind in ("url", "doi"):
            kept = piece.rstrip(".,;:)")
            yield kind, kept, start
            yield from (
                ("mark", mark, start + len(kept) + at) for at, mark in enumerate(piece[len(kept) :])
            )
        elif kind == "word" and UNSPACED.search(piece):
            for part in unspaced(piece):
                yield kind, part, start
                start += len(part)
        else:
            yield kind, piece, start


def _typed(piece: str, kind: TokenKind) -> str:
    if kind == "number" and not piece.isascii():
        return "".join(mark if mark == "." else str(int(mark)) for mark in piece)
    return piece.translate(TYPED) if not piece.isascii() else piece
