"""What stands on a page: fields with what the file says now, in groups as the model has them."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from intspec import (
    Arm,
    Extension,
    KeyKind,
    Specification,
    key_kinds,
    pointer,
    pointer_steps,
    value_at,
    words_of_value,
)
from intspec.text import flat, shorten
from intspec_bundled.edit.questions import ARMS, Keys
from intspec_bundled.edit.words import WORDS

Path = tuple[str | int, ...]
#: Kinds of keys that are one answer.
SIMPLE = frozenset(
    {"line", "text", "number", "yes-or-no", "choice", "duration", "amount", "durations"}
    | {"frequency", "key", "texts", "choices", "keys"}
)
#: How deep records in records are shown that no part asks for.
DEEPEST = 3
#: Keys by which an entry is called, the best first.
NAMES = ("name", "title", "label", "kind", "text", "what", "description", "citation", "measure")
#: How many answers are offered for a new entry that needs none of them in particular.
MOST_FIRST = 4
SOURCES, TERMS = "sources", "terms"
#: How descriptions of keys are put for those who see no keys.
PLAINLY = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"^Keys? of (?:the )?", ""),
        (r"^true if ", "Yes if "),
        (r", false if ", ", no if "),
        (r"`false` is an answer, not a gap\.", "No is an answer."),
        (r",? each (?:\w+ )?under a key(?: of its own)?", ""),
        (r"`([^`]*)`", r"\1"),
    )
)
ALL = Keys(whole=True)
#: Keys that are abbreviations.
SHORT = frozenset({"doi", "url", "orcid", "ror", "id"})
#: How long a name of an entry may be where it can be picked.
LONGEST_NAME = 70
#: How much of an answer the list of changes repeats.
LONGEST_SAID = 60


@dataclass(frozen=True)
class Field:
    """One answer.

    Attributes:
        at: Its place, as a JSON Pointer.
        kind: What it holds.
        label: What it is called.
        words: What the file says now; None where no words are read as that.
        choices: What can be chosen: values, and what each is called.
        asked: Whether it is shown at once, and not under "more".
        required: Whether what stands around it needs it.
    """

    at: str
    kind: KeyKind
    label: str
    words: str | None
    choices: tuple[tuple[str, str], ...]
    asked: bool
    required: bool

    @property
    def id(self) -> str:
        """A name for the page, the same each time."""
        return identifier(self.at)

    @property
    def help(self) -> str:
        """What it holds, in words."""
        return plainly(self.kind.description)

    @property
    def lines(self) -> tuple[str, ...]:
        """The words, line by line."""
        return tuple((self.words or "").split("\n")) if self.words else ()


@dataclass(frozen=True)
class Adder:
    """A way to add an entry.

    Attributes:
        at: Where the list or map stands, as a JSON Pointer.
        label: What is added.
        fields: What has to be said of it.
        named: Whether it needs a short name of its own.
        pick: Where the list of names stands that is to name it then; empty where there is none.
        of_terms: Whether its id is that of a term of a vocabulary, which can be searched.
    """

    at: str
    label: str
    fields: tuple[KeyKind, ...]
    named: bool
    pick: str = ""
    of_terms: bool = False

    @property
    def to(self) -> str:
        """The list of names that is to name it, in words; empty where there is none."""
        return label_of(str(pointer_steps(self.pick)[-1])) if self.pick else ""

    @property
    def id(self) -> str:
        """A name for the page, the same each time."""
        return identifier(f"+{self.pick or self.at}")


@dataclass(frozen=True)
class Group:
    """Fields that belong together.

    Attributes:
        at: The place of the record, as a JSON Pointer.
        label: What it is called.
        help: What it holds.
        things: Fields, groups and adders.
        asked: Whether it is shown at once.
        entry: Whether it is an entry that can be taken away.
    """

    at: str
    label: str
    help: str
    things: "tuple[Thing, ...]"
    asked: bool
    entry: bool = False

    @property
    def id(self) -> str:
        """A name for the page, the same each time."""
        return identifier(self.at)


Thing = Field | Group | Adder


def identifier(at: str) -> str:
    """Return a name for a place that a page may have."""
    return f"a{hashlib.sha256(at.encode()).hexdigest()[:12]}"


def path_of(at: str, whole: Any) -> Path:
    """Read a JSON Pointer; a step into a list is a number."""
    path: list[str | int] = []
    for part in pointer_steps(at):
        step = int(part) if isinstance(whole, list) and part.isdecimal() else part
        path.append(step)
        whole = value_at(whole, (step,))
    return tuple(path)


def kind_at(path: Path, extensions: Mapping[str, Extension]) -> KeyKind | None:
    """Return what the model has at a place; None where it has nothing that can be answered."""
    record: type | None = Specification
    kind: KeyKind | None = None
    steps = iter(path)
    for step in steps:
        if record is None:
            if kind is not None and kind.kind == "prose" and isinstance(step, str):
                return None if next(steps, None) is not None else KeyKind(step, "text", "")
            return None
        if record in (Arm, Specification) and step == "extensions":
            fields = extensions.get(str(next(steps, "")))
            record, kind = _record_of(fields, of_arm=record is Arm), None
            continue
        kind = next((one for one in key_kinds(record) if one.name == step), None)
        if kind is None:
            return None
        record = kind.record if kind.kind in ("record", "entries", "catalogue") else None
        if kind.kind in ("entries", "catalogue") and next(steps, None) is None:
            return kind
    return kind


def name_of(value: Any, key: str) -> str:
    """Return what an entry is called."""
    if isinstance(value, Mapping):
        for name in NAMES:
            if isinstance(value.get(name), str) and value[name].strip():
                return str(value[name])
    return key


def label_of(key: str) -> str:
    """Return a key as a reader would write it."""
    if key in SHORT:
        return key.upper()
    if key in WORDS["labels"]:
        return str(WORDS["labels"][key])
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


def done_at(whole: Any, path: Path, said: str, extensions: Mapping[str, Extension]) -> str:
    """Return what was done at a place: the arm or entry, the keys below it, and what is said."""
    names: list[str] = []
    entry = False
    for number, step in enumerate(path):
        around = kind_at(path[:number], extensions) if number and not entry else None
        entry = around is not None and around.kind in ("entries", "catalogue")
        if entry:
            name = step if isinstance(step, str) else str(step + 1)
            names.append(shorten(name_of(value_at(whole, path[: number + 1]), name), LONGEST_SAID))
        elif (number, step) != (0, ARMS):
            names.append(label_of(str(step)))
    now = shorten(flat(said), LONGEST_SAID) or str(WORDS["answers"]["taken_away"])
    return f"{', '.join(names)}: {now}"


def holds_answers(thing: "Thing") -> bool:
    """Tell whether something is said in a field, a group or an entry."""
    if isinstance(thing, Group):
        return thing.entry or any(map(holds_answers, thing.things))
    return isinstance(thing, Field) and thing.words != ""


def places_in(things: "Iterable[Thing]") -> Iterator[str]:
    """Go over the places of all that is shown."""
    for thing in things:
        if thing.at:
            yield thing.at
        if isinstance(thing, Group):
            yield from places_in(thing.things)


def example_of(kind: KeyKind) -> str:
    """Return an example of a value in words; empty where there is none."""
    if kind.example is None or kind.refers:
        return ""
    return (words_of_value(kind, kind.example) or "").replace("\n", "; ")


def plainly(description: str) -> str:
    """Return what a key holds in words for those who see no keys."""
    for pattern, words in PLAINLY:
        description = pattern.sub(words, description)
    return description[:1].upper() + description[1:]


class Things:
    """Makes what stands on a page.

    Args:
        whole: What the file holds, with its short forms made whole.
        catalogues: What is asked of the entries of catalogues, wherever they are named.
        choices: What can be chosen at keys whose values the model does not list, by place.
        extensions: The records of plugins' fields.
    """

    def __init__(
        self,
        whole: Any,
        catalogues: Mapping[str, Keys],
        choices: Mapping[str, tuple[tuple[str, str], ...]],
        extensions: Mapping[str, Extension],
    ) -> None:
        self._whole = whole
        self._catalogues = catalogues
        self._choices = choices
        self._extensions = extensions
        self._shown: set[Path] = set()

    def of(self, record: type, keys: Keys, path: Path, depth: int = 0) -> tuple[Thing, ...]:
        """Return what is asked of a record.

        Args:
            record: The record.
            keys: Which of its keys.
            path: Where it stands.
            depth: How many records around it no part asks for.
        """
        if path in self._shown:
            return ()
        self._shown.add(path)
        found: list[Thing] = []
        kinds = key_kinds(record)
        # Who asks for a number as planned lets say what it was, too.
        small = bool(path) and all(kind.kind in SIMPLE for kind in kinds)
        for kind in kinds:
            below = keys.below.get(kind.name)
            lacks = kind.required and value_at(self._whole, (*path, kind.name)) is None
            lacks = lacks or (keys.asked and not keys.below)
            if below is None and not (keys.whole or lacks or small):
                continue
            if below is None and depth >= DEEPEST and kind.kind not in SIMPLE:
                continue
            if kind.name == SOURCES and path and not self._refers(kind.refers, path):
                continue
            deeper = depth if below is not None else depth + 1
            found += self._of(
                kind, below or ALL, (*path, kind.name), deeper, asked=lacks or below is not None
            )
        return tuple(found)

    def _of(
        self, kind: KeyKind, keys: Keys, path: Path, depth: int, *, asked: bool
    ) -> Iterator[Thing]:
        if kind.name == "extensions" and kind.kind == "other":
            yield from self._extended(keys, path)
        elif kind.kind in SIMPLE:
            yield self._field(kind, path, asked=asked and (keys.asked or keys is ALL))
            if kind.refers and kind.name != SOURCES:
                yield from self._named(kind, keys, path, asked=asked)
        elif kind.record is not None and kind.kind == "record":
            things = self.of(kind.record, keys, path, depth)
            if things:
                yield self._group(kind, path, things, asked=asked and keys.asked)
        elif kind.record is not None:
            yield self._entries(kind, keys, path, depth, asked=asked)

    def _field(self, kind: KeyKind, path: Path, *, asked: bool) -> Field:
        value = value_at(self._whole, path)
        choices = self._choices.get(pointer(path)) or tuple(
            (term, term.replace("-", " ")) for term in kind.choices
        )
        if kind.refers:
            entries = self._refers(kind.refers, path)
            choices = tuple(
                (key, shorten(name_of(entry, key), LONGEST_NAME)) for key, entry in entries.items()
            )
        words = words_of_value(kind, value)
        return Field(pointer(path), kind, label_of(kind.name), words, choices, asked, kind.required)

    def _refers(self, refers: str, path: Path) -> Mapping[str, Any]:
        entries = value_at(self._whole, _catalogue(refers, path))
        return entries if isinstance(entries, Mapping) else {}

    def _named(self, kind: KeyKind, keys: Keys, path: Path, *, asked: bool) -> Iterator[Thing]:
        """Return what is asked of the entries that a list names, and a way to add one."""
        place = _catalogue(kind.refers, path)
        catalogue = kind_at(place, self._extensions)
        if catalogue is None or catalogue.record is None or kind.refers == "interventions":
            return
        wanted = Keys(dict(keys.below), whole=keys.whole)
        for name, below in self._catalogues.get(kind.refers, Keys()).below.items():
            wanted.below.setdefault(name, below)
        names = value_at(self._whole, path)
        if asked or names:
            for name in names if isinstance(names, list) else [names]:
                entry = value_at(self._whole, (*place, name)) if name else None
                if entry is None or not isinstance(name, str):
                    continue
                things = self.of(catalogue.record, wanted, (*place, name), 1)
                if things:
                    at = pointer((*place, name))
                    yield Group(at, name_of(entry, name), "", things, asked=True)
        yield self._adder(catalogue, wanted, place, pick=pointer(path))

    def _entries(self, kind: KeyKind, keys: Keys, path: Path, depth: int, *, asked: bool) -> Group:
        value = value_at(self._whole, path)
        steps = value if isinstance(value, Mapping) else range(len(value or ()))
        entries: list[tuple[str | int, Any]] = [(step, value[step]) for step in steps]
        things: list[Thing] = []
        assert kind.record is not None  # noqa: S101 -- for mypy; the caller looked
        for step, entry in entries:
            inner = self.of(kind.record, keys, (*path, step), depth)
            name = name_of(entry, str(step) if isinstance(step, str) else str(step + 1))
            at = pointer((*path, step))
            things.append(Group(at, name, "", inner, asked=True, entry=True))
        things.append(self._adder(kind, keys, path))
        return self._group(kind, path, tuple(things), asked=asked and keys.asked)

    def _adder(self, kind: KeyKind, keys: Keys, path: Path, pick: str = "") -> Adder:
        assert kind.record is not None  # noqa: S101 -- for mypy; the callers looked
        kinds = [one for one in key_kinds(kind.record) if one.kind in SIMPLE]
        fields = tuple(one for one in kinds if one.required)
        named = kind.kind == "catalogue" and not any(one.label for one in fields)
        if not fields:
            free = [one for one in kinds if one.name != SOURCES and not one.refers]
            first = [one for one in free if (below := keys.below.get(one.name)) and below.asked]
            text = [one for one in free if one.kind == "text"] or free
            fields = tuple(first[:MOST_FIRST] or text[:1])  # one of them is enough
        of_terms = kind.name == TERMS
        words = _record_words(kind.record)
        return Adder(pointer(path), words, fields, named, pick, of_terms)

    def _extended(self, keys: Keys, path: Path) -> Iterator[Thing]:
        for plugin, below in keys.below.items():
            fields = self._extensions.get(plugin)
            record = _record_of(fields, of_arm=len(path) > 1)
            if record is not None:
                place = (*path, plugin)
                things = self.of(record, below, place)
                yield Group(pointer(place), label_of(plugin), "", things, asked=True)

    @staticmethod
    def _group(kind: KeyKind, path: Path, things: tuple[Thing, ...], *, asked: bool) -> Group:
        return Group(pointer(path), label_of(kind.name), plainly(kind.description), things, asked)


def _record_of(fields: Extension | None, *, of_arm: bool) -> type | None:
    if fields is None:
        return None
    return fields.of_arm if of_arm else fields.record


def _record_words(record: type) -> str:
    """Return what an entry is called by the model: `ComponentEvent` is a component event."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", record.__name__)
    return words[:1] + words[1:].lower()


def _catalogue(refers: str, path: Path) -> Path:
    """Return where the entries stand that a key names."""
    if refers.startswith("./"):
        return (*path[:2], *refers.removeprefix("./").split("."))
    return tuple(refers.split("."))
