"""The name that the words of a description make: whole clauses, never words cut off."""

import pytest

from intspec.text.wording import first_clause


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A short one", "A short one"),
        ("A walk of 20 minutes, noted in the diary", "A walk of 20 minutes"),
        ("Talk about the week (with tea and biscuits)", "Talk about the week"),
        ("Exercises for strength of the legs", "Exercises for strength"),
        (
            "Supercalifragilisticexpialidocious",
            "Supercalifragilisticexpiali\N{HORIZONTAL ELLIPSIS}",
        ),
    ],
)
def test_a_name_ends_where_a_clause_does(text: str, name: str) -> None:
    """At a comma or bracket first, else before a small word; what has neither is cut."""
    assert first_clause(text, 28) == name
