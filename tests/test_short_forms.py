"""What has only one meaning is taken: numbers for texts, one for a list, one value for a range."""

import copy
import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from intspec.api import check_text, shared_registry
from intspec.diagnostics import UNFIT, Diagnostic, FileReport
from intspec.reading import read_bytes
from intspec.schema import fits
from intspec.schema.generating import specification_in_parts, specification_schema
from intspec.schema.long_form import long_form
from intspec.schema.published import published
from intspec.schema.structure import structure_specification, unstructure, without_blanks

ROOT = Path(__file__).parent.parent
FILES = (
    ROOT / "specs" / "enrich" / "enrich.intspec.yaml",
    ROOT / "tests" / "cases" / "bases" / "trial.yaml",
    ROOT / "tests" / "cases" / "bases" / "full.yaml",
    ROOT / "tests" / "cases" / "bases" / "peers.yaml",
)
#: What a mutation puts in place of a value.
VALUES: tuple[Any, ...] = (
    *(
        None,
        "",
        "  ",
        0,
        4,
        4.5,
        -3,
        2016,
        True,
        "text",
        "about 10",
        "about PT1H",
        "PT45M",
        "2016-11",
    ),
    *([], {}, [None], [""], ["text"], [4], [[4]], [{}], {"planned": 4}, {"min": 1}, {"min": "P1D"}),
    *({"about": True, "max": 3}, "experimental", "face-to-face", ["face-to-face"], "group"),
    *({"a": None}, {"a": {}}, {"a": "text"}, {"role": "sham", "name": 7}, {"what": "x"}),
)


@cache
def base(path: Path) -> tuple[dict[str, Any], list[tuple[str | int, ...]]]:
    """Return the data of a file and the paths in it."""
    data: dict[str, Any] = read_bytes(path.read_bytes(), path="a.yaml").data
    return data, list(paths(data, ()))


