"""Excel workbooks: what they hold, that nothing in them is live, and that they read back."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import attrs
import packages
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from readback import everywhere

from intspec import Block, Cell, Column, Form, FormError, FormTable, PageOptions, Row, Table, View
from intspec.views import VIEWS
from intspec_bundled import excel
from intspec_bundled.excel.split_cells import AGAIN, MORE
from office import bad_input, column_of, dates, line_feeds, members, odd_texts
from test_tables import HOSTILE
from test_views import view_of

pytestmark = pytest.mark.long

RENDER: Any = next(iter(excel.intspec_renderers())).function
READ: Any = next(iter(excel.intspec_importers())).function
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def made(view: View) -> bytes:
    """Write a view."""
    raw = RENDER(view)
    assert isinstance(raw, bytes)
    return raw


def sheet_of(view: View) -> FormTable:
    """Write a view and read its first table."""
    form: Form = READ(made(view), "view.xlsx")
    return form.tables[0]


def texts(table: FormTable) -> list[list[str]]:
    """Return the texts of a sheet, row by row."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def shown(text: str) -> str:
    """Return what a workbook shows of a text."""
    return FORBIDDEN.sub("\ufffd", line_feeds(text))


def workbook(*cells: tuple[int, int, Any], **options: Any) -> bytes:
    """Write values into a sheet as somebody else would."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("Form")
        formats = {
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "hh:mm"}),
        }
        for row, column, value in cells:
            if isinstance(value, tuple):
                sheet.write_number(row, column, value[0], formats[value[1]])
            else:
                sheet.write(row, column, value)
    return buffer.getvalue()


def changed(raw: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Change a part of a package."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
        for name, content in members(raw).items():
            if name == part:
                assert old in content
            package.writestr(name, content.replace(old, new) if name == part else content)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", VIEWS)
def test_the_same_view_gives_the_same_bytes(kind: str) -> None:
    """No clock and no chance has a part in a workbook."""
    assert made(view_of(kind)) == made(view_of(kind))
    assert dates(made(view_of(kind))) == {(1980, 1, 1, 0, 0, 0)}
    core = members(made(view_of(kind)))["docProps/core.xml"]
    assert set(re.findall(rb">(\d{4}-[^<]*)<", core)) == {b"1980-01-01T00:00:00Z"}


@pytest.mark.parametrize("kind", VIEWS)
def test_every_cell_reads_back(kind: str) -> None:
    """Each cell of each table is what the view has there."""
    view = view_of(kind)
    form = READ(made(view), "view.xlsx")
    assert [table.caption for table in form.tables] == [table.caption[:31] for table in view.tables]
    for table, written in zip(view.tables, form.tables, strict=True):
        heads = 2 if any(column.span for column in table.columns) else 1
        assert texts(written)[heads:] == [[cell.plain for cell in row.cells] for row in table.rows]


def test_what_stands_around_the_tables_is_on_the_last_sheet() -> None:
    """Title, notices and notes are there, in this order."""
    form = READ(made(view_of("description")), "view.xlsx")
    assert [(text.style, text.text) for text in form.texts] == [
        ("Title", "Walking in company for people with knee pain (STEPS)"),
        ("Subtitle", "DEMO 2: description of the interventions"),
        ("Notice", "FICTITIOUS EXAMPLE: this study is invented."),
        (
            "",
            (
                "DEMO 2: Example A. The DEMO statement. J Invented Methods 2020;1:1. "
                "https://doi.org/10.1234/demo.2020"
            ),
        ),
        ("Heading 1", "Where sources disagree"),
        ("", "The year in which the study began: 2022 [2]; 2023 [1]."),
        ("Heading 1", "Sources"),
        (
            "",
            (
                "[1] Müller Ö, Example A. Walking in company. J Invented Trials 2024;1:1-9 "
                "(full text read). https://doi.org/10.1234/steps.2024"
            ),
        ),
        (
            "",
            (
                "[2] Example A. Protocol of STEPS. J Invented Trials 2022;1:10 "
                "(abstract read). https://steps.example/protocol"
            ),
        ),
    ]
    assert form.texts[0].where == "sheet About, row 1"
    assert form.identifier == "walking@1.0.0"
    assert form.language == "en"
    assert form.title.endswith("DEMO 2: description of the interventions")


def test_the_headings_are_those_of_the_form() -> None:
    """A shared heading lies over its columns; both rows are frozen and print on each page."""
    rows = sheet_of(view_of("checklist")).rows[:2]
    assert [[(c.text, c.column, c.span, c.continued) for c in row.cells] for row in rows] == [
        [
            ("Item number", 1, 1, False),
            ("Item", 2, 1, False),
            ("Where located", 3, 2, False),
        ],
        [
            ("", 1, 1, True),
            ("", 2, 1, True),
            ("Primary paper\npage, section or appendix", 3, 1, False),
            ("Other\ndetails", 4, 1, False),
        ],
    ]
    parts = members(made(view_of("checklist")))
    pane = next(etree.fromstring(parts["xl/worksheets/sheet1.xml"]).iter(f"{S}pane"))
    assert (pane.get("xSplit"), pane.get("ySplit"), pane.get("state")) == ("2", "2", "frozen")
    assert b"'Where each item is reported'!$1:$2" in parts["xl/workbook.xml"]


def test_the_checklist_offers_the_states() -> None:
    """The state of an item stands in a column of its own, with a list to choose from."""
    view = view_of("checklist")
    parts = members(made(view))
    root = etree.fromstring(parts["xl/worksheets/sheet1.xml"])
    shared = [
        "".join(str(t.text or "") for t in si.iter(f"{S}t"))
        for si in etree.fromstring(parts["xl/sharedStrings.xml"])
    ]
    states = [
        shared[int(cell[0].text or 0)]
        for cell in root.iter(f"{S}c")
        if (cell.get("r") or "").startswith("E") and len(cell)
    ]
    items = [row for row in view.tables[0].rows if row.kind == "item"]
    told = [(row.cells[-1].state or "differs by arm").replace("-", " ") for row in items]
    assert states == ["State", *told]
    rule = next(root.iter(f"{S}dataValidation"))
    assert rule.get("type") == "list"
    assert rule.get("sqref") == f"E3:E{len(view.tables[0].rows) + 2}"
    assert "not applicable" in etree.tostring(rule, encoding="unicode")


def test_the_column_of_states_is_left_aside_when_read() -> None:
    """What the check found is no answer; a column of that name with other words in it is read."""
    form = READ(made(view_of("checklist")), "view.xlsx")
    assert form.tables[0].width == 4
    assert form.remarks == (
        (
            "sheet Where each item is reported: the column State was not read: it follows from the "
            "answers beside it. What cannot be reported is declared there, with its reason"
        ),
    )
    columns = (Column("item", "Item"), Column("state", "State"))
    cells = (Cell((Block("text", "1"),)), Cell((Block("text", "p. 3"),)))
    other = View("k", "T", "S", tables=(Table("t", "T", columns, (Row("item", cells),)),))
    assert texts(sheet_of(other)) == [["Item", "State"], ["1", "p. 3"]]


def test_a_page_is_landscape_and_as_wide_as_the_paper() -> None:
    """Nobody has to set up the printer."""
    root = etree.fromstring(members(made(view_of("checklist")))["xl/worksheets/sheet1.xml"])
    setup = next(root.iter(f"{S}pageSetup"))
    found = {key: setup.get(key) for key in ("paperSize", "orientation", "fitToHeight")}
    assert found == {"paperSize": "9", "orientation": "landscape", "fitToHeight": "0"}


def test_long_text_goes_on_in_the_row_below() -> None:
    """What a cell cannot hold or show stands in the next rows, marked, and reads back as one."""
    text = "\n".join(f"{number}. " + "word " * (number % 90) for number in range(400))
    tall = "x" * 70_000
    view = column_of(["before", text, tall, "after"])
    with ZipFile(BytesIO(made(view))) as package:
        strings = package.read("xl/sharedStrings.xml").decode()
    assert strings.count("[continues in the row below]") > 10
    lengths = [len(one) for one in re.findall("<t[^>]*>([^<]*)</t>", strings)]
    assert max(lengths) <= 32_767
    assert texts(sheet_of(view)) == [["C"], ["before"], [text], [tall], ["after"]]


def test_names_of_sheets_are_ones_that_excel_takes() -> None:
    """No forbidden sign, no more than 31 characters, and each once whatever its case."""
    captions = (
        "a/b:c*?[d]",
        "A B C D",
        "History",
        "'quoted'",
        "About",
        "",
        "long " * 20,
        "long " * 21,
        "\N{BRAIN}" * 20,
        "\N{BRAIN}" * 21,
    )
    column = (Column("c", "C"),)
    view = View("k", "T", "S", tables=tuple(Table("t", c, column, ()) for c in captions))
    names = [table.caption for table in READ(made(view), "view.xlsx").tables]
    assert names == [
        *("a b c d", "A B C D (2)", "History (2)", "quoted", "About (2)", "Table"),
        *("long long long long long long l", "long long long long long lo (2)"),
        *("\N{BRAIN}" * 15, "\N{BRAIN}" * 13 + " (2)"),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_workbook_is_live(text: str) -> None:
    """No text becomes a formula, a link or a number."""
    raw = made(everywhere(text))
    for name, content in members(raw).items():
        if name.startswith("xl/worksheets/"):
            root = etree.fromstring(content)
            assert {cell.get("t") for cell in root.iter(f"{S}c")} <= {"s", None}
            assert not list(root.iter(f"{S}f", f"{S}hyperlink"))
            assert all(cell.get("t") == "s" for cell in root.iter(f"{S}c") if len(cell))
    assert [n for n in members(raw) if "externalLink" in n or "_rels/sheet" in n] == []


def test_empty_texts_are_left_out() -> None:
    """A note without words and a list without a title take no row; a workbook is written."""
    assert [text.text for text in READ(made(everywhere("")), "view.xlsx").texts] == []


def test_what_xml_forbids_is_shown_and_said() -> None:
    """A control character becomes U+FFFD, and a notice says how many there are."""
    form = READ(made(column_of(["a\x00b\x0bc", "d\ufffee"])), "view.xlsx")
    assert texts(form.tables[0])[1:] == [["a\ufffdb\ufffdc"], ["d\ufffde"]]
    told = [text.text for text in form.texts if text.style == "Notice"]
    assert told == ["3 characters that a workbook cannot hold: shown as \ufffd."]


@pytest.mark.parametrize("text", ["<r>x</r>", "<r><t>x</t></r>", "_x000D_", "_x005F_", "{=1}", "5"])
def test_text_that_a_library_or_excel_takes_for_its_own_stays_text(text: str) -> None:
    """What means something within the file's XML means nothing as a text."""
    assert texts(sheet_of(column_of([text])))[1] == [text]


