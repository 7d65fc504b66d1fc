"""The functions by which Python code ends its process without a word: a plugin's calls raise.

Where the process is intspec's own they stay closed from the first call of a stranger's plugin on,
so that nothing that it leaves behind, such as a thread, decides how a run ends. A child process is
free to end as it likes.
"""

import _signal  # type: ignore[import-not-found]  # it has no stubs
import _thread
import errno
import faulthandler
import os
import sys
from collections.abc import Callable
from os import getpid
from typing import Any, NoReturn

from intspec.plugins.limits import ending
from intspec.plugins.timer import stand_ins
from intspec.process import interrupt, leave_now, refuse, send_signal, stay

#: Those of handlers under which a signal ends the process, or the run.
ENDING = (None, _signal.SIG_DFL, _signal.default_int_handler, interrupt)
#: The guard's own signal, while it calls a plugin.
ALARM = getattr(_signal, "SIGALRM", None)
_send_group = getattr(os, "killpg", None)
_raise = _signal.raise_signal
_send_thread = getattr(_signal, "pthread_kill", None)
_add_hook = sys.addaudithook
_trace = faulthandler.dump_traceback_later
_set_limit = getattr(sys.modules.get("resource"), "setrlimit", None)
_set_limit_of = getattr(sys.modules.get("resource"), "prlimit", None)
#: What was there before, by where it is and its name.
Ways = list[tuple[Any, str, Any]]
_closed: Ways = []


#: What puts another program in the place of this one, and what makes it another user's or shuts it
#: up in a folder, where it finds neither its own code nor the place of the report.
REPLACING = ("execv", "execve")
LEAVING = (
    *("chroot", "setuid", "setgid", "seteuid", "setegid", "setreuid", "setregid", "setresuid"),
    *("setresgid", "setgroups", "initgroups", "unshare", "setns"),
)


def _refused(name: str) -> Callable[..., NoReturn]:
    def execute(*_arguments: Any) -> NoReturn:
        refuse(f"os.{name}")

    def forbid(*_arguments: Any, **_named: Any) -> NoReturn:
        raise PermissionError(errno.EPERM, f"os.{name} is not for plugins")

    return execute if name in REPLACING else forbid


_gone: Ways = [(os, name, _refused(name)) for name in (*REPLACING, *LEAVING) if hasattr(os, name)]


def close(*, for_good: bool) -> Ways:
    """Close the ways out.

    Args:
        for_good: Whether they stay closed until a child process opens them.

    Returns:
        What is to be opened again after the call.
    """
    before: Ways = []
    for module, name, safe in _ways():
        now = getattr(module, name, safe)
        if now is not safe:
            before.append((module, name, now))
            setattr(module, name, safe)
    if not for_good:
        return before
    _closed.extend(before)
    return []


def open_again(ways: Ways) -> None:
    """Open what was closed."""
    for module, name, way in ways:
        setattr(module, name, way)


def _ways() -> Ways:
    signal = sys.modules.get("signal", _signal)
    modules = (_signal,) if signal is _signal else (_signal, signal)
    ways: Ways = [(os, "_exit", stay), (os, "abort", _abort), (os, "kill", _kill)]
    ways += [(os, "killpg", _kill_group)] if _send_group else []
    ways += [(sys, "addaudithook", _add_audit_hook), *_gone]
    ways += [(_thread, "interrupt_main", _interrupt)]
    ways += [(faulthandler, "dump_traceback_later", _trace_later)]
    limits = sys.modules.get("resource")
    if limits is not None:
        ways += [(limits, "setrlimit", _limit)]
        ways += [(limits, "prlimit", _limit_of)] if _set_limit_of else []
    for module in modules:
        ways += [(module, "raise_signal", _raise_signal)]
        ways += [(module, "pthread_kill", _kill_thread)] if _send_thread else []
        ways += [(module, name, safe) for name, safe in stand_ins(module)]
    return ways


def _ends(number: int) -> bool:
    """Tell whether a signal would end this process."""
    try:
        return number == ALARM or (number != 0 and _signal.getsignal(number) in ENDING)
    except (TypeError, ValueError, OverflowError):
        return False  # it is none, as the system will say


def _refuse(name: str, number: int) -> NoReturn:
    try:
        shown = _signal.strsignal(number) or number
    except (ValueError, TypeError):
        shown = number
    refuse(f"{name}: {shown}")


def _kill(process: int, number: int, /) -> None:
    own = process in (0, -1, getpid()) or process == -_group()
    if own and _ends(number):
        _refuse("os.kill", number)
    send_signal(process, number)


def _kill_group(group: int, number: int, /) -> None:
    if group in (0, _group()) and _ends(number):
        _refuse("os.killpg", number)
    _send_group(group, number)  # type: ignore[misc]  # it is there, where this stands for it


def _kill_thread(thread: int, number: int, /) -> None:
    if _ends(number):
        _refuse("signal.pthread_kill", number)
    _send_thread(thread, number)  # type: ignore[misc]  # see above


def _raise_signal(number: int, /) -> None:
    if _ends(number):
        _refuse("signal.raise_signal", number)
    _raise(number)


def _interrupt(number: int = _signal.SIGINT, /) -> None:
    _raise_signal(number)


def _limit(number: int, pair: Any, /) -> None:
    _hold_limit("resource.setrlimit", number, pair)
    _set_limit(number, pair)  # type: ignore[misc]  # it is there, where this stands for it


def _limit_of(process: int, number: int, *pair: Any) -> Any:
    if pair and process in (0, getpid()):
        _hold_limit("resource.prlimit", number, *pair)
    return _set_limit_of(process, number, *pair)  # type: ignore[misc]  # see above


def _hold_limit(name: str, number: int, pair: Any) -> None:
    """Refuse to lower a limit under which the system ends the process."""
    if limit := ending(number, pair):
        refuse(f"{name}: {limit}")


def _trace_later(
    timeout: float,
    repeat: bool = False,  # noqa: FBT001, FBT002 -- as Python has it
    file: Any = None,
    exit: bool = False,  # noqa: A002, FBT001, FBT002
) -> None:
    if exit:
        refuse("faulthandler.dump_traceback_later")
    _trace(timeout, repeat, sys.stderr if file is None else file)


class Hearing:
    """Whose audit hooks are called: those of the plugin whose code runs, and else nobody's."""

    owner = ""


def _add_audit_hook(hook: Callable[[str, Any], object], /) -> None:
    """Add a hook that nobody can take away again: what it raises is not to end what others do."""
    owner = Hearing.owner

    def heard(event: str, arguments: Any) -> None:
        if Hearing.owner == owner:
            hook(event, arguments)

    if owner:
        _add_hook(heard)


def _abort() -> NoReturn:
    refuse("os.abort")


def _group() -> int:
    return os.getpgrp() if hasattr(os, "getpgrp") else 0


def _let_go() -> None:
    """Let a child that a plugin's code forks end as it likes."""
    open_again(_closed)
    os._exit = leave_now


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)
