"""A name is not a description: in no field that asks for one, whichever name it is."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import yaml

from intspec.api import check_text

BASE = """
intspec: "1.0"
id: a
title: Walks in winter
stage: results
checklists: [tidier]
no_comparator: {reason: A fictitious study of one arm.}
interventions:
  steps: {role: experimental, name: Steps Together, aliases: [Company]}
"""
#: The fields that ask for a description: where each is, from the root.
FIELDS = {
    "procedure": ("interventions", "steps", "procedures", "long-walk", "description"),
    "goal": ("interventions", "steps", "rationale", "goal"),
    "principle": ("interventions", "steps", "rationale", "principles", 0),
    "narrative of an arm": ("interventions", "steps", "narrative", "tidier/where"),
    "component": ("components", "walk", "text"),
    "training": ("providers", "guide", "training", "content"),
}
#: Fields that may hold a name.
OTHERS = {
    "kind of a provider": ("providers", "guide", "kind"),
    "name of a material": ("materials", "diary", "name"),
    "kind of a place": ("settings", "park", "kind"),
}
NAMES = ("Steps Together", "Company", "Walks in winter", "What: materials")


def variants(name: str) -> Iterator[str]:
    """Go over ways to write a name that say no more than it."""
    yield from (name.upper(), f" ({name}!) ", name.replace(" ", "  "))
    yield name if name.endswith("s") else f"{name}s"


def written(path: tuple[str | int, ...], text: str) -> str:
    """Write the base with a text at a path."""
    data: Any = yaml.safe_load(BASE)
    inner = data
    for step, below in pairwise(path):
        inner = inner.setdefault(step, [""] if below == 0 else {})
    inner[path[-1]] = text
    if path[0] == "providers":
        data["providers"]["guide"].setdefault("kind", "guide")
    return yaml.safe_dump(data, allow_unicode=True)


def told(path: tuple[str | int, ...], text: str) -> bool:
    """Tell whether a text at a path is told to be a name."""
    report = check_text(written(path, text), path="a.intspec.yaml")
    return any("only says" in d.message for d in report.diagnostics)


@pytest.mark.long
@pytest.mark.parametrize("field", FIELDS)
def test_a_name_is_no_description(field: str) -> None:
    """However it is written."""
    path = FIELDS[field]
    names = [*NAMES, "Long walk"] if field == "procedure" else NAMES
    texts = [text for name in names for text in variants(name)]
    assert [text for text in texts if not told(path, text)] == []


@pytest.mark.parametrize("field", FIELDS)
def test_more_than_a_name_is_one(field: str) -> None:
    """One word more is enough: words are not counted."""
    assert [name for name in NAMES if told(FIELDS[field], f"{name} outdoors")] == []


@pytest.mark.parametrize("field", OTHERS)
def test_names_and_kinds_may_be_names(field: str) -> None:
    """They are asked for as such."""
    assert [name for name in NAMES if told(OTHERS[field], name)] == []
