"""Make up specifications from the model, for tests: they fit the schema, and references resolve.

A function makes every choice, so that one walk through the model serves a seeded generator, a
Hypothesis strategy and the document that has every key.
"""

import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from intspec.identifiers import KINDS
from intspec.model import Arm, Specification
from intspec.schema.extension import Extension
from intspec.schema.generating import extensions_of, fields_of, plain_type

#: Chooses a number below the one given; 0 is the simplest choice.
Choose = Callable[[int], int]

#: Values of each format, the simplest first.
SAMPLES: Mapping[str, tuple[str, ...]] = {
    "slug": ("thing", "other-thing", "x2"),
    "duration": ("P10W", "PT45M", "P4M", "P1Y", "PT1H30M", "P16W"),
    "date": ("2016", "2016-11", "2016-11-28"),
    "doi": ("10.1136/bmj.g1687",),
    "url": ("https://trial.example/a", "http://trial.example/"),
    "language": ("en", "pt-BR"),
    "version": ("1.0",),
}
TEXTS = (
    "Words.",
    "Two sentences. With a full stop.",
    "Line one\nline two",
    "Übung, 日本語 & <b>markup</b> | pipes",
    "=1+1",
    "TBC",
    "none",
    "A long text " * 30,
)
#: The most optional keys of a record, by its depth; deeper records have the last number.
MOST = (16, 12, 6, 4)
#: One reference in so many is broken on purpose.
BROKEN = 12


@attrs.frozen
class _Reference:
    """A reference to be set when all catalogues are there."""

    refers: str
    arm: str | None


@attrs.frozen
class Maker:
    """Makes the plain data of specifications.

    Attributes:
        choose: Chooses between possibilities.
        checklists: The checklists that the document claims.
        about: The ids that declarations and locations are about.
        extensions: The fields of plugins, by their key under `extensions`.
        text: Makes a text; one of `TEXTS` when absent.
        whole: Whether every key is there.
    """

    choose: Choose
    checklists: Sequence[str] = ("tidier",)
    about: Sequence[str] = ("tidier/materials", "tidier/session-length")
    extensions: Mapping[str, Extension] = attrs.field(factory=dict)
    text: Callable[[], str] | None = None
    whole: bool = False

    def specification(self) -> dict[str, Any]:
        """Make one specification."""
        data: dict[str, Any] = self._record(Specification, ())
        for holder in (data, *data["interventions"].values()):
            if not holder.get("extensions"):
                holder.pop("extensions", None)
        data |= {"fictitious": True, "checklists": list(self.checklists)}
        resolved = self._resolved(data, data)
        return dict(resolved)

    def _record(self, cls: Any, path: tuple[str, ...]) -> dict[str, Any]:
        fields = fields_of(cls)
        optional = [name for name, field in fields.items() if field.default is not attrs.NOTHING]
        keys = set(optional)
        if not self.whole:
            most = MOST[min(len(path) // 2, len(MOST) - 1)]
            keys = set()
            for _ in range(self.choose(min(len(optional), most) + 1)):
                keys.add(optional[self.choose(len(optional))])
        return {
            name.rstrip("_"): self._value(field.type, field.metadata, (*path, name))
            for name, field in fields.items()
            if name in keys or field.default is attrs.NOTHING
        }

    def _value(self, annotation: Any, words: Mapping[str, Any], path: tuple[str, ...]) -> Any:
        annotation = plain_type(annotation)
        origin = typing.get_origin(annotation)
        least = words.get("least") or 0
        if origin is typing.Literal:
            return self._one_of(typing.get_args(annotation))
        if origin is tuple:
            inner = typing.get_args(annotation)[0]
            inner_words = {
                key: value
                for key, value in words.items()
                if key in ("form", "refers", "identifies", "example")
            }
            return [
                self._value(inner, inner_words, (*path, str(index)))
                for index in range(max(least, 1) + self.choose(2))
            ]
        if path[-1] == "extensions":
            holder = Specification if len(path) == 1 else Arm
            known = extensions_of(holder, self.extensions).items()
            return {name: self._record(cls, (*path, name)) for name, cls in known}
        if origin is not None:
            inner = typing.get_args(annotation)[1]
            keys = [
                f"{path[-1].replace('_', '-')}-{number}" for number in range(1 + self.choose(2))
            ]
            if path[-1] == "narrative" and self.about:
                keys = [self._one_of(self.about)]
            return {key: self._value(inner, {}, (*path, key)) for key in keys}
        if attrs.has(annotation):
            return self._record(annotation, path)
        if annotation is bool:
            return bool(self.choose(2))
        if annotation is int:
            return least + self.choose(40)
        return self._text(words, path)

    def _text(self, words: Mapping[str, Any], path: tuple[str, ...]) -> Any:
        if "refers" in words:
            return _Reference(words["refers"], path[1] if path[0] == "interventions" else None)
        if path[-1] == "about" and path[0] in ("declarations", "locations") and self.about:
            return self._one_of(self.about)
        if "form" in words:
            return self._one_of(SAMPLES[words["form"]])
        if "identifies" in words:
            return KINDS[words["identifies"]].example
        if self.text is not None:
            return self.text()
        example = words.get("example")
        return self._one_of((example, *TEXTS) if isinstance(example, str) else TEXTS)

    def _one_of(self, values: Sequence[Any]) -> Any:
        return values[self.choose(len(values))]

    def _resolved(self, value: Any, root: dict[str, Any]) -> Any:
        """Return data with its references set; those that nothing is there for are left out."""
        if isinstance(value, dict):
            inner = {name: self._resolved(entry, root) for name, entry in value.items()}
            # A list whose references were all left out is empty: its key is left out too.
            return {name: entry for name, entry in inner.items() if entry not in (None, [])}
        if isinstance(value, list):
            resolved = [self._resolved(entry, root) for entry in value]
            entries = [entry for entry in resolved if entry is not None]
            return (
                list(dict.fromkeys(entries))
                if all(isinstance(text, str) for text in entries)
                else entries
            )
        if isinstance(value, _Reference):
            return self._target(value, root)
        return value

    def _target(self, reference: _Reference, root: dict[str, Any]) -> str | None:
        place: Any = root
        steps = reference.refers
        if steps.startswith("./"):
            place, steps = root["interventions"].get(reference.arm, {}), steps[2:]
        for step in steps.split("."):
            place = place.get(step) if isinstance(place, dict) else None
        names = sorted(place) if isinstance(place, dict) else []
        if not names:
            # Nothing is there to refer to; a required reference must still have a value.
            return "not-there"
        if self.choose(BROKEN) == BROKEN - 1:
            return "not-there"
        return str(self._one_of(names))
