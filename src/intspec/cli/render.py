"""`intspec render`: the tables and forms of a specification."""

from typing import Any, get_args

import click

from intspec.checklists import Checklist
from intspec.cli.common import (
    STDIN,
    known_checklists,
    no_guideline,
    note,
    refuse_dash,
    report_failures,
)
from intspec.cli.documents import (
    check_one,
    choose_renderer,
    choose_view,
    deliver,
    make_view,
    page_options,
    run_renderer,
    settle_formats,
    tell_gaps,
    tell_left_out,
    tell_written,
)
from intspec.cli.options import GroupedCommand
from intspec.cli.project import (
    Projects,
    project_options,
    stage_option,
    traceback_option,
)
from intspec.cli.vocabularies import vocabulary_option
from intspec.plugins import Registry
from intspec.views import OF_ONE_GUIDELINE, VIEWS, Gaps
from intspec.views.document import CheckedDocument

EPILOG = """\b
Views:
  checklist    item by item, where it is reported (the form that journals ask for)
  description  item by item, what was done, one column per arm (the table in the paper)
  comparison   item by item, what all arms have in common and in what they differ
  text         the interventions in running text, within a limit of words (--words 300)
  registry     arms and interventions in texts as short as trial registries ask
  gaps         what to add, in words that can be pasted to an author
  timeline     a figure: the phases and sessions of each arm along time
  pat-plot     a figure: the materials and procedures of each arm, and when
  matrix       a figure: the state of each item, arm by arm

\b
Examples:
  intspec render trial.intspec.yaml
  intspec render trial.intspec.yaml --view checklist -o checklist.html
  intspec render trial.intspec.yaml --view gaps --to markdown
  intspec render trial.intspec.yaml --view text --words 300
  intspec render trial.intspec.yaml --all tables/             # every view, every format
  intspec render trial.intspec.yaml --all tables/ --to docx --to pdf
  intspec render trial.intspec.yaml -o table2.docx --number 2 --template journal.docx
  intspec render trial.intspec.yaml --check table.html        # 1 when table.html is stale
  intspec render trial.intspec.yaml --all tables/ --check

--all names the files ID-VIEW.ENDING; checklist, gaps and matrix are written once for each guideline
that the document claims, as ID-VIEW-GUIDELINE.ENDING. Exit codes: 0 written or up to date, 1 stale,
2 unreadable or wrong usage, 3 a format failed or needs something that is not installed."""


class _ViewNames(click.Choice):  # type: ignore[type-arg]  # click 8.1 has no parameter
    """The names of views; those of plugins are known when the plugins are loaded."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take any name: `choose_view` refuses one that there is not."""
        known = value.casefold() in map(str.casefold, self.choices)
        return super().convert(value, param, ctx) if known else value


