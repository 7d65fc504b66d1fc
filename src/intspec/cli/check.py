"""`intspec check`: specifications held against the guidelines that they claim."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

import click

from intspec.cli.common import (
    STDIN,
    RunError,
    keep_inputs,
    known_checklists,
    not_written,
    note,
    tell_failures,
    use_color,
)
from intspec.cli.files import Files
from intspec.cli.importers import importer_of
from intspec.cli.main import calm_collector
from intspec.cli.one_file import Checker
from intspec.cli.options import IN_SETTINGS, GroupedCommand, GroupedOption
from intspec.cli.project import (
    TRACEBACKS,
    Projects,
    project_options,
    stage_option,
    traceback_option,
)
from intspec.cli.root import columns
from intspec.cli.vocabularies import vocabulary_option
from intspec.config import repository
from intspec.plugins import guard
from intspec.plugins.plugin import UNSHOWN
from intspec.process import stdout
from intspec.reading import Unreadable
from intspec.reading.open_file import read_file
from intspec.reporters import FAILING, FOR_PEOPLE, FORMATS, Options, Piece, Reports
from intspec.states import ITEM_STATES, state_words
from intspec.writing import STDOUT, descriptor, write_stdout

#: From how many files on results are kept for the next run, and looked for.
SOME = 20
#: From how many files on the work is shared among processes: below, they take longer to start.
MANY = 40
#: Seconds since the start after which a terminal is told how far the run is.
PATIENCE, BEGUN = 2.0, time.monotonic()
#: Seconds after which a worker's file is given up, unless the user says otherwise.
TIMEOUT = 120.0

EPILOG = f"""\b
Examples:
  intspec check trial.intspec.yaml
  intspec check specs/ --fail-on warning
  intspec check trial.intspec.yaml --checklist tidier --stage protocol
  intspec check trial.intspec.yaml --vocabulary bcio.json
  intspec check specs/ --quiet --output sarif:intspec.sarif --output junit:intspec.xml
  cat trial.intspec.yaml | intspec check -
  intspec check TIDieR-checklist.docx
  intspec check TIDieR-checklist.docx --annotate commented.docx
  intspec check                                 # what intspec.toml names under `documents`
  intspec check specs/ --isolated               # without any intspec.toml
  intspec check archive/ --jobs 8 --format json > report.json
  intspec check archive/ --engine dask --scheduler tcp://10.0.0.5:8786

