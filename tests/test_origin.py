"""What a scaffold's printed commands install beside the new plugin."""

import importlib.metadata
import json
import shlex

import pytest

from intspec_kit import origin

#: What an installation records of where it came from, and what is to be installed.
RECORDS: dict[str, tuple[str | None, str]] = {
    "an index": (None, ""),
    "a folder": (
        '{"url": "file:///home/ada/my%20intspec", "dir_info": {}}',
        "/home/ada/my intspec",
    ),
    "a file": ('{"url": "file:///x/intspec.whl", "archive_info": {}}', "/x/intspec.whl"),
    "an address": (
        '{"url": "https://example.org/intspec.whl", "archive_info": {}}',
        "intspec @ https://example.org/intspec.whl",
    ),
    "a repository": (
        json.dumps(
            {
                "url": "https://example.org/intspec.git",
                "vcs_info": {"vcs": "git", "commit_id": "0123abc"},
            }
        ),
        "intspec @ git+https://example.org/intspec.git@0123abc",
    ),
    "no JSON": ("{", ""),
    "something else": ("[]", ""),
}


@pytest.mark.parametrize("name", RECORDS)
def test_it_is_what_this_intspec_came_from(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one word of a shell; nothing where it came from an index."""
    record, expected = RECORDS[name]

    class Installed:
        """Stands for an installation."""

        def read_text(self, _file: str) -> str | None:
            """Return the record."""
            return record

    monkeypatch.setattr(origin, "distribution", lambda _name: Installed())
    words = shlex.split(origin.installed_from())
    assert words == ([expected] if expected else [])


def test_an_intspec_that_is_not_installed_came_from_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A checkout on the path."""

    def gone(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(origin, "distribution", gone)
    assert origin.installed_from() == ""
