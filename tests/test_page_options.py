"""The page of a table: its paper, its caption, a journal's template, and arms told in one line."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

import command_line
from intspec import View, page_of
from intspec.views import Cell, Column, Row, Table
from intspec.views.page import captioned
from intspec.views.table import Block

pytestmark = pytest.mark.programs

EXERCISE = Path(__file__).parents[1] / "specs" / "exercise" / "group-exercise.intspec.yaml"
SMALL = """\
intspec: "1.0"
id: walking
title: A fictitious trial of walking
language: {language}
fictitious: true
stage: results
checklists: [tidier]
interventions:
  walk:
    role: experimental
    name: Walking
  wait:
    role: {role}
    name: {name}
{more}"""


def run(*words: object) -> "Done":
    """Run a command of intspec in the working folder."""
    done = command_line.run(tuple(map(str, words)), cwd=Path.cwd())
    told = done.stderr.decode()
    return Done(done.returncode, told, done.stdout.decode())


class Done(NamedTuple):
    """What a command did: its exit code, what it told on stderr, and what it printed."""

    exit_code: int
    output: str
    stdout: str


def table(columns: int, words: str = "Some words.") -> Table:
    """Make a table with a column of items and some of arms."""
    heads = tuple(Column(f"c{number}", f"C{number}") for number in range(columns))
    cells = tuple(Cell((Block("text", words),)) for _ in heads)
    return Table("arms", "What was done", heads, (Row("item", cells),))


def view(*tables: Table, language: str = "en") -> View:
    """Make a view of tables."""
    return View("description", "T", "S", language=language, tables=tables)


@pytest.mark.parametrize(
    ("columns", "words", "landscape"),
    [
        pytest.param(2, "short", False, id="one arm"),
        pytest.param(3, "short", False, id="two arms"),
        pytest.param(3, "long " * 400, True, id="two arms of long cells"),
        pytest.param(4, "short", True, id="three arms"),
    ],
)
def test_a_page_stands_where_one_or_two_arms_fit(
    columns: int, words: str, *, landscape: bool
) -> None:
    """It lies where they do not."""
    assert page_of(view(table(columns, words)), None, None).landscape is landscape


@pytest.mark.parametrize(
    ("language", "paper"),
    [
        ("en", "a4"),
        ("en-US", "letter"),
        ("en-GB", "a4"),
        ("es-mx", "letter"),
        ("fr-CA", "letter"),
        ("zh-Hant-TW", "a4"),
        ("es-419", "a4"),
        ("us", "a4"),
    ],
)
def test_the_paper_is_that_of_the_region(language: str, paper: str) -> None:
    """A language without a region prints on A4; what is asked for goes before."""
    assert page_of(view(language=language), None, None).paper == paper
    assert page_of(view(language=language), "letter", None).paper == "letter"


@pytest.mark.parametrize(
    ("number", "captions"),
    [
        ("2", ["Table 2. Mine", "Table 3. What was done"]),
        ("S9", ["Table S9. Mine", "Table S10. What was done"]),
        ("3a", ["Table 3a. Mine", "Table 4a. What was done"]),
        ("A", ["Table A. Mine", "Table A2. What was done"]),
        ("", ["Mine", "What was done"]),
    ],
)
def test_tables_are_numbered_on(number: str, captions: list[str]) -> None:
    """The caption is the first table's, and the numbers go on from the one given."""
    made = captioned(view(table(2), table(2)), "Mine", number)
    assert [one.caption for one in made.tables] == captions


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf", "tex", "html", "md", "csv", "json"])
def test_a_caption_stands_in_every_format(ending: str, tmp_path: Path) -> None:
    """Formats need do nothing for it."""
    if ending == "pdf":
        pytest.importorskip("typst")
    made = tmp_path / f"table.{ending}"
    done = run("render", EXERCISE, "-o", made, "--number", "S2", "--caption", "Quince by item")
    assert (done.exit_code, done.output) == (0, f"wrote `{made}`\n")
    raw = made.read_bytes()
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            raw = b"".join(map(package.read, package.namelist()))
    if ending != "pdf":
        assert b"Quince by item" in raw
        assert b"Table S2" in raw


def mm(path: Path) -> tuple[int, int]:
    """Return the page of a Word document in millimetres."""
    section = Document(str(path)).sections[-1]
    return round((section.page_width or 0) / Mm(1)), round((section.page_height or 0) / Mm(1))


