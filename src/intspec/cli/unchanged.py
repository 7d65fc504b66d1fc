"""Results of files that have not changed since they were checked, kept between runs.

They stand in one SQLite file in the user's own cache folder, and never in the checkout: there a
pull request could bring results that say "nothing is found". What a result is kept under is a hash
of all that it depends on (`Keys`), so nothing is ever renewed: what has changed has another key.
Nothing here may spoil a run: where the file cannot be used, the run goes on without it.
"""

import hashlib
import json
import os
import sqlite3
import stat
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intspec import __version__
from intspec.cli.common import STDIN
from intspec.cli.project import Project, Projects
from intspec.config import repository
from intspec.config.places import below
from intspec.config.user import user_folder
from intspec.discovery import distributions, installed
from intspec.reading import Unreadable
from intspec.reading.open_file import file_bytes
from intspec.reporters import FileRun, Reports, Told
from intspec.schema.generating import fields_of

if TYPE_CHECKING:
    from intspec.plugins import Registry

#: The form of what is kept: another one is never read.
FORMAT = 2
FOLDER, FILE = "results", "results.sqlite3"
#: The most that the file may hold.
LIMIT = 200_000_000
#: SQLite's own page, of which it counts how many there may be.
PAGE = 4096
#: Seconds for which another run that writes is waited for.
PATIENCE = 10.0
#: Results are thrown away by when they were last of use, to the hour.
HOUR = 3600
#: Options that change nothing of a file's result.
WITHOUT_EFFECT = frozenset(
    {"paths", "exclude", "force_exclude", "stdin_filename"}
    # How it is checked, and where the report goes.
    | {"jobs", "timeout", "engine", "scheduler", "outputs", "fmt"}
)
#: Files that decide what is found: code, and data beside it.
DECIDING = (".py", ".toml", ".json", ".so", ".pyd")
UNUSABLE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def folder() -> Path:
    """Return the folder of what is kept, which is for the user alone; it is made if need be.

    Raises:
        OSError: There is none that is the user's own alone.
    """
    place = user_folder("cache") / FOLDER
    checkout = repository(".")
    if not place.is_absolute() or (checkout and below(os.path.realpath(place), checkout)):
        message = f"`{place}` is not outside of the working folder's repository"
        raise PermissionError(message)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    seen = place.lstat()
    if not stat.S_ISDIR(seen.st_mode):
        message = f"`{place}` is no folder"
        raise NotADirectoryError(message)
    if hasattr(os, "getuid") and (seen.st_uid != os.getuid() or seen.st_mode & 0o077):
        message = f"`{place}` is not for its owner alone: `chmod 700` it, or remove it"
        raise PermissionError(message)
    return place


class Store:
    """The file of results. Any fault of it ends its use for this run, and nothing else.

    Args:
        file: Where it is.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._used: dict[bytes, int] = {}
        self._opened: sqlite3.Connection | None = None
        try:
            self._opened = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
            # What the machine loses when it goes down is checked again.
            self._opened.execute("PRAGMA synchronous = OFF")
            self._opened.execute(f"PRAGMA max_page_count = {LIMIT // PAGE}")
            self._opened.execute(
                "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, used INTEGER, told BLOB)"
            )
        except sqlite3.Error as error:
            self._fail(error)

    def _fail(self, error: sqlite3.Error) -> None:
        """Go on without it; a file that is no store is taken away, so that the next run has one."""
        opened, self._opened = self._opened, None
        try:
            if opened is not None:
                opened.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in UNUSABLE:
                self.file.unlink()
        except (sqlite3.Error, OSError):
            pass

    def _do(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement; without a store, nothing is found and nothing happens."""
        if self._opened is None:
            return []
        try:
            return self._opened.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                self._fail(error)
                return []
        except sqlite3.Error as error:
            self._fail(error)
            return []
        self._halve()
        return []

    def _halve(self) -> None:
        """Throw away the half that was of no use for longest."""
        self._do(
            "DELETE FROM results WHERE key IN (SELECT key FROM results ORDER BY used, key "
            "LIMIT (SELECT count(*) / 2 + 1 FROM results))"
        )

    def __contains__(self, key: bytes) -> bool:
        return bool(self._do("SELECT 1 FROM results WHERE key = ?", key))

    def get(self, key: bytes) -> Told | None:
        """Return what is kept under a key."""
        for used, kept in self._do("SELECT used, told FROM results WHERE key = ?", key):
            if used != (now := _now()):
                self._used[key] = now
            try:
                return unpacked(kept)
            except (zlib.error, ValueError, TypeError, RecursionError):
                return None
        return None

    def put(self, key: bytes, told: Told) -> None:
        """Keep something under a key."""
        self._do("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", key, _now(), packed(told))

    def close(self) -> None:
        """Note what was of use in this run."""
        if self._used and self._opened is not None:
            self._do("BEGIN IMMEDIATE")
            for key, now in self._used.items():
                self._do("UPDATE results SET used = ? WHERE key = ?", now, key)
            self._do("COMMIT")
        if self._opened is not None:
            self._opened.close()

    def count(self) -> int:
        """Return how many results are kept."""
        return next((number for (number,) in self._do("SELECT count(*) FROM results")), 0)


