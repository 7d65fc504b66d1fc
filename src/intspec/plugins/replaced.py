"""The names of Python that reports are made with: what a plugin replaced or removed is put back.

What it adds stays, but for variables of the environment that intspec reads. Until all is back
nothing here uses a name that may have been replaced.
"""

import os
import sys
from sys import modules
from typing import Any, TextIO

#: The modules that are held. None of them changes a name of its own while it works.
HELD = (
    *("builtins", "os", "os.path", "re", "json", "json.encoder", "json.decoder", "io", "errno"),
    *("stat", "codecs", "contextlib", "functools", "itertools", "operator", "collections"),
    *("textwrap", "unicodedata", "click", "attr", "yaml", "pluggy"),
)
#: The names of `sys` that Python itself changes, and those that the guard puts back.
CHANGING = (
    *("stdout", "last_type", "last_value", "last_traceback", "last_exc", "ps1", "ps2"),
    *("pycache_prefix", "dont_write_bytecode", "__interactivehook__", "tracebacklimit"),
)
#: Where the streams stand: they are put back without a word, as stdout is, and the hooks too.
SILENT = (
    *("stdin", "stderr", "__stdin__", "__stdout__", "__stderr__", "argv", "warnoptions"),
    *("excepthook", "unraisablehook", "displayhook", "breakpointhook", "path", "modules"),
    *("meta_path", "path_hooks", "path_importer_cache"),
)
#: How variables begin that intspec reads, or the Python that it starts, as the system has them.
READ = tuple(
    os.environ.encodekey(name)
    for name in (
        *("INTSPEC_", "XDG_", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
        *("PYTHONPATH", "PYTHONHOME", "NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS"),
    )
)
_ABSENT = object()


class Names:
    """The names as they are now."""

    def __init__(self) -> None:
        self.modules = modules.copy()
        spaces: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        for name in HELD:
            module = modules.get(name)
            if module is not None:
                spaces.append((name, vars(module), vars(module).copy()))
        self.spaces = spaces
        self.sys = _lasting(vars(sys))
        self.finders: tuple[tuple[list[Any], tuple[Any, ...]], ...] = (
            (sys.meta_path, tuple(sys.meta_path)),
            (sys.path_hooks, tuple(sys.path_hooks)),
        )

    def put_back(self) -> list[str]:
        """Put all of them back, and return the names that were replaced; an empty one for more."""
        wrong: list[str] = []
        for name, now, before in self.spaces:
            if _differ(now, before):
                wrong += _put_back(name, now, before)
        now = sys.__dict__
        for name, value in self.sys.items() if _differ(_lasting(now), self.sys) else ():
            if now.get(name, _ABSENT) is not value:
                now[name] = value
                wrong.append("" if name in SILENT else f"sys.{name}")
        if _lost(modules, self.modules):
            _put_back("", modules, self.modules)
        for found, finders in self.finders:
            for place, one in enumerate(finders):
                if one not in found:
                    found.insert(place, one)
        stream = self.sys.get("stderr")
        if stream is not None and stream.closed:
            sys.stderr = _opened_again(stream)
        return wrong


class Environment:
    """The environment as it is now. What a plugin adds for a library stays."""

    def __init__(self) -> None:
        # Names and values as the system has them: to decode each takes longer than all else here.
        self.data: dict[Any, Any] = vars(os.environ)["_data"]
        self.before = self.data.copy()

    def put_back(self) -> None:
        """Set again what was changed or removed, and take away what was added and is read."""
        if not _differ(self.data, self.before):
            return
        for key, value in self.before.items():
            if self.data.get(key) != value:
                self.data[key] = value
                os.putenv(key, value)
        for key in [*self.data]:
            if key in self.before:
                continue
            if key.__class__ is not READ[0].__class__:
                del self.data[key]
            elif key.startswith(READ):
                del self.data[key]
                os.unsetenv(key)


def _lasting(names: dict[str, Any]) -> dict[str, Any]:
    """Return the names of `sys` that Python itself does not change."""
    found = names.copy()
    for name in CHANGING:
        found.pop(name, None)
    return found


def _differ(now: dict[Any, Any], before: dict[Any, Any]) -> bool:
    try:
        return now != before
    except BaseException:  # noqa: BLE001 -- what compares is the plugin's
        return True


def _lost(now: dict[Any, Any], before: dict[Any, Any]) -> bool:
    """Tell whether something is gone or another; what was added alone makes no difference."""
    try:
        return now != before and not before.items() <= now.items()
    except BaseException:  # noqa: BLE001 -- see above
        return True


def _put_back(module: str, now: dict[str, Any], before: dict[str, Any]) -> list[str]:
    wrong = []
    for name, value in before.items():
        if now.get(name, _ABSENT) is not value and name != "_":
            now[name] = value
            wrong.append(f"{module}.{name}")
    return wrong


def _opened_again(stream: TextIO) -> TextIO:
    """Open stderr again, which a plugin has closed: the stream, and not the descriptor."""
    try:
        return open(2, "w", encoding=stream.encoding, errors="backslashreplace", closefd=False)
    except OSError:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123
