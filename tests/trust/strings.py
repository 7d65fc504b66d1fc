"""Odd texts in every output: each reads back the same, or is replaced with a word on it.

`python tests/trust/strings.py [step]`: PDF, which is slow to write, is tried on every so many of
the texts, 15 by default; LaTeX is compiled in one document. Needs INTSPEC_TEST_DATA, and pdflatex
for LaTeX, whose absence is told.

Another reader than intspec's own writers reads each file. No script, handler, link to a script,
formula, field or TeX command comes alive, and nothing is cut in silence.
"""

import io
import re
import shutil
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import badinput
import pypdf
from harness import tally
from office_parts import sheet_alive, sheet_cells, word_alive, word_cells
from readback import Readers, column_of, everywhere, report_faults, same, shown
from reports import written
from typeset import bare, compiled, many, words

from intspec import RenderError, View
from intspec.api import check_bytes, load_registry
from intspec.plugins import Registry
from intspec.reporters import FORMATS
from intspec.testing import factories
from intspec_bundled.latex.characters import foreign
from intspec_bundled.latex.escaping import plain

Case = tuple[str, Callable[[], str]]
#: Added to those of the collections.
MORE = (
    "",
    "a\rb",
    "a\r\nb\r\n",
    "x" * 32_767,
    "x" * 70_000,
    "\n".join(f"{number}. " + "word " * (number % 90) for number in range(400)),
    "=" + "HYPERLINK(" * 300,
    r"\immediate\write18{touch alive}\input{secret}",
    '{ HYPERLINK "https://x.example" }',
    "_x000D_",
    "]]>",
)
TEX_FILES = {f"view.{ending}" for ending in ("tex", "pdf", "aux", "log", "out")}
QUICK = ("markdown", "html", "csv", "json")
STEP = 15
#: How characters that run from right to left are called.
RIGHT = ("R", "AL")


def texts() -> list[str]:
    """Return all of them."""
    at = badinput.folder()
    if at is None:
        sys.exit(f"{badinput.VARIABLE} does not name the folder of the collections")
    return [*badinput.texts(at), *MORE]


def raw_of(registry: Registry, fmt: str, view: View) -> bytes:
    """Write a view in a format that is no text."""
    content = registry.renderer(fmt).function(view)
    assert isinstance(content, bytes)
    return content


class Office:
    """One file of a format that holds all texts, and its notices."""

    def __init__(self, registry: Registry, fmt: str, odd: list[str]) -> None:
        self.registry = registry
        self.fmt = fmt
        self.odd = odd
        raw = raw_of(registry, fmt, column_of(odd))
        if fmt == "docx":
            cells = word_cells(raw)
            self.alive = word_alive
        else:
            # A text that goes on in the rows below is read as one by our own reader alone.
            form: Any = registry.importers["xlsx"].function(raw, "x.xlsx")
            table = form.tables[0]
            cells = [row.cells[0].text for row in table.rows][1:]
            short = [text for text in odd if len(text) < 2000 and text.count("\n") < 20]
            other = sheet_cells(raw_of(registry, fmt, column_of(short)))
            self.second = same(other, short, partial(shown, fmt="xlsx"))
            self.alive = sheet_alive
        self.wrong = same(cells, odd, partial(shown, fmt=fmt))

    def one(self, number: int) -> str:
        """Say what is wrong with one text."""
        return self.wrong.get(number, "")

    def whole(self) -> str:
        """Say what is alive in the files, or whether the notice of what was replaced is missing."""
        for view in (column_of(self.odd), many([t or "x" for t in self.odd])):
            if alive := self.alive(raw_of(self.registry, self.fmt, view)):
                return alive
        if self.fmt == "xlsx" and self.second:
            return f"a second reader: {self.second}"
        form: Any = self.registry.importers[self.fmt].function(
            raw_of(self.registry, self.fmt, column_of(self.odd)), f"x.{self.fmt}"
        )
        told = [text.text for text in form.texts if "cannot hold" in text.text]
        return "" if len(told) == 1 else f"notices: {told}"

    def places(self, text: str) -> str:
        """Say what is alive where a text stands in every place."""
        return self.alive(raw_of(self.registry, self.fmt, everywhere(text)))


def office(registry: Registry, odd: list[str]) -> Iterator[Case]:
    """Word and Excel."""
    for fmt in ("docx", "xlsx"):
        made = Office(registry, fmt, odd)
        for number, text in enumerate(odd):
            yield f"{fmt} {text[:30]!r}", partial(made.one, number)
        for text in odd[::STEP]:
            yield f"{fmt}, all places {text[:30]!r}", partial(made.places, text)
        yield f"{fmt}, the file", made.whole


