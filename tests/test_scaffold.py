"""New plugins of every kind: installed in an environment of their own, their tests pass at once."""

import json
import os
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

import pytest

from intspec.testing import contract
from intspec_kit.kinds import KINDS
from intspec_kit.scaffold import NameRefusedError, check_name, package
from members import some

pytestmark = pytest.mark.long

#: The name of each plugin -> its kinds: each kind alone, and all that can stand together.
PLUGINS = {
    "ward-checklist": ("checklist",),
    "ward-rules": ("rules",),
    "ward-outline": ("renderer",),
    "ward-pages": ("binary-renderer",),
    "ward-rows": ("importer",),
    "ward-records": ("draft-importer",),
    "ward": ("domain",),
    "ward-overlay": ("overlay",),
    "ward-people": ("view",),
    "ward-words": ("vocabulary",),
    "ward-count": ("command",),
    "ward-all": ("domain", "renderer", "importer", "view", "vocabulary", "command"),
    "ward-more": ("overlay", "rules", "binary-renderer", "draft-importer", "command"),
}
#: Those that have all that can stand together.
WHOLE = ("ward-all", "ward-more")


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has what ours has, by reference: nothing is asked of the network."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = next(path for path in (folder / "bin", folder / "Scripts") if path.is_dir())
    paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    ours = sysconfig.get_paths()["purelib"]
    Path(paths["purelib"], "ours.pth").write_text(f"import site; site.addsitedir({ours!r})\n")
    return python


