"""One line for each finding: place, severity, rule, message."""

from intspec.diagnostics import Report
from intspec.plain import one_line
from intspec.reporters import Options


def write(report: Report, _options: Options) -> str:
    """Write the findings of all files, in the order of their places."""
    lines = [
        f"{d.at(one_line(file.path))}: {d.severity} [{d.rule}] {one_line(d.message)}"
        for file in report.files
        for d in file.diagnostics
    ]
    return "".join(f"{line}\n" for line in lines)
