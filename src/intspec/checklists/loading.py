"""A checklist file's text to a checklist whose every path and id is known to be good."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from intspec.checklists.checklist import (
    Checklist,
    ChecklistFile,
    Cues,
    CuesFile,
    Item,
    Part,
    PartOf,
)
from intspec.diagnostics import Path
from intspec.lazy import is_record
from intspec.model import Arm, Specification
from intspec.reading.toml_text import TomlError, toml_data, toml_text
from intspec.rules.paths import STARTS, PathError, entry_type, resolve
from intspec.schema import json_schema, problems
from intspec.schema.extension import Extensions
from intspec.schema.structure import structure
from intspec.text.names import did_you_mean
from intspec.text.wording import flat

T = TypeVar("T")
#: Under this key stands what a denial makes false of the study as a whole.
OF_STUDY = "conduct"
#: What paths to fields of plugins have in them.
OF_PLUGINS = b"extensions."
FORMAT = 1
LIMIT = 2_000_000
SCHEMA_ID = "urn:intspec:checklist:1"
SCHEMA_TITLE = "intspec checklist, format 1"


class ChecklistError(ValueError):
    """A checklist file that cannot be used; the message says where and why, in one line."""

    def __init__(self, message: str) -> None:
        super().__init__(flat(message))


class _Slip(ValueError):  # noqa: N818 -- part of a file, told as a `ChecklistError`
    """What is wrong with a checklist file, and the path of it in the file."""

    def __init__(self, message: str, path: Path = ()) -> None:
        super().__init__(message)
        self.path = path


def load(  # noqa: PLR0913 -- what a checklist may refer to stands in as many places
    text: str | bytes,
    name: str,
    base: Callable[[str], Checklist] | None = None,
    extensions: Extensions | None = None,
    cues_of: Callable[[str], Mapping[str, Cues]] | None = None,
    *,
    built: dict[str, Any] | None = None,
) -> Checklist:
    """Read a checklist file.

    Args:
        text: The TOML text, or its UTF-8 bytes.
        name: Name of the file, for messages.
        base: Gives a checklist that this one extends or uses, by its id.
        extensions: The fields of plugins, by the key under `extensions`.
        cues_of: Gives the cues of a checklist, also those that stand in a file beside it.
        built: The data of a bundled checklist, as it was read when the wheel was built. It is known
            to be good: tests hold each bundled checklist to all that is held here.

    Returns:
        The checklist, every path of it resolved against the model.

    Raises:
        ChecklistError: The text is not TOML, does not fit the format, names a path that is not
            in the model, names what another checklist lacks, or conflicts with the checklist
            that it extends.
    """
    good = built is not None and not _names_plugins(text)

    def make(data: dict[str, Any]) -> Checklist:
        return _load(data, base, extensions, cues_of, good=good)

    return _told(text, name, make, built)


def load_cues(text: bytes, name: str, file: ChecklistFile) -> Mapping[str, Cues]:
    """Read the file with the cues of a checklist's items.

    Args:
        text: The TOML text, as UTF-8.
        name: Name of the file, for messages.
        file: The checklist.

    Returns:
        The cues by the item's id.

    Raises:
        ChecklistError: The text is not TOML, does not fit the format, or gives cues of an item
            that the checklist lacks or has cues for itself.
    """
    return _told(text, name, lambda data: _load_cues(data, file))


def _names_plugins(text: str | bytes) -> bool:
    """Tell whether a checklist may have paths to fields of plugins: these may be switched off."""
    return OF_PLUGINS in (text.encode() if isinstance(text, str) else text)


def _told(
    text: str | bytes,
    name: str,
    make: Callable[[dict[str, Any]], T],
    built: dict[str, Any] | None = None,
) -> T:
    """Make something of a file's data; what is wrong with it is told with its line."""
    try:
        return make(toml_data(text, LIMIT) if built is None else built)
    except TomlError as error:
        message = f"{name}:{error.line}: {error.reason}"
    except _Slip as slip:
        from intspec.reading.toml_places import place, positions  # noqa: PLC0415 -- start-up

        line, _column = place(positions(toml_text(text, LIMIT)), slip.path)
        message = f"{name}:{line}: {slip}"
    raise ChecklistError(message)


def fits(text: bytes) -> bool:
    """Tell whether a text has the form of a checklist file, whatever else may be wrong with it."""
    try:
        data = toml_data(text, LIMIT)
    except TomlError:
        return False
    schema = json_schema(ChecklistFile, SCHEMA_ID, SCHEMA_TITLE)
    return not problems(schema, data, toml=True)


