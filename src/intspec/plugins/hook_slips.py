"""Slips in a plugin's hooks: names that are misspelt, and functions that are not marked."""

from collections.abc import Collection
from typing import Any

import pluggy

from intspec.plugins.hooks import Hooks
from intspec.text.names import did_you_mean


def unmarked(module: Any, known: Collection[str]) -> list[str]:
    """Return the functions that are called as a hook is, and are not marked as one."""
    names = [name for name in vars(module) if name in known] if hasattr(module, "__dict__") else []
    functions = ((name, getattr(module, name)) for name in names)
    return [n for n, one in functions if callable(one) and not hasattr(one, "intspec_impl")]


def misspelt(manager: pluggy.PluginManager) -> str:
    """Say which hook there is not; empty if there is no such slip."""
    known = [name for name in vars(Hooks) if name.startswith("intspec_")]
    for name in vars(manager.hook):
        if name.startswith("intspec_") and name not in known:
            return f"there is no hook `{name}`; {did_you_mean(name, known)}"
    return ""
