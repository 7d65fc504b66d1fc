"""What the design of a study, its stage and its arms say, and what cannot be right of it."""

import re
from collections.abc import Iterable, Iterator

from intspec.diagnostics import Finding, Path
from intspec.model import Arm, Result
from intspec.model.study import Period
from intspec.rules import DoesNotApply, Rule, Subject, rule
from intspec.rules.arms import is_untreated
from intspec.rules.builtin.schedule import TOLERANCE
from intspec.rules.contents import has_value
from intspec.rules.paths import is_empty
from intspec.rules.phase_keys import given_keys, is_chain
from intspec.rules.phase_kinds import phase_kind
from intspec.rules.phases import is_delivered
from intspec.text.durations import in_words, parse
from intspec.text.sameness import plain_words

Found = Iterator[Finding | DoesNotApply]
#: The fewest and the most days of a length of time.
Days = tuple[float, float]
#: That how much is given depends on how a person does.
AS_BORNE = (
    r"\b(?:as|if|until|to|when) (?:well )?(?:tolera(?:ted|nce|ble)|they can|able|comfortable)\b"
    r"|\bup to (?:\w+ ){0,3}(?:tolerance|limit)\b|\baccording to (?:\w+ )?(?:tolerance|response)\b"
    r"|\btitrat\w*"
)


def _agree(one: Days, other: Days) -> bool:
    """Tell whether two lengths of time agree, with tolerance."""
    return one[0] * (1 - TOLERANCE) <= other[1] and other[0] * (1 - TOLERANCE) <= one[1]


def _added(lengths: Iterable[Days]) -> Days:
    """Add up lengths of time."""
    known = [*lengths]
    return sum(one[0] for one in known), sum(one[1] for one in known)


@rule("intspec/period-lengths", severity="warning")
def period_lengths(subject: Subject) -> Found:
    """A period or washout of the design is as long as the schedule of an arm does not say.

    ## What it checks
    Where `periods` of the `design` have a `duration`, what is given in the arm lasts as long as one
    of its periods, or as all of them where it is alone in each; and a washout of the arm lasts as
    long as one of the design. Lengths are compared with tolerance.

    ## Why it matters
    One of the two is wrong.

    ## Example
    `periods: [{arms: [walks, talks], duration: P6W, washout: P2W}]`, and `duration: P6W` in the arm

    ## Instead
    Where the schedule counts more than the periods, declare `intspec/period-lengths` for the arm
    and say so.

    ## Reference
    TIDieR 2014, item 8; CONSORT extension for crossover trials.
    """
    design, arm = subject.spec.design, subject.arm
    periods = [
        one
        for one in (design.periods if design is not None else ())
        if not one.arms or subject.arm_key in one.arms
    ]
    if arm is None or not periods or is_untreated(arm):
        yield DoesNotApply("the design has no periods in which this arm is given")
        return
    yield from _periods_against_schedule(subject, arm, periods)
    washouts = [one.washout for one in periods if one.washout is not None]
    for key, phase in arm.schedule.items():
        own = phase.duration
        if own is None or phase_kind(key, phase) != "washout" or not washouts:
            continue
        if not any(_agree(parse(own).days(), parse(one).days()) for one in washouts):
            yield Finding(
                f"the washout lasts {parse(own).words()} here, and {parse(washouts[0]).words()} in "
                "`design`",
                subject.at("schedule", key, "duration"),
                f"write `{washouts[0]}`, or correct `washout` in `design`",
                target=key,
                at="value",
            )


def _periods_against_schedule(subject: Subject, arm: Arm, periods: list[Period]) -> Found:
    keys = given_keys(arm)
    lasting = [arm.schedule[key].duration for key in keys]
    lengths = [parse(one).days() for one in lasting if one is not None]
    stated = [parse(one.duration).days() for one in periods if one.duration is not None]
    if not keys or len(lengths) < len(keys) or len(stated) < len(periods):
        return
    if not is_chain(arm.schedule, keys):
        return
    fitting = [*stated]
    if all(len(one.arms) == 1 for one in periods):
        fitting.append(_added(stated))
    if not any(_agree(_added(lengths), one) for one in fitting):
        first = next(one.duration for one in periods if one.duration is not None)
        yield Finding(
            f"a period lasts {parse(first).words()} in `design`, but what is given in this arm "
            f"lasts {in_words(_added(lengths))}",
            subject.at("schedule", keys[0], "duration"),
            f"write `{first}`, or correct `duration` in `design`",
            target=keys[0],
            at="value",
        )


