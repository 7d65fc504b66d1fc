"""What an item shows, in words: one describer for each record, and a plain one for the rest."""

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from intspec.model import (
    Acronym,
    Arm,
    Component,
    Delivery,
    Dose,
    Fidelity,
    FidelityResult,
    Material,
    Measure,
    Modifications,
    Phase,
    Procedure,
    Provider,
    Rationale,
    Setting,
    Tailoring,
)
from intspec.rules.paths import catalogue, is_empty
from intspec.schema.generating import fields_of, plain_type
from intspec.views import arm_words, catalogue_words, words
from intspec.views.content import Shown
from intspec.views.context import Context
from intspec.views.records import Block
from intspec.views.schedules import stretches

Describer = Callable[[Any, Context, tuple[str, ...]], Iterator[Block]]

DESCRIBERS: Mapping[type, Describer] = {
    Acronym: arm_words.describe_acronym,
    Component: catalogue_words.describe_component,
    Delivery: arm_words.describe_delivery,
    Dose: arm_words.describe_dose,
    FidelityResult: arm_words.describe_result,
    Material: catalogue_words.describe_material,
    Measure: catalogue_words.describe_measure,
    Modifications: arm_words.describe_modifications,
    Provider: catalogue_words.describe_provider,
    Rationale: arm_words.describe_rationale,
    Setting: catalogue_words.describe_setting,
    Tailoring: arm_words.describe_tailoring,
}


def describe(shown: Iterable[Shown], context: Context, arm: str | None) -> tuple[Block, ...]:
    """Put what an item shows into words.

    Args:
        shown: What the item shows, in order.
        context: Where names and sources are looked up.
        arm: Key of the arm, or None.
    """
    blocks: list[Block] = []
    told_phases = False
    shown = list(shown)
    for one in _in_order(shown):
        if isinstance(one.value, Phase):
            if not told_phases:
                blocks.extend(_schedule([s for s in shown if isinstance(s.value, Phase)], context))
            told_phases = True
        else:
            blocks.extend(_one(one, context, arm, shown))
    return tuple(blocks)


def _in_order(shown: list[Shown]) -> list[Shown]:
    """Put the procedures that have a place in the sequence into it; the others stay."""
    slots = [i for i, one in enumerate(shown) if isinstance(one.value, Procedure)]
    last = len(shown)
    ranked = sorted((shown[i] for i in slots), key=lambda one: one.value.order or last)
    out = list(shown)
    for slot, one in zip(slots, ranked, strict=True):
        out[slot] = one
    # What is measured comes before what is done to keep it up.
    return sorted(out, key=lambda one: isinstance(one.value, Fidelity))


def _one(one: Shown, context: Context, arm: str | None, shown: list[Shown]) -> Iterator[Block]:
    cites = context.cite_at(one.path)
    value = one.value
    if isinstance(value, Procedure):
        key = str(one.path[-1])
        yield from arm_words.describe_procedure(value, context, cites, one.fields, key)
    elif isinstance(value, Arm):
        yield from arm_words.describe_arm(value, context, _of_arm(one, cites), one.fields)
    elif isinstance(value, Fidelity):
        fields = one.fields
        if any(isinstance(other.value, Measure) for other in shown):
            every = fields or tuple(fields_of(Fidelity))
            fields = tuple(name for name in every if name != "measures")
        yield from arm_words.describe_fidelity(value, context, cites, fields)
    elif type(value) in DESCRIBERS:
        yield from DESCRIBERS[type(value)](value, context, cites)
    elif attrs.has(type(value)) and one.fields is None and (label := _label_field(value)):
        text = words.sentence(record_words(value, context, arm, label))
        yield Block("bullet", text, words.upper_first(getattr(value, label)), cites)
    elif attrs.has(type(value)):
        yield from describe_plainly(value, context, cites, one.fields, arm)
    else:
        yield Block("text", _plain(value), words.field_name(str(one.path[-1])), cites)


def _label_field(record: Any) -> str:
    """Return the field that names a record, or nothing if none does."""
    return next((n for n in ("name", "title", "kind") if getattr(record, n, None)), "")


def _of_arm(one: Shown, cites: tuple[str, ...]) -> tuple[str, ...]:
    """Names need no source; what else is said of an arm does."""
    return () if one.fields == ("name",) else cites


def _schedule(shown: list[Shown], context: Context) -> Iterator[Block]:
    paths = {str(one.path[-1]): one.path for one in shown}
    told = stretches({str(one.path[-1]): one.value for one in shown})
    kind = "text" if len(told) == 1 else "bullet"
    for stretch in told:
        marks = {mark for key in stretch.keys for mark in context.cite_at(paths[key])}
        cites = tuple(sorted(marks, key=int))
        yield Block("text" if kind == "text" else "bullet", stretch.text, cites=cites)


def describe_plainly(
    record: Any,
    context: Context,
    cites: tuple[str, ...],
    fields: tuple[str, ...] | None = None,
    arm: str | None = None,
) -> Iterator[Block]:
    """Say what a record holds, field by field, under the names of the fields.

    Args:
        record: Any record of the model.
        context: Where names are looked up.
        cites: Marks of its sources.
        fields: The fields to show; all when absent.
        arm: Key of the arm it stands in, or None.
    """
    known = attrs.fields_dict(type(record))
    for name in fields if fields is not None else known:
        value = getattr(record, name, None)
        if name == "sources" or name not in known or is_empty(value):
            continue
        text = field_words(known[name], value, context, arm)
        yield Block("text", words.sentence(text), words.field_name(name), cites)


def field_words(
    field: "attrs.Attribute[Any]", value: Any, context: Context, arm: str | None
) -> str:
    """Write the value of one field of a record in words."""
    refers = field.metadata.get("refers")
    if refers is not None:
        known, _path = catalogue(refers, context.spec, arm)
        return catalogue_words.names((value,) if isinstance(value, str) else value, known)
    if field.metadata.get("form") == "duration":
        return words.duration(value)
    annotation = plain_type(field.type)
    if typing.get_origin(annotation) is tuple:
        annotation = typing.get_args(annotation)[0]
    if typing.get_origin(annotation) is typing.Literal:
        return words.listing(words.term(v) for v in ((value,) if isinstance(value, str) else value))
    if isinstance(value, tuple) and all(isinstance(entry, str) for entry in value):
        return words.clauses(value)
    if attrs.has(type(value)):
        return record_words(value, context, arm)
    if isinstance(value, Mapping) and any(attrs.has(type(entry)) for entry in value.values()):
        value = tuple(value.values())
    if isinstance(value, tuple) and any(attrs.has(type(entry)) for entry in value):
        return words.clauses(record_words(entry, context, arm) for entry in value)
    return _plain(value)


def record_words(record: Any, context: Context, arm: str | None, without: str = "") -> str:
    """Write all that a record holds in one line, but for the field `without`."""
    return words.clauses(
        f"{words.field_name(name).lower()}: {field_words(field, value, context, arm)}"
        for name, field in attrs.fields_dict(type(record)).items()
        if name not in {"sources", without} and not is_empty(value := getattr(record, name))
    )


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return words.clauses(f"{words.term(str(k))}: {_plain(v)}" for k, v in value.items())
    if isinstance(value, tuple):
        return words.clauses(_plain(entry) for entry in value)
    return str(value)
