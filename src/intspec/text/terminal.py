"""Text for a terminal: characters that cannot be seen become escapes, columns are counted."""

import unicodedata

from intspec.text.characters import HIDDEN_ON_TERMINALS, any_of, escaped
from intspec.text.wording import flat


def visible(text: str) -> str:
    r"""Write characters that cannot be seen as escapes, such as `\u202e`."""
    # Nearly every text is printable, and then the pattern, slow to compile, is not needed.
    if text.isprintable():
        return text
    return any_of(HIDDEN_ON_TERMINALS).sub(lambda match: escaped(match.group()), text)


def unbroken(text: str) -> str:
    r"""Make a text visible, its line breaks too: it stays one line, and says `\x0a` there."""
    return visible(text).replace("\n", escaped("\n"))


def one_line(text: str) -> str:
    """Return a text as one line, made visible."""
    return visible(flat(text))


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


def cut(text: str, width: int) -> str:
    """Cut a text to a number of columns, with an ellipsis where something is cut."""
    if columns(text) <= width:
        return text
    beginning, used = "", 0
    for character in text:
        used += _width(character)
        if used > width - 1:
            break
        beginning += character
    return beginning.rstrip() + "…"
