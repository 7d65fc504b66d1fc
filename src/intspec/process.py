"""What intspec may do with its process where it is a program of its own; a library may not.

The command line says so once, when it begins. It is a module of its own, since the command line
needs it before it loads anything of plugins.
"""

# The module in C: the one in Python around it takes ten times as long to import.
import _signal  # type: ignore[import-not-found]  # it has no stubs
from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn


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
        name = f"plugin {self.plugin} {self.version} ({self.distribution})"
        return f"{name} failed in {self.hook}: {reason}"


End = Callable[[Called, str, int], object]


class Process:
    """The process that this code runs in.

    Attributes:
        end: Ends it at once, where a plugin holds on to it and nothing else helps. It receives what
            was called, why it must end, and the exit code. The handler of a signal calls it, in the
            middle of the plugin's code. None where the process is not intspec's own.
        interrupts: How many interrupts from the keyboard have come.
        on_interrupt: Called with each of them, before it is raised.
    """

    end: End | None = None
    interrupts = 0
    on_interrupt: Callable[[], object] | None = None


process = Process()


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


def own(end: End) -> None:
    """Say that this process is intspec's own, and how it is to be ended at once."""
    process.end = end
    note_interrupts()
