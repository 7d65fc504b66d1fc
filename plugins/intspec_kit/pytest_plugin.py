"""The pytest plugin: the option `--update`, and golden files beside the tests."""

import pytest

from intspec_kit.goldens import Golden


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one flag by which golden files are rewritten."""
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Golden files in the folder `goldens` beside the test: `golden("table.md", content)`."""
    return Golden(request.path.parent / "goldens", update=request.config.getoption("update"))
