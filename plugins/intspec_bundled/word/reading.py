"""Read a Word file as a form: its tables, the text around them, and what was left out."""

from collections.abc import Callable
from typing import Any

import attrs

from intspec import Form, FormError, FormTable, FormText
from intspec_bundled.word.markup import Element, child, chosen, name, number, value
from intspec_bundled.word.notes_and_comments import Asides, short
from intspec_bundled.word.numbering import Numbering
from intspec_bundled.word.package import DAMAGED, Package
from intspec_bundled.word.paragraph_text import Paragraph, Reader, is_unfilled, plain
from intspec_bundled.word.styles import Styles
from intspec_bundled.word.tables import TableReader, inner_words

#: Elements that belong inside a paragraph; other programs than Word write them beside paragraphs.
INLINE = frozenset({"w:r", "w:hyperlink", "m:oMath", "m:oMathPara", "w:fldSimple"})

#: No person joins more paragraphs than these by deleting the marks between them.
MOST_JOINS = 1_000


@attrs.define(eq=False)
class Sink:
    """Where the paragraphs and tables of one part of the page go.

    Attributes:
        where: The place in words; that of the body is empty, its paragraphs are counted.
        paragraphs: The paragraphs so far.
        flat: Whether tables in it are only read as paragraphs, as in headers and footnotes.
        joins: How many paragraphs were joined to those before them.
    """

    where: str
    paragraphs: list[Paragraph] = attrs.field(factory=list)
    flat: bool = False
    joins: int = 0


#: Reads an element of the page into a sink.
ReadBlock = Callable[[Element, Sink], None]


