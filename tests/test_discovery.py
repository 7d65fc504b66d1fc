"""What is installed is found by the files of its distribution, and nothing of it is imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from intspec.discovery import EntryPoint, installed

MAIN = "from intspec.__main__ import main; main()"


def distribution(folder: Path, name: str, text: str | bytes) -> None:
    """Put a distribution with a file of entry points into a folder."""
    info = folder / name
    info.mkdir(parents=True)
    raw = text.encode() if isinstance(text, str) else text
    (info / "entry_points.txt").write_bytes(raw)


def found(monkeypatch: pytest.MonkeyPatch, *folders: Path | str) -> list[EntryPoint]:
    """Return what is found where only some folders are searched."""
    monkeypatch.setattr(sys, "path", [str(folder) for folder in folders])
    return installed()


def test_the_three_groups_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names and values are stripped, extras and comments left out, and all sorted by name."""
    distribution(
        tmp_path,
        "My_Plugin-1.2-3.dist-info",
        "[console_scripts]\nlost = a:b\n\n[ intspec ]\n"
        "  zebra =  z.module:attribute [extra, more] \n# no = entry\nnothing here\nant = a\n"
        "[intspec.checklists]\nmole = m:mole.toml\n[intspec.commands]\nbee = b:command\n"
        "[intspec.other]\nlost = a\n[intspecX]\nlost = a\n[[intspec]\ncow = c\n",
    )
    common = ("My-Plugin", "1.2")
    assert found(monkeypatch, tmp_path) == [
        EntryPoint("intspec", "ant", "a", *common),
        EntryPoint("intspec.commands", "bee", "b:command", *common),
        EntryPoint("intspec", "cow", "c", *common),
        EntryPoint("intspec.checklists", "mole", "m:mole.toml", *common),
        EntryPoint("intspec", "zebra", "z.module:attribute", *common),
    ]


def test_those_of_one_name_are_sorted_by_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of folders decides nothing but which of one distribution counts."""
    distribution(tmp_path / "1", "b-1.dist-info", "[intspec]\nx = b\n[intspec.commands]\nx = c\n")
    distribution(tmp_path / "2", "a-2.egg-info", "[intspec.commands]\nx = a\n[intspec]\nx = d\n")
    assert found(monkeypatch, tmp_path / "1", tmp_path / "2") == [
        EntryPoint("intspec", "x", "d", "a", "2"),
        EntryPoint("intspec.commands", "x", "a", "a", "2"),
        EntryPoint("intspec", "x", "b", "b", "1"),
        EntryPoint("intspec.commands", "x", "c", "b", "1"),
    ]


def test_a_distribution_counts_once_and_where_python_finds_it_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Capitals, hyphens, underscores and full stops make no difference to its name."""
    first, second = tmp_path / "first", tmp_path / "second"
    distribution(first, "Some.Plug_in-1.dist-info", "[intspec]\none = a\n")
    distribution(second, "some_plug_in-2.dist-info", "[intspec]\none = b\n")
    distribution(second, "other-2-py3.11.egg-info", "[intspec]\ntwo = c\n")
    distribution(second, "some_such-2.dist-info", "[intspec]\nzoo = d\n")
    assert found(monkeypatch, first, second, first) == [
        EntryPoint("intspec", "one", "a", "Some.Plug-in", "1"),
        EntryPoint("intspec", "two", "c", "other", "2"),
        EntryPoint("intspec", "zoo", "d", "some-such", "2"),
    ]


def test_nothing_is_installed_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty entry of the path is the folder that one happens to be in."""
    distribution(tmp_path, "here-1.dist-info", "[intspec]\nhere = h\n")
    monkeypatch.chdir(tmp_path)
    assert found(monkeypatch, "") == []
    assert found(monkeypatch, "", tmp_path) == [EntryPoint("intspec", "here", "h", "here", "1")]


#: How intspec is started -> whether what lies in the working folder is loaded.
STARTS: dict[str, tuple[list[str], dict[str, str], bool]] = {
    "by its module": (["-m", "intspec", "plugins"], {}, False),
    "by its module, safely": (["-P", "-m", "intspec", "plugins"], {}, False),
    "by its function": (["-c", f"import sys; sys.argv[1:] = ['plugins']; {MAIN}"], {}, False),
    "from Python": (["-c", "import intspec; intspec.load_registry()"], {}, False),
    "with an empty entry": (["-m", "intspec", "plugins"], {"PYTHONPATH": f"{os.pathsep}/x"}, False),
    "with an empty entry, by its function": (
        ["-P", "-c", f"import sys; sys.argv[1:] = ['plugins']; {MAIN}"],
        {"PYTHONPATH": f"/x{os.pathsep}"},
        False,
    ),
    "with the folder named": (["-m", "intspec", "plugins"], {"PYTHONPATH": "HERE"}, True),
    "with the folder named, and an empty entry": (
        ["-P", "-m", "intspec", "plugins"],
        {"PYTHONPATH": f"{os.pathsep}HERE"},
        True,
    ),
}


@pytest.mark.programs
@pytest.mark.parametrize("start", STARTS)
def test_what_lies_in_the_working_folder_is_not_loaded(tmp_path: Path, start: str) -> None:
    """Neither a plugin, nor a module with the name of a library."""
    words, variables, loaded = STARTS[start]
    distribution(tmp_path, "here-1.dist-info", "[intspec]\nhere = here\n")
    (tmp_path / "here.py").write_text("open('loaded', 'w').close()\n")
    if words[0] == "-m" and not loaded:
        (tmp_path / "pluggy.py").write_text("open('shadow', 'w').close()\n")
    variables = {name: value.replace("HERE", str(tmp_path)) for name, value in variables.items()}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONSAFEPATH": "", **variables},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "loaded").exists() is loaded
    assert (b"here" in done.stdout) is loaded
    assert not (tmp_path / "shadow").exists()


def test_what_cannot_be_read_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is not there, a file in its place, no entry points, rubbish."""
    (tmp_path / "archive.zip").write_bytes(b"PK")
    (tmp_path / "bare-1.dist-info").mkdir()
    distribution(tmp_path, "rubbish-1.dist-info", b"[intspec]\n\xff\xfe = =\n[[[\nx = lost\n")
    distribution(tmp_path, "other-1.dist-info", "[console_scripts]\na = b\n")
    distribution(tmp_path, "plain-1.folder", "[intspec]\nlost = a\n")
    distribution(tmp_path, "good-1.dist-info", "[intspec]\ngood = g\n")
    folders = (tmp_path / "gone", tmp_path / "archive.zip", tmp_path)
    assert found(monkeypatch, *folders) == [
        EntryPoint("intspec", "good", "g", "good", "1"),
        EntryPoint("intspec", "\ufffd\ufffd", "=", "rubbish", "1"),
    ]


def test_no_more_than_a_million_characters_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file without end costs no more than that."""
    start = "[intspec]\na = b\n"
    text = start + "#" * (1_000_000 - len(start) - 5) + "\nc = d" + "e\nf = g\n"
    distribution(tmp_path, "long-1.dist-info", text)
    assert found(monkeypatch, tmp_path) == [
        EntryPoint("intspec", "a", "b", "long", "1"),
        EntryPoint("intspec", "c", "", "long", "1"),
    ]