def test_odd_texts_read_back_by_two_readers() -> None:
    """Each text of the collections is the same when read back, or what is not is shown."""
    odd = list(odd_texts())
    # On a narrower page a long text goes on in the row below.
    raw = RENDER(column_of(odd), PageOptions(orientation="landscape"))
    expected = [shown(text) for text in odd]
    assert [row[0] for row in texts(READ(raw, "view.xlsx").tables[0])[1:]] == expected
    root = etree.fromstring(members(raw)["xl/sharedStrings.xml"])
    shared = ["".join(str(t.text or "") for t in si.iter(f"{S}t")) for si in root]
    sheet = etree.fromstring(members(raw)["xl/worksheets/sheet1.xml"])
    cells = [next(iter(row), None) for row in sheet.iter(f"{S}row")]
    found = [
        shared[int(cell[0].text or 0)] if cell is not None and len(cell) else "" for cell in cells
    ]
    escaped = [re.sub("(_x[0-9a-fA-F]{4}_)", r"_x005F\1", text) for text in expected]
    assert found[1:] == escaped


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters()), min_size=1, max_size=5))
def test_any_text_reads_back(values: list[str]) -> None:
    """A cell is what it was, or has a visible character for one that XML forbids."""
    blocks = tuple(Block("text", text, cites=("1",)) for text in values)
    cell = Cell(blocks)
    rows = (Row("item", (cell,)), Row("item", (Cell((Block("gap", "end"),)),)))
    view = View("k", "T", "S", tables=(Table("t", "T", (Column("c", "C"),), rows),))
    assert texts(sheet_of(view))[1:] == [[shown(cell.plain)], ["end"]]


