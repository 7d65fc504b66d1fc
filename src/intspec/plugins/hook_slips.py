"""What a plugin says of itself in its module, and slips in its hooks: misspelt, not marked."""

from collections.abc import Collection
from typing import Any

import pluggy

from intspec.plugins.hooks import API, Hooks
from intspec.plugins.lines import defined_at
from intspec.text.names import did_you_mean
from intspec.text.wording import flat


def unmarked(module: Any, known: Collection[str]) -> list[tuple[str, str]]:
    """Return the functions that are called as a hook is, and are not marked as one."""
    names = [name for name in vars(module) if name in known] if hasattr(module, "__dict__") else []
    functions = ((name, getattr(module, name)) for name in names)
    return [
        (name, defined_at(one))
        for name, one in functions
        if callable(one) and not hasattr(one, "intspec_impl")
    ]


def misspelt(manager: pluggy.PluginManager, module: Any) -> str:
    """Say which hook there is not, or takes no argument; empty if there is no such slip."""
    known = [name for name in vars(Hooks) if name.startswith("intspec_")]
    for name, function in list(vars(module).items()) if hasattr(module, "__dict__") else ():
        code: Any = getattr(function, "__code__", None)
        is_hook = name in known and hasattr(function, "intspec_impl") and code is not None
        if is_hook and code.co_argcount:
            names = ", ".join(f"`{one}`" for one in code.co_varnames[: code.co_argcount])
            return f"`{name}` takes no argument: take out {names}{defined_at(function)}"
    for name in vars(manager.hook):
        if name.startswith("intspec_") and name not in known:
            place = defined_at(getattr(module, name, None))
            return f"there is no hook `{name}`; {did_you_mean(name, known)}{place}"
    return ""


def wanted_api(module: Any) -> str:
    """Return the version of the hooks that a plugin asks for, as plain text."""
    return flat(str(getattr(module, "requires_api", API)))


def is_pure(module: Any) -> bool:
    """Tell whether a plugin says that its rules look at nothing but the document."""
    return getattr(module, "pure_rules", False) is True
