"""The commands that read filled forms: import, check, and check --annotate, on real Word files."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import jsonschema
import pytest

from filledforms import GROUPS, HEADER, LINE, TIDIER
from test_cli import ROOT, intspec

pytestmark = pytest.mark.programs

GOOD = {number: (f"p. {number}", "") for number in TIDIER}


def word_form(path: Path, answers: Mapping[str, tuple[str, str]]) -> Path:
    """Write a form of the shape of TIDieR's own, filled in."""
    document = docx.Document()
    document.add_paragraph("TIDieR checklist, filled in for an invented trial")
    table = document.add_table(rows=0, cols=4)
    head = table.add_row().cells
    head[0].text, head[1].text = HEADER[:2]
    head[2].merge(head[3]).text = "Where located"
    below = table.add_row().cells
    head[0].merge(below[0])
    head[1].merge(below[1])
    below[2].text, below[3].text = HEADER[2:]
    for number, label in TIDIER.items():
        if number in GROUPS:
            row = table.add_row().cells
            row[0].merge(row[3]).text = GROUPS[number]
        row = table.add_row().cells
        for cell, text in zip(row, (number, label, *answers.get(number, ("", ""))), strict=True):
            cell.text = text
    document.save(str(path))
    return path


def test_import_writes_a_draft_and_a_report(tmp_path: Path) -> None:
    """The draft is on stdout, the report on stderr; what a person has to decide is marked."""
    form = word_form(tmp_path / "walking trial.docx", GOOD | {"9": ("N/A", ""), "10": (LINE, LINE)})
    done = intspec("import", str(form), "--verbose")
    assert done.returncode == 0
    assert done.stdout.startswith(
        "# A draft, made from `walking trial.docx` by `intspec import`.\n"
    )
    assert "# DECIDE the stage: the form does not say.\nstage: results\n" in done.stdout
    assert '  - {about: tidier/why, document: paper, page: "2"}\n' in done.stdout
    assert "unsure: look: table 1, row 19, column 3, item 9" in done.stderr
    assert "left open: the form's underscores were never filled in" in done.stderr


def test_the_report_of_import_shows_what_needs_a_look(tmp_path: Path) -> None:
    """What is sure is only counted; `--report-file` has it all."""
    form = word_form(tmp_path / "trial.docx", GOOD | {"9": ("N/A", ""), "10": ("None", "")})
    done = intspec("import", str(form), "--report-file", str(tmp_path / "report.txt"))
    assert "sure: table 1, row 4, column 3, item 1" in (tmp_path / "report.txt").read_text()
    done = intspec("import", str(form))
    listed = [
        line for line in done.stderr.splitlines() if line.startswith(("sure", "likely", "unsure"))
    ]
    assert [line for line in listed if "item" in line] == [
        'unsure: look: table 1, row 19, column 3, item 9 "N/A"',
        'likely: table 1, row 21, column 3, item 10 "None"',
    ]
    assert not [line for line in listed if line.startswith("sure")]
    assert "sure ones are not listed; --verbose lists them" in done.stderr


def test_notes_of_an_import_are_no_placeholders(tmp_path: Path) -> None:
    """What a form said is kept under `notes` as it stood, and is not offered as content."""
    form = word_form(tmp_path / "trial.docx", GOOD | {"9": ("see text", ""), "10": ("?", "")})
    out = tmp_path / "trial.intspec.yaml"
    assert intspec("import", str(form), "-o", str(out)).returncode == 0
    assert "- text: see text\n    origin: " in out.read_text(encoding="utf-8")
    told = intspec("check", str(out)).stdout
    named = [line for line in told.splitlines() if "is a placeholder" in line]
    assert [line.partition(" is a")[0] for line in named] == ["error: `<Name of the intervention>`"]


def test_import_then_check(tmp_path: Path) -> None:
    """A draft that holds places is judged on the places."""
    form = word_form(tmp_path / "trial.docx", GOOD)
    out = tmp_path / "trial.intspec.yaml"
    assert intspec("import", str(form), "-o", str(out)).returncode == 0
    again = intspec("import", str(form), "-o", str(out))
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    assert intspec("import", str(form), "-o", str(out), "--force").returncode == 0
    checked = json.loads(intspec("check", str(out), "--format", "json").stdout)
    assert {i["state"] for i in checked["files"][0]["items"]} == {"reported"}


