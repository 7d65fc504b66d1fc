"""Files checked by the workers of a Dask cluster: `intspec check ARCHIVE --engine dask`.

Rules never run in a thread of Dask's, where nothing could end them: each thread of a worker owns
one process of `--jobs`, and the line of JSON that this answers is what crosses. Dask does the rest:
it gives a file to another worker where one was lost, and gives it up where that happens twice.
"""

import asyncio
import concurrent.futures
import contextlib
import json
import logging
import os
import platform
import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

import click

from intspec import __version__
from intspec.cli.common import RunError
from intspec.cli.one_file import Lost
from intspec.cli.worker import piece_of
from intspec.cli.workers import Worker, why_ended
from intspec.discovery import installed
from intspec.reporters import Piece
from intspec.text.wording import why

INSTALL = "pip install 'intspec[dask]'"
#: How many files ahead of the one that is waited for may be done, for each thread of the cluster.
AHEAD = 8
#: How many workers a file may cost before it is given up, beside the first.
RETRIES = 1
#: Seconds between two looks whether there is any worker, and after how many without one none is
#: waited for: one that ended is started again within seconds, where anything does that.
LOOK, PATIENCE = 5.0, 60.0
#: What Dask raises where the link to the scheduler is lost.
LINK_LOST = (OSError, asyncio.CancelledError, concurrent.futures.CancelledError)
#: What to do then.
AGAIN = "start the cluster again, and give the same command again"
#: The address of a scheduler, as Dask writes it.
ADDRESS = re.compile(
    r"(?:(?:tcp|tls|ws|wss|ucx)://)?(?P<host>\[[^\]\s]+\]|[^\[\]:/\s]+):(?P<port>[0-9]{1,5})/?"
)
LAST_PORT = 65_535
#: The process of each thread of a worker, and the settings that it has.
_own = threading.local()


class _NoWorkerError(Exception):
    """No worker of the cluster is left."""


def answer(settings: str, folder: str, limit: float, path: str) -> str:
    """Check a file in the process of this thread: this runs in a worker of the cluster.

    Args:
        settings: What such a process is told first.
        folder: The folder that paths are read from.
        limit: Seconds after which a file is given up.
        path: The file.

    Returns:
        The line of the file's piece, or a text in JSON that says why there is none.
    """
    asked = (settings, folder)
    if getattr(_own, "asked", None) != asked:
        _end_own()
        _own.asked, _own.worker = asked, Worker(settings, {}, folder)
    worker: Worker = _own.worker
    over = threading.Event()

    def give_up() -> None:
        over.set()
        worker.kill()

    late = threading.Timer(limit, give_up)
    late.start()
    try:
        line = worker.answer(path)
    except (RunError, OSError) as error:
        return json.dumps(f"could not be started: {error}")
    finally:
        late.cancel()
    if line.endswith(b"\n"):
        return line.decode("ascii")
    return json.dumps(why_ended(worker.end(), limit if over.is_set() else None))


def _end_own() -> None:
    worker: Worker | None = getattr(_own, "worker", None)
    if worker is not None:
        worker.end()


def installation() -> dict[str, str]:
    """Return what findings depend on in this installation: a worker with another one is refused."""
    plugins = {f"the plugin {one.name}": f"{one.distribution} {one.version}" for one in installed()}
    return {"intspec": __version__, "Python": platform.python_version(), **plugins}


def pieces(
    paths: Sequence[str],
    settings: str,
    limit: float,
    lost: Callable[[str, Lost], Piece],
    where: str | int,
) -> Iterator[Piece]:
    """Check files on a cluster, which is there when this returns: no report begins without one.

    Args:
        paths: The files, which each worker can read by the same names.
        settings: What the processes of workers are told first.
        limit: Seconds after which a file is given up.
        lost: Makes the piece of a file that is given up, given its name and the reason.
        where: The address of a scheduler, or how many workers a cluster of this machine has.

    Returns:
        The piece of each, in order.

    Raises:
        RunError: Dask is not installed, no scheduler answers, or a worker has another
            installation (exit code 3).
        click.UsageError: That is no address.
    """
    try:
        dask, distributed = import_module("dask"), import_module("distributed")
    except ModuleNotFoundError:
        message = f"--engine dask needs Dask: {INSTALL}"
        raise RunError(message, 3) from None
    with contextlib.ExitStack() as opened:
        # What Dask logs of workers and links that are lost is told as the files' own.
        logging.disable(logging.CRITICAL)
        opened.callback(logging.disable, logging.NOTSET)
        # A scheduler reads it when it starts.
        opened.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": RETRIES}))
        client = _connected(opened, distributed, where)
        compare(client)
        lines = lines_of(client, distributed, paths, (settings, os.getcwd(), limit))  # noqa: PTH109
        return _told(opened.pop_all(), paths, lines, lost)


