"""A checklist file's text to a checklist whose every path and id is known to be good."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from intspec.checklists.checklist import Checklist, PartOf
from intspec.checklists.format import ChecklistFile, Item, Part
from intspec.diagnostics import pointer
from intspec.model import Arm
from intspec.nearest import did_you_mean
from intspec.paths import STARTS, PathError, entry_type, resolve
from intspec.reading.toml_text import TomlError, toml_data
from intspec.records import is_record
from intspec.schema import json_schema, problems
from intspec.structuring import structure

FORMAT = 1
LIMIT = 2_000_000
SCHEMA_ID = "urn:intspec:checklist:1"
SCHEMA_TITLE = "intspec checklist, format 1"


class ChecklistError(ValueError):
    """A checklist file that cannot be used; the message says why, in one line."""


def load(
    text: str | bytes,
    name: str,
    base: Callable[[str], Checklist] | None = None,
    extensions: Mapping[str, type] | None = None,
) -> Checklist:
    """Read a checklist file.

    Args:
        text: The TOML text, or its UTF-8 bytes.
        name: Name of the file, for messages.
        base: Gives a checklist that this one extends or uses, by its id.
        extensions: The records of plugins' fields, by the key under `extensions`.

    Returns:
        The checklist, every path of it resolved against the model.

    Raises:
        ChecklistError: The text is not TOML, does not fit the format, names a path that is not
            in the model, names what another checklist lacks, or conflicts with the checklist
            that it extends.
    """
    data = _toml(text, name)
    if data.get("format", FORMAT) != FORMAT:
        message = f"{name}: this is format {data['format']!r}; this intspec reads format {FORMAT}"
        raise ChecklistError(message)
    schema = json_schema(ChecklistFile, SCHEMA_ID, SCHEMA_TITLE)
    for problem in problems(schema, data):
        message = f"{name}: {problem.message} at {pointer(problem.path)}: {problem.hint}"
        raise ChecklistError(message)
    file = structure(data, ChecklistFile)
    own = {
        item.id: (*_parts(file, item, name, extensions), *_used(file, item, name, base))
        for item in file.items
    }
    _unique(file, name)
    if file.extends is None:
        replaced = [item.id for item in file.items if item.replaces]
        if replaced:
            message = f"{name}: the item `{replaced[0]}` replaces, but the file extends nothing"
            raise ChecklistError(message)
        return Checklist(file=file, items=file.items, parts=own)
    if base is None:
        message = f"{name}: it extends `{file.extends}`, which is not installed"
        raise ChecklistError(message)
    return _overlay(file, own, base(file.extends), name)


def _toml(text: str | bytes, name: str) -> dict[str, Any]:
    try:
        return toml_data(text, LIMIT)
    except TomlError as error:
        message = f"{name}: {error}"
        raise ChecklistError(message) from None


def _parts(
    file: ChecklistFile, item: Item, name: str, extensions: Mapping[str, type] | None
) -> tuple[PartOf, ...]:
    scope = item.scope or file.scope
    try:
        for path in item.shows:
            resolve(path, STARTS[scope], extensions)
    except PathError as error:
        message = f"{name}: item `{item.id}`: {error}"
        raise ChecklistError(message) from None
    for part in item.parts:
        _check_part(part, STARTS[scope], f"{name}: part `{part.id}`", extensions)
    if not item.parts and not item.uses and item.delegates is None:
        message = f"{name}: the item `{item.id}` has no part, uses none, and does not delegate"
        raise ChecklistError(message)
    if item.uses and not item.parts and item.stages:
        message = (
            f"{name}: `stages` of the item `{item.id}` would hold for nothing: what it uses keeps "
            "its own"
        )
        raise ChecklistError(message)
    if item.parts and not item.uses and all(p.level == "recommended" for p in item.parts):
        message = f"{name}: the item `{item.id}` needs a part that is required"
        raise ChecklistError(message)
    return tuple(PartOf(f"{file.id}/{part.id}", part, scope, item) for part in item.parts)


def _used(
    file: ChecklistFile, item: Item, name: str, base: Callable[[str], Checklist] | None
) -> Iterator[PartOf]:
    """Go over the parts of other checklists that an item asks for too."""
    for used in item.uses:
        namespace, _, wanted = used.partition("/")
        if namespace == file.id or base is None:
            message = (
                f"{name}: the item `{item.id}` can use parts of other checklists, not `{used}`"
            )
            raise ChecklistError(message)
        other = base(namespace)
        found = other.parts.get(wanted) or tuple(p for _i, p in other.all_parts() if p.rule == used)
        if not found:
            known = [*other.parts, *(p.part.id for _i, p in other.all_parts())]
            message = (
                f"{name}: {namespace} has no item or part `{wanted}`; {did_you_mean(wanted, known)}"
            )
            raise ChecklistError(message)
        for part in found:
            if part.scope != (item.scope or file.scope):
                message = (
                    f"{name}: `{used}` is judged on the {part.scope}, the item `{item.id}` on the "
                    f"{item.scope or file.scope}"
                )
                raise ChecklistError(message)
            yield part


def _check_part(part: Part, start: type, name: str, extensions: Mapping[str, type] | None) -> None:
    if (part.rule is None) == (not part.all and not part.any):
        message = f"{name}: give either `rule`, or `all` or `any`"
        raise ChecklistError(message)
    if part.each and part.some:
        message = f"{name}: give `each` or `some`, not both"
        raise ChecklistError(message)
    starts = [start]
    try:
        if part.each or part.some:
            starts = [entry_type(path, start, extensions) for path in part.each or part.some]
        for begin in starts:
            for path in (*part.all, *part.any, *(c.path for c in (part.when, part.unless) if c)):
                _resolve_in(path, begin, start, extensions)
    except PathError as error:
        message = f"{name}: {error}"
        raise ChecklistError(message) from None


def _resolve_in(path: str, begin: type, start: type, extensions: Mapping[str, type] | None) -> None:
    if path.startswith("arm.") and start is Arm:
        resolve(path.removeprefix("arm."), Arm, extensions)
    elif is_record(begin):
        resolve(path, begin, extensions)
    elif path != ".":
        message = f"the path `{path}` begins at a plain value: write `.` for the value itself"
        raise PathError(message)


def _unique(file: ChecklistFile, name: str) -> None:
    seen: set[str] = set()
    numbers: set[str] = set()
    for item in file.items:
        for one in (item.id, *(part.id for part in item.parts)):
            if one in seen:
                message = f"{name}: the id `{one}` is used twice; items and parts share their ids"
                raise ChecklistError(message)
            seen.add(one)
        if item.number in numbers:
            message = f"{name}: the number {item.number} is used twice"
            raise ChecklistError(message)
        numbers.add(item.number)


def _overlay(
    file: ChecklistFile, own: dict[str, tuple[PartOf, ...]], base: Checklist, name: str
) -> Checklist:
    inherited = {item.id: item for item in base.items}
    numbers = {item.number: item.id for item in base.items}
    merged = dict(inherited)
    for item in file.items:
        if item.replaces and item.id not in inherited:
            guess = did_you_mean(item.id, inherited)
            message = f"{name}: `{item.id}` is to replace an item that {base.id} lacks; {guess}"
            raise ChecklistError(message)
        if item.id in inherited and not item.replaces:
            message = (
                f"{name}: {base.id} has an item `{item.id}` too: write `replaces = true` if this "
                "one stands in its place, or give it another id"
            )
            raise ChecklistError(message)
        if numbers.get(item.number, item.id) != item.id:
            message = f"{name}: {base.id} has another item under the number {item.number}"
            raise ChecklistError(message)
        merged[item.id] = item
    return Checklist(file=file, items=tuple(merged.values()), parts={**base.parts, **own})
