"""Web pages, as word processors and journals save manuscripts."""

from collections.abc import Iterator
from typing import Any

from intspec.text import flat
from intspec_bundled.manuscripts.blocks import Block
from intspec_bundled.manuscripts.jats_file import topmost, words
from intspec_bundled.manuscripts.xml_tree import local, parsed_html

HEADINGS = {f"h{level}": level for level in range(1, 7)}
#: What holds no words of the manuscript.
SILENT = frozenset(
    {"script", "style", "head", "nav", "noscript", "template", "svg", "form", "button"}
)
PARAGRAPHS = frozenset({"p", "li", "dd", "dt", "blockquote", "pre", "address"})
#: What stands between blocks; the rest stands in lines.
HOLDERS = frozenset(
    {"html", "body", "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol"}
    | {"dl", "figure", "center", "details"}
)
BLOCKS = PARAGRAPHS | HOLDERS | set(HEADINGS) | {"table", "figcaption"}
TABLE, OF_TABLES = frozenset({"table"}), frozenset({"caption", "tr"})


def blocks(raw: bytes, name: str) -> Iterator[Block]:
    """Go over the blocks of a web page.

    Raises:
        FormError: It is more than a manuscript.
    """
    root = parsed_html(raw, name)
    if root is not None:
        yield from _inside(root)


def _inside(root: Any) -> Iterator[Block]:
    """Go over elements from outside in, without recursion: pages may be nested deeply."""
    stack = [root]
    while stack:
        element = stack.pop()
        if isinstance(element, Block):
            yield element
            continue
        kind = local(element)
        if kind in SILENT or not kind:
            continue
        if kind in HEADINGS:
            yield Block(words(element), "heading", level=HEADINGS[kind])
        elif kind == "table":
            stack += reversed([*_table(element)])
        elif kind in ("figcaption", "caption"):
            yield Block(words(element), "paragraph")
        elif kind in HOLDERS or _holds_blocks(element):
            stack += reversed([*_pieces(element)])
        elif kind == "pre" and _is_code(element):
            continue
        else:
            yield Block(words(element), "note" if _is_note(element) else "paragraph")


def _pieces(element: Any) -> Iterator[Any]:
    """Go over what stands between blocks, each run of words as one, and over the blocks."""
    run = [element.text or ""]
    for child in element:
        kind = local(child)
        if kind in BLOCKS or kind in SILENT or kind == "br" or _holds_blocks(child):
            yield from _run(run)
            run.clear()
            yield child
        elif kind:
            run.append(words(child))
        run.append(child.tail or "")
    yield from _run(run)


def _run(run: list[str]) -> Iterator[Block]:
    text = flat("".join(run))
    if text:
        yield Block(text)


def _holds_blocks(element: Any) -> bool:
    return next(element.iterdescendants(*BLOCKS), None) is not None


def _is_code(element: Any) -> bool:
    """Tell whether a text as it was typed is code: all of it is marked so."""
    inside = [local(child) for child in element]
    return inside == ["code"] and not flat((element.text or "") + (element[0].tail or ""))


def _is_note(element: Any) -> bool:
    return any(
        "footnote" in f"{one.get('id', '')} {one.get('class', '')} {one.get('role', '')}".lower()
        for one in (element, element.getparent())
        if one is not None
    )


def _table(table: Any) -> Iterator[Any]:
    """Go over what a table has: the blocks of its rows, and behind each the tables within it."""
    for element in topmost(table, OF_TABLES):
        if local(element) == "caption":
            yield Block(words(element))
            continue
        cells = [words(cell, TABLE) for cell in element if local(cell) in ("td", "th")]
        yield Block(" | ".join(cell for cell in cells if cell), "table")
        yield from topmost(element, TABLE)
