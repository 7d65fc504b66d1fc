"""Checklist files that cannot be used: one line says where, what, and which name was meant."""

import pytest

from intspec.checklists import Checklist, ChecklistError, load

GOOD = """\
format = 1
id = "walks"
title = "Walks"
version = "1"
citation = "Fictitious, for this test"
licence = "CC0-1.0"
wording = "own"
year = 2026
scope = "arm"
[[items]]
id = "why"
number = "1"
title = "Why"
shows = ["rationale"]

[[items.parts]]
id = "goal"
asks = "The goal is stated."
all = ["rationale.goal"]

[[items]]
id = "who"
number = "2"
title = "Who"

[[items.parts]]
id = "training"
each = ["providers"]
asks = "The training is described."
all = ["training.content"]
when = {path = "kind"}
"""
#: What is changed: the old text, the new, and what is said of it.
FAULTS = {
    "no TOML": ('id = "walks"', "id = walks", "walks.toml:2: not TOML: Invalid value"),
    "another format": ("format = 1", "format = 2", "walks.toml:1: this is format 2;"),
    "an unknown key": (
        'asks = "The goal is stated."',
        'ask = "The goal is stated."',
        "walks.toml:18: unknown key `ask`",
    ),
    "a path of an item": (
        'shows = ["rationale"]',
        'shows = ["rational"]',
        (
            "walks.toml:14: item `why`: the path `rational` is not in the model: no `rational`; "
            "did you mean `rationale`?"
        ),
    ),
    "a path of a part": (
        "rationale.goal",
        "rationale.gaol",
        (
            "walks.toml:19: part `goal`: the path `rationale.gaol` is not in the model: no `gaol`; "
            "did you mean `goal`?"
        ),
    ),
    "what a part is asked of": (
        'each = ["providers"]',
        'each = ["provider"]',
        (
            "walks.toml:28: part `training`: the path `provider` is not in the model: "
            "no `provider`; did you mean `providers`?"
        ),
    ),
    "a condition": (
        'path = "kind"',
        'path = "kin"',
        (
            "walks.toml:31: part `training`: the path `kin` is not in the model: no `kin`; did you "
            "mean `kind`?"
        ),
    ),
    "an id twice": (
        'id = "training"',
        'id = "why"',
        "walks.toml:27: the id `why` is used twice; items and parts share their ids",
    ),
    "a number twice": ('number = "2"', 'number = "1"', "walks.toml:23: the number 1 is used twice"),
    "two ways to decide": (
        'all = ["rationale.goal"]',
        'all = ["rationale.goal"]\nrule = "tidier/mode"',
        "walks.toml:16: part `goal`: give either `rule`, or `all` or `any`",
    ),
    "two ways to ask": (
        'each = ["providers"]',
        'each = ["providers"]\nsome = ["providers"]',
        "walks.toml:26: part `training`: give `each` or `some`, not both",
    ),
    "nothing that is required": (
        'id = "goal"',
        'id = "goal"\nlevel = "recommended"',
        "walks.toml:10: the item `why` needs a part that is required",
    ),
    "a part of its own that it uses": (
        'title = "Who"',
        'title = "Who"\nuses = ["walks/goal"]',
        "walks.toml:25: the item `who` can use parts of other checklists, not `walks/goal`",
    ),
    "a replacement of nothing": (
        'title = "Who"',
        'title = "Who"\nreplaces = true',
        "walks.toml:25: the item `who` replaces, but the file extends nothing",
    ),
    "a base that is not there": (
        'scope = "arm"',
        'scope = "arm"\nextends = "tidier"',
        "walks.toml:10: it extends `tidier`, which is not installed",
    ),
}


def test_the_file_is_good_without_a_fault() -> None:
    """Otherwise the faults below would be others."""
    assert isinstance(load(GOOD, "walks.toml"), Checklist)


@pytest.mark.parametrize(("old", "new", "told"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_line(old: str, new: str, told: str) -> None:
    """With file, line, what is wrong and the nearest name, in one line."""
    assert old in GOOD
    with pytest.raises(ChecklistError) as caught:
        load(GOOD.replace(old, new, 1), "walks.toml")
    said = str(caught.value)
    assert "\n" not in said
    assert said.startswith(told)


def test_bytes_that_are_no_utf8_are_told_with_their_line() -> None:
    """As any other fault."""
    with pytest.raises(ChecklistError, match=r"^walks\.toml:3: not UTF-8 at byte"):
        load(GOOD.encode().replace(b'"Walks"', b'"W\xe4lks"'), "walks.toml")
