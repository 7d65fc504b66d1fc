"""TIDieR 8: how often something is done in each phase of the schedule, and how much each time."""

from collections.abc import Iterator, Mapping

from intspec import (
    DoesNotApply,
    Finding,
    GivenPhase,
    Phase,
    Rule,
    Subject,
    first_amount,
    given_phases,
    is_empty,
    is_for_population,
    is_point,
    is_untreated,
    leaf_phases,
    phase_kind,
    rule,
)
from intspec.text import shorten, some_of

Found = Iterator[Finding | DoesNotApply]

#: What says over what period something is given.
PERIOD = ("duration", "ends")
#: Where that may stand: a point in time is its own period, and an event that comes once is one.
PLACES = (*PERIOD, "at", "trigger")
#: What says how often, or that it is no matter of number.
OFTEN = ("sessions", "frequency", "at", "trigger")
#: The most characters of a description that a message quotes.
QUOTED = 60
#: The most drugs that a message names.
SHOWN = 3


def given(subject: Subject) -> list[GivenPhase]:
    """Return the phases in which something is given, but for those that have parts of their own."""
    return given_phases(subject.arm, subject.spec) if subject.arm is not None else []


def counted(subject: Subject) -> list[GivenPhase]:
    """Return the phases of which it is asked how much is given each time."""
    return [
        phase
        for phase in given(subject)
        if phase.performers != {"automated"}
        and (phase.drugs or not phase.is_enabling)
        and (
            phase.is_drug_at_points
            or (phase.says("sessions", "frequency") and not phase.says("at", "trigger"))
        )
    ]


def of_people(subject: Subject, found: Found) -> Found:
    """Go over what a rule found, unless the arm is given to a population."""
    listed = [*found]
    # How it is delivered is looked at only where something may be missing.
    missing = any(isinstance(one, Finding) for one in listed)
    if missing and subject.arm is not None and is_for_population(subject.arm):
        yield DoesNotApply("what is given to a population has no sessions")
    else:
        yield from listed


@rule("tidier/period")
def period(subject: Subject) -> Found:
    """Nothing says over what period an arm is given.

    ## What it checks
    Each phase of the schedule has a `duration`, an end (`ends`) or fixed points (`at`), of its own
    or of the phase around it or beside it; or a period of the `design` in which the arm is given
    has a `duration`, as in a crossover. A single session has no period, and a number of `sessions`
    with their `frequency` says it: six cycles, one each three weeks. A `trigger` is a point in time
    where it comes once ("the end of the operation"); what is given whenever somebody wishes, or at
    each visit, is given over a period, its own or that of other phases. A washout, a transition, a
    follow-up and a mere run-in are no period in which something is given.

    ## Why it matters
    Twelve sessions in two weeks and in a year are different interventions.

    ## Example
    `schedule: {course: {duration: P12W}}`

    ## Instead
    For something that happens once, give `at:`, or `sessions: 1`.

    ## Reference
    TIDieR 2014, item 8.
    """
    arm = subject.arm
    schedule = arm.schedule if arm is not None else {}
    stated = [
        (key, field, getattr(phase, field)) for key, phase in schedule.items() for field in PLACES
    ]
    of_design, washouts = _of_design(subject)
    told = of_design or any(map(_lasts_by_itself, schedule.values()))
    if not told:
        # What stands in the place, such as `TBC`, is where the answer belongs.
        unread = (one for one in stated if one[2] and is_empty(one[2]))
        place = next(((key, field) for key, field, _value in unread), None)
        first = ((key, "duration") for key in schedule)
        yield Finding(
            "nothing says over what period this arm is given",
            subject.at("schedule", *(place or next(first, ()))),
            "add `course:` with `duration: P12W` to `schedule:`; P12W is twelve weeks",
        )
    elif arm is not None and not given(subject) and not of_design and not is_untreated(arm):
        kinds = {phase_kind(key, phase) for key, phase in schedule.items()}
        names = " and ".join(f"a {kind}" for kind in sorted(map(str, kinds)))
        yield Finding(
            f"only {names} is described, and nothing says over what period this arm is given",
            subject.at("schedule"),
            "add `course:` with `duration: P12W` to `schedule:`; P12W is twelve weeks",
        )
    else:
        yield from _open_phases(subject, of_design=of_design, washouts=washouts)


