"""Check one file of a run by the settings of its project, in this process or in a worker."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs
import click

from intspec.api import check_bytes
from intspec.checking import unreadable
from intspec.cli.common import STDIN, read_stdin
from intspec.cli.importers import LIMITS, importer_of
from intspec.cli.project import Project, Projects
from intspec.file_kinds import has_ending
from intspec.process import Called
from intspec.reading import Problem, Unreadable
from intspec.reading.open_file import file_bytes
from intspec.reporters import FileRun, Piece, Reports
from intspec.writing import STDIN_NAME

# Only several files need what is kept between runs: start-up.
if TYPE_CHECKING:
    from intspec.cli.unchanged import Unchanged


class Lost(NamedTuple):
    """Why a file could not be checked to the end.

    Attributes:
        reason: In words that follow "the process that checked this file"; of a plugin, what follows
            its name.
        remedy: What to do about it.
        of: The plugin that kept the process, if one did.
    """

    reason: str
    remedy: str = "check the file by itself; the other files of this run were checked"
    of: Called | None = None

    @property
    def words(self) -> str:
        """Say what became of the process."""
        if self.of is None:
            return self.reason
        return f"was kept by the plugin `{self.of.plugin}` in `{self.of.hook}`: {self.reason}"


class Checker:
    """Checks the files of a run one by one.

    Args:
        projects: What documents are judged by.
        options: The options of the command.
        reports: The reports of the run.
        unchanged: Results that are kept between runs; None where none are.
    """

    def __init__(
        self,
        projects: Projects,
        options: Mapping[str, Any],
        reports: Reports,
        unchanged: "Unchanged | None" = None,
    ) -> None:
        self.projects = projects
        self.options = options
        self.reports = reports
        self.unchanged = unchanged

    def piece(self, path: str, given_up: Sequence[Called] = ()) -> Piece:
        """Check a file, and write what it adds to each report.

        Args:
            path: Its name, or - for stdin.
            given_up: What of plugins did not end in time in other processes of this run.
        """
        try:
            if given_up:
                self.projects.of(path).registry.give_up(given_up)
            judged = check_file(path, self.projects, self.options)
            told = self.reports.told(judged)
            if self.unchanged is not None:
                self.unchanged.keep(path, judged, told)
            return self.reports.piece_of(told, judged.registry)
        except click.exceptions.ClickException:
            raise  # an end of the run that has words of its own
        except (OSError, MemoryError):
            raise  # the machine's, and not this file's
        except Exception as error:  # noqa: BLE001 -- a fault of intspec spoils one file
            return self._fault(path, error)

    def kept(self, path: str, key: bytes) -> Piece:
        """Return the piece of a file that has not changed; it is checked if it is kept no more."""
        registry = self.projects.of(path).registry
        told = self.unchanged.store.get(key) if self.unchanged and not registry.failed else None
        return self.piece(path) if told is None else self.reports.piece_of(told, registry)

    def lost(self, path: str, loss: Lost) -> Piece:
        """Tell of a file that could not be checked to the end, and of the plugin that kept it."""
        if loss.of is not None:
            self.projects.of(path).registry.fail(loss.of, loss.reason, path)
        return self._not_checked(
            path,
            f"the process that checked this file {loss.words}",
            loss.remedy,
        )

    def _fault(self, path: str, error: Exception) -> Piece:
        """Tell of a file at which intspec itself failed: the run goes on without it."""
        from intspec.cli.main import keep_traceback, own_fault  # noqa: PLC0415 -- only a fault

        kept = keep_traceback(error)
        return self._not_checked(
            path,
            f"{own_fault(type(error).__name__)} kept this file from being checked",
            f"please report it with {kept}; the other files of this run were checked",
        )

    def _not_checked(self, path: str, message: str, hint: str) -> Piece:
        report = unreadable(path, [Problem("not-checked", message, hint)])
        project = self.projects.of(path)
        return self.reports.piece(FileRun(attrs.evolve(report, lost=True), project.registry))


def check_file(path: str, projects: Projects, options: Mapping[str, Any]) -> FileRun:
    """Read and check a file by the settings of its project."""
    project = projects.of(path)
    fail_on = options["fail_on"] or project.fail_on
    name = options["stdin_filename"] or STDIN_NAME if path == STDIN else path
    read = _stdin_once(name, project) if path == STDIN else None
    importer = importer_of(name, project.registry, read)
    if importer is not None:
        from intspec.cli import forms  # noqa: PLC0415 -- specifications need nothing of it

        wanted = next(iter(options["checklists"]), None)
        raw = read() if read is not None else None
        form = forms.check_form(
            name,
            project.registry,
            importer=importer,
            raw=raw,
            stage=options["stage"],
            checklist=wanted,
        )
        if options["annotate"]:
            forms.annotate(path, options["annotate"], form, project.registry)
        return FileRun(attrs.evolve(form.report, config=project.shown), project.registry, fail_on)
    try:
        raw = read() if read is not None else file_bytes(path)
    except Unreadable as error:
        report = attrs.evolve(unreadable(name, error.problems), config=project.shown)
        return FileRun(report, project.registry, fail_on)
    return run_of_bytes(raw, name, project, options)


def _stdin_once(name: str, project: Project) -> Callable[[], bytes]:
    """Return what reads stdin: whole where it may be a form, and once."""
    may_be_form = any(has_ending(name, i.suffixes) for i in project.registry.importers.values())
    return cache(partial(read_stdin, *([LIMITS.bytes] if may_be_form else ())))


def run_of_bytes(raw: bytes, name: str, project: Project, options: Mapping[str, Any]) -> FileRun:
    """Check the bytes of a specification by the settings of its project.

    Args:
        raw: The bytes.
        name: What they are called in the report; its ending says whether they are JSON.
        project: The project.
        options: The options of the command.
    """
    report = check_bytes(
        raw,
        path=name,
        registry=project.registry,
        stage=options["stage"],
        checklists=(*project.checklists, *options["checklists"]),
        overrides=project.overrides,
    ).report
    fail_on = options["fail_on"] or project.fail_on
    return FileRun(attrs.evolve(report, config=project.shown), project.registry, fail_on, raw)
