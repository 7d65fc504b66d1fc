"""The files of a run: those that are named, and in folders the specifications that count.

Git is not asked which files it ignores: what a repository's own settings name would run as a part
of it, and this program starts no other. So its ignore files are read.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from intspec.cli.common import STDIN, RunError, note
from intspec.cli.project import Projects, load_config
from intspec.config import REPOSITORY, repository
from intspec.file_kinds import SPECIFICATION_ENDINGS, has_ending
from intspec.text.wording import why

if TYPE_CHECKING:
    from intspec.config.patterns import Patterns

#: Folders that hold what others made, beside those whose name begins with a dot.
NEVER_SEARCHED = frozenset({"__pycache__", "__pypackages__", "node_modules", "site-packages"})
#: A folder that holds it is an environment of Python.
ENVIRONMENT = "pyvenv.cfg"
IGNORES = ".gitignore"
#: Where the folder of a repository keeps patterns that are no part of it.
OWN_IGNORES = os.path.join("info", "exclude")  # noqa: PTH118 -- start-up
#: How the file begins that a submodule or a second working tree has in place of that folder, and
#: where the folder that is named there names the one of the first tree.
ELSEWHERE, SHARED = "gitdir:", "commondir"
#: The most folders that are searched where settings name one outside of their project.
MOST_OUTSIDE = 10_000
#: The most bytes of a file of patterns.
LIMIT = 100_000


class Level(NamedTuple):
    """Patterns of one folder, for all that is below it.

    Attributes:
        patterns: The patterns.
        folder: The real path of the folder, with a slash at its end.
    """

    patterns: "Patterns"
    folder: str


class Files:
    """Finds the files of a run.

    Args:
        projects: Whose settings say what is left out.
        excluded: Patterns that the command line gives, from the working folder.
        always: Whether they, and those of settings, count for what is named too.
        outside: Folders outside of a project that its settings name: they are searched with a
            bound, since nobody meant the whole machine.
    """

    def __init__(
        self,
        projects: Projects,
        excluded: Sequence[str] = (),
        *,
        always: bool = False,
        outside: Collection[str] = (),
    ) -> None:
        self.projects = projects
        self.outside = outside
        self.always = always
        self._own = _level(excluded, ".")
        self._of_settings: dict[str | None, Level | None] = {None: None}
        self._skips = 0

    def find(self, named: Iterable[str]) -> list[str]:
        """Return the files that names stand for, each once; a folder is searched.

        Raises:
            click.UsageError: A folder holds no specification, or none that counts; or settings name
                one outside of their project that holds too much.
        """
        found: list[str] = []
        for path in named:
            if self.always and path != STDIN and self.leaves_out(path):
                continue
            is_folder = path != STDIN and os.path.isdir(path)  # noqa: PTH112 -- start-up
            found += self._search(path) if is_folder else [path]
        return once(found)

    def leaves_out(self, path: str) -> bool:
        """Tell whether settings or the command line leave out a file, or a folder that it is in."""
        from pathlib import Path  # noqa: PLC0415 -- start-up

        named = Path(path)
        is_folder = named.is_dir()
        # A link to a file is known by its own name.
        real = Path(os.path.realpath(named if is_folder else named.parent))
        whole = real if is_folder else real / named.name
        return self._excluded(str(whole), folder=is_folder) or any(
            self._excluded(str(above), folder=True) for above in whole.parents
        )

    def _search(self, top: str) -> list[str]:
        before = self._skips
        # Of a file and a link to it beside it, the file is the one to name.
        found = sorted(self._below(top), key=lambda name: (os.path.islink(name), name))  # noqa: PTH114
        files = sorted(once(found), key=os.fsencode)
        if not files:
            endings = ", ".join(f"*{s}" for s in SPECIFICATION_ENDINGS)
            message = f"there is no specification in the folder `{top}` ({endings})"
            if self._skips > before:
                message += ", but in what `exclude` or Git leaves out: name a file to check it"
            raise click.UsageError(message)
        return files

    def _below(self, top: str) -> Iterator[str]:
        """Go over the specifications below a folder, without following links out of it."""
        root = os.path.realpath(top)
        git = repository(root)
        above = _above(git, root) if git is not None else None
        ahead: list[tuple[str, str, tuple[Level, ...] | None]] = [(top, root, above)]
        searched = 0
        while ahead:
            folder, real, levels = ahead.pop()
            searched += 1
            if searched > MOST_OUTSIDE and top in self.outside:
                message = (
                    f"`documents` of the settings names the folder `{top}` outside of their "
                    f"project, which holds more than {MOST_OUTSIDE:,} folders: name the one with "
                    "the specifications in it, or give it on the command line"
                )
                raise click.UsageError(message)
            entries = {entry.name: entry for entry in _entries(folder)}
            if ENVIRONMENT in entries and folder != top:
                continue
            if REPOSITORY in entries:
                levels = _own_ignores(real)
            if levels is not None and IGNORES in entries:
                levels += _ignores(real, IGNORES)
            for entry in entries.values():
                whole = os.path.join(real, entry.name)  # noqa: PTH118 -- start-up
                if entry.is_dir(follow_symlinks=False):
                    if _is_searched(entry.name) and not self._skip(whole, levels, folder=True):
                        ahead.append((entry.path, whole, levels))
                elif (
                    has_ending(entry.name, SPECIFICATION_ENDINGS)
                    and not self._skip(whole, levels, folder=False)
                    and _is_inside(entry, root)
                ):
                    yield entry.path.replace(os.sep, "/")

    def _skip(self, whole: str, levels: tuple[Level, ...] | None, *, folder: bool) -> bool:
        """Tell whether something in a folder is left out, and count it."""
        skip = self._excluded(whole, folder=folder) or _is_ignored(whole, levels, folder=folder)
        self._skips += skip
        return skip

    def _excluded(self, whole: str, *, folder: bool) -> bool:
        """Tell whether settings or the command line leave out what has this path."""
        levels = (self._own, self._settings(os.path.dirname(whole)))  # noqa: PTH120 -- start-up
        return any(level and _decide(level, whole, folder=folder) for level in levels)

    def _settings(self, folder: str) -> Level | None:
        """Return what the settings that are in force for a folder leave out."""
        path = self.projects.path(folder)
        if path not in self._of_settings:
            self._of_settings[path] = None
            try:
                config = load_config(path or "")
            except RunError:
                return None  # their faults are told where a file is judged by them
            self._of_settings[path] = _level(config.file.exclude, os.path.dirname(config.path))  # noqa: PTH120
        return self._of_settings[path]


def once(paths: Iterable[str]) -> list[str]:
    """Return names of files, those of one file only once: the first of them."""
    files: dict[object, str] = {}
    for path in paths:
        files.setdefault(path if path == STDIN else _identity(path), path)
    return list(files.values())


def _identity(path: str) -> object:
    """Return what two names of one file have in common, also links and letters of other cases."""
    try:
        found = os.stat(path)  # noqa: PTH116 -- start-up
    except (OSError, ValueError):
        return os.path.realpath(path)
    return found.st_dev, found.st_ino


def _entries(folder: str) -> Iterator["os.DirEntry[str]"]:
    """Go over what is in a folder, and say so where it cannot be read to its end."""
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError as error:
        note(f"the folder `{folder}` is left out: {why(error)}")


def _is_searched(name: str) -> bool:
    return not name.startswith(".") and name not in NEVER_SEARCHED


def _is_inside(entry: "os.DirEntry[str]", root: str) -> bool:
    """Tell whether a file is in the folder that is searched; a link that leads out is told."""
    inside = os.path.join(root, "")  # noqa: PTH118 -- start-up
    if not entry.is_symlink() or os.path.realpath(entry.path).startswith(inside):
        return True
    note(f"`{entry.path}` leads out of the folder and is left out; name it to check it")
    return False


def _level(lines: Iterable[str], folder: str) -> Level | None:
    """Make the patterns of a folder; None where there are none."""
    lines = list(lines)
    if not lines:
        return None
    from intspec.config.patterns import Patterns  # noqa: PLC0415 -- few runs need them

    return Level(Patterns(lines), os.path.join(os.path.realpath(folder), ""))  # noqa: PTH118


def _above(git: str, folder: str) -> tuple[Level, ...]:
    """Return what Git ignores by the files of a repository above a folder, the nearest last."""
    levels = _own_ignores(git)
    here = git
    below = os.path.relpath(folder, git).replace(os.sep, "/")
    for name in below.split("/") if below != os.curdir else ():
        levels += _ignores(here, IGNORES)
        here = os.path.join(here, name)  # noqa: PTH118 -- start-up
    return levels


def _own_ignores(root: str) -> tuple[Level, ...]:
    """Return what a repository ignores by patterns that are no part of it.

    A submodule has them in the repository that it is in, a second working tree in that of the
    first: both have a file that says where, in place of a folder.
    """
    git = os.path.join(root, REPOSITORY)  # noqa: PTH118 -- start-up
    if os.path.isfile(git):  # noqa: PTH113 -- start-up
        named = _first_line(git)
        if not named.startswith(ELSEWHERE):
            return ()
        git = os.path.join(root, named.removeprefix(ELSEWHERE).strip())  # noqa: PTH118
        shared = os.path.join(git, SHARED)  # noqa: PTH118
        if os.path.isfile(shared):  # noqa: PTH113
            git = os.path.join(git, _first_line(shared))  # noqa: PTH118
    return _ignores(root, os.path.join(git, OWN_IGNORES))  # noqa: PTH118


def _first_line(path: str) -> str:
    """Return the first line of a file of Git's, without blanks at its end."""
    from intspec.reading import Unreadable  # noqa: PLC0415 -- only where there is one
    from intspec.reading.open_file import file_bytes  # noqa: PLC0415

    try:
        raw = file_bytes(path)
    except Unreadable as error:
        note(f"what Git ignores is not known: {error.problems[0].message}")
        return ""
    return raw[:LIMIT].decode("utf-8", "surrogateescape").partition("\n")[0].rstrip()


