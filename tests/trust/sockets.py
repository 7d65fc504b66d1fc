"""No command opens a socket or starts a program: each runs with an audit hook that listens."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import badinput
from harness import ENRICH, ROOT, SPEC, tally

Case = tuple[str, Callable[[], str]]
ITEMS = {
    1: "Brief name",
    2: "Why",
    3: "What: materials",
    4: "What: procedures",
    5: "Who provided",
    6: "How",
    7: "Where",
    8: "When and how much",
    9: "Tailoring",
    10: "Modifications",
}
#: The exit codes of a command that did its work; with anything else it did not.
ENDS = (0, 1)
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
    """Go over the commands but `edit`, which serves pages, with what makes each do its work."""
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
    text = SPEC.read_text("utf-8").replace("licence: CC0-1.0", 'licence: "http://127.0.0.1:9/"', 1)
    assert "127.0.0.1" in text
    bad.write_text(text, encoding="utf-8")
    yield ("check", str(bad))
    form = folder / "form.csv"
    rows = "".join(f"{n},{words},https://127.0.0.1:9/{n}\n" for n, words in ITEMS.items())
    form.write_text(f"Item number,Item,Where located\n{rows}", encoding="utf-8")
    yield ("check", str(form))
    yield ("import", str(form), "-o", str(folder / "draft.intspec.yaml"))
    yield ("terms", "list")
    yield ("terms", "show", "bcttv1:1.1")
    owl = ROOT / "tests" / "data" / "vocabularies" / "bcio-fictitious.owl"
    yield ("terms", "build", str(owl), "-o", str(folder / "index.json"))
    yield ("config", "show")
    yield ("doctor",)
    yield ("plugin", "new", "handover", "--kind", "rules", "--directory", str(folder / "new"))
    yield ("completion", "bash")
    at = badinput.folder()
    if at is not None:
        for name in ("external-rel", "utf16", "zip-slip"):
            yield ("import", str(at / "own_ooxml" / f"{name}.docx"), "-o", str(folder / name))


def silent(words: tuple[str, ...]) -> str:
    """Say what a command reached for, if anything."""
    done = subprocess.run(
        [sys.executable, "-c", LISTEN, *words],
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=False,
    )
    told = done.stdout + done.stderr
    if done.returncode not in ENDS or b"Traceback" in told or b"a fault of intspec" in told:
        return f"exit {done.returncode}: {told.decode(errors='replace')[-200:]}"
    return ""


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
