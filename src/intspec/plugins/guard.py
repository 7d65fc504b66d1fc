"""What a plugin provides is called here and nowhere else: whatever it does, the run goes on.

What it raises becomes a `Fault`; what it prints goes to stderr; what it changes of the process
(working folder, import path, recursion limit, signal handlers, locale) is put back; one that
hangs is cut off by a timer, and ends with the process where it catches that; and `os._exit` is no
way out. Of a stranger's plugin more is held: see `strangers`. One that crashes the process in
native code cannot be held from inside the process.

Commands that plugins add are imported here when they are called or listed. Their body is outside:
it is the run itself, begun by its name. Click calls it, and `cli.main` says what it raises.
"""

# The guard stands around every call of every rule, so it uses the module in C (`_signal`), whose
# functions answer in a fraction of a microsecond, and not that in Python around it.
import _signal  # type: ignore[import-not-found]  # it has no stubs
import contextlib
import os
import sys
from collections.abc import Callable, Iterable
from functools import cache
from types import GeneratorType
from typing import Any, TypeVar

from intspec.plugins import timer
from intspec.plugins.lines import defined_at, place_at, place_of
from intspec.plugins.surroundings import Surroundings, look, put_back
from intspec.process import (
    Called,
    LeavingError,
    interrupt,
    leave_now,
    note_interrupts,
    process,
    stay,
    stdout,
)
from intspec.text.wording import flat, shorten

T = TypeVar("T")

#: The most records that one call may give: more is an endless generator.
MOST = 100_000
#: So many records are kept of a call that was cut off, for their number or for the time.
KEPT = 1_000
VARIABLE = "INTSPEC_PLUGIN_SECONDS"
#: How many seconds one call may take, and one that writes or reads a whole file.
#: `INTSPEC_PLUGIN_SECONDS` sets both for a run, 0 for no limit.
SECONDS = 20.0
FILE_SECONDS = 120.0
#: At which ring of the timer for one call the process is ended, where that is allowed.
RINGS = 3
#: The exit codes of a run that a plugin kept from its end, and of one that the user interrupted.
INCOMPLETE, INTERRUPTED = 3, 128 + 2
#: The most characters of what is said of a fault: a plugin's own words may have no end.
LONGEST = 2_000
#: So many faults of one call are told apart.
MOST_FAULTS = 20
#: Whether calls are cut off here. Where they are not, workers are ended by those who wait for them.
HAS_TIMERS = timer.HAS_TIMERS
_watch = timer.watch
#: What is called, where nobody says.
UNNAMED = Called("of a name that is not known", "", "", "a call")
#: The distributions whose plugins are no stranger's: intspec's own, and none.
OURS = ("intspec", "")


class Fault(Exception):  # noqa: N818 -- it is a record of a fault, not an error of ours
    """What a plugin's code did wrong, in one line.

    Args:
        words: The line.
        brief: What may be said where no word of the plugin may be shown; the line when absent.
    """

    def __init__(self, words: str, brief: str = "") -> None:
        words = shorten(words, LONGEST)
        super().__init__(words)
        self.brief = shorten(brief, LONGEST) or words

    def and_also(self, words: str) -> "Fault":
        """Return the fault with what was wrong besides."""
        return type(self)(f"{self}; {words}", f"{self.brief}; {words}")


class Overtime(Fault):
    """It did not end: not in time, or not within the number of records that a call may give."""


class MisfitError(TypeError):
    """A value that is not what its type promises; the message names the place in the record.

    Args:
        words: What is wrong, to follow the name of the place.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words
        self.place = ""

    def inside(self, step: str) -> "MisfitError":
        """Say in which field or at which number the value stands."""
        joint = "." if self.place and not self.place.startswith("[") else ""
        self.place = f"{step}{joint}{self.place}"
        return self

    def __str__(self) -> str:
        return f"`{self.place}` {self.words}" if self.place else self.words


class _TooLongError(BaseException):
    """The timer ran out. It is no `Exception`, so that a plugin's own handlers let it pass."""


def call(
    function: Callable[..., T],
    *arguments: Any,
    meant: tuple[type[Exception], ...] = (),
    seconds: float = SECONDS,
    of: Called = UNNAMED,
) -> T:
    """Call a plugin's function. What it prints goes to stderr.

    What a stranger's changes of the process is put back as far as `strangers` sees it.

    Args:
        function: The plugin's function.
        *arguments: What it is given.
        meant: The exceptions by which it may say no; they are passed on.
        seconds: How long it may take, where the environment does not say.
        of: What is called: it is named where nothing but the end of the process ends it.

    Raises:
        Overtime: It did not end in time.
        Fault: It raised, or tried to end the process.
        KeyboardInterrupt: The user interrupted the run meanwhile.
    """
    if of.distribution in OURS or _together == of.owner:
        return _timed(function, *arguments, meant=meant, seconds=seconds, of=of)
    return _held(function, *arguments, meant=meant, seconds=seconds, of=of)


