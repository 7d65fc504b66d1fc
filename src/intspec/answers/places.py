"""Places in a document, as authors write them: read into the fields of a location, and written."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from intspec.lazy import frozen
from intspec.text.characters import DASHES
from intspec.text.lookalikes import DOUBLE_QUOTES, SINGLE_QUOTES, unmasked
from intspec.text.wording import flat

Fields = dict[str, str]

NUMBER = r"[A-Za-z]{0,3}\d+[a-z]?"
RANGE = rf"{NUMBER}(?:\s?(?:[-{DASHES},&+]|and|to)\s?{NUMBER})*"
LABEL = r"[A-Za-z]{0,2}[.-]?\d+(?:\.\d+)*[A-Za-z]?"
LABELS = rf"{LABEL}(?:\s?(?:[-{DASHES}&+]|and|to)\s?{LABEL})*"
#: Field, and what it looks like; the group holds the value.
TOKENS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern, re.IGNORECASE))
    for field, pattern in (
        ("paragraph", rf"(?:paragraphs?|paras?\.?|¶¶?)\s*(?P<value>{RANGE})"),
        ("page", rf"(?:pages?|pgs?\.?|pp?\.?)\s*(?P<value>{RANGE})"),
        ("lines", rf"(?:lines?|ll?\.)\s*(?P<value>{RANGE})"),
        ("table", rf"(?:tables?|tab\.)\s*(?P<value>{LABELS})"),
        ("figure", rf"(?:figures?|figs?\.?)\s*(?P<value>{LABELS})"),
        ("appendix", r"(?:appendix|appendices|annexe?)\s*(?P<value>[A-Z]|[IVX]+|S?\d+[a-z]?)"),
        ("appendix", r"(?P<value>(?:the\s+)?(?:appendix|annexe?)\b.{0,60})"),
        ("url", r"<?(?P<value>https?://[^\s<>]+?)>?"),
    )
)
BARE = re.compile(RANGE, re.IGNORECASE)
#: Pages of front matter.
ROMAN = re.compile("[ivx]{2,6}")
ANCHOR = re.compile("at the words \u201c(?P<value>.*)\u201d", re.DOTALL)
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
#: How the headings of a paper's sections begin.
HEADINGS = (
    "title",
    "abstract",
    "summary",
    "introduction",
    "background",
    "method",
    "results",
    "discussion",
    "conclusion",
    "section",
    "protocol",
    "intervention",
    "procedure",
    "participants",
    "study",
    "trial",
    "design",
    "setting",
    "limitations",
    "box",
)
#: Words that a sentence has and a heading has not.
SENTENCE = re.compile(
    r"\b(?:was|were|is|are|had|has|have|been|received|attended|included|consisted)\b"
    r"|\b(?:delivered|given|provided|conducted|led|held|offered)\s+(?:by|at|in|over|to|for|via|on)\b",
    re.IGNORECASE,
)
#: A heading has no more words than this.
LONGEST_HEADING = 8
#: A page or the like at the end of a heading: `Methods (p. 4)`, `Methods page 4`.
TRAILING = re.compile(
    rf"(?P<head>\S.*?)\s*[,(\[]?\s*(?P<token>(?:pages?|pgs?\.?|pp?\.)\s*(?:{RANGE})|p\s?\d+)[)\]]?",
    re.IGNORECASE | re.DOTALL,
)
LED = re.compile(
    rf"(?P<page>\d+(?:\s?[-{DASHES}]\s?\d+)?)\s+(?P<rest>\(.+\)|and\s+[^\W\d].+)", re.DOTALL
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


def read_place(text: str) -> ReadPlace:
    """Read one place: `Methods, paragraph 2`, `pp. 7-9`, `Table 2`.

    Args:
        text: The words, on one line.

    Returns:
        Its fields. Words that fit none are kept under `section` or `place`.
    """
    text = text.strip()
    if explicit := full_place(text):
        return ReadPlace(explicit, sure=True, full=True)
    fields: Fields = {}
    sure = True
    for segment in split(unmasked(text), ","):
        field_value = _token(segment)
        if field_value is None and (joint := TRAILING.fullmatch(segment)):
            token = _token(joint["token"])
            if token is not None and token[0] not in fields:
                sure &= _add_words(fields, joint["head"])
                fields[token[0]] = token[1]
                continue
        if field_value is None and not fields and (led := LED.fullmatch(segment)):
            # A bare page and a remark: `5 (participants not blinded)`.
            fields.update([_token(led["page"]) or ("page", led["page"])])
            sure = _add_words(fields, led["rest"])
            continue
        if (
            field_value is not None
            and field_value[0] not in fields
            and not {field_value[0], "place"} <= {*fields}
        ):
            fields[field_value[0]] = field_value[1]
        else:
            sure &= _add_words(fields, segment)
    return ReadPlace(fields, sure)


def write_place(fields: Mapping[str, str], *, full: bool = False) -> str:
    """Write a place as authors do; in full where the short words would read as another place.

    Args:
        fields: The fields of a location.
        full: Whether to write it in full, each field with its name.
    """
    fields = {name: flat(fields[name]) for name in ORDER if fields.get(name)}
    plain = ", ".join(_plain(fields))
    if next(iter(fields), "") not in ("section", "place", "url", "page", "pages"):
        plain = plain[:1].upper() + plain[1:]
    # An address alone is taken for a document of its own.
    alone = fields.keys() == {"url"}
    if not full and not alone and plain and read_place(plain).fields == fields:
        return plain
    names = {"place": "at", "anchor": "at the words"}
    return ", ".join(f"{names.get(n, n)} \u201c{value}\u201d" for n, value in fields.items())


def _plain(fields: Mapping[str, str]) -> Iterator[str]:
    for name, value in fields.items():
        if name == "anchor":
            yield f"at the words \u201c{value}\u201d"
        elif name in ("section", "place", "url"):
            yield value
        else:
            word = {"page": "p.", "pages": "pp."}.get(name, name)
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


def _token(segment: str) -> tuple[str, str] | None:
    """Read a segment that is a page, lines, a table, an address and so on, and nothing else."""
    if anchor := ANCHOR.fullmatch(segment):
        return "anchor", anchor["value"]
    segment = unmasked(segment)
    if quoted := QUOTED.fullmatch(segment):
        segment = quoted[1].strip()
    for field, pattern in TOKENS:
        if whole := pattern.fullmatch(segment):
            value = whole["value"]
            if field == "page":
                return _page(value, segment)
            return field, value
    if ROMAN.fullmatch(segment):
        return "page", segment
    return _page(segment, segment) if BARE.fullmatch(segment) else None


def _page(value: str, segment: str) -> tuple[str, str] | None:
    single = re.fullmatch(r"[A-Za-z]{0,3}\d+[a-z]?", value) is not None
    # A word and a number, such as `Box1`, is no page unless it says so.
    if value == segment and not value[:1].isdigit() and not re.match(r"[esEST]\d", value):
        return None
    return ("page" if single else "pages"), value


def _add_words(fields: Fields, words: str) -> bool:
    """Keep words as a section where they come first or are a heading, or else as free text."""
    short = len(words.split()) <= LONGEST_HEADING and not re.search(r"\w\w\w\.(?:\s|$)", words)
    is_heading = short and words.lower().startswith(HEADINGS) and not SENTENCE.search(words)
    others = fields.keys() - {"section"}
    if "place" not in fields and (not others or (is_heading and "section" not in fields)):
        fields["section"] = f"{fields['section']}, {words}" if "section" in fields else words
        return is_heading
    fields["place"] = f"{fields['place']}, {words}" if "place" in fields else words
    return False


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
