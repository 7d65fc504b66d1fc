"""Every command with every option that takes a name: `-`, names with a line break, capitals."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import click
import pytest
import yaml

import command_line
from intspec.cli.check import OutputType
from intspec.cli.root import cli
from intspec.reporters import FORMATS
from intspec.text import is_right_to_left
from intspec.text.terminal import unbroken
from members import one_of_each

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="names of POSIX"),
]

HERE = Path(__file__).parent
ROOT = HERE.parent
SPEC = ROOT / "specs" / "exercise" / "group-exercise.intspec.yaml"
#: How a parameter says that its value is the name of a file or folder, and that it is not.
NAMES = {
    *("FILE", "[FILE]", "OUT", "SPEC", "[SPEC]", "DIR", "PATH|NAME", "FORM"),
    *("[PATH]", "[PATH]...", "FORMAT:FILE", "KEY=FILE", "SPEC...", "[SPEC]...", "MANUSCRIPT"),
}
OTHERS = {
    *(
        "ID",
        "NUMBER",
        "NAME=VALUE",
        "FORMAT",
        "LEVEL",
        "SECONDS",
        "ADDRESS",
        "WORDS",
        "VOCABULARY",
        "[VOCABULARY]",
        "TEXT",
        "TERM",
        "PATTERN",
        "NAME",
        "ITEM[@ARM][=N]",
    ),
    "",
}
#: What a command needs beside the name that is tried: its arguments, and options.
NEEDED: dict[str, tuple[list[str], dict[str, str]]] = {
    "check": (["ward.intspec.yaml"], {}),
    "render": (["ward.intspec.yaml"], {}),
    "compare": (["ward.intspec.yaml", "wing.intspec.yaml"], {}),
    "crosswalk": (["ward.intspec.yaml"], {"--to": "markdown"}),
    "import": (["form.docx"], {"--output": "draft.yaml"}),
    "explain": (["tidier"], {}),
    "plugin check": (["tidier"], {"--generated": "0"}),
    "plugin new": (["sleep"], {"--kind": "rules"}),
    "fill": (["form.docx", "ward.intspec.yaml"], {}),
    "locate": (["ward.intspec.yaml"], {}),
    "review": (["paper.md"], {"--checklist": "tidier"}),
    "terms build": (["onto.owl"], {"--output": "index.json"}),
    "terms find": (["goal"], {}),
    "terms show": (["bcttv1:1.1"], {}),
}
#: Where `-` stands for stdin and for stdout. It is refused wherever else a name is taken.
READ = {
    *(("check", "paths"), ("render", "path"), ("crosswalk", "path"), ("fill", "path")),
    *(("config show", "path"), ("doctor", "path")),
}
WRITTEN = {
    *(("check", "--output"), ("check", "--annotate"), ("render", "--output")),
    *(
        ("compare", "--output"),
        ("crosswalk", "--output"),
        ("import", "--output"),
        ("import", "--report-file"),
    ),
    *(("schema", "--output"), ("fill", "--output"), ("terms build", "--output")),
    ("review", "--output"),
}
INJECTED = "::error::injected"
#: What stands before a name in the value of an option.
BEFORE = {"FORMAT:FILE": "json:", "KEY=FILE": "paper="}


class Taken(NamedTuple):
    """A parameter that takes a name."""

    command: str
    name: str
    option: str
    place: int
    metavar: str

    def words(self, value: str) -> list[str]:
        """Return the words of a command line in which it has this value."""
        arguments, options = NEEDED.get(self.command, ([], {}))
        arguments, options = [*arguments], dict(options)
        if self.option == "--annotate":
            arguments = ["form.docx"]
        if self.option:
            options[self.option] = value
        else:
            arguments[self.place : self.place + 1] = [value]
        return [*self.command.split(), *(f"{o}={v}" for o, v in options.items()), *arguments]


def leaves(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Go over the commands that do something."""
    context = click.Context(command)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from leaves(found, f"{name} {below}".strip())
    else:
        yield name, command


