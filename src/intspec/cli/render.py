"""`intspec render`: the tables and forms of a specification."""

import sys
from pathlib import Path
from typing import Any

import click

from intspec.api import check_bytes, load_registry
from intspec.checklists import Checklist
from intspec.cli.common import (
    STDIN,
    RunError,
    known_checklists,
    read_stdin,
    report_failures,
    write_file,
)
from intspec.plugins import Registry, Renderer, UnknownNameError
from intspec.plugins.guard import Fault, call
from intspec.reading import Unreadable
from intspec.reading.files import file_bytes
from intspec.views import VIEWS, build

EPILOG = """\b
Views:
  checklist    item by item, where it is reported (the form that journals ask for)
  description  item by item, what was done, one column per arm (the table in the paper)
  gaps         what to add, in words that can be pasted to an author

\b
Examples:
  intspec render trial.intspec.yaml
  intspec render trial.intspec.yaml --view checklist -o checklist.html
  intspec render trial.intspec.yaml --view gaps --to markdown"""


@click.command(epilog=EPILOG)
@click.argument("path", metavar="SPEC")
@click.option(
    "--view",
    type=click.Choice(list(VIEWS)),
    default="description",
    show_default=True,
    help="What to show.",
)
@click.option("--to", "fmt", metavar="FORMAT", help="The format; else by the file's ending.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
@click.option("--checklist", metavar="ID", help="The guideline; the first one claimed by default.")
@click.option(
    "--stage",
    type=click.Choice(["protocol", "ongoing", "results"]),
    help="Judge at this stage, in place of the document's own.",
)
def command(**options: Any) -> int:
    """Render a specification: as a checklist, as a description, or as a gap report."""
    registry = load_registry()
    renderer = _renderer(registry, options["fmt"], options["output"])
    extra = (options["checklist"],) if options["checklist"] else ()
    known_checklists(registry, extra)
    path = options["path"]
    try:
        raw = read_stdin() if path == STDIN else file_bytes(path)
    except Unreadable as error:
        raise _unusable(path, error.problems[0].message, error.problems[0].hint, 2) from None
    checked = check_bytes(
        raw, path=path, registry=registry, stage=options["stage"], checklists=extra
    )
    if checked.spec is None:
        first = checked.report.diagnostics[0]
        where = f"{path}:{first.line}:{first.column}"
        code = 1 if checked.report.readable else 2
        raise _unusable(where, first.message, f"`intspec check {path}` shows all", code)
    checklist = _choose(checked.checklists, options["checklist"], registry)
    view = build(options["view"], checked.spec, checked.report, checklist)
    try:
        content = call(renderer.function, view)
    except Fault as fault:
        message = f"the format `{renderer.format}` failed: {fault}"
        raise RunError(message, 3) from None
    if not isinstance(content, str | bytes):
        message = f"the format `{renderer.format}` gave {type(content).__name__}, not a file"
        raise RunError(message, 3)
    _deliver(content, options["output"])
    return report_failures(registry)


def _renderer(registry: Registry, fmt: str | None, output: str | None) -> Renderer:
    if fmt is None and output is not None:
        suffix = Path(output).suffix
        for renderer in registry.renderers.values():
            if renderer.suffix == suffix:
                return renderer
        known = ", ".join(r.suffix for r in registry.renderers.values())
        message = f"`{output}`: no format has the ending `{suffix}`; known: {known}; or give --to"
        raise click.UsageError(message)
    try:
        return registry.renderer(fmt or "markdown")
    except UnknownNameError as error:
        raise click.UsageError(str(error)) from None


def _choose(loaded: tuple[Checklist, ...], wanted: str | None, registry: Registry) -> Checklist:
    for checklist in loaded:
        if wanted in (None, checklist.id):
            return checklist
    known = ", ".join(registry.checklist_ids)
    message = f"the document claims no checklist: give --checklist ID (installed: {known})"
    raise click.UsageError(message)


def _deliver(content: str | bytes, output: str | None) -> None:
    raw = content.encode("utf-8") if isinstance(content, str) else content
    if output is not None:
        try:
            write_file(output, raw)
        except OSError as error:
            message = f"`{output}` cannot be written: {error.strerror}"
            raise RunError(message, 3) from None
    elif isinstance(content, str):
        sys.stdout.write(content)
    elif sys.stdout.isatty():
        message = "this format is no text: give a file with -o"
        raise click.UsageError(message)
    else:
        sys.stdout.buffer.write(raw)


def _unusable(where: str, message: str, hint: str, code: int) -> RunError:
    return RunError(f"{where}: {message}; {hint}", code)
