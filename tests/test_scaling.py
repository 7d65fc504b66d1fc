"""What a document, a form or a view costs grows in step with what is in it.

Here a few things that there are many of; `tests/trust/scaling.py` goes over all of them.
"""

import json

import pytest

import growing
import growing_functions
from intspec.api import check_bytes
from members import some

DOCUMENTS = (
    "unknown keys that are nearly known ones",
    "entries, and as many references that nearly lead to them",
    "references that lead nowhere",
    "phases, each after the one before",
    "phases and drugs, nothing says which in which",
    "phases at points and drugs",
)
#: Arms cost far more than other things: these are checked alone.
ARMS = ("arms, each with a declaration on how well it is done",)
FORMS = (
    "columns that are arms",
    "answers in a cell",
    "lines below a label",
    "rows above the items",
)
VIEWS = ("tables.0.rows", "figures.0.shapes")


@pytest.mark.long
@pytest.mark.parametrize("name", some(DOCUMENTS, *DOCUMENTS[2:], DOCUMENTS[0]))
def test_a_document_with_many_of_a_thing_costs_in_step(name: str) -> None:
    """Reading it, checking it, each view of it and each report."""
    assert growing_functions.faults(growing.grown(), name, growing.of_document) == ""


@pytest.mark.long
@pytest.mark.parametrize("name", ARMS)
def test_a_document_with_many_arms_costs_in_step(name: str) -> None:
    """Checking it."""
    assert growing_functions.faults(growing.grown(), name, _checked) == ""


@pytest.mark.long
@pytest.mark.parametrize("name", some(FORMS, *FORMS[1:]))
def test_a_form_with_many_of_a_thing_costs_in_step(name: str) -> None:
    """Reading it, judging it and drafting a specification from it."""
    assert growing_functions.faults(growing.FORMS, name, growing.of_form) == ""


@pytest.mark.long
@pytest.mark.parametrize("name", VIEWS)
def test_a_view_with_many_of_a_thing_costs_in_step(name: str) -> None:
    """Writing it in each format."""
    assert growing_functions.faults(growing.grown_views(), name, growing.of_view) == ""


@pytest.mark.long
@pytest.mark.parametrize("name", some(growing_functions.EXCEPTIONS, "figures"))
def test_an_exception_still_costs_more(name: str) -> None:
    """One that does not any more is taken out."""
    grow = growing.grown_views()[name]

    def costs(number: int) -> growing_functions.Costs:
        return growing.of_view(grow(number), growing_functions.by_function)

    found = growing_functions.too_fast(costs, growing_functions.FIRST_LOOK)
    for words in growing_functions.EXCEPTIONS[name]:
        assert any(words in told for told in found.values()), words


def _checked(data: growing.Data, measure: growing.Measure) -> growing.Costs:
    raw = json.dumps(data).encode()
    return {"check": measure(lambda: check_bytes(raw, path="many.json"))}


def test_a_function_that_grows_with_the_square_is_named() -> None:
    """Though all the rest of its step costs ten times as much."""

    def small(number: int) -> list[int]:
        return [one for one in range(number) if one == number]

    def much(number: int) -> None:
        for one in range(500):
            number += one

    def step(number: int) -> None:
        for _one in range(number):
            small(number)
            much(number)

    def costs(number: int) -> growing_functions.Costs:
        return {"step": growing_functions.by_function(lambda: step(number))}

    assert growing.lines(lambda: step(40)) < 2.5 * growing.lines(lambda: step(20))
    ((function, told),) = growing_functions.too_fast(costs, first=20).items()
    assert told.startswith("step (")
    assert "small" in function
