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
    named = os.environ.get(variable)
    try:
        return Path(named or Path.home() / below) / "intspec"
    except RuntimeError:
        words = f"no home folder is known: set {PLACES[kind][1][0]}"
        raise FileNotFoundError(errno.ENOENT, words) from None
