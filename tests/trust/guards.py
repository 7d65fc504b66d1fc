"""Guards turned off one at a time: a promise whose tests do not notice that is not held by them.

`python tests/trust/guards.py [part of a kind ...]`: takes each guard that `guards.toml` names out
of a copy of the checkout, runs the tests that it names until one fails, and runs that one again
with the guard in place, where it passes. It prints which test noticed, and at the end how many
guards are. Unlike `mutations.py`, which changes whatever there is in a module, it asks for the one
line by which a kind of fault is kept away.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from harness import ROOT, tally

SCOPE = Path(__file__).with_suffix(".toml")
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "build", "dist"
)
#: The most seconds that the tests of a guard may take.
PATIENCE = 300


def guards() -> list[dict[str, Any]]:
    """Return the guards, each with its place, what stands there and what does without it."""
    listed: list[dict[str, Any]] = tomllib.loads(SCOPE.read_text(encoding="utf-8"))["guards"]
    return listed


def failed(copy: Path, tests: list[str]) -> str:
    """Run tests in a copy of the checkout, and return the first that fails; empty if none does."""
    places = os.pathsep.join(str(copy / name) for name in ("src", "plugins"))
    words = ("-x", "-q", "--no-header", "--tb=no", "-rfE", "-p", "no:cacheprovider", *tests)
    done = subprocess.run(
        [sys.executable, "-c", START, *words],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": places, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    found = re.search(r"^(?:FAILED|ERROR) (\S+::.*?\]?)(?: - .*)?$", done.stdout, re.MULTILINE)
    if found is None and done.returncode:
        message = f"pytest ended with {done.returncode}: {done.stdout[-200:]}{done.stderr[-200:]}"
        raise RuntimeError(message)
    return found[1] if found is not None else ""


#: Runs pytest on the copy, and ends with 99 where intspec is another one.
START = """
import os, sys, pytest, intspec
sys.exit(pytest.main(sys.argv[1:]) if intspec.__file__.startswith(os.getcwd()) else 99)
"""


def fault(copy: Path, guard: dict[str, Any]) -> str:
    """Say what is wrong with the tests of a guard, if anything is."""
    path = copy / guard["path"]
    text = path.read_text(encoding="utf-8")
    if text.count(guard["old"]) != 1:
        return "the guard is not there as it is written down"
    path.write_text(text.replace(guard["old"], guard["new"]), encoding="utf-8")
    try:
        noticed = failed(copy, guard["tests"])
    finally:
        path.write_text(text, encoding="utf-8")
    if not noticed:
        return "no test notices"
    print(f"{guard['kind']}: {noticed}", flush=True)
    return f"{noticed} fails with the guard, too" if failed(copy, [noticed]) else ""


def cases(copy: Path, words: list[str]) -> Iterator[tuple[str, Callable[[], str]]]:
    """Go over the guards."""
    for one in guards():
        if not words or any(word in one["kind"] for word in words):
            yield one["kind"], partial(fault, copy, one)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "checkout"
        shutil.copytree(ROOT, target, ignore=LEFT_OUT, symlinks=True)
        tally("guards noticed", cases(target, sys.argv[1:]))
