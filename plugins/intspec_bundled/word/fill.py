"""`intspec fill`: a user's own copy of a checklist form, filled in from a specification."""

from typing import Any

import click

from intspec import CommandContext, pass_command_context

UNPLACED = 1
UNREADABLE = 2
EPILOG = """\b
What is filled:
  each row of an item gets where the item is reported, in few words: places in the primary paper,
  other documents, N/A where it is declared not to apply, with the reason where the form asks for
  it; a column for an arm gets what is said of that arm; the rows for the registration and the
  protocol get theirs. What is located nowhere stays blank, and is counted. The form's formatting
  stays; lines to write on and prompts go; nothing else in the file changes. An answer
  that somebody wrote into the form stays too, and is named. A form whose labels are not those of
  the guideline is refused, whatever it is called.

\b
Exit codes:
  0  every answer has its place in the form
  1  some answer could not be placed: the form lacks the item, locks the cell, has another answer
     or another label
  2  the form or the specification cannot be read, or the form is not that of the checklist

\b
Examples:
  intspec fill TIDieR-Checklist.docx trial.intspec.yaml -o filled.docx
  intspec fill consort.docx trial.intspec.yaml --checklist consort-2025 -o filled.docx
  intspec fill form.docx trial.intspec.yaml -o filled.docx --gaps gaps.docx"""


@click.command(epilog=EPILOG)
@click.argument("form", metavar="FORM.docx")
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
@click.option(
    "--stage",
    type=click.Choice(["protocol", "ongoing", "results"]),
    help="Judge at this stage, in place of the document's own.",
)
@pass_command_context()
def command(context: CommandContext, **options: Any) -> int:
    """Fill in a checklist form (.docx) with where each item is reported."""
    # The list of commands imports this module, and must stay quick.
    from intspec_bundled.word.form_answers import (  # noqa: PLC0415
        FillError,
        Wishes,
        fill_form,
        gaps_view,
    )

    for name, of in (("form", "the form"), ("gaps", "the gaps")):
        if options[name] == "-":
            message = f"`-` is a stream: name the file of {of}; `./-` is one that is called `-`"
            raise click.UsageError(message)
    registry = context.registry
    checklist_id = options["checklist"]
    if checklist_id is not None and checklist_id not in registry.checklist_ids:
        installed = ", ".join(registry.checklist_ids)
        message = f"the checklist `{checklist_id}` is not installed; installed: {installed}"
        raise click.UsageError(message)
    extra = (checklist_id,) if checklist_id else ()
    checked = context.check(options["path"], stage=options["stage"], checklists=extra)
    if not checked.checklists:
        installed = ", ".join(registry.checklist_ids)
        message = f"the document claims no checklist: give --checklist ID (installed: {installed})"
        raise click.UsageError(message)
    wishes = Wishes(options["overwrite"], checklist_id, options["force"])
    installed_ones = (registry.checklist(name) for name in registry.checklist_ids)
    known = [checklist for checklist in installed_ones if checklist is not None]
    try:
        filled, tally = fill_form(options["form"], checked, known, wishes)
        wanted = options["gaps"] is not None
        gaps = gaps_view(checked, tally.checklists) if wanted else None
    except FillError as error:
        context.fail(str(error), UNREADABLE)
    inputs = (options["form"], options["path"])
    report = context.render(gaps, options["gaps"]) if gaps is not None else None
    context.deliver(filled, options["output"], inputs)
    if report is not None:
        context.deliver(report, options["gaps"], inputs)
    for line in (*tally.notes, *tally.unplaced, *tally.left_blank, tally.summary):
        context.note(line)
    return UNPLACED if tally.unplaced else 0
