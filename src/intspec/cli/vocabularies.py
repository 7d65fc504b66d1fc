"""Lists of terms that a user gives to a command."""

from typing import Any

import attrs
import click

from intspec.cli.common import RunError
from intspec.plugins import Registry
from intspec.reading import DEFAULT_LIMITS, Unreadable
from intspec.reading.files import file_bytes
from intspec.vocabularies import VocabularyError, load_vocabulary
from intspec.vocabularies.loading import LIMIT

LIMITS: Any = attrs.evolve(DEFAULT_LIMITS, bytes=LIMIT)

#: The option of commands that look terms up; its values go to `use_vocabularies`.
vocabulary_option = click.option(
    "--vocabulary",
    "vocabularies",
    multiple=True,
    metavar="FILE",
    help="Use this list of terms too, such as an index made by `intspec terms build`.",
)


def use_vocabularies(registry: Registry, paths: tuple[str, ...]) -> None:
    """Add lists of terms of the user's own to those that plugins provide.

    Raises:
        RunError: A file cannot be read or used (exit code 2).
    """
    for path in paths:
        try:
            registry.add_vocabulary(load_vocabulary(file_bytes(path, limits=LIMITS), path))
        except Unreadable as error:
            problem = error.problems[0]
            message = f"{problem.message}; {problem.hint}"
            raise RunError(message, 2) from None
        except VocabularyError as error:
            words = str(error)
            message = words if words.startswith(f"{path}:") else f"{path}: {words}"
            raise RunError(message, 2) from None
