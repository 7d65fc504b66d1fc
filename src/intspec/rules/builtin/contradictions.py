"""Contradictions between parts: groups and sizes, measures and results, numbers and ranges."""

import re
from collections.abc import Iterator
from typing import Any

from intspec.diagnostics import Finding, Path
from intspec.model import Adherence, Arm, DurationRange, Fidelity, Range, Result
from intspec.rules import DoesNotApply, Rule, Subject, rule
from intspec.rules.arms import is_for_population, parts_of_combination, planning_arms
from intspec.rules.contents import has_value
from intspec.rules.index import spec_index
from intspec.rules.paths import is_empty
from intspec.text.durations import parse
from intspec.text.names import KnownNames

#: A duration in months, which is often meant as minutes.
MONTHS = re.compile(r"^P(\d+)M$")
Findings = Iterator[Finding | DoesNotApply]
GROUPS = ("group", "mixed")


@rule("intspec/group-without-size", severity="warning")
def group_without_size(subject: Subject) -> Findings:
    """Something is done in a group, and nothing says how many are in it.

    ## What it checks
    Where `grouping` is group or mixed, there is a `group_size`, there or in `delivery`. Open
    groups, such as a forum, and populations have none.

    ## Why it matters
    Four people and forty are different groups.

    ## Example
    `delivery: {grouping: group, group_size: {planned: {min: 8, max: 12}}}`

    ## Instead
    Where the size was left open, declare it as not-applicable and give what occurred as `actual`.

    ## Reference
    TIDieR 2014, item 6.
    """
    arm = subject.arm
    if arm is None or is_for_population(arm):
        yield DoesNotApply("nothing is done in a group")
        return
    delivery = arm.delivery
    sized = delivery is not None and not is_empty(delivery.group_size)
    grouped = delivery is not None and delivery.grouping in GROUPS
    for key, procedure in arm.procedures.items():
        if procedure.grouping in GROUPS:
            grouped = True
            if not sized and is_empty(procedure.group_size):
                yield _sizeless(subject, "procedures", key)
    sized_apart = any(not is_empty(p.group_size) for p in arm.procedures.values())
    if delivery is not None and delivery.grouping in GROUPS and not sized and not sized_apart:
        yield _sizeless(subject, "delivery")
    if not grouped:
        yield DoesNotApply("nothing is done in a group")


def _sizeless(subject: Subject, *steps: str) -> Finding:
    return Finding(
        "it is done in a group, but the size of the group is not stated",
        subject.at(*steps, "group_size"),
        "add `group_size: {planned: {min: 8, max: 12}}`",
        target=steps[-1],
    )


@rule("intspec/size-without-group", severity="warning")
def size_without_group(subject: Subject) -> Findings:
    """A size of the group is given for something done individually.

    ## What it checks
    Where `grouping` is individual, there is no `group_size` beside it.

    ## Why it matters
    One of the two is wrong.

    ## Example
    `delivery: {grouping: individual}`

    ## Instead
    Where both occur, write `grouping: mixed`.

    ## Reference
    TIDieR 2014, item 6.
    """
    arm = subject.arm
    records: list[tuple[Any, tuple[str, ...]]] = [(arm.delivery, ("delivery",))] if arm else []
    if arm is not None:
        records += [(procedure, ("procedures", key)) for key, procedure in arm.procedures.items()]
    for record, steps in records:
        if (
            record is not None
            and record.grouping == "individual"
            and not is_empty(record.group_size)
        ):
            yield Finding(
                "it is done individually, but a size of the group is given",
                subject.at(*steps, "group_size"),
                "remove `group_size`, or write `grouping: group`, or write `grouping: mixed`",
            )


#: The kinds of measures whose results do not say how well something was delivered or kept to.
NOT_HOW_WELL = frozenset({"reach", "dose"})


@rule("intspec/measure-without-result")
def measure_without_result(subject: Subject) -> Findings:
    """A measure was planned, and the results do not have it.

    ## What it checks
    At results stage, each of the `measures` of `fidelity` and `adherence` has an entry in `results`
    of either, with a value, a summary, or what is `missing`. What combines other arms has the
    measures of these, and results of its own.

    ## Why it matters
    A measure that was planned and never reported leaves the reader to guess.

    ## Example
    `fidelity:` with `measures: [attendance]`, `results:` with `- measure: attendance`,
    `value: 19 of 24`

    ## Instead
    Where a measure was given up, give an entry with `missing:` that says why.

    ## Reference
    TIDieR 2014, items 11 and 12.
    """
    planned = _planned(subject)
    if not planned or subject.stage != "results":
        yield DoesNotApply("no measure is planned, or the study has no results yet")
        return
    results = [result for result, _key, _n in _results(subject)]
    listed = {one.measure: (key, "results", n, "value") for one, key, n in _results(subject)}
    if results and not any(map(has_value, results)):
        yield DoesNotApply("no result has a value or a summary, which is asked for by itself")
        return
    # How many were measured is no result; that none could be had is one.
    told_of = [one for one in results if has_value(one) or not is_empty(one.missing)]
    reported = {result.measure: None for result in told_of if result.measure}
    names = KnownNames(reported)
    told: set[str] = set()
    for name, key, path in planned:
        if name not in reported and name not in told and names.nearest(name) is None:
            told.add(name)
            measure = subject.spec.measures.get(name)
            words = measure.name if measure else name
            message = f"'{words}' was planned, but no result of it is given"
            if name in listed:
                at = subject.at(*listed[name])
                yield Finding(message, at, "add `value:` to the entry", target=name)
                continue
            hint = f"add `- measure: {name}`, `value:` to `results:` of `{key}:`"
            yield Finding(message, path, hint, target=name, at="value")
    known = subject.spec.measures
    kinds = {known[name].kind if name in known else None for name, _key, _path in planned}
    if not told and kinds <= NOT_HOW_WELL:
        yield DoesNotApply("no measure of fidelity or adherence is planned")


