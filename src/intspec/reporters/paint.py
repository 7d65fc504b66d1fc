"""Colour on a terminal, which repeats what the words say, and the source line of a finding."""

from collections.abc import Iterator

from intspec.diagnostics import Diagnostic
from intspec.text.terminal import columns, visible

#: The codes of a terminal for severities, kinds of words and states.
CODES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "help": "1;32",
    "bold": "1",
    "dim": "2",
    "green": "32",
    "yellow": "33",
    "cyan": "36",
    "red": "31",
    "bright red": "1;31",
}
MARGIN = 12
LONGEST_MARK = 60


class Paint:
    """Wraps text in the codes of a terminal, or leaves it as it is.

    Args:
        color: Whether to colour.
    """

    def __init__(self, color: bool) -> None:  # noqa: FBT001 -- one plain switch
        self.color = color

    def _wrap(self, name: str, text: str) -> str:
        code = CODES.get(name)
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and code else text

    def severity(self, severity: str, text: str) -> str:
        """Colour by severity."""
        return self._wrap(severity, text)

    def in_color(self, name: str, text: str) -> str:
        """Colour by the name of a colour, as states of items have one."""
        return self._wrap(name, text)

    def bold(self, text: str) -> str:
        """Make bold."""
        return self._wrap("bold", text)

    def dim(self, text: str) -> str:
        """Make faint."""
        return self._wrap("dim", text)

    def help(self, text: str) -> str:
        """Colour the word before a remedy."""
        return self._wrap("help", text)


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
