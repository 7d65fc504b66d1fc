"""`intspec checklists`: the reporting guidelines that are installed."""

from typing import Any

import click

from intspec.cli.common import report_failures
from intspec.cli.listing import format_option, print_rows
from intspec.cli.options import GroupedCommand
from intspec.cli.project import Projects, project_options

EPILOG = """\b
Examples:
  intspec checklists
  intspec explain tidier"""


@click.command(cls=GroupedCommand, epilog=EPILOG)
@format_option
@project_options
def command(fmt: str) -> int:
    """List the reporting guidelines that are installed, with version and publication."""
    registry = Projects().of().registry
    rows: list[dict[str, Any]] = []
    for name in registry.checklist_ids:
        checklist = registry.checklist(name)
        owner = registry.owner(name)
        if checklist is None or owner is None:
            continue
        file = checklist.file
        rows.append(
            {
                "id": name,
                "title": file.title,
                "version": file.version,
                "items": len(checklist.items),
                "citation": file.citation,
                "doi": file.doi,
                "licence": file.licence,
                "wording": file.wording,
                "verified": file.verified,
                "leaves_out": list(file.leaves_out),
                "plugin": owner.name,
                "counted": f"{len(checklist.items)} items",
            }
        )
    shown = (
        rows if fmt == "text" else [{k: v for k, v in r.items() if k != "counted"} for r in rows]
    )
    print_rows(shown, ("id", "title", "version", "counted", "citation"), fmt)
    return report_failures(registry)
