"""TIDieR 11 and 12: how fidelity and adherence are assessed, and what came of it."""

from collections.abc import Iterator

from intspec import (
    Arm,
    DoesNotApply,
    Finding,
    Holds,
    Rule,
    Specification,
    Subject,
    has_value,
    is_drug,
    is_empty,
    planning_arms,
    rule,
)

Found = Iterator[Finding | DoesNotApply | Holds]

#: The kinds of measures that say how well it was delivered and kept to: reach and dose do not.
HOW_WELL = frozenset({"fidelity", "adherence"})
#: What a declaration names that nothing is assessed, and its states.
HOW_WELL_PLANNED = "tidier/how-well-planned"
NOTHING = frozenset({"not-applicable", "not-done"})


class Assessment:
    """What an arm says of how fidelity and adherence are assessed, and what came of it.

    Args:
        arm: The arm. The plan of a combination is that of the arms that it combines.
        spec: The specification.
    """

    def __init__(self, arm: Arm, spec: Specification) -> None:
        self.arm = arm
        self.spec = spec
        plans = planning_arms(arm, spec)
        fidelity = [one.fidelity for one in plans if one.fidelity is not None]
        adherence = [one.adherence for one in plans if one.adherence is not None]
        answers = [one.assessed for one in fidelity if one.assessed is not None]
        self.assessed = any(answers) if answers else None
        self.measures = tuple(name for one in fidelity for name in one.measures)
        self.results = arm.fidelity.results if arm.fidelity is not None else ()
        named = (name for one in adherence for name in one.measures)
        self.of_adherence = tuple(name for name in named if self._how_well(name))
        self.results_of_adherence = arm.adherence.results if arm.adherence is not None else ()
        self.says_how = any(not is_empty(one.monitoring) for one in adherence)
        self.monitored = any(one.monitored is True for one in adherence)

    def of_kind(self, *kinds: str) -> list[str]:
        """Return the measures of these kinds; one that is not described may be of any."""
        every = (*self.measures, *self.of_adherence)
        names = dict.fromkeys(name for name in every if not is_empty(name))
        return [name for name in names if self._is_of(name, kinds)]

    def _is_of(self, name: str, kinds: tuple[str, ...]) -> bool:
        known = self.spec.measures
        return name not in known or known[name].kind in kinds

    @property
    def unanswered(self) -> tuple[str | int, ...]:
        """Where the answer belongs: at a measure whose key leads nowhere, if one is named."""
        for key, record in (("fidelity", self.arm.fidelity), ("adherence", self.arm.adherence)):
            if record is not None and record.measures and is_empty(record.measures):
                return (key, "measures", 0)
        return ("fidelity", "assessed")

    @property
    def follows_adherence(self) -> bool:
        """Whether it is said how adherence is followed."""
        return not is_empty(self.of_adherence) or self.says_how

    def came_to(self, *kinds: str) -> bool:
        """Whether a measure of these kinds has a value or a summary."""
        return any(
            not is_empty(result.measure)
            and self._is_of(str(result.measure), kinds)
            and has_value(result)
            for result in (*self.results, *self.results_of_adherence)
        )

    @property
    def has_no_value(self) -> bool:
        """Whether there are results, and they only say how many or what is missing."""
        results = (*self.results, *self.results_of_adherence)
        return bool(results) and not any(map(has_value, results))

    @property
    def without_value(self) -> tuple[str | int, ...]:
        """Where a result belongs: at the first text that gives none, if there is one."""
        for key, results in (("fidelity", self.results), ("adherence", self.results_of_adherence)):
            for number, result in enumerate(results):
                for name, text in (("value", result.value), ("summary", result.summary)):
                    if text and is_empty(text):
                        return (key, "results", number, name)
        return ("fidelity", "results")

    @property
    def is_followed(self) -> bool:
        """Whether it is said that adherence is followed, be it without how."""
        return self.monitored or self.follows_adherence

    @property
    def is_taken_unfollowed(self) -> bool:
        """Whether people take drugs by themselves, and it is said that nobody followed that.

        Adherence is all that there is to follow.
        """
        adherence = self.arm.adherence
        if self.assessed is not None or adherence is None or adherence.monitored is not False:
            return False
        every = self.arm.procedures.values()
        names = {*self.arm.materials, *(name for one in every for name in one.materials)}
        known = self.spec.materials
        by_themselves = bool(every) and all(
            one.performed_by == "participant" and not one.providers for one in every
        )
        return by_themselves and any(name in known and is_drug(known[name]) for name in names)

    @property
    def adherence_came_to(self) -> bool:
        """Whether it is said what following adherence came to."""
        own = [
            r for r in self.results_of_adherence if r.measure is None or self._how_well(r.measure)
        ]
        return any(map(has_value, own)) or self.came_to("adherence")

    def _how_well(self, name: str) -> bool:
        return self._is_of(name, (*HOW_WELL,))


