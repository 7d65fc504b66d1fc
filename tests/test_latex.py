"""LaTeX: it compiles under two engines, nothing in it comes alive, and it reads back."""

import re
from pathlib import Path

import attrs
import badinput
import pypdf
import pytest
import typeset
from hypothesis import given
from hypothesis import strategies as st
from readback import everywhere
from typeset import bare, many, words

from intspec import Block, Cell, Column, Note, NoteList, Row, View
from intspec.views import VIEWS
from intspec_bundled.latex import intspec_renderers
from intspec_bundled.latex.characters import drawn, fonts, foreign
from intspec_bundled.latex.escaping import escape, plain, utf16, web
from test_tables import HOSTILE, one_cell
from test_views import view_of

pytestmark = pytest.mark.long

(RENDERER,) = intspec_renderers()
ENGINES = ("pdflatex", "lualatex")
#: Text that would do something if TeX read it.
TRAPS = (
    r"\input{/etc/hostname}",
    r"\immediate\write18{touch alive}",
    r"\openout3=alive.txt \write3{x}",
    r"^^5cinput{/etc/hostname}",
    r"\end{document}",
    r"\catcode`\%=12 % comment",
    r"\def\par{\def\x{}}",
    r"\directlua{os.execute('touch alive')}",
    "[2cm] after the end of a line",
    "*[2cm]",
    "\\\\[1cm]",
    "-- --- ,, << >> ?` !` '' ``",
    "$x^2_3$ & # ~ { } % \\",
    "}{",
    "\\",
    "one\n\n\ntwo",
    "a\N{NO-BREAK SPACE}b \N{EN DASH} \N{EM DASH} \N{EURO SIGN}",
    "µ ≥ ≤ → β \N{GREEK CAPITAL LETTER ALPHA} ά ½ ☐ ☑",
)


def source(view: View) -> str:
    """Render a view."""
    made = RENDERER.function(view)
    assert isinstance(made, str)
    return made


def compiled(view: View, engine: str, folder: Path) -> Path:
    """Compile a view, or skip the test where there is no TeX."""
    try:
        return typeset.compiled(source(view), engine, folder)
    except FileNotFoundError:
        pytest.skip(f"{engine} is not installed")


def strings() -> list[str]:
    """Return the odd strings of the test data."""
    at = badinput.folder()
    return [text for text in badinput.texts(at) if plain(text)] if at else []


@pytest.mark.parametrize("kind", VIEWS)
def test_golden(kind: str, request: pytest.FixtureRequest) -> None:
    """The invented study looks as it did; `--update` rewrites the files."""
    path = Path(__file__).parent / "goldens" / "views" / f"walking-{kind}.tex"
    made = source(view_of(kind))
    if request.config.getoption("--update"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "engine"), [*((kind, "pdflatex") for kind in VIEWS), ("description", "lualatex")]
)
def test_every_view_compiles_and_reads_back(kind: str, engine: str, tmp_path: Path) -> None:
    """Each word of each cell is in the PDF; title and language are in its properties."""
    view = view_of(kind)
    path = compiled(view, engine, tmp_path)
    text = words(path)
    cells = [cell for table in view.tables for row in table.rows for cell in row.cells]
    for block in (block for cell in cells for block in cell.blocks):
        assert bare(block.text) in text
    reader = pypdf.PdfReader(path)
    assert reader.metadata is not None
    assert reader.metadata.title == f"{view.title} \N{EN DASH} {view.subtitle}"
    assert str(reader.root_object["/Lang"]) == "en"


@pytest.mark.parametrize("engine", ENGINES)
def test_no_text_comes_alive(engine: str, tmp_path: Path) -> None:
    """Traps in every place compile, do nothing, and read back where there are glyphs."""
    texts = [*TRAPS, *HOSTILE]
    path = compiled(many(texts), engine, tmp_path)
    text = words(path)
    for one in texts:
        if not any(character in "≥≤→☐☑ά\N{GREEK CAPITAL LETTER ALPHA}" for character in one):
            assert bare(one) in text
    made = {file.name for file in tmp_path.iterdir()}
    assert made == {f"view.{ending}" for ending in ("tex", "pdf", "aux", "log", "out")}
    assert Path("/etc/hostname").read_text(encoding="utf-8").strip() not in text


@pytest.mark.skipif(badinput.folder() is None, reason=f"{badinput.VARIABLE} is not set")
@pytest.mark.parametrize(
    ("engine", "every"),
    [(ENGINES[0], 3), *(pytest.param(one, 1, marks=pytest.mark.exhaustive) for one in ENGINES)],
)
def test_odd_strings_compile_and_read_back(engine: str, every: int, tmp_path: Path) -> None:
    """All of them in one document; pdflatex says which characters it lacks."""
    texts = [t for t in strings()[::every] if engine == "pdflatex" or not foreign(plain(t))]
    path = compiled(many(texts), engine, tmp_path)
    text = words(path)
    known = [t for t in texts if not foreign(plain(t)) and len(t) < 1000]
    lost = []
    for one in known:
        wanted = bare(plain(one).replace("\N{REPLACEMENT CHARACTER}", "[U+FFFD]"))
        if wanted.replace("\N{SOFT HYPHEN}", "") not in text:
            lost.append(one)
    assert lost == []
    assert len(known) > 400 // every


