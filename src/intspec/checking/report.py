"""The report of a document: findings in their places in the file, verdicts and outcomes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from intspec.checking import severity
from intspec.checking.cut_texts import cut_by_comma, cut_by_hash, cut_in_number
from intspec.checking.document_findings import document_findings
from intspec.checking.gaps import EMPTY, merge
from intspec.checking.joined_entries import joined_entries
from intspec.checking.left_out import left_out_entries
from intspec.checking.odd_escapes import odd_escapes
from intspec.checking.proposals import WithoutProposals
from intspec.checking.records import Applied, Claims, Gap, Run, RunKey, Runs
from intspec.checking.run import blocked_item, placed
from intspec.checklists import Checklist
from intspec.diagnostics import (
    SEVERITIES,
    STRUCTURAL,
    UNFIT,
    ArmSummary,
    Diagnostic,
    FileReport,
    Finding,
    ItemRef,
    ItemState,
    Outcome,
    Overridden,
    Override,
    Severity,
    pointer,
)
from intspec.lazy import evolve, frozen
from intspec.model import Stage
from intspec.schema import SchemaProblem
from intspec.schema.taken import original

#: The rules that find texts which YAML reads as their authors did not mean them.
SLIPS = ("intspec/text-cut", "intspec/text-escaped", "intspec/entries-joined")
#: What may be found in such a text, beside that it does not fit the schema.
UNKNOWN, HIDDEN = "intspec/unknown-", "intspec/hidden-character"
#: What finds that an arm is missing: one of which nothing stands is there.
TOO_FEW = "intspec/comparator-missing"
#: So many findings of a rule that leave no item open are told one by one.
MOST_ALIKE = 100

if TYPE_CHECKING:
    from intspec.plugins import Registry
    from intspec.reading import Document, Problem


def make_report(
    placer: "Placer",
    runs: Runs,
    applied: Applied,
    verdicts: tuple[ItemState, ...],
    registry: "Registry",
) -> FileReport:
    """Make the report of a document that was judged.

    Args:
        placer: Puts findings in their places.
        runs: What was asked, and what became of it.
        applied: The gaps, with what declarations make of them.
        verdicts: The states of the items.
        registry: The plugins, of which the document may name what is not there.
    """
    told = [placer.gap(gap) for gap in merge(applied.gaps, runs) if not gap.closed_by]
    told += [
        placer.finding(rule, placed(finding, runs.taken), about, runs.claims.checklists)
        for rule, finding, about in document_findings(runs, applied, verdicts, registry)
    ]
    diagnostics = in_order(with_slips(told, placer.slips()))
    heading = _heading(placer.document, placer.data, runs.claims, runs.stage)
    return evolve(
        heading,
        items=verdicts,
        diagnostics=diagnostics,
        outcomes=(*_outcomes(runs, applied), *runs.outcomes),
        lines=placer.lines(diagnostics),
    )


def with_faults(
    report: FileReport, placer: "Placer", faults: Iterable[SchemaProblem]
) -> FileReport:
    """Return a report with the ways in which the document does not fit the schema."""
    others = [d for d in report.diagnostics if d.rule not in SLIPS]
    slips = [d for d in report.diagnostics if d.rule in SLIPS]
    diagnostics = in_order([*with_slips(map(placer.schema, faults), slips), *others])
    return evolve(report, diagnostics=diagnostics, lines=placer.lines(diagnostics))


def with_slips(
    diagnostics: Iterable[Diagnostic], slips: Sequence[Diagnostic]
) -> Iterator[Diagnostic]:
    """Go over diagnostics, and over texts that YAML reads as their authors did not mean them.

    What is wrong with a value because of that is told once, in the words of the slip; an entry that
    is empty is not missing, too.
    """
    by_place: dict[str | tuple[int, int], Diagnostic] = {}
    for slip in slips:
        for place in _places(slip):
            by_place.setdefault(place, slip)
    short = {slip.pointer.rpartition("/")[0] for slip in slips if slip.rule == EMPTY}
    told = set()
    for one in diagnostics:
        if one.rule == TOO_FEW and one.pointer in short:
            continue
        cause = next((by_place[place] for place in _places(one) if place in by_place), None)
        if cause is None or not _comes_of_slip(one.rule):
            yield one
        elif id(cause) not in told:
            told.add(id(cause))
            gravest = severity.gravest((cause.severity, one.severity))
            yield evolve(cause, rule=one.rule, arm=one.arm, severity=gravest)
    yield from (slip for slip in slips if id(slip) not in told)


def _comes_of_slip(rule: str) -> bool:
    """Tell whether a rule may find something only because a text is not what was meant."""
    return rule in UNFIT or rule.startswith(UNKNOWN) or rule == HIDDEN


def _places(diagnostic: Diagnostic) -> Iterator[str | tuple[int, int]]:
    yield diagnostic.pointer
    yield (diagnostic.line, diagnostic.column)


def unreadable(path: str, problems: Iterable["Problem"]) -> FileReport:
    """Make the report of a file that could not be read as a document."""
    problems = list(problems)
    return FileReport(
        path=path,
        readable=False,
        diagnostics=tuple(_unread(problem) for problem in problems),
        lines=MappingProxyType({p.line: p.text for p in problems if p.text}),
    )


def not_fitting(
    placer: "Placer",
    claims: Claims,
    faults: Sequence[SchemaProblem],
    data: Mapping[str, Any],
    stage: Stage | None,
) -> FileReport:
    """Make the report of a document of which too little fits the schema: every item is blocked.

    Args:
        placer: Puts findings in their places.
        claims: What it is held against.
        faults: The ways in which it does not fit.
        data: The document without what is blank.
        stage: The stage to judge at, in place of the document's own.
    """
    heading = _heading(placer.document, data, claims, stage)
    reason = "the document does not fit the schema"
    items: list[ItemState] = []
    outcomes: list[Outcome] = []
    for checklist in claims.checklists:
        for item in checklist.items:
            of_arms = checklist.scope(item) == "arm"
            for arm in [arm.key for arm in heading.arms] if of_arms else [None]:
                items.append(blocked_item(checklist, item, arm, reason))
                outcomes += [
                    Outcome(part.rule, arm, "blocked", reason=reason)
                    for part in checklist.parts[item.id]
                ]
    diagnostics = in_order(with_slips(map(placer.schema, faults), placer.slips()))
    return evolve(
        heading,
        items=tuple(items),
        outcomes=tuple(outcomes),
        diagnostics=diagnostics,
        lines=placer.lines(diagnostics),
    )


@frozen
class Placer:
    """Turns findings into diagnostics of one document.

    Attributes:
        document: The document.
        data: What it holds, its short forms made whole.
        overrides: Other severities that the project's settings give, by the id of the rule.
        without: What was taken out of the document since it is proposed.
        has_blanks: Whether the data has keys without a value; most documents have none.
    """

    document: "Document"
    data: Mapping[str, Any]
    overrides: Mapping[str, Override]
    without: WithoutProposals
    has_blanks: bool

    def finding(
        self,
        rule: str,
        finding: Finding,
        about: Iterable[ItemState] = (),
        checklists: Iterable[Checklist] = (),
    ) -> Diagnostic:
        """Place a finding that no rule gives on the document as a whole, or on items of it.

        Args:
            rule: Id of the rule.
            finding: The finding.
            about: The verdicts that it is about.
            checklists: The checklists that they belong to.
        """
        labels = {checklist.id: checklist.file.title for checklist in checklists}
        stated = finding.severity or STRUCTURAL[rule][0]
        in_force, overridden = severity.overridden((rule,), stated, self.overrides)
        items = tuple(
            ItemRef(state.checklist, state.number, state.item, labels[state.checklist], state.arm)
            for state in about
        )
        return self._place(rule, finding, in_force, items=items, overridden=overridden)

    def gap(self, gap: Gap) -> Diagnostic:
        """Place a gap."""
        return self._place(
            gap.rule,
            gap.finding,
            gap.severity,
            items=gap.refs,
            arm=gap.arms[0] if gap.arms else None,
            declared=gap.declaration.reason if gap.declaration is not None else None,
            also=gap.also,
            overridden=gap.overridden,
        )

    def schema(self, fault: SchemaProblem) -> Diagnostic:
        """Place a way in which the document does not fit the schema."""
        finding = Finding(fault.message, fault.path, fault.hint, at=fault.at)
        return self._place(f"intspec/{fault.rule}", finding, "error")

    def slips(self) -> list[Diagnostic]:
        """Place the texts that YAML reads as their authors did not mean them."""
        cuts = (
            *cut_by_hash(self.document),
            *cut_by_comma(self.document),
            *cut_in_number(self.document),
        )
        found: dict[str, Iterable[Finding]] = {
            "intspec/text-cut": cuts,
            "intspec/text-escaped": odd_escapes(self.document),
        }
        if self.has_blanks:
            found["intspec/empty-entry"] = left_out_entries(self.data)
        # A text can hold several entries where it has several lines, or stands in place of a list.
        if self.document.joined or self.data is not self.document.data:
            found["intspec/entries-joined"] = joined_entries(self.document)
        told = [self.finding(rule, one) for rule, findings in found.items() for one in findings]
        return told + [
            self._place("intspec/placeholder", one, "note", whole=True)
            for one in self.without.findings
        ]

    def lines(self, diagnostics: Iterable[Diagnostic]) -> Mapping[int, str]:
        """Return the source lines that diagnostics begin at, by number."""
        numbers = sorted({diagnostic.line for diagnostic in diagnostics})
        return MappingProxyType({number: self.document.line(number) for number in numbers})

    def _place(  # noqa: PLR0913 -- a diagnostic has as many parts
        self,
        rule: str,
        finding: Finding,
        in_force: Severity,
        *,
        items: tuple[ItemRef, ...] = (),
        arm: str | None = None,
        declared: str | None = None,
        also: tuple[str, ...] = (),
        overridden: Overridden | None = None,
        whole: bool = False,
    ) -> Diagnostic:
        if self.without.numbers and not whole:
            finding = evolve(finding, path=original(finding.path, self.without.numbers))
        path, alone = finding.path, False
        if self.data is not self.document.data:
            from intspec.schema.long_form import written_path  # noqa: PLC0415 -- see `check`

            path, alone = written_path(path, self.document.data)
        if alone or (finding.at == "value" and self.document.has(path)):
            span = self.document.value_span(path)
        else:
            span = self.document.key_span(path)
        return Diagnostic(
            rule=rule,
            severity=in_force,
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


def _unread(problem: "Problem") -> Diagnostic:
    """Make the diagnostic of a reason why a file cannot be read."""
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


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Put diagnostics in the order of their places, the gravest first at one place."""
    in_order = sorted(
        diagnostics,
        key=lambda d: (d.line, d.column, SEVERITIES.index(d.severity), d.rule, d.message),
    )
    return tuple(_without_repeats(in_order)) if len(in_order) > MOST_ALIKE else tuple(in_order)


