"""What is held of the process around a call of a stranger's plugin, beyond what the guard holds.

What the plugin changed is put back, also where nobody would notice until later. What would have
cost the report is told besides, as the plugin's fault: functions of Python that it replaced, and
descriptors that it closed. A child that it forked and that comes back from the call ends there.

Until all is back nothing here uses a name that a plugin may have replaced, such as `len`.
"""

import _signal  # type: ignore[import-not-found]  # it has no stubs
import threading
from collections.abc import Callable
from contextlib import suppress
from os import getpid, umask
from sys import getprofile, gettrace, setprofile, settrace
from typing import Any

from intspec.plugins import ways_out
from intspec.plugins.descriptors import descriptors
from intspec.plugins.knobs import Knobs
from intspec.plugins.limits import Limits
from intspec.plugins.replaced import Environment, Names
from intspec.plugins.timer import watch
from intspec.process import Called, keep_apart, leave_now, process

#: The exit code of a run that is not whole, and of a child that is none of this run's.
INCOMPLETE = 3
#: The timers, where there are any, and the signals that they send.
TIMERS = tuple(
    (getattr(_signal, f"ITIMER_{name}"), getattr(_signal, f"SIG{ring}"))
    for name, ring in (("REAL", "ALRM"), ("VIRTUAL", "VTALRM"), ("PROF", "PROF"))
    if hasattr(_signal, f"ITIMER_{name}")
)
HAS_MASKS = hasattr(_signal, "pthread_sigmask")
ALL = tuple(int(number) for number in _signal.valid_signals())


class Held:
    """What is there before a call, and is to be there after it.

    Args:
        of: What is called.
    """

    def __init__(self, of: Called) -> None:
        self.of = of
        process.strangers[of.owner] = None
        keep_apart()
        self.child_of = getpid()
        self.wrong: list[str] = []
        self.ways = ways_out.close(for_good=process.kept is not None)
        self.descriptors = descriptors()
        self.descriptors.look()
        self.names = Names()
        self.environment = Environment()
        self.knobs = Knobs()
        self.umask = umask(0)
        umask(self.umask)
        self.watched = gettrace(), getprofile()
        self.alarms = Alarms()
        self.limits = Limits()
        self.raised = False
        self.lowered: list[str] = []
        self.stuck: list[str] = []

    def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call the function: before anything is said of what it raised, Python is whole again."""
        ways_out.Hearing.owner = self.of.owner
        try:
            given = function(*arguments)
        except BaseException:
            # Its own words are asked for later on: then all is put back once more.
            self.raised = True
            raise
        finally:
            # First of all, and without a call: what a hook of its own raises is raised no more.
            ways_out.Hearing.owner = ""
            watch.own_at = 0.0  # nor is what its own timer would raise
            self._put_back()
        return given

    def let_go(self) -> str:
        """Put back the rest, and say what was wrong with the call, if anything."""
        if self.raised:
            self._put_back()
        self.alarms.put_back()
        ways_out.open_again(self.ways)
        words, lost = self.descriptors.put_back()
        if lost and process.end is not None:
            process.end(self.of, words, INCOMPLETE)
        stuck = _lowered(self.stuck, "which cannot be raised again")
        if stuck:
            process.harm = self.of.failed(stuck)
        replaced = [name for name in dict.fromkeys(self.wrong) if name]
        told = [f"it replaced {_listed(replaced)} of Python, put back now"] if replaced else []
        raised = _lowered(self.lowered, "raised again now")
        return "; ".join([*told, *filter(None, (words, raised, stuck))])

    def _put_back(self) -> None:
        if getpid() != self.child_of:
            leave_now(INCOMPLETE)
        lowered, stuck = self.limits.put_back()
        self.lowered += lowered
        self.stuck += stuck
        trace, profile = self.watched
        if gettrace() is not trace:
            settrace(trace)
        if getprofile() is not profile:
            _profile_again(profile)
        self.wrong += self.names.put_back()
        self.environment.put_back()
        self.knobs.put_back()
        umask(self.umask)


class Alarms:
    """Timers, handlers of signals, and which signals wait."""

    def __init__(self) -> None:
        self.main = threading.current_thread() is threading.main_thread()
        self.handlers = tuple(map(_signal.getsignal, ALL))
        self.timers = tuple(_signal.getitimer(timer)[0] for timer, _ring in TIMERS)
        self.waiting = _signal.pthread_sigmask(_signal.SIG_BLOCK, ()) if HAS_MASKS else frozenset()

    def put_back(self) -> None:
        """Make them what they were: what a timer of the plugin's has sent meanwhile is dropped."""
        if not self.main:  # the others have no handlers
            return
        rung = [_signal.getsignal(ring) for _timer, ring in TIMERS]
        for (timer, ring), left in zip(TIMERS, self.timers, strict=True):
            if not left:
                _signal.setitimer(timer, 0)
                _signal.signal(ring, _signal.SIG_IGN)
        if HAS_MASKS:
            _signal.pthread_sigmask(_signal.SIG_SETMASK, self.waiting)
        for (_timer, ring), handler in zip(TIMERS, rung, strict=True):
            _signal.signal(ring, _signal.SIG_DFL if handler is None else handler)
        if tuple(map(_signal.getsignal, ALL)) == self.handlers:
            return
        for number, handler in zip(ALL, self.handlers, strict=True):
            if handler is not None and _signal.getsignal(number) is not handler:
                with suppress(OSError, ValueError):
                    _signal.signal(number, handler)


def _profile_again(profile: Any) -> None:
    """Put a profiler back; one that raises when it hears of that is gone by then."""
    try:
        setprofile(profile)
    except BaseException:  # noqa: BLE001 -- it is the plugin's
        setprofile(profile)


def _lowered(names: list[str], what_then: str) -> str:
    return f"it lowered {_listed(list(dict.fromkeys(names)))}, {what_then}" if names else ""


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:3])
    more = len(names) - 3
    return f"{shown} and {more:,} more" if more > 0 else shown
