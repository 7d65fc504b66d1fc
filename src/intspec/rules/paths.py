"""Check the paths that checklists write against the model, and follow them in a specification.

A path is keys joined by dots, read from the subject: `rationale.goal`. It goes through lists and
catalogues to every entry, and through a reference to the thing it names: from an arm,
`providers.training.content` is the training content of each provider that the arm names. `study.`
begins at the document's root.
"""

import typing
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

import attrs

from intspec.diagnostics import Path
from intspec.lazy import declared, is_record
from intspec.model import Arm, Modification, Specification, Training
from intspec.rules import Scope, Subject
from intspec.rules.implied import implied
from intspec.rules.latest import latest
from intspec.schema.extension import Extension
from intspec.schema.generating import extensions_of, fields_of, leaf_type, plain_type
from intspec.text.names import KnownNames, did_you_mean
from intspec.text.placeholders import ChosenWord, DanglingReference, is_placeholder

ROOT = "study"
#: Keys whose values others may imply.
IMPLIED = ("kind", "blinded")
#: The type of the catalogue of plugins' fields: a path names one of them, and goes through it.
EXTENSIONS: Any = plain_type(fields_of(Specification)["extensions"].type)
STARTS: Mapping[Scope, type] = {
    "study": Specification,
    "arm": Arm,
    "modification": Modification,
}


class PathError(ValueError):
    """A path that leads nowhere in the model."""


class Place(NamedTuple):
    """A value and where it is.

    Attributes:
        value: The value; None if it is absent.
        path: Where it is, from the root.
        below: The keys that were asked of its entries, where it is an empty list or catalogue.
    """

    value: Any
    path: Path
    below: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the value is called: its name, kind, label or key."""
        for key in ("name", "title", "label", "kind", "what", "text"):
            text = getattr(self.value, key, None)
            if isinstance(text, str) and text:
                return text
        return str(self.path[-1]) if self.path else ""


def resolve(path: str, start: type, extensions: Mapping[str, Extension] | None = None) -> None:
    """Make sure that a path is in the model.

    Args:
        path: The path as written.
        start: The class that it is read from.
        extensions: The fields of plugins, by the key under `extensions`; when absent,
            such fields are not looked into.

    Raises:
        PathError: A step is not in the model; the message names the nearest that is.
    """
    _lead(path, start, extensions, name_only=True)


def entry_type(path: str, start: type, extensions: Mapping[str, Extension] | None = None) -> Any:
    """Return the type of the entries of the list or catalogue that a path leads to.

    Raises:
        PathError: The path is not in the model.
    """
    return _entry(*_lead(path, start, extensions))


def _lead(
    path: str,
    start: type,
    extensions: Mapping[str, Extension] | None = None,
    *,
    name_only: bool = False,
) -> tuple[Any, str | None]:
    """Return the type that a path leads to, and what it refers to if it is a reference.

    With `name_only` the last step need only be there, so that attrs need not make its record.
    """
    steps = path.split(".")
    annotation: Any = start
    holder: Any = start
    refers: str | None = None
    if steps[0] == ROOT:
        annotation, steps = Specification, steps[1:]
    for number, step in enumerate(steps):
        if number and annotation is EXTENSIONS:
            if extensions is None:
                return Any, None
            known = extensions_of(holder, extensions)
            if step not in known:
                guess = did_you_mean(step, known, otherwise="no plugin has any")
                where = " of an arm" if holder is Arm else ""
                message = f"the path `{path}`: no plugin has fields{where} named `{step}`; {guess}"
                raise PathError(message)
            annotation, refers = known[step], None
            continue
        annotation = _entry(annotation, refers)
        if annotation is Any:
            return Any, None
        if not is_record(annotation):
            message = f"the path `{path}` goes on after a value: remove `.{step}`"
            raise PathError(message)
        if name_only and number == len(steps) - 1 and step in declared(annotation):
            return Any, None
        fields = fields_of(annotation)
        if step not in fields:
            guess = did_you_mean(step, fields)
            message = f"the path `{path}` is not in the model: no `{step}`; {guess}"
            raise PathError(message)
        refers = fields[step].metadata.get("refers")
        holder, annotation = annotation, plain_type(fields[step].type)
    return annotation, refers


@cache
def _entry(annotation: Any, refers: str | None) -> Any:
    """Return the type that a path meets next: the class of an entry, or a reference's target."""
    origin = typing.get_origin(annotation)
    if refers is not None:
        start: Any = Specification
        if refers.startswith("./"):
            start, refers = Arm, refers[2:]
        return _entry(*_lead(refers, start))
    if origin is tuple:
        return _entry(typing.get_args(annotation)[0], None)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _entry(typing.get_args(annotation)[1], None)
    return annotation


