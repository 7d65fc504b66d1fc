"""Texts written in each format and read back by another reader than intspec's own writers.

Each reader says what is wrong with a text: it is not the same, or something of it is alive.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

import lxml.html
from lxml import etree
from markdown_it import MarkdownIt

from intspec import Block, Cell, Column, Note, NoteList, Row, Table, View
from intspec.plugins import Registry

CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f"
#: What Unicode keeps from ever being a character.
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
#: What each format cannot hold, and shows as U+FFFD.
SHOWN = {
    "markdown": f"[{CONTROLS}\x7f-\x84\x86-\x9f\ud800-\udfff]",
    "html": f"[{CONTROLS}\x7f-\x9f\ud800-\udfff{NONCHARACTERS}]",
    "csv": f"[{CONTROLS}\ud800-\udfff]",
    "docx": f"[{CONTROLS}\ud800-\udfff\ufffe\uffff]",
    "xlsx": f"[{CONTROLS}\ud800-\udfff\ufffe\uffff]",
}
GFM = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

Fault = str


def line_feeds(text: str) -> str:
    """Return a text with line feeds as its only line breaks, as all files hold it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shown(text: str, fmt: str) -> str:
    """Return what a format shows of a text."""
    return re.sub(SHOWN[fmt], "\ufffd", line_feeds(text))


def column_of(texts: Sequence[str]) -> View:
    """Make a view of one column that holds texts."""
    rows = tuple(Row("item", (Cell((Block("text", text),)),)) for text in texts)
    table = Table("t", "T", (Column("c", "C"),), rows)
    return View(kind="k", title="T", subtitle="S", tables=(table,))


def everywhere(text: str) -> View:
    """Make a view that holds one text wherever a view can hold text."""
    block = Block("text", text, text)
    columns = (Column("item", text, head=True), Column("one", text, span=text, note=text))
    rows = (
        Row("group", (Cell((Block("text", text),)),)),
        Row("item", (Cell((Block("label", text),)), Cell((block, Block("bullet", text))))),
        Row("item", (Cell((Block("gap", text),)), Cell((Block("declared", text, text),), text))),
    )
    return View(
        kind=text,
        title=text,
        subtitle=text,
        language=text,
        notices=(text,),
        intro=(text,),
        tables=(
            Table("a", text, columns, rows),
            Table("b", text, columns, rows, layout="paragraphs"),
        ),
        notes=(NoteList("n", text, (Note(text, mark="1", url=text),)),),
        guideline=Note(text, url=text),
    )


class Page(HTMLParser):
    """Collects what a web page says and holds."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.cells: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        self.attributes.extend((name, value or "") for name, value in attrs)
        if tag == "td":
            self.cells.append("")
        self.inside = self.inside or ("class", "said") in attrs

    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element."""
        if tag == "span":
            self.inside = False

    def handle_data(self, data: str) -> None:
        """Note text."""
        if self.inside and self.cells:
            self.cells[-1] += data


def parse(text: str) -> Page:
    """Read a page."""
    page = Page()
    page.feed(text)
    page.close()
    return page


def _alive(page: Page) -> Fault:
    links = [value for name, value in page.attributes if name in {"href", "src", "action"}]
    if {"script", "img", "iframe", "link", "object", "embed", "form", "svg"} & set(page.tags):
        return f"an element came alive: {sorted(set(page.tags))}"
    if any(name.startswith("on") for name, _value in page.attributes):
        return "a handler came alive"
    if not all(link.startswith(("#note-", "https://", "http://")) for link in links):
        return f"a link leads elsewhere: {links}"
    return ""


