"""Characters that look like those of a keyboard, or like nothing: folded, and named.

They come with text that was copied from a word processor, a PDF or a web page, or typed on another
keyboard. Two names that a reader cannot tell apart are then not the same.
"""

import re
from collections.abc import Iterable
from functools import cache

from intspec.text.characters import (
    DASHES,
    HIDDEN_IN_IDENTIFIERS,
    ODD_SPACES,
    SOFT_HYPHEN,
    any_of,
    normalized,
)
from intspec.text.patterns import Pattern
from intspec.text.wording import some_of

#: The longest text that is folded: no name is longer.
LONGEST = 200
#: How many characters of one text are named.
NAMED = 3
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\xab\xbb\u2033\uff02"
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2039\u203a\u2032\uff07"
MINUS = "\u2212"
BULLETS = "\u2022\u2023\u2043\u25aa\u25cf\uf0b7"
#: Letters of other alphabets, and the letters of ours that they are drawn as.
LETTERS = str.maketrans(
    # Cyrillic, then Greek.
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u051b\u0501\u051d\u04bb\u04cf"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0405\u0408"
    "\u03bf\u03b1\u03bd\u03c1\u03b9\u03ba\u03c5\u03c7\u0261\u0131"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeopcyxisjqdwhlABEKMHOPCTXYISJoavpikuxgiABEZHIKMNOPTYX",
)
#: Those of other alphabets alone: a dotless i is a letter of Turkish.
FOREIGN = {odd: plain for odd, plain in LETTERS.items() if odd not in (0x131, 0x261)}
#: What is typed as other characters: hyphens, letters that are joined or wide.
FORMS = {
    **dict.fromkeys((0x2010, 0x2011, ord(MINUS)), "-"),
    **{number: chr(number - 0xFEE0) for number in range(0xFF01, 0xFF5F)},
    **dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), start=0xFB00)),
}
#: What stands between spaces, and in it an address or a run of letters. An address is left alone:
#: another letter is another address. One pattern for both would go over the rest at each character.
TOKENS = re.compile(r"\S+")
SCHEME = "://"
#: Soft hyphens that cannot divide a word: alone, or in a range of numbers (`S2` and `1a` are some).
DIVIDES_NOTHING = (
    f"[0-9][A-Za-z]?\\s?{SOFT_HYPHEN}+(?=\\s?[A-Za-z]?[0-9])|(?<!\\S){SOFT_HYPHEN}+(?!\\S)"
)
SOFT = Pattern(f"(?P<kept>{DIVIDES_NOTHING})|{SOFT_HYPHEN}", SOFT_HYPHEN)
RUNS = re.compile(r"(?P<address>www\.\S*)|[^\W\d_]+")
#: So many Cyrillic letters alone may be an abbreviation that was typed on another keyboard.
SHORT = 2
#: Marks beyond ASCII that are typed on purpose.
TYPED = "\u2012-\u2015\u2026\xa7\xb6\xb7\xb0" + DOUBLE_QUOTES + SINGLE_QUOTES + BULLETS
NAMES = {
    "\xa0": "a non-breaking space",
    "\u202f": "a narrow non-breaking space",
    "\u200b": "a space without width",
    "\u3000": "a wide space",
    "\xad": "a soft hyphen",
    "\u2010": "a special hyphen",
    "\u2011": "a non-breaking hyphen",
    "\u2013": "a dash",
    "\u2014": "a long dash",
    MINUS: "a minus sign",
    **dict.fromkeys(DOUBLE_QUOTES + SINGLE_QUOTES, "curly quotes"),
    **dict.fromkeys(BULLETS, "a bullet"),
}
ALPHABETS = {"CYRILLIC": "a Cyrillic letter", "GREEK": "a Greek letter"}


def folded(text: str) -> str:
    """Return a text with the characters of a keyboard in place of those that look like them."""
    text = text[:LONGEST]
    if not text.isascii():
        text = any_of(HIDDEN_IN_IDENTIFIERS).sub("", text.translate(_marks()))
        text = normalized("NFKC", text.translate(LETTERS))
    return text.strip()


def bare(text: str) -> str:
    """Return a text folded, and without quotes around it."""
    text = folded(text)
    return text[1:-1].strip() if len(text) > 2 and text[0] == text[-1] in "\"'" else text  # noqa: PLR2004


