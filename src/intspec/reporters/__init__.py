"""A report to text and to the formats that other programs read, file by file."""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import attrs

from intspec import __version__
from intspec.diagnostics import (
    SEVERITIES,
    Diagnostic,
    FileReport,
    PluginReport,
    RuleInfo,
    Severity,
    Summary,
)
from intspec.lazy import frozen
from intspec.reading.fixed_rules import fixed_rules

if TYPE_CHECKING:
    from intspec.plugins import Registry


#: The formats, the one for people first; each with the module and the class that write it.
WRITERS = {
    "text": ("text", "Writer"),
    "concise": ("text", "ConciseWriter"),
    "json": ("json_report", "Writer"),
    "sarif": ("sarif", "Writer"),
    "github": ("github", "Writer"),
    "junit": ("junit", "Writer"),
}
FORMATS = tuple(WRITERS)
#: Those that follow the terminal; the others are UTF-8 wherever they go.
FOR_PEOPLE = ("text", "concise")


@frozen
class Options:
    """How a report looks. All but the root is for people alone.

    Attributes:
        color: Whether to colour.
        symbols: Whether to put symbols beside the words.
        width: Columns of the terminal.
        quiet: Whether to leave out all but errors and warnings.
        verbose: Whether all is told by itself that is else counted or told together.
        terminal: Whether it goes to a terminal: texts are wrapped, declared gaps counted.
        several: Whether it is of several files: those in which nothing is found take one line.
        root: The real path of the repository, from which services name files; empty where there is
            none, and files are named as the user names them.
    """

    color: bool = False
    symbols: bool = False
    width: int = 100
    quiet: bool = False
    verbose: bool = False
    terminal: bool = False
    several: bool = False
    root: str = ""


class Writer:
    """Writes a report file by file, so that no report is ever held whole.

    What one file adds depends on that file alone: another process may write it.

    Args:
        options: How it looks, for people.
        version: Version of intspec.
    """

    def __init__(self, options: Options, version: str) -> None:
        self.options = options
        self.version = version

    def piece(self, file: FileReport, plugins: Sequence[PluginReport]) -> str:
        """Write what one file adds.

        Args:
            file: The report of the file.
            plugins: The plugins that it was judged by.
        """
        raise NotImplementedError

    def placed(self, piece: str) -> str:
        """Put the piece of the next file in its place, and return what can be written now."""
        return piece

    def tail(self, _run: Summary) -> Iterator[str]:
        """Write what comes after the last file."""
        yield from ()


def writer(fmt: str, options: Options, version: str) -> Writer:
    """Return what writes a format: one of `FORMATS`."""
    module, name = WRITERS[fmt]
    of_format: Writer = getattr(import_module(f"intspec.reporters.{module}"), name)(
        options, version
    )
    return of_format


def changed(diagnostic: Diagnostic) -> str:
    """Say how a project's settings changed the severity of a finding; nothing if they did not."""
    if diagnostic.overridden is None:
        return ""
    by = diagnostic.overridden
    return f"{diagnostic.severity} in place of {by.was} by {by.source}: {by.reason}"


#: Hooks whose failures leave a check whole: what is written is no part of it.
BESIDE_CHECKS = frozenset({"intspec_renderers", "intspec_views", "intspec_fillers"})
#: Which severities fail a run, by the threshold.
FAILING: dict[str, tuple[Severity, ...]] = {
    **{least: SEVERITIES[:number] for number, least in enumerate(SEVERITIES, start=1)},
    "never": (),
}


@frozen
class FileRun:
    """The report of a file, with what it was judged by.

    Attributes:
        report: The report.
        registry: The plugins that were there.
        fail_on: error, warning, note or never.
        raw: What the file of a specification held; None for a form, and for what was not read.
    """

    report: FileReport
    registry: "Registry"
    fail_on: str = "error"
    raw: bytes | None = None

    @property
    def code(self) -> int:
        """The exit code that it leads to, plugins apart."""
        if self.report.lost or self.report.not_judged:
            return 3
        if not self.report.readable:
            return 2
        return int(any(d.severity in FAILING[self.fail_on] for d in self.report.diagnostics))


@frozen
class News:
    """What a run keeps of a file: nothing that grows with the number of files.

    Attributes:
        code: The exit code that the file leads to.
        errors: How many errors were found.
        warnings: How many warnings.
        unread: 1 if the file could not be read.
        rules: The rules that no file before it had.
        plugins: The plugins it was judged by, where they are not as they were for a file before.
    """

    code: int
    errors: int
    warnings: int
    unread: int
    rules: tuple[RuleInfo, ...]
    plugins: tuple[PluginReport, ...]


@frozen
class Told:
    """What is told of a file: all that a run makes its piece of, in plain values.

    Attributes:
        texts: What it adds to each report, in the order of the reports.
        code: The exit code that the file leads to.
        errors: How many errors were found.
        warnings: How many warnings.
        unread: 1 if the file could not be read.
        rules: The ids of the rules that are named, sorted.
        checklists: The ids of the checklists that it was held against.
    """

    texts: tuple[str, ...]
    code: int
    errors: int
    warnings: int
    unread: int
    rules: tuple[str, ...]
    checklists: tuple[str, ...]

    def plain(self) -> list[Any]:
        """Return it as data for JSON."""
        counts = [self.code, self.errors, self.warnings, self.unread]
        return [self.texts, counts, self.rules, self.checklists]


@frozen
class Piece:
    """What one file adds to a run.

    Attributes:
        texts: What it adds to each report, in the order of the reports.
        news: What the run keeps of it.
    """

    texts: tuple[str, ...]
    news: News


