"""What goes wrong for a caller from Python: one exception, whatever the command line raises."""

import contextlib
from collections.abc import Iterator

import click

from intspec.diagnostics import Diagnostic


class Error(Exception):
    """What was asked cannot be done.

    Args:
        message: The defect, the place and the remedy, in one line.
        diagnostics: What checking found, where a document is at fault.

    Attributes:
        diagnostics: What checking found; empty where no document is at fault.
    """

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics


@contextlib.contextmanager
def as_errors() -> Iterator[None]:
    """Raise as `Error` what would end a command: settings at fault, a name that is not known."""
    try:
        yield
    except click.ClickException as error:
        raise Error(error.format_message()) from error
