"""What a document, a form or a view costs grows in step with what is in it.

Here a few things that there are many of; `tests/trust/scaling.py` goes over all of them.
"""

import pytest

import growing

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