def is_empty(value: Any) -> bool:
    """Tell whether a value says nothing, as a placeholder does. False and 0 say something."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip() or is_placeholder(value)
    if isinstance(value, tuple):
        return all(map(is_empty, value))
    names = _names(value.__class__)
    if names is not None:
        return all(is_empty(getattr(value, name)) for name in names)
    return _is_map(value.__class__) and not value


@cache
def _is_map(cls: Any) -> bool:
    """Tell whether a class is one of maps; asked of each value, `isinstance` takes far longer."""
    return issubclass(cls, Mapping)


@cache
def _names(cls: Any) -> tuple[str, ...] | None:
    """Return the names of a record's fields; None for what is no record."""
    if not is_record(cls):
        return None
    # That numbers are approximate says nothing where there are none.
    names = [f.name for f in attrs.fields(cls)]
    return tuple(name for name in names if name != "about" or "max" not in names)


def follow(path: str, subject: Subject, start: Place | None = None) -> list[Place]:
    """Follow a path to everything it leads to, empty values included.

    Args:
        path: A path that `resolve` accepts.
        subject: The subject.
        start: Where the path is read from; the subject itself when absent.

    Returns:
        A place for each end. Where an object on the way is absent, one place with the value None
        stands for all that would be in it.
    """
    ends: list[Place] = []
    steps, value, value_path = _begin(path, subject, start)
    _Walk(subject, ends.append).on(value, value_path, steps)
    return ends


def entries(path: str, subject: Subject, start: Place | None = None) -> list[Place]:
    """Return the entries of what a path leads to: things named by reference, once each."""
    steps, value, value_path = _begin(path, subject, start)
    # Most arms say nothing of most that checklists ask for.
    if start is None and _is_silent(value, steps[0]):
        return []
    places: dict[Path, Place] = {}

    def keep(place: Place) -> None:
        if place.value is not None:
            places.setdefault(place.path, place)

    _Walk(subject, keep, into_entries=True).on(value, value_path, steps)
    return list(places.values())


def _is_silent(record: Any, step: str) -> bool:
    """Tell whether a record holds nothing at a step, and nothing else stands in for it there."""
    traits = _traits(record.__class__)[step]
    if traits.inherits is not None or traits.name in IMPLIED:
        return False
    value = getattr(record, traits.name)
    # What was taken out of the document may stand in a tuple of another class, which notes it.
    kind = value.__class__
    return value is None or ((kind is tuple or _is_map(kind)) and not value)


def _begin(path: str, subject: Subject, start: Place | None) -> tuple[tuple[str, ...], Any, Path]:
    """Return the steps of a path, and the value that they begin at with its place."""
    steps = _steps(path)
    if steps[0] == ROOT:
        return steps[1:], subject.spec, ()
    if start is not None:
        return steps, start.value, start.path
    return steps, subject_value(subject), subject.path


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def subject_value(subject: Subject) -> Any:
    """Return the part of the specification that the subject is."""
    if subject.arm is None:
        return subject.spec
    if subject.index is not None and subject.arm.modifications is not None:
        return subject.arm.modifications.entries[subject.index]
    return subject.arm


