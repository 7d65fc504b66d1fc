"""The quick answer, keyword by keyword: what it accepts by itself, and what it leaves to others."""

import sys
from typing import Any

import pytest

from intspec.schema.gate import EAGER, Gate

TREE = {
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "type": "object",
            "properties": {"inner": {"type": "array", "items": {"$ref": "#/$defs/node"}}},
            "additionalProperties": False,
        }
    },
}
ANY: tuple[Any, ...] = (None, True, 0, 1.5, "", "x", [], ["x"], {}, {"a": 1})
#: A schema, what fits it, and what does not.
CASES: list[tuple[dict[str, Any], tuple[Any, ...], tuple[Any, ...]]] = [
    ({}, ANY, ()),
    (
        {
            "$schema": "s",
            "$id": "i",
            "$defs": {},
            "title": "t",
            "description": "d",
            "examples": [1],
            "default": 1,
            "deprecated": True,
        },
        ANY,
        (),
    ),
    ({"type": "boolean", "title": "t"}, (True, False), (None, 0, 1, "true", [], {})),
    ({"type": "integer"}, (-5, 0, 10**30), (None, True, 1.0, "1", [], {})),
    ({"type": "integer", "minimum": 1}, (1, 2), (0, -1, True, 1.5)),
    ({"type": "number"}, (-5, 0, 1.5), (None, True, "1", [], {})),
    ({"type": "number", "minimum": 0.5}, (0.5, 1, 7.5), (0.4, 0, True)),
    ({"type": "number", "minimum": 0}, (0, 1), (-1, -0.1)),
    ({"type": "string"}, ("", "x"), (None, True, 1, ["x"], {"x": 1})),
    ({"type": "string", "minLength": 2}, ("ab", "abc"), ("", "a")),
    ({"type": "string", "enum": ["a", "b"]}, ("a", "b"), ("", "c", "ab", 1)),
    ({"type": "string", "pattern": "b+c"}, ("abcd", "bbc"), ("", "b", "c")),
    ({"type": "string", "pattern": "^b$", "minLength": 1}, ("b",), ("ab", "bc", "")),
    ({"type": "array"}, ([], [1, "x"]), (None, "x", (), {}, 1)),
    ({"type": "array", "items": {"type": "string"}}, ([], ["a", "b"]), ([1], ["a", 1], ["a", []])),
    ({"type": "array", "minItems": 2}, ([1, 2], [1, 2, 3]), ([], [1])),
    ({"type": "object"}, ({}, {"a": 1, "": 2}), (None, [], "x", 1)),
    (
        {"type": "object", "properties": {"a": {"type": "string"}, "b": {}}},
        ({}, {"a": "x"}, {"b": 1, "c": 2}),
        ({"a": 1}, {"b": 1, "a": None}),
    ),
    ({"type": "object", "required": ["a", "b"]}, ({"a": 1, "b": None},), ({}, {"a": 1}, {"b": 1})),
    ({"type": "object", "minProperties": 1}, ({"a": 1}, {"a": 1, "b": 2}), ({},)),
    (
        {"type": "object", "properties": {"a": {}}, "additionalProperties": False},
        ({}, {"a": 1}),
        ({"b": 1}, {"a": 1, "b": 1}),
    ),
    (
        {"type": "object", "properties": {"a": {}}, "additionalProperties": {"type": "boolean"}},
        ({}, {"a": 1}, {"b": True}),
        ({"b": 1}, {"a": 1, "b": "x"}),
    ),
    (
        {"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}},
        ({}, {"ab": 1}),
        ({"A": 1}, {"ab": 1, "": 1}),
    ),
    (
        TREE,
        ({}, {"inner": []}, {"inner": [{"inner": [{}]}]}),
        ([], {"x": 1}, {"inner": [{"x": 1}]}),
    ),
]
#: With more than it knows: it may only accept what another validator does.
LEFT: list[tuple[dict[str, Any], tuple[Any, ...], tuple[Any, ...]]] = [
    ({"type": "string", "maxLength": 1}, ("", "a"), ("ab", 1)),
    ({"type": "boolean", "enum": [True]}, (True,), (False,)),
    ({"type": "integer", "maximum": 1}, (1,), (2,)),
    ({"type": "array", "uniqueItems": True}, ([1, 2],), ([1, 1],)),
    ({"type": "object", "maxProperties": 1}, ({"a": 1},), ({"a": 1, "b": 2},)),
    ({"type": "null"}, (None,), (1, "x")),
    ({"type": ["string", "integer"]}, ("x", 1), (None, [])),
    ({"required": ["a"]}, ({"a": 1}, 7), ({},)),
    (
        {
            "type": "object",
            "properties": {"a": {"$ref": "#/$defs/one"}},
            "$defs": {"one": {"type": "array", "uniqueItems": True}},
        },
        ({"a": [1, 2]}, {"b": 1}),
        ({"a": [1, 1]},),
    ),
]


@pytest.mark.parametrize(("schema", "fits", "not_"), CASES)
def test_it_judges_by_itself_what_it_knows(
    schema: dict[str, Any],
    fits: tuple[Any, ...],
    not_: tuple[Any, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No other validator is at hand."""
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    gate = Gate(schema)
    assert [one for one in fits if not gate.accepts(one)] == []
    assert [one for one in not_ if gate.accepts(one)] == []
    assert [gate(one) for one in (*fits, *not_)] == [True] * len(fits) + [False] * len(not_)


@pytest.mark.parametrize(("schema", "fits", "not_"), LEFT)
def test_it_leaves_to_others_what_it_does_not_know(
    schema: dict[str, Any],
    fits: tuple[Any, ...],
    not_: tuple[Any, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A compiled validator judges; where there is none, nothing surely fits."""
    gate = Gate(schema)
    assert [one for one in fits if not gate.accepts(one)] == []
    assert [one for one in not_ if gate.accepts(one)] == []
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    gate = Gate(schema)
    assert not gate.accepts(fits[0])
    assert [one for one in not_ if gate.accepts(one)] == []


def test_the_eighth_document_gets_a_compiled_validator(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the seventh; and where there is none it goes on by itself."""
    gate = Gate({"type": "array", "items": {"type": "string"}})
    own = gate.judge
    assert EAGER == 8
    assert [gate(["x"]) for _ in range(7)] == [True] * 7
    assert gate.judge is own
    assert [gate(["x"]), gate([1]), gate(["x"])] == [True, False, True]
    assert gate.judge is not own
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    gate = Gate({"type": "string"})
    assert [gate(one) for one in ("x", 1) * 8] == [True, False] * 8