def assessment(subject: Subject) -> Assessment:
    """Return what the arm of a subject says of how fidelity and adherence are assessed."""
    return Assessment(subject.arm or Arm(role="experimental", name=""), subject.spec)


@rule("tidier/fidelity-stated")
def fidelity_stated(subject: Subject) -> Found:
    """Nothing says whether adherence or fidelity is assessed.

    ## What it checks
    `fidelity` says whether it is assessed, or names measures of fidelity or adherence; or
    `adherence` says that it is followed and how. Measures of reach and dose are no answer, and
    neither is `adherence: {monitored: false}` alone; of a drug that people take by themselves it
    is one.

    ## Why it matters
    When a trial finds nothing, the first question is whether the intervention took place.

    ## Example
    `adherence: {monitored: true, monitoring: a diary of home exercises}`

    ## Instead
    'No' is an answer: `fidelity: {assessed: false}`.

    ## Reference
    TIDieR 2014, item 11.
    """
    stated = assessment(subject)
    if stated.assessed is None and not stated.of_kind(*HOW_WELL) and not stated.is_followed:
        if stated.is_taken_unfollowed:
            return
        adherence = subject.arm.adherence if subject.arm is not None else None
        denied = adherence is not None and adherence.monitored is False
        yield Finding(
            "adherence is not followed, and nothing says whether fidelity is assessed in this arm"
            if denied
            else "nothing says whether adherence or fidelity is assessed in this arm",
            subject.at(*stated.unanswered),
            "add `assessed: true` and `measures:` to `fidelity:`, or `assessed: false`",
        )


@rule("tidier/fidelity-measures")
def fidelity_measures(subject: Subject) -> Found:
    """Fidelity is said to be assessed, and nothing says by what measure.

    ## What it checks
    Where `fidelity.assessed` is true, a measure of fidelity or adherence is named, unless
    `adherence` says how it is followed. A measure of reach or dose is none.

    ## Why it matters
    Attendance and keeping to the manual are different things.

    ## Example
    `fidelity: {assessed: true, measures: [checklist]}`

    ## Instead
    Where there was none, say `assessed: false`.

    ## Reference
    TIDieR 2014, item 11.
    """
    stated = assessment(subject)
    if stated.assessed is not True:
        yield DoesNotApply("fidelity is not said to be assessed")
    elif not stated.of_kind(*HOW_WELL) and not stated.follows_adherence:
        yield Finding(
            "fidelity is assessed, but no measure of fidelity or adherence is named",
            subject.at("fidelity", "measures"),
            "describe it under `measures:` at the top level, as `checklist:` with `name:`, "
            "`kind: fidelity`, and write `measures: [checklist]` in `fidelity:`",
        )
    else:
        yield from _undescribed(subject)


def _undescribed(subject: Subject) -> Found:
    """Go over measures that nothing describes, beside others: each stands for a gap of its own."""
    arm = subject.arm
    parts = (("fidelity", arm.fidelity), ("adherence", arm.adherence)) if arm is not None else ()
    for key, part in parts:
        for number, name in enumerate(part.measures if part is not None else ()):
            if is_empty(name):
                yield Holds()
                yield Finding(
                    "nothing describes one of the measures",
                    subject.at(key, "measures", number),
                    "describe it under `measures:` at the top level",
                )


