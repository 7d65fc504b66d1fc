"""How the tests run: on all processors, unless single files of them are named; which are quick."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# No test depends on the clock or on chance: a busy machine is no fault, and what passes once passes
# again. New members are looked for with `--hypothesis-profile=search` (in `.ci/long`).
settings.register_profile("search", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.load_profile("same")
#: Tests with one of these marks are not quick; all others are.
SLOW = ("long", "programs")
#: How a file begins whose tests all have one of them, so that `-m quick` need not read it.
ALL_SLOW = re.compile(
    r"^pytestmark = \[?\s*pytest\.mark\.(?:long|programs|browser)\b", re.MULTILINE
)
#: Tests with this mark run where `-m` names it alone: others go over a part of their members.
EXHAUSTIVE = "exhaustive"


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep results of checks in a folder of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Return how many processes `-n auto` means: none beside this one for single files.

    Starting processes takes longer than most files of tests do.
    """
    folders = any(Path(name.partition("::")[0]).is_dir() for name in config.args)
    return None if folders else 0


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out files that have no quick tests, where only those are asked for."""
    if config.option.markexpr != "quick" or collection_path.suffix != ".py":
        return None
    return bool(ALL_SLOW.search(collection_path.read_text("utf-8"))) or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is quick, before `-m` chooses; leave out what is exhaustive unless it is named."""
    if EXHAUSTIVE not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker(EXHAUSTIVE)]
        items[:] = [item for item in items if not item.get_closest_marker(EXHAUSTIVE)]
        config.hook.pytest_deselected(items=left_out)
    for item in items:
        if not any(item.get_closest_marker(name) for name in (*SLOW, EXHAUSTIVE)):
            item.add_marker("quick")
