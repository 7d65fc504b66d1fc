"""Judging: every part of every claimed item asked of its subjects, and the core's rules."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from intspec.checking.running import Identity, Runner
from intspec.checking.states import Strand, Verdict, has_prose
from intspec.checking.unjudged import blocked_item, unasked_item
from intspec.checklists import Checklist, Item, PartUse
from intspec.diagnostics import ItemState, Outcome
from intspec.rules import Subject

if TYPE_CHECKING:
    from intspec.plugins import Registry


class Judging:
    """One specification while its items are judged.

    Args:
        registry: The plugins of the run; what fails in them is recorded there.
        runner: Runs rules and parts on the specification.
        loaded: The claimed checklists.

    Attributes:
        verdicts: The items judged.
        unjudged: The verdicts on items that there was nothing to judge by.
        outcomes: What became of parts that were not run.
        cites: The places in claimed checklists that a failed run leaves open.
        lost: What is claimed of plugins that failed to load, with the reason.
    """

    def __init__(self, registry: "Registry", runner: Runner, loaded: tuple[Checklist, ...]) -> None:
        self.registry = registry
        self.runner = runner
        self.loaded = loaded
        self.verdicts: list[Verdict] = []
        self.unjudged: list[ItemState] = []
        self.outcomes: list[Outcome] = []
        self.cites: dict[Identity, list[PartUse]] = {}
        self.lost: dict[str, str] = {}

    def run(self, claimed: Sequence[str]) -> None:
        """Run the core's rules, the parts of the checklists, and the rules of claimed plugins."""
        for rule in self.registry.core.values():
            self.runner.rule(rule)
        for name in claimed:
            reason = self.registry.lost(name)
            if reason:
                self.lost[name] = reason
                self.outcomes.append(Outcome(name, None, "blocked", reason=reason))
        for checklist in self.loaded:
            for item in checklist.items:
                self._item(checklist, item)
        for rule_id, rule in self.registry.rules.items():
            if rule.namespace in claimed and rule_id not in self.registry.core:
                cited = any(
                    rule_id == use.part.decided_by for u in self.cites.values() for use in u
                )
                if not cited:
                    self.runner.rule(rule)

    def _item(self, checklist: Checklist, item: Item) -> None:
        if item.delegates is not None:
            self._delegated(checklist, item, item.delegates)
            return
        uses = checklist.uses(item)
        subjects = self.runner.subjects[checklist.scope(item)]
        for subject in subjects:
            role = subject.arm.role if subject.arm is not None else None
            asked = uses
            if role is not None and item.roles and role not in item.roles:
                # An arm that is not asked is judged by what it states itself, and only by that.
                own = (u for u in uses if u.part.home is item and not self.runner.of_study(u))
                asked = () if role == "experimental" else tuple(own)
            if asked:
                verdict = Verdict(checklist, item, subject.arm_key, subject.index)
                self._judge(verdict, asked, [subject])
            else:
                reason = f"not asked of a {role} arm"
                self.unjudged.append(unasked_item(checklist, item, subject.arm_key, reason))
        if not subjects:
            reason = "no modification is described"
            self.unjudged.append(unasked_item(checklist, item, None, reason))
            self.outcomes += [
                Outcome(use.part.rule, None, "did-not-apply", reason=reason) for use in uses
            ]

    def _delegated(self, checklist: Checklist, item: Item, other: str) -> None:
        try:
            target = self.registry.checklist(other)
            reason = f"the checklist `{other}` failed to load"
        except KeyError as error:
            target, reason = None, str(error)
        if target is None:
            self.unjudged.append(blocked_item(checklist, item, None, reason))
            rule = f"{checklist.id}/{item.id}"
            self.outcomes.append(Outcome(rule, None, "blocked", reason=reason))
            owner = self.registry.owner(checklist.id)
            if owner is not None:
                owner.fail(rule, reason, self.runner.file)
            return
        uses = [PartUse(checklist, item, part) for _home, part in target.all_parts()]
        arms = self.runner.subjects["arm"]
        subjects = [s for s in arms if s.arm is not None and s.arm.role == "experimental"]
        self._judge(Verdict(checklist, item, None), uses, subjects)

    def _judge(
        self, verdict: Verdict, uses: Sequence[PartUse], subjects: Sequence[Subject]
    ) -> None:
        for subject in subjects:
            strands: dict[str, Strand] = {}
            arm = subject.arm_key
            for use in uses:
                strand = strands.get(use.home)
                if strand is None:
                    prose = has_prose((*verdict.names, use.home), self.runner.spec, arm)
                    strand = strands[use.home] = Strand(use.home, arm, prose)
                strand.runs.append((use, self.runner.part(use, subject)))
            for strand in strands.values():
                content = strand.content
                for use, run in strand.runs:
                    # Who is not asked is still judged by what is there, anywhere in the item.
                    if not content:
                        self.runner.excuse(run, use.part.home.roles)
                    if run.state == "failed":
                        self.cites.setdefault(run.identity, []).append(use)
            verdict.add(strands.values())
        self.verdicts.append(verdict)
