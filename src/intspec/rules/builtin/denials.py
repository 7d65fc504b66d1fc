"""A no, and beside it what was done: of arms, of training, and of other parts with one answer."""

import re
from collections.abc import Iterator, Mapping

from intspec.diagnostics import Finding
from intspec.model import Addition, Adherence, Discontinuation, Harms, Standardisation, Training
from intspec.model.development import Borrowing, Subgroups
from intspec.model.study import HarmsAssessment, PublicInvolvement, TrialChanges
from intspec.rules import DoesNotApply, Rule, Subject, rule
from intspec.rules.index import spec_index
from intspec.rules.paths import is_empty

Findings = Iterator[Finding | DoesNotApply]
#: How a text says that there was none.
NONE = r"\b(?:none|no|nothing|nobody|never|not|neither|without)\b"
#: By kind of record: its answer, and what a no leaves nothing to say of.
ANSWERS: Mapping[type, tuple[str, tuple[str, ...]]] = {
    Addition: ("included", ("description",)),
    Adherence: ("monitored", ("monitoring",)),
    Borrowing: ("present", ("entries",)),
    Discontinuation: ("planned", ("criteria",)),
    Harms: ("occurred", ("summary",)),
    HarmsAssessment: ("assessed", ("how",)),
    PublicInvolvement: ("involved", ("description", "phases")),
    Standardisation: ("done", ("how",)),
    Subgroups: ("differ", ("description",)),
    TrialChanges: ("occurred", ("entries",)),
}


def _denied(path: tuple[str | int, ...], answer: str, content: str) -> Finding:
    return Finding(
        f"`{answer}` is false, but `{content}` beside it says otherwise",
        path,
        f"write `{answer}: true`, or remove `{content}`",
        at="value",
    )


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
        stated = next((name for name in content if _says_that(getattr(record, name))), None)
        if stated is not None:
            yield _denied((*path, answer), answer, stated)


def _says_that(content: object) -> bool:
    """Tell whether there is content, and no text that says that there was none."""
    is_none = isinstance(content, str) and re.search(NONE, content, re.IGNORECASE) is not None
    return not is_empty(content) and not is_none


@rule("intspec/answer-contradicts-content", waivable=False)
def answer_contradicts_content(subject: Subject) -> Findings:
    """The answer is no, and beside it stands what was done.

    ## What it checks
    `planned: false`, `occurred: false`, `assessed: false` and `monitored: false` have no entries,
    measures or results beside them; measures may be planned of an adherence that is not monitored.

    ## Why it matters
    One of the two is wrong.

    ## Example
    `modifications: {occurred: false}`

    ## Instead
    Where something was changed, write `occurred: true`.

    ## Reference
    TIDieR 2014, items 9 to 12.
    """
    arm = subject.arm
    if arm is None:
        return
    answers = (
        ("tailoring", "planned", arm.tailoring, ("entries",)),
        ("modifications", "occurred", arm.modifications, ("entries",)),
        ("fidelity", "assessed", arm.fidelity, ("measures", "results")),
        ("adherence", "monitored", arm.adherence, ("results",)),
    )
    for key, answer, record, content in answers:
        if record is None or getattr(record, answer) is not False:
            continue
        stated = [name for name in content if getattr(record, name)]
        if stated:
            yield _denied(subject.at(key, answer), answer, stated[0])


@rule("intspec/training-denied", scope="study", waivable=False)
def training_denied(subject: Subject) -> Findings:
    """Training is said not to have been given, and beside it stands what it was.

    ## What it checks
    `training.given: false` has no content and no length beside it.

    ## Why it matters
    One of the two is wrong.

    ## Example
    `training:` with `given: false`, `reason: The work is part of their profession.`

    ## Instead
    Where training was given, write `given: true`.

    ## Reference
    TIDieR 2014, item 5.
    """
    for record, path in spec_index(subject.spec).records:
        if isinstance(record, Training) and record.given is False:
            stated = [n for n in ("content", "length") if not is_empty(getattr(record, n))]
            if stated:
                yield _denied((*path, "given"), "given", stated[0])


RULES: tuple[Rule, ...] = (answer_contradicts_content, training_denied, denied_with_content)
