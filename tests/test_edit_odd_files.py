"""`intspec edit` on files that say what none says: a page, or a reason, never a fault."""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from editing import Browser
from intspec import CommandContext, Refused, editable, edited, setting, value_at

pytestmark = pytest.mark.long

CONTEXT = CommandContext()
SPECS = Path(__file__).parent.parent / "specs"
EXERCISE = (SPECS / "exercise" / "group-exercise.intspec.yaml").read_bytes()
FULL: Any = editable(EXERCISE, path="a.yaml", extensions={}).data
#: What stands in the place of what is meant.
ODD: tuple[Any, ...] = (None, 0, "words", True, [], {}, [1], [None], ["a", {}], {"a": None}, [{}])
STEPS = tuple[str | int, ...]
NAMED = {"about": "tidier/where", "state": "not-applicable", "reason": "It is made up.", "arm": ""}


def places(value: Any, path: STEPS = ()) -> Iterator[STEPS]:
    """Go over the places of a document that hold something."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else ()
    for step, inner in enumerate(value) if isinstance(value, list) else items:
        yield from places(inner, (*path, step))


def put(data: Any, path: STEPS, value: Any) -> Any:
    """Return a document with another value at a place."""
    data = copy.deepcopy(data)
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return data


PLACES = sorted(places(FULL), key=str)
CASES = [(path, odd) for path in PLACES for odd in ODD]


def is_shown(folder: Path, path: STEPS, odd: Any, chance: random.Random) -> None:
    """Put an odd value at a place, and do on a page some of what a person does."""
    file = folder / "odd.intspec.yaml"
    raw = yaml.safe_dump(put(FULL, path, odd), sort_keys=False).encode()
    file.write_bytes(raw)
    browser = Browser(file, CONTEXT).enter()
    at = "".join(f"/{step}" for step in path)
    asked: list[tuple[str, dict[str, Any]]] = [
        ("/save", {"answers": [{"at": f"{at}{more}", "was": "", "now": "one"}]})
        for more in ("", "/0", "/name")
    ]
    asked += [
        ("/add", {"at": at, "name": "One", "pick": "/interventions/exercise/providers"}),
        ("/add", {"at": at, "name": "One", "values": {"name": "One", "kind": "one"}}),
        ("/declare", NAMED),
        ("/remove", {"at": at}),
        ("/remove", {"at": "/declarations/0"}),
    ]
    pages = ("/study", "/item/tidier/who-provided", "/item/tidier/when-and-how-much")
    page = chance.choice(pages)
    codes = [browser.get(page).code]
    for address, words in chance.sample(asked, 3):
        file.write_bytes(raw)
        codes.append(browser.post(address, words, page).code)
        yaml.safe_load(file.read_bytes())
    assert set(codes) <= {200, 404, 409}, (path, odd, codes)


def test_a_file_that_says_what_none_says_is_shown(tmp_path: Path) -> None:
    """Whatever stands where: no page and no answer ends in a fault of ours."""
    chance = random.Random(5)
    for path, odd in chance.sample(CASES, 8):
        is_shown(tmp_path, path, odd, chance)


@pytest.mark.exhaustive
def test_many_files_that_say_what_none_says_are_shown(tmp_path: Path) -> None:
    """More of them."""
    chance = random.Random(6)
    for path, odd in chance.sample(CASES, 300):
        is_shown(tmp_path, path, odd, chance)


def is_set(raw: bytes, path: STEPS, value: Any) -> None:
    """Set a value in a file, or take it away, and look at what the file says then."""
    file = editable(raw, path="a.yaml", extensions={})
    holder = value_at(file.whole, path[:-1])
    steps = range(len(holder)) if isinstance(holder, list) else holder
    held = isinstance(holder, dict | list) and path[-1] in steps
    try:
        after = edited(raw, setting(file, path, value), path="a.yaml")
    except Refused:
        assert value is not None
        return
    again = editable(after, path="a.yaml", extensions={})
    if value is not None:
        assert value_at(again.whole, path) == value
    elif not held:
        assert after == raw, (path, raw)


SHORT: dict[str, Any] = {
    "documents": "paper",
    "settings": "hall",
    "locations": {"about": "tidier/where", "document": "paper", "page": 3},
    "declarations": {"about": "tidier/where", "state": "unknown", "reason": "x"},
}


def test_taking_away_what_is_not_there_changes_nothing() -> None:
    """In short forms, in gaps, behind odd values; and what is set can be read."""
    chance = random.Random(7)
    for path, odd in chance.sample(CASES, 40):
        short = {key: one for key, one in SHORT.items() if key != path[0] and chance.random() < 0.5}
        data = {**put(FULL, path, odd), **short}
        raw = yaml.safe_dump(data, sort_keys=False).encode()
        tail = chance.choice(((), ("name",), (0,), (0, "name"), ("a", "b", "c")))
        is_set(raw, (*path, *tail), chance.choice((None, None, "one")))


def test_a_new_file_is_yaml_and_json_is_edited_where_it_is(tmp_path: Path) -> None:
    """A specification in JSON is answered in place."""
    file = tmp_path / "trial.intspec.json"
    file.write_text(json.dumps(FULL))
    browser = Browser(file, CONTEXT).enter()
    answer = browser.answer("/study", "/title", "Another (fictitious)", FULL["title"])
    assert (answer["problems"], answer["conflicts"]) == ({}, {})
    assert json.loads(file.read_text()) == {**FULL, "title": "Another (fictitious)"}
