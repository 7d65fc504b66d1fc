"""All that an author writes of what was done stands in a description, or is named here as left out.

The specifications are generated; every text in them is one of a kind. Texts of arms, and of what
arms use, may be nowhere but in the table; nothing of them is left out.
"""

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from intspec.api import shared_registry
from intspec.checking import check
from intspec.reading import read_bytes
from intspec.views import View, build_view
from intspec_kit.generating import Maker

pytestmark = pytest.mark.long

#: What stands in no description, and where it is found instead.
LEFT_OUT = {
    "version": "of the file; the identifier of every output holds it",
    "licence": "of the file",
    "contributors": "of the file",
    "registrations": "in forms and the checklist view",
    "sponsor": "of the study: in forms, where one asks for it",
    "funding": "of the study: in forms, where one asks for it",
    "documents": "in the checklist view and forms",
    "locations": "in the checklist view and forms",
    "declarations": "printed where they answer an item that leaves something open",
    "notes": "what an imported form said beside its items",
    "vocabularies": "the versions of lists of terms",
    "development": "in the description by a guideline that asks for it: GUIDED, CReDECI 2",
    "domains": "the headings of components",
    "components": "as delivered they stand with their arm; their history is development",
    "sources": "in the list under the tables, as far as they are cited",
}
MARK = re.compile(r"zq\d+w\d+z")
QUICK, MORE, ALL = 40, 200, 500


def made(seed: int) -> dict[str, Any]:
    """Make a specification whose every text has a word of its own."""
    numbers = random.Random(seed)
    count = iter(range(100_000))
    return Maker(
        choose=lambda most: numbers.randrange(most) if most > 1 else 0,
        text=lambda: f"zq{seed}w{next(count)}z grows here",
    ).specification()


def marks(value: Any) -> Iterator[str]:
    """Go over the words of their own that stand in a value; not over keys and ids."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from marks(inner) if key != "item" else ()
    elif isinstance(value, list):
        for inner in value:
            yield from marks(inner)
    elif isinstance(value, str):
        yield from MARK.findall(value)


def view_of(data: dict[str, Any], kind: str, words: int | None = None) -> View:
    """Make a view of a specification."""
    done = check(read_bytes(json.dumps(data).encode(), path="a.intspec.json"), shared_registry())
    assert done.spec is not None
    return build_view(kind, done.spec, done.report, done.checklists[0], words=words)


def printed(view: View) -> set[str]:
    """Return the words of their own that a reader of a view finds."""
    texts = [view.title, *view.notices, *view.intro]
    texts += [note.text for notes in view.notes for note in notes.notes]
    for table in view.tables:
        texts += [f"{column.title} {column.note}" for column in table.columns]
        texts += [cell.plain for row in table.rows for cell in row.cells]
    return set(MARK.findall(" ".join(texts).lower()))


def seeds(first: int, last: int) -> None:
    """Look for what is lost of some specifications."""
    lost = {}
    for seed in range(first, last):
        data = made(seed)
        told = {key: value for key, value in data.items() if key not in LEFT_OUT}
        if missing := set(marks(told)) - printed(view_of(data, "description")):
            lost[seed] = missing
    assert lost == {}


def test_every_text_is_in_the_description() -> None:
    """Of arms, providers, materials, settings, measures, the design and the population."""
    seeds(0, QUICK)


def test_every_text_of_more_of_them_is_in_the_description() -> None:
    """The same, of others."""
    seeds(QUICK, MORE)


@pytest.mark.exhaustive
def test_every_text_of_five_hundred_is_in_the_description() -> None:
    """The same, of many more."""
    seeds(MORE, ALL)


def test_the_whole_text_has_the_words_of_the_description() -> None:
    """Running text without a limit leaves nothing out, and says so of what it does leave out."""
    for seed in range(12):
        data = made(seed)
        assert printed(view_of(data, "text")) == printed(view_of(data, "description"))


@pytest.mark.parametrize("limit", [40, 150, 400])
def test_a_text_is_as_short_as_is_asked_or_says_by_how_much_it_is_not(limit: int) -> None:
    """What is left out is told; arms, numbers of phases and conflicts stay."""
    for seed in range(12):
        data = made(seed)
        whole, short = view_of(data, "text"), view_of(data, "text", limit)
        count = sum(
            len(f"{row.cells[0].plain} {row.cells[1].plain}".split())
            for row in short.tables[0].rows
        )
        assert f"({count:,} words)" in short.subtitle
        assert short.beyond == max(count - limit, 0)
        assert bool(short.left_out) == (short.tables != whole.tables)
        kept = {key: arm["name"] for key, arm in data["interventions"].items()}
        assert set(marks(kept)) <= printed(short)
        phases = [arm.get("schedule", {}) for arm in data["interventions"].values()]
        intensity = [phase.get("intensity") for by_key in phases for phase in by_key.values()]
        assert set(marks(intensity)) <= printed(short)
        if short.beyond:
            assert printed(short) == printed(view_of(data, "text", 1))
