"""The pipeline: schema, model, rules, declarations, states, diagnostics in their places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from intspec.checking import located, references
from intspec.checking.declarations import Declarations, Declared
from intspec.checking.gaps import Gap, gaps_of, merge
from intspec.checking.judging import Judging
from intspec.checking.placing import Placer, order
from intspec.checking.pruning import prune
from intspec.checking.running import Identity, Run, Runner
from intspec.checking.states import (
    Strand,
    Verdict,
    item_state,
    state_of,
)
from intspec.checking.unjudged import heading_of, not_fitting
from intspec.checklists import Checklist
from intspec.diagnostics import (
    FileReport,
    Finding,
    ItemState,
    Outcome,
    Override,
)
from intspec.model import Specification, Stage
from intspec.records import frozen
from intspec.schema import problems
from intspec.schema.documents import specification_in_parts
from intspec.structuring import structure_specification

if TYPE_CHECKING:
    from intspec.plugins import Registry
    from intspec.reading import Document, Problem


@frozen
class Checked:
    """A checked file.

    Attributes:
        report: What checking gave.
        spec: The specification; None if the document does not fit the schema.
        checklists: The checklists it was held against.
    """

    report: FileReport
    spec: Specification | None
    checklists: tuple[Checklist, ...]


def check(
    document: "Document",
    registry: "Registry",
    *,
    stage: Stage | None = None,
    checklists: Sequence[str] = (),
    overrides: Mapping[str, Override] | None = None,
) -> Checked:
    """Check one document.

    Args:
        document: What reading gave.
        registry: The plugins of the run; what fails in them is recorded there.
        stage: The stage to judge at, in place of the document's own.
        checklists: Ids of checklists to hold it against beside those that it claims.
        overrides: Other severities, by the id of the rule.
    """
    data = prune(document.data)
    claimed = _claims(data, checklists)
    loaded = _load(claimed, registry)
    found = problems(specification_in_parts(registry.extensions), data)
    if found:
        return Checked(not_fitting(document, data, found, loaded, stage), None, loaded)
    spec = structure_specification(data, registry.extensions)
    in_force = stage or spec.stage
    run = _Checking(document, registry, spec, in_force, loaded, overrides or {})
    return Checked(run.report(claimed), spec, loaded)


def unreadable(path: str, found: Iterable["Problem"]) -> FileReport:
    """Make the report of a file that could not be read as a document."""
    placer = Placer(None)
    reasons = list(found)
    diagnostics = tuple(placer.problem(one) for one in reasons)
    lines = {one.line: one.text for one in reasons if one.text}
    return FileReport(path=path, readable=False, diagnostics=diagnostics, lines=lines)


def _claims(data: dict[str, Any], extra: Sequence[str]) -> list[str]:
    listed = data.get("checklists", [])
    own = [c for c in listed if isinstance(c, str)] if isinstance(listed, list) else []
    return list(dict.fromkeys([*own, *extra]))


def _load(claimed: Iterable[str], registry: "Registry") -> tuple[Checklist, ...]:
    known = registry.checklist_ids
    found = [registry.checklist(name) for name in claimed if name in known]
    return tuple(checklist for checklist in found if checklist is not None)


class _Checking:
    """One specification being checked."""

    def __init__(  # noqa: PLR0913, PLR0917 -- all that one check is made of
        self,
        document: "Document",
        registry: "Registry",
        spec: Specification,
        stage: Stage,
        loaded: tuple[Checklist, ...],
        overrides: Mapping[str, Override],
    ) -> None:
        self.document = document
        self.registry = registry
        self.spec = spec
        self.stage = stage
        self.loaded = loaded
        self.overrides = overrides
        self.runner = Runner(registry, spec, stage, document.path)
        self.judged = Judging(registry, self.runner, loaded)

    def report(self, claimed: Sequence[str]) -> FileReport:
        self.claimed = claimed
        self.judged.run(claimed)
        self.known = self._known()
        renamed = self._renamed()
        self.known |= {old: self.known[new] for old, new in renamed.items() if new in self.known}
        self.declarations = Declarations(self.spec, self.known, renamed)
        gaps = self._gaps()
        effective = self._whole_items()
        by_run: dict[Identity, list[Gap]] = {}
        for gap, identity in gaps:
            self.declarations.answer(gap, effective.get(gap.arm, {}))
            by_run.setdefault(identity, []).append(gap)
        for strand in (s for v in self.judged.verdicts if v.whole is None for s in v.strands):
            if strand.only_prose and strand.whole is None:
                self._close(strand, by_run)
        states = [
            item_state(v, self.spec, state_of(v, by_run)) for v in self.judged.verdicts
        ] + self.judged.unjudged
        if located.only_places(self.spec):
            located.close(gap for gap, _identity in gaps)
            states = [located.judge(state) for state in states]
        states = self._in_order(states)
        return self._assemble(merge(gap for gap, _identity in gaps), states, by_run)

    def _gaps(self) -> list[tuple[Gap, Identity]]:
        """Make the gaps of every run that speaks for itself."""
        rules = self.runner.rules
        cited = {
            use.part.decided_by
            for v in self.judged.verdicts
            for use, _run in v.runs
            if use.part.part.rule
        }
        made: list[tuple[Gap, Identity]] = []
        for identity, run in self.runner.runs.items():
            uses = self.judged.cites.get(identity, [])
            rule = rules.get(run.rule)
            # A rule excused by every part that cites it says nothing, unless it is the core's own.
            excused = rule is not None and run.rule in cited and not uses
            if excused and run.rule not in self.registry.core:
                continue
            if rule is None and run.rule not in {use.part.decided_by for use in uses}:
                continue
            for gap in gaps_of(run, uses, rule):
                gap.apply(self.overrides.get(gap.rule))
                made.append((gap, identity))
        return made

    def _whole_items(self) -> dict[str | None, dict[str, Declared]]:
        """Find the declarations that an item has nothing to report, where that is so."""
        effective: dict[str | None, dict[str, Declared]] = {}

        def declare(judged: Verdict | Strand, names: tuple[str, ...]) -> None:
            if judged.runs and all(run.state == "not-yet" for _use, run in judged.runs):
                return
            one = self.declarations.of_item(names, judged.arm)
            if one is None:
                return
            if judged.content:
                one.contradicted.append(judged.arm)
                return
            one.used = True
            judged.whole = one
            for arm in {judged.arm, *(run.subject.arm_key for _use, run in judged.runs)}:
                effective.setdefault(arm, {}).update(dict.fromkeys(names, one))

        for verdict in self.judged.verdicts:
            declare(verdict, verdict.names)
            for strand in verdict.strands:
                if strand.home not in verdict.names:
                    declare(strand, (strand.home,))
        for declared in self.declarations.all:
            # Without an arm it holds only where the item fails: content elsewhere is no conflict.
            if declared.used and declared.arm is None:
                declared.contradicted.clear()
        return effective

    def _close(self, strand: Strand, by_run: dict[Identity, list[Gap]]) -> None:
        """Take back what is missing from the parts of an item that only prose describes."""
        for _use, run in strand.runs:
            for gap in by_run.get(run.identity, ()):
                gap.answered = True

    def _in_order(self, states: list[ItemState]) -> list[ItemState]:
        places = {
            (c.id, item.id): (n, m)
            for n, c in enumerate(self.loaded)
            for m, item in enumerate(c.items)
        }
        arms = {key: n for n, key in enumerate(self.spec.interventions)}
        return sorted(
            states,
            key=lambda s: (
                places[s.checklist, s.item],
                arms.get(s.arm or "", -1),
                s.modification or 0,
            ),
        )

    def _known(self) -> dict[str, bool]:
        """Return every id that the document may name, and whether it may be waived."""
        known = {rule.id: rule.waivable for rule in self.registry.core.values()}
        known |= {r.id: r.waivable for r in self.runner.rules.values() if r.namespace != "intspec"}
        for verdict in self.judged.verdicts:
            for use, _run in verdict.runs:
                known.update(dict.fromkeys((*use.item_ids, use.part.rule), True))
        for checklist in self.loaded:
            for item in checklist.items:
                known.setdefault(f"{checklist.id}/{item.id}", True)
                known.update({p.rule: True for p in checklist.parts[item.id]})
        known.update(dict.fromkeys(self._named_of_lost(), True))
        return known

    def _renamed(self) -> dict[str, str]:
        """Return the ids that rules had before, and those that they have now."""
        return {old: rule.id for rule in self.runner.rules.values() for old in rule.aliases}

    def _named_of_lost(self) -> Iterator[str]:
        """Go over the ids that the document names of plugins that failed to load."""
        spec = self.spec
        named = [one.about for one in spec.declarations]
        named += [one.about for one in spec.locations]
        named += [one.item for one in spec.conflicts if one.item is not None]
        named += [name for arm in spec.interventions.values() for name in arm.narrative]
        yield from (name for name in named if name.partition("/")[0] in self.judged.lost)

    def _dormant(self) -> set[str]:
        """Return the ids on which an unused declaration is no fault."""
        dormant: set[str] = set(self._named_of_lost())
        for verdict in self.judged.verdicts:
            states = {run.state for _use, run in verdict.runs}
            asked = states - {"not-yet"}
            if not asked or verdict.whole is not None or states & {"crashed", "blocked"}:
                dormant.update(verdict.names)
                dormant.update(use.part.rule for use, _run in verdict.runs)
        for checklist in self.loaded:
            for item in checklist.items:
                if any(
                    (u.checklist, u.item) == (checklist.id, item.id) for u in self.judged.unjudged
                ):
                    dormant.update(checklist.names(item))
                    dormant.update(part.rule for part in checklist.parts[item.id])
        return dormant

    def _contradictions(self) -> None:
        """Find the declarations that a part has nothing to report where it does."""
        for verdict in self.judged.verdicts:
            for use, run in verdict.runs:
                for one in self.declarations.by_about.get(use.part.rule, ()):
                    nothing = one.declaration.state in ("not-applicable", "not-done")
                    here = one.holds_for(verdict.arm) and one.declaration.target is None
                    if nothing and here and not one.used and run.passes and run.state == "passed":
                        one.contradicted.append(verdict.arm)

    def _assemble(
        self, gaps: list[Gap], states: list[ItemState], by_run: dict[Identity, list[Gap]]
    ) -> FileReport:
        placer = Placer(self.document, self.overrides)
        self._contradictions()
        absent = references.absent(self.spec, self.registry.claimable)
        found = [placer.gap(gap) for gap in gaps if not gap.answered]
        named: list[tuple[str, Finding]] = [
            *references.unknown_claims(self.spec, [*self.registry.claimable, *self.judged.lost]),
            *references.unknown_extensions(self.spec, [*self.registry.extensions]),
            *references.unknown_items(self.spec, self.known, absent),
            *self.declarations.faults(self._dormant(), absent),
        ]
        if not self.claimed:
            claim = Finding(
                "no checklist is claimed, so only the document's own consistency was checked",
                (),
                "add `checklists: [tidier]`",
            )
            named.append(("intspec/no-checklist", claim))
        found += [placer.finding(rule, finding) for rule, finding in named]
        only = located.only_places(self.spec)
        for rule, finding, about in references.not_located(
            self.spec, states, self.loaded, only=only
        ):
            found.append(placer.finding(rule, finding, about, self.loaded))
        diagnostics = order(found)
        heading = heading_of(self.document, self.document.data, self.loaded, self.stage)
        return attrs.evolve(
            heading,
            items=tuple(states),
            diagnostics=diagnostics,
            outcomes=(*self._outcomes(by_run), *self.judged.outcomes),
            lines=placer.lines(diagnostics),
        )

    def _outcomes(self, by_run: dict[Identity, list[Gap]]) -> Iterable[Outcome]:
        for identity, run in sorted(self.runner.runs.items(), key=lambda pair: _key(pair[0])):
            gaps = by_run.get(identity, [])
            state = run.state
            declared = [gap for gap in gaps if gap.declaration is not None]
            if state == "failed" and declared and len(declared) == len(gaps):
                state = "declared"
            open_gaps = sum(1 for gap in gaps if not gap.answered)
            yield Outcome(run.rule, run.subject.arm_key, state, open_gaps, _why(run, gaps))


def _why(run: Run, gaps: Iterable[Gap]) -> str:
    reasons = [gap.declaration.reason for gap in gaps if gap.declaration is not None]
    return " ".join(dict.fromkeys(reasons)) or run.reason


def _key(identity: Identity) -> tuple[str, str, int]:
    rule, arm, index = identity
    return (rule, arm or "", -1 if index is None else index)
