"""What a program proposes counts as absent: it is taken out of a document before it is judged.

A value that begins with `PROPOSED:` may stand anywhere, also where a number, a length of time or a
word of a list is asked. With it goes what cannot be without it: a record whose required key it is,
an entry of a catalogue, and each reference to that. The study and its arms stay, and so do texts
under `narrative` and `notes` and whole statements about items, of which rules tell.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, get_args, get_origin

import attrs

from intspec.diagnostics import Finding, Path
from intspec.lazy import frozen
from intspec.model import Arm, Specification
from intspec.rules.builtin.texts import proposed
from intspec.schema.extension import Extension
from intspec.schema.generating import extensions_of, fields_of, plain_type
from intspec.schema.taken import STATEMENTS
from intspec.text.placeholders import PROPOSED, is_proposed

#: Tells whether a text at a path goes, of the field or the type that is given.
Goes = Callable[[str, Any, Path], bool]
#: What is judged: it stays, and so do the texts of keys that it cannot be without.
JUDGED = (Specification, Arm)
#: Keys in which nothing is taken out.
KEPT = frozenset({"narrative", "notes", *STATEMENTS})


@frozen
class WithoutProposals:
    """A document without what is proposed in it.

    Attributes:
        data: What is left.
        numbers: Which entries of a list are left, by the path of the list in what is left.
        findings: What is proposed, each at its place in the document.
    """

    data: Mapping[str, Any]
    numbers: Mapping[Path, Sequence[int]]
    findings: tuple[Finding, ...]


def without_proposals(
    text: str, data: Mapping[str, Any], extensions: Mapping[str, Extension]
) -> WithoutProposals:
    """Take out of a document what is proposed, wherever it may stand.

    Args:
        text: Its text.
        data: What it holds, which need not fit the schema.
        extensions: The fields of plugins, by their key.
    """
    taker = _Taker(extensions)
    if PROPOSED in text:
        taker.take(data)
    if not taker.findings:
        return WithoutProposals(data, MappingProxyType({}), ())
    left = taker.left(data, (), ())
    return WithoutProposals(left, MappingProxyType(taker.numbers), tuple(taker.findings))


class _Taker:
    """Finds what goes, and makes what is left."""

    def __init__(self, extensions: Mapping[str, Extension]) -> None:
        self.extensions = extensions
        self.gone: set[Path] = set()
        self.numbers: dict[Path, Sequence[int]] = {}
        self.findings: list[Finding] = []

    def take(self, data: Mapping[str, Any]) -> None:
        """Note all that goes: what is proposed, then what refers to that, until nothing does."""
        self._look(data, Specification, (), self._is_proposed)
        before = 0
        while before < len(self.gone):
            before = len(self.gone)
            self._look(data, Specification, (), self._refers_to_gone)

    def _is_proposed(self, text: str, _annotation: Any, path: Path) -> bool:
        if is_proposed(text):
            self.findings.append(proposed(text, path))
        return is_proposed(text)

    def _refers_to_gone(self, text: str, annotation: Any, path: Path) -> bool:
        refers = _refers(annotation)
        if not refers:
            return False
        # Phases and procedures are those of the arm.
        above = path[: len(("interventions", "arm"))] if refers.startswith("./") else ()
        return (*above, *refers.removeprefix("./").split("."), text) in self.gone

    def _look(self, value: Any, annotation: Any, path: Path, goes: Goes) -> bool:
        """Note what goes in a value; tell whether it goes itself."""
        if isinstance(value, str):
            return goes(value, annotation, path)
        if not isinstance(value, (dict, list)):
            return False
        marks = {
            step: self._look(inner, self._below(annotation, step), (*path, step), goes)
            for step, inner in _inside(value)
            if step not in KEPT and (*path, step) not in self.gone
        }
        kind = _type(annotation)
        needed = _needed(kind)
        if kind in JUDGED:
            marks = {step: is_gone for step, is_gone in marks.items() if step not in needed}
        self.gone.update((*path, step) for step, is_gone in marks.items() if is_gone)
        if kind in JUDGED or not marks:
            return False
        return all(marks.values()) or any(marks.get(name) for name in needed)

    def _below(self, annotation: Any, step: str | int) -> Any:
        """Return the field of a key, or the type of the entries of a list or a map.

        It is None if nothing is known of that. Of a list of references it is the field itself,
        which says to what they refer.
        """
        if isinstance(annotation, Mapping):
            return annotation.get(str(step))
        kind = _type(annotation)
        if kind in JUDGED and step == "extensions":
            return extensions_of(kind, self.extensions)
        if entries := get_args(kind):
            if _refers(annotation):
                return annotation
            return entries[0] if get_origin(kind) is tuple else entries[-1]
        is_record = isinstance(kind, type) and attrs.has(kind)
        return fields_of(kind).get(str(step)) if is_record else None

    def left(self, value: Any, path: Path, place: Path) -> Any:
        """Return what is left of a value.

        Args:
            value: The value.
            path: Where it stands in the document.
            place: Where it stands in what is left.
        """
        if isinstance(value, dict):
            return {
                key: self.left(inner, (*path, key), (*place, key))
                for key, inner in value.items()
                if (*path, key) not in self.gone
            }
        if not isinstance(value, list):
            return value
        kept = [number for number in range(len(value)) if (*path, number) not in self.gone]
        if len(kept) < len(value):
            self.numbers[place] = kept
        return [
            self.left(value[number], (*path, number), (*place, new))
            for new, number in enumerate(kept)
        ]


def _inside(value: Any) -> Any:
    return value.items() if isinstance(value, dict) else enumerate(value)


def _type(annotation: Any) -> Any:
    """Return the type of a field, or of an entry; None if nothing is known of it."""
    if isinstance(annotation, Mapping):
        return None
    if isinstance(annotation, attrs.Attribute):
        annotation = annotation.type
    return plain_type(annotation) if annotation is not None else None


def _refers(annotation: Any) -> str:
    """Return to which catalogue a field refers; empty if to none."""
    return (isinstance(annotation, attrs.Attribute) and annotation.metadata.get("refers")) or ""


def _needed(kind: Any) -> frozenset[str]:
    """Return the keys that a record cannot be without; none of what is no record."""
    if not isinstance(kind, type) or not attrs.has(kind):
        return frozenset()
    fields = fields_of(kind)
    return frozenset(name for name, one in fields.items() if one.default is attrs.NOTHING)
