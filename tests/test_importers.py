"""Which importer a file is for, and drafts that importers make."""

import json
import re
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import yaml

from command_line import run_text
from intspec import load_registry
from intspec.cli.documents import choose_renderer
from intspec.cli.importers import importer_of
from intspec.plugins import LocalFile, Registry

pytestmark = pytest.mark.programs

PLUGIN = """
from intspec import DraftEntry, Drafts, DraftSpecification, FormError, Importer, hookimpl

REST = DraftEntry("rest", became="nothing")

def read(raw, name):
    made = []
    for line in raw.decode().splitlines()[1:]:
        data = {{"id": line, "title": line, "interventions": {{}}}}
        entry = DraftEntry("line", said=line, became="the title", pointer="/title", decide="it.")
        made.append(DraftSpecification({data}, (entry, REST), "notes"))
    return Drafts(tuple(made))

@hookimpl
def intspec_importers():
    yield Importer("{name}", ({suffixes},), "Notes", read, {recognises})
"""
BY_CONTENT = "lambda raw: raw.startswith(b'NOTES')"


def plugin(
    folder: Path,
    *suffixes: str,
    name: str = "notes",
    recognises: str = BY_CONTENT,
    data: str = "data",
) -> None:
    """Write a plugin of a team's own, beside others, and name it in the settings."""
    text = PLUGIN.format(
        name=name, suffixes=", ".join(map(repr, suffixes)), recognises=recognises, data=data
    )
    (folder / f"{name}.py").write_text(text)
    named = sorted(path.name for path in folder.glob("*.py"))
    (folder / "intspec.toml").write_text(f"plugins = {json.dumps(named)}\n")


def run(*words: str) -> CompletedProcess[str]:
    """Run a command, with the plugins of the folder."""
    return run_text((*words, "--allow-local-plugins"))


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


SPECIFICATION = 'intspec: "1.0"\nid: a\n'


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".json", ".YAML"])
@pytest.mark.parametrize("recognises", ["None", "lambda raw: True"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.intspec{}", "NOTES\na\n"),
        ("a.INTSPEC{}", "NOTES\na\n"),
        ("a{}", SPECIFICATION),
        ("a{}", '{"id": "a", "intspec": "1.0"}'),
        ("a{}", SPECIFICATION + "\tdamaged: [\n"),
    ],
)
def test_a_specification_never_goes_to_an_importer(
    tmp_path: Path, suffix: str, recognises: str, name: str, text: str
) -> None:
    """By its name or by its key, whatever importers claim, also where it is damaged."""
    plugin(tmp_path, suffix.lower(), recognises=recognises)
    path = tmp_path / name.format(suffix)
    path.write_text(text)
    told = run("check", str(path), "--format", "json").stdout
    assert json.loads(told)["files"][0]["form"] == ""
    assert "form-" not in told


def test_a_file_goes_to_the_importer_that_knows_its_content(tmp_path: Path) -> None:
    """Several share an ending; where none knows it, it is a specification with faults."""
    plugin(tmp_path, ".json", name="notes")
    plugin(tmp_path, ".json", name="cards", recognises="lambda raw: raw.startswith(b'CARDS')")
    local = [
        LocalFile("plugin", str(path), path.name, path.read_bytes())
        for path in sorted(tmp_path.glob("*.py"))
    ]
    registry = load_registry(local)
    assert not registry.failed
    found = []
    for begins in ("NOTES", "CARDS", "OTHER"):
        path = tmp_path / "a.json"
        path.write_text(f"{begins}\na\n")
        importer = importer_of(str(path), registry)
        found.append(importer and importer.format)
    assert found == ["notes", "cards", None]


