"""What a scaffold's printed commands install beside the new plugin."""

import importlib.metadata
import json

import pytest

from intspec_kit import origin
from intspec_kit.scaffold import package

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
    found = origin.origin()
    assert found.requirement == expected
    assert found.anywhere == (name not in {"a folder", "a file"})


def test_an_intspec_that_is_not_installed_came_from_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A checkout on the path."""

    def gone(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(origin, "distribution", gone)
    assert origin.origin() == origin.Origin()


@pytest.mark.parametrize(
    ("came_from", "command", "workflow"),
    [
        (origin.Origin(), "pip install -e '.[dev]'", "pip install -e"),
        (origin.Origin("/home/ada/my intspec", anywhere=False), "pip install INTSPEC -e", None),
        (
            origin.Origin("intspec @ git+https://example.org/intspec.git"),
            "pip install 'intspec @ git+https://example.org/intspec.git' -e",
            'pip install "intspec @ git+https://example.org/intspec.git" -e',
        ),
    ],
)
def test_the_files_of_a_plugin_say_where_intspec_is_from(
    came_from: origin.Origin, command: str, workflow: str | None
) -> None:
    """By an address that works anywhere; a folder of this machine stands in no file."""
    files = package("ward", ["rules"], origin=came_from).files
    assert command in files["README.md"].decode()
    run = files[".github/workflows/tests.yml"].decode()
    assert (workflow or "# Before intspec is on a package index, name its repository") in run
    assert not any(b"/home/ada" in content for content in files.values())
