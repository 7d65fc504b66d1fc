"""Every document of the collections of bad input gets a verdict, and it is the recorded one."""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intspec.api import check_bytes
from intspec.reading import Unreadable, read_bytes

GOLDEN = Path(__file__).parent / "goldens" / "reading_verdicts.json"
SUITES = ("json_suite", "yaml_suite", "yaml_pyyaml", "own_documents")


def folder() -> Path:
    """Return the folder of the collections."""
    named = os.environ.get("INTSPEC_TEST_DATA")
    if named is None:
        pytest.skip("INTSPEC_TEST_DATA does not name the folder of the collections")
    return Path(named) / "badinput"


def content(record: dict[str, Any]) -> bytes:
    """Return the bytes of a record."""
    if "data_b64" in record:
        return base64.b64decode(record["data_b64"])
    if "parts" in record:
        return "".join(text * count for text, count in record["parts"]).encode()
    if "counted" in record:
        counted = record["counted"]
        items = (counted["item"].replace("{i}", str(i)) for i in range(counted["n"]))
        body = counted.get("sep", "").join(items)
        return f"{counted.get('head', '')}{body}{counted.get('tail', '')}".encode()
    stairs = record["stairs"]
    return "".join(" " * i + stairs["item"] for i in range(stairs["n"])).encode()


def records() -> Iterator[dict[str, Any]]:
    """Go over all records that are YAML or JSON."""
    for suite in SUITES:
        for line in (folder() / f"{suite}.jsonl").read_text(encoding="ascii").splitlines():
            record = json.loads(line)
            if record["format"] in ("yaml", "json"):
                yield record


def verdict(record: dict[str, Any]) -> str:
    """Say what became of a record: accepted, or refused with code and line."""
    try:
        read_bytes(content(record), path=f"x.{record['format']}")
    except Unreadable as error:
        problem = error.problems[0]
        return f"refused {problem.code} on line {problem.line}"
    return "accepted"


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
