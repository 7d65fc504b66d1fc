"""Every document of the collections of bad input gets a verdict, and it is the recorded one."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from badinput import GOLDEN, VARIABLE, content, documents, folder

from intspec.api import check_bytes
from intspec.reading import Unreadable, read_bytes


def records() -> Iterator[dict[str, Any]]:
    """Go over all records that are YAML or JSON."""
    at = folder()
    if at is None:
        pytest.skip(f"{VARIABLE} does not name the folder of the collections")
    return documents(at)


def verdict(record: dict[str, Any]) -> str:
    """Say what became of a record: accepted, or refused with code and line."""
    try:
        read_bytes(content(record), path=f"x.{record['format']}")
    except Unreadable as error:
        problem = error.problems[0]
        return f"refused {problem.code} on line {problem.line}"
    return "accepted"


@pytest.mark.long
def test_the_verdicts(request: pytest.FixtureRequest) -> None:
    """Nothing but a refusal comes out, and each verdict is the one that was recorded."""
    found = {record["id"]: verdict(record) for record in records()}
    if request.config.getoption("--update"):
        GOLDEN.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_what_must_be_rejected_is_rejected_by_the_check() -> None:
    """A record that must not pass gives an error with a place and a remedy."""
    for record in records():
        if record["expect"] == "reject":
            report = check_bytes(content(record), path=f"x.{record['format']}").report
            errors = [d for d in report.diagnostics if d.severity == "error"]
            assert errors, record["id"]
            assert all(d.line >= 1 and d.column >= 1 and d.hint for d in errors), record["id"]
