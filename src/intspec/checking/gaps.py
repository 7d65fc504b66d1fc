"""Gaps: findings with all that they leave open, each cause once."""

from collections.abc import Iterable

import attrs

from intspec.checking.running import Run
from intspec.checklists import PartUse
from intspec.diagnostics import (
    SEVERITIES,
    Finding,
    ItemRef,
    Overridden,
    Override,
    Severity,
)
from intspec.model import Declaration
from intspec.records import define
from intspec.rules import Rule

#: Arms in which a gap is a warning: what they do is often outside the study's hands.
LENIENT_ROLES = frozenset({"usual-care", "waiting-list", "no-treatment"})


@define
class Gap:
    """A finding with the items that it leaves open.

    Attributes:
        rule: Id of the rule that found it.
        finding: The finding.
        arm: Key of the arm, or None.
        severity: Its severity, before declarations.
        uses: The places in claimed checklists that it leaves open.
        waivable: Whether a declaration may answer it.
        declaration: The declaration that answers it.
        answered: Whether that declaration closes it, so that it is no finding any more.
        also: Other rules that found the same.
        override: The severity that the project's settings give it, where that is another.
        was: The severity that it would have had.
    """

    rule: str
    finding: Finding
    arm: str | None
    severity: Severity
    uses: list[PartUse]
    waivable: bool = True
    declaration: Declaration | None = None
    answered: bool = False
    also: list[str] = attrs.field(factory=list)
    arms: list[str] = attrs.field(factory=list)
    refs: list[ItemRef] = attrs.field(factory=list)
    override: Override | None = None
    was: Severity | None = None

    def apply(self, override: Override | None) -> None:
        """Give it the severity that the project's settings give its rule."""
        if override is not None and override.severity != self.severity:
            self.override, self.was = override, self.severity
            self.severity = override.severity

    @property
    def overridden(self) -> Overridden | None:
        """How the settings changed its severity, unless a declaration decided after them."""
        if self.override is None or self.was is None or self.severity != self.override.severity:
            return None
        return Overridden(self.was, self.override.reason, self.override.source)

    @property
    def part_ids(self) -> set[str]:
        """The ids of rules and parts by which a declaration may name it."""
        return {self.rule, *(use.part.rule for use in self.uses)}

    @property
    def item_ids(self) -> set[str]:
        """The ids of items by which a declaration may name it."""
        return {one for use in self.uses for one in use.item_ids}


def part_severity(uses: Iterable[PartUse], arm_role: str | None) -> Severity:
    """Return the severity of a missing part: the gravest among the places that ask for it."""
    required = any(use.part.part.level == "required" for use in uses)
    return "error" if required and arm_role not in LENIENT_ROLES else "warning"


def rule_severity(rule: Rule, finding: Finding, uses: list[PartUse], role: str | None) -> Severity:
    """Return the severity of what a Python rule found."""
    if finding.severity is not None:
        return finding.severity
    own = [use for use in uses if use.part.rule.partition("/")[0] == rule.namespace]
    if own:
        return part_severity(own, role)
    required = any(use.part.part.level == "required" for use in uses)
    if required and rule.waivable and role in LENIENT_ROLES and rule.severity == "error":
        return "warning"
    return rule.severity


def gaps_of(run: Run, uses: list[PartUse], rule: Rule | None) -> list[Gap]:
    """Make gaps of what one run found."""
    subject = run.subject
    role = subject.arm.role if subject.arm is not None else None
    made = []
    for finding in run.findings:
        if rule is None:
            severity = finding.severity or part_severity(uses, role)
        else:
            severity = rule_severity(rule, finding, uses, role)
        refs: list[ItemRef] = []
        for use in uses:
            ref = _ref(use, subject.arm_key)
            if ref not in refs:
                refs.append(ref)
        made.append(
            Gap(
                rule=run.rule,
                finding=finding,
                arm=subject.arm_key,
                severity=severity,
                uses=uses,
                waivable=rule.waivable if rule else True,
                arms=[subject.arm_key] if subject.arm_key else [],
                refs=refs,
            )
        )
    return made


def _ref(use: PartUse, arm: str | None) -> ItemRef:
    return ItemRef(
        checklist=use.checklist.id,
        number=use.item.number,
        item=use.item.id,
        label=use.checklist.file.title,
        arm=arm if use.checklist.scope(use.item) != "study" else None,
    )


def merge(gaps: Iterable[Gap]) -> list[Gap]:
    """Make one gap of those that have one cause: the same place and the same answer to it.

    A placeholder stands for the gap that it leaves where its text is.
    """
    gaps = list(gaps)
    placeholders = {g.finding.path: g for g in gaps if g.rule == "intspec/placeholder"}
    merged: dict[tuple[object, ...], Gap] = {}
    told: dict[tuple[object, ...], list[str]] = {}
    for gap in gaps:
        placeholder = placeholders.get(gap.finding.path)
        if placeholder is not None and placeholder is not gap:
            _absorb(placeholder, gap)
            continue
        declared = gap.declaration.reason if gap.declaration else None
        # Core rules may say several things of one place; parts of guidelines ask the same of it.
        what = "" if gap.uses else f"{gap.rule} {gap.finding.target}"
        cause = gap.finding.cause or gap.finding.path
        # A rule that says two things of one place means two things.
        said = told.setdefault((gap.rule, cause, gap.arm), [])
        if gap.finding.message not in said:
            said.append(gap.finding.message)
        identity = (cause, declared, gap.answered, what, said.index(gap.finding.message))
        if identity in merged:
            _absorb(merged[identity], gap)
        else:
            merged[identity] = gap
    return list(merged.values())


def _absorb(gap: Gap, other: Gap) -> None:
    gap.refs.extend(ref for ref in other.refs if ref not in gap.refs)
    gap.arms.extend(arm for arm in other.arms if arm not in gap.arms)
    if other.rule != gap.rule and other.rule not in gap.also:
        gap.also.append(other.rule)
    if SEVERITIES.index(other.severity) < SEVERITIES.index(gap.severity):
        gap.severity, gap.override, gap.was = other.severity, other.override, other.was
