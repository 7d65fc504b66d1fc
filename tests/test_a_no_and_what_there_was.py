"""Each answer of the model that may be `false` is told where what there was stands beside it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from intspec.api import check_text
from intspec.lazy import is_record
from intspec.model import Arm, Provider, Specification
from intspec.model.development import Development
from intspec.model.study import Conduct
from intspec.schema.generating import fields_of, leaf_type, plain_type

FULL = Path(__file__).parent / "cases" / "bases" / "full.yaml"
ANSWER = "`false` is an answer"
#: Where records with an answer stand: an arm, the study's conduct, its development, a provider.
HOLDERS: dict[type, tuple[str, ...]] = {
    Arm: ("interventions", "exercise"),
    Conduct: ("conduct",),
    Development: ("development",),
    Provider: ("providers", "therapist"),
}
#: What may stand beside a no: the reason, who said so, and what keeps it up all the same.
BESIDE_A_NO = frozenset(
    {"sources", "reason", "by", "materials", "strategies", "incentives", "measures", "note"}
)


def members() -> Iterator[tuple[tuple[str, ...], str, str, Any]]:
    """Go over each answer with each thing that contradicts a no: place, answer, key and value."""
    for holder, place in HOLDERS.items():
        for name, field in fields_of(holder).items():
            record = plain_type(field.type)
            if not is_record(record):
                continue
            inner = fields_of(record)
            for answer, kind in inner.items():
                if leaf_type(kind.type) is bool and ANSWER in str(kind.metadata):
                    others = set(inner) - {answer} - BESIDE_A_NO
                    for other in sorted(others):
                        yield (*place, name), answer, other, inner[other]


def sample(field: Any) -> Any:
    """Return something that a field may hold."""
    kind = leaf_type(field.type)
    if is_record(kind):
        needed = {"what": "Two people fell.", "when": "a fall", "value": "91%"}
        return [{key: text for key, text in needed.items() if key in fields_of(kind)}]
    if field.metadata.get("form") == "duration":
        return "P2D"
    if "tuple" in str(field.type):
        return ["design"]
    return "Two people fell in a session."


def test_the_model_has_such_answers() -> None:
    """The test goes over the answers of arms, of the study, of its development and providers."""
    places = {place[-1] for place, *_rest in members()}
    assert {"modifications", "harms", "standardisation", "training", "borrowed"} <= places
    assert is_record(Specification)


@pytest.mark.parametrize("member", [*members()], ids=lambda one: f"{one[0][-1]}.{one[2]}")
def test_a_no_beside_what_there_was_is_an_error(member: tuple[Any, ...]) -> None:
    """The finding stands at the answer; without what contradicts it there is none."""
    place, answer, other, field = member
    spec = yaml.safe_load(FULL.read_text(encoding="utf-8"))
    record: Any = spec
    for step in place[:-1]:
        record = record[step]
    for content, wrong in (({other: sample(field)}, True), ({}, False)):
        record[place[-1]] = {answer: False, **content}
        report = check_text(json.dumps(spec), path="one.intspec.json")
        there = [d for d in report.diagnostics if "otherwise" in d.message]
        assert bool(there) == wrong, (place, other, [d.message for d in report.diagnostics][:4])
