"""Write a view as LaTeX source that a person can read and change.

No text of the view is read as TeX: each character that means something is written as a command, and
the title goes into the file's properties as codes. Rows of a longtable do not break across pages,
so a long row is written as several, without a rule between them.
"""

from collections.abc import Iterator
from pathlib import Path

import attrs

from intspec import Block, Cell, Column, Note, PageOptions, Row, Table, View, page_of
from intspec.text import named, some_of
from intspec_bundled.latex.characters import declarations, drawn, fonts, foreign, leftwards
from intspec_bundled.latex.escaping import escape, plain, utf16, web

#: Characters in a line over the whole width of a page that lies, in the type of the tables.
LINE = 150
#: The same of a page that stands.
UPRIGHT_LINE = 130
#: What the package geometry calls the papers.
PAPERS = {"a4": "a4paper", "letter": "letterpaper"}
#: The most lines of one row; a longer row is split into several.
MOST = 16
#: The commands that tell lualatex in which fonts to look for characters.
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
#: The most characters without a glyph that the remark for pdflatex names.
NAMED = 12
COMMANDS = {"bullet": "bullet", "gap": "gap", "declared": "declared"}


def render(view: View, options: PageOptions | None = None) -> str:
    """Write a view as LaTeX.

    Args:
        view: Any view.
        options: How its pages are laid out; None for what suits it best.

    Returns:
        The source, in UTF-8, for pdflatex and lualatex.
    """
    options = options or PageOptions()
    page = page_of(view, options.page, options.orientation)
    body = "\n".join(_body(view, LINE if page.landscape else UPRIGHT_LINE))
    foreign_characters = foreign(plain(body))
    language = "".join(
        character
        for character in view.language
        if character.isascii() and (character.isalnum() or character == "-")
    )
    values = {
        "remarks": "".join(f"% {line}\n" for line in _remarks(foreign_characters)),
        "paper": PAPERS[page.paper],
        "orientation": "landscape," if page.landscape else "",
        "fonts": _font_chain(foreign_characters, language),
        "characters": "".join(f"  {line}\n" for line in declarations(foreign_characters)),
        "bidi": _bidi(body),
        "language": language or "en",
        "title": utf16(f"{view.title} \N{EN DASH} {view.subtitle}"),
    }
    text = (Path(__file__).parent / "preamble.tex").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"<<{name}>>", value)
    return f"{text}{body}\n\\end{{document}}\n"


def _remarks(foreign_characters: list[str]) -> Iterator[str]:
    missing_characters = [character for character in foreign_characters if drawn(character) is None]
    if missing_characters:
        names = some_of([named(character) for character in missing_characters], NAMED, " ")
        yield f"pdflatex has no glyphs for {names}: it prints their codes. Use lualatex, and"
        yield "name a font that has them in the list of fonts below if none of it is installed."


def _font_chain(foreign_characters: list[str], language: str) -> str:
    """Look in other fonts too, where a text has more than Latin Modern."""
    if not foreign_characters:
        return r"\setmainfont{Latin Modern Roman}[Ligatures=TeXOff]"
    # Arabic letters are joined in one mode of luaotfload, those of India in the other.
    mode = "mode=node;script=arab;" if leftwards("".join(foreign_characters)) else "mode=harf;"
    names = "\n".join(rf"    \intspecfont{{{name}}}%" for name in fonts(language))
    return CHAIN.replace("<<mode>>", mode).replace("<<names>>", names)


def _bidi(body: str) -> str:
    if not leftwards(body):
        return ""
    return "\\ifluatex\n  \\usepackage[bidi=basic,english]{babel}\n\\fi\n"


def _body(view: View, line: int) -> Iterator[str]:
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
        write = _paragraphs if table.layout == "paragraphs" else _table
        yield from write(table, marks, line)
    number = 0
    for note_list in view.notes:
        yield ""
        yield rf"\intspechead{{{escape(note_list.title)}}}"
        for note in note_list.notes:
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
    numbered = (note for note_list in view.notes for note in note_list.notes if note.mark)
    for number, note in enumerate(numbered):
        marks.setdefault(note.mark, f"intspec-note-{number}")
    return marks


def _note(note: Note) -> str:
    address = web(note.url)
    link = rf" \href{{{address}}}{{{escape(note.url, 20)}}}" if address else ""
    return escape(note.text) + link


