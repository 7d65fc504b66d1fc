"""Mutation testing: small changes to the code that stands between bad input and the user.

`python tests/trust/mutations.py [--one-in=N] [part of a path ...]`: changes the modules that
`mutations.toml` names, one change at a time, runs the tests that it names for each, and counts
which changes they notice. All of it takes about an hour on one core. Survivors are listed below
their module. Time-outs are counted apart, and not as killed; below the floor the command ends
with 1. With `--one-in=N` only so many mutants are made, chosen by a fixed seed, and the last line
says so.

It needs `pip install -e '.[dev,mutation]'` and a system that can fork. The tests run in a copy of
the checkout, from which intspec is imported: a module that cannot be imported must be noticed
before anything is counted. Tests of the library Hypothesis are left out: what they find depends on
chance.
"""

import contextlib
import gc
import importlib
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from os import _exit  # while the guard around plugins is at work, `os._exit` is another
from pathlib import Path
from typing import Any

import attrs
import pytest
from mutants import mutants

ROOT = Path(__file__).parent.parent.parent
SCOPE = Path(__file__).with_suffix(".toml")
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "build", "dist"
)
#: The settings of the project hold, but for its plugin, which imports more than most tests need.
OPTIONS = (
    *("-x", "-q", "--tb=no", "--import-mode=importlib", "--strict-markers", "-o", "addopts="),
    *("-W", "ignore:Module already imported"),
    *(f"-pno:{name}" for name in ("cacheprovider", "doctest", "faulthandler", "hypothesispytest")),
)
#: How many times the seconds of the tests as they are a mutant may take, and how many at least.
PATIENCE, LEAST = 4, 5
MEMORY = 4_000_000_000
STRANGER = 99
#: How Hypothesis marks its tests.
PROPERTY = "is_hypothesis_test"


@attrs.frozen
class Outcome:
    """How the tests ended.

    Attributes:
        kind: `killed`, `survived` or `timed out`.
        seconds: How long they took.
    """

    kind: str
    seconds: float


class Quick:
    """A plugin of pytest: those tests first that noticed something lately.

    Args:
        first: Their names.
        noticed: Where to write the name of a test that fails.
    """

    def __init__(self, first: list[str], noticed: Path) -> None:
        self.first = first
        self.noticed = noticed

    def pytest_addoption(self, parser: pytest.Parser) -> None:
        """Have the option that tests of goldens ask for."""
        parser.addoption("--update", action="store_true")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what depends on chance, and sort the rest."""
        places = {name: number for number, name in enumerate(self.first)}
        wanted = [i for i in items if not getattr(getattr(i, "obj", None), PROPERTY, False)]
        items[:] = sorted(wanted, key=lambda item: places.get(item.nodeid, len(places)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write down which test failed."""
        if report.failed:
            self.noticed.write_text(report.nodeid, encoding="utf-8")