def _ignores(folder: str, name: str) -> tuple[Level, ...]:
    """Return what a file of patterns of Git's says; nothing where there is none."""
    path = os.path.join(folder, name)  # noqa: PTH118 -- start-up
    if os.path.islink(path) or not os.path.lexists(path):  # noqa: PTH114 -- Git follows no link
        return ()
    import attrs  # noqa: PLC0415 -- only where there is one

    from intspec.reading import DEFAULT_LIMITS, Unreadable  # noqa: PLC0415
    from intspec.reading.open_file import file_bytes  # noqa: PLC0415

    try:
        raw = file_bytes(path, limits=attrs.evolve(DEFAULT_LIMITS, bytes=LIMIT))
    except Unreadable as error:
        note(f"what Git ignores is not known: {error.problems[0].message}")
        return ()
    if len(raw) > LIMIT:
        note(f"what Git ignores is not known: `{path}` is larger than {LIMIT:,} bytes")
        return ()
    level = _level(raw.decode("utf-8-sig", "surrogateescape").split("\n"), folder)
    return (level,) if level else ()


def _is_ignored(whole: str, levels: tuple[Level, ...] | None, *, folder: bool) -> bool:
    """Tell whether Git ignores something: the patterns nearest to it decide."""
    for level in reversed(levels or ()):
        decision = _decide(level, whole, folder=folder)
        if decision is not None:
            return decision
    return False


def _decide(level: Level, whole: str, *, folder: bool) -> bool | None:
    """Tell whether the patterns of a folder leave out what is below it."""
    if not whole.startswith(level.folder):
        return None
    name = whole[len(level.folder) :].replace(os.sep, "/")
    return level.patterns.decide(name, folder=folder)
