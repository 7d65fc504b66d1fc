"""One line for each finding: place, severity, rule, message."""

from collections.abc import Sequence

from intspec import reporters
from intspec.diagnostics import FileReport, PluginReport
from intspec.text.terminal import one_line


class Writer(reporters.Writer):
    """Writes the findings of each file, in the order of their places."""

    def piece(self, file: FileReport, _plugins: Sequence[PluginReport]) -> str:
        """Write the findings of one file."""
        return "".join(
            f"{one_line(d.at(file.path))}: {d.severity} [{d.rule}] {one_line(d.message)}\n"
            for d in file.diagnostics
        )
