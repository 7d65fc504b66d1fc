"""The table of goals on speed, filled in by one command.

`python tests/bench/speed.py [--peer PATH] [--quick] [PART ...]` measures on this machine and prints
a table in Markdown, each row as soon as it is known. PATH is the program check-jsonschema,
installed in an environment of its own; without it its rows are left out. Times are processor time,
medians of runs that take turns, so that other work on the machine counts for little; only the row
on two processes needs the clock. Run it by the Python of an environment with the wheel: an
editable install reads its own checklists as TOML, which takes longer.
"""

import argparse
import datetime as dt
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import generate
import pdf
import rendering

from intspec import build_view, load_registry
from intspec.api import check_bytes
from intspec.cli.main import OBJECTS, calm_collector
from intspec.reading import read_bytes

ROOT = Path(__file__).parent.parent.parent
SPEC = str(ROOT / "specs/enrich/enrich.intspec.yaml")
SCHEMA = str(ROOT / "schemas/specification-1.0.json")
#: The libraries that a check loads.
LIBRARIES = "import click, pluggy, attrs, cattrs, yaml, tomli"
INTSPEC = str(Path(sys.executable).parent / "intspec")
SIZES = (66, 660, 6600)


#: intspec in a process that tells its own peak in kilobytes, as Linux keeps it.
MEASURED = """
import sys
from intspec.cli.main import run
run(sys.argv[1:])
with open("/proc/self/status") as status:
    print(next(line for line in status if line.startswith("VmHWM")).split()[1], file=sys.stderr)
"""


class Row(NamedTuple):
    """One line of the table."""

    work: str
    measured: str
    goal: str
    met: bool | None


class Setting(NamedTuple):
    """What all parts of the table are measured with.

    Args:
        peer: The program check-jsonschema, if it is at hand.
        folder: A folder for files.
        quick: Whether fewer files and runs are enough.
    """

    peer: str | None
    folder: Path
    quick: bool

    @property
    def runs(self) -> int:
        """How often a command is run, for the median."""
        return 5 if self.quick else 15


def run(*command: str) -> tuple[float, float]:
    """Run a command; return its processor time and its time by the clock, in ms."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _process, _status, used = os.wait4(child.pid, 0)
    child.returncode = 0
    taken = (time.perf_counter() - begin) * 1000
    return (used.ru_utime + used.ru_stime) * 1000, taken


def memory(*words: str) -> float:
    """Run intspec; return the most memory that it took, in MB: its own, not that of its parent."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *words],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    return int(done.stderr.split()[-1]) / 1024


