"""What a document, a form or a view costs grows in step with what is in it.

Here a few things that there are many of; `tests/trust/scaling.py` goes over all of them.
"""

import json

import pytest

import growing
import growing_functions
from intspec.api import check_bytes

DOCUMENTS = (
    "interventions, only what is required",
    "unknown keys that are nearly known ones",
    "entries, and as many references that nearly lead to them",
)
FORMS = ("columns that are arms", "answers in a cell")
VIEWS = ("tables.0.rows",)


@pytest.mark.long
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_with_many_of_a_thing_costs_in_step(name: str) -> None:
    """Checking it, each view of it and each report."""
    assert growing.faults(growing.grown(), name, growing.of_document) == ""


@pytest.mark.long
@pytest.mark.parametrize("name", FORMS)
def test_a_form_with_many_of_a_thing_costs_in_step(name: str) -> None:
    """Reading it, judging it and drafting a specification from it."""
    assert growing.faults(growing.FORMS, name, growing.of_form) == ""


@pytest.mark.long
@pytest.mark.parametrize("name", VIEWS)
def test_a_view_with_many_of_a_thing_costs_in_step(name: str) -> None:
    """Writing it in each format."""
    assert growing.faults(growing.grown_views(), name, growing.of_view) == ""


@pytest.mark.long
@pytest.mark.parametrize("name", growing.EXCEPTIONS)
def test_an_exception_still_costs_more(name: str) -> None:
    """One that does not any more is taken out."""
    grow = growing.grown_views()[name]

    def costs(number: int) -> growing.Costs:
        return growing.of_view(grow(number), growing.lines)

    steps = {step.partition(":")[0] for step in growing.too_fast(costs)}
    assert steps == growing.EXCEPTIONS[name].keys()


def test_what_grows_with_the_square_is_named() -> None:
    """One step goes over all things for each of them, another over them once."""

    def costs(number: int) -> growing.Costs:
        numbers = range(number)
        return {
            "pairs": growing.lines(lambda: [[one * two for two in numbers] for one in numbers]),
            "once": growing.lines(lambda: [one + 1 for one in numbers]),
        }

    (step,) = growing.too_fast(costs)
    assert step.startswith("pairs: ")


@pytest.mark.long
@pytest.mark.parametrize(
    "name",
    [
        "references that lead nowhere",
        "phases, each after the one before",
        "phases and drugs, nothing says which in which",
        "phases at points and drugs",
        "arms, each with a declaration on how well it is done",
    ],
)
def test_each_function_costs_in_step(name: str) -> None:
    """Also one that costs little beside all that is done for each fault."""
    found = growing_functions.faults(growing.grown(), name, _checked, first=64)
    assert found == ""


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
    (found,) = growing_functions.too_fast(costs, first=20)
    assert found.startswith("step: ")
    assert "small" in found
