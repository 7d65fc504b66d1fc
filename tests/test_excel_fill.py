"""`intspec fill` writes answers into a user's own workbook, and changes nothing else of it."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import attrs
import pytest
import xlsxwriter
from lxml import etree

from filledforms import TIDIER
from intspec import FormAnswer
from intspec.cli.main import run
from intspec_bundled.excel import fill_xlsx, read_xlsx
from office import members

pytestmark = pytest.mark.long

LINE = "__________"
EXERCISE = Path(__file__).parent.parent / "specs" / "exercise" / "group-exercise.intspec.yaml"
SHEET = "xl/worksheets/sheet1.xml"
C = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"
#: The answers of the fictitious specification, by the cell: the paper's column, and the other's.
ANSWERS = {
    "C3": "p. 1",
    "C4": "p. 2",
    "C5": "p. 4",
    "C6": "p. 4",
    "C7": "p. 5",
    "C8": "p. 5",
    "C9": "p. 3",
    "C10": "p. 5",
    "C11": "p. 5",
    "C12": "p. 8",
    "C13": "p. 6",
    "C14": "p. 8",
    "D5": "Additional file 1 of the fictitious trial: Diary and manual",
}
Change = Callable[[Any, Any], object]


def nothing(_book: Any, _sheet: Any) -> None:
    """Leave the form as it is."""


def workbook(change: Change = nothing, answer: str | None = LINE) -> bytes:
    """Return a workbook like those that journals hand out.

    It has styles, a second sheet with a formula and a chart, a comment, and merged headings.

    Args:
        change: What else happens to the book and the sheet of the form.
        answer: What stands in the cells for answers; None for cells that are not in the file.
    """
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#DDEEFF"})
        ink = book.add_format({"font_color": "#1F3864", "text_wrap": True, "border": 1})
        sheet, other = book.add_worksheet("Form"), book.add_worksheet("Numbers")
        sheet.merge_range("A1:B1", "TIDieR checklist", bold)
        sheet.merge_range("C1:D1", "Where located", bold)
        sheet.write_row("A2", ["No", "Item", "Primary paper (page)", "Other (details)"], bold)
        for row, (number, label) in enumerate(TIDIER.items(), 2):
            sheet.write_row(row, 0, [number, label], bold)
            if answer is not None:
                sheet.write_row(row, 2, [answer, answer], ink)
        sheet.write_comment("A3", "Invented remark")
        other.write_column("A1", [1, 2, 3])
        other.write_formula("A4", "=SUM(A1:A3)", None, 6)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Numbers!$A$1:$A$3"})
        other.insert_chart("C2", chart)
        change(book, sheet)
    with ZipFile(buffer, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 invented")
    return buffer.getvalue()


@attrs.frozen
class Done:
    """What a run came to."""

    code: int
    err: str
    cells: dict[str, str]
    raw: bytes


@pytest.fixture
def fill(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Return what fills a form, given by its bytes."""

    def filled(form: bytes, *options: str) -> Done:
        path, output = tmp_path / "form.xlsx", tmp_path / "out.xlsx"
        path.write_bytes(form)
        code = run(["fill", str(path), str(EXERCISE), "-o", str(output), *options])
        raw = output.read_bytes()
        return Done(code, capsys.readouterr().err, cells(raw), raw)

    return filled


def cells(raw: bytes) -> dict[str, str]:
    """Return the words of the cells of the form, by their place."""
    form = read_xlsx(raw, "form.xlsx")
    sheets = [cell for _, row in form.rows() for cell in row.cells]
    start = "sheet Form, cell "
    return {
        one.where.removeprefix(start): one.text for one in sheets if one.where.startswith(start)
    }


def without(raw: bytes, places: set[str]) -> bytes:
    """Return the markup of the form's sheet, with what cells hold taken out."""
    root = etree.fromstring(members(raw)[SHEET])
    for cell in root.iter(C):
        if cell.get("r") in places:
            cell.set("t", "")
            cell[:] = []
    return etree.tostring(root, method="c14n")


@pytest.mark.parametrize("answer", [LINE, "", None])
def test_the_rows_of_a_workbook_are_filled(fill: Callable[..., Done], answer: str | None) -> None:
    """Each row gets its answer, also in cells that are not in the file, and no other cell one."""
    form = workbook(answer=answer)
    done = fill(form)
    assert (done.code, done.err) == (0, "wrote the answers to 12 items into 13 cells\n")
    before = cells(form)
    if answer is None:
        before = dict.fromkeys(done.cells, "") | before
    assert done.cells == before | ANSWERS
    again = fill(done.raw)
    assert again.err == "wrote the answers to 0 items into 0 cells\n"
    assert again.raw == done.raw


def test_nothing_else_in_the_file_changes(fill: Callable[..., Done]) -> None:
    """One part differs, and in it only what the cells of the answers hold; their styles stay."""
    form = workbook()
    done = fill(form)
    old, new = members(form), members(done.raw)
    assert [*old] == [*new]
    assert {name for name in old if old[name] != new[name]} == {SHEET}
    assert {"xl/vbaProject.bin", "xl/comments1.xml", "xl/charts/chart1.xml"} <= old.keys()
    assert without(form, {*ANSWERS}) == without(done.raw, {*ANSWERS})


