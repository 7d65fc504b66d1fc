"""A length of time that is nothing is told, wherever one may stand."""

import random
import re
from typing import Any

import pytest
import yaml

from intspec.api import check_text
from intspec.diagnostics import Diagnostic
from intspec.rules.builtin.texts import MAY_BE_NOTHING
from intspec.schema.every_key import every_key, written
from intspec.schema.samples import sample

NOTHING = ("P0W", "P0D", "PT0M", "P0Y0M", "P00D", "PT0H0M0S", "P0DT0S")
HEAD: dict[str, Any] = {
    "intspec": "1.0",
    "id": "made",
    "title": "Made (fictitious)",
    "stage": "protocol",
}
ARM: dict[str, Any] = {"walking": {"role": "experimental", "name": "Walking"}}
#: Each key that holds a length of time, in each of its places.
PLACES = [
    (key, place)
    for key in every_key({})
    for place in key.places
    if key.words.get("form") == "duration"
]


def told(data: Any) -> list[Diagnostic]:
    """Return what is said of placeholders."""
    report = check_text(yaml.safe_dump(data), path="made.intspec.yaml")
    assert not [d for d in report.diagnostics if d.rule == "intspec/bad-value"]
    return [
        d for d in report.diagnostics if d.rule == "intspec/placeholder" and "no time" in d.message
    ]


@pytest.mark.parametrize(("key", "place"), PLACES, ids=lambda one: str(getattr(one, "name", "")))
def test_no_time_is_told_in_each_place(key: Any, place: Any) -> None:
    """A warning, whose remedy is the length of time; but for what says that there was none."""
    length = random.Random(written(place)).choice(NOTHING)
    text, name = "\n".join(sample(key, place, {})), place[-1]
    arms = {"interventions": ARM}
    assert told(HEAD | arms | yaml.safe_load(text)) == []
    made, count = re.subn(rf"\b{name}: P\w+", f"{name}: {length}", text)
    assert count == 1
    data = HEAD | arms | yaml.safe_load(made)
    found = told(data)
    if name in MAY_BE_NOTHING:
        assert found == []
        return
    (one,) = found
    assert one.severity == "warning"
    assert f"`{name}`" in one.message
    assert f"is `{length}`, which is no time at all" in one.message
    assert one.hint.startswith("write how long it is")


def test_a_range_of_nothing_is_told_once() -> None:
    """In its short form and in its long one; an end that is nothing is told as that."""

    def of(length: Any) -> list[str]:
        phase = {"schedule": {"course": {"session_length": length}}}
        arm = {"walking": ARM["walking"] | phase}
        return [one.message for one in told(HEAD | {"interventions": arm})]

    whole = "`session_length` is `PT0M`, which is no time at all"
    assert of("PT0M") == of({"min": "PT0M", "max": "PT0M"}) == of("about PT0M") == [whole]
    least = "`min` of `session_length` is `PT0M`, which is no time at all"
    assert of({"min": "PT0M", "max": "PT1H"}) == [least]
    assert of("PT1H") == []
