"""Documents that answers name beside the paper: a protocol, a supplement, a web address."""

import re
from collections.abc import Iterator, Mapping

from intspec.answers.notices import Named, read_identified
from intspec.answers.places import TRAILING, ReadPlace, full_place, read_place, split
from intspec.lazy import frozen
from intspec.text.lookalikes import unmasked
from intspec.text.wording import flat

URL = re.compile(
    r"https?://[^\s<>\]\)\"\u201d]+[^\s<>\]\)\"\u201d.,;:]|www\.[^\s<>\]\),;]+", re.IGNORECASE
)
DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)(10\.\d{4,9}/[^\s<>\]\"\u201d,;]+)", re.IGNORECASE
)
BARE_DOI = re.compile(r"10\.\d{4,9}/[^\s<>\]\"\u201d,;]+")
LEAD = (
    r"(?:(?:the|our|see|in|published|study|trial|full|original|web|online|treatment|training|"
    r"intervention|additional)\s+)*"
)
SUPPLEMENT = (
    r"(?:(?:see|in|the)\s+)*(?:online|web|e-?|supplementary|supplemental|electronic|"
    r"additional|supporting|extra)\s*"
    r"(?:online\s+|web\s+|supplementary\s+|digital\s+)?(?:appendix|appendices|annexe?|files?"
    r"|materials?|data|information|documents?|tables?|figures?|text|content|resources?)\b"
    r".{0,200}"
)
#: Kind of document, and how an answer that names one reads as a whole.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for kind, pattern in (
        ("protocol", rf"{LEAD}protocol\b(?!\s+(?:deviation|amendment|change|violation)).{{0,200}}"),
        ("supplement", SUPPLEMENT),
        (
            "supplement",
            r"(?:(?:see|in|the|online|web|data)\s+)*suppl(?:ement(?:s|ary)?)?\b.{0,200}",
        ),
        ("handbook", rf"{LEAD}(?:manual|handbook|workbook|guidebook)\b.{{0,200}}"),
        (
            "registry-record",
            r".{0,60}\b(?:ISRCTN\d+|NCT\d{8}|ACTRN\d+|DRKS\d+|clinicaltrials\.gov)\b.{0,200}",
        ),
        ("registry-record", rf"{LEAD}(?:trial\s+)?regist(?:ry|ration|er)\b.{{0,100}}"),
        ("website", rf"{LEAD}web\s?(?:site|page)\b.{{0,200}}"),
    )
)
POINTING = (
    r"(?:yes|see|see also|reported|described|located|provided|available)"
    r"(?:\s+(?:on|in|at|under))?(?:\s+the)?\s*[,:]?\s+"
)
#: Bullets before a place, and words that point to it. Within a place a dash is none: `7 - 9`.
LEADING = re.compile(
    rf"\A(?:[\u2022\u00b7*]\s*|-\s+|{POINTING})+|(?:{POINTING})+",
    re.IGNORECASE,
)
#: Fields that only a page, a table, an address and so on can give.
EVIDENT = frozenset(
    {"page", "pages", "lines", "table", "figure", "appendix", "paragraph", "url", "anchor"}
)
#: A longer text is a description and names no place.
LONGEST = 1000
#: Long runs of blanks, on which the regular expressions would be slow.
BLANKS = re.compile(r"[^\S\n]{4,}")


@frozen
class Located:
    """One document and one place in it; no document stands for the one that the column is for."""

    document: Named | None
    place: ReadPlace

    @property
    def evident(self) -> bool:
        """Whether it names a document, a page or the like, and not only ambiguous words."""
        return self.document is not None or bool(EVIDENT & self.place.fields.keys())


def read_located(text: str, documents: Mapping[str, Named] | None = None) -> list[Located]:
    """Read all places that an answer names, in order.

    Args:
        text: The answer.
        documents: Documents that the form lists, by the name that its answers use.
    """
    places: list[Located] = []
    text = BLANKS.sub(" ", text)
    whole = _known(text, documents or {})
    if whole is not None and (read_place(whole[1]).sure or ";" not in whole[1]):
        return [Located(whole[0], read_place(whole[1]))]
    for chunk in split(text, ";\n"):
        if len(chunk) > LONGEST:
            places.append(Located(None, ReadPlace({"place": chunk}, sure=False)))
        elif full_place(chunk):
            places.append(Located(None, read_place(chunk)))
        elif identified := _known(chunk, documents or {}):
            document, rest = identified
            places.append(Located(document, read_place(rest)))
        else:
            for plain in split(unmasked(chunk), ";"):
                places.extend(_chunk(LEADING.sub("", plain, count=1)))
    return places


