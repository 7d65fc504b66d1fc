"""The timer that cuts off calls of plugins, and beside it a plugin's own.

There is one timer in a process. A plugin that has a use for it (`signal.alarm`, `setitimer`, a
handler of SIGALRM) would stop what cuts off its calls, and an alarm of its own that it does not
handle would end the run without a word. So while a stranger's plugin is called, what it asks of the
timer and its signal is noted here, and each rings in its turn.
"""

import _signal  # type: ignore[import-not-found]  # it has no stubs
from collections.abc import Callable
from functools import cache
from time import monotonic
from types import ModuleType
from typing import Any

from intspec.process import Called, refuse

HAS_TIMERS = hasattr(_signal, "setitimer")
REAL = getattr(_signal, "ITIMER_REAL", None)
ALARM = getattr(_signal, "SIGALRM", None)
#: It rings again after so many seconds: a plugin may catch the first.
AGAIN = 1.0
#: Timers are set to less than this; of more, the system says what is wrong.
FOREVER = 1e9
#: The shortest time that it is set to.
LEAST = 0.0001
#: Python's own, under a name of ours.
_set_timer = getattr(_signal, "setitimer", None)
#: The functions by which a timer or its signal is taken.
TAKING = ("alarm", "setitimer", "getitimer", "signal", "getsignal", "pthread_sigmask")


class Watch:
    """The call that the timer runs for.

    Attributes:
        inside: Whether the plugin's code runs now.
        of: What is called.
        seconds: How long it may take.
        rings: How often the timer has rung for the call.
        ends: When the call is to have ended, and `next` when the timer rings for it.
        own_at: When the plugin's own timer rings, 0 for never, and then again after `own_every`.
        own_handler: What the plugin has called then.
    """

    inside = False
    of: Called
    seconds = 0.0
    rings = 0
    ends = next = 0.0
    own_at = own_every = 0.0
    own_handler: Any = _signal.SIG_DFL

    def begin(self, seconds: float, of: Called) -> None:
        """Note a call, just before the timer is set for it."""
        self.of, self.seconds, self.rings = of, seconds, 0
        self.ends = self.next = monotonic() + seconds
        self.own_at = self.own_every = 0.0
        self.own_handler = _signal.SIG_DFL

    def is_late(self) -> bool:
        """Tell whether the call took too long, also where no timer rang."""
        return monotonic() > self.ends

    def late(self) -> str:
        """Say that it took too long."""
        words = f"it did not end within {self.seconds:g} s"
        return words if self.rings else f"{words}, and kept the timer from ringing"

    def hurry(self, rings: int) -> None:
        """Have the timer ring soon, as if it had rung so many times."""
        self.rings = rings
        self.next = monotonic() + AGAIN
        self.arm()

    def arm(self) -> None:
        """Set the timer to what comes first: its own ring, or that of the plugin's own timer."""
        first = min(self.next, self.own_at or self.next)
        if _set_timer is not None:
            _set_timer(REAL, max(first - monotonic(), LEAST), AGAIN)

    def rang(self, number: int, frame: Any) -> bool:
        """Tell whether the timer rang for the call; else the plugin's own handler is called.

        Args:
            number: The signal.
            frame: Where the plugin was.
        """
        now = monotonic()
        if now >= self.next:
            self.rings += 1
            self.next = now + AGAIN
            if self.own_at:
                self.arm()
            return True
        handler = None
        if self.own_at and now >= self.own_at:
            handler = self.own_handler
            self.own_at = now + self.own_every if self.own_every else 0.0
        self.arm()
        if handler == _signal.SIG_DFL:
            refuse("signal.alarm: nothing handles it")
        if callable(handler):
            handler(number, frame)
        return False

    def left(self) -> tuple[float, float]:
        """Return after how many seconds the plugin's own timer rings, and then again."""
        return max(self.own_at - monotonic(), LEAST) if self.own_at else 0.0, self.own_every

    def take(self, seconds: float, every: float) -> tuple[float, float]:
        """Set the plugin's own timer, and return what it was."""
        before = self.left()
        self.own_at = monotonic() + seconds if seconds else 0.0
        self.own_every = every if seconds else 0.0
        self.arm()
        return before


watch = Watch()


class StandIns:
    """What stands for the functions of a module that take the timer.

    Args:
        module: `signal`, or the one in C behind it; each has some ways of its own.
    """

    def __init__(self, module: ModuleType) -> None:
        self.own = {name: getattr(module, name) for name in TAKING if hasattr(module, name)}

    def alarm(self, seconds: int, /) -> Any:
        """Set the plugin's own timer to whole seconds."""
        if not watch.inside:
            return self.own["alarm"](seconds)
        return -int(-watch.take(float(max(0, seconds)), 0.0)[0] // 1)

    def setitimer(self, which: int, seconds: float, interval: float = 0.0, /) -> Any:
        """Set the plugin's own timer."""
        if not watch.inside or which != REAL or not _is_time(seconds, interval):
            return self.own["setitimer"](which, seconds, interval)
        return watch.take(seconds, interval)

    def getitimer(self, which: int, /) -> Any:
        """Return what the plugin's own timer is set to."""
        return watch.left() if watch.inside and which == REAL else self.own["getitimer"](which)

    def signal(self, number: int, handler: Any, /) -> Any:
        """Set the plugin's own handler of the timer's signal, and return the one before."""
        if not watch.inside or number != ALARM or not _is_handler(handler):
            return self.own["signal"](number, handler)
        before, watch.own_handler = watch.own_handler, handler
        return before

    def getsignal(self, number: int, /) -> Any:
        """Return the plugin's own handler of the timer's signal."""
        own = watch.inside and number == ALARM
        return watch.own_handler if own else self.own["getsignal"](number)

    def pthread_sigmask(self, how: int, mask: Any, /) -> Any:
        """Have signals wait, but for the timer's."""
        if watch.inside and how != _signal.SIG_UNBLOCK:
            mask = {number for number in mask if number != ALARM}
        return self.own["pthread_sigmask"](how, mask)


@cache
def stand_ins(module: ModuleType) -> tuple[tuple[str, Callable[..., Any]], ...]:
    """Return what stands for the functions of a module that take the timer, by their names."""
    made = StandIns(module)
    return tuple((name, getattr(made, name)) for name in made.own) if HAS_TIMERS else ()


def _is_time(*seconds: Any) -> bool:
    """Tell whether a timer can be set to these; of what else is wrong, the system says it."""
    return all(isinstance(one, int | float) and 0 <= one < FOREVER for one in seconds)


def _is_handler(handler: Any) -> bool:
    return callable(handler) or handler in (_signal.SIG_DFL, _signal.SIG_IGN)