def medians(commands: Mapping[str, Sequence[str]], runs: int) -> dict[str, float]:
    """Run commands in turn; return the median processor time of each."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            taken = run(*command)[0]
            if number:
                times[name].append(taken)
    return {name: statistics.median(values) for name, values in times.items()}


def ratio(work: str, value: float, unit: str, goal: float, *, least: bool = False) -> Row:
    """Return the row of a ratio that is to be at most, or at least, the goal."""
    met = value >= goal if least else value <= goal
    sign = ">=" if least else "<="
    return Row(work, f"{value:.2f}x {unit}", f"{sign} {goal:g}x", met)


def start_up(given: Setting) -> Iterator[Row]:
    """Compare single commands with bare Python, the bare libraries, and the peer."""
    peer = given.peer
    python = sys.executable
    commands: dict[str, Sequence[str]] = {
        "bare": [python, "-c", "pass"],
        "libraries": [python, "-c", LIBRARIES],
        "version": [INTSPEC, "--version"],
        "help": [INTSPEC, "--help"],
        "check": [INTSPEC, "check", SPEC],
        "markdown": [INTSPEC, "render", SPEC, "--to", "markdown"],
        "html": [INTSPEC, "render", SPEC, "--to", "html"],
    }
    if peer:
        commands["peer"] = [peer, "--schemafile", SCHEMA, SPEC]
    took = medians(commands, given.runs)
    bare = took["bare"]
    in_ms = (f"{took[name]:.0f} ms" for name in ("libraries", "check"))
    yield Row(
        "bare Python, the libraries, a check", ", ".join([f"{bare:.1f} ms", *in_ms]), "", None
    )
    of = "`python -c pass`"
    yield ratio("`intspec --version`", took["version"] / bare, of, 1.7)
    yield ratio("`intspec --help`", took["help"] / bare, of, 4)
    yield ratio("check of ENRICH", took["check"] / took["libraries"], "the bare libraries", 1.3)
    yield ratio("check of ENRICH", took["check"] / bare, of, 12.5)
    if peer:
        yield ratio("check of ENRICH", took["check"] / took["peer"], "check-jsonschema", 0.25)
    yield ratio("render ENRICH to Markdown", took["markdown"] / bare, of, 12.5)
    yield ratio("render ENRICH to HTML", took["html"] / bare, of, 9)


def per_file(command: Sequence[str], files: Sequence[str], few: int, runs: int) -> float:
    """Return the milliseconds that one more file takes: start-up is left out."""
    named = {"few": [*command, *files[:few]], "all": [*command, *files]}
    took = medians(named, runs)
    return (took["all"] - took["few"]) / (len(files) - few)


def many(given: Setting) -> Iterator[Row]:
    """Compare a folder of files with the peer, and with parsing alone."""
    peer, folder, quick = given
    runs = 1 if quick else 3
    for fmt, goal in (("yaml", 9), ("json", 2)):
        number = 100 if quick else 400
        generate.write(folder / fmt, number, fmt)
        files = sorted(str(path) for path in (folder / fmt).iterdir())
        own = per_file([INTSPEC, "check", "--no-cache", "--jobs", "1"], files, number // 4, runs)
        label = f"many {fmt.upper()} files, one process ({1000 / own:.0f} files/s)"
        if peer:
            its = [peer, "--schemafile", SCHEMA]
            theirs = per_file(its, files[:24], 8, 1 if quick else 3)
            yield ratio(label, theirs / own, "check-jsonschema's files/s", goal, least=True)
        if fmt == "yaml":
            yield ratio(label, own / parsing(files[:50]), "parsing alone", 2)


def parsing(files: Sequence[str]) -> float:
    """Return the milliseconds that reading one file takes, without checking it."""
    raws = [(name, Path(name).read_bytes()) for name in files]
    times = []
    for _ in range(5):
        begin = time.process_time()
        for name, raw in raws:
            read_bytes(raw, path=name)
        times.append((time.process_time() - begin) * 1000 / len(raws))
    return statistics.median(times)


def processes(given: Setting) -> Iterator[Row]:
    """Compare two processes with one."""
    number = 200 if given.quick else 600
    folder = str(given.folder / "two")
    generate.write(given.folder / "two", number)
    took: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _ in range(2 if given.quick else 4):
        for jobs, times in took.items():
            times.append(run(INTSPEC, "check", folder, "--no-cache", "--jobs", str(jobs)))
    one, two = (min(wall for _cpu, wall in times) for times in took.values())
    work = "two processes, by the clock (quickest of runs)"
    yield ratio(work, one / two, "one", 1.8, least=True)
    one, two = (statistics.median(cpu for cpu, _wall in times) for times in took.values())
    work = "two processes, if two processors were free (half of the processor time)"
    yield ratio(work, one / (two / 2), "one", 1.8, least=True)


def archive(given: Setting) -> Iterator[Row]:
    """Compare a large archive with a small one, and its second run with its first."""
    few, lots = (100, 1000) if given.quick else (1000, 10000)
    most = []
    for count in (few, lots):
        generate.write(given.folder / f"m{count}", count, components=4)
        folder = str(given.folder / f"m{count}")
        most.append(memory("check", folder, "--no-cache", "--jobs", "1"))
    grown = (most[1] / most[0] - 1) * 100
    words = f"{grown:+.1f}% ({most[0]:.0f} to {most[1]:.0f} MB)"
    yield Row(f"memory, {few:,} to {lots:,} files", words, "< +10%", grown < 10)
    run(INTSPEC, "cache", "clear")
    first, second = (run(INTSPEC, "check", folder)[0] for _ in range(2))
    work = f"a second run of {lots:,} files that have not changed"
    yield ratio(work, first / second, "the first", 20, least=True)


def sizes(_given: Setting) -> Iterator[Row]:
    """Compare the slopes of the time that one file takes by its size."""
    calm_collector(OBJECTS)  # as the command line does for one file
    registry = load_registry()
    raws = [generate.text(0, components=size).encode() for size in SIZES]
    taken: list[float] = []
    for raw in raws:
        check_bytes(raw, path="x.yaml", registry=registry)
        times = []
        for _ in range(3):
            begin = time.process_time()
            check_bytes(raw, path="x.yaml", registry=registry)
            times.append((time.process_time() - begin) * 1000)
        taken.append(statistics.median(times))
    first = (taken[1] - taken[0]) / (SIZES[1] - SIZES[0])
    second = (taken[2] - taken[1]) / (SIZES[2] - SIZES[1])
    megabytes = len(raws[2]) / 1e6
    shown = ", ".join(f"{one:.0f}" for one in taken)
    work = f"{SIZES[0]}, {SIZES[1]}, {SIZES[2]:,} components ({shown} ms; {megabytes:.1f} MB)"
    yield Row(work, f"slopes {second / first:.2f}", "< 1.2", second / first < 1.2)


def formats(given: Setting) -> Iterator[Row]:
    """Compare renderers with the bare libraries that write the same table."""
    registry = load_registry()
    raw = (ROOT / SPEC).read_bytes()
    checked = check_bytes(raw, path=SPEC, registry=registry)
    if checked.spec is None:
        sys.exit("the reference specification cannot be read")
    view = build_view("description", checked.spec, checked.report, checked.checklists[0])
    for name, bare in rendering.BARE.items():
        ours = registry.renderer(name).function
        pairs = [
            (rendering.timed(bare, view), rendering.timed(ours, view))
            for _ in range(given.runs + 1)
        ][1:]
        floor, own = (statistics.median(side) for side in zip(*pairs, strict=True))
        yield ratio(f"render ENRICH to {name}", own / floor, "the bare library", 1.5)
    turns = [
        (pdf.apart("ours", "description", SPEC), pdf.apart("bare", "description", SPEC))
        for _ in range(given.runs // 2)
    ]
    own, floor = (statistics.median(side) for side in zip(*turns, strict=True))
    yield ratio("render ENRICH to pdf", own / floor, "the bare library", 1.5)


#: The parts of the table.
PARTS: Mapping[str, Callable[[Setting], Iterator[Row]]] = {
    "start-up": start_up,
    "many": many,
    "processes": processes,
    "archive": archive,
    "sizes": sizes,
    "formats": formats,
}
MET = {None: "", True: "met", False: "missed"}


def main() -> None:
    """Measure all, and print the table."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--peer", help="the program check-jsonschema")
    parser.add_argument("--quick", action="store_true", help="fewer files and runs")
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"all when absent: {', '.join(PARTS)}"
    )
    asked = parser.parse_args()
    if unknown := set(asked.parts).difference(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}")
    peer = str(Path(asked.peer).absolute()) if asked.peer else None
    day = dt.datetime.now(tz=dt.UTC).date()
    print(
        f"{day}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}.\n"
    )
    print("| work | measured | goal | |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as name:
        given = Setting(peer, Path(name), asked.quick)
        for part in asked.parts or PARTS:
            for row in PARTS[part](given):
                print(f"| {row.work} | {row.measured} | {row.goal} | {MET[row.met]} |", flush=True)


if __name__ == "__main__":
    main()
