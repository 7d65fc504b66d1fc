"""A specification with less detail, step by step, for texts that must be short.

What a step takes is left out of a text, and told. No step takes an arm, a dose or a number, a
"no", what is declared, or what sources disagree on.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from intspec.lazy import frozen
from intspec.model import Specification, Supervision, Training

Shorten = Callable[[Specification], Specification]


@frozen
class Step:
    """One step.

    Attributes:
        what: What it leaves out, in words.
        shorten: Leaves it out of a specification.
    """

    what: str
    shorten: Shorten


def steps() -> Iterator[Step]:
    """Go over the steps: what a reader misses least first."""
    yield Step(
        "why it is expected to work, and what was known before",
        lambda spec: _arms(spec, lambda arm: attrs.evolve(arm, rationale=None, background=None)),
    )
    yield Step("what places must have", lambda spec: _catalogue(spec, "settings", _place))
    yield Step(
        "details of training and supervision",
        lambda spec: _catalogue(spec, "providers", _trained),
    )
    yield Step(
        "what materials hold, and how to get them",
        lambda spec: _catalogue(
            spec,
            "materials",
            lambda one: attrs.evolve(one, description=None, access=None, versions=(), audience=()),
        ),
    )
    yield Step(
        "background and expertise of providers",
        lambda spec: _catalogue(spec, "providers", _unqualified),
    )
    yield Step(
        "how measures are made",
        lambda spec: _catalogue(
            spec,
            "measures",
            lambda one: attrs.evolve(
                one, method=None, content=(), informants=(), assessed_by=None, when=None
            ),
        ),
    )
    yield Step(
        "for what reason, when and how it is tailored",
        lambda spec: _arms(spec, _tailored),
    )
    yield Step(
        "for what reason and how it was modified",
        lambda spec: _arms(spec, _modified),
    )
    yield Step(
        "what is done so that people keep to it",
        lambda spec: _arms(spec, _not_kept),
    )
    yield Step(
        "who does each procedure, where and with what",
        lambda spec: _arms(spec, _bare),
    )


def _arms(spec: Any, change: Callable[[Any], Any]) -> Any:
    arms = {key: change(arm) for key, arm in spec.interventions.items()}
    return attrs.evolve(spec, interventions=arms)


def _catalogue(spec: Any, name: str, change: Callable[[Any], Any]) -> Any:
    entries: Mapping[str, Any] = getattr(spec, name)
    changes: dict[str, Any] = {name: {key: change(one) for key, one in entries.items()}}
    return attrs.evolve(spec, **changes)


def _place(setting: Any) -> Any:
    return attrs.evolve(setting, infrastructure=None, atmosphere=None, eligibility=None)


def _trained(provider: Any) -> Any:
    """Leave of training that it was given, or why not; and of supervision that there is some."""
    training = provider.training
    if training is not None and training.given is not False:
        training = Training(given=True, sources=training.sources)
    supervision = provider.supervision
    if supervision is not None:
        often = supervision.frequency
        supervision = Supervision(frequency=often, sources=supervision.sources) if often else None
    return attrs.evolve(provider, training=training, supervision=supervision)


def _unqualified(provider: Any) -> Any:
    return attrs.evolve(
        provider,
        background=None,
        expertise=None,
        eligibility=None,
        engaged=None,
        incentives=None,
    )


def _tailored(arm: Any) -> Any:
    if arm.tailoring is None:
        return arm
    entries = tuple(
        attrs.evolve(one, why=None, when=None, how=None) if one.what else one
        for one in arm.tailoring.entries
    )
    return attrs.evolve(arm, tailoring=attrs.evolve(arm.tailoring, entries=entries))


def _modified(arm: Any) -> Any:
    if arm.modifications is None:
        return arm
    entries = tuple(
        attrs.evolve(one, why=None, how=None, goal=None, level=None, decided_by=())
        if one.what
        else one
        for one in arm.modifications.entries
    )
    return attrs.evolve(arm, modifications=attrs.evolve(arm.modifications, entries=entries))


def _not_kept(arm: Any) -> Any:
    changes: dict[str, Any] = {}
    if arm.adherence is not None:
        changes["adherence"] = attrs.evolve(arm.adherence, strategies=(), incentives=None)
    if arm.fidelity is not None:
        changes["fidelity"] = attrs.evolve(arm.fidelity, strategies=())
    return attrs.evolve(arm, **changes)


def _bare(arm: Any) -> Any:
    """Leave of each procedure what is done, its amounts, and how it differs from the rest."""
    bare: dict[str, Any] = {"providers": (), "materials": (), "settings": ()}
    procedures = {
        key: attrs.evolve(one, **bare) if one.description else one
        for key, one in arm.procedures.items()
    }
    return attrs.evolve(arm, procedures=procedures)
