"""`intspec doctor`: the installation looked at, with what to do where something is amiss."""

import locale
import os
import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Literal

import attrs
import click

from intspec import __version__
from intspec.cli.common import RunError, say
from intspec.cli.listing import format_option, print_rows
from intspec.cli.options import GroupedCommand
from intspec.cli.project import Projects, project_options
from intspec.cli.root import load_command, plugin_commands
from intspec.config.trust import ALLOW, allowed_by_environment, trusted
from intspec.config.user import user_folder
from intspec.plugins import Registry
from intspec.process import stdout
from intspec.text.terminal import one_line
from intspec.text.wording import why

EPILOG = """\b
Examples:
  intspec doctor
  intspec doctor specs/            # with the settings in force there
  intspec doctor --format json

Each line says ok, note or failed; below a note or a failure stands what to do."""
EXTRA = re.compile(r"""^([A-Za-z0-9._-]+).*;.*extra\s*==\s*['"]([^'"]+)['"]""")
#: Extras that only those who work on intspec need.
DEVELOPER_EXTRAS = ("browser", "dev", "docs", "mutation", "test")
#: The extra that names what all the others bring to users.
EVERY_EXTRA = "all"


@attrs.frozen
class Look:
    """What one look found.

    Attributes:
        area: intspec, environment, libraries, plugins, commands or settings.
        name: What was looked at.
        state: ok, note or failed.
        value: What was found.
        do: What to do about it.
    """

    area: str
    name: str
    state: Literal["ok", "note", "failed"]
    value: str
    do: str = ""


@click.command(cls=GroupedCommand, epilog=EPILOG)
@click.argument("path", metavar="[PATH]", default=".")
@format_option
@project_options
def command(path: str, fmt: str) -> int:
    """Look at the installation: versions, plugins and what failed in them, environment, settings.

    The exit code is 3 when a plugin failed, or else 0.
    """
    looks = [*_intspec(), *_environment(), *_libraries()]
    settings, registry = _settings(path)
    looks += [*_plugins(registry), *_commands(), *settings]
    if fmt == "json":
        print_rows([attrs.asdict(look) for look in looks], (), fmt)
    else:
        say("\n".join(_text(looks)))
    broken = ("plugins", "commands")
    return 3 if any(look.state == "failed" and look.area in broken for look in looks) else 0


def _user_folder() -> Look:
    """Look at where the user's own settings are kept."""
    try:
        folder = user_folder()
    except OSError as error:
        return Look("settings", "user folder", "note", "none", why(error))
    store = str(folder) if folder.is_dir() else f"{folder} (not there yet)"
    return Look("settings", "user folder", "ok", store)


def _text(looks: list[Look]) -> Iterator[str]:
    area = ""
    width = max(len(look.name) for look in looks)
    for look in looks:
        if look.area != area:
            if area:
                yield ""
            area = look.area
            yield area
        yield f"  {look.state:<6}  {look.name:<{width}}  {one_line(look.value)}".rstrip()
        if look.do:
            yield f"          {'':<{width}}  do: {one_line(look.do)}"
    counts = {
        state: sum(1 for look in looks if look.state == state) for state in ("failed", "note")
    }
    yield ""
    yield f"{counts['failed']} failed, {counts['note']} to note"


def _intspec() -> Iterator[Look]:
    yield Look("intspec", "version", "ok", __version__)
    yield Look("intspec", "location", "ok", str(Path(__file__).parents[1]))


def _environment() -> Iterator[Look]:
    yield Look("environment", "Python", "ok", f"{platform.python_version()} ({sys.executable})")
    # `platform.platform()` would start a program to ask for the processor.
    system = (platform.system(), platform.release(), platform.machine())
    yield Look("environment", "platform", "ok", "-".join(filter(None, system)))
    encoding = (stdout().encoding or "unknown").lower()
    utf8 = encoding.replace("-", "") in ("utf8", "cp65001")
    do = "" if utf8 else "set PYTHONUTF8=1: what this encoding lacks is shown as escapes"
    yield Look("environment", "output encoding", "ok" if utf8 else "note", encoding, do)
    yield Look("environment", "locale", "ok", locale.setlocale(locale.LC_CTYPE))