class _Walk:
    """Follows paths through a specification, and hands on the value and path of each end.

    Args:
        subject: The subject.
        give: Is given each end.
        into_entries: Whether an end that is a list or a catalogue is gone into.
    """

    __slots__ = ("give", "into_entries", "subject")

    def __init__(
        self, subject: Subject, give: Callable[[Place], None], *, into_entries: bool = False
    ) -> None:
        self.subject = subject
        self.give = give
        self.into_entries = into_entries

    def on(self, value: Any, path: Path, steps: tuple[str, ...]) -> None:
        """Follow the remaining steps from a value."""
        # Most fields have no traits: from record to record along these it takes no call.
        while steps and (traits := _traits_of(value.__class__)) is not None:
            field = traits[steps[0]]
            if not field.plain:
                self.step(value, path, steps, field)
                return
            value, path, steps = getattr(value, field.name), (*path, field.name), steps[1:]
        if not steps and not self.into_entries:
            self.give(Place(value, path))
        elif value is None:
            self.give(Place(None, (*path, *steps)))
        elif isinstance(value, tuple):
            if not value:
                self.give(Place(None, path, steps))
            for number, inner in enumerate(value):
                self.on(inner, (*path, number), steps)
        elif _is_map(value.__class__):
            if not value:
                self.give(Place(None, path, steps))
            for key, inner in value.items():
                self.on(inner, (*path, key), steps)
        else:
            self.give(Place(value, path))

    def end(self, refers: str | None, value: Any, path: Path, rest: tuple[str, ...]) -> None:
        """Give what a field holds; where all that it refers to are empty words, the first."""
        names = (value,) if isinstance(value, str) else value
        if refers is not None and names and not rest:
            entries = [dereference(refers, name, self.subject) for name in names]
            empty = [entry and _first_empty_word(entry) for entry in entries]
            if all(empty) and empty[0] is not None:
                self.give(empty[0])
                return
        self.on(value, path, rest)

    def dangling(self, names: tuple[str, ...], path: Path) -> None:
        """Give the references that lead nowhere beside others: a key alone states nothing."""
        for number, name in enumerate(names):
            if isinstance(name, DanglingReference):
                self.give(Place(name, (*path, number)))

    def trained_for_other(self, path: Path) -> bool:
        """Tell whether a provider was trained for an arm that is tried, and this is another."""
        arm = self.subject.arm
        if arm is None or arm.role == "experimental":
            return False
        arms = self.subject.spec.interventions.values()
        return any(one.role == "experimental" and _names_provider(one, path[1]) for one in arms)

    def step(self, record: Any, path: Path, steps: tuple[str, ...], field: "_Traits") -> None:
        """Follow one step from a record, and on through what it refers to or inherits."""
        _plain, name, extends, inherits, refers, chosen = field
        value = getattr(record, name)
        if chosen and value.__class__ is str and is_placeholder(value):
            value = ChosenWord(value)
        if not value and name in IMPLIED:
            value = implied(record, name, str(path[-1]) if path else "")
        if name == "materials" and isinstance(record, Training) and self.trained_for_other(path):
            value = ()
        path = (*path, name)
        rest = steps[1:]
        if extends and rest:
            self.on(value.get(rest[0]), (*path, rest[0]), rest[1:])
            return
        if inherits is not None and self.subject.arm is not None and is_empty(value):
            arm = Place(self.subject.arm, self.subject.path[:2])
            inherited = follow(inherits, self.subject, arm)
            if inherited and not is_empty(inherited[0].value):
                value = inherited[0].value
        if refers is None or value is None or not (rest or self.into_entries):
            self.end(refers, value, path, rest)
            return
        names = (value,) if isinstance(value, str) else value
        targets = [
            entry for key in names if (entry := dereference(refers, key, self.subject)) is not None
        ]
        if not targets:
            self.give(Place(None, path, rest))
        if not rest:
            self.dangling(names, path)
        for target in targets:
            self.on(target.value, target.path, rest)


