"""Names of files as services of a repository find them: from its root, and as URIs."""

import os
import re

from intspec.writing import STDIN_NAME, WINDOWS

#: How absolute paths of Windows begin.
DRIVE = re.compile(r"[A-Za-z]:/")
#: A backslash that would be taken for the beginning of an escape, where characters that cannot be
#: seen are shown as such.
ESCAPE = re.compile(r"\\(?=x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")


def from_root(path: str, root: str) -> str | None:
    """Return the name of a file from the root of a repository, with slashes.

    Args:
        path: The file as the user named it, from the working folder.
        root: The real path of the root; empty where there is none.

    Returns:
        The name; None where the file is not below the root, or there is no root.
    """
    if not root or path == STDIN_NAME:
        return None
    # What a link in the repository leads out to is known to it by the link alone.
    for name in (_real(path), os.path.abspath(path)):  # noqa: PTH100 -- `..` goes
        try:
            below = os.path.relpath(name, root).replace(os.sep, "/")
        except ValueError:  # on another drive
            continue
        if not f"{below}/".startswith("../"):
            return below
    return None


def named(path: str) -> str:
    """Return the name that the bytes of a file's name are in UTF-8, whatever the locale is.

    Python makes half characters of them where the locale knows ASCII alone, and others where it is
    an old one.
    """
    if path.isascii() or WINDOWS:
        return path
    try:
        return os.fsencode(path).decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # it is no name that the system gave
        return path


def unlike_escapes(name: str) -> str:
    """Return the name of a file, in which no backslash reads as the beginning of an escape.

    So it is not what the name of another file becomes when its hidden characters are escaped.
    """
    # On Windows backslashes part folders, and names hold no hidden characters.
    return name if WINDOWS else ESCAPE.sub(r"\\x5c", name)


def uri(path: str) -> str:
    """Return a path of this system as a URI: an absolute one as that of a file.

    A backslash parts folders on Windows alone: elsewhere it is a letter of a name as any other.
    """
    from urllib.parse import quote  # noqa: PLC0415 -- not every report has URIs

    path = named(path)
    if WINDOWS:
        path = path.replace("\\", "/")
    drive = WINDOWS and DRIVE.match(path)
    rest = path[2:] if drive else path
    try:
        quoted = quote(rest, safe="/", errors="surrogateescape")
    except UnicodeEncodeError:  # half a character, as names on Windows may have one
        quoted = quote(rest, safe="/", errors="backslashreplace")
    if drive:
        return f"file:///{path[:2]}{quoted}"
    if quoted.startswith("//"):
        return f"file:{quoted}"  # a share of Windows: its machine comes first
    return f"file://{quoted}" if quoted.startswith("/") else quoted


def folder_uri(path: str) -> str:
    """Return the absolute path of a folder as a URI, which ends with a slash."""
    return uri(os.path.join(path, ""))  # noqa: PTH118 -- a path has no slash at its end


def _real(path: str) -> str:
    """Return where a file is: links of its folder are followed, and not one that it may be."""
    folder, name = os.path.split(path)
    return os.path.join(os.path.realpath(folder), name)  # noqa: PTH118 -- text, not a path
