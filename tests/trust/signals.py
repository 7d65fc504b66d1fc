"""Interrupts: the program ends within two seconds, with the code of the signal and no traceback."""

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
            yield f"{kind.name} {number}", partial(_one, folder, kind, wait)


def _listening() -> None:
    """Hear what a caller in the background may have told its children to ignore."""
    for kind in CODES:
        signal.signal(kind, signal.SIG_DFL)


def _one(folder: Path, kind: signal.Signals, wait: float) -> str:
    child = subprocess.Popen(
        [sys.executable, "-c", STARTED, "check", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
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
