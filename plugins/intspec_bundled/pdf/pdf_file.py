"""Write a view as tagged PDF: a typst template shows it as data, never as markup.

Only the fonts that come with typst are used, and those of the folder that `INTSPEC_FONT_PATH`
names: fonts that happen to be installed would make the bytes differ between computers.
"""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from intspec import (
    Block,
    Cell,
    Figure,
    MissingExtra,
    Note,
    PageOptions,
    RenderError,
    Row,
    Table,
    View,
    page_of,
    write_svg,
)
from intspec.text import NOT_ON_PAGES, held_together, replace_forbidden, shorten
from intspec_bundled.pdf.glyphs import missing, told
from intspec_bundled.pdf.row_headings import mark

if TYPE_CHECKING:
    import typst

FONT_PATH = "INTSPEC_FONT_PATH"
INSTALL = "pip install 'intspec[pdf]'"
TEMPLATE = "page.typ"
#: Fonts that come with typst: the first for text, the others for signs that it lacks.
TEXT_FONT = "Libertinus Serif"
SIGN_FONTS = ("New Computer Modern", "DejaVu Sans Mono")
#: How the names of fonts with Chinese characters end, by language or region.
HAN = {"zh": "SC", "TW": "TC", "HK": "HK", "MO": "HK", "ja": "JP", "ko": "KR"}
#: A byte order mark means what the word joiner does, for which there are glyphs.
REPLACED = {ord("\t"): " ", 0xFEFF: "\N{WORD JOINER}"}
LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?\b")
WEB = re.compile(r"https?://[^\s<>]+\Z")
#: At least so many characters fit in a line over the whole width of a page that lies, or stands.
LINE, UPRIGHT_LINE = 120, 80
#: What typst calls the papers.
PAPERS = {"a4": "a4", "letter": "us-letter"}
#: A row of at most so many lines is not broken across pages.
SHORT = 22
#: Letters of average width or less. Any other is counted as `WIDE` times as wide.
NARROW = frozenset("abcdefghijklnopqrstuvxyz.,:;/-_0123456789")
WIDE = 1.7
BREAK = "\N{ZERO WIDTH SPACE}"


def render(view: View, options: PageOptions | None = None) -> bytes:
    """Write a view as PDF.

    Args:
        view: Any view.
        options: How its pages are laid out; None for what suits it best.

    Returns:
        The file: PDF/UA-1, the same bytes for the same view, typst version and font folder.

    Raises:
        MissingExtra: typst or pypdf is not installed.
        RenderError: The fonts lack characters of the view, or the font folder is not there.
    """
    options = options or PageOptions()
    try:
        import pypdf  # noqa: F401, PLC0415 -- used when the page is made
        import typst  # noqa: PLC0415 -- the extra
    except ImportError as error:
        raise MissingExtra(error.name or "typst", INSTALL) from None
    folder = os.environ.get(FONT_PATH, "")
    if folder and not Path(folder).is_dir():
        message = f"{FONT_PATH} names no folder: `{folder}`"
        raise RenderError(message)
    fonts, folder_families = _fonts(folder)
    shown = data(view, folder_families, options)
    try:
        made = typst.compile(
            str(Path(__file__).parent / TEMPLATE),
            font_paths=fonts,
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"view": json.dumps(shown, ensure_ascii=False)},
            timestamp=0,
        )
        drawn = (table for table in view.tables if table.layout == "table")
        return mark(made, [any(column.head for column in table.columns) for table in drawn])
    except typst.TypstError as error:
        missing_characters = missing(error.diagnostic)
        if not missing_characters:
            raise
        message = (
            f"no font has {told(missing_characters)}; put a font that has them into a folder "
            f"and name it in {FONT_PATH}"
        )
        raise RenderError(message) from None


@cache
def _fonts(folder: str) -> "tuple[typst.Fonts, tuple[str, ...]]":
    """Load the fonts, and name the families that are not typst's own, sorted."""
    import typst  # noqa: PLC0415 -- the extra

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder] if folder else [])
    bundled = (TEXT_FONT, *SIGN_FONTS)
    return fonts, tuple(sorted(name for name in set(fonts.families()) if name not in bundled))


def families(folder_families: tuple[str, ...], text_language: dict[str, str]) -> list[str]:
    """Put font families into the order in which glyphs are looked for.

    Args:
        folder_families: Those of the font folder.
        text_language: Language and region: fonts with Chinese characters come in one kind for each.
    """
    tag = (
        text_language.get("region", "") if text_language["lang"] == "zh" else text_language["lang"]
    )
    kind = HAN.get(tag, HAN["zh"])
    ranked = sorted(folder_families, key=lambda name: (not name.endswith(f" {kind}"), name))
    return [TEXT_FONT, *ranked, *SIGN_FONTS]


