"""Describe in words what is done, how it is delivered, and how much of it is given."""

from collections import Counter
from collections.abc import Iterator, Mapping

from intspec.diagnostics import Path
from intspec.model import Arm, Condition, Delivery, Dose, Procedure, Specification
from intspec.rules.latest import latest
from intspec.text.wording import first_clause
from intspec.views import words
from intspec.views.catalogue_describers import names
from intspec.views.context import Context
from intspec.views.table import Block

GROUPINGS = {
    "individual": "individually",
    "group": "in a group",
    "open-group": "in an open group",
    "mixed": "individually and in groups",
    "population": "to a whole population",
}
#: The most characters of a description that name a procedure.
NAME = 60
#: How a procedure is delivered, of which guidelines have an item.
HOW = ("mode", "grouping", "group_size")
WAY = (*HOW, "supervised")
#: The modes as adverbs; others by their names.
MODES = {
    "telephone": "by telephone",
    "video": "by video call",
    "text-message": "by text message",
    "email": "by email",
    "app": "by app",
    "website": "on a website",
    "printed-material": "by printed material",
    "mail": "by mail",
    "broadcast": "by broadcast",
    "device": "by a device",
}
#: Who does a procedure, where no provider is named.
PERFORMED = {
    "automated": "automatic",
    "participant": "by the participants themselves",
    "provider": "by a provider",
}
#: What a procedure is to an operation, in words.
OPERATION = {
    "operation": "the operation itself",
    "care-before": "care before the operation",
    "care-during": "care during the operation",
    "care-after": "care after the operation",
}


def describe_procedure(
    procedure: Procedure,
    context: Context,
    cites: tuple[str, ...],
    fields: tuple[str, ...] | None,
    path: Path,
) -> Iterator[Block]:
    """Say what is done, by whom and with what; or only what is asked for of it."""
    spec = context.spec
    arm = spec.interventions[str(path[1])]
    # What an item of its own tells of each procedure is not told here as well.
    told = {path for item in context.checklist.items for path in item.shows}

    def if_asked(field: str, text: str | None) -> str | None:
        here = field not in HOW or f"procedures.{field}" not in told
        return text if text and (here if fields is None else field in fields) else None

    by = names(procedure.providers, spec.providers)
    performed = by or PERFORMED.get(procedure.performed_by or "", "")
    performer_field = (
        "providers" if by and (fields is None or "providers" in fields) else "performed_by"
    )
    materials = names(procedure.materials, spec.materials)
    settings = names(procedure.settings, spec.settings)
    described = if_asked("description", procedure.description)
    of_item = fields is not None and "description" not in fields
    way = _whole_way(procedure, arm) if of_item else _way(procedure)
    if of_item and set(fields or ()) <= set(WAY) and not _differs(procedure, arm):
        return
    by_item = bool(of_item and set(fields or ()) & set(HOW))
    told_way = {
        field: getattr(way, field)
        for field in WAY
        # What an exception has from its arm is told beside what is other.
        if if_asked(field, field) or (by_item and f"procedures.{field}" in told)
    }
    if procedure.description and "mode" in told_way:
        # What is done says itself by which other means.
        told_way["mode"] = tuple(mode for mode in way.mode if mode != "other")
    delivery = Delivery(**told_way)
    beside = [
        None if described and by and _one_provider(arm) else if_asked(performer_field, performed),
        if_asked("settings", settings),
        if_asked("materials", f"with {materials}" if materials else None),
    ]
    if described and any(beside):
        # As papers print it: who, where and with what, in brackets behind what is done.
        described = f"{described.strip().removesuffix('.')} ({words.clauses(beside)})"
    parts = [
        described or words.clauses(beside),
        delivery_words(delivery),
        if_asked("session_length", _time_taken(procedure)),
        if_asked("intensity", procedure.intensity),
        if_asked("dose", dose_words(procedure.dose) if procedure.dose else None),
        if_asked("enabling", "enables the other procedures" if procedure.enabling else None),
        if_asked("operation", OPERATION.get(procedure.operation or "")),
    ]
    text = words.sentences(parts)
    lead = if_asked("phase", procedure.phase) or (
        _phase_of(str(path[-1]), arm) if described else ""
    )
    if of_item:
        # No field says what is done, so its name serves in its stead.
        lead = words.clauses([name_beside(str(path[-1]), arm), lead], ", ")
    if text or lead:
        yield Block("bullet", text, words.upper_first(lead or ""), cites)


def _way(procedure: Procedure) -> Delivery:
    """Return how a procedure is delivered, as far as it says so itself."""
    return Delivery(**{field: getattr(procedure, field) for field in WAY})


def _differs(procedure: Procedure, arm: Arm) -> bool:
    """Tell whether a procedure says that it is delivered in another way than its arm."""
    general = arm.delivery or Delivery()
    stated = (field for field in WAY if getattr(procedure, field) not in (None, ()))
    return any(getattr(procedure, field) != getattr(general, field) for field in stated)


