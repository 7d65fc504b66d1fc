"""The root command, and the commands under it: the core's, and those that plugins add."""

import os
import sys
from functools import cache
from importlib import import_module
from typing import Any

import click

from intspec import __version__
from intspec.discovery import COMMANDS as GROUP
from intspec.discovery import OWN_COMMANDS as COMMANDS
from intspec.discovery import WITHOUT as SWITCH
from intspec.discovery import EntryPoint, installed, switched_off
from intspec.process import process, stdout
from intspec.text.docstrings import WITHOUT, docstring

#: What is said of a command that is not there for this run.
SWITCHED_OFF = f"switched off by {SWITCH}"
#: The distribution whose plugins are bundled.
OWN = "intspec"
#: The command of a stranger's plugin that is run, if one is.
_running: list[EntryPoint] = []
#: Where the others are: `import` cannot be a module's name, and `plugin` is the kit's.
ELSEWHERE = {"import": "intspec.cli.importing", "plugin": "intspec_kit.command"}


@cache
def plugin_commands() -> dict[str, EntryPoint]:
    """Return the commands that plugins add, by name; of two that claim one name, neither counts.

    A name of the core's stays the core's, and a bundled plugin keeps its own.
    """
    claims: dict[str, list[EntryPoint]] = {}
    for point in installed():
        if point.group == GROUP and point.name not in COMMANDS:
            claims.setdefault(point.name, []).append(point)
    commands = {}
    for name, rivals in sorted(claims.items()):
        bundled = [point for point in rivals if point.distribution == OWN]
        if len(rivals) == 1 or bundled:
            commands[name] = (bundled or rivals)[0]
    return commands


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
    from intspec.process import Called  # noqa: PLC0415

    if name in switched_off():
        message = f"the command `{name}` is {SWITCHED_OFF}"
        raise click.UsageError(message)
    of = Called(point.name, point.version, point.distribution, "load")
    process.shared = True
    try:
        command = call(import_value, point.value, of=of)
        if isinstance(command, click.Command):
            call(_add_switch, command, of=of)
    except Fault as fault:
        message = f"{_named(point)} failed to load: {fault}"
        raise RunError(message, 3) from None
    if not isinstance(command, click.Command):
        message = f"{_named(point)} is no click command: `{point.value}`"
        raise RunError(message, 3)
    return with_help(command)


def _add_switch(command: click.Command) -> None:
    """Let plugins be switched off on a plugin's command, and on those below it."""
    from intspec.cli.project import without_option  # noqa: PLC0415 -- only for a plugin's

    below = command.commands.values() if isinstance(command, click.Group) else ()
    for one in below or (command,):
        if isinstance(one, click.Group):
            _add_switch(one)
        elif not any("--without" in parameter.opts for parameter in one.params):
            without_option(one)


def summary(name: str) -> str:
    """Return the one line of help of a plugin's command, or why there is none.

    A command that comes with intspec is not called by way of the guard of `plugins.guard`, since
    `intspec --help` loads nothing of that package. What its module raises is caught all the same.
    """
    point = plugin_commands()[name]
    if name in switched_off():
        return SWITCHED_OFF
    if point.distribution != OWN:
        return _summary_of_stranger(name, point)
    module, _, attribute = point.value.partition(":")
    try:
        command = with_help(getattr(import_module(module), attribute))
        return str(command.get_short_help_str(70))
    except (Exception, SystemExit) as error:  # noqa: BLE001 -- a plugin can break only itself
        return f"{_named(point)} failed to load: {type(error).__name__}: {error}"


def with_help(command: click.Command) -> click.Command:
    """Give a command and those below it their help, which click takes from docstrings.

    `python -OO` leaves them out.
    """
    if sys.flags.optimize >= WITHOUT:
        from inspect import cleandoc  # noqa: PLC0415 -- rare

        for one in (command, *getattr(command, "commands", {}).values()):
            if one.help is None:
                one.help = cleandoc(docstring(one.callback))
    return command


def _summary_of_stranger(name: str, point: EntryPoint) -> str:
    from intspec.cli.common import RunError  # noqa: PLC0415 -- only where a stranger's is listed
    from intspec.plugins.guard import Fault, call  # noqa: PLC0415

    try:
        command = load_command(name)
        # It is asked inside the guard, and what it says is made plain there.
        return call(lambda: f"{command.get_short_help_str(70)}" if command is not None else "")
    except RunError as error:
        return error.message
    except Fault as fault:
        return f"{_named(point)} failed to load: {fault}"


def running() -> str:
    """Name the command of a stranger's plugin that this run is, if it is one."""
    return _named(_running[-1]) if _running else ""


def _named(point: EntryPoint) -> str:
    return f"the command `{point.name}` of {point.distribution} {point.version}"


def columns(otherwise: int) -> int:
    """Return how many columns the terminal has, as `shutil.get_terminal_size` finds it.

    Importing shutil takes a twentieth of the time that `intspec --help` does.

    Args:
        otherwise: What it is where stdout is no terminal and COLUMNS is not set.
    """
    try:
        stated = int(os.environ.get("COLUMNS", "0"))
    except ValueError:
        stated = 0
    if stated > 0:
        return stated
    try:
        return os.get_terminal_size(stdout().fileno()).columns or otherwise
    except (AttributeError, ValueError, OSError):  # closed, or no terminal
        return otherwise


#: What people type as commands, and is an option.
OPTIONS_MEANT = {
    "help": "`intspec --help` lists the commands, `intspec COMMAND --help` explains one",
    "version": "`intspec --version` prints it",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called; plugins may add to it."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the names of all commands: the core's in the order of their use, then others."""
        return [*COMMANDS, *plugin_commands()]

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Import and return one command."""
        if name not in COMMANDS:
            return load_command(name)
        module = ELSEWHERE.get(name, f"intspec.cli.{name}")
        command: click.Command = import_module(module).command
        return with_help(command)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            known = self.list_commands(context)
            if args[0] not in known:
                from intspec.text.names import did_you_mean  # noqa: PLC0415 -- only for a slip

                other = OPTIONS_MEANT.get(args[0].lower()) or did_you_mean(args[0], known)
                if args[0].lower() == "help" and args[1:2] and args[1] in known:
                    other = f"`intspec {args[1]} --help` explains `{args[1]}`"
                message = f"there is no command `{args[0]}`; {other}"
                raise click.UsageError(message, context)
        point = plugin_commands().get(args[0]) if args and args[0] not in COMMANDS else None
        _running[:] = [point] if point is not None and point.distribution != OWN else []
        return super().resolve_command(context, args)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing the core's."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
        added = plugin_commands()
        if added:
            with formatter.section("Commands of plugins"):
                formatter.write_dl([(name, summary(name)) for name in added])


EPILOG = """\b
Examples:
  intspec init trial.intspec.yaml
  intspec check trial.intspec.yaml
  intspec render trial.intspec.yaml --view description --to html -o table.html
  intspec explain tidier 8

Exit codes: 0 nothing found, 1 findings, 2 a file could not be read or wrong usage,
3 a plugin failed so that the run is incomplete."""


#: The width that click gives to help, which it would import shutil for.
WIDTH = max(min(columns(80), 80) - 2, 50)


@click.group(
    cls=LazyGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "terminal_width": WIDTH},
)
@click.version_option(__version__, message="intspec %(version)s")
def cli(**_options: Any) -> None:
    """Describe what was done to people, once; check it; render every table.

    A specification is a text file that describes the interventions of one study, comparator
    included. intspec checks it against reporting guidelines such as TIDieR, says what is missing
    and how to mend it, and renders the tables and forms that journals ask for.
    """


with_help(cli)
