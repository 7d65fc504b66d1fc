"""Odd files, folders and streams: each gives one diagnostic or its verdict, never a traceback."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from harness import SPEC, Ended, intspec, tally

Case = tuple[str, Callable[[], str]]
PROGRAM = f"{sys.executable} -m intspec"


def ends(done: Ended, *codes: int, within: float = 10.0) -> str:
    """Say what is wrong with the end of a call, if anything is."""
    if not done.quiet:
        return f"no clean end: {done.err[-300:]!r}"
    if done.code not in codes:
        return f"exit {done.code}, not {codes}: {done.err[-200:]!r} {done.out[-200:]!r}"
    if done.seconds > within:
        return f"it took {done.seconds:.1f} s"
    return ""


def shell(command: str, cwd: Path) -> Ended:
    """Run a line of the shell."""
    done = subprocess.run(
        ["bash", "-c", command], cwd=cwd, capture_output=True, timeout=60, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr, 0.0)


def one_message(done: Ended) -> str:
    """Exit 2, and exactly one error that names the place."""
    lines = [one for one in done.out.decode().splitlines() if one.startswith("error: ")]
    return ends(done, 2) or ("" if len(lines) == 1 else f"{len(lines)} messages")


def _refused(name: str) -> str:
    return one_message(intspec("check", name))


def _no_escape(path: bytes, fmt: str) -> str:
    done = intspec("check", path, "--format", fmt)
    raw = b"\x1b" in done.out or b"\x07" in done.out
    return ends(done, 1) or ("a raw escape" if raw else "")


def reading(folder: Path) -> Iterator[Case]:
    """What may stand where a specification is looked for."""
    good = SPEC.read_bytes()

    def place(name: "str | bytes", content: bytes = good) -> bytes:
        path = os.path.join(os.fsencode(folder), os.fsencode(name))  # noqa: PTH118
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(content)
        return path

    yield "missing", lambda: one_message(intspec("check", "nowhere.yaml"))
    os.mkfifo(folder / "pipe.yaml")
    yield "pipe", lambda: one_message(intspec("check", str(folder / "pipe.yaml")))
    for name in ("/proc/self/mem", "/dev/zero", "/dev/stdout"):
        yield name, partial(_refused, name)
    (folder / "loop.yaml").symlink_to("loop.yaml")
    yield "loop of links", lambda: one_message(intspec("check", str(folder / "loop.yaml")))
    (folder / "folder.yaml").mkdir()
    yield (
        "folder with the name of a file",
        lambda: ends(intspec("check", str(folder / "folder.yaml")), 2),
    )
    latin = place(b"caf\xe9.intspec.yaml")
    yield "name that is not UTF-8", lambda: ends(intspec("check", latin), 0)
    yield (
        "name that is not UTF-8, in JSON",
        lambda: (
            ends(done := intspec("check", latin, "--format", "json"), 0)
            or ("" if json.loads(done.out) else "no JSON")
        ),
    )
    escape = place("\x1b]0;x\x07.intspec.yaml", b"title: here\n")
    for fmt in ("text", "concise", "github"):
        yield (
            f"name with control characters, {fmt}",
            partial(_no_escape, escape, fmt),
        )
    place("--help.intspec.yaml")
    yield (
        "name like an option, in the folder",
        lambda: (
            ends(done := intspec("check", ".", "--format", "concise", cwd=folder), 0, 1)
            or ("it was taken for an option" if b"Usage" in done.out else "")
        ),
    )
    longest = place("a" * 242 + ".intspec.yaml")
    yield "longest name", lambda: ends(intspec("check", longest), 0)
    unreadable = place("secret.intspec.yaml")
    Path(os.fsdecode(unreadable)).chmod(0)
    yield "unreadable", lambda: ends(intspec("check", unreadable), 0 if os.getuid() == 0 else 2)
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "mine.intspec.yaml").write_bytes(good)
    (corpus / "passwd.intspec.yaml").symlink_to("/etc/passwd")
    yield (
        "link out of the folder",
        lambda: (
            ends(done := intspec("check", str(corpus), "--format", "json"), 0)
            or ("it was followed" if len(json.loads(done.out)["files"]) != 1 else "")
            or ("nobody was told" if b"leads out of the folder" not in done.err else "")
        ),
    )
    yield "growing", lambda: _changing(folder / "growing.intspec.yaml", good)


def _changing(path: Path, good: bytes) -> str:
    """A file that is rewritten all the time has the verdict of one whole version, or is told."""
    other = good.replace(b"stage: results", b"stage: nonsense")
    path.write_bytes(good)
    stop = threading.Event()

    def write() -> None:
        turn = 0
        while not stop.is_set():
            path.write_bytes((good, other)[turn % 2])
            turn += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(10):
            done = intspec("check", str(path))
            if fault := ends(done, 0, 1, 2):
                return fault
    finally:
        stop.set()
        thread.join()
    return ""


def places(folder: Path) -> Iterator[Case]:
    """Odd surroundings: the folder, the streams, the locale, the limits."""
    spec = str(SPEC)
    yield "stdout closed", lambda: ends(shell(f"{PROGRAM} check {spec} >&-", folder), 3)
    yield (
        "all streams closed",
        lambda: ends(shell(f"{PROGRAM} check {spec} <&- >&- 2>&-", folder), 3),
    )
    yield "stdin closed", lambda: ends(shell(f"{PROGRAM} check - <&-", folder), 2)
    yield "stdout full", lambda: ends(shell(f"{PROGRAM} check {spec} >/dev/full", folder), 3)
    yield (
        "reader that leaves",
        lambda: (
            ends(
                done := shell(
                    f"{PROGRAM} check {spec} --format json | head -1; exit ${{PIPESTATUS[0]}}",
                    folder,
                ),
                0,
                141,
            )
            or ("it complained" if done.err else "")
        ),
    )
    gone = folder / "gone"
    gone.mkdir()
    yield (
        "working folder that is gone",
        lambda: ends(shell(f"cd {gone} && rmdir {gone} && {PROGRAM} check {spec}", folder), 2),
    )
    yield (
        "no locale",
        lambda: ends(intspec("check", spec, environment={"LC_ALL": "C", "PYTHONUTF8": "0"}), 0),
    )
    yield "no time zone", lambda: ends(intspec("check", spec, environment={"TZ": ":nonsense"}), 0)
    yield "little memory", lambda: _little_memory(spec)
    deep = folder / "deep"
    path = deep
    for _ in range(1000):
        path = path / "d"
    os.makedirs(deep)  # noqa: PTH103
    here = os.open(deep, os.O_RDONLY)
    for _ in range(1000):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    yield "a thousand folders deep", lambda: ends(intspec("check", str(deep)), 2)
    yield "umask", lambda: _mode(folder, "umask 077", 0o600)
    yield "permissions are kept", lambda: _mode(folder, "touch out.html; chmod 640 out.html", 0o640)
    for name, words in ONTO_INPUT.items():
        yield f"output equals input: {name}", partial(_output_is_input, folder, words)


def _little_memory(spec: str) -> str:
    """With too little memory the end is one message."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (90_000_000, 90_000_000))

    done = subprocess.run(
        [sys.executable, "-m", "intspec", "check", spec],
        preexec_fn=limit,
        capture_output=True,
        timeout=30,
        check=False,
    )
    return ends(Ended(done.returncode, done.stdout, done.stderr, 0.0), 0, 3)


