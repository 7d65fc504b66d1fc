"""Put into words the records that have no describer of their own, field by field."""

import typing
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from intspec.model import (
    Addition,
    Blinding,
    Borrowed,
    Borrowing,
    Change,
    Condition,
    Count,
    Criterion,
    Delivery,
    Design,
    Discontinuation,
    Dose,
    DurationRange,
    Frequency,
    Harms,
    HarmsAssessment,
    Modification,
    PlannedRange,
    Point,
    Population,
    ProviderAssignment,
    PublicInvolvement,
    Range,
    Subgroups,
    TrialChange,
    TrialChanges,
)
from intspec.rules.paths import catalogue, is_empty
from intspec.schema.generating import plain_type
from intspec.views import catalogue_describers as catalogues
from intspec.views import delivery_describers, describers, words
from intspec.views.context import Context
from intspec.views.table import Block

#: What a field says that is true or false, where its name and "not" do not say it.
YES_AND_NO: Mapping[tuple[type, str], tuple[str, str]] = MappingProxyType(
    {
        (Addition, "included"): ("there is such a part", "there is no such part"),
        (Borrowing, "present"): ("something was taken over", "nothing was taken over"),
        (Discontinuation, "planned"): ("there are criteria", "there are no criteria"),
        (Harms, "occurred"): ("there were harms", "there were no harms"),
        (HarmsAssessment, "assessed"): ("looked for", "not looked for"),
        (ProviderAssignment, "several_arms"): (
            "the same people deliver in more than one arm",
            "nobody delivers in more than one arm",
        ),
        (Subgroups, "differ"): ("it differs for subgroups", "it is the same for all subgroups"),
        (TrialChanges, "occurred"): ("the trial was changed", "nothing was changed"),
    }
)
#: Fields that need no name before what they say, since they are what the record is about.
SUBJECT: Mapping[type, frozenset[str]] = MappingProxyType(
    {
        Addition: frozenset({"description"}),
        Blinding: frozenset({"blinded"}),
        Borrowed: frozenset({"what"}),
        Borrowing: frozenset({"entries"}),
        Discontinuation: frozenset({"criteria"}),
        Harms: frozenset({"summary"}),
        HarmsAssessment: frozenset({"how"}),
        Population: frozenset({"description"}),
        ProviderAssignment: frozenset({"how"}),
        PublicInvolvement: frozenset({"description"}),
        Subgroups: frozenset({"description"}),
        TrialChange: frozenset({"what"}),
        TrialChanges: frozenset({"entries"}),
    }
)
#: What stands before a text that goes on from it, in place of the field's name.
LEADS: Mapping[tuple[type, str], str] = MappingProxyType(
    {(ProviderAssignment, "by"): "assigned by"}
)
#: How values are written that are a record only because they have several numbers or terms.
VALUES: Mapping[type, Callable[[Any], str]] = MappingProxyType(
    {
        Change: describers.change_words,
        Count: words.count,
        Delivery: delivery_describers.delivery_words,
        Dose: delivery_describers.dose_words,
        DurationRange: words.duration_range,
        Frequency: words.frequency,
        Modification: describers.change_words,
        PlannedRange: words.planned_range,
        Point: words.point,
        Range: words.number_range,
        Criterion: describers.criterion_words,
    }
)
#: Values that look up names.
NAMED_VALUES: Mapping[type, Callable[[Any, Context], str]] = MappingProxyType(
    {
        Condition: lambda value, context: delivery_describers.condition_words(value, context.spec),
        Design: lambda value, context: words.clauses(describers.design_words(value, context)),
    }
)


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
    all_fields = attrs.fields_dict(type(record))
    unnamed = SUBJECT.get(type(record), frozenset())
    for name in fields if fields is not None else all_fields:
        value = getattr(record, name, None)
        if name == "sources" or name not in all_fields or is_empty(value):
            continue
        if isinstance(value, bool) and type(record).__module__.startswith("intspec.model"):
            text = answer(record, name)
            if text:
                yield Block("text", words.sentence(text), cites=cites)
            continue
        text = field_words(all_fields[name], value, context, arm)
        named = name not in unnamed or isinstance(record, Blinding)
        label = words.field_name(name) if named else ""
        if (lead := LEADS.get((type(record), name))) is not None:
            text, label = words.led(lead, text), ""
        yield Block("text", words.sentence(text), label, cites)


def answer(record: Any, name: str) -> str:
    """Write what a field says that is true or false; nothing where the rest says it too."""
    value = getattr(record, name)
    told = any(not is_empty(getattr(record, field)) for field in SUBJECT.get(type(record), ()))
    if value and told and (type(record), name) != (ProviderAssignment, "several_arms"):
        return ""
    plain = words.field_name(name).lower()
    yes, no = YES_AND_NO.get((type(record), name), (plain, f"not {plain}"))
    return yes if value else no


def field_words(
    field: "attrs.Attribute[Any]", value: Any, context: Context, arm: str | None
) -> str:
    """Write the value of one field of a record in words."""
    refers = field.metadata.get("refers")
    if refers is not None:
        entries_by_key, _path = catalogue(refers, context.spec, arm)
        return catalogues.names((value,) if isinstance(value, str) else value, entries_by_key)
    if field.metadata.get("form") == "duration":
        return words.duration(value)
    annotation = plain_type(field.type)
    if typing.get_origin(annotation) is tuple:
        annotation = typing.get_args(annotation)[0]
    if typing.get_origin(annotation) is typing.Literal:
        return words.listing(words.term(v) for v in ((value,) if isinstance(value, str) else value))
    if isinstance(value, tuple) and all(isinstance(entry, str) for entry in value):
        capitals = all(entry[:1].isupper() for entry in value)
        phrases = capitals and any(" " in entry for entry in value)
        return words.sentences(value) if phrases else words.clauses(value)
    if attrs.has(type(value)):
        return record_words(value, context, arm)
    if isinstance(value, Mapping) and any(attrs.has(type(entry)) for entry in value.values()):
        value = tuple(value.values())
    if isinstance(value, tuple) and any(attrs.has(type(entry)) for entry in value):
        return words.sentences(record_words(entry, context, arm) for entry in value)
    return plain_value(value)


def record_words(record: Any, context: Context, arm: str | None, without: str = "") -> str:
    """Write all that a record holds in one line, but for the field `without`."""
    if type(record) in VALUES:
        return VALUES[type(record)](record)
    if type(record) in NAMED_VALUES:
        return NAMED_VALUES[type(record)](record, context)
    unnamed = SUBJECT.get(type(record), frozenset())
    parts = []
    for name, field in attrs.fields_dict(type(record)).items():
        value = getattr(record, name)
        if name in {"sources", without} or is_empty(value):
            continue
        if isinstance(value, bool):
            parts.append(answer(record, name))
            continue
        text = field_words(field, value, context, arm)
        if (type(record), name) in LEADS:
            text = words.led(LEADS[type(record), name], text)
        elif name not in unnamed:
            text = f"{words.field_name(name).lower()}: {text}"
        parts.append(text)
    return words.clauses(parts)


def plain_value(value: Any) -> str:
    """Write a value that is no record, such as one of a plugin's fields."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return words.clauses(f"{words.term(str(k))}: {plain_value(v)}" for k, v in value.items())
    if isinstance(value, tuple):
        return words.clauses(plain_value(entry) for entry in value)
    return str(value)
