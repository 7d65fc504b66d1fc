"""What Excel or Word did to an answer is told wherever it is judged, and is never an answer.

Each thing that a program does is made in each kind of file that can hold it: dates that were
pages, errors of formulas, ticks, percentages, words that are crossed out. `check`, `import` and
`fill` tell the same of it.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from filledforms import TIDIER, answers_of
from intspec import Form
from intspec.answers.answer import Known
from intspec.answers.cells import read_answer, write_location
from intspec.answers.changed import changed
from intspec.answers.places import write_place
from intspec.api import shared_registry
from intspec.forms.read import read_form
from intspec.reading.toml_text import toml_data
from intspec.text.lookalikes import unmasked
from intspec.text.small import LOWERED, RAISED
from intspec_bundled.word.hooks import read_docx
from projects import intspec

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
#: Answers that a program made, as a file of text has them -> what is said of them.
MADE = {
    "2026-06-07": "a date",
    "2026-06-07 00:00:00": "a date",
    "7-Jun": "a date",
    "Jun-07": "a date",
    "07-Jun-26": "a date",
    "07. Jun": "a date",
    "12. M\xe4r": "a date",
    "5-janv": "a date",
    "juil-06": "a date",
    "6/7/2026": "a date",
    "07.06.2026": "a date",
    "07-06-2026": "a date",
    "2026/06/07": "a date",
    "12:30": "a time of day",
    "0:12:30": "a time of day",
    "7:15 AM": "a time of day",
    "50%": "a percentage",
    "12,5 %": "a percentage",
    "1.23E+05": "cut short",
    "########": "no room",
    "TRUE": "a tick",
    "FALSCH": "a tick",
    "#REF!": "a formula failed",
    "#NAME?": "a formula failed",
    "#N/A": "a formula failed",
    "#NV": "a formula failed",
    "#DIV/0!": "a formula failed",
    "Err:502": "a formula failed",
    "#WERT!": "a formula failed",
    "#\xa1REF!": "a formula failed",
    "p. 4, #REF!": "a formula failed",
    "Error! Reference source not found.": "leads nowhere",
    "p. Error! Bookmark not defined.": "leads nowhere",
    "Fehler! Verweisquelle konnte nicht gefunden werden.": "leads nowhere",
    "Erreur ! Source du renvoi introuvable.": "leads nowhere",
    "Errore. Il segnalibro non \xe8 definito.": "leads nowhere",
    "p. 5 (Virhe. Viitteen l\xe4hdett\xe4 ei l\xf6ytynyt.)": "leads nowhere",
    "\u9519\u8bef\uff01\u672a\u627e\u5230\u5f15\u7528\u6e90\u3002": "leads nowhere",
    "07.Haz": "a date",
    "07.\u0438\u044e\u043d": "a date",
    "6\u67087\u65e5": "a date",
    "06\uc6d4 07\uc77c": "a date",
    "7 June 2026": "a date",
    "07-Jun-2026 00:00:00": "a date",
    "\u20ac5.00": "a sum of money",
    "5,00 \u20ac": "a sum of money",
    "6,007": "between its thousands",
    "#YOK": "a formula failed",
    "#\u0421\u0421\u042b\u041b\u041a\u0410!": "a formula failed",
    "\u0418\u0421\u0422\u0418\u041d\u0410": "a tick",
    "p. 5\xb2": "raised or lowered",
    "5\u2082": "raised or lowered",
    "\xb2p. 5": "raised or lowered",
    "\xb2 p. 5": "raised or lowered",
    "p. \xb25": "raised or lowered",
    "Table\xb23": "raised or lowered",
    "Methods\xb2": "raised or lowered",
    "p. 5\u1d43": "raised or lowered",
    "\u1d43p. 5": "raised or lowered",
    "1E5": "cut short",
    "12e3": "cut short",
    "1e2": "cut short",
    "1,5E3": "cut short",
}
#: What looks a little like it, and is an answer.
ANSWERS = (
    *("p. 7", "6-7", "pp. 6-7", "5/6", "7", "S4", "Table 2", "iv", "Methods, p. 4", "1-2, 5"),
    *("Methods (March 2022)", "May 2020", "Section 2.3", "#5", "item #3!", "Error bars, Figure 2"),
    *("Error: see Figure 2", "Error, p. 5!", "pp. 6, 12", "10,12", "7. Trial", "May (2020)"),
    *("Appendix 1: 12", "True participation", "10% of sessions were rated", "p. 4; Table 1:2"),
    *(
        "4. Setting",
        "3. Outcomes",
        "2. Marking",
        "Outcome-3",
        "Decision-4",
        "Major-2",
        "e12",
        "10 m\xb2 a room",
        "CO\u2082",
        "Figure 2l",
    ),
)


def test_what_programs_make_is_known_from_what_people_write() -> None:
    """Each is told by what it is; an answer that looks a little like it is none of it."""
    for text, words in MADE.items():
        assert words in changed(text), text
        assert words in changed(f" {text}\n"), text
    for text in ANSWERS:
        assert changed(text) == "", text


WORDS = toml_data((ROOT / "src/intspec/answers/programs.toml").read_bytes(), 100_000)
PLACES = toml_data((ROOT / "src/intspec/answers/words.toml").read_bytes(), 100_000)
#: How spreadsheets print a day and a month, and a month and a year.
PRINTED = (
    *("{}-{month}", "{:02}.{month}", "{}. {month}.", "{:02}/{month}", "{} {month} 2026"),
    *("{month}-{:02}", "{month}.{:02}", "{month} {}, 2026"),
)


def words_of(kind: str) -> list[str]:
    """Return the words of a kind, of all languages."""
    return " ".join(WORDS[kind].values()).split()


def test_the_dates_of_every_language_are_known() -> None:
    """Every month, as it is written, capitalised and in capitals, in each way of printing it."""
    for number, month in enumerate(words_of("months")):
        for shown in {month, month.capitalize()}:
            for form in PRINTED:
                text = form.format(number % 28 + 1, month=shown)
                assert "a date" in changed(text), text


def test_no_word_of_a_place_is_a_month() -> None:
    """A word of the grammar beside a number is a place, whatever stands between."""
    for language in (words for field in PLACES["fields"].values() for words in field.values()):
        for word in language:
            for form in ("{} 5", "{}5", "5 {}", "{}-5", "{}. 5", "5. {}"):
                assert changed(form.format(word)) == "", form.format(word)


def test_the_errors_of_every_language_are_known() -> None:
    """With the marks of each language; a word for an error alone is none, nor is prose with one."""
    for word in words_of("error"):
        for mark in ("!", " !", "\uff01"):
            for text in (f"{word}{mark} Abc def.", f"p. 4 ({word}{mark}Abc.)"):
                assert "leads nowhere" in changed(text), text
        for lost in words_of("lost"):
            text = f"{word}. {lost.replace('-', ' ').capitalize()}"
            assert "leads nowhere" in changed(text), text
        for text in (word, f"{word} 5", f"{word}: 5", f"x{word.lower()} 5"):
            assert changed(text) == "", text
    for tick in words_of("ticks"):
        assert "a tick" in changed(tick)
        assert changed(f"{tick} 5") == ""


@settings(max_examples=300)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_looked_at(text: str) -> None:
    """Whatever it is; a text without a sign of a program is none."""
    said = changed(text)
    signs = rf"[\d#!\uff01.:{RAISED}{LOWERED}]|[A-Z]{{4}}"
    assert not said or re.search(signs, unmasked(text))


#: What is told of a text wherever it stands in an answer.
INSIDE = ("leads nowhere", "a formula failed", "raised or lowered")


def test_a_place_that_looks_like_one_is_written_in_full() -> None:
    """What is written into a form is read back as what it is."""
    for text in (text for text, words in MADE.items() if words not in INSIDE):
        written = write_location({"section": text})
        assert changed(written) == "", written
    assert write_place({"section": "Methods"}) == "Methods"


# Files


def csv_form(path: Path, answer: str) -> None:
    """Write a form with one answer as text."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerows([("TIDieR checklist", "", ""), ("Item", "Description", "Where located")])
    rows.writerows(
        (number, label, answer if number == "5" else f"p. {number}")
        for number, label in TIDIER.items()
    )
    path.write_text(out.getvalue(), encoding="utf-8")