def locked(_book: Any, sheet: Any) -> None:
    """Protect the sheet: all cells are locked that no style unlocks."""
    sheet.protect()


def unlocked(book: Any, sheet: Any) -> None:
    """Protect the sheet, with the cells for answers open."""
    style = book.add_format({"locked": False})
    for place in ANSWERS:
        sheet.write_string(place, LINE, style)
    sheet.protect()


def formula(_book: Any, sheet: Any) -> None:
    """Put a formula that gives an empty text where an answer belongs."""
    sheet.write_formula("C7", '=""', None, "")


def array(_book: Any, sheet: Any) -> None:
    """Put a formula over several cells."""
    sheet.write_array_formula("C7:C7", '{=""}', None, "")


def choice(_book: Any, sheet: Any) -> None:
    """Ask for a choice."""
    sheet.data_validation("C7", {"validate": "list", "source": ["yes", "no"]})


def a_date(_book: Any, sheet: Any) -> None:
    """Ask for a date."""
    rule = {"validate": "date", "criteria": ">", "value": "=1"}
    sheet.data_validation("C7", rule)


def advice(_book: Any, sheet: Any) -> None:
    """Offer a choice, and take other words."""
    rule = {"validate": "list", "source": ["yes", "no"], "error_type": "information"}
    sheet.data_validation("C7", rule)


def struck(book: Any, sheet: Any) -> None:
    """Cross out what stands in the cell."""
    sheet.write_string("C7", LINE, book.add_format({"font_strikeout": True}))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (formula, "a formula stands in it"),
        (array, "a formula stands in it"),
        (choice, "it takes a choice from a list"),
        (a_date, "it takes a date"),
        (struck, "its markup is unusual"),
    ],
)
def test_a_cell_that_takes_no_words_is_named(
    fill: Callable[..., Done], change: Change, why: str
) -> None:
    """It is left as it was, all others are filled, and the exit code is 1."""
    form = workbook(change)
    done = fill(form, "--overwrite")
    assert done.code == 1
    assert done.err == (
        f"TIDieR 5 (sheet Form, row 7): “p. 5” cannot be written there: {why}\n"
        "wrote the answers to 11 items into 12 cells\n"
    )
    assert done.cells == cells(form) | {p: t for p, t in ANSWERS.items() if p != "C7"}
    written = {*ANSWERS} - {"C7"}
    assert without(form, written) == without(done.raw, written)


@pytest.mark.parametrize("change", [unlocked, advice])
def test_a_cell_that_takes_words_all_the_same_is_filled(
    fill: Callable[..., Done], change: Change
) -> None:
    """A protected sheet with open cells, and a list that only offers."""
    done = fill(workbook(change))
    assert (done.code, done.cells["C7"]) == (0, "p. 5")


def test_a_sheet_that_is_locked_is_left(fill: Callable[..., Done]) -> None:
    """Every answer is named, and the file is the same."""
    form = workbook(locked)
    done = fill(form)
    assert done.code == 1
    assert done.err.count("cannot be written there: the form locks its content") == len(ANSWERS)
    assert members(done.raw) == members(form)


def test_merged_cells(fill: Callable[..., Done]) -> None:
    """The first of the cells takes the answer; what is only merged into it takes none."""
    done = fill(workbook(lambda _book, sheet: sheet.merge_range("C7:D7", "")))
    assert (done.code, done.cells["C7"]) == (0, "p. 5")
    form = workbook(lambda _book, sheet: sheet.merge_range("C7:C8", ""))
    done = fill(form)
    assert done.cells["C7"] == "p. 5"
    places = [f"sheet Form, cell {place}" for place in ("C8", "Z9", "nowhere")]
    alone = fill_xlsx(form, [FormAnswer(place, "p. 7") for place in places])
    assert dict(alone.left) == {
        places[0]: "it is merged into another cell",
        places[2]: "there is no such cell",
    }


def test_answers_in_the_form_stay_and_are_named(fill: Callable[..., Done]) -> None:
    """What somebody wrote is replaced only where asked for; a label before a line stays."""

    def answered(_book: Any, sheet: Any) -> None:
        sheet.write_string("C7", "page 77")
        sheet.write_string("C8", "Page: ____")

    done = fill(workbook(answered))
    assert done.code == 1
    assert done.err == (
        "TIDieR 5 (sheet Form, row 7): already answered “page 77”; --overwrite replaces it\n"
        "wrote the answers to 11 items into 12 cells\n"
    )
    assert (done.cells["C7"], done.cells["C8"]) == ("page 77", "Page: 5")
    done = fill(workbook(answered), "--overwrite")
    assert (done.code, done.cells["C7"]) == (0, "p. 5")


def test_what_excel_takes_for_an_escape_is_text() -> None:
    """Words come back as they were given, whatever they look like."""
    texts = ["_x0041_", "=1+1", "a\nb", " 7 ", "<&>", "5-7", "\U0001f600"]
    answers = [FormAnswer(f"sheet Form, cell C{n}", text) for n, text in enumerate(texts, 3)]
    filled = fill_xlsx(workbook(), answers)
    assert not filled.left
    assert [cells(filled.content)[f"C{n}"] for n, _ in enumerate(texts, 3)] == texts
    assert not re.findall(rb"<f[ >]", members(filled.content)[SHEET])
