"""How wide the terminal is."""

import os
import sys


def columns(otherwise: int) -> int:
    """Return how many columns the terminal has, as `shutil.get_terminal_size` finds it.

    Importing shutil takes a twentieth of the time that `intspec --help` does.

    Args:
        otherwise: What it is where stdout is no terminal and COLUMNS is not set.
    """
    try:
        stated = int(os.environ.get("COLUMNS", "0"))
    except ValueError:
        stated = 0
    if stated > 0:
        return stated
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or otherwise  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # closed, or no terminal
        return otherwise