def _first_empty_word(entry: Place) -> Place | None:
    """Return where the first placeholder of an entry stands that says nothing else."""
    record = entry.value
    names = _names(record.__class__) if record is not None else None
    if names is None or not is_empty(record):
        return None
    stated = ((name, getattr(record, name)) for name in names)
    texts = (Place(text, (*entry.path, n)) for n, text in stated if isinstance(text, str) and text)
    return next(texts, None)


def _names_provider(arm: Arm, key: int | str) -> bool:
    return key in arm.providers or any(key in one.providers for one in arm.procedures.values())


class _Traits(NamedTuple):
    """What following a path asks of a field of a record.

    Attributes:
        plain: Whether it has none of these traits: the path leads on to its value as it is.
        name: Its name.
        extends: Whether it is the catalogue of plugins' fields.
        inherits: What it inherits.
        refers: What it refers to.
        chosen: Whether it takes a word of a list, of which each is an answer.
    """

    plain: bool
    name: str
    extends: bool
    inherits: str | None
    refers: str | None
    chosen: bool


@cache
def _traits_of(cls: Any) -> Mapping[str, _Traits] | None:
    """Return what following a path asks of each field of a record; None for what is no record."""
    return _traits(cls) if is_record(cls) else None


@cache
def _traits(cls: type) -> Mapping[str, _Traits]:
    """Return what following a path asks of each field of a record, by the step that leads to it."""
    traits = {}
    for step, field in fields_of(cls).items():
        extends = plain_type(field.type) is EXTENSIONS
        inherits, refers = field.metadata.get("inherits"), field.metadata.get("refers")
        leaf = leaf_type(field.type)
        # Only a text can be a placeholder.
        chosen = leaf is not str and not is_record(leaf)
        of_training = issubclass(cls, Training) and field.name == "materials"
        special = extends or inherits or refers or chosen or of_training or field.name in IMPLIED
        traits[step] = _Traits(not special, field.name, extends, inherits, refers, chosen)
    return traits


def catalogue(
    refers: str, spec: Specification, arm_key: str | None
) -> tuple[Mapping[str, Any], Path]:
    """Return the catalogue that references of one kind point into, and its path."""
    value: Any = spec
    path: Path = ()
    steps = refers
    if refers.startswith("./"):
        if arm_key is None or arm_key not in spec.interventions:
            return {}, ()
        value, path, steps = spec.interventions[arm_key], ("interventions", arm_key), refers[2:]
    for step in steps.split("."):
        value = getattr(value, step) if value is not None else None
        path = (*path, step)
    return {} if value is None else value, path


def whole(catalogue: Any) -> Mapping[str, Any]:
    """Return a catalogue with None for each entry that was taken out; it notes no reading.

    Args:
        catalogue: A catalogue, which may be an `Absent`.
    """
    gone: Mapping[str, Any] = getattr(catalogue, "gone", {})
    return {**catalogue.entries, **dict.fromkeys(gone)} if gone else catalogue


def known_names(refers: str, subject: Subject) -> KnownNames:
    """Return the names of the catalogue that references of one kind point into."""
    arm_key = subject.arm_key if refers.startswith("./") else None
    catalogues = _names_of_catalogues(subject.spec)
    if (refers, arm_key) not in catalogues:
        targets, _path = catalogue(refers, subject.spec, arm_key)
        catalogues[refers, arm_key] = KnownNames(whole(targets))
    return catalogues[refers, arm_key]


@latest
def _names_of_catalogues(_spec: Specification) -> dict[tuple[str, str | None], KnownNames]:
    return {}


def dereference(refers: str, name: str, subject: Subject) -> Place | None:
    """Return what a reference names.

    A name that is not known stands for the nearest that is: the broken reference has a finding of
    its own, and one slip shall not set off others.
    """
    targets, path = catalogue(refers, subject.spec, subject.arm_key)
    if name not in targets:
        known = name in whole(targets)
        near = name if known else known_names(refers, subject).nearest(name)
        if near is None:
            return None
        name = near
    return Place(targets.get(name), (*path, name))
