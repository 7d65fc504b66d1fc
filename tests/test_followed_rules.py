"""Following the hint of a rule to the letter removes what it finds: every rule, in its cases."""

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from following import CannotFollowError, Follower, alternatives, dumped, steps_of
from intspec.api import shared_registry
from intspec.diagnostics import Diagnostic
from intspec.reading import read_bytes
from intspec.schema.generating import specification_schema
from intspec.testing import Case
from test_cases import ALL

pytestmark = pytest.mark.long

SCHEMA = specification_schema(shared_registry().extensions)
#: What only the author can look up, or a command mends.
OUTSIDE = (
    "compare it with where you took it from",
    "give its file with `--vocabulary`",
    "make one with `intspec terms build",
    "nothing has to be done if the name is right",
    "read its verdict with that in mind",
)
CASES: list[Case] = [getattr(parameter, "values", (parameter,))[0] for parameter in ALL]


def again(case: Case, data: Any) -> list[Diagnostic]:
    """Check a document as a case does."""
    return list(attrs.evolve(case, text=dumped(data)).report().diagnostics)


def ways(found: Diagnostic, data: Any) -> Iterator[tuple[str, Any]]:
    """Follow each way that a hint offers, where it says something that can be done."""
    path = steps_of(data, found.pointer)
    for way in alternatives(found.hint):
        try:
            yield way, Follower(SCHEMA, data, found.arm).follow(way, path)
        except CannotFollowError:
            continue


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_following_a_hint_removes_its_finding(case: Case) -> None:
    """Each way that it offers, and one at least that can be followed."""
    data = read_bytes(case.text.encode(), path="made.yaml").data
    for found in case.report().diagnostics:
        if found.hint.startswith(OUTSIDE):
            continue
        followed = 0
        for way, after in ways(found, data):
            followed += 1
            left = {(d.rule, d.pointer, d.message) for d in again(case, after)}
            assert (found.rule, found.pointer, found.message) not in left, (way, found)
        assert followed, found