def taken() -> Iterator[Taken]:
    """Go over the parameters of all commands that take a name."""
    for name, command in leaves(cli, ""):
        arguments = [p.name for p in command.params if isinstance(p, click.Argument)]
        for parameter in command.params:
            if isinstance(parameter.type, click.types.StringParamType | OutputType):
                metavar = parameter.metavar or ""
                metavar = "FORMAT:FILE" if isinstance(parameter.type, OutputType) else metavar
                option = max(parameter.opts, key=len) if parameter.name not in arguments else ""
                place = arguments.index(parameter.name) if not option else 0
                yield Taken(name, str(parameter.name), option, place, metavar)


ALL = list(taken())
OF_FILES = [one for one in ALL if one.metavar in NAMES]


def test_every_parameter_is_known() -> None:
    """Whoever adds one says whether its value is a name."""
    assert {one.metavar for one in ALL} - NAMES - OTHERS == set()
    known = {(one.command, one.option or one.name) for one in OF_FILES}
    assert known >= READ
    assert known >= WRITTEN
    assert len(OF_FILES) > 40


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What commands need."""
    folder = tmp_path_factory.mktemp("files")
    for name in ("ward.intspec.yaml", "wing.intspec.yaml"):
        (folder / name).write_bytes(SPEC.read_bytes())
    (folder / "onto.owl").write_bytes(
        (HERE / "data" / "vocabularies" / "bcio-fictitious.owl").read_bytes()
    )
    for out, view in (("form.docx", "checklist"), ("paper.md", "text")):
        words = ("render", "ward.intspec.yaml", "--view", view, "-o", out)
        assert command_line.run(words, cwd=folder).returncode == 0
    return folder


@pytest.fixture
def work(files: Path, tmp_path: Path) -> Path:
    """A folder of a test's own with them."""
    return Path(shutil.copytree(files, tmp_path / "work"))


def run(work: Path, words: list[str]) -> "subprocess.CompletedProcess[bytes]":
    """Run a command that may read a specification from stdin."""
    return command_line.run(tuple(words), cwd=work, stdin=SPEC.read_bytes())


#: Each place of a name with a file of that name; with a folder and with nothing, one of each kind.
NAMED = one_of_each(
    (
        (one, there),
        (there, one if there == "file" else one.metavar),
        f"{there}-{one.command} {one.option or one.name}",
    )
    for there in ("file", "nothing", "folder")
    for one in OF_FILES
)


def contents(work: Path) -> dict[str, bytes]:
    """Return what each file of a folder holds, by its name."""
    return {
        str(path.relative_to(work)): path.read_bytes()
        for path in work.rglob("*")
        if path.is_file() and path.name.startswith("-")
    }


@pytest.mark.parametrize(("one", "there"), NAMED)
def test_a_dash_is_a_stream_or_refused(work: Path, one: Taken, there: str) -> None:
    """A file or folder that has this name is neither read nor written: `./-` is one."""
    dash = work / "-"
    if there == "file":
        dash.write_bytes(SPEC.read_bytes())
    if there == "folder":
        dash.mkdir()
        (dash / "-ward.intspec.yaml").write_bytes(SPEC.read_bytes())
    before = contents(work)
    key = (one.command, one.option or one.name)
    done = run(work, one.words(f"{BEFORE.get(one.metavar, '')}-"))
    told = done.stderr.decode()
    if key in READ | WRITTEN:
        assert done.returncode in (0, 1), told
        assert len(done.stdout) > 50
    elif key == ("doctor", "--config"):
        assert b"`-` is standard input" in done.stdout  # it tells of faults, and has none itself
    else:
        assert done.returncode == 2, (done.stdout, told)
        assert "`-`" in told
        assert done.stdout == b""
    assert contents(work) == before
    assert dash.exists() == (there != "nothing")


