"""TIDieR 8: how often something is done in each phase of the schedule, and how much each time."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from intspec import (
    Arm,
    DoesNotApply,
    Finding,
    Phase,
    Procedure,
    Rule,
    Subject,
    is_drug,
    is_empty,
    is_for_population,
    rule,
)
from intspec.text import flat, plain_words, shorten

Found = Iterator[Finding | DoesNotApply]

#: What says over what period something is given.
PERIOD = ("duration", "ends", "at", "trigger")
#: What says how often, or that it is no matter of number.
OFTEN = ("sessions", "frequency", "at", "trigger")
#: Phases in which nothing is given: they need a period only.
NOTHING_GIVEN = frozenset({"washout", "transition", "follow-up"})
#: How such phases were named before phases had kinds; numbers and these other words aside.
NAMES = frozenset({("washout",), ("wash", "out"), ("follow", "up"), ("followup",)})
RUN_INS = frozenset({("runin",), ("run", "in")})
BESIDE = frozenset({"period", "phase"})
#: The most characters of a description that a message quotes.
QUOTED = 60
#: A number with a unit of amount, as people write it in a sentence.
AMOUNT = (
    r"\b(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|half an?)[\s-]?"
    r"(?:(?:mg|[µμu]g|mcg|g|ml|IU|(?:milli|micro)?grams?|millilitres?|milliliters?|puffs?|tablets?"
    r"|capsules?|drops?|sets?|repetitions?|reps)\b"
    r"|%[^.;%]{0,30}?\b(?:max\w*|1 ?-?RM|one-repetition|VO2\w*))"
)


class Counted:
    """A phase in which something is given so and so often.

    Args:
        subject: The subject.
        arm: The arm.
        key: The key of the phase.
    """

    def __init__(self, subject: Subject, arm: Arm, key: str) -> None:
        self.subject = subject
        self.arm = arm
        self.key = key
        self.chain = _with_wholes(key, arm.schedule)

    @property
    def name(self) -> str:
        """What the phase is called."""
        return self.chain[self.key].label or self.key

    def says(self, *fields: str) -> bool:
        """Whether the phase, or one that it is a part of, says one of these."""
        return any(
            not is_empty(getattr(phase, field)) for phase in self.chain.values() for field in fields
        )

    @cached_property
    def named(self) -> Mapping[str, Procedure]:
        """The procedures that belong to the phase, where something says which."""
        for key, phase in self.chain.items():
            names = {plain_words(key), plain_words(phase.label or key)}
            procedures = {
                own: procedure
                for own, procedure in self.arm.procedures.items()
                if own in phase.procedures
                or (
                    not phase.procedures
                    and ({plain_words(own), plain_words(procedure.phase or own)} & names)
                )
            }
            if procedures:
                return procedures
        return {}

    @property
    def procedures(self) -> Mapping[str, Procedure]:
        """The procedures that belong to the phase; all of the arm where nothing says which."""
        return self.named or self.arm.procedures

    @cached_property
    def performers(self) -> frozenset[str]:
        """By whom its procedures are carried out."""
        by_provider = self.arm.providers or not self.arm.procedures
        otherwise = "provider" if by_provider else "participant"
        return frozenset(
            "provider" if procedure.providers else procedure.performed_by or otherwise
            for procedure in self.procedures.values()
        ) or frozenset({otherwise})

    @cached_property
    def gives_drug(self) -> bool:
        """Whether a drug or biological is given in it, for which only a dose says how much."""
        of_own = [procedure.materials for procedure in self.procedures.values()]
        if any(map(self._is_drug, of_own)):
            return True
        elsewhere = any(self._is_drug(one.materials) for one in self.arm.procedures.values())
        every = len(self.procedures) == len(self.arm.procedures)
        return every and not elsewhere and self._is_drug(self.arm.materials)

    def _is_drug(self, keys: tuple[str, ...]) -> bool:
        materials = self.subject.spec.materials
        return any(key in materials and is_drug(materials[key]) for key in keys)

    @cached_property
    def has_dose(self) -> bool:
        """Whether a dose is stated: of the phase, of its procedures, or of the arm."""
        return _has_dose(self.arm, *self.chain.values(), *self.procedures.values())

    @property
    def dose_elsewhere(self) -> bool:
        """Whether some phase or procedure of the arm states a dose."""
        return _has_dose(*self.arm.schedule.values(), *self.arm.procedures.values())

    @property
    def has_length(self) -> bool:
        """Whether it is stated how long it takes each time."""
        of_procedures = (one.session_length for one in self.procedures.values())
        return self.says("session_length") or not all(map(is_empty, of_procedures))

    @property
    def has_amount(self) -> bool:
        """Whether it is stated how much is given each time."""
        if self.has_dose:
            return True
        if self.gives_drug and (self.named or not self.dose_elsewhere):
            return False
        intensities = (one.intensity for one in self.procedures.values())
        return self.has_length or self.says("intensity") or not all(map(is_empty, intensities))

    @cached_property
    def in_words(self) -> Mapping[str, str]:
        """The amounts that stand in the words of its procedures, by the keys of these."""
        return {
            key: words
            for key, procedure in self.procedures.items()
            if (words := amount_in(procedure.description or ""))
        }

    @property
    def unlinked(self) -> bool:
        """Whether its procedures are not known, and it depends on them how much is asked."""
        return not self.named and len(self.performers) > 1 and not self.gives_drug


def amount_in(text: str) -> str:
    """Return what a text says from the first amount on; empty if it names none."""
    amount = re.search(AMOUNT, text, re.IGNORECASE)
    return re.split(r"[.;](?:\s|$)", flat(text[amount.start() :]))[0] if amount else ""


def _has_dose(*records: Arm | Phase | Procedure) -> bool:
    return any(one.dose is not None and not is_empty(one.dose.amount) for one in records)


def _with_wholes(key: str, schedule: Mapping[str, Phase]) -> dict[str, Phase]:
    """Return a phase and those that it is a part of, by their keys."""
    chain: dict[str, Phase] = {}
    step: str | None = key
    while step is not None and step in schedule and step not in chain:
        chain[step] = schedule[step]
        step = schedule[step].part_of
    return chain


def gives_nothing(key: str, phase: Phase) -> bool:
    """Tell whether a phase needs a period only: a washout, follow-up, transition or mere run-in."""
    bare = all(map(is_empty, (phase.procedures, phase.frequency, phase.sessions, phase.dose)))
    if phase.kind is not None:
        return phase.kind in NOTHING_GIVEN or (phase.kind == "run-in" and bare)
    names = (plain_words(name) for name in (key, phase.label or key))
    plain = {tuple(w for w in name if w not in BESIDE and not w.isdigit()) for name in names}
    return bool(plain & NAMES) or (bare and bool(plain & RUN_INS))


def given(subject: Subject) -> list[Counted]:
    """Return the phases in which something is given, but for those that have parts of their own."""
    arm = subject.arm
    if arm is None:
        return []
    wholes = {phase.part_of for phase in arm.schedule.values()}
    return [
        Counted(subject, arm, key)
        for key, phase in arm.schedule.items()
        if key not in wholes and not gives_nothing(key, phase)
    ]


def counted(subject: Subject) -> list[Counted]:
    """Return the phases of which it is asked how much is given each time."""
    return [
        phase
        for phase in given(subject)
        if phase.says("sessions", "frequency")
        and not phase.says("at", "trigger")
        and phase.performers != {"automated"}
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
    A phase of the schedule has a `duration`, an end (`ends`), fixed points (`at`) or a `trigger`;
    or a period of the `design` in which the arm is given has a `duration`, as in a crossover.

    ## Why it matters
    Twelve sessions in two weeks and in a year are different interventions.

    ## Example
    `schedule: {course: {duration: P12W}}`

    ## Instead
    For something that happens once or on an event, give `at:` or `trigger:`.

    ## Reference
    TIDieR 2014, item 8.
    """
    schedule = subject.arm.schedule if subject.arm is not None else {}
    design = subject.spec.design
    stated = [
        (key, field, getattr(phase, field)) for key, phase in schedule.items() for field in PERIOD
    ]
    of_design = [
        one.duration
        for one in (design.periods if design is not None else ())
        if not one.arms or subject.arm_key in one.arms
    ]
    if all(is_empty(value) for _key, _field, value in stated) and all(map(is_empty, of_design)):
        # What stands in the place, such as `TBC`, is where the answer belongs.
        place = next(((key, field) for key, field, value in stated if value), None)
        first = ((key, "duration") for key in schedule)
        yield Finding(
            "nothing says over what period this arm is given",
            subject.at("schedule", *(place or next(first, ()))),
            "add `course:` with `duration: P12W` to `schedule:`; P12W is twelve weeks",
        )