@rule("intspec/tailored-by-design", severity="warning")
def tailored_by_design(subject: Subject) -> Found:
    """Nothing is said to be tailored, and what an arm is given depends on how people do.

    ## What it checks
    Where `tailoring` says `planned: false`, the arm has no phase of kind titration, or of that
    name, no phase or procedure says that it is raised as people can bear it, and no second stage
    follows it by a rule.

    ## Why it matters
    A dose that is found for each person, and a next step that depends on the first, are tailoring.

    ## Example
    `tailoring: {planned: true}` with `entries`

    ## Instead
    Where all people are raised to the same dose in the same steps, declare this rule and say so.

    ## Reference
    TIDieR 2014, item 9.
    """
    arm, design = subject.arm, subject.spec.design
    if arm is None or arm.tailoring is None or arm.tailoring.planned is not False:
        yield DoesNotApply("it is not said that nothing is tailored")
        return
    stages = design.second_stages if design is not None else ()
    ruled = any(one.after == subject.arm_key and not is_empty(one.rule) for one in stages)
    titrated = any(phase_kind(key, phase) == "titration" for key, phase in arm.schedule.items())
    texts = [text for one in arm.schedule.values() for text in (one.intensity, one.note)]
    texts += [text for one in arm.procedures.values() for text in (one.intensity, one.description)]
    borne = any(re.search(AS_BORNE, text or "", re.IGNORECASE) for text in texts)
    if ruled or titrated or borne:
        what = (
            "a second stage follows by a rule"
            if ruled
            else "the dose is found by titration"
            if titrated
            else "it is raised as people can bear it"
        )
        yield Finding(
            f"`planned` is false, but {what}",
            subject.at("tailoring", "planned"),
            "write `planned: true`",
            at="value",
        )


@rule("intspec/permitted-and-prohibited", waivable=False)
def permitted_and_prohibited(subject: Subject) -> Found:
    """The same care is permitted and prohibited.

    ## What it checks
    Nothing stands in `permitted` and in `prohibited` of `concomitant_care`.

    ## Why it matters
    One of the two is wrong.

    ## Example
    `permitted: [paracetamol]` and `prohibited: [opioids]`

    ## Instead
    Where it depends on the dose or the time, say so in both: `opioids after week 4`.

    ## Reference
    SPIRIT 2025, item 15d.
    """
    care = subject.arm.concomitant_care if subject.arm is not None else None
    permitted = [plain_words(one) for one in (care.permitted if care is not None else ())]
    for number, one in enumerate(care.prohibited if care is not None else ()):
        if not is_empty(one) and plain_words(one) in permitted:
            yield Finding(
                f"`{one}` is permitted and prohibited",
                subject.at("concomitant_care", "prohibited", number),
                "remove it here, or from `permitted`",
                at="value",
            )


@rule("intspec/result-of-nobody", waivable=False)
def result_of_nobody(subject: Subject) -> Found:
    """A result is given of a measure that was taken of nobody.

    ## What it checks
    A result of `fidelity` or `adherence` with `n: 0` has no value and no summary.

    ## Why it matters
    One of the two is wrong.

    ## Example
    `n: 24` and `value: 91% of the elements`

    ## Instead
    Where nobody was measured, leave `value` out and say why in `missing`.

    ## Reference
    TIDieR 2014, item 12.
    """
    for result, path in _results(subject):
        if result.n == 0 and has_value(result):
            yield Finding(
                "`n` is 0, but a value stands beside it", (*path, "n"), "remove `n`", at="value"
            )


def _results(subject: Subject) -> Iterator[tuple[Result, Path]]:
    """Go over the results of an arm, each with its place."""
    arm = subject.arm
    parts = (("fidelity", arm.fidelity), ("adherence", arm.adherence)) if arm is not None else ()
    for key, part in parts:
        for number, result in enumerate(part.results if part is not None else ()):
            yield result, subject.at(key, "results", number)


