"""Raised and lowered numbers and letters: those of notes are no part of what they stand beside."""

import re

#: A letter may be the mark of a note too; further letters stand in `1st` and the like.
_LETTERS = dict(zip("abcdefgh", "\u1d43\u1d47\u1d9c\u1d48\u1d49\u1da0\u1d4d\u02b0", strict=True))
_RAISED = {**dict(zip("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", strict=True)), **_LETTERS}
_LOWERED = dict(zip("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋", strict=True))
_SIZES = {"superscript": str.maketrans(_RAISED), "subscript": str.maketrans(_LOWERED)}
_SMALL_ONES = re.compile("[0-9+-]+|[a-h]")
#: Raised ones, and lowered ones; the signs of sums and charges are none.
RAISED = "".join(_RAISED.values())[:10] + "".join(_LETTERS.values())
LOWERED = "".join(_LOWERED.values())[:10]


def set_small(text: str, size: str) -> str:
    """Return a number, or the one letter of a note, as a raised or lowered one.

    Args:
        text: The words that are set small; others than those stay as they are.
        size: `superscript` or `subscript`, as office programs call them, or anything else.
    """
    if size in _SIZES and _SMALL_ONES.fullmatch(text.strip()):
        return text.translate(_SIZES[size])
    return text
