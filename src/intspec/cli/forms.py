"""What the commands that read forms share: a file read by the plugin that knows its format."""

from pathlib import Path
from typing import Any

import attrs

from intspec.cli.common import RunError
from intspec.forms import Form, FormError
from intspec.plugins import Importer, Registry
from intspec.plugins.guard import Fault, call
from intspec.reading import DEFAULT_LIMITS, Unreadable
from intspec.reading.files import file_bytes
from intspec.reading.problems import Problem

#: A Word file holds pictures, so it may be larger than a specification.
LIMITS = attrs.evolve(DEFAULT_LIMITS, bytes=50_000_000)


def importer_of(path: str, registry: Registry) -> Importer | None:
    """Return the reader of files with the ending of this one, or None."""
    suffix = Path(path).suffix.lower()
    for importer in registry.importers.values():
        if suffix in importer.suffixes:
            return importer
    return None


def read_form_file(path: str, registry: Registry) -> Form:
    """Read a file as a form.

    Raises:
        RunError: No plugin reads files of its kind, it is not there, or it cannot be read (exit
            code 2), or the plugin failed (3).
    """
    importer = importer_of(path, registry)
    if importer is None:
        known = sorted({s for one in registry.importers.values() for s in one.suffixes})
        listed = f"known: {', '.join(known)}" if known else "no plugin reads forms"
        suffix = Path(path).suffix
        what = f"files that end in `{suffix}`" if suffix else "files without an ending"
        message = f"{path}: {what} cannot be read as forms; {listed}"
        raise RunError(message, 2)
    try:
        raw = form_bytes(path)
    except Unreadable as error:
        message = f"{path}: {error.problems[0].message}; {error.problems[0].hint}"
        raise RunError(message, 2) from None
    try:
        return form_of(raw, path, importer)
    except FormError as error:
        where = f"{path}, {error.where}" if error.where else path
        message = f"{where}: {error.message}; {error.hint}"
        raise RunError(message, 2) from None


def form_bytes(path: str) -> bytes:
    """Read the bytes of a form.

    Raises:
        Unreadable: There is no such file, it cannot be read, or it is too large.
    """
    raw = file_bytes(path, limits=LIMITS)
    if len(raw) > LIMITS.bytes:
        message = f"`{path}` is larger than {LIMITS.bytes // 1_000_000} MB"
        hint = "take out its pictures, or copy the tables to a file of their own"
        raise Unreadable(Problem("too-large", message, hint))
    return raw


def form_of(raw: bytes, path: str, importer: Importer) -> Form:
    """Read bytes as a form, inside the guard.

    Raises:
        FormError: They cannot be read.
        RunError: The plugin failed (exit code 3).
    """
    caught: list[FormError] = []

    def read() -> Any:
        try:
            return importer.function(raw, Path(path).name)
        except FormError as error:
            caught.append(error)
            return None

    try:
        found = call(read)
    except Fault as fault:
        message = f"the reading of `{importer.format}` failed on `{path}`: {fault}"
        raise RunError(message, 3) from None
    if caught:
        raise caught[0]
    if not isinstance(found, Form):
        message = f"the reader of `{importer.format}` gave {type(found).__name__}, not a form"
        raise RunError(message, 3)
    return found
