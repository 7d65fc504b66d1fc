"""`intspec check`: specifications held against the guidelines that they claim."""

import shutil
import sys
from pathlib import Path
from typing import Any

import click

from intspec.api import check_bytes, load_registry, summarise
from intspec.checking import unreadable
from intspec.cli.common import (
    STDIN,
    RunError,
    find_files,
    known_checklists,
    read_stdin,
    report_failures,
    use_color,
)
from intspec.cli.vocabularies import use_vocabularies, vocabulary_option
from intspec.diagnostics import FileReport
from intspec.plugins import Registry
from intspec.reading import Unreadable
from intspec.reading.files import file_bytes
from intspec.reporters import FORMATS, Options, render
from intspec.writing import write_file

EPILOG = """\b
Examples:
  intspec check trial.intspec.yaml
  intspec check specs/ --fail-on warning
  intspec check trial.intspec.yaml --checklist tidier --stage protocol
  intspec check trial.intspec.yaml --vocabulary bcio.json
  intspec check specs/ --quiet --output sarif:intspec.sarif --output junit:intspec.xml
  cat trial.intspec.yaml | intspec check -
  intspec check TIDieR-checklist.docx
  intspec check TIDieR-checklist.docx --annotate commented.docx

States: reported, partial, prose, not reported, not applicable, not done, not yet, blocked.
"Reported" says that something is stated, not that it is well described."""


class OutputType(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """`FORMAT:FILE`."""

    name = "FORMAT:FILE"

    def convert(
        self, value: Any, param: click.Parameter | None, context: click.Context | None
    ) -> tuple[str, str]:
        """Split the value; refuse formats that there are not."""
        name, colon, path = str(value).partition(":")
        if not colon or not path or name not in FORMATS:
            self.fail(
                f"`{value}`: write one of {', '.join(FORMATS)}, a colon and a file name",
                param,
                context,
            )
        return name, path


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format", "fmt", type=click.Choice(FORMATS), default="text", help="How to report on stdout."
)
@click.option(
    "--output",
    "outputs",
    type=OutputType(),
    multiple=True,
    help="Write a report to a file as well; may be repeated.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    default="error",
    show_default=True,
    help="The least grave finding that makes the exit code 1.",
)
@click.option(
    "--checklist", "checklists", multiple=True, metavar="ID", help="Hold against this one as well."
)
@click.option(
    "--stage",
    type=click.Choice(["protocol", "ongoing", "results"]),
    help="Judge at this stage, in place of the document's own.",
)
@vocabulary_option
@click.option(
    "--quiet", "-q", is_flag=True, help="Only errors and warnings; nothing if all is well."
)
@click.option(
    "--annotate",
    metavar="OUT",
    help="Write a copy of the one form that is checked, with each finding as a comment.",
)
def command(**options: Any) -> int:
    """Check specifications, or filled forms, against the reporting guidelines that they are for.

    PATH is a file, a folder (all *.intspec.yaml and *.intspec.json below it), or - for stdin. A
    Word, Excel or CSV file is a filled form: it is judged by what a form can show, which is where
    each item is reported, or why it is not.
    """
    registry = load_registry()
    known_checklists(registry, options["checklists"])
    use_vocabularies(registry, options["vocabularies"])
    if options["annotate"]:
        _only_form(options["paths"], registry)
    files = [_one(path, registry, options) for path in find_files(options["paths"])]
    report = summarise(files, registry, fail_on=options["fail_on"])
    for fmt, path in options["outputs"]:
        _write(path, render(report, fmt, Options()))
    text = render(report, options["fmt"], _options(options))
    sys.stdout.write(text)
    if options["fmt"] != "text" or options["quiet"]:
        report_failures(registry)
    return report.exit_code


def _one(path: str, registry: Registry, options: dict[str, Any]) -> FileReport:
    if _is_form(path, registry):
        from intspec.cli import forms  # noqa: PLC0415 -- specifications need nothing of it

        wanted = next(iter(options["checklists"]), None)
        judged = forms.check_form(path, registry, stage=options["stage"], checklist=wanted)
        if options["annotate"]:
            forms.annotate(path, options["annotate"], judged, registry)
        return judged.report
    try:
        raw = read_stdin() if path == STDIN else file_bytes(path)
    except Unreadable as error:
        return unreadable(path, error.problems)
    name = "<stdin>" if path == STDIN else path
    return check_bytes(
        raw,
        path=name,
        registry=registry,
        stage=options["stage"],
        checklists=options["checklists"],
    ).report


def _is_form(path: str, registry: Registry) -> bool:
    suffix = Path(path).suffix.lower()
    return any(suffix in importer.suffixes for importer in registry.importers.values())


def _only_form(paths: tuple[str, ...], registry: Registry) -> None:
    if len(paths) != 1 or not _is_form(paths[0], registry):
        message = "--annotate writes into a copy of one form: give one Word file"
        raise click.UsageError(message)


def _options(options: dict[str, Any]) -> Options:
    terminal = sys.stdout.isatty()
    encoding = (sys.stdout.encoding or "ascii").lower()
    return Options(
        color=use_color(terminal),
        symbols=terminal and encoding.startswith("utf"),
        width=shutil.get_terminal_size((100, 24)).columns if terminal else 100,
        quiet=options["quiet"],
    )


def _write(path: str, text: str) -> None:
    try:
        write_file(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        message = f"`{path}` cannot be written: {error.strerror}"
        raise RunError(message, 3) from None
