r"""Characters that a reader cannot see, or that a format cannot hold: each set is named once.

A set is written as the ranges between the brackets of a regular expression: `"\x00-\x08\x0b"`. So
a set is put together of others by `+`, and each format says in one line what it cannot hold.
"""

import re
from functools import cache
from itertools import groupby
from typing import Literal

from intspec.text.wording import plural

NormalForm = Literal["NFC", "NFD", "NFKC", "NFKD"]
#: Stands in for a character that a format cannot hold.
STAND_IN = "\N{REPLACEMENT CHARACTER}"
#: The controls of ASCII, but for tab, line feed and carriage return. No file of text has them: XML
#: 1.0 cannot hold them, and a terminal acts on them.
CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f"
#: Delete, and the controls beyond ASCII. XML 1.0 takes them; terminals act on them, and no page
#: shows them.
C1_CONTROLS = "\x7f-\x9f"
#: Halves of characters of UTF-16. Python's text can have one alone, and UTF-8 cannot.
SURROGATES = "\ud800-\udfff"
#: The two code points that are no characters and that XML 1.0 forbids.
NO_CHARACTERS_IN_XML = "\ufffe\uffff"
#: All code points that Unicode keeps from being characters, for ever.
NONCHARACTERS = (
    "\ufdd0-\ufdef"
    + NO_CHARACTERS_IN_XML
    + "".join(f"{chr(end - 1)}{chr(end)}" for end in range(0x1FFFF, 0x110000, 0x10000))
)
#: What no part of an XML file may hold, written out or by its number (XML 1.0, production 2).
NOT_IN_XML = CONTROLS + SURROGATES + NO_CHARACTERS_IN_XML
#: What no page holds, printed or on the web.
NOT_ON_PAGES = CONTROLS + C1_CONTROLS + SURROGATES + NONCHARACTERS

#: They end a line in some programs, and in others they do not.
SEPARATORS = "\u2028\u2029"
#: At the beginning of a file it tells the encoding; elsewhere it is a space without width.
BYTE_ORDER_MARK = "\ufeff"
#: What no specification holds, for one or the other format cannot print it, or ends a line there.
NOT_IN_SPECIFICATIONS = (
    CONTROLS + C1_CONTROLS + SURROGATES + SEPARATORS + BYTE_ORDER_MARK + NO_CHARACTERS_IN_XML
)

ZERO_WIDTH_SPACE = "\u200b"
SOFT_HYPHEN = "\xad"
#: Joiners and marks of direction, which some scripts cannot do without.
SCRIPT_MARKS = "\u200c-\u200f"
ARABIC_LETTER_MARK = "\u061c"
#: They turn the direction of what follows around: a line then reads as what it is not.
TURNS = "\u202a-\u202e\u2066-\u2069"
WORD_JOINER = "\u2060"
#: Signs of formulas that have no shape, and an unassigned code point beside them.
INVISIBLE_OPERATORS = "\u2061-\u2065"
#: Marks that Unicode has given up, or that belong into no text that is interchanged.
OUTDATED_MARKS = "\u180e\u206a-\u206f\ufff9-\ufffb"
#: Asks for the shape of a pictograph.
VARIATION_SELECTOR = "\ufe0f"

