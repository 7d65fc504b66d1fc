"""Following the help of a report to the letter ends with what was found before the fault.

`tests/test_followed.py` holds the words about the schema; here a document goes through the whole
check, where what a remedy writes is judged as well: that it names something, that it is no empty
entry, that an identifier is one.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from following import CannotFollowError, Follower, alternatives, steps_of
from intspec.api import check_text
from intspec.diagnostics import Diagnostic
from intspec.schema.generating import SHORT_FORM
from test_followed import FIELDS, MOST, SCHEMA, WHOLE, WRONG, node_at, pruned, put

Path = tuple[str | int, ...]
#: What only the author can look up, or a command mends.
OUTSIDE = ("give its file with `--vocabulary`", "compare it with where you took it from")


def findings(data: Any) -> dict[tuple[str, str, str], Diagnostic]:
    """Check a document: what is wrong with it as such, by rule, place and words.

    What a guideline asks beyond it is left out, as are notes.
    """
    report = check_text(json.dumps(data, ensure_ascii=False), path="a.intspec.json")
    return {
        (d.rule, d.pointer, d.message): d
        for d in report.diagnostics
        if d.severity != "note" and d.rule.startswith("intspec/") and not d.items
    }


def mended(data: Any, good: Any) -> list[tuple[str, str, str]]:
    """Follow the help of a report, one line after the other, and return what is left.

    Each line removes its finding.
    """
    before = findings(good)
    trace = []
    for _ in range(MOST):
        found = {key: d for key, d in findings(data).items() if key not in before}
        key = min(found, key=lambda key: key[1], default=None)
        if key is None:
            return []
        told = found[key]
        trace.append((*key, told.hint))
        assert told.hint, trace
        if told.hint.startswith(OUTSIDE):
            return []
        way, *_others = alternatives(told.hint)
        try:
            data = Follower(SCHEMA, data, told.arm).follow(way, steps_of(data, told.pointer))
        except CannotFollowError as error:
            raise AssertionError(trace) from error
        assert key not in findings(data), trace
    return [*found]


def kind_of(path: Path, value: Any) -> tuple[Any, ...]:
    """Return what makes a fault one of a kind: what a key takes, and what was written there."""
    node = node_at(path)
    inner = node_at((*path, 0)).get("type") if node.get("type") == "array" else None
    names = str(Follower(SCHEMA, {}).node(path).get("description", "")).startswith("Key")
    within = type(value[0]).__name__ if isinstance(value, list) and value else ""
    form = (node.get("type"), "enum" in node, "pattern" in node, SHORT_FORM in node, inner, names)
    return (*form, type(value).__name__, within)


def faults() -> Iterator[tuple[Path, Any]]:
    """Go over one fault of each kind, the kinds in values that differ."""
    seen = set()
    for number, path in enumerate(FIELDS):
        for value in (*WRONG[number % len(WRONG) :], *WRONG[: number % len(WRONG)]):
            kind = kind_of(path, value)
            if kind not in seen:
                seen.add(kind)
                yield path, value


def followed(path: Path, value: Any) -> None:
    """Follow what is told of a wrong value, until nothing is."""
    assert mended(put(path, value), pruned(WHOLE, SCHEMA, path)) == [], (path, value)


def ident(part: Any) -> str:
    """Name a part of a fault in a test's id."""
    return ".".join(map(str, part)) if isinstance(part, tuple) else ascii(part)


@pytest.mark.parametrize(("path", "value"), [*faults()], ids=ident)
def test_what_a_report_tells_of_a_fault_mends_it(path: Path, value: Any) -> None:
    """One fault of each kind."""
    followed(path, value)


@pytest.mark.exhaustive
@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_what_a_report_tells_of_every_fault_mends_it(value: Any) -> None:
    """Each value in each key."""
    for path in FIELDS:
        followed(path, value)
