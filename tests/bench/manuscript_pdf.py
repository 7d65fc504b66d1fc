"""How long a manuscript of 300 pages takes to read, against the library's own extraction of it.

Run by hand: `python tests/bench/manuscript_pdf.py [PAGES] [RUNS]`. The manuscript is made up, and
laid out by typst with running heads and page numbers. The library's own extraction is what PDFium
gives for each page as text, and nothing done with it. The time is that of the processor, of this
process and of those that it started, without what it takes to start and to import both; the least
of the runs counts, each of which is a process of its own.
"""

import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from manuscripts import filling

HEAD = """
#set document(title: "A fictitious trial", date: none)
#set page(paper: "a4", header: [A fictitious trial], numbering: "1")
#set text(font: "Libertinus Serif", size: 11pt, lang: "en")
#set par(justify: true)
"""


def manuscript(pages: int) -> bytes:
    """Return a PDF of so many pages: six paragraphs each, and a heading on every third."""
    import typst  # noqa: PLC0415 -- in the process that makes it alone

    parts = [HEAD]
    for page in range(pages):
        parts += [f"= Part {page // 3 + 1}"] if page % 3 == 0 else []
        parts += [filling(6 * page + number) for number in range(6)]
        parts.append("#pagebreak(weak: true)")
    fonts = typst.Fonts(include_system_fonts=False)
    made: bytes = typst.compile("\n\n".join(parts).encode(), font_paths=fonts, timestamp=0)
    return made


def bare(raw: bytes) -> int:
    """Return how many characters the library gives."""
    import pypdfium2  # noqa: PLC0415 -- see above

    document = pypdfium2.PdfDocument(raw)
    return sum(len(page.get_textpage().get_text_range()) for page in document)


def ours(raw: bytes) -> int:
    """Return how many characters of sentences are read."""
    from intspec_bundled.manuscripts.reading import read  # noqa: PLC0415 -- see above

    return sum(len(one.text) for one in read(raw, "paper.pdf").passages)


def nothing(raw: bytes) -> int:
    """Start, and read the file."""
    import pypdfium2  # noqa: F401, PLC0415 -- see above

    from intspec_bundled.manuscripts import reading  # noqa: F401, PLC0415

    return len(raw)


WAYS = {"bare": bare, "ours": ours, "start": nothing}


def seconds() -> float:
    """Return the processor time of this process and of those that ended."""
    own, others = (
        resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def timed(path: Path, runs: int) -> dict[str, tuple[float, int]]:
    """Return the least time of each way, and how many characters it gave."""
    found: dict[str, tuple[float, int]] = {}
    for _ in range(runs):
        for way in WAYS:
            words = [sys.executable, __file__, "one", way, str(path)]
            said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
            took, count = said.split()
            best = found.get(way, (float("inf"), 0))
            found[way] = min(best, (float(took), int(count)))
    return found


def main() -> int:
    """Measure, and print the result."""
    if sys.argv[1:2] == ["one"]:
        count = WAYS[sys.argv[2]](Path(sys.argv[3]).read_bytes())
        sys.stdout.write(f"{seconds()} {count}\n")
        return 0
    pages, runs = ([int(word) for word in sys.argv[1:3]] + [300, 3][len(sys.argv) - 1 :])[:2]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(manuscript(pages))
        found = timed(path, runs)
    start = found.pop("start")[0]
    for way, (took, count) in found.items():
        sys.stdout.write(f"{way:5} {took - start:6.2f} s  {count:,} characters\n")
    ratio = (found["ours"][0] - start) / (found["bare"][0] - start)
    sys.stdout.write(f"{pages} pages, {runs} runs: ours / bare {ratio:.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
