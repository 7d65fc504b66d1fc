"""Word documents: what they hold, that nothing in them is live, and that they can be restyled."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from readback import everywhere

from intspec import Block, Cell, Column, Row, Table, View
from intspec.text import held_together
from intspec.views import VIEWS
from intspec_bundled.word import hooks
from office import column_of, dates, line_feeds, members, odd_texts
from test_tables import HOSTILE
from test_views import view_of

pytestmark = pytest.mark.long

GOLDENS = Path(__file__).parent / "goldens" / "views"
RENDER = next(iter(hooks.intspec_renderers())).function
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def made(view: View) -> bytes:
    """Write a view."""
    raw = RENDER(view)
    assert isinstance(raw, bytes)
    return raw


def opened(view: View) -> Any:
    """Write a view and open it with the library."""
    return docx.Document(BytesIO(made(view)))


def body(raw: bytes) -> etree._Element:
    """Return the main part of a document."""
    return etree.fromstring(members(raw)["word/document.xml"])


def told(paragraph: Any) -> str:
    """Return a paragraph's words, those of its list marks included."""
    bullet = "\N{BULLET} " if "Bullet" in paragraph.style.name else ""
    return f"{bullet}{paragraph.text}"


def outline(document: Any) -> str:
    """Write a document down: each paragraph's style and words, cell by cell."""
    lines = []
    properties = document.element.body.iter(f"{W}trPr")
    for part in document.iter_inner_content():
        if not hasattr(part, "rows"):
            lines.append(f"{part.style.name} | {told(part)!r}")
            continue
        lines.append(f"table | {part.style.name}")
        for number, row in enumerate(part.rows, 1):
            kinds = [child.tag.removeprefix(W) for child in next(properties)]
            lines.append(f"  row {number} {' '.join(kinds)}")
            for cell in row.cells:
                shown = [f"{p.style.name} | {told(p)!r}" for p in cell.paragraphs]
                lines.append("    cell " + ", ".join(shown))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("kind", VIEWS)
def test_golden(kind: str, request: pytest.FixtureRequest) -> None:
    """The invented study reads as it did, style by style; `--update` rewrites the files."""
    written = outline(opened(view_of(kind)))
    path = GOLDENS / f"walking-{kind}.docx.txt"
    if request.config.getoption("--update"):
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", VIEWS)
def test_the_same_view_gives_the_same_bytes(kind: str) -> None:
    """No clock and no chance has a part in a document."""
    assert made(view_of(kind)) == made(view_of(kind))
    assert dates(made(view_of(kind))) == {(1980, 1, 1, 0, 0, 0)}


def unbroken(cell: Cell) -> str:
    """Return the text of a cell whose sources and units stand on the line of what they are of."""
    lines = cell.plain
    for block in cell.blocks:
        lines = lines.replace(block.text, held_together(block.text))
    for marks in {f"[{', '.join(block.cites)}]" for block in cell.blocks if block.cites}:
        lines = lines.replace(f" {marks}", f"\N{NO-BREAK SPACE}{marks}")
    return lines


@pytest.mark.parametrize("kind", ["checklist", "description"])
def test_every_cell_reads_back(kind: str) -> None:
    """A second reader finds in each cell what the view has there."""
    view = view_of(kind)
    tables = opened(view).tables
    for table, written in zip(view.tables, tables, strict=True):
        heads = 2 if any(column.span for column in table.columns) else 1
        rows = [
            ["\n".join(map(told, cell.paragraphs)) for cell in row.cells]
            for row in list(written.rows)[heads:]
        ]
        expected = [
            [row.cells[0].plain] * len(table.columns)
            if row.kind == "group"
            else [unbroken(cell) for cell in row.cells]
            for row in table.rows
        ]
        assert rows == expected


def test_the_heading_rows_are_those_of_the_form() -> None:
    """Two rows that repeat on each page; a shared heading lies over its columns."""
    document = opened(view_of("checklist"))
    assert len(list(document.element.body.iter(f"{W}tblHeader"))) == 2
    heads = list(document.tables[0].rows)[:2]
    assert [[cell.text for cell in row.cells] for row in heads] == [
        ["Item number", "Item", "Where located", "Where located"],
        [
            "Item number",
            "Item",
            "Primary paper\npage, section or appendix",
            "Other\ndetails",
        ],
    ]
    look = next(document.element.body.iter(f"{W}tblLook"))
    assert look.get(f"{W}firstRow") == "1"


