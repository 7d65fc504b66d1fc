"""The source line of a finding, with a mark under the place."""

from collections.abc import Iterator

from intspec.diagnostics import Diagnostic
from intspec.reporters.paint import Paint
from intspec.text.terminal import columns, visible

MARGIN = 12
LONGEST_MARK = 60


def excerpt(d: Diagnostic, line: str, width: int, paint: Paint) -> Iterator[str]:
    """Show the line that a finding stands on.

    Args:
        d: The finding.
        line: Its source line.
        width: Columns of the terminal.
        paint: How to colour.

    Yields:
        The line with its number, and a line with marks under the place.
    """
    if not line.strip():
        return
    room = max(width - MARGIN, 40)
    begin, end = d.column - 1, d.end_column - 1 if d.end_line == d.line else len(line.rstrip())
    end = max(end, begin + 1)
    start = 0
    if columns(line[:begin]) > room // 2:
        start = max(0, begin - room // 3)
    before = _flat(line[start:begin])
    marked = _flat(line[begin:end])
    text = _flat(line[start : start + room])
    lead = "…" if start else ""
    tail = "…" if start + room < len(line) else ""
    number = str(d.line)
    marks = "^" * max(1, min(columns(marked), LONGEST_MARK))
    yield f"  {paint.dim(number.rjust(4) + ' |')} {lead}{text}{tail}"
    under = " " * (columns(before) + len(lead))
    yield f"  {paint.dim('     |')} {under}{paint.severity(d.severity, marks)}"


def _flat(text: str) -> str:
    return visible(text.replace("\t", " "))
