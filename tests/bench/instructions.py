"""How many instructions starts, checks, forms and tables take, held against committed figures.

`python tests/bench/instructions.py` builds the wheel, installs it into an environment of its own
and counts with valgrind's callgrind, one process after another. A count hardly depends on what
else the machine does. What is compared are ratios in one run: to `python -c pass`, and to the
libraries alone, imported. The figures stand in `instructions.toml` beside this file; it fails where
a ratio has grown by more than 5%, and `--write` writes those of this run.

Without valgrind, and on a version or a build of Python that has no figures, it says so and ends
with 0: builds of one version differ by a quarter in what `python -c pass` takes.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FIGURES = Path(__file__).with_suffix(".toml")
SPEC = "specs/enrich/enrich.intspec.yaml"
#: Checked after the first: what one more takes in a process that is warm is the difference.
MORE = "specs/exercise/group-exercise.intspec.yaml"
#: Filled forms, made for this: one, and one more in a process that is warm.
FORM, MORE_FORMS = "tests/bench/forms/first.csv", "tests/bench/forms/second.csv"
LIBRARIES = "import click, pluggy, attrs, cattrs, yaml, tomli"
#: By so much a ratio may be larger than its figure, and another count of `python -c pass` differ
#: from that of the figures: beyond it this is another build.
TOLERANCE = 0.05
#: The millions of instructions that an empty run took when the figures were written.
BARE = "bare, millions"
COUNTED = re.compile(r"I\s+refs:\s+([\d,]+)")


def commands(python: str, intspec: str) -> dict[str, Sequence[str]]:
    """Return what is counted, by its name."""
    return {
        "bare": (python, "-c", "pass"),
        "libraries": (python, "-c", LIBRARIES),
        "version": (intspec, "--version"),
        "check": (intspec, "check", SPEC),
        "render": (intspec, "render", SPEC, "--to", "markdown"),
        "check of two": (intspec, "check", "--jobs", "1", SPEC, MORE),
        "form": (intspec, "check", "--jobs", "1", FORM),
        "two forms": (intspec, "check", "--jobs", "1", FORM, MORE_FORMS),
    }


def installed(folder: Path) -> tuple[str, str]:
    """Install the project into an environment of its own; return its Python and its command."""
    environment = folder / "environment"
    wheels = folder / "wheels"
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run((*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT)))
    run((sys.executable, "-m", "venv", str(environment)))
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    python, intspec = str(programs / "python"), str(programs / "intspec")
    (wheel,) = wheels.glob("intspec-*.whl")
    run((python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", str(wheel)))
    return python, intspec


def counts(folder: Path) -> dict[str, int]:
    """Install the project and count the instructions of each command."""
    python, intspec = installed(folder)
    found = {}
    for name, command in commands(python, intspec).items():
        run(command, codes=(0, 1))  # so that all is compiled
        found[name] = instructions(command, folder / "callgrind.out")
    return found


def run(command: Sequence[str], codes: Sequence[int] = (0,)) -> str:
    """Run a command, and return what it says on stderr."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment | {"PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in codes:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stderr


def instructions(command: Sequence[str], out: Path) -> int:
    """Count the instructions of a command."""
    tool = ("valgrind", "--tool=callgrind", f"--callgrind-out-file={out}")
    said = run((*tool, *command), codes=(0, 1))
    counted = COUNTED.search(said)
    if counted is None:
        sys.exit(f"valgrind counted nothing: {said}")
    return int(counted[1].replace(",", ""))


def ratios(found: Mapping[str, int]) -> dict[str, float]:
    """Return the ratios that are held."""
    bare, libraries = found["bare"], found["libraries"]
    one_more = found["check of two"] - found["check"]
    return {
        "version / bare": found["version"] / bare,
        "check / libraries": found["check"] / libraries,
        "render / libraries": found["render"] / libraries,
        "one more document / libraries": one_more / libraries,
        "form / libraries": found["form"] / libraries,
        "one more form / libraries": (found["two forms"] - found["form"]) / libraries,
    }


def larger(measured: Mapping[str, float], figures: Mapping[str, float]) -> list[str]:
    """Name each ratio that has grown beyond the tolerance.

    Raises:
        KeyError: A ratio has no figure.
    """
    return [
        f"{name} is {ratio:.3f}, and was {figures[name]:.3f}"
        for name, ratio in measured.items()
        if ratio > figures[name] * (1 + TOLERANCE)
    ]


def written(version: str, bare: int, measured: Mapping[str, float]) -> str:
    """Return the file of figures with those of this run in the place of older ones."""
    tables: dict[str, dict[str, float]] = _figures()
    tables[version] = {BARE: round(bare / 1e6, 1), **{k: round(v, 3) for k, v in measured.items()}}
    lines = ["# Ratios that tests/bench/instructions.py holds; written by its --write."]
    for name, table in sorted(tables.items()):
        lines += ["", f'["{name}"]', *(f'"{key}" = {value}' for key, value in table.items())]
    return "\n".join(lines) + "\n"


def _figures() -> dict[str, dict[str, float]]:
    return tomllib.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}


def main() -> None:
    """Count, print, and compare or write."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the figures of this run")
    given = parser.parse_args()
    if shutil.which("valgrind") is None:
        print("instructions: NOT COUNTED, since valgrind is not here")
        return
    with tempfile.TemporaryDirectory() as name:
        found = counts(Path(name))
    measured = ratios(found)
    print(f"Python {platform.python_version()}, {platform.machine()}; millions of instructions:")
    print(", ".join(f"{name} {count / 1e6:.1f}" for name, count in found.items()))
    print(", ".join(f"{name} {ratio:.3f}" for name, ratio in measured.items()))
    version = ".".join(platform.python_version_tuple()[:2])
    if given.write:
        FIGURES.write_text(written(version, found["bare"], measured), encoding="utf-8")
        return
    figures = _figures().get(version)
    if figures is None or abs(found["bare"] / 1e6 / figures[BARE] - 1) > TOLERANCE:
        print("instructions: NOT HELD, since there are no figures for this build of Python")
        return
    if grown := larger(measured, figures):
        sys.exit("More instructions than the figures allow:\n" + "\n".join(grown))


if __name__ == "__main__":
    main()
