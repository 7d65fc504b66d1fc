"""Find what an item shows of a specification, by the checklist's paths, and put it into words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from intspec.checklists import Item, PartOf
from intspec.diagnostics import Path
from intspec.model import (
    Acronym,
    Adherence,
    Arm,
    Background,
    Blinding,
    Component,
    ConcomitantCare,
    Conduct,
    Delivery,
    Design,
    Development,
    Discontinuation,
    Dose,
    Fidelity,
    Material,
    Measure,
    Modification,
    Modifications,
    Phase,
    Procedure,
    Provider,
    Rationale,
    Result,
    Setting,
    Specification,
    Standardisation,
    Tailoring,
)
from intspec.rules import Scope, Subject
from intspec.rules.latest import latest
from intspec.rules.paths import STARTS, Place, entries, entry_type, follow, is_empty
from intspec.schema.generating import fields_of
from intspec.views import catalogue_describers as catalogues
from intspec.views import delivery_describers, describers, plain_records, words
from intspec.views.context import Context, Shown, records_along
from intspec.views.table import Block

#: Records of many topics: an item shows those of their fields that it asks for. Any other record
#: is shown whole as soon as an item asks for something in it.
MANY_TOPICS = (
    Specification,
    Arm,
    Procedure,
    Adherence,
    Blinding,
    Fidelity,
    Development,
    Conduct,
    ConcomitantCare,
    Modification,
)
Describer = Callable[[Any, Context, tuple[str, ...]], Iterator[Block]]

DESCRIBERS: Mapping[type, Describer] = {
    Acronym: describers.describe_acronym,
    Component: catalogues.describe_component,
    Design: describers.describe_design,
    Discontinuation: describers.describe_discontinuation,
    Dose: delivery_describers.describe_dose,
    Result: describers.describe_result,
    Standardisation: describers.describe_standardisation,
    Background: catalogues.describe_background,
    Material: catalogues.describe_material,
    Measure: catalogues.describe_measure,
    Modifications: describers.describe_modifications,
    Provider: catalogues.describe_provider,
    Rationale: describers.describe_rationale,
    Setting: catalogues.describe_setting,
    Tailoring: describers.describe_tailoring,
}


def shown_of(
    item: Item, arm: str | None, context: Context
) -> tuple[tuple[int, tuple[Shown, ...]], ...]:
    """Find what an item shows of an arm, or of each of its modifications; once for a view.

    Args:
        item: The item.
        arm: Key of the arm, or None for the study as a whole.
        context: The specification and its checklist.

    Returns:
        What is shown, with the number of the modification from 1; 0 where it is none.
    """
    key = (item.id, arm)
    if key not in context.shown:
        parts = context.checklist.parts[item.id]
        subjects = _subjects(item, arm, context)
        context.shown[key] = tuple((n, content(item, parts, one)) for n, one in subjects)
    return context.shown[key]


def _subjects(item: Item, arm: str | None, context: Context) -> Iterator[tuple[int, Subject]]:
    spec = context.spec
    if arm is None:
        yield 0, Subject(spec=spec, stage=spec.stage)
        return
    stated = spec.interventions[arm]
    subject = Subject(spec=spec, stage=spec.stage, arm_key=arm, arm=stated)
    if context.checklist.scope(item) != "modification":
        yield 0, subject
    elif stated.modifications is not None:
        for index in range(len(stated.modifications.entries)):
            yield index + 1, attrs.evolve(subject, index=index)


def content(item: Item, parts: tuple[PartOf, ...], subject: Subject) -> tuple[Shown, ...]:
    """Find what an item shows of a subject.

    Args:
        item: The item.
        parts: Its parts; their paths count where the item names none in `shows`.
        subject: The subject.

    Returns:
        Each record once, in the order in which the paths lead to it.
    """
    records: dict[Path, Shown] = {}
    arm = subject.arm
    if arm is not None and arm.role == "experimental" and item.roles and arm.role not in item.roles:
        # What is asked of comparators alone has nothing of what is tried.
        return ()
    for place in _places(item, parts, subject):
        if is_empty(place.value):
            continue
        shown = _record(_stated(place.path, subject), place.value, subject)
        if shown is None:
            continue
        earlier = records.get(shown.path)
        if earlier is None or shown.fields is None:
            records[shown.path] = shown
        elif earlier.fields is not None:
            merged = dict.fromkeys((*earlier.fields, *shown.fields))
            records[shown.path] = attrs.evolve(earlier, fields=tuple(merged))
    return tuple(records.values())


def _places(item: Item, parts: tuple[PartOf, ...], subject: Subject) -> Iterator[Place]:
    homes = {part.home_id: part.home for part in parts if part.home is not item}
    for path in item.shows or [path for home in homes.values() for path in home.shows]:
        if path.startswith("study.") and not _speaks_for_study(subject):
            continue
        # Of another arm that is referred to, only the name is shown.
        to_arm = _leads_to_arm(path, _scope(subject))
        yield from follow(path, subject) if to_arm else entries(path, subject)
    for part_of in () if item.shows else parts:
        if part_of.home is item or not part_of.home.shows:
            yield from _asked(part_of, subject)


@cache
def _leads_to_arm(path: str, scope: Scope) -> bool:
    return entry_type(path, STARTS[scope]) is Arm


def _asked(part_of: PartOf, subject: Subject) -> Iterator[Place]:
    """Go over what a part asks for, where it decides by paths."""
    part = part_of.part
    paths = (*part.all, *part.any)
    lists = part.each or part.some
    if not lists:
        for path in paths:
            yield from entries(path, subject)
        return
    for start in (place for path in lists for place in entries(path, subject)):
        if not isinstance(start.value, MANY_TOPICS):
            yield start
            continue
        for path in paths:
            if path.startswith("arm."):
                yield from entries(path.removeprefix("arm."), subject)
            elif path == ".":
                yield start
            else:
                yield from follow(path, subject, start)


def _scope(subject: Subject) -> Scope:
    if subject.arm_key is None:
        return "study"
    return "arm" if subject.index is None else "modification"


def _speaks_for_study(subject: Subject) -> bool:
    """Whether what is said of the study, such as its acronym, belongs with this subject."""
    arm = subject.arm
    return arm is None or arm.role == "experimental" or not _tries_something(subject.spec)


@latest
def _tries_something(spec: Specification) -> bool:
    return any(arm.role == "experimental" for arm in spec.interventions.values())


def _stated(path: Path, subject: Subject) -> Path:
    """Return the path at which a value is stated: the arm's where a procedure inherits it."""
    record_path, record = records_along(subject.spec, path)[-1]
    if len(record_path) == len(path):
        return path
    field = attrs.fields_dict(type(record)).get(str(path[len(record_path)]))
    inherits = field.metadata.get("inherits") if field is not None else None
    if inherits is None or not is_empty(getattr(record, str(path[len(record_path)]))):
        return path
    return (*path[:2], *str(inherits).split("."))


