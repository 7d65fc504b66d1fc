"""Lists of terms that a user gives to a command."""

from typing import TYPE_CHECKING, Any

import click

from intspec.cli.options import IN_SETTINGS, GroupedOption

if TYPE_CHECKING:
    from intspec.plugins import Registry

#: The option of commands that look terms up; its values go to `use_vocabularies`.
vocabulary_option = click.option(
    "--vocabulary",
    "vocabularies",
    cls=GroupedOption,
    group=IN_SETTINGS,
    multiple=True,
    metavar="FILE",
    help="Use this list of terms too, such as an index made by `intspec terms build`.",
)


def use_vocabularies(registry: "Registry", paths: tuple[str, ...]) -> None:
    """Add lists of terms of the user's own to those that plugins provide.

    Raises:
        RunError: A file cannot be read or used (exit code 2).
    """
    if not paths:
        return
    import attrs  # noqa: PLC0415 -- the help of commands needs none of this

    from intspec.cli.common import RunError, note_input  # noqa: PLC0415
    from intspec.reading import DEFAULT_LIMITS, Unreadable  # noqa: PLC0415
    from intspec.reading.open_file import file_bytes  # noqa: PLC0415
    from intspec.vocabularies import VocabularyError, load_vocabulary  # noqa: PLC0415
    from intspec.vocabularies.loading import LIMIT  # noqa: PLC0415

    limits: Any = attrs.evolve(DEFAULT_LIMITS, bytes=LIMIT)
    for path in paths:
        note_input(path)
        try:
            registry.add_vocabulary(load_vocabulary(file_bytes(path, limits=limits), path))
        except Unreadable as error:
            problem = error.problems[0]
            message = f"{problem.message}; {problem.hint}"
            raise RunError(message, 2) from None
        except VocabularyError as error:
            words = str(error)
            message = words if words.startswith(f"{path}:") else f"{path}: {words}"
            raise RunError(message, 2) from None