def xlsx_form(path: Path, write: Callable[[Any, Any], None]) -> None:
    """Write a workbook; the fifth answer is written as wanted."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Form")
        sheet.write_row(0, 0, ("Item", "Description", "Where located"))
        for row, (number, label) in enumerate(TIDIER.items(), start=1):
            sheet.write_row(row, 0, (number, f"TIDieR: {label}"))
            if number == "5":
                write(book, sheet)
            else:
                sheet.write_string(row, 2, f"p. {number}")


def docx_form(path: Path, write: Callable[[Any], None]) -> None:
    """Write a document; the fifth answer is written as wanted."""
    document = docx.Document()
    document.add_paragraph("TIDieR checklist")
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(
        table.rows[0].cells, ("Item", "Description", "Where located"), strict=True
    ):
        cell.text = text
    for number, label in TIDIER.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = number, label
        if number == "5":
            write(cells[2].paragraphs[0])
        else:
            cells[2].text = f"p. {number}"
    document.save(str(path))


def cell(method: str, *values: Any, **look: Any) -> Callable[[Any, Any], None]:
    """Write a value of a kind into the fifth answer's cell, with a look."""

    def write(book: Any, sheet: Any) -> None:
        getattr(sheet, method)(5, 2, *values, *([book.add_format(look)] if look else []))

    return write


