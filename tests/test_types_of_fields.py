"""A value of another type in a plugin's fields is told by its own key, whatever the key's type."""

import json
import re
from typing import Any

import pytest

from intspec.api import check_text, load_registry
from intspec.plugins import LocalFile, Registry

CODE = b'''
from typing import Literal
from intspec import Extension, hookimpl, key, record

@record
class Pot:
    """A pot."""
    clay: str = key("Its clay.")
    litres: float | None = key("How much it holds.", default=None)

@record
class Tea:
    """What is said of tea."""
    leaves: str = key("Which leaves: this must be said.")
    taste: str | None = key("How it tastes.", default=None)
    cups: int | None = key("How many cups.", default=None, least=1)
    grams: float | None = key("How much.", default=None)
    hot: bool | None = key("true if it is hot.", default=None)
    served: Literal["black", "with-milk"] | None = key("How it is served.", default=None)
    steeped: str | None = key("How long.", default=None, form="duration")
    poured_by: tuple[str, ...] = key("Who pours it.", default=(), refers="providers")
    guests: tuple[str, ...] = key("Who drinks it.", default=())
    pot: Pot | None = key("The pot.", default=None)
    pots: dict[str, Pot] = key("More pots.", factory=dict)
    shelf: tuple[Pot, ...] = key("Pots on the shelf.", default=())

@hookimpl
def intspec_extensions():
    yield Extension("tea", Tea, Tea)
'''
KEYS = (
    *("leaves", "taste", "cups", "grams", "hot", "served", "steeped", "poured_by", "guests"),
    *("pot", "pots", "shelf"),
)
#: The keys of the records within, that of an entry, and the catalogue that one refers to.
WITHIN = {"clay", "litres", "ada", "providers"}
#: Each key takes few of them.
VALUES: tuple[Any, ...] = (
    *(True, 2, 2.5, "bitter", ["ada"], [2], [["ada"]], {}, {"ada": 2}, [{"ada": 2}]),
    *({"clay": [2]}, {"clay": "red", "litres": "much"}),
)
FEWEST = 5


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The plugins, with one of a team's own."""
    return load_registry([LocalFile("plugin", "/tea.py", "tea.py", CODE)])


@pytest.mark.parametrize("holder", ["study", "arm"])
@pytest.mark.parametrize("name", KEYS)
@pytest.mark.long
def test_the_key_that_is_told_is_the_one_that_is_wrong(
    name: str, holder: str, registry: Registry
) -> None:
    """No other key is named, and none that is there is called missing."""
    wrong = 0
    for value in VALUES:
        said = {"extensions": {"tea": {"leaves": "assam", name: value}}}
        arm = {"role": "experimental", "name": "Tea", **(said if holder == "arm" else {})}
        data = {
            "intspec": "1.0",
            "id": "tea",
            "title": "Tea",
            "stage": "protocol",
            "fictitious": True,
            "interventions": {"tea": arm},
            **(said if holder == "study" else {}),
        }
        report = check_text(json.dumps(data, indent=1), registry=registry)
        place = ("/interventions/tea" if holder == "arm" else "") + f"/extensions/tea/{name}"
        found = [one for one in report.diagnostics if "/extensions/tea" in one.pointer]
        wrong += bool(found)
        for one in found:
            quoted = " ".join(re.findall(r"`([^`]*)`", f"{one.message} {one.hint}"))
            told = set(re.findall(r"[a-z_]+", quoted))
            assert one.pointer.startswith(place), (value, one.message)
            assert told & set(KEYS) <= {name}, (value, one.message, one.hint)
            assert told & {name, *WITHIN}, (value, one.message, one.hint)
    assert wrong >= FEWEST
