"""A plugin's code is called here and nowhere else: whatever it does, the run goes on."""

import contextlib
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")

#: The most records that one call may give: more is an endless generator.
MOST = 100_000


class Fault(Exception):  # noqa: N818 -- it is a record of a fault, not an error of ours
    """What a plugin's code did wrong, in one line."""


def call(function: Callable[..., T], *arguments: Any) -> T:
    """Call a plugin's function. What it prints goes to stderr.

    Raises:
        Fault: It raised, or tried to end the process.
    """
    try:
        with contextlib.redirect_stdout(sys.stderr):
            return function(*arguments)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 -- SystemExit included: see the module
        raise Fault(describe(error)) from None


def collect(
    function: Callable[..., Iterable[Any] | None], *arguments: Any, wanted: tuple[type, ...]
) -> tuple[list[Any], list[str]]:
    """Call a function that yields records, and keep the good ones.

    Args:
        function: The plugin's function.
        *arguments: What it is given.
        wanted: The types that it may yield.

    Returns:
        The records, and what went wrong, one line each.
    """
    kept: list[Any] = []
    faults: list[str] = []
    names = " or ".join(t.__name__ for t in wanted)

    def exhaust() -> None:
        given = function(*arguments)
        if given is None:
            return
        if isinstance(given, str | bytes | dict) or not hasattr(given, "__iter__"):
            faults.append(f"it must yield {names}, but it gave {type(given).__name__}")
            return
        for number, one in enumerate(given):
            if number >= MOST:
                faults.append(f"it yielded more than {MOST:,} records")
                return
            if isinstance(one, wanted):
                kept.append(one)
            else:
                faults.append(f"it must yield {names}, but it yielded {type(one).__name__}")

    try:
        call(exhaust)
    except Fault as fault:
        faults.append(str(fault))
    return kept, list(dict.fromkeys(faults))


def describe(error: BaseException) -> str:
    """Say in one line what was raised, without trusting the exception's own methods."""
    kind = type(error).__name__
    try:
        text = " ".join(str(error).split())
    except BaseException:  # noqa: BLE001 -- its __str__ is the plugin's code too
        text = ""
    if isinstance(error, SystemExit):
        return f"it tried to end the program (SystemExit: {text or 'None'})"
    return f"{kind}: {text[:300]}" if text else kind
