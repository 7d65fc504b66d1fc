"""Work done in a forked process, with its time and memory, and what it reached for."""

import os
import signal
import sys
from collections.abc import Callable

import attrs

#: Longest that the work may take before it is ended, in seconds.
PATIENCE = 60
FAULTY = 71
REACHED = 99
#: What reaches for the network or for another program.
REACHING = (
    *("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname"),
    *("socket.sendto", "socket.sendmsg", "subprocess.Popen", "os.system", "os.exec"),
    *("os.posix_spawn", "urllib.Request", "ftplib.connect", "smtplib.connect"),
)


@attrs.frozen
class Forked:
    """How the work ended.

    Attributes:
        code: What it returned; `FAULTY` if it raised, `REACHED` if it reached for the network, for
            another program or for a file that it may not read; below 0 for a signal.
        seconds: How long the processor worked on it; a busy core takes longer (`pace.over`).
        megabytes: The most memory that it had, what it shares with its parent included.
    """

    code: int
    seconds: float
    megabytes: float


def forked(work: Callable[[], int], secret: str = "") -> Forked:
    """Do some work in a child process.

    Args:
        work: What to do; what it returns is the exit code.
        secret: The beginning of names of files that it may not open.
    """
    child = os.fork()
    if child == 0:
        code = FAULTY
        try:
            listen(secret)
            code = work()
        except Exception as error:
            sys.stderr.write(f"{type(error).__name__}: {str(error)[:200]}\n")
        finally:
            os._exit(code)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(PATIENCE)
    _pid, status, usage = os.wait4(child, 0)
    signal.alarm(0)
    seconds = usage.ru_utime + usage.ru_stime
    return Forked(os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss / 1024)


def listen(secret: str) -> None:
    """End the process where it reaches for what it may not."""

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        opened = secret and event == "open" and str(arguments[0]).startswith(secret)
        if event in REACHING or opened:
            os.write(2, f"HEARD {event} {arguments!r}\n".encode("ascii", "replace"))
            os._exit(REACHED)

    sys.addaudithook(heard)
