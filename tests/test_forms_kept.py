"""What is worked out of guidelines is kept for all forms of a run, and changes no reading."""

from inspect import getclosurevars

import pytest

from intspec.answers import pieces, tokens
from intspec.api import load_registry
from intspec.cli.forms import checklists_of
from intspec.forms import kept
from intspec.forms.read import read_form
from made_forms import KNOWN, LAYOUTS, made


def test_a_result_is_kept_for_the_same_checklists_alone() -> None:
    """Others get their own, in whatever order they come; so do those of another number."""
    checklists = checklists_of(load_registry())
    asked: list[str] = []

    @kept.kept
    def told(*given: object) -> str:
        asked.append(" ".join(str(checklists.index(one)) for one in given))  # type: ignore[arg-type]
        return asked[-1]

    first, second, *_ = checklists
    calls = [(first,), (second,), (first, second), (second, first), (first,), (second, first)]
    assert [told(*one) for one in calls] == ["0", "1", "0 1", "1 0", "0", "1 0"]
    assert asked == ["0", "1", "0 1", "1 0"]


@pytest.mark.long
def test_a_form_reads_alike_whatever_was_read_before_it() -> None:
    """Forms of many guidelines, one after the other, and each as the first of a run."""
    forms = [made(guideline, LAYOUTS["sections"]) for guideline in KNOWN.values()]
    checklists = checklists_of(load_registry())
    in_turn = [read_form(form, checklists) for form in forms]
    for form, before in zip(forms, in_turn, strict=True):
        pieces.cut.cache_clear()
        tokens.tokens.cache_clear()
        alone = read_form(form, checklists_of(load_registry()))
        assert [item.said for item in alone.items] == [item.said for item in before.items]
        assert [one.why for one in alone.identity.choices] == [
            one.why for one in before.identity.choices
        ]


def test_no_more_is_kept_than_a_run_needs() -> None:
    """What is kept of an endless run does not grow without end."""
    checklist = checklists_of(load_registry())[0]
    taken = kept.kept(lambda *given: len(given))
    many = kept.MOST_KEPT + 5
    assert [taken(*[checklist] * count) for count in range(many)] == [*range(many)]
    results = getclosurevars(taken).nonlocals["results"]
    assert 0 < len(results) <= kept.MOST_KEPT
