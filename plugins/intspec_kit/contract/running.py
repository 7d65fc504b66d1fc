"""Run the examination of a plugin in other processes, so that no plugin can stop the caller."""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs

from intspec_kit.contract.messages import (
    CLAUSES,
    Broken,
    ClauseResult,
    Examination,
    Request,
    shortened,
)
from intspec_kit.projects import Project
from intspec_kit.registries import Named, entry_points

#: What the two processes do: the examination; and once more what must give the same results,
#: with the time of loading.
PROCESSES = ("examine", "again")
#: The longest that an examination may take, in seconds.
PATIENCE = 300
#: Loading a plugin may take this share of the time that loading intspec takes.
SHARE = 1.0
#: A load within so many seconds is never too slow.
QUICK = 0.03
#: How often a slow load is measured again: another program may have been busy.
ATTEMPTS = 2


class _EndedError(Exception):
    """The process of an examination ended without a result."""


def contract(
    plugin: Named,
    *,
    cases: str | Path | None = None,
    generated: int = 200,
    examples: int | None = None,
) -> list[Broken]:
    """Hold a plugin against the contract.

    Args:
        plugin: Name of an installed plugin, or folder of its project (a `Path`).
        cases: Folder of its cases; a project's own `tests/cases` when absent.
        generated: How many specifications to make up for its rules.
        examples: On how many of intspec's example specifications to try it, at least one; on all
            when absent.

    Returns:
        What is broken, with the names of the clauses; empty when the contract is kept.

    Raises:
        LookupError: No installed plugin has the name.
        ProjectError: The folder holds no plugin.
    """
    return examine(plugin, cases=cases, generated=generated, examples=examples).broken


def examine(
    plugin: Named,
    *,
    cases: str | Path | None = None,
    generated: int = 200,
    examples: int | None = None,
) -> Examination:
    """Hold a plugin against the contract, and say of each clause what became of it.

    The arguments are those of `contract`.
    """
    folder = plugin if isinstance(plugin, Path) else None
    if folder is not None:
        project = Project.read(folder)
        cases = cases or project.cases
        name, version = project.name, project.version
    else:
        point = entry_points(plugin)[0]
        name, version = point.name, point.version
    request = Request(
        plugin=None if folder else str(plugin),
        folder=str(folder.resolve()) if folder else None,
        cases=str(Path(cases).resolve()) if cases else None,
        generated=generated,
        examples=examples,
    )
    try:
        with ThreadPoolExecutor(2) as pool:
            runs = [
                pool.submit(_run, request, process, seed) for seed, process in enumerate(PROCESSES)
            ]
            first, second = (run.result() for run in runs)
        examination = Examination.of_data(first["examination"])
    except _EndedError as error:
        faults = (str(error),)
        clause = ClauseResult("ends", CLAUSES["ends"], "broken", faults)
        return Examination(name, version, (), (clause,))
    examination = _with(examination, "pure", _differences(first, second, "checked"))
    examination = _with(examination, "renderers", _differences(first, second, "rendered"))
    return _with(examination, "import-time", _slow(request, second))


def _slow(request: Request, measured: dict[str, Any]) -> list[str]:
    own_time, core_time = measured["own"], measured["core"]
    for _ in range(ATTEMPTS):
        if own_time <= max(core_time * SHARE, QUICK):
            return []
        measurement = _run(request, "measure", 1)
        own_time, core_time = measurement["own"], measurement["core"]
    times = f"loading it takes {own_time / core_time:.1f} times as long as loading intspec"
    return [f"{times}: import what is heavy inside the function that needs it"]


def _differences(first: dict[str, Any], second: dict[str, Any], kind: str) -> list[str]:
    return [
        f"{label}: another process gives another result; a set, a clock or chance is at work"
        for label, digest in second[kind].items()
        if first[kind].get(label, digest) != digest
    ]


def _with(examination: Examination, clause: str, faults: list[str]) -> Examination:
    """Add faults to a clause."""
    if not faults:
        return examination
    clauses = tuple(
        attrs.evolve(result, state="broken", faults=shortened([*result.faults, *faults]))
        if result.clause == clause
        else result
        for result in examination.clauses
    )
    return attrs.evolve(examination, clauses=clauses)


def _run(request: Request, part: str, seed: int) -> dict[str, Any]:
    """Run a part of the examination in a process.

    Raises:
        _EndedError: The process did not end, or ended without a result.
    """
    with tempfile.TemporaryDirectory(prefix="intspec-") as folder:
        request_file, answer_file = Path(folder, "request.json"), Path(folder, "answer.json")
        request_file.write_text(json.dumps(attrs.asdict(request)), encoding="utf-8")
        command = [sys.executable, "-P", "-X", "utf8", str(Path(__file__).with_name("child.py"))]
        try:
            process = subprocess.run(  # noqa: S603 -- our own module in the same Python
                [*command, part, str(request_file), str(answer_file)],
                env={**os.environ, "PYTHONHASHSEED": str(seed)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            message = f"it did not come to its end in {PATIENCE} seconds"
            raise _EndedError(message) from None
        if not answer_file.is_file():
            last_line = process.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            message = f"it ended the process (status {process.returncode}): {' '.join(last_line)}"
            raise _EndedError(message)
        answer: dict[str, Any] = json.loads(answer_file.read_text(encoding="utf-8"))
        return answer
