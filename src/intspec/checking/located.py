"""Documents that say where items are reported and nothing else: judged on that alone."""

from collections.abc import Iterable

import attrs

from intspec.checking.gaps import Gap
from intspec.diagnostics import ItemState
from intspec.model import Arm, Specification
from intspec.schema.generating import fields_of

#: What such a document may hold beside places: who and what it is about, and prose.
NAMES = frozenset(
    {"role", "name", "aliases", "given_with", "receives_later", "narrative", "sources"}
)
CONTENT = (
    "population",
    "providers",
    "materials",
    "settings",
    "measures",
    "domains",
    "components",
    "conduct",
    "development",
    "extensions",
)


def only_places(spec: Specification) -> bool:
    """Tell whether a document holds places of items and no description of an intervention."""
    if not spec.locations or any(getattr(spec, name) for name in CONTENT):
        return False
    fields = fields_of(Arm).keys() - NAMES
    return not any(getattr(arm, name) for arm in spec.interventions.values() for name in fields)


def close(gaps: Iterable[Gap]) -> None:
    """Take back what such a document does not describe: only places are asked of it."""
    for gap in gaps:
        gap.answered = gap.answered or bool(gap.uses)


def judge(state: ItemState) -> ItemState:
    """Judge an item by whether it is located."""
    if state.located and state.state in ("reported", "partial", "prose", "not-reported"):
        return attrs.evolve(state, state="reported")
    return attrs.evolve(state, state="not-reported") if state.state == "partial" else state