def _mode(folder: Path, before: str, mode: int) -> str:
    target = folder / "out.html"
    target.unlink(missing_ok=True)
    done = shell(f"{before}; {PROGRAM} render {SPEC} -o out.html", folder)
    found = target.stat().st_mode & 0o777
    return ends(done, 0) or ("" if found == mode else f"the mode is {found:o}")


#: Commands that would write over what they read, by the file that would be lost.
ONTO_INPUT = {
    "a table": ("render", "own.intspec.yaml", "--to", "markdown", "-o", "own.intspec.yaml"),
    "a link to it": ("render", "own.intspec.yaml", "--to", "markdown", "-o", "link.intspec.yaml"),
    "a report": ("check", "own.intspec.yaml", "--output", "json:own.intspec.yaml"),
    "a report onto the settings": ("check", "own.intspec.yaml", "--output", "json:intspec.toml"),
    "a filled form": ("fill", "form.docx", "own.intspec.yaml", "-o", "own.intspec.yaml"),
    "a form": ("fill", "form.docx", "own.intspec.yaml", "-o", "form.docx"),
    "a form with remarks": ("check", "form.docx", "--annotate", "form.docx"),
    "a draft": ("import", "form.docx", "--force", "-o", "form.docx"),
}


def _output_is_input(folder: Path, words: tuple[str, ...]) -> str:
    """What is read is not written over."""
    place = Path(tempfile.mkdtemp(dir=folder))
    (place / "own.intspec.yaml").write_bytes(SPEC.read_bytes())
    (place / "link.intspec.yaml").symlink_to("own.intspec.yaml")
    (place / "intspec.toml").write_text('fail_on = "never"\n', encoding="utf-8")
    form = place / "form.docx"
    made = intspec("render", str(SPEC), "--to", "docx", "--checklist", "tidier", "-o", str(form))
    before = {path: path.read_bytes() for path in place.iterdir()}
    done = intspec(*words, cwd=place)
    changed = [path.name for path, content in before.items() if path.read_bytes() != content]
    return ends(made, 0) or ends(done, 2) or ", ".join(changed)


def main() -> None:
    """Try all of them."""
    folder = Path(tempfile.mkdtemp())
    try:
        start = time.perf_counter()
        tally("file situations", [*reading(folder), *places(folder)])
        print(f"  in {time.perf_counter() - start:.0f} s")
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=True)


if __name__ == "__main__":
    main()
