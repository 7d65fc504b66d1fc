"""LaTeX and PDF read back: what a document says once it has been set."""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import attrs
import pypdf

from intspec import Block, Cell, Column, Note, NoteList, Row, Table, View


def bare(text: str) -> str:
    """Return a text composed and without white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def words(path: Path) -> str:
    """Return all text of a file, without white space."""
    return bare("".join(page.extract_text() for page in pypdf.PdfReader(path).pages))


def many(texts: list[str]) -> View:
    """Make a view with each text in each place where a view can hold text."""
    columns = (
        Column("n", "Number", head=True),
        Column("c", texts[0], span=texts[1], note=texts[2], width=4),
        Column("d", "Other", span=texts[1], width=2),
    )
    rows = []
    for number, text in enumerate(texts):
        if len(text) < 60:
            rows.append(Row("group", (Cell((Block("text", text),)),)))
        blocks = (Block("text", text), Block("bullet", text, text, ("1",)), Block("gap", text))
        head = Cell((Block("label", f"{number}"),))
        rows.append(Row("item", (head, Cell(blocks), Cell((Block("declared", text, text),)))))
    notes = tuple(Note(t, mark=str(n), url=f"https://a.example/?{n}") for n, t in enumerate(texts))
    table = Table("t", texts[0], columns, tuple(rows))
    return View(
        kind="k",
        title=" ".join(texts[:20]),
        subtitle=texts[0],
        notices=tuple(texts[:20]),
        intro=tuple(texts[:20]),
        tables=(table, attrs.evolve(table, key="p", layout="paragraphs")),
        notes=(NoteList("n", texts[1], notes),),
        guideline=Note(texts[0], url="https://a.example/a_b%20c?d=1&e=~#f"),
    )


def compiled(source: str, engine: str, folder: Path) -> Path:
    """Compile a document once, which the words need.

    Args:
        source: The text of the document.
        engine: The program: pdflatex or lualatex.
        folder: Where to do it.

    Raises:
        FileNotFoundError: The program is not installed.
        ValueError: It refuses the document.
    """
    program = shutil.which(engine)
    if program is None:
        raise FileNotFoundError(engine)
    (folder / "view.tex").write_text(source, encoding="utf-8")
    command = [program, "-interaction=nonstopmode", "-halt-on-error", "view.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=300)
    if done.returncode:
        raise ValueError(done.stdout.decode(errors="replace")[-3000:])
    return folder / "view.pdf"
