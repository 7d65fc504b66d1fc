"""Word, Excel, LaTeX and PDF: how each keeps a text inert, and what it holds of it."""

import attrs
import pytest

from intspec import Block, Cell, Note, NoteList, PageOptions
from intspec_bundled.excel.texts import Texts
from intspec_bundled.latex.escaping import escape, plain, utf16, web
from intspec_bundled.pdf.pdf_file import BREAK, clean, data
from intspec_bundled.word.writing import Writer
from test_tables import one_cell

#: What XML cannot hold, from both ends of each range, and what stands beside them and stays.
NO_XML = "a\x00\x08\x0b\x0c\x0e\x1f\ud800\udfff\ufffe\uffffb"
#: What it can.
XML = "a\t\n \x7f\x85\ud7ff\ue000\ufffdb"
#: A text, and what Excel and Word hold of it: line feeds as the only line breaks.
KEPT = [
    ("plain \N{EN DASH} text", "plain \N{EN DASH} text"),
    ("a\r\nb\rc\nd", "a\nb\nc\nd"),
    (XML, XML),
    (NO_XML, f"a{'�' * 10}b"),
]


# Word and Excel


@pytest.mark.parametrize(("text", "kept"), KEPT)
def test_office_files_hold_what_xml_can(text: str, kept: str) -> None:
    """What cannot be held is replaced, and counted."""
    excel, word = Texts(), Writer({}, {}, 9000, {})
    lost = kept.count("�") - text.count("�")
    assert [excel.clean(text), excel.clean(text), excel.replaced] == [kept, kept, 2 * lost]
    assert [word.clean(text), word.clean(text), word.replaced] == [kept, kept, 2 * lost]


def test_cells_of_excel_are_in_one_look() -> None:
    """That of their blocks where all are of a kind."""
    texts = Texts()
    kinds = ("text", "bullet", "label", "gap", "declared")
    looks = {kind: texts.cell(Cell((Block(kind, "a"), Block(kind, "b")))) for kind in kinds}  # type: ignore[arg-type]
    assert {kind: [f.look for f in found] for kind, found in looks.items()} == {
        "text": ["text"],
        "bullet": ["text"],
        "label": ["bold"],
        "gap": ["gap"],
        "declared": ["declared"],
    }
    cell = Cell((Block("text", "a"), Block("gap", "b")))
    assert [(f.text, f.look) for f in texts.cell(cell)] == [(cell.plain, "text")]
    assert texts.cell(Cell(())) == []
    assert texts.one("") == []
    assert [(f.text, f.look) for f in texts.one("a\x00")] == [("a�", "text")]
    assert [(f.text, f.look) for f in texts.one("a", "bold")] == [("a", "bold")]
    assert texts.replaced == 1


def test_sheets_have_names_that_excel_takes() -> None:
    """At most 31 characters, none that is forbidden, each its own whatever its capitals."""
    texts = Texts()
    wanted = [
        "X arms X",
        "Arms",
        "arms",
        "ARMS",
        "a[b]c:d*e?f/g\\h\x00\x1f\ud800\udfff\ufffe\uffffi  j",
        "'quoted'",
        "",
        " ' ",
        "History",
        "x" * 40,
        "x" * 40,
        "y" * 26 + " " + "z" * 10,
        "y" * 26 + " " + "z" * 10,
    ]
    assert [texts.sheet_name(name) for name in wanted] == [
        "X arms X",
        "Arms",
        "arms (2)",
        "ARMS (3)",
        "a b c d e f g h i j",
        "quoted",
        "Table",
        "Table (2)",
        "History (2)",
        "x" * 31,
        "x" * 27 + " (2)",
        "y" * 26 + " zzzz",
        "y" * 26 + " (2)",
    ]


# LaTeX


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\\{}", r"\textbackslash{}\{\}"),
        ("$&#%_", r"\$\&\#\%\_"),
        ("^~<>|", r"\textasciicircum{}\textasciitilde{}\textless{}\textgreater{}\textbar{}"),
        ("\"'`", r"\textquotedbl{}\textquotesingle{}\textasciigrave{}"),
        ("[]*-,", "{[}{]}{*}-{},{}"),
        ("�", r"\intspecunreadable{}"),
        ("plain (text): é; 1+1=2 / ?!.@", "plain (text): é; 1+1=2 / ?!.@"),
        ("a \t  b", "a b"),
        (" a \n b ", r"a\newline b"),
        ("a\r\nb\rc\u2028d\u2029e", r"a\newline b\newline c\newline d\newline e"),
        ("a\n\nb", r"a\newline \mbox{}\newline b"),
        (" \n\n ", ""),
        ("\ufeffe\u0301", "\N{LATIN SMALL LETTER E WITH ACUTE}"),
        ("日記, a", r"日\allowbreak{}記\allowbreak{},{} a"),
        ("x" * 50, "x" * 50),
        ("x" * 51, "x" * 50 + r"\allowbreak{}x"),
        ("ab/cd" * 11, r"\allowbreak{}".join(["ab/", *["cdab/"] * 10, "cd"])),
    ],
)
def test_tex_is_given_commands_for_what_it_acts_on(text: str, written: str) -> None:
    """All other characters stay, words longer than half a line may be broken."""
    assert escape(text) == written