def _of_design(subject: Subject) -> tuple[bool, bool]:
    """Return whether the periods of the design last so long in this arm, and their washouts."""
    design = subject.spec.design
    periods = [
        one
        for one in (design.periods if design is not None else ())
        if not one.arms or subject.arm_key in one.arms
    ]
    lasting = any(not is_empty(one.duration) for one in periods)
    return lasting, any(not is_empty(one.washout) for one in periods)


def _open_phases(subject: Subject, *, of_design: bool, washouts: bool) -> Found:
    """Go over the phases of which it is not said how long they last, while it is of others."""
    schedule = subject.arm.schedule if subject.arm is not None else {}
    giving = {phase.key for phase in given(subject)}
    lasting = [key for key in giving if _has_period(schedule[key])]
    for key in leaf_phases(schedule):
        if key in giving and of_design:
            continue
        if phase_kind(key, schedule[key]) == "washout" and washouts:
            continue
        phase = schedule[key]
        # What comes on an event comes within the period of what is given beside it.
        within = key not in giving or any(one != key for one in lasting)
        if not _lasts(key, schedule) and not (within and not is_empty(phase.trigger)):
            yield Finding(
                f"nothing says how long the phase '{phase.label or key}' lasts",
                subject.at("schedule", key, "duration"),
                "add `duration: P12W` to the phase; P12W is twelve weeks",
                target=key,
            )


def _lasts(key: str, schedule: Mapping[str, Phase]) -> bool:
    """Tell whether a phase, one that it is a part of or one beside it says how long it lasts.

    A single session lasts no longer than that.
    """
    seen: set[str] = set()
    steps = [key]
    while steps:
        step = steps.pop()
        if step in seen or step not in schedule:
            continue
        seen.add(step)
        phase = schedule[step]
        if _lasts_by_itself(phase):
            return True
        steps += [one for one in (phase.part_of, phase.alongside) if one is not None]
    return False


def _lasts_by_itself(phase: Phase) -> bool:
    """Tell whether a phase says how long it lasts, or how many times how far apart."""
    sessions = phase.sessions.planned if phase.sessions is not None else None
    exact = sessions is not None and sessions.max is not None and sessions.min == sessions.max
    once = sessions is not None and sessions.max == 1
    cycles = exact and phase.frequency is not None
    return once or cycles or _has_period(phase) or is_point(phase)


def _has_period(phase: Phase) -> bool:
    return any(not is_empty(getattr(phase, field)) for field in PERIOD)


@rule("tidier/session-count")
def session_count(subject: Subject) -> Found:
    """A phase of the schedule says neither how many sessions it has nor how often they are.

    ## What it checks
    Each phase that has no parts of its own gives `sessions`, `frequency`, fixed points (`at`) or a
    `trigger`; what the phase around it gives holds for it too. A washout, a transition, a
    follow-up and a run-in without treatment need a period only, and what is given to a population
    has no sessions. What is given without a break, as its dose, intensity or note says, is not
    counted, and an amount by the day ("1500 kcal a day") says how often, but for a drug. Where all
    that is done belongs to other phases, a wait has no sessions. The periods of the `design` say
    how long it is given, and not how often; and how often a machine sends something is not how
    often people do something.

    ## Why it matters
    Without a number nobody can repeat the dose.

    ## Example
    `frequency: {times: 1, per: P1W}`, or `sessions: {planned: {min: 10, max: 10}}`

    ## Instead
    Where use is free, say so as a trigger: `trigger: whenever the participant wishes`.

    ## Reference
    TIDieR 2014, item 8.
    """
    yield from of_people(subject, _session_count(subject))


