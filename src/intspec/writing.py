"""Writing a file whole or not at all: the old file stays until the new one is complete."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator

PREFIX = ".intspec-"
SUFFIX = ".tmp"
#: What a new file may be used for before the umask, as other programs have it.
MODE = 0o666


def write_file(path: str, content: bytes) -> None:
    """Write a file whole or not at all: see `replacing`.

    Raises:
        OSError: The folder or file cannot be written; nothing has changed then.
    """
    with replacing(path) as write:
        write(content)


@contextlib.contextmanager
def replacing(path: str) -> Iterator[Callable[[bytes], None]]:
    """Give a function that writes a file bit by bit; the old file stays until the block ends.

    The content goes to a temporary file in the same folder, which then takes the file's place. A
    link keeps leading to its file, and a file that was there keeps its permissions. What earlier
    runs left there when they were killed is removed.

    Raises:
        OSError: The folder or file cannot be written; nothing has changed then.
    """
    target = os.path.realpath(path)
    folder = os.path.dirname(target)  # noqa: PTH120 -- start-up
    sweep(folder)
    temporary = os.path.join(folder, _name())  # noqa: PTH118
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, MODE)
    try:
        try:
            yield lambda content: _write_all(handle, content)
            _keep_mode(target, temporary)
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(temporary, target)  # noqa: PTH105
    except BaseException:
        _remove(temporary)
        raise
    _sync(folder)


def sweep(folder: str) -> None:
    """Remove temporary files that runs of this machine left in a folder when they were killed."""
    if sys.platform == "win32":
        return  # there is no way to ask for a process there without touching it
    host = _host()
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except OSError:
        return
    for name in names:
        parts = name.split("-")
        if not (name.startswith(PREFIX) and name.endswith(SUFFIX) and len(parts) == 4):  # noqa: PLR2004
            continue
        if parts[1] == host and parts[2].isdecimal() and not _alive(int(parts[2])):
            _remove(os.path.join(folder, name))  # noqa: PTH118


def _name() -> str:
    return f"{PREFIX}{_host()}-{os.getpid()}-{os.urandom(6).hex()}{SUFFIX}"


def _host() -> str:
    # A folder may be shared: only processes of this machine can be asked for.
    import zlib  # noqa: PLC0415 -- only writing needs it

    node = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{zlib.crc32(node.encode('utf-8', 'surrogateescape')):08x}"


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _write_all(handle: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]


def _keep_mode(target: str, temporary: str) -> None:
    try:
        mode = os.stat(target).st_mode & 0o777  # noqa: PTH116
    except FileNotFoundError:
        return
    os.chmod(temporary, mode)  # noqa: PTH101


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)  # noqa: PTH108


def _sync(folder: str) -> None:
    # The new name is safe on disk once its folder is; where that cannot be asked for, it is as is.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
