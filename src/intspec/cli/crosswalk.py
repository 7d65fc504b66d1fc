"""`intspec crosswalk`: which items of several guidelines the same content answers."""

from collections.abc import Iterator
from typing import Any

import click

from intspec.checklists import Checklist
from intspec.checklists.crosswalk import crosswalk
from intspec.cli.common import STDIN, known_checklists, report_failures, say
from intspec.cli.documents import (
    check_one,
    choose_renderer,
    deliver,
    page_options,
    run_renderer,
    settle_formats,
    tell_written,
    with_caption,
)
from intspec.cli.options import GroupedCommand
from intspec.cli.project import Projects, project_options
from intspec.cli.root import columns as terminal_width
from intspec.plugins import Registry
from intspec.process import stdout
from intspec.text.terminal import columns, cut, one_line, pad
from intspec.views.crosswalk_view import crosswalk_view
from intspec.views.table import Table, View

EPILOG = """\b
Examples:
  intspec crosswalk trial.intspec.yaml
  intspec crosswalk trial.intspec.yaml --by consort-2025
  intspec crosswalk                             # all installed guidelines, without a document
  intspec crosswalk trial.intspec.yaml -o crosswalk.html"""
LEAST = 12


@click.command(cls=GroupedCommand, epilog=EPILOG)
@click.argument("path", metavar="[SPEC]", required=False)
@click.option("--by", metavar="ID", help="The guideline whose items are the rows.")
@click.option(
    "--checklist", "checklists", multiple=True, metavar="ID", help="Show this one as well."
)
@click.option("--all", "every", is_flag=True, help="Show all installed guidelines.")
@click.option("--to", "fmt", metavar="FORMAT", help="Write as this format, such as markdown.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file; its ending is the format.")
@page_options
@project_options
def command(**options: Any) -> int:
    """Show which items of several guidelines the same content answers.

    The rows are the items of one guideline, TIDieR where it is claimed; the columns are the other
    guidelines that the document claims. The states are those of `intspec check`, and below the
    table stands each gap that leaves items of several guidelines open.
    """
    project = Projects().of(options["path"] or STDIN)
    registry = project.registry
    named = options["checklists"]
    by = options["by"]
    extra = known_checklists(registry, (*named, *((by,) if by else ())))
    by = extra[-1] if by else None
    report = None
    if options["path"] is not None:
        checked = check_one(
            options["path"],
            registry,
            checklists=(*project.checklists, *extra),
            overrides=project.overrides,
        )
        report, names = checked.report, [checklist.id for checklist in checked.checklists]
    else:
        names = list(extra) if options["checklists"] else registry.checklist_ids
    if options["every"]:
        names = list(dict.fromkeys([*names, *registry.checklist_ids]))
    base, others = _sort(_load(registry, names), by)
    table = crosswalk(base, others)
    for fault in table.faults:
        owner = registry.owner(fault.partition("/")[0])
        if owner is not None:
            owner.fail("intspec_checklists", fault)
    view = crosswalk_view(table, report)
    if options["fmt"] or options["output"]:
        renderer = choose_renderer(registry, options["fmt"], options["output"])
        of_formats = settle_formats([renderer], options, project)
        view = with_caption(view, options)
        content = run_renderer(renderer, view, of_formats.get(renderer.format))
        deliver(content, options["output"], filter(None, [options["path"]]))
        tell_written(options["output"])
    else:
        say("\n".join(_text(view)))
    return report_failures(registry)


def _load(registry: Registry, names: list[str]) -> list[Checklist]:
    checklists = [registry.checklist(name) for name in names if name in registry.checklist_ids]
    loaded = [checklist for checklist in checklists if checklist is not None]
    if not loaded:
        message = "the document claims no checklist: give --checklist ID, or --all"
        raise click.UsageError(message)
    return loaded


def _sort(loaded: list[Checklist], by: str | None) -> tuple[Checklist, list[Checklist]]:
    leading = [checklist for checklist in loaded if checklist.file.leads]
    base = (leading or loaded)[0]
    if by is not None:
        base = next(checklist for checklist in loaded if checklist.id == by)
    return base, [checklist for checklist in loaded if checklist is not base]


def _text(view: View) -> Iterator[str]:
    width = terminal_width(100) if stdout().isatty() else 100
    yield one_line(view.title)
    yield from view.notices
    for table in view.tables:
        yield ""
        yield from _table(table, width)
    for notes in view.notes:
        if notes.notes:
            yield ""
            yield f"{notes.title}:"
            for note in notes.notes:
                yield from click.wrap_text(
                    one_line(note.text), width, initial_indent="  ", subsequent_indent="    "
                ).splitlines()


def _table(table: Table, width: int) -> Iterator[str]:
    """Print a table: columns as wide as they need, the widest one cut where there is no room."""
    heads = [one_line(column.title) for column in table.columns]
    cells = [[one_line(cell.plain) for cell in row.cells] for row in table.rows]
    widths = [max(columns(row[n]) for row in [heads, *cells]) for n in range(len(heads))]
    while sum(widths) + 2 * len(widths) > width and max(widths) > LEAST:
        widths[widths.index(max(widths))] -= 1
    for row in [heads, *cells]:
        shown = [pad(cut(text, w), w) for text, w in zip(row, widths, strict=True)]
        yield "  ".join(["", *shown]).rstrip()
