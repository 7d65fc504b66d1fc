"""The phases of a schedule: in which of them something is given, by whom, and how much of it."""

from collections.abc import Mapping
from functools import cached_property

from intspec.model import Arm, Phase, Procedure, Specification
from intspec.rules.doses import says_amount
from intspec.rules.given import GivenArm, GivenTogether, amounts_in, has_dose, performer
from intspec.rules.paths import is_empty
from intspec.rules.phase_keys import given_keys, with_wholes
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

#: Kinds of phases that give what is tried.
GIVING = frozenset({"treatment", "titration", "booster"})
#: Who does something, where it is no machine.
PEOPLE = frozenset({"provider", "participant"})


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
        self.chain = with_wholes(key, self.arm.schedule)

    @cached_property
    def given(self) -> GivenArm:
        """What the phases of the arm have in common."""
        return GivenArm(self.arm, self.spec)

    @property
    def name(self) -> str:
        """What the phase is called."""
        return self.chain[self.key].label or self.key

    def says(self, *fields: str) -> bool:
        """Tell whether the phase, or one that it is a part of, says one of these."""
        return any(
            not is_empty(getattr(phase, field)) for phase in self.chain.values() for field in fields
        )

    @property
    def named(self) -> Mapping[str, Procedure]:
        """The procedures that belong to the phase, where something says which."""
        return self._linked.procedures if self._linked is not None else {}

    @cached_property
    def _linked(self) -> GivenTogether | None:
        """The procedures that belong to the phase; None where nothing says which.

        Of a machine's procedure that has the phase's key by chance, while no phase is about what
        people do, nothing is said.
        """
        linked = GivenTogether(self.given, self.given.linked(self.chain))
        explicit = any(phase.procedures for phase in self.chain.values())
        by_people = linked.performers & PEOPLE
        told = explicit or by_people or not self.given.left_over.performers & PEOPLE
        return linked if told and linked.procedures else None

    @property
    def _together(self) -> GivenTogether:
        """The procedures that belong to the phase; all of the arm where nothing says which."""
        return self._linked or self.given.every

    @property
    def procedures(self) -> Mapping[str, Procedure]:
        """The procedures that belong to the phase; all of the arm where nothing says which."""
        return self._together.procedures

    @cached_property
    def performers(self) -> frozenset[str]:
        """By whom its procedures are carried out."""
        if not self.arm.procedures:
            return frozenset({"provider" if self.arm.providers else "participant"})
        if not self.named and self.given.left_over.performers == {"automated"}:
            return frozenset({"automated"})
        return self._together.performers

    @cached_property
    def is_enabling(self) -> bool:
        """Whether it is only about what makes other procedures possible, as a reminder does."""
        every = self.named.values()
        return bool(every) and all(one.enabling for one in every)

    @property
    def by_people(self) -> Mapping[str, Procedure]:
        """The procedures of the phase that a machine does not carry out."""
        return self._together.by_people

    @property
    def drugs(self) -> tuple[str, ...]:
        """The drugs and biologicals that are given in it, of each of which a dose says how much."""
        return self._together.drugs

    @cached_property
    def undosed(self) -> tuple[str, ...]:
        """The drugs that are given in it without a dose: each is asked for its own.

        A dose of a procedure is of what that procedure names. One of the phase or the arm is of
        the others, and so is one of a procedure that names no drug, for those that none names.
        """
        silent = self._together.undosed
        told = self._together.amounts_of_others + amounts_in((*self.chain.values(), self.arm))
        return silent if told < len(silent) else ()

    @property
    def has_length(self) -> bool:
        """Whether it is stated how long it takes each time."""
        return self.says("session_length") or self._together.has_length

    @property
    def has_amount(self) -> bool:
        """Whether it is stated how much is given each time.

        A length or an intensity is the session's. A dose is of what is given: that of a drug is
        none of a talk, and that of a procedure is none of another.
        """
        if self.drugs:
            return not self.undosed
        levels = (one.intensity for one in self.chain.values())
        if self.has_length or any(map(says_amount, levels)) or self._together.has_intensity:
            return True
        if any(map(has_dose, self.chain.values())) or (
            has_dose(self.arm) and not self.given.has_drugs
        ):
            return True
        return self._together.are_dosed

    @property
    def is_drug_at_points(self) -> bool:
        """Whether a drug is given in it at fixed points or on an event, and not by a number.

        Of points that nothing links with a drug, such as visits, that is not known where another
        phase gives it.
        """
        if not self.drugs or not self.says("at", "trigger"):
            return False
        kinds = {phase_kind(key, phase) for key, phase in self.chain.items()}
        if self.named or kinds & GIVING:
            return True
        return all(key in self.chain for key in self.given.dosed_phases)

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
    def in_words(self) -> Mapping[str, str]:
        """The amounts that stand in the words of its procedures, by the keys of these."""
        return self._together.in_words


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
    in_common = GivenArm(arm, spec)
    for phase in phases:
        phase.given = in_common
    return phases


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
