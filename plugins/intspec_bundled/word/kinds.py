"""What a file is that is called a Word document and is none, and what to do about it."""

import re
from collections.abc import Iterable, Sequence

from intspec import FormError

SAVE = "open it in Word and save it as a Word document (.docx)"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Beginnings of files, each with what it is and what to do.
BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "ask for the Word document, or open the PDF in Word and save it as .docx"),
    (b"{\\rtf", "in the old Rich Text Format (RTF)", SAVE),
    (b"\x89PNG", "a picture (PNG)", "ask for the Word document that it shows"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "ask for the Word document that it shows"),
    (b"GIF8", "a picture (GIF)", "ask for the Word document that it shows"),
    (b"\x1f\x8b", "packed with gzip", "unpack it, and use the Word document in it"),
    (b"Rar!", "an archive (RAR)", "unpack it, and use the Word document in it"),
    (b"7z\xbc\xaf", "an archive (7-Zip)", "unpack it, and use the Word document in it"),
    (b"\xdb\xa5-", "a Word document from before 1997", SAVE),
)
#: Names of parts in a ZIP, each with what has them and what to do.
PARTS: tuple[tuple[str, str, str], ...] = (
    (r"xl/workbook\.(xml|bin)", "an Excel workbook", "give it the ending .xlsx"),
    (r"ppt/presentation\.xml", "a PowerPoint presentation", "copy its table into Word, and save"),
    (r"visio/document\.xml", "a Visio drawing", "ask for the Word document"),
    (r"index/document\.iwa|index\.zip", "an Apple Pages document", "export it to Word from Pages"),
    (r"meta-inf/container\.xml", "an electronic book (EPUB)", "ask for the Word document"),
)
WEB_PAGE = re.compile(
    rb"(<\?xml.*?\?>\s*)?(<!--.*?-->\s*)*(<!doctype html|<html|<head|<body)", re.DOTALL
)


def refuse_other_kinds(raw: bytes, names: Sequence[str]) -> None:
    """Refuse what is no Word document, by what it is.

    Args:
        raw: The bytes of the file.
        names: The names in it, where it is a ZIP.

    Raises:
        FormError: It is something else that is known.
    """
    if not raw:
        message = "the file is empty"
        raise FormError(message, "save the document again, or ask for it again")
    if raw.startswith(b"PK"):
        _refuse_archive(raw, {name.lower() for name in names})
        return
    if raw.startswith(OLE):
        raise _old(raw)
    for beginning, what, remedy in BEGINNINGS:
        if raw.startswith(beginning):
            raise _is(what, remedy)
    head = raw[:4000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    if b"office/word/2003/wordml" in head or b"office/2006/xmlpackage" in head:
        what = "a Word document saved as one XML file"
    elif head.startswith(b"mime-version:") or b"\nmime-version:" in head:
        what = "a web archive (MHT)"
    elif WEB_PAGE.match(head):
        what = "a web page (HTML)"
    else:
        message = "this is no Word document: it is no ZIP file, as every .docx is"
        raise FormError(message, f"if Word can open it: {SAVE}; or ask for the file again")
    raise _is(what, SAVE)


def _refuse_archive(raw: bytes, names: Iterable[str]) -> None:
    if b"application/vnd.oasis.opendocument" in raw[:200]:
        what = "an OpenDocument file (as LibreOffice saves it)"
        raise _is(what, "open it in LibreOffice or Word and save it as a Word document (.docx)")
    names = set(names)
    if any(name.startswith("word/") for name in names):
        return
    for pattern, what, remedy in PARTS:
        if any(re.fullmatch(pattern, name) for name in names):
            raise _is(what, remedy)


def _old(raw: bytes) -> FormError:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in raw

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return FormError(
            "the file is protected with a password",
            "open it in Word, take the password off (File, Info, Protect Document), and save it",
        )
    if holds("WordDocument"):
        return _is("a Word document in the old format (.doc)", SAVE)
    if holds("Workbook") or holds("Book"):
        return _is("an Excel workbook in the old format (.xls)", "save it as .xlsx in Excel")
    if holds("PowerPoint Document"):
        return _is("a PowerPoint presentation in the old format", "copy its table into Word")
    return _is("in an old format of Office (.doc), or protected with a password", SAVE)


def _is(what: str, remedy: str) -> FormError:
    return FormError(f"this is no Word document (.docx): it is {what}", remedy)
