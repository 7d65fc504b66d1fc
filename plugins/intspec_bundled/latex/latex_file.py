"""A view as LaTeX source that a person can read and change.

No text of the view is read as TeX: each character that means something is written as a command, and
the title goes into the file's properties as codes. Rows of a longtable do not break across pages,
so a long row is written as several, without a rule between them.
"""

from collections.abc import Iterator
from pathlib import Path

import attrs

from intspec import Block, Cell, Column, Note, Row, Table, View
from intspec.text import named, some_of
from intspec_bundled.latex.characters import declarations, drawn, fonts, foreign, leftwards
from intspec_bundled.latex.escaping import escape, plain, utf16, web

#: Characters in a line over the whole width of a page, in the type of the tables.
LINE = 150
#: The most lines that stand in one row; longer ones are parted.
MOST = 16
#: How lualatex is told where to look for characters.
CHAIN = r"""% Where to look for characters that Latin Modern lacks; put a font of your own first.
  \ifluatex
    \directlua{intspecfonts = {}}%
    \newcommand\intspecfont[1]{\IfFontExistsTF{#1}{%
      \directlua{table.insert(intspecfonts, "#1:<<mode>>")}}{}}%
<<names>>
    \directlua{luaotfload.add_fallback("intspec", intspecfonts)}%
    \setmainfont{Latin Modern Roman}[Ligatures=TeXOff,RawFeature={fallback=intspec}]%
  \else
    \setmainfont{Latin Modern Roman}[Ligatures=TeXOff]%
  \fi"""
#: So many characters are named that pdflatex has no glyphs for.
NAMED = 12
COMMANDS = {"bullet": "bullet", "gap": "gap", "declared": "declared"}


def render(view: View) -> str:
    """Write a view as LaTeX.

    Args:
        view: Any view.

    Returns:
        The source, in UTF-8, for pdflatex and lualatex.
    """
    body = "\n".join(_body(view))
    wide = any(table.layout == "table" for table in view.tables)
    used = foreign(plain(body))
    language = "".join(c for c in view.language if c.isascii() and (c.isalnum() or c == "-"))
    values = {
        "remarks": "".join(f"% {line}\n" for line in _remarks(used)),
        "orientation": "landscape," if wide else "",
        "fonts": _font_chain(used, language),
        "characters": "".join(f"  {line}\n" for line in declarations(used)),
        "bidi": _bidi(body),
        "language": language or "en",
        "title": utf16(f"{view.title} \N{EN DASH} {view.subtitle}"),
    }
    text = (Path(__file__).parent / "preamble.tex").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"<<{name}>>", value)
    return f"{text}{body}\n\\end{{document}}\n"


def _remarks(used: list[str]) -> Iterator[str]:
    lacking = [c for c in used if drawn(c) is None]
    if lacking:
        shown = some_of([named(character) for character in lacking], NAMED, " ")
        yield f"pdflatex has no glyphs for {shown}: it prints their codes. Use lualatex, and"
        yield "name a font that has them in the list of fonts below if none of it is installed."


def _font_chain(used: list[str], language: str) -> str:
    """Look in other fonts too, where a text has more than Latin Modern."""
    if not used:
        return r"\setmainfont{Latin Modern Roman}[Ligatures=TeXOff]"
    # Arabic letters are joined in one mode of luaotfload, those of India in the other.
    mode = "mode=node;script=arab;" if leftwards("".join(used)) else "mode=harf;"
    names = "\n".join(rf"    \intspecfont{{{name}}}%" for name in fonts(language))
    return CHAIN.replace("<<mode>>", mode).replace("<<names>>", names)


def _bidi(body: str) -> str:
    if not leftwards(body):
        return ""
    return "\\ifluatex\n  \\usepackage[bidi=basic,english]{babel}\n\\fi\n"


