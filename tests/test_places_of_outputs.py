"""Two outputs of a command have two places, and what it names itself lands in its folder alone."""

import json
import os
import sys
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import click
import pytest

import command_line
from intspec.cli.init import SCHEMA_FILE
from intspec.cli.root import cli
from projects import HOUSE, PLUGIN, SPEC
from test_registries import shaped

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX"),
]

#: The options of a command that write, each with what its value begins with -> the rest of a run.
SEVERAL: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "check": ({"--output": "json:", "--annotate": ""}, ("form.docx",)),
    "import": ({"--output": "", "--report-file": ""}, ("form.docx", "--force")),
    "fill": ({"--output": "", "--gaps": ""}, ("form.docx", "ward.intspec.yaml")),
}
#: Options that name a file to write are told by their help.
WRITES = ("Write ", "A report")
PAIRS = [
    (command, first, second)
    for command, (options, _rest) in SEVERAL.items()
    for first, second in permutations(options, 2)
]


def names(folder: Path) -> list[str]:
    """Return the names of what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    """Return what each ordinary file below a folder holds."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands read."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "ward.intspec.yaml").write_text(SPEC.format(checklists="tidier"), encoding="utf-8")
    words = ("render", "ward.intspec.yaml", "--view", "checklist", "-o", "form.docx")
    assert command_line.run(words, cwd=folder).returncode == 0
    for name, raw in shaped():
        (folder / name).write_bytes(raw)
    return folder


@pytest.fixture
def work(files: Path, tmp_path: Path) -> Path:
    """A folder of a test's own with them."""
    for path in files.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_every_command_with_two_outputs_is_known() -> None:
    """Whoever adds a second option that writes says so here."""
    for name, command in cli.commands.items():
        writing = {
            max(one.opts, key=len)
            for one in command.params
            if isinstance(one, click.Option) and (one.help or "").startswith(WRITES)
        }
        writing -= {"--all"}  # it does not go with another
        assert len(writing) < 2 or writing == {*SEVERAL[name][0]}, name


@pytest.mark.parametrize("other", ["same", "./same", "sub/../same", "link", "stream"])
@pytest.mark.parametrize(("command", "first", "second"), PAIRS)
def test_two_outputs_to_one_place_are_refused(
    work: Path, command: str, first: str, second: str, other: str
) -> None:
    """By whatever names they are given; nothing is written, and nothing is lost."""
    (work / "sub").mkdir()
    one, two = "same.docx", f"{other}.docx"
    if other == "link":
        (work / one).write_bytes(b"kept")
        (work / two).symlink_to(one)
    elif other == "stream":
        one, two = "/dev/stdout", "/dev/fd/1"
    options, rest = SEVERAL[command]
    before = contents(work)
    words = (command, *rest, first, options[first] + one, second, options[second] + two)
    done = command_line.run(words, cwd=work)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"two outputs go to" in done.stderr
    assert contents(work) == before


def test_what_has_no_name_goes_to_stdout_too(work: Path) -> None:
    """An output that is left out is the same as `-`."""
    for words in (
        ("import", "form.docx", "--report-file", "-"),
        ("fill", "form.docx", "ward.intspec.yaml", "--gaps", "/dev/stdout"),
    ):
        done = command_line.run(words, cwd=work)
        assert (done.returncode, done.stdout) == (2, b""), words
        assert b"two outputs go to standard output" in done.stderr


def test_a_pipe_takes_several(work: Path) -> None:
    """What goes through it is not lost: a null device of the test's own takes all."""
    os.mkfifo(work / "pipe")
    handle = os.open(work / "pipe", os.O_RDWR)
    try:
        words = ("--output", "json:pipe", "--output", "sarif:pipe", "--quiet")
        done = command_line.run(("check", "ward.intspec.yaml", *words), cwd=work)
        assert done.returncode in (0, 1)
    finally:
        os.close(handle)


def _link_out(there: Path) -> None:
    (there.parent.parent / "outside").write_bytes(b"kept")
    there.symlink_to("../outside")


def _beside(there: Path) -> None:
    (there.parent / "beside").write_bytes(b"kept")
    there.symlink_to("beside")


def _loose(there: Path) -> None:
    there.symlink_to("../nowhere")


def _pipe(there: Path) -> None:
    os.mkfifo(there)


def _folder(there: Path) -> None:
    there.mkdir()


#: What may stand where a file of a set is to be written.
IN_THE_WAY: dict[str, Callable[[Path], None]] = {
    "link out": _link_out,
    "link beside": _beside,
    "loose link": _loose,
    "pipe": _pipe,
    "folder": _folder,
}
#: Commands that name files themselves -> one of these.
SETS = {
    "import": (
        ("import", "ctg-studies.zip", "--force", "-o", "set/"),
        "set/nct99999991.intspec.yaml",
    ),
    "render": (
        ("render", "ward.intspec.yaml", "--to", "json", "--all", "set"),
        "set/ward-description.json",
    ),
    "init": (("init", "set/x.intspec.yaml", "--force"), f"set/{SCHEMA_FILE}"),
}


@pytest.mark.parametrize("kind", IN_THE_WAY)
@pytest.mark.parametrize("command", SETS)
def test_what_a_command_names_itself_stays_in_its_folder(
    work: Path, command: str, kind: str
) -> None:
    """Whatever stands there is left, and no file of the set is written."""
    words, there = SETS[command]
    (work / "set").mkdir()
    IN_THE_WAY[kind](work / there)
    before = contents(work), names(work / "set")
    done = command_line.run(words, cwd=work)
    assert (done.returncode, done.stdout) == (2, b"")
    assert there.encode() in done.stderr
    assert (contents(work), names(work / "set")) == before


