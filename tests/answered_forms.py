"""Forms that are filled in, in any layout: as cells, and as Word and PDF files of the same."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import docx
import pytest

from filledforms import LINE
from intspec.forms.form import Form
from made_forms import KNOWN, LAYOUTS, Guideline, Row, made

#: What people write, with numbers that differ from row to row.
ANSWERS = (
    "p. {n}",
    "Methods, pp. {n}-{m}, Table 1",
    "Protocol, p. {n}",
    "N/A: not an educational programme",
    "{n}-{m}",
    "Yes (p. {n})",
    "No modifications were made",
    "Supplementary file 2, page {n}",
    "not reported",
    "",
    "p. {n}\nTable {m}",
    "The groups met weekly for {n} weeks in a community centre with two trained peers.",
)
needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


def answered(guideline: str, layout: str) -> list[list[Row]]:
    """Lay a form out, with an answer in each of its cells for answers."""
    first = sum(map(ord, guideline + layout))
    count = 0
    tables = []
    for rows in LAYOUTS[layout](KNOWN[guideline]):
        new: list[Row] = [rows[0]]
        for row in rows[1:]:
            cells = []
            for text in row:
                if len(row) > 1 and text in ("", LINE):
                    answer = ANSWERS[(first + count) % len(ANSWERS)]
                    count += 1
                    cells.append(answer.format(n=count + 2, m=count + 4))
                else:
                    cells.append(text)
            new.append(tuple(cells))
        tables.append(new)
    return tables


def as_form(guideline: str, layout: str) -> Form:
    """Return such a form as a reader of Word files would."""
    known = KNOWN[guideline]
    return made(Guideline(known.title, known.items), lambda _guideline: answered(guideline, layout))


def write_docx(guideline: str, layout: str, path: Path, *, ruled: bool = True) -> None:
    """Write such a form as a Word file."""
    file = docx.Document()
    file.add_heading(KNOWN[guideline].title or "Checklist", 0)
    for rows in answered(guideline, layout):
        table = file.add_table(0, max(map(len, rows)))
        table.style = "Table Grid" if ruled else None
        for row in rows:
            _fill(table.add_row().cells, row)
        file.add_paragraph()
    file.save(str(path))


def _fill(cells: Sequence[object], row: Row) -> None:
    if len(row) == 1:
        cells[0].merge(cells[-1]).text = row[0]  # type: ignore[attr-defined]
        return
    for cell, text in zip(cells, row, strict=True):
        cell.text = text  # type: ignore[attr-defined]


def to_pdf(files: Iterable[Path], folder: Path) -> Iterator[Path]:
    """Print files to PDF, all in one run of LibreOffice."""
    named = [*map(str, files)]
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*words, *named], check=True, capture_output=True, timeout=400)
    yield from (folder / Path(name).with_suffix(".pdf").name for name in named)