def test_the_report_of_import_as_json(tmp_path: Path) -> None:
    """Each answer: where it came from, what it became, and how sure that is."""
    form = word_form(tmp_path / "trial.docx", {"3": ("7-9, Online Appendix", "")})
    report = tmp_path / "report.json"
    done = intspec("import", str(form), "--report", "json", "--report-file", str(report))
    assert (done.returncode, done.stderr) == (0, "")
    data = json.loads(report.read_text(encoding="utf-8"))
    assert (data["format"], data["checklist"]) == ("intspec-import/1", "tidier")
    assert [e for e in data["entries"] if e["item"] == "3"] == [
        {
            "where": "table 1, row 8, column 3",
            "item": "3",
            "said": "7-9, Online Appendix",
            "became": became,
            "pointer": f"/locations/{number}",
            "sure": "sure",
        }
        for number, became in enumerate(
            ["a location in `paper`: pages 7-9", "a location in `online-appendix`"]
        )
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("form.pdf", b"%PDF-1.7", "`form.pdf` is damaged, or no PDF; fetch it again, or ask for "),
        ("form.odt", b"PK", "; open it in Word or LibreOffice and save it as .docx"),
        ("form.DOC", b"x", "; open it in Word or LibreOffice and save it as .docx"),
        ("form.ods", b"PK", "; open it in Excel or LibreOffice and save it as .xlsx"),
        ("form", b"x", "; give its name the ending of its kind"),
        ("form.docx", b"%PDF-1.7", "form.docx: "),
        ("none.docx", None, "there is no file"),
    ],
)
def test_what_cannot_be_imported_is_exit_2(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    """One line says why, and what can be read."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = intspec("import", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_check_judges_a_form(tmp_path: Path) -> None:
    """Findings stand at the form's rows; a form with gaps is exit 1, one without 0."""
    good = word_form(tmp_path / "good.docx", GOOD)
    bad = word_form(tmp_path / "bad.docx", GOOD | {"5": ("", ""), "9": ("N/A", "")})
    assert intspec("check", str(good)).returncode == 0
    done = intspec("check", "bad.docx", cwd=tmp_path)
    assert done.returncode == 1
    assert bad.name in done.stdout
    assert (
        "error: item 5, Who provided, has no answer  [intspec/form-blank, TIDieR 5]\n"
        in done.stdout
    )
    assert "  bad.docx: table 1, row 11, item 5\n" in done.stdout
    assert "warning: item 9, Tailoring, says `N/A` without a reason" in done.stdout


@pytest.mark.parametrize("fmt", ["json", "concise", "sarif", "github", "junit"])
def test_every_report_names_the_row(tmp_path: Path, fmt: str) -> None:
    """Each format says where in the form, in words; the JSON report fits its schema."""
    word_form(tmp_path / "bad.docx", GOOD | {"5": ("", "")})
    done = intspec("check", "bad.docx", "--format", fmt, cwd=tmp_path)
    assert done.returncode == 1
    words = done.stdout.replace("%3A", ":").replace("%2C", ",")
    if fmt != "junit":
        assert "table 1, row 11, item 5" in words
    if fmt == "json":
        schema = json.loads((ROOT / "schemas" / "report-1.json").read_text(encoding="utf-8"))
        jsonschema.validate(json.loads(done.stdout), schema)


def test_a_file_that_is_no_form_is_exit_2(tmp_path: Path) -> None:
    """No verdict without item numbers of a known guideline."""
    document = docx.Document()
    document.add_paragraph("A letter.")
    document.save(str(tmp_path / "letter.docx"))
    (tmp_path / "page.docx").write_bytes(b"%PDF-1.7")
    done = intspec("check", "letter.docx", "page.docx", cwd=tmp_path)
    assert done.returncode == 2
    assert "no table in it carries the item numbers of a checklist that is known" in done.stdout
    assert "page.docx" in done.stdout


def test_annotate_writes_a_comment_beside_each_row(tmp_path: Path) -> None:
    """The copy has the findings as comments; the form itself stays as it was."""
    answers = GOOD | {"5": ("", ""), "7": ("NHS clinics", ""), "9": ("N/A", "")}
    form = word_form(tmp_path / "bad.docx", answers)
    before = form.read_bytes()
    done = intspec("check", "bad.docx", "--annotate", "commented.docx", cwd=tmp_path)
    assert done.returncode == 1
    assert form.read_bytes() == before
    with zipfile.ZipFile(tmp_path / "commented.docx") as package:
        comments = package.read("word/comments.xml").decode()
    assert "Item 5, Who provided, has no answer." in comments
    assert "says `N/A` without a reason. Write the reason behind it" in comments
    assert "says `NHS clinics`, which may not be a place in a document" in comments
    assert done.stderr == "wrote `commented.docx` with 3 comments\n"


@pytest.mark.parametrize("paths", [("a.docx", "b.docx"), ("specs",), ("a.intspec.yaml",)])
def test_annotate_is_for_one_form(paths: tuple[str, ...]) -> None:
    """Anything else is wrong usage."""
    done = intspec("check", *paths, "--annotate", "out.docx")
    assert done.returncode == 2
    assert "--annotate writes into a copy of one form" in done.stderr