def rich(book: Any, sheet: Any) -> None:
    """Write a cell of which some words are crossed out."""
    sheet.write_rich_string(
        5, 2, "p. 8 ", book.add_format({"font_strikeout": True}), "p. 7", book.add_format({})
    )


def noted(mark: str, *, before: bool) -> Callable[[Any, Any], None]:
    """Write a cell with the raised mark of a note in it."""

    def write(book: Any, sheet: Any) -> None:
        raised = [book.add_format({"font_script": 1}), mark]
        pieces = [*raised, "p. 5"] if before else ["p. 5", *raised]
        sheet.write_rich_string(5, 2, *pieces, book.add_format({}))

    return write


def typed(text: str) -> Callable[[Any], None]:
    """Write words as they are."""

    def write(paragraph: Any) -> None:
        paragraph.add_run(text)

    return write


def struck(kind: str, *texts: str) -> Callable[[Any], None]:
    """Write words of which the last is crossed out, in a way of Word's."""

    def write(paragraph: Any) -> None:
        for text in texts:
            run = paragraph.add_run(text)
        if kind == "style":
            style = paragraph.part.document.styles.add_style("Old", 2)
            style.font.strike = True
            run.style = style
        elif kind == "paragraph":
            style = paragraph.part.document.styles.add_style("Old", 1)
            style.font.strike = True
            paragraph.style = style
        else:
            setattr(run.font, kind, True)

    return write


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NOTE = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
LOW = '<w:r><w:t>5</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="{}"/></w:rPr><w:t>2</w:t></w:r>'


def xml(content: str) -> Callable[[Any], None]:
    """Write what runs hold, as Word does."""

    def write(paragraph: Any) -> None:
        made = paragraph.add_run().element
        for element in parse_xml(f"<w:p {W}>{content}</w:p>"):
            made.getparent().append(element)

    return write


def nested(*rows: tuple[str, ...]) -> Callable[[Any], None]:
    """Write a table inside the cell."""
    cells = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row)
        + "</w:tr>"
        for row in rows
    )

    def write(paragraph: Any) -> None:
        made = paragraph.add_run().element
        made.getparent().addprevious(parse_xml(f"<w:tbl {W}>{cells}</w:tbl>"))

    return write


