"""How grave a finding is: decided here for every finding, in this order.

1. What the finding itself says; else, for what a checklist asks, whether it is required and of
   which arm; else what the rule says (`stated`).
2. What the project's settings say of the rule (`overridden`).
3. What a declaration makes of it (`declared`).
4. Findings that share a cause are as grave as the gravest of them (`gravest`).
"""

from collections.abc import Iterable, Mapping, Sequence

from intspec.checklists import PartUse
from intspec.diagnostics import SEVERITIES, Finding, Overridden, Override, Severity
from intspec.model import LENIENT_ROLES, Declaration
from intspec.rules import Rule


def stated(
    finding: Finding, uses: Sequence[PartUse], rule: Rule | None, role: str | None
) -> Severity:
    """Return the severity of a finding before settings and declarations.

    Args:
        finding: The finding.
        uses: The places in claimed checklists that it leaves open.
        rule: The rule in Python that found it; None for a part that paths decide.
        role: The role of the arm, if it is about one.
    """
    if finding.severity is not None:
        return finding.severity
    if rule is None:
        return _of_parts(uses, role)
    of_namespace = [use for use in uses if use.part.rule.partition("/")[0] == rule.namespace]
    if of_namespace:
        return _of_parts(of_namespace, role)
    lenient = role in LENIENT_ROLES and rule.waivable and _required(uses)
    return "warning" if lenient and rule.severity == "error" else rule.severity


def overridden(
    names: Iterable[str], severity: Severity, overrides: Mapping[str, Override]
) -> tuple[Severity, Overridden | None]:
    """Return the severity that the project's settings give, and how they changed it.

    Args:
        names: What the settings may call the rule: its id, and its earlier ids. The first that
            they name counts.
        severity: The severity without the settings.
        overrides: What the settings say, by the name used there.
    """
    override = next((overrides[name] for name in names if name in overrides), None)
    if override is None or override.severity == severity:
        return severity, None
    return override.severity, Overridden(severity, override.reason, override.source)


def declared(severity: Severity, declaration: Declaration, *, by_others: bool) -> Severity:
    """Return the severity of a gap that a declaration explains and does not close.

    Args:
        severity: What it was.
        declaration: The declaration.
        by_others: Whether others than the trial team describe the study: what they did not find
            is no fault of theirs.
    """
    if declaration.state == "not-found" and not by_others:
        return "warning" if severity == "error" else severity
    return "note"


def gravest(severities: Iterable[Severity]) -> Severity:
    """Return the gravest of some severities."""
    return min(severities, key=SEVERITIES.index)


def _of_parts(uses: Iterable[PartUse], role: str | None) -> Severity:
    return "error" if _required(uses) and role not in LENIENT_ROLES else "warning"


def _required(uses: Iterable[PartUse]) -> bool:
    return any(use.required for use in uses)
