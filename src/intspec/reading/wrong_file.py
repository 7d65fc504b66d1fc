"""Say once what a file is that is no specification, by its bytes and its text, and the way out."""

import re
from collections.abc import Mapping
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from intspec.file_kinds import OWNER_FILES, FileKind, stands_for_another, xml_root
from intspec.model.specification import OWN_KEYS
from intspec.reading.refusals import Problem, Unreadable
from intspec.reading.shapes import (
    DRAFT,
    FORM,
    GIVE_TEXT,
    MANUSCRIPT,
    REFERENCES,
    REGISTRY,
    shape_of,
)
from intspec.text.names import nearest
from intspec.text.wording import flat, shorten, some_of

if TYPE_CHECKING:
    from intspec.reading.document import Document, Source

UNPACK = "unpack it first, and give the file in it"
SAVE_AS_WORD = f"open it in Word or LibreOffice and save it as .docx: {FORM}"
SAVE_AS_EXCEL = f"open it in Excel or LibreOffice and save it as .xlsx: {FORM}"
A_PICTURE = "give the file that it shows"
OLD_OFFICE = ("an older Word or Excel file (.doc, .xls)", SAVE_AS_WORD)
WEB_PAGE = "download the file itself; this may be a page about an error"
#: Kinds of files that are no text, or no text of ours: what each is, and what to do.
WRONG: Mapping[FileKind, tuple[str, str]] = MappingProxyType(
    {
        "zip": ("a ZIP archive", UNPACK),
        "docx": (
            "a Word document (.docx)",
            f"save a specification as plain text; give a form the ending .docx: {FORM}",
        ),
        "xlsx": ("an Excel workbook (.xlsx)", f"give a form the ending .xlsx: {FORM}"),
        "xlsb": ("a binary Excel workbook (.xlsb)", SAVE_AS_EXCEL),
        "pptx": ("a PowerPoint file (.pptx)", GIVE_TEXT),
        "vsdx": ("a Visio drawing", GIVE_TEXT),
        "pages": ("a document of Apple's Pages", f"export it to Word from Pages: {FORM}"),
        "epub": ("an electronic book (EPUB)", GIVE_TEXT),
        "opendocument": ("a LibreOffice document", SAVE_AS_WORD),
        "old-office": OLD_OFFICE,
        "old-word": ("an older Word document (.doc)", SAVE_AS_WORD),
        "old-excel": ("an older Excel workbook (.xls)", SAVE_AS_EXCEL),
        "old-powerpoint": ("an older PowerPoint file (.ppt)", GIVE_TEXT),
        "encrypted-office": (
            "an Office file that is protected with a password",
            f"take the password off, and save it as .docx or .xlsx: {FORM}",
        ),
        "word-before-1997": ("a Word document from before 1997", SAVE_AS_WORD),
        "word-xml": ("a Word document saved as one XML file", SAVE_AS_WORD),
        "pdf": ("a PDF", f"{GIVE_TEXT}; of a form, ask for the Word or Excel file behind the PDF"),
        "rtf": (
            "a rich-text document (.rtf)",
            "save a specification as plain text, and a form as .docx",
        ),
        "png": ("a picture (PNG)", A_PICTURE),
        "jpeg": ("a picture (JPEG)", A_PICTURE),
        "gif": ("a picture (GIF)", A_PICTURE),
        "tiff": ("a picture (TIFF)", A_PICTURE),
        "webp": ("a picture (WebP)", A_PICTURE),
        "gzip": ("a compressed file (.gz)", UNPACK),
        "bzip2": ("a compressed file (.bz2)", UNPACK),
        "xz": ("a compressed file (.xz)", UNPACK),
        "zstd": ("a compressed file (.zst)", UNPACK),
        "7z": ("a compressed file (.7z)", UNPACK),
        "rar": ("an archive (RAR)", UNPACK),
        "sqlite": ("a database (SQLite)", GIVE_TEXT),
        "html": ("a web page (HTML)", WEB_PAGE),
        "xhtml": ("a web page (XHTML)", WEB_PAGE),
        "mht": ("a web page or a message saved with its pictures (MHT)", GIVE_TEXT),
        "xml": ("an XML file", GIVE_TEXT),
    }
)
#: Kinds of files that stand beside another, or in its place.
INSTEAD: Mapping[FileKind, tuple[str, str]] = MappingProxyType(
    {
        "git-lfs-pointer": (
            "only Git LFS's pointer to the file",
            "fetch the file itself: `git lfs pull`",
        ),
        "git-annex-pointer": (
            "only git-annex's pointer to the file",
            "fetch the file itself: `git annex get`",
        ),
        "owner-file": (
            "only what Office keeps beside a document while it is open",
            "give the document itself, whose name does not begin with `~$`",
        ),
        "apple-double": (
            "only what macOS keeps beside a file on a foreign disk",
            "give the file itself, whose name does not begin with `._`",
        ),
        "windows-shortcut": (
            "only a shortcut of Windows to a file",
            "give the file that it leads to",
        ),
        "internet-shortcut": (
            "only a shortcut to an address",
            "open the address in a browser, and download the file itself",
        ),
    }
)
#: The most that office programs keep beside an open file.
SMALL = 1000
#: What XML is by its first tag (in lower case), or by a name that stands in the tag.
ROOTS: tuple[tuple[str, str, str], ...] = (
    (
        r"clinical_study|search_results",
        "a record of ClinicalTrials.gov, in its older form (XML)",
        REGISTRY,
    ),
    (r"trials_downloaded_from_ictrp|alltrials|trials?", "a record of a registry (XML)", REGISTRY),
    (r"odm", "a study in CDISC ODM (XML)", DRAFT),
    (r"pubmedarticle(?:set)?|medlinecitationset", "a record of PubMed (XML)", REFERENCES),
    (r"article|pmc-articleset", "an article in XML (JATS)", REFERENCES),
    (r"xml|mods(?:collection)?|b:sources", "a list of references (XML)", REFERENCES),
    (r"cochrane_review", "a review of RevMan (XML)", GIVE_TEXT),
    (r"rdf:rdf|(?:owl:)?ontology", "an ontology (RDF or OWL)", GIVE_TEXT),
    (r"svg", "a picture (SVG)", A_PICTURE),
    (r"w:document|pkg:package|w:worddocument", *WRONG["word-xml"]),
    (r"(?:ss:)?workbook", "an Excel workbook saved as XML", SAVE_AS_EXCEL),
    (r"office:document", "a LibreOffice document saved as one XML file", SAVE_AS_WORD),
    (r".*\bhttp://hl7\.org/fhir\b.*", "a FHIR resource (XML)", DRAFT),
)
#: A text in TOML that has keys of a specification, behind blank lines and comments.
TOML = (
    r"(?ms:(?:[ \t\r]*(?:#[^\n]*)?\n)*+(?=.*?^(?:intspec[ \t]*=|\[{1,2}interventions\b))"
    r"[\w\".\[-]+[ \t]*[=.\]])"
)
#: YAML between two lines of dashes, and prose behind it.
HEADED = (
    r"---[ \t]*\r?\n(?=(?:#.*\n)*[A-Za-z_][\w-]*:)(?>(?!---|\.\.\.).*\n)*+"
    r"(?:---|\.\.\.)[ \t]*\r?\n\s*(?>#{1,6} .*\s+)*+"
    r"(?:[`!<>*]|(?=[^\W\d_])(?!\w[\w -]*:)[^\s:#]+\s+[^\s:#]+[ .,\r\n])"
)
#: How texts begin that are neither YAML nor JSON.
TEXTS: tuple[tuple[str, str, str], ...] = (
    (r"(?>%.*\s+)*+@[A-Za-z]+\s*[{(]", "a list of references (BibTeX)", REFERENCES),
    (r"TY  - ", "a list of references (RIS)", REFERENCES),
    (r"PMID ?- ", "a list of references (PubMed's format)", REFERENCES),
    (r"%0 [A-Z]", "a list of references (EndNote)", REFERENCES),
    (r"FN [A-Z].*\s+VR ", "a list of references (Web of Science)", REFERENCES),
    (r"(?>%.*\s+)*+\\[A-Za-z]+", "a text in LaTeX", MANUSCRIPT),
    (r"%!PS", "a file for a printer (PostScript)", GIVE_TEXT),
    (r"diff --git |--- \S.*\n\+\+\+ ", "a list of changes (a patch)", "apply it to the file"),
    (r"BEGIN:V[A-Z]+", "a calendar or an address book", GIVE_TEXT),
    (r"#!.*\b(?:python|Rscript|bash|sh)\b", "a program", GIVE_TEXT),
    (TOML, "a file in TOML", "write the specification as YAML; `intspec init` begins one"),
    (HEADED, "a text with a head in YAML (as of Markdown or Quarto)", MANUSCRIPT),
    (r"\S+\.(?:ya?ml|json|docx|xlsx|csv)\s*\Z", "only the name of a file", "give that file"),
)
#: What the end of a name says of a text that is neither YAML nor JSON.
ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys((".md", ".markdown", ".rmd", ".qmd"), "a text in Markdown"),
        **dict.fromkeys((".ini", ".cfg", ".conf"), "a file of settings"),
        ".toml": "a file in TOML",
        **dict.fromkeys((".py", ".r", ".do", ".sas", ".sql", ".js", ".sh", ".ps1"), "a program"),
        **dict.fromkeys((".tsv", ".tab", ".csv"), "a table of values"),
        **dict.fromkeys((".bib", ".ris", ".nbib", ".enw"), "a list of references"),
        **dict.fromkeys((".rst", ".adoc", ".log"), "a plain text"),
        ".tex": "a text in LaTeX",
        ".xml": "an XML file",
    }
)
#: What may be a manuscript.
MANUSCRIPTS = ("a text in Markdown", "a text in LaTeX", "a plain text")
#: The faults of a text that may be no YAML or JSON at all.
DOUBTFUL = frozenset(
    {"second-document", "yaml-syntax", "json-syntax", "not-a-mapping", "directive", "tab-indent"}
)
#: What a specification alone has: a text that holds it is one, with a slip in it.
OWN = re.compile(r'^\W{0,3}(?:intspec|interventions)\b["\']?[ \t]*:', re.MULTILINE)
#: A key that seldom stands in other data.
TELLING = "stage"
#: How alike a key must be to one of a specification's own, from 0 to 1, to be taken for it; and
#: how many keys are compared.
LIKENESS, COMPARED = 0.8, 500
#: How many keys a message names, and how much of each.
NAMED, SHOWN = 3, 40
#: Of how many bytes the first of a file are looked at, and from how many controls among them on,
#: one in so many, it is no text.
LOOKED_AT, CONTROLS_AT_LEAST, ONE_IN = 4000, 10, 50
CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r\f\x1b"})


