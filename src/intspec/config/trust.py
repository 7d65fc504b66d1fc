"""Trust in the code that settings name: kept per user, and bound to the bytes of the files."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from intspec.config.loading import Config
from intspec.plugins import LocalFile

FILE = "trusted.json"
FORMAT = 1
ALLOW = "INTSPEC_ALLOW_LOCAL_PLUGINS"


@attrs.frozen
class Trusted:
    """A settings file that the user trusts.

    Attributes:
        config: Where it is.
        hashes: SHA-256 of it and of each plugin that it names, by path.
    """

    config: str
    hashes: Mapping[str, str]

    @property
    def state(self) -> str:
        """Whether the files are still what they were: `current`, `changed` or `missing`."""
        try:
            now = {path: _hash(Path(path).read_bytes()) for path in self.hashes}
        except OSError:
            return "missing"
        return "current" if now == self.hashes else "changed"


def user_folder() -> Path:
    """Return the folder in which this platform keeps a user's settings of intspec."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming"
    elif sys.platform == "darwin":
        base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / "Library" / "Application Support"
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "intspec"


def allowed_by_environment() -> bool:
    """Tell whether the environment allows local plugins, as in continuous integration."""
    return os.environ.get(ALLOW, "").strip().lower() in ("1", "true", "yes")


def fingerprint(config: Config, files: Iterable[LocalFile]) -> Trusted:
    """Return what trusting these settings today would be recorded as."""
    hashes = {config.path: _hash(config.raw)}
    hashes |= {file.path: _hash(file.content) for file in files}
    return Trusted(config.path, dict(sorted(hashes.items())))


def trusted() -> list[Trusted]:
    """Return what the user trusts; nothing if the record cannot be read."""
    try:
        data: Any = json.loads((user_folder() / FILE).read_text(encoding="utf-8"))
        entries = data["trusted"] if data["format"] == FORMAT else []
        known = [Trusted(str(entry["config"]), dict(entry["files"])) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
    return sorted(known, key=lambda entry: entry.config)


def record(entries: Iterable[Trusted]) -> bytes:
    """Return the bytes of the record of what the user trusts."""
    by_config = {entry.config: entry for entry in entries}
    data = {
        "format": FORMAT,
        "trusted": [{"config": c, "files": dict(by_config[c].hashes)} for c in sorted(by_config)],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
