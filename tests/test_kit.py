"""The author's kit: checks, cases, golden files and made-up specifications."""

import csv
import io
import random
import zipfile
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from intspec import Form, FormCell, FormRow, FormTable
from intspec.api import check_text, shared_registry
from intspec.model import Specification
from intspec.plugins import UnknownNameError
from intspec.schema import problems
from intspec.schema.generating import fields_of, specification_schema
from intspec.schema.structure import structure_specification
from intspec.testing import (
    Case,
    CaseError,
    Golden,
    PluginFailedError,
    ProjectError,
    cases,
    check,
    factories,
    findings,
    normalised,
    render,
    roundtrip,
    view_of,
)
from intspec.testing.strategies import specifications
from intspec_kit.generating import Maker

pytestmark = pytest.mark.long

SPECS = Path(__file__).parent.parent / "specs"
EXTENSIONS = shared_registry().extensions
SCHEMA = specification_schema(EXTENSIONS)
BASE = """\
intspec: "1.0"
id: walk
title: A fictitious walk
stage: results
fictitious: true
checklists: [tidier]
interventions:
  walk: {role: waiting-list, name: Waiting}
no_comparator: {reason: A pilot.}
"""
CASE = """\
# A comment, so that lines and cases differ.

- name: nobody waits
  base: walk
  set:
    /interventions/walk/role: {ROLE}
  finds:
    - {{rule: tidier/goal, at: /interventions/walk/no-rationale}}
    - {{rule: tidier/no-such-part, at: /title, severity: note, message: No.}}
  states:
    walk: {{'2': reported}}
"""


def write(folder: Path, text: str) -> Path:
    """Write a file of cases with a base beside it."""
    (folder / "bases").mkdir()
    (folder / "bases" / "walk.yaml").write_text(BASE, encoding="utf-8")
    file = folder / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_case_that_is_other_names_its_line_and_every_difference(tmp_path: Path) -> None:
    """What is missing, what is found beside it, and the state that differs."""
    write(tmp_path, CASE.replace("{ROLE}", "experimental").replace("{{", "{").replace("}}", "}"))
    (case,) = cases(tmp_path)
    found = [*check(case.text).apart()]
    assert len(found) > 5
    with pytest.raises(AssertionError) as caught:
        case.check()
    assert str(caught.value).splitlines() == [
        f"{tmp_path / 'rules.yaml'}:3: nobody waits",
        "  not found: error tidier/goal at /interventions/walk/no-rationale",
        "  not found: note tidier/no-such-part at /title: No.",
        *(f"  not expected: {d.severity} {d.rule} at {d.pointer}: {d.message}" for d in found),
        "  item 2 of walk: not-reported, expected: reported",
    ]


def test_pytest_names_a_case_after_its_file_and_name(tmp_path: Path) -> None:
    """The id of a parameter can be read."""
    write(tmp_path, "- {name: it waits, base: walk, finds: []}\n")
    (case,) = cases(tmp_path)
    assert case.__name__ == "rules: it waits"


def test_a_case_may_start_from_a_file_or_hold_the_whole_text(tmp_path: Path) -> None:
    """A base is told from the folder of the cases; words that YAML 1.1 bends stay words."""
    write(
        tmp_path,
        "- {name: a, base: bases/walk.yaml, set: {/language: no, /version: 2024-01-01}}\n"
        "- name: b\n  spec: |\n    a: 1\n",
    )
    first, second = cases(tmp_path)
    assert '"language": "no"' in first.text
    assert '"version": "2024-01-01"' in first.text
    assert second.text == "a: 1\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- {name: a, bas: walk}", "rules.yaml:1: there is no key `bas`; did you mean `base`?"),
        ("- {base: walk}", "rules.yaml:1: a case needs a `name`"),
        ("- {name: a}", "rules.yaml:1: a case has either `spec`, a whole text, or `base`"),
        ("- {name: a, spec: x, set: {/a: 1}}", "rules.yaml:1: `set` changes a `base`"),
        ("- {name: a, base: run}", "rules.yaml:1: its base cannot be read: there is no file"),
        ("- {name: a, base: walk, set: {/a/b: null}}", "the base has no place `/a/b`"),
        ("- {name: a, base: walk}\n- {name: a, base: walk}", "rules.yaml:2: an earlier case"),
        ("- {name: a, base: walk, finds: [{rule: x}]}", "needs `rule` and `at`"),
        ("- {name: a, base: walk, finds: [{rule: x, at: '', ad: 1}]}", "no key `ad`"),
        ("- name: a\n  base: walk\n  base: walk", "rules.yaml:3: the key `base` stands here twice"),
        ("- a: [", "rules.yaml:1: "),
        ("a: 1", "rules.yaml: a list of cases is expected"),
        ("", "rules.yaml: a list of cases is expected"),
    ],
)
def test_a_file_of_cases_that_cannot_be_used(tmp_path: Path, text: str, words: str) -> None:
    """The message names the file, the line and the defect."""
    write(tmp_path, text)
    with pytest.raises(CaseError) as caught:
        cases(tmp_path)
    assert words in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path))


