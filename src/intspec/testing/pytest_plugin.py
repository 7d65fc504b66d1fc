"""The pytest plugin by the name that projects give: `-p intspec.testing.pytest_plugin`."""

from intspec_kit.pytest_plugin import golden, pytest_addoption

__all__ = ["golden", "pytest_addoption"]
