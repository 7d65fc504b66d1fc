"""Say what a file is that is not the text that its name promises."""

from collections.abc import Mapping
from types import MappingProxyType

from intspec.file_kinds import FileKind

GIVE_TEXT = "give the YAML or JSON file itself"
AN_XML_FILE = ("an XML file", GIVE_TEXT)
OLD_OFFICE = ("an older Word or Excel file (.doc, .xls)", GIVE_TEXT)
#: Kinds of files that are no specification: what each is, and what to do.
WRONG: Mapping[FileKind, tuple[str, str]] = MappingProxyType(
    {
        "zip": ("a ZIP archive", GIVE_TEXT),
        "docx": ("a Word document (.docx)", GIVE_TEXT),
        "xlsx": ("an Excel workbook (.xlsx)", GIVE_TEXT),
        "pptx": ("a PowerPoint file (.pptx)", GIVE_TEXT),
        "opendocument": ("a LibreOffice document", GIVE_TEXT),
        "old-office": OLD_OFFICE,
        "old-word": OLD_OFFICE,
        "old-excel": OLD_OFFICE,
        "old-powerpoint": OLD_OFFICE,
        "encrypted-office": OLD_OFFICE,
        "pdf": ("a PDF", GIVE_TEXT),
        "rtf": ("a rich-text document (.rtf)", "save it as plain text"),
        "png": ("a picture (PNG)", GIVE_TEXT),
        "jpeg": ("a picture (JPEG)", GIVE_TEXT),
        "gif": ("a picture (GIF)", GIVE_TEXT),
        "gzip": ("a compressed file (.gz)", "unpack it first"),
        "7z": ("a compressed file (.7z)", "unpack it first"),
        "sqlite": ("a database (SQLite)", GIVE_TEXT),
        "html": (
            "a web page (HTML)",
            "download the file itself; this may be a page about an error",
        ),
        "xhtml": AN_XML_FILE,
        "xml": AN_XML_FILE,
        "word-xml": AN_XML_FILE,
    }
)