def _session_count(subject: Subject) -> Found:
    phases = given(subject)
    if not phases and _of_design(subject)[0]:
        yield Finding(
            "nothing says how often this arm is given, or how many times",
            subject.at("schedule"),
            "add `course:` with `frequency: {times: 1, per: P1W}` to `schedule:`",
        )
    elif not phases:
        yield DoesNotApply("no phase of the schedule has sessions")
    elif (name := _unscheduled(phases)) is not None:
        yield Finding(
            f"the schedule is only about what a machine does, and nothing says how often '{name}' "
            "is done",
            subject.at("schedule"),
            f"add `{name}:` with `duration:` and `frequency: {{times: 1, per: P1W}}` to "
            "`schedule:`",
        )
    for phase in phases:
        if not (phase.says(*OFTEN) or phase.is_unbroken or phase.is_told_by_day):
            yield Finding(
                f"the phase '{phase.name}' does not say the number or frequency of sessions",
                subject.at("schedule", phase.key, "sessions"),
                "add `frequency: {times: 1, per: P1W}` or `sessions:` to the phase",
                target=phase.key,
            )


def _unscheduled(phases: list[GivenPhase]) -> str | None:
    """Return a procedure of providers, where all phases are about what a machine does."""
    if any(phase.performers != {"automated"} for phase in phases):
        return None
    arm = phases[0].arm
    return next((key for key, one in arm.procedures.items() if one.providers), None)


@rule("tidier/amount")
def amount(subject: Subject) -> Found:
    """A phase says how often something is given, and not how much each time.

    ## What it checks
    Each phase with `frequency` or `sessions` states a `session_length`, an `intensity` or a `dose`:
    its own, or that of its procedures or of the arm. For a drug or biological only a dose counts,
    and each has its own, at fixed points (`at`) and on a `trigger` too. The dose of one procedure
    is none of another, and that of a drug none of a talk. The `duration` of a phase is the period,
    a strength in the name of a material is no dose, and neither is `the usual dose`. Beside drugs
    it is not asked at fixed points and on a `trigger`, where all is automated, of a population, or
    of what only makes other procedures possible (`enabling: true`); a machine's procedure beside
    others is not asked, and answers for none of them.

    ## Why it matters
    Ten times 20 minutes and ten times two hours are different doses, and so are 5 mg and 50 mg.

    ## Example
    `session_length: PT45M`, `intensity: RPE 12 to 14`, or `dose: {amount: 10 mg}`

    ## Instead
    Where it was left open, declare `tidier/amount` as not-applicable and say why.

    ## Reference
    TIDieR 2014, item 8.
    """
    yield from of_people(subject, _amount(subject))


def _amount(subject: Subject) -> Found:
    phases = counted(subject)
    if not phases:
        yield DoesNotApply("no phase counts something of which the amount is asked")
    for phase in phases:
        if phase.has_amount or phase.in_words:
            continue
        if phase.drugs:
            yield Finding(
                f"the phase '{phase.name}' does not say the dose{_of(phase)}: how much is taken or "
                "given at a time",
                subject.at("schedule", phase.key, "dose", "amount"),
                "add `amount: 10 mg` to `dose:` of the phase"
                + (", or to `dose:` of the procedure" if _of(phase) else ""),
                target=phase.key,
            )
        else:
            yield Finding(
                f"the phase '{phase.name}' does not say how much is given each time: how long it "
                "takes, how hard it is, or the dose",
                subject.at("schedule", phase.key, "session_length"),
                "add `session_length: {min: PT45M, max: PT60M}` to the phase, or `intensity:`, or "
                "`dose:` with `amount:`",
                target=phase.key,
            )


def _of(phase: GivenPhase) -> str:
    """Name the drugs of a phase that have no dose, where others are given in it too."""
    if len(phase.drugs) == 1:
        return ""
    shown = [f"'{phase.spec.materials[key].name}'" for key in phase.undosed[:SHOWN]]
    return f" of {some_of((*shown, *phase.undosed[SHOWN:]), SHOWN)}"


