"""A value of another shape than its key takes is mended by its remedies, and no word is lost.

A text in place of a block, a map in place of a list, a list in place of a map, and so on, over
every key of a specification. What a reader does who follows each remedy to the letter is in
`tests/following.py`.
"""

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from following import CannotFollowError, Follower, alternatives
from intspec.api import check_bytes
from intspec.schema.generating import SHORT_FORM
from test_followed import ALL_KEYS, FIELDS, MOST, SCHEMA, Path, node_at, problems, put, resolve

pytestmark = pytest.mark.long

ONE, OTHER = "Quince marmalade", "Plum jelly"
#: Amounts hold figures: there words say nothing.
AMOUNTS = ({"min", "max"}, {"planned", "actual"}, {"times", "per"})


def is_free(node: dict[str, Any]) -> bool:
    """Tell whether any words may stand in a place."""
    named = str(node.get("description", "")).startswith("Key")
    plain = resolve(node)
    return plain.get("type") == "string" and not plain.keys() & {"enum", "pattern"} and not named


def entry(node: dict[str, Any], words: str) -> Any:
    """Return an entry of a list or map with some words in it; None if none can stand there."""
    plain = resolve(node)
    if "properties" not in plain:
        return words if plain.get("type") == "string" and not plain.keys() & {"enum"} else None
    free = [key for key, inner in plain["properties"].items() if is_free(inner)]
    return {free[0]: words} if free else None


def described(path: Path) -> Any:
    """Return what the schema says of the entries that a list of keys names; None if it names none.

    They are those of the catalogue of the same name.
    """
    keys = node_at(path).get("description", "").startswith("Keys")
    catalogue = SCHEMA["properties"].get(path[-1], {}) if keys else {}
    return catalogue.get("additionalProperties")


def shapes(path: Path) -> Iterator[Any]:
    """Go over values of another shape than a place takes."""
    node = node_at(path)
    kind, known = node.get("type"), node.get("properties", {})
    if kind == "array":
        inner = described(path) or node["items"]
        one, other = entry(inner, ONE), entry(inner, OTHER)
        yield from () if one is None else ({"tangerine": one}, {"tangerine": one, "fig": other})
        if entry(node["items"], ONE) is not None:
            yield from ({"tangerine": ONE, "fig": OTHER}, ONE, [ONE, OTHER])
        if isinstance(one, dict):
            yield from (one, [one], [one, other], {"tangerine": one, "fig": None})
    elif known and SHORT_FORM not in node and not any(known.keys() >= keys for keys in AMOUNTS):
        yield from (ONE, [ONE, OTHER])
        if (one := entry(node, ONE)) is not None:
            yield [one]
    elif kind == "object" and not known:
        one, other = (entry(node.get("additionalProperties", {}), w) for w in (ONE, OTHER))
        yield from () if one is None else (ONE, [ONE, OTHER], {"tangerine": ONE, "fig": OTHER})
        if isinstance(one, dict):
            yield from (one, [one], [one, other])
    elif isinstance(path[-1], int) and (inner := described(path[:-1])) is not None:
        one = entry(inner, ONE)
        yield from (one, [one], {"tangerine": one}, {"tangerine": ONE})
    elif is_free(node):
        yield from ([ONE, OTHER], {"tangerine": ONE}, {"tangerine": {"fig": OTHER}})


def words(data: Any) -> set[str]:
    """Return the words of a document, those of keys of the model apart."""
    if isinstance(data, dict):
        of_keys = [words(key) for key in data if key not in ALL_KEYS]
        return set().union(*of_keys, *map(words, data.values()))
    if isinstance(data, list):
        return set().union(*map(words, data))
    return set(re.findall("[a-z]+", data.lower())) if isinstance(data, str) else set()


def mended(data: Any) -> Any:
    """Follow the remedies one after the other, until nothing is left."""
    trace = []
    for _ in range(MOST):
        found = sorted(problems(SCHEMA, data), key=lambda p: str(p.path))
        if not found:
            return data
        first = found[0]
        trace.append((first.path, first.message, first.hint))
        try:
            data = Follower(SCHEMA, data).follow(alternatives(first.hint)[0], first.path)
        except CannotFollowError as error:
            raise AssertionError(trace) from error
    raise AssertionError(trace)


def kept(path: Path, value: Any) -> None:
    """Hold that no word is lost; the key of an entry that says itself what it is tells nothing."""
    data = put(path, value)
    handles = set(value) if isinstance(value, dict) and dict in map(type, value.values()) else set()
    lost = words(data) - words(mended(data)) - handles
    assert not lost, (path, value, lost)


PLACES = [path for path in FIELDS if next(shapes(path), None) is not None]


@pytest.mark.parametrize("seed", range(6))
def test_no_word_of_a_value_of_another_shape_is_lost(seed: int) -> None:
    """One shape of each place that there is."""
    chance = random.Random(seed)
    for path in PLACES:
        kept(path, chance.choice([*shapes(path)]))


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_no_word_of_any_value_of_another_shape_is_lost(path: Path) -> None:
    """All that the test above has a few of."""
    for value in shapes(path):
        kept(path, value)


#: What people write, by its place, and what of it the remedy shows.
SHOWN: tuple[tuple[str, Any, str], ...] = (
    ("registrations", "NCT01234567", "`- registry: ClinicalTrials.gov`, `id: NCT01234567`"),
    ("registrations", {"ISRCTN": "ISRCTN10043328"}, "`- registry: ISRCTN`, `id: ISRCTN10043328`"),
    ("design", "parallel", "`design: {kind: parallel}`"),
    ("conduct", "blinded", "`conduct: {blinding: {note: blinded}}`"),
    ("conduct", "open label", "write the text under one of these keys of `conduct:`"),
    ("sources", {"paper": "10.1136/bmj.g1687"}, "`doi: 10.1136/bmj.g1687`"),
    ("declarations", {"tidier/why": "not-done"}, "`- about: tidier/why`, `state: not-done`"),
    ("locations", {"tidier/why": "p. 4"}, "`- about: tidier/why`, `document:`, `place: p. 4`"),
)
OF_ARM: tuple[tuple[str, Any, str], ...] = (
    ("materials", {"diary": {"name": "A diary"}}, "and write `materials: [diary]` here"),
    ("settings", [{"kind": "hall"}], "as `hall: {kind: hall}`, and write `- hall` here"),
    ("materials", {"diary": None}, "`materials: [diary]`"),
    ("narrative", "They walked.", "`tidier/why: They walked.`"),
    ("delivery", ["telephone", "video"], "`delivery: {mode: [telephone, video]}`"),
    ("schedule", "12 weeks", "`12-weeks: {duration: P12W}`"),
    ("type", "exercise", "{description: exercise}"),
    ("title", "Steps", "write `aliases:` with `- Steps` instead"),
)


@pytest.mark.parametrize(("key", "value", "shown"), [*SHOWN, *OF_ARM])
def test_what_a_value_consists_of_tells_where_it_belongs(key: str, value: Any, shown: str) -> None:
    """A number of a registry, a term, a duration, the name of a key."""
    arm = {"role": "experimental", "name": "Walking"}
    data: dict[str, Any] = {"intspec": "1.0", "id": "walk", "title": "Walk", "stage": "protocol"}
    of_arm = (key, value, shown) in OF_ARM
    data |= {"interventions": {"walk": arm | {key: value} if of_arm else arm}}
    data |= {} if of_arm else {key: value}
    report = check_bytes(json.dumps(data).encode(), path="a.intspec.json").report
    hints = [d.hint for d in report.diagnostics if f"/{key}" in d.pointer]
    assert any(shown in hint for hint in hints), hints