#: The plugin around whose calls, one after the other, the process is held already.
_together = ""


def together(function: Callable[[], T], of: Called) -> T:
    """Call what calls several functions of one plugin by `call`, each with a timer of its own.

    Around each call of a stranger's code the process is held, which takes longer than most hooks:
    here it is held once around all.

    Args:
        function: It is inside the guard as well, since what a plugin did to the process is put
            back behind it.
        of: What is called.

    Raises:
        Fault: As that of `call`.
    """
    if of.distribution in OURS:
        return function()
    global _together  # noqa: PLW0603 -- there is one process, which is held or is not
    before, _together = _together, of.owner
    try:
        return _held(function, meant=(Fault,), seconds=None, of=of)
    finally:
        _together = before


def _held(
    function: Callable[..., T],
    *arguments: Any,
    meant: tuple[type[Exception], ...],
    seconds: float | None,
    of: Called,
) -> T:
    """Call a stranger's function, and put back what it changed of the process."""
    from intspec.plugins.strangers import Held  # noqa: PLC0415 -- only where there is one

    held = Held(of)
    run: Callable[..., T] = held.run
    try:
        given = _timed(run, function, *arguments, meant=meant, seconds=seconds, of=of)
    except Fault as fault:
        if wrong := held.let_go():
            raise fault.and_also(wrong) from None
        raise
    except meant:
        if wrong := held.let_go():
            raise Fault(wrong) from None
        raise
    except BaseException:
        held.let_go()
        raise
    if wrong := held.let_go():
        raise Fault(wrong)
    return given


def _timed(
    function: Callable[..., T],
    *arguments: Any,
    meant: tuple[type[Exception], ...],
    seconds: float | None,
    of: Called,
) -> T:
    """Call a function, and put back what every plugin may have changed."""
    before = look()
    sys.stdout = sys.stderr
    os._exit = stay
    # A program notes them from its beginning on.
    noted = before.handlers[0] is _signal.default_int_handler and note_interrupts()
    alarm = None if seconds is None else _start(_seconds(seconds), of)
    try:
        try:
            given = function(*arguments)
        except KeyboardInterrupt as error:
            if _from_keyboard(before):
                raise
            raise Fault(describe(error), _brief(error)) from None
        except meant:
            raise
        except _TooLongError:
            raise
        except BaseException as error:  # noqa: BLE001 -- SystemExit included: see the module
            tell(error)
            raise Fault(describe(error), _brief(error)) from None
        return given if alarm is None else _in_time(given)
    except _TooLongError:
        if alarm is None:
            raise  # the timer is that of a call around this one
        _watch.inside = False
        message = _watch.late()
        if VARIABLE not in os.environ:
            message += f"; {VARIABLE} gives it longer"
        raise Overtime(message) from None
    finally:
        # First of all, and without a call: from here on the timer raises nothing.
        _watch.inside = alarm is None and _watch.inside
        _finish(before, alarm, noted=noted)


def _in_time(given: T) -> T:
    """Return what a call gave, unless it took too long though no timer cut it off."""
    if _watch.is_late():
        raise _TooLongError
    return given


def _finish(before: Surroundings, alarm: Any, *, noted: bool) -> None:
    """Put back what was there before a call, and pass on an interrupt that came meanwhile."""
    if alarm is not None:
        _signal.setitimer(_signal.ITIMER_REAL, 0)
        _signal.signal(_signal.SIGALRM, alarm)
    if noted:
        _signal.signal(_signal.SIGINT, _signal.default_int_handler)
    put_back(before)
    if process.interrupts:
        # The plugin may have caught it, and it was not for the plugin.
        if noted:
            process.interrupts = 0
        raise KeyboardInterrupt


def _let_go() -> None:
    """Let a child that a plugin's code forks end as it likes."""
    os._exit = leave_now


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


@cache
def _seconds(otherwise: float) -> float:
    try:
        return max(0.0, float(os.environ.get(VARIABLE, otherwise)))
    except ValueError:
        return otherwise


def _from_keyboard(before: Surroundings) -> bool:
    """Tell whether it was the user who interrupted the run, and not the plugin."""
    handler = before.handlers[0]
    if handler in (_signal.default_int_handler, interrupt):
        return process.interrupts > 0
    return callable(handler)  # another program's own: who knows


def _soon() -> None:
    """Have whoever catches an interrupt and goes on be ended in a second."""
    if _watch.inside and process.end is not None:
        _watch.hurry(RINGS - 1)


process.on_interrupt = _soon


def _start(seconds: float, of: Called) -> Any:
    """Start the timer, where the platform and the thread allow it, and no outer call has one.

    Returns:
        The handler of alarms that was there before; None where no timer was started.
    """
    if not HAS_TIMERS or _watch.inside or _signal.getitimer(_signal.ITIMER_REAL)[0]:
        return None
    if not seconds:
        return None
    try:
        before = _signal.signal(_signal.SIGALRM, _stop)
    except ValueError:  # handlers are the main thread's
        return None
    _watch.begin(seconds, of)
    _signal.setitimer(_signal.ITIMER_REAL, seconds, timer.AGAIN)
    # From here on timers are the plugin's own: see `timer`.
    _watch.inside = True
    return _signal.SIG_DFL if before is None else before


