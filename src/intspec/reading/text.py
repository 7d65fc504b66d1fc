"""Bytes to text, and the defects that show before any syntax does."""

import re
from typing import Literal

from intspec.reading.document import BREAK, Document
from intspec.reading.problems import DEFAULT_LIMITS, Limits, Unreadable, refuse

ZIP = b"PK\x03\x04"
GIVE = "give the YAML or JSON file"
#: How a file of another kind begins: bytes, what it is, what to do.
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (ZIP, "a ZIP archive", "give the YAML or JSON file that is in it"),
    (b"\xd0\xcf\x11\xe0", "an older Word or Excel file (.doc, .xls)", GIVE),
    (b"%PDF", "a PDF", GIVE),
    (b"\x89PNG", "a PNG picture", GIVE),
    (b"\xff\xd8\xff", "a JPEG picture", GIVE),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"{\\rtf", "a rich-text document (.rtf)", GIVE),
)
#: What a ZIP archive holds when it is a document of an office program.
OFFICE: tuple[tuple[bytes, str], ...] = (
    (b"word/document", "a Word document (.docx)"),
    (b"xl/workbook", "an Excel workbook (.xlsx)"),
    (b"ppt/presentation", "a PowerPoint file (.pptx)"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file (.odt, .ods)"),
)
PAGE = re.compile(rb"\s*<(!doctype\s+html|html|\?xml)", re.IGNORECASE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
NBSP = re.compile("(?m)^ *(\xa0)")
CONFLICT = re.compile(r"(?m)^(<<<<<<<|>>>>>>>)( |$)")


def read_bytes(
    raw: bytes,
    *,
    path: str,
    format: Literal["yaml", "json"] | None = None,  # noqa: A002 -- the word that fits
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Read a document from the bytes of its file.

    Args:
        raw: The bytes.
        path: Name of the file, for messages; `.json` at its end means JSON.
        format: The format, where the name does not tell.
        limits: The most that the document may hold.

    Raises:
        Unreadable: The bytes are no readable document; it says why, where, and what to do.
    """
    if len(raw) > limits.bytes:
        size = f"{len(raw) / 1e6:.1f}"
        raise refuse(
            "too-large",
            f"the file has more than {limits.bytes / 1e6:.0f} MB ({size} MB)",
            "a specification is text of some hundred kilobytes; split the file",
        )
    text = decode(raw)
    _guard(text)
    if format == "json" or (format is None and path.lower().endswith(".json")):
        from intspec.reading.json_text import build  # noqa: PLC0415 -- only JSON needs it
    else:
        from intspec.reading.yaml_events import build  # noqa: PLC0415 -- only YAML needs it
    return build(path, text, limits)


def decode(raw: bytes) -> str:
    """Turn bytes into text.

    Raises:
        Unreadable: They are not UTF-8 text.
    """
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
    for start, what, remedy in SIGNATURES:
        if raw.startswith(start):
            kinds = (kind for part, kind in OFFICE if start == ZIP and part in raw)
            kind = next(kinds, what)
            message = f"this is {kind}, not a text file"
            raise refuse("wrong-kind-of-file", message, remedy if kind == what else GIVE)
    if PAGE.match(raw[:200]):
        raise refuse(
            "wrong-kind-of-file",
            "this is a web page or XML file, not a specification",
            "give the YAML or JSON file; perhaps a download gave an error page instead",
        )
    wide = raw[:4]
    if wide[:2] in (b"\xff\xfe", b"\xfe\xff") or wide.count(0) >= 2:  # noqa: PLR2004
        if not wide.strip(b"\0"):
            raise refuse("control-character", "the file begins with zero bytes", "save it anew")
        kind = "UTF-32" if wide.count(0) > 2 or wide[2:] == b"\0\0" else "UTF-16"  # noqa: PLR2004
        raise refuse("not-utf8", f"this file is saved as {kind}", "save it as UTF-8")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = place(before, len(before))
        byte = raw[error.start]
        raise refuse(
            "not-utf8",
            f"byte 0x{byte:02X} is not UTF-8 text",
            "save the file as UTF-8 (in Word or Notepad: encoding UTF-8)",
            line,
            column,
        ) from None


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of an offset in a text."""
    before = text[:offset]
    breaks = list(BREAK.finditer(before))
    return len(breaks) + 1, offset - (breaks[-1].end() if breaks else 0) + 1


def _guard(text: str) -> None:
    if not text.strip():
        raise refuse(
            "empty", "the file is empty", "`intspec init` writes a specification to start from"
        )
    found = CONTROL.search(text)
    if found:
        raise _at(
            text,
            found,
            "control-character",
            f"an invisible character (U+{ord(found.group()):04X}) stands here",
            "delete it; it may have come with pasted text",
        )
    # Looking for one character is far cheaper than for a line that begins with it.
    found = NBSP.search(text) if "\xa0" in text else None
    if found:
        raise _at(
            text,
            found,
            "nbsp-indent",
            "this line is indented with a non-breaking space",
            "replace it by ordinary spaces; it comes from text pasted from Word or a web page",
            group=1,
        )
    found = CONFLICT.search(text) if "<<<<<<<" in text or ">>>>>>>" in text else None
    if found:
        raise _at(
            text,
            found,
            "conflict-markers",
            "a mark of an unfinished Git merge stands here",
            "choose one of the two versions and delete the marks",
        )


def _at(  # noqa: PLR0913 -- a refusal has as many parts
    text: str, found: re.Match[str], code: str, message: str, hint: str, *, group: int = 0
) -> Unreadable:
    line, column = place(text, found.start(group))
    return refuse(code, message, hint, line, column, len(found.group(group)))


def bad_text(value: str) -> str | None:
    """Say what a value holds that no output format can carry; None if nothing."""
    found = SUSPECT.search(value)
    if found is None:
        return None
    number = ord(found.group())
    if 0xD800 <= number <= 0xDFFF:  # noqa: PLR2004 -- the halves of Unicode's pairs
        return f"half a character (U+{number:04X})"
    return f"an invisible control character (U+{number:04X})"


#: What no output format can carry.
SUSPECT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffe\uffff]")
