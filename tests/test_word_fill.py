"""`intspec fill` writes answers into a user's own form, and changes nothing else of it."""

import io
import zipfile
from pathlib import Path

import attrs
import pytest
from lxml import etree

from docx_builder import PROMPT, docx, field, p, r, sdt, tbl, tc, tr
from filledforms import TIDIER
from intspec import Form
from intspec.cli.main import run
from intspec_bundled.word.hooks import read_docx

pytestmark = pytest.mark.long

LINE = "______________"
INK = "<w:color w:val='1F3864'/><w:sz w:val='18'/>"
EXERCISE = Path(__file__).parent.parent / "specs" / "exercise" / "group-exercise.intspec.yaml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

#: Invented wording under the numbers and headings of TIDieR's form.
GROUPS = {
    "BRIEF NAME": ["1."],
    "WHY": ["2."],
    "WHAT": ["3.", "4."],
    "WHO PROVIDED": ["5."],
    "HOW": ["6."],
    "WHERE": ["7."],
    "WHEN and HOW MUCH": ["8."],
    "TAILORING": ["9."],
    "MODIFICATIONS": ["10.\N{LATIN LETTER ALVEOLAR CLICK}"],
    "HOW WELL": ["11.", "12.\N{LATIN LETTER ALVEOLAR CLICK}"],
}


def tidier_table(answer: str = "", **cells: str) -> str:
    """Return a table like that of TIDieR's form: 24 rows, four columns, lines to write on.

    Args:
        answer: Markup of an answer cell.
        **cells: Markup of cells that differ, such as `c5_3`: item 5, column 3.
    """
    answer = answer or tc(p(r(LINE, INK)))
    down, goes_on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    rows = [
        tr(
            tc("Item number", properties=down),
            tc("Item", properties=down),
            tc("Where located **", properties="<w:gridSpan w:val='2'/>"),
        ),
        tr(
            tc(properties=goes_on),
            tc(properties=goes_on),
            tc(p("Primary paper"), p("(page or appendix number)")),
            tc(p("Other ", r("†", "<w:vertAlign w:val='superscript'/>"), " (details)")),
        ),
    ]
    for group, numbers in GROUPS.items():
        rows.append(tr("", tc(p(r(group, "<w:b/>"))), "", ""))
        for number in numbers:
            key = number.rstrip(".\N{LATIN LETTER ALVEOLAR CLICK}")
            third, fourth = (cells.get(f"c{key}_{column}", answer) for column in (3, 4))
            rows.append(tr(number, f"Invented words for {number}", third, fourth))
    return tbl(*rows)


@attrs.frozen
class Done:
    """What a run came to."""

    code: int
    out: str
    err: str


@attrs.frozen
class Desk:
    """A folder with a form in it, and the command that fills it."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def run(self, form: Path, *options: str, spec: Path = EXERCISE) -> Done:
        """Fill a form into `out.docx`."""
        output = str(self.folder / "out.docx")
        code = run(["fill", str(form), str(spec), "-o", output, *options])
        said = self.capture.readouterr()
        return Done(code, said.out, said.err)

    def fill(self, form: bytes, *options: str, spec: Path = EXERCISE) -> Done:
        """Fill a form, given by its bytes."""
        path = self.folder / "form.docx"
        path.write_bytes(form)
        return self.run(path, *options, spec=spec)

    @property
    def filled(self) -> bytes:
        """The bytes of the filled form."""
        return (self.folder / "out.docx").read_bytes()

    @property
    def cells(self) -> dict[str, str]:
        """The words of the cells of the filled form, by place."""
        return words(read_docx(self.filled, "out.docx"))

    def spec(self, checklist: str = "tidier", item: str = "tidier/how") -> Path:
        """Write a specification that locates one item, in the paper and on a website."""
        path = self.folder / "walk.intspec.yaml"
        path.write_text(SPEC.format(checklist=checklist, item=item))
        return path


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A folder for a form."""
    return Desk(tmp_path, capsys)


def words(form: Form) -> dict[str, str]:
    """Return the words of the cells of a form, by place."""
    return {cell.where: cell.text for _, row in form.rows() for cell in row.cells}


