"""The quick answer whether data fits a schema is the one that the full validator gives."""

import copy
import random
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from intspec import key, record
from intspec import schema as schema_room
from intspec.checklists.checklist import ChecklistFile, CuesFile
from intspec.checklists.loading import SCHEMA_ID, SCHEMA_TITLE
from intspec.model.keys import FORMATS
from intspec.reading import read_file
from intspec.reading.toml_text import toml_data
from intspec.schema import explain as explain_module
from intspec.schema import json_schema, problems
from intspec.schema.explain import explain
from intspec.schema.gate import EAGER, Gate
from intspec.schema.generating import schema_in_parts, specification_in_parts, specification_schema

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
#: The specifications in the long form; those of designs use short forms too.
SPECS = sorted(p for p in ROOT.glob("specs/*/*.intspec.yaml") if p.parent.name != "designs")
LISTS = sorted(ROOT.glob("plugins/intspec_bundled/guidelines/*.toml"))
#: What is put in the place of a value or of a key.
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 7, 1.5, "", " ", "x", "Two Words", "P4W", "2016-11"),
    *("experimental", [], [""], ["x", 1], {}, {"x": "y"}, {"A B": {}}, "a\n"),
)
MUTANTS = 50
#: A text of each form.
VALUES = (
    *("peer-worker", "P10W", "2016-11-28", "10.1136/bmj.g1687", "https://example.org/a", "en"),
    *("tidier/why", "1.0", "1.2.3", "a.b@example.org"),
)


def blocks(data: Any) -> list[Any]:
    """Return every block and list in data, itself included."""
    found = [data] if isinstance(data, (dict, list)) else []
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return found + [block for one in inner for block in blocks(one)]


def mutant(data: Any, chance: random.Random) -> Any:
    """Return data with one to three things changed: a value, a key, an entry more or less."""
    made = copy.deepcopy(data)
    for _ in range(chance.randint(1, 3)):
        block = chance.choice([one for one in blocks(made) if one] or [made])
        if not block:
            continue
        if isinstance(block, list):
            block[chance.randrange(len(block))] = copy.deepcopy(chance.choice(ODD))
            continue
        key = chance.choice(list(block))
        how = chance.randrange(3)
        if how == 0:
            block[key] = copy.deepcopy(chance.choice(ODD))
        elif how == 1:
            block[chance.choice(["x", "A B", "name", key + "s"])] = block.pop(key)
        else:
            del block[key]
    return made


def agree(schema: dict[str, Any], data: Any, seed: str) -> list[int]:
    """Hold mutants against three validators; return how many were refused, and how many not.

    The gate, the compiled validator that takes over from it, and the one that has words for what
    does not fit: what one refuses, all do.
    """
    gate = Gate(schema)
    compiled = jsonschema_rs.validator_for(schema)
    chance = random.Random(seed)
    counts = [0, 0]
    for _ in range(MUTANTS):
        one = mutant(data, chance)
        quick = gate.accepts(one)
        assert quick == compiled.is_valid(one)
        assert quick == (list(explain(schema, one)) == [])
        counts[quick] += 1
    return counts


@pytest.mark.parametrize("path", SPECS, ids=lambda p: p.name)
def test_specifications(path: Path) -> None:
    """Good specifications pass, and damaged ones are judged as the full validator judges them."""
    data, schema = read_file(path).data, specification_schema()
    assert Gate(schema).accepts(data)
    assert Gate(specification_in_parts()).accepts(data)
    refused, accepted = agree(schema, data, path.name)
    assert refused
    assert accepted


@pytest.mark.parametrize("path", LISTS, ids=lambda p: p.name)
def test_checklists(path: Path) -> None:
    """Checklist files, and those with cues beside them, are judged alike."""
    kind = CuesFile if path.name.endswith(".cues.toml") else ChecklistFile
    schema = json_schema(kind, SCHEMA_ID, SCHEMA_TITLE)
    data = toml_data(path.read_bytes(), 10_000_000)
    assert Gate(schema).accepts(data)
    assert agree(schema, data, path.name)[0]


@pytest.mark.parametrize("form", FORMATS)
def test_a_text_of_a_form_ends_where_the_form_ends(form: str) -> None:
    """A line break after a value that fits is part of the value, and does not fit."""
    pattern = FORMATS[form][0]
    value = next(text for text in VALUES if re.search(pattern, text))
    schema = {"$id": f"urn:form:{form}", "type": "object", "additionalProperties": {}}
    schema["properties"] = {"key": {"type": "string", "pattern": pattern}}
    schema["additionalProperties"] = {"type": "string", "pattern": pattern}
    assert problems(schema, {"key": value, "other": value}) == []
    refused = problems(schema, {"key": value + "\n", "other": value + "\n"})
    assert sorted((p.rule, p.path) for p in refused) == [
        ("bad-value", ("key",)),
        ("bad-value", ("other",)),
    ]


def test_what_nothing_explains_is_refused_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate's no counts: without words of its own it is one finding, and never a yes."""
    monkeypatch.setattr(explain_module, "explain", lambda _schema, _data: iter(()))
    schema = {"$id": "urn:unexplained", "type": "object", "required": ["x"]}
    assert problems(schema, {}) == [schema_room.unexplained()]


def test_many_documents_get_a_compiled_validator() -> None:
    """It takes over after a few documents, and judges alike."""
    gate = Gate(specification_in_parts())
    good = read_file(SPECS[0]).data
    first = gate.judge
    assert [gate(good) for _ in range(EAGER - 1)] == [True] * (EAGER - 1)
    assert gate.judge is first
    assert gate(good)
    assert gate.judge is not first
    assert not gate({**good, "titel": "x"})


def test_a_keyword_that_it_does_not_know_is_left_to_others() -> None:
    """A schema with more than `json_schema` writes is judged by the compiled validator."""
    gate = Gate({"type": "array", "uniqueItems": True})
    assert [gate([1, 2]), gate([1, 1])] == [True, False]
    inner = {"type": "array", "uniqueItems": True}
    gate = Gate({"type": "array", "items": {"$ref": "#/$defs/Inner"}, "$defs": {"Inner": inner}})
    assert [gate([[1, 2]]), gate([[1, 1]])] == [True, False]


@record
class Wanted:
    """What a document has."""

    what: str = key("What.")


@record
class Unwanted:
    """What a document leaves out."""

    what: str = key("What.")


@record
class Root:
    """A document."""

    wanted: Wanted | None = key("What it has.", default=None)
    unwanted: Unwanted | None = key("What it leaves out.", default=None)


def test_definitions_are_made_as_documents_need_them() -> None:
    """A document makes those of the records that it holds; together they are all there are."""
    schema = schema_in_parts(Root, "urn:x", "x")
    assert Gate(schema).accepts({"wanted": {"what": "x"}})
    # What stands for the signature goes when attrs makes the class.
    assert ["__signature__" in vars(cls) for cls in (Wanted, Unwanted)] == [False, True]
    assert list(schema["$defs"]) == ["tests.Unwanted", "tests.Wanted"]
    assert len(schema["$defs"]) == 2
    assert schema == json_schema(Root, "urn:x", "x")
