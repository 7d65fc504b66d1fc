"""How long a render step takes beside the bare library that writes the same table, in one process.

Run by hand: `python tests/bench/rendering.py [runs]`. What is timed begins with a view and ends
with the file's bytes; imports and the making of the view are left out. The two sides take turns,
and the ratio is that of the medians, of processor time, so that other work on the machine
counts for nothing. The bare side writes the same words in the same cells,
without styles, links or anything else of ours.
"""

import platform
import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import xlsxwriter

from intspec import Table, View, build_view, load_registry
from intspec.api import check_bytes

ROOT = Path(__file__).parent.parent.parent
SPEC = ROOT / "specs" / "enrich" / "enrich.intspec.yaml"


def bare_docx(view: View) -> bytes:
    """Write the same words with python-docx as its manual shows it, the cells fetched once."""
    document = docx.Document()
    document.add_heading(view.title, 0)
    for text in (view.subtitle, *view.notices, *view.intro):
        document.add_paragraph(text)
    for one in view.tables:
        document.add_heading(one.caption, 1)
        table = document.add_table(len(one.rows) + 1, len(one.columns))
        table.style = "Table Grid"
        texts = [[column.title for column in one.columns]]
        texts += [[cell.plain for cell in row.cells] for row in one.rows]
        for row, line in zip(table.rows, texts, strict=True):
            for cell, text in zip(row.cells, line, strict=False):
                cell.text = text
    for notes in view.notes:
        document.add_heading(notes.title, 1)
        for note in notes.notes:
            document.add_paragraph(f"[{note.mark}] {note.text} {note.url}")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def bare_xlsx(view: View) -> bytes:
    """Write the same words with XlsxWriter, with the same merged cells."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        wrapped = book.add_format({"text_wrap": True, "border": 1})
        bold = book.add_format({"text_wrap": True, "border": 1, "bold": True})
        about = [("Title", view.title), ("View", view.subtitle)]
        about += [("Notice", text) for text in (*view.notices, *view.intro)]
        about += [("Guideline", f"{view.guideline.text} {view.guideline.url}")]
        for notes in view.notes:
            about += [("", notes.title)]
            about += [(f"[{one.mark}]", f"{one.text} {one.url}") for one in notes.notes]
        sheet = book.add_worksheet("About")
        for y, pair in enumerate(about):
            for x, text in enumerate(pair):
                sheet.write_string(y, x, text, wrapped)
        for table in view.tables:
            bare_sheet(book.add_worksheet(), table, wrapped, bold)
    return buffer.getvalue()


def bare_sheet(sheet: Any, table: Table, wrapped: object, bold: object) -> None:
    """Write one table."""
    sheet.set_column(0, 5, 30)
    for x, column in enumerate(table.columns):
        sheet.write_string(0, x, f"{column.title}\n{column.note}", bold)
    for y, row in enumerate(table.rows, 1):
        if row.kind == "group":
            sheet.merge_range(y, 0, y, len(table.columns), row.cells[0].plain, bold)
            continue
        for x, cell in enumerate(row.cells):
            sheet.write_string(y, x, cell.plain, wrapped)
        sheet.write_string(y, len(row.cells), row.cells[-1].state or "", wrapped)


BARE: dict[str, Callable[[View], bytes]] = {"docx": bare_docx, "xlsx": bare_xlsx}


def timed(function: Callable[[View], object], view: View) -> float:
    """Return how many milliseconds a function takes."""
    start = time.process_time()
    function(view)
    return (time.process_time() - start) * 1000


def main() -> None:
    """Time each format on the two main views, and print medians and ratios."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    registry = load_registry()
    checked = check_bytes(SPEC.read_bytes(), path=SPEC.name, registry=registry)
    if checked.spec is None:
        sys.exit("the reference specification cannot be read")
    print(f"Python {platform.python_version()}, {runs} runs, medians")
    for kind in ("checklist", "description"):
        view = build_view(kind, checked.spec, checked.report, checked.checklists[0])
        for name, bare in BARE.items():
            ours = registry.renderer(name).function
            pairs = [(timed(bare, view), timed(ours, view)) for _ in range(runs + 1)][1:]
            floor, own = (statistics.median(side) for side in zip(*pairs, strict=True))
            ratio = f"{own / floor:5.2f} x the bare library"
            print(f"{kind:12} {name:5} {own:7.1f} ms, bare {floor:7.1f} ms, {ratio}")


if __name__ == "__main__":
    main()