def changed(before: bytes, after: bytes) -> set[str]:
    """Return the members of a file that are not the same byte for byte."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert old.namelist() == new.namelist()
        return {name for name in old.namelist() if old.read(name) != new.read(name)}


def markup(raw: bytes) -> etree._Element:
    """Return the root of the main part."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


PRIMARY = {
    4: "p. 1",
    6: "p. 2",
    8: "p. 4",
    9: "p. 4",
    11: "p. 5",
    13: "p. 5",
    15: "p. 3",
    17: "p. 5",
    19: "p. 5",
    21: "p. 8",
    23: "p. 6",
    24: "p. 8",
}
OTHER = {8: "Additional file 1 of the fictitious trial: Diary and manual"}


def test_the_twelve_rows_of_a_tidier_form_are_filled(desk: Desk) -> None:
    """Each item's row gets its answer, and every other cell stays as it was."""
    form = docx(p("The TIDieR checklist"), tidier_table())
    done = desk.fill(form)
    assert (done.code, done.out) == (0, "")
    assert done.err == "wrote the answers to 12 items into 13 cells\n"
    expected = words(read_docx(form, "form.docx"))
    expected |= {f"table 1, row {row}, column 3": text for row, text in PRIMARY.items()}
    expected |= {f"table 1, row {row}, column 4": text for row, text in OTHER.items()}
    assert desk.cells == expected


def test_nothing_else_in_the_file_changes(desk: Desk) -> None:
    """All other parts are the same byte for byte, all other cells the same markup."""
    form = docx(
        p("Form", "<w:r><w:tab/></w:r>", r("x", "<w:b/>")),
        tidier_table(),
        p("after"),
        parts={"footer": p("page")},
        core="<dc:title>T</dc:title>",
        extra={"customXml/item1.xml": b"<data/>", "word/media/a.png": b"\x89PNG"},
    )
    assert desk.fill(form).code == 0
    filled = desk.filled
    assert changed(form, filled) == {"word/document.xml"}
    places = [(row, 3) for row in PRIMARY] + [(row, 4) for row in OTHER]
    old, new = markup(form), markup(filled)
    for root in (old, new):
        rows = list(root.iter(f"{W}tr"))
        for row, column in places:
            rows[row - 1].findall(f"{W}tc")[column - 1].clear()
    assert etree.tostring(old, method="c14n") == etree.tostring(new, method="c14n")


def test_the_formatting_of_the_line_stays(desk: Desk) -> None:
    """An answer looks like the line that it is written on."""
    desk.fill(docx(tidier_table()))
    row = list(markup(desk.filled).iter(f"{W}tr"))[3]
    (run,) = row.findall(f"{W}tc")[2].iter(f"{W}r")
    properties = run.find(f"{W}rPr")
    assert properties is not None
    assert [(one.tag, one.get(f"{W}val")) for one in properties] == [
        (f"{W}color", "1F3864"),
        (f"{W}sz", "18"),
    ]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (tc(), "p. 5"),
        (tc("Click or tap here to enter text."), "p. 5"),
        (tc(p(r("____"), r("______"))), "p. 5"),
        (tc(p(LINE), p(LINE)), "p. 5"),
        (tc(p(r("Page: "), r(LINE))), "Page: 5"),
        (tc(p(r(f"Page {LINE}"))), "Page 5"),
        (tc(p(sdt(r("Click or tap here to enter text."), PROMPT))), "p. 5"),
        (tc(sdt(p(r("Click here."), "<w:r><w:t> </w:t></w:r>"), PROMPT)), "p. 5"),
        (sdt(tc("Click here to enter text."), PROMPT), "p. 5"),
        (tc(p(sdt("", "<w:text/>"))), "p. 5"),
        (tc(p(field(" FORMTEXT ", "\u2002\u2002\u2002\u2002\u2002"))), "p. 5"),
        (tc(p(f"<w:hyperlink w:anchor='x'>{r(LINE)}</w:hyperlink>")), "p. 5"),
        (tc(p(r(LINE), "<w:bookmarkStart w:id='1' w:name='b'/>")), "p. 5"),
    ],
)
def test_every_kind_of_open_cell_is_filled(desk: Desk, cell: str, shown: str) -> None:
    """Empty cells, lines, prompts, controls and old form fields take the answer."""
    done = desk.fill(docx(tidier_table(c5_3=cell)))
    assert done.code == 0, done.err
    assert desk.cells["table 1, row 11, column 3"] == shown
    form = read_docx(desk.filled, "out.docx")
    assert form.remarks == ()