def _now() -> int:
    return int(time.time()) // HOUR


def packed(told: Told) -> bytes:
    """Return what a store keeps: a line of JSON, and behind it the texts as they are.

    Within JSON a report of hundreds of kilobytes, itself JSON, would be escaped once more.
    """
    texts = [text.encode("utf-8", "surrogatepass") for text in told.texts]
    _texts, *others = told.plain()
    head = json.dumps([[*map(len, texts)], *others]).encode("ascii")
    return zlib.compress(b"".join((head, b"\n", *texts)))


def unpacked(kept: bytes) -> Told:
    """Read what a store keeps.

    Raises:
        zlib.error: It is damaged.
        TypeError: It has another form.
        ValueError: It has.
    """
    head, _, body = zlib.decompress(kept).partition(b"\n")
    sizes, *others = json.loads(head)
    texts, at = [], 0
    for size in sizes:
        texts.append(body[at : at + size].decode("utf-8", "surrogatepass"))
        at += size
    if at != len(body):
        message = "its texts are longer or shorter than it says"
        raise ValueError(message)
    return told_of([texts, *others])


def told_of(data: Any) -> Told:
    """Read what a store gives.

    Raises:
        TypeError: It has another form.
        ValueError: It has.
    """
    texts, counts, rules, checklists = data
    if {*map(type, texts), *map(type, rules), *map(type, checklists)} - {str}:
        message = "it holds other things than texts"
        raise TypeError(message)
    code, errors, warnings, unread = map(int, counts)
    return Told(tuple(texts), code, errors, warnings, unread, tuple(rules), tuple(checklists))


class Keys:
    """What results are kept under: hashes of all that they depend on.

    Args:
        projects: What documents are judged by.
        options: The options of the command.
        reports: The reports of the run, whose form is part of what is kept.
    """

    def __init__(self, projects: Projects, options: Mapping[str, Any], reports: Reports) -> None:
        self._projects = projects
        self._judged: dict[Registry, bytes | None] = {}
        effective = {name: v for name, v in options.items() if name not in WITHOUT_EFFECT}
        looks = [(fmt, repr(options)) for fmt, options in reports.wanted]
        variables = {k: v for k, v in os.environ.items() if k.startswith("INTSPEC_")}
        self._run = _hash(
            (FORMAT, __version__, sys.version, sys.platform, sys.flags.optimize, os.getcwd()),  # noqa: PTH109
            (sorted(distributions()), list(_code())),
            (effective, looks, variables, projects.wanted),
            *map(_content, options["vocabularies"]),
        )

    def of(self, path: str, raw: bytes) -> bytes | None:
        """Return what the result of a file is kept under; None where it is not to be kept."""
        project = self._projects.of(path)
        if project.registry.failed:
            return None
        if project.registry not in self._judged:
            self._judged[project.registry] = _judged_by(project)
        judged_by = self._judged[project.registry]
        return None if judged_by is None else _hash(self._run.hex(), judged_by.hex(), path, raw)