@rule("tidier/session-count")
def session_count(subject: Subject) -> Found:
    """A phase of the schedule says neither how many sessions it has nor how often they are.

    ## What it checks
    Each phase that has no parts of its own gives `sessions`, `frequency`, fixed points (`at`) or a
    `trigger`; what the phase around it gives holds for it too. A washout, a transition, a
    follow-up and a run-in without treatment need a period only, and what is given to a population
    has no sessions.

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
    if not phases:
        yield DoesNotApply("no phase of the schedule has sessions")
    for phase in phases:
        if not phase.says(*OFTEN):
            yield Finding(
                f"the phase '{phase.name}' does not say the number or frequency of sessions",
                subject.at("schedule", phase.key, "sessions"),
                "add `frequency: {times: 1, per: P1W}` or `sessions:` to the phase",
                target=phase.key,
            )


@rule("tidier/amount")
def amount(subject: Subject) -> Found:
    """A phase says how often something is given, and not how much each time.

    ## What it checks
    Each phase with `frequency` or `sessions` states a `session_length`, an `intensity` or a `dose`:
    its own, or that of its procedures or of the arm. For a drug or biological only a dose counts.
    The `duration` of a phase is the period, and a strength in the name of a material is no dose. It
    is not asked where all is automated, at fixed points (`at`), on a `trigger`, or of a population.

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
    if not any(one.has_amount or one.in_words or not one.unlinked for one in phases):
        yield DoesNotApply("no phase counts something of which the amount is asked")
    for phase in phases:
        if phase.has_amount or phase.in_words or phase.unlinked:
            continue
        if phase.gives_drug:
            yield Finding(
                f"the phase '{phase.name}' does not say the dose: how much is taken or given at a "
                "time",
                subject.at("schedule", phase.key, "dose", "amount"),
                "add `amount: 10 mg` to `dose:` of the phase",
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


@rule("tidier/amount-in-words", severity="warning")
def amount_in_words(subject: Subject) -> Found:
    """A dose stands only in the words of a procedure.

    ## What it checks
    Where a phase states no amount and the `description` of one of its procedures names one (mg, ml,
    IU, puffs, tablets, drops, sets, repetitions, a part of a maximum), it is told to move it.

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
    words = {key: text for phase in silent for key, text in phase.in_words.items()}
    if not phases:
        yield DoesNotApply("no phase counts something of which the amount is asked")
    for key, text in words.items():
        yield Finding(
            f"the dose stands only in the words of '{key}': '{shorten(text, QUOTED)}'",
            subject.at("procedures", key, "dose", "amount"),
            f"add `amount: {_first(text)}` to `dose:` of the procedure",
            target=key,
        )


def _first(text: str) -> str:
    amount = re.match(AMOUNT, text, re.IGNORECASE)
    return amount.group() if amount else text


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
        if not phase.unlinked or phase.has_amount or phase.in_words:
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
    asked = [one for one in phases if not one.gives_drug]
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