@pytest.mark.parametrize(("one", "there"), NAMED)
def test_a_line_break_in_a_name_begins_no_line(work: Path, one: Taken, there: str) -> None:
    """Forges would take it for a command."""
    name = f"odd  name\n{INJECTED}.intspec.yaml"
    if there == "file":
        (work / name).write_text("a: 1\na: 2\n", encoding="utf-8")
    if there == "folder":
        (work / name).mkdir()
        (work / name / name).write_text("a: 1\na: 2\n", encoding="utf-8")
    done = run(work, one.words(f"{BEFORE.get(one.metavar, '')}{name}"))
    assert done.returncode in (0, 1, 2, 3)
    for stream in (done.stdout.decode(), done.stderr.decode()):
        assert [line for line in stream.splitlines() if line.strip().startswith(INJECTED)] == []


PLUGIN = """\
from intspec import Finding, hookimpl, rule

def slip():
    raise ValueError("first\\n::error::injected\\u2028::error::injected")

@rule("odd-error-injected/rule")
def bad(subject):
    "A rule."
    slip()

@hookimpl
def intspec_rules():
    yield bad
"""


@pytest.mark.parametrize(
    ("command", "fmt"),
    [
        *(("check", fmt) for fmt in FORMATS),
        *((command, fmt) for command in ("plugins", "rules", "doctor") for fmt in ("text", "json")),
        ("render", ""),
    ],
)
@pytest.mark.parametrize("loads", [True, False], ids=["slips in a rule", "slips when loaded"])
def test_a_message_of_a_plugin_is_one_line(
    work: Path, command: str, fmt: str, *, loads: bool
) -> None:
    """Also of one whose file has a line break in its name."""
    reads = command in ("check", "render")
    name = f"odd\n{INJECTED}.py"
    (work / name).write_text(PLUGIN if loads else f"{PLUGIN}\nslip()\n", encoding="utf-8")
    settings = f'plugins = ["odd\\n{INJECTED}.py"]\nchecklists = ["odd-error-injected"]\n'
    (work / "intspec.toml").write_text(settings, encoding="utf-8")
    words = [command, "--allow-local-plugins", *(["ward.intspec.yaml"] if reads else [])]
    words += ["--format", fmt] if command != "render" else []
    done = run(work, words)
    assert done.returncode == (3 if reads or not loads else 0)
    told = done.stdout.decode() + done.stderr.decode()
    assert [line for line in told.splitlines() if line.strip().startswith(INJECTED)] == []


@pytest.mark.parametrize("where", ["named", "in a folder", "in settings"])
def test_endings_match_in_letters_of_either_case(work: Path, where: str) -> None:
    """Of specifications, forms and plugins, wherever they are named."""
    below = work / "sub"
    below.mkdir()
    data = yaml.safe_load(SPEC.read_bytes())
    (below / "A.INTSPEC.YAML").write_bytes(SPEC.read_bytes())
    (below / "B.Intspec.Yml").write_bytes(SPEC.read_bytes())
    (below / "C.INTSPEC.JSON").write_text(json.dumps(data, default=str), encoding="utf-8")
    (below / "FORM.DOCX").write_bytes((work / "form.docx").read_bytes())
    (work / "ODD.PY").write_text("", encoding="utf-8")
    settings = 'documents = ["sub"]\nplugins = ["ODD.PY"]\n'
    (work / "intspec.toml").write_text(settings, encoding="utf-8")
    found = ["A.INTSPEC.YAML", "B.Intspec.Yml", "C.INTSPEC.JSON"]
    found += ["FORM.DOCX"] if where == "named" else []
    names = [f"sub/{name}" for name in found]
    paths = {"named": names, "in a folder": ["sub"], "in settings": []}[where]
    words = ("check", "--allow-local-plugins", "--format", "json", *paths)
    report = json.loads(command_line.run_text(words, cwd=work).stdout)
    assert [file["path"] for file in report["files"]] == names
    assert [file["path"] for file in report["files"] if not file["readable"]] == []
    assert [file["form"] for file in report["files"]][3:] == ["docx"] * (where == "named")
    assert [plugin["failures"] for plugin in report["plugins"] if plugin["failures"]] == []