def test_a_folder_without_cases_is_no_success(tmp_path: Path) -> None:
    """No case is an error: a test that asserts nothing is none."""
    with pytest.raises(CaseError, match="there is no case"):
        cases(tmp_path)


def test_check_takes_a_text_or_a_path() -> None:
    """Both give what the command line reports."""
    path = SPECS / "exercise" / "group-exercise.intspec.yaml"
    text = path.read_text(encoding="utf-8")
    assert check(path) == check(str(path)) == check_report(path)
    assert check(text).items == check(path).items


def check_report(path: Path) -> object:
    """Check a file by the interface that programs use."""
    return check_text(path.read_text(encoding="utf-8"), path=str(path))


def test_check_runs_with_the_named_plugins_alone() -> None:
    """A checklist of another plugin is not installed then."""
    rules = {rule for rule, _at, _severity in findings(check(BASE, plugins=["tables"]))}
    assert "intspec/unknown-checklist" in rules
    assert "intspec/unknown-checklist" not in {
        rule for rule, _at, _severity in findings(check(BASE, plugins=["tidier"]))
    }
    with pytest.raises(LookupError, match="no plugin `tidyer` is installed; did you mean `tidier`"):
        check(BASE, plugins=["tidyer"])


PROJECT = """\
[project]
name = "intspec-{name}"
version = "3.2"
[project.entry-points.intspec]
{name} = "intspec_{name}"
"""


def project(folder: Path, name: str, module: str) -> Path:
    """Write the project of a plugin."""
    (folder / f"intspec_{name}").mkdir()
    (folder / f"intspec_{name}" / "__init__.py").write_text(module, encoding="utf-8")
    (folder / "pyproject.toml").write_text(PROJECT.format(name=name), encoding="utf-8")
    return folder


def test_a_plugin_is_read_from_its_project_without_installing_it(tmp_path: Path) -> None:
    """Its rule runs, and a rule that raises fails the test by the plugin's name and version."""
    module = (
        "from intspec import Finding, hookimpl, rule\n"
        '@rule("kitten/title", scope="study")\n'
        "def title(subject):\n"
        '    """It has a title."""\n'
        '    if subject.spec.title == "Bang": raise ValueError("bang")\n'
        '    yield Finding(subject.spec.title, ("title",))\n'
        "@hookimpl\n"
        "def intspec_rules(): yield title\n"
    )
    folder = project(tmp_path, "kitten", module)
    text = factories.text(factories.minimal(checklists=["kitten"]))
    assert ("kitten/title", "/title", "error") in findings(check(text, plugins=[folder]))
    bang = factories.text(factories.minimal(checklists=["kitten"], title="Bang"))
    with pytest.raises(PluginFailedError) as caught:
        check(bang, plugins=[folder])
    place = "(intspec_kitten/__init__.py, line 5)"
    assert str(caught.value) == f"kitten 3.2 failed in kitten/title: ValueError: bang {place}"


CALVES = """
from intspec import Finding, Renderer, hookimpl, rule

@rule("calf/title", scope="study")
def title(subject):
    '''It has a title.'''
    {body}
    yield Finding(subject.spec.title, ("title",))

@hookimpl
def intspec_rules():
    yield title
"""
UNFIT = """
@hookimpl
def intspec_renderers():
    yield Renderer("calf", 1, "Calves", print)
    yield Renderer("calf", ".calf", 2, print)
    raise OSError("the third")
"""


