"""What kind of arm an arm is, where several rules ask for that."""

from typing import Any

import attrs

from intspec.model import Arm, Specification
from intspec.rules.paths import is_empty
from intspec.schema.generating import fields_of

#: What says which arm it is, and what happened in it: an arm with nothing else has no content.
NO_CONTENT = frozenset(
    {
        "role",
        "name",
        "aliases",
        "given_with",
        "level",
        "sources",
        "modifications",
        "participants",
        "concomitant_care",
        "harms",
    }
)
#: What holds content and what happened, and the field of the latter.
WITH_RESULTS = ("fidelity", "adherence")
#: An arm that has so many others and nothing of its own is a combination of them.
SEVERAL = 2


def is_for_population(arm: Arm) -> bool:
    """Tell whether an arm is given to a whole population, as a law is, and to nobody alone.

    Args:
        arm: The arm: its `level` says so, or its grouping, or that of each of its procedures.
    """
    if arm.level == "population":
        return True
    if arm.delivery is not None and arm.delivery.grouping == "population":
        return True
    groupings = {procedure.grouping for procedure in arm.procedures.values()}
    return groupings == {"population"}


def parts_of_combination(arm: Arm, spec: Specification) -> tuple[str, ...]:
    """Return the arms that an arm is a combination of, as a cell of a factorial trial is.

    Args:
        arm: The arm.
        spec: The specification.

    Returns:
        The keys of the arms that it names in `given_with`; none where it has content of its own,
        or names fewer than two.
    """
    parts = tuple(key for key in arm.given_with if key in spec.interventions)
    if len(parts) < SEVERAL:
        return ()
    for name in fields_of(Arm).keys() - NO_CONTENT:
        value: Any = getattr(arm, name)
        if name in WITH_RESULTS and value is not None:
            value = attrs.evolve(value, results=())
        if not is_empty(value):
            return ()
    return parts


def planning_arms(arm: Arm, spec: Specification) -> tuple[Arm, ...]:
    """Return the arms whose plan holds for an arm; what came of it is each arm's own.

    Args:
        arm: The arm.
        spec: The specification.

    Returns:
        The arm itself; and where it is a combination of others, these.
    """
    parts = (spec.interventions[key] for key in parts_of_combination(arm, spec))
    return (arm, *(one for one in parts if one is not arm))
