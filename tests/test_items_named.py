"""An item named as people name it, and not by its id, is led to that very item's id."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from intspec.api import check_bytes, shared_registry
from intspec.checklists import Checklist, Item
from intspec.checklists.naming import ItemNames
from intspec.diagnostics import Diagnostic

CLAIMABLE = tuple(shared_registry().checklist_ids)
CODE = "intspec/unknown-item"


def checklist(name: str) -> Checklist:
    """Return an installed checklist."""
    found = shared_registry().checklist(name)
    assert found is not None
    return found


def names(*claimed: str) -> ItemNames:
    """Return the ids that a document may name that claims some checklists, and all rules."""
    checklists = tuple(map(checklist, claimed))
    ids = [f"{c.id}/{item.id}" for c in checklists for item in c.items]
    ids += [part.rule for c in checklists for _item, part in c.all_parts()]
    known = dict.fromkeys([*shared_registry().rules, *ids], True)
    return ItemNames(known, checklists)


def spellings(of: Checklist, item: Item) -> Iterator[str]:
    """Go over what people write for an item."""
    for name in (of.id, of.file.title, of.label, of.file.title.lower()):
        yield f"{name} {item.number}"
        yield f"{name}: {item.number}"
        yield f"{name}/{item.number}"
        yield f"{name} item {item.number}"
        yield f"{name} No. {item.number.upper()}"
        yield f"{name} {item.number}: {item.title}"
        yield f"{name} {item.id}"
        yield f"{name}/{item.id.replace('-', '_')}"
        yield f"{name}\N{NO-BREAK SPACE}{item.number}"
    yield item.number
    yield f"Item {item.number}"
    yield f"{item.number}. {item.title}"


@pytest.mark.parametrize("name", CLAIMABLE)
def test_an_item_is_led_to_its_own_id(name: str) -> None:
    """Each of each guideline; never to that of another."""
    known, of = names(name), checklist(name)
    for item in of.items:
        own = f"{name}/{item.id}"
        for written in spellings(of, item):
            if written not in known.known:
                assert known.instead(written) == f"write `{own}`", written
                assert known.nearest(written) == own
        # Two items may have one title; the one that is meant is among them.
        assert own in known.meant(item.title)


def test_a_number_of_several_guidelines_names_each_of_them() -> None:
    """None of them is guessed."""
    known = names("tidier", "cert")
    assert known.nearest("4") is None
    (first, second) = (
        f"`{c}/{next(i.id for i in checklist(c).items if i.number == '4')}`"
        for c in ("tidier", "cert")
    )
    assert known.instead("4") == f"write one of these: {first}, {second}"


@pytest.mark.parametrize("name", CLAIMABLE)
def test_what_is_no_item_is_led_to_none(name: str) -> None:
    """The items of what is claimed are listed, and none is taken for it."""
    known = names(name)
    first = f"{name}/{checklist(name).items[0].id}"
    for written in (f"{name} 99", f"{name}/99", f"{name}/zebra", "99", "zebra"):
        assert known.nearest(written) is None
        assert known.instead(written).startswith(f"remove it, or write one of these: `{first}`")


def found(**parts: Any) -> list[Diagnostic]:
    """Check a small document with other parts, and return what names no item."""
    data = {
        "intspec": "1.0",
        "id": "walking",
        "title": "Walking in groups",
        "stage": "protocol",
        "fictitious": True,
        "checklists": ["tidier"],
        "documents": {"paper": {"kind": "primary-paper"}},
        "interventions": {"walk": {"role": "experimental", "name": "Walking in groups"}},
        **parts,
    }
    report = check_bytes(json.dumps(data).encode(), path="a.intspec.json").report
    return [one for one in report.diagnostics if one.rule == CODE]


PLACES: dict[str, dict[str, Any]] = {
    "declarations": {
        "declarations": [{"about": "TIDieR 8", "state": "not-done", "reason": "It was not."}]
    },
    "locations": {"locations": [{"about": "TIDieR 8", "document": "paper", "page": "4"}]},
    "narrative": {"narrative": {"TIDieR 8": "For twelve weeks."}},
}


@pytest.mark.parametrize("place", PLACES)
def test_it_is_told_wherever_an_item_is_named(place: str) -> None:
    """In declarations, locations and narratives."""
    (one,) = found(**PLACES[place])
    colon = ":" if place == "narrative" else ""
    assert one.hint == f"write `tidier/when-and-how-much{colon}`"


@pytest.mark.parametrize("written", ["CONSORT 5", "consort-2025 5", "CONSORT 2025 item 5"])
def test_an_item_of_a_guideline_that_is_not_claimed_names_the_guideline(written: str) -> None:
    """Whatever its number."""
    declaration = {"about": written, "state": "not-done", "reason": "It was not."}
    (one,) = found(declarations=[declaration])
    assert one.hint == "add `- consort-2025` to `checklists:`, or remove what names it"
