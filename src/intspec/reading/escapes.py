"""Backslash escapes in quoted text: those that give what no output format can carry."""

import re
from typing import Literal, NoReturn

from intspec.reading.document import Source
from intspec.text.characters import NOT_IN_SPECIFICATIONS, any_of

ESCAPE = r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(?s:(.)))"
#: Escapes of one letter, and the unfit characters that some of them give.
LETTERS = {"yaml": '0abt\tnvfre "/\\N_LP\n\r', "json": '"\\/bfnrt'}
GIVES = {
    "0": 0x00,
    "a": 0x07,
    "b": 0x08,
    "v": 0x0B,
    "f": 0x0C,
    "e": 0x1B,
    "N": 0x85,
    "L": 0x2028,
    "P": 0x2029,
}
HIGH = range(0xD800, 0xDC00)
LOW = range(0xDC00, 0xE000)
UNICODE_END = 0x110000


def is_unfit(text: str) -> bool:
    """Tell whether a text with escapes holds what no output format can carry."""
    # Nearly every text is printable, and then the pattern, slow to compile, is not needed.
    return not text.isprintable() and any_of(NOT_IN_SPECIFICATIONS).search(text) is not None


def refuse_escape(
    source: Source, start: int, end: int, language: Literal["yaml", "json"]
) -> NoReturn:
    """Refuse a quoted text for the first bad escape in it.

    Args:
        source: The text.
        start: Offset of the opening quote.
        end: Offset at which to stop looking.
        language: In JSON, two escapes may be the halves of one character.

    Raises:
        Unreadable: Always.
    """
    skip = -1
    for found in re.compile(ESCAPE).finditer(source.text, start, end):
        at, after = found.span()
        written = found.group()
        letter = found.group(4)
        if at == skip:
            continue
        if written[1] in "xU" and language == "json":
            _refuse_letter(source, written[:2], at, at + 2, language)
        if letter is not None and letter not in LETTERS[language]:
            _refuse_letter(source, written, at, after, language)
        code = GIVES.get(letter, 0x20) if letter else int(found[1] or found[2] or found[3], 16)
        if code in HIGH and language == "json":
            half = re.compile(ESCAPE).match(source.text, after)
            if half and half.group(2) and int(half.group(2), 16) in LOW:
                skip = after
                continue
        if code in HIGH or code in LOW:
            source.refuse(
                "surrogate",
                f"the escape `{written}` is half a character",
                "write the character itself, without a backslash",
                at,
                after,
            )
        if code >= UNICODE_END:
            _refuse_letter(source, written, at, after, language)
        if any_of(NOT_IN_SPECIFICATIONS).match(chr(code)):
            source.refuse(
                "control-character",
                f"the escape `{written}` gives a character that cannot be printed (U+{code:04X})",
                "remove it; write \\n for a line break",
                at,
                after,
            )
    source.refuse("control-character", "this text cannot be printed", "type it anew", start)


def _refuse_letter(
    source: Source, written: str, at: int, after: int, language: Literal["yaml", "json"]
) -> NoReturn:
    source.refuse(
        f"{language}-syntax",
        f"the backslash before `{written[1:]}` gives no character",
        "write \\\\ for a backslash"
        + (", or put the text in single quotes" if language == "yaml" else ""),
        at,
        after,
    )
