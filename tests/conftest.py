"""What all tests share."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one flag by which golden files are rewritten."""
    parser.addoption("--update", action="store_true", help="rewrite the golden files")