def _table(table: Table, marks: dict[str, str], line: int) -> Iterator[str]:
    total = sum(column.width for column in table.columns)
    shares = [column.width / total for column in table.columns]
    line_lengths = [max(6, int(line * share)) for share in shares]
    widths = "".join(f"P{{{share:.4f}}}" for share in shares)
    yield rf"\begin{{longtable}}{{{widths}}}"
    yield r"\toprule"
    yield from _heads(table.columns, line_lengths)
    yield r"\midrule\endhead"
    for number, row in enumerate(table.rows):
        is_last = number == len(table.rows) - 1
        if row.kind == "group":
            heading = rf"\raggedright\small\bfseries {escape(row.cells[0].plain)}"
            width = r"p{\dimexpr\linewidth-2\tabcolsep\relax}"
            yield rf"\multicolumn{{{len(shares)}}}{{{width}}}{{{heading}}}\\*"
            continue
        parts = list(_parts(row, line_lengths))
        for index, cells in enumerate(parts):
            yield " &\n".join(
                _cell(cell, line_length, marks)
                for cell, line_length in zip(cells, line_lengths, strict=True)
            )
            is_row_end = index == len(parts) - 1
            yield r"\intspecrow" if is_row_end and not is_last else r"\\"
    # Not in the table's foot, where a page break could come between the last row and this rule.
    yield r"\bottomrule"
    yield r"\end{longtable}"


def _heads(columns: tuple[Column, ...], line_lengths: list[int]) -> Iterator[str]:
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
    for column, line_length in zip(columns, line_lengths, strict=True):
        note = (
            rf"\par{{\color{{intspecquiet}}{escape(column.note, line_length)}}}"
            if column.note
            else ""
        )
        cells.append(rf"\textbf{{{escape(column.title, line_length)}}}{note}")
    yield " & ".join(cells) + r"\\"


def _cell(cell: Cell, line_length: int, marks: dict[str, str]) -> str:
    return "\\par\n".join(_block(block, line_length, marks) for block in cell.blocks) or "{}"


def _block(block: Block, line_length: int, marks: dict[str, str]) -> str:
    command = COMMANDS.get(block.kind, "block")
    return rf"\intspec{command}{{{_inside(block, line_length, marks)}}}"


def _inside(block: Block, line_length: int, marks: dict[str, str]) -> str:
    text = escape(block.text, line_length)
    if block.kind == "label" and text:
        text = rf"\textbf{{{text}}}"
    if block.label:
        label = rf"\textbf{{{escape(block.label, line_length)}{':' if text else ''}}}"
        text = f"{label} {text}" if text else label
    if block.cites:
        text += rf" \mbox{{{{[}}{', '.join(_mark(mark, marks) for mark in block.cites)}{{]}}}}"
    return text


def _mark(mark: str, marks: dict[str, str]) -> str:
    text = escape(mark)
    return rf"\hyperlink{{{marks[mark]}}}{{{text}}}" if mark in marks else text


def _parts(row: Row, line_lengths: list[int]) -> Iterator[tuple[Cell, ...]]:
    """Part a row where it is longer than what may stand in one."""
    stacks = [
        list(_pieces(cell, line_length))
        for cell, line_length in zip(row.cells, line_lengths, strict=True)
    ]
    for number in range(max(1, *(len(stack) for stack in stacks))):
        yield tuple(stack[number] if number < len(stack) else Cell() for stack in stacks)


def _pieces(cell: Cell, line_length: int) -> Iterator[Cell]:
    blocks: list[Block] = []
    lines = 0
    for block in (piece for whole in cell.blocks for piece in _split(whole, line_length)):
        height = _height(block, line_length)
        if blocks and lines + height > MOST:
            yield Cell(tuple(blocks), cell.state)
            blocks, lines = [], 0
        blocks.append(block)
        lines += height
    if blocks:
        yield Cell(tuple(blocks), cell.state)


def _height(block: Block, line_length: int) -> int:
    return sum(1 + len(line) // line_length for line in block.plain.split("\n"))


def _split(block: Block, line_length: int) -> Iterator[Block]:
    """Part a paragraph that is longer than a row between words, or lines."""
    if _height(block, line_length) <= MOST:
        yield block
        return
    room = MOST * line_length
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


def _paragraphs(table: Table, marks: dict[str, str], line: int) -> Iterator[str]:
    for row in table.rows:
        if row.kind == "group":
            yield rf"\intspecgroup{{{escape(row.cells[0].plain)}}}"
            continue
        cells = list(zip(table.columns, row.cells, strict=True))
        heads = [escape(cell.plain) for column, cell in cells if column.head and cell.blocks]
        other_heads = f" ({', '.join(heads[1:])})" if heads[1:] else ""
        lead = rf"\textbf{{{heads[0]}{other_heads}.}} " if heads else ""
        blocks = [block for column, cell in cells if not column.head for block in cell.blocks]
        running = [_inside(block, line, marks) for block in blocks if block.kind != "bullet"]
        yield rf"\medskip\intspecblock{{{lead}{' '.join(running)}}}\par"
        yield from (
            _block(block, line, marks) + r"\par" for block in blocks if block.kind == "bullet"
        )
