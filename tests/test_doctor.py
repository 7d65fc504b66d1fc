"""`intspec doctor`: each thing looked at is ok, a note or failed, with what to do."""

import json
import platform
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import intspec as package
from intspec.cli.doctor import DEVELOPER_EXTRAS, EVERY_EXTRA
from projects import HOUSE, PLUGIN, WITH_PLUGIN, intspec, project

pytestmark = pytest.mark.long

AREAS = ["intspec", "environment", "libraries", "plugins", "commands", "settings"]


def looks(
    folder: Path, *words: str, code: int = 0, variables: Mapping[str, str] | None = None
) -> dict[tuple[str, str], Any]:
    """Return what the doctor found, by area and name."""
    done = intspec(folder, "doctor", *words, "--format", "json", variables=variables)
    assert done.returncode == code
    found = json.loads(done.stdout)
    assert all(set(one) == {"area", "name", "state", "value", "do"} for one in found)
    order = list(dict.fromkeys(one["area"] for one in found))
    assert order == [area for area in AREAS if area in order]
    return {(one["area"], one["name"]): one for one in found}


def test_a_sound_installation(tmp_path: Path) -> None:
    """Versions, locations and the settings in force are told; nothing failed."""
    folder = project(tmp_path, "")
    found = looks(folder, variables={"PYTHONUTF8": "1"})
    assert found["intspec", "version"]["value"] == package.__version__
    assert found["intspec", "location"]["value"] == str(Path(str(package.__file__)).parent)
    python = f"{platform.python_version()} ({sys.executable})"
    assert found["environment", "Python"]["value"] == python
    system = f"{platform.system()}-{platform.release()}-{platform.machine()}"
    assert found["environment", "platform"]["value"] == system
    assert found["environment", "output encoding"]["state"] == "ok"
    assert found["libraries", "libyaml"]["state"] in ("ok", "note")
    assert ("libraries", "jsonschema-rs") in found
    assert ("libraries", "typst") in found
    assert ("libraries", "ruff") not in found
    assert found["plugins", "tidier"]["state"] == "ok"
    assert "checklist tidier" in found["plugins", "tidier"]["value"]
    assert found["settings", "intspec.toml"]["value"] == str(folder / "intspec.toml")
    assert found["settings", "user folder"]["value"].endswith("(not there yet)")
    assert not [one for one in found.values() if one["state"] == "failed"]
    assert not [one for one in found.values() if (one["state"] == "ok") != (one["do"] == "")]


def test_one_extra_names_all_that_users_may_want(tmp_path: Path) -> None:
    """`all` names each but those of developers, the README too; no library is told twice."""
    root = Path(__file__).parent.parent
    project_file = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project_file["project"]["optional-dependencies"]
    users = sorted(set(extras) - {*DEVELOPER_EXTRAS, EVERY_EXTRA})
    assert extras[EVERY_EXTRA] == [f"intspec[{','.join(users)}]"]
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert not [name for name in (*users, EVERY_EXTRA) if f"intspec[{name}]" not in readme]
    told = json.loads(intspec(tmp_path, "doctor", "--format", "json").stdout)
    libraries = [one["name"] for one in told if one["area"] == "libraries"]
    assert len(libraries) == len(set(libraries))


def test_a_failed_plugin_is_exit_3_with_a_remedy(tmp_path: Path) -> None:
    """A plugin and a command that cannot be imported are named with version and cause."""
    info = tmp_path / "bad_dist-3.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bad-dist\nVersion: 3.2\n")
    (info / "entry_points.txt").write_text(
        "[intspec]\nbad = no_such_module\n[intspec.commands]\nworse = no_such_module:command\n"
    )
    found = looks(tmp_path, code=3, variables={"PYTHONPATH": str(tmp_path)})
    plugin = found["plugins", "bad"]
    assert plugin["state"] == "failed"
    assert plugin["value"] == (
        "3.2 (bad-dist): load: ModuleNotFoundError: No module named 'no_such_module'"
    )
    assert plugin["do"] == "update or remove bad-dist, or tell its authors"
    assert found["commands", "worse"]["state"] == "failed"


def test_a_local_plugin_that_is_not_trusted(tmp_path: Path) -> None:
    """It is a failure, told with how to trust it; once trusted, it is ok, and so is the record."""
    folder = project(tmp_path, WITH_PLUGIN, ward_rules__py=PLUGIN)
    found = looks(folder, code=3)
    assert "is not trusted" in found["plugins", "ward-rules"]["value"]
    intspec(folder, "config", "trust")
    found = looks(folder)
    assert found["plugins", "ward-rules"]["value"] == "local (ward_rules.py): 1 rule"
    trusted = found["settings", "trusted plugins"]
    assert (trusted["state"], trusted["value"]) == ("ok", f"{folder / 'intspec.toml'} (current)")
    (folder / "ward_rules.py").unlink()
    (folder / "intspec.toml").write_text("")
    trusted = looks(folder)["settings", "trusted plugins"]
    assert (trusted["state"], trusted["value"]) == ("note", f"{folder / 'intspec.toml'} (missing)")
    assert trusted["do"] == f"`intspec config trust {folder / 'intspec.toml'}`, or `untrust` it"


def test_faulty_settings_are_told_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    """The doctor does not fall ill of them."""
    folder = project(tmp_path, "fail-on = 1\n")
    found = looks(folder)
    settings = found["settings", "intspec.toml"]
    assert settings["state"] == "failed"
    assert "intspec.toml:1:1: unknown key `fail-on`" in settings["value"]
    assert found["plugins", "tidier"]["state"] == "ok"
    assert looks(folder, "--isolated")["settings", "intspec.toml"]["value"] == "none"


def test_what_is_worth_a_note(tmp_path: Path) -> None:
    """An output that cannot show all letters, and plugins that run without a question."""
    folder = project(tmp_path, 'checklist_files = ["house.toml"]\n', house__toml=HOUSE)
    more = {"PYTHONIOENCODING": "latin-1", "INTSPEC_ALLOW_LOCAL_PLUGINS": "1"}
    found = looks(folder, variables=more)
    encoding = found["environment", "output encoding"]
    assert (encoding["state"], encoding["value"]) in (("note", "iso8859-1"), ("note", "latin-1"))
    assert "PYTHONUTF8=1" in encoding["do"]
    assert found["settings", "INTSPEC_ALLOW_LOCAL_PLUGINS"]["state"] == "note"
    assert found["plugins", "house"]["value"] == "local (house.toml): checklist house"
    text = intspec(folder, "doctor", variables=more).stdout
    assert "\n  note    output encoding " in text
    # What of optional libraries is absent is worth a note, too.
    absent = [one for (area, _), one in found.items() if area == "libraries"]
    notes = 2 + sum(one["state"] == "note" for one in absent)
    assert text.endswith(f"0 failed, {notes} to note\n")
