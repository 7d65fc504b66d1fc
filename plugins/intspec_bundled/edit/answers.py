"""What was answered on a page, as changes of the file; what is not understood changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from intspec import (
    Change,
    Diagnostic,
    Extension,
    Insert,
    NotUnderstoodError,
    Refused,
    Specification,
    Unreadable,
    edited,
    key_kinds,
    pointer,
    setting,
    state_words,
    value_at,
    value_from_words,
    words_of_value,
)
from intspec.text import flat, shorten, slug, unique
from intspec_bundled.edit.file import EditedFile, State
from intspec_bundled.edit.things import (
    LONGEST_SAID,
    SIMPLE,
    Path,
    done_at,
    kind_at,
    label_of,
    name_of,
    path_of,
)
from intspec_bundled.edit.words import WORDS

#: Where a form that adds says what is wrong with it as a whole.
SHORT_NAME = "short-name"
SAYS: Mapping[str, str] = WORDS["answers"]


@dataclass(frozen=True)
class Answer:
    """What a person wrote in a field.

    Attributes:
        at: The place, as a JSON Pointer.
        was: What the field said before.
        now: What it says now.
    """

    at: str
    was: str
    now: str


@dataclass
class Answered:
    """What became of answers.

    Attributes:
        state: The file with what could be put into it.
        problems: Why others could not, by their places.
        conflicts: Places where the file says something else by now: what it says.
        done: The places that changed, in words.
    """

    state: State
    problems: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)


def answered(file: EditedFile, state: State, answers: Sequence[Answer]) -> Answered:
    """Put answers into the file; nothing is saved."""
    found = Answered(state)
    given = {answer.at for answer in answers if answer.now.strip()}
    for answer in answers:
        if answer.now != answer.was:
            _answer(file, found, answer, given)
    return _fitting(found, state, [answer.at for answer in answers])


def _answer(file: EditedFile, found: Answered, answer: Answer, given: set[str]) -> None:
    whole, extensions = found.state.whole, file.context.registry.extensions
    path = path_of(answer.at, whole)
    kind = kind_at(path, extensions)
    if kind is None or kind.kind not in SIMPLE:
        found.problems[answer.at] = SAYS["no_place"]
        return
    present = words_of_value(kind, value_at(whole, path))
    if present == answer.now:
        return
    if present is None or present != answer.was:
        found.conflicts[answer.at] = present or ""
        return
    try:
        value = value_from_words(kind, answer.now)
    except NotUnderstoodError as error:
        found.problems[answer.at] = str(error)
        return
    if value is None and kind.required:
        found.problems[answer.at] = SAYS["needed"]
        return
    if value is not None and (missing := _lacks(whole, path, given, extensions)):
        found.problems[answer.at] = SAYS["first"].format(what=", ".join(missing))
        return
    try:
        found.state = file.changed(found.state, setting(found.state.file, path, value))
    except Refused as error:
        found.problems[answer.at] = error.message
    except Unreadable as error:
        found.problems[answer.at] = error.problems[0].message
    except UnicodeError:
        found.problems[answer.at] = SAYS["no_text"]
    else:
        found.done.append(done_at(found.state.whole, path, answer.now, extensions))


def _lacks(
    whole: Any, path: Path, given: set[str], extensions: Mapping[str, Extension]
) -> list[str]:
    """Return what has to be answered first, so that the record around a value has what it needs."""
    around = kind_at(path[:-1], extensions) if len(path) > 1 else None
    record = around.record if around is not None else Specification if len(path) == 1 else None
    if record is None:
        return []
    return [
        label_of(one.name)
        for one in key_kinds(record)
        if one.required and one.name != path[-1]
        if value_at(whole, (*path[:-1], one.name)) is None
        if pointer((*path[:-1], one.name)) not in given
    ]


def _fitting(found: Answered, before: State, places: Iterable[str]) -> Answered:
    """Take nothing of what would make a file that does not fit the schema of one that does."""
    if found.state.spec is not None or before.spec is None:
        return found
    told: Diagnostic | None = next(iter(found.state.report.diagnostics), None)
    message = f"{told.message}; {told.hint}" if told is not None else SAYS["no_text"]
    return Answered(before, {**dict.fromkeys(places, message), **found.problems}, found.conflicts)


@dataclass(frozen=True)
class Addition:
    """An entry that a person adds.

    Attributes:
        at: The list or map, as a JSON Pointer.
        pick: A list of names that is to name it then, as a JSON Pointer; else empty.
        name: A short name; empty where its words give one.
        values: What was said of it, by key.
    """

    at: str
    pick: str
    name: str
    values: Mapping[str, str]


def added(file: EditedFile, state: State, addition: Addition) -> Answered:
    """Add an entry to a list or to a map, and name it in a list that is to have it."""
    found = Answered(state)
    extensions = file.context.registry.extensions
    path = path_of(addition.at, state.whole)
    kind = kind_at(path, extensions)
    if kind is None or kind.record is None or kind.kind not in ("entries", "catalogue"):
        found.problems[SHORT_NAME] = SAYS["no_place"]
        return found
    entry = _entry(found, kind.record, addition)
    if found.problems:
        return found
    present = value_at(state.whole, path)
    step: str | int = len(present) if isinstance(present, list) else 0
    if kind.kind == "catalogue":
        step = _own_key(found, addition.name, entry, present or {})
        keys = {one.name for one in key_kinds(kind.record)}
        if "label" in keys and _loses(addition.name, step):
            entry.setdefault("label", addition.name.strip())
    if not entry and SHORT_NAME not in found.problems:
        # One of what was offered is enough; none of it may be what stands first on the page.
        offered = list(addition.values) or [SHORT_NAME]
        several = ", ".join(label_of(one) for one in offered)
        found.problems[offered[0]] = SAYS["one_of"].format(what=several)
    if found.problems:
        return found
    try:
        _take(file, found, (*path, step), entry)
        _name(file, found, addition.pick, step)
    except (Refused, Unreadable, UnicodeError) as error:
        return Answered(state, {SHORT_NAME: getattr(error, "message", SAYS["no_text"])})
    found.done.append(done_at(found.state.whole, (*path, step), SAYS["added"], extensions))
    return _fitting(found, state, [SHORT_NAME])


def _entry(found: Answered, record: type, addition: Addition) -> dict[str, Any]:
    """Return an entry as the file will have it; what is wrong with it is told."""
    entry: dict[str, Any] = {}
    for kind in key_kinds(record):
        try:
            value = value_from_words(kind, addition.values.get(kind.name, ""))
        except NotUnderstoodError as error:
            found.problems[kind.name] = str(error)
            continue
        if value is not None:
            entry[kind.name] = value
        elif kind.required and kind.kind in SIMPLE:
            found.problems[kind.name] = SAYS["say"]
    return entry


def _own_key(
    found: Answered, name: str, entry: Mapping[str, Any], present: Mapping[str, Any]
) -> str:
    """Return the key of a new entry: made of its short name, or of its first words."""
    words = name or next((value for value in entry.values() if isinstance(value, str)), "")
    key = slug(words)[:60].strip("-")
    if not key:
        found.problems[SHORT_NAME] = SAYS["name"]
    return unique(key or "first", present)


def _name(file: EditedFile, found: Answered, pick: str, step: str | int) -> None:
    """Put a new entry's key into the list that is to name it."""
    path = path_of(pick, found.state.whole)
    names = kind_at(path, file.context.registry.extensions) if path else None
    if names is None or names.kind not in ("key", "keys"):
        return
    held = value_at(found.state.whole, path)
    several = [*(held if isinstance(held, list) else []), step]
    _take(file, found, path, several if names.kind == "keys" else step)