#: How a form is made -> what is said of its fifth answer.
FILES: dict[str, tuple[str, Callable[[Path], None], str]] = {
    **{
        f"csv: {text}": (".csv", partial(csv_form, answer=text), words)
        for text, words in MADE.items()
    },
    **{
        f"xlsx, text: {text}": (
            ".xlsx",
            partial(xlsx_form, write=cell("write_string", text)),
            words,
        )
        for text, words in [*MADE.items()][::7]
    },
    **{
        f"docx: {text}": (
            ".docx",
            partial(docx_form, write=typed(text)),
            words,
        )
        for text, words in [*MADE.items()][::7]
    },
    **{
        f"xlsx: {name}": (".xlsx", partial(xlsx_form, write=write), words)
        for name, (write, words) in {
            "a date": (cell("write_datetime", date(2026, 6, 7), num_format="d-mmm"), "a date"),
            "a date, long": (
                cell("write_datetime", date(2026, 6, 7), num_format="dd/mm/yyyy"),
                "a date",
            ),
            "a time": (cell("write_datetime", time(12, 30), num_format="hh:mm"), "a time of day"),
            "a duration": (cell("write_number", 1.5, num_format="[h]:mm:ss"), "a time of day"),
            "a fraction": (cell("write_number", 7.5), "makes 2.1 of 2.10"),
            "a percentage": (cell("write_number", 0.5, num_format="0%"), "a percentage"),
            "a percentage of one's own": (
                cell("write_number", 0.5, num_format='0.0" "%'),
                "a percentage",
            ),
            "below zero": (cell("write_number", -4), "none that a page has"),
            "a long number": (cell("write_number", 1e17), "none that a page has"),
            "a tick": (cell("write_boolean", 1), "a tick"),
            "an error": (cell("write_formula", "=A1/0", None, "#DIV/0!"), "a formula failed"),
            "a lost name": (cell("write_formula", "=p4", None, "#NAME?"), "a formula failed"),
            "no result": (cell("write_formula", "=A1", None, ""), "not in the file"),
            **{
                f"a number as {code}": (
                    cell("write_number", value, num_format=code),
                    "as something else",
                )
                for code, value in {
                    '"Table "0': 7,
                    '[=5]"not reported"': 5,
                    '[>100]0;[=5]"none";0': 5,
                    "[$\u20ac-2] 0": 7,
                    "$#,##0": 7,
                    "0-0": 67,
                    "0.00E+00": 67,
                    "#,##0": 6007,
                    "$0": 7,
                    '"p. "0': 7,
                    "0.00": 7,
                    ";;;": 7,
                    r"#\-#": 67,
                    '"S;"0': 7,
                }.items()
            },
            **{
                f"words as {code}": (
                    cell("write_string", "p. 7", num_format=code),
                    "as something else",
                )
                for code in ('"Suppl. "@', '0;0;0;"S"@', ";;;")
            },
            "crossed out": (
                cell("write_string", "p. 7", font_strikeout=True),
                "all of it is crossed out",
            ),
            "crossed out in part": (rich, "\u201cp. 7\u201d is crossed out"),
            **{
                f"a raised {mark} {where}": (
                    noted(mark, before=before),
                    "raised or lowered",
                )
                for mark in ("2", "a")
                for where, before in (("before", True), ("behind", False))
            },
            "a number, crossed out": (
                cell("write_number", 7, font_strikeout=True),
                "all of it is crossed out",
            ),
        }.items()
    },
    **{
        f"docx: {kind}, {len(texts)}": (
            ".docx",
            partial(docx_form, write=struck(kind, *texts)),
            "p. 7\u201d is crossed out",
        )
        for kind in ("strike", "double_strike", "style", "paragraph")
        for texts in (("p. 7",), ("p. 8 ", "p. 7"))
    },
}


