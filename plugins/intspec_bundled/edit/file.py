"""The file that is edited: read, checked, changed and saved whole, with what it was before."""

import contextlib
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intspec import Change, Editable, FileReport, Specification, check_editable, editable
from intspec import write_file as write_whole

if TYPE_CHECKING:
    from intspec import Checklist, CommandContext

#: How many versions of the file are kept for the session, and how many bytes of them.
MOST_VERSIONS, MOST_KEPT = 200, 50_000_000
#: How many states of the file are remembered: as it is, and as what is being typed makes it.
MOST_STATES = 4


class ChangedElsewhereError(Exception):
    """Another program has changed the file since it was read."""


@dataclass(frozen=True)
class State:
    """The file as it was at one moment.

    Attributes:
        raw: Its bytes.
        file: What it holds.
        report: What checking it gave.
        spec: The specification; None where the file does not fit the schema.
        checklists: The checklists that it claims.
    """

    raw: bytes
    file: Editable
    report: FileReport
    spec: Specification | None
    checklists: "tuple[Checklist, ...]"

    @property
    def whole(self) -> Any:
        """What the file holds, with its short forms made whole."""
        return self.file.whole

    @property
    def id(self) -> str:
        """A name for what the file holds."""
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True)
class Version:
    """A version of the file that this session replaced."""

    raw: bytes
    when: str
    what: str


class EditedFile:
    """A specification on disk, and what this session did to it.

    Args:
        context: What the command line gives a command.
        path: Name of the file.
    """

    def __init__(self, context: "CommandContext", path: str) -> None:
        self.context = context
        self.path = path
        self.name = Path(path).name
        self.versions: list[Version] = []
        self.saved: bytes | None = None
        self._states: dict[bytes, State] = {}

    def exists(self) -> bool:
        """Tell whether there is a file."""
        return Path(self.path).is_file()

    def now(self) -> State:
        """Return the file as it is on disk.

        Raises:
            OSError: It is not there, or cannot be read.
            Unreadable: It is no readable specification.
        """
        return self.of(Path(self.path).read_bytes())

    def of(self, raw: bytes) -> State:
        """Return what bytes hold, and what checking them gives; the last few are remembered.

        Raises:
            Unreadable: They are no readable specification.
        """
        digest = hashlib.sha256(raw).digest()
        known = self._states.get(digest)
        extensions = self.context.registry.extensions
        return self._checked(
            known.file if known else editable(raw, path=self.path, extensions=extensions)
        )

    def _checked(self, file: Editable) -> State:
        digest = hashlib.sha256(file.raw).digest()
        state = self._states.pop(digest, None)
        if state is None:
            checked = check_editable(file, registry=self.context.registry)
            state = State(file.raw, file, checked.report, checked.spec, checked.checklists)
        self._states[digest] = state  # the last that was asked for stands last
        while len(self._states) > MOST_STATES:
            self._states.pop(next(iter(self._states)))
        return state

    def changed(self, state: State, changes: Sequence[Change]) -> State:
        """Return the state that changes make of one; nothing is saved.

        Raises:
            Refused: They cannot be made so that the rest stays as it is.
        """
        return self._checked(state.file.changed(changes)) if changes else state

    def save(self, before: bytes | None, raw: bytes, what: str) -> None:
        """Put bytes in the place of the file, whole or not at all.

        Args:
            before: What the file is to hold now; None where it is not to be there.
            raw: What it is to hold.
            what: What was done, for the list of versions.

        Raises:
            ChangedElsewhereError: It holds something else now; it stays as it is.
            OSError: It cannot be written; it stays as it is.
        """
        if raw == before:
            return
        with self.locked():
            held = Path(self.path).read_bytes() if self.exists() else None
            if held != before:
                raise ChangedElsewhereError
            write_whole(self.path, raw)
        self.saved = raw
        if before is not None:
            when = datetime.now(UTC).astimezone().strftime("%H:%M:%S")
            self.versions.append(Version(before, when, what))
            while len(self.versions) > MOST_VERSIONS or _kept(self.versions) > MOST_KEPT:
                del self.versions[0]

    def restore(self, number: int) -> None:
        """Put a version back, which is then a change as any other.

        Raises:
            IndexError: There is no such version.
            ChangedElsewhereError: Another program has changed the file.
            OSError: It cannot be written.
        """
        version = self.versions[number]
        held = Path(self.path).read_bytes()
        self.save(held, version.raw, f"\N{LEFTWARDS ARROW} {version.when}")

    def undo(self) -> str:
        """Take the last change back, and return what it was.

        Raises:
            IndexError: There is none.
            ChangedElsewhereError: Another program has changed the file since.
            OSError: It cannot be written.
        """
        last = self.versions[-1]
        held = Path(self.path).read_bytes()
        if held != self.saved:
            raise ChangedElsewhereError
        self.save(held, last.raw, last.what)
        del self.versions[-2:]
        return last.what

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the file while it is compared and replaced, against other editors of this kind."""
        try:
            import fcntl  # noqa: PLC0415 -- not on Windows
        except ImportError:
            yield
            return
        while True:
            try:
                handle = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                yield
                return
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                # Whoever had it before may have put another file in its place.
                if not _is_at(handle, self.path):
                    continue
                yield
                return
            finally:
                os.close(handle)


def _is_at(handle: int, path: str) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))  # noqa: PTH116
    except FileNotFoundError:
        return False


def _kept(versions: Sequence[Version]) -> int:
    return sum(len(version.raw) for version in versions)
