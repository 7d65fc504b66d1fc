"""A report to text and to the formats that other programs read, file by file."""

from collections.abc import Iterator, Sequence
from importlib import import_module

from intspec.diagnostics import Diagnostic, FileReport, PluginReport, Summary
from intspec.lazy import frozen

#: The formats, the one for people first; each with the module and the class that write it.
WRITERS = {
    "text": ("text", "Writer"),
    "concise": ("text", "ConciseWriter"),
    "json": ("json_report", "Writer"),
    "sarif": ("sarif", "Writer"),
    "github": ("github", "Writer"),
    "junit": ("junit", "Writer"),
}
FORMATS = tuple(WRITERS)


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


class Writer:
    """Writes a report file by file, so that no report is ever held whole.

    What one file adds depends on that file alone: another process may write it.

    Args:
        options: How it looks, for people.
        version: Version of intspec.
    """

    def __init__(self, options: Options, version: str) -> None:
        self.options = options
        self.version = version

    def piece(self, file: FileReport, plugins: Sequence[PluginReport]) -> str:
        """Write what one file adds.

        Args:
            file: The report of the file.
            plugins: The plugins that it was judged by.
        """
        raise NotImplementedError

    def placed(self, piece: str) -> str:
        """Put the piece of the next file in its place, and return what can be written now."""
        return piece

    def tail(self, _run: Summary) -> Iterator[str]:
        """Write what comes after the last file."""
        yield from ()


def writer(fmt: str, options: Options, version: str) -> Writer:
    """Return what writes a format: one of `FORMATS`."""
    module, name = WRITERS[fmt]
    of_format: Writer = getattr(import_module(f"intspec.reporters.{module}"), name)(
        options, version
    )
    return of_format


def changed(diagnostic: Diagnostic) -> str:
    """Say how a project's settings changed the severity of a finding; nothing if they did not."""
    if diagnostic.overridden is None:
        return ""
    by = diagnostic.overridden
    return f"{diagnostic.severity} in place of {by.was} by {by.source}: {by.reason}"