@pytest.mark.parametrize("off", ["", "cert"])
def test_an_importer_is_given_the_checklists_of_the_run(tmp_path: Path, off: str) -> None:
    """Where it asks for them: those of the run's plugins, less what is switched off."""
    plugin(tmp_path, ".note", recognises="None, True")
    text = (tmp_path / "notes.py").read_text().replace("raw, name)", "raw, name, checklists)")
    told = "', '.join(key for key, one in checklists.items() if one is not None)"
    (tmp_path / "notes.py").write_text(text.replace('"title": line', f'"title": {told}'))
    (tmp_path / "a.note").write_text("NOTES\na\n")
    switch = ("--without", off) if off else ()
    draft = run("import", "a.note", *switch)
    assert draft.returncode == 0, draft.stderr
    registry = load_registry(without={off: "it is off"} if off else {})
    known = [one for one in registry.checklist_ids if registry.checklist(one) is not None]
    assert yaml.safe_load(draft.stdout)["title"].split(", ") == known


def test_an_ending_has_one_importer(tmp_path: Path) -> None:
    """Of two that claim it neither has it, and both are named; a bundled one keeps it."""
    plugin(tmp_path, ".note", ".memo", name="notes", recognises="None")
    plugin(tmp_path, ".note", name="cards", recognises="None")
    plugin(tmp_path, ".docx", name="words", recognises="None")
    local = [
        LocalFile("plugin", str(path), path.name, path.read_bytes())
        for path in sorted(tmp_path.glob("*.py"))
    ]
    registry = load_registry(local)
    told = {p.name: [f.reason for f in p.failures] for p in registry.reports() if p.failures}
    assert set(told) == {"cards", "notes", "words"}
    for (reason,) in told.values():
        assert re.fullmatch(
            r"the reading of files that end in `\.\w+` is claimed by .* too: not loaded; say by "
            r"`recognises` which of them are meant",
            reason,
        )
    assert {name: i.suffixes for name, i in registry.importers.items() if name == "notes"} == {
        "notes": (".memo",)
    }
    docx = importer_of("a.docx", registry)
    assert docx is not None
    assert docx.format == "docx"


#: What formats of a plugin that comes first in the alphabet claim, by their hook.
CLAIMS = """
from intspec import Annotator, Filler, Renderer, hookimpl

@hookimpl
def intspec_renderers():
    yield Renderer("aardvark", ".docx", "Ants", print)

@hookimpl
def intspec_annotators():
    yield Annotator("aardvark", (".docx",), "Ants", print)

@hookimpl
def intspec_fillers():
    yield Filler("aardvark", (".docx",), "Ants", print)
"""


def test_a_bundled_format_keeps_its_ending() -> None:
    """Whatever is done with files, and whatever the other plugin is called."""
    registry = load_registry(
        [LocalFile("plugin", "/a/aardvark.py", "aardvark.py", CLAIMS.encode())]
    )
    assert not registry.failed
    assert choose_renderer(registry, None, "a.docx").format == "docx"
    for provided in (registry.annotators, registry.fillers):
        first = next(one for one in provided.values() if ".docx" in one.suffixes)
        assert first.format == "docx"
        assert "aardvark" in provided


def test_an_ending_of_two_formats_of_one_plugin(tmp_path: Path) -> None:
    """The first in the alphabet has it; what another plugin claims too is lost by both."""
    two = PLUGIN.format(name="b", suffixes="'.note'", recognises="None", data="data")
    two += "    yield Importer('a', ('.note', '.memo'), 'Notes', read)\n"
    (tmp_path / "two.py").write_text(two)

    def registry() -> Registry:
        paths = sorted(tmp_path.glob("*.py"))
        return load_registry(
            LocalFile("plugin", str(path), path.name, path.read_bytes()) for path in paths
        )

    found = importer_of("x.note", registry())
    assert found is not None
    assert found.format == "a"
    plugin(tmp_path, ".note", name="cards", recognises="None")
    assert importer_of("x.note", registry()) is None
    left = {name: one.suffixes for name, one in registry().importers.items() if name in "ab"}
    assert left == {"a": (".memo",)}


def test_a_format_can_be_named(tmp_path: Path) -> None:
    """`--from` goes before name and content; of a format that nobody reads the nearest is named."""
    plugin(tmp_path, ".note")
    Path("a.txt").write_text("x\nTea\n")
    done = run("import", "a.txt", "--from", "notes")
    assert (done.returncode, "title: Tea" in done.stdout) == (0, True)
    wrong = run("import", "a.txt", "--from", "note")
    assert (wrong.returncode, "did you mean `notes`?" in wrong.stderr) == (2, True)