_WITHOUT_SHAPE = (
    ZERO_WIDTH_SPACE + SEPARATORS + TURNS + WORD_JOINER + INVISIBLE_OPERATORS + BYTE_ORDER_MARK
)
#: What would hide on a terminal, or change what it shows. Tab and line feed may pass.
HIDDEN_ON_TERMINALS = (
    CONTROLS + "\r" + C1_CONTROLS + ARABIC_LETTER_MARK + SCRIPT_MARKS + _WITHOUT_SHAPE + SURROGATES
)
#: What no author means to write: it comes along with text that was copied.
HIDDEN_FROM_READERS = CONTROLS + "\r" + C1_CONTROLS + OUTDATED_MARKS + _WITHOUT_SHAPE
#: What comes along when an identifier is copied, and is no part of it.
HIDDEN_IN_IDENTIFIERS = (
    SOFT_HYPHEN + ZERO_WIDTH_SPACE + SCRIPT_MARKS + WORD_JOINER + BYTE_ORDER_MARK
)
#: Marks that a printed line from left to right shows nothing of.
SHAPELESS = SCRIPT_MARKS + TURNS + WORD_JOINER + INVISIBLE_OPERATORS + VARIATION_SELECTOR
#: What ends a line in other programs: vertical tab, form feed, next line, and the separators.
FOREIGN_LINE_ENDS = "\x0b\x0c\x85" + SEPARATORS
#: Spaces that look like the ordinary one, or like nothing: each one for itself, no ranges.
ODD_SPACES = (
    "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u202f\u205f\u3000"
)
#: Spaces that word processors and the keyboards of East Asia put into numbers.
SPACES_IN_NUMBERS = "\xa0\u2007\u2009\u202f\u3000"
#: Hyphens and dashes that stand for a hyphen where a number or a name is typed.
DASHES = "\u2010-\u2015"


#: So many characters beyond ASCII in a row: only there can marks stand that Python is slow with.
LONG_RUN = "[^\x00-\x7f]{100,}"


@cache
def any_of(characters: str) -> re.Pattern[str]:
    """Return the pattern of one character of a set."""
    return re.compile(f"[{characters}]")


def normalized(form: NormalForm, text: str) -> str:
    """Normalise a text as `unicodedata.normalize` does, in time that grows with its length alone.

    Marks on one letter are put in order by Unicode's rules. Python moves each of them past all that
    stand before it, which takes hours where a text has a million; so they are sorted beforehand.

    Args:
        form: The normal form of Unicode.
        text: Any text.
    """
    if text.isascii():
        return text
    import unicodedata  # noqa: PLC0415 -- few texts need it

    # No ASCII character is a mark, or is joined to what stands before it.
    text = re.sub(LONG_RUN, lambda run: _with_marks_in_order(run[0], form), text)
    return unicodedata.normalize(form, text)


def _with_marks_in_order(text: str, form: NormalForm) -> str:
    """Take the characters of a text apart, and sort the marks that stand in a row."""
    import unicodedata  # noqa: PLC0415 -- see `normalized`

    apart: NormalForm = "NFKD" if "K" in form else "NFD"
    characters = "".join(unicodedata.normalize(apart, character) for character in text)
    runs = groupby(characters, key=lambda character: unicodedata.combining(character) > 0)
    return "".join(
        character
        for is_marks, run in runs
        for character in (sorted(run, key=unicodedata.combining) if is_marks else run)
    )


def line_feeds(text: str) -> str:
    """Write the line breaks of all systems as line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def replace_forbidden(text: str, forbidden: str) -> tuple[str, int]:
    r"""Put U+FFFD in place of what a format cannot hold.

    Args:
        text: Any text.
        forbidden: The characters that the format cannot hold, none of which can be printed, as
            they stand between the brackets of a regular expression: `NOT_IN_XML`, or
            `CONTROLS + SURROGATES`.

    Returns:
        The text, with line feeds as its only line breaks, and how many characters were replaced.
    """
    text = line_feeds(text)
    # Nearly every text can be printed, and needs no more than this one look.
    if text.isprintable():
        return text, 0
    return any_of(forbidden).subn(STAND_IN, text)


def replacement_notice(count: int, holder: str) -> str:
    """Say how many characters were replaced, for a notice in the file itself.

    Args:
        count: How many, one at least.
        holder: What cannot hold them, such as `a workbook`.
    """
    amount = "One character" if count == 1 else plural(count, "character")
    return f"{amount} that {holder} cannot hold: shown as {STAND_IN}."


def named(character: str) -> str:
    """Return a character, or its number if it cannot be printed: `U+200B`."""
    return character if character.isprintable() else f"U+{ord(character):04X}"


def escaped(character: str) -> str:
    r"""Write a character as Python and YAML write it in quotes: `\x1b`, `\u202e`, `\U0001f600`."""
    number = ord(character)
    if number < 0x100:  # noqa: PLR2004 -- what two digits hold
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"  # noqa: PLR2004