def _load(
    data: dict[str, Any],
    base: Callable[[str], Checklist] | None,
    extensions: Extensions | None,
    cues_of: Callable[[str], Mapping[str, Cues]] | None,
    *,
    good: bool,
) -> Checklist:
    if not good:
        if data.get("format", FORMAT) != FORMAT:
            message = f"this is format {data['format']!r}; this intspec reads format {FORMAT}"
            raise _Slip(message, ("format",))
        _refuse_unfit(data, ChecklistFile)
    file = structure(data, ChecklistFile)
    own: dict[str, tuple[PartOf, ...]] = {}
    for number, item in enumerate(file.items):
        if not good:
            _check_item(file, number, extensions)
        own[item.id] = (*_parts(file, item), *_used(file, number, base))
    if not good:
        _refuse_twins(file)
    more: dict[str, Any] = {} if cues_of is None else {"cues_of": cues_of}
    if file.extends is None:
        for number, item in enumerate(file.items):
            if item.replaces:
                message = f"the item `{item.id}` replaces, but the file extends nothing"
                raise _Slip(message, ("items", number, "replaces"))
        return Checklist(file, file.items, own, **more)
    if base is None:
        message = f"it extends `{file.extends}`, which is not installed"
        raise _Slip(message, ("extends",))
    items, parts = _overlay(file, own, base(file.extends))
    return Checklist(file, items, parts, **more)


def _load_cues(data: dict[str, Any], file: ChecklistFile) -> Mapping[str, Cues]:
    _refuse_unfit(data, CuesFile)
    cues = structure(data, CuesFile).items
    items = {item.id: item for item in file.items}
    for name in cues:
        if name not in items:
            message = f"`{file.id}` has no item `{name}`; {did_you_mean(name, items)}"
            raise _Slip(message, ("items", name))
        if items[name].cues is not None:
            message = f"the item `{name}` has cues in the checklist too: keep them in one place"
            raise _Slip(message, ("items", name))
    return cues


def _refuse_unfit(data: dict[str, Any], kind: type) -> None:
    """Hold data against the schema of a record.

    Raises:
        _Slip: It does not fit.
    """
    for problem in problems(json_schema(kind, SCHEMA_ID, SCHEMA_TITLE), data, toml=True):
        message = f"{problem.message}: {problem.hint}"
        raise _Slip(message, problem.path)


def _parts(file: ChecklistFile, item: Item) -> tuple[PartOf, ...]:
    scope = item.scope or file.scope
    return tuple(PartOf(f"{file.id}/{part.id}", part, scope, item) for part in item.parts)


def _check_item(file: ChecklistFile, number: int, extensions: Extensions | None) -> None:
    """Look up all paths of an item, and whether it asks for something.

    Raises:
        _Slip: A path leads nowhere, or keys of the item contradict each other.
    """
    item = file.items[number]
    at = ("items", number)
    scope = item.scope or file.scope
    shown = [("shows", path) for path in item.shows]
    denied = [("denied", path) for path in item.denied]
    _look_up(denied, lambda p: _resolve_denied(p, extensions), f"item `{item.id}`", at)
    _look_up(shown, lambda p: resolve(p, STARTS[scope], extensions), f"item `{item.id}`", at)
    for part_number, part in enumerate(item.parts):
        _check_part(part, STARTS[scope], extensions, (*at, "parts", part_number))
    if not item.parts and not item.uses and item.delegates is None:
        message = f"the item `{item.id}` has no part, uses none, and does not delegate"
        raise _Slip(message, at)
    if item.uses and not item.parts and item.stages:
        message = (
            f"`stages` of the item `{item.id}` would hold for nothing: what it uses keeps its own"
        )
        raise _Slip(message, (*at, "stages"))
    if item.parts and not item.uses and all(p.level == "recommended" for p in item.parts):
        message = f"the item `{item.id}` needs a part that is required"
        raise _Slip(message, at)


