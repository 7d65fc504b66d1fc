"""Every rule does what its cases say: all findings, and no other."""

import pytest

from casefile import Case, load, run
from intspec.api import shared_registry

ALL = load(".")


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """The findings are exactly those that the case lists, and the states those it names."""
    found, states = run(case)
    assert found == case.finds
    for arm, numbers in case.states.items():
        assert {n: states[arm][n] for n in numbers} == numbers


def test_every_rule_is_found_by_a_case() -> None:
    """No rule and no part is without a case that finds it."""
    registry = shared_registry()
    checklists = [registry.checklist(name) for name in registry.checklist_ids]
    parts = {part.decided_by for c in checklists if c for _item, part in c.all_parts()}
    known = set(registry.rules) | parts
    found = {rule for case in ALL for rule, _at, _severity in case.finds}
    # An arm without a name does not fit the schema; a name that is a placeholder is found as one.
    assert sorted(known - found) == ["tidier/name"]


def test_every_rule_passes_in_a_case() -> None:
    """The good trial is passed by every part of TIDieR that applies to it."""
    good = next(c for c in ALL if c.name.endswith("a good trial has no finding"))
    assert run(good)[0] == []
