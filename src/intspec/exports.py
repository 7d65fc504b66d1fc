"""The names that a package exports, each loaded from its home when it is first asked for.

So a command pays only for what it needs. This module itself needs nothing: `--version` loads it.
"""

import sys

# Importing it from typing takes longer than all that `--version` does.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def loading(
    package: str, homes: "Mapping[str, tuple[str, ...]]"
) -> "tuple[Callable[[str], object], Callable[[], list[str]]]":
    """Return the `__getattr__` and the `__dir__` of a package that exports names of its modules.

    Args:
        package: The name of the package, which lists its public names as `__all__`.
        homes: The names to export, by the module that defines them.
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def load(name: str) -> object:
        if name not in home_of:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        from importlib import import_module  # noqa: PLC0415 -- start-up

        found = getattr(import_module(home_of[name]), name)
        setattr(sys.modules[package], name, found)
        return found

    def listed() -> list[str]:
        return list(sys.modules[package].__all__)

    return load, listed