def _without_repeats(diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Tell the first findings of a rule one by one, and the others in one, with their places.

    What leaves items open is always told, since the items are asked for by it.
    """
    alike: dict[tuple[str, str | None, Severity], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        kind = (diagnostic.rule, diagnostic.arm, diagnostic.severity)
        if not diagnostic.items:
            alike.setdefault(kind, []).append(diagnostic)
    rests = {
        id(group[MOST_ALIKE]): group[MOST_ALIKE:]
        for group in alike.values()
        if len(group) > MOST_ALIKE + 1
    }
    left_out = {id(one) for rest in rests.values() for one in rest}
    for diagnostic in diagnostics:
        if id(diagnostic) in rests:
            yield _with_rest(rests[id(diagnostic)])
        elif id(diagnostic) not in left_out:
            yield diagnostic


def _with_rest(group: Sequence[Diagnostic]) -> Diagnostic:
    """Make one finding of many: the first of them, with the places of the others."""
    first, *others = group
    count = f"{len(others):,} more of this kind, the last on line {others[-1].line}"
    return evolve(
        first,
        message=f"{first.message} (and {count})",
        more=tuple(other.pointer for other in others),
    )


def _heading(
    document: "Document", data: Mapping[str, Any], claims: Claims, stage: Stage | None
) -> FileReport:
    """Begin the report of a document with what it says of itself, as far as it can be read."""

    def text(value: Any) -> str:
        return value if isinstance(value, str) else ""

    acronym = data.get("acronym")
    arms = data.get("interventions")
    return FileReport(
        path=document.path,
        title=text(data.get("title")),
        short=text(acronym.get("short")) if isinstance(acronym, dict) else "",
        schema=text(data.get("intspec")),
        fictitious=data.get("fictitious") is True,
        stage=text(data.get("stage")),
        stage_in_force=stage or text(data.get("stage")),
        checklists=tuple((c.id, c.file.title, c.file.version) for c in claims.checklists),
        not_judged=tuple(claims.lost),
        arms=tuple(
            ArmSummary(str(key), text(arm.get("name")) or str(key), text(arm.get("role")))
            if isinstance(arm, dict)
            else ArmSummary(str(key), str(key), "")
            for key, arm in (arms.items() if isinstance(arms, dict) else ())
        ),
    )


def _outcomes(runs: Runs, applied: Applied) -> Iterator[Outcome]:
    for key, run in sorted(runs.by_key.items(), key=lambda pair: _order(pair[0])):
        gaps = applied.by_source.get(key, ())
        if not gaps:
            yield Outcome(run.rule, run.subject.arm_key, run.state, 0, run.reason)
            continue
        state, reason = run.state, _why(run, gaps)
        open_gaps = sum(1 for gap in gaps if not gap.closed_by)
        if run.state == "failed":
            if all(gap.declaration is not None for gap in gaps):
                state = "declared"
            elif not open_gaps and any(gap.closed_by == "unfit" for gap in gaps):
                state, reason = "blocked", "what may answer it does not fit the schema"
        yield Outcome(run.rule, run.subject.arm_key, state, open_gaps, reason)


def _why(run: Run, gaps: Iterable[Gap]) -> str:
    reasons = [gap.declaration.reason for gap in gaps if gap.declaration is not None]
    return " ".join(dict.fromkeys(reasons)) or run.reason


def _order(key: RunKey) -> tuple[str, str, int]:
    rule, arm, index = key
    return (rule, arm or "", -1 if index is None else index)
