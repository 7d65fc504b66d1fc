"""What was worked out last: many rules ask the same of one specification in turn."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Subject = TypeVar("Subject")
Result = TypeVar("Result")


def latest(function: Callable[[Subject], Result]) -> Callable[[Subject], Result]:
    """Have a function keep what it returned for what it was last called with."""
    kept: list[tuple[Subject, Result]] = []

    @wraps(function)
    def keeping(subject: Subject) -> Result:
        if not kept or kept[0][0] is not subject:
            kept[:] = [(subject, function(subject))]
        return kept[0][1]

    return keeping