def test_a_screen_reader_is_told_what_a_table_is() -> None:
    """A table has a title and a description."""
    properties = next(opened(view_of("checklist")).element.body.iter(f"{W}tblPr"))
    caption, description = properties[-2:]
    assert caption.get(f"{W}val") == "Where each item is reported"
    assert description.get(f"{W}val").endswith(
        "Columns: Item number, Item, Where located: Primary paper, Where located: Other."
    )


def test_the_columns_have_the_widths_of_the_view() -> None:
    """Answer columns are wide, and the table fills a landscape page."""
    document = opened(view_of("checklist"))
    section = document.sections[0]
    assert section.page_width > section.page_height
    widths = [column.width for column in document.tables[0].columns]
    assert [round(width / widths[0]) for width in widths] == [1, 4, 3, 5]


@pytest.mark.parametrize("kind", VIEWS)
def test_all_that_is_seen_is_set_by_styles(kind: str) -> None:
    """No paragraph and no run has a format of its own, and each style that is named is there."""
    raw = made(view_of(kind))
    root = body(raw)
    properties = {child.tag for p in root.iter(f"{W}pPr", f"{W}rPr") for child in p}
    allowed = {f"{W}{name}" for name in ("pStyle", "rStyle", "keepNext", "bidi", "rtl")}
    assert properties <= allowed
    named = {e.get(f"{W}val") for e in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    styles = etree.fromstring(members(raw)["word/styles.xml"])
    assert named <= {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}


def test_long_rows_may_run_over_a_page_and_short_ones_may_not() -> None:
    """A row longer than half a page would leave the page before it empty."""
    rows = opened(column_of(["short", "long " * 2000])).element.body.iter(f"{W}tr")
    kept = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows]
    assert kept == [True, True, False]


def test_the_properties_say_what_the_document_is() -> None:
    """Title, language and identifier are there, and the dates are fixed."""
    view = View(kind="k", title="T", subtitle="S", language="de", identifier="walking@1.0.0")
    found = opened(view).core_properties
    assert (found.title, found.subject, found.language, found.identifier) == (
        "T \N{EN DASH} S",
        "S",
        "de",
        "walking@1.0.0",
    )
    assert found.created == found.modified
    assert (found.created.year, found.author, found.comments) == (1980, "", "")


def test_the_styles_of_the_own_words_have_their_language() -> None:
    """A German specification is hyphenated and read aloud as German, its headings as English."""
    styles = etree.fromstring(members(made(View("k", "T", "S", language="de")))["word/styles.xml"])
    found = {
        style.get(f"{W}styleId"): lang.get(f"{W}val")
        for style in styles.iter(f"{W}style")
        for lang in style.iterfind(f"{W}rPr/{W}lang")
    }
    assert found == dict.fromkeys(("Title", "intspecCell", "intspecRequest", "intspecSource"), "de")


def test_marks_lead_to_their_notes_and_links_to_the_web() -> None:
    """A mark is a link within the document; an address is one out of it."""
    raw = made(view_of("description"))
    root = body(raw)
    anchors = {e.get(f"{W}anchor") for e in root.iter(f"{W}hyperlink")} - {None}
    assert anchors == {e.get(f"{W}name") for e in root.iter(f"{W}bookmarkStart")}
    targets = re.findall(
        rb'Target="(https?://[^"]*)"', members(raw)["word/_rels/document.xml.rels"]
    )
    assert sorted(targets) == [
        b"https://doi.org/10.1234/demo.2020",
        b"https://doi.org/10.1234/steps.2024",
        b"https://steps.example/protocol",
    ]


@pytest.mark.parametrize(
    "text",
    [*HOSTILE, '{ HYPERLINK "https://x.example" }', "MERGEFIELD x", "http://[", "https://a b"],
)
def test_nothing_in_a_document_is_live(text: str) -> None:
    """No text becomes a field, an object, or a link that is not to the web."""
    raw = made(everywhere(text))
    tags = {e.tag.removeprefix(W) for e in body(raw).iter(etree.Element)}
    assert tags <= {
        *("document", "body", "sectPr", "footerReference", "pgSz", "pgMar", "p", "pPr", "pStyle"),
        *("r", "rPr", "rStyle", "t", "br", "tab", "hyperlink", "bookmarkStart", "bookmarkEnd"),
        *("tbl", "tblPr", "tblStyle", "tblW", "tblLayout", "tblLook", "tblCaption", "keepNext"),
        *("tblDescription", "tblGrid", "gridCol", "tr", "trPr", "cantSplit", "tblHeader"),
        *("tc", "tcPr", "tcW", "gridSpan", "vMerge"),
    }
    assert b"External" not in members(raw)["word/_rels/document.xml.rels"]
    assert opened(everywhere(text)).tables[0].rows[3].cells[0].text == text