def _body(view: View) -> Iterator[str]:
    yield rf"{{\LARGE\bfseries {escape(view.title)}\par}}\smallskip"
    yield rf"{{\color{{intspecquiet}}{escape(view.subtitle)}\par}}"
    for text in view.notices:
        yield rf"\intspecnotice{{{escape(text)}}}"
    for text in view.intro:
        yield rf"\medskip\intspecblock{{{escape(text)}}}\par"
    marks = _marks(view)
    for table in view.tables:
        yield ""
        yield rf"\intspechead{{{escape(table.caption)}}}"
        yield from (_paragraphs if table.layout == "paragraphs" else _table)(table, marks)
    number = 0
    for found in view.notes:
        yield ""
        yield rf"\intspechead{{{escape(found.title)}}}"
        for note in found.notes:
            target = ""
            if note.mark:
                mark = escape(f"[{note.mark}]")
                target = rf"\hypertarget{{intspec-note-{number}}}{{}}\textbf{{{mark}}} "
                number += 1
            yield rf"{{\small\hangindent=1.6em\hangafter=1\noindent {target}{_note(note)}\par}}"
    if view.guideline.text:
        yield r"\medskip\hrule\smallskip"
        yield rf"{{\footnotesize\color{{intspecquiet}}{_note(view.guideline)}\par}}"


def _marks(view: View) -> dict[str, str]:
    """Return where each mark leads: to the first entry that has it."""
    marks: dict[str, str] = {}
    numbered = (note for found in view.notes for note in found.notes if note.mark)
    for number, note in enumerate(numbered):
        marks.setdefault(note.mark, f"intspec-note-{number}")
    return marks


def _note(note: Note) -> str:
    address = web(note.url)
    link = rf" \href{{{address}}}{{{escape(note.url, 20)}}}" if address else ""
    return escape(note.text) + link


def _table(table: Table, marks: dict[str, str]) -> Iterator[str]:
    total = sum(column.width for column in table.columns)
    shares = [column.width / total for column in table.columns]
    fits = [max(6, int(LINE * share)) for share in shares]
    widths = "".join(f"P{{{share:.4f}}}" for share in shares)
    yield rf"\begin{{longtable}}{{{widths}}}"
    yield r"\toprule"
    yield from _heads(table.columns, fits)
    yield r"\midrule\endhead"
    for number, row in enumerate(table.rows):
        last = number == len(table.rows) - 1
        if row.kind == "group":
            heading = rf"\raggedright\small\bfseries {escape(row.cells[0].plain)}"
            width = r"p{\dimexpr\linewidth-2\tabcolsep\relax}"
            yield rf"\multicolumn{{{len(shares)}}}{{{width}}}{{{heading}}}\\*"
            continue
        parts = list(_parts(row, fits))
        for index, cells in enumerate(parts):
            yield " &\n".join(
                _cell(cell, fit, marks) for cell, fit in zip(cells, fits, strict=True)
            )
            ended = index == len(parts) - 1
            yield r"\intspecrow" if ended and not last else r"\\"
    # In the table's foot, the rule could part a last row from its header.
    yield r"\bottomrule"
    yield r"\end{longtable}"


def _heads(columns: tuple[Column, ...], fits: list[int]) -> Iterator[str]:
    if any(column.span for column in columns):
        upper = []
        rules = []
        start = 0
        while start < len(columns):
            span = columns[start].span
            end = start + 1
            while span and end < len(columns) and columns[end].span == span:
                end += 1
            text = rf"\small\bfseries {escape(span)}" if span else ""
            upper.append(rf"\multicolumn{{{end - start}}}{{l}}{{{text}}}")
            if span:
                rules.append(rf"\cmidrule(l{{4pt}}){{{start + 1}-{end}}}")
            start = end
        yield " & ".join(upper) + r"\\" + "".join(rules)
    cells = []
    for column, fit in zip(columns, fits, strict=True):
        note = rf"\par{{\color{{intspecquiet}}{escape(column.note, fit)}}}" if column.note else ""
        cells.append(rf"\textbf{{{escape(column.title, fit)}}}{note}")
    yield " & ".join(cells) + r"\\"


