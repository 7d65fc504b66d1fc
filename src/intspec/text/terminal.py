"""Text for a terminal: characters that cannot be seen become escapes, columns are counted."""

import re
import unicodedata

#: Control, bidirectional and zero-width characters, which can hide or reorder what is printed.
UNSEEN = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def visible(text: str) -> str:
    r"""Write characters that cannot be seen as escapes, such as `\u202e`."""
    # Nearly every text is printable, and then the pattern, slow to compile, is not needed.
    return text if text.isprintable() else re.sub(UNSEEN, _escape, text)


def one_line(text: str) -> str:
    """Return a text as one line, made visible."""
    return visible(" ".join(text.split()))


def columns(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int) -> str:
    """Fill a text with blanks to a number of columns."""
    return text + " " * max(0, width - columns(text))


def shorten(text: str, width: int) -> str:
    """Cut a text to a number of columns, with an ellipsis where something is cut."""
    if columns(text) <= width:
        return text
    kept, used = "", 0
    for character in text:
        used += _width(character)
        if used > width - 1:
            break
        kept += character
    return kept.rstrip() + "…"


def _escape(found: re.Match[str]) -> str:
    number = ord(found.group())
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"  # noqa: PLR2004
