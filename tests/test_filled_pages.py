"""A journal's form stays as long as it was when it is filled: pages counted on paper."""

import re
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.shared import Cm, Pt
from pypdf import PdfReader

from filledforms import LINE
from intspec.cli.main import run
from made_forms import KNOWN

pytestmark = pytest.mark.long
ENRICH = Path(__file__).parent.parent / "specs" / "enrich" / "enrich.intspec.yaml"
SCHOOL = ENRICH.parents[1] / "school" / "school-programme.intspec.yaml"
#: Widths of the columns on paper, in cm, and the heads of those for answers.
LAYOUTS = {
    "tidier": (
        (1.6, 8.4, 4.0, 4.0),
        ("Primary paper (page or appendix number)", "Other (details)"),
    ),
    "consort-2025": ((3.4, 1.2, 10.0, 2.4), ("Reported on page no.",)),
    "spirit-2025": ((3.4, 1.2, 10.0, 2.4), ("Location where item is reported",)),
}
#: The published forms say more of each item than ours do.
MORE = "Words in place of those with which a published form says what it asks of this item here."


def empty_form(guideline: str, path: Path) -> None:
    """Write a form in the shape of the published one, in words of ours."""
    widths, heads = LAYOUTS[guideline]
    made = KNOWN[guideline]
    file = docx.Document()
    file.styles["Normal"].font.size = Pt(9)
    file.add_paragraph(made.title)
    first = ("No", "Item") if len(widths) == len(heads) + 2 else ("Section", "No", "Item")
    table = file.add_table(rows=1, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    rows = [(*first, *heads)]
    for number, group, label in made.items:
        answers = [LINE] * len(heads)
        words = f"{label}. {MORE}"
        rows.append(
            (number, words, *answers) if first[0] == "No" else (group, number, words, *answers)
        )
    for row, texts in enumerate(rows):
        cells = table.rows[0].cells if row == 0 else table.add_row().cells
        for cell, text, width in zip(cells, texts, widths, strict=True):
            cell.width = Cm(width)
            cell.text = text
    file.save(str(path))


def pages(path: Path) -> int:
    """Count the pages of a Word file."""
    profile = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent)]
    subprocess.run([*words, str(path)], check=True, capture_output=True, timeout=240)
    return len(PdfReader(path.with_suffix(".pdf")).pages)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("guideline", "spec"),
    [
        ("tidier", SCHOOL),
        ("consort-2025", ENRICH),
        pytest.param("tidier", ENRICH, marks=pytest.mark.exhaustive),
        pytest.param("spirit-2025", ENRICH, marks=pytest.mark.exhaustive),
    ],
)
def test_a_filled_form_has_the_pages_of_the_empty_one(
    tmp_path: Path, guideline: str, spec: Path
) -> None:
    """Answers are short: no page is added, and a form of one guideline says no word of another."""
    form, filled = tmp_path / "form.docx", tmp_path / "filled.docx"
    empty_form(guideline, form)
    args = ["fill", str(form), str(spec), "--checklist", guideline, "-o", str(filled)]
    assert run(args) in (0, 1)
    assert pages(filled) == pages(form)
    text = "\n".join(
        c.text for t in docx.Document(str(filled)).tables for r in t.rows for c in r.cells
    )
    assert not re.search(
        r"\b(?:not asked|not located|not stated|tidier|intspec)\b", text, re.IGNORECASE
    )