def paths(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Go over the paths of a document."""
    entries: Any = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in entries:
        yield (*path, step)
        if isinstance(inner, (dict, list)):
            yield from paths(inner, (*path, step))


def mutated(chance: random.Random) -> dict[str, Any]:
    """Return a document with values changed, keys removed, and single things for lists."""
    original, places = base(chance.choice(FILES))
    data = copy.deepcopy(original)
    for path in chance.sample(places, chance.choice((1, 1, 2))):
        parent: Any = data
        try:
            for step in path[:-1]:
                parent = parent[step]
            value = parent[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # another change took its place away
        if isinstance(parent, str):
            continue
        kind = chance.randrange(8)
        if kind == 0 and isinstance(parent, dict):
            del parent[path[-1]]
        elif kind == 1 and isinstance(value, list) and value:
            parent[path[-1]] = value[0]
        elif kind == 2 and isinstance(value, dict) and value:
            parent[path[-1]] = next(iter(value.values()))
        elif kind == 3 and isinstance(parent, dict):
            parent[f"{path[-1]}x"] = chance.choice(VALUES)
        else:
            parent[path[-1]] = copy.deepcopy(chance.choice(VALUES))
    return data


@cache
def editors() -> Any:
    """Return a validator of the published schema."""
    strict = specification_schema(shared_registry().extensions)
    return jsonschema.Draft202012Validator(published(strict))


def accepted(text: str, schema: dict[str, Any]) -> bool:
    """Tell whether the check takes a document, its short forms made whole."""
    document = read_bytes(text.encode(), path="a.json")
    return fits(schema, without_blanks(long_form(document.data, schema, document.written), schema))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_what_the_published_schema_takes_the_check_takes(seed: int) -> None:
    """And nothing else: over documents with things changed in them."""
    chance = random.Random(seed)
    taken = 0
    for _ in range(25):
        data = mutated(chance)
        by_check = accepted(json.dumps(data), specification_in_parts(shared_registry().extensions))
        assert editors().is_valid(data) is by_check, data
        taken += by_check
    assert 0 < taken < 25


STRICT = specification_schema(shared_registry().extensions)


def sample(node: dict[str, Any]) -> Any:
    """Return a value that a node of the strict schema takes."""
    if "$ref" in node:
        node = STRICT["$defs"][node["$ref"].rpartition("/")[2]]
    if "enum" in node:
        return node["enum"][0]
    if node["type"] == "object":
        known = node.get("properties", {})
        return {key: sample(known[key]) for key in node.get("required", ())}
    if node["type"] == "array":
        return [sample(node["items"])] * node.get("minItems", 1)
    if "pattern" in node:
        samples = ("PT1H", "1.0", "a", "2016", "a/b", "10.1234/x", "https://a.example")
        return next(s for s in samples if re.search(node["pattern"], s))
    return {"string": "text", "integer": 1, "number": 1, "boolean": True}[node["type"]]


@pytest.mark.long
@pytest.mark.parametrize("name", STRICT["$defs"])
def test_of_every_key_both_schemas_take_the_same(name: str) -> None:
    """A record with each value of a set in place of each of its keys, and without the key."""
    record = STRICT["$defs"][name]
    good = sample({"$ref": f"#/$defs/{name}"})
    strict = {"$id": f"urn:test:{name}", "$defs": STRICT["$defs"], **record}
    looser = {"$defs": editors().schema["$defs"], "$ref": f"#/$defs/{name}", "type": "object"}
    validator = jsonschema.Draft202012Validator(looser)
    assert accepted(json.dumps(good), strict)
    for key, node in record["properties"].items():
        changed = [{**good, key: value} for value in (*VALUES, sample(node), [sample(node)])]
        changed.append({k: v for k, v in good.items() if k != key})
        for data in changed:
            taken = accepted(json.dumps(data), strict)
            assert validator.is_valid(data) is taken, (key, data)


def test_no_schema_has_a_union() -> None:
    """Editors complete keys and values where a schema has no alternatives."""
    words = json.dumps([editors().schema, STRICT])
    assert not {"anyOf", "oneOf", "allOf"} & set(re.findall(r'"(\w+)":', words))


SHORT = """
intspec: 1.0
id: 7
title: 2024
stage: results
version: 1.10
fictitious: true
checklists: tidier
registrations: {registry: ISRCTN, id: 007, date: 2016}
contributors: {name: Ada}
documents: {paper: {kind: primary-paper}}
locations: {about: tidier/why, document: paper, page: 4}
interventions:
  walk:
    role: experimental
    name: Walks
    delivery:
      mode: face-to-face
      grouping: group
      group_size: about 10
    schedule:
      weekly: {sessions: 8, session_length: PT1H}
      later: {sessions: {planned: about 9, actual: 7}, session_length: about PT45M}
      last: {session_length: {min: PT1H}}
    tailoring: {planned: true, entries: {what: 0x1F}}
"""
LONG: dict[str, Any] = {
    "intspec": "1.0",
    "id": "7",
    "title": "2024",
    "stage": "results",
    "version": "1.10",
    "fictitious": True,
    "checklists": ["tidier"],
    "registrations": [{"registry": "ISRCTN", "id": "007", "date": "2016"}],
    "contributors": [{"name": "Ada"}],
    "documents": {"paper": {"kind": "primary-paper"}},
    "locations": [{"about": "tidier/why", "document": "paper", "page": "4"}],
    "interventions": {
        "walk": {
            "role": "experimental",
            "name": "Walks",
            "delivery": {
                "mode": ["face-to-face"],
                "grouping": "group",
                "group_size": {"planned": {"min": 10, "max": 10, "about": True}},
            },
            "schedule": {
                "weekly": {
                    "sessions": {"planned": {"min": 8, "max": 8}},
                    "session_length": {"min": "PT1H", "max": "PT1H"},
                },
                "later": {
                    "sessions": {
                        "planned": {"min": 9, "max": 9, "about": True},
                        "actual": {"min": 7, "max": 7},
                    },
                    "session_length": {"min": "PT45M", "max": "PT45M", "about": True},
                },
                "last": {"session_length": {"min": "PT1H"}},
            },
            "tailoring": {"planned": True, "entries": [{"what": "0x1F"}]},
        }
    },
}


def test_short_forms_are_made_whole_and_written_whole() -> None:
    """A number keeps its own characters; what is written back has the long form."""
    document = read_bytes(SHORT.encode(), path="a.yaml")
    schema = specification_in_parts()
    data = long_form(document.data, schema, document.written)
    assert data == LONG
    assert long_form(data, schema, document.written) == LONG
    plain = unstructure(structure_specification(data))
    assert plain == {**LONG}


def test_a_document_with_short_forms_is_judged_as_the_long_one() -> None:
    """It has the same findings and states."""
    short = check_text(SHORT, path="a.intspec.yaml")
    whole = check_text(json.dumps(LONG), path="a.intspec.json")
    assert [(d.rule, d.message, d.pointer) for d in sorted_by_place(short)] == [
        (d.rule, d.message, d.pointer) for d in sorted_by_place(whole)
    ]
    assert short.items == whole.items
    assert short.title == whole.title == "2024"


def sorted_by_place(report: FileReport) -> list[Diagnostic]:
    """Return diagnostics in an order that does not depend on lines."""
    return sorted(report.diagnostics, key=lambda d: (d.pointer, d.rule, d.message))


@pytest.mark.parametrize(
    ("text", "pointer", "written"),
    [
        ("      mode: fone", "/interventions/walk/delivery/mode/0", "fone"),
        (
            "      group_size: {planned: {min: 9, max: 8}}",
            "/interventions/walk/delivery/group_size/planned",
            "planned",
        ),
        ("      sources: nowhere", "/interventions/walk/delivery/sources/0", "nowhere"),
        ("    providers: 12", "/interventions/walk/providers/0", "12"),
        (
            "    tailoring: {entries: {why: TBC}}",
            "/interventions/walk/tailoring/entries/0/why",
            "TBC",
        ),
        (
            "    tailoring: {entries: {why: x, wat: y}}",
            "/interventions/walk/tailoring/entries/0/wat",
            "wat",
        ),
    ],
)
def test_findings_stand_at_the_value_that_is_written(text: str, pointer: str, written: str) -> None:
    """Pointers have the long form; the place is what stands in the file."""
    head = SHORT.partition("    delivery:")[0]
    document = f"{head}    delivery:\n      grouping: individual\n{text}\n"
    if not text.startswith("      "):
        document = f"{head}{text}\n"
    found = next(d for d in check_text(document, path="a.yaml").diagnostics if d.pointer == pointer)
    line = document.splitlines()[found.line - 1]
    assert line[found.column - 1 : found.end_column - 1] == written


@pytest.mark.parametrize(
    "text",
    [
        "group_size: 10.5",
        "group_size: ten",
        'group_size: "10"',
        "group_size: about ten",
        "group_size: [8, 12]",
        "mode: true",
        "mode: {face-to-face: yes}",
        "grouping: [group]",
    ],
)
def test_what_may_mean_two_things_is_not_guessed(text: str) -> None:
    """It is one error, at the value."""
    head = SHORT.partition("    delivery:")[0]
    report = check_text(f"{head}    delivery:\n      {text}\n", path="a.yaml")
    schema_faults = [d for d in report.diagnostics if d.rule in UNFIT]
    assert len(schema_faults) == 1
    assert schema_faults[0].line == head.count("\n") + 2


def test_a_catalogue_in_the_place_of_a_list_is_no_entry_of_it() -> None:
    """Whether it has one key of an entry tells them apart; what is meant is told at the block."""
    head = SHORT.partition("interventions:")[0]
    rest = SHORT[len(head) :]
    for block in ("funding:\n  main:\n    funder: A fund\n", "notes:\n  main:\n    text: Words.\n"):
        report = check_text(f"{head}{block}{rest}", path="a.yaml")
        faults = [(d.rule, d.pointer) for d in report.diagnostics if d.rule in UNFIT]
        assert faults == [("intspec/wrong-type", "/" + block.partition(":")[0])]


LEAST = """\
intspec: "1.0"
id: made
title: Walking (fictitious)
stage: results
fictitious: true
interventions:
  a:
    role: experimental
    name: Steps
"""


@pytest.mark.parametrize(
    "counted",
    [
        "participants: {allocated: NUMBER}",
        "participants: {received: NUMBER}",
        "schedule: {course: {sessions: NUMBER}}",
        "schedule: {course: {sessions: {actual: NUMBER}}}",
        "schedule: {course: {sessions: {planned: {max: NUMBER}}}}",
        "delivery: {group_size: NUMBER}",
    ],
)
def test_nothing_is_counted_below_nothing(counted: str) -> None:
    """In a short form and in a long one: none is a number, fewer is one fault at its place."""

    def faults(number: str) -> list[tuple[str, str]]:
        text = f"{LEAST}    {counted.replace('NUMBER', number)}\n"
        report = check_text(text, path="made.intspec.yaml")
        return [(d.message, d.hint) for d in report.diagnostics if d.severity == "error"]

    assert faults("0") == faults("3") == []
    ((message, hint),) = faults("-3")
    assert message.endswith("is `-3`, less than 0")
    assert hint == "write a number of at least `0`"


A_DURATION = "write a duration such as `PT45M` (45 minutes), `P10W` (10 weeks) or `P4M` (4 months)"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("schedule: {course: {session_length: 45}}", A_DURATION),
        ("delivery: {group_size: many}", "write a number in figures, such as `12`"),
    ],
)
def test_what_mends_a_short_form_is_one(written: str, hint: str) -> None:
    """Where nothing is made of what was written, one value is shown, not the record that it is."""
    report = check_text(f"{LEAST}    {written}\n", path="made.intspec.yaml")
    assert [d.hint for d in report.diagnostics if d.severity == "error"] == [hint]


#: What YAML and other programs read as numbers that cannot be kept, or that are none.
NO_NUMBERS = (
    *("9007199254740993", "-99999999999999999999", "9" * 200, "12E4567", "1e999", "1_000"),
    *(".inf", "-.INF", "+.inf", ".nan", "0x" + "f" * 40, "0o" + "7" * 30, "0." + "1" * 120),
)
#: Keys of a text, of a list of texts and of terms of the author's own, by their pointers.
TEXTS = ("/title", "/version", "/registrations/0/id", "/locations/0/page", "/contributors/0/name")


@pytest.mark.parametrize("written", NO_NUMBERS)
def test_a_number_that_cannot_be_kept_is_a_text_where_one_is_asked(written: str) -> None:
    """It is its own characters there, and elsewhere one fault at its value, in YAML and in JSON."""
    document = SHORT
    for key, old in (("title", "2024"), ("version", "1.10"), ("id", "007"), ("name", "Ada")):
        document = document.replace(f"{key}: {old}", f"{key}: {written}")
    document = document.replace("page: 4", f"page: {written}")
    report = check_text(document, path="a.yaml")
    assert [d for d in report.diagnostics if d.rule in UNFIT] == []
    read = read_bytes(document.encode(), path="a.yaml")
    data = long_form(read.data, specification_in_parts(), read.written)
    for pointer in TEXTS:
        value: Any = data
        for step in pointer.split("/")[1:]:
            value = value[int(step) if isinstance(value, list) else step]
        assert value == written, pointer
    head = SHORT.partition("    delivery:")[0]
    for where in (f"group_size: {written}", f"group_size: {{planned: {{min: {written}}}}}"):
        found = check_text(f"{head}    delivery:\n      {where}\n", path="a.yaml").diagnostics
        assert [d.line for d in found if d.rule in UNFIT] == [head.count("\n") + 2], where
    if json_number(written):
        found = check_text(
            f'{{"title": {written}, "interventions": {{}}}}', path="a.json"
        ).diagnostics
        assert "/title" not in {d.pointer for d in found}


def json_number(text: str) -> bool:
    """Tell whether JSON has such a number."""
    return re.fullmatch(r"-?\d+(\.\d+)?([eE]-?\d+)?", text) is not None


def test_blanks_alone_are_no_term_and_no_fault() -> None:
    """The check leaves them out where a key may be left out; so does the schema of editors."""
    strict_schema = specification_schema()
    schema = published(strict_schema)
    nodes = [
        (node, strict["properties"][key])
        for name, strict in strict_schema["$defs"].items()
        for key, node in schema["$defs"][name].get("properties", {}).items()
        if "enum" in strict["properties"][key]
    ]
    optional = 0
    for node, strict in nodes:
        judge = jsonschema.Draft202012Validator(node)
        assert judge.is_valid(strict["enum"][-1])
        assert not judge.is_valid("no such term")
        blanks = {judge.is_valid(text) for text in ("", "  ", "\t", "\n ")}
        assert len(blanks) == 1
        optional += blanks == {True}
    assert 0 < optional < len(nodes)