def test_values_are_read_as_a_person_reads_them() -> None:
    """Numbers without a point that nobody typed, dates in ISO, truth in capitals."""
    raw = workbook(
        *((0, 0, 5), (0, 1, 7.0), (0, 2, 7.25), (0, 3, True), (0, 4, "a\r\nb")),
        *((1, 0, (45000, "date")), (1, 1, (0.5, "time")), (1, 2, "0012"), (1, 3, -3)),
    )
    form = READ(raw, "form.xlsx")
    assert texts(form.tables[0]) == [
        ["5", "7", "7.25", "TRUE", "a\nb"],
        ["2023-03-15", "12:00", "0012", "-3", ""],
    ]
    assert form.remarks == ()
    doubts = {cell.where[-2:]: cell.all_doubts for _t, row in form.rows() for cell in row.cells}
    assert {place for place, said in doubts.items() if said} == {"C1", "D1", "A2", "B2", "D2"}
    assert "it is a date: if pages such as 6-7" in doubts["A2"][0]
    assert "which makes 2.1 of 2.10" in doubts["C1"][0]
    assert "none that a page has" in doubts["D2"][0]


def test_places_are_those_that_excel_shows() -> None:
    """Rows and cells are named as on the screen, empty ones before them counted."""
    table = READ(workbook((2, 1, "x")), "form.xlsx").tables[0]
    assert [row.where for row in table.rows] == [f"sheet Form, row {n}" for n in (1, 2, 3)]
    assert [cell.where for cell in table.rows[2].cells] == [
        "sheet Form, cell A3",
        "sheet Form, cell B3",
    ]