class Copy:
    """A copy of the checkout, in which one module at a time is changed."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        shutil.copytree(ROOT, self.root, ignore=LEFT_OUT, symlinks=True)
        places = [str(self.root / "src"), str(self.root / "plugins")]
        sys.path[:0] = places
        os.environ["PYTHONPATH"] = os.pathsep.join(places)
        os.environ["PY_COLORS"] = "0"
        os.chdir(self.root)
        self.noticed = self.root / "noticed.txt"
        self.first: list[str] = []

    def run(
        self, tests: list[str], limit: float, then: Callable[[], None] | None = None
    ) -> Outcome:
        """Run tests in a child process, and say how they ended.

        Args:
            tests: What pytest is given.
            limit: The most seconds that they may take.
            then: What is done in the child at the end.
        """
        start = time.perf_counter()
        child = os.fork()
        if not child:
            self._be_child(tests, limit, then)
        status = _wait(child, start + 4 * limit)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        seconds = time.perf_counter() - start
        if status is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
            return Outcome("timed out", seconds)
        code = os.waitstatus_to_exitcode(status)
        if code in (STRANGER, pytest.ExitCode.NO_TESTS_COLLECTED):
            sys.exit(f"the tests {tests} did not run, or not on the copy")
        if self.noticed.exists():
            name = self.noticed.read_text(encoding="utf-8")
            self.first = [name, *(other for other in self.first if other != name)]
            self.noticed.unlink()
        return Outcome("killed" if code else "survived", seconds)

    def _be_child(self, tests: list[str], limit: float, then: Callable[[], None] | None) -> None:
        code = 1
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 2))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            null = os.open(os.devnull, os.O_RDWR)
            for number in range(3):
                os.dup2(null, number)
            code = int(pytest.main([*OPTIONS, *tests], [Quick(self.first, self.noticed)]))
            told = getattr(sys.modules.get("intspec"), "__file__", None)
            if told is not None and not str(told).startswith(str(self.root)):
                code = STRANGER
            if then is not None:
                then()
        finally:
            _exit(code)


def _wait(child: int, end: float) -> int | None:
    while time.perf_counter() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def preloaded(copy: Copy, groups: list[list[str]]) -> list[float]:
    """Run tests as they are, and import here what they need that is not the checkout's.

    Returns:
        How many seconds each group of tests may take.
    """
    listed = copy.root / "loaded.txt"

    def note() -> None:
        with listed.open("a", encoding="utf-8") as file:
            file.write("\n".join((*sys.modules, "")))

    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    for tests in groups:
        _as_they_are(copy, tests, note)
    for name in dict.fromkeys(listed.read_text(encoding="utf-8").split()):
        if not name.startswith(("intspec", "test_", "tests")):
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None) or "").startswith(str(copy.root)):
            del sys.modules[name]
    gc.freeze()
    # A module that changes within a second must not be taken from a cache.
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    return [max(LEAST, PATIENCE * _as_they_are(copy, tests)) for tests in groups]


def _as_they_are(copy: Copy, tests: list[str], then: Callable[[], None] | None = None) -> float:
    done = copy.run(tests, 300, then)
    if done.kind != "survived":
        sys.exit(f"the tests {tests} fail without any change")
    return done.seconds


def judge(
    copy: Copy, entry: dict[str, Any], chance: random.Random, one_in: int
) -> tuple[Counter[str], list[str]]:
    """Count what becomes of the mutants of a module, and list those that nothing noticed."""
    # The first file notices most: the others are asked only where it does not.
    groups = [tests for tests in (entry["tests"][:1], entry["tests"][1:]) if tests]
    limits = preloaded(copy, groups)
    path = copy.root / entry["path"]
    text = path.read_text(encoding="utf-8")
    counts: Counter[str] = Counter()
    left = []

    def outcome(code: str) -> str:
        path.write_text(code, encoding="utf-8")
        try:
            kinds = (copy.run(*one).kind for one in zip(groups, limits, strict=True))
            return next((kind for kind in kinds if kind != "survived"), "survived")
        finally:
            path.write_text(text, encoding="utf-8")

    if outcome("raise ImportError\n") != "killed":
        sys.exit(f"{entry['path']}: nothing notices that it cannot be imported")
    for one in mutants(path, frozenset(entry.get("only", ()))):
        if chance.randrange(one_in):
            continue
        kind = outcome(one.code)
        counts[kind] += 1
        if kind != "killed":
            left.append(f"  {kind}: {entry['path']}:{one.line}: {one.old}  ->  {one.new}")
    return counts, left


def row(name: str, counts: Counter[str]) -> str:
    """Write the counts of a module."""
    total = sum(counts.values())
    shares = f"{counts['killed']:6} {counts['survived']:9} {counts['timed out']:10} {total:6}"
    return f"{name:44}{shares} {share(counts):6.1f}%"


def share(counts: Counter[str]) -> float:
    """Return how many of a hundred mutants were killed."""
    return 100 * counts["killed"] / max(1, sum(counts.values()))


def main() -> None:
    """Change module after module, print the counts, and end with 1 below the floor."""
    scope = tomllib.loads(SCOPE.read_text(encoding="utf-8"))
    parts = [word for word in sys.argv[1:] if not word.startswith("--one-in=")]
    one_in = max([1, *(int(w.partition("=")[2]) for w in sys.argv[1:] if w not in parts)])
    chance = random.Random(1)
    chosen = [
        one for one in scope["modules"] if not parts or any(word in one["path"] for word in parts)
    ]
    everything: Counter[str] = Counter()
    print(f"{'module':44}killed  survived  timed out  total percent", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(folder))
        for entry in chosen:
            counts, left = judge(copy, entry, chance, one_in)
            print(row(entry["path"], counts), *left, sep="\n", flush=True)
            everything += counts
        os.chdir(ROOT)
    print(row("all", everything))
    good = share(everything) >= scope["floor"]
    sample = f" of a sample of one in {one_in}" if one_in > 1 else ""
    print(f"mutants killed: {share(everything):.1f}%{sample}; {scope['floor']}% is the floor")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