States: {", ".join(map(state_words, ITEM_STATES))}.
"Reported" says that something is stated, not that it is well described."""

if TYPE_CHECKING:
    from intspec.cli.unchanged import Unchanged


class OutputType(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """`FORMAT:FILE`."""

    name = "FORMAT:FILE"

    def convert(
        self, value: Any, param: click.Parameter | None, context: click.Context | None
    ) -> tuple[str, str]:
        """Split the value; refuse formats that there are not."""
        name, colon, path = str(value).partition(":")
        if not colon or not path or name not in FORMATS:
            self.fail(
                f"`{value}`: write one of {', '.join(FORMATS)}, a colon and a file name",
                param,
                context,
            )
        return name, path


def _patterns(
    _context: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    """Refuse patterns that are about nothing."""
    if value:
        from intspec.config.patterns import LONGEST, SHOWN, is_pattern  # noqa: PLC0415 -- few need it
        from intspec.text.wording import shorten  # noqa: PLC0415 -- see above

        for line in value:
            if not is_pattern(line):
                message = f"`{shorten(line, SHOWN)}` is no pattern, such as `old/`"
                if line.startswith("./") and is_pattern(line[1:]):
                    message += f"; write `{shorten(line[1:], SHOWN)}`"
                if len(line) > LONGEST:
                    message += f": it has more than {LONGEST:,} characters"
                raise click.BadParameter(message, param=parameter)
    return value


@click.command(cls=GroupedCommand, epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format", "fmt", type=click.Choice(FORMATS), default="text", help="How to report on stdout."
)
@click.option(
    "--output",
    "outputs",
    type=OutputType(),
    multiple=True,
    help="Write a report to a file as well; may be repeated. To stdout with -: the one for people "
    "then goes to stderr.",
)
@click.option(
    "--fail-on",
    cls=GroupedOption,
    group=IN_SETTINGS,
    type=click.Choice(list(FAILING)),
    help="The least grave finding that makes the exit code 1; error by default.",
)
@click.option(
    "--checklist",
    "checklists",
    cls=GroupedOption,
    group=IN_SETTINGS,
    multiple=True,
    metavar="ID",
    help="Hold against this one as well.",
)
@stage_option
@vocabulary_option
@click.option(
    "--quiet", "-q", is_flag=True, help="Only errors and warnings; nothing if all is well."
)
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="Tell all by itself: declared gaps also on a terminal, each of the findings that are told "
    "as one, and files in which nothing is found.",
)
@click.option(
    "--exclude",
    cls=GroupedOption,
    group=IN_SETTINGS,
    multiple=True,
    metavar="PATTERN",
    callback=_patterns,
    help="Leave out what fits in folders that are searched, beside what settings and Git leave "
    "out; as in .gitignore, from the working folder. May be repeated.",
)
@click.option(
    "--force-exclude",
    is_flag=True,
    help="Let `exclude` count for files that are named too, as when a hook names them.",
)
@click.option(
    "--stdin-filename",
    metavar="FILE",
    help="What the document on stdin is called: in reports, and for its settings and its kind.",
)
@click.option(
    "--annotate",
    metavar="OUT",
    help="Write a copy of the one form that is checked, with each finding as a comment; to stdout "
    "with -, and the report then goes to stderr.",
)
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    help=f"How many processes check, or workers of a Dask cluster of this machine; by default one, "
    f"and one for each processor from {MANY} files on.",
)
@click.option(
    "--engine",
    type=click.Choice(["processes", "dask"]),
    default="processes",
    help="Check by processes of this machine, or by the workers of a Dask cluster (`pip install "
    "'intspec[dask]'`).",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="The cluster's scheduler; without it, --engine dask starts a cluster of this machine.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help=f"Check each file anew. From {SOME} files on, results of those that have not changed are "
    "kept for the next run (`intspec cache`).",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help=f"Give a file up after this time and go on; {TIMEOUT:g} by default where several "
    "processes check.",
)
@traceback_option
@project_options
def command(**options: Any) -> int:
    """Check specifications, or filled forms, against the reporting guidelines that they are for.

    PATH is a file, a folder (all *.intspec.yaml, *.intspec.yml and *.intspec.json below it), or -
    for stdin. A Word, Excel or CSV file is a filled form: it is judged by what a form can show,
    which is where each item is reported, or why it is not. The nearest intspec.toml above each
    file gives defaults; without PATH, it says what to check.
    """
    if options["scheduler"] is not None and options["engine"] != "dask":
        message = "--scheduler names a cluster of Dask: give --engine dask as well"
        raise click.UsageError(message)
    projects = Projects(options["vocabularies"], stdin=options["stdin_filename"])
    paths = _paths(options, projects)
    if len(paths) > 1:
        calm_collector()
    for _fmt, output in options["outputs"]:
        for path in paths:
            projects.of(path)
        keep_inputs(output, [*paths, options["stdin_filename"] or STDIN])
    # Settings are held to before anything is written: stdout is only the report.
    for registry in dict.fromkeys(projects.of(path).registry for path in paths):
        options["checklists"] = known_checklists(registry, options["checklists"])
    main_stream = _main_stream(options)
    looks = _options(options, main_stream, paths)
    as_printed = Options(root=looks.root, several=len(paths) > 1)
    wanted = [(fmt, as_printed) for fmt, _path in options["outputs"]]
    reports = Reports([*wanted, (options["fmt"], looks)])
    checker = Checker(projects, options, reports, _unchanged(paths, projects, options, reports))
    with contextlib.ExitStack() as opened:
        sinks = [*(opened.enter_context(_file(p)) for _fmt, p in options["outputs"])]
        sinks.append(_sink(options["fmt"], main_stream))
        for number, piece in enumerate(_pieces(paths, checker), start=1):
            for sink, text in zip(sinks, reports.add(piece), strict=True):
                sink(text)
            _progress(number, len(paths))
        for sink, tail in zip(sinks, reports.tails(), strict=True):
            for text in tail:
                sink(text)
    if options["fmt"] != "text" or options["quiet"]:
        tell_failures(reports.tally.plugins)
    return reports.tally.exit_code


def _unchanged(
    paths: list[str], projects: Projects, options: dict[str, Any], reports: Reports
) -> "Unchanged | None":
    """Open the results that are kept between runs, if this one has files enough to gain by it."""
    seen = TRACEBACKS in click.get_current_context().meta
    if len(paths) < SOME or options["no_cache"] or seen:
        return None
    from intspec.cli.unchanged import opened  # noqa: PLC0415 -- only many files need it

    return opened(projects, options, reports)


def _pieces(paths: list[str], checker: Checker) -> Iterator[Piece]:
    """Give the pieces of files in order: kept ones, and those of the others as they are checked."""
    unchanged = checker.unchanged
    if unchanged is None:
        return _checked(paths, checker)
    keys = {path: key for path in paths if (key := unchanged.known(path)) is not None}
    checked = _checked([path for path in paths if path not in keys], checker)

    def pieces() -> Iterator[Piece]:
        try:
            for path in paths:
                yield checker.kept(path, keys[path]) if path in keys else next(checked)
        finally:
            unchanged.store.close()

    return pieces()


def _checked(paths: list[str], checker: Checker) -> Iterator[Piece]:
    """Check files here or in workers, as the options and their number ask."""
    options = checker.options
    number = options["jobs"] or (_processors() if len(paths) >= MANY else 1)
    number = min(number, len(paths)) or 1
    # A worker has no stdout of its own, which a copy may go to.
    here = STDIN in paths or descriptor(options["annotate"] or "") == STDOUT
    here = here or TRACEBACKS in click.get_current_context().meta
    alone = number < 2 and options["timeout"] is None  # noqa: PLR2004
    if options["engine"] == "dask" and here:
        message = "--engine dask checks files alone: no standard input, --annotate -, --traceback"
        raise click.UsageError(message)
    alone = alone and options["engine"] != "dask" and not _must_share(paths, checker)
    if here or alone or not paths:
        return map(checker.piece, paths)
    from intspec.cli.worker import settings_line  # noqa: PLC0415 -- only many files need it
    from intspec.cli.workers import Workers  # noqa: PLC0415

    limit = options["timeout"] or TIMEOUT
    if options["engine"] == "dask":
        from intspec.cli.cluster import pieces  # noqa: PLC0415 -- few archives need it

        own = options["jobs"] or _processors()
        where = own if options["scheduler"] is None else options["scheduler"]
        return pieces(paths, settings_line(checker), limit, checker.lost, where)
    return Workers(settings_line(checker), number, limit, checker.lost).pieces(paths)


def _must_share(paths: list[str], checker: Checker) -> bool:
    """Tell whether a stranger's plugin may hang on one of several files, and nothing here ends it.

    Where there are no timers, only a worker can be given up, and then it costs one file.
    """
    if guard.HAS_TIMERS or len(paths) < 2:  # noqa: PLR2004 -- several
        return False
    registries = {checker.projects.of(path).registry for path in paths}
    return any(not plugin.bundled for registry in registries for plugin in registry.plugins)


def _processors() -> int:
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable is not None else os.cpu_count() or 1


def _progress(number: int, total: int) -> None:
    """Say on the terminal how far a run is that takes a while, where the report goes elsewhere."""
    if time.monotonic() - BEGUN < PATIENCE or stdout().isatty() or not sys.stderr.isatty():
        return
    far = "" if number == total else f"{number:,} of {total:,} files checked"
    sys.stderr.write(f"\r\x1b[K{far}")
    sys.stderr.flush()


def _documents(projects: Projects) -> tuple[str, ...]:
    """Return what the settings say is to be checked.

    Raises:
        click.UsageError: There are no settings, or they do not say.
    """
    config = projects.of().config
    if config is None or not config.file.documents:
        message = 'say what to check: give a PATH, or `documents = ["specs"]` in intspec.toml'
        raise click.UsageError(message)
    return config.documents


def _paths(options: dict[str, Any], projects: Projects) -> list[str]:
    """Return the files to check.

    Raises:
        click.UsageError: Nothing is named, or something that cannot be checked like this.
    """
    named = options["paths"] or _documents(projects)
    outside = [] if options["paths"] else _outside(projects)
    if options["annotate"]:
        _only_form(named, projects)
    always = options["force_exclude"]
    files = Files(projects, options["exclude"], always=always, outside=outside)
    name = options["stdin_filename"]
    if name is not None and STDIN not in named:
        message = "--stdin-filename says what is read from stdin: give `-` as the PATH as well"
        raise click.UsageError(message)
    paths = files.find(named)
    if outside:
        _hold_outside(projects, files)
    if STDIN in paths and name is not None and always and files.leaves_out(name):
        paths.remove(STDIN)
    if not paths:
        note("nothing is checked: all that is named is left out by `exclude`")
    return paths


def _outside(projects: Projects) -> list[str]:
    """Return what settings name to be checked that is outside of their project."""
    config = projects.of().config
    if config is None:
        return []
    named = zip(config.file.documents, config.documents, strict=True)
    return [path for name, path in named if config.is_outside(config.resolve(name))]


def _hold_outside(projects: Projects, files: Files) -> None:
    """Refuse documents outside of a project that are none: nothing of such a file may be shown.

    Raises:
        RunError: Settings name one that is no specification (exit code 2).
    """
    config = projects.of().config
    for number, folder in enumerate(config.documents if config is not None else ()):
        if config is None or folder not in files.outside:
            continue
        for path in files.find((folder,)):
            try:
                given = "intspec" in read_file(path).data
            except Unreadable:
                given = False
            if not given:
                where = config.where("documents", number)
                message = (
                    f"{where}: `{path}` is no specification; {UNSHOWN}: name it on the command "
                    "line to see what is wrong"
                )
                raise RunError(message, 2)


def _root(paths: list[str]) -> str:
    """Return the root of the repository that is worked in, or else of the first file's."""
    first = os.path.dirname(next(iter(paths), ""))  # noqa: PTH120 -- start-up
    return repository(".") or repository(first) or ""


