"""No command opens a socket or starts a program: each runs with an audit hook that listens."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from harness import ENRICH, ROOT, SPEC, tally

Case = tuple[str, Callable[[], str]]
#: Ends the program with 99 when it reaches for the network or for another program.
LISTEN = """
import sys
EVENTS = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname",
          "socket.sendto", "socket.sendmsg", "subprocess.Popen", "os.system", "os.exec",
          "os.posix_spawn", "urllib.Request", "ftplib.connect", "smtplib.connect")
def listen(event, arguments):
    if event in EVENTS:
        import os
        os.write(2, f"HEARD {event} {arguments!r}".encode())
        os._exit(99)
sys.addaudithook(listen)
from intspec.__main__ import main
main()
"""


def commands(folder: Path) -> Iterator[tuple[str, ...]]:
    """Go over the commands, with what makes each do its work."""
    spec = str(SPEC)
    yield ("--help",)
    for fmt in ("text", "concise", "json", "sarif", "github", "junit"):
        yield ("check", str(ENRICH), "--format", fmt)
    for view in ("checklist", "description", "comparison", "gaps"):
        yield ("render", str(ENRICH), "--view", view)
    yield ("render", spec, "--all", str(folder / "all"))
    yield ("crosswalk", str(ENRICH))
    yield ("explain", "tidier")
    for name in ("rules", "checklists", "plugins", "schema"):
        yield (name,)
    yield ("init", str(folder / "new.intspec.yaml"))
    bad = folder / "links.intspec.yaml"
    bad.write_text(
        SPEC.read_text("utf-8").replace("title:", 'licence: "http://127.0.0.1:9/"\ntitle:', 1),
        encoding="utf-8",
    )
    yield ("check", str(bad))


def silent(words: tuple[str, ...]) -> str:
    """Say what a command reached for, if anything."""
    done = subprocess.run(
        [sys.executable, "-c", LISTEN, *words],
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.stderr.decode()[-200:] if done.returncode == 99 else ""


def cases() -> Iterator[Case]:
    """Run each command."""
    folder = Path(tempfile.mkdtemp())
    for words in commands(folder):
        yield " ".join(words)[:60], partial(silent, words)


def main() -> None:
    """Listen to all of them."""
    tally("commands that open no socket and start no program", cases())


if __name__ == "__main__":
    main()
