"""A manuscript by the name of its file, for commands."""

from intspec import CommandContext, FormError
from intspec_bundled.manuscripts.manuscript import Manuscript
from intspec_bundled.manuscripts.reading import read

#: A manuscript with pictures has more bytes than any specification.
MOST_BYTES = 100_000_000


def manuscript_at(context: CommandContext, path: str) -> Manuscript:
    """Read a manuscript.

    Raises:
        RunError: It cannot be read (exit code 2).
    """
    try:
        return read(context.read(path, MOST_BYTES), path)
    except FormError as error:
        return context.fail(f"{error.message}; {error.hint}")