def test_options_come_from_the_command_line_and_from_settings(tmp_path: Path) -> None:
    """The command line goes before the settings, and these before what fits best."""
    spec = tmp_path / "walking.intspec.yaml"
    spec.write_text(EXERCISE.read_text("utf-8"), "utf-8")
    made = tmp_path / "table.docx"
    assert run("render", spec, "-o", made).exit_code == 0
    assert mm(made) == (210, 297)
    settings = tmp_path / "intspec.toml"
    settings.write_text('[render.docx]\npage = "letter"\norientation = "landscape"\n', "utf-8")
    assert run("render", spec, "-o", made).exit_code == 0
    assert mm(made) == (279, 216)
    done = run("render", spec, "-o", made, "--option", "orientation=portrait")
    assert (done.exit_code, mm(made)) == (0, (216, 279))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(
            ["-o", "t.pdf", "--option", "pages=a4"],
            "`pdf` has no option `pages`; did you mean `page`?",
            id="misspelt",
        ),
        pytest.param(
            ["-o", "t.pdf", "--option", "page=A5"],
            "--option page=A5: `page` cannot be `A5`; write one of these: `a4`, `letter`",
            id="another value",
        ),
        pytest.param(
            ["-o", "t.md", "--option", "page=a4"],
            "`markdown` has no option `page`; `xlsx`, `latex`, `pdf`, `docx` have it: give --to",
            id="of other formats",
        ),
        pytest.param(
            ["-o", "t.html", "--template", "journal.docx"],
            "`html` has no option `template`; `docx` has it: give --to",
            id="template",
        ),
        pytest.param(
            ["-o", "t.pdf", "--option", "page"],
            "--option `page`: write NAME=VALUE, such as page=letter",
            id="no value",
        ),
        pytest.param(
            ["-o", "t.docx", "--template", "journal.docx"],
            "the option `template`: there is no file `journal.docx`",
            id="no such file",
        ),
        pytest.param(
            ["-o", "t.docx", "--template", "."],
            "the option `template`: `.` is no file",
            id="a folder",
        ),
    ],
)
def test_an_option_that_cannot_be_used_is_told(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, with what to write; nothing is written."""
    monkeypatch.chdir(tmp_path)
    done = run("render", EXERCISE, *arguments)
    assert done.exit_code == 2
    assert done.output.splitlines()[-1] == f"Error: {told}"
    assert not [*tmp_path.iterdir()]


def written_by(folder: Path) -> dict[str, list[object]]:
    """Return each command that writes a view to a file, as it is called without its options."""
    names = [folder / f"{name}.intspec.yaml" for name in ("walking", "rowing")]
    for name in names:
        name.write_text(EXERCISE.read_text("utf-8"), "utf-8")
    form = folder / "form.docx"
    assert run("render", names[0], "--view", "checklist", "-o", form).exit_code == 0
    filled = folder / "filled.docx"
    return {
        "render": ["render", names[0], "-o"],
        "compare": ["compare", *names, "-o"],
        "crosswalk": ["crosswalk", names[0], "-o"],
        "fill": ["fill", form, names[0], "--overwrite", "-o", filled, "--gaps"],
    }


@pytest.mark.parametrize("command", ["render", "compare", "crosswalk", "fill"])
def test_every_command_that_writes_a_view_takes_the_settings_of_its_format(
    command: str, tmp_path: Path
) -> None:
    """And the options for captions and pages, but for the list of gaps beside a form."""
    words = written_by(tmp_path)[command]
    made = tmp_path / "made.docx"
    (tmp_path / "intspec.toml").write_text('[render.docx]\npage = "letter"\n', "utf-8")
    assert run(*words, made).exit_code == 0
    assert sorted(mm(made)) == [216, 279]
    if command == "fill":
        return
    options = ("--option", "page=a4", "--caption", "Quince by item", "--number", "S1")
    assert run(*words, made, *options).exit_code == 0
    assert sorted(mm(made)) == [210, 297]
    texts = [paragraph.text for paragraph in Document(str(made)).paragraphs]
    assert "Table S1. Quince by item" in texts
    assert run(*words, made, "--template", tmp_path / "none.docx").exit_code == 2


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (
            '[render.pdf]\npage = "a5"\n',
            "intspec.toml:2: `page` cannot be `a5`; write one of these: `a4`, `letter`",
        ),
        (
            "[render.pdf]\npages = 1\n",
            "intspec.toml:2: unknown key `pages`; did you mean `page`?; write `page = …` instead",
        ),
        (
            '[render.docx]\ntemplate = "a\\u0000"\n',
            "the option `template`: there is no file `a\\x00`",
        ),
        ("[render.pfd]\n", "intspec.toml:1: there is no format `pfd`; did you mean `pdf`?"),
        ('[render.html]\npage = "a4"\n', "intspec.toml:1: the format `html` has no options"),
        (
            '[render.docx]\ntemplate = "../journal.docx"\n',
            (
                "the option `template` names a file that cannot be used; it is outside of the "
                "project, so nothing of it is shown"
            ),
        ),
    ],
)
def test_settings_that_cannot_be_used_are_told_at_their_line(
    settings: str, told: str, tmp_path: Path
) -> None:
    """They are told where a table is made, and only for the formats that are."""
    (tmp_path / "journal.docx").write_bytes(b"PK")
    project = tmp_path / "project"
    project.mkdir()
    spec = project / "walking.intspec.yaml"
    spec.write_text(EXERCISE.read_text("utf-8"), "utf-8")
    (project / "intspec.toml").write_text(settings, "utf-8")
    ending = {"html": "html", "docx": "docx"}.get(settings[8:12].rstrip("]"), "pdf")
    done = run("render", spec, "-o", project / f"table.{ending}")
    assert done.exit_code == 2
    assert re.sub(r"`?/\S*/", "", done.output.splitlines()[-1]) == f"Error: {told}"


def changed(path: Path, member: str, old: bytes, new: bytes) -> Path:
    """Change a part of a Word file."""
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    assert old in members[member]
    members[member] = members[member].replace(old, new)
    with zipfile.ZipFile(path, "w") as package:
        for name, raw in members.items():
            package.writestr(name, raw)
    return path


def journal(path: Path, *, german: bool = False, template: bool = False) -> Path:
    """Write what a journal might hand out: a header, a look, instructions and a remark."""
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.sections[0].page_width = Mm(200)
    document.sections[0].page_height = Mm(280)
    document.sections[0].header.paragraphs[0].text = "Journal of Invented Trials"
    document.add_paragraph("Instructions: take this text out", style="List Bullet")
    document.core_properties.author = "An editor"
    document.add_comment(document.paragraphs[0].runs, text="A remark", author="An editor")
    if german:
        for style in document.styles.element.iterchildren(qn("w:style")):
            if style.get(qn("w:styleId")) == "Heading1":
                style.set(qn("w:styleId"), "berschrift1")
    document.save(str(path))
    if template:
        changed(path, "[Content_Types].xml", b"document.main+xml", b"template.main+xml")
    return path


@pytest.mark.parametrize("ending", ["docx", "dotx"])
def test_a_template_gives_its_looks_and_keeps_its_text(ending: str, tmp_path: Path) -> None:
    """Its styles, page and header are used; its text, remarks and author are not."""
    path = journal(tmp_path / f"journal.{ending}", template=ending == "dotx", german=True)
    made = tmp_path / "table.docx"
    for _ in range(2):
        done = run("render", EXERCISE, "-o", made, "--template", path)
        assert (done.exit_code, done.output) == (0, f"wrote `{made}`\n")
    document = Document(str(made))
    assert mm(made) == (200, 280)
    assert document.sections[0].header.paragraphs[0].text == "Journal of Invented Trials"
    assert document.styles["Normal"].font.name == "Times New Roman"
    used = {one.get(qn("w:val")) for one in document.element.body.iter(qn("w:pStyle"))}
    assert "berschrift1" in used
    assert "Heading1" not in used
    bullet = document.styles["intspec Bullet"].element.find(".//" + qn("w:numId"))
    numbers = document.part.numbering_part.element.findall(qn("w:num"))
    assert bullet.get(qn("w:val")) in [number.get(qn("w:numId")) for number in numbers]
    with zipfile.ZipFile(made) as package:
        whole = b"".join(map(package.read, package.namelist()))
        assert [name for name in package.namelist() if "comment" in name or "thumb" in name] == []
    for word in (b"Instructions", b"A remark", b"An editor"):
        assert word not in whole


FIELD = (
    b'<w:fldSimple w:instr="%s"><w:r><w:t>shown</w:t></w:r></w:fldSimple>'
    b'<w:r><w:instrText xml:space="preserve"> %s </w:instrText></w:r>'
)


@pytest.mark.parametrize(
    "field", [b"DDEAUTO c:\\cmd /c calc", b"INCLUDEPICTURE http://evil.example/z", b"MACROBUTTON x"]
)
def test_nothing_of_a_template_fetches_or_runs(field: bytes, tmp_path: Path) -> None:
    """Fields of the page stay in its header; others, links and objects do not."""
    path = journal(tmp_path / "journal.docx")
    fields = FIELD.replace(b"%s", field) + FIELD.replace(b"%s", b"PAGE")
    link = (
        b'<w:hyperlink r:id="rId9" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships"><w:r><w:t>journal.example</w:t></w:r></w:hyperlink>'
    )
    changed(path, "word/header1.xml", b"</w:p>", fields + link + b"</w:p>")
    made = tmp_path / "table.docx"
    assert run("render", EXERCISE, "-o", made, "--template", path).exit_code == 0
    with zipfile.ZipFile(made) as package:
        header = package.read("word/header1.xml")
    assert field.split()[0] not in header
    assert b"rId9" not in header
    assert header.count(b"PAGE") == 2
    assert b"Journal of Invented Trials" in header
    assert b"journal.example" in header


def test_a_template_in_a_form_that_is_not_read_is_told(tmp_path: Path) -> None:
    """Word calls it Strict Open XML."""
    path = journal(tmp_path / "journal.docx")
    word = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    changed(path, "word/document.xml", word, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    done = run("render", EXERCISE, "-o", tmp_path / "table.docx", "--template", path)
    assert done.exit_code == 3
    assert "Strict Open XML" in done.output
    assert "save it in Word as an ordinary document (.docx)" in done.output


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04 and more", "the file is damaged"),
        (b"{\\rtf1 text}", "RTF"),
    ],
)
def test_what_is_no_template_is_told(raw: bytes, told: str, tmp_path: Path) -> None:
    """One line that names it; nothing is written."""
    path = tmp_path / "journal.docx"
    path.write_bytes(raw)
    made = tmp_path / "table.docx"
    done = run("render", EXERCISE, "-o", made, "--template", path)
    assert done.exit_code == 3
    assert "Traceback" not in done.output
    assert "the template `journal.docx`: " in done.output
    assert told in done.output
    assert not made.exists()


def test_a_template_is_not_written_over(tmp_path: Path) -> None:
    """It is one of the files that the table is made from."""
    path = journal(tmp_path / "journal.docx")
    before = path.read_bytes()
    done = run("render", EXERCISE, "-o", path, "--template", path)
    assert done.exit_code == 2
    assert "is a file that this is made from" in done.output
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("role", "name", "more", "line"),
    [
        pytest.param(
            "waiting-list",
            "Waiting list",
            "    receives_later: walk\n",
            "Waiting list: Offered Walking afterwards.",
            id="waits",
        ),
        pytest.param(
            "waiting-list",
            "Later group",
            "    receives_later: walk\n    schedule:\n      wait:\n        duration: P6M\n",
            "Later group: Waiting list; offered Walking afterwards. For 6 months.",
            id="how long",
        ),
        pytest.param("no-treatment", "Nothing", "", "Nothing: No treatment.", id="nothing"),
        pytest.param("usual-care", "Usual care", "", "", id="usual care has a column"),
        pytest.param(
            "waiting-list",
            "Waiting list",
            "    participants:\n      allocated: 30\n",
            "",
            id="more is said",
        ),
    ],
)
def test_an_arm_in_which_nothing_is_done_takes_one_line(
    role: str, name: str, more: str, line: str, tmp_path: Path
) -> None:
    """It has no column of dashes; where gaps are shown it has one."""
    spec = tmp_path / "walking.intspec.yaml"
    spec.write_text(SMALL.format(language="en", role=role, name=name, more=more), "utf-8")
    data = json.loads(run("render", spec, "--to", "json").stdout)
    columns = [column["title"] for column in data["tables"][0]["columns"]]
    told = [text for text in data["intro"] if not text.startswith("An en dash")]
    assert told == ([line] if line else [])
    assert columns == ["Item", "Walking", *([] if line else [name])]
    marked = json.loads(run("render", spec, "--to", "json", "--gaps", "mark").stdout)
    assert [column["title"] for column in marked["tables"][0]["columns"]][-1] == name