def _assessed(arm: Arm) -> Iterator[tuple[str, Fidelity | Adherence]]:
    """Go over what an arm says of its fidelity and adherence, each with the key it stands in."""
    records = (("fidelity", arm.fidelity), ("adherence", arm.adherence))
    return ((key, record) for key, record in records if record is not None)


def _planned(subject: Subject) -> list[tuple[str, str, Path]]:
    """Return the measures that an arm plans, each with the key it stands in and a place.

    A combination plans what the arms do that it combines; its own results are then the place.
    """
    arm = subject.arm
    plans = () if arm is None else planning_arms(arm, subject.spec)
    return [
        (name, key, subject.at(key, *(("measures", n) if one is arm else ("results",))))
        for one in plans
        for key, record in _assessed(one)
        for n, name in enumerate(record.measures)
    ]


def _results(subject: Subject) -> list[tuple[Result, str, int]]:
    """Return the results of an arm, each with the key it stands in and its number."""
    return [
        (result, key, number)
        for key, record in (_assessed(subject.arm) if subject.arm is not None else ())
        for number, result in enumerate(record.results)
    ]


@rule("intspec/result-without-measure")
def result_without_measure(subject: Subject) -> Findings:
    """A result is given for a measure that was not planned.

    ## What it checks
    Each entry of `results` in `fidelity` and `adherence` is of one of their `measures`; of a
    combination of arms, of one that these plan.

    ## Why it matters
    A result whose measure nobody described cannot be understood.

    ## Example
    `fidelity:` with `measures: [attendance]`, `results:` with `- measure: attendance`,
    `value: 19 of 24`

    ## Instead
    Where the measure was added later, list it and say so in the measure's `when`.

    ## Reference
    TIDieR 2014, items 11 and 12.
    """
    measures = [name for name, _key, _path in _planned(subject)]
    names = KnownNames(measures)
    parts = parts_of_combination(subject.arm, subject.spec) if subject.arm is not None else ()
    where = f" in `{parts[0]}:`" if parts else ""
    for result, key, number in _results(subject):
        if result.measure is None or result.measure in measures:
            continue
        if names.nearest(result.measure) is None:
            yield Finding(
                f"a result of `{result.measure}` is given, but `measures` does not list it",
                subject.at(key, "results", number, "measure"),
                f"add `- {result.measure}` to `measures:` of `{key}:`{where}",
                target=result.measure,
                at="value",
            )


@rule("intspec/range-reversed", scope="study", waivable=False)
def range_reversed(subject: Subject) -> Findings:
    """The least of a range is more than its most.

    ## What it checks
    `min` is not greater than `max`.

    ## Why it matters
    No number lies in such a range.

    ## Example
    `group_size: {planned: {min: 8, max: 12}}`

    ## Instead
    For an exact number write it alone: `group_size: 10`.

    ## Reference
    intspec model 1.0.
    """
    for record, path in spec_index(subject.spec).records:
        if not isinstance(record, (Range, DurationRange)):
            continue
        if record.min is None or record.max is None:
            continue
        if isinstance(record, Range):
            wrong = record.min > record.max
        else:
            wrong = parse(record.min).days()[0] > parse(record.max).days()[1]
        if wrong:
            yield Finding(
                f"the least, {record.min}, is more than the most, {record.max}",
                path,
                _in_order(record),
            )


def _in_order(record: Range | DurationRange) -> str:
    """Say how to correct a reversed range: months may have been meant as minutes."""
    if isinstance(record, DurationRange) and record.min and record.max:
        minutes = MONTHS.sub(r"PT\1M", record.min)
        if minutes != record.min and parse(minutes).days()[0] <= parse(record.max).days()[1]:
            return (
                f"write `min: {minutes}`; {record.min} is {parse(record.min).words()}, {minutes} "
                f"is {parse(minutes).words()}"
            )
    return f"write `min: {record.max}`, `max: {record.min}`"


#: Of whom the others are a part, by the key that counts the part.
PARTS_OF = (
    ("received", "allocated"),
    ("completed", "received"),
    ("completed", "allocated"),
    ("analysed", "allocated"),
)


@rule("intspec/more-than-there-were", waivable=False)
def more_than_there_were(subject: Subject) -> Findings:
    """More people received, completed or were analysed than there were.

    ## What it checks
    In `participants`, `received` and `analysed` are not greater than `allocated`, and `completed`
    is not greater than `received`, nor than `allocated`.

    ## Why it matters
    One of the two numbers is wrong.

    ## Example
    `participants: {allocated: 60, received: 54, completed: 50, analysed: 58}`

    ## Instead
    Where people had the intervention who were allocated to another arm, leave them out of
    `received`, and say so in `note`.

    ## Reference
    CONSORT 2025, item 22a.
    """
    had = subject.arm.participants if subject.arm is not None else None
    told: set[str] = set()
    for part, whole in PARTS_OF:
        more, fewer = getattr(had, part, None), getattr(had, whole, None)
        if more is not None and fewer is not None and more > fewer and part not in told:
            told.add(part)
            yield Finding(
                f"`{part}` is {more}, which is more than `{whole}`, {fewer}",
                subject.at("participants", part),
                "compare it with where you took it from: the one counts a part of the other",
                at="value",
            )


RULES: tuple[Rule, ...] = (
    group_without_size,
    size_without_group,
    measure_without_result,
    result_without_measure,
    range_reversed,
    more_than_there_were,
)
