"""Tables of names for the listing commands, as text or JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from intspec.cli.common import say
from intspec.text.terminal import one_line
from intspec.writing import write_stdout

format_option = click.option(
    "--format", "fmt", type=click.Choice(["text", "json"]), default="text", help="How to print."
)


def print_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], fmt: str) -> None:
    """Print rows in aligned columns, the last one free, or all they hold as JSON."""
    rows = list(rows)
    if fmt == "json":
        text = json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
        write_stdout(text.encode("utf-8", "backslashreplace"))
        return
    table = [[one_line(str(row[column])) for column in columns] for row in rows]
    widths = [max(map(len, texts), default=0) for texts in zip(*table, strict=True)]
    for texts in table:
        cells = [text.ljust(width) for text, width in zip(texts, widths, strict=True)]
        say("  ".join(cells).rstrip())
