"""The bundled formats: Markdown, HTML, CSV and JSON."""

import csv
import io
import json
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readback import column_of, everywhere, parse

from intspec import View
from intspec.checking import check
from intspec.discovery import EntryPoint
from intspec.plugins import Registry
from intspec.reading import read_bytes
from intspec.rules.builtin import RULES
from intspec.views import VIEWS, build_view
from intspec_bundled import tables
from intspec_bundled.tables.csv_file import inert
from test_views import view_of

SPECS = Path(__file__).parents[1] / "specs"
GOLDENS = Path(__file__).parent / "goldens" / "views"
RENDERERS = {one.format: one for one in tables.intspec_renderers() if one.format != "svg"}
HOSTILE = (
    "<script>alert(1)</script>",
    "a | b",
    "=1+1",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "&lt;b&gt;",
    "`code` *bold* _it_ ~~no~~ $x$",
    "# heading",
    "- list",
    "1. list",
    "two\nlines",
    "back\\slash",
)


def one_cell(text: str) -> View:
    """Make a view of one cell."""
    return column_of([text])


@pytest.mark.parametrize("name", RENDERERS)
@pytest.mark.parametrize("kind", VIEWS)
def test_golden(kind: str, name: str, request: pytest.FixtureRequest) -> None:
    """The invented study looks as it did; `--update` rewrites the files."""
    renderer = RENDERERS[name]
    made = renderer.function(view_of(kind))
    raw = made if isinstance(made, bytes) else made.encode("utf-8")
    page, style = styleless(raw)
    files = {f"walking-{kind}{renderer.suffix}": page} | ({"page.css": style} if style else {})
    for file, content in files.items():
        if request.config.getoption("--update"):
            (GOLDENS / file).write_bytes(content)
        assert content == (GOLDENS / file).read_bytes()


def styleless(raw: bytes) -> tuple[bytes, bytes]:
    """Return a page of HTML without its style, which all have alike, and the style."""
    before, begin, rest = raw.partition(b"<style>\n")
    style, _end, after = rest.partition(b"</style>")
    return (before + b"<style></style>" + after, style) if begin else (raw, b"")


@pytest.mark.parametrize("kind", VIEWS)
def test_golden_of_the_reference(kind: str, request: pytest.FixtureRequest) -> None:
    """The reference specification under TIDieR looks as it did; `--update` rewrites the files."""
    point = EntryPoint("intspec", "tidier", "intspec_bundled.tidier", "intspec", "0")
    registry = Registry(builtin=RULES, entry_points=[point])
    path = SPECS / "enrich" / "enrich.intspec.yaml"
    done = check(read_bytes(path.read_bytes(), path="enrich.intspec.yaml"), registry)
    assert done.spec is not None
    made = str(
        RENDERERS["markdown"].function(build_view(kind, done.spec, done.report, done.checklists[0]))
    )
    golden = GOLDENS / f"enrich-{kind}.md"
    if request.config.getoption("--update"):
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_runs_nothing_and_leads_nowhere_else(text: str) -> None:
    """No text becomes an element, an event handler, or a link that is not to the web."""
    page = parse(RENDERERS["html"].function(everywhere(text)).__str__())
    assert {"script", "img", "iframe", "link"}.isdisjoint(page.tags)
    assert not [name for name, _value in page.attributes if name.startswith("on")]
    links = [value for name, value in page.attributes if name in {"href", "src"}]
    assert all(link.startswith(("#note-", "https://", "http://")) for link in links)


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_holds_no_live_mark_up(text: str) -> None:
    """No text opens an element, a link, a cell, or a formula, and none makes a new row."""
    made = str(RENDERERS["markdown"].function(one_cell(text)))
    row = made.splitlines()[-1]
    assert made.count("\n") == str(RENDERERS["markdown"].function(one_cell("x"))).count("\n")
    inner = row.removeprefix("| ").removesuffix(" |").replace("<br>", " ")
    bare = [c for n, c in enumerate(inner) if c in "|<>[]`*_$" and (n == 0 or inner[n - 1] != "\\")]
    assert bare == []


def test_markdown_without_words_has_no_rules() -> None:
    """Stars around an empty text would be a rule over the page."""
    made = str(RENDERERS["markdown"].function(everywhere("")))
    assert "****" not in made


def test_markdown_takes_no_hold_of_a_terminal() -> None:
    """Control characters are shown as U+FFFD, in links too."""
    made = str(RENDERERS["markdown"].function(everywhere("a\x1b]0;b\x9b31m\x7f\tc")))
    assert not set(made) & {"\x1b", "\x9b", "\x7f"}
    assert "a\ufffd\\]0;b\ufffd31m\ufffd\tc" in made


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("'tis", "''tis"),
        ("a=b", "a=b"),
        ("7-9", "7-9"),
        ("＝1", "'＝1"),  # noqa: RUF001 -- the full-width sign is the case
    ],
)
def test_no_cell_of_a_spreadsheet_is_a_formula(text: str, written: str) -> None:
    """A live beginning gets one apostrophe in front; anything else stays."""
    assert inert(text) == written


def test_csv_has_one_record_for_each_row_under_one_header() -> None:
    """Tables share the header, lines end in CR LF, and the file begins with a mark."""
    raw = RENDERERS["csv"].function(view_of("checklist"))
    assert isinstance(raw, bytes)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in raw.replace(b"\r\n", b"").replace(b"3\nC", b"")[:200]
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert {tuple(row) for row in rows} == {
        (
            "Section",
            "Group",
            "Item number",
            "Item",
            "Where located: Primary paper",
            "Where located: Other",
        )
    }
    assert [row["Section"] for row in rows[:3]] == ["Title", "View", "Notice"]
    assert [row["Group"] for row in rows if row["Item number"] == "3a"] == ["WHAT"]


def test_json_has_every_key_always() -> None:
    """The structure is the view's own."""
    data = json.loads(str(RENDERERS["json"].function(View(kind="k", title="T", subtitle="S"))))
    assert data == {
        "format": "intspec-view/1",
        "kind": "k",
        "title": "T",
        "subtitle": "S",
        "language": "en",
        "notices": [],
        "intro": [],
        "tables": [],
        "notes": [],
        "guideline": {"text": "", "mark": "", "url": ""},
        "identifier": "",
        "gaps": 0,
        "left_out": [],
        "beyond": 0,
    }


#: Text as a specification can hold it: no controls, no halves of characters.
TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cc", "Cs", "Cn")),
        st.sampled_from(string.punctuation + "\n\t "),
    ),
    min_size=1,
)


@given(TEXT)
def test_any_text_reads_back_from_csv(text: str) -> None:
    """Drop the first apostrophe that a value begins with, and it is as it was."""
    raw = RENDERERS["csv"].function(one_cell(text))
    assert isinstance(raw, bytes)
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows[3][1].removeprefix("'") == text


@given(TEXT)
def test_any_text_reads_back_from_html(text: str) -> None:
    """A page says what the cell holds, and nothing else."""
    assert parse(str(RENDERERS["html"].function(one_cell(text)))).cells == [text]


@given(TEXT)
def test_any_text_reads_back_from_json(text: str) -> None:
    """JSON holds what the cell holds."""
    data = json.loads(str(RENDERERS["json"].function(one_cell(text))))
    assert data["tables"][0]["rows"][0]["cells"][0]["blocks"][0]["text"] == text
