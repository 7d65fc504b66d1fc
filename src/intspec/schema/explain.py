"""Why data does not fit a schema, in plain words with a place and a remedy."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import filterfalse
from typing import TYPE_CHECKING, Any

import attrs

from intspec.diagnostics import Path
from intspec.model.keys import FORMATS
from intspec.schema.fragments import entries, fragments
from intspec.schema.gate import SchemaProblem, expression
from intspec.schema.generating import SHORT_FORM
from intspec.schema.in_form import PATTERNS, form_of, written
from intspec.schema.in_records import UNKNOWN
from intspec.schema.remedies import Remedies
from intspec.schema.structure import blank
from intspec.schema.wrong_keys import meant, or_one_of, outdented, variant, way_as_key
from intspec.text.lookalikes import oddities, readings, same_name
from intspec.text.names import KnownNames, nearest
from intspec.text.wording import flat, shorten
from intspec.text.yaml_text import on_one_line

if TYPE_CHECKING:
    from jsonschema import ValidationError

SHOWN = 60
#: Keys whose text names an entry of a list.
NAMES = ("about", "name", "id", "item")
NUMBER = "a whole number or "
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
    hint = re.sub("`([a-z_]+):(?: ([^`]*))?`", _assigned, problem.hint)
    if hint.startswith("remove ") and "declarations" in hint:
        hint = "remove the key"
    elif hint.startswith(("give each entry a key", "give its keys a key")):
        hint = "give it a table of keys: `{key = …}`, or a heading `[…]` of its own"
    elif "`- " in hint:
        hint = "put the entries in brackets, with commas between them"
    return attrs.evolve(problem, hint=hint)


def _assigned(pair: re.Match[str]) -> str:
    """Write a key and its value as TOML does, where the value is not to be filled in."""
    if pair[2] is None:
        return f"`{pair[1]} = …`"
    listed = re.fullmatch(r"\[(.*)\]", pair[2])
    words = listed[1].split(", ") if listed else [pair[2]]
    quoted = [
        word if re.match(r'[0-9"{\[]|(?:true|false)$', word) else f'"{word}"' for word in words
    ]
    return f"`{pair[1]} = {'[' + ', '.join(quoted) + ']' if listed else quoted[0]}`"


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
    remedies = Remedies(schema, data, lambda n, value: validator.evolve(schema=n).is_valid(value))
    errors = list(validator.iter_errors(data))
    unkeyed = dict(_unkeyed(errors, data, remedies))
    errors = [error for error in errors if not _is_below(tuple(error.absolute_path), unkeyed)]
    amounts = dict(_amounts(errors, remedies))
    errors = [e for e in errors if not _is_at_or_below(tuple(e.absolute_path), amounts)]
    yield from (*unkeyed.values(), *amounts.values())
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
            yield from _unknown_keys(error, path, missing.setdefault(path, []), remedies)
        elif error.validator != "required":
            yield _refused(error, path, remedies)
    for path, names in missing.items():
        if path and len(names) > 1 and not entries[path]:
            yield _empty(path, names)
            continue
        for name in names:
            yield SchemaProblem(
                "missing-key",
                f"{_entry_name(path, entries[path])} has no `{name}`",
                remedies.missing(path, name),
                (*path, name),
            )


def _empty(path: Path, names: list[str]) -> SchemaProblem:
    """Say of an entry without content which keys it needs: one fault, however many they are."""
    listed = [f"`{name}:`" for name in names]
    message = f"{_entry_name(path, {})} is empty"
    return SchemaProblem("missing-key", message, f"add {', '.join(listed)}", (*path, names[0]))


def _hold_pattern(
    _validator: Any, pattern: str, instance: Any, _schema: Any
) -> Iterator["ValidationError"]:
    """Hold a text against a pattern as the gate does, which knows where a text ends."""
    from jsonschema import ValidationError  # noqa: PLC0415 -- see `explain`

    if isinstance(instance, str) and expression(pattern).search(instance) is None:
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _unkeyed(
    errors: list[Any], data: Any, remedies: Remedies
) -> Iterator[tuple[Path, SchemaProblem]]:
    """Find maps of entries in which the keys of one entry stand in place of the entries' keys.

    Yields:
        The path of the map, and the problem.
    """
    for path in dict.fromkeys(tuple(error.absolute_path)[:-1] for error in errors):
        node = remedies.node_at(path)[1]
        known = _keys_of_entries(node, remedies)
        if not path or not known or "properties" in node:
            continue
        value = _at(data, path)
        if not isinstance(value, dict) or not value.keys() <= known.keys():
            continue
        if all(
            isinstance(inner, dict) and not _is_of_key(known[key], inner, key, known, remedies)
            for key, inner in value.items()
        ):
            continue
        first = next(iter(value))
        message = f"`{path[-1]}` holds entries, each under a key of its own; `{first}` is none"
        hint = remedies.of_type(node, value, path)
        yield path, SchemaProblem("wrong-type", message, hint, path, "value")


def _is_of_key(
    node: Any, block: dict[str, Any], key: str, known: Mapping[str, Any], remedies: Remedies
) -> bool:
    """Tell whether a block is what a key takes, and no entry that has this key by chance.

    Args:
        node: What the schema says of the key.
        block: What was written under it.
        key: The key.
        known: The keys of an entry.
        remedies: What finds out what was meant.
    """
    node = remedies.meant.resolve(node)
    own = node.get("properties", {})
    if block.keys() & (own.keys() - known.keys()):
        return True
    if own:
        return remedies.meant.amount(node, block, key) is not UNKNOWN
    return "pattern" in node and remedies.meant.value(node, block) is not UNKNOWN


def _unknown_keys(
    error: Any, path: Path, missing: list[str], remedies: Remedies
) -> Iterator[SchemaProblem]:
    known = error.schema.get("properties", {})
    record = error.instance
    slipped = dict(_outdented(record, path, known, missing, remedies))
    yield from slipped.values()

    def takes(value: Any) -> Callable[[str], bool]:
        return lambda name: remedies.takes(known[name], value)

    absent = KnownNames(missing)
    free = KnownNames(k for k in known if k not in record)
    listed = or_one_of(known)
    for key in filterfalse({**known, **slipped}.__contains__, record):
        # A key that is nearly one that is missing is that key: one slip, one finding. Words without
        # a value are no key at all, but the rest of a text.
        words = " " in key and blank(record[key])
        twin = None if words else variant(key, known)
        near = None if words or twin in record else twin or absent.nearest(key)
        place = None
        if near in missing:
            missing.remove(str(near))
            absent = KnownNames(missing)
        elif not words and twin is None:
            place = remedies.elsewhere(key, record[key], path)
            near = None if place else meant(key, free, takes(record[key]))
            place = place or (
                None if near else remedies.elsewhere(key, record[key], path, slips=True)
            )
        if place and place.stands_for[:-1] == path and place.stands_for[-1] in missing:
            missing.remove(str(place.stands_for[-1]))
            absent = KnownNames(missing)
        instead = way_as_key(key, record, known)
        message, hint = f"unknown key `{key}`", ""
        same = same_name(key, known)
        if slip := _slip(key, same, twin if twin in record else None):
            message, hint = slip
        elif instead:
            hint = instead
        elif near is not None:
            message += f"; did you mean `{near}`?"
            hint = f"write `{near}:` instead"
        elif place is not None:
            hint = place.hint
        else:
            hint = remedies.only.hint(key) or listed
        known_as = same or ("where" if instead else near)
        stands_for = (
            (*path, known_as) if known_as is not None else place.stands_for if place else ()
        )
        if stands_for and stands_for[-1] in _at(remedies.data, stands_for[:-1]):
            stands_for = ()
        yield SchemaProblem("unknown-key", message, hint, (*path, key), stands_for=stands_for)


def _amounts(errors: list[Any], remedies: Remedies) -> Iterator[tuple[Path, SchemaProblem]]:
    """Find amounts whose number and unit were given as keys: `{minutes: 45}`.

    Yields:
        The path of the record, and the problem.
    """
    for error in errors:
        path, record, node = tuple(error.absolute_path), error.instance, error.schema
        if error.validator == "type" and path[-1:] == ("about",):
            # A number stands where it is said that one is not exact.
            path = path[:-1]
            record, node = _at(remedies.data, path), remedies.node_at(path)[1]
        elif error.validator != "additionalProperties":
            continue
        known = node.get("properties")
        if not path or not known:
            continue
        name = path[-1]
        # What stands right below one of its keys is led there.
        amount = UNKNOWN
        if not record.keys() <= {"min", "max"}:
            amount = remedies.meant.amount(node, record, str(name))
        if amount is not UNKNOWN:
            keys = ", ".join(f"`{key}`" for key in record if key not in known) or "`about`"
            message = f"`{name}` does not take an amount under {keys}"
            hint = f"write {written(name, amount)}"
            yield path, SchemaProblem("wrong-type", message, hint, path, "value")


def _outdented(
    record: Mapping[str, Any],
    path: Path,
    known: Mapping[str, Any],
    missing: list[str],
    remedies: Remedies,
) -> Iterator[tuple[str, SchemaProblem]]:
    """Find keys that are entries of a map above, slipped to the left with all under them.

    Yields:
        The key, and the problem.
    """
    names, above = KnownNames(known), ""
    holders: dict[str, Mapping[str, Any]] = {}
    for key, value in record.items():
        if key in known:
            above = key
        elif isinstance(value, dict):
            holders = holders or {name: _keys_of_entries(known[name], remedies) for name in known}
            into = outdented(value, (*missing, above), holders)
            if into is None or names.nearest(key) or same_name(key, known):
                continue
            stands_for = (*path, into, key) if into in record else (*path, into)
            if into in missing:
                missing.remove(into)
                above = into
            message = f"unknown key `{key}`; is it an entry of `{into}`?"
            hint = f"indent it, with all that stands under it, so that it is below `{into}:`"
            yield (
                key,
                SchemaProblem("unknown-key", message, hint, (*path, key), stands_for=stands_for),
            )


def _keys_of_entries(node: Any, remedies: Remedies) -> Mapping[str, Any]:
    """Return the keys that the entries of a map may have; none for what is no such map."""
    resolve = remedies.meant.resolve
    keys: Mapping[str, Any] = resolve(resolve(node).get("additionalProperties")).get(
        "properties", {}
    )
    return keys


def _slip(key: str, same: str | None, twin: str | None) -> tuple[str, str] | None:
    """Say what is wrong with a key that is a known one but for how it is written.

    Args:
        key: The key as written.
        same: The known key that it looks like.
        twin: The key beside it that differs from it in case, hyphens or number alone.
    """
    if same is not None:
        message = f"the key `{same}` is written with {oddities(key)}"
        return message, f"type it anew: `{same}:`"
    if key[:1] == "-":
        message = f"`{key}` begins no entry of a list: a space is missing behind the hyphen"
        return message, f"write `- {key[1:]}:`"
    if twin is not None:
        message = f"unknown key `{key}`; did you mean `{twin}`, which is there, too?"
        return message, f"remove it, or add what it says to `{twin}:`"
    return None


def _refused(error: Any, path: Path, remedies: Remedies) -> SchemaProblem:
    value = error.instance
    keyword = error.validator
    name = f"`{path[-1]}`" if path and isinstance(path[-1], str) else "this entry"
    look_alike = _look_alike(error, path, name) if isinstance(value, str) else None
    if look_alike is not None:
        return look_alike
    if keyword == "type":
        return _wrong_type(error, path, name, remedies)
    if keyword == "enum":
        allowed = error.validator_value
        near = nearest(value, allowed) if isinstance(value, str) else None
        message = f"{name} cannot be {_shown(value)}"
        several = remedies.meant.several(allowed, value) if isinstance(path[-1], int) else ()
        hint = remedies.beside(path, value) or remedies.of_terms(allowed, value)
        if several:
            hint = f"write {entries(several)}"
        if hint == f"write `{near}`":
            message += f"; did you mean `{near}`?"
        return SchemaProblem("unknown-value", message, hint, path, "value")
    if keyword == "pattern":
        return _of_another_form(error, path, name, remedies)
    if keyword == "minLength":
        return SchemaProblem("empty-value", f"{name} is empty", "fill it in or remove it", path)
    if keyword == "minProperties":
        hint = f"add at least one: {fragments(form_of(remedies.meant.resolve, error.schema))}"
        return SchemaProblem("empty-value", f"{name} is empty", hint, path)
    if keyword == "minItems":
        least = error.validator_value
        message = f"{name} has {len(value)} of at least {least} entries"
        shown = entries(form_of(remedies.meant.resolve, error.schema))
        hint = f"add entries until there are {least}: {shown}"
        return SchemaProblem("too-few", message, hint, path)
    if keyword == "minimum":
        message = f"{name} is {_shown(value)}, less than {error.validator_value}"
        hint = f"write a number of at least `{error.validator_value}`"
        return SchemaProblem("bad-value", message, hint, path, "value")
    return SchemaProblem("bad-value", f"{name} does not fit: {keyword}", "see the schema", path)


def _of_another_form(error: Any, path: Path, name: str, remedies: Remedies) -> SchemaProblem:
    """Say of a value or a key that it has not the form that is asked for."""
    value = error.instance
    words = PATTERNS.get(error.validator_value, "another form")
    form = {"type": "string", "pattern": error.validator_value}
    made = remedies.meant.value(form, value)
    if "propertyNames" in error.schema_path:
        message = f"the key {_shown(value)} cannot be used as a key"
        is_slug = error.validator_value == FORMATS["slug"][0]
        hint = f"write `{remedies.key_for(path, made)}:`" if is_slug else f"write {words}"
        return SchemaProblem("bad-key", message, hint, (*path, value))
    message = f"{name} is {_shown(value)}, which is not {words}"
    hint = f"write {words}" if made is UNKNOWN else f"write `{on_one_line(made)}`"
    return SchemaProblem("bad-value", message, hint, path, "value")


def _look_alike(error: Any, path: Path, name: str) -> SchemaProblem | None:
    """Say of a value or a key which characters make it another than the one that it looks like."""
    value, keyword, wanted = error.instance, error.validator, error.validator_value
    meant_texts = (meant for meant in readings(value) if meant != value)
    meant_text = next((meant for meant in meant_texts if _fits(keyword, wanted, meant)), None)
    if meant_text is None:
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


def _wrong_type(error: Any, path: Path, name: str, remedies: Remedies) -> SchemaProblem:
    value = error.instance
    if value is None:
        return SchemaProblem("empty-value", f"{name} is empty", "fill it in or remove it", path)
    short = _short_form(error.schema) if error.validator_value == "object" else ""
    if short == NUMBER and type(value) is int:
        # Each that is not too small is made whole.
        message = f"{name} is {_shown(value)}, less than 0"
        return SchemaProblem("bad-value", message, "write a number of at least `0`", path, "value")
    message = f"{name} must be {short}{KINDS[error.validator_value]}, not {_kind(value)}"
    node = remedies.node_at(path)[1]
    if remedies.is_nothing(node, value):
        message = f"{name} holds `{_cut(value)}`, which is no content"
    hint = remedies.of_type(node, value, path)
    return SchemaProblem("wrong-type", message, hint, path, "value")


def _entry_name(path: tuple[str | int, ...], entry: Any) -> str:
    """Name a record that lacks a key: `the document`, `kind`, `declaration 1 (about x/y)`."""
    if not path:
        return "the document"
    if isinstance(path[-1], str):
        return f"`{path[-1]}`"
    group = next((step for step in reversed(path) if isinstance(step, str)), "entries")
    single = group[:-3] + "y" if group.endswith("ies") else group.removesuffix("s")
    words = f"{single.replace('_', ' ')} {path[-1] + 1}"
    for name in NAMES:
        value = entry.get(name) if isinstance(entry, Mapping) else None
        if isinstance(value, str) and value.strip():
            return f"{words} ({'about ' if name == 'about' else ''}{flat(value)[:60]})"
    return words


def _short_form(node: Mapping[str, Any]) -> str:
    """Say what one value may stand in place of a record, in words that go before the record's."""
    if SHORT_FORM not in node:
        return ""
    first = node["properties"][node[SHORT_FORM][0]]
    return "a duration or " if "pattern" in first else NUMBER


def _is_at_or_below(path: Path, places: Collection[Path]) -> bool:
    return path in places or _is_below(path, places)


def _is_below(path: Path, places: Collection[Path]) -> bool:
    return any(path[:end] in places for end in range(1, len(path) + 1))


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


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
