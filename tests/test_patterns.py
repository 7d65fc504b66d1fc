"""Patterns that are compiled when a text may match: what they say that they need is so."""

import re
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis.strategies import from_regex

from intspec.text.patterns import Pattern

#: The modules that have such patterns.
MODULES = (
    *("intspec.checking.bare_words", "intspec.checking.empty_words", "intspec.plugins.hooks"),
    *(
        "intspec.reading.toml_text",
        "intspec.rules.doses",
        "intspec.text.durations",
        "intspec.text.placeholders",
    ),
    *("intspec.text.yaml_values", "intspec.text.lookalikes"),
)
PATTERNS = {
    f"{module}.{name}": found
    for module in MODULES
    for name, found in vars(import_module(module)).items()
    if isinstance(found, Pattern)
}
NEEDING = sorted(name for name, pattern in PATTERNS.items() if pattern.needs)


def test_patterns_are_found() -> None:
    """They are looked for where they are."""
    assert len(NEEDING) >= 8
    assert len(PATTERNS) > len(NEEDING)


@pytest.mark.long
@pytest.mark.parametrize("name", NEEDING)
def test_every_text_that_a_pattern_matches_has_what_it_needs(name: str) -> None:
    """So that it is never held to match nothing where it does."""
    pattern = PATTERNS[name]

    @settings(max_examples=20)
    @given(from_regex(pattern.compiled))
    def has_it(text: str) -> None:
        assert pattern.may_match(text), text

    has_it()


def test_it_answers_as_its_expression_does() -> None:
    """And is compiled when it has to be."""
    pattern = Pattern("no (data|word)", "no ")
    assert (pattern.fullmatch("a word"), pattern.search("a word")) == (None, None)
    assert pattern.sub("x", "nothing") == "nothing"
    assert "compiled" not in vars(pattern)
    plain = re.compile("no (data|word)")
    for text in ("no data", "so no word", "no word at all", "no "):
        for asked in ("fullmatch", "search"):
            found, meant = getattr(pattern, asked)(text), getattr(plain, asked)(text)
            assert (found and found.span()) == (meant and meant.span())
        assert pattern.sub("x", text) == plain.sub("x", text)
