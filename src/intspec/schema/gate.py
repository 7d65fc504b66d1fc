"""Whether data fits a schema, and no more: the quick answer before any words are needed.

It knows the keywords that `json_schema` writes. What it accepts fits; what it refuses is looked at
again by a full validator, which also says why.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal

from intspec.diagnostics import Path
from intspec.lazy import frozen
from intspec.schema.generating import SHORT_FORM, whole

Accepts = Callable[[Any], bool]
#: Keywords that say nothing about what fits.
WORDS = frozenset(
    {
        *("$schema", "$id", "$defs", "title", "description", "examples", "default", "deprecated"),
        SHORT_FORM,
    }
)
KNOWN: dict[str, frozenset[str]] = {
    "object": frozenset(
        {"properties", "required", "additionalProperties", "propertyNames", "minProperties"}
    ),
    "array": frozenset({"items", "minItems"}),
    "string": frozenset({"enum", "pattern", "minLength"}),
    "integer": frozenset({"minimum"}),
    "number": frozenset({"minimum"}),
    "boolean": frozenset(),
}
NUMBERS = {"integer": (int,), "number": (int, float)}
#: So many documents are judged here before a compiled validator is loaded, which takes longer than
#: judging them does.
EAGER = 8


@frozen
class SchemaProblem:
    """One way in which a document does not fit the schema.

    Attributes:
        rule: Name of the rule, such as `unknown-key`.
        message: The defect, in one line.
        hint: What mends it.
        path: Where it is.
        at: Whether it stands at the key or at the value.
        stands_for: The path of the key that an unknown one was most likely meant to be; empty if
            none is near.
    """

    rule: str
    message: str
    hint: str
    path: Path
    at: Literal["key", "value"] = "key"
    stands_for: Path = ()


class Gate:
    """Tells whether documents fit one schema.

    Args:
        schema: A schema made by `json_schema` or `schema_in_parts`.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self.count = 0
        self.named: dict[str, Accepts] = {}
        try:
            self.judge = self._of(schema)
        except NotImplementedError:
            self.judge = _compiled(schema) or _refuse

    def accepts(self, data: Any) -> bool:
        """Tell whether a document surely fits."""
        try:
            return self.judge(data)
        except NotImplementedError:
            self.judge = _compiled(self.schema) or _refuse
            return self.judge(data)

    def __call__(self, data: Any) -> bool:
        """Tell whether a document surely fits, the sooner the more there are."""
        self.count += 1
        if self.count == EAGER:
            self.judge = _compiled(self.schema) or self.judge
        return self.accepts(data)

    def _of(self, node: Mapping[str, Any]) -> Accepts:
        asked = node.keys() - WORDS
        if not asked:
            return _any
        if asked == {"$ref"}:
            return self._reference(node["$ref"].rpartition("/")[2])
        kind = node.get("type")
        if not isinstance(kind, str) or kind not in KNOWN or asked - {"type"} - KNOWN[kind]:
            raise NotImplementedError
        if kind == "object":
            return self._object(node)
        if kind == "array":
            return self._array(node)
        if kind == "string":
            return _string(node)
        if kind == "boolean":
            return lambda value: type(value) is bool
        return _number(NUMBERS[kind], node.get("minimum"))

    def _reference(self, name: str) -> Accepts:
        def accepts(value: Any) -> bool:
            if name not in self.named:
                self.named[name] = self._of(self.schema["$defs"][name])
            return self.named[name](value)

        return accepts

    def _object(self, node: Mapping[str, Any]) -> Accepts:
        known = {key: self._of(inner) for key, inner in node.get("properties", {}).items()}
        required = tuple(node.get("required", ()))
        least = node.get("minProperties", 0)
        others = node.get("additionalProperties", True)
        other = _any if others is True else _refuse if others is False else self._of(others)
        names = (
            self._of({"type": "string", **node["propertyNames"]})
            if "propertyNames" in node
            else _any
        )

        def accepts(value: Any) -> bool:
            return (
                type(value) is dict
                and len(value) >= least
                and all(key in value for key in required)
                and all(names(key) and known.get(key, other)(entry) for key, entry in value.items())
            )

        return accepts

    def _array(self, node: Mapping[str, Any]) -> Accepts:
        entry, least = self._of(node.get("items", {})), node.get("minItems", 0)
        return lambda value: type(value) is list and len(value) >= least and all(map(entry, value))


def _string(node: Mapping[str, Any]) -> Accepts:
    allowed = frozenset(node["enum"]) if "enum" in node else None
    pattern, least = node.get("pattern"), node.get("minLength", 0)

    def accepts(value: Any) -> bool:
        return (
            type(value) is str
            and len(value) >= least
            and (allowed is None or value in allowed)
            and (pattern is None or expression(pattern).search(value) is not None)
        )

    return accepts


def _number(kinds: tuple[type, ...], least: float | None) -> Accepts:
    return lambda value: type(value) in kinds and (least is None or value >= least)


@cache
def expression(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of a schema, whose `$` is the end of the text.

    In Python's own reading `$` also stands before a line break that ends the text.
    """
    return re.compile(re.sub(r"(\\.|\[(?:\\.|[^]\\])*\])|\$", lambda m: m[1] or r"\Z", pattern))


def _any(_value: Any) -> bool:
    return True


def _refuse(_value: Any) -> bool:
    return False


def _compiled(schema: Mapping[str, Any]) -> Accepts | None:
    try:
        import jsonschema_rs  # noqa: PLC0415 -- optional, and only many documents need it
    except ImportError:
        return None
    accepts: Accepts = jsonschema_rs.validator_for(whole(schema)).is_valid
    return accepts