def test_a_filled_control_is_one_that_is_filled(desk: Desk) -> None:
    """The mark of the prompt and the tie to data behind the form go; the control stays."""
    properties = (
        f"<w:rPr><w:b/></w:rPr><w:tag w:val='place'/><w:dataBinding w:xpath='/a'/>{PROMPT}<w:text/>"
    )
    prompt = r("Click here.", "<w:rStyle w:val='PlaceholderText'/>")
    desk.fill(docx(tidier_table(c5_3=tc(p(sdt(prompt, properties))))))
    (control,) = markup(desk.filled).iter(f"{W}sdt")
    assert [one.tag.removeprefix(W) for one in control[0]] == ["rPr", "tag", "text"]
    (run,) = control.iter(f"{W}r")
    assert [one.tag.removeprefix(W) for one in run] == ["rPr", "t"]
    assert [one.tag.removeprefix(W) for one in run[0]] == ["b"]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (tc(p(sdt(r("Choose."), f"{PROMPT}<w:dropDownList/>"))), "it is a drop-down list"),
        (tc(p(sdt(r("Date."), f"{PROMPT}<w:date/>"))), "it is a date"),
        (
            tc(p(sdt(r("Click."), f"{PROMPT}<w:lock w:val='sdtContentLocked'/>"))),
            "the form locks its content",
        ),
        (tc(p(r(LINE, "<w:vanish/>"))), "its markup is unusual"),
    ],
)
def test_a_cell_that_takes_no_words_is_named(desk: Desk, cell: str, why: str) -> None:
    """An answer that a control cannot hold is named, and the exit code is 1."""
    done = desk.fill(docx(tidier_table(c5_3=cell)))
    assert done.code == 1
    assert done.err == (
        f"TIDieR 5 (table 1, row 11): “p. 5” cannot be written there: {why}\n"
        "wrote the answers to 11 items into 12 cells\n"
    )
    assert desk.cells["table 1, row 11, column 3"] == ""


def test_answers_in_the_form_stay_and_are_named(desk: Desk) -> None:
    """What somebody wrote is not replaced, unless that is asked for."""
    form = docx(tidier_table(c5_3=tc(p(r("page "), r("77"))), c6_3=tc("p. 5")))
    done = desk.fill(form)
    assert done.code == 1
    assert done.err == (
        "TIDieR 5 (table 1, row 11): already answered “page 77”; --overwrite replaces it\n"
        "wrote the answers to 10 items into 11 cells\n"
    )
    assert desk.cells["table 1, row 11, column 3"] == "page 77"
    assert desk.fill(form, "--overwrite").code == 0
    assert desk.cells["table 1, row 11, column 3"] == "p. 5"


def test_long_answers_do_not_hide_their_column(desk: Desk) -> None:
    """A form filled with more words than its items have is read the same the next time."""
    spec = EXERCISE.parent.parent / "enrich" / "enrich.intspec.yaml"
    desk.fill(docx(tidier_table()), "--checklist", "tidier", spec=spec)
    first = desk.filled
    done = desk.fill(first, "--checklist", "tidier", spec=spec)
    assert done.code == 0
    assert done.err.endswith("\nwrote the answers to 0 items into 0 cells\n")
    assert desk.filled == first


