"""One fault in a good specification gives one finding, on its line, with a remedy.

The faults are made over every field of the ENRICH specification, and with `-m exhaustive` over
every key of it: each required key removed, each key
misspelt, each key doubled, each value given a wrong type. One fault spoils one thing, too: less
than a quarter of the items cannot be judged; `tests/test_taken_out.py` has more on that.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from intspec.api import check_text
from intspec.diagnostics import Diagnostic
from intspec.reading import read_bytes
from intspec.schema.generating import specification_schema
from members import field_of, one_of_each

pytestmark = pytest.mark.long

ENRICH = Path(__file__).parent.parent / "specs" / "enrich" / "enrich.intspec.yaml"
SOURCE = ENRICH.read_text(encoding="utf-8")
DATA = read_bytes(SOURCE.encode(), path="enrich.intspec.yaml").data
SCHEMA = specification_schema()
Steps = tuple[str | int, ...]


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference within the schema."""
    while "$ref" in node:
        node = SCHEMA["$defs"][node["$ref"].rpartition("/")[2]]
    return node


def fields(
    value: Any, node: dict[str, Any], path: Steps = ()
) -> Iterator[tuple[Steps, dict[str, Any]]]:
    """Go over every key of the document that the model names, with its object's schema."""
    node = resolve(node)
    if isinstance(value, dict):
        properties = node.get("properties")
        for key, inner in value.items():
            if properties is not None:
                yield (*path, key), node
                yield from fields(inner, properties[key], (*path, key))
            else:
                yield from fields(inner, node.get("additionalProperties") or {}, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from fields(inner, node.get("items", {}), (*path, number))


ALL = list(fields(DATA, SCHEMA))


def changed(path: Steps, change: Any) -> tuple[dict[str, Any], Any]:
    """Return a copy of the document and the parent of a path in it."""
    changed_data: dict[str, Any] = copy.deepcopy(DATA)
    parent: Any = changed_data
    for step in path[:-1]:
        parent = parent[step]
    change(parent, path[-1])
    return changed_data, parent


def dump(data: dict[str, Any]) -> str:
    """Write a document so that every value keeps its type."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(data, Dumper=dumper, sort_keys=False, allow_unicode=True, width=10_000)
    return text


def new_findings(text: str) -> list[Diagnostic]:
    """Check a text and return what it finds beyond the notes of the good document."""
    report = check_text(text, path="enrich.intspec.yaml")
    blocked = [item for item in report.items if item.state == "blocked"]
    unjudged = {f"/{name}{end}" for name in ("intspec", "interventions") for end in ("", "x")}
    if not unjudged & {d.pointer for d in report.diagnostics}:
        assert len(blocked) * 4 <= len(report.items)
    return [d for d in report.diagnostics if d.severity != "note"]


def line_of(text: str, path: Steps, *, at: str = "key") -> int:
    """Return the line that a path stands on."""
    document = read_bytes(text.encode(), path="x.yaml")
    span = document.key_span(path) if at == "key" else document.value_span(path)
    return span.line


def ident(path: Steps) -> str:
    """Name a path in a test's id."""
    return ".".join(map(str, path))


REQUIRED = [p for p, node in ALL if p[-1] in node.get("required", ())]
#: A wrong value for each type, so that no schema lets it through.
WRONG = {
    "string": ["seven"],
    "integer": "seven",
    "boolean": "perhaps",
    "array": True,
    "object": "text",
}


def kind(path: Steps, node: dict[str, Any]) -> str:
    """Return the type that the schema gives a key."""
    found = resolve(node["properties"][path[-1]])
    return str(found["type"])


def test_the_good_document_has_no_findings_but_notes() -> None:
    """ENRICH itself has only declared gaps."""
    assert new_findings(SOURCE) == []
    assert new_findings(dump(DATA)) == []


@pytest.mark.parametrize(
    "path", one_of_each(((path,), field_of(path), ident(path)) for path in REQUIRED)
)
def test_a_required_key_removed(path: Steps) -> None:
    """It is missed at its parent's key, once."""
    data, _parent = changed(path, lambda parent, key: parent.pop(key))
    text = dump(data)
    found = new_findings(text)
    assert [(d.rule, d.line) for d in found] == [("intspec/missing-key", line_of(text, path))]
    assert str(path[-1]) in found[0].message
    assert found[0].hint


@pytest.mark.parametrize(
    "path", one_of_each(((path,), field_of(path), ident(path)) for path, _node in ALL)
)
def test_a_key_misspelt(path: Steps) -> None:
    """It is named with the key that was meant, on its own line, and nothing else is found."""

    def misspell(parent: dict[str, Any], key: str) -> None:
        items = list(parent.items())
        parent.clear()
        parent.update({(key + "x" if k == key else k): v for k, v in items})

    data, _parent = changed(path, misspell)
    text = dump(data)
    found = new_findings(text)
    wrong = (*path[:-1], f"{path[-1]}x")
    assert [(d.rule, d.line) for d in found] == [("intspec/unknown-key", line_of(text, wrong))]
    assert f"did you mean `{path[-1]}`?" in found[0].message


@pytest.mark.parametrize(
    ("path", "node"), one_of_each(((path, node), field_of(path), ident(path)) for path, node in ALL)
)
def test_a_value_of_the_wrong_type(path: Steps, node: dict[str, Any]) -> None:
    """It is refused on its line, once, and the remedy says what to write."""

    def spoil(parent: dict[str, Any], key: str) -> None:
        parent[key] = WRONG[kind(path, node)]

    data, _parent = changed(path, spoil)
    text = dump(data)
    found = new_findings(text)
    assert [d.line for d in found] == [line_of(text, path, at="value")]
    assert found[0].rule in ("intspec/wrong-type", "intspec/unknown-value")
    assert found[0].hint


@pytest.mark.parametrize(
    "path", one_of_each(((path,), field_of(path), ident(path)) for path, _node in ALL)
)
def test_a_key_doubled(path: Steps) -> None:
    """The second one is refused where it stands, and the first one is named."""
    marker = "zz-second"

    def double(parent: dict[str, Any], _key: str) -> None:
        parent[marker] = 1

    data, _parent = changed(path, double)
    text = dump(data).replace(f"{marker}:", f"{path[-1]}:")
    report = check_text(text, path="enrich.intspec.yaml")
    assert [d.rule for d in report.diagnostics] == ["intspec/duplicate-key"]
    assert not report.readable
    marked = dump(data).splitlines()
    expected = next(n for n, line in enumerate(marked, 1) if f"{marker}:" in line)
    assert report.diagnostics[0].line == expected
