"""Files in reports: one that is named twice counts once, and each is found from the repository."""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

import command_line
from intspec.config import repository
from intspec.reporters import FORMATS
from intspec.reporters.file_names import folder_uri, from_root, uri
from projects import SPEC

pytestmark = pytest.mark.programs

NAME = "ward.intspec.yaml"
posix = pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with one specification, and links to it."""
    root = tmp_path / "one repository"
    below = root / "specs" / "ward 1"
    below.mkdir(parents=True)
    (root / ".git").mkdir()
    (below / NAME).write_text(SPEC.format(checklists="tidier"), encoding="utf-8")
    if sys.platform != "win32":
        (below / "link.intspec.yaml").symlink_to(NAME)
        (root / "folder").symlink_to("specs/ward 1")
        os.link(below / NAME, below / "hard.yaml")
    return root


def others(below: Path) -> list[str]:
    """Return other names of the specification, from its folder."""
    return [
        NAME,
        f"./{NAME}",
        f"../ward 1/./{NAME}",
        f"{below}/{NAME}",
        "link.intspec.yaml",
        "hard.yaml",
        f"../../folder/{NAME}",
        ".",
        "../..",
        f"{below}/",
    ]


@posix
@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("more", [(), ("--jobs", "2")], ids=["one", "workers"])
def test_a_file_that_is_named_twice_counts_once(
    tree: Path, fmt: str, more: tuple[str, ...]
) -> None:
    """By whatever other names it comes, and in whatever format: the report is that of one file.

    Workers are given files once their names are compared, so that all names at once are enough.
    """
    below = tree / "specs" / "ward 1"
    words = ("check", "--format", fmt, *more)
    once = command_line.run((*words, NAME), cwd=below)
    assert once.returncode == 1
    assert once.stdout
    for other in others(below) if not more else ():
        assert command_line.run((*words, NAME, other), cwd=below).stdout == once.stdout, other
    assert command_line.run((*words, NAME, *others(below)), cwd=below).stdout == once.stdout


def names(tree: Path, cwd: Path, *paths: str, more: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield how GitHub's format and SARIF name the files of a run, as paths; bases are followed."""
    words = ("check", *more, *paths)
    done = command_line.run_text((*words, "--format", "github"), cwd=cwd)
    yield from dict.fromkeys(
        unquote(name.replace("%25", "%")) for name in re.findall(r" file=([^,]+)", done.stdout)
    )
    sarif = json.loads(command_line.run_text((*words, "--format", "sarif"), cwd=cwd).stdout)
    (only,) = sarif["runs"]
    for result in only["results"]:
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        if "uriBaseId" in place:
            base = only["originalUriBaseIds"][place["uriBaseId"]]["uri"]
            assert Path(unquote(urlsplit(base).path)) == tree
            assert not urlsplit(place["uri"]).scheme
            assert (tree / unquote(place["uri"])).exists()
        yield unquote(place["uri"])