@pytest.mark.parametrize(
    ("head", "row", "columns"),
    [
        (("Item", "No", "Page"), ("{label}", "{n}", ""), {"3"}),
        (("No", "What to report: item", "Reported on page"), ("{n}", "{label}", ""), {"3"}),
        (("Nr.", "Frage", "Seite"), ("{n}", "{label}", ""), {"3"}),
        (("", "", ""), ("{n}", "{label}", LINE), {"3"}),
        (("", "", "", ""), ("{n}", "{label}", LINE, LINE), {"3", "4"}),
        (("No", "Item", "Comments", "Location"), ("{n}", "{label}", "", ""), {"4"}),
        (("No", "Item", "Location", "Other details"), ("{n}", "{label}", "", ""), {"3", "4"}),
        (("Page", "Item", "No"), ("", "{label}", "{n}"), {"1"}),
        (("No", "Item", "Reported? (Y/N)", "Page"), ("{n}", "{label}", "", ""), {"4"}),
        (("Item", "Page"), ("{n}. {label}", ""), {"2"}),
        (("", "#", "Item", "Page", "Reason if not"), ("{label}", "#{n}", "Words", "", ""), {"4"}),
    ],
)
def test_the_columns_for_answers_are_found(
    desk: Desk, head: tuple[str, ...], row: tuple[str, ...], columns: set[str]
) -> None:
    """Headings say where answers go; without any, the columns beside the labels do."""
    rows = (tr(*(c.format(n=n, label=label) for c in row)) for n, label in TIDIER.items())
    desk.fill(docx(tbl(tr(*head), *rows)), spec=desk.spec())
    answers = {"3": "p. 4", "4": "Website: start page"}
    start = "table 1, row 7, column "
    found = {place.removeprefix(start): text for place, text in desk.cells.items()}
    if len(columns) == 1:
        (column,) = columns
        assert found[column] == "p. 4\nWebsite: start page"
    else:
        assert {column: found[column] for column in columns} == answers


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (("No", "Item", "Description"), True),
        (("No", "Item", "Description of the intervention"), True),
        (("No", "Item", "Explanation"), True),
        (("No", "Item", "Where the description is"), False),
        (("No", "Item", "Was es war: Beschreibung"), True),
        (("No", "Item", "Details"), False),
        (("No", "Item", "Described?"), False),
        (("No", "Item", "Description", "Page"), False),
    ],
)
def test_a_column_that_asks_what_was_done_is_told(
    desk: Desk, head: tuple[str, ...], *, told: bool
) -> None:
    """Where it is the one that places are written into, and nobody may take them for the answer."""
    blank = [""] * (len(head) - 2)
    rows = (tr(str(number), label, *blank) for number, label in TIDIER.items())
    done = desk.fill(docx(tbl(tr(*head), *rows)))
    line = f"table 1: {head[2]}: the column asks what was done; what is written is where that is"
    assert (line in done.err) == told
    assert (done.code, "into 12 cells" in done.err) == (0, True)


def test_filling_twice_changes_nothing(desk: Desk) -> None:
    """A filled form is filled: the second time writes no cell, and the bytes are the same."""
    desk.fill(docx(tidier_table()))
    first = desk.filled
    done = desk.fill(first)
    assert done.err == "wrote the answers to 0 items into 0 cells\n"
    assert desk.filled == first


SPEC = """\
intspec: "1.0"
id: walk
title: A fictitious walk
fictitious: true
stage: results
checklists: [{checklist}]
documents: {{paper: {{kind: primary-paper}}, web: {{kind: website, title: The site}}}}
locations:
  - {{about: {item}, document: paper, page: "4"}}
  - {{about: {item}, document: web, place: start page}}
no_comparator: {{reason: A pilot.}}
interventions:
  walk: {{role: experimental, name: Walk}}
"""


def one_column(*rows: tuple[str, ...]) -> str:
    """Return a table like those of CONSORT and SPIRIT: section, number, item, page."""
    body = (tr(*row, tc(p(LINE))) for row in rows)
    return tbl(tr("Section/topic", "No", "Checklist item", "Reported on page no."), *body)


def test_a_form_with_one_column_takes_both_answers(desk: Desk) -> None:
    """Where there is one column, places in the paper and elsewhere stand in it, line by line."""
    form = docx(
        p("CONSORT 2025"),
        one_column(
            ("Title", "1a", "Invented words on the title"),
            ("Methods", "10", "Invented words on changes"),
            ("", "13", "Invented words on the intervention and the comparator"),
            ("", "24a", "Invented words on delivery"),
        ),
    )
    path = desk.spec("consort-2025", "consort-2025/intervention-and-comparator")
    done = desk.fill(form, spec=path)
    assert done.code == 0, done.err
    assert done.err == (
        "table 1: left as they are, for the checklist `consort-2025` does not hold them: 1a\n"
        "left blank: 2 items with no place (10, 24a); "
        "`locations` in the specification say where each is reported\n"
        "wrote the answers to 1 item into 1 cell\n"
    )
    assert desk.cells["table 1, row 4, column 4"] == "p. 4\nWebsite: start page"
    assert desk.cells["table 1, row 2, column 4"] == LINE