FILES |= {
    f"docx: {name}": (".docx", partial(docx_form, write=write), words)
    for name, (write, words) in {
        "lowered": (xml(LOW.format("subscript")), "raised or lowered"),
        "raised": (xml(LOW.format("superscript")), "raised or lowered"),
        "raised before": (
            xml(NOTE.format("2") + "<w:r><w:t>p. 5</w:t></w:r>"),
            "raised or lowered",
        ),
        "a raised letter": (
            xml("<w:r><w:t>p. 5</w:t></w:r>" + NOTE.format("a")),
            "raised or lowered",
        ),
        **{
            f"what Word writes: {name}": (
                xml(f"<w:r><w:t>p. 7</w:t><w:{name}/></w:r>"),
                "Word itself writes",
            )
            for name in ("pgNum", "dayLong", "monthShort", "yearLong")
        },
        "a table in it": (nested(("p. 7", "p. 8")), "a table of several cells"),
    }.items()
}
#: What runs hold -> the answer that a reader sees.
SEEN = {
    "<w:r><w:t>6</w:t><w:noBreakHyphen/><w:t>7</w:t></w:r>": {"pages": "6-7"},
    "<w:r><w:t>6</w:t><w:softHyphen/><w:t>7</w:t></w:r>": {"pages": "6-7"},
    "<w:r><w:t>p.</w:t><w:tab/><w:t>7</w:t></w:r>": {"page": "7"},
    "<w:r><w:t>Meth</w:t><w:softHyphen/><w:t>ods</w:t></w:r>": {"section": "Methods"},
    '<w:r><w:t>p. 7</w:t><w:sym w:font="Symbol" w:char="F02D"/><w:t>9</w:t></w:r>': {
        "pages": "7-9"
    },
}


def test_what_stands_for_a_character_in_word_is_read_as_it(tmp_path: Path) -> None:
    """Hyphens, tabs, line breaks and signs of other fonts; a table of one cell is its words."""
    registry = shared_registry()
    checklists = [one for name in registry.checklist_ids if (one := registry.checklist(name))]
    seen = [(xml(content), wanted) for content, wanted in SEEN.items()]
    for write, wanted in [*seen, (nested(("p. 7",)), {"page": "7"})]:
        docx_form(tmp_path / "form.docx", write)
        form = read_docx((tmp_path / "form.docx").read_bytes(), "form.docx")
        assert answers_of(read_form(form, checklists))["5"] == [wanted]


#: Pieces of an answer, of which a soft hyphen stands between each two.
SOFT = (
    *(("6", "7"), ("p. 6 ", " 7"), ("6 ", "7"), ("6", " 7"), ("6", "", "7"), ("S1", "S3")),
    *(("Fig. 1a", "1c"), ("p.", "7"), ("Meth", "ods"), ("Methods", ""), ("", ""), ("a/6", "7")),
    *(("pp. 10", "12, 14", "16"), ("iv", "vi"), ("Supple", "ment 1, p. 2"), ("not re", "ported")),
)


def test_soft_hyphens_are_the_same_in_every_kind_of_file(tmp_path: Path) -> None:
    """As a character in a text file and a workbook, and as Word's own element."""
    registry = shared_registry()
    checklists = [one for name in registry.checklist_ids if (one := registry.checklist(name))]
    for pieces in SOFT:
        text = "\xad".join(pieces)
        element = "<w:softHyphen/>".join(
            f'<w:t xml:space="preserve">{piece}</w:t>' for piece in pieces
        )
        csv_form(tmp_path / "form.csv", text)
        xlsx_form(tmp_path / "form.xlsx", cell("write_string", text))
        docx_form(tmp_path / "form.docx", xml(f"<w:r>{element}</w:r>"))
        read = []
        for path in sorted(tmp_path.iterdir()):
            form = registry.importers[path.suffix[1:]].function(path.read_bytes(), path.name)
            assert isinstance(form, Form)
            read.append(answers_of(read_form(form, checklists)))
        assert read[0] == read[1] == read[2], text
    assert read[0]["6"], "the others are read"


