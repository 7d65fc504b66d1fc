"""`intspec plugins`: what is installed, in which version, and what failed."""

from collections.abc import Iterable
from typing import Any

import attrs
import click

from intspec.cli.common import report_failures
from intspec.cli.listing import format_option, print_rows
from intspec.cli.options import GroupedCommand
from intspec.cli.project import Projects, project_options
from intspec.plugins.plugin import Plugin

EPILOG = """\b
Examples:
  intspec plugins
  intspec plugins --timings
  intspec plugins --format json"""


@click.command(cls=GroupedCommand, epilog=EPILOG)
@format_option
@click.option(
    "--timings", is_flag=True, help="How long each took to load and to answer, the slowest first."
)
@project_options
def command(fmt: str, *, timings: bool) -> int:
    """List the plugins and what failed in them.

    Each with its version and what it provides, or with how long it took: what a plugin needs that
    another has loaded already is not counted again.
    """
    registry = Projects().of().registry
    for name in registry.checklist_ids:
        registry.checklist(name)
    if timings:
        _timings(registry.plugins, fmt)
        return report_failures(registry)
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


def _timings(plugins: Iterable[Plugin], fmt: str) -> None:
    """Print a row for each plugin, the slowest first: seconds in all, and where they went."""
    rows: list[dict[str, Any]] = [
        {
            "seconds": round(sum(plugin.seconds.values()), 3),
            "name": plugin.name,
            "version": plugin.version,
            "distribution": plugin.distribution,
            "calls": {call: round(took, 3) for call, took in plugin.seconds.items()},
        }
        for plugin in sorted(plugins, key=lambda p: -sum(p.seconds.values()))
    ]
    if fmt == "text":
        for row in rows:
            longest = sorted(row["calls"].items(), key=lambda call: -call[1])
            row["calls"] = ", ".join(f"{call} {took:.3f}" for call, took in longest if took)
            row["seconds"] = f"{row['seconds']:.3f}"
    print_rows(rows, ("seconds", "name", "version", "calls"), fmt)
