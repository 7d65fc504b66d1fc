"""The folders in which a platform keeps what is a user's own: settings, and what can be lost."""

import errno
import os
import sys
from pathlib import Path
from typing import Literal

Kind = Literal["settings", "cache"]
#: For each kind: the variable and the folder of Windows, the variable of others, the folder of
#: macOS, and that of other systems.
PLACES = {
    "settings": (
        ("APPDATA", "AppData/Roaming"),
        ("XDG_CONFIG_HOME", "Library/Application Support", ".config"),
    ),
    "cache": (
        ("LOCALAPPDATA", "AppData/Local"),
        ("XDG_CACHE_HOME", "Library/Caches", ".cache"),
    ),
}


def user_folder(kind: Kind = "settings") -> Path:
    """Return the folder in which this platform keeps a user's settings, or cache, of intspec.

    Raises:
        OSError: Nobody knows where the user's folder is.
    """
    (windows, below), (variable, mac, other) = PLACES[kind]
    if sys.platform == "win32":
        variable = windows
    elif sys.platform == "darwin":
        below = mac
    else:
        below = other
    try:
        folder = Path(os.environ.get(variable) or Path.home() / below)
        if not folder.is_absolute():
            # It would be another one in each folder: that of a stranger's project, too.
            folder = Path.home() / below
    except RuntimeError:
        folder = Path()
    if not folder.is_absolute():
        words = f"no home folder is known: set {variable} to a whole path"
        raise FileNotFoundError(errno.ENOENT, words)
    return folder / "intspec"