#: Words of places, and numbers behind them, that a note or a letter for a digit makes doubtful.
ODD_PLACES = (
    *(
        f"{note}{word} 5"
        for note in ("2", "12")
        for word in ("p", "p.", "pp", "page", "Table", "S.")
    ),
    *(f"{note} {word}. 5" for note in ("2", "\xb2") for word in ("p", "S")),
    *(
        f"{word} {label}"
        for word in ("p.", "pp.", "page", "lines")
        for label in ("1O", "1o", "1l", "1I", "O5", "lO", "1O-12", "3, 1O", "9-1O")
    ),
    *(f"{word} {label}" for word in ("p.", "Table", "Figure", "") for label in ("1E5", "12e3")),
    *(f"{word} 1O" for word in ("Table", "Figure", "Appendix", "\xa7")),
)


@pytest.mark.parametrize("asks", ["place", "answer"])
def test_a_place_with_a_note_or_a_letter_for_a_digit_is_a_doubt(asks: Any) -> None:
    """It is never a sure place, nor another answer; places that look like it are what they were."""
    for text in ODD_PLACES:
        kinds = {one.kind for one in read_answer(text.strip(), Known(asks=asks))}
        assert kinds == {"doubtful"} or changed(text.strip()), text
    for text in (
        "p. 5a",
        "Table 2b",
        "p5l10",
        "p. e12",
        "2-5",
        "Table 1l",
        "5\u98756\u9875",
        "p. iv",
    ):
        assert "doubtful" not in {one.kind for one in read_answer(text, Known(asks=asks))}, text


def test_what_is_hidden_in_a_form_is_told(tmp_path: Path) -> None:
    """Rows and columns that are hidden are read, and named."""

    def hide(_book: Any, sheet: Any) -> None:
        sheet.write_string(5, 2, "p. 5")
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})

    xlsx_form(tmp_path / "form.xlsx", hide)
    done = intspec(tmp_path, "import", "form.xlsx", "--checklist", "tidier")
    assert "row 4, column B: hidden, and read like the rest" in done.stdout

    def row(paragraph: Any) -> None:
        cell = paragraph.add_run("p. 5").element.getparent().getparent()
        properties = cell.getparent().get_or_add_trPr()
        properties.append(parse_xml(f"<w:hidden {W}/>"))

    docx_form(tmp_path / "form.docx", row)
    done = intspec(tmp_path, "import", "form.docx", "--checklist", "tidier")
    assert "row 6: it is hidden, and was read like the rest" in done.stdout


#: One form of each kind of file for each thing that is said.
KINDS = {(ending, words): name for name, (ending, _make, words) in FILES.items()}


def test_check_tells_it_and_takes_it_for_no_answer(tmp_path: Path) -> None:
    """In every file: an error at its item, which is not reported; all others are."""
    names = {}
    for number, (name, (ending, make, _words)) in enumerate(FILES.items()):
        names[f"form-{number}{ending}"] = name
        make(tmp_path / f"form-{number}{ending}")
    done = intspec(tmp_path, "check", *names, "--format", "json", "--checklist", "tidier")
    assert done.returncode == 1
    files = json.loads(done.stdout)["files"]
    assert {names[file["path"]] for file in files} == {*FILES}
    for file in files:
        states = {item["number"]: item["state"] for item in file["items"]}
        assert states == dict.fromkeys(TIDIER, "reported") | {"5": "not-reported"}
        (found,) = file["diagnostics"]
        assert (found["rule"], found["severity"]) == ("intspec/form-doubt", "error")
        assert FILES[names[file["path"]]][2] in found["message"]
        assert [item["number"] for item in found["items"]] == ["5"]


@pytest.mark.parametrize("name", KINDS.values())
def test_import_keeps_it_as_a_note_to_look_at(name: str, tmp_path: Path) -> None:
    """It becomes no place, no description and no declaration, and is never sure."""
    ending, make, words = FILES[name]
    form = tmp_path / f"form{ending}"
    make(form)
    draft = ("import", form.name, "--checklist", "tidier", "--report", "json", "--report-file", "r")
    written = intspec(tmp_path, *draft)
    assert written.returncode == 0, written.stderr
    entries = json.loads((tmp_path / "r").read_text(encoding="utf-8"))["entries"]
    (entry,) = [one for one in entries if one["item"] == "5"]
    assert entry["sure"] == "unsure"
    assert words in entry["became"]
    assert not entry["pointer"].startswith(("/locations", "/interventions", "/declarations"))
    assert "tidier/who-provided" not in written.stdout


