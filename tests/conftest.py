"""How the tests run: on all processors, unless single files of them are named."""

from pathlib import Path

import pytest


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Return how many processes `-n auto` means: none beside this one for single files.

    Starting processes takes longer than most files of tests do.
    """
    folders = any(Path(name.partition("::")[0]).is_dir() for name in config.args)
    return None if folders else 0
