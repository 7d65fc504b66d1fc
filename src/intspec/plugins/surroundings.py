"""What every plugin may change of the process, and what is put back after each of its calls.

It is done around every call of every rule, so modules in C are used (`_signal`, `_locale`), whose
functions answer in a fraction of a microsecond, and not those in Python around them.
"""

import _signal  # type: ignore[import-not-found]  # it has no stubs
import contextlib
import os
import sys
from _locale import LC_ALL, setlocale
from typing import Any, NamedTuple

from intspec.process import process

#: The signals whose handlers a plugin may not change.
SIGNALS = tuple(
    getattr(_signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(_signal, name)
)


class Surroundings(NamedTuple):
    """Working folder, import path, recursion limit, signal handlers, locale, stdout, `os._exit`."""

    folder: str
    path: tuple[str, ...]
    depth: int
    handlers: tuple[Any, ...]
    places: str
    stdout: Any
    leave: Any


def look() -> Surroundings:
    """Return the surroundings as they are now."""
    return Surroundings(
        _folder(),
        tuple(sys.path),
        sys.getrecursionlimit(),
        tuple(map(_signal.getsignal, SIGNALS)),
        setlocale(LC_ALL, None),
        sys.stdout,
        os._exit,
    )


def put_back(before: Surroundings) -> None:
    """Make the surroundings what they were."""
    sys.stdout = sys.stderr if process.apart else before.stdout
    os._exit = before.leave
    now = look()
    if now == before:
        return
    if now.folder != before.folder:
        with contextlib.suppress(OSError):  # one of them may be gone
            os.chdir(before.folder)
    sys.path[:] = before.path
    sys.setrecursionlimit(before.depth)
    for number, handler in zip(SIGNALS, before.handlers, strict=True):
        if handler is not None:
            with contextlib.suppress(ValueError):  # handlers are the main thread's
                _signal.signal(number, handler)
    setlocale(LC_ALL, before.places)


def _folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 -- start-up
    except OSError:
        return ""  # it is gone