@pytest.mark.parametrize("kind", ["strike", "double_strike", "style", "paragraph"])
def test_fill_tells_it_and_writes_nothing_that_is_crossed_out(tmp_path: Path, kind: str) -> None:
    """The answer that is there is named with the doubt; what replaces it is plain, or is told."""
    form = tmp_path / "form.docx"
    docx_form(form, struck(kind, "p. 9"))
    (tmp_path / "trial.intspec.yaml").write_text(
        'intspec: "1.0"\nid: ward\ntitle: A fictitious ward\nstage: results\nfictitious: true\n'
        "checklists: [tidier]\nno_comparator: {reason: A pilot.}\n"
        "documents: {paper: {kind: primary-paper}}\nlocations:\n"
        '  - {about: tidier/who-provided, document: paper, page: "9"}\n'
        "interventions: {round: {role: experimental, name: Round}}\n",
        encoding="utf-8",
    )
    words = ("fill", form.name, "trial.intspec.yaml", "-o", "filled.docx")
    done = intspec(tmp_path, *words)
    assert done.returncode == 1
    (line,) = [one for one in done.stderr.splitlines() if one.startswith("TIDieR 5 ")]
    assert "already answered \u201cp. 9\u201d (\u201cp. 9\u201d is crossed out)" in line
    done = intspec(tmp_path, *words, "--overwrite")
    told = [one for one in done.stderr.splitlines() if one.startswith("TIDieR 5 ")]
    checked = intspec(tmp_path, "check", "filled.docx", "--format", "json")
    found = json.loads(checked.stdout)["files"][0]["diagnostics"]
    doubts = [one for one in found if one["rule"] == "intspec/form-doubt"]
    # A look that the run itself does not have cannot be taken away without a change of the form.
    assert bool(doubts) == bool(told) == (kind in ("style", "paragraph"))


def test_a_good_answer_beside_it_counts(tmp_path: Path) -> None:
    """The item is reported by that one, and the doubt is a warning."""
    rows = "".join(
        f"{number},{label},p. {number},{'#REF!' if number == '5' else ''}\n"
        for number, label in TIDIER.items()
    )
    head = "TIDieR checklist,,,\nItem,Description,Primary paper (page),Other (details)\n"
    (tmp_path / "form.csv").write_text(head + rows, encoding="utf-8")
    done = intspec(tmp_path, "check", "form.csv", "--format", "json")
    (file,) = json.loads(done.stdout)["files"]
    assert {item["state"] for item in file["items"]} == {"reported"}
    found = [(one["rule"], one["severity"]) for one in file["diagnostics"]]
    assert found == [("intspec/form-doubt", "warning")]


def test_a_doubt_about_no_answer_is_a_remark(tmp_path: Path) -> None:
    """What is crossed out beside the answers is kept in the draft."""
    document = docx.Document()
    document.add_paragraph("TIDieR checklist")
    table = document.add_table(rows=0, cols=3)
    for number, label in [("Item", "Description"), *TIDIER.items()]:
        cells = table.add_row().cells
        cells[0].text, cells[2].text = number, "p. 4" if number.isdecimal() else "Where located"
        cells[1].paragraphs[0].add_run(label).font.strike = number == "5"
    document.save(str(tmp_path / "form.docx"))
    done = intspec(tmp_path, "import", "form.docx")
    assert "\u201cWho provided\u201d is crossed out" in done.stdout
    checked = intspec(tmp_path, "check", "form.docx", "--format", "json")
    (file,) = json.loads(checked.stdout)["files"]
    assert {item["state"] for item in file["items"]} == {"reported"}
