"""JATS, the XML in which journals and PubMed Central keep articles."""

from collections.abc import Iterator
from typing import Any

from intspec import FormError
from intspec.text import flat
from intspec_bundled.manuscripts.blocks import Block, BlockKind
from intspec_bundled.manuscripts.captions import caption
from intspec_bundled.manuscripts.xml_tree import AGAIN, local, parsed_xml

#: What stands in a paragraph and is a block of its own.
OWN = frozenset(
    {"table-wrap", "fig", "fn", "list", "def-list", "disp-quote", "boxed-text"}
    | {"supplementary-material"}
)
#: What holds no words of the manuscript.
SILENT = frozenset(
    {"ref-list", "alternatives", "tex-math", "object-id", "graphic", "media", "label"}
)
PARAGRAPH, ROW = frozenset({"p"}), frozenset({"tr"})
#: What has words in lists and notes.
TEXTS = frozenset({"p", "term", "title"})
ABOUT = ("article-title", "abstract", "trans-abstract")
#: Sections inside sections, as deep as anybody writes them, and twice that.
DEEPEST = 12


def blocks(raw: bytes, name: str) -> Iterator[Block]:
    """Go over the blocks of an article.

    Raises:
        FormError: It is no such file.
    """
    root = parsed_xml(raw, name)
    articles = [one for one in root.iter() if local(one) == "article"][:1]
    if not articles:
        message = f"`{name}` is XML, but no article in JATS"
        raise FormError(message, AGAIN)
    for title in _first(articles[0], "article-title"):
        yield Block(words(title), "title")
    for abstract in (one for one in articles[0].iter() if local(one) == "abstract"):
        titled = any(local(child) == "title" for child in abstract)
        if not titled:
            yield Block("Abstract", "heading", level=1)
        yield from _inside(abstract, 1 if titled else 2)
    for part in articles[0]:
        if local(part) in ("body", "back", "floats-group"):
            yield from _inside(part, 1)


def _first(root: Any, kind: str) -> list[Any]:
    return [one for one in root.iter() if local(one) == kind][:1]


def _inside(element: Any, level: int) -> Iterator[Block]:
    for child in element:
        yield from _block(child, level)


def _block(element: Any, level: int) -> Iterator[Block]:
    kind = local(element)
    if kind in SILENT or not kind:
        return
    if kind == "title":
        yield Block(words(element), "heading", level=level)
    elif kind in ("sec", "app", "ack", "notes", "glossary", "fn-group") and level < DEEPEST:
        yield from _inside(element, level + (local(element.getparent()) == "sec"))
    elif kind == "p":
        yield from _paragraph(element, "paragraph", level)
    elif kind == "table-wrap":
        yield from _table(element)
    elif kind == "fig":
        number = _number(element)
        text = flat(f"{_label(element)} {_child_words(element, 'caption')}")
        yield Block(text, "caption", figure=number)
    elif kind in ("fn", "list", "def-list"):
        yield from _texts(element, "note" if kind == "fn" else "paragraph", level)
    else:
        yield from _inside(element, level)


def _texts(element: Any, kind: BlockKind, level: int) -> Iterator[Block]:
    """Go over the texts of a list or a note, and over what stands in it of its own."""
    for child in topmost(element, TEXTS | OWN):
        if local(child) in OWN:
            yield from _block(child, level)
        else:
            yield from _paragraph(child, kind, level)


def _paragraph(element: Any, kind: BlockKind, level: int) -> Iterator[Block]:
    text = words(element, without=OWN)
    if text:
        yield Block(text, kind)
    for child in topmost(element, OWN):
        yield from _block(child, level)


def _table(element: Any) -> Iterator[Block]:
    number = _number(element)
    yield Block(
        flat(f"{_label(element)} {_child_words(element, 'caption')}"), "caption", table=number
    )
    for row in topmost(element, ROW):
        cells = [words(cell) for cell in row if local(cell) in ("td", "th")]
        yield Block(" | ".join(cell for cell in cells if cell), "table", table=number)
    for foot in (one for one in element if local(one) == "table-wrap-foot"):
        for paragraph in topmost(foot, PARAGRAPH):
            yield Block(words(paragraph), "note", table=number)


def topmost(element: Any, kinds: frozenset[str]) -> Iterator[Any]:
    """Go over the elements of some kinds in an element, without those that are in one of them."""
    stack = [*reversed(element)]
    while stack:
        one = stack.pop()
        if local(one) in kinds:
            yield one
        else:
            stack += reversed(one)


def _label(element: Any) -> str:
    return _child_words(element, "label")


def _child_words(element: Any, kind: str) -> str:
    return next((words(one) for one in element if local(one) == kind), "")


def _number(element: Any) -> str:
    numbers = caption(f"{_label(element)}:") or ("", "")
    return numbers[0] or numbers[1]


def words(element: Any, without: frozenset[str] = frozenset()) -> str:
    """Return the words of an element in one line, less those of elements of some kinds."""
    parts: list[str] = []
    skipped = without | {"tex-math", "object-id", "code"}
    stack: list[Any] = [element]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        stack.append(one.tail or "" if one is not element else "")
        if local(one) in skipped or not local(one):
            continue
        if local(one) in ("break", "br", "p", "td", "th", "title", "list-item", "li", "term"):
            parts.append(" ")
        stack += reversed(one)
        stack.append(one.text or "")
    return flat("".join(parts))
