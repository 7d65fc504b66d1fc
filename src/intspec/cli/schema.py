"""`intspec schema`: the JSON Schemas, for editors and other tools."""

import json

import click

from intspec.api import load_registry
from intspec.checklists.loading import SCHEMA_ID, SCHEMA_TITLE
from intspec.cli.documents import deliver, tell_written
from intspec.cli.options import GroupedCommand
from intspec.cli.project import Projects, project_options
from intspec.plugins import Registry
from intspec.schema import json_schema
from intspec.schema.generating import specification_schema

EPILOG = """\b
Examples:
  intspec schema > specification-1.0.json
  intspec schema checklist -o checklist-1.json
  intspec schema config -o config-1.json

Editors with a YAML language server complete keys and show their descriptions when the first
line of a specification names the schema:
  # yaml-language-server: $schema=specification-1.0.json"""


@click.command(cls=GroupedCommand, epilog=EPILOG)
@click.argument(
    "kind", type=click.Choice(["specification", "checklist", "config"]), default="specification"
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
@project_options
def command(kind: str, output: str | None) -> None:
    """Print the JSON Schema of specifications, of checklist files, or of intspec.toml."""
    text = schema_text(kind, None if kind == "checklist" else Projects().of().registry)
    deliver(text, output)
    tell_written(output)


def schema_text(kind: str, registry: Registry | None = None) -> str:
    """Return the text of a published schema.

    Args:
        kind: `specification`, `checklist` or `config`.
        registry: The plugins whose fields and options there are; the installed ones when absent.
    """
    if kind == "specification":
        from intspec.schema.published import published  # noqa: PLC0415 -- as below

        schema = published(specification_schema((registry or load_registry()).extensions))
    elif kind == "config":
        from intspec.config.format import config_schema  # noqa: PLC0415 -- as below

        schema = config_schema((registry or load_registry()).options)
    else:
        from intspec.checklists import ChecklistFile  # noqa: PLC0415 -- the other is commoner

        schema = json_schema(ChecklistFile, SCHEMA_ID, SCHEMA_TITLE)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