def _judged_by(project: Project) -> bytes | None:
    """Return the hash of settings and local files; None if a plugin may look elsewhere."""
    plugins = project.registry.plugins
    if not all(plugin.pure or plugin.off for plugin in plugins):
        return None
    config = project.config
    parts: list[Any] = [[(p.name, p.distribution, p.version, p.off) for p in plugins]]
    if config is not None:
        parts += [config.path, config.shown, config.raw]
        named = (*config.file.vocabularies, *config.file.checklist_files)
        parts += [_content(config.resolve(name)) for name in named]
    parts += map(_content, _files_of_options(project.registry))
    return _hash(*parts)


def _files_of_options(registry: "Registry") -> Iterator[str]:
    """Go over the files that options of plugins name: rules may look at what they hold."""
    for record, options in registry.settings.items():
        for name, field in fields_of(record).items():
            value = getattr(options, name)
            if field.metadata.get("file") and value:
                yield value


def _content(path: str) -> bytes:
    try:
        return file_bytes(path)
    except Unreadable:
        return b""


def _hash(*parts: Any) -> bytes:
    """Return the hash of some parts: bytes as they are, others as JSON; none runs into the next."""
    made = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True).encode("ascii")
        made.update(b"%d " % len(raw))
        made.update(raw)
    return made.digest()


def _code() -> Iterator[tuple[str, int, int]]:
    """Go over the files of intspec and of all plugins: the name, the size, the time of change.

    It is by these that Python itself tells whether compiled code is still good. So what is kept
    is forgotten as soon as one of them is edited, whatever the version says.
    """
    packages = {"intspec", *(point.value.replace(":", ".").split(".")[0] for point in installed())}
    for package in sorted(packages):
        spec = find_spec(package)
        places = list((spec and spec.submodule_search_locations) or ())
        for place in places:
            yield from _files(place)
        if spec is not None and spec.origin and not places:
            yield from _stated([spec.origin])


def _files(place: str) -> Iterator[tuple[str, int, int]]:
    for here, folders, names in os.walk(place):
        folders.sort()
        yield from _stated(
            os.path.join(here, name)  # noqa: PTH118 -- see below
            for name in sorted(names)
            if name.endswith(DECIDING)
        )


def _stated(paths: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    for path in paths:
        seen = os.stat(path)  # noqa: PTH116 -- there are hundreds
        yield path, seen.st_size, seen.st_mtime_ns


class Unchanged:
    """The results of a run's files that were kept, and what keeps new ones.

    Args:
        store: Where they are.
        keys: What they are kept under.
    """

    def __init__(self, store: Store, keys: Keys) -> None:
        self.store = store
        self.keys = keys

    def known(self, path: str) -> bytes | None:
        """Return what the result of a file is kept under; None if it is not."""
        if path == STDIN:
            return None
        try:
            key = self.keys.of(path, file_bytes(path))
        except Unreadable:
            return None
        return key if key is not None and key in self.store else None

    def keep(self, path: str, judged: FileRun, told: Told) -> None:
        """Keep the result of a file, unless it is of a form or may be another one next time."""
        report = judged.report
        incomplete = report.lost or report.not_judged or not report.readable
        if path == STDIN or judged.raw is None or incomplete:
            return
        if any(outcome.state == "crashed" for outcome in report.outcomes):
            return
        key = self.keys.of(path, judged.raw)
        if key is not None:
            self.store.put(key, told)


def opened(projects: Projects, options: Mapping[str, Any], reports: Reports) -> Unchanged | None:
    """Open the results that are kept; None where there is no place for them."""
    try:
        return Unchanged(Store(folder() / FILE), Keys(projects, options, reports))
    except (OSError, ValueError):
        return None