def _record(path: Path, value: Any, subject: Subject) -> Shown | None:
    along = records_along(subject.spec, path)
    if path[:1] == ("extensions",) or path[2:3] == ("extensions",):
        # What a domain says of a field is told by the record that holds it, lists as lists.
        holder_path, holder = along[-1]
        rest = path[len(holder_path) :]
        if not rest or "extensions" in holder_path:
            return Shown(holder, holder_path, (str(rest[0]),) if rest else None)
        return Shown(value, path)
    for record_path, record in along:
        outside = record_path == subject.path[: len(record_path)]
        if not outside and not isinstance(record, MANY_TOPICS):
            return Shown(record, record_path)
    record_path, record = along[-1]
    rest = path[len(record_path) :]
    return Shown(record, record_path, (str(rest[0]),) if rest else None)


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
    for record in _in_order(shown):
        if isinstance(record.value, Phase):
            if not told_phases:
                blocks.extend(
                    _schedule(
                        [record for record in shown if isinstance(record.value, Phase)],
                        context,
                        context.spec.interventions.get(arm or ""),
                    )
                )
            told_phases = True
        else:
            blocks.extend(_describe_record(record, context, arm, shown))
    return tuple(blocks)


def _in_order(shown: list[Shown]) -> list[Shown]:
    """Sort the procedures by their `order`; other records keep their positions."""
    if len(shown) < 2:  # noqa: PLR2004 -- there is nothing to sort
        return shown
    slots = [slot for slot, record in enumerate(shown) if isinstance(record.value, Procedure)]
    last = len(shown)
    ranked = sorted((shown[slot] for slot in slots), key=lambda record: record.value.order or last)
    out = list(shown)
    for slot, record in zip(slots, ranked, strict=True):
        out[slot] = record
    # Adherence and fidelity come last, after the measures by which they are assessed.
    last_of_all = {Adherence: 2, Fidelity: 3}
    if _beside_others(shown):
        # How all others are delivered stands after what is delivered in another way.
        last_of_all[Delivery] = 1
    return sorted(out, key=lambda record: last_of_all.get(type(record.value), 0))


