"""The package: a Word file as a ZIP of XML parts, opened with bounds on everything in it."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from typing import Any
from urllib.parse import unquote, urlsplit

import attrs
from lxml import etree

from intspec import FormError
from intspec_bundled.word.kinds import refuse_other_kinds

#: Bounds. A filled form of twenty pages has a tenth of a megabyte of XML.
MOST_BYTES = 50_000_000
MOST_XML = 20_000_000
MOST_MEMBERS = 2_000
MOST_MARKS = 1_500_000
#: XML as Word writes it shrinks to a tenth or a twentieth; only a trap shrinks to this.
MOST_RATIO = 150
RATIO_FROM = 1_000_000

#: What the ZIP library raises for archives that are broken in one way or another.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
DAMAGED = "open it in Word, save it again as a Word document (.docx), and use that"
TOO_MUCH = (
    "copy the table into a new Word document, save that, and use it; if it came from somebody "
    "you do not know, do not open it"
)
ROOTS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata",
)
#: What may stand before the root of an XML part, a document type excepted.
PROLOGUE = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)


@attrs.frozen
class Relationship:
    """What one part says of another.

    Attributes:
        id: Its id in the part.
        kind: The last word of its type, such as `comments`.
        target: Name of the part that it leads to, or the address outside.
        external: Whether it leads out of the file.
    """

    id: str
    kind: str
    target: str
    external: bool = False


class Package:
    """A Word file.

    Args:
        raw: The bytes of the file.

    Raises:
        FormError: It is no Word file, or one that cannot be read within bounds.
    """

    def __init__(self, raw: bytes) -> None:
        if len(raw) > MOST_BYTES:
            message = f"the file has {len(raw) // 1_000_000} MB: more than a form can have"
            raise FormError(message, "take the pictures out, or copy the table into a new document")
        self._raw = raw
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(raw))
            infos = self.archive.infolist()
        except BROKEN as error:
            refuse_other_kinds(raw, ())
            message = "the file is damaged, or was cut off on its way: its table of contents is bad"
            raise FormError(message, DAMAGED) from error
        self.names = [info.filename for info in infos]
        refuse_other_kinds(raw, self.names)
        self._check(infos)
        self._left = MOST_XML
        self._parsed: dict[str, Any] = {}
        self._infos = {info.filename.lower(): info for info in infos}
        if "[content_types].xml" not in self._infos:
            message = "this is no Word document: the list of its parts (content types) is missing"
            raise FormError(message, DAMAGED)
        self.main = self._main()

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        if len(infos) > MOST_MEMBERS:
            message = f"the file has {len(infos):,} parts: more than {MOST_MEMBERS:,}"
            raise FormError(message, TOO_MUCH)
        seen = set()
        end = 0
        for info in sorted(infos, key=lambda i: i.header_offset):
            if info.filename.lower() in seen:
                message = f"the file has two parts of one name (`{info.filename}`)"
                raise FormError(message, DAMAGED)
            seen.add(info.filename.lower())
            if info.header_offset < end:
                message = "parts of the file lie over one another, as in a trap or a damaged file"
                raise FormError(message, TOO_MUCH)
            end = info.header_offset + info.compress_size
            if info.flag_bits & 1:
                message = "the file is protected with a password"
                raise FormError(message, "take the password off in Word, and save it again")

    def _main(self) -> str:
        for found in self.relationships(""):
            if found.kind == "officeDocument" and self.has(found.target):
                return found.target
        message = "this is no Word document: its main part is missing"
        raise FormError(message, DAMAGED)

    def has(self, name: str) -> bool:
        """Tell whether there is a part of this name."""
        return name.lower() in self._infos

    def read(self, name: str) -> bytes:
        """Return the bytes of a part, within bounds.

        Raises:
            FormError: It is damaged or too large.
        """
        info = self._infos[name.lower()]
        shrunk = info.file_size > RATIO_FROM and info.file_size > MOST_RATIO * info.compress_size
        if info.file_size > self._left or shrunk:
            message = f"`{name}` in the file unpacks to more than a form can have"
            raise FormError(message, TOO_MUCH)
        try:
            with self.archive.open(info) as member:
                raw = member.read(self._left + 1)
        except BROKEN as error:
            message = f"the file is damaged: its part `{name}` cannot be unpacked"
            raise FormError(message, DAMAGED) from error
        self._left -= len(raw)
        if self._left < 0:
            message = f"`{name}` in the file unpacks to more than a form can have"
            raise FormError(message, TOO_MUCH)
        return raw

    def xml(self, name: str) -> Any:
        """Return the root of an XML part; the same one each time.

        Raises:
            FormError: It cannot be read.
        """
        if name not in self._parsed:
            self._parsed[name] = parse(self.read(name), name)
        return self._parsed[name]

    def relationships(self, part: str) -> list[Relationship]:
        """Return what a part says of others; `""` is the package itself.

        Raises:
            FormError: They cannot be read, or one leads out of the file by its path.
        """
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(path):
            return []
        found = []
        for one in self.xml(path):
            if not isinstance(one.tag, str) or etree.QName(one).localname != "Relationship":
                continue
            target = one.get("Target", "")
            external = one.get("TargetMode") == "External"
            if not external:
                target = _inside(target, folder)
            root, _, kind = one.get("Type", "").rpartition("/")
            kind = kind if root.startswith(ROOTS) else ""
            found.append(Relationship(one.get("Id", ""), kind, target, external))
        return found

    def related(self, part: str, kind: str) -> str | None:
        """Return the name of the part of a kind that belongs to another, if it is there."""
        for one in self.relationships(part):
            if one.kind == kind and not one.external and self.has(one.target):
                return one.target
        return None

    def rewritten(self, parts: dict[str, bytes]) -> bytes:
        """Return the file with some parts in place of its own or added; the rest stays as it is."""
        out = io.BytesIO()
        rest = {name.lower(): (name, raw) for name, raw in parts.items()}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            target.comment = self.archive.comment
            for info in self.archive.infolist():
                copied = zipfile.ZipInfo(info.filename, info.date_time)
                copied.compress_type = info.compress_type
                copied.external_attr = info.external_attr
                copied.create_system = info.create_system
                _name, raw = rest.pop(info.filename.lower(), ("", None))
                if raw is None:
                    raw = self._whole(info)
                target.writestr(copied, raw)
            for name, raw in rest.values():
                added = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                added.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(added, raw)
        return out.getvalue()

    def _whole(self, info: zipfile.ZipInfo) -> bytes:
        if info.file_size > MOST_BYTES:
            message = f"`{info.filename}` in the file unpacks to more than a form can have"
            raise FormError(message, TOO_MUCH)
        try:
            return self.archive.read(info)
        except BROKEN as error:
            message = f"the file is damaged: its part `{info.filename}` cannot be unpacked"
            raise FormError(message, DAMAGED) from error


def _inside(target: str, folder: str) -> str:
    """Return the name of the part that a relationship leads to.

    Raises:
        FormError: It leads out of the file.
    """
    path = unquote(urlsplit(target).path) if ":" not in target else target
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
    name = posixpath.normpath(joined)
    if name.startswith("..") or "\\" in name:
        message = f"a part of the file is said to lie outside it (`{target}`)"
        raise FormError(message, TOO_MUCH)
    return name


def parse(raw: bytes, name: str) -> Any:
    """Parse XML that may be anybody's.

    Raises:
        FormError: It is no XML, holds a document type, or is too large.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            text = raw.decode("utf-16").lstrip("\ufeff")
        except UnicodeDecodeError as error:
            message = f"the file is damaged: `{name}` holds bytes that are no text"
            raise FormError(message, DAMAGED) from error
        raw = re.sub(r"\A\s*<\?xml.*?\?>", "", text, flags=re.DOTALL).encode()
    if raw.count(b"<") > MOST_MARKS:
        message = f"`{name}` in the file holds more than a form can have"
        raise FormError(message, TOO_MUCH)
    start = PROLOGUE.match(raw.removeprefix(b"\xef\xbb\xbf"))
    body = raw.removeprefix(b"\xef\xbb\xbf")[start.end() if start else 0 :][:9]
    forbidden = f"`{name}` in the file declares a document type, which no Word document does"
    if body.upper() == b"<!DOCTYPE":
        raise FormError(forbidden, TOO_MUCH)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=False,
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        found = " ".join(str(error).split())
        if "depth" in found.lower():
            message = f"`{name}` in the file is nested deeper than a form can be"
            raise FormError(message, TOO_MUCH) from error
        message = f"the file is damaged: `{name}` is no well-formed XML ({found[:120]})"
        raise FormError(message, DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormError(forbidden, TOO_MUCH)
    return root
