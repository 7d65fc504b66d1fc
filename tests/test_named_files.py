"""Files that settings name: only ordinary ones are read, and no word of one outside is told.

Settings may be a stranger's. Each setting that names files is tried with each thing that it should
not name; `FILES` says which settings these are, and a test holds that it names all of them.
"""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from intspec.cli import files
from intspec.cli.main import run
from intspec.config.format import ConfigFile
from intspec.config.loading import FILES
from intspec.schema.generating import fields_of
from projects import HOUSE, PLUGIN, SPEC, intspec, project

pytestmark = [
    pytest.mark.programs,
    pytest.mark.skipif(sys.platform == "win32", reason="pipes and links"),
]
#: A word that nothing may tell.
SECRET = "hunter2"  # noqa: S105 -- it is none
#: Settings that say something of files and name none.
PATTERNS = {"exclude"}
#: How the name of a file ends that a setting takes.
ENDINGS = {
    "documents": (".intspec.yaml", ".intspec.json", ".csv", ".txt"),
    "checklist_files": (".toml",),
    "vocabularies": (".toml", ".json"),
    "plugins": (".py",),
}
BROKEN_HOUSE = HOUSE.replace('"aliases"', f'"{SECRET}"').replace("House rules", SECRET)
#: What a file outside of the project may hold.
CONTENTS = {
    "users": f"{SECRET}:x:0:0:{SECRET}:/root:/bin/sh\n",
    "keys and values": f"{SECRET}: {SECRET}\nlist: [{SECRET}]\nid: {SECRET}\n",
    "a text": f"{SECRET} {SECRET}\n",
    "JSON": f'{{"{SECRET}": "{SECRET}", "id": "{SECRET}", "format": 1}}',
    "JSON that is broken": f'{{"{SECRET}": {SECRET}',
    "TOML": f'id = "{SECRET}"\n{SECRET} = "{SECRET}"\n[{SECRET}]\nx = "{SECRET}"\n',
    "TOML that is broken": f'{SECRET} = "{SECRET}\n{SECRET} = {SECRET}',
    "another format": f'format = "{SECRET}"\nid = "{SECRET}"\n',
    "a checklist that is wrong": BROKEN_HOUSE,
    "a table": f"Item,{SECRET}\n1,{SECRET}\n{SECRET},{SECRET}\n",
    "an error": f"raise ValueError('{SECRET}')\n",
    "a class of error": f"class {SECRET}(int): pass\nx = {SECRET}\nraise KeyError(x)\n",
    "no UTF-8": f"\udcff{SECRET}",
}
TERMS = """\
format = 1
id = "own"
title = "Own"
version = "1"
citation = "Own"
licence = "CC0-1.0"
terms = [{id = "a", label = "A"}]
"""
COMMANDS = (
    ("check",),
    ("check", "ward.intspec.yaml", "--allow-local-plugins"),
    ("check", "ward.intspec.yaml", "--format", "json"),
    ("config", "show"),
    ("config", "trust"),
    ("doctor",),
    ("plugins", "--allow-local-plugins"),
    ("checklists",),
    ("explain", "house"),
)


def test_all_settings_that_name_files_are_known() -> None:
    """Those that say so in their words: a new one is held to the same."""
    fields = fields_of(ConfigFile).values()
    named = {f.name for f in fields if "file" in f.metadata["description"].lower()}
    assert named - PATTERNS == set(FILES) == set(ENDINGS)


def special(folder: Path, ending: str) -> Iterator[Path]:
    """Make and go over what is no ordinary file, by a name that a setting takes."""
    pipe = folder / f"pipe{ending}"
    os.mkfifo(pipe)
    yield pipe
    door = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # the name of a socket is short
    door.bind(f"door{ending}")
    door.close()
    os.chdir(here)
    yield folder / f"door{ending}"
    if sys.platform == "linux":
        for number, target in enumerate(
            ("/proc/self/environ", "/dev/zero", "/sys/kernel/profiling")
        ):
            yield Path(target)
            link = folder / f"link{number}{ending}"
            link.symlink_to(target)
            yield link
    (folder / f"twice{ending}").symlink_to(pipe)
    yield folder / f"twice{ending}"


