"""Markdown, HTML, CSV and commands for GitHub: how each keeps a text inert."""

import re
from collections import Counter

import attrs
import pytest
from readback import everywhere

from intspec import Block, Cell, Column, Note, NoteList, Row, Table, View
from intspec.diagnostics import (
    Diagnostic,
    Failure,
    FileReport,
    Overridden,
    PluginReport,
    Summary,
)
from intspec.reporters import Options, writer
from intspec_bundled.tables import csv_file, html_file, markdown_file
from test_tables import one_cell

# Views


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\\`*_[]<>|~&#$", "\\\\\\`\\*\\_\\[\\]\\<\\>\\|\\~\\&\\#\\$"),
        ("a (b) {c} 1+1 = 2!", "a (b) {c} 1+1 = 2!"),
        ("  a \r\n b\rc \n\n d  ", "a<br>b<br>c<br><br>d"),
        ("- a", "- a"),
    ],
)
def test_markdown_within_a_line(text: str, written: str) -> None:
    """Each sign that means something has a backslash; a line break is a tag."""
    assert markdown_file.inline(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("- a", "\\- a"),
        ("+ a", "\\+ a"),
        ("=== a", "\\=== a"),
        ("1. a", "1\\. a"),
        ("123456789) a", "123456789\\) a"),
        ("1234567890. a", "1234567890. a"),
        ("a - b", "a - b"),
        ("# a", "\\# a"),
    ],
)
def test_markdown_at_the_beginning_of_a_paragraph(text: str, written: str) -> None:
    """What would begin a list, a heading line or a rule has a backslash too."""
    assert markdown_file.paragraph(text) == written


def test_notes_in_markdown_are_entries_of_a_list() -> None:
    """With their marks, and links behind them where they lead to the web."""
    notes = (
        Note("- a", "1", "https://a.example/_"),
        Note("- b", "", "javascript:alert(1)"),
        Note("1. c"),
        Note("d", "", "https://a.example/ x"),
    )
    made = markdown_file.render(attrs.evolve(one_cell("x"), notes=(NoteList("n", "N_", notes),)))
    assert made.split("## N\\_\n\n")[1] == (
        "- \\[1\\] \\- a <https://a.example/_>\n- \\- b\n- 1\\. c\n- d\n"
    )


def test_rows_as_paragraphs_begin_with_their_headings() -> None:
    """The first in front, the others in brackets; entries of lists begin no lists of their own."""
    columns = (*(Column(k, k, head=True) for k in "abc"), Column("d", "d"))
    cells = [Cell((Block("label", text),)) for text in ("A_", "B", "C")]
    blocks = (Block("text", "- t"), Block("bullet", "- u"), Block("bullet", "12. v"))
    row = Row("item", (*cells, Cell(blocks)))
    table = Table("t", "T", columns, (row,), layout="paragraphs")
    view = attrs.evolve(one_cell("x"), tables=(table,))
    assert markdown_file.render(view).split("## T\n\n")[1] == (
        "**A\\_ (B, C).** - t\n\n- \\- u\n- 12\\. v\n"
    )
    assert "A_ (B, C)." in html_file.render(view)
    bare = attrs.evolve(table, rows=(Row("item", (*(Cell(()) for _ in "abc"), Cell(blocks[:1]))),))
    view = attrs.evolve(view, tables=(bare,))
    assert markdown_file.render(view).split("## T\n\n")[1] == "\\- t\n"
    body = html_file.render(view).split("<body")[1]
    assert re.sub(r"<[^>]*>|\s", "", f"<{body}") == "TST-t"


def test_a_page_holds_no_character_that_pages_may_not() -> None:
    """Both ends of each range are replaced; what is beside them stays."""
    lost = "\x00\x08\x0b\x1f\x7f\x9f\ud800\udfff\ufdd0\ufdef"
    kept = "\t \xa0\ud7ff\ue000\ufdcf\ufdf0"
    made = html_file.render(one_cell(f"a{lost}b{kept}c\r\nd\re"))
    assert f"a{'�' * len(lost)}b{kept}c\nd\ne" in made
    assert not set(lost) & set(made)
    assert not set(lost) & set(html_file.render(everywhere(f"a{lost}b")))


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://a.example/", 1),
        ("http://a.example/", 1),
        ("javascript:alert(1)", 0),
        ("ftp://a.example/", 0),
        (" https://a.example/", 0),
    ],
)
def test_a_page_links_to_the_web_alone(url: str, links: int) -> None:
    """Any other address is text, if anything."""
    made = html_file.render(attrs.evolve(one_cell("x"), guideline=Note("G", "", url)))
    assert made.count("href=") == links


@pytest.mark.parametrize(
    ("text", "count", "written"),
    [
        ("a\x00b", 1, "One character that a text file cannot hold: shown as �."),
        (
            "\x08\x0b\x0c\x0e\x1f\ud800\udfff",
            7,
            "7 characters that a text file cannot hold: shown as �.",
        ),
        ("a\t\n \x7f\x85\ufffeb", 0, ""),
    ],
)
def test_csv_says_what_it_cannot_hold(text: str, count: int, written: str) -> None:
    """In a last record of its own."""
    lines = csv_file.render(one_cell(text)).decode("utf-8-sig").split("\r\n")
    assert "".join(lines).count("�") == (count + 1 if count else 0)
    assert lines[-2:] == ([f'"Notice","{written}"', ""] if written else [lines[-2], ""])
    assert written or lines[-2] == f'"T","{text}"'


