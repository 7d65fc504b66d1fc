"""The descriptors that a run writes to: what a plugin did to them is mended.

They are the three streams, the one that the report goes to, and the files that are being written.
Of each there is a copy, where a plugin that closes descriptors by their numbers seldom comes. Only
a process that is intspec's own has any to hold.
"""

import os
import stat
from contextlib import suppress
from os import SEEK_CUR, dup2, fstat, ftruncate, lseek
from typing import NamedTuple

from intspec.lazy import define
from intspec.process import far_copy, process
from intspec.writing import open_now

STDIN, STDOUT, STDERR = 0, 1, 2
NAMES = {STDIN: "standard input", STDOUT: "standard output", STDERR: "standard error"}
REPORT = "the descriptor of the report"


class Behind(NamedTuple):
    """What is behind a descriptor."""

    device: int
    number: int


@define
class Stream:
    """A descriptor that stays open as long as the process runs.

    Attributes:
        number: Its number.
        name: What it is, in words.
        behind: What is behind it.
        copy: The number of its copy.
        place: How far it is written, where that can be undone.
    """

    number: int
    name: str
    behind: Behind
    copy: int
    place: int | None = None


class Descriptors:
    """The descriptors of this process.

    Args:
        numbers: Those of the streams, each with its name.
    """

    def __init__(self, numbers: dict[int, str]) -> None:
        self.streams: list[Stream] = []
        for number, name in numbers.items():
            behind = _behind(number)
            if behind is not None:
                self.streams.append(Stream(number, name, behind, _copy(number)))
        self.files: list[tuple[str, int, Behind | None, int]] = []

    def look(self) -> None:
        """Remember how far each was written, before a call."""
        self.files = [
            (path, handle, _behind(handle), _size(handle)) for path, handle in open_now.items()
        ]
        others = [one.behind for one in self.streams if one.name != REPORT]
        for stream in self.streams:
            own = stream.name == REPORT and stream.behind not in others
            stream.place = _place(stream.number) if own else None

    def put_back(self) -> tuple[str, bool]:
        """Mend what a call has done to them.

        Returns:
            What was wrong, in words, and whether something is lost.
        """
        mended: list[str] = []
        lost: list[str] = []
        written: list[str] = []
        for stream in self.streams:
            if _behind(stream.number) != stream.behind:
                whole = _behind(stream.copy) == stream.behind
                if whole:
                    dup2(stream.copy, stream.number, inheritable=stream.number <= STDERR)
                (mended if whole else lost).append(stream.name)
            elif _behind(stream.copy) != stream.behind:
                stream.copy = _copy(stream.number)
            if stream.place is not None and _cut(stream.number, stream.place):
                written.append(stream.name)
        for path, handle, behind, size in self.files:
            if _behind(handle) != behind:
                (mended if _opened(path, handle, behind) else lost).append("a file of the report")
            if _size(handle) > size:
                ftruncate(handle, size)
                lseek(handle, size, os.SEEK_SET)
                written.append("a file of the report")
        told = [
            (mended, "it closed or replaced {}, open again now"),
            (lost, "it closed {}"),
            (written, "it wrote to {}, where nothing of it is left"),
        ]
        words = [text.format(", ".join(dict.fromkeys(names))) for names, text in told if names]
        return "; ".join(words), bool(lost)


_made: list[Descriptors] = []


def descriptors() -> Descriptors:
    """Return the descriptors of this process: none where it is not intspec's own."""
    if process.kept is None:
        return Descriptors({})
    if not _made:
        _made.append(Descriptors(NAMES | {process.kept: REPORT}))
    return _made[0]


def forget(kept: int | None) -> None:
    """Close what the report went to, and all copies of it: no more is to be written there."""
    copies = [one.copy for made in _made for one in made.streams if one.name == REPORT]
    _made.clear()
    for number in (kept, *copies):
        if number is not None and number >= 0:
            with suppress(OSError):
                os.close(number)


def _behind(number: int) -> Behind | None:
    try:
        found = fstat(number)
    except OSError:
        return None
    return Behind(found.st_dev, found.st_ino)


def _copy(number: int) -> int:
    try:
        return far_copy(number)
    except OSError:
        return -1


def _size(number: int) -> int:
    try:
        return fstat(number).st_size
    except OSError:
        return 0


def _place(number: int) -> int | None:
    """Return how far a file is written that nobody else writes to, as far as can be seen."""
    try:
        found = fstat(number)
        place = lseek(number, 0, SEEK_CUR)
    except OSError:
        return None
    return place if stat.S_ISREG(found.st_mode) and found.st_size == place else None


def _cut(number: int, place: int) -> bool:
    """Take away what was written to a file after a place, and tell whether there was anything."""
    try:
        if lseek(number, 0, SEEK_CUR) == place:
            return False
        ftruncate(number, place)
        lseek(number, place, os.SEEK_SET)
    except OSError:
        return False
    return True


def _opened(path: str, handle: int, behind: Behind | None) -> bool:
    """Open a file again under the number that it had, if it is still there."""
    try:
        number = os.open(path, os.O_WRONLY | os.O_APPEND)
    except OSError:
        return False
    whole = _behind(number) == behind
    if number == handle:
        return whole
    if whole:
        dup2(number, handle, inheritable=False)
    os.close(number)
    return whole
