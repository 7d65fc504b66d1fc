"""An entry without content is told once, and a key in a wrong place is told where it belongs.

Each map of the model is given an entry of which nothing is said, in each way of saying nothing.
Keys are written in other cases, numbers and hyphens, and in records that do not have them.
"""

import copy
import typing
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from following import CannotFollowError, Follower, alternatives, dumped, steps_of
from intspec.api import check_bytes
from intspec.checking.left_out import left_out_entries
from intspec.diagnostics import Diagnostic
from intspec.lazy import is_record
from intspec.schema import problems
from intspec.schema.as_meant import terms
from intspec.schema.every_key import ANY, Key, every_key, keys_of
from intspec.schema.fragments import LONGEST_BLOCK, entries, fragment, fragments
from intspec.schema.generating import leaf_type, specification_schema
from intspec.schema.only_places import MOST, OnlyPlaces
from intspec.schema.wrong_keys import variant

pytestmark = pytest.mark.long

SCHEMA = specification_schema({})
KEYS = every_key({})
#: Maps whose entries are records, under keys of the author's own.
MAPS = [
    key
    for key in KEYS
    if isinstance(origin := typing.get_origin(key.holds), type)
    and issubclass(origin, Mapping)
    and is_record(leaf_type(key.holds))
]
SMALL: dict[str, Any] = {
    "intspec": "1.0",
    "id": "ward",
    "title": "A fictitious ward",
    "stage": "protocol",
    "fictitious": True,
    "no_comparator": {"reason": "A pilot."},
    "providers": {"nurse": {"kind": "nurse", "training": {"content": "Two talks."}}},
    "materials": {"diary": {"name": "Diary", "audience": ["participants"]}},
    "interventions": {
        "round": {
            "role": "experimental",
            "name": "Round",
            "providers": ["nurse"],
            "materials": ["diary"],
            "fidelity": {"assessed": False},
            "schedule": {"course": {"duration": "P6W"}},
            "procedures": {"talk": {"description": "A talk of an hour on the ward."}},
        }
    },
}


def found_in(data: Any) -> list[Diagnostic]:
    """Check a document."""
    return list(check_bytes(dumped(data).encode(), path="made.yaml").report.diagnostics)


def put(place: tuple[str, ...], value: Any) -> Any:
    """Return the small document with more entries in a map."""
    data = copy.deepcopy(SMALL)
    block = data
    for step in place[:-1]:
        block = block.setdefault("round" if step == "*" else step, {})
    block[place[-1]] = {**block.get(place[-1], {}), **value}
    return data


@pytest.mark.parametrize("key", MAPS, ids=lambda key: ".".join(key.places[0]))
def test_an_entry_without_content_is_one_finding_on_it(key: Key) -> None:
    """Nothing, blank text, no keys, or keys without a value: told once, with what to write."""
    inner = keys_of(leaf_type(key.holds))
    ways: tuple[Any, ...] = (None, " ", {}, {inner[0].name: None})
    for nothing in ways:
        data = put(key.places[0], {"first-entry": nothing})
        found = [one for one in found_in(data) if "first-entry" in one.message + one.pointer]
        assert len(found) == 1, (nothing, found)
        assert found[0].rule in {"intspec/missing-key", "intspec/empty-entry"}
        if nothing in (None, " "):
            assert found[0].severity == "warning", "it was no fault before"
        if nothing == " ":
            continue  # who follows writes over it
        after = Follower(SCHEMA, data).follow(
            alternatives(found[0].hint)[0], steps_of(data, found[0].pointer)
        )
        left = {(one.rule, one.pointer) for one in found_in(after)}
        assert (found[0].rule, found[0].pointer) not in left, found[0].hint


@pytest.mark.parametrize("nothing", [None, "", " ", {}, {"role": None}, {"name": ""}], ids=repr)
def test_an_arm_of_which_nothing_stands_is_not_said_to_be_missing_too(nothing: Any) -> None:
    """It is one finding: there is a comparator, and all of it is left to say."""
    data = put(("interventions",), {"waiting": nothing})
    data.pop("no_comparator", None)
    told = [one.rule for one in found_in(data) if one.pointer.startswith("/interventions")]
    alone = [r for r in told if r != "intspec/arm-not-described"]
    assert alone in (["intspec/empty-entry"], ["intspec/missing-key"]), told


