"""PDF: tagged, readable by machines, the same each time, and honest about missing glyphs."""

import io
import sys
from pathlib import Path
from typing import Any

import attrs
import badinput
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readback import everywhere

from intspec import Block, Cell, MissingExtra, Note, NoteList, RenderError, Table, View
from intspec.views import VIEWS
from intspec_bundled.pdf import intspec_renderers
from intspec_bundled.pdf.glyphs import missing, told
from intspec_bundled.pdf.pdf_file import BREAK, clean, families, render
from test_tables import HOSTILE, one_cell
from test_views import view_of

pytestmark = pytest.mark.long

(RENDERER,) = intspec_renderers()


@pytest.fixture(autouse=True)
def _no_fonts_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INTSPEC_FONT_PATH", raising=False)


def read(view: View) -> pypdf.PdfReader:
    """Render a view and open the file."""
    raw = RENDERER.function(view)
    assert isinstance(raw, bytes)
    return pypdf.PdfReader(io.BytesIO(raw))


def words(reader: pypdf.PdfReader) -> str:
    """Return all text of a file, without white space and hints for breaks."""
    return bare("".join(page.extract_text() for page in reader.pages))


def bare(text: str) -> str:
    """Return a text without white space and what is not shown."""
    return "".join(c for c in text if not c.isspace() and c.isprintable() and c != BREAK)


def tags(reader: pypdf.PdfReader) -> set[str]:
    """Return the names of all tags in a file's structure."""
    found = set()
    todo: list[Any] = [reader.root_object["/StructTreeRoot"]]
    while todo:
        node = todo.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            todo.extend(node)
        elif isinstance(node, dict):
            found.add(str(node.get("/S", "")))
            todo.append(node.get("/K"))
    return found - {""}


def links(reader: pypdf.PdfReader) -> list[str]:
    """Return the addresses on the web that a file leads to."""
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    return [str(one["/A"]["/URI"]) for one in notes if "/URI" in one.get("/A", {})]


@pytest.mark.parametrize("kind", VIEWS)
def test_every_view_is_written_whole(kind: str) -> None:
    """Every word of every cell is in the file, and the same bytes come each time."""
    view = view_of(kind)
    reader = read(view)
    text = words(reader)
    cells = [cell for table in view.tables for row in table.rows for cell in row.cells]
    for block in (block for cell in cells for block in cell.blocks):
        assert bare(block.text) in text
        assert bare(block.label) in text
    for said in (
        view.subtitle,
        *view.notices,
        *(one.text for found in view.notes for one in found.notes),
    ):
        assert bare(said) in text
    assert RENDERER.function(view) == RENDERER.function(view)


def test_a_file_is_tagged_and_has_title_and_language() -> None:
    """A screen reader finds title, headings, tables with header cells, lists and links."""
    reader = read(view_of("description"))
    root: dict[str, Any] = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == (
        "Walking in company for people with knee pain (STEPS) "
        "\N{EN DASH} DEMO 2: description of the interventions"
    )
    assert reader.metadata.creation_date is None
    assert {"Title", "H1", "Table", "THead", "TH", "TD", "L", "LI", "Link", "P"} <= {
        name.removeprefix("/") for name in tags(reader)
    }


def test_tables_are_landscape_and_letters_portrait() -> None:
    """A table of many columns has the wide page; what is only paragraphs has the high one."""
    wide = read(view_of("checklist")).pages[0].mediabox
    high = read(view_of("gaps")).pages[0].mediabox
    assert [round(float(x)) for x in (wide.width, wide.height)] == [842, 595]
    assert [round(float(x)) for x in (high.width, high.height)] == [595, 842]


def test_the_header_comes_again_on_each_page() -> None:
    """Columns keep their names, and a group its heading."""
    view = view_of("checklist")
    table = view.tables[0]
    many = attrs.evolve(view, tables=(attrs.evolve(table, rows=table.rows * 6),))
    pages = read(many).pages
    assert len(pages) > 3
    assert all("Primary paper" in page.extract_text() for page in list(pages)[:-1])


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    """What looks like markup, code or a link is shown as it is, and leads nowhere."""
    reader = read(everywhere(text))
    assert words(reader).count(bare(text)) > 10
    assert links(reader) == []


