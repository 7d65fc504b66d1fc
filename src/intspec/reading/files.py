"""A file read without surprises: no folder, pipe or device, and no more than the limit."""

import os
import stat

from intspec.reading.document import Document
from intspec.reading.problems import DEFAULT_LIMITS, Limits, refuse
from intspec.reading.text import read_bytes


def read_file(path: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a document from a file.

    Raises:
        Unreadable: There is no such file, it is no ordinary file, or it is no document.
    """
    name = os.fspath(path)
    return read_bytes(file_bytes(name, limits=limits), path=name, limits=limits)


def file_bytes(name: str, *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return the bytes of an ordinary file, one more than the limit at most.

    Raises:
        Unreadable: There is no such file, or it is no ordinary file.
    """
    try:
        # Opening a pipe would wait for a writer: ask for no waiting, then look what it is.
        handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise refuse("no-file", f"there is no file `{name}`", "check the name and folder") from None
    except IsADirectoryError:
        raise refuse("no-file", f"`{name}` is a folder", "name a file in it") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise refuse(
            "no-file", f"`{name}` cannot be opened: {why}", "check its name and permissions"
        ) from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise refuse("no-file", f"`{name}` is no ordinary file", "give the file itself, or `-`")
    with os.fdopen(handle, "rb") as file:
        try:
            return file.read(limits.bytes + 1)
        except OSError as error:
            raise refuse(
                "no-file", f"`{name}` cannot be read: {error.strerror}", "check the disk"
            ) from None