@rule("intspec/results-in-protocol", severity="warning", scope="study")
def results_in_protocol(subject: Subject) -> Found:
    """The study is at protocol stage, and an arm has results.

    ## What it checks
    Where `stage` is protocol, no arm says who received or completed it, which harms occurred, what
    was changed during the study, or what measures came to.

    ## Why it matters
    At protocol stage nobody can know these: what is asked of results would be left out.

    ## Example
    `stage: results`

    ## Instead
    Where they are of a pilot, describe that under `development`.

    ## Reference
    intspec model 1.0.
    """
    if subject.spec.stage != "protocol":
        yield DoesNotApply("the study is not at protocol stage")
        return
    for arm in subject.spec.interventions.values():
        told = _came_of(arm)
        if told:
            yield Finding(
                f"`stage` is protocol, but `{told}` of '{arm.name}' is known only when the study "
                "has taken place",
                ("stage",),
                "write `stage: results`",
                at="value",
            )
            return


def _came_of(arm: Arm) -> str:
    """Return the key of something of an arm that came of the study; empty where nothing has."""
    assessed = [part.results for part in (arm.fidelity, arm.adherence) if part is not None]
    had, changes, harms = arm.participants, arm.modifications, arm.harms
    told = {
        "results": any(has_value(one) for results in assessed for one in results),
        "received": had is not None and had.received is not None,
        "completed": had is not None and had.completed is not None,
        "analysed": had is not None and had.analysed is not None,
        "harms": harms is not None and harms.occurred is True,
        "modifications": changes is not None and changes.occurred is True,
    }
    return next((key for key, there in told.items() if there), "")


@rule("intspec/treated-without-treatment", severity="warning")
def treated_without_treatment(subject: Subject) -> Found:
    """An arm has the role of no treatment, and people deliver something in it.

    ## What it checks
    In an arm whose role is no-treatment no procedure is carried out by providers.

    ## Why it matters
    Who is visited or called by the study is not left alone by it.

    ## Example
    `role: attention-control`

    ## Instead
    Where it is what people have anyway, the role is `usual-care`.

    ## Reference
    intspec model 1.0.
    """
    arm = subject.arm
    if arm is None or arm.role != "no-treatment":
        yield DoesNotApply("the arm has another role")
    elif is_delivered(arm):
        yield Finding(
            "the role is no-treatment, but providers do something in this arm",
            subject.at("role"),
            "write `role: attention-control` (or usual-care, active-comparator), or remove it here",
            at="value",
        )


@rule("intspec/condition-elsewhere", severity="warning")
def condition_elsewhere(subject: Subject) -> Found:
    """A condition is on a place that the arm does not have.

    ## What it checks
    The `setting` of each of the `conditions` of `delivery` is one of the arm's settings, as far as
    the arm names any.

    ## Why it matters
    What is used under a condition is used, and would be left out of the list of places.

    ## Example
    `settings: [home, clinic]`, and `conditions:` with `- setting: clinic`, `when: if preferred`

    ## Instead
    Nothing: name the place in the arm too.

    ## Reference
    TIDieR 2014, item 7.
    """
    arm = subject.arm
    delivery = arm.delivery if arm is not None else None
    if arm is None or delivery is None or not delivery.conditions:
        yield DoesNotApply("nothing is delivered under a condition")
        return
    known = {*arm.settings}
    known.update(key for procedure in arm.procedures.values() for key in procedure.settings)
    known.update(key for phase in arm.schedule.values() for key in phase.settings)
    for number, condition in enumerate(delivery.conditions):
        if condition.setting is not None and known and condition.setting not in known:
            yield Finding(
                f"a condition is on `{condition.setting}`, which is no setting of the arm",
                subject.at("delivery", "conditions", number, "setting"),
                "remove it, or name it in `settings` too",
                at="value",
            )


RULES: tuple[Rule, ...] = (
    condition_elsewhere,
    period_lengths,
    tailored_by_design,
    permitted_and_prohibited,
    result_of_nobody,
    results_in_protocol,
    treated_without_treatment,
)
