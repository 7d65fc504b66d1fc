"""Tell what a file is: by its first bytes, by the parts of a ZIP, and by the end of its name.

What to say of a file of the wrong kind, and what to do about it, is for each reader to know.
"""

import re
from collections.abc import Collection, Iterable
from typing import Literal

FileKind = Literal[
    "pdf",
    "rtf",
    "png",
    "jpeg",
    "gif",
    "gzip",
    "7z",
    "rar",
    "sqlite",
    "word-before-1997",
    "old-office",
    "old-word",
    "old-excel",
    "old-powerpoint",
    "encrypted-office",
    "zip",
    "docx",
    "xlsx",
    "xlsb",
    "pptx",
    "vsdx",
    "pages",
    "epub",
    "opendocument",
    "html",
    "xhtml",
    "xml",
    "word-xml",
    "mht",
    "tiff",
    "webp",
    "bzip2",
    "xz",
    "zstd",
    "apple-double",
    "owner-file",
    "windows-shortcut",
    "internet-shortcut",
    "git-lfs-pointer",
    "git-annex-pointer",
]
#: What stands before each part of a ZIP file.
ZIP_PART = b"PK\x03\x04"
#: How files begin that are no text, and some that are.
BEGINNINGS: tuple[tuple[bytes, FileKind], ...] = (
    (ZIP_PART, "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "old-office"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\xdb\xa5-", "word-before-1997"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"(\xb5/\xfd", "zstd"),
)
#: How files begin that stand where another file belongs, and tell where it is, or of it.
STAND_INS: tuple[tuple[bytes, FileKind], ...] = (
    (b"version https://git-lfs.github.com/", "git-lfs-pointer"),
    (b"version https://hawser.github.com/", "git-lfs-pointer"),
    (b"version http://git-media.io/", "git-lfs-pointer"),
    (b"/annex/objects/", "git-annex-pointer"),
    (b"../.git/annex/objects/", "git-annex-pointer"),
    (b".git/annex/objects/", "git-annex-pointer"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "windows-shortcut"),
    (b"[InternetShortcut]", "internet-shortcut"),
    (b"\x00\x05\x16\x07", "apple-double"),
    (b"\x00\x05\x16\x00", "apple-double"),
)
#: What Office keeps beside a file that is open: a name behind its length, once in one byte a letter
#: and once in two. The size of Word's file, and of that of Excel and PowerPoint.
OWNER_FILE_SIZES = (162, 165)
OWNER_NAME = 54
#: How the names of such files begin, and of those that LibreOffice keeps.
OWNER_FILES = ("~$", ".~lock.")
#: What stands in an old file of Office, as the names of its streams, and what it is then.
STREAMS: tuple[tuple[str, FileKind], ...] = (
    ("EncryptedPackage", "encrypted-office"),
    ("EncryptionInfo", "encrypted-office"),
    ("WordDocument", "old-word"),
    ("Workbook", "old-excel"),
    ("Book", "old-excel"),
    ("PowerPoint Document", "old-powerpoint"),
)
#: The names of parts that tell what a ZIP is, in lower case.
PARTS: tuple[tuple[str, FileKind], ...] = (
    (r"word/.*", "docx"),
    (r"xl/workbook\.bin", "xlsb"),
    (r"xl/.*", "xlsx"),
    (r"ppt/.*", "pptx"),
    (r"visio/document\.xml", "vsdx"),
    (r"index/document\.iwa|index\.zip", "pages"),
    (r"meta-inf/container\.xml", "epub"),
)
#: What the first part of an OpenDocument file says, which is never compressed.
OPENDOCUMENT = b"application/vnd.oasis.opendocument"
#: The folders of a ZIP as they stand in its bytes, where its table of contents is not read.
FOLDERS: tuple[tuple[bytes, FileKind], ...] = (
    (b"word/", "docx"),
    (b"xl/", "xlsx"),
    (b"ppt/", "pptx"),
    (OPENDOCUMENT, "opendocument"),
)
#: How texts begin that are marked up, for browsers and others.
MARKUP: tuple[tuple[bytes, FileKind], ...] = (
    (rb"<.*(?:office/word/2003/wordml|office/2006/xmlpackage)", "word-xml"),
    (rb"(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", "html"),
    (
        rb"(?><\?xml.*?\?>\s*)(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b",
        "xhtml",
    ),
    (rb"<\?xml\b", "xml"),
)
#: What may stand before the first tag of XML, and that tag with its attributes.
ROOT = (
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype\b(?>[^>\[]|\[.*?\])*+>)*+"
    r"<(?P<name>[a-z_][\w.-]*(?::[\w.-]+)?)(?P<attributes>(?>\s[^>]*)?)/?(?:>|\Z)"
)
#: The first tag of a text that is marked up begins within so many bytes, and all that tells its
#: kind stands within so many.
FIRST, HEAD = 200, 4000
#: A line near the beginning of a web page that was saved with its pictures in one file.
ARCHIVED = b"mime-version:"
UTF8_MARK = b"\xef\xbb\xbf"
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
#: Files of specifications, which folders are searched for.
SPECIFICATION_ENDINGS = (".intspec.yaml", ".intspec.yml", ".intspec.json")
#: Files of plain data.
DATA_ENDINGS = (".yaml", ".yml", ".json")


