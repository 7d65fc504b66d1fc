"""Filled checklists as PDF: read by the lines of their tables, or refused with the way out."""

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject

from answered_forms import as_form, needs_office, to_pdf, write_docx
from intspec import FormError
from intspec.api import load_registry
from intspec.cli.forms import checklists_of
from intspec.forms.form import Form
from intspec.forms.read import read_form
from intspec.text import flat
from intspec_bundled.pdf import pages as pdf_pages
from intspec_bundled.pdf import read_pdf
from intspec_bundled.word.hooks import read_docx
from test_cli import intspec

pytestmark = pytest.mark.long

DATA = Path(__file__).parent / "data" / "forms" / "pdf"
#: The forms that are kept, each `GUIDELINE_LAYOUT.pdf`, printed by LibreOffice from Word files.
KEPT = sorted(DATA.glob("*.pdf"))
#: The share of answers that may be doubtful in a PDF and are sure in the file it was made from.
DOUBTFUL = 0.1


def said(form: Form) -> list[tuple[Any, ...]]:
    """Return what the answers of a form say: the guideline, the item, and each answer."""
    filled = read_form(form, checklists_of(load_registry()))
    return [
        (
            item.checklist and item.checklist.id,
            item.number,
            one.kind,
            one.answer.kind,
            one.answer.text,
            one.answer.arm,
            one.answer.place,
            one.answer.document and one.answer.document.kind,
        )
        for item in filled.items
        for one in item.said
    ]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_pdf_reads_as_the_form_that_it_was_printed_from(path: Path) -> None:
    """The same guideline, items, columns, answers and places, in the same order.

    An answer that a page parts is the only one that is doubtful, with the same words.
    """
    guideline, layout = path.stem.split("_")
    found = said(read_pdf(path.read_bytes(), path.name))
    expected = said(as_form(guideline, layout))
    other = [pair for pair in zip(found, expected, strict=True) if pair[0] != pair[1]]
    assert [(one[3], flat(one[4])) for one, _other in other] == [
        ("doubtful", flat(one[4])) for _other, one in other
    ]
    assert len(other) < len(PdfReader(path).pages)


@pytest.mark.parametrize("spec", ["exercise/group-exercise", "school/school-programme"])
def test_our_own_pdf_reads_as_our_own_word_file(spec: str, tmp_path: Path) -> None:
    """What `render` writes as PDF is read back as what it writes for Word."""
    files = [tmp_path / "checklist.pdf", tmp_path / "checklist.docx"]
    specification = str(Path(__file__).parent.parent / "specs" / f"{spec}.intspec.yaml")
    for file in files:
        done = intspec("render", specification, "--view", "checklist", "-o", str(file))
        assert done.returncode == 0, done.stderr
    pdf, word = (file.read_bytes() for file in files)
    assert said(read_pdf(pdf, "checklist.pdf")) == said(read_docx(word, "checklist.docx"))


@needs_office
def test_no_answer_of_a_printed_form_is_read_as_another(tmp_path: Path) -> None:
    """Over guidelines and layouts: an answer is that of the form, or is told to be doubtful."""
    pairs = [
        ("tidier", "reasons"),
        ("tidier", "two tables"),
        ("consort-2025", "official"),
        ("consort-2025", "ticked"),
        ("consort-spi-2018", "comments"),
        ("cert", "spelt"),
        ("credeci-2", "one cell"),
        ("frame", "no head"),
        ("guided", "answers first"),
        ("tidier-placebo", "arms"),
    ]
    files = [tmp_path / f"{name}_{layout.replace(' ', '-')}.docx" for name, layout in pairs]
    for (name, layout), file in zip(pairs, files, strict=True):
        write_docx(name, layout, file)
    wrong, doubts, every = [], 0, 0
    for (name, layout), path in zip(pairs, to_pdf(files, tmp_path), strict=True):
        expected = said(as_form(name, layout))
        found = said(read_pdf(path.read_bytes(), path.name))
        surely = [one for one in found if one[3] != "doubtful"]
        wrong += [(path.stem, one) for one in surely if one not in expected]
        assert len({one[:2] for one in found}) == len({one[:2] for one in expected}), path.stem
        doubts += sum(one[3] == "doubtful" for one in found)
        doubts -= sum(one[3] == "doubtful" for one in expected)
        every += len(expected)
    assert wrong == []
    assert doubts <= DOUBTFUL * every


