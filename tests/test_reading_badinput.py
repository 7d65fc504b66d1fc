"""Where the recorded verdicts on bad and odd inputs are milder than the suites, and why.

The inputs are not part of this project. `INTSPEC_TEST_DATA` names the folder that has them in its
folder `badinput`; without it these tests are skipped. What is kept here is our verdict by id.
"""

import functools
import json
from typing import Any, Literal

import pytest
import yaml
from badinput import GOLDEN, VARIABLE, content, documents, folder

from intspec.reading import CODES, Unreadable, read_bytes

pytestmark = pytest.mark.long

#: Refused by the suite, accepted here, with the reason.
LENIENT = {
    "own/yaml-bad-date-hour": "dates are text, and text may be any; whether one exists is a rule's",
    "own/yaml-bad-date-year0": "as above",
    "yaml/9C9N": "brackets over several lines need no indentation in libyaml",
    "yaml/DK95/01": "a tab inside a quoted text is text",
    "yaml/S98Z": "empty lines before an empty text may be indented",
    "yaml/SU5Z": "a comment may follow a closing quotation mark at once",
    "yaml/X4QW": "a comment may follow `>` at once",
}
#: Where the parser in Python leads to another verdict than libyaml.
PARSERS_DIFFER = {
    "pyyaml/spec-09-20.data": "a tab in an empty line of a text",
    "yaml/4ABK": "a web address as a key in { }",
    "yaml/JR7V": "a question mark inside { }",
    "yaml/R4YG": "a tab in an empty line of a text",
    "yaml/X4QW": "a comment after `>`",
}


@functools.cache
def records() -> dict[str, dict[str, Any]]:
    """Return the inputs that are YAML or JSON, by id."""
    at = folder()
    if at is None:
        pytest.skip(f"{VARIABLE} is not set: it names the folder of the bad inputs")
    return {record["id"]: record for record in documents(at)}


def verdict(record: dict[str, Any]) -> str:
    """Read an input: `accepted`, or the code and line of the problem."""
    form: Literal["json", "yaml"] = "json" if record["format"] == "json" else "yaml"
    raw = content(record)
    try:
        document = read_bytes(raw, path="input", format=form)
    except Unreadable as refusal:
        (found,) = refusal.problems
        assert found.code in CODES
        assert found.message
        assert found.hint
        assert 1 <= found.line <= raw.count(b"\n") + raw.count(b"\r") + 1
        return f"refused {found.code} on line {found.line}"
    # What was accepted must be fit for every output.
    json.dumps(document.data, allow_nan=False, ensure_ascii=False).encode()
    return "accepted"


def test_what_must_be_refused_is_refused() -> None:
    """No input that its suite calls bad is accepted, but for those named with a reason."""
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    bad = {name for name, record in records().items() if record["expect"] == "reject"}
    assert {name for name in bad if golden[name] == "accepted"} == set(LENIENT)


def test_the_parser_in_python_comes_to_the_same_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without libyaml the verdicts are the same, but for those named with a reason."""
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    differ = {
        name
        for name, record in records().items()
        if record["format"] == "yaml" and verdict(record) != golden[name]
    }
    assert differ == set(PARSERS_DIFFER)
