"""Judge a filled form: whether each item is reported and, if not, what to do about it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import itemgetter

import attrs

from intspec.answers.answer import EMPTY, Answer, Kind, Said
from intspec.checking.repeated_names import repeated, shared_names
from intspec.checklists import Item, asked_at, asks_for_name
from intspec.diagnostics import (
    STRUCTURAL,
    ArmSummary,
    Diagnostic,
    FileReport,
    ItemRef,
    ItemState,
    Outcome,
    OutcomeName,
    Severity,
)
from intspec.forms.arms import draft_arms
from intspec.forms.guideline import Choice
from intspec.forms.open_answers import (
    AS_TEXT,
    BARE_STATE,
    OPEN,
    PRINTED_BELOW,
    SHOWN,
    TOLD,
    asks_whether,
    below_labels,
    is_sure,
    item_name,
    taken_as,
)
from intspec.forms.read import Filled, FilledItem
from intspec.lazy import frozen
from intspec.model import LENIENT_ROLES, Stage
from intspec.states import ItemStateName, settled_state
from intspec.text.terminal import cut
from intspec.text.wording import flat

#: Answers that say that an item is reported, or where, and not what.
PLACED: frozenset[Kind] = frozenset({"located", "claimed", "partial"})


@frozen
class _Standing:
    """How an item stands by its answers.

    Attributes:
        state: Its state.
        outcome: What became of its rule.
        reason: Why, where it is declared or not asked.
        declared: The declared state of the whole item; empty where none is declared.
        parts: Whether something is declared of a part of it.
    """

    state: ItemStateName
    outcome: OutcomeName
    reason: str
    declared: str
    parts: bool


#: An answer in its row, with its number among all answers to its item.
Numbered = tuple[int, tuple[FilledItem, Said]]
FIRST = itemgetter(0)


@frozen
class Judged:
    """The result of judging a form.

    Attributes:
        report: The report.
        remarks: Each finding as a remark: the place in the form, and what to write there.
    """

    report: FileReport
    remarks: tuple[tuple[str, str], ...]


def judge(filled: Filled, path: str, stage: Stage | None = None) -> Judged:
    """Judge a form that is for a known guideline.

    Args:
        filled: The form; its guideline was recognised.
        path: The file as the user named it.
        stage: The stage to judge at, in place of the form's own.
    """
    if not filled.identity.choices:
        message = "a form is judged by its guideline"
        raise ValueError(message)
    judgings = {c.checklist.id: _Judging(filled, c, path, stage) for c in filled.identity.choices}
    first, *others = (judging.judge() for judging in judgings.values())
    report, remarks = first.report, first.remarks
    for judged in others:
        other = judged.report
        report = attrs.evolve(
            report,
            checklists=report.checklists + other.checklists,
            recognised=report.recognised + other.recognised,
            items=report.items + other.items,
            diagnostics=report.diagnostics + other.diagnostics,
            outcomes=report.outcomes + other.outcomes,
        )
        remarks += judged.remarks
    return Judged(report, remarks)


class _Judging:
    """Judges one form."""

    def __init__(self, filled: Filled, choice: Choice, path: str, stage: Stage | None) -> None:
        self.filled = filled
        self.choice = choice
        self.checklist = checklist = choice.checklist
        self.rows = [row for row in filled.items if row.checklist is checklist]
        self.path = path
        self.stated = filled.around.stage or checklist.file.stage or ""
        self.stage = stage or self.stated or "results"
        drafted = draft_arms(filled.arms, filled.name)
        known = drafted.arms.items() if filled.arms else ()
        self.arms = {key: ArmSummary(key, str(arm["name"]), str(arm["role"])) for key, arm in known}
        self.names = dict(drafted.keys) if filled.arms else {}
        self.called = {str(arm["name"]) for arm in drafted.arms.values()}
        self.known = shared_names(filled.around.title, [checklist], self.called)
        self.diagnostics: list[Diagnostic] = []
        self.remarks: list[tuple[str, str]] = []
        self.told: set[tuple[str, str, str, str | None]] = set()

    def judge(self) -> Judged:
        rows: dict[str, list[FilledItem]] = {}
        for row in self.rows:
            if row.item is not None:
                rows.setdefault(row.item.id, []).append(row)
        if self.filled.around.planned and self.stage == self.stated != self.checklist.file.stage:
            self._planned()
        self._unknown([row for row in self.rows if row.item is None])
        self._below()
        items: list[ItemState] = []
        outcomes: list[Outcome] = []
        for item in self.checklist.items:
            for state, outcome in self._item(item, rows.get(item.id, [])):
                items.append(state)
                outcomes.append(outcome)
        order = {row.place: number for number, row in enumerate(self.filled.items)}
        self.diagnostics.sort(key=lambda finding: order.get(finding.place, -1))
        report = FileReport(
            path=self.path,
            title=self.filled.around.title,
            form=self.filled.form.format,
            fictitious=self.filled.around.fictitious,
            stage=self.stated,
            stage_in_force=self.stage,
            checklists=(
                (self.checklist.id, self.checklist.file.title, self.checklist.file.version),
            ),
            recognised=((self.checklist.id, self.choice.why),),
            arms=tuple(self.arms.values()),
            items=tuple(items),
            diagnostics=tuple(self.diagnostics),
            outcomes=tuple(outcomes),
        )
        return Judged(report, tuple(self.remarks))

    def _item(self, item: Item, rows: list[FilledItem]) -> Iterator[tuple[ItemState, Outcome]]:
        if not rows:
            self._missing(item)
        elif self._twice(rows):
            first = rows[0].where
            self._report(
                "form-item-twice",
                f"{item_name(item)} has more than one row; the first is {first}",
                "keep one of them, or say in each which arm it is about",
                item,
                rows[-1],
            )
        of_arms = self._by_arm(rows)
        study = self.checklist.scope(item) == "study" or not self.arms
        for arm in [None] if study else self.arms:
            said = [*of_arms.get(arm, ()), *(of_arms.get("", ()) if arm is not None else ())]
            yield self._verdict(item, rows, [one for _n, one in sorted(said, key=FIRST)], arm)

    def _twice(self, rows: list[FilledItem]) -> bool:
        """Tell whether rows answer an item twice and not for different arms."""
        arms = Counter(
            arm for row in rows for arm in {cell_answer.answer.arm for cell_answer in row.said}
        )
        return len(rows) > len({row.number for row in rows}) and any(n > 1 for n in arms.values())

    def _by_arm(self, rows: Iterable[FilledItem]) -> dict[str | None, list[Numbered]]:
        """Gather the answers to an item by arm: under None all, under "" those that name none."""
        answers = [(row, cell_answer) for row in rows for cell_answer in row.said]
        of_arms: dict[str | None, list[Numbered]] = {None: [*enumerate(answers)]}
        for number, (row, cell_answer) in enumerate(answers):
            named = cell_answer.answer.arm
            arm = self.names.get(named) if named else ""
            if arm is not None:
                of_arms.setdefault(arm, []).append((number, (row, cell_answer)))
        return of_arms

    def _verdict(
        self,
        item: Item,
        rows: list[FilledItem],
        cell_answers: list[tuple[FilledItem, Said]],
        arm: str | None,
    ) -> tuple[ItemState, Outcome]:
        if not asks_for_name(item):
            cell_answers = [(row, self._as_name(said)) for row, said in cell_answers]
        kinds = {cell_answer.answer.kind for _row, cell_answer in cell_answers}
        doubtful = [(row, said) for row, said in cell_answers if said.answer.kind == "doubtful"]
        standing = self._standing(item, [said.answer for _row, said in cell_answers])
        for row, cell_answer in doubtful:
            answered = standing.outcome in ("passed", "declared")
            self._doubt(item, row, cell_answer, arm, "warning" if answered else None)
        if standing.outcome == "failed" and not kinds & {"partial", "doubtful"} and rows:
            self._open(item, rows, cell_answers, arm)
        self._look(item, cell_answers, arm)
        self._tell(item, cell_answers, arm)
        verdict = ItemState(
            checklist=self.checklist.id,
            number=item.number,
            item=item.id,
            title=item.title,
            scope=self.checklist.scope(item),
            arm=arm,
            state=standing.state,
            declared=bool(standing.declared) or standing.parts,
            located="located" in kinds,
            content_checked=not kinds & PLACED,
            reason=standing.reason,
            declared_state=standing.declared,
            not_asked=item.not_asked,
        )
        findings = 1 if standing.outcome == "failed" else 0
        rule = f"{self.checklist.id}/{item.id}"
        return verdict, Outcome(rule, arm, standing.outcome, findings, standing.reason)

    def _as_name(self, said: Said) -> Said:
        """Take a description that only says a name again for none, as in a specification."""
        answer = said.answer
        if answer.kind != "prose" or not repeated(answer.text, self.known):
            return said
        return attrs.evolve(said, answer=attrs.evolve(answer, kind="name"))

    def _standing(self, item: Item, answers: list[Answer]) -> "_Standing":
        """Say how an item stands by its answers: the first row of this table that holds."""
        kinds = {answer.kind for answer in answers}
        whole = [a for a in answers if a.kind in ("declared", "no-reason") and not a.about]
        parts = any(a.kind == "declared" and a.about for a in answers)
        declared = whole[0].state if whole else ""
        reason = " ".join(a.reason for a in whole)
        not_asked = next((a.reason for a in answers if a.kind == "not-asked"), "")
        later = f"not asked at {self.stage} stage"
        whether, denied = asks_whether(item), f"{taken_as(item)}, so there is no more to ask"
        called = asks_for_name(item) and any(
            a.text in self.called for a in answers if a.kind == "prose"
        )
        table: tuple[tuple[bool, ItemStateName, OutcomeName, str], ...] = (
            ("partial" in kinds, "partial", "failed", ""),
            ("located" in kinds, "reported", "passed", reason),
            ("none" in kinds and not whether, "not-applicable", "did-not-apply", denied),
            ("none" in kinds or called, "reported", "passed", ""),
            ("prose" in kinds, "prose", "passed", reason),
            (bool(whole), settled_state(declared) or "not-reported", "declared", reason),
            ("not-asked" in kinds, "not-applicable", "did-not-apply", not_asked),
            ("not-yet" in kinds or not self._asked(item), "not-yet", "not-yet", later),
            ("claimed" in kinds and not kinds & EMPTY, "reported", "passed", ""),
        )
        for holds, state, outcome, why in table:
            if holds:
                return _Standing(state, outcome, why, declared, parts)
        return _Standing("not-reported", "failed", reason, declared, parts)

    def _asked(self, item: Item) -> bool:
        """Tell whether an item can be answered at the stage in force."""
        parts = self.checklist.parts[item.id]
        return asked_at(item.stages, self.stage) and (
            not parts or any(asked_at(part.part.stages, self.stage) for part in parts)
        )

    def _open(
        self,
        item: Item,
        rows: list[FilledItem],
        cell_answers: list[tuple[FilledItem, Said]],
        arm: str | None,
    ) -> None:
        # Where other answers name arms, an empty cell beside them leaves only this arm open.
        led = arm is not None and any(said.answer.arm for row in rows for said in row.said)
        if (aside := self._set_aside(rows)) is not None:
            row, words = aside
            text = f"{item_name(item)} has no answer, and this was not read as one: {words}"
            self._report("form-blank", text, AS_TEXT, item, row, arm=arm)
            return
        for kind, (rule, message, hint) in OPEN.items():
            for row, cell_answer in cell_answers:
                empty = kind in EMPTY and led and not cell_answer.answer.arm
                if cell_answer.answer.kind == kind and not empty:
                    arm = arm if cell_answer.answer.arm else None
                    words = cut(flat(cell_answer.answer.text), SHOWN)
                    text = message.format(item=item_name(item), said=words)
                    self._report(rule, text, hint, item, row, arm=arm, where=cell_answer.where)
                    return
        rule, message, hint = OPEN["blank"]
        self._report(rule, message.format(item=item_name(item)), hint, item, rows[0], arm=arm)

    def _set_aside(self, rows: list[FilledItem]) -> tuple[FilledItem, str] | None:
        """Return what the reader set aside in rows that say nothing else, with its row."""
        if any(said.answer.kind not in EMPTY for row in rows for said in row.said):
            return None
        for row in rows:
            if row.left:
                return row, f"`{cut(flat(row.left[0].text), SHOWN)}`, below its label"
        for row in rows:
            cells = f"{row.where}, "
            for remark in self.filled.form.remarks:
                if remark.startswith(cells):
                    return row, remark.removeprefix(cells).partition(": ")[2]
        return None

    def _look(
        self, item: Item, cell_answers: list[tuple[FilledItem, Said]], arm: str | None
    ) -> None:
        reported = [
            (row, cell_answer)
            for row, cell_answer in cell_answers
            if cell_answer.answer.kind in ("located", "prose") and cell_answer.kind != "below"
        ]
        if not reported or any(is_sure(cell_answer.answer) for _row, cell_answer in reported):
            return
        row, cell_answer = reported[0]
        arm = arm if cell_answer.answer.arm else None
        words = cut(flat(cell_answer.answer.text), SHOWN)
        self._report(
            "form-look",
            f"{item_name(item)} says `{words}`, which may not be a place in a document",
            "if it is no heading, write the page or section where it is reported",
            item,
            row,
            arm=arm,
            where=cell_answer.where,
        )

    def _tell(
        self, item: Item, cell_answers: list[tuple[FilledItem, Said]], arm: str | None
    ) -> None:
        """Tell what an answer leaves to be done, though it is one."""
        for row, cell_answer in cell_answers:
            answer = cell_answer.answer
            if answer.kind not in TOLD:
                continue
            rule, message, hint = TOLD[answer.kind]
            if answer.kind == "none" and answer.sure == "sure":
                continue
            severity: Severity | None = "error" if rule == BARE_STATE and item.always else None
            taken = taken_as(item)
            said = cut(flat(answer.text), SHOWN)
            words = message.format(item=item_name(item), said=said, taken=taken)
            of_arm = arm if answer.arm else None
            self._report(
                rule,
                words,
                hint,
                item,
                row,
                arm=of_arm,
                where=cell_answer.where,
                severity=severity,
            )

    def _doubt(
        self,
        item: Item,
        row: FilledItem,
        cell_answer: Said,
        arm: str | None,
        severity: Severity | None,
    ) -> None:
        answer = cell_answer.answer
        said = f" says `{cut(flat(answer.text), SHOWN)}`" if answer.text else ""
        self._report(
            "form-doubt",
            f"{item_name(item) if said else item_name(item)[:-1]}{said}: {answer.reason}",
            "write what is meant as text, such as `pp. 6-7`, and delete what is crossed out",
            item,
            row,
            arm=arm if answer.arm else None,
            where=cell_answer.where,
            severity=severity,
        )

    def _missing(self, item: Item) -> None:
        self._report(
            "form-item-missing",
            f"the form has no row for {item_name(item)[:-1]}",
            "add the row, or fill in a complete copy of the checklist",
            item,
            None,
            where=self._first_row(),
        )

    def _planned(self) -> None:
        self._report(
            "form-stage",
            "the title says protocol, so the form is judged at protocol stage",
            "if the study has ended, give `--stage results`",
            None,
            None,
            where=self._first_row(),
        )

    def _below(self) -> None:
        """Tell once which answers stand below their labels."""
        below = [
            (row, said)
            for row in self.rows
            for said in row.said
            if row.item is not None and said.kind == "below" and said.answer.kind not in EMPTY
        ]
        if not below:
            return
        row, said = below[0]
        words = below_labels((row.number for row, _said in below), said.answer.text)
        self._report("form-below", words, PRINTED_BELOW, None, row, where=said.where)

    def _first_row(self) -> str:
        """Return where the first row of the guideline's first table is."""
        table = next(t for t in self.filled.tables if t.table.number in self.choice.tables)
        return (*table.headers, *(item_row.row for item_row in table.rows))[0].where

    def _unknown(self, rows: list[FilledItem]) -> None:
        label = self.checklist.label
        if not self.checklist.file.leaves_out:
            for row in rows:
                message = f"{label} has no item {row.number}"
                hint = "check the number"
                self._report("form-unknown-item", message, hint, None, row, severity="warning")
        elif rows:
            numbers = ", ".join(dict.fromkeys(row.number for row in rows))
            message = (
                f"{label} has more items than those about the intervention; not judged here: "
                f"{numbers}"
            )
            hint = f"`intspec explain {self.checklist.id}` says which items are left out"
            where = rows[0].where
            self._report(
                "form-unknown-item", message, hint, None, None, where=where, severity="note"
            )

    def _report(  # noqa: PLR0913 -- a finding has as many parts
        self,
        rule: str,
        message: str,
        hint: str,
        item: Item | None,
        row: FilledItem | None,
        *,
        arm: str | None = None,
        where: str = "",
        severity: Severity | None = None,
    ) -> None:
        name = f"intspec/{rule}"
        severity = severity or STRUCTURAL[name][0]
        row_name = row.place if row else where
        finding = (name, row_name, item.number if item else "", arm)
        if finding in self.told:
            return
        self.told.add(finding)
        if arm is not None and severity == "error" and self.arms[arm].role in LENIENT_ROLES:
            severity = "warning"
        ids = (self.checklist.id, item.number, item.id) if item else ()
        refs = (ItemRef(*ids, label=self.checklist.file.title, arm=arm),) if ids else ()
        line = (row.line if row else None) or 1
        self.diagnostics.append(
            Diagnostic(
                rule=name,
                severity=severity,
                message=message,
                hint=hint,
                pointer="",
                line=line,
                column=1,
                end_line=line,
                end_column=1,
                items=refs,
                arm=arm,
                place=row_name,
            )
        )
        of_arm = f" ({self.arms[arm].name})" if arm else ""
        text = f"{message[:1].upper()}{message[1:]}{of_arm}. {hint[:1].upper()}{hint[1:]}."
        self.remarks.append((where or (row.where if row else ""), text))
