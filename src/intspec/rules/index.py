"""Index a specification once for all rules: its records, references and texts, with their paths."""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

import attrs

from intspec.diagnostics import Path
from intspec.identifiers import KINDS
from intspec.lazy import is_record
from intspec.model import Specification
from intspec.rules.latest import latest
from intspec.schema.generating import leaf_type


class SpecIndex:
    """What a specification holds, collected when a rule first asks for it.

    Most fields of most records hold nothing: for them no path is made.

    Args:
        spec: The specification.
    """

    def __init__(self, spec: Specification) -> None:
        self.spec = spec

    @cached_property
    def records(self) -> list[tuple[Any, Path]]:
        """Every record with its path, the outer before the inner."""
        records: list[tuple[Any, Path]] = []
        _collect(self.spec, (), records)
        return records

    @cached_property
    def references(self) -> dict[str, list[tuple[str, Path]]]:
        """Every reference, with its path, by the catalogue that it refers to."""
        references: dict[str, list[tuple[str, Path]]] = {}
        for record, path in self.records:
            for name, refers in field_index(record.__class__).references:
                if value := getattr(record, name):
                    _add(references.setdefault(refers, []), value, (*path, name))
        return references

    @cached_property
    def uses(self) -> dict[tuple[str, str], list[Path]]:
        """The paths of the references by the catalogue that they refer to, and the name."""
        uses: dict[tuple[str, str], list[Path]] = {}
        for refers, references in self.references.items():
            for name, path in references:
                uses.setdefault((refers, name), []).append(path)
        return uses

    @cached_property
    def of_arms(self) -> dict[tuple[str, str], list[tuple[str, Path]]]:
        """The references that stand in an arm, with their paths, by catalogue and arm."""
        references: dict[tuple[str, str], list[tuple[str, Path]]] = {}
        for refers, uses in self.references.items():
            for name, path in uses:
                if path[0] == "interventions":
                    references.setdefault((refers, str(path[1])), []).append((name, path))
        return references

    @cached_property
    def texts(self) -> list[tuple[str, Path]]:
        """Every free text, with its path."""
        texts: list[tuple[str, Path]] = []
        for record, path in self.records:
            for name in field_index(record.__class__).texts:
                if value := getattr(record, name):
                    _add(texts, value, (*path, name))
        return texts

    @cached_property
    def durations(self) -> list[tuple[str, Path]]:
        """Every length of time, with its path."""
        durations: list[tuple[str, Path]] = []
        for record, path in self.records:
            for name in field_index(record.__class__).durations:
                if value := getattr(record, name):
                    _add(durations, value, (*path, name))
        return durations

    @cached_property
    def identifiers(self) -> list[tuple[str, str, Path]]:
        """Every text that is an identifier: its kind, the text, and its path."""
        identifiers: list[tuple[str, str, Path]] = []
        for record, path in self.records:
            fields = field_index(record.__class__)
            beside = ((name, getattr(record, kind)) for name, kind in fields.identified_by)
            of_known_kind = (field for field in beside if field[1] in KINDS)
            for name, kind in (*fields.identifiers, *of_known_kind):
                if value := getattr(record, name):
                    texts: list[tuple[str, Path]] = []
                    _add(texts, value, (*path, name))
                    identifiers += ((kind, text, text_path) for text, text_path in texts)
        return identifiers


@latest
def spec_index(spec: Specification) -> SpecIndex:
    """Return the index of a specification."""
    return SpecIndex(spec)


class FieldIndex(NamedTuple):
    """What each field of a record may hold.

    Attributes:
        records: The fields that can hold other records.
        references: The fields that are references, and what to.
        texts: The fields that hold free text, or lists or maps of it.
        durations: The fields that hold lengths of time.
        identifiers: The fields that are identifiers, and of which kind.
        identified_by: The fields that may be identifiers, and the fields that name the kind.
    """

    records: tuple[str, ...]
    references: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    durations: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    identified_by: tuple[tuple[str, str], ...]


@cache
def field_index(cls: Any) -> FieldIndex:
    """Return what each field of a record may hold."""
    fields = [(f.name, leaf_type(f.type), f.metadata) for f in attrs.fields(cls)]
    return FieldIndex(
        records=tuple(name for name, leaf, _words in fields if leaf is Any or is_record(leaf)),
        references=_pairs("refers", fields),
        texts=tuple(
            name
            for name, leaf, words in fields
            if leaf is str and not words.get("refers") and not words.get("form")
        ),
        durations=tuple(name for name, _leaf, words in fields if words.get("form") == "duration"),
        identifiers=_pairs("identifies", fields),
        identified_by=_pairs("identified_by", fields),
    )


def _pairs(word: str, fields: list[tuple[str, Any, Any]]) -> tuple[tuple[str, str], ...]:
    """Return the fields that declare something, each with what it declares."""
    return tuple((name, words[word]) for name, _leaf, words in fields if word in words)


def _collect(value: Any, path: Path, records: list[tuple[Any, Path]]) -> None:
    if isinstance(value, str):
        return
    if isinstance(value, tuple):
        for number, inner in enumerate(value):
            _collect(inner, (*path, number), records)
    elif is_record(value.__class__):
        records.append((value, path))
        for name in field_index(value.__class__).records:
            inner = getattr(value, name)
            if inner is not None:
                _collect(inner, (*path, name), records)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _collect(inner, (*path, key), records)


def _add(texts: list[tuple[str, Path]], value: Any, path: Path) -> None:
    """Add a text, or all texts of a list or a map, with their paths; none of them is empty."""
    if isinstance(value, str):
        texts.append((value, path))
    elif isinstance(value, tuple):
        texts += [(text, (*path, number)) for number, text in enumerate(value)]
    else:
        texts += [(text, (*path, key)) for key, text in value.items()]
