"""Say what a file is that was given as a Word document and is none, and what to do about it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from intspec import FileKind, FormError, file_kind

SAVE = "open it in Word and save it as a Word document (.docx)"
AN_EXCEL_WORKBOOK = ("an Excel workbook", "give it the ending .xlsx")
A_WEB_PAGE = ("a web page (HTML)", SAVE)
#: The first bytes of a file, in which markup is looked for.
HEAD = 4000
PICTURED = "ask for the Word document that it shows"
PACKED = "unpack it, and use the Word document in it"
#: Kinds of files that are no Word document, each with what it is and what to do.
OTHERS: Mapping[FileKind, tuple[str, str]] = MappingProxyType(
    {
        "pdf": (
            "a PDF",
            "ask for the Word document, or open the PDF in Word and save it as .docx",
        ),
        "rtf": ("in the old Rich Text Format (RTF)", SAVE),
        "png": ("a picture (PNG)", PICTURED),
        "jpeg": ("a picture (JPEG)", PICTURED),
        "gif": ("a picture (GIF)", PICTURED),
        "gzip": ("packed with gzip", PACKED),
        "rar": ("an archive (RAR)", PACKED),
        "7z": ("an archive (7-Zip)", PACKED),
        "word-before-1997": ("a Word document from before 1997", SAVE),
        "old-word": ("a Word document in the old format (.doc)", SAVE),
        "old-excel": ("an Excel workbook in the old format (.xls)", "save it as .xlsx in Excel"),
        "old-powerpoint": (
            "a PowerPoint presentation in the old format",
            "copy its table into Word",
        ),
        "old-office": ("in an old format of Office (.doc), or protected with a password", SAVE),
        "xlsx": AN_EXCEL_WORKBOOK,
        "xlsb": AN_EXCEL_WORKBOOK,
        "pptx": ("a PowerPoint presentation", "copy its table into Word, and save"),
        "vsdx": ("a Visio drawing", "ask for the Word document"),
        "pages": ("an Apple Pages document", "export it to Word from Pages"),
        "epub": ("an electronic book (EPUB)", "ask for the Word document"),
        "opendocument": (
            "an OpenDocument file (as LibreOffice saves it)",
            "open it in LibreOffice or Word and save it as a Word document (.docx)",
        ),
        "word-xml": ("a Word document saved as one XML file", SAVE),
        "mht": ("a web archive (MHT)", SAVE),
        "html": A_WEB_PAGE,
        "xhtml": A_WEB_PAGE,
    }
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
    kind = file_kind(raw, names) or file_kind(_beginning(raw[:HEAD]))
    if kind == "encrypted-office":
        message = "the file is protected with a password"
        raise FormError(
            message,
            "open it in Word, take the password off (File, Info, Protect Document), and save it",
        )
    if kind is not None and kind in OTHERS:
        description, remedy = OTHERS[kind]
        message = f"this is no Word document (.docx): it is {description}"
        raise FormError(message, remedy)
    if not raw.startswith(b"PK"):
        message = "this is no Word document: it is no ZIP file, as every .docx is"
        raise FormError(message, f"if Word can open it: {SAVE}; or ask for the file again")


def _beginning(head: bytes) -> bytes:
    """Return how a text begins, with one byte a letter where it has two."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")