@click.command(cls=GroupedCommand, epilog=EPILOG)
@click.argument("path", metavar="SPEC", required=False)
@click.option(
    "--view",
    "views",
    type=_ViewNames(list(VIEWS)),
    multiple=True,
    help="What to show: description by default, every view of these with --all. Plugins may have "
    "others: see `intspec plugins`.",
)
@click.option(
    "--to",
    "formats",
    metavar="FORMAT",
    multiple=True,
    help="The format; else by the file's ending. May be repeated with --all.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
@click.option(
    "--gaps",
    type=click.Choice(get_args(Gaps)),
    default="none",
    show_default=True,
    help="What a description and a comparison show of what is missing: nothing, a sign with a list "
    "under the table, or all in its place.",
)
@click.option(
    "--words",
    type=click.IntRange(min=1),
    metavar="COUNT",
    help="The most words that a text may have: detail is left out step by step, and told.",
)
@click.option(
    "--all",
    "folder",
    metavar="DIR",
    callback=refuse_dash,
    help="Write every view in every format to a folder.",
)
@click.option(
    "--check",
    metavar="[FILE]",
    is_flag=False,
    flag_value="",
    help="Write nothing: compare with FILE, or with what --all or -o would write.",
)
@page_options
@click.option("--checklist", metavar="ID", help="The guideline; the first one claimed by default.")
@stage_option
@vocabulary_option
@traceback_option
@project_options
def command(**options: Any) -> int:
    """Render a specification: as a checklist, a table, a gap report or a figure."""
    _settle(options)
    project = Projects(options["vocabularies"]).of(options["path"])
    registry = project.registry
    options["views"] = tuple(choose_view(name, registry) for name in options["views"])
    wanted = options["checklist"]
    extra = known_checklists(registry, (wanted,) if wanted else ())
    wanted = extra[0] if extra else None
    output = options["output"]
    formats = options["formats"]
    if options["folder"] is None:
        renderers = [choose_renderer(registry, formats[0] if formats else None, output)]
    else:
        renderers = [choose_renderer(registry, name, None) for name in dict.fromkeys(formats)]
        renderers = renderers or list(registry.renderers.values())
    of_formats = settle_formats(renderers, options, project)
    checked = check_one(
        options["path"],
        registry,
        stage=options["stage"],
        checklists=(*project.checklists, *extra),
        overrides=project.overrides,
    )
    checklist = _choose(checked, wanted, registry)
    code = 0
    if options["folder"] is not None or options["check"] is not None:
        from intspec.cli.render_set import compare, plan, write  # noqa: PLC0415 -- start-up

        claimed = (checklist,) if wanted else checked.checklists
        files = plan(checked, claimed, renderers, {**options, "registry": registry}, of_formats)
        act = write if options["check"] is None else compare
        code = act(files, by_name=bool(formats) or options["folder"] is None)
    else:
        kind = (*options["views"], "description")[0]
        view = make_view(kind, checked, checklist, options, registry)
        content = run_renderer(renderers[0], view, of_formats.get(renderers[0].format))
        deliver(content, output, [options["path"]])
        tell_written(output)
        tell_gaps(view)
        tell_left_out(view)
        _tell_others(kind, checklist, checked.checklists, wanted)
    return max(code, report_failures(registry))


def _settle(options: dict[str, Any]) -> None:
    """Settle what the options mean together.

    Raises:
        click.UsageError: They contradict one another.
    """
    checks = options["check"] is not None
    target = options["output"] or options["folder"]
    if checks and options["check"] and target:
        # `--all DIR --check SPEC`: what follows --check can only be the document.
        if options["path"] is not None:
            message = "with --all or -o, --check takes no file: it compares what they name"
            raise click.UsageError(message)
        options["path"] = options["check"]
    elif checks and options["check"]:
        options["output"] = options["check"]
    elif checks and not target:
        message = "--check needs the file to compare with: --check FILE, or --all DIR --check"
        raise click.UsageError(message)
    if checks and options["output"] == STDIN:
        message = "--check compares with a file, and `-` is none: name it; `./-` is one called `-`"
        raise click.UsageError(message)
    if options["path"] is None:
        message = f"give the specification to render, or {STDIN} for stdin"
        raise click.UsageError(message)
    if options["folder"] is None:
        for name, option in (("views", "--view"), ("formats", "--to")):
            if len(options[name]) > 1:
                message = f"{option} is given more than once: that needs --all DIR"
                raise click.UsageError(message)
    elif options["output"] is not None:
        message = "--all names the files itself: leave out -o"
        raise click.UsageError(message)


def _choose(checked: CheckedDocument, wanted: str | None, registry: Registry) -> Checklist:
    for checklist in checked.checklists:
        if wanted in (None, checklist.id):
            return checklist
    known = ", ".join(registry.checklist_ids)
    raise no_guideline(checked.report, registry, f"give --checklist ID (installed: {known})")


def _tell_others(
    kind: str, checklist: Checklist, claimed: tuple[Checklist, ...], wanted: str | None
) -> None:
    """Say on stderr which guidelines the document claims beside the one that a view is of."""
    others = ", ".join(f"`{one.id}`" for one in claimed if one.id != checklist.id)
    if others and wanted is None and kind in OF_ONE_GUIDELINE:
        note(
            f"this is by `{checklist.id}` alone; the document claims {others} too: "
            "name one with --checklist, or write all with --all DIR"
        )
