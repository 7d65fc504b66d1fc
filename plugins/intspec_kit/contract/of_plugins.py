"""Clauses on the plugin as a whole: loading, ids, metadata, vocabularies, commands."""

import re
from collections.abc import Iterable, Iterator

import click
from click.testing import CliRunner

from intspec import __version__
from intspec.discovery import OWN_COMMANDS
from intspec.model.keys import FORMATS
from intspec.plugins.guard import Fault, call
from intspec.plugins.plugin import import_value
from intspec.rules import check_id
from intspec_kit.contract.bench import Bench, NothingToLookAt, NotLookedAt
from intspec_kit.projects import ProjectError

SLUG = re.compile(FORMATS["slug"][0])
#: Failures of loading that another clause reports: its name, and words of their reason or hook.
OF_OTHERS = (
    ("ids", "is not a rule id"),
    ("ids", "is outside its namespace"),
    ("documentation", "has no docstring"),
    ("documentation", "has an unknown heading"),
    ("paths", "the path `"),
    ("vocabularies", "intspec_vocabularies"),
    ("extensions", "intspec_extensions"),
    ("offline", "the contract allows no network"),
)


def failures(bench: Bench, clause: str) -> Iterator[str]:
    """Go over the failures of loading that a clause is about."""
    for plugin in bench.plugins:
        for failure in plugin.failures:
            if failure.file:
                continue
            message = f"{failure.hook}: {failure.reason}"
            about_clause = next((name for name, words in OF_OTHERS if words in message), "loads")
            if about_clause == clause:
                yield message


def loads(bench: Bench) -> Iterator[str]:
    """Every hook runs."""
    yield from failures(bench, "loads")
    provided = [plugin.report().provides for plugin in bench.plugins]
    if not any(provided) and not any(plugin.failures for plugin in bench.plugins):
        yield "it provides nothing"


def ids(bench: Bench) -> Iterator[str]:
    """Ids are well formed and in the namespace."""
    yield from failures(bench, "ids")
    for rule in bench.rules:
        for name in (rule.id, *rule.aliases):
            try:
                check_id(name)
            except ValueError as error:
                yield str(error)
    for plugin in bench.plugins:
        names_by_kind: dict[str, Iterable[str]] = {
            "checklist": plugin.checklists,
            "format": plugin.renderers,
            "imported format": plugin.importers,
            "vocabulary": plugin.vocabularies,
            "command": plugin.commands,
            "plugin": (plugin.name,),
        }
        for kind, names in names_by_kind.items():
            for name in names:
                if not SLUG.match(name):
                    yield f"the {kind} `{name}`: write lower-case letters, digits and hyphens"
        for renderer in plugin.renderers.values():
            yield from _suffixes(renderer.format, (renderer.suffix,))
        for importer in plugin.importers.values():
            yield from _suffixes(importer.format, importer.suffixes)


def _suffixes(name: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    for suffix in suffixes:
        if not re.fullmatch(r"(\.[a-z0-9]+)+", suffix):
            yield f"the format `{name}`: `{suffix}` is no ending: write it with its dot"


def metadata(bench: Bench) -> Iterator[str]:
    """The project names a floor for intspec."""
    if bench.project is None:
        message = "an installed plugin has no project folder to look at"
        raise NotLookedAt(message)
    floor, here = bench.project.floor, numbers(__version__)
    right = f"write `intspec>={here[0]}.{here[1]}`"
    if floor is None:
        yield f"`dependencies` names no oldest intspec: {right}, or an earlier one"
    elif not numbers(floor) or numbers(floor) > here:
        yield f"`dependencies` asks for intspec {floor}, and this is {__version__}: {right}"


def numbers(version: str) -> tuple[int, ...]:
    """Return the numbers with which a version begins."""
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, found.group().split("."))) if found else ()


def wheel(bench: Bench) -> Iterator[str]:
    """The wheel that its project builds holds every file that it names."""
    if bench.project is None:
        message = "an installed plugin has no project folder to build"
        raise NotLookedAt(message)
    resources = [
        resource
        for plugin in bench.plugins
        for resource in (*plugin.checklists.values(), *plugin.vocabularies.values())
    ]
    if not resources:
        raise NothingToLookAt
    try:
        names = bench.project.wheel()
    except ProjectError as error:
        raise NotLookedAt(str(error)) from None
    for resource in resources:
        path = f"{resource.package.replace('.', '/')}/{resource.file}"
        if path not in names:
            yield f"the wheel has no `{path}`: add it to what `pyproject.toml` packs into the wheel"


def vocabularies(bench: Bench) -> Iterator[str]:
    """Every vocabulary loads."""
    yield from failures(bench, "vocabularies")
    if not any(plugin.vocabularies or plugin.failures for plugin in bench.plugins):
        raise NothingToLookAt


def commands(bench: Bench) -> Iterator[str]:
    """Every command is one of click's and explains itself."""
    named_commands = [pair for plugin in bench.plugins for pair in plugin.commands.items()]
    if not named_commands:
        raise NothingToLookAt
    for name, value in named_commands:
        if owner := _owner_of_command(name, bench):
            yield f"`{name}` is a command of {owner}: it is never called; choose another name"
        try:
            command = call(import_value, value)
        except Fault as fault:
            yield f"`{name}` cannot be imported: {fault}"
            continue
        if not isinstance(command, click.Command):
            yield f"`{name}` is {type(command).__name__}, no click command"
            continue
        yield from _helps(name, command)


def _owner_of_command(name: str, bench: Bench) -> str:
    """Name what has a command of this name besides; empty if nothing has."""
    if name in OWN_COMMANDS:
        return "intspec itself"
    return next(
        (
            plugin.distribution
            for plugin in bench.registry.plugins
            if name in plugin.commands and plugin not in bench.plugins
        ),
        "",
    )


def _helps(name: str, command: click.Command) -> Iterator[str]:
    if not (command.help or "").strip():
        yield f"`{name}` has no help: its docstring"
    for option in command.params:
        if isinstance(option, click.Option) and not option.help and not option.hidden:
            yield f"`{name}`: the option {option.opts[0]} has no help"
    result = CliRunner().invoke(command, ["--help"])
    if result.exit_code:
        yield f"`{name} --help` ends with {result.exit_code}"
    if isinstance(command, click.Group):
        for inner, subcommand in command.commands.items():
            yield from _helps(f"{name} {inner}", subcommand)