@rule("tidier/adherence-how")
def adherence_how(subject: Subject) -> Found:
    """Adherence is said to be followed, and nothing says how.

    ## What it checks
    Where `adherence.monitored` is true, `monitoring` says how, or a measure of adherence is named:
    a measure of fidelity says how the providers were followed, not the participants.

    ## Why it matters
    A diary, a count of tablets and a register find different things.

    ## Example
    `adherence: {monitored: true, monitoring: a diary of home exercises}`

    ## Instead
    Where nobody follows it, say `monitored: false`.

    ## Reference
    TIDieR 2014, item 11.
    """
    stated = assessment(subject)
    if not stated.monitored or stated.of_kind("adherence"):
        yield DoesNotApply("adherence is not said to be followed, or a measure says how")
    elif not stated.follows_adherence:
        yield Finding(
            "adherence is followed, but nothing says how",
            subject.at("adherence", "monitoring"),
            "add `monitoring:` to `adherence:`",
        )


@rule("tidier/fidelity-actual")
def fidelity_actual(subject: Subject) -> Found:
    """How far delivery went as it was planned is not stated.

    ## What it checks
    At results stage, `fidelity.results` holds a value or a summary, and `adherence.results` does
    where adherence is followed without a measure of its own. Each measure that was planned and has
    no result is found by `intspec/measure-without-result`. How many were allocated to an arm or
    received it is no answer. Where item 11 is declared not applicable or not done, it is not asked.

    ## Why it matters
    An effect, or its absence, can be understood only by those who know what was delivered.

    ## Example
    `results: [{measure: checklist, n: 24, value: 91% of sessions}]`

    ## Instead
    Where nothing was assessed, say so: `fidelity: {assessed: false}`.

    ## Reference
    TIDieR 2014, item 12.
    """
    if _declared(subject):
        yield DoesNotApply("item 11 is declared to have nothing to report")
        return
    stated = assessment(subject)
    told_or_beside = stated.follows_adherence or (stated.monitored and stated.came_to("fidelity"))
    by_monitoring = told_or_beside and not stated.of_adherence
    if (stated.assessed is False or stated.is_taken_unfollowed) and not stated.follows_adherence:
        yield DoesNotApply("adherence and fidelity were not assessed (item 11)")
    elif by_monitoring and not stated.adherence_came_to and not stated.of_kind("adherence"):
        yield Finding(
            "adherence was followed, but nothing says what came of it",
            subject.at("adherence", "results"),
            "add `results:` with `- value:` to `adherence:`",
        )
    elif stated.came_to(*HOW_WELL) or stated.adherence_came_to:
        return
    elif stated.of_kind(*HOW_WELL) and not stated.has_no_value:
        yield DoesNotApply("each planned measure is asked for its result")
    else:
        yield Finding(
            "nothing says how far this arm was delivered as planned",
            subject.at(*stated.without_value),
            "add `results:` with `- measure:`, `value:` to `fidelity:`, or `assessed: false` if it "
            "was not assessed",
        )


def _declared(subject: Subject) -> bool:
    """Tell whether item 11 is declared in this arm, so that nothing was to come of it."""
    arm = subject.arm
    silent = arm is None or (is_empty(arm.fidelity) and is_empty(arm.adherence))
    return silent and not subject.once(_unplanned).isdisjoint((None, subject.arm_key))


def _unplanned(spec: Specification) -> frozenset[str | None]:
    """Return the arms in which item 11 is declared; with None among them, it is in all."""
    return frozenset(
        one.arm
        for one in spec.declarations
        if one.about == HOW_WELL_PLANNED and one.state in NOTHING
    )


RULES: tuple[Rule, ...] = (fidelity_stated, fidelity_measures, adherence_how, fidelity_actual)
