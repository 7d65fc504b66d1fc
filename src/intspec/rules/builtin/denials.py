"""A no, and beside it what was done: of the study, and of parts that have one answer each."""

from collections.abc import Iterator, Mapping

from intspec.diagnostics import Finding
from intspec.model import Addition, Adherence, Discontinuation
from intspec.model.development import Borrowing, Subgroups
from intspec.model.study import HarmsAssessment, PublicInvolvement, TrialChanges
from intspec.rules import DoesNotApply, Rule, Subject, rule
from intspec.rules.index import spec_index
from intspec.rules.paths import is_empty

Findings = Iterator[Finding | DoesNotApply]
#: By kind of record: its answer, and what a no leaves nothing to say of.
ANSWERS: Mapping[type, tuple[str, tuple[str, ...]]] = {
    Addition: ("included", ("description",)),
    Adherence: ("monitored", ("monitoring",)),
    Borrowing: ("present", ("entries",)),
    Discontinuation: ("planned", ("criteria",)),
    HarmsAssessment: ("assessed", ("how",)),
    PublicInvolvement: ("involved", ("description", "phases")),
    Subgroups: ("differ", ("description",)),
    TrialChanges: ("occurred", ("entries",)),
}


@rule("intspec/denied-with-content", scope="study", waivable=False)
def denied_with_content(subject: Subject) -> Findings:
    """The answer is no, and beside it stands what there was.

    ## What it checks
    `included: false`, `involved: false`, `occurred: false` and other such answers have no
    description and no entries beside them.

    ## Why it matters
    One of the two is wrong, and both would be printed.

    ## Example
    `discontinuation: {planned: false}`

    ## Instead
    Where there were criteria, write `planned: true`.

    ## Reference
    intspec model 1.0.
    """
    for record, path in spec_index(subject.spec).records:
        answer, content = ANSWERS.get(type(record), ("", ()))
        if not answer or getattr(record, answer) is not False:
            continue
        stated = next((name for name in content if not is_empty(getattr(record, name))), None)
        if stated is not None:
            yield Finding(
                f"`{answer}` is false, but `{stated}` beside it says otherwise",
                (*path, answer),
                f"write `{answer}: true`, or remove `{stated}`",
                at="value",
            )


@rule("intspec/harms-not-looked-for", waivable=False)
def harms_not_looked_for(subject: Subject) -> Findings:
    """Harms were not looked for, and an arm is said to have had none.

    ## What it checks
    Where `conduct.harms` says `assessed: false`, no arm says `occurred: false` of its harms.

    ## Why it matters
    What nobody looks for is not known to be absent.

    ## Example
    `harms: {assessed: true}` in `conduct`

    ## Instead
    Where some harms were seen although nobody looked for them, write `occurred: true`.

    ## Reference
    CONSORT 2025, items 15 and 27.
    """
    conduct = subject.spec.conduct
    looked = conduct.harms.assessed if conduct is not None and conduct.harms is not None else None
    arm = subject.arm
    occurred = arm.harms.occurred if arm is not None and arm.harms is not None else None
    if looked is False and occurred is False:
        yield Finding(
            "harms were not looked for, so it is not known that there were none",
            subject.at("harms", "occurred"),
            "remove `occurred`",
            at="value",
        )


RULES: tuple[Rule, ...] = (denied_with_content, harms_not_looked_for)
