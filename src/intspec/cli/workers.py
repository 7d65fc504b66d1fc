"""Files checked by several processes: a lost one costs one file, and the order stays."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from intspec.cli.common import RunError
from intspec.cli.one_file import Lost
from intspec.cli.worker import WorkerBugError, piece_of
from intspec.process import Called, send_signal
from intspec.reporters import Piece

#: How many files ahead of the one that is waited for may be done: more would fill the memory.
AHEAD = 64
#: How long an idle look at the clock takes, in seconds.
TICK = 0.2
#: An interrupt from the keyboard reaches all processes: the first of them ends the others.
START = """
import signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.path[:] = {path!r}
from intspec.cli.worker import main
main()
"""


class _EndedError(Exception):
    """A worker is to start no process any more."""


class Worker:
    """One process, and the file that it is at.

    One thread asks it, and another one may end it at any time: also while a process is started,
    which would else be left behind.

    Args:
        settings: What the process is told first.
        given_up: What of plugins did not end in time, in any process of the run.
        folder: The folder that it runs in; this process's when absent.
    """

    def __init__(
        self, settings: str, given_up: dict[Called, None], folder: str | None = None
    ) -> None:
        self.settings = settings
        self.given_up = given_up
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.since = 0.0
        self.late = False
        # A signal may come in the middle of ending, and end it again.
        self.lock = threading.RLock()
        self.ended = False

    def ask(self, path: str) -> Piece | Lost | None:
        """Have a file checked, and return its piece; None if the process came to an end."""
        line = self.answer(path)
        if not line.endswith(b"\n"):
            return None
        try:
            piece, given_up = piece_of(line)
        except (ValueError, LookupError, TypeError):
            return Lost("gave an answer that cannot be read: something else was written to it")
        self.given_up.update(dict.fromkeys(given_up))
        return piece

    def answer(self, path: str) -> bytes:
        """Have a file checked, and return the line of its piece; a part of one if it ended."""
        process = self.process or self._start()
        self.late, self.since = False, time.monotonic()
        line = self._send(process, json.dumps([path, list(self.given_up)]) + "\n")
        self.since = 0.0
        return line

    def _start(self) -> "subprocess.Popen[bytes]":
        code = START.format(path=sys.path)
        with self.lock:
            if self.ended:
                raise _EndedError
            self.process = subprocess.Popen(  # noqa: S603 -- our own interpreter and code
                [sys.executable, "-P", "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=self.folder,
            )
        if not self._send(self.process, self.settings).endswith(b"\n"):
            message = "the processes of --jobs cannot be started; give --jobs 1"
            raise RunError(message, 3)
        return self.process

    @staticmethod
    def _send(process: "subprocess.Popen[bytes]", line: str) -> bytes:
        if process.stdin is None or process.stdout is None:
            return b""
        try:
            process.stdin.write(line.encode("ascii"))
            process.stdin.flush()
            return process.stdout.readline()
        except (OSError, ValueError):
            return b""

    def kill(self, *, for_good: bool = False) -> None:
        """Have the process come to an end, and start no other one if that is for good."""
        with self.lock:
            self.ended = self.ended or for_good
            if self.process is not None:
                self.process.kill()

    def end(self) -> int:
        """End the process, and return its exit code."""
        with self.lock:
            process, self.process = self.process, None
        if process is None:
            return 0
        process.kill()
        code = process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return code


class Workers:
    """Checks files in several processes, and gives their pieces in the order of the files.

    Args:
        settings: What each worker is told first.
        number: How many processes.
        limit: Seconds after which a file is given up.
        lost: Makes the piece of a file whose process came to an end, given its name and the reason.
    """

    def __init__(
        self, settings: str, number: int, limit: float, lost: Callable[[str, Lost], Piece]
    ) -> None:
        self.limit = limit
        self.lost = lost
        given_up: dict[Called, None] = {}
        self.crew = [Worker(settings, given_up) for _ in range(number)]
        self.done: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        self.room = threading.Semaphore(AHEAD * number)
        self.ending = False

    def pieces(self, paths: Sequence[str]) -> Iterator[Piece]:
        """Check files.

        Yields:
            The piece of each, in order.

        Raises:
            RunError: No worker can be started, or a file ended the run.
            WorkerBugError: intspec itself failed.
        """
        ahead = iter(enumerate(paths))
        lock = threading.Lock()
        threads = [
            threading.Thread(target=self._work, args=(worker, ahead, lock), daemon=True)
            for worker in self.crew
        ]
        with _ended_by_signal(self._end):
            try:
                for thread in threads:
                    thread.start()
                yield from self._in_order(paths)
            finally:
                self._end()
                self.room.release(len(threads))
                for thread in filter(threading.Thread.is_alive, threads):
                    thread.join(timeout=1)

    def _in_order(self, paths: Sequence[str]) -> Iterator[Piece]:
        waiting: dict[int, Any] = {}
        for number, path in enumerate(paths):
            while number not in waiting:
                try:
                    place, answer = self.done.get(timeout=TICK)
                except queue.Empty:
                    pass
                else:
                    waiting[place] = answer
                    if isinstance(answer, Exception):
                        if isinstance(answer, WorkerBugError):
                            answer.add_note(f"at `{paths[place]}`")
                        raise answer
                self._watch()
            answer = waiting.pop(number)
            self.room.release()
            yield self.lost(path, answer) if isinstance(answer, Lost) else answer

    def _work(self, worker: Worker, ahead: Iterator[tuple[int, str]], lock: Any) -> None:
        """Feed one worker until there are no more files."""
        while not self.ending:
            self.room.acquire()
            with lock:
                number, path = (-1, "") if self.ending else next(ahead, (-1, ""))
            if number < 0:
                worker.end()
                return
            try:
                answer: Any = worker.ask(path)
                if not isinstance(answer, Piece):
                    why = why_ended(worker.end(), self.limit if worker.late else None)
                    answer = answer or Lost(why)
            except Exception as error:  # noqa: BLE001 -- raised again in the main thread
                self.done.put((number, error))
                return
            self.done.put((number, answer))

    def _watch(self) -> None:
        """End the processes that have been at one file for too long."""
        now = time.monotonic()
        for worker in self.crew:
            since = worker.since
            if since and now - since > self.limit:
                worker.late = True
                worker.kill()

    def _end(self) -> None:
        self.ending = True
        for worker in self.crew:
            worker.kill(for_good=True)


def why_ended(code: int, limit: float | None) -> str:
    """Say what became of a process, by its exit code and the limit that it went beyond, if any."""
    if limit is not None:
        return f"was ended after {limit:g} seconds (--timeout)"
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"was killed ({signal.Signals(-code).name})"
    return f"came to an end (exit code {code})"


@contextlib.contextmanager
def _ended_by_signal(end: Callable[[], None]) -> Iterator[None]:
    """End the workers when this process is asked to end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number: int, _frame: Any) -> None:
        end()
        signal.signal(number, signal.SIG_DFL)
        send_signal(os.getpid(), number)

    kinds = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = [(kind, signal.signal(kind, leave)) for kind in kinds]
    try:
        yield
    finally:
        for kind, handler in before:
            signal.signal(kind, handler)
