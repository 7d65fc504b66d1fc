"""What is given in an arm: what its phases have in common, worked out once and not in each of them.

Where nothing says which procedures belong to which phase, each phase is about all of them: so what
is asked of procedures is asked of them together, as `GivenTogether`, which such phases share.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

from intspec.model import Arm, Phase, Procedure, Specification
from intspec.rules.contents import is_drug
from intspec.rules.doses import amounts_of, exercise_in, says_amount, taken_in
from intspec.rules.paths import is_empty
from intspec.rules.phase_keys import given_keys, with_wholes
from intspec.text.sameness import plain_words

#: Kinds of materials that may be taken in, beside drugs and biologicals.
OPEN = frozenset({None, "other"})


class GivenArm:
    """What the phases of an arm in which something is given have in common.

    Args:
        arm: The arm.
        spec: The specification.
    """

    def __init__(self, arm: Arm, spec: Specification) -> None:
        self.arm = arm
        self.spec = spec
        #: The same materials are asked after for many procedures and phases.
        self._drugs: dict[str, bool] = {}
        self._dosed: dict[str, bool] = {}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The places of the procedures in the arm, by their keys."""
        return {key: place for place, key in enumerate(self.arm.procedures)}

    @cached_property
    def called(self) -> Mapping[object, list[str]]:
        """The keys of procedures by the words that they, or their phases, are called."""
        called: dict[object, list[str]] = {}
        for key, procedure in self.arm.procedures.items():
            for words in {plain_words(key), plain_words(procedure.phase or key)}:
                called.setdefault(words, []).append(key)
        return called

    def linked(self, chain: Mapping[str, Phase]) -> Mapping[str, Procedure]:
        """Return the procedures that a phase, or one around it, names or has the name of.

        Args:
            chain: The phase and those that it is a part of, by their keys.
        """
        for key, phase in chain.items():
            names = {plain_words(key), plain_words(phase.label or key)}
            of_name = (own for name in names for own in self.called.get(name, ()))
            keys = self.places.keys() & phase.procedures if phase.procedures else {*of_name}
            if keys:
                return {
                    own: self.arm.procedures[own]
                    for own in sorted(keys, key=self.places.__getitem__)
                }
        return {}

    @cached_property
    def every(self) -> "GivenTogether":
        """All procedures of the arm."""
        return GivenTogether(self, self.arm.procedures)

    @cached_property
    def left_over(self) -> "GivenTogether":
        """The procedures of the arm that no phase in which something is given names."""
        arm = self.arm
        chains = (with_wholes(key, arm.schedule) for key in given_keys(arm))
        linked = {own for chain in chains for own in self.linked(chain)}
        return GivenTogether(
            self, {key: one for key, one in arm.procedures.items() if key not in linked}
        )

    @cached_property
    def of_no_procedure(self) -> Mapping[str, None]:
        """The materials of the arm that none of its procedures names."""
        return {key: None for key in self.arm.materials if key not in self._naming}

    @cached_property
    def _naming(self) -> Mapping[str, list[Procedure]]:
        """The procedures that name a material, by its key."""
        naming: dict[str, list[Procedure]] = {}
        for procedure in self.arm.procedures.values():
            for key in procedure.materials:
                naming.setdefault(key, []).append(procedure)
        return naming

    def names_drug(self, key: str) -> bool:
        """Tell whether a key is that of a drug or a biological."""
        if key not in self._drugs:
            known = self.spec.materials
            self._drugs[key] = key in known and is_drug(known[key])
        return self._drugs[key]

    def is_dosed(self, drug: str) -> bool:
        """Tell whether a procedure that names a drug has a dose."""
        if drug not in self._dosed:
            self._dosed[drug] = any(map(has_dose, self._naming.get(drug, ())))
        return self._dosed[drug]

    @cached_property
    def has_drugs(self) -> bool:
        """Whether the arm, or a procedure of it, names a drug or a biological."""
        named = (key for one in self.arm.procedures.values() for key in one.materials)
        return any(map(self.names_drug, (*self.arm.materials, *named)))

    @cached_property
    def dosed_phases(self) -> tuple[str, ...]:
        """The keys of the phases that have a dose of their own."""
        return tuple(key for key, phase in self.arm.schedule.items() if has_dose(phase))


