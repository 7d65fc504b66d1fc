"""Trust in the code that settings name: kept per user, and bound to the bytes of the files."""

import contextlib
import errno
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from intspec.config.loading import Config
from intspec.config.user import user_folder
from intspec.plugins import LocalFile
from intspec.reading import Unreadable
from intspec.reading.open_file import file_bytes
from intspec.writing import write_file

FILE = "trusted.json"
#: Whoever changes the record locks this file, since the record itself is replaced.
LOCK = "trusted.lock"
#: So many seconds others are waited for.
PATIENCE = 20.0
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
            now = {path: _hash(file_bytes(path)) for path in self.hashes}
        except Unreadable:
            return "missing"
        return "current" if now == self.hashes else "changed"


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
        data: Any = json.loads(file_bytes(str(user_folder() / FILE)).decode("utf-8"))
        entries = data["trusted"] if data["format"] == FORMAT else []
        known = [Trusted(str(entry["config"]), dict(entry["files"])) for entry in entries]
    except (Unreadable, OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
    return sorted(known, key=lambda entry: entry.config)


@contextlib.contextmanager
def changing() -> Iterator[Callable[[Iterable[Trusted]], None]]:
    """Give a function that writes the record, and keep other processes from changing it meanwhile.

    Raises:
        OSError: It cannot be written.
    """
    folder = user_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / FILE
    if target.exists() and not target.is_file():
        words = "it is no ordinary file: move it away"
        raise FileExistsError(errno.EEXIST, words, str(target))
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    handle = os.open(folder / LOCK, flags, 0o600)
    try:
        _lock(handle)
        yield lambda entries: write_file(str(target), record(entries))
    finally:
        os.close(handle)  # that unlocks it


def _lock(handle: int) -> None:
    """Wait until no other process has locked a file, and lock it.

    Raises:
        OSError: Another process has locked it for too long.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            _try_to_lock(handle)
        except (BlockingIOError, PermissionError):
            if time.monotonic() > end:
                words = "another process has been writing it for too long: try again"
                raise BlockingIOError(errno.EAGAIN, words) from None
            time.sleep(0.02)
        except OSError:
            return  # there are no locks on this disk
        else:
            return


if sys.platform == "win32":

    def _try_to_lock(handle: int) -> None:
        import msvcrt  # noqa: PLC0415 -- only there

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:

    def _try_to_lock(handle: int) -> None:
        import fcntl  # noqa: PLC0415 -- only there

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def record(entries: Iterable[Trusted]) -> bytes:
    """Return the bytes of the record of what the user trusts."""
    by_config = {entry.config: entry for entry in entries}
    data = {
        "format": FORMAT,
        "trusted": [{"config": c, "files": dict(by_config[c].hashes)} for c in sorted(by_config)],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    # Names of files need not be UTF-8: each byte that is none becomes an escape of JSON, and is
    # read as what it was, so that no other name is taken for it.
    return text.encode("utf-8", "backslashreplace")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