def replaced(registry: Registry, text: str) -> str:
    """What some format cannot hold is refused or told by the check."""
    unwritable = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]", text)
    if unwritable is None:
        return ""
    raw = factories.text(factories.minimal(title=text)).encode("utf-8", "surrogatepass")
    report = check_bytes(raw, path="x.json", registry=registry).report
    told = [d for d in report.diagnostics if d.rule.endswith(("-character", "encoding", "utf-8"))]
    if report.readable and not told:
        return f"nothing is told of {unwritable.group()!r}"
    return "" if report.diagnostics else "accepted in silence"


def reports(registry: Registry, text: str) -> str:
    """Findings that quote a text, in every format of reports."""
    data = factories.minimal(title=text, stage=text, no_comparator={"reason": text})
    data["interventions"] = {"x": {"role": text, "name": text}}
    data[text or "empty"] = {text: text}
    for made in (data, factories.minimal(title=text or "x", checklists=["tidier"])):
        raw = factories.text(made).encode("utf-8", "surrogatepass")
        report = check_bytes(raw, path=f"{text[:40]}.json", registry=registry).report
        told = {fmt: written([report], registry, fmt) for fmt in FORMATS}
        if wrong := report_faults({**told, "findings": report.diagnostics}):
            return wrong
    return ""


def latex(registry: Registry, odd: list[str]) -> Iterator[Case]:
    """LaTeX: one document that holds each text. The tests set each in each place."""
    settable = [text for text in odd if plain(text) and len(text) < 5000]
    source = registry.renderer("latex").function(column_of(settable))
    assert isinstance(source, str)
    if shutil.which("pdflatex") is None:
        print("LaTeX is not compiled: there is no pdflatex here")
        return
    folder = Path(tempfile.mkdtemp())
    (folder / "secret.tex").write_text("whatnobodymayread", encoding="utf-8")
    said = words(compiled(source, "pdflatex", folder))
    made = {file.name for file in folder.iterdir()} - {"secret.tex"}
    yield "LaTeX writes no other file", lambda: f"{made}" if made != TEX_FILES else ""
    yield "LaTeX reads no other file", lambda: "it did" if "whatnobodymayread" in said else ""
    for text in settable:
        # What pdflatex has no glyphs for is shown by its code, and named in the source.
        if not foreign(plain(text)) and len(text) < 1000:
            yield f"LaTeX {text[:30]!r}", partial(_set, text, said)


def _set(text: str, said: str) -> str:
    wanted = bare(plain(text).replace("\N{REPLACEMENT CHARACTER}", "[U+FFFD]"))
    return "" if wanted.replace("\N{SOFT HYPHEN}", "") in said else "it is not in the document"


def pdf(registry: Registry, text: str) -> str:
    """PDF: a text is in the file, or what no font has is named."""
    try:
        raw = raw_of(registry, "pdf", column_of([text]))
    except RenderError as error:
        return "" if "no font has" in str(error) else str(error)
    reader = pypdf.PdfReader(io.BytesIO(raw))
    links = [
        str(note.get_object().get("/A", {}).get("/URI", "https://"))
        for page in reader.pages
        for note in page.get("/Annots", [])
    ]
    if not all(link.startswith(("https://", "http://")) for link in links):
        return f"links lead elsewhere: {links}"
    root = reader.root_object
    if alive := [name for name in ("/OpenAction", "/AA", "/AcroForm") if name in root]:
        return f"{alive} are there"
    said = _seen("".join(page.extract_text() for page in reader.pages))
    if _seen(text) in said:
        return ""
    if not any(unicodedata.combining(c) or unicodedata.bidirectional(c) in RIGHT for c in text):
        return "it is not in the file"
    # Readers give marks over letters, and what runs from right to left, in orders of their own.
    lost = _letters(_seen(text)) - _letters(said)
    return f"{lost} are not in the file" if lost else ""


def _letters(text: str) -> Counter[str]:
    return Counter(unicodedata.normalize("NFKD", text))


def _seen(text: str) -> str:
    """Return a text without white space, what is not shown, and what stands in for it."""
    unseen = ("\ufffd", "\N{COMBINING GRAPHEME JOINER}")
    return "".join(c for c in text if c.isprintable() and not c.isspace() and c not in unseen)


def cases(odd: list[str], step: int) -> Iterator[Case]:
    """All formats, all texts."""
    registry = load_registry()
    readers = Readers(registry)
    for text in odd:
        for fmt in QUICK:
            yield f"{fmt} {text[:30]!r}", partial(getattr(readers, fmt), text)
        yield f"reports {text[:30]!r}", partial(reports, registry, text)
        yield f"replaced {text[:30]!r}", partial(replaced, registry, text)
    yield from office(registry, odd)
    yield from latex(registry, odd)
    for text in odd[::step]:
        if len(text) < 5000:
            yield f"pdf {text[:30]!r}", partial(pdf, registry, text)


def main() -> None:
    """Try them all."""
    step = int(sys.argv[1]) if len(sys.argv) > 1 else STEP
    odd = texts()
    print(f"{len(odd)} texts")
    tally("texts in outputs", cases(odd, step))


if __name__ == "__main__":
    main()
