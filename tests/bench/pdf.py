"""How long a view takes to render as PDF, against the bare library on the same table.

Run by hand: `python tests/bench/pdf.py [runs] [SPEC]`. The bare library gets the source that a
person would write for the same table: its texts, bold labels, lists and links, with the same font
and standard. Start-up is apart: fonts are loaded before the clock starts. Each run is a process of
its own, as typst remembers what it has laid out. The time is that of the processor.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import typst

from intspec import Block, View, build_view, load_registry
from intspec.cli.documents import check_one
from intspec_bundled.pdf.pdf_file import render

ROOT = Path(__file__).parent.parent.parent
SPEC = str(ROOT / "specs/enrich/enrich.intspec.yaml")
FONTS = typst.Fonts(include_system_fonts=False)
HEAD = """
#set document(title: {title}, date: none)
#set page(paper: "a4", flipped: true, numbering: "1 / 1")
#set text(font: "Libertinus Serif", size: 9.5pt, lang: "en")
"""


def bare(view: View) -> bytes:
    """Compile the source that a person would write for the same table."""
    return typst.compile(
        source(view).encode(), font_paths=FONTS, format="pdf", pdf_standards="ua-1", timestamp=0
    )


def source(view: View) -> str:
    """Write the same table as typst markup: bold labels, lists, cited sources as links."""
    marks = {note.mark for found in view.notes for note in found.notes if note.mark}
    parts = [HEAD.format(title=quoted(view.title))]
    for table in view.tables:
        widths = ", ".join(f"{column.width}fr" for column in table.columns)
        heads = ", ".join(f"[*#{quoted(column.title)}*]" for column in table.columns)
        parts.append(f"= #{quoted(table.caption)}\n#table(columns: ({widths}),")
        parts.append(f"table.header({heads}),")
        for row in table.rows:
            span = f"table.cell(colspan: {len(table.columns)})" if row.kind == "group" else ""
            parts += [f"{span}[{''.join(block(b, marks) for b in c.blocks)}]," for c in row.cells]
        parts.append(")")
    for found in view.notes:
        parts.append(f"= #{quoted(found.title)}")
        for note in found.notes:
            label = f" <note-{note.mark}>" if note.mark else ""
            link = f" #link({quoted(note.url)})" if note.url else ""
            parts.append(f"#block[#{quoted(note.mark + note.text)};{link}]{label}")
    return "\n".join(parts)


def block(one: Block, marks: set[str]) -> str:
    """Write one block as typst markup."""
    label = f"*#{quoted(one.label + ':')}* " if one.label else ""
    text = f"*#{quoted(one.text)}*" if one.kind == "label" else f"#{quoted(one.text)}"
    cites = ", ".join(
        f"#link(<note-{mark}>)[{mark}]" if mark in marks else mark for mark in one.cites
    )
    return f"{'- ' * (one.kind == 'bullet')}{label}{text} {cites}\n\n"


def quoted(text: str) -> str:
    """Write a text as a string of typst."""
    return json.dumps(text, ensure_ascii=False)


def once(which: str, kind: str, spec: str) -> float:
    """Render one view once and return how many milliseconds it took."""
    checked = check_one(spec, load_registry())
    view = build_view(kind, checked.spec, checked.report, checked.checklists[0])
    empty = View(kind="k", title="T", subtitle="S")
    function = {"ours": render, "bare": bare}[which]
    function(empty)
    start = time.process_time()
    function(view)
    return (time.process_time() - start) * 1000


def apart(which: str, kind: str, spec: str) -> float:
    """Do it in a process of its own."""
    words = [sys.executable, __file__, "once", which, kind, spec]
    alone = {**os.environ, "RAYON_NUM_THREADS": "1"}  # idle workers would be counted
    done = subprocess.run(words, capture_output=True, check=True, text=True, env=alone)
    return float(done.stdout)


def main() -> None:
    """Time both in turn on each view, and print medians and the ratio."""
    if sys.argv[1:2] == ["once"]:
        print(once(*sys.argv[2:5]))
        return
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    spec = sys.argv[2] if len(sys.argv) > 2 else SPEC
    print(f"Python {platform.python_version()}, typst {version('typst')}, {runs} runs, medians")
    for kind in ("description", "checklist", "comparison"):
        times: dict[str, list[float]] = {"ours": [], "bare": []}
        for _run in range(runs):
            for which, found in times.items():
                found.append(apart(which, kind, spec))
        ours, floor = (statistics.median(found) for found in times.values())
        ratio = ours / floor
        print(f"{kind:12} {ours:7.1f} ms   bare {floor:7.1f} ms   {ratio:5.2f} x")


if __name__ == "__main__":
    main()