def run(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program."""
    return subprocess.run(
        [str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def projects(scripts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a plugin of each kind by the command line, and install all of them."""
    folder = tmp_path_factory.mktemp("projects")
    for name, kinds in PLUGINS.items():
        words = [word for kind in kinds for word in ("--kind", kind)]
        done = run(sys.executable, "-m", "intspec", "plugin", "new", name, *words, cwd=folder)
        assert done.returncode == 0, done.stderr
        assert f"cd intspec-{name}\n" in done.stdout
    done = run(
        *(sys.executable, "-m", "pip", "--python", scripts / "python", "install", "--quiet"),
        *("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"),
        *(folder / f"intspec-{name}" for name in PLUGINS),
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(
    "name",
    some((n for n in PLUGINS if n not in WHOLE), "ward", "ward-rules", "ward-rows", "ward-words"),
)
def test_its_tests_pass_at_once(projects: Path, scripts: Path, name: str) -> None:
    """Nothing has to be written first."""
    done = run(
        *(scripts / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider"),
        cwd=projects / f"intspec-{name}",
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert " passed in " in done.stdout
    assert "skipped" not in done.stdout


def test_the_command_line_uses_each_of_them(projects: Path, scripts: Path) -> None:
    """A checklist and rules find gaps, a renderer writes a file, all are listed."""
    intspec = (scripts / "python", "-m", "intspec")
    done = run(*intspec, "plugin", "list", "--format", "json", cwd=projects)
    listed = {p["name"]: p["provides"] for p in json.loads(done.stdout) if p["name"] in PLUGINS}
    assert listed == {
        "ward-checklist": ["checklist ward-checklist"],
        "ward-rules": ["1 rule"],
        "ward-outline": ["format ward-outline"],
        "ward-pages": ["format ward-pages"],
        "ward-rows": ["reads ward-rows"],
        "ward-records": ["reads ward-records"],
        "ward": ["checklist ward", "1 rule", "fields ward"],
        "ward-overlay": ["checklist ward-overlay"],
        "ward-people": ["view ward-people"],
        "ward-words": ["vocabulary ward-words"],
        "ward-count": ["command ward-count"],
        "ward-all": [
            *("checklist ward-all", "1 rule", "format ward-all", "view ward-all", "reads ward-all"),
            *("vocabulary ward-all", "fields ward-all", "command ward-all"),
        ],
        "ward-more": [
            *("checklist ward-more", "1 rule", "format ward-more", "reads ward-more"),
            "command ward-more",
        ],
    }
    found = {}
    for name in ("ward-checklist", "ward-rules", "ward"):
        spec = projects / f"intspec-{name}" / "specs" / "gaps.intspec.yaml"
        done = run(*intspec, "check", spec, "--format", "json", cwd=projects)
        report = json.loads(done.stdout)
        found[name] = (done.returncode, [d["rule"] for d in report["files"][0]["diagnostics"]])
    assert found == {
        "ward-checklist": (
            1,
            [f"ward-checklist/{part}" for part in ("background", "session-length", "setting")],
        ),
        "ward-rules": (0, ["ward-rules/provider-count"]),
        "ward": (
            1,
            [
                *("ward/purpose", "ward/background", "ward/provider-count"),
                *("ward/session-length", "ward/setting"),
            ],
        ),
    }
    spec = projects / "intspec-ward-outline" / "specs" / "complete.intspec.yaml"
    done = run(*intspec, "render", spec, "-o", "out.wardoutline", cwd=projects)
    assert done.returncode == 0, done.stderr
    assert (projects / "out.wardoutline").read_text().startswith("Steps Together")
    done = run(*intspec, "render", spec, "-o", "out.wardpages", cwd=projects)
    assert done.returncode == 0, done.stderr
    assert (projects / "out.wardpages").read_bytes().startswith(b"PK")
    Path(projects, "tea.json").write_text('{"ward-records": [{"title": "Tea", "given": "Tea."}]}')
    done = run(*intspec, "import", "tea.json", "-o", "drafts/", cwd=projects)
    assert done.returncode == 0, done.stderr
    assert "DECIDE whether this is" in (projects / "drafts" / "tea.intspec.yaml").read_text()


@pytest.mark.skipif(find_spec("ruff") is None or find_spec("mypy") is None, reason="no linters")
def test_what_is_written_is_clean(projects: Path) -> None:
    """Linter, formatter and type checker have nothing to say."""
    for words in (("ruff", "check"), ("ruff", "format", "--check")):
        done = run(sys.executable, "-m", *words, "--no-cache", ".", cwd=projects)
        assert done.returncode == 0, done.stdout
    folders = [projects / f"intspec-{name}" / part for name in PLUGINS for part in ("src", "tests")]
    config = projects / "intspec-ward" / "pyproject.toml"
    done = run(
        *(sys.executable, "-m", "mypy", "--config-file", config, "--strict", *folders), cwd=projects
    )
    assert done.returncode == 0, done.stdout


def test_the_contract_tells_the_same_from_the_command_line(projects: Path, scripts: Path) -> None:
    """By path and by name, clause by clause; the exit code says whether it is kept."""
    check = (scripts / "python", "-m", "intspec", "plugin", "check", "--generated", "5")
    done = run(*check, "./intspec-ward-all", cwd=projects)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == (
        "intspec-ward-all 0.1.0: checklist ward-all, 1 rule, format ward-all, view ward-all, "
        "reads ward-all, vocabulary ward-all, fields ward-all, command ward-all"
    )
    assert (
        "  kept           cases          every rule and part is found by a case, and" in done.stdout
    )
    help_is_there = "every command has help, its options too, and a name that is free"
    assert f"  kept           commands       {help_is_there}" in lines
    assert lines[-1] == "The contract is kept."
    cases = projects / "intspec-ward" / "tests" / "cases"
    done = run(*check, "ward", "--cases", cases, "--format", "json", cwd=projects)
    states = {one["clause"]: one["state"] for one in json.loads(done.stdout)["clauses"]}
    assert (done.returncode, states["cases"], states["specs"]) == (0, "kept", "not-looked-at")


def test_a_broken_clause_is_told_and_ends_with_one(tmp_path: Path) -> None:
    """The fault stands below the clause."""
    made = package("ward", ["checklist"])
    for name, content in made.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.replace(b"intspec>=0.1", b"intspec"))
    done = run(sys.executable, "-m", "intspec", "plugin", "check", ".", cwd=tmp_path)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    at = lines.index(
        "  BROKEN         metadata       its project names the oldest intspec that it works with"
    )
    assert lines[at + 1].strip().startswith("- `dependencies` names no oldest intspec")
    assert lines[-1] == "The contract is broken in 1: metadata."


def test_what_a_plugin_raises_is_printed_where_it_is_asked_for(tmp_path: Path) -> None:
    """Each traceback once, on stderr; the place that a clause names is the plugin's."""
    made = package("ward", ["renderer"])
    for name, content in made.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    module = tmp_path / "src" / "intspec_ward" / "__init__.py"
    lines = module.read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines) if text.startswith("def ")) + 2
    module.write_text("\n".join([*lines[: line - 1], "    raise OSError(5)", *lines[line - 1 :]]))
    check = (sys.executable, "-m", "intspec", "plugin", "check", ".", "--format", "json")
    done = run(*check, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    (faults,) = (one["faults"] for one in json.loads(done.stdout)["clauses"] if one["faults"])
    assert f"OSError: 5 (intspec_ward/__init__.py, line {line})" in faults[0]
    told = run(*check, "--traceback", cwd=tmp_path)
    assert told.stdout == done.stdout
    assert told.stderr.count("Traceback (most recent call last)") == 1
    assert f'__init__.py", line {line}, in ' in told.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "./nowhere"), "`nowhere/pyproject.toml` cannot be read: No such file"),
        (("check", "tidyer"), "no plugin `tidyer` is installed; did you mean `tidier`?"),
        (("check", "tidier", "--cases", "nowhere"), "there is no folder `nowhere`"),
        (("new", "tidier", "--kind", "rules"), "`tidier` is taken: it is a plugin of intspec"),
        (("new", "markdown", "--kind", "rules"), "`markdown` is taken: it is a format of intspec"),
        (("new", "guided", "--kind", "rules"), "`guided` is taken: it is a plugin of intspec"),
        (("new", "render", "--kind", "rules"), "`render` is taken: it is a command of intspec"),
        (("new", "intspec", "--kind", "rules"), "`intspec` is taken: it is the namespace of"),
        (("new", "kit", "--kind", "rules"), "`kit` is taken: it is a package of intspec"),
        (("new", "ward"), "Missing option '--kind'"),
        (("new", "gaps", "--kind", "view"), "`gaps` is taken: it is a view of intspec"),
        (
            ("new", "ward", "--kind", "overlay", "--kind", "domain"),
            "an overlay is a checklist itself: leave `checklist` and `domain` out, or `overlay`",
        ),
        (
            ("new", "ward", "--kind", "renderer", "--kind", "binary-renderer"),
            "both would be one file format: leave `renderer` out, or `binary-renderer`",
        ),
        (
            ("new", "ward", "--kind", "importer", "--kind", "draft-importer"),
            "both would be one imported format: leave `importer` out, or `draft-importer`",
        ),
        (("new", "ward", "--kind", "rules"), "`intspec-ward` is there already, and not empty"),
    ],
)
def test_wrong_usage_is_told(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    """One message with the remedy, exit code 2, and nothing is written."""
    (tmp_path / "intspec-ward").mkdir()
    (tmp_path / "intspec-ward" / "mine.txt").write_text("mine")
    done = run(sys.executable, "-m", "intspec", "plugin", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert [p.name for p in tmp_path.rglob("*")] == ["intspec-ward", "mine.txt"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("intspec-ward", "leave `intspec-` out: `ward` becomes the package `intspec-ward`"),
        ("Ward", "`Ward` cannot be the name of a plugin: write lower-case letters"),
        ("ward_round", "write lower-case letters, digits and hyphens"),
        ("ward-", "write lower-case letters, digits and hyphens"),
        ("", "write lower-case letters, digits and hyphens"),
        ("4ward", "`4ward` begins with a digit: begin with a letter"),
        ("w" * 41, "is longer than 40 characters"),
        ("lambda", "`lambda` is a word of Python's own"),
        ("json", "`json` is a module of Python's own"),
        ("tea", "`tea` is taken: it is a plugin of x 1; choose another name"),
    ],
)
def test_names_that_a_plugin_cannot_have(name: str, told: str) -> None:
    """Each is refused with the reason."""
    with pytest.raises(NameRefusedError) as caught:
        check_name(name, {"tea": "a plugin of x 1"})
    assert told in str(caught.value)


def test_an_empty_folder_is_used_and_the_author_is_named(tmp_path: Path) -> None:
    """Marks in the author's name break no file."""
    target = tmp_path / "here"
    target.mkdir()
    author = 'Ada "the" Example, Å & <co>'
    done = run(
        *(sys.executable, "-m", "intspec", "plugin", "new", "ward", "--kind", "checklist"),
        *("--directory", "here", "--author", author),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert os.listdir(tmp_path) == ["here"]  # noqa: PTH208 -- hidden files too
    assert author in (target / "LICENSE").read_text(encoding="utf-8")
    assert contract(target) == []


@pytest.mark.parametrize("name", WHOLE)
def test_hooks_stand_beside_a_command(name: str) -> None:
    """Its package is imported for the list of commands, so nothing else is in `__init__`."""
    files = package(name, PLUGINS[name]).files
    folder = f"src/intspec_{name.replace('-', '_')}"
    assert b"import" not in files[f"{folder}/__init__.py"]
    assert b"@hookimpl" in files[f"{folder}/hooks.py"]
    assert f'"intspec_{name.replace("-", "_")}.hooks"' in files["pyproject.toml"].decode()


def test_the_same_plugin_is_written_each_time() -> None:
    """No clock and no chance is at work, and each kind is told in one line."""
    for kinds in PLUGINS.values():
        assert package("ward", kinds) == package("ward", kinds)
    assert set(KINDS) == {kind for kinds in PLUGINS.values() for kind in kinds}
