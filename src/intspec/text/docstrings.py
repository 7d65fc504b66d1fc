"""Docstrings, which rules, records and commands say of themselves, also under `python -OO`."""

import sys
from functools import cache
from typing import Any

#: From which level of optimising on Python leaves docstrings out.
WITHOUT = 2


def docstring(documented: Any) -> str:
    """Return the docstring of a function or class; empty where it has none.

    `python -OO` leaves it out of what it compiles. Then the source is asked, if it is there.
    """
    own = documented.__doc__
    if own or sys.flags.optimize < WITHOUT:
        return own or ""
    return _of_module(documented.__module__).get(documented.__qualname__, "")


@cache
def _of_module(name: str) -> dict[str, str]:
    """Return the docstrings of the functions and classes of a module, by their names."""
    import ast  # noqa: PLC0415 -- only `-OO` needs it

    spec: Any = getattr(sys.modules.get(name), "__spec__", None)
    try:
        source = spec.loader.get_source(spec.name)
        tree = ast.parse(source or "")
    except (AttributeError, ImportError, SyntaxError, ValueError):
        return {}
    docstrings: dict[str, str] = {}
    ahead: list[tuple[ast.AST, str]] = [(tree, "")]
    while ahead:
        node, prefix = ahead.pop()
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                qualified = f"{prefix}{inner.name}"
                docstrings[qualified] = ast.get_docstring(inner, clean=False) or ""
                locals_ = "" if isinstance(inner, ast.ClassDef) else "<locals>."
                ahead.append((inner, f"{qualified}.{locals_}"))
            else:
                ahead.append((inner, prefix))
    return docstrings