def test_an_item_without_a_row_is_named(desk: Desk) -> None:
    """An answer for which the form has no row is named, and the exit code is 1."""
    rows = ("", "10", "Changes to the protocol"), ("", "24a", "What was given, as delivered")
    form = docx(p("CONSORT 2025"), one_column(*rows))
    path = desk.spec("consort-2025", "consort-2025/intervention-and-comparator")
    done = desk.fill(form, spec=path)
    assert done.code == 1
    assert "CONSORT 13 (" in done.err
    assert "the form has no row with this number" in done.err


def test_the_form_decides_which_of_two_checklists_it_is(desk: Desk) -> None:
    """Of two checklists claimed, the form's name, numbers and words decide."""
    path = desk.spec("consort-2025, tidier", "tidier/how")
    desk.fill(docx(p("The TIDieR checklist"), tidier_table()), spec=path)
    assert desk.cells["table 1, row 13, column 3"] == "p. 4"


@pytest.mark.parametrize(
    ("title", "numbers", "why"),
    [
        ("CONSORT 2010 checklist", range(1, 13), "it is for CONSORT 2010, another edition"),
        ("TIDieR-PHP checklist", range(1, 13), "it is for TIDieR-PHP, another edition"),
        ("TIDieR checklist", range(1, 13), "it names TIDieR, but the labels of its rows are not"),
        (
            "PRISMA 2020 for Abstracts",
            range(1, 13),
            "it is for an extension of PRISMA 2020, which is known",
        ),
        ("A form", range(1, 13), "its item numbers are like those of TIDieR 2014"),
        ("A form", range(20, 30), "no table in it carries the item numbers"),
    ],
)
def test_the_form_of_another_guideline_is_not_filled(
    desk: Desk, title: str, numbers: range, why: str
) -> None:
    """Neither numbers nor a name make a form that of a guideline, nor does `--checklist`."""
    form = docx(p(title), one_column(*(("", str(n), "Invented words") for n in numbers)))
    for options in ((), ("--checklist", "tidier")):
        done = desk.fill(form, *options, spec=desk.spec())
        assert done.code == 2
        assert "it is not known as the form of `tidier`: " in done.err
        assert why in done.err
        assert not (desk.folder / "out.docx").exists()


def test_a_form_that_is_forced_is_filled_where_labels_agree(desk: Desk) -> None:
    """The other rows stay blank, each is named, and the exit code is 1."""
    rows = (("", n, "How" if n == "6" else "Invented words") for n in TIDIER)
    done = desk.fill(docx(p("A form"), one_column(*rows)), "--force", spec=desk.spec())
    assert done.code == 1
    assert done.err.count("is not like the item's; left as it is") == len(TIDIER) - 1
    written = {place: text for place, text in desk.cells.items() if "p. 4" in text}
    assert list(written) == ["table 1, row 7, column 4"]


def test_a_form_of_a_guideline_that_is_not_claimed_is_named(desk: Desk) -> None:
    """`--checklist` then claims it."""
    form = docx(tidier_table())
    done = desk.fill(form, spec=desk.spec("consort-2025", "consort-2025/setting"))
    assert done.code == 2
    assert "it is the form of `tidier` (by the labels of 12 of its 12 items)" in done.err


def test_each_arm_has_its_column(desk: Desk) -> None:
    """A column that is headed by an arm gets what is said of that arm, and no other column."""
    head = ("No.", "Item", "Walk", "Usual care")
    rows = (tr(n, label, "", "") for n, label in TIDIER.items())
    done = desk.fill(docx(tbl(tr(*head), *rows)), spec=desk.spec())
    assert done.code == 1
    assert "table 1: Usual care: no arm of the document is called so" in done.err
    assert desk.cells["table 1, row 7, column 3"] == "p. 4\nWebsite: start page"
    assert desk.cells["table 1, row 7, column 4"] == ""


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"%PDF-1.4", "it is a PDF"),
        (docx(p("no table")), "no table in it carries the item numbers of a checklist"),
        (docx(tbl(*(tr(*row) for row in TIDIER.items()))), "no table of `tidier` has a column"),
    ],
)
def test_what_cannot_be_filled_is_refused(desk: Desk, raw: bytes, said: str) -> None:
    """A file that is no form ends with one sentence, exit code 2, and no output."""
    done = desk.fill(raw)
    assert done.code == 2
    assert said in done.err
    assert not (desk.folder / "out.docx").exists()