@pytest.mark.parametrize("setting", FILES)
def test_what_is_no_ordinary_file_is_refused(tmp_path: Path, setting: str) -> None:
    """At once, with its line, and nothing of it is read."""
    folder = project(tmp_path / "project", "", "house")
    for path in special(tmp_path, ENDINGS[setting][0]):
        (folder / "intspec.toml").write_text(f"\n{setting} = [{str(path)!r}]\n")
        for words in (("check",), ("check", "ward.intspec.yaml"), ("config", "show")):
            done = intspec(folder, *words, variables={SECRET: SECRET})
            first, help_line = done.stderr.splitlines()
            assert (done.returncode, done.stdout) == (2, ""), path
            assert first.startswith("intspec.toml:2:"), path
            assert "is a device, a pipe or a file of the system, not " in first or (
                path.suffix != ".py" and "gone" in first
            )
            assert help_line.startswith("  help: name ")
            assert SECRET not in done.stderr


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("by_link", [False, True])
@pytest.mark.parametrize("setting", FILES)
def test_no_word_of_a_file_outside_is_told(
    tmp_path: Path,
    setting: str,
    by_link: bool,  # noqa: FBT001 -- as pytest gives them
    every: bool,  # noqa: FBT001
) -> None:
    """Whatever it holds, and whatever command looks at it; most contents by one of the settings."""
    folder = project(tmp_path / "project", "", "house")
    for number, (what, content) in enumerate(CONTENTS.items()):
        if not every and number % len(FILES) != [*FILES].index(setting):
            continue
        for ending in ENDINGS[setting]:
            outside = tmp_path / f"file{number}{ending}"
            outside.write_bytes(content.encode("utf-8", "surrogateescape"))
            named = outside
            if by_link:
                named = folder / outside.name
                named.symlink_to(outside)
            (folder / "intspec.toml").write_text(f"{setting} = [{str(named)!r}]\n")
            # Some are looked at by every command, others by those that check; by links fewer.
            if by_link and number % 3:
                named.unlink()
                continue
            for words in COMMANDS if number < len(FILES) and not by_link else COMMANDS[:2]:
                done = intspec(folder, *words)
                assert SECRET not in done.stdout + done.stderr, (what, words)
                assert "Traceback" not in done.stderr
                assert done.returncode in (0, 1, 2, 3)
                if words == ("check",):
                    assert done.returncode in (2, 3), (what, ending)
            if by_link:
                named.unlink()


@pytest.mark.parametrize("what", CONTENTS)
def test_no_word_of_settings_that_are_a_link_is_told(tmp_path: Path, what: str) -> None:
    """Settings that lead out of the project and are none are refused with nothing of them."""
    folder = project(tmp_path / "project", "")
    outside = tmp_path / "other.toml"
    outside.write_bytes(CONTENTS[what].encode("utf-8", "surrogateescape"))
    (folder / "intspec.toml").unlink()
    (folder / "intspec.toml").symlink_to(outside)
    done = intspec(folder, "check", "ward.intspec.yaml")
    assert done.returncode == 2
    assert SECRET not in done.stdout + done.stderr
    assert "cannot be used as settings; it is outside of the project" in done.stderr


def test_settings_that_lead_to_the_system_are_refused(tmp_path: Path) -> None:
    """They look like an ordinary file."""
    if sys.platform != "linux":
        pytest.skip("only there")
    folder = project(tmp_path / "project", "")
    (folder / "intspec.toml").unlink()
    (folder / "intspec.toml").symlink_to("/proc/self/environ")
    done = intspec(folder, "check", "ward.intspec.yaml", variables={"X": SECRET})
    assert done.returncode == 2
    assert "is a device, a pipe or a file of the system" in done.stderr
    assert SECRET not in done.stderr


def test_what_fits_works_outside_of_the_project(tmp_path: Path) -> None:
    """A folder that teams share is no fault."""
    common = tmp_path / "common"
    common.mkdir()
    (common / "house.toml").write_text(HOUSE)
    (common / "ward_rules.py").write_text(PLUGIN)
    (common / "ward.intspec.yaml").write_text(SPEC.format(checklists="house, ward-rules"))
    (common / "own.toml").write_text(TERMS)
    config = (
        'documents = ["../common"]\nchecklist_files = ["../common/house.toml"]\n'
        'vocabularies = ["../common/own.toml"]\nplugins = ["../common/ward_rules.py"]\n'
    )
    folder = project(tmp_path / "project", config)
    words = ("check", "--allow-local-plugins", "--config", "intspec.toml", "--format", "concise")
    done = intspec(folder, *words)
    assert (done.returncode, done.stderr) == (1, "")
    assert "house/other-names" in done.stdout
    assert "ward-rules/two-providers" in done.stdout


@pytest.mark.parametrize("name", ["..", "../common", "{root}", "link"])
def test_a_folder_outside_is_searched_with_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """However it is named. One inside, or on the command line, may have as many folders."""
    for number in range(8):
        (tmp_path / "common" / str(number)).mkdir(parents=True)
    (tmp_path / "common" / "ward.intspec.yaml").write_text(SPEC.format(checklists="tidier"))
    named = name.format(root=tmp_path)
    folder = project(tmp_path / "project", f'documents = ["{named}"]\n')
    (folder / "link").symlink_to("../common")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(files, "MOST_OUTSIDE", 5)
    assert run(["check"]) == 2
    told = capsys.readouterr().err
    assert "which holds more than 5 folders: name the one with the specifications" in told
    assert run(["check", "../common", "--quiet"]) == 1
    monkeypatch.setattr(files, "MOST_OUTSIDE", 20)
    assert run(["check", "--quiet"]) == 1


def test_the_project_is_the_repository(tmp_path: Path) -> None:
    """What lies beside the settings in one repository is told in full."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "house.toml").write_text(BROKEN_HOUSE)
    config = 'checklist_files = ["../house.toml"]\n'
    done = intspec(project(tmp_path / "project", config, "house"), "check", "ward.intspec.yaml")
    assert done.returncode == 3
    assert SECRET in done.stdout
