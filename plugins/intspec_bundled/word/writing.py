"""Write paragraphs, runs and links of a Word document, with text that XML allows."""

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from intspec.text import NOT_IN_XML, replace_forbidden

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = f"{{{NAMESPACE}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BREAKS = re.compile("([\n\t])")
#: Letters of scripts that run from right to left, and what may stand between two of them.
RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
RIGHT_RUN = re.compile(f"([{RIGHT}](?:[^A-Za-z0-9\u00c0-\u058f\n\t]*[{RIGHT}])*)")
FIRST_STRONG = re.compile(f"[A-Za-z\u00c0-\u058f\u3040-\u9fff{RIGHT}]")
#: Addresses that Word accepts as the target of a link; it refuses a file with any other.
WEB = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?\Z")

Element = etree._Element  # noqa: SLF001 -- lxml has no public name for the type


def make(parent: Element, name: str, /, **attributes: str) -> Element:
    """Add an element of WordprocessingML, its attributes in the same namespace."""
    element = etree.SubElement(parent, W + name)
    for key, value in attributes.items():
        element.set(W + key, value)
    return element


def is_web(url: str) -> bool:
    """Whether a text is an address on the web that can be a link."""
    return WEB.match(url) is not None


class Writer:
    """Writes paragraphs, and keeps count of what could not be written as it is.

    Attributes:
        replaced: How many characters were replaced.
        anchors: Bookmarks of the notes, by the notes' marks.
        links: Ids of relationships to addresses on the web, by the address.
        width: Width of the text on the page, in twentieths of a point.
        styles: What a template calls Word's own styles, by the names that they have here.
    """

    def __init__(
        self,
        anchors: Mapping[str, str],
        links: Mapping[str, str],
        width: int,
        styles: Mapping[str, str],
    ) -> None:
        """Begin with nothing replaced."""
        self.replaced = 0
        self.anchors = anchors
        self.links = links
        self.width = width
        self.styles = styles
        self.bookmarks = 0

    def clean(self, text: str) -> str:
        """Return a text with line feeds as its only line breaks and without what XML forbids."""
        text, count = replace_forbidden(text, NOT_IN_XML)
        self.replaced += count
        return text

    def paragraph(self, parent: Element, style: str, text: str = "") -> Element:
        """Add a paragraph in a style, with a text."""
        paragraph = make(parent, "p")
        make(make(paragraph, "pPr"), "pStyle", val=self.styles.get(style, style))
        if text:
            self.text(paragraph, text)
        return paragraph

    def text(self, parent: Element, text: str, style: str = "") -> None:
        """Add runs that show a text, in a character style."""
        text = self.clean(text)
        if text.isascii() or RIGHT_RUN.search(text) is None:
            _run(parent, text, style, right=False)
            return
        first_strong = FIRST_STRONG.search(text)
        properties = parent.find(f"{W}pPr")
        if (
            first_strong
            and RIGHT_RUN.match(first_strong[0])
            and properties is not None
            and len(parent) == 1
        ):
            make(properties, "bidi")
        for number, part in enumerate(RIGHT_RUN.split(text)):
            if part:
                _run(parent, part, style, right=number % 2 == 1)

    def cites(self, parent: Element, marks: Iterable[str]) -> None:
        """Add marks of notes in brackets, each a link to its note."""
        lead = "\N{NO-BREAK SPACE}["
        for mark in marks:
            _run(parent, lead, "intspecCite", right=False)
            anchor = self.anchors.get(mark)
            target_element = make(parent, "hyperlink", anchor=anchor) if anchor else parent
            self.text(target_element, mark, "intspecCite")
            lead = ", "
        _run(parent, "]", "intspecCite", right=False)

    def link(self, parent: Element, url: str) -> None:
        """Add an address: as a link if it leads to the web, and else as text."""
        relation = self.links.get(url)
        if relation is None:
            self.text(parent, url)
            return
        hyperlink = make(parent, "hyperlink")
        hyperlink.set(f"{{{RELATIONS}}}id", relation)
        self.text(hyperlink, url, self.styles.get("Hyperlink", "Hyperlink"))

    def bookmark(self, parent: Element, name: str) -> None:
        """Add a place that links within the document lead to."""
        number = str(self.bookmarks)
        self.bookmarks += 1
        make(parent, "bookmarkStart", id=number, name=name)
        make(parent, "bookmarkEnd", id=number)


def _run(parent: Element, text: str, style: str, *, right: bool) -> None:
    run = make(parent, "r")
    if style or right:
        properties = make(run, "rPr")
        if style:
            make(properties, "rStyle", val=style)
        if right:
            make(properties, "rtl")
    if "\n" not in text and "\t" not in text:
        _words(run, text)
        return
    for part in BREAKS.split(text):
        if part == "\n":
            make(run, "br")
        elif part == "\t":
            make(run, "tab")
        elif part:
            _words(run, part)


def _words(run: Element, text: str) -> None:
    words = etree.SubElement(run, W + "t")
    words.set(SPACE, "preserve")
    words.text = text
