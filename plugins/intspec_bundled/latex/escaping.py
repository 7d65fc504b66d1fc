"""Escape text for TeX: every character with a meaning in TeX is written as a command."""

import re
import unicodedata

from intspec.text import NOT_ON_PAGES, STAND_IN, normalized, replace_forbidden

#: LuaTeX uses Unicode's last private characters to write single bytes, so no text may hold them.
FORBIDDEN = f"{NOT_ON_PAGES}\U0010ff00-\U0010ffff"
#: Characters that TeX would not show as a reader expects, and what is written instead.
REPLACED = {ord("\t"): " ", 0x2028: "\n", 0x2029: "\n", 0xFEFF: ""}
#: The command for each special character. Brackets, stars and signs that make ligatures stand in
#: groups: TeX would take `[` or `*` after the end of a line as an argument of the line break.
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "-": "-{}",
    ",": ",{}",
    # LuaTeX reports a fault in the file when it meets this character.
    STAND_IN: r"\intspecunreadable{}",
}
WRITTEN = str.maketrans(SPECIAL)
#: A place where a word that is longer than a line may be broken.
BREAK = r"\allowbreak{}"
WEB = re.compile(r"https?://[^\s<>]+\Z")
#: Characters of an address that TeX leaves alone; all others are written as `%` and two digits.
SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:/?.=+,;@!*()-")
URL_SPECIAL = {"#": r"\#", "&": r"\&", "%": r"\%", "_": r"\_"}


def plain(text: str) -> str:
    """Return a text that can be set: composed, without controls, lines ended by LF."""
    text = replace_forbidden(text, FORBIDDEN)[0].translate(REPLACED).strip()
    return normalized("NFC", text)


def escape(text: str, most: int = 100) -> str:
    r"""Write a text so that TeX shows it as it is; line breaks become `\newline`.

    Args:
        text: Any text.
        most: How many characters fit in a line; longer words may be broken.
    """
    lines = []
    for line in plain(text).split("\n"):
        words = [_word(word, most) for word in re.split(r"([ ]+)", line.strip())]
        lines.append("".join(words))
    return r"\newline ".join(line or r"\mbox{}" for line in lines) if any(lines) else ""


def _word(word: str, most: int) -> str:
    if word.startswith(" "):
        return " "
    if any(unicodedata.east_asian_width(character) in "WF" for character in word):
        return BREAK.join(character.translate(WRITTEN) for character in word)
    half_line = max(4, most // 2)
    if len(word) <= half_line:
        return word.translate(WRITTEN)
    pieces = re.split(r"(?<=[/.?&=_-])(?=\w)", word)
    cut = [
        piece[start : start + half_line]
        for piece in pieces
        for start in range(0, len(piece), half_line)
    ]
    return BREAK.join(piece.translate(WRITTEN) for piece in cut)


def web(url: str) -> str:
    r"""Return an address for `\href`, or nothing if it does not lead to the web."""
    if not WEB.match(url):
        return ""
    return "".join(_address(character) for character in plain(url))


def _address(character: str) -> str:
    if character in SAFE:
        return character
    if character in URL_SPECIAL:
        return URL_SPECIAL[character]
    return "".join(rf"\%{byte:02X}" for byte in character.encode("utf-8"))


def utf16(text: str) -> str:
    r"""Write a text as the octal codes of a PDF string, each `\string\ddd`."""
    raw = b"\xfe\xff" + plain(text).replace("\n", " ").encode("utf-16-be", "replace")
    return "".join(rf"\string\{byte:03o}" for byte in raw)
