"""Following a remedy to the letter removes its finding, over faults made in every key."""

import copy
import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from following import CannotFollowError, Follower, alternatives
from intspec.api import check_text
from intspec.checking.bare_words import mark_no_content
from intspec.schema import problems as strict
from intspec.schema.gate import SchemaProblem
from intspec.schema.generating import SHORT_FORM, specification_schema
from intspec.schema.long_form import long_form
from intspec.schema.misplaced import ANYWHERE, PLACES
from intspec.text.placeholders import BareWord

pytestmark = pytest.mark.long

SCHEMA = specification_schema()
Path = tuple[str | int, ...]
ARM: Path = ("interventions", "first-1")
#: What makes all be asked that guidelines ask of an amount.
CLAIMED = {"checklists": ["tidier", "consort-2025", "cert"]}
#: So many remedies may be followed one after the other, until nothing is left.
MOST = 10


def problems(_schema: Any, data: Any) -> list[SchemaProblem]:
    """Hold a document against the schema, its short forms made whole."""

    def written(path: Path) -> str:
        value = data
        for step in path:
            value = value[step]
        return str(value)

    return strict(SCHEMA, long_form(data, SCHEMA, written))


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference within the schema."""
    return SCHEMA["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node


def complete(node: dict[str, Any], depth: int = 0) -> Any:
    """Return a value that has all that a node of the schema takes."""
    inner = resolve(node)
    if inner.get("type") == "object" and "properties" in inner:
        return {key: complete(one, depth + 1) for key, one in inner["properties"].items()}
    if inner.get("type") == "object" and "additionalProperties" in inner:
        if inner["additionalProperties"].get("type") == "string":
            return {"tidier/why": "Some words."}
        entry = complete(inner["additionalProperties"], depth + 1)
        return {f"first-{depth}": entry} if entry != {} else {}
    if inner.get("type") == "array":
        return [complete(inner["items"], depth + 1) for _ in range(inner.get("minItems", 1))]
    return Follower(SCHEMA, {}).sample(node, "x")


WHOLE = complete(SCHEMA)
WHOLE["extensions"] = {}


def places(value: Any, node: dict[str, Any], path: Path = ()) -> Iterator[Path]:
    """Go over every place of a document."""
    if path:
        yield path
    node = resolve(node)
    if isinstance(value, dict):
        known, others = node.get("properties", {}), node.get("additionalProperties") or {}
        for key, inner in value.items():
            yield from places(inner, known.get(key, others), (*path, key))
    elif isinstance(value, list):
        yield from places(value[0], node.get("items", {}), (*path, 0)) if value else ()


def node_at(path: Path) -> dict[str, Any]:
    """Return what the schema says of a place."""
    return resolve(Follower(SCHEMA, {}).node(path))


def record_name(path: Path) -> str:
    """Return the name of the record at a path."""
    return str(Follower(SCHEMA, {}).node(path).get("$ref", "")).rpartition("/")[2]


#: Each key of each record once.
PLACES_OF_KEYS = {
    (record_name(path[:-1]) or str(path[:-1]), path[-1]): path for path in places(WHOLE, SCHEMA)
}
FIELDS = [path for path in PLACES_OF_KEYS.values() if path[0] != "extensions"]
WRONG: tuple[Any, ...] = (
    "Some words on it",
    "12 weeks",
    "45 to 60 minutes",
    "twice a week",
    "about 10 people",
    "in person",
    "N/A",
    "none",
    "no",
    "yes",
    "\u2022 tidier",
    "\u2022 first thing \u2022 second thing",
    "a: b # c",
    "",
    7,
    -3,
    1.5,
    True,
    False,
    [],
    {},
    ["Walking in groups", "Talk, with tea"],
    ["nurse"],
    [{"name": "Ada Example"}],
    [[]],
    {"walk": {"description": "Walking"}},
    {"Walking Group": "Talk"},
    {"first": None},
    {"description": "Walking", "order": 1},
)


def pruned(value: Any, node: dict[str, Any], path: Path) -> Any:
    """Return a part of the document with what leads to a place, and what records need."""
    inner = resolve(node)
    if isinstance(value, dict):
        wanted = {*inner.get("required", ()), *path[:1]}
        known, others = inner.get("properties"), inner.get("additionalProperties") or {}
        return {
            key: pruned(one, (known or {}).get(key, others), path[1:] if key in path[:1] else ())
            for key, one in value.items()
            if key in wanted or known is None
        }
    if isinstance(value, list):
        return [pruned(one, inner.get("items", {}), path[1:]) for one in value]
    return value


def put(path: Path, value: Any) -> Any:
    """Return a small document with another value at a place."""
    data = copy.deepcopy(pruned(WHOLE, SCHEMA, path))
    block: Any = data
    for step in path[:-1]:
        block = block[step]
    block[path[-1]] = value
    return data


def followed(data: Any) -> Any:
    """Follow the remedies one after the other; each removes its finding, and none is left."""
    trace = []
    for _ in range(MOST):
        found = sorted(problems(SCHEMA, data), key=lambda p: str(p.path))
        if not found:
            return data
        first = found[0]
        trace.append((first.rule, first.path, first.message, first.hint))
        try:
            after = Follower(SCHEMA, data).follow(alternatives(first.hint)[0], first.path)
        except CannotFollowError as error:
            raise AssertionError(trace) from error
        left = {(p.rule, p.path, p.message) for p in problems(SCHEMA, after)}
        assert (first.rule, first.path, first.message) not in left, trace
        data = after
    assert problems(SCHEMA, data) == [], trace
    return data


def test_the_whole_document_is_valid() -> None:
    """All that is found is made."""
    assert problems(SCHEMA, WHOLE) == []
    assert all(problems(SCHEMA, pruned(WHOLE, SCHEMA, path)) == [] for path in FIELDS)
    assert len(FIELDS) > 250


@pytest.mark.parametrize("path", FIELDS, ids=lambda p: ".".join(map(str, p)))
def test_a_wrong_value_is_mended_by_its_remedy(path: Path) -> None:
    """Of whatever type and form."""
    for value in random.Random(str(path)).sample(WRONG, 4):
        followed(put(path, value))


#: What says nothing of what is asked in words: no remedy puts it under a key that asks for them.
NO_WORDS: tuple[Any, ...] = (True, False, 7, 0.5, "91%", "3/4", "yes", "2022-03-01", [True])


def bare_words(value: Any, path: Path = ()) -> Iterator[Path]:
    """Go over the places of texts that are marked as no description."""
    if isinstance(value, BareWord):
        yield path
    elif isinstance(value, (dict, list)):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from bare_words(inner, (*path, step))


@pytest.mark.parametrize("path", FIELDS, ids=lambda p: ".".join(map(str, p)))
def test_a_value_without_words_is_put_nowhere_where_words_are_asked(path: Path) -> None:
    """Following the remedy to the letter gives no text that counts as a placeholder."""
    for value in random.Random(str(path)).sample(NO_WORDS, 3):
        before = put(path, value)
        if problems(SCHEMA, before):
            written = str(value[0] if isinstance(value, list) else value).casefold()
            after = mark_no_content(long_form(followed(before), SCHEMA, str), ())
            bare = [at for at in bare_words(after) if value_at(after, at).casefold() == written]
            assert bare == [], (value, bare)


def value_at(data: Any, path: Path) -> Any:
    """Return what stands at a path."""
    for step in path:
        data = data[step]
    return data


#: Keys that take a list of terms, with these.
LISTS_OF_TERMS = {
    path: entry["enum"]
    for path in FIELDS
    if "enum" in (entry := resolve(node_at(path).get("items", {})))
}


@pytest.mark.parametrize("path", LISTS_OF_TERMS, ids=lambda p: ".".join(map(str, p)))
@pytest.mark.parametrize("between", [", ", "; ", " and ", "/", " & ", ", and ", "+"])
def test_terms_that_were_written_as_one_text_are_parted(path: Path, between: str) -> None:
    """Alone, and in place of an entry: each stays, and none is lost."""
    first, *_others, last = LISTS_OF_TERMS[path]
    text = f"{first.replace('-', ' ')}{between}{last}"
    assert value_at(followed(put(path, text)), path) == [first, last]
    if len(LISTS_OF_TERMS[path]) > 2:
        third = LISTS_OF_TERMS[path][1]
        assert value_at(followed(put(path, [text, third])), path) == [first, last, third]


@pytest.mark.exhaustive
@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_every_wrong_value_of_every_key_is_mended_by_its_remedy(value: Any) -> None:
    """All that the test above has a few of."""
    for path in FIELDS:
        followed(put(path, value))


#: What people write under a key that a record does not have.
UNDER = (None, "Some words on it", "12 weeks", 7, ["one thing"], {"description": "Walking"}, True)
#: Each record of the model once, by the name of its definition.
RECORDS = {record_name(path): path for path in places(WHOLE, SCHEMA) if record_name(path)}
RECORDS[""] = ()


def words_of(name: str) -> list[str]:
    """Return the everyday words for keys of a record: its own, and those of any record."""
    keys = resolve(Follower(SCHEMA, {}).node(RECORDS[name])).get("properties", {})
    anywhere = [row for row in ANYWHERE if row[0] in keys]
    rows = (*PLACES.get(name, ()), *anywhere)
    return list(dict.fromkeys(word for _place, words in rows for word in words.split()))


WORDS = {name: words for name in RECORDS if (words := words_of(name))}
ALL_KEYS = sorted({str(path[-1]) for path in FIELDS if isinstance(path[-1], str)})


def with_key(path: Path, key: str, value: Any) -> Any:
    """Return a small document with one key more in a record."""
    data = copy.deepcopy(pruned(WHOLE, SCHEMA, path))
    block: Any = data
    for step in path:
        block = block[step]
    block[key] = value
    return data


@pytest.mark.parametrize("name", WORDS)
def test_a_word_of_everyday_is_led_to_its_place(name: str) -> None:
    """As `duration`, `who` and `where` in an arm; each leads to a key of the model."""
    path = RECORDS[name]
    for word in WORDS[name]:
        if word in resolve(Follower(SCHEMA, {}).node(path))["properties"]:
            continue
        for value in random.Random(word).sample(UNDER, 2):
            data = with_key(path, word, value)
            followed(data)
            (found,) = [p for p in problems(SCHEMA, data) if p.path == (*path, word)]
            assert "write one of these" not in found.hint, found


@pytest.mark.parametrize("name", RECORDS)
def test_a_key_of_another_record_is_mended_by_its_remedy(name: str) -> None:
    """Whatever is known elsewhere, a slip of a key, and what nobody knows."""
    path = RECORDS[name]
    known = resolve(Follower(SCHEMA, {}).node(path))["properties"]
    chance = random.Random(name)
    for key in (*chance.sample(ALL_KEYS, 12), f"{next(iter(known))}x", "Zebra", "two words"):
        if key not in known:
            value = chance.choice(["Some words on it", {"description": "Walking"}])
            followed(with_key(path, key, value))


#: Where one value stands for a record: each such place, and the key that it is of.
SHORT = {
    path: node_at(path)[SHORT_FORM][0]
    for path in FIELDS
    if isinstance(path[-1], str) and SHORT_FORM in node_at(path)
}


@pytest.mark.parametrize("path", SHORT, ids=lambda p: ".".join(map(str, p)))
def test_a_key_of_what_a_record_stands_for_is_led_into_it(path: Path) -> None:
    """`group_size: {min: 5}` is the planned size, as `group_size: 5` is."""
    short = SHORT[path]
    meant = node_at((*path, short)).get("properties", {})
    for key in meant.keys() - node_at(path)["properties"].keys():
        value = 5 if key in {"min", "max"} else True
        data = put(path, {key: value})
        followed(data)
        (found,) = [p for p in problems(SCHEMA, data) if p.path == (*path, key)]
        assert found.hint.startswith(f"write `{short}: {{{key}: "), found


#: Amounts whose number and unit were written as keys, and what each comes to; None where the keys
#: say more than that, or something else.
LENGTHS: tuple[tuple[dict[str, Any], Any], ...] = (
    ({"minutes": 45}, "PT45M"),
    ({"minutes": 30, "hours": 1}, "PT1H30M"),
    ({"value": 45, "unit": "minutes"}, "PT45M"),
    ({"amount": "6", "units": "weeks"}, "P6W"),
    ({"minutes": "30-45"}, {"min": "PT30M", "max": "PT45M"}),
    ({"from": "30 minutes", "to": "1 hour"}, {"min": "PT30M", "max": "PT1H"}),
    ({"min": 30, "max": 45, "unit": "minutes"}, {"min": "PT30M", "max": "PT45M"}),
    ({"min_minutes": 30, "max_minutes": 45}, {"min": "PT30M", "max": "PT45M"}),
    ({"mean": "PT45M"}, None),
    ({"median": "PT45M"}, None),
    ({"mean_minutes": 45}, None),
    ({"amount": 45, "per": "week"}, None),
    ({"total": "12 hours"}, None),
    ({"value": 45}, None),
    ({"Minutes": 45, "minutes": 30}, None),
)
NUMBERS: tuple[tuple[dict[str, Any], Any], ...] = (
    ({"number": 8}, 8),
    ({"n": "eight"}, 8),
    ({"minimum": 8, "maximum": 12}, {"min": 8, "max": 12}),
    ({"minimum": "about 8", "maximum": 12}, {"min": 8, "max": 12, "about": True}),
    ({"at_least": 8}, {"min": 8}),
    ({"up_to": 8}, {"max": 8}),
    ({"about": 8}, "about 8"),
    ({"mean": 8}, None),
    ({"median": 8}, None),
    ({"n": "8 on average"}, None),
    ({"value": 8, "unit": "mean"}, None),
    ({"value": 80, "unit": "%"}, None),
    ({"value": 8, "unit": "FTE"}, None),
    ({"individual": 4, "group": 8}, None),
    ({"Number": 8, "number": 12}, None),
    ({"weeks": 8}, None),
    ({"per_week": 8}, None),
    ({"n": 8, "per": "week"}, None),
    ({"n": 8, "unit": {"n": "people"}}, None),
)
RATES: tuple[tuple[dict[str, Any], Any], ...] = (
    ({"per_week": 2}, {"times": 2, "per": "P1W"}),
    ({"times_a_week": 2}, {"times": 2, "per": "P1W"}),
    ({"visits_per_week": 2}, {"times": 2, "per": "P1W"}),
    ({"weekly": 2}, {"times": 2, "per": "P1W"}),
    ({"yearly": 2}, {"times": 2, "per": "P1Y"}),
    ({"n": 2, "per": "day"}, {"times": 2, "per": "P1D"}),
    ({"times": 2, "every": "week"}, {"times": 2, "per": "P1W"}),
    ({"every": "2 weeks"}, {"times": 1, "per": "P2W"}),
    ({"hours": 8}, None),
    ({"weeks": 2}, None),
    ({"sessions": 3}, None),
    ({"value": 3, "unit": "sessions"}, None),
)


def amounts_at(path: Path) -> tuple[tuple[dict[str, Any], Any], ...]:
    """Return what stands for an amount at a place; nothing where the place takes none."""
    node = node_at(path)
    if {"times", "per"} <= node.get("properties", {}).keys():
        return RATES
    if "planned" in node.get("properties", {}):
        node = node_at((*path, "planned"))
        if node["type"] == "integer":
            return tuple((written, meant) for written, meant in NUMBERS if meant in (8, None))
    if not {"min", "max"} <= node.get("properties", {}).keys():
        return ()
    return NUMBERS if resolve(node["properties"]["min"])["type"] == "integer" else LENGTHS


AMOUNTS = [path for path in FIELDS if isinstance(path[-1], str) and amounts_at(path)]
#: Those in an entry of a map.
IN_ENTRIES = [path for path in AMOUNTS if str(path[-2]).startswith("first-")]


@pytest.mark.parametrize("path", AMOUNTS, ids=lambda p: ".".join(map(str, p)))
def test_an_amount_written_as_keys_is_written_as_its_key_takes_it(path: Path) -> None:
    """A number and a unit are one fault; where they say something else, no number is written."""
    node = node_at(path)
    for written, meant in amounts_at(path):
        data = put(path, written)
        found = [p for p in problems(SCHEMA, data) if p.path[: len(path)] == path]
        if meant is None:
            numbers = {number for p in found for number in re.findall(r"\d+", p.hint)}
            assert not numbers & set(re.findall(r"\d+", str(written))), (written, found)
            continue
        is_whole = not isinstance(meant, dict) and SHORT_FORM in node
        within = "planned" in node["properties"] and not is_whole
        assert [p.rule for p in found] == ["wrong-type"], (written, found)
        assert value_at(followed(data), path) == ({"planned": meant} if within else meant)


@pytest.mark.parametrize("path", AMOUNTS, ids=lambda p: ".".join(map(str, p)))
def test_an_amount_written_as_keys_sets_off_no_other_finding(path: Path) -> None:
    """What asks for it is blocked, as it is by a text that the key does not take."""
    for written, meant in amounts_at(path):
        if meant is None:
            continue
        right = value_at(followed(put(path, written)), path)
        told = [
            {(one.rule, one.arm) for one in check_text(json.dumps(data), path="a.json").diagnostics}
            for data in (put(path, written) | CLAIMED, put(path, right) | CLAIMED)
        ]
        assert told[0] - told[1] == {("intspec/wrong-type", None)}, written


#: Keys of entries, and blocks of them that stand in place of entries; then entries with such a key.
BLOCKS = (
    ("schedule", {"session_length": {"minutes": 45}}),
    ("schedule", {"duration": {"weeks": 12}}),
    ("schedule", {"frequency": {"times": 2, "per": "P1W"}, "sessions": {"planned": 8}}),
)
CHANCE = (
    ("schedule", {"dose": {"duration": "P12W"}}, {"dose": {"duraton": "P12W"}}),
    ("schedule", {"note": {"duration": "P12W"}}, {"note": {"weeks": 12}}),
    ("procedures", {"order": {"description": "Walk"}}, {"order": {"descripton": "Walk"}}),
)


@pytest.mark.parametrize(("key", "block"), BLOCKS, ids=str)
def test_keys_of_an_entry_that_stand_in_place_of_entries_are_one_fault(
    key: str, block: dict[str, Any]
) -> None:
    """Also where all of them hold blocks of keys."""
    data = put((*ARM, key), block)
    found = problems(SCHEMA, data)
    assert [(p.rule, p.path) for p in found] == [("wrong-type", (*ARM, key))], found
    assert found[0].hint.startswith("give its keys a key above them")
    followed(data)


@pytest.mark.parametrize(("key", "right", "wrong"), CHANCE, ids=str)
def test_an_entry_may_be_called_as_one_of_its_keys_is(
    key: str, right: dict[str, Any], wrong: dict[str, Any]
) -> None:
    """What is wrong in it is told in its own place."""
    assert problems(SCHEMA, put((*ARM, key), right)) == []
    (found,) = (p for p in problems(SCHEMA, put((*ARM, key), wrong)) if p.rule != "missing-key")
    assert found.rule == "unknown-key"
    followed(put((*ARM, key), wrong))


@pytest.mark.exhaustive
@pytest.mark.parametrize("key", ALL_KEYS)
def test_every_key_in_every_other_record_is_mended_by_its_remedy(key: str) -> None:
    """All that the test above has a few of, and each with a slip in it."""
    for path in RECORDS.values():
        known = resolve(Follower(SCHEMA, {}).node(path))["properties"]
        for written in {key, f"{key}x"} - known.keys():
            for value in ("Some words on it", {"description": "Walking"}):
                followed(with_key(path, written, value))


@pytest.mark.parametrize("name", [name for name in RECORDS if name])
def test_a_colon_without_a_space_behind_it_is_mended(name: str) -> None:
    """YAML takes the key and its value for one text, in the place of a block."""
    path = RECORDS[name]
    known = resolve(Follower(SCHEMA, {}).node(path))["properties"]
    free = [
        key
        for key, node in known.items()
        if resolve(node).get("type") == "string" and not resolve(node).keys() & {"enum", "pattern"}
    ]
    for colon in (":", "\N{FULLWIDTH COLON}"):
        for key in free[:2]:
            data = put(path, f"{key}{colon}Some words")
            followed(data)
            assert any(f"{key}: Some words" in p.hint for p in problems(SCHEMA, data)), name


@pytest.mark.parametrize("name", RECORDS)
def test_a_key_that_is_missing_is_mended_by_its_remedy(name: str) -> None:
    """Each that a record needs."""
    path = RECORDS[name]
    for key in resolve(Follower(SCHEMA, {}).node(path)).get("required", ()):
        data = with_key(path, key, None)
        block: Any = data
        for step in path:
            block = block[step]
        del block[key]
        followed(data)


@pytest.mark.parametrize("key", ["Exercise Group", "été", "a_b", "A", "1", "a--b", "x" * 90, "!"])
def test_a_key_that_cannot_be_one_is_mended_by_its_remedy(key: str) -> None:
    """In every catalogue."""
    for path in places(WHOLE, SCHEMA):
        node = resolve(Follower(SCHEMA, {}).node(path))
        if node.get("propertyNames"):
            followed(put(path, {key: {}}))
