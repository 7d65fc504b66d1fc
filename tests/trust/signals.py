"""Interrupts: the program ends within two seconds, with the code of the signal and no traceback.

One process checks, or several; none of them is left.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from harness import ENRICH, ROOT, tally

Case = tuple[str, Callable[[], str]]
WITHIN = 2.0
TIMES = 12
CODES = {signal.SIGINT: (130, -2), signal.SIGTERM: (143, -15), signal.SIGHUP: (129, -1)}


def cases() -> Iterator[Case]:
    """Each signal at several moments of a long check."""
    chance = random.Random(11)
    folder = Path(tempfile.mkdtemp())
    for number in range(200):
        (folder / f"{number:03}.intspec.yaml").write_bytes(ENRICH.read_bytes())
    for kind in CODES:
        for number in range(TIMES):
            wait = chance.uniform(0.0, 1.5)
            words = ("--jobs", "2") if number % 2 else ("--jobs", "1")
            yield f"{kind.name} {number} {words[1]}", partial(_one, folder, kind, wait, words)


def _listening() -> None:
    """Hear what a caller in the background may have told its children to ignore."""
    for kind in CODES:
        signal.signal(kind, signal.SIG_DFL)


def _left(group: int) -> list[str]:
    """Return the processes of a group that run still, once they have had time to end."""
    found: list[str] = []
    for _ in range(20):
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                name, _, rest = stat.read_text("utf-8", "replace").rpartition(")")
                state, _parent, its_group = rest.split()[:3]
                if its_group == str(group) and state != "Z":
                    found.append(f"{name}) {state}")
        if not found:
            break
        time.sleep(0.05)
    return found


def _one(folder: Path, kind: signal.Signals, wait: float, words: tuple[str, ...]) -> str:
    child = subprocess.Popen(
        [sys.executable, "-c", STARTED, "check", str(folder), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_listening,  # noqa: PLW1509 -- no threads here
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    assert child.stdout is not None
    child.stdout.read(1)  # the interpreter is up: what comes before is Python's, not ours
    time.sleep(wait)
    child.send_signal(kind)
    start = time.perf_counter()
    try:
        _out, err = child.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        child.kill()
        return "it goes on"
    taken = time.perf_counter() - start
    if taken > WITHIN:
        return f"it took {taken:.1f} s"
    if b"Traceback" in err or b"Exception ignored" in err:
        return f"a traceback: {err[-200:]!r}"
    if child.returncode not in (*CODES[kind], 0):
        return f"exit {child.returncode}"
    if left := _left(child.pid):
        return f"left behind: {left}"
    return ""


#: The program, which says when the interpreter has started.
STARTED = """
import sys
from intspec.__main__ import main
sys.stdout.write("!")
sys.stdout.flush()
main()
"""


def main() -> None:
    """Send them all."""
    tally("signals", cases())


if __name__ == "__main__":
    main()
