"""Which importer a file is for: by the ending of its name, or by what it holds."""

from collections.abc import Callable

import attrs

from intspec.cli.common import RunError, note_input
from intspec.file_kinds import SPECIFICATION_ENDINGS, has_ending
from intspec.plugins import Importer, Registry
from intspec.plugins.guard import FILE_SECONDS, Fault
from intspec.plugins.plugin import Provided, ask
from intspec.reading import DEFAULT_LIMITS, Unreadable, read_bytes
from intspec.reading.open_file import file_bytes
from intspec.reading.refusals import Problem
from intspec.text.names import did_you_mean

#: A Word file holds pictures, so it may be larger than a specification.
LIMITS = attrs.evolve(DEFAULT_LIMITS, bytes=50_000_000)

#: Endings of data of any kind: a specification may have them too.
DATA_ENDINGS = (".yaml", ".yml", ".json")
#: The key by which a specification says that it is one.
KEY = b"intspec"


def importer_of(
    path: str, registry: Registry, read: Callable[[], bytes] | None = None
) -> Importer | None:
    """Return the importer of a file, or None: by the ending of its name, or by what it holds.

    Args:
        path: The file.
        registry: The plugins of the run.
        read: Gives its bytes, which are asked for where the ending does not decide; they are read
            from the file when absent.
    """
    if has_ending(path, SPECIFICATION_ENDINGS):
        return None
    ending = [one for one in registry.importers.values() if has_ending(path, one.suffixes)]
    asked = [one for one in ending if one.recognises is not None]
    by_ending = next((one for one in ending if one.recognises is None), None)
    if not asked and not (by_ending and has_ending(path, DATA_ENDINGS)):
        return by_ending
    try:
        raw = read() if read is not None else form_bytes(path)
    except Unreadable:
        return by_ending
    if _is_specification(raw, path):
        return None
    return next((one for one in asked if _recognises(one, raw, path)), by_ending)


def _is_specification(raw: bytes, path: str) -> bool:
    """Tell whether a file says by its own key that it is a specification, also a damaged one."""
    if KEY not in raw:
        return False
    try:
        return KEY.decode() in read_bytes(raw, path=path).data
    except Unreadable:
        return any(line.startswith(KEY + b":") for line in raw.splitlines())


def _recognises(importer: Importer, raw: bytes, path: str) -> bool:
    """Ask an importer, inside the guard, whether a file is of its format."""
    function = importer.recognises
    if function is None:
        return False
    try:
        return bool(ask(function, raw, gives=(bool,), meant=(), seconds=FILE_SECONDS))
    except Fault as fault:
        if isinstance(function, Provided):
            function.fail(str(fault), path)
        return False


def importer_called(name: str, registry: Registry) -> Importer:
    """Return the importer of a format.

    Raises:
        RunError: There is none (exit code 2).
    """
    if name not in registry.importers:
        message = f"no plugin reads the format `{name}`; {did_you_mean(name, registry.importers)}"
        raise RunError(message, 2)
    return registry.importers[name]


def form_bytes(path: str) -> bytes:
    """Read the bytes of a form.

    Raises:
        Unreadable: There is no such file, it cannot be read, or it is too large.
    """
    note_input(path)
    raw = file_bytes(path, limits=LIMITS)
    if len(raw) > LIMITS.bytes:
        message = f"`{path}` is larger than {LIMITS.bytes // 1_000_000} MB"
        hint = "take out its pictures, or copy the tables to a file of their own"
        raise Unreadable(Problem("too-large", message, hint))
    return raw
