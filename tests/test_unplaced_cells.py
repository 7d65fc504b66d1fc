"""Workbooks whose rows and cells do not say where they stand: each is behind the one before."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter
from lxml import etree

from filledforms import TIDIER
from intspec import Form, FormAnswer
from intspec.cli.main import run
from intspec_bundled.excel import fill_xlsx, read_xlsx
from office import members

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: Whether an element, by its number among those of its kind, keeps saying where it stands.
KEPT: dict[str, dict[str, Callable[[int], bool]]] = {
    "no cell says so": {"c": lambda _n: False},
    "no row says so": {"row": lambda _n: False},
    "nothing says so": {"c": lambda _n: False, "row": lambda _n: False},
    "each second one says so": {"c": lambda n: n % 2 == 0, "row": lambda n: n % 2 == 1},
    "every third one says so": {"c": lambda n: n % 3 == 1, "row": lambda n: n % 3 == 0},
}


def workbook(*, gaps: bool, answers: bool = True) -> bytes:
    """Return a form, with a crossed-out answer; with gaps, cells and rows before it are missing."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Form")
        struck = book.add_format({"font_strikeout": True})
        left, top = (2, 3) if gaps else (0, 0)
        sheet.write_row(top, left, ["No", "Item", "Page"])
        for at, (number, label) in enumerate(TIDIER.items(), top + 1):
            row = at + (2 if gaps and at > top + 6 else 0)
            sheet.write_row(row, left, [number, label])
            if answers:
                sheet.write(row, left + 2, f"p. {at}", *([struck] if at == top + 5 else []))
            if gaps:
                sheet.write(row, left + 5, f"Note {at}")
    return buffer.getvalue()


def unplaced(raw: bytes, kept: dict[str, Callable[[int], bool]]) -> bytes:
    """Take out where rows and cells stand, where that is behind the one before."""
    parts = members(raw)
    root = etree.fromstring(parts[SHEET])
    for name, keeps in kept.items():
        stated = [(one, one.get("r"), _before(one)) for one in root.iter(MAIN + name)]
        for number, (element, place, before) in enumerate(stated):
            if not keeps(number) and _next(before) == place:
                del element.attrib["r"]
    parts[SHEET] = etree.tostring(root)
    buffer = BytesIO()
    with ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def _before(element: etree._Element) -> str:
    """Return where the element before stands, or would: a row's 0, a cell's column `@`."""
    before = element.getprevious()
    if before is not None:
        return str(before.get("r"))
    row = element.getparent()
    return f"@{row.get('r')}" if element.tag == MAIN + "c" and row is not None else "0"


def _next(place: str) -> str:
    return str(int(place) + 1) if place.isdecimal() else chr(ord(place[0]) + 1) + place[1:]


def read(raw: bytes) -> Form:
    """Read a form."""
    return read_xlsx(raw, "form.xlsx")


def words(raw: bytes) -> dict[str, str]:
    """Return what stands in which cell."""
    return {cell.where: cell.text for _, row in read(raw).rows() for cell in row.cells}


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)
def test_a_form_is_read_as_if_each_cell_said_where_it_stands(
    kept: dict[str, Callable[[int], bool]], *, gaps: bool
) -> None:
    """With its doubts: a crossed-out answer is told of the cell in which it stands."""
    whole = workbook(gaps=gaps)
    changed = unplaced(whole, kept)
    assert members(changed)[SHEET] != members(whole)[SHEET]
    assert read(changed) == read(whole)
    assert [c.where for _, row in read(whole).rows() for c in row.cells if c.doubts] == [
        "sheet Form, cell E9" if gaps else "sheet Form, cell C6"
    ]


@pytest.mark.parametrize("answers", [False, True])
@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)
def test_answers_go_where_they_are_sent(
    kept: dict[str, Callable[[int], bool]], *, gaps: bool, answers: bool
) -> None:
    """Into cells that are there, cells that are not, and rows that are not."""
    whole = workbook(gaps=gaps, answers=answers)
    sent = [FormAnswer(f"sheet Form, cell E{row}", f"p. {row + 20}") for row in range(2, 20)]
    filled, as_whole = fill_xlsx(unplaced(whole, kept), sent), fill_xlsx(whole, sent)
    assert filled.left == as_whole.left == {}
    assert words(filled.content) == words(as_whole.content)
    assert {one.where: one.text for one in sent}.items() <= words(filled.content).items()


def test_a_cell_may_say_where_it_stands_in_a_row_that_does_not(tmp_path: Path) -> None:
    """Each command takes the same place for it; what is made of a form is the same."""
    whole = workbook(gaps=True)
    root = etree.fromstring(members(whole)[SHEET])
    assert len({row.get("r") for row in root.iter(MAIN + "row")}) == len(TIDIER) + 1
    for row in root.iter(MAIN + "row"):
        del row.attrib["r"]
    parts = members(whole) | {SHEET: etree.tostring(root)}
    form = tmp_path / "form.xlsx"
    with ZipFile(form, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert read(form.read_bytes()) == read(whole)
    sent = [FormAnswer("sheet Form, cell E7", "p. 70"), FormAnswer("sheet Form, cell G18", "x")]
    filled = fill_xlsx(form.read_bytes(), sent)
    expected = words(whole) | {one.where: one.text for one in sent}
    assert {place: text for place, text in words(filled.content).items() if text} == {
        place: text for place, text in expected.items() if text
    }
    drafts: list[str] = []
    for content in (form.read_bytes(), whole):
        form.write_bytes(content)
        draft = tmp_path / f"{len(drafts)}.yaml"
        assert run(["import", str(form), "-o", str(draft)]) == 0
        drafts.append(draft.read_text(encoding="utf-8"))
    assert drafts[0] == drafts[1]
