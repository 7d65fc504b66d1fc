"""What an arm holds, in words: its name, rationale, procedures, delivery, changes, fidelity."""

from collections.abc import Iterator

from intspec.model import (
    Acronym,
    Arm,
    Change,
    Delivery,
    Dose,
    Fidelity,
    FidelityResult,
    Modification,
    Modifications,
    Procedure,
    Rationale,
    Tailoring,
)
from intspec.views import words
from intspec.views.catalogue_words import names
from intspec.views.context import Context
from intspec.views.records import Block


def describe_arm(
    arm: Arm, context: Context, cites: tuple[str, ...], fields: tuple[str, ...] | None
) -> Iterator[Block]:
    """Say what an arm is called and what goes with it."""
    spec = context.spec
    told = {
        "name": ("", arm.name),
        "role": ("Role", words.term(arm.role)),
        "aliases": ("Also called", words.listing(arm.aliases)),
        "given_with": ("Given with", names(arm.given_with, spec.interventions)),
        "receives_later": (
            "Offered afterwards",
            names((arm.receives_later,), spec.interventions) if arm.receives_later else "",
        ),
        "providers": ("Provided by", names(arm.providers, spec.providers)),
        "materials": ("Materials", names(arm.materials, spec.materials)),
        "settings": ("Settings", names(arm.settings, spec.settings)),
        "components": ("Components", names(arm.components, spec.components)),
    }
    for field in told if fields is None else fields:
        label, text = told.get(field, ("", ""))
        if text:
            yield Block("text", text, label, cites)