def test_what_xml_forbids_is_shown_and_said() -> None:
    """A control character becomes U+FFFD, and a notice says how many there are."""
    document = opened(column_of(["a\x00b\x0bc", "d\ufffee"]))
    assert [row.cells[0].text for row in document.tables[0].rows[1:]] == [
        "a\ufffdb\ufffdc",
        "d\ufffde",
    ]
    notices = [p.text for p in document.paragraphs if p.style.name == "intspec Notice"]
    assert notices == ["3 characters that a Word document cannot hold: shown as \ufffd."]


def test_text_from_right_to_left_is_marked_as_such() -> None:
    """Arabic words are runs of their own; a paragraph that begins with them begins at the right."""
    root = body(made(column_of(["abc مرحبا بك def", "مرحبا"])))
    runs = [
        ("".join(t.text or "" for t in run.iter(f"{W}t")), run.find(f"{W}rPr/{W}rtl") is not None)
        for run in root.iter(f"{W}r")
    ]
    assert runs[-4:] == [("abc ", False), ("مرحبا بك", True), (" def", False), ("مرحبا", True)]
    assert len(list(root.iter(f"{W}bidi"))) == 1


def test_a_view_of_nothing_is_a_document() -> None:
    """Empty cells, empty tables and no tables at all can be opened."""
    table = Table("t", "T", (Column("a", "A"), Column("b", "B")), (Row("item", (Cell(), Cell())),))
    assert opened(View("k", "", "", tables=(table,))).tables[0].rows[1].cells[1].text == ""
    assert len(opened(View("k", "T", "S")).paragraphs) == 2


def test_a_paragraph_is_led_by_the_headings_of_its_row() -> None:
    """In running text, the first words follow their heading, and a list stands below it."""
    paragraphs = [
        (p.style.name, told(p))
        for p in opened(view_of("gaps")).paragraphs
        if p.style.name.startswith("intspec Request")
    ]
    assert (
        "intspec Request",
        (
            "DEMO 4, Who provided (Care as usual). Please state how the providers were supervised. "
            "This concerns: Practice nurse."
        ),
    ) in paragraphs
    first = paragraphs.index(("intspec Request", "DEMO 7, When and how much (Care as usual)."))
    assert [style for style, _text in paragraphs[first + 1 : first + 3]] == [
        "intspec Request Bullet"
    ] * 2


def test_odd_texts_read_back() -> None:
    """Each text of the collections is the same when read back, or what is not is shown."""
    texts = list(odd_texts())
    rows = opened(column_of(texts)).tables[0].rows
    found = [row.cells[0].text for row in rows][1:]
    assert found == [FORBIDDEN.sub("\ufffd", line_feeds(text)) for text in texts]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters()), min_size=1, max_size=5))
def test_any_text_reads_back(texts: list[str]) -> None:
    """A second reader finds the text, or a visible character for one that XML forbids."""
    blocks = tuple(Block("text", text, cites=("1", "x")) for text in texts)
    cell = Cell(blocks)
    view = View(
        "k", "T", "S", tables=(Table("t", "T", (Column("c", "C"),), (Row("item", (cell,)),)),)
    )
    found = opened(view).tables[0].rows[1].cells[0].text
    assert found == FORBIDDEN.sub("\ufffd", line_feeds(unbroken(cell)))


@pytest.mark.parametrize("kind", VIEWS)
def test_no_page_holds_the_reference_of_the_guideline_alone(kind: str) -> None:
    """What stands before it, if it is no table, is kept on the same page."""
    document = opened(view_of(kind))
    *_others, before, last, _section = document.element.body
    assert last.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "intspecGuideline"
    if before.tag == f"{W}p":
        assert [child.tag.removeprefix(W) for child in before[0]][:2] == ["pStyle", "keepNext"]
