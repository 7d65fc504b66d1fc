"""Every rule does what its cases say: all findings, and no other."""

from pathlib import Path

import pytest

from intspec.api import shared_registry
from intspec.testing import Case, cases, found_by

#: Parts that ask for names of materials and measures.
NAMED = ("materials-named", "measure-told")
ALL = cases(Path(__file__).parent / "cases")


@pytest.mark.parametrize("case", ALL)
def test_case(case: Case) -> None:
    """The findings are exactly those that the case lists, and the states those it names."""
    case.check()


def test_every_rule_is_found_by_a_case() -> None:
    """No rule and no part is without a case that finds it."""
    registry = shared_registry()
    checklists = [registry.checklist(name) for name in registry.checklist_ids]
    parts = {part.decided_by for c in checklists if c for _item, part in c.all_parts()}
    known = set(registry.rules) | parts
    # What has no name, and a provider without a kind, does not fit the schema; a placeholder in its
    # place is found as one.
    unfound = ["consort-2025/who-delivered", *(f"tidier/{one}" for one in NAMED), "tidier/name"]
    assert sorted(known - found_by(ALL)) == unfound


def test_every_rule_passes_in_a_case() -> None:
    """The good trial is passed by every part of TIDieR that applies to it."""
    good = next(c for c in ALL if c.name == "a good trial has no finding")
    assert good.report().diagnostics == ()
