"""What intspec may do with its process where it is a program of its own; a library may not.

The command line says so once, when it begins. It is a module of its own, since the command line
needs it before it loads anything of plugins.
"""

# The module in C: the one in Python around it takes ten times as long to import.
import _signal  # type: ignore[import-not-found]  # it has no stubs
import _thread
import os
import sys
from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn

#: Python's own, under names of ours: a plugin's calls of them are held back.
leave_now, send_signal = os._exit, os.kill
#: Numbers of descriptors that are tried for what a plugin is not to come upon: programs that close
#: or write to all of them begin at 0, and rarely go as far.
FAR = (*range(4000, 4020), *range(1000, 1020), *range(230, 250))


class Called(NamedTuple):
    """What of a plugin is called.

    Attributes:
        plugin: The plugin's name.
        version: Its version.
        distribution: The distribution that it came with, or its file.
        hook: What is called: load, a hook's name, a rule's id or a format.
    """

    plugin: str
    version: str
    distribution: str
    hook: str

    def failed(self, reason: str) -> str:
        """Say that it failed, and why."""
        return f"{self.owner} failed in {self.hook}: {reason}"

    @property
    def owner(self) -> str:
        """Name the plugin."""
        return f"plugin {self.plugin} {self.version} ({self.distribution})"


class LeavingError(BaseException):
    """The process was to be ended, with another's code and without a word."""


End = Callable[[Called, str, int], object]


class Process:
    """The process that this code runs in.

    Attributes:
        end: Ends it at once, where a plugin holds on to it and nothing else helps. It receives what
            was called, why it must end, and the exit code. The handler of a signal calls it, in the
            middle of the plugin's code. None where the process is not intspec's own.
        interrupts: How many interrupts from the keyboard have come.
        on_interrupt: Called with each of them, before it is raised.
        kept: The descriptor that the report goes to, or the answers of a worker.
        report: The stream that the report is printed to; None where `sys.stdout` is that.
        apart: Whether `sys.stdout` leads to stderr for the rest of the run.
        shared: Whether what a plugin's command prints, or a page of help, is the run's own output.
        harm: What a plugin did to the process that cannot be put back.
        strangers: The plugins of strangers that were called, as they are named.
        thread: The thread that plugins are called in.
    """

    end: End | None = None
    interrupts = 0
    on_interrupt: Callable[[], object] | None = None
    kept: int | None = None
    report: Any = None
    apart = False
    shared = False
    harm = ""

    def __init__(self) -> None:
        self.strangers: dict[str, None] = {}
        self.thread = _thread.get_ident()


process = Process()


def stdout() -> Any:
    """Return the stream that the report is printed to."""
    return sys.stdout if process.report is None else process.report


def keep_apart() -> None:
    """Have what is printed to `sys.stdout` go to stderr from now on: the report has its own stream.

    What a plugin leaves behind, such as a thread or a hook, prints when no plugin is called, too.
    """
    if process.report is not None and not process.shared:
        process.apart = True
        sys.stdout = sys.stderr


def stay(status: int) -> NoReturn:
    """Stand for `os._exit` where the process is not to be left."""
    refuse(f"os._exit: {status}")


def refuse(words: str) -> NoReturn:
    """Have an attempt to end the process fail; a thread that makes it ends without a word.

    Args:
        words: What was called.
    """
    if _thread.get_ident() != process.thread:
        raise SystemExit
    raise LeavingError(words)


def far_copy(number: int) -> int:
    """Copy a descriptor to a number that a plugin does not come upon, and return the number.

    Raises:
        OSError: It is closed, or there is room for no more.
    """
    for far in FAR:
        try:
            os.fstat(far)
        except OSError:
            try:
                return os.dup2(number, far, inheritable=False)
            except OSError:  # beyond what the system allows
                continue
    return os.dup(number)


def interrupt(_number: int, _frame: Any) -> NoReturn:
    """Raise an interrupt from the keyboard, as Python does by itself, and note that it came."""
    process.interrupts += 1
    if process.on_interrupt is not None:
        process.on_interrupt()
    raise KeyboardInterrupt


def note_interrupts() -> bool:
    """Have interrupts from the keyboard noted, where Python's own handler would raise them.

    Whoever raises or catches a KeyboardInterrupt cannot tell otherwise whether one came.

    Returns:
        Whether the handler was changed.
    """
    if _signal.getsignal(_signal.SIGINT) is not _signal.default_int_handler:
        return False
    try:
        _signal.signal(_signal.SIGINT, interrupt)
    except ValueError:  # handlers are the main thread's
        return False
    process.interrupts = 0
    return True


def own(end: End, kept: int | None = None, report: Any = None) -> None:
    """Say that this process is intspec's own, and how it is to be ended at once.

    Args:
        end: See `Process`.
        kept: The descriptor that the report goes to, or the answers of a worker.
        report: The stream that the report is printed to, where it has one of its own.
    """
    process.end, process.kept, process.report = end, kept, report
    note_interrupts()