def test_the_cause_of_a_failure_is_that_of_this_call(tmp_path: Path) -> None:
    """Not what an earlier call raised; of several unfit records it is the first."""
    body = 'if subject.spec.title != "Walks": raise ValueError(subject.spec.title)'
    folder = project(tmp_path, "calf", CALVES.format(body=body))
    for title in ("Runs", "Walks", "Swims"):
        text = factories.text(factories.minimal(checklists=["calf"], title=title))
        if title == "Walks":
            check(text, plugins=[folder])
            continue
        with pytest.raises(PluginFailedError) as caught:
            check(text, plugins=[folder])
        assert str(caught.value.__cause__) == title
    other = tmp_path / "other"
    other.mkdir()
    unfit = project(other, "heifer", CALVES.format(body="").replace("calf", "heifer") + UNFIT)
    for _ in range(2):
        with pytest.raises(PluginFailedError) as caught:
            check(text, plugins=[unfit])
        assert str(caught.value.__cause__) == "`suffix` must be text, not int"


def test_a_rule_that_got_another_name_answers_to_the_earlier_one(tmp_path: Path) -> None:
    """A declaration about the earlier id holds as one about the new id does."""
    module = (
        "from intspec import Finding, hookimpl, rule\n"
        '@rule("kitten2/title", scope="study", aliases=("kitten2/heading",))\n'
        "def title(subject):\n"
        '    """It has a title."""\n'
        '    yield Finding("a title", ("title",))\n'
        "@hookimpl\n"
        "def intspec_rules(): yield title\n"
    )
    folder = project(tmp_path, "kitten2", module)

    def declared(about: str) -> tuple[object, list[str]]:
        one = {"about": about, "state": "not-done", "reason": "It was not needed."}
        data = factories.minimal(checklists=["kitten2"], declarations=[one])
        report = check(factories.text(data), plugins=[folder])
        rules = [str(o.state) for o in report.outcomes if o.rule == "kitten2/title"]
        return findings(report), rules

    assert declared("kitten2/heading") == declared("kitten2/title")
    assert declared("kitten2/heading")[1] == ["declared"]
    assert declared("kitten2/headin")[1] == ["declared"]
    assert declared("elsewhere")[1] == ["failed"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "cannot be read: No such file or directory"),
        ("[", "is not TOML"),
        ("[tool.x]\n", "has no `[project]` with a name"),
        ('[project]\nname = "x"\n', "names no entry point of intspec"),
    ],
)
def test_a_folder_without_plugin(tmp_path: Path, text: str | None, words: str) -> None:
    """One message says what is missing."""
    if text is not None:
        (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError, match=words.replace("[", r"\[")):
        check(BASE, plugins=[tmp_path])


def test_render_gives_what_the_command_line_gives() -> None:
    """Any format, any view."""
    path = SPECS / "exercise" / "group-exercise.intspec.yaml"
    view = view_of(path, "gaps")
    assert render(path, "markdown", "gaps") == shared_registry().renderer("markdown").function(view)
    with pytest.raises(ValueError, match=r"text.intspec.yaml:1: "):
        view_of("intspec: '2'\nid: x\n")
    with pytest.raises(ValueError, match="claims no checklist"):
        view_of(factories.text(factories.minimal()))