@pytest.mark.parametrize(
    ("most", "written"),
    [
        (20, "0123456789"),
        (18, r"012345678\allowbreak{}9"),
        (4, r"0123\allowbreak{}4567\allowbreak{}89"),
    ],
)
def test_words_are_broken_for_narrow_columns(most: int, written: str) -> None:
    """A piece is half a line long, and four characters at the least."""
    assert escape("0123456789", most) == written


def test_tex_is_given_no_characters_that_are_no_text() -> None:
    """Both ends of each range are replaced, what is beside them stays."""
    lost = "\x00\x1f\x7f\x9f\ud800\udfff\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ff00\U0010ffff"
    kept = " ~\xa0\ud7ff\ue000\ufdcf\ufdf0\U0001fffd\U0010feff".strip()
    assert plain(f"a{lost}b") == f"a{'�' * len(lost)}b"
    assert plain(f"a\tb{kept}c") == f"a b{kept}c"


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://a.example/b?c=d;e,f@g!h*(i)-1+2", "https://a.example/b?c=d;e,f@g!h*(i)-1+2"),
        ("http://a.example/#&%_", r"http://a.example/\#\&\%\_"),
        ("https://a.example/é{}\\~^", r"https://a.example/\%C3\%A9\%7B\%7D\%5C\%7E\%5E"),
        ("javascript:alert(1)", ""),
        ("HTTPS://a.example", ""),
        ("xhttps://a.example", ""),
        ("https://", ""),
        ("https://a.example/a b", ""),
        ("https://a.example/<b>", ""),
        ("https://a.example/\n", ""),
    ],
)
def test_only_addresses_on_the_web_are_links(url: str, written: str) -> None:
    """What TeX acts on in them is a code."""
    assert web(url) == written


def test_properties_of_a_pdf_are_octal_codes() -> None:
    """In UTF-16 with its mark; a line break is a blank."""
    assert utf16("é\n\N{GRINNING FACE}") == "".join(
        rf"\string\{code}"
        for code in ("376", "377", "000", "351", "000", "040", "330", "075", "336", "000")
    )


# PDF


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" a\r\nb\rc\td ", "a\nb\nc d"),
        ("a\x00\x1f\x7f\x9f\ud800\udfff\ufdd0\ufdef\ufffe\uffff\U0010fffe\U0010ffffb", None),
        (
            "a\xa0\ud7ff\ue000\ufdcf\ufdf0\ufffd\U0010fffdb",
            "a\xa0\ud7ff\ue000\ufdcf\ufdf0\ufffd\U0010fffdb",
        ),
        ("a\ufeffb", "a\u2060b"),
        ("*bold* #set $x$ [link] @cite <a> \\", "*bold* #set $x$ [link] @cite <a> \\"),
    ],
)
def test_typst_is_given_text(text: str, kept: str | None) -> None:
    """No controls; marks of markup stay, for they are data and not read as markup."""
    assert clean(text) == (f"a{'�' * 12}b" if kept is None else kept)


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("aaaaaaaaaa", 17, "aaaaaaaaaa"),
        ("aaaaaaaaaa", 16, "aaaaaaaaaa"),
        ("aaaaaaaaaa", 8, f"aaaaaaaa{BREAK}aa"),
        ("MMMMMMMMMM", 17, "MMMMMMMMMM"),
        ("MMMMMMMMMM", 16, f"MMMMMMMMM{BREAK}M"),
        ("MMMMMMMMMM", 8, f"MMMM{BREAK}MMMM{BREAK}MM"),
        ("MaMaMaMaMa", 8, f"MaMaM{BREAK}aMaMa"),
        ("a aaaaaaa aaaaaaaa", 5, f"a aaaaaaa aaaaa{BREAK}aaa"),
        ("aaaa aaaaaaaa", 14, "aaaa aaaaaaaa"),
    ],
)
def test_words_that_are_longer_than_a_line_may_be_broken(text: str, most: int, kept: str) -> None:
    """Where a line would be full: some letters are wider than others. Short words never are."""
    assert clean(text, most) == kept


@pytest.mark.parametrize(
    ("language", "tongue"),
    [
        ("de", {"lang": "de"}),
        ("PT-br", {"lang": "pt", "region": "BR"}),
        ("zh-Hant-TW", {"lang": "zh", "region": "TW"}),
        ("gsw", {"lang": "gsw"}),
        ("", {"lang": "en"}),
        ("english", {"lang": "en"}),
        ("#x", {"lang": "en"}),
    ],
)
def test_the_language_of_a_pdf_is_known_or_english(language: str, tongue: dict[str, str]) -> None:
    """Nothing else reaches the template."""
    assert (
        data(attrs.evolve(one_cell("x"), language=language), (), PageOptions())["tongue"] == tongue
    )


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/b", "https://a.example/b"),
        ("http://a.example", "http://a.example"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://a.example/a b", ""),
    ],
)
def test_only_addresses_on_the_web_are_links_in_a_pdf(url: str, link: str) -> None:
    """Text and mark of a note are text like any other."""
    notes = (Note("a\x00", "1\x00", url), Note("b", "", url))
    made = data(
        attrs.evolve(
            one_cell("x"), notes=(NoteList("n", "N", notes),), guideline=Note("G", url=url)
        ),
        (),
        PageOptions(),
    )
    assert made["notes"][0]["notes"] == [
        {"text": "a�", "mark": "1�", "url": link, "label": "note-0"},
        {"text": "b", "mark": "", "url": link},
    ]
    assert made["marks"] == {"1�": "note-0"}
    assert made["guideline"] == {"text": "G", "mark": "", "url": link}