class GivenTogether:
    """Some procedures of an arm, and how much of what is given with them.

    Args:
        given: What the phases of the arm have in common.
        procedures: The procedures, by their keys.
    """

    def __init__(self, given: GivenArm, procedures: Mapping[str, Procedure]) -> None:
        self.given = given
        self.procedures = procedures

    @cached_property
    def performers(self) -> frozenset[str]:
        """By whom they are carried out."""
        return frozenset(performer(self.given.arm, one) for one in self.procedures.values())

    @cached_property
    def by_people(self) -> Mapping[str, Procedure]:
        """Those that a machine does not carry out."""
        every, arm = self.procedures.items(), self.given.arm
        return {key: one for key, one in every if performer(arm, one) != "automated"}

    @cached_property
    def drugs(self) -> tuple[str, ...]:
        """The drugs and biologicals that are given, of each of which a dose says how much.

        With all procedures of an arm is given what none of them names.
        """
        own = [key for one in self.procedures.values() for key in one.materials]
        every = len(self.procedures) == len(self.given.arm.procedures)
        keys = dict.fromkeys((*own, *(self.given.of_no_procedure if every else ())))
        return tuple(filter(self.given.names_drug, keys))

    @cached_property
    def undosed(self) -> tuple[str, ...]:
        """The drugs of which no procedure that names them says the dose."""
        return tuple(key for key in self.drugs if not self.given.is_dosed(key))

    @cached_property
    def amounts_of_others(self) -> int:
        """How many doses stand in procedures that name no drug: they are of those that none names.

        It is 0 where each drug without a dose is named by a procedure.
        """
        if self.given.of_no_procedure.keys().isdisjoint(self.undosed):
            return 0
        return amounts_in(one for one in self.procedures.values() if not self._has_drug(one))

    @cached_property
    def has_length(self) -> bool:
        """Whether one of them says how long it takes each time."""
        return not all(is_empty(one.session_length) for one in self.by_people.values())

    @cached_property
    def has_intensity(self) -> bool:
        """Whether one of them says how hard it is."""
        return any(says_amount(one.intensity) for one in self.by_people.values())

    @cached_property
    def are_dosed(self) -> bool:
        """Whether all of them have a dose that do more than make others possible."""
        asked = [one for one in self.by_people.values() if not one.enabling]
        return bool(asked) and all(map(has_dose, asked))

    @cached_property
    def in_words(self) -> Mapping[str, str]:
        """The amounts that stand in their words, by their keys.

        Of a drug it is what is taken, of an exercise how often it is done, or how hard: blood that
        is drawn is no dose. What kind a material is of may be left open.
        """
        loose = not any(map(self._has_drug, self.procedures.values()))
        found = {key: self._amount_in(one, loose=loose) for key, one in self.by_people.items()}
        return {key: words for key, words in found.items() if words}

    def _has_drug(self, procedure: Procedure) -> bool:
        return any(map(self.given.names_drug, procedure.materials))

    def _amount_in(self, procedure: Procedure, *, loose: bool) -> str:
        text = procedure.description or ""
        if self.drugs:
            return taken_in(text) if loose or self._has_drug(procedure) else ""
        known = self.given.spec.materials
        keys = procedure.materials or self.given.arm.materials
        open_kinds = not keys or any(key in known and known[key].kind in OPEN for key in keys)
        return exercise_in(text) or (taken_in(text) if open_kinds else "")


def performer(arm: Arm, procedure: Procedure) -> str:
    """Return by whom a procedure is carried out; where nothing says so, by the arm's providers."""
    if procedure.providers:
        return "provider"
    return procedure.performed_by or ("provider" if arm.providers else "participant")


def has_dose(record: Arm | Phase | Procedure) -> bool:
    """Tell whether something has a dose that says how much."""
    return record.dose is not None and says_amount(record.dose.amount)


def amounts_in(records: Iterable[Arm | Phase | Procedure]) -> int:
    """Count the amounts in the doses of some records."""
    doses = [one.dose for one in records if one.dose is not None]
    return sum(amounts_of(dose.amount) for dose in doses if says_amount(dose.amount))
