"""Whole reports for tests, by the path that the command line takes."""

from collections.abc import Iterable

from intspec.diagnostics import FileReport
from intspec.plugins import Registry
from intspec.reporters import FileRun, Options, Reports


def run_of(
    files: Iterable[FileReport], registry: Registry, fmt: str, options: Options | None = None
) -> tuple[str, Reports]:
    """Write the report of some files in one format, and return it with what the run came to."""
    reports = Reports([(fmt, options or Options())])
    texts = [reports.add(reports.piece(FileRun(file, registry)))[0] for file in files]
    return "".join([*texts, *next(reports.tails())]), reports


def written(
    files: Iterable[FileReport], registry: Registry, fmt: str, options: Options | None = None
) -> str:
    """Write the report of some files in one format."""
    return run_of(files, registry, fmt, options)[0]