@posix
@pytest.mark.parametrize("git", ["folder", "file"])
def test_files_are_named_from_the_root_of_the_repository(tree: Path, git: str) -> None:
    """Wherever in it one works, by links too; a work tree of its own has a file called `.git`."""
    if git == "file":
        (tree / ".git").rmdir()
        (tree / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    below = tree / "specs" / "ward 1"
    (tree.parent / "way in").symlink_to(tree)
    wanted = {f"specs/ward 1/{NAME}"}
    for cwd, path in (
        (tree, f"specs/ward 1/{NAME}"),
        (tree, f"folder/{NAME}"),
        (below, NAME),
        (below, str(below / NAME)),
        (below, str(tree.parent / "way in" / "specs" / "ward 1" / NAME)),
        (tree.parent / "way in" / "specs", "ward 1"),
        (tree.parent, str(below)),
        (tree.parent, f"one repository/specs/../specs/ward 1/{NAME}"),
    ):
        assert {*names(tree, cwd, path)} == wanted, (cwd, path)
    assert {*names(tree, below, NAME, more=("--jobs", "2", "--timeout", "60"))} == wanted


@posix
def test_a_file_outside_of_the_repository_is_named_in_full(tree: Path) -> None:
    """It is no file of the repository, and must not be taken for one."""
    out = tree.parent / NAME
    out.write_text(SPEC.format(checklists="tidier"), encoding="utf-8")
    found = [*names(tree, tree / "specs", f"../../{NAME}")]
    assert found[0] == f"../../{NAME}"
    assert {*found[1:]} == {f"file://{out}"}


def test_where_there_is_no_repository_names_stay(tmp_path: Path) -> None:
    """A report is made of what the user gave."""
    (tmp_path / NAME).write_text(SPEC.format(checklists="tidier"), encoding="utf-8")
    if repository(str(tmp_path)) is not None:
        pytest.skip("temporary files are in a repository")
    assert {*names(tmp_path, tmp_path, NAME)} == {NAME}


@pytest.mark.parametrize("words", [(), ("--verbose",), ("--quiet",)], ids=str)
@pytest.mark.parametrize("fmt", ["text", "concise"])
def test_what_is_said_of_a_file_names_the_file(
    tmp_path: Path, fmt: str, words: tuple[str, ...]
) -> None:
    """Copies and drafts of a study have one title: each is headed by its name as well."""
    text = SPEC.format(checklists="tidier")
    wrong = text.replace("role: experimental", "role: experimental, bogus: 1")
    texts = {"a": text, "b": wrong, "c": wrong, "d": "x", "e": text.replace("title:", "titel:")}
    for name, one in texts.items():
        (tmp_path / f"{name}.intspec.yaml").write_text(one, encoding="utf-8")
    done = command_line.run_text(("check", ".", "--format", fmt, *words), cwd=tmp_path)
    for name in texts:
        assert f"./{name}.intspec.yaml" in done.stdout
    if fmt == "text" and words != ("--quiet",):
        heads = re.findall("stage, schema .*\n(.*)\n\n", done.stdout)
        # Where there is no title, the name stands in its place.
        assert heads == [f"./{name}.intspec.yaml" for name in "abc"]


def test_standard_input_has_no_place_in_a_repository(tree: Path) -> None:
    """Its name is that of no file."""
    words = ("check", "-", "--format", "sarif")
    done = command_line.run(words, cwd=tree, stdin=SPEC.format(checklists="tidier").encode())
    (only,) = json.loads(done.stdout)["runs"]
    places = [r["locations"][0]["physicalLocation"]["artifactLocation"] for r in only["results"]]
    assert {tuple(place.items()) for place in places} == {(("uri", "%3Cstdin%3E"),)}


@pytest.mark.parametrize(
    ("path", "on_windows", "elsewhere"),
    [
        ("a b/x.yaml", "a%20b/x.yaml", "a%20b/x.yaml"),
        ("a:b/x.yaml", "a%3Ab/x.yaml", "a%3Ab/x.yaml"),
        ("sub\\x.yaml", "sub/x.yaml", "sub%5Cx.yaml"),
        ("/root/x.yaml", "file:///root/x.yaml", "file:///root/x.yaml"),
        ("C:\\specs\\x.yaml", "file:///C:/specs/x.yaml", "C%3A%5Cspecs%5Cx.yaml"),
        ("c:/specs/x.yaml", "file:///c:/specs/x.yaml", "c%3A/specs/x.yaml"),
        (
            "\\\\machine\\share\\x.yaml",
            "file://machine/share/x.yaml",
            "%5C%5Cmachine%5Cshare%5Cx.yaml",
        ),
    ],
)
def test_paths_of_any_system_are_uris(
    path: str, on_windows: str, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drive is not taken for a scheme, nor a backslash in a name for the end of a folder."""
    for windows, wanted in ((True, on_windows), (False, elsewhere)):
        monkeypatch.setattr("intspec.reporters.file_names.WINDOWS", windows)
        assert uri(path) == wanted


def test_the_root_of_the_file_system_is_a_root() -> None:
    """A container may have its repository there."""
    assert folder_uri("/") == "file:///"
    assert folder_uri("/a b") == "file:///a%20b/"
    assert from_root("/usr/x.yaml", "/") == "usr/x.yaml"
    assert from_root("/usr/x.yaml", "/us") is None
    assert from_root("/us/..x/x.yaml", "/us") == "..x/x.yaml"


CHANGED = """\
intspec: "1.0"
id: ward
title: A fictitious ward
stage: results
fictitious: true
checklists: [frame]
no_comparator: {reason: A pilot.}
interventions:
  round:
    role: experimental
    name: Round
    modifications:
      occurred: true
      entries:
        - what: The first change.
        - what: The second change.
        - what: The third change.
"""


def test_changes_of_one_arm_are_cases_of_their_own(tmp_path: Path) -> None:
    """One rule runs on each, in one arm: services know their cases by the names alone."""
    (tmp_path / NAME).write_text(CHANGED, encoding="utf-8")
    done = command_line.run(("check", NAME, "--format", "junit"), cwd=tmp_path)
    cases = [case.get("name", "") for case in ET.fromstring(done.stdout).iter("testcase")]
    assert len(cases) == len(set(cases))
    numbered = [name for name in cases if name.endswith(" #2")]
    assert numbered
    for name in numbered:
        first = name.removesuffix(" #2")
        assert {first, f"{first} #3"} <= {*cases}
    assert not [name for name in cases if name.endswith((" #1", " #4"))]


def test_each_change_has_its_own_findings(tmp_path: Path) -> None:
    """A case tells what was found of its change alone; one that passed tells nothing."""
    second = "        - what: The second change.\n"
    text = CHANGED.replace(second, f"{second}          why: Rain.\n          goal: Dry feet.\n")
    text = text.replace("- what: The third change.", "- why: Snow.")
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    done = command_line.run(("check", NAME, "--format", "junit"), cwd=tmp_path)
    begins = [
        text[: text.index(words)].count("\n") + 1 for words in ("The first", "The sec", "Snow")
    ]
    told: dict[str, list[str]] = {}
    for case in ET.fromstring(done.stdout).iter("testcase"):
        lines = [line for inner in case for line in (inner.text or "").splitlines()]
        told[case.get("name", "")] = [line.split(":")[1] for line in lines]
    for name in [name.removesuffix(" #3") for name in told if name.endswith(" #3")]:
        cases = [told[name], told[f"{name} #2"], told[f"{name} #3"]]
        wanted = [[str(line)] if lines else [] for line, lines in zip(begins, cases, strict=True)]
        assert cases == wanted, name
    assert told["frame/reason-goal (round) #2"] == told["frame/what-stated (round) #2"] == []
    assert told["frame/reason-goal (round)"] == [str(begins[0])]
    assert told["frame/what-stated (round) #3"] == [str(begins[2])]
