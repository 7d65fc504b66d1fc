r"""Where a backslash in double quotes gives another character than its author meant.

In double quotes `C:\new` has a line break in it, and `\table` a tab. A line break that was meant is
left alone: it is taken for a slip only in what reads as a path, or as a name in a formula.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from intspec.reading.document import Document

ESCAPE = r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^\r\n])"
#: They stand for themselves.
PLAIN = ("\\\\", '\\"', "\\/")
#: What stands between spaces and holds a backslash.
SPACELESS = r"[^\s\\]*\\\S*"
#: How the name of a folder begins: with a drive, or with two backslashes for a server.
DRIVE = r"[\"'(\[<]?(?:[A-Za-z]:\\|\\\\\\\\)"
#: How it ends, without a drive: with the name of a file, before which there is no full stop.
FILE = (
    r"(?i)(?!www\.)[^.:@]*\.(?:pdf|docx?|xlsx?|pptx?|csv|tsv|txt|md|ya?ml|json|html?|png|jpe?g|zip"
    r"|od[ts]|rtf|tex|xml|mp[34]|sav|dta|rds?)[\"')\],;:]*\Z"
)
#: Words before a path, and how much of a text they need.
BEFORE_PATH = r"(?i)\b(?:in|at|to|from|under|see|on|of|into|folder|file|path|drive|is|or|and)\W+\Z"
WORD = 12
#: A backslash and a letter.
LETTER = 2
#: What stands before a name in a formula.
FORMULA = "$({^_="
#: One of these is in each text that has such a slip.
CLUES = (
    r"\\t[a-z]|\\r[A-Za-z0-9]|[\"$({^_=]\\n[a-z]|(?<![A-Za-z])[A-Za-z]:\\[A-Za-z_]|\\\\\w"
    r"|\\[A-Za-z_][^\s\".]{0,60}\.[A-Za-z]"
)


class Escape(NamedTuple):
    """An escape that gives another character than its author meant.

    Attributes:
        path: Where the text is that it stands in.
        escape: What is written.
        text: The whole text, as it is written between its quotes.
    """

    path: tuple[str | int, ...]
    escape: str
    text: str


def odd_escapes(document: "Document") -> Iterator[Escape]:
    """Go over the texts in which a backslash was most likely meant as one."""
    text = document.text
    if "\\" not in text or re.search(CLUES, text) is None:
        return
    for path, spans, _flow in document.all_written():
        start, end = spans[2:4]
        if spans[4] is None and text.startswith('"', start) and text.find("\\", start, end) >= 0:
            written = text[start + 1 : end - 1]
            if (escape := odd_escape(written)) is not None:
                yield Escape(path, escape, written)


def odd_escape(text: str) -> str | None:
    """Return the first escape that was most likely meant as a backslash and a letter.

    Args:
        text: What stands between double quotes, as it is written.
    """
    for token in re.compile(SPACELESS).finditer(text):
        escapes = [match for match in re.finditer(ESCAPE, token[0]) if match[0] not in PLAIN]
        path = bool(escapes) and _is_path(text, token, escapes)
        for match in escapes:
            if path or _is_in_word(token[0], match, first=token.start() == match.start() == 0):
                return match[0]
    return None


def _is_path(text: str, token: re.Match[str], escapes: list[re.Match[str]]) -> bool:
    """Tell whether what stands between spaces reads as the name of a folder or file."""
    written = token[0]
    if not all(
        len(match[0]) > LETTER or written[match.end() : match.end() + 1].isalnum()
        for match in escapes
    ):
        return False
    if re.match(FILE, written):
        return True
    drive = re.match(DRIVE, written) is not None
    if drive and {match[0] for match in escapes} == {"\\n"} and written.count("\\") == 1:
        # It may be a label with a line below it: "A:", and what is said of A.
        start, end = token.span()
        alone = start == 0 and not text[end:].strip()
        return alone or re.search(BEFORE_PATH, text[max(start - WORD, 0) : start]) is not None
    return drive or re.search(r"\\\\\w", written) is not None


def _is_in_word(token: str, match: re.Match[str], *, first: bool) -> bool:
    r"""Tell whether an escape stands where no such character is meant: `\table`, `$\nu$`."""
    following = token[match.end() : match.end() + 1]
    if match[0] == "\\t":
        return "a" <= following <= "z"
    if match[0] == "\\r":
        return following.isalnum()
    before = token[max(match.start() - 1, 0) : match.start()]
    in_formula = first or (before != "" and before in FORMULA)
    return match[0] == "\\n" and in_formula and "a" <= following <= "z"
