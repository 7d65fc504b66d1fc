"""What a file is that is not the text that its name promises."""

import re

GIVE_TEXT = "give the YAML or JSON file itself"

#: How files of other kinds begin: bytes, what it is, what to do.
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an older Word or Excel file (.doc, .xls)", GIVE_TEXT),
    (b"%PDF-", "a PDF", GIVE_TEXT),
    (b"{\\rtf", "a rich-text document (.rtf)", "save it as plain text"),
    (b"\x89PNG\r\n", "a picture (PNG)", GIVE_TEXT),
    (b"\xff\xd8\xff", "a picture (JPEG)", GIVE_TEXT),
    (b"GIF8", "a picture (GIF)", GIVE_TEXT),
    (b"\x1f\x8b", "a compressed file (.gz)", "unpack it first"),
    (b"7z\xbc\xaf", "a compressed file (.7z)", "unpack it first"),
    (b"SQLite format 3\x00", "a database (SQLite)", GIVE_TEXT),
)
#: What members of a ZIP say it is.
PACKAGES: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint file (.pptx)"),
    (b"application/vnd.oasis.opendocument", "a LibreOffice document"),
)
PAGE = rb"(?i)\s*<(!doctype\s+html|html|head|body)\b"
XML = rb"\s*<\?xml\b"
#: UTF-16 and UTF-32 by their byte order mark, the longer first.
MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
#: Which of the first four bytes are zero, when a text without a mark begins with ASCII.
ZEROS: dict[tuple[bool, ...], str] = {
    (False, True, False, True): "UTF-16",
    (True, False, True, False): "UTF-16",
    (False, True, True, True): "UTF-32",
    (True, True, True, False): "UTF-32",
}


def kind_of(raw: bytes) -> tuple[str, str] | None:
    """Tell what a file is and what to do, if it is of another kind than text."""
    if raw.startswith(b"PK\x03\x04"):
        what = next((name for part, name in PACKAGES if part in raw), "a ZIP archive")
        return what, GIVE_TEXT
    for start, what, remedy in SIGNATURES:
        if raw.startswith(start):
            return what, remedy
    head = raw[:200].lstrip()
    if not head.startswith(b"<"):
        return None
    if re.compile(PAGE).match(head):
        return "a web page (HTML)", "download the file itself; this may be a page about an error"
    if re.compile(XML).match(head):
        return "an XML file", GIVE_TEXT
    return None


def wide_encoding(raw: bytes) -> str | None:
    """Name the encoding of a text that takes two or four bytes a character."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return name
    return ZEROS.get(tuple(byte == 0 for byte in raw[:4]))
