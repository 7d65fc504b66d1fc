"""Why data does not fit a schema, in plain words with a place and a remedy."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from intspec.diagnostics import Path
from intspec.model.keys import FORMATS
from intspec.schema.gate import SchemaProblem, expression
from intspec.schema.remedies import entry_name, for_nothing, meant, way_as_key
from intspec.schema.structure import blank
from intspec.text.lookalikes import bare, oddities, same_name
from intspec.text.names import KnownNames, nearest
from intspec.text.placeholders import says_nothing
from intspec.text.wording import flat, shorten

if TYPE_CHECKING:
    from jsonschema import ValidationError

SHOWN = 60
PATTERNS = dict(FORMATS.values())
#: How values that are no text are written.
WRITTEN = {"boolean": "^(true|false)$", "integer": "^[0-9]+$", "number": r"^[0-9]+(\.[0-9]+)?$"}
KINDS: Mapping[str, str] = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a block of keys",
}


def as_toml(problem: SchemaProblem) -> SchemaProblem:
    """Return a problem whose remedy is told as TOML is written."""
    hint = re.sub("`([a-z_]+):`", r"`\1 = …`", problem.hint)
    hint = re.sub(r"^put it in brackets: \[(.*)\]$", r'put it in brackets: ["\1"]', hint)
    if hint.startswith("begin each entry"):
        hint = "put the entries in brackets, with commas between them"
    elif hint.startswith("remove ") and "declarations" in hint:
        hint = "remove the key"
    elif hint.startswith("indent its keys"):
        hint = "give it a table of keys: `{key = …}`, or a heading `[…]` of its own"
    return attrs.evolve(problem, hint=hint)


def explain(schema: dict[str, Any], data: Any) -> Iterator[SchemaProblem]:
    """Say why data does not fit a schema, one problem for each cause.

    Args:
        schema: The whole schema.
        data: Plain data that it refuses.
    """
    import jsonschema  # noqa: PLC0415 -- slow to import, and only faulty documents need it
    import referencing  # noqa: PLC0415

    extend: Any = jsonschema.validators.extend
    held = extend(jsonschema.Draft202012Validator, {"pattern": _hold_pattern})
    validator = held(schema, registry=referencing.Registry())
    errors = list(validator.iter_errors(data))
    # A value of the wrong type has no other fault.
    mistyped = {tuple(e.absolute_path) for e in errors if e.validator == "type"}
    missing: dict[Path, list[str]] = {}
    entries: dict[Path, Any] = {}
    for error in errors:
        path: Path = tuple(error.absolute_path)
        if error.validator == "required":
            names = missing.setdefault(path, [])
            entries[path] = error.instance
            absent = (n for n in error.validator_value if n not in error.instance)
            names.extend(n for n in absent if n not in names)
    badly_named = {
        (*error.absolute_path, error.instance)
        for error in errors
        if "propertyNames" in error.schema_path and isinstance(error.instance, str)
    }
    for error in errors:
        path = tuple(error.absolute_path)
        if error.validator != "type" and path in mistyped:
            continue
        # A key that cannot be one and has no value has no other fault.
        if path in badly_named and blank(error.instance):
            continue
        if error.validator == "additionalProperties":
            yield from _unknown_keys(error, path, missing.setdefault(path, []), validator)
        elif error.validator != "required":
            yield _refused(error, path)
    for path, names in missing.items():
        for name in names:
            yield SchemaProblem(
                "missing-key",
                f"{entry_name(path, entries[path])} has no `{name}`",
                f"add `{name}:` {_asked(schema, path, name)}".rstrip(),
                (*path, name),
            )


def _hold_pattern(
    _validator: Any, pattern: str, instance: Any, _schema: Any
) -> Iterator["ValidationError"]:
    """Hold a text against a pattern as the gate does, which knows where a text ends."""
    from jsonschema import ValidationError  # noqa: PLC0415 -- see `explain`

    if isinstance(instance, str) and expression(pattern).search(instance) is None:
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _unknown_keys(
    error: Any, path: Path, missing: list[str], validator: Any
) -> Iterator[SchemaProblem]:
    known = error.schema.get("properties", {})

    def takes(value: Any) -> Callable[[str], bool]:
        return lambda name: bool(validator.evolve(schema=known[name]).is_valid(value))

    absent = KnownNames(missing)
    free = KnownNames(k for k in known if k not in error.instance)
    listed = "remove it, or write one of these: " + ", ".join(f"`{k}`" for k in known)
    for key in error.instance:
        if key in known:
            continue
        # A key that is nearly one that is missing is that key: one slip, one finding. Words without
        # a value are no key at all, but the rest of a text.
        words = " " in key and blank(error.instance[key])
        near = None if words else absent.nearest(key)
        if near is not None:
            missing.remove(near)
            absent = KnownNames(missing)
        elif not words:
            near = meant(key, free, takes(error.instance[key]))
        instead = way_as_key(key, error.instance, known)
        if (same := same_name(key, known)) is not None:
            message = f"the key `{same}` is written with {oddities(key)}"
            hint = f"type it anew: `{same}:`"
        elif instead:
            message, hint = f"unknown key `{key}`", instead
        elif near is not None:
            message = f"unknown key `{key}`; did you mean `{near}`?"
            hint = f"write `{near}:` instead"
        else:
            message = f"unknown key `{key}`"
            hint = listed
        known_as = same or ("where" if instead else near)
        free_key = known_as if known_as is not None and known_as not in error.instance else ""
        stands_for = (*path, free_key) if free_key else ()
        yield SchemaProblem("unknown-key", message, hint, (*path, key), stands_for=stands_for)


def _refused(error: Any, path: Path) -> SchemaProblem:
    value = error.instance
    keyword = error.validator
    name = f"`{path[-1]}`" if path and isinstance(path[-1], str) else "this entry"
    look_alike = _look_alike(error, path, name) if isinstance(value, str) else None
    if look_alike is not None:
        return look_alike
    if keyword == "type":
        return _wrong_type(error, path, name)
    if keyword == "enum":
        allowed = error.validator_value
        near = nearest(value, allowed) if isinstance(value, str) else None
        message = f"{name} cannot be {_shown(value)}"
        if near is not None:
            message += f"; did you mean `{near}`?"
        hint = "write one of these: " + ", ".join(f"`{v}`" for v in allowed)
        return SchemaProblem("unknown-value", message, hint, path, "value")
    if keyword == "pattern":
        words = PATTERNS.get(error.validator_value, "another form")
        if "propertyNames" in error.schema_path:
            message = f"the key {_shown(value)} cannot be used as a key"
            return SchemaProblem("bad-key", message, f"write {words}", (*path, value))
        message = f"{name} is {_shown(value)}, which is not {words}"
        hint = f"write {words}"
        return SchemaProblem("bad-value", message, hint, path, "value")
    if keyword == "minLength":
        return SchemaProblem("empty-value", f"{name} is empty", "fill it in or remove it", path)
    if keyword == "minProperties":
        return SchemaProblem("empty-value", f"{name} is empty", "add at least one", path)
    if keyword == "minItems":
        least = error.validator_value
        message = f"{name} has {len(value)} of at least {least} entries"
        return SchemaProblem("too-few", message, f"give at least {least}", path)
    if keyword == "minimum":
        message = f"{name} is {_shown(value)}, less than {error.validator_value}"
        hint = f"write a number of at least {error.validator_value}"
        return SchemaProblem("bad-value", message, hint, path, "value")
    return SchemaProblem("bad-value", f"{name} does not fit: {keyword}", "see the schema", path)


def _look_alike(error: Any, path: Path, name: str) -> SchemaProblem | None:
    """Say of a value or a key which characters make it another than the one that it looks like."""
    value, keyword, wanted = error.instance, error.validator, error.validator_value
    meant_text = bare(value)
    if meant_text == value or not _fits(keyword, wanted, meant_text):
        return None
    odd, shown = oddities(value), _cut(meant_text)
    if "propertyNames" in error.schema_path:
        message = f"the key `{shown}` is written with {odd}"
        return SchemaProblem("bad-key", message, f"type it anew: `{shown}:`", (*path, value))
    rule = {"enum": "unknown-value", "type": "wrong-type"}.get(keyword, "bad-value")
    # A text that would be a number needs quotes.
    quoted = keyword == "pattern" and re.search(WRITTEN["number"], meant_text)
    hint = f'type it anew: `"{shown}"`' if quoted else f"type it anew: `{shown}`"
    return SchemaProblem(rule, f"{name} is `{shown}`, written with {odd}", hint, path, "value")


def _fits(keyword: str, wanted: Any, text: str) -> bool:
    """Tell whether a text is what a keyword of the schema asks for."""
    if keyword == "enum":
        return text in wanted
    pattern = {"pattern": wanted, "type": WRITTEN.get(str(wanted), "")}.get(keyword, "")
    return bool(pattern) and re.search(pattern, text) is not None


def _wrong_type(error: Any, path: Path, name: str) -> SchemaProblem:
    value = error.instance
    wanted = error.validator_value
    if value is None:
        return SchemaProblem("empty-value", f"{name} is empty", "fill it in or remove it", path)
    message = f"{name} must be {KINDS[wanted]}, not {_kind(value)}"
    if wanted == "string" and isinstance(value, (bool, int, float)):
        written = str(value).lower() if isinstance(value, bool) else str(value)
        hint = f'put it in quotes: "{written[:SHOWN]}"'
    elif wanted == "boolean":
        hint = "write true or false, without quotes"
    elif says_nothing(value):
        message = f"{name} holds `{_cut(value)}`, which is no content"
        hint = for_nothing(name)
    elif wanted == "array" and isinstance(value, str):
        hint = f"put it in brackets: [{_cut(value)}]"
    elif wanted in ("integer", "number"):
        hint = "write the number in figures, without quotes or words"
    elif wanted == "object":
        known = list(error.schema.get("properties", {}))[:6]
        keys = ", ".join(f"`{k}`" for k in known)
        hint = f"indent its keys below it{': ' + keys if keys else ''}"
    elif wanted == "array":
        hint = "begin each entry on a line of its own with `- `"
    else:
        hint = f"write {KINDS[wanted]}"
    return SchemaProblem("wrong-type", message, hint, path, "value")


def _asked(schema: dict[str, Any], path: Path, name: str) -> str:
    """Say what a missing key holds, from the schema's own words."""
    node: dict[str, Any] = schema
    for step in path:
        node = _resolve(schema, node)
        if isinstance(step, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(step) or node.get("additionalProperties") or {}
    node = _resolve(schema, node).get("properties", {}).get(name, {})
    words = node.get("description", "")
    choices = _resolve(schema, node).get("enum")
    if choices:
        return "one of " + ", ".join(f"`{c}`" for c in choices)
    return f"({words.rstrip('.')})" if words else ""


def _resolve(schema: dict[str, Any], node: Any) -> dict[str, Any]:
    if not isinstance(node, dict):
        return {}
    if "$ref" in node:
        definition: dict[str, Any] = schema["$defs"][node["$ref"].rpartition("/")[2]]
        return definition
    return node


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int):
        return "a number"
    if isinstance(value, float):
        return "a number with a decimal point"
    kinds: dict[type, str] = {str: "text", list: "a list", dict: "a block of keys"}
    return kinds.get(type(value), "this")


def _shown(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{_cut(text)}`"


def _cut(text: str) -> str:
    return shorten(flat(text), SHOWN)
