"""`intspec render`: the tables and forms of a specification."""

from typing import Any

import click

from intspec.api import load_registry
from intspec.checklists import Checklist
from intspec.cli.common import known_checklists, report_failures
from intspec.cli.documents import check_one, choose_renderer, deliver, run_renderer
from intspec.plugins import Registry
from intspec.views import VIEWS, build_view

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
    renderer = choose_renderer(registry, options["fmt"], options["output"])
    extra = (options["checklist"],) if options["checklist"] else ()
    known_checklists(registry, extra)
    checked = check_one(options["path"], registry, stage=options["stage"], checklists=extra)
    checklist = _choose(checked.checklists, options["checklist"], registry)
    view = build_view(options["view"], checked.spec, checked.report, checklist)
    deliver(run_renderer(renderer, view), options["output"])
    return report_failures(registry)


def _choose(loaded: tuple[Checklist, ...], wanted: str | None, registry: Registry) -> Checklist:
    for checklist in loaded:
        if wanted in (None, checklist.id):
            return checklist
    known = ", ".join(registry.checklist_ids)
    message = f"the document claims no checklist: give --checklist ID (installed: {known})"
    raise click.UsageError(message)
