"""Places in a document as they are written, and read back where each field has its name."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Literal

from intspec.lazy import frozen
from intspec.text.characters import DASHES
from intspec.text.lookalikes import DOUBLE_QUOTES, SINGLE_QUOTES, unmasked
from intspec.text.wording import flat

Fields = dict[str, str]
#: How a place is written.
Manner = Literal["plain", "quoted", "full"]

NAMES = "page|pages|lines|section|paragraph|table|figure|appendix|url|at"
FULL = f"({NAMES}|at the words) OPENING(.*?)CLOSING(?:, (?=(?:{NAMES}) ?(?:the words )?OPENING)|$)"
EXPLICIT = re.compile(FULL.replace("OPENING", "\u201c").replace("CLOSING", "\u201d"), re.DOTALL)
#: The same in the quotation marks that a word processor may have put in their place.
QUOTE = f"[\"'{DOUBLE_QUOTES}{SINGLE_QUOTES}]"
OTHERWISE_QUOTED = re.compile(re.sub("OPENING|CLOSING", QUOTE, FULL), re.DOTALL)
#: A whole place in quotation marks, and quotation marks of which the second looks like an opening.
QUOTED = re.compile(rf"{QUOTE}([^\"']*){QUOTE}")
LOW_QUOTED = re.compile("\u201e([^\u201c-\u201f]*)\u201c")
ORDER = (
    "section",
    "paragraph",
    "page",
    "pages",
    "lines",
    "table",
    "figure",
    "appendix",
    "place",
    "url",
    "anchor",
)
#: How the fields of a place are written where it is not by their names.
WORDS = {
    "page": "p.",
    "pages": "pp.",
    "table": "Table",
    "figure": "Figure",
    "appendix": "Appendix",
}
#: The fields for pages; what parts those of a list, and what stands in a range; one of them.
PAGES = ("page", "pages")
LISTED = re.compile(r"\s*(?:[,;&]|\band\b)\s*")
TO = re.compile(rf"\s*(?:[-{DASHES}]|\bto\b)\s*")
PAGE = re.compile(r"[A-Za-z]{0,4}\d{1,6}(?:-[A-Za-z]{0,4}\d{1,6})?|[ivxl]{1,7}(?:-[ivxl]{1,7})?")
#: Words that a sentence has and a heading has not.
SENTENCE = re.compile(
    r"\b(?:was|were|is|are|had|has|have|been|received|attended|included|consisted)\b"
    r"|\b(?:delivered|given|provided|conducted|led|held|offered)\s+(?:by|at|in|over|to|for|via|on)\b",
    re.IGNORECASE,
)
#: No place is written in more characters.
LONGEST_FULL = 5000
ADDRESS = re.compile("://")
OPENING, CLOSING = "([{\u201c", ")]}\u201d"


@frozen
class ReadPlace:
    """One place that a text names.

    Attributes:
        fields: The fields of a location.
        sure: Whether every word of it has the form of a page, a table, a known heading and so on.
        full: Whether it is written in full, each field with its name.
    """

    fields: Mapping[str, str]
    sure: bool
    full: bool = False


def page_labels(fields: Mapping[str, str]) -> list[str]:
    """Return the pages of a place one by one, each range with a plain dash."""
    labels = (label for name in PAGES for label in LISTED.split(fields.get(name, "")))
    return [TO.sub("-", label.strip()) for label in labels if label.strip()]


def counted(fields: Fields) -> Fields:
    """Return a place with one page under `page`, and a range or a list under `pages`."""
    named = [name for name in PAGES if fields.get(name)]
    labels = page_labels(fields)
    if len(named) != 1 or not all(PAGE.fullmatch(label) for label in labels):
        return fields
    name = "page" if len(labels) == 1 and "-" not in labels[0] else "pages"
    return {(name if key in PAGES else key): value for key, value in fields.items()}


def write_place(fields: Mapping[str, str], manner: Manner = "plain") -> str:
    """Write a place as authors do.

    Args:
        fields: The fields of a location.
        manner: `plain` for `Methods, p. 4`; `quoted` with the section in quotation marks; `full`
            with the name of each field, where shorter words would read as another place.
    """
    fields = {name: flat(fields[name]) for name in ORDER if fields.get(name)}
    if manner == "full":
        names = {"place": "at", "anchor": "at the words"}
        return ", ".join(f"{names.get(n, n)} \u201c{value}\u201d" for n, value in fields.items())
    plain = ", ".join(_plain(fields, quoted=manner == "quoted"))
    if next(iter(fields), "") not in ("section", "place", "url", "page", "pages"):
        plain = plain[:1].upper() + plain[1:]
    return plain


def _plain(fields: Mapping[str, str], *, quoted: bool) -> Iterator[str]:
    for name, value in fields.items():
        if name == "anchor":
            yield f"at the words \u201c{value}\u201d"
        elif name == "section" and quoted:
            yield f"\u201c{value}\u201d"
        elif name in ("section", "place", "url"):
            yield value
        else:
            word = WORDS.get(name, name)
            yield value if value.lower().startswith(name) else f"{word} {value}"


def full_place(text: str) -> Fields:
    """Read a place that is written in full; nothing where it is not."""
    if len(text) > LONGEST_FULL:
        return {}
    exact, plain = _full(text, EXPLICIT), unmasked(text)
    if exact and plain == text:
        return exact
    return max(exact, _full(plain, OTHERWISE_QUOTED), key=len)


def _full(text: str, pattern: re.Pattern[str]) -> Fields:
    names = {"at": "place", "at the words": "anchor"}
    fields: Fields = {}
    end = 0
    for match in pattern.finditer(text):
        if match.start() != end:
            return {}
        fields[names.get(match[1], match[1])] = match[2]
        end = match.end()
    return fields if end == len(text) else {}


def split(text: str, marks: str) -> list[str]:
    """Split a text at marks that stand outside brackets, quotation marks and addresses.

    Args:
        text: The text.
        marks: The characters to split at, each followed by a blank or the end, or not in a number.
    """
    pieces, depth, start = [], 0, 0
    addresses = [address.start() for address in ADDRESS.finditer(text)]
    shown = LOW_QUOTED.sub("\u201c\\1\u201d", text) if "\u201e" in text else text
    for index, character in enumerate(shown):
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
        elif character in marks and (not depth or character == "\n"):
            after = text[index + 1 : index + 2]
            begun = bisect_left(addresses, start)
            inside = character == ";" or (begun < len(addresses) and addresses[begun] < index - 2)
            if character != "\n" and after and not after.isspace() and inside:
                continue
            pieces.append(text[start:index])
            start, depth = index + 1, 0
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if piece.strip()]
