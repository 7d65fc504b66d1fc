"""Checking from Python: what the command line does, without printing or exiting."""

from collections.abc import Iterable, Sequence
from functools import cache

from intspec import __version__
from intspec.checking import Checked, check, unreadable
from intspec.diagnostics import FileReport, Report, RuleInfo, Severity
from intspec.model import Stage
from intspec.plugins import Registry
from intspec.reading import CODES, Unreadable, read_bytes
from intspec.structural import STRUCTURAL

#: Which severities fail a run, by the threshold.
FAILING: dict[str, tuple[Severity, ...]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "note": ("error", "warning", "note"),
    "never": (),
}


def load_registry() -> Registry:
    """Load the installed plugins, and the core's rules."""
    from intspec.core import RULES  # noqa: PLC0415 -- the core's rules are data to the registry

    return Registry(core=RULES)


@cache
def shared_registry() -> Registry:
    """Return the installed plugins, loaded once for the process."""
    return load_registry()


def check_bytes(
    raw: bytes,
    *,
    path: str,
    registry: Registry | None = None,
    stage: Stage | None = None,
    checklists: Sequence[str] = (),
) -> Checked:
    """Check the bytes of one file.

    Args:
        raw: The bytes as they stand in the file.
        path: Name of the file, for the report; its ending says whether it is JSON.
        registry: The plugins; the installed ones when absent.
        stage: The stage to judge at, in place of the document's own.
        checklists: Ids of checklists to hold it against beside those that it claims.

    Returns:
        The report, and the specification where the document could be read as one.
    """
    registry = registry or shared_registry()
    try:
        document = read_bytes(raw, path=path)
    except Unreadable as error:
        return Checked(unreadable(path, error.problems), None, ())
    return check(document, registry, stage=stage, checklists=checklists)


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


def summarise(files: Iterable[FileReport], registry: Registry, *, fail_on: str = "error") -> Report:
    """Put the reports of files together.

    Args:
        files: One report per file, in order.
        registry: The plugins of the run.
        fail_on: error, warning, note or never.

    Returns:
        The report of the run, with its exit code: 3 when a plugin failed, 2 when a file could
        not be read, 1 when there are findings at or above the threshold; the highest wins.
    """
    files = tuple(files)
    code = 0
    if any(d.severity in FAILING[fail_on] for f in files if f.readable for d in f.diagnostics):
        code = 1
    if any(not f.readable for f in files):
        code = 2
    if registry.failed:
        code = 3
    return Report(
        files=files,
        plugins=registry.reports(),
        rules=_rules(files, registry),
        exit_code=code,
        version=__version__,
    )


def _rules(files: Sequence[FileReport], registry: Registry) -> tuple[RuleInfo, ...]:
    named = {o.rule for f in files for o in f.outcomes}
    named |= {d.rule for f in files for d in f.diagnostics}
    infos = {r.id: RuleInfo(r.id, r.summary, r.severity) for r in registry.rules.values()}
    claimed = {c[0] for f in files for c in f.checklists}
    for name in sorted(claimed):
        checklist = registry.checklist(name)
        for _item, part in checklist.all_parts() if checklist else ():
            severity: Severity = "error" if part.part.level == "required" else "warning"
            infos[part.rule] = RuleInfo(part.rule, part.part.asks, severity)
    for rule, (severity, summary) in STRUCTURAL.items():
        infos[rule] = RuleInfo(rule, summary, severity)
    for code, summary in CODES.items():
        infos[f"intspec/{code}"] = RuleInfo(f"intspec/{code}", summary, "error")
    return tuple(infos.get(r, RuleInfo(r, r, "error")) for r in sorted(named))