class Reports:
    """The reports of a run.

    What a file adds may be made in another process (`piece`); the run puts it in its place (`add`)
    and ends the reports (`tails`).

    Args:
        wanted: The format and the looks of each report.
    """

    def __init__(self, wanted: Sequence[tuple[str, Options]]) -> None:
        self.wanted = tuple(wanted)
        self.tally = Tally()
        self._observer = _Observer()
        self._writers: list[Writer] = [writer(fmt, looks, __version__) for fmt, looks in wanted]

    def piece(self, judged: FileRun) -> Piece:
        """Write what one file adds to each report."""
        return self.piece_of(self.told(judged), judged.registry)

    def told(self, judged: FileRun) -> Told:
        """Write what one file adds to each report, and say what it comes to."""
        report, plugins = judged.report, judged.registry.reports()
        named = {o.rule for o in report.outcomes} | {d.rule for d in report.diagnostics}
        return Told(
            texts=tuple(w.piece(report, plugins) for w in self._writers),
            code=judged.code,
            errors=report.count("error"),
            warnings=report.count("warning"),
            unread=int(not report.readable),
            rules=tuple(sorted(named)),
            checklists=tuple(name for name, _title, _version in report.checklists),
        )

    def piece_of(self, told: Told, registry: "Registry") -> Piece:
        """Return what a file adds to this run, of what is told of it."""
        return Piece(told.texts, self._observer.news(told, registry))

    def add(self, piece: Piece) -> tuple[str, ...]:
        """Count a file, and return what can be written to each report now."""
        self.tally.add(piece.news)
        return tuple(w.placed(t) for w, t in zip(self._writers, piece.texts, strict=True))

    def tails(self) -> Iterator[Iterator[str]]:
        """Go over the reports, each with what comes after its last file."""
        summary = self.tally.summary()
        return (writer.tail(summary) for writer in self._writers)


class _Observer:
    """Sees the files of a run one by one, and tells what is new of each."""

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._plugins: dict[Registry, tuple[PluginReport, ...]] = {}
        self._infos: dict[Registry, tuple[set[str], dict[str, RuleInfo]]] = {}

    def news(self, told: Told, registry: "Registry") -> News:
        """Tell what is new of a file."""
        unknown = [rule for rule in told.rules if rule not in self._told]
        self._told.update(unknown)
        plugins = registry.reports()
        changed = plugins != self._plugins.get(registry)
        self._plugins[registry] = plugins
        return News(
            code=told.code,
            errors=told.errors,
            warnings=told.warnings,
            unread=told.unread,
            rules=tuple(self._info(rule, told, registry) for rule in unknown),
            plugins=plugins if changed else (),
        )

    def _info(self, rule: str, told: Told, registry: "Registry") -> RuleInfo:
        claimed, infos = self._infos.setdefault(registry, (set(), {}))
        here = set(told.checklists)
        if rule not in infos and (not infos or here - claimed):
            claimed |= here
            infos |= _infos(registry, claimed)
        return infos.get(rule) or RuleInfo(rule, rule, "error")


class Tally:
    """What a run comes to, file by file."""

    def __init__(self) -> None:
        self.code = self.files = self.errors = self.warnings = self.unread = 0
        self._rules: dict[str, RuleInfo] = {}
        self._plugins: dict[tuple[str, str, str], PluginReport] = {}

    def add(self, news: News) -> None:
        """Count a file."""
        self.code = max(self.code, news.code)
        self.files += 1
        self.errors += news.errors
        self.warnings += news.warnings
        self.unread += news.unread
        for info in news.rules:
            self._rules.setdefault(info.id, info)
        self.add_plugins(news.plugins)

    def add_plugins(self, plugins: Iterable[PluginReport]) -> None:
        """Name each plugin once, with what failed of it in any project."""
        for plugin in plugins:
            same = (plugin.name, plugin.version, plugin.distribution)
            earlier = self._plugins.setdefault(same, plugin)
            failures = dict.fromkeys((*earlier.failures, *plugin.failures))
            self._plugins[same] = attrs.evolve(earlier, failures=tuple(failures))

    def summary(self) -> Summary:
        """Return what a report says of the run."""
        return Summary(
            plugins=self.plugins,
            rules=self.rules,
            exit_code=self.exit_code,
            files=self.files,
            errors=self.errors,
            warnings=self.warnings,
            unread=self.unread,
        )

    @property
    def plugins(self) -> tuple[PluginReport, ...]:
        """The plugins of the run."""
        return tuple(self._plugins.values())

    @property
    def rules(self) -> tuple[RuleInfo, ...]:
        """The rules that files named, by id."""
        return tuple(self._rules[rule] for rule in sorted(self._rules))

    @property
    def exit_code(self) -> int:
        """The exit code: 3 when a plugin failed or a file was lost, 2 when one could not be read.

        1 when there are findings at or above the threshold of their file; the highest wins.
        """
        failed = (one for plugin in self.plugins for one in plugin.failures)
        return 3 if any(one.hook not in BESIDE_CHECKS for one in failed) else self.code


def _infos(registry: "Registry", claimed: Iterable[str]) -> dict[str, RuleInfo]:
    infos = {r.id: RuleInfo(r.id, r.summary, r.severity) for r in registry.rules.values()}
    for name in sorted(claimed):
        checklist = registry.checklist(name)
        for _item, part in checklist.all_parts() if checklist else ():
            severity: Severity = "error" if part.part.level == "required" else "warning"
            infos[part.rule] = RuleInfo(part.rule, part.part.asks, severity)
    for rule, (severity, summary) in fixed_rules().items():
        infos[rule] = RuleInfo(rule, summary, severity)
    return infos