def test_merged_cells_are_one() -> None:
    """A merged area is one cell as wide as it is, and goes on in the rows below."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Form")
        sheet.merge_range(0, 1, 1, 2, "both")
        sheet.write(1, 0, "left")
    table = READ(buffer.getvalue(), "form.xlsx").tables[0]
    assert [[(c.text, c.column, c.span, c.continued) for c in r.cells] for r in table.rows] == [
        [("", 1, 1, False), ("both", 2, 2, False)],
        [("left", 1, 1, False), ("", 2, 2, True)],
    ]


def test_pieces_in_the_rows_below_are_put_together() -> None:
    """However many there are, each column for itself; not where something else is beside them."""
    pieces = [f"part {n} {MORE}" if n == 0 else f"{AGAIN} part {n} {MORE}" for n in range(9)]
    last = f"{AGAIN} the end"
    rows = [*((n, 0, piece) for n, piece in enumerate(pieces)), (9, 0, last), (0, 1, "beside")]
    whole = "".join(f"part {n} " for n in range(9)).replace(" part", "part") + "the end"
    joined = texts(READ(workbook(*rows), "form.xlsx").tables[0])
    assert [["".join(row[0].split()), row[1]] for row in joined] == [
        ["".join(whole.split()), "beside"]
    ]
    assert len(texts(READ(workbook(*rows, (5, 1, "else")), "form.xlsx").tables[0])) > 1


def test_what_reaches_too_far_is_refused_by_name() -> None:
    """A cell far to the right, and one that is merged as far."""
    with pytest.raises(FormError, match="reaches as far as cell BXV1") as refused:
        READ(workbook((0, 1997, "far")), "form.xlsx")
    assert refused.value.where == "sheet Form"
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Form")
        sheet.merge_range(0, 0, 0, 1997, "wide")
    with pytest.raises(FormError, match="merged cells reach as far as column BXV") as refused:
        READ(buffer.getvalue(), "form.xlsx")
    assert refused.value.where == "sheet Form"


def test_links_errors_and_what_is_hidden_are_told() -> None:
    """An address is kept with its cell; what is not read is named with its place."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Form")
        sheet.write_url(0, 0, "https://trial.example/handbook", string="Handbook")
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 0, "=1+1", None, 2)
        sheet.write_comment(2, 0, "well")
        book.add_worksheet("Old").hide()
    form = READ(buffer.getvalue(), "form.xlsx")
    assert texts(form.tables[0]) == [["Handbook"], ["#DIV/0!"], ["2"]]
    assert form.tables[0].rows[0].cells[0].links == ("https://trial.example/handbook",)
    assert form.remarks == (
        "sheet Old is hidden; it was read like the others",
        "the comments on cells were not read",
    )


