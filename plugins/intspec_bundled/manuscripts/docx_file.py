"""Word files: headings by their styles and by their look, paragraphs, tables, captions, notes."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from intspec import FormError, PackageLimits, XmlPackage, file_kind
from intspec.text import flat
from intspec_bundled.manuscripts.blocks import Block, BlockKind, Mark
from intspec_bundled.manuscripts.plain_text import looks_like_heading
from intspec_bundled.manuscripts.sections import is_main
from intspec_bundled.manuscripts.xml_tree import local

#: The most that is read of a file; manuscripts hold pictures.
LIMITS = PackageLimits(size=100_000_000)
DOCUMENT = "word/document.xml"
MOST_BASES = 30
#: Text in such elements is not seen on the page.
UNSEEN = frozenset(
    {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "fldData", "Fallback"}
)
OFF = frozenset({"0", "false", "off", "none"})
#: Between cells of a table, and between paragraphs of one cell.
BETWEEN = " | "
#: How paragraphs that show no heading's style look like one: bold, and short.
DEEPEST = 40


def _get(element: Any, attribute: str) -> str | None:
    """Return an attribute by its local name, in whichever namespace it stands."""
    return next(
        (v for key, v in element.attrib.items() if key.rpartition("}")[2] == attribute), None
    )


def _child(element: Any, *path: str) -> Any:
    for kind in path:
        element = next((one for one in element if local(one) == kind), None)
        if element is None:
            return None
    return element


def _value(element: Any, *path: str) -> str:
    found = _child(element, *path)
    return "" if found is None else _get(found, "val") or ""


def _is_on(element: Any) -> bool:
    return element is not None and (_get(element, "val") or "1").lower() not in OFF


@frozen
class _Style:
    """What a style says: its name, its base, its level in the outline, whether it is bold."""

    name: str
    base: str
    outline: int | None
    bold: bool


def _styles(package: XmlPackage) -> dict[str, _Style]:
    if not package.has("word/styles.xml"):
        return {}
    found = {}
    for element in package.xml("word/styles.xml"):
        if local(element) == "style":
            outline = _value(element, "pPr", "outlineLvl")
            found[_get(element, "styleId") or ""] = _Style(
                _value(element, "name").lower(),
                _value(element, "basedOn"),
                int(outline) if outline.isdecimal() else None,
                _is_on(_child(element, "rPr", "b")),
            )
    return found


def blocks(raw: bytes, name: str) -> Iterator[Block]:
    """Go over the blocks of a Word file.

    Raises:
        FormError: It is no such file, damaged, or larger than a manuscript can be.
    """
    package = XmlPackage(raw, name, limits=LIMITS)
    if not package.has(DOCUMENT):
        kind = file_kind(raw, package.names) or "zip"
        message = f"`{name}` is no Word file ({kind})"
        raise FormError(message, "save the manuscript as .docx")
    body = _child(package.xml(DOCUMENT), "body")
    if body is None:
        message = f"`{name}` is damaged: it has no text"
        raise FormError(message, "save it again, or ask for a new copy")
    yield from _Reader(package).inside(body)


class _Reader:
    """Goes through a document once, with the page that it has come to."""

    def __init__(self, package: XmlPackage) -> None:
        self._styles = _styles(package)
        self._notes = {kind: self._notes_of(package, kind) for kind in ("footnote", "endnote")}
        root = package.xml(DOCUMENT)
        laid_out = any(local(one) == "lastRenderedPageBreak" for one in root.iter())
        self._break = "lastRenderedPageBreak" if laid_out else ""
        self._page = 1 if laid_out else None

    def _notes_of(self, package: XmlPackage, kind: str) -> dict[str, Any]:
        part = f"word/{kind}s.xml"
        if not package.has(part):
            return {}
        return {_get(one, "id") or "": one for one in package.xml(part) if local(one) == kind}

    def inside(self, holder: Any, depth: int = 0) -> Iterator[Block]:
        """Go over the blocks in an element."""
        if depth > DEEPEST:
            return
        for element in holder:
            kind = local(element)
            if kind == "p":
                yield from self._paragraph(element, depth)
            elif kind == "tbl":
                yield from self._table(element)
            elif kind in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
                yield from self.inside(element, depth + 1)

    def _paragraph(self, element: Any, depth: int) -> Iterator[Block]:
        words = _Words(self._break, self._page)
        words.read(element)
        self._page = words.page
        text, marks = words.in_one_line()
        if text:
            kind, level = self._kind(element, text, words)
            yield Block(text, kind, level=level, marks=marks)
        for note, number in words.notes:
            yield from self._note(self._notes[note].get(number))
        for box in words.boxes:
            yield from self.inside(box, depth + 1)

    def _note(self, element: Any) -> Iterator[Block]:
        if element is None:
            return
        texts = []
        for paragraph in (one for one in element.iter() if local(one) == "p"):
            words = _Words("", None)
            words.read(paragraph)
            texts.append(words.in_one_line()[0])
        marks = () if self._page is None else (Mark(0, self._page),)
        yield Block(" ".join(text for text in texts if text), "note", marks=marks)

    def _kind(self, element: Any, text: str, words: "_Words") -> tuple[BlockKind, int]:
        key = _value(element, "pPr", "pStyle")
        outline = _value(element, "pPr", "outlineLvl")
        bold = False
        for _ in range(MOST_BASES):
            style = self._styles.get(key)
            if style is None:
                break
            bold = bold or style.bold
            if style.name == "title":
                return "title", 0
            if style.name.startswith(("toc ", "table of ")):
                return "note", 0
            if style.name.startswith("heading ") and style.name[8:].isdecimal():
                return "heading", int(style.name[8:])
            if style.outline is not None and not outline:
                outline = str(style.outline)
            key = style.base
        if outline.isdecimal() and int(outline) < 9:  # noqa: PLR2004 -- 9 is text of the body
            return "heading", int(outline) + 1
        looks = (bold or words.is_bold) and looks_like_heading(text)
        if looks or (is_main(text) and text[0].isupper()):
            return "heading", 1 if is_main(text) else 2
        return "paragraph", 0

    def _table(self, table: Any) -> Iterator[Block]:
        for row in (one for one in table.iter() if local(one) == "tr"):
            cells = []
            page = self._page
            for cell in row:
                holders = [cell] if local(cell) == "tc" else list(_cells(cell))
                cells += [self._cell(holder) for holder in holders]
            marks = () if page is None else (Mark(0, page),)
            yield Block(BETWEEN.join(cell for cell in cells if cell), "table", marks=marks)

    def _cell(self, cell: Any) -> str:
        texts = []
        for element in cell.iter():
            if local(element) == "p" and _own_cell(element) is cell:
                words = _Words(self._break, self._page)
                words.read(element)
                self._page = words.page
                texts.append(words.in_one_line()[0])
        return " ".join(text for text in texts if text)


def _cells(element: Any) -> Iterator[Any]:
    return (one for one in element.iter() if local(one) == "tc")


def _own_cell(element: Any) -> Any:
    while element is not None and local(element) != "tc":
        element = element.getparent()
    return element


class _Words:
    """The words of one paragraph, and where pages begin in them."""

    def __init__(self, page_break: str, page: int | None) -> None:
        self._break = page_break
        self.page = page
        self._parts: list[str] = []
        self._length = 0
        self._marks: list[Mark] = [] if page is None else [Mark(0, page)]
        self.notes: list[tuple[str, str]] = []
        self.boxes: list[Any] = []
        self._bold = self._all = 0

    @property
    def is_bold(self) -> bool:
        """Whether all of its words are bold."""
        return 0 < self._all == self._bold

    def read(self, paragraph: Any) -> None:
        """Read a paragraph, without recursion."""
        stack = list(reversed(paragraph))
        bold = False
        while stack:
            element = stack.pop()
            kind = local(element)
            if kind in UNSEEN:
                continue
            if kind == "r":
                properties = _child(element, "rPr")
                if properties is not None and _is_on(_child(properties, "vanish")):
                    continue
                bold = properties is not None and _is_on(_child(properties, "b"))
            self._one(element, kind, bold=bold)
            if kind == "txbxContent":
                self.boxes.append(element)
            else:
                stack += reversed(element)

    def _one(self, element: Any, kind: str, *, bold: bool) -> None:
        if kind == "t":
            text = element.text or ""
            self._emit(text)
            self._all += len(text.strip())
            self._bold += len(text.strip()) if bold else 0
        elif kind in ("tab", "br", "cr"):
            self._emit(" ")
        elif kind in ("noBreakHyphen", "softHyphen"):
            self._emit("-" if kind == "noBreakHyphen" else "")
        elif kind in ("footnoteReference", "endnoteReference"):
            self.notes.append((kind.removesuffix("Reference"), _get(element, "id") or ""))
        elif kind == self._break and self.page is not None:
            self.page += 1
            self._marks.append(Mark(self._length, self.page))

    def _emit(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def in_one_line(self) -> tuple[str, tuple[Mark, ...]]:
        """Return the words in one line, and where pages begin in it."""
        whole = "".join(self._parts)
        marks = tuple(
            Mark(len(flat(f"{whole[: mark.offset]}.")) - 1, mark.page) for mark in self._marks
        )
        return flat(whole), marks
