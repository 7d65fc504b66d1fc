"""Manuscripts that are damaged, of another kind, or made to do harm: one line each, in bounds."""

import io
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest
from pace import over

import manuscripts
from intspec import FormError
from intspec_bundled.manuscripts.reading import read

pytestmark = pytest.mark.long

pypdf = pytest.importorskip("pypdf")
resource = pytest.importorskip("resource")


def pdf(content: bytes, *, more: bytes = b"", packed: bool = False) -> bytes:
    """Return a PDF of one page with some content."""
    stream = zlib.compress(content, 9) if packed else content
    filters = b"/Filter /FlateDecode " if packed else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
        b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> "
        + more
        + b" >> >>",
        b"<< " + filters + b"/Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places)
    return out + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table


WORDS = b"BT /F1 12 Tf 72 700 Td (Classes lasted 50 minutes.) Tj ET\n"


def locked() -> bytes:
    """Return a PDF with a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(WORDS)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def cyclic() -> bytes:
    """Return a PDF whose pages are their own parents' children."""
    return pdf(WORDS).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP of some parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def bad() -> Iterator[tuple[str, Callable[[], bytes], str]]:
    """Go over bad files: a name, what makes the bytes, and what is said of them."""
    yield "cut.pdf", lambda: pdf(WORDS)[:300], "is damaged, or no PDF"
    yield "locked.pdf", locked, "is locked with a password"
    yield "cyclic.pdf", cyclic, ""
    yield "empty.pdf", lambda: pdf(b"0 0 m 10 10 l S"), "has no text"
    yield "bomb.pdf", lambda: pdf(WORDS * 6_000_000, packed=True)[:10_000_000], ""
    many = b"BT /F1 1 Tf %sET"
    yield "letters.pdf", lambda: pdf(many % (b"(aaaaaaaaaa) Tj " * 2_000_000), packed=True), ""
    form = b"/XObject << /X 4 0 R >>"
    yield "itself.pdf", lambda: pdf(b"/X Do /X Do /X Do " * 200, more=form), ""
    yield "old.docx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 900, "is a file of the kind"
    yield "cut.docx", lambda: manuscripts.as_docx(manuscripts.manuscript())[:2_000], "damaged"
    yield "other.docx", lambda: zipped({"xl/workbook.xml": b"<a/>"}), "is a file of the kind `xlsx`"
    big = b"<w:t>%s</w:t>"
    yield (
        "bomb.docx",
        lambda: zipped({"word/document.xml": big % (b"a" * 30_000_000)}),
        "unpacks to more than",
    )
    yield "empty.md", lambda: b"\n\n", "has no text"
    yield "bytes.txt", lambda: b"\x00\x01\x02\xff" * 99, "is no text"
    yield "other.xml", lambda: b"<?xml version='1.0'?><a/>", "is XML, but no article in JATS"
    cut = b"<?xml version='1.0'?><article><body><p>Classes"
    yield "cut.xml", lambda: cut, "no well-formed XML"
    lol = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    laughs = (
        b"<?xml version='1.0'?><!DOCTYPE article [%s]><article><body><p>&a11;</p></body></article>"
    )
    yield "laughs.xml", lambda: laughs % lol, ""
    reads = b'<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/hostname">]><article><p>&x;</p></article>'
    yield "reads.xml", lambda: reads, ""
    yield "picture.png", lambda: b"\x89PNG\r\n" + b"\0" * 90, "is a file of the kind `png`"


@pytest.mark.parametrize(("name", "make", "said"), [pytest.param(*one, id=one[0]) for one in bad()])
def test_a_bad_manuscript_is_one_line(name: str, make: Callable[[], bytes], said: str) -> None:
    """It says what is wrong, of which file, and what to do; within 5 seconds of computing."""
    raw = make()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.process_time()
    with pytest.raises(FormError) as caught:
        read(raw, name)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    computed = time.process_time() - start + after.ru_utime - before.ru_utime
    assert not over(computed, 5.5)
    assert said in caught.value.message
    assert name in caught.value.message
    assert caught.value.hint
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("deep.html", b"<div>" * 50_000 + b"Classes lasted 50 minutes."),
        ("deep.md", b"> " * 50_000 + b"Classes lasted 50 minutes."),
        ("braces.tex", rb"\section{" * 3_000 + b"Classes lasted 50 minutes." + b"}" * 3_000),
        ("braces2.tex", b"{" * 50_000 + b"Classes lasted 50 minutes."),
        ("stars.md", b"*" * 50_000 + b" Classes lasted 50 minutes."),
        ("links.md", b"[" * 20_000 + b" Classes lasted 50 minutes."),
        ("rows.md", b"|a" * 50_000 + b"\n\nClasses lasted 50 minutes.\n"),
        ("blanks.txt", b"a" + b" " * 100_000 + b"Classes lasted 50 minutes."),
        ("numbers.txt", b"It ended.1 " + b"2 " * 50_000 + b"Classes lasted 50 minutes."),
        ("hyphens.txt", b"a-\n" * 50_000 + b"Classes lasted 50 minutes."),
    ],
)
def test_odd_texts_are_read_in_time(name: str, raw: bytes) -> None:
    """No pattern and no recursion makes the time grow faster than the text."""
    start = time.process_time()
    try:
        manuscript = read(raw, name)
    except FormError:
        manuscript = None
    assert not over(time.process_time() - start, 3)
    assert manuscript is None or "lasted" in manuscript.text


def test_a_readable_pdf_is_read() -> None:
    """The files that are refused above differ from this one."""
    assert read(pdf(WORDS), "good.pdf").text == "Classes lasted 50 minutes."
