"""Read a file safely: no folder, pipe or device, and no more bytes than the limit."""

import os
import stat
from typing import Literal, NoReturn

from intspec.file_kinds import OWNER_FILES, stands_for_another
from intspec.reading.document import Document
from intspec.reading.refusals import DEFAULT_LIMITS, Limits, Problem, Unreadable
from intspec.reading.text import read_bytes
from intspec.text.wording import why
from intspec.writing import DASH

#: Opening a pipe would wait for a writer: ask for no waiting, then look what it is. Windows
#: would translate line ends unless told not to.
FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_file(
    path: str | os.PathLike[str],
    *,
    format: Literal["yaml", "json"] | None = None,  # noqa: A002 -- the word that fits
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Read a document from a file.

    Args:
        path: Name of the file; `.json` at its end means JSON.
        format: The format, where the name does not tell.
        limits: The most that the document may hold.

    Raises:
        Unreadable: There is no such file, it is no ordinary file, or it is no document.
    """
    name = os.fspath(path)
    return read_bytes(file_bytes(name, limits=limits), path=name, format=format, limits=limits)


def file_bytes(name: str, *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return the bytes of an ordinary file, one more than the limit at most.

    Raises:
        Unreadable: There is no such file, it is no ordinary file, or it cannot be read.
    """
    if name == DASH:
        _refuse(
            "no-file",
            "`-` is standard input, which is not read here",
            "give the name of a file; `./-` is one that is called `-`",
        )
    if os.path.isdir(name):  # noqa: PTH112 -- Windows cannot open a folder to look at it
        _refuse("no-file", f"`{name}` is a folder, not a file", "name a file in it")
    try:
        handle = os.open(name, FLAGS)
    except FileNotFoundError:
        _refuse("no-file", f"there is no file `{name}`", "check the spelling and the folder")
    except PermissionError:
        _refuse("no-file", f"you may not read `{name}`", "ask for permission to read it")
    except ValueError:
        _refuse("no-file", f"`{name}` cannot be the name of a file", "check how the name is given")
    except OSError as error:
        _cannot(name, "opened", error)
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            _refuse(
                "no-file",
                f"`{name}` is a pipe or a device, not an ordinary file",
                "give the file itself, or send its content to standard input",
            )
        with os.fdopen(handle, "rb", closefd=False) as file:
            raw = file.read(limits.bytes + 1)
        after = os.fstat(handle)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            _refuse("no-file", f"`{name}` was changed while it was read", "check it again")
    except OSError as error:
        _cannot(name, "read", error)
    finally:
        os.close(handle)
    last = os.path.basename(name)  # noqa: PTH119 -- start-up
    if last.startswith(OWNER_FILES) or stands_for_another(raw):
        from intspec.reading.wrong_file import beside_another  # noqa: PLC0415 -- words for faults

        problem = beside_another(last, raw)
        if problem is not None:
            raise Unreadable(problem)
    return raw


def _cannot(name: str, action: str, error: Exception) -> NoReturn:
    words = why(error)
    _refuse(
        "no-file",
        f"`{name}` cannot be {action}: {words[:1].lower()}{words[1:]}",
        "check its name, and the disk or network that it is on",
    )


def _refuse(code: str, message: str, hint: str) -> NoReturn:
    raise Unreadable(Problem(code, message, hint)) from None
