"""`intspec cache`: the results that are kept of files that have not changed."""

import click

from intspec.cli.common import RunError, note, say
from intspec.cli.unchanged import FILE, Store, folder
from intspec.text.wording import plural, why

EPILOG = """\b
Examples:
  intspec cache show
  intspec cache clear

From 20 files on, `intspec check` keeps what it found in each, in a folder of your own, and does not
check it again until something changes: the file, settings, options, a plugin, intspec or Python.
`--no-cache` checks each file anew. Filled forms and standard input are never kept, nor is what a
stranger's plugin judges that does not say that its rules look at the document alone. At most 200 MB
are used; what was of no use for longest goes first."""
SHOW_EPILOG = """\b
Examples:
  intspec cache show"""
CLEAR_EPILOG = """\b
Examples:
  intspec cache clear"""


@click.group(epilog=EPILOG)
def command() -> None:
    """Show or clear the results that are kept of files that have not changed."""


@command.command(epilog=SHOW_EPILOG)
def show() -> None:
    """Say where results are kept, and how many."""
    try:
        file = folder() / FILE
        size = file.stat().st_size if file.exists() else 0
    except OSError as error:
        say(f"nothing is kept: {_words(error)}")
        return
    store = Store(file)
    number = store.count()
    store.close()
    say(f"{file}: {plural(number, 'result')}, {size / 1e6:.1f} MB")


@command.command(epilog=CLEAR_EPILOG)
def clear() -> None:
    """Throw away all results that are kept."""
    try:
        file = folder() / FILE
        file.unlink(missing_ok=True)
    except OSError as error:
        message = f"the results cannot be thrown away: {_words(error)}"
        raise RunError(message, 3) from None
    note(f"nothing is kept any more in `{file.parent}`")


def _words(error: OSError) -> str:
    """Return what is wrong with the folder, and which one it is."""
    return f"`{error.filename}`: {why(error)}" if error.filename else why(error)
