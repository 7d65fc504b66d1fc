"""What the trust commands share: the program in a child process, and a count at the end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs

ROOT = Path(__file__).parent.parent.parent
SPEC = ROOT / "specs" / "exercise" / "group-exercise.intspec.yaml"
ENRICH = ROOT / "specs" / "enrich" / "enrich.intspec.yaml"
#: Longest that one call may take, in seconds.
LIMIT = 20.0


@attrs.frozen
class Ended:
    """How a call of the program ended."""

    code: int
    out: bytes
    err: bytes
    seconds: float

    @property
    def quiet(self) -> bool:
        """Whether nothing in it is a traceback or a fault of intspec itself."""
        told = self.out + self.err
        return b"Traceback" not in told and b"a fault of intspec" not in told and self.code != 70


def intspec(
    *words: "str | bytes",
    cwd: "Path | None" = None,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    limit: float = LIMIT,
) -> Ended:
    """Call the program with words, and wait for its end."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "intspec", *words],
        cwd=cwd or ROOT,
        input=stdin,
        capture_output=True,
        env={**os.environ, **(environment or {})},
        timeout=limit,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr, time.perf_counter() - start)


def tally(title: str, cases: Iterable[tuple[str, Callable[[], str]]], at_once: int = 1) -> None:
    """Run cases, print how many hold, and end the process with 1 if one does not.

    Args:
        title: What the cases are about.
        cases: The name of each, and a function that says what is wrong, or nothing.
        at_once: How many to run at a time, where they wait for other processes.
    """
    # A shell may start what runs in its background deaf to interrupts, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    held = 0
    wrong = []
    with ThreadPoolExecutor(at_once) as pool:
        for name, fault in pool.map(_tried, cases) if at_once > 1 else map(_tried, cases):
            if fault:
                wrong.append(f"  {name}: {fault}")
            else:
                held += 1
    print(f"{title}: {held} of {held + len(wrong)} hold")
    print("\n".join(wrong), end="\n" if wrong else "", flush=True)
    if wrong or not held:
        sys.exit(1)


def _tried(case: tuple[str, Callable[[], str]]) -> tuple[str, str]:
    """Run one case; return its name and what is wrong."""
    name, function = case
    try:
        return name, function()
    except subprocess.TimeoutExpired:
        return name, "it did not end"
    except Exception as error:
        return name, f"{type(error).__name__}: {str(error)[:200]}"