@pytest.mark.parametrize("start", [*"=+-@\t'", "\n", "\r", "＝", "＋", "－", "＠"])  # noqa: RUF001
def test_no_value_of_csv_begins_as_a_formula(start: str) -> None:
    """Each of them gets an apostrophe in front, and within a value none."""
    shown = start.replace("\r", "\n")
    assert csv_file.inert(f"{start}1") == f"'{shown}1"
    assert csv_file.inert(f"a{start}1") == f"a{shown}1"


def test_every_value_of_csv_is_inert() -> None:
    """Titles of columns, sections, groups and notes like any other."""
    column = Column("c", "=C", span="", note="=N")
    rows = (
        Row("group", (Cell((Block("text", "=G"),)),)),
        Row("item", (Cell((Block("text", "=V"),)),)),
    )
    made = View(
        kind="k",
        title="=T",
        subtitle="=S",
        notices=("=A",),
        intro=("=I",),
        tables=(Table("t", "=B", (column,), rows),),
        notes=(NoteList("n", "=L", (Note("=W", "=M", "=U"), Note("=X"))),),
        guideline=Note("=Y", "", "=Z"),
    )
    assert csv_file.render(made).decode("utf-8-sig").split("\r\n") == [
        '"Section","Group","\'=C"',
        '"Title","","\'=T"',
        '"View","","\'=S"',
        '"Notice","","\'=A"',
        '"Note","","\'=I"',
        '"Column","","=C: =N"'.replace('"=C', "\"'=C"),
        '"\'=B","\'=G","\'=V"',
        '"\'=L","","[=M] =W =U"',
        '"\'=L","","\'=X"',
        '"Guideline","","\'=Y =Z"',
        "",
    ]


def test_columns_of_csv_have_titles_that_differ() -> None:
    """Two of one title are told by their keys; one key is one column in all tables."""
    columns = (Column("a", "X", span="S"), Column("b", "X", span="S"), Column("c", "X"))
    cells = tuple(Cell((Block("text", text),)) for text in "123")
    tables = tuple(Table(k, k, columns, (Row("item", cells),)) for k in "tu")
    made = csv_file.render(View(kind="k", title="T", subtitle="S", tables=tables))
    lines = made.decode("utf-8-sig").split("\r\n")
    assert lines[0] == '"Section","S: X","S: X (b)","X"'
    assert Counter(lines[3:]) == {'"t","1","2","3"': 1, '"u","1","2","3"': 1, "": 1}
    assert csv_file.render(View(kind="k", title="T", subtitle="S")).decode("utf-8-sig") == (
        '"Section","Text"\r\n"Title","T"\r\n"View","S"\r\n'
    )


# GitHub


def test_commands_for_github_cannot_be_ended_or_begun_by_a_text() -> None:
    """Line ends, colons, commas and signs of per cent are codes where they would mean something."""
    odd = "a,b:c%d\ne\x1b\u202e"
    files = (
        FileReport(
            odd,
            diagnostics=(
                Diagnostic("r/1", "error", f"::{odd}", odd, "/x", 1, 2, 1, 4),
                Diagnostic("r/2", "warning", "m", "", "/x", 1, 2, 3, 4),
                Diagnostic("r/3", "note", "m", "h", "/x", 1, 2, 3, 4, place="table 1, row 2"),
                Diagnostic(
                    *("r/4", "note", "m", "h", "/x", 5, 1, 5, 2),
                    overridden=Overridden("error", "because", "intspec.toml:3"),
                ),
            ),
        ),
    )
    plugins = (
        PluginReport("p", "1", "d"),
        PluginReport("q", "2", "d", (Failure("load", odd), Failure("x/y", "no"))),
    )
    run = Summary(plugins, (), exit_code=3, files=1, errors=1, warnings=1, unread=0)
    github = writer("github", Options(), "1")
    pieces = [github.placed(github.piece(file, plugins)) for file in files]
    data = "a,b:c%25d%0Ae\\x1b\\u202e"
    changed = "note in place of error by intspec.toml:3: because"
    name = "a%2Cb%3Ac%25d%0Ae\\x1b\\u202e"
    assert "".join([*pieces, *github.tail(run)]).splitlines() == [
        f"::error file={name},line=1,endLine=1,col=2,endColumn=4,title=r/1::::{data}%0A{data}",
        f"::warning file={name},line=1,endLine=3,title=r/2::m",
        f"::notice file={name},title=r/3::table 1, row 2: m%0Ah",
        f"::notice file={name},line=5,endLine=5,col=1,endColumn=2,title=r/4::m%0Ah%0A{changed}",
        f"::error title=plugin failure::plugin q 2: load: {data}",
        "::error title=plugin failure::plugin q 2: x/y: no",
    ]
