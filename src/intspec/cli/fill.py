"""`intspec fill`: a user's own copy of a checklist form, filled in from a specification."""

from typing import Any

import click

from intspec.cli.common import STDIN, known_checklists, no_guideline, note, report_failures
from intspec.cli.documents import check_one, choose_renderer, deliver, run_renderer, settle_formats
from intspec.cli.form_filling import Wishes, fill_form, gaps_view
from intspec.cli.options import GroupedCommand
from intspec.cli.outputs import keep_apart
from intspec.cli.project import Projects, project_options, stage_option
from intspec.file_kinds import DATA_ENDINGS, has_ending
from intspec.text.terminal import unbroken

UNPLACED = 1
EPILOG = """\b
What is filled:
  each row of an item gets where the item is reported, in few words: places in the primary paper,
  other documents, N/A where it is declared not to apply, with the reason where the form asks for
  it; a column for an arm gets what is said of that arm; the rows for the registration and the
  protocol get theirs. What is located nowhere stays blank, and is counted. The form's formatting
  stays; lines to write on and prompts go; no other cell and no other part of the file changes. An
  answer that somebody wrote into the form stays too, and is named. A form whose labels are not
  those of the guideline is refused, whatever it is called.

\b
Exit codes:
  0  every answer has its place in the form
  1  some answer could not be placed: the form lacks the item, locks the cell, has a formula,
     another answer or another label there
  2  the form or the specification cannot be read, or the form is not that of the checklist

\b
Examples:
  intspec fill TIDieR-Checklist.docx trial.intspec.yaml -o filled.docx
  intspec fill TIDieR-Checklist.xlsx trial.intspec.yaml -o filled.xlsx
  intspec fill consort.docx trial.intspec.yaml --checklist consort-2025 -o filled.docx
  intspec fill form.docx trial.intspec.yaml -o filled.docx --gaps gaps.docx"""


@click.command(cls=GroupedCommand, epilog=EPILOG)
@click.argument("form", metavar="FORM")
@click.argument("path", metavar="SPEC")
@click.option("-o", "--output", metavar="FILE", help="Write the filled form to a file.")
@click.option("--checklist", metavar="ID", help="The guideline of the form; else those claimed.")
@click.option(
    "--gaps",
    metavar="FILE",
    help="Write what is declared and what is missing beside the form: gaps.docx, gaps.md.",
)
@click.option("--overwrite", is_flag=True, help="Replace answers that are in the form already.")
@click.option(
    "--force",
    is_flag=True,
    help="Fill a form that is not recognised: the rows whose labels agree, and no other.",
)
@stage_option
@project_options
def command(**options: Any) -> int:
    """Fill in a checklist form (.docx, .xlsx) with where each item is reported.

    FORM is your own copy of the form; it stays as it is, and the filled one is written to FILE.
    """
    form, path = options["form"], options["path"]
    for name, of in (("form", "the form"), ("gaps", "the gaps")):
        if options[name] == STDIN:
            message = f"`-` is a stream: name the file of {of}; `./-` is one that is called `-`"
            raise click.UsageError(message)
    project = Projects().of(path)
    if options["gaps"] is not None:
        keep_apart((options["output"], options["gaps"]), (form, path))
    registry = project.registry
    forms = [suffix for one in registry.importers.values() for suffix in one.suffixes]
    if has_ending(form, DATA_ENDINGS) and has_ending(path, {*forms}.difference(DATA_ENDINGS)):
        message = f"the form comes first: `intspec fill {unbroken(path)} {unbroken(form)}`"
        raise click.UsageError(message)
    wanted = options["checklist"]
    extra = known_checklists(registry, (wanted,) if wanted else ())
    checked = check_one(
        path,
        registry,
        stage=options["stage"],
        checklists=(*project.checklists, *extra),
        overrides=project.overrides,
    )
    if not checked.checklists:
        installed = ", ".join(registry.checklist_ids)
        remedy = f"give --checklist ID (installed: {installed})"
        raise no_guideline(checked.report, registry, remedy)
    wishes = Wishes(options["overwrite"], next(iter(extra), None), options["force"])
    filled, tally = fill_form(form, checked, registry, wishes)
    report = None
    if options["gaps"] is not None:
        gaps = gaps_view(checked, tally.checklists)
        renderer = choose_renderer(registry, None, options["gaps"])
        of_formats = settle_formats([renderer], {}, project)
        report = run_renderer(renderer, gaps, of_formats.get(renderer.format))
    deliver(filled, options["output"], (form, path))
    if report is not None:
        deliver(report, options["gaps"], (form, path))
    for line in (*tally.notes, *tally.unplaced, *tally.left_blank, tally.summary):
        note(line)
    return max(UNPLACED if tally.unplaced else 0, report_failures(registry))
