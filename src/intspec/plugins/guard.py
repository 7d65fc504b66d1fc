"""What a plugin provides is called here and nowhere else: whatever it does, the run goes on.

What it raises becomes a `Fault`; what it prints goes to stderr; what it changes of the process
(working folder, import path, recursion limit, signal handlers, locale) is put back; one that
hangs is cut off by a timer; and `os._exit` is no way out. A plugin that crashes the process in
native code cannot be held from inside the process.

Commands that plugins add are imported here when they are called; two things about them are outside.
The body of a command is the run itself, begun by its name: click calls it, and `cli.main` says what
it raises. And the list of commands asks each for its line of help in `cli.root.summary`, which does
without the guard: `intspec --help` loads neither this package nor what it needs.
"""

# The guard stands around every call of every rule, so it uses the modules in C (`_signal`,
# `_locale`), whose functions answer in a fraction of a microsecond, and not those in Python around
# them.
import _signal  # type: ignore[import-not-found]  # it has no stubs
import contextlib
import os
import sys
from _locale import LC_ALL, setlocale
from collections.abc import Callable, Iterable
from functools import cache
from os import _exit
from typing import Any, NamedTuple, NoReturn, TypeVar

from intspec.text.wording import flat

T = TypeVar("T")

#: The most records that one call may give: more is an endless generator.
MOST = 100_000
VARIABLE = "INTSPEC_PLUGIN_SECONDS"
#: How many seconds one call may take, and one that writes or reads a whole file.
#: `INTSPEC_PLUGIN_SECONDS` sets both for a run, 0 for no limit.
SECONDS = 20.0
FILE_SECONDS = 120.0
#: Where intspec's own code is.
OWN = os.path.dirname(os.path.dirname(__file__)) + os.sep  # noqa: PTH120
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
    sys.stdout = before.stdout
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


class Fault(Exception):  # noqa: N818 -- it is a record of a fault, not an error of ours
    """What a plugin's code did wrong, in one line."""


class _TooLongError(BaseException):
    """The timer ran out. It is no `Exception`, so that a plugin's own handlers let it pass."""


class _LeavingError(BaseException):
    """`os._exit` was called, which would end the run with the plugin's code and without a word."""


def call(
    function: Callable[..., T],
    *arguments: Any,
    meant: tuple[type[Exception], ...] = (),
    seconds: float = SECONDS,
) -> T:
    """Call a plugin's function. What it prints goes to stderr.

    Args:
        function: The plugin's function.
        *arguments: What it is given.
        meant: The exceptions by which it may say no; they are passed on.
        seconds: How long it may take, where the environment does not say.

    Raises:
        Fault: It raised, tried to end the process, or did not end in time.
    """
    before = look()
    sys.stdout = sys.stderr
    os._exit = _stay
    alarm = _start(_seconds(seconds))
    try:
        return function(*arguments)
    except KeyboardInterrupt:
        raise
    except meant:
        raise
    except _TooLongError:
        message = f"it did not end within {_seconds(seconds):g} s"
        if VARIABLE not in os.environ:
            message += f"; {VARIABLE} gives it longer"
        raise Fault(message) from None
    except BaseException as error:  # noqa: BLE001 -- SystemExit included: see the module
        raise Fault(describe(error)) from None
    finally:
        if alarm is not None:
            _signal.setitimer(_signal.ITIMER_REAL, 0)
            _signal.signal(_signal.SIGALRM, alarm)
        put_back(before)


def _stay(status: int) -> NoReturn:
    raise _LeavingError(status)


def _let_go() -> None:
    """Let a child that a plugin's code forks end as it likes."""
    os._exit = _exit


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


@cache
def _seconds(otherwise: float) -> float:
    try:
        return max(0.0, float(os.environ.get(VARIABLE, otherwise)))
    except ValueError:
        return otherwise


def _start(seconds: float) -> Any:
    """Start the timer, where the platform and the thread allow it, and no outer call has one.

    Returns:
        The handler of alarms that was there before; None where no timer was started.
    """
    if not hasattr(_signal, "setitimer") or _signal.getitimer(_signal.ITIMER_REAL)[0]:
        return None
    if not seconds:
        return None
    try:
        before = _signal.signal(_signal.SIGALRM, _stop)
    except ValueError:  # handlers are the main thread's
        return None
    # Again every second: a plugin may catch the first.
    _signal.setitimer(_signal.ITIMER_REAL, seconds, 1.0)
    return _signal.SIG_DFL if before is None else before


def _stop(_number: int, _frame: object) -> None:
    raise _TooLongError


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
    records: list[Any] = []
    faults: list[str] = []
    names = " or ".join(t.__name__ for t in wanted)

    def exhaust() -> None:
        yielded = function(*arguments)
        if yielded is None:
            return
        if isinstance(yielded, str | bytes | dict) or not hasattr(yielded, "__iter__"):
            faults.append(f"it must yield {names}, but it gave {type(yielded).__name__}")
            return
        for number, record in enumerate(yielded):
            if number >= MOST:
                faults.append(f"it yielded more than {MOST:,} records")
                return
            if isinstance(record, wanted):
                records.append(record)
            else:
                faults.append(f"it must yield {names}, but it yielded {type(record).__name__}")

    try:
        call(exhaust)
    except Fault as fault:
        faults.append(str(fault))
    return records, list(dict.fromkeys(faults))


def describe(error: BaseException) -> str:
    """Say in one line what was raised, without trusting the exception's own methods."""
    kind = type(error).__name__
    try:
        text = flat(str(error))
    except BaseException:  # noqa: BLE001 -- its __str__ is the plugin's code too
        text = ""
    if isinstance(error, SystemExit):
        return f"it tried to end the program (SystemExit: {text or 'None'})"
    if isinstance(error, _LeavingError):
        return f"it tried to end the program (os._exit: {text})"
    words = f"{kind}: {text[:300]}" if text else kind
    return f"{words} ({place})" if (place := _place(error)) else words


def _place(error: BaseException) -> str:
    """Return the last line of code that is not intspec's own: file and line."""
    place = ""
    frame = error.__traceback__
    while frame is not None:
        path = frame.tb_frame.f_code.co_filename
        if not path.startswith((OWN, "<")):
            place = f"{os.path.basename(path)}, line {frame.tb_lineno}"  # noqa: PTH119
        frame = frame.tb_next
    return place