def test_a_missing_form_is_named(desk: Desk) -> None:
    """A form that is not there, or is a folder, is named with the reason."""
    folder = desk.folder / "folder.docx"
    folder.mkdir()
    for path, why in (
        (desk.folder / "no.docx", "there is no file"),
        (folder, "is a folder"),
        (desk.folder / "form.odt", "open it in Word or LibreOffice and save it as .docx"),
        (desk.folder / "form.doc", "open it in Word or LibreOffice and save it as .docx"),
        (
            desk.folder / "form.csv",
            "files that end in `.csv` cannot be filled in; known: .docm, .docx, .xlsm",
        ),
    ):
        if path.suffix == ".csv":
            path.write_text("No,Item,Page\n1,Brief name,\n")
        done = desk.run(path)
        assert done.code == 2
        assert why in done.err


ROWS_OF_THE_STUDY = """\
registrations: [{registry: Invented Registry, id: ITR-0007}]
sources: {plan: {citation: A plan, kind: protocol, doi: 10.1234/plan}}
"""


def test_the_rows_of_the_study_are_filled(desk: Desk) -> None:
    """The registration and the protocol have rows that are no items of the intervention."""
    form = docx(
        p("CONSORT 2025"),
        one_column(
            ("Open science", "2", "Trial registration: registry and number"),
            ("", "3", "Where the protocol and the statistical analysis plan can be accessed"),
            ("", "5b", "Version of the protocol, and changes to what was registered"),
            ("Methods", "10", "Changes to the trial after it began"),
            ("", "13", "Intervention and comparator"),
            ("", "24a", "Intervention and comparator as delivered"),
        ),
    )
    path = desk.spec("consort-2025", "consort-2025/intervention-and-comparator")
    path.write_text(path.read_text() + ROWS_OF_THE_STUDY)
    assert desk.fill(form, spec=path).code == 0
    answers = [desk.cells[f"table 1, row {row}, column 4"] for row in range(2, 8)]
    expected = ["Invented Registry ITR-0007", "doi:10.1234/plan", LINE, LINE]
    assert answers == [*expected, "p. 4\nWebsite: start page", LINE]


NOT_DELIVERED = """\
declarations:
  - {about: tidier/who-provided, state: not-applicable, reason: No person delivered it.}
"""
REASON = "No person delivered it."


@pytest.mark.parametrize(
    ("note", "head", "cells", "told"),
    [
        ("", ("Location",), ["N/A"], True),
        ("Write N/A where an item does not apply.", ("Location",), ["N/A"], True),
        ("If an item is N/A, explain why.", ("Location",), [f"N/A: {REASON}"], False),
        ("", ("Location", "Reason if not applicable"), ["N/A", REASON], False),
    ],
)
def test_reasons_stand_where_the_form_asks_for_them(
    desk: Desk, note: str, head: tuple[str, ...], cells: list[str], *, told: bool
) -> None:
    """In its column or behind `N/A`; else they are counted, and `--gaps` writes them."""
    rows = (tr(n, label, *("" for _ in head)) for n, label in TIDIER.items())
    path = desk.spec()
    path.write_text(path.read_text() + NOT_DELIVERED)
    gaps = desk.folder / "gaps.md"
    form = docx(p("TIDieR checklist"), p(note), tbl(tr("No", "Item", *head), *rows))
    done = desk.fill(form, "--gaps", str(gaps), spec=path)
    assert done.code == 0, done.err
    assert [desk.cells[f"table 1, row 6, column {n}"] for n, _ in enumerate(head, 3)] == cells
    assert ("left out: the reasons of 1 item marked N/A" in done.err) is told
    assert REASON in gaps.read_text()