def _beside_others(shown: Iterable[Shown]) -> bool:
    """Tell whether procedures are shown for how they are delivered, and not for what is done."""
    return any(
        isinstance(one.value, Procedure) and "description" not in (one.fields or ("description",))
        for one in shown
    )


def _describe_record(
    record: Shown, context: Context, arm: str | None, shown: list[Shown]
) -> Iterator[Block]:
    # Where only the name of an arm is shown, no source is cited for it.
    name_alone = isinstance(record.value, Arm) and record.fields == ("name",)
    cites = () if name_alone else context.cite_at(record.path)
    value = record.value
    if isinstance(value, Procedure):
        yield from delivery_describers.describe_procedure(
            value, context, cites, record.fields, record.path
        )
    elif isinstance(value, Arm):
        yield from describers.describe_arm(value, context, cites, record.fields)
    elif isinstance(value, Delivery):
        beside = _beside_others(shown)
        of_arm = context.spec.interventions[arm or ""]
        yield from delivery_describers.describe_delivery(
            value, context, cites, of_arm, beside=beside
        )
    elif isinstance(value, Setting) and arm is not None:
        conditions = delivery_describers.place_conditions(
            context.spec.interventions[arm], context.spec
        )
        when = (one.when for one in conditions if one.setting == record.path[-1])
        yield from catalogues.describe_setting(value, context, cites, when)
    elif isinstance(value, Adherence):
        yield from describers.describe_adherence(value, context, cites, record.fields)
    elif isinstance(value, Fidelity):
        fields = record.fields
        if any(isinstance(other.value, Measure) for other in shown):
            every = fields or tuple(fields_of(Fidelity))
            fields = tuple(name for name in every if name != "measures")
        whole = context.spec.interventions.get(str(record.path[1]))
        adherence = whole.adherence if whole is not None else None
        yield from describers.describe_fidelity(value, context, cites, fields, adherence)
    elif type(value) in DESCRIBERS:
        yield from _described_once(record, context, cites)
    elif type(value) in plain_records.VALUES and record.fields is None:
        text = words.sentence(plain_records.VALUES[type(value)](value))
        yield Block("text", text, words.field_name(str(record.path[-1])), cites)
    elif attrs.has(type(value)) and record.fields is None and (label := _label_field(value)):
        text = words.sentence(plain_records.record_words(value, context, arm, label))
        yield Block("bullet", text, words.upper_first(getattr(value, label)), cites)
    elif attrs.has(type(value)):
        yield from plain_records.describe_plainly(value, context, cites, record.fields, arm)
    else:
        name = words.field_name(str(record.path[-1]))
        yield Block("text", plain_records.plain_value(value), name, cites)


def _described_once(record: Shown, context: Context, cites: tuple[str, ...]) -> tuple[Block, ...]:
    """Describe a record; each arm shows what is said of the study, which may name all arms."""
    if record.path not in context.told:
        describer = DESCRIBERS[type(record.value)]
        context.told[record.path] = tuple(describer(record.value, context, cites))
    return context.told[record.path]


def _label_field(record: Any) -> str:
    """Return the field that names a record, or nothing if none does."""
    return next((n for n in ("name", "title", "kind") if getattr(record, n, None)), "")


def _schedule(shown: list[Shown], context: Context, arm: Arm | None) -> Iterator[Block]:
    phases = {str(phase.path[-1]): phase.value for phase in shown}
    paths = {str(phase.path[-1]): phase.path for phase in shown}
    runs = words.stretches(phases)
    kind = "text" if len(runs) == 1 else "bullet"
    for stretch in runs:
        marks = {mark for key in stretch.keys for mark in context.cite_at(paths[key])}
        cites = tuple(sorted(marks, key=int))
        text = words.sentences([stretch.text, *_in_phases(stretch.keys, phases, context, arm)])
        yield Block("text" if kind == "text" else "bullet", text, cites=cites)


def _in_phases(
    keys: tuple[str, ...], phases: Mapping[str, Phase], context: Context, arm: Arm | None
) -> Iterator[str]:
    """Say what phases hold beside their times; each by its name, where there are several."""
    for key in keys:
        text = describers.phase_words(phases[key], context, arm)
        if text:
            name = phases[key].label or words.term(key)
            yield f"{words.upper_first(name)}: {text}" if len(keys) > 1 else text
