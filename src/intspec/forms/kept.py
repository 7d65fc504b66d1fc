"""What is worked out of guidelines, kept for all forms of a run: it is the same for each."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from intspec.checklists import Checklist

Result = TypeVar("Result")
#: So many results are kept of a function; then it begins anew.
MOST_KEPT = 200


def kept(function: Callable[..., Result]) -> Callable[..., Result]:
    """Have a function of checklists keep what it returned for the same ones.

    Nobody may change what it returns.
    """
    # The checklists are kept too, so that no other one gets their identity.
    results: dict[tuple[int, ...], tuple[tuple[Checklist, ...], Result]] = {}

    @wraps(function)
    def keeping(*checklists: Checklist) -> Result:
        key = tuple(map(id, checklists))
        if key not in results:
            if len(results) >= MOST_KEPT:
                results.clear()
            results[key] = checklists, function(*checklists)
        return results[key][1]

    return keeping
