"""What the system allows this process: limits that a plugin has lowered are raised again.

They hold for the whole process: without a descriptor, memory or files that may grow there would be
no report. Under some of them the system ends the process at once; see `ways_out`.
"""

import sys
from typing import Any

#: Those without which there may be no report.
NEEDED = ("AS", "CPU", "DATA", "FSIZE", "NOFILE", "NPROC", "STACK")
#: Those under which the system ends the process, in the middle of what it is at.
ENDING = ("CPU", "STACK")
ALL: dict[int, str] = {}
if sys.platform != "win32":
    import resource
    from resource import getrlimit, setrlimit

    ALL = {
        getattr(resource, f"RLIMIT_{name}"): name
        for name in NEEDED
        if hasattr(resource, f"RLIMIT_{name}")
    }
#: What stands for no limit.
NONE = -1
Pair = tuple[int, int]


class Limits:
    """The limits as they are now."""

    def __init__(self) -> None:
        self.before: tuple[tuple[int, Pair], ...] = tuple([(one, getrlimit(one)) for one in ALL])

    def put_back(self) -> tuple[list[str], list[str]]:
        """Raise again what was lowered. What a plugin has raised stays.

        Returns:
            The names of those that were lowered, and of those that stay so.
        """
        raised: list[str] = []
        stuck: list[str] = []
        # There may be no memory for more than this.
        for number, before in self.before:
            now = getrlimit(number)
            if now == before:
                continue
            _set(number, before, now[1])
            if lowers(now[0], before[0]):
                still = lowers(getrlimit(number)[0], before[0])
                (stuck if still else raised).append(f"RLIMIT_{ALL[number]}")
        return raised, stuck


def lowers(now: int, before: int) -> bool:
    """Tell whether a limit allows less than another."""
    return now != NONE and (before == NONE or now < before)


def ending(number: Any, pair: Any) -> str:
    """Name the limit that is to be set, if the system could end the process under it."""
    try:
        lowered = ALL.get(number) in ENDING and lowers(pair[0], getrlimit(number)[0])
    except (TypeError, LookupError):
        return ""  # it is none, as the system will say
    return f"RLIMIT_{ALL[number]}" if lowered else ""


def _set(number: int, before: Pair, hard: int) -> None:
    """Set a limit to what it was, or to the most that may be set still."""
    for pair in (before, (before[0], hard), (hard, hard)):
        try:
            setrlimit(number, pair)
        except (OSError, ValueError):
            continue
        return
