"""A report to text and to the formats that other programs read."""

from importlib import import_module

from intspec.diagnostics import Diagnostic, Report
from intspec.records import frozen

#: The formats, the one for people first; each is the `write` function of the module named.
MODULES = {
    "text": "text",
    "concise": "concise",
    "json": "json_report",
    "sarif": "sarif",
    "github": "github",
    "junit": "junit",
}
FORMATS = tuple(MODULES)


@frozen
class Options:
    """How a report for people looks. Formats for programs take no notice of it.

    Attributes:
        color: Whether to colour.
        symbols: Whether to put symbols beside the words.
        width: Columns of the terminal.
        quiet: Whether to leave out all but errors and warnings.
    """

    color: bool = False
    symbols: bool = False
    width: int = 100
    quiet: bool = False


def changed(diagnostic: Diagnostic) -> str:
    """Say how a project's settings changed the severity of a finding; nothing if they did not."""
    if diagnostic.overridden is None:
        return ""
    by = diagnostic.overridden
    return f"{diagnostic.severity} in place of {by.was} by {by.source}: {by.reason}"


def render(report: Report, fmt: str, options: Options) -> str:
    """Write a report.

    Args:
        report: The report.
        fmt: One of `FORMATS`.
        options: How it looks, for people.
    """
    module = import_module(f"intspec.reporters.{MODULES[fmt]}")
    text: str = module.write(report, options)
    return text
