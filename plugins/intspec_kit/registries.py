"""Build the registry of a test: all plugins that are installed, or those that the test names."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from intspec.diagnostics import causes_first
from intspec.discovery import EntryPoint, installed
from intspec.plugins import Registry
from intspec.plugins.guard import listen
from intspec.plugins.lines import CALLERS
from intspec.rules.builtin import RULES
from intspec.text.names import did_you_mean
from intspec.vocabularies import load_vocabulary
from intspec_kit.projects import Project

#: What names a plugin: the name of an installed one, or the folder of its project.
Named = str | Path


# The kit calls plugins too: no line of it is one of theirs.
CALLERS.append(str(Path(__file__).parent) + os.sep)
#: What plugins raised since the last call of the kit, the first that did first.
RAISED: list[BaseException] = []
listen(RAISED.append)
#: What a plugin raised that failed for good, by the registry: it is told at each call.
_LASTING: dict[Registry, BaseException] = {}


class PluginFailedError(AssertionError):
    """A plugin failed in a test; the message names it, its version, the hook and the reason."""


def registry_of(
    plugins: Sequence[Named] | None = None, vocabularies: Sequence[Path] = ()
) -> Registry:
    """Return a registry, the same one for the same plugins.

    Args:
        plugins: The plugins, and no others: names of installed ones, or folders of projects, whose
            `pyproject.toml` is read in place of an installation. All installed ones when absent.
        vocabularies: Files of vocabularies that the run is given, as with `--vocabulary`.

    Raises:
        LookupError: No installed plugin has the name.
        ProjectError: A folder holds no plugin.
        OSError: A vocabulary cannot be read.
        VocabularyError: A vocabulary cannot be used.
    """
    RAISED.clear()
    named = (plugins,) if isinstance(plugins, str | Path) else tuple(plugins or ())
    registry = _registry(None if plugins is None else named, tuple(vocabularies))
    # One registry serves all tests: what failed on a file is told of the call that checked it.
    for plugin in registry.plugins:
        plugin.failures[:] = [failure for failure in plugin.failures if not failure.file]
    return registry


def entry_points(plugin: Named) -> list[EntryPoint]:
    """Return the entry points of a plugin.

    Raises:
        LookupError: No installed plugin has the name.
        ProjectError: The folder holds no plugin.
    """
    if isinstance(plugin, Path):
        project = Project.read(plugin)
        project.importable()
        return list(project.entry_points)
    points = installed()
    plugin_points = [point for point in points if point.name == plugin]
    if not plugin_points:
        suggestion = did_you_mean(
            plugin, [point.name for point in points], otherwise="none is installed"
        )
        message = f"no plugin `{plugin}` is installed; {suggestion}"
        raise LookupError(message)
    return plugin_points


def raise_failures(registry: Registry, path: str) -> None:
    """Raise what failed in plugins, on loading them or in one file.

    Raises:
        PluginFailedError: Something did.
    """
    failed = [
        (failure, f"{plugin.name} {plugin.version} failed in {failure.hook}: {failure.reason}")
        for plugin in causes_first(registry.reports())
        for failure in plugin.failures
        if failure.file in ("", path)
    ]
    if not failed:
        return
    if RAISED and not all(failure.file for failure, _message in failed):
        _LASTING.setdefault(registry, RAISED[0])
    # The first is the cause of the others; a debugger stops where it was raised.
    cause = _LASTING.get(registry) or next(iter(RAISED), None)
    raise PluginFailedError("\n".join(message for _failure, message in failed)) from cause


@cache
def _registry(plugins: tuple[Named, ...] | None, vocabularies: tuple[Path, ...]) -> Registry:
    if plugins is None:
        registry = Registry(builtin=RULES)
    else:
        points = [point for plugin in plugins for point in entry_points(plugin)]
        registry = Registry(builtin=RULES, entry_points=points)
    for path in vocabularies:
        registry.add_vocabulary(load_vocabulary(path.read_bytes(), str(path)))
    return registry
