"""Checking from Python: what the command line does, without printing or exiting."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import attrs

from intspec import __version__
from intspec.checking import Checked, check, unreadable
from intspec.diagnostics import FileReport, Override, PluginReport, Report, RuleInfo, Severity
from intspec.model import Stage
from intspec.plugins import LocalFile, Registry
from intspec.reading import CODES, Unreadable, read_bytes
from intspec.records import frozen
from intspec.structural import STRUCTURAL

#: Which severities fail a run, by the threshold.
FAILING: dict[str, tuple[Severity, ...]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "note": ("error", "warning", "note"),
    "never": (),
}


def load_registry(local: Iterable[LocalFile] = ()) -> Registry:
    """Load the installed plugins, and the core's rules.

    Args:
        local: Files of a team's own, which a project's settings name.
    """
    from intspec.core import RULES  # noqa: PLC0415 -- the core's rules are data to the registry

    return Registry(core=RULES, local=local)


@cache
def shared_registry() -> Registry:
    """Return the installed plugins, loaded once for the process."""
    return load_registry()


def check_bytes(  # noqa: PLR0913 -- a check has as many settings
    raw: bytes,
    *,
    path: str,
    registry: Registry | None = None,
    stage: Stage | None = None,
    checklists: Sequence[str] = (),
    overrides: Mapping[str, Override] | None = None,
) -> Checked:
    """Check the bytes of one file.

    Args:
        raw: The bytes as they stand in the file.
        path: Name of the file, for the report; its ending says whether it is JSON.
        registry: The plugins; the installed ones when absent.
        stage: The stage to judge at, in place of the document's own.
        checklists: Ids of checklists to hold it against beside those that it claims.
        overrides: Other severities, by the id of the rule.

    Returns:
        The report, and the specification where the document could be read as one.
    """
    registry = registry or shared_registry()
    try:
        document = read_bytes(raw, path=path)
    except Unreadable as error:
        return Checked(unreadable(path, error.problems), None, ())
    return check(document, registry, stage=stage, checklists=checklists, overrides=overrides)


def check_text(
    text: str,
    *,
    path: str = "text.intspec.yaml",
    registry: Registry | None = None,
    stage: Stage | None = None,
    checklists: Sequence[str] = (),
) -> FileReport:
    """Check a specification given as text; the arguments are those of `check_bytes`."""
    raw = text.encode("utf-8", "surrogatepass")
    return check_bytes(raw, path=path, registry=registry, stage=stage, checklists=checklists).report


@frozen
class FileRun:
    """The report of a file, with what it was judged by.

    Attributes:
        report: The report.
        registry: The plugins that were there.
        fail_on: error, warning, note or never.
    """

    report: FileReport
    registry: Registry
    fail_on: str = "error"

    @property
    def code(self) -> int:
        """The exit code that it leads to, plugins apart."""
        if not self.report.readable:
            return 2
        return int(any(d.severity in FAILING[self.fail_on] for d in self.report.diagnostics))


def summarise(files: Iterable[FileReport], registry: Registry, *, fail_on: str = "error") -> Report:
    """Put the reports of files together that were judged by the same plugins.

    Args:
        files: One report per file, in order.
        registry: The plugins of the run.
        fail_on: error, warning, note or never.

    Returns:
        The report of the run, with its exit code: see `summarise_all`.
    """
    return summarise_all([FileRun(file, registry, fail_on) for file in files], [registry])


def summarise_all(judged: Sequence[FileRun], registries: Sequence[Registry]) -> Report:
    """Put the reports of files together.

    Args:
        judged: One for each file, in order.
        registries: The plugins of the run: one set for each project.

    Returns:
        The report of the run, with its exit code: 3 when a plugin failed, 2 when a file could
        not be read, 1 when there are findings at or above its threshold; the highest wins.
    """
    code = max((one.code for one in judged), default=0)
    if any(registry.failed for registry in registries):
        code = 3
    return Report(
        files=tuple(one.report for one in judged),
        plugins=_plugins(registries),
        rules=_rules(judged),
        exit_code=code,
        version=__version__,
    )


def _plugins(registries: Iterable[Registry]) -> tuple[PluginReport, ...]:
    """Name each plugin once, with what failed of it in any project."""
    found: dict[tuple[str, str, str], PluginReport] = {}
    for registry in registries:
        for plugin in registry.reports():
            same = (plugin.name, plugin.version, plugin.distribution)
            earlier = found.setdefault(same, plugin)
            failures = dict.fromkeys((*earlier.failures, *plugin.failures))
            found[same] = attrs.evolve(earlier, failures=tuple(failures))
    return tuple(found.values())


def _rules(judged: Sequence[FileRun]) -> tuple[RuleInfo, ...]:
    files = [one.report for one in judged]
    infos: dict[str, RuleInfo] = {}
    for registry in dict.fromkeys(one.registry for one in judged):
        claimed = {
            c[0] for one in judged if one.registry is registry for c in one.report.checklists
        }
        infos |= _infos(registry, claimed)
    named = {o.rule for f in files for o in f.outcomes}
    named |= {d.rule for f in files for d in f.diagnostics}
    for rule, (severity, summary) in STRUCTURAL.items():
        infos[rule] = RuleInfo(rule, summary, severity)
    for code, summary in CODES.items():
        infos[f"intspec/{code}"] = RuleInfo(f"intspec/{code}", summary, "error")
    return tuple(infos.get(r, RuleInfo(r, r, "error")) for r in sorted(named))


def _infos(registry: Registry, claimed: Iterable[str]) -> dict[str, RuleInfo]:
    infos = {r.id: RuleInfo(r.id, r.summary, r.severity) for r in registry.rules.values()}
    for name in sorted(claimed):
        checklist = registry.checklist(name)
        for _item, part in checklist.all_parts() if checklist else ():
            severity: Severity = "error" if part.part.level == "required" else "warning"
            infos[part.rule] = RuleInfo(part.rule, part.part.asks, severity)
    return infos
