"""The model is the one source of the schema, and the two agree with the reader's data."""

import json
import types
import typing
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from intspec.cli.schema import schema_text
from intspec.model import FORMATS, Specification
from intspec.schema import json_schema, problems
from intspec.schema.generating import plain_type, specification_schema
from intspec.schema.structure import structure, unstructure
from intspec.testing.strategies import specifications

ROOT = Path(__file__).parent.parent
SCHEMA = specification_schema()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("specification", "specification-1.0.json"),
        ("checklist", "checklist-1.json"),
        ("config", "config-1.json"),
    ],
)
def test_the_published_schema_is_the_generated_one(kind: str, name: str) -> None:
    """`schemas/` holds what the model gives."""
    assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == schema_text(kind)


def test_the_schema_is_a_schema() -> None:
    """It is valid JSON Schema, claims no domain, and has no union."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"].startswith("urn:")
    text = json.dumps(SCHEMA)
    assert not [word for word in ("anyOf", "oneOf", "allOf") if f'"{word}"' in text]


def test_every_key_is_described() -> None:
    """An editor shows a sentence at each key and each kind of object."""
    nodes = [SCHEMA, *SCHEMA["$defs"].values()]
    for node in nodes:
        assert node["description"].endswith(".")
        for name, key in node["properties"].items():
            assert key["description"].endswith("."), name


def records() -> set[type]:
    """Return every record class of the model."""
    found: set[type] = set()
    todo: list[Any] = [Specification]
    while todo:
        annotation = plain_type(todo.pop())
        if attrs.has(annotation) and annotation not in found:
            found.add(annotation)
            todo.extend(f.type for f in attrs.fields(annotation))
        todo.extend(
            a for a in typing.get_args(annotation) if not isinstance(a, str) and a is not ...
        )
    return found


def test_every_record_is_frozen() -> None:
    """Nothing of a specification can be changed."""
    for cls in records():
        assert vars(cls).get("__setattr__") is not None


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=specifications())
def test_any_document_of_the_model_fits_and_comes_back(data: dict[str, Any]) -> None:
    """What the model can hold fits the schema, and structuring loses nothing."""
    assert problems(SCHEMA, data) == []
    spec = structure(data, Specification)
    again = structure(unstructure(spec), Specification)
    assert again == spec
    kept = {k for k, v in data.items() if v not in ([], False, "trial-team")}
    assert kept == set(unstructure(spec))


@pytest.mark.parametrize(
    "path", sorted((ROOT / "specs").rglob("*.intspec.yaml")), ids=lambda p: p.name
)
def test_every_specification_comes_back(path: Path) -> None:
    """The data of each file survives the model unchanged."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    spec = structure(read(path), Specification)
    assert set(unstructure(spec)) == set(data)
    assert structure(unstructure(spec), Specification) == spec


def read(path: Path) -> dict[str, Any]:
    """Read a file's data, its short forms made whole."""
    from intspec.reading import read_file  # noqa: PLC0415 -- beside its one use
    from intspec.schema.long_form import long_form  # noqa: PLC0415 -- as above

    document = read_file(path)
    return dict(long_form(document.data, SCHEMA, document.written))


def test_catalogues_cannot_be_changed() -> None:
    """A map of a structured specification refuses to be written to."""
    data = {"x": {"role": "sham", "name": "X"}}
    spec = structure(
        {"intspec": "1.0", "id": "a", "title": "T", "stage": "results", "interventions": data},
        Specification,
    )
    assert isinstance(spec.interventions, types.MappingProxyType)


def test_a_union_is_refused() -> None:
    """A field of two types has no schema."""

    @attrs.frozen
    class Bad:
        """A record."""

        value: int | str

    with pytest.raises(TypeError, match="no union"):
        json_schema(Bad, "urn:x", "x")


def test_every_format_has_words() -> None:
    """A pattern that fails is told in words with an example."""
    for name, (pattern, words) in FORMATS.items():
        assert pattern.startswith("^"), name
        assert "`" in words or '"' in words, name