def _cell(cell: Cell, fit: int, marks: dict[str, str]) -> str:
    return "\\par\n".join(_block(one, fit, marks) for one in cell.blocks) or "{}"


def _block(one: Block, fit: int, marks: dict[str, str]) -> str:
    command = COMMANDS.get(one.kind, "block")
    return rf"\intspec{command}{{{_inside(one, fit, marks)}}}"


def _inside(one: Block, fit: int, marks: dict[str, str]) -> str:
    text = escape(one.text, fit)
    if one.kind == "label" and text:
        text = rf"\textbf{{{text}}}"
    if one.label:
        label = rf"\textbf{{{escape(one.label, fit)}{':' if text else ''}}}"
        text = f"{label} {text}" if text else label
    if one.cites:
        text += rf" \mbox{{{{[}}{', '.join(_mark(mark, marks) for mark in one.cites)}{{]}}}}"
    return text


def _mark(mark: str, marks: dict[str, str]) -> str:
    text = escape(mark)
    return rf"\hyperlink{{{marks[mark]}}}{{{text}}}" if mark in marks else text


def _parts(row: Row, fits: list[int]) -> Iterator[tuple[Cell, ...]]:
    """Part a row where it is longer than what may stand in one."""
    stacks = [list(_pieces(cell, fit)) for cell, fit in zip(row.cells, fits, strict=True)]
    for number in range(max(1, *(len(stack) for stack in stacks))):
        yield tuple(stack[number] if number < len(stack) else Cell() for stack in stacks)


def _pieces(cell: Cell, fit: int) -> Iterator[Cell]:
    held: list[Block] = []
    lines = 0
    for block in (piece for whole in cell.blocks for piece in _split(whole, fit)):
        height = _height(block, fit)
        if held and lines + height > MOST:
            yield Cell(tuple(held), cell.state)
            held, lines = [], 0
        held.append(block)
        lines += height
    if held:
        yield Cell(tuple(held), cell.state)


def _height(block: Block, fit: int) -> int:
    return sum(1 + len(line) // fit for line in block.plain.split("\n"))


def _split(block: Block, fit: int) -> Iterator[Block]:
    """Part a paragraph that is longer than a row between words, or lines."""
    if _height(block, fit) <= MOST:
        yield block
        return
    room = MOST * fit
    text = block.text
    kind, label = block.kind, block.label
    while len(text) > room or text.count("\n") >= MOST:
        lines = text.split("\n")
        head = "\n".join(lines[: MOST - 1]) if len(lines) >= MOST else text
        cut = len(head)
        if cut > room:
            cut = max(head.rfind(" ", 0, room), head.rfind("\n", 0, room))
            cut = cut if cut > 0 else room
        yield attrs.evolve(block, kind=kind, label=label, text=text[:cut], cites=())
        text = text[cut:].lstrip()
        kind, label = ("text" if kind == "bullet" else kind), ""
    yield attrs.evolve(block, kind=kind, label=label, text=text)


def _paragraphs(table: Table, marks: dict[str, str]) -> Iterator[str]:
    for row in table.rows:
        if row.kind == "group":
            yield rf"\intspecgroup{{{escape(row.cells[0].plain)}}}"
            continue
        cells = list(zip(table.columns, row.cells, strict=True))
        heads = [escape(cell.plain) for column, cell in cells if column.head and cell.blocks]
        rest = f" ({', '.join(heads[1:])})" if heads[1:] else ""
        lead = rf"\textbf{{{heads[0]}{rest}.}} " if heads else ""
        blocks = [one for column, cell in cells if not column.head for one in cell.blocks]
        running = [_inside(one, LINE, marks) for one in blocks if one.kind != "bullet"]
        yield rf"\medskip\intspecblock{{{lead}{' '.join(running)}}}\par"
        yield from (_block(one, LINE, marks) + r"\par" for one in blocks if one.kind == "bullet")