class DocumentReader:
    """Reads one file.

    Args:
        package: The file.

    Attributes:
        form: What was read, after `read`.
        cells: The element of each cell and row, by the place in words.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(self._part("styles"))
        self.numbering = Numbering(self._part("numbering"))
        self.cells: dict[str, Element] = {}
        self.tables: list[FormTable | None] = []
        self.texts: list[FormText] = []
        self.remarks: list[str] = []
        self._asides = Asides(package, self.remarks)
        self._boxes = 0
        self._paragraphs = 0
        self._words = self._reader(package.main)
        #: What reads an element, by its kind; of elements of other kinds the content is read.
        self._readers: dict[str, ReadBlock] = {
            "w:p": self._paragraph,
            "w:tbl": self._table,
            "w:sdt": self._control,
            "mc:AlternateContent": self._choice,
            **dict.fromkeys(("w:altChunk", "w:subDoc"), self._embedded),
            **dict.fromkeys(("w:del", "w:moveFrom"), self._deleted),
        }
        self._table_reader = TableReader(self._words_of_cell, self.cells, self.remarks)

    def _part(self, kind: str) -> Any:
        """Return the root of a part that belongs to the main one, or None."""
        part_name = self.package.related(self.package.main, kind)
        return None if part_name is None else self.package.xml(part_name)

    def _reader(self, part: str) -> Reader:
        """Return a reader of the words of a part."""
        links = {
            relationship.id: relationship.target
            for relationship in self.package.relationships(part)
            if relationship.external
        }
        return Reader(self.styles, links)

    def read(self) -> Form:
        """Read the file.

        Raises:
            FormError: It cannot be read.
        """
        root = self.package.xml(self.package.main)
        body = child(root, "w:body")
        if name(root) != "w:document" or body is None:
            message = "this is no Word document: its main part holds no text body"
            raise FormError(message, DAMAGED)
        sink = Sink("")
        self.blocks(body, sink)
        self._settle(sink)
        self._asides.read(self._read_aside, self._reader)
        return Form(
            format="docx",
            tables=tuple(table for table in self.tables if table is not None),
            texts=tuple(self.texts),
            remarks=tuple(dict.fromkeys(self.remarks)),
            **self._asides.properties(),
        )

    def blocks(self, element: Element, sink: Sink) -> None:
        """Read paragraphs and tables below an element, whatever they are wrapped in."""
        loose: list[Element] = []
        for part in element:
            kind = name(part)
            if kind in INLINE:
                loose.append(part)
                continue
            if loose:
                self._loose(loose, sink)
            if kind and not kind.endswith("Pr"):
                self._readers.get(kind, self.blocks)(part, sink)
        if loose:
            self._loose(loose, sink)

    def _choice(self, element: Element, sink: Sink) -> None:
        branch = chosen(element)
        if branch is not None:
            self.blocks(branch, sink)

    def _embedded(self, _element: Element, sink: Sink) -> None:
        self.remark(sink, "another document is embedded here and was not read")

    def _deleted(self, element: Element, sink: Sink) -> None:
        if text := plain(element).strip():
            self.remark(sink, f"the deleted words “{short(text)}” were left out")

    def _read_aside(self, element: Element, label: str, where: str, reader: Reader) -> None:
        """Read a part of the page that is no body, such as a footnote, into the texts."""
        sink = Sink(label, flat=True)
        body, self._words = self._words, reader
        self.blocks(element, sink)
        self._words = body
        for paragraph in sink.paragraphs:
            self._add_text(attrs.evolve(paragraph, joined=False), where)

    def _loose(self, elements: list[Element], sink: Sink) -> None:
        wrapper = elements[0].makeelement("loose", {})
        copies = [element.__copy__() for element in elements]
        wrapper.extend(copies)
        self._paragraph(wrapper, sink)
        elements.clear()

    def _control(self, control: Element, sink: Sink) -> None:
        content = child(control, "w:sdtContent")
        if content is None:
            return
        unfilled = is_unfilled(control)
        self._words.unfilled += unfilled
        self.blocks(content, sink)
        self._words.unfilled -= unfilled

    def _table(self, element: Element, sink: Sink) -> None:
        if sink.flat:
            for cell in element.iter():
                if name(cell) == "w:tc":
                    self.blocks(cell, sink)
            return
        self._settle(sink)
        caption = f"inside {sink.where}" if sink.where else ""
        if not sink.where and self.texts and self.texts[-1].table == len(self.tables):
            caption = self.texts[-1].text
        index = len(self.tables)
        self.tables.append(None)
        table = self._table_reader.read(element, index + 1, caption)
        self.tables[index] = table
        if sink.where and (words := inner_words(table)) is not None:
            sink.paragraphs.append(words)

    def _words_of_cell(self, cell: Element, where: str, *, unfilled: bool) -> list[Paragraph]:
        """Return the paragraphs of a cell."""
        sink = Sink(where)
        self._words.unfilled += unfilled
        self.blocks(cell, sink)
        self._words.unfilled -= unfilled
        return sink.paragraphs

    def _paragraph(self, element: Element, sink: Sink) -> None:
        where = sink.where
        if not where:
            self._paragraphs += 1
            where = f"paragraph {self._paragraphs}"
            if name(element) == "w:p":
                self.cells[where] = element
        words = self._words.read(element)
        properties = child(element, "w:pPr")
        style = value(properties, "w:pStyle") or self.styles.default
        paragraph = Paragraph(
            text=words.text,
            number=self._number(properties, style),
            style=self.styles.name(style),
            links=tuple(dict.fromkeys(words.links)),
            struck="".join(words.struck).strip(),
            counted=words.counted,
            joined=child(properties, "w:rPr", "w:del") is not None,
        )
        previous = sink.paragraphs[-1] if sink.paragraphs else None
        if previous is not None and previous.joined and sink.joins < MOST_JOINS:
            sink.joins += 1
            # The paragraph mark between the two is deleted: on the page they are one paragraph.
            links = (*previous.links, *paragraph.links)
            paragraph = attrs.evolve(
                previous,
                text=previous.text + paragraph.text,
                links=links,
                struck=" ".join(filter(None, (previous.struck, paragraph.struck))),
                counted=previous.counted or paragraph.counted,
                joined=paragraph.joined,
            )
            sink.paragraphs.pop()
        sink.paragraphs.append(paragraph)
        self._asides.note(words, where)
        if not sink.where and not paragraph.joined:
            self._add_text(paragraph, where)
        for box in words.boxes:
            if sink.where:
                self.blocks(box, sink)
            else:
                self._boxes += 1
                self._text_box(box, f"text box {self._boxes}")

    def _settle(self, sink: Sink) -> None:
        """Take the last paragraph as complete, though the mark at its end is deleted."""
        if sink.paragraphs and sink.paragraphs[-1].joined:
            paragraph = attrs.evolve(sink.paragraphs.pop(), joined=False)
            sink.paragraphs.append(paragraph)
            if not sink.where:
                self._add_text(paragraph, f"paragraph {self._paragraphs}")

    def _text_box(self, box: Element, where: str) -> None:
        inner = Sink(where)
        self.blocks(box, inner)
        for paragraph in inner.paragraphs:
            self._add_text(paragraph, where)

    def _add_text(self, paragraph: Paragraph, where: str) -> None:
        text = (
            f"{paragraph.number} {paragraph.text}".strip()
            if paragraph.number
            else paragraph.text.strip()
        )
        if text:
            self.texts.append(
                FormText(text, where, len(self.tables), paragraph.style, paragraph.links)
            )

    def _number(self, properties: Element | None, style: str) -> str:
        list_properties = child(properties, "w:numPr")
        list_id = value(list_properties, "w:numId") if list_properties is not None else ""
        level = value(list_properties, "w:ilvl") if list_properties is not None else ""
        style_list, style_level, list_style = self.styles.listing(style)
        if not list_id and style_list:
            list_id = style_list
            if not level:
                linked_level = self.numbering.level_of(list_id, list_style)
                level = str(linked_level if style_level is None else style_level)
        if not list_id or self._words.unfilled:
            return ""
        return self.numbering.next(list_id, number(level))

    def remark(self, sink: Sink, text: str) -> None:
        """Tell a person of something that was set aside."""
        where = sink.where or f"after paragraph {self._paragraphs}"
        self.remarks.append(f"{where}: {text}")


def read_form(raw: bytes) -> Form:
    """Read a Word file as a form.

    Raises:
        FormError: It cannot be read.
    """
    return DocumentReader(Package(raw)).read()
