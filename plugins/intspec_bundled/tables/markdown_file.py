"""Write a view as GitHub's Markdown, with all text of the specification escaped."""

import re
from collections.abc import Iterable, Iterator

from intspec import Block, Cell, Column, Row, Table, View
from intspec.text import C1_CONTROLS, CONTROLS, SURROGATES, replace_forbidden

#: Characters with a meaning in Markdown, in HTML within it, or in GitHub's formulas.
SPECIAL = re.compile(r"([\\`*_\[\]<>|~&#$])")
#: Characters that control a terminal, or that UTF-8 cannot write.
FORBIDDEN = CONTROLS + C1_CONTROLS + SURROGATES
WEB = re.compile(rf"https?://[^\s<>{CONTROLS}{C1_CONTROLS}]+\Z")
#: Text that would make a paragraph a list, a heading or a horizontal rule by beginning it.
OPENING = re.compile(r"^([-+=]|\d{1,9}[.)])")


def render(view: View) -> str:
    """Write a view as Markdown.

    Args:
        view: Any view.

    Returns:
        The text, ending in a line break.
    """
    parts = [f"# {inline(view.title)}", _strong(view.subtitle)]
    parts += [f"> {_strong(text)}" for text in view.notices]
    parts += [paragraph(text) for text in view.intro]
    for table in view.tables:
        parts.append(f"## {inline(table.caption)}")
        if table.layout == "paragraphs":
            parts += _paragraphs(table)
        else:
            parts.append("\n".join(_table(table)))
    for notes in view.notes:
        parts.append(f"## {inline(notes.title)}")
        parts.append("\n".join(_note(note.mark, note.text, note.url) for note in notes.notes))
    if view.guideline.text:
        parts.append("---")
        parts.append(_linked(view.guideline.text, view.guideline.url))
    return "\n\n".join(part for part in parts if part) + "\n"


def inline(text: str) -> str:
    """Escape a text so that Markdown shows it as it is; line breaks become `<br>`."""
    lines = [replace_forbidden(line.strip(), FORBIDDEN)[0] for line in text.strip().splitlines()]
    return "<br>".join(SPECIAL.sub(r"\\\1", line) for line in lines)


def paragraph(text: str) -> str:
    """Escape a text that begins a paragraph or an entry of a list."""
    return OPENING.sub(lambda match: match[1][:-1] + "\\" + match[1][-1], inline(text))


def block(view_block: Block) -> str:
    """Write one block in a line."""
    text = inline(view_block.text)
    if view_block.kind == "gap" and text:
        text = f"*{text}*"
    if view_block.label:
        text = (
            f"**{inline(view_block.label)}:** {text}" if text else f"**{inline(view_block.label)}**"
        )
    elif view_block.kind == "label" and text:
        text = f"**{text}**"
    marks = "".join(rf" \[{inline(', '.join(view_block.cites))}\]" if view_block.cites else "")
    return f"{text}{marks}"


def _strong(text: str) -> str:
    escaped_text = inline(text)
    # Four stars with nothing between them would be a horizontal rule.
    return f"**{escaped_text}**" if escaped_text else ""


def _cell(cell: Cell) -> str:
    bullets = {"bullet": "\N{BULLET} "}
    return "<br>".join(
        bullets.get(view_block.kind, "") + block(view_block) for view_block in cell.blocks
    )


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _table(table: Table) -> Iterator[str]:
    yield _line(_heading(column) for column in table.columns)
    yield _line("---" for _ in table.columns)
    for row in table.rows:
        if row.kind == "group":
            heading = _strong(row.cells[0].plain)
            yield _line([heading, *("" for _ in table.columns[1:])])
        else:
            yield _line(_cell(cell) for cell in row.cells)


def _heading(column: Column) -> str:
    title = f"{column.span}: {column.title}" if column.span else column.title
    note = f"<br>{inline(column.note)}" if column.note else ""
    return inline(title) + note


def _paragraphs(table: Table) -> Iterator[str]:
    for row in table.rows:
        if row.kind == "group":
            yield f"### {inline(row.cells[0].plain)}"
        else:
            yield from _led(table, row)


def _led(table: Table, row: Row) -> Iterator[str]:
    cells = list(zip(table.columns, row.cells, strict=True))
    heads = [cell.plain for column, cell in cells if column.head and cell.blocks]
    lead = heads[0] if heads else ""
    if heads[1:]:
        lead = f"{lead} ({', '.join(heads[1:])})"
    blocks = [view_block for column, cell in cells if not column.head for view_block in cell.blocks]
    running = [block(view_block) for view_block in blocks if view_block.kind != "bullet"]
    list_lines = [
        f"- {_opened(block(view_block))}" for view_block in blocks if view_block.kind == "bullet"
    ]
    yield " ".join([f"**{inline(lead)}.**", *running]) if lead else _opened(" ".join(running))
    if list_lines:
        yield "\n".join(list_lines)


def _opened(text: str) -> str:
    return OPENING.sub(lambda match: match[1][:-1] + "\\" + match[1][-1], text)


def _note(mark: str, text: str, url: str) -> str:
    linked = _linked(text, url)
    return rf"- \[{inline(mark)}\] {linked}" if mark else f"- {_opened(linked)}"


def _linked(text: str, url: str) -> str:
    """Write a text with its link behind it, if it leads to the web."""
    if not WEB.match(url):
        return paragraph(text)
    return f"{paragraph(text)} <{url}>"
