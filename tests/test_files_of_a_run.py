"""Which files a run is about: what is named, and what counts in the folders that are searched."""

import inspect
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import command_line
from intspec.cli.main import run
from intspec.cli.root import cli
from intspec.config.patterns import LONGEST, MOST, SHOWN, Patterns, is_pattern
from intspec.text import shorten
from projects import SPEC

pytestmark = pytest.mark.programs

TEXT = SPEC.format(checklists="tidier")
posix = pytest.mark.skipif(sys.platform == "win32", reason="names and links of POSIX")


def tree(root: Path, *names: str, **files: str) -> Path:
    """Make a folder with specifications, and other files by name: `__` for a slash."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def checked(cwd: Path, *words: str, stdin: bytes = b"") -> list[str]:
    """Return the files that a check reports, by name."""
    done = command_line.run_text(("check", "--format", "json", *words), cwd=cwd, stdin=stdin)
    assert done.returncode in (0, 1), done.stderr
    return [file["path"] for file in json.loads(done.stdout)["files"]]


A, B, C = "a.intspec.yaml", "old/b.intspec.yaml", "old/new/c.intspec.yaml"


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        (["old/"], [A]),
        (["old"], [A]),
        (["/old/new"], [A, B]),
        (["old/**/c*"], [A, B]),
        (["*.intspec.yaml", "!/a.intspec.yaml"], [A]),
        (["new/", "a.*"], [B]),
        (["b.intspec.yaml/"], [A, B, C]),
    ],
)
@pytest.mark.parametrize("where", ["settings", "command line", "--config"])
def test_what_is_excluded_is_not_searched(
    tmp_path: Path, patterns: list[str], left: list[str], where: str
) -> None:
    """By settings from their folder, by the command line from the working folder."""
    root = tree(tmp_path / "root", A, B, C)
    text = f"exclude = {json.dumps(patterns)}\n"
    words = []
    if where == "command line":
        words = [word for pattern in patterns for word in ("--exclude", pattern)]
    else:
        name = "intspec.toml" if where == "settings" else "other.toml"
        (root / name).write_text(text, encoding="utf-8")
        words = ["--config", name] if where == "--config" else []
    assert checked(root, ".", *words) == [f"./{name}" for name in left]


def test_settings_above_count_in_a_folder_below(tmp_path: Path) -> None:
    """From their own folder, wherever one works."""
    root = tree(tmp_path, A, B, C, "old/a.intspec.yaml")
    (root / "intspec.toml").write_text('exclude = ["/old/new", "a.*"]', encoding="utf-8")
    assert checked(root / "old", ".") == ["./b.intspec.yaml"]


def test_settings_that_are_nearer_decide(tmp_path: Path) -> None:
    """As they do for all else; what those above leave out is not looked into."""
    root = tree(tmp_path, A, "in/a.intspec.yaml", "in/x/a.intspec.yaml", "out/a.intspec.yaml")
    (root / "intspec.toml").write_text('exclude = ["a.*", "out/"]', encoding="utf-8")
    (root / "in" / "intspec.toml").write_text('exclude = ["x"]', encoding="utf-8")
    (root / "out" / "intspec.toml").write_text("faulty", encoding="utf-8")
    assert checked(root, ".") == ["./in/a.intspec.yaml"]


def test_what_is_named_is_checked_unless_told_otherwise(tmp_path: Path) -> None:
    """A hook names files that settings leave out: it gives `--force-exclude`."""
    root = tree(tmp_path, A, B, C, intspec="")
    (root / "intspec.toml").write_text('exclude = ["old/"]', encoding="utf-8")
    assert checked(root, A, B) == [A, B]
    assert checked(root, "old") == [B, C]
    for named in ((A, B), (A, "old"), (A, C, "old/new")):
        assert checked(root, *named, "--force-exclude") == [A]
    assert checked(root / "old", f"../{A}", "new", "--force-exclude") == [f"../{A}"]
    done = command_line.run_text(("check", B, "old", "--force-exclude"), cwd=root)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "nothing is checked: all that is named is left out by `exclude`\n"


def test_a_folder_of_which_nothing_counts_is_no_success(tmp_path: Path) -> None:
    """A pattern that leaves out too much must not pass for a project without gaps."""
    root = tree(tmp_path, A)
    done = command_line.run_text(("check", ".", "--exclude", "*"), cwd=root)
    assert done.returncode == 2
    assert "but in what `exclude` or Git leaves out: name a file to check it" in done.stderr


#: What Git never matches: of these a name of a folder is nearly always meant.
DOTTED = (".", "..", "./a", "../a", "!./a", "./a/", "a/.", "a/../b", "/./a", "/..", "./*.yaml")


@pytest.mark.parametrize(
    "line", ["", " ", "# comment", "!", "/", "a//b", "a\\", "x" * 1001, *DOTTED]
)
def test_what_is_no_pattern_is_told(tmp_path: Path, line: str) -> None:
    """In its place."""
    root = tree(tmp_path, A)
    done = command_line.run_text(("check", ".", "--exclude", line), cwd=root)
    assert done.returncode == 2
    assert f"`{shorten(line, SHOWN)}` is no pattern, such as `old/`" in done.stderr
    (root / "intspec.toml").write_text(f'exclude = ["y",\n{json.dumps(line)}]\n', encoding="utf-8")
    done = command_line.run_text(("check", "."), cwd=root)
    assert done.returncode == 2
    assert done.stderr.startswith("intspec.toml:2:")


def test_what_git_ignores_is_not_searched(tmp_path: Path) -> None:
    """By each file of patterns of the repository, the nearest deciding; not where there is none."""
    names = [
        *(A, "build/a.intspec.yaml", "x/build/a.intspec.yaml", "x/keep.intspec.yaml"),
        *("x/y/a.intspec.yaml", "x/y/z.intspec.yaml", "own/a.intspec.yaml", "in/a.intspec.yaml"),
    ]
    root = tree(tmp_path / "r", *names, dot_gitignore="build/\n*.draft\nz.*\n")
    (root / "x" / ".gitignore").write_bytes(b"\xef\xbb\xbf/y/a.*\r\n!z.*\r\n")
    everything = sorted(f"./{name}" for name in names)
    assert checked(root, ".") == everything
    (root / ".git" / "info").mkdir(parents=True)
    (root / ".git" / "info" / "exclude").write_text("own\n", encoding="utf-8")
    left = ["./a.intspec.yaml", "./in/a.intspec.yaml", "./x/keep.intspec.yaml"]
    left.append("./x/y/z.intspec.yaml")
    assert checked(root, ".") == left
    assert checked(root / "x", ".") == ["./keep.intspec.yaml", "./y/z.intspec.yaml"]
    assert checked(root / "x", "y") == ["y/z.intspec.yaml"]
    assert checked(root, "build") == ["build/a.intspec.yaml"], "it is named"
    assert checked(root, "x/y/a.intspec.yaml", "--force-exclude") == ["x/y/a.intspec.yaml"]
    # A repository in a repository has patterns of its own.
    (root / "in" / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    tree(root / "in", "build/a.intspec.yaml", "w/a.intspec.yaml", dot_gitignore="w/\n")
    assert checked(root, "in") == ["in/a.intspec.yaml", "in/build/a.intspec.yaml"]


@pytest.mark.parametrize("kind", ["submodule", "clone", "second working tree"])
@pytest.mark.parametrize("names", ["absolute", "relative"])
def test_a_repository_in_a_repository_is_searched(tmp_path: Path, kind: str, names: str) -> None:
    """With patterns of its own alone, wherever it keeps those that are no part of it."""
    root = tree(tmp_path / "r", A, dot_gitignore="own*\nnew/\n", dot_git__info__exclude="wards/\n")
    (root / ".gitmodules").write_text(
        '[submodule "w"]\n\tpath = w\n\turl = ../w\n', encoding="utf-8"
    )
    there = ["own.intspec.yaml", "new/a.intspec.yaml", "wards/a.intspec.yaml"]
    tree(root / "w", *there, "x/a.intspec.yaml", "y/a.intspec.yaml", dot_gitignore="x/\n")
    folder = {
        "submodule": root / ".git" / "modules" / "w",
        "clone": root / "w" / ".git",
        "second working tree": root / ".git" / "worktrees" / "w",
    }[kind]
    folder.mkdir(parents=True)
    holds = folder

    def put(path: Path, before: str, target: Path) -> None:
        name = target if names == "absolute" else os.path.relpath(target, path.parent)
        path.write_text(f"{before}{name}\n", encoding="utf-8")

    if kind == "second working tree":
        holds = tmp_path / "first" / ".git"
        put(folder / "commondir", "", holds)
    if kind != "clone":
        put(root / "w" / ".git", "gitdir: ", folder)
    (holds / "info").mkdir(parents=True)
    (holds / "info" / "exclude").write_text("y/\n", encoding="utf-8")
    assert checked(root, ".") == [f"./{A}", *sorted(f"./w/{name}" for name in there)]
    assert checked(root / "w" / "wards", ".") == ["./a.intspec.yaml"]


def test_folders_of_others_are_never_searched(tmp_path: Path) -> None:
    """But for one that is named."""
    others = ["node_modules", ".venv", ".git", "__pycache__", "site-packages", "env", ".tox"]
    root = tree(tmp_path, A, *(f"{name}/a.intspec.yaml" for name in others), env__pyvenv="")
    (root / "env" / "pyvenv.cfg").write_text("", encoding="utf-8")
    assert checked(root, ".") == [f"./{A}"]
    for name in others:
        assert checked(root, name) == [f"{name}/a.intspec.yaml"]


@posix
def test_a_file_of_patterns_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A pipe, or one too large; a link is not followed, as Git does not."""
    root = tree(tmp_path / "r", A, "x/a.intspec.yaml", "y/a.intspec.yaml")
    (root / ".git").mkdir()
    os.mkfifo(root / ".gitignore")
    (root / "x" / ".gitignore").write_bytes(b"a.*\n" * 25_001)
    (root / "patterns").write_text("*", encoding="utf-8")
    (root / "y" / ".gitignore").symlink_to("../patterns")
    done = command_line.run_text(("check", ".", "--format", "json"), cwd=root)
    assert len(json.loads(done.stdout)["files"]) == 3
    first, second = done.stderr.splitlines()
    assert first.startswith("what Git ignores is not known:")
    assert second.endswith(".gitignore` is larger than 100,000 bytes")