def describe_acronym(
    acronym: Acronym, _context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what an acronym stands for."""
    text = words.clauses([acronym.short, acronym.expansion], " stands for ")
    yield Block("text", text, "Acronym", cites)


def describe_rationale(
    rationale: Rationale, _context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say why the intervention is expected to work."""
    for label, text in (
        ("Problem", rationale.problem),
        ("Goal", rationale.goal),
        ("Theory", rationale.theory),
        ("How it is thought to work", rationale.mechanism),
        ("How its components work together", rationale.interactions),
    ):
        if text:
            yield Block("text", words.sentence(text), label, cites)
    if rationale.principles:
        yield Block("label", "Principles", cites=cites)
        yield from (Block("bullet", words.sentence(text)) for text in rationale.principles)


def describe_procedure(
    procedure: Procedure,
    context: Context,
    cites: tuple[str, ...],
    fields: tuple[str, ...] | None,
    key: str,
) -> Iterator[Block]:
    """Say what is done, by whom and with what; or only what is asked for of it."""
    spec = context.spec

    def told(field: str, text: str | None) -> str | None:
        return text if text and (fields is None or field in fields) else None

    by = names(procedure.providers, spec.providers)
    performed = f"done by the {procedure.performed_by}" if procedure.performed_by else ""
    if by:
        performed = f"done by: {by}"
    elif procedure.performed_by == "automated":
        performed = "done automatically"
    elif procedure.performed_by == "participant":
        performed = "done by the participants themselves"
    elif procedure.performed_by == "provider":
        performed = "done by a provider"
    asked = "providers" if by and (fields is None or "providers" in fields) else "performed_by"
    materials = names(procedure.materials, spec.materials)
    settings = names(procedure.settings, spec.settings)
    own = Delivery(
        mode=procedure.mode if told("mode", "mode") else (),
        grouping=procedure.grouping if told("grouping", "grouping") else None,
        group_size=procedure.group_size if told("group_size", "group_size") else None,
        supervised=procedure.supervised if told("supervised", "supervised") else None,
    )
    parts = [
        told("description", procedure.description),
        told(asked, performed),
        told("materials", f"materials: {materials}" if materials else None),
        told("settings", f"place: {settings}" if settings else None),
        delivery_words(own),
        told("enabling", "enables the other procedures" if procedure.enabling else None),
    ]
    text = words.sentences(parts)
    lead = told("phase", procedure.phase)
    if fields is not None and "description" not in fields:
        # Nothing here says what is done, so the key must.
        lead = words.clauses([words.term(key), lead], ", ")
    if text or lead:
        yield Block("bullet", text, words.upper_first(lead or ""), cites)


def delivery_words(delivery: Delivery) -> str:
    """Say by which modes something is delivered, and to one person or to a group."""
    grouping = {
        "individual": "individually",
        "group": "in a group",
        "mixed": "individually and in groups",
    }
    size = words.planned_range(delivery.group_size) if delivery.group_size else ""
    return words.clauses(
        [
            words.listing(words.term(mode) for mode in delivery.mode),
            grouping[delivery.grouping] if delivery.grouping else None,
            f"group size {size}" if size else None,
            delivery.supervised if delivery.supervised != "mixed" else "partly supervised",
        ]
    )


def describe_delivery(
    delivery: Delivery, _context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say how the procedures are delivered where none says otherwise."""
    yield Block("text", words.sentences([delivery_words(delivery), delivery.note]), cites=cites)


def describe_dose(dose: Dose, _context: Context, cites: tuple[str, ...]) -> Iterator[Block]:
    """Say how much, from which level, and how it changes."""
    for label, text in (
        ("Dose", dose.amount),
        ("Starting level", dose.starting_level),
        ("Progression", dose.progression),
        ("How it progressed", dose.progressed),
    ):
        if text:
            yield Block("text", words.sentence(text), label, cites)


def change_words(change: Change) -> str:
    """Say what is changed, why, when and how."""
    parts = [
        change.what,
        f"why: {change.why}" if change.why else None,
        f"when: {change.when}" if change.when else None,
        f"how: {change.how}" if change.how else None,
    ]
    if isinstance(change, Modification):
        parts += _decision_words(change)
    return words.sentences(parts)


def _decision_words(change: Modification) -> list[str | None]:
    planned = {True: "planned ahead", False: "not planned ahead", None: None}
    return [
        planned[change.planned],
        f"decided by {words.listing(change.decided_by)}" if change.decided_by else None,
        f"made for: {change.level}" if change.level else None,
        f"changed: {words.listing(change.nature)}" if change.nature else None,
        f"{words.term(change.fidelity)} with fidelity" if change.fidelity else None,
        f"goal: {change.goal}" if change.goal else None,
    ]


def describe_tailoring(
    tailoring: Tailoring, context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what is fitted to the person, or that nothing is."""
    if tailoring.planned is False:
        yield Block("text", "No tailoring was planned.", cites=cites)
    elif tailoring.planned and not tailoring.entries:
        yield Block("text", "Tailoring was planned.", cites=cites)
    for entry in tailoring.entries:
        yield Block("bullet", change_words(entry), cites=context.cite(entry.sources) or cites)


def describe_modifications(
    modifications: Modifications, context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what was changed during the study, or that nothing was."""
    if modifications.occurred is False:
        yield Block("text", "Nothing was changed during the study.", cites=cites)
    elif modifications.occurred and not modifications.entries:
        yield Block("text", "Changes were made during the study.", cites=cites)
    for entry in modifications.entries:
        yield Block("bullet", change_words(entry), cites=context.cite(entry.sources) or cites)


def describe_fidelity(
    fidelity: Fidelity, context: Context, cites: tuple[str, ...], fields: tuple[str, ...] | None
) -> Iterator[Block]:
    """Say whether fidelity or adherence is assessed, and what keeps it up."""

    def asked(field: str) -> bool:
        return fields is None or field in fields

    if asked("assessed") and fidelity.assessed is False:
        yield Block("text", "Fidelity and adherence were not assessed.", cites=cites)
    elif asked("assessed") and fidelity.assessed and not fidelity.measures:
        yield Block("text", "Fidelity or adherence was assessed.", cites=cites)
    if asked("measures") and fidelity.measures:
        text = names(fidelity.measures, context.spec.measures)
        yield Block("text", words.sentence(text), "Measured by", cites)
    if asked("strategies") and fidelity.strategies:
        yield Block("label", "Strategies", cites=cites)
        yield from (Block("bullet", words.sentence(text)) for text in fidelity.strategies)
    if asked("results"):
        for result in fidelity.results:
            own = context.cite(result.sources) or cites
            yield from describe_result(result, context, own)


def describe_result(
    result: FidelityResult, context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what a measure came to."""
    parts = [
        result.value,
        result.summary,
        f"n = {result.n}" if result.n is not None else None,
        f"missing: {result.missing}" if result.missing else None,
    ]
    label = names((result.measure,), context.spec.measures)
    yield Block("bullet", words.sentence(words.clauses(parts)), label, cites)
