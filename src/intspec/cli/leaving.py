"""The end of a run in which a stranger's plugin was called: its code is the one that was decided.

What a plugin left to run at the end of Python (functions of `atexit`, threads that are to end
first, finalizers) is run, so that it can close what it has open. But the report is out by then and
its descriptor closed, the time is bounded, and nothing of it changes the exit code.
"""

import atexit
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from intspec.cli.common import note
from intspec.plugins.descriptors import forget
from intspec.plugins.guard import Fault, call, describe
from intspec.process import Called, leave_now, process, stdout

#: What a child ends with that a plugin's code forked, and that came back from it.
CHILD = 3


def leave(code: int, owner: int) -> NoReturn:
    """End the process.

    Args:
        code: The exit code that was decided.
        owner: The number of the process that the run is in.
    """
    if os.getpid() != owner:
        leave_now(CHILD)
    _flush()
    forget(process.kept)

    def end(_of: Called, reason: str, _code: int) -> None:
        _tell(reason)
        leave_now(code)

    process.end, process.kept = end, None
    sys.unraisablehook = _tell_of
    try:
        for last in _left():
            try:
                call(last)
            except Fault as fault:
                _tell(str(fault))
        _flush()
    except KeyboardInterrupt:
        pass
    finally:
        leave_now(code)


def _left() -> list[Callable[[], Any]]:
    """Return what Python runs at its end, in its order."""
    threads = getattr(sys.modules.get("threading"), "_shutdown", None)
    return [*([threads] if threads is not None else []), atexit._run_exitfuncs]  # noqa: SLF001


def _tell_of(failed: Any) -> None:
    if failed.exc_value is not None:
        _tell(describe(failed.exc_value))


def _tell(words: str) -> None:
    of = " or ".join(process.strangers)
    with suppress(OSError, ValueError):
        note(f"what {of} left to run at the end failed: {words}; the report is whole")


def _flush() -> None:
    for stream in (stdout(), sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
