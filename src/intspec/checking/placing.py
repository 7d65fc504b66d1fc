"""Findings put in their places in the file."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from intspec.checking.gaps import Gap
from intspec.checklists import Checklist
from intspec.diagnostics import (
    SEVERITIES,
    Diagnostic,
    Finding,
    ItemRef,
    ItemState,
    Overridden,
    Override,
    Severity,
    pointer,
)
from intspec.schema import SchemaProblem
from intspec.structural import STRUCTURAL

if TYPE_CHECKING:
    from intspec.reading import Document, Problem


class Placer:
    """Turns findings into diagnostics of one document.

    Args:
        document: The document; None where it could not be read.
        overrides: Other severities that the project's settings give, by the id of the rule.
    """

    def __init__(
        self, document: "Document | None", overrides: Mapping[str, Override] | None = None
    ) -> None:
        self.document = document
        self.overrides = overrides or {}

    def finding(
        self,
        rule: str,
        finding: Finding,
        states: Iterable[ItemState] = (),
        checklists: Iterable[Checklist] = (),
    ) -> Diagnostic:
        """Place a finding of the core on the document as a whole, or on items of it."""
        labels = {c.id: c.file.title for c in checklists}
        items = tuple(
            ItemRef(one.checklist, one.number, one.item, labels.get(one.checklist, ""), one.arm)
            for one in states
        )
        severity = finding.severity or STRUCTURAL[rule][0]
        given = self.overrides.get(rule)
        if given is None or given.severity == severity:
            return self._place(rule, finding, severity, items=items)
        changed = Overridden(severity, given.reason, given.source)
        return self._place(rule, finding, given.severity, items=items, overridden=changed)

    def gap(self, gap: Gap) -> Diagnostic:
        """Place a gap."""
        declared = gap.declaration.reason if gap.declaration is not None else None
        arm = gap.arms[0] if gap.arms else None
        return self._place(
            gap.rule,
            gap.finding,
            gap.severity,
            items=tuple(gap.refs),
            arm=arm,
            declared=declared,
            also=tuple(gap.also),
            overridden=gap.overridden,
        )

    def schema(self, problem: SchemaProblem) -> Diagnostic:
        """Place a way in which the document does not fit the schema."""
        finding = Finding(problem.message, problem.path, problem.hint, at=problem.at)
        return self._place(f"intspec/{problem.rule}", finding, "error")

    def problem(self, problem: "Problem") -> Diagnostic:
        """Place a reason why a file cannot be read."""
        return Diagnostic(
            rule=f"intspec/{problem.code}",
            severity="error",
            message=problem.message,
            hint=problem.hint,
            pointer="",
            line=problem.line,
            column=problem.column,
            end_line=problem.end_line,
            end_column=problem.end_column,
        )

    def lines(self, diagnostics: Iterable[Diagnostic]) -> dict[int, str]:
        """Return the source lines that diagnostics begin at, by number."""
        if self.document is None:
            return {}
        numbers = sorted({diagnostic.line for diagnostic in diagnostics})
        return {number: self.document.line(number) for number in numbers}

    def _place(  # noqa: PLR0913 -- a diagnostic has as many parts
        self,
        rule: str,
        finding: Finding,
        severity: Severity,
        *,
        items: tuple[ItemRef, ...] = (),
        arm: str | None = None,
        declared: str | None = None,
        also: tuple[str, ...] = (),
        overridden: Overridden | None = None,
    ) -> Diagnostic:
        if self.document is None:
            message = "a finding needs a document to stand in"
            raise ValueError(message)
        spans = self.document
        if finding.at == "value" and spans.has(finding.path):
            span = spans.value_span(finding.path)
        else:
            span = spans.key_span(finding.path)
        return Diagnostic(
            rule=rule,
            severity=severity,
            message=finding.message,
            hint=finding.hint,
            pointer=pointer(finding.path),
            line=span.line,
            column=span.column,
            end_line=span.end_line,
            end_column=span.end_column,
            items=items,
            arm=arm,
            declared=declared,
            also=also,
            overridden=overridden,
        )


def order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Put diagnostics in the order of their places, the gravest first at one place."""
    return tuple(
        sorted(
            diagnostics,
            key=lambda d: (d.line, d.column, SEVERITIES.index(d.severity), d.rule, d.message),
        )
    )
