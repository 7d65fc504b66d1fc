"""`intspec rules`: every rule that can be found in a report."""

from collections.abc import Iterator
from typing import Any

import click

from intspec.cli.common import report_failures
from intspec.cli.listing import format_option, print_rows
from intspec.cli.options import GroupedCommand
from intspec.cli.project import Projects, project_options
from intspec.plugins import Registry
from intspec.reading.fixed_rules import fixed_rules

EPILOG = """\b
Examples:
  intspec rules
  intspec rules tidier
  intspec explain tidier/materials-access"""


@click.command(cls=GroupedCommand, epilog=EPILOG)
@click.argument("namespace", required=False)
@format_option
@project_options
def command(namespace: str | None, fmt: str) -> int:
    """List the rules: all, or those of a checklist, a plugin, or the core (`intspec`)."""
    registry = Projects().of().registry
    rows = [r for r in _rows(registry) if namespace in (None, r["id"].partition("/")[0])]
    if not rows:
        known = sorted({r["id"].partition("/")[0] for r in _rows(registry)})
        message = f"no rule is named `{namespace}/…`; there are " + ", ".join(
            f"`{k}`" for k in known
        )
        raise click.UsageError(message)
    print_rows(rows, ("id", "level", "summary"), fmt)
    return report_failures(registry)


def _rows(registry: Registry) -> Iterator[dict[str, Any]]:
    seen = set()
    for name in registry.checklist_ids:
        checklist = registry.checklist(name)
        for item, part in checklist.all_parts() if checklist else ():
            if part.rule not in seen:
                seen.add(part.rule)
                yield {
                    "id": part.rule,
                    "level": part.part.level,
                    "summary": part.part.asks,
                    "scope": part.scope,
                    "checklist": name,
                    "number": item.number,
                }
    for rule in sorted(registry.rules.values(), key=lambda r: r.id):
        if rule.id not in seen:
            yield {
                "id": rule.id,
                "level": rule.severity,
                "summary": rule.summary,
                "scope": rule.scope,
                "checklist": None,
                "number": None,
            }
    for rule_id, (severity, summary) in sorted(fixed_rules().items()):
        yield {
            "id": rule_id,
            "level": severity,
            "summary": summary,
            "scope": "study",
            "checklist": None,
            "number": None,
        }
