"""Many faults of one kind cost little each: what is known of a kind of record is found out once.

The steps of Python that one more fault costs are counted, so that it comes out the same on every
machine. Five thousand faults take about a second.
"""

from collections.abc import Callable, Mapping

import pytest

from growing import lines
from intspec.api import check_text

HEAD = """\
intspec: "1.0"
id: walking
title: Walking in groups (a fictitious trial)
stage: protocol
fictitious: true
checklists: [tidier]
interventions:
  exercise: {role: experimental, name: Steps Together}
materials:
"""
#: An entry of the materials with a fault, by its number.
CASES: Mapping[str, Callable[[int], str]] = {
    "a required key lacks": lambda _n: "{kind: information}",
    "nothing in braces": lambda _n: "{}",
    "a list for a text": lambda _n: "{name: [a, b]}",
    "a map for a text": lambda _n: "{name: {x: y}}",
    "an unknown key": lambda n: f"{{name: Diary, foo: {n}}}",
    "a misspelt key": lambda _n: "{name: Diary, audiense: [participants]}",
    "an unknown term": lambda n: f"{{name: Diary, kind: nothing-such-{n}}}",
    "a text for a map": lambda n: f"Diary {n}",
    "a text without a colon": lambda n: f"name Diary {n}",
    "a list for a map": lambda n: f"[diary {n}, pen]",
    "a number for a map": lambda n: f"{n}",
}
FEW, MANY = 60, 160
#: The most steps of Python that one more fault may cost: calls, lines and returns.
MOST = 4_900


def per_fault(kind: str) -> float:
    """Return how many steps of Python one more fault of a kind costs."""

    def counted(number: int) -> int:
        entries = "".join(f"  m{n}: {CASES[kind](n)}\n" for n in range(number))
        return lines(lambda: check_text(HEAD + entries, path="a.intspec.yaml"))

    counted(2)
    return (counted(MANY) - counted(FEW)) / (MANY - FEW)


@pytest.mark.parametrize("kind", CASES)
def test_one_more_fault_costs_little(kind: str) -> None:
    """However many there are."""
    assert per_fault(kind) <= MOST