def _connected(opened: contextlib.ExitStack, distributed: Any, where: str | int) -> Any:
    """Return a client of the cluster: of one of this machine, or of that of a scheduler.

    Raises:
        RunError: No scheduler answers (exit code 3).
        click.UsageError: That is no address.
    """
    try:
        cluster: Any = where
        if isinstance(where, int):
            own = distributed.LocalCluster(
                where,
                threads_per_worker=1,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
            cluster = opened.enter_context(own)
        else:
            # Dask tries for as long as it waits, whatever is wrong with a name.
            socket.getaddrinfo(*address_of(where))
        return opened.enter_context(distributed.Client(cluster, timeout=10))
    except (OSError, ValueError) as error:
        # A name that cannot be one is a `ValueError`, and so is a kind of link that Dask lacks.
        message = f"no scheduler of Dask answers at `{where}`: {why(error)}"
        raise RunError(message, 3) from None
    except TypeError as error:
        if not str(where).startswith(("tls:", "wss:")):
            raise
        # So Dask says that it has no certificates.
        message = f"Dask is not set up for `{where}` on this machine: {error}"
        raise RunError(message, 3) from None


def address_of(where: str) -> tuple[str, int]:
    """Return the host and port of a scheduler.

    Raises:
        click.UsageError: That is no address.
    """
    parts = ADDRESS.fullmatch(where)
    if parts is None or int(parts["port"]) > LAST_PORT:
        words = "is no address of a scheduler, such as tcp://10.0.0.5:8786"
        message = f"--scheduler: `{where}` {words}"
        raise click.UsageError(message)
    return parts["host"].strip("[]"), int(parts["port"])


def _told(
    opened: contextlib.ExitStack,
    paths: Sequence[str],
    lines: Iterator[str | Lost],
    lost: Callable[[str, Lost], Piece],
) -> Iterator[Piece]:
    """Go over the pieces of files, and close the cluster when all are there."""
    with opened:
        for path, line in zip(paths, lines, strict=True):
            told: Piece | Lost
            if isinstance(line, Lost):
                told = line
            elif line.endswith("\n"):
                told = piece_of(line.encode("ascii"))[0]
            else:
                told = Lost(json.loads(line))
            yield lost(path, told) if isinstance(told, Lost) else told


def lines_of(
    client: Any, distributed: Any, paths: Sequence[str], how: tuple[str, str, float]
) -> Iterator[str | Lost]:
    """Give files to a cluster, and go over their answers in order.

    No more are out than there are threads: where a worker is lost, Dask blames all that wait for
    it, and a file may be lost with two workers at most. Where the cluster is lost, so are all files
    that have no answer yet.
    """
    threads = max(1, sum(client.nthreads().values()))
    out: dict[Any, int] = {}
    done: dict[int, str | Lost] = {}
    asked = 0
    gone: Lost | None = None
    for number in range(len(paths)):
        while number not in done and gone is None:
            try:
                while asked < min(len(paths), number + AHEAD * threads) and len(out) < threads:
                    out[client.submit(answer, *how, paths[asked], pure=False)] = asked
                    asked += 1
                for future in _ready(client, distributed, list(out)):
                    place = out.pop(future)
                    try:
                        done[place] = future.result()
                    except distributed.KilledWorker:
                        done[place] = Lost(f"came to an end {RETRIES + 1} times, with its worker")
            except _NoWorkerError:
                gone = Lost("was out of reach: the cluster of Dask has no worker any more", AGAIN)
            except LINK_LOST:
                gone = Lost(
                    "was out of reach: the scheduler of Dask does not answer any more", AGAIN
                )
        if number in done:
            yield done.pop(number)
        elif gone is not None:
            yield gone


def _ready(client: Any, distributed: Any, out: list[Any]) -> Iterable[Any]:
    """Return those of the files on the cluster that have an answer, as soon as one has.

    Raises:
        _NoWorkerError: There has been no worker for so long that none is coming.
    """
    alone = 0.0
    while alone < PATIENCE:
        try:
            ready: Iterable[Any] = distributed.wait(
                out, timeout=LOOK, return_when="FIRST_COMPLETED"
            ).done
        except TimeoutError:
            alone = 0.0 if client.nthreads() else alone + LOOK
        else:
            return ready
    raise _NoWorkerError


def compare(client: Any) -> None:
    """Hold the installations of all workers against this one.

    Raises:
        RunError: There is no worker, or one has another installation (exit code 3).
    """
    try:
        found: dict[str, dict[str, str]] = client.run(installation)
    except Exception as error:  # noqa: BLE001 -- whatever a worker raises that lacks intspec
        message = f"a worker cannot run intspec {__version__}: {type(error).__name__}: {error}"
        raise RunError(message, 3) from None
    if not found:
        message = "the scheduler has no worker: start one with `dask worker ADDRESS --nthreads 1`"
        raise RunError(message, 3)
    own = installation()
    for address, other in sorted(found.items()):
        for name in sorted(own.keys() | other.keys()):
            here, there = own.get(name, "nothing"), other.get(name, "nothing")
            if here != there:
                message = (
                    f"the worker {address} has {there} of {name}, and this machine {here}: install "
                    "the same on all"
                )
                raise RunError(message, 3)
