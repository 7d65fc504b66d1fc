"""What several commands share: finding files, writing output, and colour."""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from intspec.config import NAME as SETTINGS
from intspec.diagnostics import PluginReport
from intspec.file_kinds import SPECIFICATION_ENDINGS, has_ending
from intspec.plugins import Registry
from intspec.reading import DEFAULT_LIMITS
from intspec.text.names import did_you_mean
from intspec.text.terminal import unbroken, visible
from intspec.text.wording import flat
from intspec.writing import DASH, descriptor

STDIN = DASH
#: Under what the run keeps the names of the files that it has read.
INPUTS = "intspec.inputs"


def say(text: str) -> None:
    """Print a text, what cannot be seen in it as escapes: no text takes hold of a terminal.

    Args:
        text: One or more lines.
    """
    click.echo(visible(text))


def note(text: str = "") -> None:
    """Print one line on stderr: no name and no message in it begins another.

    Forges read lines such as `::error::` as commands.

    Args:
        text: The line; line breaks in it are shown as escapes.
    """
    click.echo(unbroken(text), err=True)


class RunError(click.ClickException):
    """An end of the run that has an exit code of its own.

    Args:
        message: What is said on stderr.
        code: The exit code.
    """

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def find_files(paths: tuple[str, ...]) -> Iterator[str]:
    """Go over the files that paths name; a folder stands for the specifications below it.

    Raises:
        click.UsageError: A folder holds no specification.
    """
    for path in paths:
        if path != STDIN and os.path.isdir(path):  # noqa: PTH112 -- start-up
            # Of a file and a link to it beside it, the file is the one to name.
            found = sorted(_below(path), key=lambda name: (os.path.islink(name), name))  # noqa: PTH114
            files = sorted(once(found))
            if not files:
                endings = ", ".join(f"*{s}" for s in SPECIFICATION_ENDINGS)
                message = f"there is no specification in the folder `{path}` ({endings})"
                raise click.UsageError(message)
            yield from files
        else:
            yield path


def once(paths: Iterable[str]) -> list[str]:
    """Return names of files, those of one file only once: the first of them."""
    files: dict[object, str] = {}
    for path in paths:
        files.setdefault(path if path == STDIN else _identity(path), path)
    return list(files.values())


def _identity(path: str) -> object:
    """Return what two names of one file have in common, also links and letters of other cases."""
    try:
        found = os.stat(path)  # noqa: PTH116 -- start-up
    except (OSError, ValueError):
        return os.path.realpath(path)
    return found.st_dev, found.st_ino


def _below(top: str) -> Iterator[str]:
    """Go over the specifications below a folder, without following links out of it."""
    root = os.path.join(os.path.realpath(top), "")  # noqa: PTH118
    ahead = [top]
    while ahead:
        for entry in _entries(ahead.pop()):
            path = entry.path.replace(os.sep, "/")
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    ahead.append(entry.path)
            elif has_ending(entry.name, SPECIFICATION_ENDINGS):
                if entry.is_symlink() and not os.path.realpath(entry.path).startswith(root):
                    note(f"`{path}` leads out of the folder and is left out; name it to check it")
                else:
                    yield path


def _entries(folder: str) -> Iterator["os.DirEntry[str]"]:
    """Go over what is in a folder, and say so where it cannot be read to its end."""
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError as error:
        note(f"the folder `{folder}` is left out: {error.strerror}")


def read_stdin() -> bytes:
    """Return what stands on stdin, one byte more than the limit at most.

    Raises:
        RunError: It is closed (exit code 2).
    """
    if sys.stdin is None:
        message = "there is no standard input to read: give the name of a file"
        raise RunError(message, 2)
    return sys.stdin.buffer.read(DEFAULT_LIMITS.bytes + 1)


def note_input(path: str) -> None:
    """Remember that a file is read in this run, so that no output replaces it."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta.setdefault(INPUTS, {})[path] = None


def keep_inputs(output: str, inputs: Iterable[str] = ()) -> None:
    """Refuse an output that would replace what it is made from, or settings.

    Args:
        output: Name of the file that is to be written.
        inputs: Names of files that are read, beside those of `note_input`.

    Raises:
        RunError: It is one of them, by this name or another (exit code 2).
    """
    if descriptor(output) is not None:
        return
    target = os.path.realpath(output)
    context = click.get_current_context(silent=True)
    noted = context.meta.get(INPUTS, ()) if context is not None else ()
    if any(path != STDIN and _same(path, target) for path in (*inputs, *noted)):
        message = f"`{output}` is a file that this is made from: give the output another name"
        raise RunError(message, 2)
    if SETTINGS in {os.path.basename(name).casefold() for name in (output, target)}:  # noqa: PTH119
        message = f"`{output}` is the name of settings: give the output another name"
        raise RunError(message, 2)


def _same(path: str, target: str) -> bool:
    """Tell whether two names lead to one file: also by hard links, or letters of another case."""
    try:
        return os.path.samefile(path, target)  # noqa: PTH121
    except (OSError, ValueError):
        return os.path.realpath(path) == target


def refuse_dash(_context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Refuse `-` as the name of a folder, as the callback of an option.

    Raises:
        click.BadParameter: It is `-`.
    """
    if value == DASH:
        message = (
            "`-` is a stream, and not a folder: name a folder; `./-` is one that is called `-`"
        )
        raise click.BadParameter(message, param=parameter)
    return value


def use_color(stream_is_terminal: bool) -> bool:  # noqa: FBT001 -- one plain question
    """Tell whether to use colour: NO_COLOR and FORCE_COLOR go before the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream_is_terminal and os.environ.get("TERM") != "dumb"


def known_checklists(registry: Registry, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of checklists that the command line names, by id or as reports show them.

    Raises:
        click.UsageError: One is not installed; the message names the nearest or lists them.
    """
    ids = tuple(checklist_id(registry, name) or name for name in names)
    for name in ids:
        if name not in registry.claimable:
            guess = did_you_mean(name, registry.claimable, otherwise="none is installed")
            message = f"the checklist `{name}` is not installed; {guess}"
            raise click.UsageError(message)
    return ids


def checklist_id(registry: Registry, name: str) -> str | None:
    """Return the id of the one checklist that a name stands for: `TIDieR`, `consort-2025`."""
    if name in registry.claimable:
        return name
    wanted = flat(name.casefold())
    same = [one for one in registry.claimable if one.casefold() == wanted]
    if not same:
        for one in registry.checklist_ids:
            checklist = registry.checklist(one)
            titles = (checklist.file.title, checklist.label) if checklist is not None else ()
            if wanted in {title.casefold() for title in titles}:
                same.append(one)
    return same[0] if len(same) == 1 else None


def report_failures(registry: Registry) -> int:
    """Name the plugins that failed, on stderr, and return the exit code that follows."""
    tell_failures(registry.reports())
    return 3 if registry.failed else 0


def tell_failures(plugins: Iterable[PluginReport]) -> None:
    """Name the plugins that failed, on stderr."""
    for plugin in plugins:
        for failure in plugin.failures:
            note(
                f"plugin {plugin.name} {plugin.version} ({plugin.distribution}) failed in "
                f"{failure.hook}: {failure.reason}"
            )
