"""What a file is, is told by one table, whatever its name says."""

import ast
from pathlib import Path

import pytest

from intspec import FileKind, file_kind
from intspec.file_kinds import BEGINNINGS, UTF8_MARK, is_json, wide_encoding

ROOT = Path(__file__).parent.parent
FILES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
#: What begins like other files because it is about them.
SAMPLES = ("contract/of_formats.py",)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", None),
        (b"intspec: '1.0'\n", None),
        (b"PK: a key\n", None),
        (b"%PDF-1.7\n", "pdf"),
        (b"{\\rtf1 a}", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"GIF89a", "gif"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!\x1a\x07", "rar"),
        (b"SQLite format 3\x00", "sqlite"),
        (b"\xdb\xa5-\x00", "word-before-1997"),
        (OLE, "old-office"),
        (OLE + "EncryptionInfo".encode("utf-16-le"), "encrypted-office"),
        (OLE + "WordDocument".encode("utf-16-le"), "old-word"),
        (OLE + "Workbook".encode("utf-16-le"), "old-excel"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "old-powerpoint"),
        (b"PK\x05\x06", "zip"),
        (b"PK\x03\x04 a/b.txt", "zip"),
        (b"PK\x03\x04 word/document.xml", "docx"),
        (b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.text", "opendocument"),
        (UTF8_MARK + b" \n<!DOCTYPE html>\n<html>", "html"),
        (b"<!-- saved --><BODY class=a>", "html"),
        (b"<bodywork>", None),
        (b"<?xml version='1.0'?>\n<html xmlns='a'>", "xhtml"),
        (b"<?xml version='1.0'?>\n<a/>", "xml"),
        (b"<?xml version='1.0'?><a b='http://x/office/2006/xmlPackage'/>", "word-xml"),
        (b"From: a\nMIME-Version: 1.0\n", "mht"),
        (UTF8_MARK + b"version https://git-lfs.github.com/spec/v1\n", "git-lfs-pointer"),
        (b"\x03Ada".ljust(162, b"\x00"), "owner-file"),
        (b"\x03Ada".ljust(100, b"\x00"), None),
        ("# A comment".ljust(81).encode("utf-16-le"), None),
        (b"<!-- a -->" * 400 + b"<x", None),
    ],
)
def test_a_file_is_told_by_its_bytes(raw: bytes, kind: FileKind | None) -> None:
    """By the first of them, by streams and folders in it, by its first tags."""
    assert file_kind(raw) == kind


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ((), "zip"),
        (("a.txt",), "zip"),
        (("Word/document.xml", "xl/workbook.xml"), "docx"),
        (("xl/workbook.bin", "xl/styles.xml"), "xlsb"),
        (("xl/workbook.xml",), "xlsx"),
        (("ppt/presentation.xml",), "pptx"),
        (("visio/document.xml",), "vsdx"),
        (("Index/Document.iwa",), "pages"),
        (("META-INF/container.xml", "mimetype"), "epub"),
        (("content.xml", "mimetype"), "opendocument"),
        (("content.xml",), "zip"),
    ],
)
def test_a_zip_is_told_by_its_parts(parts: tuple[str, ...], kind: FileKind) -> None:
    """In upper or lower case."""
    assert file_kind(b"PK\x03\x04", parts) == kind


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-32-be", "UTF-32"),
        ("utf-32-le", "UTF-32"),
    ],
)
def test_an_encoding_of_several_bytes_is_told(encoding: str, name: str | None) -> None:
    """By its mark, or by the zero bytes of its first letters."""
    assert wide_encoding("id: a\n".encode(encoding)) == name


def test_json_is_told_by_the_end_of_its_name() -> None:
    """In upper or lower case."""
    assert [is_json(name) for name in ("a.json", "A.JSON", "a.json.yaml")] == [True, True, False]


@pytest.mark.long
def test_no_other_module_knows_how_files_begin() -> None:
    """A reader asks what a file is, and says it in words of its own."""
    begun = tuple(beginning for beginning, _kind in BEGINNINGS)
    for path in FILES:
        if path.name == "file_kinds.py" or path.as_posix().endswith(SAMPLES):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        told = [one for one in constants if isinstance(one, bytes) and one.startswith(begun)]
        assert told == [], path