def test_no_program_is_started_to_find_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repository's own settings can name programs that Git runs."""
    root = tree(
        tmp_path, A, dot_gitignore="x\n", dot_git__config='[core]\nfsmonitor = "touch run"\n'
    )
    monkeypatch.chdir(root)

    def start(*_words: object, **_options: object) -> None:
        raise AssertionError

    monkeypatch.setattr(subprocess, "Popen", start)
    assert run(["check", ".", "--quiet"]) == 1
    assert not (root / "run").exists()


def test_stdin_may_have_a_name(tmp_path: Path) -> None:
    """It decides on settings, on the kind of file, and on what is excluded."""
    text = 'exclude = ["old/"]\nchecklists = ["guided"]\n'
    root = tree(tmp_path / "r", sub__intspec="")
    (root / "sub" / "intspec.toml").write_text(text, encoding="utf-8")
    words = ("check", "-", "--format", "json", "--stdin-filename")
    done = command_line.run_text((*words, "sub/x.yaml"), cwd=root, stdin=TEXT.encode())
    (file,) = json.loads(done.stdout)["files"]
    assert (file["path"], file["config"]) == ("sub/x.yaml", "sub/intspec.toml")
    assert [c["id"] for c in file["checklists"]] == ["tidier", "guided"]
    done = command_line.run_text((*words, "sub/old/x.yaml"), cwd=root, stdin=TEXT.encode())
    assert len(json.loads(done.stdout)["files"]) == 1
    forced = (*words, "sub/old/x.yaml", "--force-exclude")
    done = command_line.run_text(forced, cwd=root, stdin=TEXT.encode())
    assert (done.returncode, json.loads(done.stdout)["files"]) == (0, [])
    done = command_line.run_text((*words, "sub/x.JSON"), cwd=root, stdin=b"{'a': 1}")
    (file,) = json.loads(done.stdout)["files"]
    assert "JSON" in file["diagnostics"][0]["message"]
    spec = tree(root, A) / A
    form = ("render", spec.name, "--view", "checklist", "-o", "form.docx")
    assert command_line.run(form, cwd=root).returncode == 0
    raw = (root / "form.docx").read_bytes()
    done = command_line.run_text((*words, "sub/other.DOCX"), cwd=root, stdin=raw)
    (file,) = json.loads(done.stdout)["files"]
    assert (file["path"], file["form"], file["readable"]) == ("sub/other.DOCX", "docx", True)
    done = command_line.run_text(("check", A, "--stdin-filename", "x.yaml"), cwd=root)
    assert (done.returncode, "give `-` as the PATH" in done.stderr) == (2, True)
    output = ("--output", "json:sub/x.yaml")
    done = command_line.run_text((*words, "sub/x.yaml", *output), cwd=root, stdin=b"")
    assert (done.returncode, "is made from" in done.stderr) == (2, True)


