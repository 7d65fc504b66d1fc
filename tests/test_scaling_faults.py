"""Many faults of one kind cost little each: what is known of a kind of record is found out once.

The steps of Python that one more fault costs are counted, so that it comes out the same on every
machine. Five thousand faults take about a second.
"""

from collections.abc import Callable, Mapping

import pytest

from growing import lines
from intspec.api import check_text
from intspec.rules.builtin import references
from intspec.text.names import slug

pytestmark = pytest.mark.long

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
#: What hangs together in an arm, or leads from arm to arm, by how much there is of it.
TOGETHER: Mapping[str, Callable[[int], str]] = {
    "phases that follow one another": lambda number: arm(
        schedule="".join(
            f"      p{n}: {{duration: P1W, sessions: 2{f', follows: p{n - 1}' if n else ''}}}\n"
            for n in range(number)
        )
    ),
    "phases, each with a procedure of its name": lambda number: arm(
        schedule="".join(f"      p{n}: {{duration: P1W, sessions: 2}}\n" for n in range(number)),
        procedures="".join(f"      p{n}: {{description: A walk}}\n" for n in range(number)),
    ),
}


def arm(**keys: str) -> str:
    """Return an arm with blocks of lines under some of its keys."""
    blocks = "".join(f"    {key}:\n{lines_of}" for key, lines_of in keys.items())
    return f"  exercise:\n    role: experimental\n    name: Steps Together\n{blocks}"


FEW, MANY = 60, 160
#: The most steps of Python that one more fault may cost: calls, lines and returns.
MOST = 5_000


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


@pytest.mark.parametrize("kind", TOGETHER)
def test_what_hangs_together_costs_in_step(kind: str) -> None:
    """What is added to the first hundred costs no more than they do."""
    head = HEAD.partition("  exercise:")[0]

    def counted(number: int) -> int:
        text = head + TOGETHER[kind](number)
        return lines(lambda: check_text(text, path="a.intspec.yaml"))

    counted(2)
    none, some, twice = counted(2), counted(100), counted(200)
    assert (twice - none) / (some - none) < 2.5


def test_what_entries_are_called_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """And not for each reference that leads nowhere."""
    asked: list[str] = []

    def counted(number: int) -> int:
        ghosts = "".join(f"      - ghost-{n}-of-none\n" for n in range(number))
        known = "".join(f"  p{n}: {{kind: nurse}}\n" for n in range(number))
        asked.clear()
        text = f"{HEAD.partition('  exercise:')[0]}{arm(providers=ghosts)}providers:\n{known}"
        check_text(text, path="a.intspec.yaml")
        return len(asked)

    def noted(text: str) -> str:
        asked.append(text)
        return slug(text)

    monkeypatch.setattr(references, "slug", noted)
    assert 0 < counted(60) < 2.5 * counted(30)