def changed(path: Path, change: Any) -> bytes:
    """Return a PDF with its pages changed."""
    writer = PdfWriter(clone_from=PdfReader(path))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_reads_alike(degrees: int) -> None:
    """A page that is stored on its side, and shown upright, is read as it is shown."""

    def turn(writer: PdfWriter) -> None:
        for page in writer.pages:
            page.rotate(degrees)
            page.transfer_rotation_to_content()
            page.rotate(-degrees)
            page[NameObject("/Rotate")] = NumberObject((360 - degrees) % 360)

    (path, *_rest) = KEPT
    assert said(read_pdf(changed(path, turn), path.name)) == said(
        read_pdf(path.read_bytes(), path.name)
    )


def blank(_writer: PdfWriter) -> None:
    """Leave pages without text."""
    for page in _writer.pages:
        page.pop("/Contents", None)


def locked(writer: PdfWriter) -> None:
    """Lock it with a password."""
    writer.encrypt("invented", algorithm="RC4-128")


def long(writer: PdfWriter) -> None:
    """Give it more pages than a form has."""
    for _ in range(pdf_pages.MOST_PAGES + 1):
        writer.add_blank_page(595, 842)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (changed(KEPT[0], locked), "is locked with a password"),
        (changed(KEPT[0], blank), "has no text: its pages are pictures, such as scans"),
        (changed(KEPT[0], long), "pages: that is no form"),
        (KEPT[0].read_bytes()[:400], "is damaged, or no PDF"),
        (b"%PDF-1.7", "is damaged, or no PDF"),
        (b"", "is damaged, or no PDF"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_told_with_the_way_out(raw: bytes, message: str) -> None:
    """One defect, and what to do about it."""
    with pytest.raises(FormError) as caught:
        read_pdf(raw, "form.pdf")
    assert caught.value.message.startswith("`form.pdf` ")
    assert message in caught.value.message
    assert "docx" in caught.value.hint or "print the pages" in caught.value.hint


def test_a_truncated_pdf_is_read_or_refused() -> None:
    """Wherever it ends: no other error than that it cannot be read as a form."""
    raw = KEPT[0].read_bytes()
    for end in range(0, len(raw), len(raw) // 24):
        try:
            read_pdf(raw[:end], "form.pdf")
        except FormError as error:
            assert error.hint  # noqa: PT017 -- it may be read, too


def test_without_the_extra_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file is not at fault, and another way is named."""
    monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)
    with pytest.raises(FormError) as caught:
        read_pdf(KEPT[0].read_bytes(), "form.pdf")
    assert caught.value.message == "`form.pdf` is a PDF, and what reads PDF is not installed"
    assert "pip install 'intspec[pdf-in]'" in caught.value.hint


def test_check_and_import_read_it_and_fill_refuses_it(tmp_path: Path) -> None:
    """With the way out, in one line."""
    path = DATA / "tidier_official.pdf"
    done = intspec("check", path.name, cwd=path.parent)
    assert "Recognised as TIDieR 2014" in done.stdout
    done = intspec("import", path.name, "-o", str(tmp_path / "draft.yaml"), cwd=path.parent)
    assert done.returncode == 0, done.stderr
    assert "checklists: [tidier]" in (tmp_path / "draft.yaml").read_text(encoding="utf-8")
    spec = Path(__file__).parent.parent / "specs" / "exercise" / "group-exercise.intspec.yaml"
    done = intspec("fill", path.name, str(spec), "-o", str(tmp_path / "o.pdf"), cwd=path.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: tidier_official.pdf: files that end in `.pdf` cannot be filled in; known: .docm, "
        ".docx, .xlsm, .xlsx; open it in Word or LibreOffice and save it as .docx\n"
    )


@pytest.mark.parametrize("width", ["120mm", "160mm", "186mm"])
@pytest.mark.parametrize("size", ["8pt", "10pt"])
def test_paragraphs_below_a_table_are_whole(width: str, size: str) -> None:
    """A footnote is one text, however many lines it is printed on; two are two."""
    typst = pytest.importorskip("typst")
    notes = [
        "* " + "Authors write NA where an item does not hold for what is described. " * 4,
        "** " + "Where it is not in the primary paper, say where it can be found. " * 5,
        "A short line.",
    ]
    source = f"""#set page(width: {width}, margin: 12mm)
#set text(size: {size})
Checklist
#table(columns: (1fr, 4fr, 2fr), [No.], [Item], [Where], [1], [Brief name], [p. 4])
"""
    paragraphs = "\n\n".join(note.replace("*", "\\*") for note in notes)
    form = read_pdf(typst.compile((source + paragraphs).encode(), format="pdf"), "form.pdf")
    below = [text.text for text in form.texts if text.table]
    assert below == [note.strip() for note in notes]
    assert [text.text for text in form.texts if not text.table] == ["Checklist"]
