"""Schedule arithmetic: period, frequency and number of sessions agree."""

import math
from collections.abc import Iterator, Mapping

from intspec.diagnostics import Finding
from intspec.model import Frequency, Phase
from intspec.rules import DoesNotApply, Rule, Subject, rule
from intspec.rules.phase_keys import is_chain
from intspec.rules.time_words import stands_for_several
from intspec.text.durations import in_words, parse

Findings = Iterator[Finding | DoesNotApply]
#: How far two lengths of time may differ and still agree, in parts of the longer.
TOLERANCE = 0.12
#: How far a number that is said to be approximate may lie from the one meant, in parts of it.
ROUGHLY = 0.25
#: So many times are a slip of the pen, whatever their length.
MANY = 1000


@rule("intspec/schedule-arithmetic")
def schedule_arithmetic(subject: Subject) -> Findings:
    """Period, frequency and number of sessions contradict each other.

    ## What it checks
    A phase's frequency times its duration is its number of planned sessions, give or take one;
    its fixed points (`at`) are as many; from its start to its end it lasts as long as `duration`
    says; its sessions have room in the time in which they come; and phases that follow one another
    add up to the phase that they are parts of.
    Lengths are compared with tolerance: 16 weeks and 4 months agree. Phases that run side by side
    are not added up.

    ## Why it matters
    Two numbers that contradict each other leave the reader with none.

    ## Example
    `duration: P16W`, `frequency: {times: 1, per: P1W}`, `sessions: {planned: {min: 16, max: 16}}`

    ## Instead
    Where a pause explains the difference, declare `intspec/schedule-arithmetic` for the arm and
    say so.

    ## Reference
    TIDieR 2014, item 8.
    """
    schedule = subject.arm.schedule if subject.arm else {}
    compared = False
    for key, phase in schedule.items():
        expected = _expected(phase)
        planned = phase.sessions.planned if phase.sessions else None
        if expected is not None and planned is not None:
            compared = True
            low, high = expected
            least = planned.min if planned.min is not None else planned.max
            most = planned.max if planned.max is not None else planned.min
            if planned.about and least is not None and most is not None:
                low, high = low - least * ROUGHLY, high + most * ROUGHLY
            if least is not None and most is not None and (most < low or least > high):
                yield _sessions(subject, key, phase, (least, most))
        for finding in (*_points(subject, key, phase), *_ends(subject, key, phase)):
            compared = True
            yield finding
    for whole, parts in _sequences(schedule).items():
        ends = _days(schedule[whole])
        lengths = [_days(schedule[part]) for part in parts]
        if ends is None or any(length is None for length in lengths):
            continue
        compared = True
        total = (
            sum(length[0] for length in lengths if length),
            sum(length[1] for length in lengths if length),
        )
        # One part alone may be the beginning, or the end, of what it is a part of.
        shorter = len(parts) > 1 and total[1] < ends[0] * (1 - TOLERANCE)
        if shorter or total[0] > ends[1] * (1 + TOLERANCE):
            names = " and ".join(f"`{p}`" for p in parts)
            yield Finding(
                f"the phases {names} last {in_words(total)} together, but `{whole}`, which they "
                f"are parts of, lasts {in_words(ends)}",
                subject.at("schedule", whole),
                f"add `duration: P{round(sum(total) / 14)}W` to `{whole}:`, if its parts are right",
                target=whole,
            )
    if not compared:
        yield DoesNotApply("nothing to compare: a duration with a frequency and a number is needed")


def _points(subject: Subject, key: str, phase: Phase) -> Iterator[Finding]:
    """Compare fixed points with the number of sessions, and sessions with the time for them."""
    planned = phase.sessions.planned if phase.sessions is not None else None
    points = len(phase.at)
    single = points > 1 and not any(map(stands_for_several, phase.at))
    most = planned.max if planned is not None and not planned.about else None
    exact = planned is not None and planned.min == most
    # Two at each of three points are six.
    if single and most is not None and (most < points or (exact and most % points)):
        yield Finding(
            f"`at` names {points} points, but `sessions` says {most}",
            subject.at("schedule", key, "sessions"),
            f"write `sessions: {points}`, or correct `at`",
            target=key,
        )
    length, often = phase.session_length, phase.frequency
    if length is not None and length.min is not None and often is not None and often.times < MANY:
        taken = parse(length.min).days()[0] * often.times
        if taken > parse(often.per).days()[1]:
            yield Finding(
                f"{often.times} sessions of {parse(length.min).words()} do not fit into "
                f"{parse(often.per).words()}",
                subject.at("schedule", key, "session_length"),
                "compare it with where you took it from: a length or a number is wrong",
                target=key,
            )


