"""`intspec import`: a draft specification from a filled form, and what became of each answer."""

import json
from pathlib import Path
from typing import Any

import attrs
import click

from intspec.cli.common import RunError, known_checklists, note, report_failures
from intspec.cli.documents import deliver
from intspec.cli.forms import checklists_of, form_at, importer_of, read_filled
from intspec.cli.options import GroupedCommand
from intspec.cli.project import Projects, project_options
from intspec.forms.draft import Draft, Entry, draft, file_stem
from intspec.forms.read import Filled
from intspec.plugins import Registry
from intspec.text.terminal import cut, one_line
from intspec.writing import is_stream

EPILOG = """\b
Examples:
  intspec import TIDieR-checklist.docx -o trial.intspec.yaml
  intspec import forms/ --explain-form
  intspec import form.docx --checklist tidier > trial.intspec.yaml
  intspec import table.xlsx -o trial.intspec.yaml --report json > report.json

Nothing is invented and nothing is lost: what has no place in a specification is kept under
`notes`, and the report names it. Lines that begin with "# DECIDE" wait for you."""
MARKS = {"sure": "sure", "likely": "likely", "unsure": "unsure: look"}
WIDTH = 72


@click.command(cls=GroupedCommand, epilog=EPILOG)
@click.argument("path", metavar="FILE")
@click.option("-o", "--output", metavar="FILE", help="Write the draft to a file, not to stdout.")
@click.option(
    "--checklist", metavar="ID", help="The guideline of the form, if it is not recognised."
)
@click.option(
    "--report",
    "fmt",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report, on stderr, or to --report-file.",
)
@click.option("--report-file", metavar="FILE", help="Write the report, in full, to a file.")
@click.option("--verbose", "-v", is_flag=True, help="Report every answer, sure ones too.")
@click.option("--force", is_flag=True, help="Overwrite a draft that is there.")
@click.option(
    "--explain-form",
    is_flag=True,
    help="Make no draft: say by what a form, or each form of a folder, is recognised.",
)
@project_options
def command(**options: Any) -> int:
    """Make a draft specification of a filled form: a checklist, or a table of descriptions.

    Reads Word, Excel and CSV files. The draft is YAML; the report says of each answer where it
    came from, what it became, and how sure that is.
    """
    path, output = options["path"], options["output"]
    kept = output is not None and not is_stream(output)
    if kept and Path(output).exists() and not options["force"]:
        message = f"`{output}` is there already; give another name, or --force to overwrite it"
        raise click.UsageError(message)
    registry = Projects().of(path).registry
    wanted = options["checklist"]
    wanted = next(iter(known_checklists(registry, (wanted,) if wanted else ())), None)
    if options["explain_form"]:
        return _explain_forms(path, registry, wanted)
    filled = read_filled(path, registry, wanted)
    drafted = draft(filled, file_stem(path))
    deliver(drafted.text(_head(path, drafted)), output, (path,))
    if options["fmt"] == "json":
        report = as_json(path, filled, drafted)
    else:
        full = options["verbose"] or options["report_file"] is not None
        report = as_text(path, filled, drafted, full=full)
    if options["report_file"]:
        deliver(report.encode("utf-8", "backslashreplace"), options["report_file"], (path,))
    else:
        for line in report.removesuffix("\n").split("\n"):
            note(line)
    if kept:
        note(f"next: decide what is marked DECIDE, then `intspec check {output}`")
    return report_failures(registry)


def _explain_forms(path: str, registry: Registry, wanted: str | None) -> int:
    """Print the evidence by which a form, or each form of a folder, is recognised."""
    from intspec.cli.form_survey import survey  # noqa: PLC0415 -- start-up

    folder = Path(path)
    paths = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
    forms = [str(one) for one in paths if one.is_file() and importer_of(str(one), registry)]
    checklists = checklists_of(registry)
    code = 0
    for one in forms if folder.is_dir() else [path]:
        name = one_line(one)
        try:
            lines = list(survey(form_at(one, registry), checklists, wanted))
        except RunError as error:
            code = max(code, error.code)
            lines = [str(error)]
        deliver("".join(f"{line}\n" for line in (name, *(f"  {x}" for x in lines))), None)
    return max(code, report_failures(registry))


def _head(path: str, drafted: Draft) -> tuple[str, ...]:
    return (
        f"A draft, made from `{one_line(Path(path).name)}` by `intspec import`.",
        f"{_counted(drafted.entries)}.",
        "Lines marked DECIDE wait for a person. `intspec explain` says what an item asks for.",
    )


def _counted(entries: list[Entry]) -> str:
    numbers = {mark: sum(1 for e in entries if e.sure == mark) for mark in MARKS}
    return f"{numbers['sure']} sure, {numbers['likely']} likely, {numbers['unsure']} to look at"


def as_text(path: str, filled: Filled, drafted: Draft, *, full: bool = True) -> str:
    """Write the report for people.

    Args:
        path: The form as the user named it.
        filled: The form, read.
        drafted: The draft.
        full: Whether to tell of every answer, and not only of those that need a look.
    """
    choices = filled.identity.choices
    known = "; ".join(f"{choice.checklist.label} (by {choice.why})" for choice in choices)
    lines = [f"{one_line(path)}: {known or 'no known guideline'}"]
    if (refusal := filled.refusal) is not None:
        lines.append(refusal.message)
        lines.append("give --checklist ID if it is the form of one; all words are under `notes`")
    if not all(choice.agrees for choice in choices):
        lines.append("its labels are not those of the guideline: look at each answer")
    lines.append("")
    for entry in drafted.entries:
        if entry.sure == "sure" and not full:
            continue
        place = f"{entry.where}, item {entry.item}" if entry.item else entry.where
        said = f' "{cut(one_line(entry.said), WIDTH)}"' if entry.said.strip() else ""
        lines.append(f"{MARKS[entry.sure]}: {place}{said}")
        lines.append(
            f"    became {one_line(entry.became)}" if entry.pointer else f"    {entry.became}"
        )
    unknown = [
        row.number
        for row in filled.items
        if row.item is None and row.checklist is not None and row.checklist.file.leaves_out
    ]
    if unknown:
        numbers = ", ".join(dict.fromkeys(unknown))
        lines.append(f"not judged here, kept under `notes` where answered: items {numbers}")
    lines += ["", _counted(drafted.entries)]
    hidden = sum(entry.sure == "sure" for entry in drafted.entries)
    if hidden and not full:
        lines.append(f"{hidden} sure ones are not listed; --verbose lists them")
    return "".join(f"{line}\n" for line in lines)


def as_json(path: str, filled: Filled, drafted: Draft) -> str:
    """Write the report for programs."""
    choices = filled.identity.choices
    choice = filled.choice
    data = {
        "format": "intspec-import/1",
        "path": path,
        "checklist": choice.checklist.id if choice else None,
        "recognised_by": choice.why if choice else None,
        "checklists": {choice.checklist.id: choice.why for choice in choices},
        "entries": [attrs.asdict(entry) for entry in drafted.entries],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
