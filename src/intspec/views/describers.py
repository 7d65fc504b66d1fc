"""Describe records of a specification in words: those of an arm, and those of catalogues."""

from collections.abc import Iterator, Mapping

from intspec.identifiers import canonical
from intspec.model import (
    Access,
    Acronym,
    Arm,
    Change,
    Component,
    Delivery,
    Dose,
    Fidelity,
    FidelityResult,
    Material,
    Measure,
    Modification,
    Modifications,
    Procedure,
    Provider,
    Rationale,
    Setting,
    Specification,
    Supervision,
    Tailoring,
    Term,
    Training,
)
from intspec.views import words
from intspec.views.context import Context
from intspec.views.table import Block

CONDUCT = {"providers": "of providers", "participants": "of participants"}


def describe_arm(
    arm: Arm, context: Context, cites: tuple[str, ...], fields: tuple[str, ...] | None
) -> Iterator[Block]:
    """Say what an arm is called and what goes with it."""
    spec = context.spec
    texts = {
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
    for field in texts if fields is None else fields:
        label, text = texts.get(field, ("", ""))
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

    def if_asked(field: str, text: str | None) -> str | None:
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
    performer_field = (
        "providers" if by and (fields is None or "providers" in fields) else "performed_by"
    )
    materials = names(procedure.materials, spec.materials)
    settings = names(procedure.settings, spec.settings)
    delivery = Delivery(
        mode=procedure.mode if if_asked("mode", "mode") else (),
        grouping=procedure.grouping if if_asked("grouping", "grouping") else None,
        group_size=procedure.group_size if if_asked("group_size", "group_size") else None,
        supervised=procedure.supervised if if_asked("supervised", "supervised") else None,
    )
    parts = [
        if_asked("description", procedure.description),
        if_asked(performer_field, performed),
        if_asked("materials", f"materials: {materials}" if materials else None),
        if_asked("settings", f"place: {settings}" if settings else None),
        delivery_words(delivery),
        if_asked("enabling", "enables the other procedures" if procedure.enabling else None),
    ]
    text = words.sentences(parts)
    lead = if_asked("phase", procedure.phase)
    if fields is not None and "description" not in fields:
        # No field says what is done, so the key serves in its stead.
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
            marks = context.cite(result.sources) or cites
            yield from describe_result(result, context, marks)


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


def names(keys: tuple[str, ...], entries: Mapping[str, object]) -> str:
    """List what references name: names and kinds, or the key where there is nothing better."""
    texts = []
    for key in keys:
        entry = entries.get(key)
        labels = (getattr(entry, field, None) for field in ("name", "kind", "text"))
        texts.append(next((text for text in labels if text), None) or words.term(key))
    return words.listing(texts)


def term_words(terms: tuple[Term, ...]) -> str:
    """Write the terms of vocabularies that name a thing: label and id."""
    return words.listing(f"{term.label} ({term.id})" if term.label else term.id for term in terms)


def describe_provider(
    provider: Provider, context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say who the providers are, what they bring, and how they are trained and supervised."""
    number = f" ({words.count(provider.count)})" if provider.count else ""
    yield Block("label", words.upper_first(provider.kind) + number, cites=cites)
    for label, text in (
        ("Background", provider.background),
        ("Expertise", provider.expertise),
        ("Lived experience", provider.lived_experience),
        ("Eligibility", provider.eligibility),
        ("Terms", term_words(provider.terms)),
    ):
        if text:
            yield Block("bullet", words.sentence(text), label)
    if provider.training is not None:
        text = training_words(provider.training, context.spec)
        yield Block("bullet", text, "Training", context.cite(provider.training.sources))
    if provider.supervision is not None:
        text = supervision_words(provider.supervision)
        yield Block("bullet", text, "Supervision", context.cite(provider.supervision.sources))


def training_words(training: Training, spec: Specification) -> str:
    """Say what training was given, or that none was."""
    if training.given is False:
        return words.sentence(words.clauses(["none given", training.reason], ": "))
    materials = names(training.materials, spec.materials)
    parts = [
        training.content,
        f"length: {words.duration(training.length)}" if training.length else None,
        f"given by {training.by}" if training.by else None,
        f"materials: {materials}" if materials else None,
        training.reason,
    ]
    return words.sentences(parts) or "Given."


def supervision_words(supervision: Supervision) -> str:
    """Say who supervises, how and how often."""
    by = f"by {supervision.by}" if supervision.by else None
    return words.sentence(words.clauses([by, supervision.form, supervision.frequency]))


def describe_material(
    material: Material, _context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what a material is, for whom, and how to get it."""
    kind = words.term(material.kind) if material.kind else None
    audience = words.listing(material.audience)
    parts = [
        words.clauses([kind, f"for {audience}" if audience else None], ", "),
        material.description,
        material.quantity,
        access_words(material.access) if material.access else None,
    ]
    yield Block("bullet", words.sentences(parts), material.name, cites)


def access_words(access: Access) -> str:
    """Say how others can get a material."""
    origin = access.where or ""
    ways = {
        "url": f"available at {origin}",
        "doi": f"available at doi:{canonical('doi', origin) or origin}",
        "appendix": f"in {origin}" if origin else "in an appendix",
        "commercial": f"sold by {origin}" if origin else "sold commercially",
        "on-request": f"on request from {origin}" if origin else "on request",
        "not-available": words.clauses(["not available", origin], ": "),
    }
    if not origin and access.how in {"url", "doi"}:
        ways = {"url": "available on the web", "doi": "available under a DOI"}
    return words.clauses([ways[access.how], access.note], ": ")


def describe_setting(
    setting: Setting, _context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what kind of place it is, where, and what it must have."""
    parts = [
        setting.country,
        words.count(setting.sites, "site") if setting.sites else None,
        f"infrastructure: {setting.infrastructure}" if setting.infrastructure else None,
        setting.atmosphere,
        f"eligibility: {setting.eligibility}" if setting.eligibility else None,
        term_words(setting.terms),
    ]
    text = words.sentences(parts)
    label = words.upper_first(setting.kind)
    yield Block("bullet", text, label, cites) if text else Block("bullet", label, cites=cites)


def describe_measure(
    measure: Measure, _context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what is measured, how, and who rates it."""
    of = measure.of or ""
    parts = [
        words.clauses([measure.kind, CONDUCT.get(of, f"of the {of}" if of else "")], " "),
        measure.method,
        f"covers {words.listing(measure.content)}" if measure.content else None,
        f"information from {words.listing(measure.informants)}" if measure.informants else None,
        f"rated by {measure.assessed_by}" if measure.assessed_by else None,
        f"target: {measure.target}" if measure.target else None,
        f"unit: {measure.unit}" if measure.unit else None,
        f"measured {measure.when}" if measure.when else None,
    ]
    yield Block("bullet", words.sentences(parts), measure.name, cites)


def describe_component(
    component: Component, context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what an ingredient is, why it is there and what became of it last."""
    domain = context.spec.domains.get(component.domain or "")
    materials = names(component.realised_by, context.spec.materials)
    parts = [
        component.text,
        f"function: {component.why}" if component.why else None,
        f"{words.term(component.form)} form" if component.form else None,
        f"carried out with: {materials}" if materials else None,
        term_words(component.terms),
        _last_event(component, context.spec),
    ]
    label = domain.name if domain is not None else ""
    yield Block("bullet", words.sentences(parts), label, cites)


def _last_event(component: Component, spec: Specification) -> str | None:
    if not component.history:
        return None
    last = component.history[-1]
    priority = f" as {last.priority}" if last.priority else ""
    events = spec.development.events if spec.development is not None else {}
    event = events.get(last.event)
    name = (event.name if event is not None else None) or words.term(last.event)
    return f"{last.outcome}{priority} as of {name}"