def _ends(subject: Subject, key: str, phase: Phase) -> Iterator[Finding]:
    """Compare the time from start to end of a phase with its duration."""
    between = _between(phase)
    if phase.duration is None or between is None:
        return
    low, high = parse(phase.duration).days()
    if high < between[0] * (1 - TOLERANCE) or low * (1 - TOLERANCE) > between[1]:
        yield Finding(
            f"from start to end it is {in_words(between)}, but `duration` says "
            f"{parse(phase.duration).words()}",
            subject.at("schedule", key, "duration"),
            "remove `duration`, if `starts` and `ends` are right",
            target=key,
            at="value",
        )


def _sessions(subject: Subject, key: str, phase: Phase, stated: tuple[int, int]) -> Finding:
    duration = parse(phase.duration or "P0D").words()
    frequency = phase.frequency
    often = _often(frequency) if frequency else ""
    expected = _expected(phase) or (0.0, 0.0)
    middle = round((expected[0] + expected[1]) / 2)
    least, most = stated
    actual = phase.sessions.actual if phase.sessions else None
    agreeing = f"planned: {middle}" if actual is not None else f"sessions: {middle}"
    number = str(least) if least == most else f"{least} to {most}"
    return Finding(
        f"a schedule of {duration}, {often}, is {middle} sessions, but `sessions` says {number}",
        subject.at("schedule", key, "sessions"),
        f"write `{agreeing}` if the frequency and the duration are right",
        target=key,
    )


def _often(frequency: Frequency) -> str:
    times = {1: "once", 2: "twice"}.get(frequency.times, f"{frequency.times} times")
    per = parse(frequency.per).words()
    return f"{times} a {per[2:]}" if per.startswith("1 ") else f"{times} in {per}"


def _expected(phase: Phase) -> tuple[float, float] | None:
    """Return the fewest and most sessions that duration and frequency allow."""
    if phase.duration is None or phase.frequency is None:
        return None
    least, most = parse(phase.duration).days()
    short, long = parse(phase.frequency.per).days()
    if not short:
        return None
    times = phase.frequency.times
    # The first session may stand at the beginning and the last at the end.
    slack = max(1.0, times * 1.0)
    low, high = times * least / long - slack, times * most / short + slack
    return (low, high) if math.isfinite(high) else None


def _days(phase: Phase) -> tuple[float, float] | None:
    return parse(phase.duration).days() if phase.duration is not None else _between(phase)


def _between(phase: Phase) -> tuple[float, float] | None:
    """Return the days from the start of a phase to its end, where both are told from one event."""
    starts, ends = phase.starts, phase.ends
    if starts is None or ends is None or starts.anchor != ends.anchor or ends.offset is None:
        return None
    end = parse(ends.offset).days()
    begin = parse(starts.offset).days() if starts.offset else (0.0, 0.0)
    if starts.before:
        begin = (-begin[1], -begin[0])
    return end[0] - begin[1], end[1] - begin[0]


def _sequences(schedule: Mapping[str, Phase]) -> dict[str, list[str]]:
    """Return, for each phase with parts, its parts if each follows another one of them."""
    parts: dict[str, list[str]] = {}
    for key, phase in schedule.items():
        if phase.part_of is not None and phase.part_of in schedule and phase.part_of != key:
            parts.setdefault(phase.part_of, []).append(key)
    return {whole: keys for whole, keys in parts.items() if _adds_up(schedule, keys)}


def _adds_up(schedule: Mapping[str, Phase], keys: list[str]) -> bool:
    """Tell whether the parts of a phase are a chain that nothing outside them belongs to."""
    outside = any(schedule[key].follows not in (None, *keys) for key in keys)
    return is_chain(schedule, keys) and not outside


@rule("intspec/phase-loop", waivable=False)
def phase_loop(subject: Subject) -> Findings:
    """Phases of the schedule are parts of, or follow, each other in a circle.

    ## What it checks
    `part_of` and `follows` lead away from a phase and never back to it.

    ## Why it matters
    A circle has no order.

    ## Example
    `maintenance: {follows: course}`

    ## Instead
    For phases at the same time, use `alongside`.

    ## Reference
    intspec model 1.0.
    """
    schedule = subject.arm.schedule if subject.arm else {}
    for name in ("part_of", "follows"):
        finished: set[str] = set()
        for key in schedule:
            chain: list[str] = []
            step: str | None = key
            while step in schedule and step not in chain and step not in finished:
                chain.append(str(step))
                step = getattr(schedule[str(step)], name)
            finished.update(chain)
            if step in chain:
                yield Finding(
                    f"the phase `{step}` leads back to itself through `{name}`",
                    subject.at("schedule", str(step), name),
                    f"remove `{name}`, or that of another phase of the circle",
                    target=str(step),
                )


RULES: tuple[Rule, ...] = (schedule_arithmetic, phase_loop)