@pytest.mark.parametrize("engine", ENGINES)
def test_links_lead_to_the_web_as_they_are_written(engine: str, tmp_path: Path) -> None:
    """An address is the same behind the link; none but those on the web is a link."""
    urls = ("https://a.example/a_b%20c?d=1&e=~#f", "file:///etc/passwd", "https://b.example/x{y}\\")
    notes = NoteList("n", "Notes", tuple(Note("T", url=url) for url in urls))
    path = compiled(attrs.evolve(one_cell("x"), notes=(notes,)), engine, tmp_path)
    found = [
        str(note.get_object()["/A"]["/URI"])
        for page in pypdf.PdfReader(path).pages
        for note in page.get("/Annots", [])
    ]
    assert found == ["https://a.example/a_b%20c?d=1&e=%7E#f", "https://b.example/x%7By%7D%5C"]


def test_long_rows_are_parted_so_that_nothing_leaves_the_page(tmp_path: Path) -> None:
    """Sixty entries and a text of pages stand whole in the file, and on the paper."""
    blocks = [Block("bullet", f"entry {n} " + "some words " * 20) for n in range(60)]
    blocks.append(Block("text", "a long story " * 900, "Story"))
    view = one_cell("x")
    row = Row("item", (Cell(tuple(blocks)),))
    table = attrs.evolve(view.tables[0], rows=(row, row), columns=(Column("c", "HEADING"),))
    view = attrs.evolve(view, tables=(table,))
    path = compiled(view, "pdflatex", tmp_path)
    log = (tmp_path / "view.log").read_text(encoding="latin-1")
    assert "Overfull \\vbox" not in log
    pages = [bare(page.extract_text()) for page in pypdf.PdfReader(path).pages]
    assert len(pages) > 8
    assert all("HEADING" in page for page in pages)
    assert words(path).count("story") == 1800
    assert words(path).count("entry") == 120


def test_pdflatex_names_what_it_lacks(tmp_path: Path) -> None:
    """The code is printed, the log warns once, and the source says it in its first lines."""
    view = one_cell("出院出院 and words")
    assert "pdflatex has no glyphs for 出 院" in source(view).split("\\documentclass")[0]
    path = compiled(view, "pdflatex", tmp_path)
    assert "[U+51FA][U+9662][U+51FA][U+9662]andwords" in words(path)
    log = (tmp_path / "view.log").read_text(encoding="latin-1")
    assert log.count("no glyph for U+51FA") == 1


def test_the_same_view_gives_the_same_source() -> None:
    """And the fonts follow the language."""
    assert source(view_of("description")) == source(view_of("description"))
    assert "Noto Serif CJK JP" in fonts("ja")
    assert "Noto Serif CJK TC" in fonts("zh-TW")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a--b", "a-{}-{}b"),
        ("50% & more", r"50\% \& more"),
        ("a\nb", r"a\newline b"),
        ("a\n\nb", r"a\newline \mbox{}\newline b"),
        ("x^^M", r"x\textasciicircum{}\textasciicircum{}M"),
        ("", ""),
    ],
)
def test_characters_are_written_as_commands(text: str, written: str) -> None:
    """What means something to TeX does not reach it."""
    assert escape(text) == written


@given(st.text())
def test_no_special_character_is_left_bare(text: str) -> None:
    """Without its commands, the text has no character that TeX acts on."""
    rest = re.sub(r"\\(?:[a-z]+(?: |\{\})?|[{}$&#%_])", "", escape(text).replace(r"\mbox{}", ""))
    rest = rest.replace("{[}", "").replace("{]}", "").replace("{*}", "").replace("{}", "")
    assert not set(rest) & set("\\{}$&#%_^~[]*")


@given(st.text())
def test_titles_and_addresses_are_codes(text: str) -> None:
    """Neither holds a character of the text that TeX could act on."""
    assert re.fullmatch(r"(\\string\\[0-7]{3})*", utf16(text))
    assert re.fullmatch(
        r"([\w:/?.=+,;@!*()-]|\\[#&%_])*", web(f"https://a.example/{text}"), re.ASCII
    )


def test_what_is_drawn_is_told_from_what_is_not() -> None:
    """Letters with accents are drawn by their base; others have no glyph."""
    assert [drawn(c) for c in "βά\N{GREEK CAPITAL LETTER ALPHA}≥中"] == [
        r"\ensuremath{\beta}",
        r"\ensuremath{\acute{\alpha}}",
        r"\ensuremath{\mathrm{A}}",
        r"\ensuremath{\geq}",
        None,
    ]


def test_hostile_views_are_written() -> None:
    """Every place of a view can hold any text."""
    for text in HOSTILE:
        assert source(everywhere(text)).endswith("\\end{document}\n")