@rule("tidier/amount-in-words", severity="warning")
def amount_in_words(subject: Subject) -> Found:
    """A dose stands only in the words of a procedure.

    ## What it checks
    Where a phase states no amount and the `description` of one of its procedures names one, it is
    told to move it: of a drug mg, ml, IU, puffs, tablets or drops, of an exercise sets, repetitions
    or a part of a maximum. What is drunk with a drug, or drawn from a body, is no dose.

    ## Why it matters
    What stands in its place can be compared between arms and printed in tables.

    ## Example
    `dose: {amount: 0.5 mg}` in the procedure.

    ## Instead
    Where the dose changes from phase to phase, write a `dose` in each phase.

    ## Reference
    TIDieR 2014, item 8.
    """
    yield from of_people(subject, _amount_in_words(subject))


def _amount_in_words(subject: Subject) -> Found:
    phases = counted(subject)
    silent = [phase for phase in phases if not phase.has_amount]
    # Phases of which nothing says what belongs to them have the same words.
    once = {id(phase.in_words): phase.in_words for phase in silent}
    words = {key: text for own in once.values() for key, text in own.items()}
    if not phases:
        yield DoesNotApply("no phase counts something of which the amount is asked")
    for key, text in words.items():
        yield Finding(
            f"the dose stands only in the words of '{key}': '{shorten(text, QUOTED)}'",
            subject.at("procedures", key, "dose", "amount"),
            f"add `amount: {first_amount(text)}` to `dose:` of the procedure",
            target=key,
        )


@rule("tidier/amount-unlinked", severity="warning")
def amount_unlinked(subject: Subject) -> Found:
    """Nothing says which procedures a phase is about, and it depends on them what is asked of it.

    ## What it checks
    Where the procedures of an arm are carried out by different performers (providers, participants,
    a machine), a phase that states no amount names its `procedures`.

    ## Why it matters
    A phone call has a length and a tablet a dose; an automated message needs neither.

    ## Example
    `schedule: {messages: {procedures: [text], duration: P4W, frequency: {times: 2, per: P1D}}}`

    ## Instead
    Give the phase the key of its procedure, or state in it how much is given each time.

    ## Reference
    TIDieR 2014, item 8.
    """
    yield from of_people(subject, _amount_unlinked(subject))


def _amount_unlinked(subject: Subject) -> Found:
    phases = counted(subject)
    if not phases:
        yield DoesNotApply("no phase counts something of which the amount is asked")
    for phase in phases:
        unlinked = not phase.named and len(phase.performers) > 1 and not phase.drugs
        if not unlinked or phase.has_amount or phase.in_words:
            continue
        first = next(iter(phase.procedures))
        yield Finding(
            f"nothing says which procedures the phase '{phase.name}' is about, so it is not known "
            "whether a length, an intensity or a dose is missing",
            subject.at("schedule", phase.key, "procedures"),
            f"add `procedures: [{first}]` to the phase, with the keys of those that belong to it",
            target=phase.key,
        )


@rule("tidier/session-length", severity="warning")
def session_length(subject: Subject) -> Found:
    """A phase in which providers do something does not say how long a session lasts.

    ## What it checks
    Each phase that counts something, all of whose procedures are carried out by providers, gives a
    `session_length`, its own or that of a procedure; what the phase around it gives holds for it
    too. It is recommended: `tidier/amount` says what is required.

    ## Why it matters
    Ten sessions of 20 minutes and ten of two hours are different doses.

    ## Example
    `session_length: {min: PT45M, max: PT60M}`

    ## Instead
    Where it was left open, declare `tidier/session-length` as not-applicable and say why.

    ## Reference
    TIDieR 2014, item 8.
    """
    yield from of_people(subject, _session_length(subject))


def _session_length(subject: Subject) -> Found:
    phases = [one for one in counted(subject) if one.performers == {"provider"}]
    asked = [one for one in phases if not one.drugs]
    if not asked:
        yield DoesNotApply("no phase has sessions that providers give")
    for phase in asked:
        if not phase.has_length:
            yield Finding(
                f"the phase '{phase.name}' does not say how long a session lasts",
                subject.at("schedule", phase.key, "session_length"),
                "add `session_length: {min: PT45M, max: PT60M}` to the phase",
                target=phase.key,
            )


RULES: tuple[Rule, ...] = (
    period,
    session_count,
    amount,
    amount_in_words,
    amount_unlinked,
    session_length,
)
