"""Cases: a specification with all findings and states that checking it must give."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from intspec.api import check_bytes
from intspec.diagnostics import Diagnostic, FileReport
from intspec.model import Stage
from intspec.plugins import Registry
from intspec.text.names import did_you_mean
from intspec_kit.case_files import BASES, CaseError, raw_cases, text_of
from intspec_kit.checking import check
from intspec_kit.registries import Named

EXPECTED = ("rule", "at", "severity", "message")


@attrs.frozen
class Expected:
    """A finding that a case expects.

    Attributes:
        rule: Id of the rule or part.
        at: JSON Pointer to the place.
        severity: error, warning or note.
        message: The words, where the case states them.
    """

    rule: str
    at: str
    severity: str = "error"
    message: str | None = None

    @property
    def words(self) -> str:
        """The finding in one line."""
        ending = f": {self.message}" if self.message else ""
        return f"{self.severity} {self.rule} at {self.at or '/'}{ending}"

    def matches(self, found: Diagnostic) -> bool:
        """Tell whether a finding is the one expected."""
        is_same = (found.rule, found.pointer, found.severity) == (
            self.rule,
            self.at,
            self.severity,
        )
        return is_same and self.message in (None, found.message)


@attrs.frozen
class Case:
    """One case.

    Attributes:
        name: What it shows.
        path: The file that it stands in.
        line: Its line there.
        text: The specification.
        stage: The stage to judge at, if not the document's own.
        checklists: Checklists beside those that the document claims.
        finds: All findings.
        states: States by arm (or `study`) and item number; only those named are compared.
        plugins: The plugins it runs with; all installed ones when None.
        vocabularies: Files of vocabularies that the run is given.
    """

    name: str
    path: Path
    line: int
    text: str
    stage: Stage | None
    checklists: tuple[str, ...]
    finds: tuple[Expected, ...]
    states: Mapping[str, Mapping[str, str]]
    plugins: tuple[Named, ...] | None = None
    vocabularies: tuple[Path, ...] = ()

    @property
    def __name__(self) -> str:
        # pytest shows this as the id of a parameter.
        return f"{self.path.stem}: {self.name}"

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.path}:{self.line}"

    def report(self) -> FileReport:
        """Check the specification as `intspec check` does.

        Raises:
            PluginFailedError: A plugin failed.
        """
        return check(
            self.text,
            self.plugins,
            stage=self.stage,
            checklists=self.checklists,
            vocabularies=self.vocabularies,
        )

    def differences(self, report: FileReport | None = None) -> list[str]:
        """Return what is other than the case says, one line each.

        Args:
            report: What checking it gave; it is checked when absent.
        """
        report = report or self.report()
        messages: list[str] = []
        remaining = findings_in_order(report)
        for expected in self.finds:
            finding = next(
                (diagnostic for diagnostic in remaining if expected.matches(diagnostic)), None
            )
            if finding is None:
                messages.append(f"not found: {expected.words}")
            else:
                remaining.remove(finding)
        messages += [f"not expected: {_words(diagnostic)}" for diagnostic in remaining]
        actual = states(report)
        for subject, numbers in self.states.items():
            for number, expected_state in numbers.items():
                state = actual.get(subject, {}).get(number, "no state")
                if state != expected_state:
                    messages.append(
                        f"item {number} of {subject}: {state}, expected: {expected_state}"
                    )
        return messages

    def check(self) -> None:
        """Make sure that all is as the case says.

        Raises:
            AssertionError: It is not; the message names the case's file and line, and each
                difference.
            PluginFailedError: A plugin failed.
        """
        messages = self.differences()
        if messages:
            message = "\n  ".join([f"{self.where}: {self.name}", *messages])
            raise AssertionError(message)


def cases(folder: str | Path, plugins: Sequence[Named] | None = None) -> tuple[Case, ...]:
    """Read the cases of a folder and the folders below it, those named `bases` left out.

    Each file is a list of cases. A case has a `name`; a `spec`, or a `base` and what to `set` in it
    by JSON Pointer (null removes); `finds`, all findings, each with `rule`, `at` and, where it is
    no error, `severity`; and, if it likes, `states`, `stage`, `checklists` and `vocabularies`
    (files, told from the folder of the cases)::

        - name: only one provider
          base: ../../specs/complete.intspec.yaml
          set:
            /interventions/round/providers: [nurse]
          finds:
            - {rule: handover/two-providers, at: /interventions/round/providers, severity: warning}

    Args:
        folder: The folder, or one file.
        plugins: The plugins to run with, as `check` takes them.

    Returns:
        The cases in the order of their files' names. Given to `pytest.mark.parametrize`, each is
        named after its file and name.

    Raises:
        CaseError: There is no case, a file cannot be used, or a file names two cases alike.
    """
    root = Path(folder)
    files = [root] if root.is_file() else sorted(root.rglob("*.yaml"))
    case_list = [
        case
        for path in files
        if BASES not in path.relative_to(root).parts
        for case in _read(path, None if plugins is None else tuple(plugins))
    ]
    if not case_list:
        message = f"there is no case in `{root}`"
        raise CaseError(message)
    return tuple(case_list)


def report_of(case: Case, registry: Registry) -> FileReport:
    """Check the specification of a case with the plugins of a registry, which keeps what fails."""
    return check_bytes(
        case.text.encode(),
        path=case.where,
        registry=registry,
        stage=case.stage,
        checklists=case.checklists,
    ).report


def findings_in_order(report: FileReport) -> list[Diagnostic]:
    """Return what a case must expect of a report, in the order of the places."""
    return list(report.apart())


def findings(report: FileReport) -> list[tuple[str, str, str]]:
    """Return what a report finds: rule, JSON Pointer and severity, sorted."""
    return sorted(
        (diagnostic.rule, diagnostic.pointer, diagnostic.severity) for diagnostic in report.apart()
    )


def states(report: FileReport, checklist: str | None = None) -> dict[str, dict[str, str]]:
    """Return the states of a report by arm (or `study`) and item number.

    Args:
        report: The report.
        checklist: Id of the checklist; the report's first one when absent.
    """
    states_by_subject: dict[str, dict[str, str]] = {}
    checklist_id = checklist or next((name for name, _title, _version in report.checklists), None)
    for item in report.items:
        if item.checklist != checklist_id:
            continue
        words = f"{item.state} (declared)" if item.declared else item.state
        subject = item.arm or "study"
        if item.modification is not None:
            subject = f"{subject} change {item.modification}"
        states_by_subject.setdefault(subject, {})[item.number] = words
    return states_by_subject


def found_by(some: Iterable[Case]) -> set[str]:
    """Return the ids of the rules and parts that cases find."""
    return {expected.rule for case in some for expected in case.finds}


def _read(path: Path, plugins: tuple[Named, ...] | None) -> Iterator[Case]:
    names: set[str] = set()
    for line, raw in raw_cases(path):
        where = f"{path}:{line}"
        if raw["name"] in names:
            message = f"{where}: an earlier case of this file has the same name"
            raise CaseError(message)
        names.add(raw["name"])
        yield Case(
            name=raw["name"],
            path=path,
            line=line,
            text=text_of(raw, path, where),
            stage=raw.get("stage"),
            checklists=tuple(raw.get("checklists") or ()),
            finds=tuple(_expected(entry, where) for entry in raw.get("finds") or ()),
            states={
                str(arm): {str(number): str(state) for number, state in numbers.items()}
                for arm, numbers in (raw.get("states") or {}).items()
            },
            plugins=plugins,
            vocabularies=tuple(path.parent / name for name in raw.get("vocabularies") or ()),
        )


def _expected(raw: Any, where: str) -> Expected:
    if not isinstance(raw, dict) or not {"rule", "at"} <= set(raw):
        message = f"{where}: an entry of `finds` needs `rule` and `at`"
        raise CaseError(message)
    for key in raw:
        if key not in EXPECTED:
            message = f"{where}: `finds` has no key `{key}`; {did_you_mean(str(key), EXPECTED)}"
            raise CaseError(message)
    return Expected(**raw)


def _words(diagnostic: Diagnostic) -> str:
    pointer = diagnostic.pointer or "/"
    return f"{diagnostic.severity} {diagnostic.rule} at {pointer}: {diagnostic.message}"
