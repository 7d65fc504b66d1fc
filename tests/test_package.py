"""Files that are a ZIP of XML are read within limits, or refused with what to do."""

import io
import zipfile
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intspec import FormError, PackageFault, PackageLimits, XmlPackage

GOOD = {"a.xml": b"<a>words</a>", "b/c.bin": b"\x00"}
SMALL = PackageLimits(size=5_000, members=3, unpacked=4_000, marks=10, ratio=20, ratio_from=500)


def packed(
    *parts: tuple[str, bytes],
    kind: int = zipfile.ZIP_DEFLATED,
    more: dict[str, bytes] | None = None,
) -> bytes:
    """Pack parts, after those of a good package."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as file:
        for name, content in [*(GOOD | (more or {})).items(), *parts]:
            file.writestr(name, content)
    return buffer.getvalue()


def changed(raw: bytes, at: bytes, offset: int, value: int) -> bytes:
    """Return a package with one byte of a header changed."""
    out = bytearray(raw)
    out[raw.index(at) + offset] = value
    return bytes(out)


def with_part(content: bytes) -> bytes:
    """Return a package whose first part holds something else."""
    return packed(more={"a.xml": content})


def whole(raw: bytes) -> None:
    """Read all of a package."""
    package = XmlPackage(raw, "form.x", limits=SMALL)
    for name in package.names:
        package.read(name)
    package.xml("a.xml")


BAD: list[tuple[bytes, str]] = [
    (b"x" * 5_001, "`form.x` is larger than 0 MB"),
    (b"no ZIP", "`form.x` is damaged, or was cut off on its way"),
    (packed()[:60], "`form.x` is damaged, or was cut off on its way"),
    (
        packed(("c.xml", b""), ("d.xml", b"")),
        "`form.x` has 4 parts; a form has at most 3",
    ),
    (packed(("A.XML", b"")), "`form.x` is damaged: it has two parts named `A.XML`"),
    (
        changed(packed(), b"PK\x01\x02", 20, 99),
        "`form.x` is damaged, or made to do harm: parts of it lie over one another",
    ),
    (changed(packed(), b"PK\x01\x02", 8, 1), "`form.x` is protected by a password"),
    (
        packed(more={"a.xml": b"<a>" + bytes(range(1, 60)) * 80 + b"</a>"}),
        "`a.xml` in `form.x` unpacks to more than a form can have",
    ),
    (with_part(b" " * 3_000), "`a.xml` in `form.x` unpacks to more than a form can have"),
    (
        changed(packed(), b"PK\x01\x02", 16, 0x11),
        "`form.x` is damaged: its part `a.xml` cannot be unpacked",
    ),
    (
        packed(kind=zipfile.ZIP_BZIP2),
        "`form.x` is damaged: its part `a.xml` cannot be unpacked",
    ),
    (
        with_part(b"\xff\xfe<\x00a"),
        "`form.x` is damaged: its part `a.xml` holds bytes that are no text",
    ),
    (with_part(b"<a>" * 11), "`a.xml` in `form.x` holds more than a form can have"),
    (
        with_part(b'<?xml version="1.0"?><!-- a --><!doctype a><a/>'),
        "`a.xml` in `form.x` declares a document type or entities, which no form does",
    ),
    (with_part(b"<a>"), "`form.x` is damaged: its part `a.xml` is no well-formed XML (*)"),
]


@pytest.mark.parametrize(("raw", "message"), BAD, ids=[message[9:45] for _raw, message in BAD])
def test_a_package_is_refused_by_what_is_wrong_with_it(raw: bytes, message: str) -> None:
    """In one line, with a remedy."""
    with pytest.raises(FormError) as caught:
        whole(raw)
    said, found, _rest = message.partition("*")
    assert caught.value.message.startswith(said) if found else caught.value.message == message
    assert caught.value.hint


def test_a_good_package_is_read() -> None:
    """Names as they stand, found in any case; parts as bytes, and as XML."""
    package = XmlPackage(packed(), "form.x")
    assert package.names == ("a.xml", "b/c.bin")
    assert (package.has("A.xml"), package.has("c.bin")) == (True, False)
    assert package.read("b/c.bin") == b"\x00"
    assert package.xml("a.xml").text == "words"
    assert package.xml("a.xml") is package.xml("a.xml")


def test_text_in_two_bytes_a_letter_is_parsed() -> None:
    """As some programs write it."""
    raw = with_part('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16"))
    assert XmlPackage(raw, "form.x").xml("a.xml").text == "é"


@pytest.mark.parametrize("content", [b"<a>\x00</a>", b"<!DOCTYPE a><a/>", b"<a/><!ENTITY b>"])
def test_what_another_parser_might_do_is_refused(content: bytes) -> None:
    """By the bytes alone: it is somebody else's parser."""
    package = XmlPackage(packed(), "form.x")
    package.refuse_declarations("a.xml", package.read("a.xml"))
    with pytest.raises(FormError, match="declares a document type or entities"):
        package.refuse_declarations("a.xml", content)


