"""What several commands share: words on stderr, inputs and outputs, and colour."""

import os
import sys
from collections.abc import Iterable
from typing import Any

import click

from intspec.config import NAME as SETTINGS
from intspec.diagnostics import FileReport, PluginReport, causes_first
from intspec.plugins import Registry
from intspec.process import stdout
from intspec.reading import DEFAULT_LIMITS
from intspec.text.names import did_you_mean
from intspec.text.terminal import unbroken, visible
from intspec.text.wording import flat, why
from intspec.writing import DASH, descriptor

STDIN = DASH
#: Under what the run keeps the names of the files that it has read.
INPUTS = "intspec.inputs"


def say(text: str) -> None:
    """Print a text, what cannot be seen in it as escapes: no text takes hold of a terminal.

    Args:
        text: One or more lines.
    """
    click.echo(visible(text), file=stdout())


def note(text: str = "") -> None:
    """Print one line on stderr: no name and no message in it begins another.

    Forges read lines such as `::error::` as commands.

    Args:
        text: The line; line breaks in it are shown as escapes.
    """
    # `err=True` would print UTF-8 where the console has another encoding.
    click.echo(unbroken(text), file=sys.stderr)


class RunError(click.ClickException):
    """An end of the run that has an exit code of its own.

    Args:
        message: What is said on stderr.
        code: The exit code.
    """

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def not_written(path: str, error: OSError) -> RunError:
    """Say why a file cannot be written (exit code 3), and where it is its folder, that.

    Args:
        path: The file, as the user names it.
        error: What was raised.
    """
    folder = os.path.dirname(path)  # noqa: PTH120 -- as it is written
    if isinstance(error, FileNotFoundError) and folder and not os.path.isdir(folder):  # noqa: PTH112
        return RunError(f"`{path}` cannot be written: there is no folder `{folder}`", 3)
    return RunError(f"`{path}` cannot be written: {why(error)}", 3)


def read_stdin(limit: int = DEFAULT_LIMITS.bytes) -> bytes:
    """Return what stands on stdin, one byte more than the limit at most.

    Raises:
        RunError: It is closed (exit code 2).
    """
    if sys.stdin is None:
        message = "there is no standard input to read: give the name of a file"
        raise RunError(message, 2)
    return sys.stdin.buffer.read(limit + 1)


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


def no_guideline(report: FileReport, registry: Registry, remedy: str) -> click.ClickException:
    """Say why a document is held against no guideline.

    Args:
        report: What checking it gave.
        registry: The plugins of the run.
        remedy: What to do where it claims none.

    Returns:
        Wrong usage (exit code 2); or an incomplete run (3), where it claims one whose plugin failed
        or is switched off.
    """
    lost = report.not_judged
    if not lost:
        return click.UsageError(f"the document claims no checklist: {remedy}")
    plugins = [one for one in causes_first(registry.reports()) if {*one.namespaces} & {*lost}]
    reason = next(
        (one.reason for plugin in plugins for one in plugin.failures), "it is switched off"
    )
    names = " and ".join(f"`{name}`" for name in lost)
    return RunError(f"the document claims {names}, whose plugin gives no checklist: {reason}", 3)


def report_failures(registry: Registry) -> int:
    """Name the plugins that failed, on stderr, and return the exit code that follows."""
    tell_failures(registry.reports())
    return 3 if registry.failed else 0


def tell_failures(plugins: Iterable[PluginReport]) -> None:
    """Name the plugins that failed, on stderr."""
    for plugin in causes_first(plugins):
        for failure in plugin.failures:
            note(
                f"plugin {plugin.name} {plugin.version} ({plugin.distribution}) failed in "
                f"{failure.hook}: {failure.reason}; to go on without it: --without {plugin.name}, "
                f"or INTSPEC_WITHOUT={plugin.name}"
            )
