"""A project's settings, `intspec.toml`: found, read, held against what is installed, trusted."""

import os

NAME = "intspec.toml"
REPOSITORY = ".git"


def find(folder: str, known: dict[str, str | None]) -> str | None:
    """Return the path of the nearest settings file, or None.

    It is looked for in the folder and in those above it, up to the root of the repository (the
    first folder that holds `.git`) or of the file system.

    Args:
        folder: The folder to begin in.
        known: What was found earlier, by folder; added to.
    """
    here = os.path.abspath(folder)  # noqa: PTH100 -- start-up
    passed: list[str] = []
    config_path: str | None = None
    while here not in known:
        passed.append(here)
        candidate = os.path.join(here, NAME)  # noqa: PTH118 -- start-up
        # Whatever else has this name is told when it is read, and not passed over.
        if os.path.lexists(candidate):
            config_path = candidate
            break
        above = os.path.dirname(here)  # noqa: PTH120 -- start-up
        if above == here or os.path.lexists(os.path.join(here, REPOSITORY)):  # noqa: PTH118
            break
        here = above
    else:
        config_path = known[here]
    known.update(dict.fromkeys(passed, config_path))
    return config_path


def repository(folder: str) -> str | None:
    """Return the real path of the root of the repository that a folder is in, or None."""
    here = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(here, REPOSITORY)):  # noqa: PTH118 -- start-up
        here, below = os.path.dirname(here), here  # noqa: PTH120 -- start-up
        if here == below:
            return None
    return here
