"""`intspec plugins`: what is installed, in which version, and what failed."""

import attrs
import click

from intspec.cli.common import report_failures
from intspec.cli.listing import format_option, print_rows
from intspec.cli.project import Projects, project_options

EPILOG = """\b
Examples:
  intspec plugins
  intspec plugins --format json"""


@click.command(epilog=EPILOG)
@format_option
@project_options
def command(fmt: str) -> int:
    """List the plugins and what failed in them.

    Each with its version and what it provides.
    """
    registry = Projects().of().registry
    for name in registry.checklist_ids:
        registry.checklist(name)
    rows = [
        {
            "name": plugin.name,
            "version": plugin.version,
            "distribution": plugin.distribution,
            "provides": list(plugin.provides),
            "failures": [attrs.asdict(f) for f in plugin.failures],
        }
        for plugin in registry.reports()
    ]
    if fmt == "json":
        print_rows(rows, (), fmt)
    else:
        shown = [
            {**row, "provides": ", ".join(p.report().provides) or "nothing"}
            for row, p in zip(rows, registry.plugins, strict=True)
        ]
        print_rows(shown, ("name", "version", "distribution", "provides"), fmt)
    return report_failures(registry)