def _take(file: EditedFile, found: Answered, path: Path, value: Any) -> None:
    found.state = file.changed(found.state, setting(found.state.file, path, value))


def _loses(name: str, key: str) -> bool:
    """Tell whether a key says less than the name that it was made of."""
    return bool(name.strip()) and key.replace("-", " ") != name.strip().lower()


def removed(file: EditedFile, state: State, at: str) -> Answered:
    """Take an entry away."""
    path = path_of(at, state.whole)
    found = Answered(state)
    kind = kind_at(path[:-1], file.context.registry.extensions) if path else None
    entry = kind is not None and kind.kind in ("entries", "catalogue")
    if not entry and path[:1] != ("declarations",):
        found.problems[at] = SAYS["no_place"]
        return found
    _change(file, found, at, setting(state.file, path, None))
    found.done.append(done_at(state.whole, path, "", file.context.registry.extensions))
    return _fitting(found, state, [at])


def declared(file: EditedFile, state: State, declaration: Mapping[str, str]) -> Answered:
    """Add a declaration, which has a reason that somebody wrote."""
    found = Answered(state)
    entry = {key: value.strip() for key, value in declaration.items() if value.strip()}
    for needed in ("about", "state", "reason"):
        if needed not in entry:
            found.problems[needed] = SAYS[f"declare_{needed}"]
    if found.problems:
        return found
    present = value_at(state.whole, ("declarations",))
    present = present if isinstance(present, list) else []
    same = ("about", "arm", "target")
    for number, one in enumerate(present):
        if isinstance(one, Mapping) and all(one.get(key) == entry.get(key) for key in same):
            _change(file, found, "reason", setting(state.file, ("declarations", number), entry))
            break
    else:
        path = ("declarations", len(present))
        _change(file, found, "reason", setting(state.file, path, entry))
    where = [entry["arm"]] if "arm" in entry else []
    named = [name_of(value_at(state.whole, ("interventions", key)), key) for key in where]
    said = shorten(flat(f"{state_words(entry['state'])}: {entry['reason']}"), LONGEST_SAID)
    found.done.append(": ".join([*named, entry["about"], said]))
    return _fitting(found, state, ["reason"])