def test_only_addresses_on_the_web_are_links() -> None:
    """Each is shown in full; others are left out, as in the other formats."""
    urls = (
        "https://a.example/b?c=d&e=(f)",
        "http://b.example",
        "file:///etc/passwd",
        "javascript:1",
    )
    notes = NoteList("n", "Notes", tuple(Note(f"T{n}", url=url) for n, url in enumerate(urls)))
    reader = read(attrs.evolve(one_cell("x"), notes=(notes,)))
    assert links(reader) == list(urls[:2])
    assert "file:" not in words(reader)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="latin-1", exclude_categories=("Cc", "Cf")), min_size=1))
def test_any_western_text_reads_back(text: str) -> None:
    """The file says what the cell holds."""
    assert bare(text) in words(read(one_cell(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Υποστήριξη από ομοτίμους",
        "Поддержка равных",
        "\N{BALLOT BOX} \N{BALLOT BOX WITH CHECK}",
        "≥ → ½ µ",
    ],
)
def test_bundled_fonts_have_the_scripts_of_europe_and_tick_boxes(text: str) -> None:
    """No font folder is needed for them."""
    assert bare(text) in words(read(one_cell(text)))


def test_missing_glyphs_are_told_and_nothing_is_written() -> None:
    """The characters, their script, and the remedy stand in one line."""
    with pytest.raises(RenderError) as refused:
        render(one_cell("出院 \N{GRINNING FACE} ไทย"))
    assert str(refused.value) == (
        "no font has 出 院 (Chinese or Japanese), ท ย ไ (Thai), \N{GRINNING FACE} (signs); "
        "put a font that has them into a folder and name it in INTSPEC_FONT_PATH"
    )


def test_many_missing_characters_are_counted() -> None:
    """A message stays a line."""
    assert (
        told(chr(n) for n in range(0xAC00, 0xAC0A)) == "가 각 갂 갃 간 갅 갆 갇 and 2 more (Korean)"
    )
    assert missing('the text `"\\u{7}"` could not be displayed') == ("\a",)
    assert told("\ue000") == "U+E000 (signs)"


def test_a_font_folder_that_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A slip in the variable is no silent fall-back."""
    monkeypatch.setenv("INTSPEC_FONT_PATH", str(tmp_path / "none"))
    with pytest.raises(RenderError, match="INTSPEC_FONT_PATH names no folder"):
        render(one_cell("x"))


def test_fonts_with_chinese_characters_follow_the_language() -> None:
    """Japanese text is not set in Chinese shapes."""
    added = ("Noto Sans CJK HK", "Noto Sans CJK JP", "Noto Sans CJK SC", "Other")
    first = [
        families(added, tongue)[1]
        for tongue in ({"lang": "ja"}, {"lang": "zh"}, {"lang": "zh", "region": "HK"})
    ]
    assert first == ["Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK HK"]


def test_a_word_longer_than_its_column_may_be_broken() -> None:
    """It does not run into the next column, and loses nothing."""
    word = "W" * 90
    broken = clean(word, 30)
    assert broken.replace(BREAK, "") == word
    assert max(map(len, broken.split(BREAK))) < 20
    assert clean("a short text", 30) == "a short text"


def test_without_typst_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is an extra."""
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtra) as lacks:
        render(one_cell("x"))
    assert (lacks.value.needs, lacks.value.remedy) == ("typst", "pip install 'intspec[pdf]'")


@pytest.mark.skipif(badinput.folder() is None, reason=f"{badinput.VARIABLE} is not set")
def test_odd_strings_are_shown_or_refused_by_name() -> None:
    """Each is in the file, or its characters are named."""
    shown = 0
    at = badinput.folder()
    for text in badinput.texts(at, "own_strings") if at else ():
        try:
            reader = read(one_cell(text))
        except RenderError as error:
            assert "no font has" in str(error)  # noqa: PT017 -- most are no error
            continue
        shown += 1
        assert bare(text).replace("\ufffd", "") in words(reader).replace("\ufffd", "")
    assert shown > 100


def test_an_empty_view_is_a_page() -> None:
    """Nothing to show is no failure."""
    assert len(read(View(kind="k", title="T", subtitle="S")).pages) == 1


def test_a_cell_may_be_empty() -> None:
    """Blocks without words, cells without blocks, and a table without rows."""
    view = one_cell("x")
    table: Table = view.tables[0]
    row = attrs.evolve(table.rows[0], cells=(Cell((Block("text", ""),)),))
    bare_row = attrs.evolve(row, cells=(Cell(),))
    tables = (attrs.evolve(table, rows=(row, bare_row)), attrs.evolve(table, rows=()))
    assert read(attrs.evolve(view, tables=tables))
