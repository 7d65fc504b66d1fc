"""The phases of a schedule: in which of them something is given, by whom, and how much of it."""

from collections.abc import Collection, Mapping
from functools import cached_property

from intspec.model import Arm, Phase, Procedure, Specification
from intspec.rules.contents import is_drug
from intspec.rules.doses import amounts_of, exercise_in, says_amount, taken_in
from intspec.rules.latest import latest
from intspec.rules.paths import is_empty
from intspec.rules.phase_kinds import phase_kind
from intspec.rules.time_words import (
    comes_once,
    is_by_day,
    is_flow,
    is_rate,
    is_unbroken,
    recurs,
    stands_for_several,
)
from intspec.text.sameness import plain_words

#: Phases in which nothing is given: they need a period only.
NOTHING_GIVEN = frozenset({"washout", "transition", "follow-up"})
#: Kinds of materials that may be taken in, beside drugs and biologicals.
OPEN = frozenset({None, "other"})
#: Kinds of phases that give what is tried.
GIVING = frozenset({"treatment", "titration", "booster"})
#: Who does something, where it is no machine.
PEOPLE = frozenset({"provider", "participant"})


class GivenArm:
    """What the phases of an arm in which something is given have in common, worked out once.

    Args:
        arm: The arm.
    """

    def __init__(self, arm: Arm) -> None:
        self.arm = arm

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The places of the procedures in the arm, by their keys."""
        return {key: place for place, key in enumerate(self.arm.procedures)}

    @cached_property
    def _called(self) -> Mapping[object, list[str]]:
        """The keys of procedures by the words that they, or their phases, are called."""
        called: dict[object, list[str]] = {}
        for key, procedure in self.arm.procedures.items():
            for words in {plain_words(key), plain_words(procedure.phase or key)}:
                called.setdefault(words, []).append(key)
        return called

    def linked(self, chain: Mapping[str, Phase]) -> Mapping[str, Procedure]:
        """Return the procedures that a phase, or one around it, names or has the name of."""
        for key, phase in chain.items():
            names = {plain_words(key), plain_words(phase.label or key)}
            of_name = (own for name in names for own in self._called.get(name, ()))
            keys = self.places.keys() & phase.procedures if phase.procedures else {*of_name}
            if keys:
                return {
                    own: self.arm.procedures[own]
                    for own in sorted(keys, key=self.places.__getitem__)
                }
        return {}

    @cached_property
    def left_over(self) -> Mapping[str, Procedure]:
        """The procedures of the arm that no phase in which something is given names."""
        arm = self.arm
        chains = (_with_wholes(key, arm.schedule) for key in given_keys(arm))
        linked = {own for chain in chains for own in self.linked(chain)}
        return {key: one for key, one in arm.procedures.items() if key not in linked}

    def by(self, procedures: Mapping[str, Procedure]) -> frozenset[str]:
        """Return by whom some procedures are carried out."""
        return frozenset(performer(self.arm, one) for one in procedures.values())

    @cached_property
    def left_over_by(self) -> frozenset[str]:
        """By whom those are carried out that no phase names."""
        return self.by(self.left_over)

    @cached_property
    def by_all(self) -> frozenset[str]:
        """By whom all are carried out."""
        return self.by(self.arm.procedures)

    @cached_property
    def of_no_procedure(self) -> tuple[str, ...]:
        """The materials of the arm that none of its procedures names."""
        named = {key for one in self.arm.procedures.values() for key in one.materials}
        return tuple(key for key in self.arm.materials if key not in named)


class GivenPhase:
    """A phase of an arm in which something is given.

    Args:
        arm: The arm.
        key: The key of the phase.
        spec: The specification.
    """

    def __init__(self, arm: Arm, key: str, spec: Specification) -> None:
        self.arm = arm
        self.key = key
        self.spec = spec
        self.chain = _with_wholes(key, self.arm.schedule)

    @cached_property
    def given(self) -> GivenArm:
        """What the phases of the arm have in common."""
        return GivenArm(self.arm)

    @property
    def name(self) -> str:
        """What the phase is called."""
        return self.chain[self.key].label or self.key

    def says(self, *fields: str) -> bool:
        """Tell whether the phase, or one that it is a part of, says one of these."""
        return any(
            not is_empty(getattr(phase, field)) for phase in self.chain.values() for field in fields
        )

    @cached_property
    def named(self) -> Mapping[str, Procedure]:
        """The procedures that belong to the phase, where something says which.

        Of a machine's procedure that has the phase's key by chance, while no phase is about what
        people do, nothing is said.
        """
        linked = self.given.linked(self.chain)
        explicit = any(phase.procedures for phase in self.chain.values())
        if explicit or self.given.by(linked) & PEOPLE or not self.given.left_over_by & PEOPLE:
            return linked
        return {}

    @property
    def procedures(self) -> Mapping[str, Procedure]:
        """The procedures that belong to the phase; all of the arm where nothing says which."""
        return self.named or self.arm.procedures

    @cached_property
    def performers(self) -> frozenset[str]:
        """By whom its procedures are carried out."""
        if not self.arm.procedures:
            return frozenset({"provider" if self.arm.providers else "participant"})
        if not self.named and self.given.left_over_by == {"automated"}:
            return frozenset({"automated"})
        return self.given.by(self.named) if self.named else self.given.by_all

    @cached_property
    def is_enabling(self) -> bool:
        """Whether it is only about what makes other procedures possible, as a reminder does."""
        every = self.named.values()
        return bool(every) and all(one.enabling for one in every)

    @cached_property
    def by_people(self) -> Mapping[str, Procedure]:
        """The procedures of the phase that a machine does not carry out."""
        every = self.procedures.items()
        return {key: one for key, one in every if performer(self.arm, one) != "automated"}

    @cached_property
    def drugs(self) -> tuple[str, ...]:
        """The drugs and biologicals that are given in it, of each of which a dose says how much."""
        own = [key for one in self.procedures.values() for key in one.materials]
        every = len(self.procedures) == len(self.arm.procedures)
        keys = dict.fromkeys((*own, *(self.given.of_no_procedure if every else ())))
        known = self.spec.materials
        return tuple(key for key in keys if key in known and is_drug(known[key]))

    @cached_property
    def undosed(self) -> tuple[str, ...]:
        """The drugs that are given in it without a dose: each is asked for its own.

        A dose of a procedure is of what that procedure names. One of the phase or the arm is of
        the others, and so is one of a procedure that names no drug, for those that none names.
        """
        silent = [key for key in self.drugs if not self._dosed(key)]
        loose = set(self.given.of_no_procedure).intersection(silent)
        others = [one for one in self.procedures.values() if loose and not self._drugs_of(one)]
        doses = (*(phase.dose for phase in self.chain.values()), self.arm.dose)
        doses += tuple(one.dose for one in others)
        told = sum(amounts_of(d.amount) for d in doses if d is not None and says_amount(d.amount))
        return tuple(silent) if told < len(silent) else ()

    def _drugs_of(self, procedure: Procedure) -> list[str]:
        return [key for key in procedure.materials if key in self.drugs]

    def _dosed(self, drug: str) -> bool:
        return any(drug in one.materials and _has_dose(one) for one in self.arm.procedures.values())

    @property
    def has_length(self) -> bool:
        """Whether it is stated how long it takes each time."""
        lengths = (one.session_length for one in self.by_people.values())
        return self.says("session_length") or not all(map(is_empty, lengths))

    @property
    def has_amount(self) -> bool:
        """Whether it is stated how much is given each time.

        A length or an intensity is the session's. A dose is of what is given: that of a drug is
        none of a talk, and that of a procedure is none of another.
        """
        if self.drugs:
            return not self.undosed
        levels = [one.intensity for one in self.chain.values()]
        levels += [one.intensity for one in self.by_people.values()]
        if self.has_length or any(map(says_amount, levels)):
            return True
        if any(map(_has_dose, self.chain.values())) or (
            _has_dose(self.arm) and not self._arm_drugs
        ):
            return True
        asked = [one for one in self.by_people.values() if not one.enabling]
        return bool(asked) and all(map(_has_dose, asked))

    @property
    def is_drug_at_points(self) -> bool:
        """Whether a drug is given in it at fixed points or on an event, and not by a number.

        Of points that nothing links with a drug, such as visits, that is not known where another
        phase gives it.
        """
        if not self.drugs or not self.says("at", "trigger"):
            return False
        others = (phase for key, phase in self.arm.schedule.items() if key not in self.chain)
        kinds = {phase_kind(key, phase) for key, phase in self.chain.items()}
        return bool(self.named or kinds & GIVING) or not any(map(_has_dose, others))

    @property
    def is_told_by_day(self) -> bool:
        """Whether its amount says how often, as "1500 kcal a day" does, or that it flows.

        A drug of 300 mg a day may be taken once or three times.
        """
        return not self.drugs and any(is_by_day(text) or is_flow(text) for text in self._levels)

    @property
    def _levels(self) -> list[str]:
        """How much is given in it, and how hard it is, in the words of the arm."""
        own = [(one.dose, one.intensity) for one in self.named.values()]
        own += [(one.dose, one.intensity) for one in self.chain.values()]
        doses = [self.arm.dose, *(dose for dose, _intensity in own)]
        amounts = (dose.amount for dose in doses if dose is not None)
        return [text for text in (*amounts, *(level for _dose, level in own)) if text]

    @property
    def is_unbroken(self) -> bool:
        """Whether something is given without a break, so that no number of times can be named."""
        notes = [text for one in self.chain.values() for text in (one.label, one.note)]
        if self.drugs and any(map(is_rate, self._levels)):
            return True
        return any(is_unbroken(text or "") for text in (*self._levels, *notes))

    @property
    def is_once(self) -> bool:
        """Whether what is given in it is given once."""
        if self.says("frequency", "trigger"):
            return False
        planned = [p.sessions.planned for p in self.chain.values() if p.sessions is not None]
        most = [one.max for one in planned if one is not None and one.max is not None]
        points = [point for phase in self.chain.values() for point in phase.at]
        if most:
            return max(most) == 1
        return len(points) == 1 and not stands_for_several(points[0])

    @property
    def _arm_drugs(self) -> bool:
        known = self.spec.materials
        keys = [*self.arm.materials]
        keys += (key for one in self.arm.procedures.values() for key in one.materials)
        return any(key in known and is_drug(known[key]) for key in keys)

    @cached_property
    def in_words(self) -> Mapping[str, str]:
        """The amounts that stand in the words of its procedures, by the keys of these.

        Of a drug it is what is taken, of an exercise how often it is done, or how hard: blood that
        is drawn is no dose. What kind a material is of may be left open.
        """
        loose = not any(map(self._drugs_of, self.procedures.values()))
        found = {
            key: self._amount_in(procedure, loose=loose)
            for key, procedure in self.by_people.items()
        }
        return {key: words for key, words in found.items() if words}

    def _amount_in(self, procedure: Procedure, *, loose: bool) -> str:
        text = procedure.description or ""
        if self.drugs:
            return taken_in(text) if loose or self._drugs_of(procedure) else ""
        known = self.spec.materials
        keys = procedure.materials or self.arm.materials
        open_kinds = not keys or any(key in known and known[key].kind in OPEN for key in keys)
        return exercise_in(text) or (taken_in(text) if open_kinds else "")


def is_given_once(arm: Arm, spec: Specification) -> bool:
    """Tell whether all that an arm gives is given once, as an operation or a single injection is.

    Args:
        arm: The arm. What belongs to an operation, such as care before it, may be a phase of its
            own.
        spec: The specification.
    """
    phases = given_phases(arm, spec)
    operation = any(one.operation == "operation" for one in arm.procedures.values())
    at_home = arm.home_practice is not None and arm.home_practice.included
    return bool(
        phases
        and (operation or len(phases) == 1)
        and all(phase.is_once for phase in phases)
        and not at_home
    )


def is_delivered(arm: Arm) -> bool:
    """Tell whether people do something for the participants of an arm, as far as it is said.

    Args:
        arm: The arm: it describes a procedure that providers carry out.
    """
    return any(
        not is_empty(one.description) and performer(arm, one) == "provider"
        for one in arm.procedures.values()
    )


def given_phases(arm: Arm, spec: Specification) -> list[GivenPhase]:
    """Return the phases in which something is given, but for those that have parts of their own.

    Args:
        arm: The arm.
        spec: The specification.
    """
    phases = [GivenPhase(arm, key, spec) for key in given_keys(arm)]
    in_common = GivenArm(arm)
    for phase in phases:
        phase.given = in_common
    return phases


def given_keys(arm: Arm) -> list[str]:
    """Return the keys of those phases.

    Args:
        arm: The arm. A phase that its name alone calls a follow-up is none where it counts
            something and there is no other.
    """
    every = leaf_phases(arm.schedule)
    given = [
        key
        for key in every
        if not gives_nothing(key, arm.schedule[key]) and not _only_waits(key, arm)
    ]
    return given or [
        key
        for key in every
        if arm.schedule[key].kind is None
        and not (is_empty(arm.schedule[key].frequency) and is_empty(arm.schedule[key].sessions))
    ]


def leaf_phases(schedule: Mapping[str, Phase]) -> list[str]:
    """Return the keys of the phases that have no parts of their own."""
    wholes = {phase.part_of for phase in schedule.values()}
    return [key for key in schedule if key not in wholes]


def is_chain(schedule: Mapping[str, Phase], keys: Collection[str]) -> bool:
    """Tell whether some phases follow one another, so that their lengths add up.

    Args:
        schedule: The schedule.
        keys: The phases: each but the first follows another of them, no two the same one, and none
            runs alongside something.
    """
    phases = [schedule[key] for key in keys]
    followed = [phase.follows for phase in phases if phase.follows in keys]
    return len(followed) == len({*followed}) == len(phases) - 1 and not any(
        phase.alongside for phase in phases
    )


def is_point(phase: Phase) -> bool:
    """Tell whether a phase is at points in time, so that it is known when without a period.

    Args:
        phase: The phase: it has fixed points (`at`), other than "each visit", or its `trigger` is
            an event that comes once, as an operation or a birth. Of "whenever the participant
            wishes" it is not known for how long.
    """
    points = [point for point in phase.at if not is_empty(point)]
    once = not is_empty(phase.trigger) and comes_once(phase.trigger or "")
    return once or (bool(points) and not all(map(recurs, points)))


def gives_nothing(key: str, phase: Phase) -> bool:
    """Tell whether a phase needs a period only: a washout, follow-up, transition or mere run-in."""
    kind = phase_kind(key, phase)
    if not (is_empty(phase.procedures) and is_empty(phase.dose)):
        return False
    bare = is_empty(phase.frequency) and is_empty(phase.sessions)
    return kind in NOTHING_GIVEN or (kind == "run-in" and bare)


@latest
def _pinned(arm: Arm) -> frozenset[str]:
    """Return the procedures that phases of an arm name."""
    return frozenset(own for phase in arm.schedule.values() for own in phase.procedures)


def _only_waits(key: str, arm: Arm) -> bool:
    """Tell whether people only wait in a phase: all that is done stands in other phases."""
    phase = arm.schedule[key]
    silent = all(
        is_empty(getattr(phase, field))
        for field in ("procedures", "dose", "intensity", "session_length", "frequency", "sessions")
    )
    return (
        silent
        and phase.kind is None
        and bool(arm.procedures)
        and arm.procedures.keys() <= _pinned(arm)
        and any(word.startswith("wait") for word in plain_words(phase.label or key))
    )


def performer(arm: Arm, procedure: Procedure) -> str:
    """Return by whom a procedure is carried out; where nothing says so, by the arm's providers."""
    if procedure.providers:
        return "provider"
    return procedure.performed_by or ("provider" if arm.providers else "participant")


def _has_dose(record: Arm | Phase | Procedure) -> bool:
    return record.dose is not None and says_amount(record.dose.amount)


def _with_wholes(key: str, schedule: Mapping[str, Phase]) -> dict[str, Phase]:
    """Return a phase and those that it is a part of, by their keys."""
    chain: dict[str, Phase] = {}
    step: str | None = key
    while step is not None and step in schedule and step not in chain:
        chain[step] = schedule[step]
        step = schedule[step].part_of
    return chain