@pytest.mark.parametrize("key", ["usual-care", "experimental", "made", "tidier", "round"])
def test_a_term_or_an_id_that_is_spelt_like_an_empty_entry_names_it_not(key: str) -> None:
    """Only what names entries does: nothing else hides that one is empty."""
    data = put(("interventions",), {key: None} if key != "round" else {"x": None})
    data |= {"id": key, "checklists": ["tidier"]}
    rules = [one.rule for one in found_in(data)]
    assert rules.count("intspec/empty-entry") == 1, rules


#: Each place of the model that names an entry of another.
HOLDS = {place: key.holds for key in KEYS for place in key.places}
REFERRING = [place for key in KEYS if "refers" in key.words for place in key.places]


@pytest.mark.parametrize("place", REFERRING, ids=".".join)
@pytest.mark.parametrize("named", ["empty-one", ["other", "empty-one"]], ids=repr)
def test_an_empty_entry_that_is_named_is_told_where_it_is_named(
    place: tuple[str, ...], named: Any
) -> None:
    """The reference leads nowhere, and that is told once, wherever a reference may stand."""
    inside: Any = named
    for end in range(len(place), 0, -1):
        is_list = place[end - 1] == ANY and typing.get_origin(HOLDS[place[: end - 1]]) is tuple
        name = "first" if place[end - 1] == ANY else place[end - 1]
        inside = [inside] if is_list else {name: inside}
    data = {**inside, "interventions": {**inside.get("interventions", {}), "empty-one": None}}
    assert [*left_out_entries(data)] == []
    unnamed = {"title": "empty-one", "interventions": {"empty-one": None}}
    assert [one.path for one in left_out_entries(unnamed)] == [("interventions", "empty-one")]


@pytest.mark.parametrize("name", ["providers", "materials"])
def test_a_reference_to_an_empty_entry_is_no_second_finding(name: str) -> None:
    """The entry is there, and its key is known."""
    ways: tuple[Any, ...] = (None, "", {})
    for nothing in ways:
        data = copy.deepcopy(SMALL)
        data[name] = {"known-key": nothing}
        data["interventions"]["round"][name] = ["known-key"]
        rules = [one.rule for one in found_in(data) if "known-key" in one.message + one.pointer]
        # Where nothing stands under it, it counts as not written.
        wanted = "missing-key" if nothing == {} else f"unknown-{name.removesuffix('s')}"
        assert rules == [f"intspec/{wanted}"]


@pytest.mark.parametrize("name", ["procedures", "schedule"])
def test_the_items_that_an_empty_entry_leaves_open_stand_behind_it(name: str) -> None:
    """What a guideline asks of it is asked in the same finding."""
    data = copy.deepcopy(SMALL)
    data["checklists"] = ["tidier"]
    data["interventions"]["round"][name] = {"first-entry": {}}
    (found,) = [one for one in found_in(data) if f"/{name}" in one.pointer]
    assert found.rule == "intspec/empty-entry"
    assert {item.number for item in found.items} == {"procedures": {"4"}, "schedule": {"8"}}[name]


def variants(key: str) -> Iterator[str]:
    """Go over a key in other cases, with other hyphens, and in the other number."""
    yield key.capitalize()
    yield key.upper()
    if "_" in key:
        yield key.replace("_", "-")
        yield key.replace("_", "")
        yield key.title()
    yield key.removesuffix("s") if key.endswith("s") else f"{key}s"


def test_each_key_in_another_case_or_number_is_that_key() -> None:
    """In the whole and in each kind of record; where both stand, they are two of one."""
    nodes = {"": SCHEMA, **SCHEMA["$defs"]}
    for record, node in nodes.items():
        known = node.get("properties", {})
        for key in known:
            for written in variants(key):
                if written not in known:
                    meant = variant(written, known)
                    assert meant is not None, (record, written)
                    assert variant(meant, [key]) in {key, None}, (record, written)


