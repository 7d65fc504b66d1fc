"""`intspec render --all` and `--check`: a set of files, written or compared."""

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import click

from intspec.checklists import Checklist
from intspec.cli.common import RunError, not_written, note
from intspec.cli.documents import (
    MissingPieceError,
    UnfitViewError,
    as_bytes,
    make_view,
    run_renderer,
)
from intspec.cli.outputs import stay_inside
from intspec.lazy import frozen
from intspec.plugins import Renderer
from intspec.reading import DEFAULT_LIMITS, Unreadable
from intspec.reading.open_file import file_bytes
from intspec.text.terminal import unbroken
from intspec.text.wording import plural
from intspec.views import OF_ONE_GUIDELINE, VIEWS, View
from intspec.views.document import CheckedDocument
from intspec.writing import write_file

#: Seconds of work after which a terminal is told what goes on.
PATIENCE = 1.0
STALE = 1
INCOMPLETE = 3


@frozen
class Planned:
    """One file of a set.

    Attributes:
        path: Where it belongs.
        view: What it shows.
        renderer: Writes its format.
        options: The options of the format; None for their defaults.
    """

    path: Path
    view: View
    renderer: Renderer
    options: object = None


def plan(
    checked: CheckedDocument,
    claimed: Sequence[Checklist],
    renderers: Sequence[Renderer],
    options: dict[str, Any],
    of_formats: Mapping[str, object] = MappingProxyType({}),
) -> list[Planned]:
    """List the files of a set.

    Args:
        checked: The document.
        claimed: The guidelines, the first one for the views that follow one alone.
        renderers: The formats.
        options: `folder` or `output`, the `views` that are asked for, how they are made, and the
            `registry` of plugins.
        of_formats: The options of formats, by the name of the format.
    """
    if options["folder"] is None:
        kind = (*options["views"], "description")[0]
        view = make_view(kind, checked, claimed[0], options, options["registry"])
        renderer = renderers[0]
        path = Path(options["output"])
        return [Planned(path, view, renderer, of_formats.get(renderer.format))]
    folder = Path(options["folder"])
    endings: dict[str, str] = {}
    for renderer in renderers:
        # Two formats with one ending, of a stranger's plugin: the names must still differ.
        taken = renderer.suffix.lower() in map(str.lower, endings.values())
        endings[renderer.format] = f".{renderer.format}" * taken + renderer.suffix
    planned = []
    # In the order of the list, and a plugin's where it is asked for by name.
    known = (*VIEWS, *options["registry"].views)
    for kind in (view for view in known if view in (options["views"] or VIEWS)):
        alone = kind in OF_ONE_GUIDELINE
        for checklist in claimed if alone else claimed[:1]:
            view = make_view(kind, checked, checklist, options, options["registry"])
            name = f"{checked.spec.id}-{kind}" + (f"-{checklist.id}" if alone else "")
            planned += [
                Planned(
                    folder / (name + endings[renderer.format]),
                    view,
                    renderer,
                    of_formats.get(renderer.format),
                )
                for renderer in renderers
            ]
    return planned


def write(files: Sequence[Planned], *, by_name: bool) -> int:
    """Write the files of a set.

    Args:
        files: The files.
        by_name: Whether the formats were asked for by name, so that none may be left out.

    Returns:
        The exit code: 3 where a format failed, or one asked for by name could not be had.

    Raises:
        RunError: A file cannot be written, or one would replace what is read, or is a link out of
            the folder; nothing is written where that is known beforehand.
    """
    stay_inside(str(file.path) for file in files)
    code = written = 0
    for file, content in _rendered(files, by_name=by_name):
        if content is None:
            code = INCOMPLETE
            continue
        try:
            file.path.parent.mkdir(parents=True, exist_ok=True)
            write_file(str(file.path), as_bytes(content))
        except OSError as error:
            raise not_written(str(file.path), error) from None
        written += 1
    if written:
        note(f"wrote {plural(written, 'file')} to `{files[0].path.parent}`")
    return code


def compare(files: Sequence[Planned], *, by_name: bool) -> int:
    """Compare the files of a set with what is there, and name those that are stale.

    Args:
        files: The files.
        by_name: Whether the formats were asked for by name, so that none may be left out.

    Returns:
        The exit code: 1 where a file is stale or missing, 3 as `write` does.

    Raises:
        RunError: A file is there but cannot be read.
    """
    code = 0
    for file, content in _rendered(files, by_name=by_name):
        if content is None:
            code = INCOMPLETE
            continue
        there = _there(str(file.path), len(as_bytes(content)))
        if there is None:
            note(f"stale: `{file.path}` is not there; render it and commit it")
        elif _same(there, content):
            continue
        else:
            text = "is not what the specification renders to now; render it again"
            note(f"stale: `{file.path}` {text}")
        code = max(code, STALE)
    return code


def _there(path: str, size: int) -> bytes | None:
    """Return what a file holds, so much of it as tells it from a new one; None if there is none.

    Args:
        path: The name of the file.
        size: How many bytes the new one has.

    Raises:
        RunError: It cannot be read.
    """
    if not os.path.lexists(path):
        return None
    try:
        # Each line may end with one byte more than the new one has.
        return file_bytes(path, limits=attrs.evolve(DEFAULT_LIMITS, bytes=2 * size))
    except Unreadable as error:
        raise RunError(error.problems[0].message, INCOMPLETE) from None


def _same(there: bytes, content: str | bytes) -> bool:
    """Tell whether a file holds this; a text may have other line ends, since Git changes them."""
    if isinstance(content, bytes):
        return there == content
    return there.replace(b"\r\n", b"\n") == as_bytes(content).replace(b"\r\n", b"\n")


def _rendered(
    files: Sequence[Planned], *, by_name: bool
) -> Iterator[tuple[Planned, str | bytes | None]]:
    """Render each file; None for one that failed, which is told.

    A view that a format does not show is left out, and is told where the format shows none of all.
    """
    without: dict[str, str] = {}
    unfit: dict[str, tuple[Planned, str]] = {}
    shown: set[str] = set()
    for file in _progress(files):
        if file.renderer.format in without:
            continue
        try:
            content = run_renderer(file.renderer, file.view, file.options)
        except MissingPieceError as error:
            without[file.renderer.format] = error.message
            if by_name:
                note(f"Error: {error.message}")
                yield file, None
        except UnfitViewError as error:
            unfit.setdefault(file.renderer.format, (file, error.message))
        except RunError as error:
            shown.add(file.renderer.format)
            note(f"Error: `{file.path}`: {error.message}")
            yield file, None
        else:
            shown.add(file.renderer.format)
            yield file, content
    for name, (file, message) in unfit.items():
        if by_name and name not in shown:
            note(f"Error: {message}")
            yield file, None
    if not by_name:
        for message in without.values():
            note(f"left out: {message}")


def _progress(files: Sequence[Planned]) -> Iterator[Planned]:
    """Go over the files; a terminal is told how far it is when it takes long."""
    began = time.monotonic()
    shown = False
    for number, file in enumerate(files, start=1):
        if sys.stderr.isatty() and time.monotonic() - began > PATIENCE:
            name = unbroken(file.path.name)
            click.echo(f"\r\x1b[K{number} of {len(files)}: {name}", nl=False, file=sys.stderr)
            shown = True
        yield file
        if shown:
            click.echo("\r\x1b[K", nl=False, file=sys.stderr)
