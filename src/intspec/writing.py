"""Output goes where its name says: a file is written whole or not at all, a stream is written to.

A name of a stream that is open already, such as `-` or `/dev/stdout`, is written to and never
replaced, whatever is behind it. A missing or ordinary file is replaced when all is there. Any other
thing, such as a pipe or a device, is opened as it is once all is there.
"""

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from typing import IO

from intspec.process import stdout

PREFIX = ".intspec-"
SUFFIX = ".tmp"
#: What a new file may be used for before the umask, as other programs have it.
MODE = 0o666
#: The name that stands for stdout, and for stdin where something is read.
DASH = "-"
#: What reports call a document that came by stdin.
STDIN_NAME = "<stdin>"
STDOUT, STDERR = 1, 2
STREAMS = {"stdin": 0, "stdout": STDOUT, "stderr": STDERR}
#: How many links are followed before the system is left to complain of a loop.
LINKS = 40
#: The last part of a name that can only be a folder's.
FOLDERS = ("", ".", "..")
WINDOWS = sys.platform == "win32"
#: Seconds between tries to replace a file that another program has open on Windows.
WAITS = (0.1, 0.2)
#: The temporary files of this process that are being written, each with its descriptor.
open_now: dict[str, int] = {}
#: How many bytes wait in memory for a stream; more wait in a temporary file.
IN_MEMORY = 1_000_000


def write_file(path: str, content: bytes) -> None:
    """Write a whole file or to a stream: see `open_output`.

    Raises:
        OSError: The folder, file or stream cannot be written; no file has changed then.
    """
    with open_output(path) as write:
        write(content)


@contextlib.contextmanager
def open_output(path: str) -> Iterator[Callable[[bytes], None]]:
    """Give a function that writes bit by bit to what a name stands for.

    A file is replaced as by `replacing`; a stream gets all of it when the block ends, and nothing
    where the block fails.

    Raises:
        OSError: The folder, file or stream cannot be written; no file has changed then.
    """
    if not is_stream(path):
        with replacing(path) as write:
            yield write
        return
    from tempfile import SpooledTemporaryFile  # noqa: PLC0415 -- only streams need it

    with SpooledTemporaryFile(IN_MEMORY) as waiting:
        yield lambda content: _keep(waiting, content)
        waiting.seek(0)
        _send(path, waiting)


def is_stream(path: str) -> bool:
    """Tell whether a name stands for what is written through: an open stream, a pipe, a device."""
    if descriptor(path) is not None:
        return True
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or _of_a_process(path)


def descriptor(path: str) -> int | None:
    """Return the number of the open stream that a name stands for, itself or by links, or None."""
    if path == DASH:
        return STDOUT
    name = path
    for _ in range(0 if WINDOWS else LINKS):
        folder, base = os.path.split(name)
        folder = os.path.realpath(folder)
        if folder == "/dev" and base in STREAMS:
            return STREAMS[base]
        if folder in _own_folders() and base.isascii() and base.isdecimal():
            return int(base[:9])
        try:
            name = os.path.join(folder, os.readlink(os.path.join(folder, base)))  # noqa: PTH115, PTH118
        except (OSError, ValueError):
            return None
    return None


def write_stdout(content: bytes) -> None:
    """Write bytes to stdout, after what was printed before."""
    stream = stdout()
    stream.flush()
    if hasattr(stream, "buffer"):
        stream.buffer.write(content)
    else:  # a caller has put a text in its place
        stream.write(content.decode("utf-8", "backslashreplace"))
    stream.flush()


@contextlib.contextmanager
def replacing(path: str) -> Iterator[Callable[[bytes], None]]:
    """Give a function that writes a file bit by bit; the old file stays until the block ends.

    The content goes to a temporary file in the same folder, which then takes the file's place. A
    link keeps leading to its file, and a file that was there keeps its permissions. What earlier
    runs left there when they were killed is removed.

    Raises:
        OSError: The folder or file cannot be written; nothing has changed then.
    """
    if os.path.basename(path) in FOLDERS:  # noqa: PTH119
        raise IsADirectoryError(errno.EISDIR, "it is the name of a folder, and not of a file", path)
    target = os.path.realpath(path)
    if os.path.islink(path) and not os.path.lexists(target):  # noqa: PTH114
        raise FileNotFoundError(errno.ENOENT, "it is a link to a file that is not there", path)
    folder = os.path.dirname(target)  # noqa: PTH120 -- start-up
    sweep(folder)
    temporary = os.path.join(folder, _name())  # noqa: PTH118
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, MODE)
    open_now[temporary] = handle
    written = 0

    def write(content: bytes) -> None:
        nonlocal written
        _write_all(handle, content)
        written += len(content)

    try:
        try:
            yield write
            _hold_whole(handle, temporary, written)
            _keep_mode(target, temporary)
            os.fsync(handle)
        finally:
            os.close(handle)
        _put(temporary, target)
    except BaseException:
        _remove(temporary)
        raise
    finally:
        open_now.pop(temporary, None)
    _sync(folder)


def discard() -> None:
    """Remove the temporary files of this process, which is about to end in the middle of all."""
    for temporary in list(open_now):
        _remove(temporary)


def _own_folders() -> tuple[str, ...]:
    """Return the folders in which this process finds its open streams."""
    own = os.getpid()
    return ("/dev/fd", f"/proc/{own}/fd", f"/proc/{own}/task/{own}/fd")


def _of_a_process(path: str) -> bool:
    """Tell whether a file is named as the open stream of another process."""
    folder = os.path.realpath(os.path.dirname(path))  # noqa: PTH120
    return folder.startswith("/proc/") and os.path.basename(folder) == "fd"  # noqa: PTH119


def _keep(waiting: IO[bytes], content: bytes) -> None:
    waiting.write(content)


def _send(path: str, waiting: IO[bytes]) -> None:
    """Write all that waits to a stream, which is neither made nor emptied nor replaced."""
    number = descriptor(path)
    opened = None
    if number is None:
        flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
        number = opened = os.open(path, flags)
    try:
        while content := waiting.read(IN_MEMORY):
            if number == STDOUT:
                write_stdout(content)
            else:
                _write_all(number, content)
    finally:
        if opened is not None:
            os.close(opened)


def _put(temporary: str, target: str) -> None:
    """Put a file into its place. On Windows, whoever has it open is given a moment to let it go."""
    for wait in (*WAITS, None):
        try:
            os.replace(temporary, target)  # noqa: PTH105
        except PermissionError as error:
            if not WINDOWS:
                raise
            if wait is None:
                words = "another program has it open; close it in Word, or wherever it is open"
                raise PermissionError(error.errno, words, target) from None
        else:
            return
        from time import sleep  # noqa: PLC0415 -- only then

        sleep(wait)


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


def _hold_whole(handle: int, temporary: str, size: int) -> None:
    """Refuse a file into which something else was written, or whose descriptor is another's."""
    found = os.fstat(handle)
    named = os.stat(temporary)  # noqa: PTH116
    if (found.st_ino, found.st_dev, found.st_size) != (named.st_ino, named.st_dev, size):
        raise OSError(errno.EIO, "something else has changed the file meanwhile")


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
