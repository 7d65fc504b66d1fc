"""Markdown, as manuscripts are written in it: headings, paragraphs, lists, tables, footnotes."""

import re
from collections.abc import Iterable, Iterator

from intspec.text import flat
from intspec_bundled.manuscripts.blocks import Block, BlockKind
from intspec_bundled.manuscripts.plain_text import joined

HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*(?:\{[^}]*\})?\s*$")
UNDERLINED = re.compile(r" {0,3}(=+|-{2,})\s*$")
ITEM = re.compile(r"\A\s{0,9}(?:[-*+]|\d{1,3}[.)])\s+")
ROW = re.compile(r"\s*\|.*\|?\s*$")
RULE_OF_ROWS = re.compile(r"\s*\|?[\s:|+=-]+\|[\s:|+=-]*$")
FOOTNOTE = re.compile(r"\A {0,3}\[\^[^\]]{1,60}\]:\s*")
REFERRED = re.compile(r"\[\^[^\]]{1,60}\](?!:)")
#: Where a division begins or ends; and where code does, in lists and quotations too.
DIVISION = re.compile(r" {0,3}:{3,}")
FENCE = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,3}[.)])\s+)?(`{3,}(?!.*`)|~{3,})")
#: Marks of emphasis, links, pictures and references, and what a reader sees of them.
MARKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), seen)
    for pattern, seen in (
        (r"<!--.*?-->", ""),
        (r"!\[([^\[\]]{0,500})\]\([^)\s]{0,900}(?:\s[^)]{0,300})?\)", r"\1"),
        (r"\[\^[^\]]{1,60}\]", ""),
        (r"\[([^\[\]]{0,500})\]\([^)\s]{0,900}(?:\s[^)]{0,300})?\)", r"\1"),
        (r"\[-?@[^\[\]]{0,500}\]", ""),
        (r"(?<![\w*])\*{1,3}(?=\S)([^*]+?)(?<=\S)\*{1,3}(?!\w)", r"\1"),
        (r"(?<!\w)_{1,3}(?=\S)([^_]+?)(?<=\S)_{1,3}(?!\w)", r"\1"),
        (r"`([^`]+)`", r"\1"),
        (r"</?(?:sup|sub|b|i|em|strong|br|span)\b[^>]*>", ""),
        (r"\\([^\w\s])", r"\1"),
    )
)


def seen(text: str) -> str:
    """Return what a reader sees of a text with marks."""
    for pattern, instead in MARKS:
        text = pattern.sub(instead, text)
    return flat(text)


def blocks(text: str) -> Iterator[Block]:
    """Go over the blocks of a text in Markdown, each footnote behind what refers to it."""
    notes: dict[str, Block] = {}
    found: list[tuple[Block, list[str]]] = []
    for block, source in _blocks(text):
        if block.kind == "note" and (named := FOOTNOTE.match(source)):
            notes[named[0].strip(" :")] = block
        else:
            found.append((block, REFERRED.findall(source)))
    for block, referred in found:
        yield block
        yield from (notes.pop(name) for name in referred if name in notes)
    yield from notes.values()


def _without_code(lines: Iterable[str]) -> Iterator[str]:
    """Go over lines, with an empty one in place of each piece of code between fences."""
    fence = ""
    for line in lines:
        opens = FENCE.match(line)
        if not fence and opens:
            fence = opens[1]
            yield ""
        elif not fence:
            yield line
        elif (bare := line.strip(" \t>")).startswith(fence) and not bare.strip(fence[0]):
            fence = ""


def _blocks(text: str) -> Iterator[tuple[Block, str]]:
    """Go over the blocks, each with its source."""
    lines = text.split("\n")
    if lines and lines[0].strip() == "---":
        end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() in ("---", "...")), 0)
        lines = lines[end + 1 :] if end else lines
    held: list[str] = []
    kind: BlockKind = "paragraph"
    for read in [*_without_code(lines), ""]:
        line = read
        heading = HEADING.match(line)
        underlined = UNDERLINED.match(line) if len(held) == 1 and kind == "paragraph" else None
        begins = heading or not line.strip() or ROW.match(line) or DIVISION.match(line)
        if underlined:
            yield Block(seen(held[0]), "heading", level=1 if "=" in underlined[1] else 2), ""
            held = []
            continue
        if held and (begins or ITEM.match(line) or FOOTNOTE.match(line)):
            source = "\n".join(held)
            words = FOOTNOTE.sub("", source, count=1) if kind == "note" else source
            yield Block(seen(joined(words)), kind), source
            held = []
        if heading:
            yield Block(seen(heading[2]), "heading", level=len(heading[1])), ""
        elif ROW.match(line) and not RULE_OF_ROWS.fullmatch(line):
            cells = [seen(cell) for cell in re.split(r"(?<!\\)\|", line)]
            yield Block(" | ".join(cell for cell in cells if cell), "table"), ""
        elif not begins:
            if not held:
                kind = "note" if FOOTNOTE.match(line) else "paragraph"
                line = ITEM.sub("", line, count=1).lstrip("> ")
            held.append(line.strip())
