"""Colour on a terminal. It repeats what the words say."""

CODES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "help": "1;32",
    "bold": "1",
    "dim": "2",
    "reported": "32",
    "partial": "33",
    "prose": "36",
    "not-reported": "31",
    "declared": "36",
    "blocked": "1;31",
}


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

    def state(self, state: str, text: str) -> str:
        """Colour by the state of an item."""
        return self._wrap(state, text)

    def bold(self, text: str) -> str:
        """Make bold."""
        return self._wrap("bold", text)

    def dim(self, text: str) -> str:
        """Make faint."""
        return self._wrap("dim", text)

    def help(self, text: str) -> str:
        """Colour the word before a remedy."""
        return self._wrap("help", text)