def test_a_package_is_written_with_some_parts_changed() -> None:
    """All else stays as it is, and new parts follow."""
    package = XmlPackage(packed(), "form.x")
    again = XmlPackage(package.rewritten({"A.xml": b"<a>new</a>", "d.xml": b"<d/>"}), "form.x")
    assert again.names == ("a.xml", "b/c.bin", "d.xml")
    assert [again.read(name) for name in again.names] == [b"<a>new</a>", b"\x00", b"<d/>"]


class Unseekable(io.BytesIO):
    """A stream into which sizes are written behind the parts, as some programs do."""

    def seekable(self) -> bool:
        """Tell that it is none."""
        return False

    def tell(self) -> int:
        """Refuse."""
        raise OSError


@pytest.mark.long
@given(
    st.dictionaries(
        st.text("ab\xe9/.", min_size=1, max_size=9), st.binary(max_size=300), max_size=9
    ),
    st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2]),
    st.binary(max_size=9),
    st.sampled_from([io.BytesIO, Unseekable]),
)
def test_what_stays_is_copied_byte_by_byte(
    parts: dict[str, bytes], kind: int, before: bytes, stream: type[io.BytesIO]
) -> None:
    """However it is packed, and whatever stands before the first part; others read it again."""
    buffer = stream()
    buffer.write(before)
    with zipfile.ZipFile(buffer, "w", kind) as file:
        for name, content in {"a.xml": b"<a/>", **parts}.items():
            file.writestr(name, content)
    raw = XmlPackage(buffer.getvalue(), "form.x").rewritten({"a.xml": b"<b/>", "new.xml": b"<c/>"})
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == {
            **parts,
            "a.xml": b"<b/>",
            "new.xml": b"<c/>",
        }
        assert file.namelist() == [*dict.fromkeys(["a.xml", *parts]), "new.xml"]
        kept = [member for member in file.infolist() if member.filename in parts]
        assert {member.compress_type for member in kept} <= {kind}


def test_what_stays_is_not_unpacked() -> None:
    """However large it would become, however it is damaged: it is the sender's own."""
    bomb = packed(("media.bin", b"\x00" * 3_000_000))
    assert len(bomb) < SMALL.size
    package = XmlPackage(bomb, "form.x", limits=SMALL)
    with pytest.raises(FormError, match="unpacks to more than a form can have"):
        package.read("media.bin")
    raw = package.rewritten({"a.xml": b"<b/>"})
    assert len(raw) < SMALL.size
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        assert file.read("media.bin") == b"\x00" * 3_000_000
    damaged = changed(packed(), b"PK\x01\x02", 16, 0x11)
    raw = XmlPackage(damaged, "form.x").rewritten({"b/c.bin": b"new"})
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        assert file.testzip() == "a.xml"
        assert file.read("b/c.bin") == b"new"


@pytest.mark.parametrize("offset", [0, 26])
def test_a_part_that_stays_must_be_where_it_is_said_to_be(offset: int) -> None:
    """With its own header before it, and as long as it is said to be."""
    raw = changed(packed(), b"PK\x03\x04", offset, 0xFF)
    raw = raw if offset == 0 else changed(raw, b"PK\x03\x04", offset + 1, 0xFF)
    with pytest.raises(FormError, match=r"its part `a\.xml` cannot be unpacked"):
        XmlPackage(raw, "form.x").rewritten({"b/c.bin": b"new"})


def test_a_format_has_words_of_its_own() -> None:
    """Where it says nothing else, the words for all formats stand."""
    words: dict[PackageFault, tuple[str, str]] = {"damaged": ("`{name}` is no book", "find it")}
    with pytest.raises(FormError, match=r"`form\.x` is no book") as caught:
        XmlPackage(b"", "form.x", words=words)
    assert caught.value.hint == "find it"
    with pytest.raises(FormError, match="is protected by a password"):
        XmlPackage(changed(packed(), b"PK\x01\x02", 8, 1), "form.x", words=words)


def refuse(message: str) -> Callable[[bytes, Sequence[str]], None]:
    """Return what refuses every file, with the names of its parts."""

    def others(_raw: bytes, names: Sequence[str]) -> None:
        raise FormError(message.format(", ".join(names)), "ask for another")

    return others


@pytest.mark.parametrize(("raw", "names"), [(b"", ""), (packed(), "a.xml, b/c.bin")])
def test_another_kind_of_file_is_told_by_the_format(raw: bytes, names: str) -> None:
    """Before anything else is said of it."""
    with pytest.raises(FormError, match=f"it holds <{names}>"):
        XmlPackage(raw, "form.x", refuse_others=refuse("it holds <{}>"))
