"""`intspec render --all` and `--check`: a set of files, written or compared."""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from intspec.checklists import Checklist
from intspec.cli.common import RunError, say
from intspec.cli.documents import CheckedDocument, MissingPieceError, run_renderer
from intspec.lazy import frozen
from intspec.plugins import Renderer
from intspec.views import VIEWS, View, build_view
from intspec.writing import write_file

#: Views of one guideline alone: a document that claims several gets one of each.
OF_ONE_GUIDELINE = ("checklist", "gaps")
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
    """

    path: Path
    view: View
    renderer: Renderer


def plan(
    checked: CheckedDocument,
    claimed: Sequence[Checklist],
    renderers: Sequence[Renderer],
    options: dict[str, Any],
) -> list[Planned]:
    """List the files of a set.

    Args:
        checked: The document.
        claimed: The guidelines, the first one for the views that follow one alone.
        renderers: The formats.
        options: `folder` or `output`, and the `views` that are asked for.
    """
    if options["folder"] is None:
        kind = (*options["views"], "description")[0]
        view = build_view(kind, checked.spec, checked.report, claimed[0])
        return [Planned(Path(options["output"]), view, renderers[0])]
    folder = Path(options["folder"])
    endings: dict[str, str] = {}
    for renderer in renderers:
        # Two formats with one ending, of a stranger's plugin: the names must still differ.
        taken = renderer.suffix in endings.values()
        endings[renderer.format] = f".{renderer.format}" * taken + renderer.suffix
    planned = []
    for kind in (view for view in VIEWS if view in options["views"] or not options["views"]):
        alone = kind in OF_ONE_GUIDELINE
        for checklist in claimed if alone else claimed[:1]:
            view = build_view(kind, checked.spec, checked.report, checklist)
            name = f"{checked.spec.id}-{kind}" + (f"-{checklist.id}" if alone else "")
            planned += [
                Planned(folder / (name + endings[renderer.format]), view, renderer)
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
        RunError: A file cannot be written.
    """
    code = 0
    for file, raw in _rendered(files, by_name=by_name):
        if raw is None:
            code = INCOMPLETE
            continue
        try:
            file.path.parent.mkdir(parents=True, exist_ok=True)
            write_file(str(file.path), raw)
        except OSError as error:
            message = f"`{file.path}` cannot be written: {error.strerror}"
            raise RunError(message, INCOMPLETE) from None
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
    for file, raw in _rendered(files, by_name=by_name):
        if raw is None:
            code = INCOMPLETE
            continue
        try:
            there = file.path.read_bytes()
        except FileNotFoundError:
            say(f"stale: `{file.path}` is not there; render it and commit it", err=True)
        except OSError as error:
            message = f"`{file.path}` cannot be read: {error.strerror}"
            raise RunError(message, INCOMPLETE) from None
        else:
            if there == raw:
                continue
            text = "is not what the specification renders to now; render it again"
            say(f"stale: `{file.path}` {text}", err=True)
        code = max(code, STALE)
    return code


def _rendered(files: Sequence[Planned], *, by_name: bool) -> Iterator[tuple[Planned, bytes | None]]:
    """Render each file; None for one that failed, which is told."""
    without: dict[str, str] = {}
    for file in _progress(files):
        if file.renderer.format in without:
            continue
        try:
            content = run_renderer(file.renderer, file.view)
        except MissingPieceError as error:
            without[file.renderer.format] = error.message
            if by_name:
                say(f"Error: {error.message}", err=True)
                yield file, None
        except RunError as error:
            say(f"Error: `{file.path}`: {error.message}", err=True)
            yield file, None
        else:
            yield file, content.encode("utf-8") if isinstance(content, str) else content
    if not by_name:
        for message in without.values():
            say(f"left out: {message}", err=True)


def _progress(files: Sequence[Planned]) -> Iterator[Planned]:
    """Go over the files; a terminal is told how far it is when it takes long."""
    began = time.monotonic()
    shown = False
    for number, file in enumerate(files, start=1):
        if sys.stderr.isatty() and time.monotonic() - began > PATIENCE:
            click.echo(f"\r\x1b[K{number} of {len(files)}: {file.path.name}", nl=False, err=True)
            shown = True
        yield file
        if shown:
            click.echo("\r\x1b[K", nl=False, err=True)
