"""Workflow commands, by which findings show on the lines of a change on GitHub."""

from intspec.diagnostics import Report
from intspec.plain import visible
from intspec.reporters import Options, changed

LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def write(report: Report, _options: Options) -> str:
    """Write a command for each finding and each failed plugin."""
    lines = []
    for file in report.files:
        for d in file.diagnostics:
            place = {
                "file": file.path,
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
                place = {"file": file.path, "title": d.rule}
            properties = ",".join(f"{k}={_property(str(v))}" for k, v in place.items())
            hint = "".join(f"\n{text}" for text in (d.hint, changed(d)) if text)
            where = f"{d.place}: " if d.place else ""
            lines.append(f"::{LEVELS[d.severity]} {properties}::{_data(where + d.message + hint)}")
    for plugin in report.plugins:
        for failure in plugin.failures:
            words = f"plugin {plugin.name} {plugin.version}: {failure.hook}: {failure.reason}"
            lines.append(f"::error title=plugin failure::{_data(words)}")
    return "".join(f"{line}\n" for line in lines)


def _data(text: str) -> str:
    # Line ends are written as the format asks; what else cannot be seen, as in other reports.
    lines = (visible(line) for line in text.replace("%", "%25").split("\n"))
    return "%0A".join(lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
