"""How long intspec takes to start and to check one specification, as ratios in one run.

Run by hand: `python tests/bench/start_up.py [runs] [check-jsonschema]`. The second word names the
program of that peer, in an environment of its own; without it the peer is left out.
"""

import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SPEC = "specs/enrich/enrich.intspec.yaml"
SCHEMA = "schemas/specification-1.0.json"
LIBRARIES = "import click, pluggy, attrs, cattrs, yaml, tomli"
INTSPEC = str(Path(sys.executable).parent / "intspec")


def commands(peer: str | None) -> dict[str, list[str]]:
    """Return what is timed, by its name."""
    python = sys.executable
    found = {
        "python -c pass": [python, "-c", "pass"],
        "only the same libraries": [python, "-c", LIBRARIES],
        "intspec --version": [INTSPEC, "--version"],
        "intspec check ENRICH": [INTSPEC, "check", SPEC],
        "intspec render ENRICH": [INTSPEC, "render", SPEC],
    }
    if peer:
        found["check-jsonschema ENRICH"] = [peer, "--schemafile", SCHEMA, SPEC]
    return found


def timed(command: list[str]) -> float:
    """Run a command and return how many milliseconds it took."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Time all commands in turn, and print medians and ratios."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    peer = sys.argv[2] if len(sys.argv) > 2 else None
    times: dict[str, list[float]] = {name: [] for name in commands(peer)}
    for number in range(runs + 1):
        for name, command in commands(peer).items():
            taken = timed(command)
            if number:
                times[name].append(taken)
    medians = {name: statistics.median(values) for name, values in times.items()}
    bare = medians["python -c pass"]
    libraries = medians["only the same libraries"]
    print(f"Python {platform.python_version()}, {runs} runs, medians")
    for name, value in medians.items():
        ratios = f"{value / bare:5.2f} x bare Python  {value / libraries:5.2f} x libraries"
        if peer:
            ratios += f"  {value / medians['check-jsonschema ENRICH']:5.2f} x check-jsonschema"
        print(f"{name:26} {value:7.1f} ms  {ratios}")


if __name__ == "__main__":
    main()
