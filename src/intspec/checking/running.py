"""Rules and parts run on their subjects, each run inside the guard of its plugin."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from intspec.checklists import PartResult, PartUse, evaluate
from intspec.diagnostics import Finding, OutcomeName
from intspec.model import Specification, Stage
from intspec.plugins.guard import collect
from intspec.records import define
from intspec.rules import DoesNotApply, Rule, Scope, Subject

if TYPE_CHECKING:
    from intspec.plugins import Registry


#: A rule or part on one subject: its id, the arm, the number of the modification.
Identity = tuple[str, str | None, int | None]


@define
class Run:
    """What became of one rule or part on one subject.

    Attributes:
        rule: Id of the rule or part.
        subject: What it ran on.
        state: Its outcome so far.
        passes: How many of the things it was asked of hold what it asks.
        findings: What it found.
        reason: Why it did not run or did not apply.
        decided_in: Where the run stands whose findings decide, if a part cites a Python rule.
    """

    rule: str
    subject: Subject
    state: OutcomeName
    passes: int = 0
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    decided_in: Identity | None = None

    @property
    def identity(self) -> Identity:
        """Where its findings stand."""
        own = (self.rule, self.subject.arm_key, self.subject.index)
        return own if self.decided_in is None else self.decided_in


class Runner:
    """Runs each rule and part once on each subject of a specification.

    Args:
        registry: Where Python rules come from, and where faults are recorded.
        spec: The specification.
        stage: The stage in force.
        file: Name of the file, for the record of faults.
    """

    def __init__(self, registry: "Registry", spec: Specification, stage: Stage, file: str) -> None:
        self.registry = registry
        self.spec = spec
        self.stage = stage
        self.file = file
        self.rules = registry.rules
        self.runs: dict[Identity, Run] = {}
        study = Subject(spec=spec, stage=stage, vocabularies=registry.shelf)
        arms = tuple(
            attrs.evolve(study, arm_key=key, arm=arm) for key, arm in spec.interventions.items()
        )
        changes = tuple(
            attrs.evolve(subject, index=number)
            for subject in arms
            if subject.arm is not None and subject.arm.modifications is not None
            for number in range(len(subject.arm.modifications.entries))
        )
        self.subjects: dict[Scope, tuple[Subject, ...]] = {
            "study": (study,),
            "arm": arms,
            "modification": changes,
        }

    def rule(self, rule: Rule) -> None:
        """Run a Python rule on all its subjects."""
        for subject in self.subjects[rule.scope]:
            self._python(rule, subject)

    def part(self, use: PartUse, subject: Subject) -> Run:
        """Run a part on a subject, or return the run that there was."""
        rule_id = use.part.rule
        home = use.part.home
        identity = (rule_id, subject.arm_key, subject.index)
        if identity in self.runs:
            return self.runs[identity]
        stages = use.part.part.stages or home.stages
        if stages and subject.stage not in stages:
            reason = f"not asked at {subject.stage} stage"
            run = Run(rule_id, subject, "not-yet", reason=reason)
        elif use.part.part.rule is not None:
            run = self._cited(use, subject)
        else:
            run = _from_result(rule_id, subject, evaluate(use.part, subject))
        self.runs[identity] = run
        if not run.passes:
            self.excuse(run, use.part.part.roles)
        return run

    def of_study(self, use: PartUse) -> bool:
        """Tell whether a part looks at what is said of the study, whatever the arm."""
        part = use.part.part
        if part.rule is not None:
            return self.rules[part.rule].scope == "study"
        paths = part.each or part.some or (*part.all, *part.any)
        return any(path.startswith("study.") for path in paths)

    @staticmethod
    def excuse(run: Run, roles: Sequence[str]) -> None:
        """Take back what a run found if it is not asked of arms with this role.

        Args:
            run: The run.
            roles: The roles that it is asked of; all when empty.
        """
        arm = run.subject.arm
        if run.state == "failed" and roles and arm is not None and arm.role not in roles:
            run.state, run.findings = "did-not-apply", ()
            run.reason = f"not asked of a {arm.role} arm"

    def _cited(self, use: PartUse, subject: Subject) -> Run:
        """Run the Python rule that a part cites; its findings stand under the rule's own id."""
        cited = use.part.decided_by
        rule = self.rules[cited]
        source = self.subjects["study"][0] if rule.scope == "study" else subject
        run = self._python(rule, source)
        return Run(
            use.part.rule, subject, run.state, run.passes, run.findings, run.reason, run.identity
        )

    def _python(self, rule: Rule, subject: Subject) -> Run:
        identity = (rule.id, subject.arm_key, subject.index)
        if identity in self.runs:
            return self.runs[identity]
        faults: list[str] = []
        if rule is self.registry.core.get(rule.id):
            # What goes wrong in our own rules is a fault of intspec, and is to be heard of.
            given: list[Any] = [*rule.function(subject)]
        else:
            given, faults = collect(rule.function, subject, wanted=(Finding, DoesNotApply))
        findings = tuple([f for f in given if isinstance(f, Finding)])
        excuses = [f.reason for f in given if isinstance(f, DoesNotApply)]
        if faults:
            self._record(rule, faults)
            run = Run(rule.id, subject, "crashed", 0, findings, "; ".join(faults))
        elif findings:
            run = Run(rule.id, subject, "failed", 0, findings)
        elif excuses:
            run = Run(rule.id, subject, "did-not-apply", reason=excuses[0])
        else:
            run = Run(rule.id, subject, "passed", 1)
        self.runs[identity] = run
        return run

    def _record(self, rule: Rule, faults: Iterable[str]) -> None:
        plugin = self.registry.owner(rule.namespace)
        for fault in faults:
            if plugin is not None:
                plugin.fail(rule.id, fault, self.file)


def _from_result(rule_id: str, subject: Subject, result: PartResult) -> Run:
    if result.findings:
        return Run(rule_id, subject, "failed", result.passes, result.findings)
    if result.passes:
        return Run(rule_id, subject, "passed", result.passes)
    return Run(rule_id, subject, "did-not-apply", reason="nothing to ask it of")
