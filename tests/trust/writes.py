"""Files that are written: the old one or the new one, whatever happens in between.

`python tests/trust/writes.py [kills]`: kills the program that many times (200) at random moments
of a write, then lets every system call that writing makes fail in turn, in three ways.
"""

import errno
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace

from harness import ENRICH, ROOT, intspec, tally

from intspec import writing

Case = tuple[str, Callable[[], str]]
#: What writes, and where; `{out}` is the file.
COMMANDS = (
    ("render", str(ENRICH), "-o", "{out}"),
    ("render", str(ENRICH), "--view", "gaps", "--to", "html", "-o", "{out}"),
    ("check", str(ENRICH), "--output", "json:{out}"),
    ("schema", "-o", "{out}"),
)
#: The calls of the operating system that writing a file makes.
CALLS = ("open", "write", "chmod", "fsync", "close", "replace", "listdir", "stat", "unlink")
#: What may fail after the new file has taken its place, or does no harm.
HARMLESS = ("listdir", "unlink")


def killed(times: int) -> Iterator[Case]:
    """Kill the program at random moments."""
    chance = random.Random(7)
    folder = Path(tempfile.mkdtemp())
    for number in range(times):
        words = COMMANDS[number % len(COMMANDS)]
        yield f"kill {number}", partial(_kill, words, folder, chance)
    yield "leftovers are swept by the next run", partial(_swept, folder)


def _out(words: tuple[str, ...], folder: Path) -> Path:
    return folder / ("out.html" if "html" in words else "out.md")


@cache
def _written(words: tuple[str, ...], folder: Path) -> bytes:
    """Return what a command writes when nobody kills it."""
    out = _out(words, folder)
    done = intspec(*(word.replace("{out}", str(out)) for word in words))
    assert done.quiet
    return out.read_bytes()


def _kill(words: tuple[str, ...], folder: Path, chance: random.Random) -> str:
    out, new = _out(words, folder), _written(words, folder)
    old = b"the old file\n" * 1000
    out.write_bytes(old)
    out.chmod(0o640)
    command = [sys.executable, "-m", "intspec", *(w.replace("{out}", str(out)) for w in words)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    time.sleep(chance.uniform(0.02, 0.6))
    child.kill()
    child.wait()
    found = out.read_bytes()
    if found not in (old, new):
        return f"a part: {len(found)} bytes"
    return "" if out.stat().st_mode & 0o777 == 0o640 else "the permissions changed"


def _swept(folder: Path) -> str:
    (folder / f"{writing.PREFIX}{writing._host()}-4194999-00{writing.SUFFIX}").touch()  # noqa: SLF001
    done = intspec("render", str(ENRICH), "-o", str(folder / "out.md"))
    if done.code or not done.quiet:
        return f"exit {done.code}: {done.err[-200:]!r}"
    left = [name for name in os.listdir(folder) if name.startswith(writing.PREFIX)]  # noqa: PTH208
    return f"left: {left}" if left else ""


class Faulty:
    """The operating system, in which the k-th call fails."""

    def __init__(self, at: int, number: int) -> None:
        self.at = at
        self.number = number
        self.made = 0
        self.failed = ""

    def namespace(self) -> SimpleNamespace:
        """Return what stands in for the module `os`."""
        real = {name: getattr(os, name) for name in dir(os)}
        return SimpleNamespace(**real | {name: self._call(name, real[name]) for name in CALLS})

    def _call(self, name: str, function: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **words: object) -> object:
            self.made += 1
            if self.made == self.at:
                self.failed = name
                raise OSError(self.number, os.strerror(self.number))
            return function(*arguments, **words)

        return call


def failing() -> Iterator[Case]:
    """Let each system call fail in turn: no space, no permission, a fault of the disk."""
    for number in (errno.ENOSPC, errno.EACCES, errno.EIO):
        for at in range(1, 40):
            seen = Faulty(at, number)
            fault = _failing(seen)
            if not seen.failed:
                break
            name = f"{errno.errorcode[number]} in call {at}, {seen.failed}"
            yield name, partial(str, fault)


def _failing(faulty: Faulty) -> str:
    folder = Path(tempfile.mkdtemp())
    out = folder / "real"
    out.write_bytes(b"old")
    out.chmod(0o604)
    link = folder / "link"
    link.symlink_to("real")
    vars(writing)["os"] = faulty.namespace()
    try:
        writing.write_file(str(link), b"new" * 100_000)
        failed = False
    except OSError:
        failed = True
    finally:
        vars(writing)["os"] = os
    found = out.read_bytes()
    if found not in (b"old", b"new" * 100_000):
        return f"a part: {len(found)} bytes"
    if failed and found != b"old":
        return "it failed, and the file changed"
    if not failed and found == b"old":
        return "it did not say that it failed"
    if not link.is_symlink() or out.stat().st_mode & 0o777 != 0o604:
        return "link or permissions changed"
    left = [n for n in os.listdir(folder) if n.startswith(writing.PREFIX)]  # noqa: PTH208
    if left and faulty.failed not in HARMLESS:
        return f"left: {left}"
    return ""


def main() -> None:
    """Kill, then fail."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    tally("writes killed at random moments", killed(times))
    tally("writes with a system call that fails", failing())


if __name__ == "__main__":
    main()