class Readers:
    """The formats that are written quickly, text by text.

    Args:
        registry: The plugins that write them.
    """

    def __init__(self, registry: Registry) -> None:
        self.write = {name: one.function for name, one in registry.renderers.items()}
        self.plain = {layout: self._kinds(view) for layout, view in self._views("x").items()}

    @staticmethod
    def _views(text: str) -> dict[str, View]:
        return {"one": column_of([text]), "all": everywhere(text)}

    def markdown(self, text: str) -> Fault:
        """Blanks at the ends of lines are not kept; a line break is a tag of its own."""
        tokens = GFM.parse(str(self.write["markdown"](column_of([text]))))
        cells = [tokens[n + 1] for n, one in enumerate(tokens) if one.type == "td_open"]
        if len(cells) != 1:
            return f"{len(cells)} cells"
        said = ""
        for token in cells[0].children or ():
            if token.type in ("text", "text_special"):
                said += token.content
            elif token.type == "html_inline" and token.content == "<br>":
                said += "\n"
            else:
                return f"it is {token.type}: {token.content!r}"
        # The lines of a text are ended by more characters than a cell's.
        lines = [line.strip() for line in text.strip().splitlines()]
        if said != shown("\n".join(lines), "markdown"):
            return f"it reads {said[:60]!r}"
        for layout, view in self._views(text).items():
            found = self._kinds(view) - self.plain[layout]
            if alive := {kind for kind in found if kind not in HARMLESS}:
                return f"in {layout} places: {sorted(alive)}"
        return ""

    def _kinds(self, view: View) -> Counter[str]:
        found: Counter[str] = Counter()
        for one in GFM.parse(str(self.write["markdown"](view))):
            found[one.type] += 1
            for token in one.children or ():
                more = f" {token.content}" if token.type == "html_inline" else ""
                link = token.attrs.get("href", token.attrs.get("src", ""))
                safe = str(link).startswith(("https://", "http://"))
                found[f"{token.type}{more}{'' if safe or not link else f' {link}'}"] += 1
        return found

    def html(self, text: str) -> Fault:
        """Two readers see the same text, and no element of it."""
        raw = str(self.write["html"](column_of([text])))
        expected = shown(text, "html")
        page = parse(raw)
        other: Any = lxml.html.document_fromstring(raw.encode())
        said = ["".join(one.itertext()) for one in other.xpath("//td//span[@class='said']")]
        if page.cells != [expected] or said != [expected]:
            return f"it reads {page.cells} and {said}"
        return _alive(page) or _alive(parse(str(self.write["html"](everywhere(text)))))

    def csv(self, text: str) -> Fault:
        """A value is no formula, and is the same without its first apostrophe."""
        raw = self.write["csv"](column_of([text]))
        assert isinstance(raw, bytes)
        expected = shown(text, "csv")
        value = _records(raw)[3][1]
        if value.removeprefix("'") != expected:
            return f"it reads {value[:60]!r}"
        whole = self.write["csv"](everywhere(text))
        assert isinstance(whole, bytes)
        for value in (one for row in _records(whole) for one in row):
            if value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
                return f"a formula: {value[:60]!r}"
        return ""

    def json(self, text: str) -> Fault:
        """The structure holds the text itself."""
        data = json.loads(str(self.write["json"](column_of([text]))))
        said = data["tables"][0]["rows"][0]["cells"][0]["blocks"][0]["text"]
        whole = json.loads(str(self.write["json"](everywhere(text))))
        return "" if said == whole["title"] == text else f"it reads {said[:60]!r}"


#: What a text may add to a Markdown document: paragraphs may hold more lines, and links to the web.
HARMLESS = {"text", "text_special", "html_inline <br>", "link_open", "link_close"}


def _records(raw: bytes) -> list[list[str]]:
    csv.field_size_limit(10_000_000)
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def same(
    read: Sequence[str], texts: Sequence[str], expected: Callable[[str], str]
) -> Mapping[int, Fault]:
    """Say which of the texts that were read are not what was written, by their number."""
    if len(read) != len(texts):
        return {0: f"{len(read)} of {len(texts)} texts were read"}
    return {
        number: f"it reads {one[:60]!r}"
        for number, (one, text) in enumerate(zip(read, texts, strict=True))
        if one != expected(text)
    }


def report_faults(reports: Mapping[str, Any]) -> Fault:
    """Say what is wrong with the reports of one run in several formats, if anything is.

    Args:
        reports: The text of each by format, and the findings themselves as `findings`.
    """
    found = [one.message for one in reports["findings"]]
    told = [d["message"] for d in json.loads(reports["json"])["files"][0]["diagnostics"]]
    results = json.loads(reports["sarif"])["runs"][0]["results"]
    if told != found:
        return "the report in JSON has other messages"
    starts = sorted(one["message"]["text"] for one in results)
    # Findings that are told as one elsewhere are results of their own.
    apart = sorted(part.message for one in reports["findings"] for part in one.parts or (one,))
    if len(starts) != len(apart) or not all(map(str.startswith, starts, apart)):
        return "the report in SARIF has other messages"
    etree.fromstring(reports["junit"].encode())
    for fmt in ("text", "concise", "github"):
        raw = re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", reports[fmt])
        if raw:
            return f"raw characters in {fmt}: {raw[:3]}"
    lines = reports["github"].splitlines()
    commands = [line for line in lines if line.startswith("::")]
    if commands and commands[-1].startswith("::notice title=more findings than shown::"):
        del commands[-1]
    if len(commands) != len(found) or not all(
        line.startswith(("::error ", "::warning ", "::notice ")) for line in commands
    ):
        return f"{len(commands)} commands for {len(found)} findings"
    return ""
