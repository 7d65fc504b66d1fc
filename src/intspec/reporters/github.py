"""Workflow commands, by which findings show on the lines of a change on GitHub."""

from collections.abc import Iterator, Sequence

from intspec import reporters
from intspec.diagnostics import Diagnostic, FileReport, PluginReport, Summary
from intspec.reporters import Options, changed
from intspec.reporters.file_names import from_root, named, unlike_escapes
from intspec.text.terminal import visible
from intspec.text.wording import plural

LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
#: How many findings of a kind GitHub shows for one step of a job.
MOST = 10


class Writer(reporters.Writer):
    """Writes a command for each finding and each failed plugin."""

    def __init__(self, options: Options, version: str) -> None:
        super().__init__(options, version)
        self.shown: dict[str, int] = {}

    def piece(self, file: FileReport, _plugins: Sequence[PluginReport]) -> str:
        """Write a command for each finding of a file."""
        name = unlike_escapes(named(from_root(file.path, self.options.root) or file.path))
        return "".join(_command(name, d) for d in file.diagnostics)

    def placed(self, piece: str) -> str:
        """Count the commands of each kind."""
        for line in piece.splitlines():
            level = line[2:].partition(" ")[0]
            self.shown[level] = self.shown.get(level, 0) + 1
        return piece

    def tail(self, run: Summary) -> Iterator[str]:
        """Write a command for each failure of a plugin."""
        for plugin in run.plugins:
            for failure in plugin.failures:
                words = f"plugin {plugin.name} {plugin.version}: {failure.hook}: {failure.reason}"
                yield f"::error title=plugin failure::{_data(words)}\n"
        if any(number > MOST for number in self.shown.values()):
            counts = ", ".join(plural(n, level) for level, n in sorted(self.shown.items()))
            words = f"{counts}: GitHub shows {MOST} of a kind; all are in the log of this step"
            yield f"::notice title=more findings than shown::{_data(words)}\n"


def _command(name: str, d: Diagnostic) -> str:
    place = {
        "file": name,
        "line": d.line,
        "endLine": d.end_line,
        "col": d.column,
        "endColumn": d.end_column,
        "title": d.rule,
    }
    if d.end_line != d.line:
        # Columns are understood within one line only.
        del place["col"], place["endColumn"]
    if d.place:
        place = {"file": name, "title": d.rule}
    properties = ",".join(f"{k}={_property(str(v))}" for k, v in place.items())
    hint = "".join(f"\n{text}" for text in (d.hint, changed(d)) if text)
    where = f"{d.place}: " if d.place else ""
    return f"::{LEVELS[d.severity]} {properties}::{_data(where + d.message + hint)}\n"


def _data(text: str) -> str:
    # Line ends are written as the format asks; what else cannot be seen, as in other reports.
    lines = (visible(line) for line in text.replace("%", "%25").split("\n"))
    return "%0A".join(lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
