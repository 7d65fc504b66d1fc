"""`intspec check`: specifications held against the guidelines that they claim."""

import shutil
import sys
from pathlib import Path
from typing import Any

import attrs
import click

from intspec.api import FileRun, check_bytes, summarise_all
from intspec.checking import unreadable
from intspec.cli.common import (
    STDIN,
    RunError,
    find_files,
    known_checklists,
    read_stdin,
    tell_failures,
    use_color,
)
from intspec.cli.project import Projects, project_options
from intspec.cli.vocabularies import vocabulary_option
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
  intspec check                                 # what intspec.toml names under `documents`
  intspec check specs/ --isolated               # without any intspec.toml

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
@click.argument("paths", nargs=-1, metavar="[PATH]...")
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
    help="The least grave finding that makes the exit code 1; error by default.",
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
@project_options
def command(**options: Any) -> int:
    """Check specifications, or filled forms, against the reporting guidelines that they are for.

    PATH is a file, a folder (all *.intspec.yaml and *.intspec.json below it), or - for stdin. A
    Word, Excel or CSV file is a filled form: it is judged by what a form can show, which is where
    each item is reported, or why it is not. The nearest intspec.toml above each file gives
    defaults; without PATH, it says what to check.
    """
    projects = Projects(options["vocabularies"])
    paths = options["paths"] or _documents(projects)
    if options["annotate"]:
        _only_form(paths, projects)
    judged = [_one(path, projects, options) for path in find_files(paths)]
    report = summarise_all(judged, projects.registries)
    for fmt, path in options["outputs"]:
        _write(path, render(report, fmt, Options()))
    text = render(report, options["fmt"], _options(options))
    sys.stdout.write(text)
    if options["fmt"] != "text" or options["quiet"]:
        tell_failures(report.plugins)
    return report.exit_code


def _documents(projects: Projects) -> tuple[str, ...]:
    """Return what the settings say is to be checked.

    Raises:
        click.UsageError: There are no settings, or they do not say.
    """
    config = projects.of().config
    if config is None or not config.file.documents:
        message = 'say what to check: give a PATH, or `documents = ["specs"]` in intspec.toml'
        raise click.UsageError(message)
    return config.documents


def _one(path: str, projects: Projects, options: dict[str, Any]) -> FileRun:
    project = projects.of(path)
    known_checklists(project.registry, options["checklists"])
    fail_on = options["fail_on"] or project.fail_on
    if _is_form(path, project.registry):
        from intspec.cli import forms  # noqa: PLC0415 -- specifications need nothing of it

        wanted = next(iter(options["checklists"]), None)
        form = forms.check_form(path, project.registry, stage=options["stage"], checklist=wanted)
        if options["annotate"]:
            forms.annotate(path, options["annotate"], form, project.registry)
        return FileRun(attrs.evolve(form.report, config=project.shown), project.registry, fail_on)
    try:
        raw = read_stdin() if path == STDIN else file_bytes(path)
    except Unreadable as error:
        report = unreadable(path, error.problems)
    else:
        report = check_bytes(
            raw,
            path="<stdin>" if path == STDIN else path,
            registry=project.registry,
            stage=options["stage"],
            checklists=(*project.checklists, *options["checklists"]),
            overrides=project.overrides,
        ).report
    return FileRun(attrs.evolve(report, config=project.shown), project.registry, fail_on)


def _is_form(path: str, registry: Registry) -> bool:
    suffix = Path(path).suffix.lower()
    return any(suffix in importer.suffixes for importer in registry.importers.values())


def _only_form(paths: tuple[str, ...], projects: Projects) -> None:
    if len(paths) != 1 or not _is_form(paths[0], projects.of(paths[0]).registry):
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
