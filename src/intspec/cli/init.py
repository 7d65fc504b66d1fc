"""`intspec init`: a specification to start from, with comments that teach."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from intspec.api import check_bytes
from intspec.checklists import Checklist, Item
from intspec.cli.common import known_checklists, note, report_failures
from intspec.cli.documents import deliver
from intspec.cli.options import GroupedCommand
from intspec.cli.outputs import keep_apart, stay_inside
from intspec.cli.project import Projects, project_options
from intspec.cli.schema import schema_text
from intspec.reading import Unreadable
from intspec.reading.open_file import file_bytes
from intspec.schema.generating import SPECIFICATION_ID
from intspec.text.names import slug
from intspec.writing import is_stream

SCHEMA_FILE = "intspec-1.0.schema.json"
EPILOG = """\b
Examples:
  intspec init
  intspec init trial.intspec.yaml
  intspec init trial.intspec.yaml --from-checklist tidier"""
STARTER = """\
# yaml-language-server: $schema={schema}
# A specification of one study's interventions, comparator included. It can be checked at
# any time, and what is still missing is listed:  intspec check {name}
# Write one key a line, and put a text that holds ": " or " #" in quotes. What else goes wrong in
# YAML, and what intspec says of it, is on the page docs/guide/yaml.md of its documentation.
# Lines that begin with # are comments. Replace what is in <…>; `intspec explain tidier 3` (or any
# other item) says what is asked, with an example. All but id, title, stage and one arm is optional.
intspec: "1.0"
id: {id}
title: <Title of the study>
stage: protocol            # protocol, ongoing or results: what cannot be known yet is not asked for
language: en
checklists: [{checklist}]

# What arms share stands in catalogues, once, under a key of its own; arms name the key.
# providers:
#   nurse:
#     kind: nurse
#     background: <profession and experience>
#     training:
#       given: true
#       content: <what was taught>
#       length: P2D
# materials:
#   handbook:
#     name: <…>
#     audience: [providers]
#     access:
#       how: on-request
#       where: <address>
# settings:
#   ward:
#     kind: <kind of place>
#     infrastructure: <what it must have>

interventions:
  intervention:
    role: experimental     # or active-comparator, placebo, sham, attention-control, usual-care, …
    name: <Brief name of the intervention>
    # rationale:
    #   goal: <what it aims at>
    #   mechanism: <how it is thought to work>
    # providers: [nurse]
    # materials: [handbook]
    # settings: [ward]
    # procedures:
    #   first-visit:
    #     description: <what is done>
    #     order: 1
    #     providers: [nurse]
    # delivery: {{mode: [face-to-face], grouping: individual}}
    # schedule:            # durations: P10W is ten weeks, PT45M is 45 minutes
    #   course:
    #     duration: P10W
    #     frequency: {{times: 1, per: P1W}}
    #     session_length: {{min: PT45M, max: PT60M}}
    # tailoring: {{planned: false}}
    # fidelity: {{assessed: false}}
  comparator:
    role: usual-care
    name: <What the others receive>

# What you cannot report is declared, with a reason that is printed in every form:
# declarations:
#   - about: tidier/materials-access
#     arm: intervention
#     state: not-shareable
#     reason: <why>
"""


@click.command(cls=GroupedCommand, epilog=EPILOG)
@click.argument("path", default="study.intspec.yaml", metavar="[FILE]")
@click.option(
    "--from-checklist",
    "checklist",
    metavar="ID",
    help="Go through the items of this checklist, each with its question and an example.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
@project_options
def command(path: str, checklist: str | None, *, force: bool) -> int:
    """Write a specification to start from, and beside it the schema that editors complete from."""
    registry = Projects().of().registry
    target = Path(path)
    if is_stream(path):
        message = f"`{path}` is no file, and init writes two beside one another: name a file"
        raise click.UsageError(message)
    if target.exists() and not force:
        message = f"`{path}` is there already; give another name, or --force to overwrite it"
        raise click.UsageError(message)
    if not target.parent.is_dir():
        message = f"there is no folder `{target.parent}`"
        raise click.UsageError(message)
    schema = target.parent / SCHEMA_FILE
    keep_apart((path, str(schema)))
    _keep_schema(schema, force=force)
    checklist = next(iter(known_checklists(registry, (checklist,) if checklist else ())), None)
    text = STARTER.format(
        schema=SCHEMA_FILE,
        name=target.name,
        id=slug(target.name.partition(".")[0]) or "study",
        checklist=checklist or "tidier",
    )
    walked = registry.checklist(checklist) if checklist else None
    if walked is not None:
        text += "\n" + "\n".join(_walk(walked)) + "\n"
    deliver(text, path)
    deliver(schema_text("specification", registry), str(schema))
    note(f"wrote {path} and {schema}")
    diagnostics = check_bytes(text.encode(), path=path, registry=registry).report.diagnostics
    gaps = sum(1 for diagnostic in diagnostics if diagnostic.severity != "note")
    note(
        f"next: fill in what is in <…>, then `intspec check {path}`, which lists what is missing: "
        f"{gaps} findings in the empty form"
    )
    return report_failures(registry)


def _keep_schema(schema: Path, *, force: bool) -> None:
    """Refuse to write the schema in the place of something else: the user did not name it.

    Raises:
        click.UsageError: A file that is no schema of intspec's is there.
        RunError: A link, a pipe or a device is there (exit code 2).
    """
    stay_inside([str(schema)])
    if not schema.exists() or force:
        return
    try:
        there = file_bytes(str(schema))
    except Unreadable:
        there = b""
    if SPECIFICATION_ID.encode() not in there:
        message = (
            f"`{schema}` is there already, and no schema of intspec's: move it, or give --force to "
            "overwrite it"
        )
        raise click.UsageError(message)


def _walk(checklist: Checklist) -> Iterator[str]:
    yield f"# {checklist.label}, item by item. Each example can be copied and changed."
    for item in checklist.items:
        yield "#"
        yield f"# {item.number}. {item.title}"
        yield from _item(checklist, item)


def _item(checklist: Checklist, item: Item) -> Iterator[str]:
    shown: set[str] = set()
    for part in checklist.parts[item.id]:
        level = " (recommended)" if part.part.level == "recommended" else ""
        yield from _comment(f"- {part.part.asks}{level}", "#    ")
        if part.part.yaml and part.part.yaml not in shown:
            shown.add(part.part.yaml)
            for line in part.part.yaml.strip().splitlines():
                yield f"#        {line}"


def _comment(text: str, prefix: str) -> Iterator[str]:
    yield from textwrap.wrap(text, 96, initial_indent=prefix, subsequent_indent=prefix + "  ")
