"""Judge a filled form: whether each item is reported and, if not, what to do about it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import itemgetter

import attrs

from intspec.answers.cells import Answer, Kind, Said
from intspec.answers.documents import EVIDENT
from intspec.checklists import Item, asked_at
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
from intspec.forms.read import Filled, FilledItem
from intspec.model import LENIENT_ROLES, Stage
from intspec.states import ItemStateName, settled_state
from intspec.text.terminal import cut
from intspec.text.wording import flat

SHOWN = 40
WHERE = (
    "write the page or section where it is reported; if it does not apply, write `N/A`, a colon "
    "and the reason"
)
#: Rule, message and remedy of each kind of answer that leaves an item open, by priority: of several
#: kinds in the answers to an item, only the first is reported.
OPEN: dict[Kind, tuple[str, str, str]] = {
    "no-reason": (
        "form-no-reason",
        "{item} says `{said}` without a reason",
        "write the reason behind it, such as `N/A: everybody was given the same sessions`",
    ),
    "question": (
        "form-question",
        "{item} is marked with a question mark",
        "say where it is reported; if it is not reported, add it to the paper, or say why not",
    ),
    "unclear": ("form-unclear", "{item} says `{said}`, which does not say where", WHERE),
    "gap": (
        "form-gap",
        "{item} is said not to be reported",
        "add it to the paper and write where; or write why it cannot be reported",
    ),
    "placeholder": (
        "form-blank",
        "{item} has no answer: `{said}` is the form's own text for an empty field",
        WHERE,
    ),
    "underscores": ("form-blank", "{item} has no answer: the form's line was left empty", WHERE),
    "blank": ("form-blank", "{item} has no answer", WHERE),
}


#: An answer in its row, with its number among all answers to its item.
Numbered = tuple[int, tuple[FilledItem, Said]]
FIRST = itemgetter(0)


@attrs.frozen
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
        drafted = draft_arms(filled.arms) if filled.arms else None
        self.arms = {
            key: ArmSummary(key, str(arm["name"]), str(arm["role"]))
            for key, arm in (drafted.arms.items() if drafted else ())
        }
        self.names = dict(drafted.keys) if drafted else {}
        self.diagnostics: list[Diagnostic] = []
        self.remarks: list[tuple[str, str]] = []
        self.told: set[tuple[str, str, str | None]] = set()

    def judge(self) -> Judged:
        rows: dict[str, list[FilledItem]] = {}
        for row in self.rows:
            if row.item is not None:
                rows.setdefault(row.item.id, []).append(row)
        self._unknown([row for row in self.rows if row.item is None])
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
                f"{_name(item)} has more than one row; the first is {first}",
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
        kinds = {cell_answer.answer.kind for _row, cell_answer in cell_answers}
        whole = [
            cell_answer.answer
            for _row, cell_answer in cell_answers
            if cell_answer.answer.kind == "declared" and not cell_answer.answer.about
        ]
        parts = any(
            cell_answer.answer.kind == "declared" and cell_answer.answer.about
            for _row, cell_answer in cell_answers
        )
        doubtful = [(row, said) for row, said in cell_answers if said.answer.kind == "doubtful"]
        for row, cell_answer in doubtful:
            others = {"located", "prose"} & kinds or whole
            self._doubt(item, row, cell_answer, arm, "warning" if others else None)
        reason = " ".join(answer.reason for answer in whole)
        state: ItemStateName = "not-reported"
        outcome: OutcomeName = "failed"
        declared = whole[0].state if whole else ""
        if "located" in kinds or "prose" in kinds:
            state = "reported" if "located" in kinds else "prose"
            outcome = "passed"
            self._look(item, cell_answers, arm)
        elif whole:
            outcome = "declared"
            state = settled_state(declared) or state
        elif "not-asked" in kinds:
            state, outcome = "not-applicable", "did-not-apply"
            reason = next(
                cell_answer.answer.reason
                for _row, cell_answer in cell_answers
                if cell_answer.answer.kind == "not-asked"
            )
        elif "not-yet" in kinds or not self._asked(item):
            state, outcome = "not-yet", "not-yet"
            reason = f"not asked at {self.stage} stage"
        elif rows and not doubtful:
            self._open(item, rows, cell_answers, arm)
        verdict = ItemState(
            checklist=self.checklist.id,
            number=item.number,
            item=item.id,
            title=item.title,
            scope=self.checklist.scope(item),
            arm=arm,
            state=state,
            declared=bool(whole) or parts,
            located="located" in kinds,
            reason=reason,
            declared_state=declared,
            not_asked=item.not_asked,
        )
        findings = 1 if outcome == "failed" else 0
        rule = f"{self.checklist.id}/{item.id}"
        return verdict, Outcome(rule, arm, outcome, findings, reason)

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
        for kind, (rule, message, hint) in OPEN.items():
            for row, cell_answer in cell_answers:
                if cell_answer.answer.kind == kind:
                    arm = arm if cell_answer.answer.arm else None
                    words = cut(flat(cell_answer.answer.text), SHOWN)
                    text = message.format(item=_name(item), said=words)
                    self._report(rule, text, hint, item, row, arm=arm, where=cell_answer.where)
                    return
        rule, message, hint = OPEN["blank"]
        self._report(rule, message.format(item=_name(item)), hint, item, rows[0], arm=arm)

    def _look(
        self, item: Item, cell_answers: list[tuple[FilledItem, Said]], arm: str | None
    ) -> None:
        reported = [
            (row, cell_answer)
            for row, cell_answer in cell_answers
            if cell_answer.answer.kind in ("located", "prose")
        ]
        if any(_is_sure(cell_answer.answer) for _row, cell_answer in reported):
            return
        row, cell_answer = reported[0]
        arm = arm if cell_answer.answer.arm else None
        words = cut(flat(cell_answer.answer.text), SHOWN)
        self._report(
            "form-look",
            f"{_name(item)} says `{words}`, which may not be a place in a document",
            "if it is no heading, write the page or section where it is reported",
            item,
            row,
            arm=arm,
            where=cell_answer.where,
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
            f"{_name(item) if said else _name(item)[:-1]}{said}: {answer.reason}",
            "write what is meant as text, such as `pp. 6-7`, and delete what is crossed out",
            item,
            row,
            arm=arm if answer.arm else None,
            where=cell_answer.where,
            severity=severity,
        )

    def _missing(self, item: Item) -> None:
        table = next(t for t in self.filled.tables if t.table.number in self.choice.tables)
        row = (*table.headers, *(item_row.row for item_row in table.rows))[0]
        self._report(
            "form-item-missing",
            f"the form has no row for {_name(item)}",
            "add the row, or fill in a complete copy of the checklist",
            item,
            None,
            where=row.where,
        )

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
        if (name, row_name, arm) in self.told:
            return
        self.told.add((name, row_name, arm))
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


def _is_sure(answer: Answer) -> bool:
    """Tell whether an answer surely says where, or surely describes."""
    evident = answer.place is not None and bool(EVIDENT & answer.place.fields.keys())
    return answer.sure != "unsure" or answer.document is not None or evident


def _name(item: Item) -> str:
    return f"item {item.number}, {item.title},"