@pytest.mark.parametrize("fmt", [".DOCX", ".Html", ".XLSX", ".Csv", ".JSON", ".MD", ".Tex"])
def test_outputs_have_their_format_by_endings_of_either_case(work: Path, fmt: str) -> None:
    """The name that was given is the file's."""
    words = ("render", "ward.intspec.yaml", "-o", f"T{fmt}")
    assert command_line.run(words, cwd=work).returncode == 0
    assert (work / f"T{fmt}").stat().st_size > 1000


def test_one_thing_goes_to_stdout(work: Path) -> None:
    """The report for people makes room for another; of two for programs one needs a file."""
    done = run(work, ["check", "ward.intspec.yaml", "--output", "json:-"])
    assert json.loads(done.stdout)["files"]
    assert b"TIDieR 2014" in done.stderr
    for words in (
        ["--output", "json:-", "--output", "sarif:/dev/stdout"],
        ["--output", "json:/dev/fd/1", "--format", "junit"],
        ["--output", "json:x.json", "--output", "sarif:./x.json"],
    ):
        done = run(work, ["check", "ward.intspec.yaml", *words])
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"two outputs go to" in done.stderr
    done = run(work, ["check", "form.docx", "--annotate", "-"])
    assert done.stdout.startswith(b"PK")
    assert b"wrote" in done.stderr


def test_settings_may_name_a_file_that_is_called_like_a_stream(work: Path) -> None:
    """There it is a name as any other."""
    (work / "-").write_bytes(SPEC.read_bytes())
    (work / "intspec.toml").write_text('documents = ["-"]', encoding="utf-8")
    done = command_line.run_text(("check", "--format", "json"), cwd=work)
    assert [file["path"] for file in json.loads(done.stdout)["files"]] == ["./-"]


