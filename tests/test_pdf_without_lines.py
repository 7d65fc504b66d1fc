"""Tables of a PDF without ruled lines: told by their blanks, and never surely."""

from pathlib import Path

import pytest

from answered_forms import as_form, needs_office, to_pdf, write_docx
from described_tables import rows_of_tidier
from intspec import FormError
from intspec.text import flat
from intspec_bundled.pdf import read_pdf
from test_pdf_reading import said

UNSURE = {"doubtful", "blank"}
PROSE = "TIDieR items 1 to 12 are told in the text of this paper, and nowhere else in it."


def printed(source: str) -> bytes:
    """Return the PDF of a page."""
    typst = pytest.importorskip("typst")
    made: bytes = typst.compile(source.encode(), format="pdf")
    return made


@pytest.mark.parametrize("width", ["150mm", "200mm"])
@pytest.mark.parametrize("height", ["90mm", "280mm"])
@pytest.mark.parametrize("number", ["{}", "{}.", "Item {}", "({})"])
@pytest.mark.long
def test_each_answer_is_found_and_none_is_sure(width: str, height: str, number: str) -> None:
    """On one page and over several, whatever the numbers look like, every word is its item's."""
    cells = [
        f"[{number.format(n)}], [{label}], [Pages {n + 20}-{n + 22} of the paper, and Table {n}]"
        for n, label in enumerate(rows_of_tidier(), 1)
    ]
    raw = printed(
        f"#set page(width: {width}, height: {height}, margin: 12mm)\nTIDieR checklist\n\n"
        "#table(columns: (1fr, 3fr, 3fr), stroke: none, column-gutter: 8pt, [No.], [Item], [Where],"
        f"{', '.join(cells)})"
    )
    found = said(read_pdf(raw, "form.pdf"))
    assert [(one[1], one[3], flat(one[4])) for one in found] == [
        (str(n), "doubtful", f"Pages {n + 20}-{n + 22} of the paper, and Table {n}")
        for n in range(1, 13)
    ]


@pytest.mark.parametrize(
    "text", [PROSE * 9, "\n\n".join(f"{n}. {PROSE}" for n in range(1, 9)), "1\n\n2\n\n3\n\n4\n\n5"]
)
def test_text_without_columns_is_refused(text: str) -> None:
    """Paragraphs, a numbered list and numbers alone are no table; the way out is told."""
    with pytest.raises(FormError) as caught:
        read_pdf(printed(text.replace("#", "")), "form.pdf")
    assert "no table with ruled lines" in caught.value.message
    assert "docx" in caught.value.hint


@needs_office
@pytest.mark.long
def test_no_printed_form_without_lines_is_read_as_sure(tmp_path: Path) -> None:
    """Over guidelines and layouts: what is not refused has doubts alone, and most words right."""
    pairs = [("tidier", "official"), ("consort-2025", "official"), ("tidier", "arms")]
    pairs += [("cert", "spelt"), ("spirit-2025", "comments"), ("tidier", "one cell")]
    files = [tmp_path / f"{name}_{layout.replace(' ', '-')}.docx" for name, layout in pairs]
    for (name, layout), file in zip(pairs, files, strict=True):
        write_docx(name, layout, file, ruled=False)
    right = every = 0
    for (name, layout), path in zip(pairs, to_pdf(files, tmp_path), strict=True):
        try:
            found = said(read_pdf(path.read_bytes(), path.name))
        except FormError:
            continue
        assert {one[3] for one in found} <= UNSURE, path.stem
        expected = {(one[1], flat(one[4])) for one in said(as_form(name, layout))}
        right += sum((one[1], flat(one[4])) in expected for one in found)
        every += len(found)
    assert right >= 0.85 * every > 0
