"""Where a file is that settings name: in the project or outside of it, ordinary or not.

Settings may come from a stranger, in a repository or in a change that is proposed to one. Nothing
that they name leads intspec to a device or into what the system shows of itself, and what is wrong
with a file outside of the project is told without a word of it.
"""

import os
import stat
from typing import Literal

from intspec.config import repository

#: What the system shows of itself and its devices: some of it looks like ordinary files.
SYSTEM = ("/dev", "/proc", "/sys")
Kind = Literal["missing", "folder", "file", "special"]


def kind_of(path: str) -> Kind:
    """Tell what a path leads to: a special thing is a device, a pipe or a file of the system."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 -- text, not a path
    except (OSError, ValueError):
        return "missing"
    real = os.path.realpath(path)
    if any(below(real, folder) for folder in SYSTEM):
        return "special"
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "special"


def is_outside(path: str, settings: str) -> bool:
    """Tell whether a path leads out of the project that settings are of.

    The project is the repository, or else the folder of the settings.

    Args:
        path: The path; links are followed.
        settings: Where the settings are; of these, links are not followed.
    """
    folder = os.path.dirname(settings)  # noqa: PTH120 -- text, not a path
    root = repository(folder) or os.path.realpath(folder)
    return not below(os.path.realpath(path), root)


def below(path: str, folder: str) -> bool:
    """Tell whether a path without links is a folder, or below it."""
    return path == folder or path.startswith(os.path.join(folder, ""))  # noqa: PTH118
