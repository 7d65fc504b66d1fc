"""What kind of arm an arm is, where several rules ask for that."""

from collections.abc import Mapping
from typing import Any

import attrs

from intspec.lazy import is_record
from intspec.model import Arm, PlannedRange, Role, Specification
from intspec.rules.paths import is_empty
from intspec.schema.generating import fields_of

#: What says which arm it is, what happened in it, and whether anybody looked at that: an arm with
#: nothing else has no content. Why it is given (`rationale`, `background`) is content.
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
        "fidelity",
        "adherence",
        "concomitant_care",
        "harms",
    }
)
#: What names a stretch of the schedule, and does not say what is to be done in it.
NO_PLAN = frozenset({"label", "kind", "sources"})
#: An arm that has so many others and nothing of its own is a combination of them.
SEVERAL = 2
#: Who waits, or has nothing of the study.
UNTREATED = frozenset({"waiting-list", "no-treatment"})


def is_untreated(arm: Arm) -> bool:
    """Tell whether an arm waits, or has nothing of the study, and is given nothing.

    Args:
        arm: The arm: a procedure that is described is something, and so are materials.
    """
    if arm.role not in UNTREATED:
        return False
    described = any(not is_empty(one.description) for one in arm.procedures.values())
    return not described and is_empty(arm.materials)


def asked_role(arm: Arm) -> Role:
    """Return the role by which it is decided what is asked of an arm.

    Args:
        arm: The arm. One that waits and is given something all the same is asked as usual care is.
    """
    return "usual-care" if arm.role in UNTREATED and not is_untreated(arm) else arm.role


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
        The keys of the arms that it names in `given_with`, if they are there; none where it has
        content of its own, or names fewer than two.
    """
    named = dict.fromkeys(arm.given_with)
    parts = tuple(key for key in named if key in spec.interventions)
    if len(named) < SEVERAL:
        return ()
    stated = (getattr(arm, name) for name in fields_of(Arm) if name not in NO_CONTENT)
    return () if any(map(_is_planned, stated)) else parts


def _is_planned(value: Any) -> bool:
    """Tell whether a value says what is to be done, and not only what came of it."""
    if isinstance(value, PlannedRange):
        value = value.planned
    if isinstance(value, Mapping):
        return any(map(_is_planned, value.values()))
    if is_record(value.__class__):
        names = (name for name in fields_of(value.__class__) if name not in NO_PLAN)
        return any(_is_planned(getattr(value, name)) for name in names)
    return not is_empty(value)


def planning_arms(arm: Arm, spec: Specification) -> tuple[Arm, ...]:
    """Return the arms whose plan holds for an arm; what came of it is each arm's own.

    Args:
        arm: The arm.
        spec: The specification.

    Returns:
        The arm itself; and where it is a combination of others, these. Where nobody looked at
        fidelity or followed adherence in the combination, they are without it.
    """
    parts: list[Any] = [spec.interventions[key] for key in parts_of_combination(arm, spec)]
    dropped: dict[str, Any] = {}
    if arm.fidelity is not None and arm.fidelity.assessed is False:
        dropped["fidelity"] = None
    if arm.adherence is not None and arm.adherence.monitored is False:
        dropped["adherence"] = None
    return (arm, *(attrs.evolve(one, **dropped) for one in parts if one is not arm))