def wrong_kind(kind: FileKind, raw: bytes) -> Problem | None:
    """Say why a file cannot be a specification, by the kind that its bytes tell.

    Args:
        kind: Its kind.
        raw: Its bytes.

    Returns:
        The problem; None if files of this kind may be specifications.
    """
    if kind in INSTEAD:
        return beside_another("", raw)
    if kind == "xml":
        return _problem(*_xml(raw.decode("utf-8", "replace")) or WRONG[kind])
    return _problem(*WRONG[kind]) if kind in WRONG else None


def beside_another(name: str, raw: bytes) -> Problem | None:
    """Say what a file is that only stands beside another, or in its place.

    Args:
        name: The last part of its name.
        raw: Its bytes.
    """
    kind = stands_for_another(raw)
    if kind is None and name.startswith(OWNER_FILES) and len(raw) <= SMALL:
        # An empty one is left behind on some network drives.
        kind = "owner-file" if not raw or b"\x00" in raw or name.endswith("#") else None
    if kind is None:
        return None
    what, remedy = INSTEAD[kind]
    return Problem("wrong-kind-of-file", f"this is {what}, not the file itself", remedy)


def no_text(raw: bytes) -> Problem | None:
    """Say that a file is no text, if more than a slip makes it so."""
    head = raw[:LOOKED_AT]
    controls = len(head) - len(head.translate(None, CONTROLS))
    if controls < max(CONTROLS_AT_LEAST, len(head) // ONE_IN):
        return None
    return _problem("binary data, or damaged", f"{GIVE_TEXT}, or ask for it again")


def other_text(text: str, name: str, code: str = "not-a-mapping") -> Problem | None:
    """Say what a text is that cannot be read as YAML or JSON, if it was never meant as such.

    Args:
        text: The text.
        name: Name of its file.
        code: The code of the fault that was found in it.
    """
    text = text.lstrip()
    if code not in DOUBTFUL or OWN.search(text):
        return None
    words = _xml(text) if text.startswith("<") else None
    for start, what, remedy in TEXTS:
        words = words or ((what, remedy) if re.match(start, text) else None)
    if words is None:
        what = ENDINGS.get(name[name.rfind(".") :].lower(), "")
        words = (what, MANUSCRIPT if what in MANUSCRIPTS else GIVE_TEXT) if what else None
    return _problem(*words, "a specification") if words else None


def other_data(document: "Document", known: Mapping[str, Any]) -> Problem | None:
    """Say why a document is no specification at all: it is of another kind, or has other keys.

    It is one if it has one of the keys that no other data has, or if half of its keys are known.

    Args:
        document: What reading gave.
        known: The outermost keys that a specification may have.
    """
    data = document.data
    keys = [key for key in data if key in known]
    half = 2 * len(keys) >= len(data) > 0
    if _has_own(data) or (half and TELLING in data):
        return None
    shape = shape_of(data)
    if half and shape is None:
        return None
    span = document.key_span(())
    if shape is not None:
        return shape.problem(span, document.line(span.line))
    text = other_text(document.text, document.path)
    if text is not None:
        return text
    return Problem(
        "not-a-specification",
        f"this is no specification: {_what_it_has(list(data), keys)}",
        _begun(document),
        *span,
        document.line(span.line),
    )


def refuse_list(source: "Source", root: Any, start: int) -> None:
    """Refuse a list of records of another kind, as exports of references and registries are.

    Args:
        source: The text.
        root: What it holds.
        start: Offset at which that begins.

    Raises:
        Unreadable: It is such a list.
    """
    shape = shape_of(root) if isinstance(root, list) else None
    if shape is not None:
        span = source.span(start, start + 1)
        raise Unreadable(shape.problem(span, source.line(span.line)))


def _xml(text: str) -> tuple[str, str] | None:
    """Return what a text is that is XML, and what to do."""
    root = xml_root(text)
    if root is None:
        return None
    name, attributes = root
    for pattern, what, remedy in ROOTS:
        tag = re.compile(pattern, re.IGNORECASE | re.DOTALL)
        if tag.fullmatch(name) or tag.fullmatch(attributes):
            return what, remedy
    return f"an XML file (`<{name[:60]}>`)", GIVE_TEXT


def _problem(what: str, remedy: str, wanted: str = "a text file") -> Problem:
    return Problem("wrong-kind-of-file", f"this is {what}, not {wanted}", remedy)


def _has_own(data: Mapping[str, Any]) -> bool:
    """Tell whether a key is one of a specification's own, be it misspelt."""
    if any(key in data for key in OWN_KEYS):
        return True
    return any(nearest(key, OWN_KEYS, likeness=LIKENESS) for key in islice(data, COMPARED))


def _what_it_has(keys: list[str], known: list[str]) -> str:
    if not keys:
        return "it has no keys"
    shown = some_of([f"`{shorten(flat(key), SHOWN)}`" for key in known or keys], NAMED)
    if known:
        return f"of its {len(keys)} keys, a specification has only {shown}"
    return f"a specification has none of its keys ({shown})"


def _begun(document: "Document") -> str:
    """Say how a specification begins, in the words of the document's format."""
    json = document.text.lstrip().startswith("{")
    first = '"intspec": "1.0"' if json else 'intspec: "1.0"'
    return f"if it is to become one, begin it with `{first}`; {DRAFT}"
