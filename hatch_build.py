"""What the wheel has besides the files of the project: data of its TOML files, quick to read.

`intspec.reading.built` says what it is for.
"""

import json
import tempfile
import tomllib
from binascii import crc32
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: Which files, and where the folders are in the wheel. Checklists' files of cues are read seldom.
HOMES = {
    "src/intspec": ("intspec", "answers/*.toml"),
    "plugins/intspec_bundled": ("intspec_bundled", "*/*.toml"),
}
SELDOM = ("*.cues.toml", "vocabularies/*", "edit/*")


def written(toml: bytes) -> str:
    """Return the data of a TOML file as JSON, with the checksum of the file that it was read from.

    Raises:
        ValueError: It is no TOML.
        TypeError: It holds what JSON has not, such as a date.
    """
    content = {"of": crc32(toml), "data": tomllib.loads(toml.decode("utf-8"))}
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def files(root: Path) -> dict[str, Path]:
    """Return the TOML files whose data goes into the wheel, by their names there.

    Args:
        root: The folder of the project.
    """
    return {
        f"{inside}/{file.relative_to(root / home).as_posix()}": file
        for home, (inside, pattern) in HOMES.items()
        for file in sorted((root / home).glob(pattern))
        if not any(file.match(seldom) for seldom in SELDOM)
    }


class BuildHook(BuildHookInterface[Any]):
    """Puts `NAME.toml.json` beside such a `NAME.toml` in the wheel, and none into a checkout."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the files, and name them to hatchling."""
        self.folder = tempfile.TemporaryDirectory(prefix="intspec-wheel-")
        if version == "editable":
            return
        for name, toml in files(Path(self.root)).items():
            made = Path(self.folder.name, f"{name}.json")
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_text(written(toml.read_bytes()), encoding="utf-8")
            build_data["force_include"][str(made)] = f"{name}.json"

    def finalize(self, _version: str, _build_data: dict[str, Any], _artifact: str) -> None:
        """Remove what was written."""
        self.folder.cleanup()