def located(file: EditedFile, state: State, location: Mapping[str, str]) -> Answered:
    """Add a location: where an item is reported, and nothing of what is said there."""
    found = Answered(state)
    present = value_at(state.whole, ("locations",))
    path = ("locations", len(present) if isinstance(present, list) else 0)
    _change(file, found, "locations", setting(state.file, path, dict(location)))
    found.done.append(f"{label_of('locations')}: {location.get('about', '')}")
    return _fitting(found, state, ["locations"])


def _change(file: EditedFile, found: Answered, at: str, changes: Sequence[Change]) -> None:
    try:
        found.state = file.changed(found.state, changes)
    except (Refused, Unreadable, UnicodeError) as error:
        found.problems[at] = getattr(error, "message", SAYS["no_text"])


def begun(title: str, stage: str, arms: Sequence[tuple[str, str]], **others: Any) -> bytes:
    """Return a specification to begin with, of what was answered.

    Args:
        title: Its title.
        stage: The stage of the study.
        arms: The name and role of each arm.
        **others: The other keys, such as `described_by`.
    """
    keys: dict[str, str] = {}
    for name, _role in arms:
        keys[unique(slug(name)[:40].strip("-") or "arm", keys)] = name
    roles = [role for _name, role in arms]
    data: dict[str, Any] = {
        **others,
        "title": title,
        "stage": stage,
        "interventions": {
            key: {"role": role, "name": name}
            for (key, name), role in zip(keys.items(), roles, strict=True)
        },
    }
    ordered = {key: data[key] for key in _order(data) if data[key]}
    raw = b'intspec: "1.0"\n'
    return edited(raw, [Insert((key,), value) for key, value in ordered.items()], path="new.yaml")


def _order(data: Mapping[str, Any]) -> list[str]:
    known = [one.name for one in key_kinds(Specification)]
    return sorted(data, key=known.index)


__all__ = ["Answer", "Answered", "added", "answered", "begun", "declared", "located", "removed"]