def _whole_way(procedure: Procedure, arm: Arm) -> Delivery:
    """Return how a procedure is delivered, with what it has from its arm."""
    own, general = _way(procedure), arm.delivery or Delivery()
    in_groups = own.grouping in (None, general.grouping)
    return Delivery(
        mode=own.mode or general.mode,
        grouping=own.grouping or general.grouping,
        group_size=own.group_size or (general.group_size if in_groups else None),
        supervised=own.supervised,
    )


def _phase_of(key: str, arm: Arm) -> str:
    """Return the name of the one phase that belongs to a procedure alone; else nothing."""
    return _own_phases(arm).get(key, "")


@latest
def _own_phases(arm: Arm) -> Mapping[str, str]:
    """Return the names of the phases that belong to one procedure alone, by its key."""
    phases = arm.schedule.values()
    named = Counter(key for phase in phases for key in {*phase.procedures})
    alone = [(phase.procedures[0], phase) for phase in phases if len(phase.procedures) == 1]
    return {key: phase.label or "" for key, phase in alone if named[key] == 1}


def name_beside(key: str, arm: Arm) -> str:
    """Return what a procedure is called beside others: as its phase is, or else its first words."""
    return _phase_of(key, arm) or procedure_name(key, arm.procedures[key])


def _one_provider(arm: Arm) -> bool:
    """Tell whether an arm has one kind of provider: no procedure need name it then."""
    done_by = (key for procedure in arm.procedures.values() for key in procedure.providers)
    return len({*arm.providers, *done_by}) == 1


def procedure_name(key: str, procedure: Procedure) -> str:
    """Return what a procedure is called beside others: its first words, or else its key."""
    text = (procedure.description or "").strip().removesuffix(".")
    return first_clause(text, NAME) if text else words.term(key)


def _time_taken(procedure: Procedure) -> str | None:
    length = procedure.session_length
    return f"{words.duration_range(length)} each time" if length else None


def delivery_words(delivery: Delivery) -> str:
    """Say by which modes something is delivered, and to one person or to a group."""
    size = words.planned_range(delivery.group_size) if delivery.group_size else ""
    return words.clauses(
        [
            words.listing(MODES.get(m, words.term(m)) for m in delivery.mode if m != "other"),
            "by other means" if "other" in delivery.mode and not delivery.note else None,
            *_grouping_words(delivery.grouping, size),
            delivery.supervised if delivery.supervised != "mixed" else "partly supervised",
        ]
    )


def _grouping_words(grouping: str | None, size: str) -> tuple[str, ...]:
    if grouping == "group" and size:
        return (f"in groups of {size}",)
    return GROUPINGS[grouping] if grouping else "", f"group size {size}" if size else ""


def describe_delivery(
    delivery: Delivery, context: Context, cites: tuple[str, ...], arm: Arm, *, beside: bool
) -> Iterator[Block]:
    """Say how an arm is delivered.

    Args:
        delivery: How it is delivered.
        context: Where names are looked up.
        cites: The marks of its sources.
        arm: The arm.
        beside: Whether its procedures that are delivered in another way stand before.
    """
    elsewhere = place_conditions(arm, context.spec) if context.asks_for_settings else ()
    text = whole_delivery(delivery, context.spec, without=elsewhere)
    rest = [key for key, one in arm.procedures.items() if not _differs(one, arm)]
    if not beside or not rest or len(rest) == len(arm.procedures):
        yield Block("text", text, cites=cites)
    else:
        others = name_beside(rest[0], arm) if len(rest) == 1 else "all other procedures"
        yield Block("bullet", text, words.upper_first(others), cites)


def place_conditions(arm: Arm, spec: Specification) -> tuple[Condition, ...]:
    """Return on what it depends in which of its places an arm is delivered."""
    conditions = arm.delivery.conditions if arm.delivery is not None else ()
    told = {key for key in arm.settings if key in spec.settings}
    return tuple(one for one in conditions if one.setting in told and not one.mode)


def whole_delivery(
    delivery: Delivery, spec: Specification, *, without: tuple[Condition, ...] = ()
) -> str:
    """Say all of how something is delivered, but for conditions that stand elsewhere."""
    told = (condition_words(one, spec) for one in delivery.conditions if one not in without)
    return words.sentences([delivery_words(delivery), *told, delivery.note])


def condition_words(condition: Condition, spec: Specification) -> str:
    """Say which place or mode is used when."""
    setting = names((condition.setting,), spec.settings) if condition.setting else None
    mode = words.term(condition.mode) if condition.mode else None
    return words.clauses([words.clauses([setting, mode], ", "), condition.when], ": ")


def describe_dose(dose: Dose, _context: Context, cites: tuple[str, ...]) -> Iterator[Block]:
    """Say how much, from which level, and how it changes."""
    for label, text in _of_dose(dose):
        if text:
            yield Block("text", words.sentence(text), label, cites)


def dose_words(dose: Dose) -> str:
    """Say in one line how much, from which level, and how it changes."""
    return words.clauses(
        f"{words.lower_first(label)} {words.inside(text)}" for label, text in _of_dose(dose) if text
    )


def _of_dose(dose: Dose) -> tuple[tuple[str, str | None], ...]:
    return (
        ("Dose", dose.amount),
        ("Starting level", dose.starting_level),
        ("Progression", dose.progression),
        ("How it progressed", dose.progressed),
    )
