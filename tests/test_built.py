"""Data of TOML files in the wheel: it is that of the TOML, or the TOML is read."""

import json
import subprocess
import sys
import tomllib
import zipfile
from binascii import crc32
from pathlib import Path
from typing import Any

import pytest
from hatch_build import files, written

from intspec.api import shared_registry
from intspec.checklists import load
from intspec.reading.built import built_data, own_data

ROOT = Path(__file__).parent.parent
FILES = files(ROOT)
TOML = b'id = "a"\n'
GOOD = json.dumps({"of": crc32(TOML), "data": {"id": "a"}}).encode()


def _never() -> bytes:
    raise FileNotFoundError


@pytest.mark.parametrize("name", FILES)
def test_the_data_of_a_file_is_what_its_toml_says(name: str) -> None:
    """All of it, in the same order and of the same types."""
    toml = FILES[name].read_bytes()
    data = built_data(toml, written(toml).encode)
    assert repr(data) == repr(tomllib.loads(toml.decode()))


@pytest.mark.parametrize(
    "made",
    [
        GOOD[:-1],
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"null",
        json.dumps({"of": crc32(TOML)}).encode(),
        json.dumps({"of": crc32(b""), "data": {"id": "a"}}).encode(),
    ],
)
def test_data_of_other_content_is_none(made: bytes) -> None:
    """Nor is what cannot be read: then the TOML is."""
    assert built_data(TOML, lambda: GOOD) == {"id": "a"}
    assert built_data(TOML, lambda: made) is None
    assert built_data(TOML, _never) is None


def test_a_file_that_was_edited_is_read_anew(tmp_path: Path) -> None:
    """What stands beside it is of what it was."""
    file = tmp_path / "words.toml"
    file.write_bytes(TOML)
    (tmp_path / "words.toml.json").write_bytes(GOOD.replace(b'"a"', b'"b"'))
    assert own_data(file) == {"id": "b"}
    file.write_bytes(TOML + b"# edited")
    assert own_data(file) == {"id": "a"}


def _checklists() -> dict[str, Any]:
    registry = shared_registry()
    return {
        name: (plugin.checklists[name].read(), registry)
        for plugin in registry.plugins
        if plugin.bundled
        for name in plugin.checklists
    }


@pytest.mark.parametrize("name", _checklists())
def test_a_checklist_made_of_its_data_is_that_made_of_its_toml(name: str) -> None:
    """Although it is not held to the schema and the model again."""
    text, registry = _checklists()[name]
    given = (text, name, registry.checklist, registry.extensions)
    assert load(*given, built=tomllib.loads(text.decode())) == load(*given)


@pytest.mark.programs
def test_the_wheel_has_the_data_and_a_checkout_has_not(tmp_path: Path) -> None:
    """Beside each of the files."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        made = {name for name in archive.namelist() if name.endswith(".toml.json")}
        assert made == {f"{name}.json" for name in FILES}
        for name, toml in FILES.items():
            assert archive.read(f"{name}.json").decode() == written(toml.read_bytes())
    assert not [*ROOT.glob("src/**/*.toml.json"), *ROOT.glob("plugins/**/*.toml.json")]
