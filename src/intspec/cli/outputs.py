"""Where the outputs of a command may go: each to a place of its own, and not out of its folder."""

import os
from collections.abc import Collection, Iterable

import click

from intspec.cli.common import RunError, keep_inputs
from intspec.writing import STDOUT, descriptor, is_stream


def place_of(output: str | None) -> int | str:
    """Return what an output goes to, the same by each of its names.

    Args:
        output: Its name; None for standard output.

    Returns:
        The number of an open stream, or the path of a file, pipe or device.
    """
    if output is None:
        return STDOUT
    number = descriptor(output)
    return os.path.normcase(os.path.realpath(output)) if number is None else number


def keep_apart(outputs: Iterable[str | None], inputs: Collection[str] = ()) -> None:
    """Refuse outputs of a command of which one would be lost, or an input, before any is written.

    Pipes and devices may get several, as they come.

    Args:
        outputs: Their names; None for standard output.
        inputs: Names of files that are read, beside those of `note_input`.

    Raises:
        click.UsageError: Two of them go to one place.
        RunError: One would replace an input, or settings (exit code 2).
    """
    taken: set[int | str] = set()
    for output in outputs:
        if output is not None:
            keep_inputs(output, inputs)
        place = place_of(output)
        if place in taken and (isinstance(place, int) or not is_stream(place)):
            where = "standard output" if place == STDOUT else f"`{output}`"
            message = f"two outputs go to {where}: give each a file of its own"
            raise click.UsageError(message)
        taken.add(place)


def stay_inside(paths: Iterable[str]) -> None:
    """Refuse files of a set that would be written anywhere but in its folder, or over an input.

    Args:
        paths: Their names, which the user did not give: the folder is the user's, and what is in it
            may be a stranger's.

    Raises:
        RunError: One leads elsewhere, or is what the set is made from (exit code 2).
    """
    for path in paths:
        keep_inputs(path)
        folder = os.path.realpath(os.path.dirname(path))  # noqa: PTH120 -- text, not a path
        own = os.path.join(folder, os.path.basename(path))  # noqa: PTH118, PTH119
        if is_stream(path) or os.path.realpath(path) != own:
            words = "is no file of this folder but a link, a pipe or a device: remove it"
            message = f"`{path}` {words}"
            raise RunError(message, 2)
        if os.path.isdir(path):  # noqa: PTH112 -- text, not a path
            message = f"`{path}` is a folder, where a file is to be written: remove or rename it"
            raise RunError(message, 2)