def has_ending(name: str, endings: Iterable[str]) -> bool:
    """Tell whether the name of a file has one of some endings, in letters of either case."""
    return name.lower().endswith(tuple(ending.lower() for ending in endings))


def is_json(name: str) -> bool:
    """Tell by the end of its name whether a file is JSON."""
    return has_ending(name, (".json",))


def file_kind(raw: bytes, parts: Collection[str] | None = None) -> FileKind | None:
    """Tell what a file is, whatever its name says.

    Args:
        raw: Its bytes, or the first of them.
        parts: The names of the parts, where it is a ZIP whose table of contents was read. A ZIP
            whose parts tell nothing is of the kind `zip`.

    Returns:
        The kind; None for text that is no markup, and for what is not known.
    """
    kind = next((kind for beginning, kind in BEGINNINGS if raw.startswith(beginning)), None)
    kind = kind or stands_for_another(raw)
    if kind == "zip":
        return _zip_kind(raw, parts)
    if kind == "old-office":
        streams = (kind for name, kind in STREAMS if name.encode("utf-16-le") in raw)
        return next(streams, "old-office")
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return "webp"
    return kind or _markup_kind(raw)


def stands_for_another(raw: bytes) -> FileKind | None:
    """Tell whether a file only stands where another belongs, whatever that is."""
    raw = raw.removeprefix(UTF8_MARK)
    if len(raw) in OWNER_FILE_SIZES and 0 < raw[0] <= OWNER_NAME and b"\x00" in raw:
        name = raw[1 : 1 + raw[0]]
        if b"\x00" not in name:
            return "owner-file"
    return next((kind for beginning, kind in STAND_INS if raw.startswith(beginning)), None)


def xml_root(text: str) -> tuple[str, str] | None:
    """Return the name and the attributes of the first tag of a text; None if it is no XML.

    Args:
        text: The text, or the first of it; it need not begin with `<?xml`.
    """
    root = re.match(ROOT, text[:HEAD], re.DOTALL | re.IGNORECASE)
    return (root["name"], root["attributes"]) if root else None


def _zip_kind(raw: bytes, parts: Collection[str] | None) -> FileKind:
    if parts is None:
        return next((kind for folder, kind in FOLDERS if folder in raw), "zip")
    names = {name.lower() for name in parts}
    if OPENDOCUMENT in raw[:200] or {"mimetype", "content.xml"} <= names:
        return "opendocument"
    found = (kind for pattern, kind in PARTS if any(re.fullmatch(pattern, n) for n in names))
    return next(found, "zip")


def _markup_kind(raw: bytes) -> FileKind | None:
    head = raw[:HEAD].removeprefix(UTF8_MARK).lower()
    if head.startswith(ARCHIVED) or b"\n" + ARCHIVED in head:
        return "mht"
    if not head[:FIRST].lstrip().startswith(b"<"):
        return None
    head = head.lstrip()
    return next((kind for start, kind in MARKUP if re.match(start, head, re.DOTALL)), None)


def wide_encoding(raw: bytes) -> str | None:
    """Name the encoding of a text that takes two or four bytes a character."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return name
    return ZEROS.get(tuple(byte == 0 for byte in raw[:4]))
