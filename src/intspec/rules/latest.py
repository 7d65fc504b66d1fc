"""What was worked out last: many rules ask the same of one specification in turn."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from intspec.model import Specification

Result = TypeVar("Result")


def latest(function: Callable[[Specification], Result]) -> Callable[[Specification], Result]:
    """Have a function keep what it returned for the specification that it was last called with."""
    kept: list[tuple[Specification, Result]] = []

    @wraps(function)
    def keeping(spec: Specification) -> Result:
        if not kept or kept[0][0] is not spec:
            kept[:] = [(spec, function(spec))]
        return kept[0][1]

    return keeping
