"""Commands that plugins add: entry points in the group `intspec.commands`."""

from functools import cache
from importlib import import_module

import click

from intspec.discovery import COMMANDS as GROUP
from intspec.discovery import EntryPoint, installed


@cache
def plugin_commands() -> dict[str, EntryPoint]:
    """Return the commands that plugins add, by name; of two that claim one name, neither counts.

    A name of the core's stays the core's, and a bundled plugin keeps its own.
    """
    claims: dict[str, list[EntryPoint]] = {}
    for point in installed():
        if point.group == GROUP:
            claims.setdefault(point.name, []).append(point)
    found = {}
    for name, rivals in sorted(claims.items()):
        bundled = [point for point in rivals if point.distribution == "intspec"]
        if len(rivals) == 1 or bundled:
            found[name] = (bundled or rivals)[0]
    return found


def load_command(name: str) -> click.Command | None:
    """Import a plugin's command.

    Raises:
        RunError: It cannot be imported, or is no command (exit code 3).
    """
    point = plugin_commands().get(name)
    if point is None:
        return None
    from intspec.cli.common import RunError  # noqa: PLC0415 -- only where a plugin's is called
    from intspec.plugins.guard import Fault, call  # noqa: PLC0415
    from intspec.plugins.plugin import import_value  # noqa: PLC0415

    try:
        command = call(import_value, point.value)
    except Fault as fault:
        message = f"{_named(point)} failed to load: {fault}"
        raise RunError(message, 3) from None
    if not isinstance(command, click.Command):
        message = f"{_named(point)} is no click command: `{point.value}`"
        raise RunError(message, 3)
    return command


def summary(name: str) -> str:
    """Return the one line of help of a plugin's command, or why there is none.

    Only the command's own module is imported, without the machinery that keeps plugins apart.
    """
    point = plugin_commands()[name]
    module, _, attribute = point.value.partition(":")
    try:
        command = getattr(import_module(module), attribute)
        return str(command.get_short_help_str(70))
    except (Exception, SystemExit) as error:  # noqa: BLE001 -- a plugin can break only itself
        return f"{_named(point)} failed to load: {type(error).__name__}: {error}"


def _named(point: EntryPoint) -> str:
    return f"the command `{point.name}` of {point.distribution} {point.version}"