def readings(text: str) -> list[str]:
    """Return what a text may have been meant to be, folded and without quotes around it.

    A soft hyphen is mostly one that nobody sees, which came along with a word that was divided; but
    it may stand where a hyphen was, as in text that was copied from a PDF.
    """
    meant = (text.replace(SOFT_HYPHEN, mark) for mark in ("", "-", "_"))
    return [*dict.fromkeys(map(bare, meant))] if SOFT_HYPHEN in text[:LONGEST] else [bare(text)]


def unmasked(text: str) -> str:
    """Return a text with what was typed in place of what looks like it or cannot be seen.

    Unlike `folded` it is for the words of authors: quotes and dashes stay, and so does each text
    that holds letters of other scripts, whatever they look like.
    """
    if text.isascii():
        return text
    plain = any_of(ODD_SPACES.replace("\u200b", "")).sub(" ", text)
    plain = _with_hyphens(plain) if SOFT_HYPHEN in plain else plain
    plain = any_of(HIDDEN_IN_IDENTIFIERS).sub("", plain).translate(FORMS)
    plain = TOKENS.sub(_token, plain)
    others = any_of(TYPED).sub("", plain)
    if not others.isascii():
        others = re.sub("[\u0300-\u036f]", "", normalized("NFD", others))
    return plain if others.isascii() else text


def undivided(text: str) -> str:
    """Return a text without the soft hyphens that only divide words, which nobody sees."""
    return SOFT.sub(lambda soft: soft["kept"] or "", text)


def _with_hyphens(text: str) -> str:
    """Return a text with a hyphen for soft ones that divide no word. In an address they may."""
    if "/" in text:
        return TOKENS.sub(lambda one: one[0] if "/" in one[0] else _with_hyphens(one[0]), text)
    return SOFT.sub(lambda soft: f"{soft[0].rstrip(SOFT_HYPHEN)}-" if soft["kept"] else "", text)


def _token(token: re.Match[str]) -> str:
    """Return what stands between spaces in letters of ours, unless it is an address."""
    return token[0] if SCHEME in token[0] else RUNS.sub(_latin, token[0])


def _latin(run: re.Match[str]) -> str:
    """Return letters as those of ours, where they stand among ours or are Cyrillic and few."""
    letters = run[0]
    if run["address"] or letters.isascii():
        return letters
    mixed = any(letter.isascii() for letter in letters)
    cyrillic = all("\u0400" <= letter <= "\u052f" for letter in letters)
    return letters.translate(FOREIGN) if mixed or (cyrillic and len(letters) <= SHORT) else letters


def same_name(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that another one looks like, and is not."""
    return next((meant for meant in readings(name) if meant != name and meant in known), None)


def oddities(text: str) -> str:
    """Name what keeps a text from being the one that it looks like: `a soft hyphen (U+00AD)`.

    Args:
        text: A text that `folded` changes.
    """
    odd = [mark for mark in dict.fromkeys(text[:LONGEST]) if folded(f"x{mark}x") != f"x{mark}x"]
    if not odd:
        quoted = text.strip()[:1] in {'"', "'"}
        return "quotes that belong to it" if quoted else "a space before or behind it"
    numbers: dict[str, list[str]] = {}
    for mark in odd:
        numbers.setdefault(_name(mark), []).append(f"U+{ord(mark):04X}")
    named = [f"{name} ({some_of(marks, NAMED)})" for name, marks in numbers.items()]
    return some_of(named, NAMED, " and ")


def _name(mark: str) -> str:
    """Return what a character is."""
    import unicodedata  # noqa: PLC0415 -- few texts need it

    if mark in NAMES:
        return NAMES[mark]
    if any_of(ODD_SPACES).match(mark):
        return "a special space"
    if not mark.isprintable():
        return "a character that cannot be seen"
    alphabet = unicodedata.name(mark, "").partition(" ")[0]
    return f"{ALPHABETS.get(alphabet, 'the character')} `{mark}`"


@cache
def _marks() -> dict[int, str]:
    """Return spaces, dashes and quotes, by their code points, and what they look like."""
    first, last = map(ord, DASHES.split("-"))
    return {
        **{ord(mark): " " for mark in ODD_SPACES},
        **dict.fromkeys([*range(first, last + 1), ord(MINUS)], "-"),
        **{ord(mark): '"' for mark in DOUBLE_QUOTES},
        **{ord(mark): "'" for mark in SINGLE_QUOTES},
        0x200B: "",
    }