@pytest.mark.parametrize("name", ["file/", "file/below/", "loose/"])
def test_the_folder_of_drafts_is_one(work: Path, name: str) -> None:
    """One line says which name is none."""
    (work / "file").write_bytes(b"kept")
    (work / "loose").symlink_to("nowhere")
    before = contents(work)
    done = command_line.run(("import", "array.json", "-o", name), cwd=work)
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.startswith(f"Error: `{name}` cannot be a folder: ".encode())
    assert contents(work) == before


def test_init_keeps_a_file_that_has_the_name_of_its_schema(work: Path) -> None:
    """It is replaced where it is a schema of intspec's, of another version, or with --force."""
    own = work / SCHEMA_FILE
    own.write_text("{}", encoding="utf-8")
    done = command_line.run(("init", "x.intspec.yaml"), cwd=work)
    assert (done.returncode, own.read_text(encoding="utf-8")) == (2, "{}")
    assert not (work / "x.intspec.yaml").exists()
    assert b"no schema of intspec's" in done.stderr
    assert command_line.run(("init", "x.intspec.yaml", "--force"), cwd=work).returncode == 0
    whole = own.read_bytes()
    own.write_bytes(whole.replace(b'"title"', b'"$comment": "older", "title"', 1))
    assert command_line.run(("init", "y.intspec.yaml"), cwd=work).returncode == 0
    assert own.read_bytes() == whole


def test_init_writes_two_files(work: Path) -> None:
    """The specification is not to have the name of the schema, which would take its place."""
    done = command_line.run(("init", SCHEMA_FILE), cwd=work)
    assert done.returncode == 2
    assert b"two outputs go to" in done.stderr
    assert not (work / SCHEMA_FILE).exists()


TERMS = {
    "format": 1,
    "id": "teas",
    "title": "Teas",
    "version": "1",
    "licence": "CC0-1.0",
    "citation": "Fictitious",
    "terms": [{"id": "green", "label": "Green tea"}],
}
#: What settings name beside patterns, each by the setting that names it.
NAMED = {
    "checklist_files": "house.toml",
    "vocabularies": "terms.json",
    "plugins": "ward_rules.py",
    "render": "journal.docx",
}


@pytest.mark.parametrize("setting", NAMED)
@pytest.mark.parametrize(
    "words",
    [
        ("check", "ward.intspec.yaml", "--output", "json:"),
        ("render", "ward.intspec.yaml", "--to", "markdown", "-o", ""),
        ("import", "form.docx", "--force", "-o", ""),
        ("import", "form.docx", "--report-file", ""),
        ("schema", "-o", ""),
        ("init", "--force", ""),
        ("crosswalk", "ward.intspec.yaml", "--to", "markdown", "-o", ""),
        ("review", "paper.md", "--checklist", "tidier", "--format", "text", "-o", ""),
    ],
    ids=lambda words: words[0] + words[-2],
)
def test_no_output_replaces_what_settings_name(
    work: Path, setting: str, words: tuple[str, ...]
) -> None:
    """Also where the command does not read it."""
    (work / "house.toml").write_text(HOUSE, encoding="utf-8")
    (work / "terms.json").write_text(json.dumps(TERMS), encoding="utf-8")
    (work / "ward_rules.py").write_text(PLUGIN, encoding="utf-8")
    (work / "journal.docx").write_bytes((work / "form.docx").read_bytes())
    (work / "paper.md").write_text("# A paper\n\nPeople walked.\n", encoding="utf-8")
    name = NAMED[setting]
    (work / "intspec.toml").write_text(
        f'[render.docx]\ntemplate = "{name}"\n'
        if setting == "render"
        else f'{setting} = ["{name}"]\n',
        encoding="utf-8",
    )
    before = contents(work)
    done = command_line.run((*words[:-1], words[-1] + name), cwd=work)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"is a file that this is made from" in done.stderr
    assert contents(work) == before


def test_a_plugin_is_written_into_the_folder_that_one_stands_in(tmp_path: Path) -> None:
    """It stays the folder that it is; nothing else is left in it, or beside it."""
    here = tmp_path / "here"
    here.mkdir()
    number = here.stat().st_ino
    words = ("plugin", "new", "ward", "--kind", "checklist", "--directory", ".")
    assert command_line.run(words, cwd=here).returncode == 0
    assert here.stat().st_ino == number
    assert (here / "pyproject.toml").is_file()
    assert not [one for one in names(here) if one.startswith(".intspec-")]
    assert names(tmp_path) == ["here"]


def test_a_plugin_is_not_written_to_the_end_of_a_loose_link(tmp_path: Path) -> None:
    """A link that leads nowhere is refused, as for every output."""
    (tmp_path / "link").symlink_to("nowhere")
    words = ("plugin", "new", "ward", "--kind", "checklist", "--directory", "link")
    done = command_line.run(words, cwd=tmp_path)
    assert done.returncode == 2
    assert b"a link to a folder that is not there" in done.stderr
    assert names(tmp_path) == ["link"]


def test_a_form_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    """Whatever its ending: nothing is said of what files of this kind are for."""
    for name in ("gone.json", "gone.yaml", "gone.docx", "gone"):
        done = command_line.run(("import", name), cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert f"there is no file `{name}`".encode() in done.stderr
