"""What several commands share: finding files, writing output, and colour."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from intspec.nearest import did_you_mean
from intspec.plugins import Registry
from intspec.reading import DEFAULT_LIMITS

SUFFIXES = (".intspec.yaml", ".intspec.yml", ".intspec.json")
STDIN = "-"


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
            found = sorted(_below(Path(path)))
            if not found:
                endings = ", ".join(f"*{s}" for s in SUFFIXES)
                message = f"there is no specification in the folder `{path}` ({endings})"
                raise click.UsageError(message)
            yield from found
        else:
            yield path


def _below(folder: Path) -> Iterator[str]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in files:
            if name.endswith(SUFFIXES):
                yield (Path(root) / name).as_posix()


def read_stdin() -> bytes:
    """Return what stands on stdin, one byte more than the limit at most."""
    return sys.stdin.buffer.read(DEFAULT_LIMITS.bytes + 1)


def use_color(stream_is_terminal: bool) -> bool:  # noqa: FBT001 -- one plain question
    """Tell whether to use colour: NO_COLOR and FORCE_COLOR go before the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream_is_terminal and os.environ.get("TERM") != "dumb"


def known_checklists(registry: Registry, names: tuple[str, ...]) -> None:
    """Make sure that checklists named on the command line are installed.

    Raises:
        click.UsageError: One is not; the message names the nearest or lists them.
    """
    for name in names:
        if name not in registry.claimable:
            guess = did_you_mean(name, registry.claimable, otherwise="none is installed")
            message = f"the checklist `{name}` is not installed; {guess}"
            raise click.UsageError(message)


def write_file(path: str, content: bytes) -> None:
    """Write a file whole or not at all: the old one stays until the new one is complete.

    Raises:
        OSError: The folder or file cannot be written.
    """
    import tempfile  # noqa: PLC0415 -- only writing needs it

    target = Path(os.path.realpath(path))
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    handle, name = tempfile.mkstemp(prefix=".intspec-", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is None:
            umask = os.umask(0)
            os.umask(umask)
            mode = 0o666 & ~umask
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def report_failures(registry: Registry) -> int:
    """Name the plugins that failed, on stderr, and return the exit code that follows."""
    for plugin in registry.reports():
        for failure in plugin.failures:
            click.echo(
                f"plugin {plugin.name} {plugin.version} ({plugin.distribution}) failed in "
                f"{failure.hook}: {failure.reason}",
                err=True,
            )
    return 3 if registry.failed else 0