def _main_stream(options: dict[str, Any]) -> TextIO:
    """Return where the report of `--format` goes: stderr, where stdout is given to another output.

    Raises:
        click.UsageError: Two outputs would go to one place.
    """
    named = [path for _fmt, path in options["outputs"]]
    named += [options["annotate"]] if options["annotate"] else []
    if not named:
        return stdout()  # type: ignore[no-any-return]
    from intspec.cli.outputs import keep_apart, place_of  # noqa: PLC0415 -- few runs write more

    keep_apart(named)
    if STDOUT not in map(place_of, named):
        return stdout()  # type: ignore[no-any-return]
    if options["fmt"] not in FOR_PEOPLE:
        message = (
            f"two outputs go to standard output: give a file for {options['fmt']} or the other"
        )
        raise click.UsageError(message)
    return sys.stderr


def _options(options: dict[str, Any], stream: TextIO, paths: list[str]) -> Options:
    terminal = stream.isatty()
    encoding = (stream.encoding or "ascii").lower()
    width = 100
    if terminal:
        width = columns(100)
    return Options(
        color=use_color(terminal),
        symbols=terminal and encoding.startswith("utf"),
        width=width,
        quiet=options["quiet"],
        verbose=options["verbose"],
        terminal=terminal,
        several=len(paths) > 1,
        root=_root(paths),
    )


def _sink(fmt: str, stream: TextIO) -> Callable[[str], Any]:
    """Give a function that writes a report: for programs in UTF-8, for people as the terminal."""
    if fmt in FOR_PEOPLE:
        return stream.write
    return lambda text: write_stdout(text.encode("utf-8", "backslashreplace"))


@contextlib.contextmanager
def _file(path: str) -> Iterator[Callable[[str], None]]:
    """Give a function that writes to a file, whose faults are told as its own."""
    from intspec.writing import open_output  # noqa: PLC0415 -- only where a report goes to a file

    elsewhere: OSError | None = None

    def failed(error: OSError) -> RunError:
        return not_written(path, error)

    def sink(text: str) -> None:
        try:
            write(text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise failed(error) from None

    try:
        with open_output(path) as write:
            try:
                yield sink
            except OSError as error:
                elsewhere = error
                raise
    except OSError as error:
        if error is elsewhere:
            raise
        raise failed(error) from None


def _only_form(paths: tuple[str, ...], projects: Projects) -> None:
    if len(paths) != 1 or importer_of(paths[0], projects.of(paths[0]).registry) is None:
        message = "--annotate writes into a copy of one form: give one Word file"
        raise click.UsageError(message)
