"""What a document claims, and each rule and part of it run once on each of its subjects."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from intspec.checking.misspelt import claims_meant, items_meant
from intspec.checking.records import AskedItem, Claims, CombinedItem, Run, RunKey, Runs, Strand
from intspec.checklists import Checklist, Item, PartUse, asked_at, evaluate
from intspec.diagnostics import Finding, ItemState, Outcome, OutcomeName
from intspec.lazy import evolve
from intspec.model import Specification, Stage
from intspec.rules import DoesNotApply, Holds, Rule, Scope, Subject
from intspec.rules.arms import asked_role, parts_of_combination
from intspec.rules.builtin.references import mark_dangling
from intspec.rules.once import Once
from intspec.rules.paths import is_empty
from intspec.schema.taken import NOTHING, Seen, TakenOut
from intspec.text.names import listed
from intspec.text.wording import flat

if TYPE_CHECKING:
    from intspec.plugins import Registry


def claim(data: Mapping[str, Any], extra: Sequence[str], registry: "Registry") -> Claims:
    """Find what a document is held against.

    Args:
        data: The document, which need not fit the schema.
        extra: Ids of checklists that the run adds.
        registry: The plugins; a checklist that cannot be loaded is recorded there.
    """
    claimed = data.get("checklists", [])
    stated = [c for c in claimed if isinstance(c, str)] if isinstance(claimed, list) else []
    known = registry.checklist_ids
    ids = tuple(dict.fromkeys([*stated, *claims_meant(stated, registry), *listed(extra)]))
    loaded = [registry.checklist(name) for name in ids if name in known]
    lost = {name: reason for name in ids if (reason := registry.lost(name))}
    return Claims(ids, tuple(c for c in loaded if c is not None), MappingProxyType(lost))


def run_all(runner: "Runner", claims: Claims) -> Runs:
    """Run the builtin rules, the parts of the claimed checklists, and rules of claimed plugins.

    Args:
        runner: Runs them on the subjects of a specification.
        claims: What it is held against.
    """
    registry = runner.registry
    for rule in registry.builtin.values():
        runner.run_rule(rule)
    sheet = _Sheet(runner, items_meant(runner.spec, claims, registry))
    for name, reason in claims.lost.items():
        sheet.outcomes.append(Outcome(name, None, "blocked", reason=reason))
    for checklist in claims.checklists:
        for item in checklist.items:
            sheet.ask(checklist, item)
    items, excused_runs = _excuse(sheet.items)
    runner.runs.update(excused_runs)
    cites = _cites(items)
    failed = {use.part.decided_by for uses in cites.values() for use in uses}
    for rule_id, rule in registry.rules.items():
        foreign = rule_id not in registry.builtin
        if foreign and rule.namespace in claims.ids and rule_id not in failed:
            runner.run_rule(rule)
    return Runs(
        spec=runner.spec,
        stage=runner.stage,
        claims=claims,
        by_key=MappingProxyType(runner.runs),
        items=items,
        unasked=tuple(sheet.unasked),
        combined=tuple(sheet.combined),
        outcomes=tuple(sheet.outcomes),
        cites=cites,
        taken=runner.taken,
        meant=sheet.meant,
    )


class Runner:
    """Runs each rule and part once on each subject of a specification, and keeps the runs.

    Args:
        registry: Where rules in Python come from, and where their faults are recorded.
        spec: The specification.
        stage: The stage in force.
        file: Name of the file, for the record of faults.
        taken: What was taken out of the specification.
    """

    def __init__(
        self,
        registry: "Registry",
        spec: Specification,
        stage: Stage,
        file: str,
        taken: TakenOut = NOTHING,
    ) -> None:
        self.registry = registry
        self.spec = spec
        self.stage = stage
        self.file = file
        self.taken = taken
        self.seen: Seen = []
        #: The roles that were read of those that are tried.
        self.seen_roles: Seen = []
        if taken.gone or taken.tried:
            from intspec.rules.watched import watch  # noqa: PLC0415 -- only faults need it

            self.seen, self.seen_roles = watch(spec, taken)
        self.rules = registry.rules
        self.owners = registry.rule_owners
        self.runs: dict[RunKey, Run] = {}
        self._parts: dict[str, tuple[str, ...]] = {}
        settings = MappingProxyType(registry.settings)
        study = Subject(
            spec,
            stage,
            vocabularies=registry.shelf,
            settings=settings,
            kept=Once(self.seen, self.seen_roles),
        )
        arms = tuple(evolve(study, arm_key=key, arm=arm) for key, arm in spec.interventions.items())
        changes = tuple(
            evolve(subject, index=number)
            for subject in arms
            if subject.arm is not None and subject.arm.modifications is not None
            for number in range(len(subject.arm.modifications.entries))
        )
        self.subjects: dict[Scope, tuple[Subject, ...]] = {
            "study": (study,),
            "arm": arms,
            "modification": changes,
        }
        #: Why there may be modifications beside those that are described.
        self.unknown_changes = self.seen[0].reason if self.seen else ""
        mark_dangling(study, self.seen)

    def parts_of(self, subject: Subject) -> tuple[str, ...]:
        """Return the arms that the arm of a subject is a combination of; none if it is not."""
        key = subject.arm_key
        if key is None or subject.arm is None:
            return ()
        if key not in self._parts:
            self._parts[key] = parts_of_combination(subject.arm, self.spec)
        return self._parts[key]

    def run_rule(self, rule: Rule) -> None:
        """Run a rule in Python on all its subjects."""
        for subject in self.subjects[rule.scope]:
            self._run_function(rule, subject)

    def run_part(self, use: PartUse, subject: Subject) -> Run:
        """Run a part on a subject, or return the run that there was."""
        key = (use.part.rule, subject.arm_key, subject.index)
        if key in self.runs:
            return self.runs[key]
        part = use.part.part
        stages = part.stages or use.part.home.stages
        if not asked_at(stages, subject.stage):
            reason = f"not asked at {subject.stage} stage"
            early = self._early(use, subject, stages)
            done = Run(use.part.rule, subject, "not-yet", reason=reason, early=early)
        elif part.rule is not None:
            done = self._run_cited(use, subject)
        else:
            done = self.evaluated(use, subject)
        if part.roles and not done.passes:
            done = excused(done, part.roles)
        self.runs[key] = done
        return done

    def _early(
        self, use: PartUse, subject: Subject, stages: Sequence[Stage]
    ) -> Literal["", "passed", "did-not-apply"]:
        """Return what a part would be that is not asked yet, in a study that goes on.

        What is stated already counts; what is missing, nobody is asked for.
        """
        part = use.part.part
        if subject.stage != "ongoing" or "results" not in stages or not use.required:
            return ""
        # What is kept for the stage in force is not this.
        later = evolve(subject, stage="results")
        if part.rule is None:
            done = Runner.evaluated(self, use, later)
        else:
            rule = self.rules[part.rule]
            study = evolve(self.subjects["study"][0], stage="results")
            done = Runner.called(self, rule, study if rule.scope == "study" else later)
        return done.state if done.state in ("passed", "did-not-apply") else ""

    def looks_at_study(self, use: PartUse) -> bool:
        """Tell whether a part looks at what is said of the study, whatever the arm."""
        part = use.part.part
        if part.rule is not None:
            return self.rules[part.rule].scope == "study"
        paths = part.each or part.some or (*part.all, *part.any)
        return any(path.startswith("study.") for path in paths)

    def _run_cited(self, use: PartUse, subject: Subject) -> Run:
        """Run the rule in Python that a part cites; its findings stand under the rule's own id."""
        rule = self.rules[use.part.decided_by]
        source = self.subjects["study"][0] if rule.scope == "study" else subject
        done = self._run_function(rule, source)
        # `evolve` takes longer, and most parts of some guidelines cite rules.
        rest = (done.reason, done.asked, done.key, done.early)
        return Run(use.part.rule, subject, done.state, done.passes, done.findings, *rest)

    def _run_function(self, rule: Rule, subject: Subject) -> Run:
        key = (rule.id, subject.arm_key, subject.index)
        if key not in self.runs:
            self.runs[key] = self.called(rule, subject)
        return self.runs[key]

    def called(self, rule: Rule, subject: Subject) -> Run:
        """Run a rule in Python on one subject."""
        faults: list[str] = []
        self.seen.clear()
        plugin = self.owners.get(rule.id)
        if plugin is None:
            # What goes wrong in a builtin rule is a fault of intspec: it is not held back here.
            yielded: list[Any] = [*rule.function(subject)]
        else:
            yielded, faults = plugin.collect(
                rule.id,
                rule.function,
                subject,
                wanted=(Finding, DoesNotApply, Holds),
                file=self.file,
            )
        findings = self._placed([f for f in yielded if isinstance(f, Finding)])
        excuses = [f.reason for f in yielded if isinstance(f, DoesNotApply)]
        if faults:
            return Run(rule.id, subject, "crashed", 0, findings, "; ".join(faults))
        if self.seen:
            return Run(rule.id, subject, "blocked", reason=self.seen[0].reason)
        if findings:
            holding = sum(isinstance(one, Holds) for one in yielded)
            return Run(rule.id, subject, "failed", holding, findings)
        if excuses:
            return Run(rule.id, subject, "did-not-apply", reason=excuses[0])
        return Run(rule.id, subject, "passed", 1)

    def evaluated(self, use: PartUse, subject: Subject) -> Run:
        """Run a part that its paths decide on one subject."""
        rule, result = use.part.rule, evaluate(use.part, subject, self.seen)
        if result.unknown is not None:
            findings, reason = self._placed(result.findings), result.unknown.reason
            return Run(rule, subject, "blocked", result.passes, findings, reason)
        if result.findings:
            findings = self._placed(result.findings)
            return Run(rule, subject, "failed", result.passes, findings)
        if result.passes:
            return Run(rule, subject, "passed", result.passes)
        return Run(rule, subject, "did-not-apply", reason="nothing to ask it of", asked=False)

    def _placed(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Return findings with their paths in the document, from which things were taken out."""
        if not self.taken.numbers:
            return tuple(findings)
        return tuple(placed(finding, self.taken) for finding in findings)


def placed(finding: Finding, taken: TakenOut) -> Finding:
    """Return a finding with its paths in the document, from which things were taken out."""
    path, cause = taken.original(finding.path), taken.original(finding.cause)
    if path == finding.path and cause == finding.cause:
        return finding
    moved = finding.path and finding.target == str(finding.path[-1])
    target = str(path[-1]) if moved else finding.target
    return evolve(finding, path=path, cause=cause, target=target)


class _Sheet:
    """The items of the claimed checklists while they are asked, one after the other."""

    def __init__(self, runner: Runner, meant: Mapping[str, str]) -> None:
        self.runner = runner
        self.meant = meant
        self.items: list[AskedItem] = []
        self.unasked: list[ItemState] = []
        self.combined: list[CombinedItem] = []
        self.outcomes: list[Outcome] = []

    def ask(self, checklist: Checklist, item: Item) -> None:
        """Ask an item of each of its subjects."""
        if item.delegates is not None:
            self._ask_delegated(checklist, item, item.delegates)
            return
        uses = checklist.uses(item)
        subjects = self.runner.subjects[checklist.scope(item)]
        for subject in subjects:
            parts = self.runner.parts_of(subject) if item.combines else ()
            asked = () if parts else self._asked_of(subject, item, uses)
            if parts:
                self._combine(checklist, item, subject, parts)
            elif asked:
                strands = self._strands(checklist, item, asked, [subject])
                self.items.append(
                    AskedItem(checklist, item, subject.arm_key, subject.index, strands)
                )
            else:
                role = subject.arm.role if subject.arm is not None else None
                reason = f"not asked of a {role} arm"
                self.unasked.append(unasked_item(checklist, item, subject.arm_key, reason))
        if not subjects:
            unknown = self.runner.unknown_changes
            reason = unknown or "no modification is described"
            verdict = (blocked_item if unknown else unasked_item)(checklist, item, None, reason)
            self.unasked.append(verdict)
            became: OutcomeName = "blocked" if unknown else "did-not-apply"
            self.outcomes.extend(
                Outcome(use.part.rule, None, became, reason=reason) for use in uses
            )

    def _combine(
        self, checklist: Checklist, item: Item, subject: Subject, parts: tuple[str, ...]
    ) -> None:
        """Note that an item is judged by other arms, of which this one is a combination."""
        arms = self.runner.spec.interventions
        *names, last = (flat(arms[key].name) for key in parts)
        reason = f"as in {', '.join(names)} and {last}"
        verdict = unasked_item(checklist, item, subject.arm_key, reason)
        self.combined.append(CombinedItem(verdict, parts))
        self.outcomes.extend(
            Outcome(use.part.rule, subject.arm_key, "did-not-apply", reason=reason)
            for use in checklist.uses(item)
        )

    def _asked_of(
        self, subject: Subject, item: Item, uses: tuple[PartUse, ...]
    ) -> tuple[PartUse, ...]:
        """Return the parts that an item asks of a subject."""
        if not asked_at(item.stages, subject.stage):
            # What others ask at this stage already is no part of it yet.
            uses = tuple(use for use in uses if use.part.home is item) or uses
        role = asked_role(subject.arm) if subject.arm is not None else None
        if role is None or not item.roles or role in item.roles:
            return uses
        if role == "experimental":
            return ()
        # An arm that is not asked is judged by what it states itself, and only by that.
        return tuple(
            use for use in uses if use.part.home is item and not self.runner.looks_at_study(use)
        )

    def _ask_delegated(self, checklist: Checklist, item: Item, other: str) -> None:
        """Ask the parts of another checklist of the experimental arms, as one item."""
        registry = self.runner.registry
        try:
            target = registry.checklist(other)
            reason = f"the checklist `{other}` failed to load"
        except KeyError as error:
            target, reason = None, str(error)
        if target is None:
            self.unasked.append(blocked_item(checklist, item, None, reason))
            rule = f"{checklist.id}/{item.id}"
            self.outcomes.append(Outcome(rule, None, "blocked", reason=reason))
            owner = registry.owner(checklist.id)
            if owner is not None:
                owner.fail(rule, reason, self.runner.file)
            return
        uses = [PartUse(checklist, item, part) for _home, part in target.all_parts()]
        arms = self.runner.subjects["arm"]
        subjects = [s for s in arms if s.arm is not None and s.arm.role == "experimental"]
        strands = self._strands(checklist, item, uses, subjects)
        self.items.append(AskedItem(checklist, item, None, None, strands))

    def _strands(
        self,
        checklist: Checklist,
        item: Item,
        uses: Sequence[PartUse],
        subjects: Iterable[Subject],
    ) -> tuple[Strand, ...]:
        """Ask parts of subjects, and put those together that come from one item."""
        strands: list[Strand] = []
        names = checklist.names(item)
        for subject in subjects:
            by_home: dict[str, list[tuple[PartUse, Run]]] = {}
            for use in uses:
                # The content of a combination is asked of the arms that it is made of.
                elsewhere = use.part.home is not item and use.part.home.combines
                if elsewhere and self.runner.parts_of(subject):
                    continue
                runs = by_home.setdefault(use.home, [])
                runs.append((use, self.runner.run_part(use, subject)))
            for home, runs in by_home.items():
                arm = subject.arm_key
                key = (checklist.id, item.id, arm, subject.index, home)
                self.runner.seen.clear()
                prose = _has_prose((*names, home), self.runner.spec, arm, self.meant)
                # Where text may stand for the item, what is missing in it is not known.
                read = () if prose or _has_content(runs) else self.runner.seen
                unknown = read[0].reason if read else ""
                strands.append(Strand(key, home, arm, prose, tuple(runs), unknown))
        return tuple(strands)


def excused(run: Run, roles: Sequence[str]) -> Run:
    """Return a run without what it found, if it is not asked of arms with this role.

    Args:
        run: The run.
        roles: The roles that it is asked of; all when empty.
    """
    arm = run.subject.arm
    if run.state != "failed" or not roles or arm is None or asked_role(arm) in roles:
        return run
    reason = f"not asked of a {arm.role} arm"
    return evolve(run, state="did-not-apply", findings=(), reason=reason)


def _excuse(
    items: Iterable[AskedItem],
) -> tuple[tuple[AskedItem, ...], Mapping[RunKey, Run]]:
    """Excuse the parts of items that are not asked of an arm with this role.

    Who is not asked is still judged by what is there, anywhere in the item.

    Returns:
        The items, and the runs that are other than they were.
    """
    items = tuple(items)
    changed: dict[RunKey, Run] = {}
    for asked in items:
        for strand in asked.strands:
            if strand.has_content:
                continue
            for use, before in strand.runs:
                if before.state != "failed":
                    continue
                after = excused(before, use.part.home.roles)
                if after is not before:
                    changed[before.key] = after
    if not changed:
        return items, changed
    return tuple(_with_runs(asked, changed) for asked in items), changed


def _with_runs(asked: AskedItem, changed: dict[RunKey, Run]) -> AskedItem:
    """Return an item with the runs that have changed."""
    if changed.keys().isdisjoint([run.key for _use, run in asked.runs]):
        return asked
    strands = [
        evolve(strand, runs=tuple((use, changed.get(run.key, run)) for use, run in strand.runs))
        for strand in asked.strands
    ]
    return evolve(asked, strands=tuple(strands))


def _cites(items: Iterable[AskedItem]) -> MappingProxyType[RunKey, tuple[PartUse, ...]]:
    """Gather the places that failed runs leave open."""
    cites: dict[RunKey, list[PartUse]] = {}
    for asked in items:
        for use, run in asked.runs:
            if run.findings and run.state in ("failed", "blocked"):
                cites.setdefault(run.source, []).append(use)
    return MappingProxyType({source: tuple(uses) for source, uses in cites.items()})


def _has_prose(
    names: Sequence[str], spec: Specification, arm: str | None, meant: Mapping[str, str]
) -> bool:
    """Tell whether an arm, or the study, has narrative text for an item, by the item's ids."""
    narrative = spec.narrative if arm is None else spec.interventions[arm].narrative
    if not narrative:
        return False
    told = [name for name, text in narrative.items() if not is_empty(text)]
    if any(name in names for name in told):
        return True
    return bool(meant) and any(meant.get(name) in names for name in told)


def _has_content(runs: Iterable[tuple[PartUse, Run]]) -> bool:
    return any(run.passes for use, run in runs if use.required)


def blocked_item(checklist: Checklist, item: Item, arm: str | None, reason: str) -> ItemState:
    """Make the verdict on an item that could not be judged."""
    return evolve(unasked_item(checklist, item, arm, reason), state="blocked")


def unasked_item(checklist: Checklist, item: Item, arm: str | None, reason: str) -> ItemState:
    """Make the verdict on an item that there is nothing to judge by."""
    return ItemState(
        checklist=checklist.id,
        number=item.number,
        item=item.id,
        title=item.title,
        scope=checklist.scope(item),
        arm=arm,
        state="not-applicable",
        reason=reason,
        not_asked=item.not_asked,
    )
