"""`intspec compare`: the interventions of several studies beside one another."""

from collections import Counter
from typing import Any, get_args

import click

from intspec.checklists import Checklist
from intspec.cli.common import STDIN, known_checklists, report_failures
from intspec.cli.documents import (
    check_one,
    choose_renderer,
    deliver,
    page_options,
    run_renderer,
    settle_formats,
    tell_gaps,
    tell_written,
    with_caption,
)
from intspec.cli.options import GroupedCommand
from intspec.cli.project import Projects, project_options
from intspec.model import Role
from intspec.plugins import Registry
from intspec.views import Gaps
from intspec.views.document import CheckedDocument
from intspec.views.trials_view import Study, trials_view

LEAST = 2
EPILOG = """\b
For the studies, and for their interventions: how far each item is reported, and what is described
of it. A study that does not claim the guideline is not judged by it, and only described. --long
gives one table with a row for each intervention and part, as reviewers extract it.

\b
Examples:
  intspec compare walking.intspec.yaml swimming.intspec.yaml -o table.docx
  intspec compare trials/*.intspec.yaml --role experimental -o interventions.html
  intspec compare trials/*.intspec.yaml -o table.docx --number S1 --template journal.docx
  intspec compare trials/*.intspec.yaml --long -o extraction.csv"""


@click.command(cls=GroupedCommand, epilog=EPILOG)
@click.argument("paths", metavar="SPEC...", nargs=-1, required=True)
@click.option("--checklist", metavar="ID", help="The guideline whose items are the rows.")
@click.option(
    "--role",
    "roles",
    type=click.Choice(get_args(Role)),
    multiple=True,
    help="Show arms of this role alone. May be repeated.",
)
@click.option("--long", "long", is_flag=True, help="One table: a row for each part of each arm.")
@click.option(
    "--gaps",
    type=click.Choice(get_args(Gaps)),
    default="none",
    show_default=True,
    help="What the descriptions show of what is missing: nothing, a sign, or all in its place.",
)
@click.option("--to", "fmt", metavar="FORMAT", help="The format; else by the file's ending.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
@page_options
@project_options
def command(**options: Any) -> int:
    """Lay the interventions of several studies beside one another, item by item."""
    paths = options["paths"]
    if STDIN in paths:
        message = "`-` is a stream: name the files of the studies; `./-` is one that is called `-`"
        raise click.UsageError(message)
    if len(set(paths)) < LEAST:
        message = (
            "name the files of two studies or more; the arms of one study are compared by "
            "`intspec render --view comparison`"
        )
        raise click.UsageError(message)
    projects = Projects()
    project = projects.of(paths[0])
    registry = project.registry
    renderer = choose_renderer(registry, options["fmt"], options["output"])
    of_formats = settle_formats([renderer], options, project)
    documents = [_checked(path, projects) for path in dict.fromkeys(paths)]
    checklist = _choose(documents, options["checklist"], registry)
    studies = [
        Study(one.spec, one.report, checklist.id in {claimed.id for claimed in one.checklists})
        for one in documents
    ]
    view = trials_view(
        studies,
        checklist,
        roles=frozenset(options["roles"]),
        gaps=options["gaps"],
        long=options["long"],
    )
    view = with_caption(view, options)
    content = run_renderer(renderer, view, of_formats.get(renderer.format))
    deliver(content, options["output"], paths)
    tell_written(options["output"])
    tell_gaps(view)
    return report_failures(registry)


def _checked(path: str, projects: Projects) -> CheckedDocument:
    project = projects.of(path)
    return check_one(
        path, project.registry, checklists=project.checklists, overrides=project.overrides
    )


def _choose(documents: list[CheckedDocument], wanted: str | None, registry: Registry) -> Checklist:
    """Return the guideline asked for; else the one that most studies claim, the first of equals."""
    if wanted is not None:
        (name,) = known_checklists(registry, (wanted,))
        checklist = registry.checklist(name)
        if checklist is not None:
            return checklist
    claimed = [checklist for one in documents for checklist in one.checklists]
    if not claimed:
        message = "none of the studies claims a checklist: give --checklist ID"
        raise click.UsageError(message)
    ((name, _count),) = Counter(checklist.id for checklist in claimed).most_common(1)
    return next(checklist for checklist in claimed if checklist.id == name)