def test_what_must_be_decided_stands_above_its_place(tmp_path: Path) -> None:
    """And what was left out is told."""
    plugin(tmp_path, ".json")
    Path("a.json").write_text("NOTES\nTea\n")
    done = run("import", "a.json", "-o", "tea.intspec.yaml")
    assert done.returncode == 0
    told = "`intspec import a.json -o trial.intspec.yaml` makes a draft specification\n"
    assert told in run("check", "a.json").stdout
    assert "# DECIDE it.\ntitle: Tea\n" in Path("tea.intspec.yaml").read_text()
    assert "has no place in a specification, and is left out: rest" in done.stderr


def test_each_study_becomes_a_draft_of_its_own(tmp_path: Path) -> None:
    """In a folder that must be named; nothing is written over without --force."""
    plugin(tmp_path, ".json")
    Path("a.json").write_text("NOTES\nTea\nTea\n../x\n")
    for words in (("import", "a.json"), ("import", "a.json", "-o", "one.yaml")):
        refused = run(*words)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "holds 3 studies" in refused.stderr
        assert "-o drafts/" in refused.stderr
    checked = run("check", "a.json")
    assert (
        "`intspec import a.json -o drafts/` makes a draft specification of each" in checked.stdout
    )
    assert not Path("one.yaml").exists()
    assert run("import", "a.json", "-o", "drafts/").returncode == 0
    written = sorted(path.name for path in Path("drafts").iterdir())
    assert written == ["tea-2.intspec.yaml", "tea.intspec.yaml", "x.intspec.yaml"]
    done = run(
        "import", "a.json", "-o", "drafts", "--force", "--report", "json", *("--report-file", "r")
    )
    told = json.loads(Path("r").read_text())
    assert (done.returncode, told["format"], told["path"]) == (0, "intspec-import/1", "a.json")
    assert [one["id"] for one in told["studies"]] == ["Tea", "Tea", "../x"]
    assert all([e["where"] for e in one["entries"]] == ["line", "rest"] for one in told["studies"])
    assert run("import", "a.json", "-o", "drafts").returncode == 2
    assert run("import", "a.json", "-o", "drafts", "--force").returncode == 0


@pytest.mark.parametrize("command", ["check", "render"])
def test_a_file_of_drafts_is_named_for_what_it_is(tmp_path: Path, command: str) -> None:
    """With the way out; nothing of it is judged as a form."""
    plugin(tmp_path, ".json")
    Path("a.json").write_text("NOTES\nTea\n")
    done = run(command, "a.json")
    assert done.returncode == 2
    assert command == "render" or "intspec import" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('{"a": {1}}', "must be text, a number, a list or a dict"),
        ('{"a": object()}', "must be text, a number, a list or a dict"),
        ('{1: "a"}', "has a key that must be text"),
        ('{"a": float("nan")}', "must be a number that is finite"),
        ("(lambda x: x.update(a=x) or x)({})", "is nested more than 64 deep"),
        ("[]", "must be a dict"),
    ],
)
def test_data_of_a_plugin_are_held_to_what_a_document_holds(
    tmp_path: Path, data: str, said: str
) -> None:
    """A slip is told as the plugin's, with its name, and nothing is written."""
    plugin(tmp_path, ".json", data=data)
    Path("a.json").write_text("NOTES\nTea\n")
    done = run("import", "a.json", "-o", "a.intspec.yaml")
    assert (done.returncode, Path("a.intspec.yaml").exists()) == (3, False)
    assert said in done.stderr
    assert "plugin notes" in done.stderr


def test_a_recogniser_that_fails_costs_nothing_but_itself(tmp_path: Path) -> None:
    """The plugin is named, the file is judged as if it were not there, the exit code is 3."""
    plugin(tmp_path, ".json", recognises="lambda raw: 1 / 0")
    Path("a.json").write_text("{}")
    done = run("check", "a.json", "--format", "json")
    told = json.loads(done.stdout)
    assert done.returncode == 3
    assert [p["name"] for p in told["plugins"] if p["failures"]] == ["notes"]
    assert told["files"][0]["diagnostics"]
