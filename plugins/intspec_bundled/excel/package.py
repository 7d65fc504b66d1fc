"""A workbook taken apart with bounds: only what was counted and checked is handed on."""

import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from intspec import FormError

MOST_BYTES = 50_000_000
MOST_MEMBERS = 2_000
MOST_XML = 20_000_000
XML = (".xml", ".rels")
#: What a file that is no ZIP begins with, what that is, and what to do.
OTHERS = (
    (b"%PDF", "a PDF", "ask for the workbook that it was made from"),
    (b"{\\rtf", "a rich text document", "save its tables as a workbook (.xlsx)"),
    (b"<html", "a web page", "open it in Excel or LibreOffice and save it as .xlsx"),
    (b"<!doctype html", "a web page", "open it in Excel or LibreOffice and save it as .xlsx"),
    (b"<?xml", "an XML file", "open it in Excel and save it as an Excel workbook (.xlsx)"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)"
AGAIN = "open it in Excel or LibreOffice and save it again as .xlsx, or ask for a new copy"


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
    _refuse_others(raw, name)
    try:
        with ZipFile(BytesIO(raw)) as package:
            return _checked(package, name)
    except FormError:
        raise
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        message = f"`{name}` is damaged: its parts cannot be unpacked"
        raise FormError(message, AGAIN) from error
    except RuntimeError as error:
        message = f"`{name}` is protected by a password"
        raise FormError(message, "save a copy without a password") from error


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Pack parts again, so that another reader sees just what was checked."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(ZipInfo(name), content)
    return buffer.getvalue()


def _refuse_others(raw: bytes, name: str) -> None:
    if not raw:
        message = f"`{name}` is empty"
        raise FormError(message, "ask for a new copy")
    if len(raw) > MOST_BYTES:
        message = f"`{name}` is larger than {MOST_BYTES // 1_000_000} MB"
        raise FormError(message, "save a copy that holds only the form, without pictures")
    if raw.startswith(OLE):
        if ENCRYPTED in raw:
            message = f"`{name}` is protected by a password"
            raise FormError(message, "save a copy without a password")
        message = f"`{name}` is an old Office file (.xls or .doc), whatever its name says"
        raise FormError(message, SAVE_AS)
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return
    start = raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginning, what, remedy in OTHERS:
        if start.startswith(beginning.lower()):
            message = f"`{name}` is {what}, and no workbook, whatever its name says"
            raise FormError(message, remedy)
    if b"\x00" not in raw[:4000] and b"\n" in raw:
        message = f"`{name}` is a text file, and no workbook, whatever its name says"
        raise FormError(message, "if it is a table, give it the ending .csv")
    message = f"`{name}` is no Excel workbook"
    raise FormError(message, SAVE_AS)


def _checked(package: ZipFile, name: str) -> dict[str, bytes]:
    members = package.infolist()
    if len(members) > MOST_MEMBERS:
        message = f"`{name}` has {len(members):,} parts; a form has at most {MOST_MEMBERS:,}"
        raise FormError(message, "save a copy that holds only the form")
    parts: dict[str, bytes] = {}
    left = MOST_XML
    for member in members:
        if member.filename in parts:
            message = f"`{name}` is damaged: it has two parts named `{member.filename}`"
            raise FormError(message, AGAIN)
        parts[member.filename] = b""
        if member.filename.lower().endswith(XML):
            parts[member.filename] = content = _content(package, member, left)
            left -= len(content)
            if left < 0:
                message = f"`{name}` unpacks to more than {MOST_XML // 1_000_000} MB of text"
                raise FormError(message, "save a copy that holds only the form")
    _refuse_kinds(parts, name)
    return parts


def _content(package: ZipFile, member: ZipInfo, left: int) -> bytes:
    """Unpack a member: one byte more than what is left at most, whatever it says of its size."""
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile
    with package.open(member) as stream:
        content = stream.read(left + 1)
        if len(content) <= left and stream.read(1):
            raise BadZipFile
    return content


def _refuse_kinds(parts: Mapping[str, bytes], name: str) -> None:
    names = {part.lower() for part in parts}
    if "word/document.xml" in names:
        message = f"`{name}` is a Word document, and no workbook, whatever its name says"
        raise FormError(message, "give it the ending .docx")
    if "xl/workbook.bin" in names:
        message = f"`{name}` is a binary workbook (.xlsb)"
        raise FormError(message, SAVE_AS)
    if "content.xml" in names and "mimetype" in names:
        message = f"`{name}` is an OpenDocument file, such as LibreOffice writes"
        raise FormError(message, SAVE_AS)
    if not any(part.startswith("xl/") for part in names):
        message = f"`{name}` is a ZIP archive without a workbook in it"
        raise FormError(message, "give the workbook itself")
    for part, content in parts.items():
        if b"\x00" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            message = f"`{name}` is damaged, or made to do harm: see its part `{part}`"
            raise FormError(message, AGAIN)
