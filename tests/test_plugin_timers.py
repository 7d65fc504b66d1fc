"""A plugin's own alarms, and settings that it turns: they neither hold the guard off nor stay."""

import csv
import ctypes
import decimal
import gc
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from intspec.plugins import guard
from intspec.plugins.guard import Fault, Overtime, call
from intspec.plugins.knobs import KNOBS
from intspec.process import Called

needs_timers = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="interval timers")
BAD = Called("bad", "3.2", "bad-dist", "bad/rule")
SHORT = 0.2


@pytest.fixture(autouse=True)
def limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A call may take a moment."""
    guard._seconds.cache_clear()  # noqa: SLF001 -- it is read once in a run
    monkeypatch.setenv("INTSPEC_PLUGIN_SECONDS", str(SHORT))
    yield
    guard._seconds.cache_clear()  # noqa: SLF001


def nothing(*_arguments: Any) -> None:
    """Handle a signal."""


def shout(*_arguments: Any) -> None:
    """Handle a signal by an exception, as a limit of a plugin's own does."""
    raise TimeoutError


def on_alarm(handler: Any) -> Any:
    """Set a handler of alarms, as a plugin does."""
    return signal.signal(signal.SIGALRM, handler)


def repeat(seconds: float, every: float) -> Any:
    """Set a timer, as a plugin does."""
    return signal.setitimer(signal.ITIMER_REAL, seconds, every)


#: What keeps an alarm of another from ringing, or from being heard.
HOLDING_OFF: dict[str, Callable[[], object]] = {
    "no alarm": lambda: signal.alarm(0),
    "a late alarm": lambda: signal.alarm(1000),
    "no timer": lambda: repeat(0, 0),
    "a late timer": lambda: repeat(1000, 1000),
    "ignored": lambda: on_alarm(signal.SIG_IGN),
    "default": lambda: on_alarm(signal.SIG_DFL),
    "a handler of its own": lambda: on_alarm(nothing),
    "a handler and a timer": lambda: (on_alarm(nothing), repeat(0.01, 0.01)),
    "ignored, and a timer": lambda: (on_alarm(signal.SIG_IGN), repeat(0.01, 0.01)),
    "the handler that was there": lambda: on_alarm(signal.getsignal(signal.SIGALRM)),
    "blocked": lambda: signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM]),
    "all blocked": lambda: signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals()),
}


@needs_timers
@pytest.mark.parametrize("again", [False, True], ids=["once", "again and again"])
@pytest.mark.parametrize("way", HOLDING_OFF)
def test_no_alarm_of_its_own_holds_off_the_guard(way: str, again: bool) -> None:  # noqa: FBT001
    """It is cut off in time, and all is as it was."""
    before = signal.getsignal(signal.SIGALRM), signal.pthread_sigmask(signal.SIG_BLOCK, ())

    def hang() -> None:
        HOLDING_OFF[way]()
        while True:
            if again:
                HOLDING_OFF[way]()

    with pytest.raises(Overtime) as caught:
        call(hang, of=BAD)
    assert str(caught.value) == f"it did not end within {SHORT:g} s"
    assert (
        signal.getsignal(signal.SIGALRM),
        signal.pthread_sigmask(signal.SIG_BLOCK, ()),
    ) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@needs_timers
def test_its_own_alarms_ring() -> None:
    """At their times, for its own handler, and what it asks of them is answered as ever."""
    rung: list[int] = []

    def run() -> tuple[Any, ...]:
        before = on_alarm(lambda number, _frame: rung.append(number))
        first = repeat(0.01, 0.01)
        left, every = signal.getitimer(signal.ITIMER_REAL)
        while len(rung) < 3:
            pass
        repeat(0, 0)
        alarm = signal.alarm(1000), signal.alarm(0), signal.alarm(0)
        with pytest.raises(signal.ItimerError):
            repeat(-1, 0)
        with pytest.raises(TypeError):
            on_alarm("no handler")
        return before, first, 0 < left <= 0.01, every, alarm

    assert call(run, of=BAD) == (signal.SIG_DFL, (0.0, 0.0), True, 0.01, (0, 1000, 0))
    assert rung[:3] == [signal.SIGALRM] * 3


@needs_timers
def test_its_own_limit_ends_what_it_does() -> None:
    """By an exception of its own that it catches; the call gives what it gives."""

    def run() -> str:
        on_alarm(shout)
        repeat(0.01, 0)
        try:
            while True:
                pass
        except TimeoutError:
            return "given up"

    assert call(run, of=BAD) == "given up"


@needs_timers
def test_an_alarm_that_nothing_handles_ends_the_call_and_not_the_process() -> None:
    """As the system would end it, without a word."""

    def run() -> None:
        repeat(0.01, 0)
        while True:
            pass

    with pytest.raises(Fault, match="nothing handles it"):
        call(run, of=BAD)


@needs_timers
@pytest.mark.skipif(sys.platform == "win32", reason="the system's own alarm")
def test_what_ends_late_is_told_where_nothing_could_ring() -> None:
    """What stops the timer in native code is not seen before it comes back."""

    def run() -> None:
        ctypes.CDLL(None).alarm(0)
        time.sleep(2 * SHORT)

    with pytest.raises(Overtime, match="kept the timer from ringing"):
        call(run, of=BAD)


def never_collect() -> None:
    """Turn the collector off, and its threshold."""
    gc.disable()
    gc.set_threshold(1)


def turn_python() -> None:
    """Turn Python's own settings."""
    sys.setswitchinterval(9)
    sys.set_int_max_str_digits(640)


#: What a plugin turns, by the library that has it.
TURNED: dict[str, Callable[[], object]] = {
    "decimal": lambda: setattr(decimal.getcontext(), "prec", 1),
    "csv": lambda: csv.field_size_limit(1),
    "tempfile": lambda: setattr(tempfile, "tempdir", "/nowhere"),
    "warnings": lambda: warnings.filterwarnings("error", "of nobody"),
    "gc": never_collect,
    "sys": turn_python,
}


def turned_to() -> list[str]:
    """Return what all of them are set to."""
    return [repr(knob.look(sys.modules[knob.module])) for knob in KNOBS]


@pytest.mark.parametrize("library", TURNED)
def test_what_it_turns_is_turned_back(library: str) -> None:
    """After a call that ends well, and after one that does not."""
    before = turned_to()

    def run() -> None:
        TURNED[library]()
        assert turned_to() != before

    def fail() -> None:
        run()
        raise ValueError

    context = decimal.getcontext()
    call(run, of=BAD)
    assert turned_to() == before
    assert decimal.getcontext() is context
    with pytest.raises(Fault, match="ValueError"):
        call(fail, of=BAD)
    assert turned_to() == before


def test_every_knob_is_turned_here() -> None:
    """Whoever adds one says how it is turned."""
    assert {knob.module for knob in KNOBS} == {*TURNED}
