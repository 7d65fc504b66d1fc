"""Unpack a workbook within bounds, and refuse files that are no workbook."""

from collections.abc import Mapping, Sequence
from functools import partial
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from intspec import (
    FileKind,
    FormError,
    PackageFault,
    PackageLimits,
    XmlPackage,
    file_kind,
)

XML = (".xml", ".rels")
SAVE_AS = "open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)"
A_WEB_PAGE = ("a web page", "open it in Excel or LibreOffice and save it as .xlsx")
AN_XML_FILE = ("an XML file", "open it in Excel and save it as an Excel workbook (.xlsx)")
#: Kinds of files that are no workbook: what each is, and what to do.
OTHERS: Mapping[FileKind, tuple[str, str]] = MappingProxyType(
    {
        "pdf": ("a PDF", "ask for the workbook that it was made from"),
        "rtf": ("a rich text document", "save its tables as a workbook (.xlsx)"),
        "html": A_WEB_PAGE,
        "xhtml": AN_XML_FILE,
        "xml": AN_XML_FILE,
        "word-xml": AN_XML_FILE,
    }
)
OLD = ("old-office", "old-word", "old-excel", "old-powerpoint")
#: Bytes that may stand before the first character of markup: a byte order mark and blanks.
BEFORE = b"\xef\xbb\xbf \t\r\n"
AGAIN = "open it in Excel or LibreOffice and save it again as .xlsx, or ask for a new copy"
UNPACKED = ("`{name}` is damaged: its parts cannot be unpacked", AGAIN)
#: The message for each fault of a package, and the remedy, where they differ from the core's.
WORDS: Mapping[PackageFault, tuple[str, str]] = MappingProxyType(
    {
        "damaged": UNPACKED,
        "twice": ("`{name}` is damaged: it has two parts named `{part}`", AGAIN),
        "overlap": UNPACKED,
        "part-size": (
            "`{name}` unpacks to more than {most} MB of text",
            "save a copy that holds only the form",
        ),
        "part-damaged": UNPACKED,
        "part-declares": (
            "`{name}` is damaged, or made to do harm: see its part `{part}`",
            AGAIN,
        ),
    }
)
#: No limit of the compression: many equal cells of a sheet compress to almost nothing.
LIMITS = PackageLimits(ratio=None)


def parts_of(raw: bytes, name: str) -> dict[str, bytes]:
    """Take a workbook apart.

    Args:
        raw: The file.
        name: Its name, for messages.

    Returns:
        The XML parts by their names, in the file's order. What is no XML is left out, with an empty
        value, so that its name is known.

    Raises:
        FormError: It is no workbook, or more than a form can be.
    """
    package = opened(raw, name)
    parts = {
        part: package.read(part) if part.lower().endswith(XML) else b"" for part in package.names
    }
    _refuse_kinds(raw, parts, name)
    for part, content in parts.items():
        package.refuse_declarations(part, content)
    return parts


def opened(raw: bytes, name: str) -> XmlPackage:
    """Open a workbook.

    Raises:
        FormError: It is known to be something else, or more than a form can be.
    """
    refuse = partial(_refuse_others, name)
    return XmlPackage(raw, name, words=WORDS, limits=LIMITS, refuse_others=refuse)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Pack parts again, so that another reader sees just what was checked."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(ZipInfo(name), content)
    return buffer.getvalue()


def _refuse_others(name: str, raw: bytes, names: Sequence[str]) -> None:
    """Refuse what is no workbook, by what it is; a ZIP is judged by its parts, when it is read."""
    if not raw:
        message = f"`{name}` is empty"
        raise FormError(message, "ask for a new copy")
    kind = file_kind(raw, names) or file_kind(raw.lstrip(BEFORE))
    if kind == "encrypted-office":
        message = f"`{name}` is protected by a password"
        raise FormError(message, "save a copy without a password")
    if kind in OLD:
        message = f"`{name}` is an old Office file (.xls or .doc), whatever its name says"
        raise FormError(message, SAVE_AS)
    if kind is not None and kind in OTHERS:
        description, remedy = OTHERS[kind]
        message = f"`{name}` is {description}, and no workbook, whatever its name says"
        raise FormError(message, remedy)
    if file_kind(raw[:4], ()) == "zip":
        return
    if b"\x00" not in raw[:4000] and b"\n" in raw:
        message = f"`{name}` is a text file, and no workbook, whatever its name says"
        raise FormError(message, "if it is a table, give it the ending .csv")
    message = f"`{name}` is no Excel workbook"
    raise FormError(message, SAVE_AS)


def _refuse_kinds(raw: bytes, parts: Mapping[str, bytes], name: str) -> None:
    kind = file_kind(raw, parts)
    if kind == "docx":
        message = f"`{name}` is a Word document, and no workbook, whatever its name says"
        raise FormError(message, "give it the ending .docx")
    if kind == "xlsb":
        message = f"`{name}` is a binary workbook (.xlsb)"
        raise FormError(message, SAVE_AS)
    if kind == "opendocument":
        message = f"`{name}` is an OpenDocument file, such as LibreOffice writes"
        raise FormError(message, SAVE_AS)
    if kind != "xlsx":
        message = f"`{name}` is a ZIP archive without a workbook in it"
        raise FormError(message, "give the workbook itself")