def _stop(number: int, frame: object) -> None:
    if not (_watch.inside and _watch.rang(number, frame)):
        return
    if _watch.rings >= RINGS and process.end is not None:
        with contextlib.suppress(Exception):  # it may be in use just now
            stdout().flush()
        if process.interrupts:
            process.end(_watch.of, "it did not let itself be interrupted", INTERRUPTED)
        process.end(_watch.of, f"{_watch.late()}, and caught all that would end it", INCOMPLETE)
    raise _TooLongError


def collect(
    function: Callable[..., Iterable[Any] | None],
    *arguments: Any,
    wanted: tuple[type, ...],
    hold: Callable[[Any, type], Any] | None = None,
    of: Called = UNNAMED,
) -> tuple[list[Any], list[Fault]]:
    """Call a function that yields records, and keep the good ones.

    Args:
        function: The plugin's function.
        *arguments: What it is given.
        wanted: The types that it may yield.
        hold: Returns a record as its type promises, or raises `MisfitError`; None where the records
            need no looking at.
        of: What is called.

    Returns:
        The records, and what went wrong, one line each.
    """
    records: list[Any] = []
    misfits: dict[str, Fault] = {}
    ends: list[Fault] = []
    names = " or ".join(t.__name__ for t in wanted)

    def exhaust() -> None:
        yielded = function(*arguments)
        if yielded is None:
            return
        if isinstance(yielded, str | bytes | dict) or not hasattr(yielded, "__iter__"):
            words = f"it must yield {names}, but it gave {called(yielded)}: write `yield`"
            ends.append(Fault(f"{words}{defined_at(function)}"))
            return
        for number, record in enumerate(yielded):
            if number >= MOST:
                words = f"it yielded more than {MOST:,} records: end it{_line_of(yielded)}"
                ends.append(Overtime(words))
                return
            kind = next((one for one in wanted if issubclass(type(record), one)), None)
            if kind is None:
                misfit = f"it must yield {names}, but it yielded {called(record)}"
            else:
                try:
                    records.append(record if hold is None else hold(record, kind))
                    continue
                except MisfitError as error:
                    tell(error)
                    misfit = f"it yielded a {kind.__name__} whose {error}"
            fault = Fault(f"{misfit}{_line_of(yielded)}")
            misfits.setdefault(str(fault), fault)

    try:
        call(exhaust, of=of)
    except Fault as fault:
        ends.append(fault)
    if any(isinstance(end, Overtime) for end in ends):
        del records[KEPT:]
    # What is no record is told some times over; what ended the call is told in any case.
    told = [*misfits.values()][:MOST_FAULTS]
    if more := len(misfits) - len(told):
        told.append(Fault(f"{more:,} more of its records do not fit"))
    return records, told + ends


def called(value: Any) -> str:
    """Name the type of a value, for a message."""
    return "None" if value is None else shorten(type(value).__name__, 60)


def _line_of(yielded: Any) -> str:
    """Name the line at which a generator stands: it is that of the record that it has yielded."""
    frame = yielded.gi_frame if type(yielded) is GeneratorType else None
    return f" ({place_at(frame.f_code.co_filename, frame.f_lineno)})" if frame is not None else ""


#: Who hears of each exception that a plugin raises.
_listeners: list[Callable[[BaseException], None]] = []


def listen(listener: Callable[[BaseException], None]) -> Callable[[], None]:
    """Tell somebody of each exception that a plugin raises, whole, and not in a line.

    Args:
        listener: Is called with it, after the call of the plugin was left.

    Returns:
        What ends that.
    """
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def tell(error: BaseException) -> None:
    """Tell those who listen of an exception that a plugin raised."""
    for listener in _listeners:
        listener(error)


def describe(error: BaseException) -> str:
    """Say in one line what was raised, without trusting the exception's own methods."""
    if isinstance(error, MisfitError):
        return str(error)
    if isinstance(error, _TooLongError):
        return _watch.late()
    kind = type(error).__name__
    try:
        text = flat(str(error))
    except BaseException:  # noqa: BLE001 -- its __str__ is the plugin's code too
        text = ""
    words = f"{kind}: {text[:300]}" if text else kind
    if isinstance(error, SystemExit):
        words = f"it tried to end the program (SystemExit: {text or 'None'})"
    if isinstance(error, LeavingError):
        words = f"it tried to end the program ({text})"
    return f"{words} ({place})" if (place := place_of(error)) else words


def _brief(error: BaseException) -> str:
    """Say of what kind it is and where it was raised, without a word of its own."""
    place = place_of(error)
    return type(error).__name__ + (f" ({place})" if place else "")
