"""Web pages, as word processors and journals save manuscripts."""

from collections.abc import Iterator
from typing import Any

from intspec.text import flat
from intspec_bundled.manuscripts.blocks import Block
from intspec_bundled.manuscripts.jats_file import words
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
        if isinstance(element, str):
            yield Block(flat(element))
            continue
        kind = local(element)
        if kind in SILENT or not kind:
            continue
        if kind in HEADINGS:
            yield Block(words(element), "heading", level=HEADINGS[kind])
        elif kind == "table":
            yield from _table(element)
        elif kind in ("figcaption", "caption"):
            yield Block(words(element), "paragraph")
        elif kind in HOLDERS or _holds_blocks(element):
            inside: list[Any] = [element.text or ""]
            for child in element:
                inside += [child, child.tail or ""]
            stack += reversed([one for one in inside if not isinstance(one, str) or one.strip()])
        else:
            yield Block(words(element), "note" if _is_note(element) else "paragraph")


def _holds_blocks(element: Any) -> bool:
    kinds = PARAGRAPHS | HOLDERS | set(HEADINGS) | {"table"}
    return local(element) in ("li", "dd", "blockquote", "td") and any(
        local(child) in kinds for child in element
    )


def _is_note(element: Any) -> bool:
    return any(
        "footnote" in f"{one.get('id', '')} {one.get('class', '')} {one.get('role', '')}".lower()
        for one in (element, element.getparent())
        if one is not None
    )


def _table(table: Any) -> Iterator[Block]:
    for element in table.iter():
        kind = local(element)
        if kind == "caption":
            yield Block(words(element))
        elif kind == "tr":
            cells = [words(cell) for cell in element if local(cell) in ("td", "th")]
            yield Block(" | ".join(cell for cell in cells if cell), "table")