GOOD = workbook((0, 0, "text"), (1, 1, 5))
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("raw", "message", "hint"),
    [
        (b"", "is empty", "new copy"),
        (b"%PDF-1.7\n", "is a PDF", "workbook that it was made from"),
        (b"<html><table>", "is a web page", "save it as .xlsx"),
        (b"a,b\n1,2\n", "is a text file", ".csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office file", "save it as"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
            "without a password",
        ),
        (b"PK\x05\x06" + bytes(18), "without a workbook", "the workbook itself"),
        (GOOD[: len(GOOD) // 2], "is damaged", "save it again"),
        (changed(GOOD, SHEET, b'r="B2"', b'r="XFD1048576"'), "as far as cell XFD1048576", "delete"),
        (changed(GOOD, SHEET, b'r="B2"', b'r="2B"'), "has a cell `2B`", "save it again"),
        (changed(GOOD, SHEET, b"<v>0</v>", b"<v>9</v>"), "texts that are not there", "again"),
        (changed(GOOD, SHEET, b"<v>5</v>", b"<v>1e999</v>"), "too large", "as text"),
        (changed(GOOD, SHEET, b"<v>5</v>", b"<v>5"), "is damaged", "again"),
        (changed(GOOD, SHEET, b"<worksheet", b"<!DOCTYPE x><worksheet"), "to do harm", "again"),
    ],
)
def test_what_is_no_form_is_refused_with_a_remedy(raw: bytes, message: str, hint: str) -> None:
    """Whatever is wrong with a file is said in one line, with what to do."""
    with pytest.raises(FormError) as refused:
        READ(raw, "form.xlsx")
    assert message in refused.value.message
    assert hint in refused.value.hint


def test_a_package_that_lies_about_its_size_is_refused() -> None:
    """What unpacks to more than a form can be is not unpacked."""
    raw = changed(GOOD, SHEET, b"</worksheet>", b" " * 30_000_000 + b"</worksheet>")
    with pytest.raises(FormError, match="more than 20 MB"):
        READ(raw, "form.xlsx")


def test_bad_packages_are_read_or_refused() -> None:
    """No traceback, none over 300 MB, and each refusal says why."""
    folder = bad_input()
    names = [name for name in packages.collected() if name.endswith((".xlsx", ".xlsm"))]
    found = packages.verdicts([folder / name for name in names])
    # How long it takes is held by `tests/trust/packages.py`.
    told = {name: found[folder / name] | {"seconds": 0} for name in names}
    wrong = {name: packages.verdict(name, told[name]) for name in names}
    assert {name: fault for name, fault in wrong.items() if fault} == {}
    assert len(names) > 100


def test_a_row_is_as_high_as_its_words_need_whole() -> None:
    """Words are not broken, and bold ones are wider: the name of an arm is not cut off."""
    columns = (Column("arm", "Arm", width=2), Column("request", "Request", width=16))
    cells = (
        Cell((Block("label", "ENRICH peer support for discharge"),)),
        Cell((Block("text", "Please state how long a session lasted."),)),
    )
    plain = (Cell((Block("text", "Walk"),)), cells[1])
    view = attrs.evolve(
        everywhere("x"),
        tables=(Table("gaps", "Gaps", columns, (Row("item", cells), Row("item", plain))),),
    )
    root = etree.fromstring(members(made(view))["xl/worksheets/sheet1.xml"])
    heights = {row.get("r"): row.get("ht") for row in root.iter(f"{S}row")}
    assert (heights["2"], heights["3"]) == ("39", None)
