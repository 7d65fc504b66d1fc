"""Open ZIP files of XML parts, as Office programs write them, with limits on their content."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NoReturn

from intspec.file_kinds import ZIP_PART
from intspec.forms.form import FormError
from intspec.lazy import frozen
from intspec.text.wording import flat

PackageFault = Literal[
    "size",
    "damaged",
    "members",
    "twice",
    "overlap",
    "password",
    "part-size",
    "part-damaged",
    "part-encoding",
    "part-marks",
    "part-declares",
    "part-depth",
    "part-syntax",
]
#: What is said of each fault, and what to do about it. `{name}` is the file, `{part}` the part,
#: `{count}` what is there and `{most}` what may be, in millions where it is bytes.
WORDS: Mapping[PackageFault, tuple[str, str]] = MappingProxyType(
    {
        "size": (
            "`{name}` is larger than {most} MB",
            "save a copy that holds only the form, without pictures",
        ),
        "damaged": (
            "`{name}` is damaged, or was cut off on its way",
            "save it again, or ask for a new copy",
        ),
        "members": (
            "`{name}` has {count:,} parts; a form has at most {most:,}",
            "save a copy that holds only the form",
        ),
        "twice": (
            "`{name}` is damaged: it has two parts named `{part}`",
            "save it again, or ask for a new copy",
        ),
        "overlap": (
            "`{name}` is damaged, or made to do harm: parts of it lie over one another",
            "save it again, or ask for a new copy; do not open it if you do not know who sent it",
        ),
        "password": (
            "`{name}` is protected by a password",
            "save a copy without a password",
        ),
        "part-size": (
            "`{part}` in `{name}` unpacks to more than a form can have",
            "save a copy that holds only the form; do not open it if you do not know who sent it",
        ),
        "part-damaged": (
            "`{name}` is damaged: its part `{part}` cannot be unpacked",
            "save it again, or ask for a new copy",
        ),
        "part-encoding": (
            "`{name}` is damaged: its part `{part}` holds bytes that are no text",
            "save it again, or ask for a new copy",
        ),
        "part-marks": (
            "`{part}` in `{name}` holds more than a form can have",
            "save a copy that holds only the form",
        ),
        "part-declares": (
            "`{part}` in `{name}` declares a document type or entities, which no form does",
            "do not open it if you do not know who sent it",
        ),
        "part-depth": (
            "`{part}` in `{name}` is nested deeper than a form can be",
            "save a copy that holds only the form; do not open it if you do not know who sent it",
        ),
        "part-syntax": (
            "`{name}` is damaged: its part `{part}` is no well-formed XML ({reason})",
            "save it again, or ask for a new copy",
        ),
    }
)
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
#: What may stand before the root of an XML part, a document type excepted.
PROLOGUE = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
UTF8_MARK = b"\xef\xbb\xbf"
#: What stands before a part in the file: its mark, and at its end the lengths of its name and of
#: what else is said of it, which follow.
HEADER = struct.Struct("<26xHH")
#: Options of all parsers of lxml: nothing that a part names is looked up or filled in.
SAFE_XML: Mapping[str, Any] = MappingProxyType(
    {"resolve_entities": False, "no_network": True, "load_dtd": False}
)


@frozen
class PackageLimits:
    """The most that a package may hold. A filled form of twenty pages has 0.1 MB of XML.

    Attributes:
        size: Bytes of the file.
        members: Parts in it.
        unpacked: Bytes of all parts that are read, unpacked.
        marks: Opening signs of tags in one part.
        ratio: How many times as large a part may become by unpacking; None for any number. XML as
            Office writes it becomes ten or twenty times as large; only a trap becomes 150 times.
        ratio_from: Parts of fewer bytes may become as large as they will.
    """

    size: int = 50_000_000
    members: int = 2_000
    unpacked: int = 20_000_000
    marks: int = 1_500_000
    ratio: int | None = 150
    ratio_from: int = 1_000_000


class XmlPackage:
    """A file that is a ZIP of XML parts, from anybody: it may be broken, or made to do harm.

    Nothing is unpacked before it is asked for, and no more than the limits allow. lxml is loaded
    with the first part that is parsed.

    Args:
        raw: The bytes of the file.
        name: Its name, for messages.
        words: What is said of faults where it is not what `WORDS` say: message and remedy. They may
            hold `{name}`, `{part}`, `{count}`, `{most}` and `{reason}`.
        limits: The most that it may hold.
        refuse_others: Raises `FormError` for a file that is something else, by its bytes and the
            names of its parts, which are none where it is no ZIP. What it lets pass is judged by
            its parts.

    Attributes:
        names: The names of the parts, in the file's order.

    Raises:
        FormError: It is no such file, or one that cannot be read within the limits.
    """

    def __init__(
        self,
        raw: bytes,
        name: str,
        *,
        words: Mapping[PackageFault, tuple[str, str]] = WORDS,
        limits: PackageLimits | None = None,
        refuse_others: Callable[[bytes, Sequence[str]], None] | None = None,
    ) -> None:
        self._raw = raw
        self._name = name
        self._words = words
        self._limits = limits or PackageLimits()
        if len(raw) > self._limits.size:
            megabytes = 1_000_000
            self._fail("size", count=len(raw) // megabytes, most=self._limits.size // megabytes)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
            members = self._archive.infolist()
        except BROKEN as error:
            if refuse_others is not None:
                refuse_others(raw, ())
            self._fail("damaged", error)
        self.names = tuple(member.filename for member in members)
        if refuse_others is not None:
            refuse_others(raw, self.names)
        self._check(members)
        self._left = self._limits.unpacked
        self._parsed: dict[str, Any] = {}
        self._members = {member.filename.lower(): member for member in members}

    def _check(self, members: Sequence[zipfile.ZipInfo]) -> None:
        most = self._limits.members
        if len(members) > most:
            self._fail("members", count=len(members), most=most)
        seen: set[str] = set()
        end = 0
        for member in sorted(members, key=lambda member: member.header_offset):
            if member.filename.lower() in seen:
                self._fail("twice", part=member.filename)
            seen.add(member.filename.lower())
            if member.header_offset < end:
                self._fail("overlap")
            end = member.header_offset + member.compress_size
            if member.flag_bits & 1:
                self._fail("password")

    def _fail(
        self, fault: PackageFault, cause: Exception | None = None, /, **values: object
    ) -> NoReturn:
        message, hint = self._words.get(fault) or WORDS[fault]
        raise FormError(message.format(name=self._name, **values), hint) from cause

    def has(self, name: str) -> bool:
        """Tell whether there is a part of this name, in upper or lower case."""
        return name.lower() in self._members

    def read(self, name: str) -> bytes:
        """Return the bytes of a part, unpacked. They count towards the limit each time.

        Raises:
            FormError: It is damaged or too large.
            KeyError: There is no such part.
        """
        member = self._members[name.lower()]
        ratio = self._limits.ratio
        shrunk = ratio is not None and member.file_size > max(
            self._limits.ratio_from, ratio * member.compress_size
        )
        most = self._limits.unpacked // 1_000_000
        if member.file_size > self._left or shrunk:
            self._fail("part-size", part=name, most=most)
        content = self._content(member, name)
        self._left -= len(content)
        if self._left < 0:
            self._fail("part-size", part=name, most=most)
        return content

    def _content(self, member: zipfile.ZipInfo, name: str) -> bytes:
        """Unpack a part, and stop one byte beyond what is allowed, whatever size it claims."""
        try:
            # Office knows no others; some of them need much memory for small parts.
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise zipfile.BadZipFile
            with self._archive.open(member) as stream:
                content = stream.read(self._left + 1)
                if len(content) <= self._left and stream.read(1):
                    raise zipfile.BadZipFile
        except BROKEN as error:
            self._fail("part-damaged", error, part=name)
        return content

    def xml(self, name: str) -> Any:
        """Return the root of an XML part, as lxml parses it; the same one each time.

        Raises:
            FormError: It cannot be read, is no XML, or is more than a form can be.
            KeyError: There is no such part.
        """
        if name not in self._parsed:
            self._parsed[name] = self._parse(self.read(name), name)
        return self._parsed[name]

    def _parse(self, raw: bytes, name: str) -> Any:
        from lxml import etree  # noqa: PLC0415 -- start-up

        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            try:
                text = raw.decode("utf-16").lstrip("\ufeff")
            except UnicodeDecodeError as error:
                self._fail("part-encoding", error, part=name)
            raw = re.sub(r"\A\s*<\?xml.*?\?>", "", text, flags=re.DOTALL).encode()
        if raw.count(b"<") > self._limits.marks:
            self._fail("part-marks", part=name)
        content = raw.removeprefix(UTF8_MARK)
        start = PROLOGUE.match(content)
        if content[start.end() if start else 0 :][:9].upper() == b"<!DOCTYPE":
            self._fail("part-declares", part=name)
        parser = etree.XMLParser(**SAFE_XML, huge_tree=False, remove_comments=False)
        try:
            root = etree.fromstring(raw, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            reason = flat(str(error))
            if "depth" in reason.lower():
                self._fail("part-depth", error, part=name)
            self._fail("part-syntax", error, part=name, reason=reason[:120])
        if root.getroottree().docinfo.internalDTD is not None:
            self._fail("part-declares", part=name)
        return root

    def refuse_declarations(self, name: str, content: bytes) -> None:
        """Refuse a part that is handed on to a program whose parser may do what it declares.

        Args:
            name: The part's name.
            content: Its bytes, as `read` gave them.

        Raises:
            FormError: It holds a document type, entities, or text that is not in one byte a letter.
        """
        if b"\x00" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            self._fail("part-declares", part=name)

    def rewritten(self, parts: Mapping[str, bytes]) -> bytes:
        """Return the file with some parts in place of its own, or added; the rest stays as it is.

        What stays is not unpacked: its bytes are copied as they stand.

        Args:
            parts: The bytes of parts by their names.

        Raises:
            FormError: A part that stays is damaged.
        """
        out = io.BytesIO()
        rest = {name.lower(): (name, content) for name, content in parts.items()}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            target.comment = self._archive.comment
            for member in self._archive.infolist():
                copied = zipfile.ZipInfo(member.filename, member.date_time)
                copied.compress_type = member.compress_type
                copied.external_attr = member.external_attr
                copied.create_system = member.create_system
                _name, content = rest.pop(member.filename.lower(), ("", None))
                if content is None:
                    copied.CRC, copied.file_size = member.CRC, member.file_size
                    copied.compress_size = member.compress_size
                    _write_packed(target, copied, self._packed(member))
                else:
                    target.writestr(copied, content)
            for name, content in rest.values():
                added = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                added.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(added, content)
        return out.getvalue()

    def _packed(self, member: zipfile.ZipInfo) -> bytes:
        """Return the bytes of a part as they stand in the file, behind its own header there."""
        head = self._raw[member.header_offset : member.header_offset + HEADER.size]
        if len(head) < HEADER.size or not head.startswith(ZIP_PART):
            self._fail("part-damaged", part=member.filename)
        begin = member.header_offset + HEADER.size + sum(HEADER.unpack(head))
        packed = self._raw[begin : begin + member.compress_size]
        if len(packed) < member.compress_size:
            self._fail("part-damaged", part=member.filename)
        return packed


def _write_packed(target: zipfile.ZipFile, member: zipfile.ZipInfo, packed: bytes) -> None:
    """Write a part that is packed already, as `zipfile` would if it could."""
    stream = target.fp
    if stream is None:
        raise ValueError
    member.header_offset = stream.tell()
    stream.write(member.FileHeader())
    stream.write(packed)
    target.filelist.append(member)
    target.NameToInfo[member.filename] = member
    target.start_dir = stream.tell()
