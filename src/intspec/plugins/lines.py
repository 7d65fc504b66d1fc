"""The line at which a plugin failed: the last one in its own package."""

import os
import sys
from types import CodeType

#: The folder of intspec itself, whose lines are not a plugin's.
OWN = os.path.dirname(os.path.dirname(__file__)) + os.sep  # noqa: PTH120
#: So often is looked for the function within another.
DEEPEST = 8
#: The folders of what else calls plugins, and is none.
CALLERS: list[str] = []


def place_of(error: BaseException) -> str:
    """Return the last line within the plugin's own package, or its one file: file and line.

    The first code that is not intspec's own is the plugin's: the guard calls nothing else. What it
    calls in libraries is not where its author has to look.
    """
    # The body of a plugin's command is called by way of click.
    click = getattr(sys.modules.get("click"), "__file__", None)
    ours = (OWN, "<", *CALLERS, *((os.path.dirname(click) + os.sep,) if click else ()))  # noqa: PTH120
    lines = []
    frame = error.__traceback__
    while frame is not None:
        path = frame.tb_frame.f_code.co_filename
        if not path.startswith(ours):
            lines.append((path, frame.tb_lineno))
        frame = frame.tb_next
    if not lines:
        return ""
    own = _package(lines[0][0])
    return place_at(*[line for line in lines if line[0].startswith(own)][-1])


def defined_at(value: object) -> str:
    """Name the line at which a plugin defines a function or a class, in brackets.

    Args:
        value: The function, a record that holds it as `function`, or the class.

    Returns:
        What follows a message, with a blank before it; empty where it cannot be told.
    """
    found = value
    for _ in range(DEEPEST):
        inner = getattr(found, "function", None) or getattr(found, "__wrapped__", None)
        if inner is None:
            break
        found = inner
    code = getattr(found, "__code__", None)
    if type(code) is CodeType:
        return f" ({place_at(code.co_filename, code.co_firstlineno)})"
    if isinstance(found, type):
        from inspect import getsourcelines  # noqa: PLC0415 -- only for a fault

        path = getattr(sys.modules.get(found.__module__), "__file__", None)
        try:
            return f" ({place_at(path, getsourcelines(found)[1])})" if path else ""
        except (OSError, TypeError):
            return f" ({place_at(path, 1).partition(',')[0]})" if path else ""
    return ""


def _package(path: str) -> str:
    """Return the folder of the outermost package that a file is in; the file if it is in none."""
    own, folder = path, os.path.dirname(path)  # noqa: PTH120
    while folder not in ("", os.sep) and os.path.exists(f"{folder}{os.sep}__init__.py"):  # noqa: PTH110
        own, folder = folder + os.sep, os.path.dirname(folder)  # noqa: PTH120
    return own


def place_at(path: str, line: int) -> str:
    """Name a line: its file within the package that it is in."""
    above = os.path.dirname(_package(path).rstrip(os.sep))  # noqa: PTH120
    return f"{os.path.relpath(path, above)}, line {line}"