def _used(
    file: ChecklistFile, number: int, base: Callable[[str], Checklist] | None
) -> Iterator[PartOf]:
    """Go over the parts of other checklists that an item asks for too."""
    item = file.items[number]
    at = ("items", number, "uses")
    for used in item.uses:
        namespace, _, wanted = used.partition("/")
        if namespace == file.id or base is None:
            message = f"the item `{item.id}` can use parts of other checklists, not `{used}`"
            raise _Slip(message, at)
        other = base(namespace)
        parts = other.parts.get(wanted) or tuple(p for _i, p in other.all_parts() if p.rule == used)
        if not parts:
            known = [*other.parts, *(p.part.id for _i, p in other.all_parts())]
            message = f"{namespace} has no item or part `{wanted}`; {did_you_mean(wanted, known)}"
            raise _Slip(message, at)
        for part in parts:
            if part.scope != (item.scope or file.scope):
                message = (
                    f"`{used}` is judged on the {part.scope}, the item `{item.id}` on the "
                    f"{item.scope or file.scope}"
                )
                raise _Slip(message, at)
            yield part


def _check_part(part: Part, start: type, extensions: Extensions | None, at: Path) -> None:
    name = f"part `{part.id}`"
    if (part.rule is None) == (not part.all and not part.any):
        message = f"{name}: give either `rule`, or `all` or `any`"
        raise _Slip(message, at)
    if part.each and part.some:
        message = f"{name}: give `each` or `some`, not both"
        raise _Slip(message, at)
    lists = [("each", path) for path in part.each] + [("some", path) for path in part.some]
    asked = [("all", path) for path in part.all] + [("any", path) for path in part.any]
    asked += [("when", part.when.path)] if part.when else []
    asked += [("unless", part.unless.path)] if part.unless else []
    for begin in _look_up(lists, lambda p: entry_type(p, start, extensions), name, at) or [start]:
        _look_up(asked, partial(_resolve_in, begin, start, extensions), name, at)


def _look_up(
    paths: Iterable[tuple[str, str]], look: Callable[[str], T], name: str, at: Path
) -> list[T]:
    """Look paths up in the model, each with the key that it stands under.

    Raises:
        _Slip: One leads nowhere.
    """
    faults = []
    for key, path in paths:
        try:
            faults.append(look(path))
        except PathError as error:
            message = f"{name}: {error}"
            raise _Slip(message, (*at, key)) from None
    return faults


def _resolve_denied(path: str, extensions: Extensions | None) -> None:
    """Look up what a denial makes false: it stands in an arm, or in the specification."""
    of_study = path.startswith(f"{OF_STUDY}.")
    resolve(path, Specification if of_study else Arm, extensions)


def _resolve_in(begin: type, start: type, extensions: Extensions | None, path: str) -> None:
    if path.startswith("arm.") and start is Arm:
        resolve(path.removeprefix("arm."), Arm, extensions)
    elif is_record(begin):
        resolve(path, begin, extensions)
    elif path != ".":
        message = f"the path `{path}` begins at a plain value: write `.` for the value itself"
        raise PathError(message)


def _refuse_twins(file: ChecklistFile) -> None:
    seen: set[str] = set()
    numbers: set[str] = set()
    for at, item in enumerate(file.items):
        named: list[tuple[Path, str]] = [(("items", at), item.id)]
        named += [(("items", at, "parts", n), part.id) for n, part in enumerate(item.parts)]
        for path, name in named:
            if name in seen:
                message = f"the id `{name}` is used twice; items and parts share their ids"
                raise _Slip(message, (*path, "id"))
            seen.add(name)
        if item.number in numbers:
            message = f"the number {item.number} is used twice"
            raise _Slip(message, ("items", at, "number"))
        numbers.add(item.number)


def _overlay(
    file: ChecklistFile, own: dict[str, tuple[PartOf, ...]], base: Checklist
) -> tuple[tuple[Item, ...], dict[str, tuple[PartOf, ...]]]:
    """Return the items and the parts of a checklist that lies over another one."""
    inherited = {item.id: item for item in base.items}
    numbers = {item.number: item.id for item in base.items}
    merged = dict(inherited)
    for at, item in enumerate(file.items):
        if item.replaces and item.id not in inherited:
            guess = did_you_mean(item.id, inherited)
            message = f"`{item.id}` is to replace an item that {base.id} lacks; {guess}"
            raise _Slip(message, ("items", at, "replaces"))
        if item.id in inherited and not item.replaces:
            message = (
                f"{base.id} has an item `{item.id}` too: write `replaces = true` if this one "
                "stands in its place, or give it another id"
            )
            raise _Slip(message, ("items", at, "id"))
        if numbers.get(item.number, item.id) != item.id:
            message = f"{base.id} has another item under the number {item.number}"
            raise _Slip(message, ("items", at, "number"))
        merged[item.id] = item
    return tuple(merged.values()), {**base.parts, **own}