def test_patterns_of_the_shell_are_left_to_click(monkeypatch: pytest.MonkeyPatch) -> None:
    """It expands them on Windows, whose shells do not, where it takes the words itself."""
    assert inspect.signature(cli.main).parameters["windows_expand_args"].default is True
    given: dict[str, object] = {}
    monkeypatch.setattr(cli, "main", lambda **options: given.update(options) or 0)
    assert run() == 0
    assert given["args"] is None
    assert given.get("windows_expand_args", True) is True


# Patterns, held against Git

PIECE = st.sampled_from(
    [
        "a",
        "b",
        "ab",
        "*",
        "?",
        "[ab]",
        "[!a]",
        "[^b]",
        "[a-c]",
        "[[:alpha:]]",
        "\\*",
        "\\a",
        "[",
        "]",
        "-",
    ]
)
PART = st.one_of(st.just("**"), st.lists(PIECE, min_size=1, max_size=4).map("".join))
LINE = st.builds(
    lambda sign, slash, parts, end: sign + slash + "/".join(parts) + end,
    st.sampled_from(["", "", "", "!", "#", "\\!", "\\#"]),
    st.sampled_from(["", "", "/"]),
    st.lists(PART, min_size=1, max_size=3),
    st.sampled_from(["", "", "/", " ", "\\ ", "/ "]),
).filter(lambda line: "**" not in line.replace("/**/", "/").strip("!#\\/ ").strip("*/"))
NAME = st.lists(
    st.text("aabc*#! []-", min_size=1, max_size=3).filter(lambda part: part.strip(".") != ""),
    min_size=1,
    max_size=3,
).map("/".join)