def package(date: tuple[int, int, int, int, int, int], order: tuple[str, ...], word: str) -> bytes:
    """Make a small Word-like file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in order:
            file.writestr(zipfile.ZipInfo(name, date), f'<a y="1" x="2"><b>{word}</b></a>')
    return out.getvalue()


def test_golden_files_are_compared_without_their_packing(tmp_path: Path) -> None:
    """Dates and order in a package do not count; words do, and the difference is shown."""
    one = package((1980, 1, 1, 0, 0, 0), ("a.xml", "b.xml"), "old")
    same = package((2020, 2, 2, 0, 0, 0), ("b.xml", "a.xml"), "old")
    other = package((1980, 1, 1, 0, 0, 0), ("a.xml", "b.xml"), "new")
    assert normalised(one) == normalised(same) != normalised(other)
    Golden(tmp_path, update=True)("x.docx", one)
    Golden(tmp_path, update=True)("x.docx", same)
    assert (tmp_path / "x.docx").read_bytes() == one
    Golden(tmp_path)("x.docx", same)
    with pytest.raises(AssertionError, match=r"-<b>old</b>\n\+<b>new</b>"):
        Golden(tmp_path)("x.docx", other)


def test_golden_files_of_text_and_of_other_bytes(tmp_path: Path) -> None:
    """A missing one is an error that says how to write it."""
    with pytest.raises(AssertionError, match="`pytest --update` writes it"):
        Golden(tmp_path)("x.md", "a\n")
    Golden(tmp_path, update=True)("deep/x.md", "a\n")
    Golden(tmp_path)("deep/x.md", "a\n")
    with pytest.raises(AssertionError, match=r"-a\n\+b"):
        Golden(tmp_path)("deep/x.md", b"b\n")
    Golden(tmp_path, update=True)("x.bin", b"\xff\x00")
    Golden(tmp_path)("x.bin", b"\xff\x00")
    with pytest.raises(AssertionError, match=r"-ff00\n\+ff01"):
        Golden(tmp_path)("x.bin", b"\xff\x01")


def test_the_shortest_and_the_fullest_specification() -> None:
    """Both fit the schema; the full one has each key of each record that it reaches."""
    assert problems(SCHEMA, factories.minimal()) == []
    full = factories.full()
    assert problems(SCHEMA, full) == []
    assert set(fields_of(Specification)) == set(full) | {"extensions"}
    assert not [r for r, _at, _s in findings(check(factories.text(full))) if "/unknown-" in r]


def test_a_specification_with_changes() -> None:
    """Keys of the root by name, others by pointer; the next one starts afresh."""
    made = factories.spec({"/interventions/exercise/name": "Row"}, stage="protocol")
    assert (made.stage, made.interventions["exercise"].name) == ("protocol", "Row")
    assert factories.spec().interventions["exercise"].name == "Steps Together"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=specifications(checklists=("tidier", "peer-support"), extensions=EXTENSIONS))
def test_any_generated_specification_can_be_checked(data: dict[str, object]) -> None:
    """It fits the schema, the fields of plugins included, and no rule raises on it."""
    assert problems(SCHEMA, data) == []
    structure_specification(data, EXTENSIONS)
    check(factories.text(data))


def test_seeded_specifications_are_rich_and_the_same_each_time() -> None:
    """The generator reaches every key of the root, and most references lead somewhere."""

    def make(seed: int) -> dict[str, object]:
        return Maker(random.Random(seed).randrange, extensions=EXTENSIONS).specification()

    made = [make(seed) for seed in range(60)]
    assert made == [make(seed) for seed in range(60)]
    assert set(fields_of(Specification)) == {key for one in made for key in one}
    assert [problems(SCHEMA, one) for one in made] == [[]] * 60


def csv_form(raw: bytes, _name: str) -> Form:
    """Read CSV as a form, as far as this test needs it."""
    rows = tuple(
        FormRow(n, f"row {n}", tuple(FormCell(c, f"cell {m}", m) for m, c in enumerate(row, 1)))
        for n, row in enumerate(csv.reader(io.StringIO(raw.decode("utf-8-sig"))), 1)
    )
    return Form("csv", (FormTable(1, "table 1", rows),))


def test_a_roundtrip_tells_what_is_lost() -> None:
    """Nothing is lost in the table; an importer that drops a column loses its words."""
    path = SPECS / "exercise" / "group-exercise.intspec.yaml"
    assert roundtrip(path, "csv", "description", read=csv_form).lost == ()

    def careless(raw: bytes, name: str) -> Form:
        whole = csv_form(raw, name).tables[0]
        rows = tuple(attrs.evolve(row, cells=row.cells[:1]) for row in whole.rows)
        return Form("csv", (attrs.evolve(whole, rows=rows),))

    lost = roundtrip(path, "csv", "description", read=careless).lost
    assert len(lost) > 20
    with pytest.raises(UnknownNameError, match=r"no plugin reads files that end with `\.md`"):
        roundtrip(path, "markdown", plugins=["tables", "tidier"])


def test_every_case_is_of_this_kind() -> None:
    """What `cases` gives can be checked."""
    some = cases(Path(__file__).parent / "cases" / "builtin" / "claims.yaml")
    assert all(isinstance(case, Case) for case in some)
