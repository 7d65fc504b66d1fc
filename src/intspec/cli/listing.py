"""Tables of names for the listing commands, as text or JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from intspec.diagnostics import Severity
from intspec.reading import CODES
from intspec.structural import STRUCTURAL

#: The findings that no rule function gives, those of reading included: severity and summary by id.
FIXED: Mapping[str, tuple[Severity, str]] = {
    **STRUCTURAL,
    **{f"intspec/{code}": ("error", summary) for code, summary in CODES.items()},
}

format_option = click.option(
    "--format", "fmt", type=click.Choice(["text", "json"]), default="text", help="How to print."
)


def print_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], fmt: str) -> None:
    """Print rows in aligned columns, the last one free, or all they hold as JSON."""
    rows = list(rows)
    if fmt == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    widths = [max((len(str(row[c])) for row in rows), default=0) for c in columns]
    for row in rows:
        cells = [str(row[c]).ljust(w) for c, w in zip(columns, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())