def test_a_key_that_is_there_twice_is_told_and_taken_away() -> None:
    """`Name` beside `name`: which one it is, and that one of them goes."""
    arm = SMALL["interventions"]["round"]
    for key in arm:
        for written in variants(key):
            data = copy.deepcopy(SMALL)
            data["interventions"]["round"][written] = arm[key]
            (problem,) = problems(SCHEMA, data)
            assert f"did you mean `{key}`, which is there, too?" in problem.message
            assert problem.hint.startswith("remove it, or")


#: Records of the small document, and where they stand.
RECORDS: dict[str, tuple[str, ...]] = {
    "Arm": ("interventions", "round"),
    "Provider": ("providers", "nurse"),
    "Material": ("materials", "diary"),
    "Fidelity": ("interventions", "round", "fidelity"),
    "Phase": ("interventions", "round", "schedule", "course"),
    "Procedure": ("interventions", "round", "procedures", "talk"),
}


@pytest.mark.parametrize("record", RECORDS)
def test_a_key_of_another_record_is_told_where_it_belongs(record: str) -> None:
    """No list of keys, where few records have it; and following what is said removes the fault."""
    only = OnlyPlaces(SCHEMA)
    known = SCHEMA["$defs"][record]["properties"]
    names = {key.name for key in KEYS} - known.keys()
    few = [name for name in sorted(names) if only.hint(name) and not variant(name, known)]
    assert len(few) > len(names) / 2
    for name in few[:: 3 if record in ("Arm", "Fidelity") else 9]:
        data = copy.deepcopy(SMALL)
        block = data
        for step in RECORDS[record]:
            block = block[step]
        block[name] = "Some words"
        (problem,) = [p for p in problems(SCHEMA, data) if p.path == (*RECORDS[record], name)]
        assert "write one of these" not in problem.hint, problem
        followed = 0
        for way in alternatives(problem.hint):
            try:
                after = Follower(SCHEMA, data).follow(way, problem.path)
            except CannotFollowError:
                continue
            followed += 1
            assert problem.path not in {p.path for p in problems(SCHEMA, after)}, (way, problem)
        assert followed, problem


def test_few_places_are_named_and_many_are_not() -> None:
    """A key of many records, as `note`, could belong anywhere."""
    only = OnlyPlaces(SCHEMA)
    assert only.hint("sources") == ""
    assert only.hint("no-such-key") == ""
    assert only.hint("training").count("an entry of `providers:`") == 1
    assert all(only.hint(key.name).count(" or ") <= MOST for key in KEYS)


ROLES = {
    "experimental": ("intervention group", "treatment group", "Intervention arm", "treatment"),
    "active-comparator": ("active control", "active control group", "active comparator arm"),
    "usual-care": ("usual care group", "standard care arm", "TAU group", "usual care control"),
    "waiting-list": ("waitlist control group", "wait-list control", "waiting list group"),
    "placebo": ("placebo group", "placebo control arm"),
    "sham": ("sham control group",),
    "no-treatment": ("no intervention group", "no treatment control"),
    "attention-control": ("attention control group", "attention group"),
}
CONTROLS = ("control group", "control arm", "comparison group", "comparator group", "Control")


def test_a_role_in_other_words_is_told_in_the_terms_of_the_model() -> None:
    """The one role that it is; of a mere control the roles that controls have, first."""
    allowed = SCHEMA["$defs"]["Arm"]["properties"]["role"]["enum"]
    for role, words in ROLES.items():
        for word in words:
            assert terms(allowed, word) == [role], word
    for word in CONTROLS:
        meant = terms(allowed, word)
        assert {"active-comparator", "usual-care"} <= set(meant), word
        assert "experimental" not in meant


def test_a_large_block_is_not_repeated_whole() -> None:
    """Its beginning, and how much more there is; a small one is told whole."""
    large = {f"key_{number}": f"Some words on what number {number} is" for number in range(40)}
    for text in (fragment("block", large), fragments(large), entries([large] * 9)):
        assert len(text) < 3 * LONGEST_BLOCK, text
        assert "(and so on: " in text
        assert "key_0" in text
    assert "and so on" not in fragments({"name": "Diary", "audience": ["participants"]})