def _libraries() -> Iterator[Look]:
    told: set[str] = set()
    for requirement in metadata.requires("intspec") or ():
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        # Two extras may have the same library; what only developers have is none here.
        if name in told:
            continue
        extra = EXTRA.match(requirement)
        if extra is not None:
            if extra.group(2) not in (*DEVELOPER_EXTRAS, EVERY_EXTRA):
                told.add(name)
                yield _library(name, f"pip install 'intspec[{extra.group(2)}]'", extra.group(2))
        elif name == "jsonschema-rs":
            yield _library(name, f"pip install {name}: checks are faster with it", "speed")
        else:
            yield _library(name, f"pip install '{requirement.partition(';')[0].strip()}'", "")
    import yaml  # noqa: PLC0415 -- after the list, which says whether it is there

    fast = bool(getattr(yaml, "__with_libyaml__", False))
    value = "used" if fast else "absent: long files are read more slowly"
    do = "" if fast else "install a PyYAML that comes with libyaml (the wheels do)"
    yield Look("libraries", "libyaml", "ok" if fast else "note", value, do)


def _library(name: str, do: str, optional: str) -> Look:
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        value = f"absent (optional: {optional})" if optional else "absent"
        return Look("libraries", name, "note" if optional else "failed", value, do)
    return Look("libraries", name, "ok", version)


def _plugins(registry: Registry) -> Iterator[Look]:
    for name in registry.checklist_ids:
        registry.checklist(name)
    for name in registry.vocabulary_ids:
        registry.vocabulary(name)
    for plugin in registry.reports():
        what = f"{plugin.version} ({plugin.distribution})"
        if not plugin.failures:
            provides = ", ".join(plugin.provides) or "nothing"
            yield Look("plugins", plugin.name, "ok", f"{what}: {provides}")
        for failure in plugin.failures:
            remedy = f"update or remove {plugin.distribution}, or tell its authors"
            if plugin.version == "local":
                remedy = f"mend {plugin.distribution}, or trust it as the message says"
            value = f"{what}: {failure.hook}: {failure.reason}"
            yield Look("plugins", plugin.name, "failed", value, remedy)


def _commands() -> Iterator[Look]:
    for name, point in plugin_commands().items():
        where = f"{point.distribution} {point.version}"
        try:
            load_command(name)
        except RunError as error:
            do = f"update or remove {point.distribution}, or tell its authors"
            yield Look("commands", name, "failed", error.message, do)
        else:
            yield Look("commands", name, "ok", where)


def _settings(path: str) -> tuple[list[Look], Registry]:
    """Look at the settings in force; faulty ones are told, and the rest is looked at without."""
    projects = Projects(asks=False)
    config_path = projects.path(path)
    looks = []
    try:
        registry = projects.of(path).registry
        shown = os.path.abspath(config_path) if config_path else "none"  # noqa: PTH100 -- text
        looks.append(Look("settings", "intspec.toml", "ok", shown))
    except RunError as error:
        from intspec.api import load_registry  # noqa: PLC0415 -- only where settings are faulty

        registry = load_registry()
        do = "mend them: no command runs below that folder before"
        looks.append(Look("settings", "intspec.toml", "failed", error.message, do))
    looks.append(_user_folder())
    if allowed_by_environment():
        do = f"unset {ALLOW} unless this is continuous integration"
        looks.append(Look("settings", ALLOW, "note", "local plugins run without a question", do))
    for entry in trusted():
        good = entry.state == "current"
        do = "" if good else f"`intspec config trust {entry.config}`, or `untrust` it"
        name = "trusted plugins"
        value = f"{entry.config} ({entry.state})"
        looks.append(Look("settings", name, "ok" if good else "note", value, do))
    return looks, registry
