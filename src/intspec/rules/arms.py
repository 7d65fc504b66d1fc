"""What kind of arm an arm is, where several rules ask for that."""

from intspec.model import Arm


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