def name_document(text: str) -> Named | None:
    """Read words that name a document and nothing else, or None."""
    doi = DOI.search(text) or (BARE_DOI.fullmatch(text.strip()))
    url = None if doi else URL.search(text)
    address = doi or url
    words = text
    if address is not None:
        words = (text[: address.start()] + " " + text[address.end() :]).strip()
        words = re.sub(r"[(\[<]\s*[)\]>]", "", words)
        words = flat(words.strip(" :,-\u2013"))
    values = {
        "doi": (doi[1] if doi.re is DOI else doi[0]).rstrip(").") if doi else "",
        "url": _address(url[0]) if url else "",
    }
    for kind, pattern in KINDS:
        if pattern.fullmatch(words):
            return Named(kind, words, **values)
    if address is None:
        return None
    return Named("other" if doi or words else "website", words, **values)


def _address(text: str) -> str:
    return text if text.lower().startswith("http") else f"https://{text}"


def names_known(text: str, documents: Mapping[str, Named]) -> bool:
    """Tell whether a text begins with a document that the form lists."""
    return _known(text, documents) is not None


def _known(chunk: str, documents: Mapping[str, Named]) -> tuple[Named, str] | None:
    """Read a document that the form lists, with its identifier and the place after it."""
    for name in sorted(documents, key=len, reverse=True):
        if not chunk.startswith(name):
            continue
        if (identified := read_identified(chunk[len(name) :], documents[name])) is not None:
            return identified
    plain = unmasked(chunk)
    return None if plain == chunk else _known(plain, documents)


def _chunk(chunk: str) -> Iterator[Located]:
    """Read places between commas: a repeated field or the name of a document begins a new one."""
    if whole := _single(chunk):
        yield whole
        return
    document: Named | None = None
    run: list[str] = []
    for segment in (half for piece in split(chunk, ",") for half in _halves(piece)):
        beginning = _beginning(segment)
        if beginning is not None:
            if run or document:
                yield Located(document, read_place(", ".join(run)))
            document, rest = beginning
            run = [rest] if rest else []
            continue
        fields = read_place(segment).fields.keys()
        pages = {"page", "pages"}
        run_fields = read_place(", ".join(run)).fields.keys() if run else set()
        repeats = fields & (run_fields - {"section", "place"}) or (
            pages & fields and pages & run_fields
        )
        if repeats:
            yield Located(document, read_place(", ".join(run)))
            run = []
        run.append(segment)
    if run or document:
        yield Located(document, read_place(", ".join(run)))


def _halves(segment: str) -> list[str]:
    """Split `p. 4 and Appendix 2`, where both halves are places."""
    halves = re.split(r"\s+(?:and|&|\+)\s+", segment)
    if len(halves) > 1 and not read_place(segment).sure:
        places = [read_place(half) for half in halves]
        if all(place.sure and "section" not in place.fields for place in places):
            return halves
    return [segment]


def _single(chunk: str) -> Located | None:
    """Read a title with commas in it that names a document as a whole by its address."""
    document = name_document(chunk)
    if (
        document is None
        or not (document.doi or document.url)
        or not document.title
        or "," not in document.title
    ):
        return None
    return Located(document, read_place(""))


def _beginning(segment: str) -> tuple[Named, str] | None:
    """Read a document, and the page that may follow it without a comma."""
    if joint := TRAILING.fullmatch(segment):
        document = name_document(joint["head"])
        if document is not None:
            return document, joint["token"]
    lead, colon, rest = segment.partition(": ")
    if colon and (document := name_document(lead)) is not None:
        return document, rest
    if phrase := re.fullmatch(r"(?P<token>.+?)\s+(?:of|in)\s+(?P<head>(?:the\s+)?\S.*)", segment):
        document = name_document(phrase["head"])
        place = read_place(phrase["token"])
        if document is not None and place.sure and not document.doi:
            return document, phrase["token"]
    document = name_document(segment)
    return (document, "") if document is not None else None