def test_unbroken_keeps_what_it_can() -> None:
    """Two blanks in a name are two."""
    assert unbroken("a  b\tc") == "a  b\tc"
    assert unbroken("a\nb\r\n\x85\u2028") == r"a\x0ab\x0d\x0a\x85\u2028"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where Python keeps what it has compiled without docstrings, for the next run."""
    return tmp_path_factory.mktemp("compiled")


def optimized(work: Path, compiled: Path, *words: str, level: str) -> tuple[int, bytes, bytes]:
    """Run a command in a Python that leaves docstrings out, or not."""
    done = subprocess.run(
        [sys.executable, *([level] if level else []), "-m", "intspec", *words],
        cwd=work,
        env={
            **os.environ,
            "PYTHONPYCACHEPREFIX": str(compiled),
            "PYTHONDONTWRITEBYTECODE": "",
        },
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.programs
@pytest.mark.parametrize(
    "words",
    [
        "check ward.intspec.yaml",
        "check ward.intspec.yaml --allow-local-plugins --config local.toml",
        "check ward.intspec.yaml missing.yaml --jobs 2 --format json",
        "explain tidier 8",
        "explain intspec/unsourced",
        "explain house/rule --allow-local-plugins --config local.toml",
        "render ward.intspec.yaml --view gaps",
        "rules",
        "schema",
        "--help",
        "check --help",
        "config trust --help",
        "terms build --help",
        "plugin new --help",
    ],
)
def test_python_may_leave_docstrings_out(work: Path, compiled: Path, words: str) -> None:
    """`python -OO` gives the same words, which are docstrings of rules, records and commands."""
    (work / "local.toml").write_text('plugins = ["house.py"]\nchecklists = ["house"]\n')
    house = PLUGIN.replace("odd-error-injected", "house").replace(
        "    slip()", "    yield Finding('no')"
    )
    (work / "house.py").write_text(house, encoding="utf-8")
    plain = optimized(work, compiled, *words.split(), level="")
    assert plain[0] in (0, 1, 2), plain
    assert optimized(work, compiled, *words.split(), level="-OO") == plain


@pytest.mark.programs
@pytest.mark.parametrize(
    "words", ["--help", "check", "check {}", "render {} -o x.html", "config show"]
)
def test_a_folder_that_is_gone_is_one_line(work: Path, words: str) -> None:
    """Whatever is asked for."""
    gone = work / "gone"
    gone.mkdir()
    command = f'rmdir "$PWD"; exec "{sys.executable}" -m intspec {words.format(SPEC)}'
    done = subprocess.run(["sh", "-c", command], cwd=gone, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"intspec: the folder that you are in is gone: change to another\n"


#: Names as bytes: UTF-8 of two to four, composed or not, and bytes that are none.
BYTES: tuple[str | bytes, ...] = (
    "λ",
    "é",
    "e\u0301",
    "本",
    "\U0001f600",
    "a b#%",
    b"\xff",
    b"\xce",
    b"\xe9t\xe9",
)


@pytest.mark.programs
@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_reports_name_files_by_their_bytes(work: Path) -> None:
    """Under a locale that knows ASCII alone the reports for programs are the same bytes."""
    folder = work / "names"
    folder.mkdir()
    for name in BYTES:
        raw = name if isinstance(name, bytes) else name.encode()
        copy = os.fsencode(folder) + b"/" + raw + b".intspec.yaml"
        Path(os.fsdecode(copy)).write_bytes(b"id: ward\n")
    told = []
    for environment in ({"PYTHONUTF8": "1"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}):
        outputs = [f"{fmt}:../report.{fmt}" for fmt in ("json", "github", "sarif", "junit")]
        words = [word for output in outputs for word in ("--output", output)]
        subprocess.run(
            [sys.executable, "-m", "intspec", "check", ".", "--quiet", "--fail-on", "note", *words],
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
            check=False,
        )
        told.append([(work / one.partition("/")[2]).read_bytes() for one in outputs])
    plain, ascii_alone = told
    assert ascii_alone == plain
    for name in ("λ".encode(), "本".encode()):
        assert all(name in text for text in (plain[0], plain[3]))
    places = [quote(name) for name in BYTES]
    uris = set(re.findall(rb'"uri": "(?:[^"]*/)?([^"/]+)\.intspec\.yaml"', plain[2]))
    assert uris == {place.encode() for place in places}


@pytest.mark.programs
@pytest.mark.parametrize("words", ["--version", "--help", "rules", "check ward.intspec.yaml"])
def test_a_device_that_is_full_is_one_line(work: Path, words: str) -> None:
    """One of the test's own, which takes nothing."""
    full = work / "full"
    try:
        os.mknod(full, stat.S_IFCHR | 0o666, os.makedev(1, 7))
        full.open("wb").close()
    except PermissionError:
        pytest.skip("devices can be made by root alone")
    with full.open("wb") as device:
        done = subprocess.run(
            [sys.executable, "-m", "intspec", *words.split()],
            cwd=work,
            stdout=device,
            stderr=subprocess.PIPE,
            check=False,
        )
    told = b"intspec: the output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (3, told)


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        *((tag, "rtl") for tag in ("ar", "AR-eg", "he", "fa-IR", "ur", "az-Arab", "ks-Aran-IN")),
        *((tag, "ltr") for tag in ("de", "ks-Deva", "ug-Latn-CN", "enx", "ar-Latn", "sr-Cyrl")),
        *((tag, "") for tag in ("en", "EN", "en-GB", "")),
    ],
)
def test_a_page_says_in_which_direction_its_words_run(
    work: Path, language: str, direction: str
) -> None:
    """Those of the specification; the page's own are English."""
    data = yaml.safe_load(SPEC.read_bytes()) | {"language": language}
    data = data if language else {key: data[key] for key in data if key != "language"}
    (work / "x.json").write_text(json.dumps(data, default=str), encoding="utf-8")
    page = command_line.run_text(("render", "x.json", "--to", "html"), cwd=work).stdout
    assert '<html lang="en" dir="ltr">' in page
    (heading,) = re.findall("<h1(.*?)>", page)
    cells = set(re.findall("<td(.*?)(?: data-state=.*?)?>", page))
    assert heading == (f' lang="{language}" dir="{direction}"' if direction else "")
    assert cells == {heading}
    if direction:
        assert is_right_to_left(language) == (direction == "rtl")