def data(view: View, folder_families: tuple[str, ...], options: PageOptions) -> dict[str, Any]:
    """Return what the template shows, as plain data.

    Args:
        view: Any view.
        folder_families: The font families of the font folder.
        options: How its pages are laid out.
    """
    page = page_of(view, options.page, options.orientation)
    line = LINE if page.landscape else UPRIGHT_LINE
    text_language = _tongue(view.language)
    font_families = families(folder_families, text_language)
    marks: dict[str, str] = {}
    notes = []
    for note_list in view.notes:
        entries = []
        for note in note_list.notes:
            entry = _note(note)
            if note.mark:
                entry["label"] = f"note-{len(marks)}"
                marks.setdefault(entry["mark"], entry["label"])
            entries.append(entry)
        notes.append({"title": clean(note_list.title), "notes": entries})
    return {
        "paper": PAPERS[page.paper],
        "wide": page.landscape,
        "fonts": font_families,
        "tongue": text_language,
        "title": clean(view.title),
        "short": shorten(clean(view.title).replace("\n", " "), LINE),
        "subtitle": clean(view.subtitle),
        "notices": [clean(text) for text in view.notices],
        "intro": [clean(text) for text in view.intro],
        "figures": [_figure(figure, font_families) for figure in view.figures],
        "tables": [_table(table, line) for table in view.tables],
        "notes": notes,
        "marks": marks,
        "guideline": _note(view.guideline),
    }


def clean(text: str, most: int = LINE) -> str:
    """Return a text that can be set: no controls, and no word longer than a line.

    Args:
        text: Any text.
        most: How many characters of middling width fit in a line.
    """
    text = replace_forbidden(text, NOT_ON_PAGES)[0].translate(REPLACED).strip()
    if len(text) * WIDE <= most:
        return text
    return re.sub(r"\S{8,}", lambda match: _broken(match[0], most), text)


def _broken(word: str, most: int) -> str:
    """Allow a break wherever a line would be full."""
    if len(word) * WIDE <= most:
        return word
    parts = [""]
    room = float(most)
    for character in word:
        width = 1 if character in NARROW else WIDE
        if width > room:
            parts.append("")
            room = most
        parts[-1] += character
        room -= width
    return BREAK.join(parts)


def _tongue(language: str) -> dict[str, str]:
    match = LANGUAGE.match(language)
    if match is None:
        return {"lang": "en"}
    region = {"region": match[2].upper()} if match[2] else {}
    return {"lang": match[1].lower(), **region}


def _note(note: Note) -> dict[str, str]:
    url = clean(note.url) if WEB.match(note.url) else ""
    return {"text": clean(note.text), "mark": clean(note.mark), "url": url}


def _figure(figure: Figure, font_families: list[str]) -> dict[str, Any]:
    """Return a figure as a picture, with what is read out in its place."""
    return {
        "svg": write_svg(figure, font=", ".join(f"'{name}'" for name in font_families)),
        "alt": clean(f"{figure.caption}. {figure.description}"),
        "width": figure.width,
        "height": figure.height,
    }


def _table(table: Table, line: int) -> dict[str, Any]:
    total = sum(column.width for column in table.columns)
    line_lengths = [max(6, line * column.width // total) for column in table.columns]
    tiers: list[dict[str, Any]] = []
    columns = []
    for number, column in enumerate(table.columns):
        if column.span and tiers and tiers[-1]["span"] == column.span:
            tiers[-1]["count"] += 1
        else:
            tiers.append({"span": column.span, "from": number, "count": 1})
        entry = attrs.asdict(column)
        entry["title"] = clean(column.title, line_lengths[number])
        entry["note"] = clean(column.note, line_lengths[number])
        columns.append(entry)
    for tier in tiers:
        tier["span"] = clean(tier["span"])
    return {
        "caption": clean(table.caption),
        "columns": columns,
        "tiers": tiers,
        "rows": [_row(table, row, line_lengths) for row in table.rows],
        "paragraphs": table.layout == "paragraphs",
    }


def _row(table: Table, row: Row, line_lengths: list[int]) -> dict[str, Any]:
    if row.kind == "group":
        return {"group": True, "heading": clean(row.cells[0].plain)}
    cells = list(zip(table.columns, row.cells, strict=True))
    if table.layout == "paragraphs":
        heads = [clean(cell.plain) for column, cell in cells if column.head and cell.blocks]
        other_heads = f" ({', '.join(heads[1:])})" if heads[1:] else ""
        return {
            "group": False,
            "lead": f"{heads[0]}{other_heads}." if heads else "",
            "cells": [_cell(cell, LINE) for column, cell in cells if not column.head],
        }
    lines = [
        sum(1 + len(block.plain) // most for block in cell.blocks)
        for cell, most in zip(row.cells, line_lengths, strict=True)
    ]
    return {
        "group": False,
        "breakable": max(lines, default=0) > SHORT,
        "cells": [_cell(cell, most) for cell, most in zip(row.cells, line_lengths, strict=True)],
    }


def _cell(cell: Cell, most: int) -> list[dict[str, Any]]:
    return [_block(block, most) for block in cell.blocks]


def _block(block: Block, most: int) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "label": clean(block.label, most),
        "text": held_together(clean(block.text, most)),
        "cites": [clean(mark) for mark in block.cites],
    }
