"""Plugins of strangers, made in the process itself, for the tests of their host."""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any

import pytest

from intspec import hookimpl, rule
from intspec.diagnostics import Failure
from intspec.discovery import EntryPoint
from intspec.plugins import Registry
from intspec.rules import Rule

#: The place with which the message of a fault ends, in a file of these tests.
PLACE = re.compile(r" \((strangers|test_\w+)\.py(, line \d+)?\)$")
Stranger = tuple[EntryPoint, ModuleType]


def hook(name: str, *records: object) -> Callable[[], Iterable[object]]:
    """Make a hook that yields records."""

    def give() -> Iterable[object]:
        """Yield them."""
        yield from records

    give.__name__ = name
    made: Callable[[], Iterable[object]] = hookimpl(give)
    return made


def stranger(
    name: str, names: Mapping[str, object] | None = None, distribution: str = "", **more: object
) -> Stranger:
    """Make a plugin: its module holds some names; a tuple under a hook's name is what it yields."""
    module = ModuleType(f"stranger_{name}_{distribution}".replace("-", "_"))
    for key, value in {**(names or {}), **more}.items():
        made = hook(key, *value) if isinstance(value, tuple) else value
        setattr(module, key, made)
    point = EntryPoint("intspec", name, module.__name__, distribution or f"{name}-dist", "3.2")
    return point, module


def checks(rule_id: str) -> Rule:
    """Make a rule that finds nothing."""

    @rule(rule_id)
    def one(_subject: object) -> Iterable[Any]:
        """Find nothing."""
        return ()

    return one


def host(
    patch: pytest.MonkeyPatch, *plugins: Stranger | EntryPoint, builtin: Iterable[Rule] = ()
) -> Registry:
    """Load plugins and no others."""
    points = []
    for one in plugins:
        if isinstance(one, EntryPoint):
            points.append(one)
        else:
            patch.setitem(sys.modules, one[1].__name__, one[1])
            points.append(one[0])
    return Registry(builtin=builtin, entry_points=points)


def failures(registry: Registry) -> dict[str, list[tuple[str, str]]]:
    """Return what failed of each plugin: hook and reason, by the distribution.

    The line of a file of these tests is left out: `test_mistakes.py` looks at places.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for plugin in registry.plugins:
        if plugin.failures:
            assert [Failure(f.hook, f.reason) for f in plugin.failures] == plugin.failures
            assert plugin.report().failures == tuple(plugin.failures)
            found[plugin.distribution] = [
                (f.hook, PLACE.sub("", f.reason)) for f in plugin.failures
            ]
    return found