def ignored(patterns: Patterns, name: str) -> bool:
    """Tell whether a file is left out, or a folder that it is in."""
    parts = name.split("/")
    folders = ("/".join(parts[:n]) for n in range(1, len(parts)))
    return any(patterns.decide(f, folder=True) for f in folders) or bool(
        patterns.decide(name, folder=False)
    )


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty repository of Git's."""
    if shutil.which("git") is None:
        pytest.skip("there is no Git to compare with")
    folder = tmp_path_factory.mktemp("git")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


def by_git(repository: Path, names: Iterable[str]) -> dict[str, bool]:
    """Return which names Git ignores."""
    command = ["git", "-c", "core.ignorecase=false", "check-ignore", "--no-index", "-z", "-v"]
    given_names = "".join(f"{name}\0" for name in names).encode()
    done = subprocess.run(
        [*command, "-n", "--stdin"],
        cwd=repository,
        input=given_names,
        capture_output=True,
        check=False,
    )
    fields = done.stdout.decode().split("\0")
    rows = zip(*(fields[n::4] for n in range(4)), strict=False)
    return {name: bool(source) and pattern[0] != "!" for source, _line, pattern, name in rows}


@posix
@pytest.mark.long
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(LINE, min_size=1, max_size=3), st.lists(NAME, min_size=20, max_size=40, unique=True)
)
def test_patterns_mean_what_they_mean_to_git(
    repository: Path, lines: list[str], names: list[str]
) -> None:
    """Git is asked in the tests, of a repository of their own."""
    (repository / ".gitignore").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    theirs = by_git(repository, names)
    patterns = Patterns(lines)
    assert {name: ignored(patterns, name) for name in theirs} == theirs


@pytest.mark.parametrize(
    "make", ["*a".__mul__, "**/a/".__mul__, "?*".__mul__, "[a-b]*".__mul__, "a*".__mul__]
)
def test_no_pattern_takes_long(make: object) -> None:
    """Stars of others cannot stop a run: this one would not end if each were tried with all."""
    assert callable(make)
    length = LONGEST // len(make(1)) - 1
    patterns = Patterns([f"{make(length)}x"] * 3)
    assert patterns.decide("a" * 4000, folder=False) is None
    assert patterns.decide("a/" * 2000 + "a", folder=False) is None
    assert is_pattern(make(length))
    assert not is_pattern("a" * (LONGEST + 1))
    assert Patterns(["b"] * MOST + ["a"]).decide("a", folder=False) is None
