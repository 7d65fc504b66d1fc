"""`intspec config`: the settings in force, and the trust in the code that they name."""

import os
from collections.abc import Iterator
from typing import Any

import click

from intspec.cli.common import STDIN, note, say
from intspec.cli.listing import format_option, print_rows
from intspec.cli.options import IN_SETTINGS, GroupedCommand, GroupedOption
from intspec.cli.project import (
    Projects,
    change_trusted,
    load_config,
    local_files,
    project_options,
    remember,
)
from intspec.config import NAME, find
from intspec.config.loading import Config
from intspec.config.trust import ALLOW, allowed_by_environment, fingerprint, trusted
from intspec.text.terminal import one_line, visible

EPILOG = """\b
Examples:
  intspec config show                       # for the folder that you are in
  intspec config show specs/trial.intspec.yaml
  intspec config trust
  intspec config list

\b
An intspec.toml:
  documents = ["specs"]
  exclude = ["specs/archive/"]
  checklists = ["tidier"]
  fail_on = "warning"
  checklist_files = ["checklists/house.toml"]
  plugins = ["checklists/house_rules.py"]

\b
  [severity."tidier/materials-access"]
  is = "note"
  reason = "Our manuals are published with the last paper."

It is looked for in the folder of each specification and in those above it, up to the root of the
repository. The command line goes before it, and it goes before the defaults. Local plugins are
code: they run only when you trust the settings that name them."""
SHOW_EPILOG = """\b
Examples:
  intspec config show
  intspec config show specs/trial.intspec.yaml --format json"""
TRUST_EPILOG = """\b
Examples:
  intspec config trust
  intspec config trust ../other/intspec.toml"""
LIST_EPILOG = """\b
Examples:
  intspec config list
  intspec config list --format json"""


@click.group(epilog=EPILOG)
def command() -> None:
    """Show the settings in force and where each comes from; trust local plugins."""


@command.command(cls=GroupedCommand, epilog=SHOW_EPILOG)
@click.argument("path", metavar="[PATH]", default=STDIN)
@click.option(
    "--fail-on",
    cls=GroupedOption,
    group=IN_SETTINGS,
    metavar="LEVEL",
    help="As for `intspec check`.",
)
@click.option(
    "--checklist",
    "checklists",
    cls=GroupedOption,
    group=IN_SETTINGS,
    multiple=True,
    metavar="ID",
    help="As for `check`.",
)
@format_option
@project_options
def show(path: str, fmt: str, fail_on: str | None, checklists: tuple[str, ...]) -> None:
    """Say which settings are in force for PATH, each with where it comes from.

    Without PATH it is about the folder that you are in.
    """
    projects = Projects()
    config_path = projects.path(path)
    config = load_config(config_path) if config_path is not None else None
    rows = [
        {"key": key, "value": value, "from": source}
        for key, value, source in _values(config, projects, fail_on, checklists)
    ]
    if fmt == "json":
        print_rows(rows, (), fmt)
        return
    say(config.shown if config is not None else f"no {NAME} is in force")
    shown = [{**row, "value": one_line(_words(row["value"]))} for row in rows]
    print_rows(shown, ("key", "value", "from"), fmt)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return f"{value['is']}: {value['reason']}" if {"is", "reason"} == set(value) else str(value)
    return (", ".join(map(str, value)) or "(none)") if isinstance(value, list) else str(value)


def _values(
    config: Config | None, projects: Projects, fail_on: str | None, checklists: tuple[str, ...]
) -> Iterator[tuple[str, Any, str]]:
    def source(key: str, value: Any) -> str:
        return config.where(key) if config is not None and value else "default"

    file = config.file if config is not None else None
    named = list(file.documents) if file else []
    yield "documents", named, source("documents", named)
    excluded = list(file.exclude) if file else []
    yield "exclude", excluded, source("exclude", excluded)
    claimed = list(file.checklists) if file else []
    sources = [source("checklists", claimed)] if claimed else []
    sources += ["command line"] if checklists else []
    yield "checklists", [*claimed, *checklists], " and ".join(sources) or "default"
    level = file.fail_on if file else None
    if fail_on is not None:
        yield "fail_on", fail_on, "command line"
    else:
        yield "fail_on", level or "error", source("fail_on", level)
    for key in ("checklist_files", "vocabularies", "plugins"):
        names = list(getattr(file, key)) if file else []
        yield key, names, source(key, names)
    if config is not None and config.file.plugins:
        yield "plugins run", *_trust(config, projects)
    if config is not None:
        for table in ("render", "plugin"):
            for name, values in getattr(config.file, table).items():
                for key, value in values.items():
                    yield f"{table} {name} {key}", value, config.where(table, name, key)
        for rule, override in config.file.severity.items():
            value = {"is": override.is_, "reason": override.reason}
            yield f"severity {rule}", value, config.where("severity", rule)


def _trust(config: Config, projects: Projects) -> tuple[bool, str]:
    if projects.allowed:
        return True, "command line"
    if allowed_by_environment():
        return True, f"environment, {ALLOW}"
    now = fingerprint(config, [f for f in local_files(config) if f.kind == "plugin"])
    known = {entry.config: entry for entry in trusted()}
    if config.path not in known:
        return False, "default: not trusted"
    if known[config.path] != now:
        return False, "trusted once, but changed since"
    return True, "trusted by you"


def _named(path: str | None) -> str:
    """Return the settings that a path names: the file, or the nearest to a folder."""
    if path == STDIN:
        message = f"`-` is standard input: name an {NAME}, or a folder"
        raise click.UsageError(message)
    if path is not None and not os.path.isdir(path):  # noqa: PTH112 -- text, not a path
        return path
    config_path = find(path or ".", {})
    if config_path is None:
        message = f"there is no {NAME} here or above; name one"
        raise click.UsageError(message)
    return config_path


@command.command(epilog=TRUST_EPILOG)
@click.argument("path", required=False, metavar="[FILE]")
def trust(path: str | None) -> None:
    """Let the Python files that an intspec.toml names run, as they are now.

    Read them first: they can do all that you can. When one of them or the settings change, they
    are not run until you trust them again.
    """
    config = load_config(_named(path))
    plugins = [file for file in local_files(config) if file.kind == "plugin"]
    if not plugins:
        message = f"{config.shown} names no plugins: there is nothing to trust"
        raise click.UsageError(message)
    remember(fingerprint(config, plugins))
    for file in plugins:
        note(f"trusted: {file.path}")


@command.command(epilog=TRUST_EPILOG.replace("trust", "untrust"))
@click.argument("path", required=False, metavar="[FILE]")
def untrust(path: str | None) -> None:
    """Take trust back: the Python files that an intspec.toml names do not run any more."""
    name = os.path.abspath(_named(path))  # noqa: PTH100 -- the file may be gone
    if not change_trusted(lambda known: [entry for entry in known if entry.config != name]):
        message = f"`{name}` is not trusted; `intspec config list` shows what is"
        raise click.UsageError(message)
    note(f"not trusted any more: {name}")


@command.command("list", epilog=LIST_EPILOG)
@format_option
def listing(fmt: str) -> None:
    """List the settings whose local plugins you trust, and whether they have changed since."""
    rows = [
        {"state": entry.state, "config": entry.config, "files": list(entry.hashes)}
        for entry in trusted()
    ]
    if fmt == "text":
        rows = [{**row, "config": visible(str(row["config"]))} for row in rows]
    print_rows(rows, ("state", "config"), fmt)
