"""Describe in words what an arm holds."""

import re
from collections.abc import Iterable, Iterator, Mapping

from intspec.model import (
    Acronym,
    Adherence,
    Arm,
    Change,
    Criterion,
    Design,
    Discontinuation,
    Fidelity,
    Modification,
    Modifications,
    Phase,
    Rationale,
    Result,
    Standardisation,
    Tailoring,
)
from intspec.rules.paths import is_empty
from intspec.text.wording import plural
from intspec.views import words
from intspec.views.catalogue_describers import names
from intspec.views.context import Context
from intspec.views.delivery_describers import dose_words, procedure_name, whole_delivery
from intspec.views.table import Block

LEVELS = {
    "participant": "participants",
    "cluster": "clusters",
    "both": "participants and clusters",
    "period": "periods",
    "population": "a population",
}


def describe_arm(
    arm: Arm, context: Context, cites: tuple[str, ...], fields: tuple[str, ...] | None
) -> Iterator[Block]:
    """Say what an arm is called and what goes with it."""
    spec = context.spec
    texts = {
        "name": ("", arm.name),
        "role": ("Role", words.term(arm.role)),
        "aliases": ("Also called", words.listing(arm.aliases)),
        "level": ("Given to", LEVELS.get(arm.level or "", "")),
        "likeness": ("Likeness", words.sentence(arm.likeness or "")),
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
        ("Why it was chosen", rationale.choice),
    ):
        if text:
            yield Block("text", words.sentence(text), label, cites)
    if rationale.principles:
        yield Block("label", "Principles", cites=cites)
        yield from (Block("bullet", words.sentence(text)) for text in rationale.principles)


def phase_words(phase: Phase, context: Context, arm: Arm | None) -> str:
    """Say what a phase holds beside its times: what is done in it, how much, how and where."""
    spec = context.spec
    known = arm.procedures if arm is not None else {}
    named = [procedure_name(k, known[k]) for k in phase.procedures if k in known]
    procedures = words.clauses(map(words.upper_first, named))
    if len(named) == 1 and phase.label:
        # The procedure is called as its phase is.
        procedures = ""
    settings = names(phase.settings, spec.settings)
    return words.clauses(
        [
            f"procedures: {procedures}" if procedures else None,
            dose_words(phase.dose) if phase.dose else None,
            whole_delivery(phase.delivery, spec) if phase.delivery else None,
            f"place: {settings}" if settings else None,
        ]
    )


#: Words that begin an answer to why, when or how so that it goes on with the sentence before.
CHANGE_LEADS = {
    "why": ("to", "because", "since"),
    "when": ("when", "whenever", "if", "after", "before", "at", "during", "once", "every", "until"),
    "how": ("by", "according", "with", "using", "through"),
}
#: Where a sentence ends and another begins.
SENTENCE_END = re.compile(r"[.!?:;]\s")


def change_words(change: Change) -> str:
    """Say what is changed, why, when and how."""
    what = (change.what or "").strip().removesuffix(".")
    parts: list[str | None] = []
    for name, leads in CHANGE_LEADS.items():
        text = words.inside(getattr(change, name) or "")
        if what and text.partition(" ")[0] in leads and not (parts or SENTENCE_END.search(what)):
            # "The pace is raised after week 2" needs no "When:".
            what = f"{what} {text}"
        elif text:
            parts.append(f"{name}: {getattr(change, name)}")
    parts.insert(0, what)
    if isinstance(change, Modification):
        parts += _decision_words(change)
    return words.sentences(parts)


def _decision_words(change: Modification) -> list[str | None]:
    deciders = words.listing(map(words.inside, change.decided_by))
    planned = {True: "planned ahead", False: "not planned ahead", None: None}
    return [
        planned[change.planned],
        words.led("decided by", deciders) if deciders else None,
        f"made for: {words.inside(change.level)}" if change.level else None,
        change.approach,
        f"changed: {words.listing(map(words.term, change.modified))}" if change.modified else None,
        f"nature: {words.listing(map(words.term, change.nature))}" if change.nature else None,
        change.nature_other,
        f"{words.term(change.fidelity)} with fidelity" if change.fidelity else None,
        f"goal: {change.goal}" if change.goal else None,
    ]


#: The kinds of studies in words.
DESIGNS = {
    "parallel": "parallel groups",
    "cluster": "clusters are allocated",
    "crossover": "crossover: each participant has several arms in turn",
    "stepped-wedge": "stepped wedge: clusters go over in steps",
    "factorial": "factorial: arms are combined",
    "n-of-1": "N-of-1: a series of periods in single participants",
    "smart": "several stages, with a rule for what follows (SMART)",
    "single-arm": "a single arm",
}


def describe_design(design: Design, context: Context, cites: tuple[str, ...]) -> Iterator[Block]:
    """Say what kind of study it is, and how its arms follow each other."""
    first, *others = design_words(design, context)
    yield Block("text", words.sentence(first), "Design", cites)
    yield from (Block("bullet", words.sentence(text), cites=cites) for text in others)


def _each(keys: Iterable[str], arms: Mapping[str, Arm]) -> list[str]:
    """Return the name of each of some arms."""
    return [names((key,), arms) for key in keys]


def design_words(design: Design, context: Context) -> list[str]:
    """Say what kind of study it is with its note; then each of its periods, steps and stages."""
    arms = context.spec.interventions
    texts = [words.sentences([DESIGNS.get(design.kind or ""), design.note]) or "of another kind"]
    for period in design.periods:
        own = [
            names(period.arms, arms),
            words.duration(period.duration) if period.duration else None,
            f"washout of {words.duration(period.washout)}" if period.washout else None,
            period.note,
        ]
        texts.append(words.clauses([period.label or "Period", words.clauses(own)], ": "))
    for step in design.steps:
        to = names((step.to,), arms) if step.to else ""
        own = [
            words.inside(step.when or ""),
            plural(step.clusters, "cluster") if step.clusters is not None else "",
            f"go over to {to}" if to else "",
        ]
        texts.append(words.clauses([step.label or "Step", words.clauses([*own, step.note])], ": "))
    for stage in design.second_stages:
        own = [
            words.led("after", names((stage.after,), arms)) if stage.after else None,
            words.inside(stage.when or ""),
            words.inside(stage.rule or ""),
            f"then {words.choice([*_each(stage.arms, arms), *map(words.inside, stage.options)])}"
            if stage.arms or stage.options
            else None,
            f"allocation: {words.inside(stage.allocation)}" if stage.allocation else None,
        ]
        texts.append(words.clauses(own))
    return texts


ACTIONS = {"stop": "it is stopped", "pause": "it is paused", "change": "it is changed"}


def describe_discontinuation(
    discontinuation: Discontinuation, context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say when a participant stops it or has it changed, or that there are no criteria."""
    if discontinuation.planned is False:
        yield Block("text", "There are no criteria for stopping or changing it.", cites=cites)
    elif not discontinuation.criteria:
        yield Block("text", "There are criteria for stopping or changing it.", cites=cites)
    for criterion in discontinuation.criteria:
        own = context.cite(criterion.sources) or cites
        yield Block("bullet", criterion_words(criterion), cites=own)


def criterion_words(criterion: Criterion) -> str:
    """Say what has to happen, and what is then done."""
    text = words.clauses([criterion.when, ACTIONS.get(criterion.action or "")], ": ")
    return words.sentences([text, criterion.note])


def describe_tailoring(
    tailoring: Tailoring, context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what is fitted to the person, or that nothing is."""
    planned = "is planned" if context.ahead else "was planned"
    if tailoring.planned is False:
        yield Block("text", f"No tailoring {planned}.", cites=cites)
    elif tailoring.planned and not tailoring.entries:
        yield Block("text", f"Tailoring {planned}.", cites=cites)
    for entry in tailoring.entries:
        yield Block("bullet", change_words(entry), cites=context.cite(entry.sources) or cites)


def describe_modifications(
    modifications: Modifications, context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what was changed during the study, or that nothing was."""
    if modifications.occurred is False:
        never = words.was_not(ahead=context.ahead)
        yield Block("text", f"The intervention {never} changed during the study.", cites=cites)
    elif modifications.occurred and not modifications.entries:
        told = f"It {words.was(ahead=context.ahead)} changed during the study."
        yield Block("text", told, cites=cites)
    for entry in modifications.entries:
        yield Block("bullet", change_words(entry), cites=context.cite(entry.sources) or cites)


def describe_fidelity(
    fidelity: Fidelity,
    context: Context,
    cites: tuple[str, ...],
    fields: tuple[str, ...] | None,
    adherence: Adherence | None,
) -> Iterator[Block]:
    """Say whether fidelity or adherence is assessed, and what keeps it up.

    What is said of both holds of fidelity alone where `adherence` says something of its own.
    """

    def asked(field: str) -> bool:
        return fields is None or field in fields

    if asked("assessed") and fidelity.assessed is False:
        both = _says_nothing(adherence)
        whole = "Fidelity and adherence" if both else "Fidelity"
        told = f"{whole} {words.was_not(ahead=context.ahead, many=both)} assessed."
        yield Block("text", told, cites=cites)
    elif asked("assessed") and fidelity.assessed and not fidelity.measures:
        whole = "Fidelity or adherence" if _says_nothing(adherence) else "Fidelity"
        verb = words.was(ahead=context.ahead)
        yield Block("text", f"{whole} {verb} assessed.", cites=cites)
    if asked("measures") and fidelity.measures:
        text = names(fidelity.measures, context.spec.measures)
        yield Block("text", words.sentence(text), "Measured by", cites)
    if asked("strategies") and fidelity.strategies:
        yield Block("label", "Strategies", cites=cites)
        yield from (Block("bullet", words.sentence(text)) for text in fidelity.strategies)
    if asked("results"):
        yield from _results(fidelity.results, context, cites)


def _says_nothing(adherence: Adherence | None) -> bool:
    """Tell whether nothing says if adherence is followed."""
    return adherence is None or all(
        map(
            is_empty,
            (adherence.monitored, adherence.monitoring, adherence.measures, adherence.results),
        )
    )


def describe_adherence(
    adherence: Adherence, context: Context, cites: tuple[str, ...], fields: tuple[str, ...] | None
) -> Iterator[Block]:
    """Say how participants are helped to keep to it, how that is followed, and what came of it."""

    def asked(field: str) -> bool:
        return fields is None or field in fields

    measures = names(adherence.measures, context.spec.measures)
    followed = {False: "Not followed", True: "Followed", None: ""}[adherence.monitored]
    for field, label, text in (
        ("measures", "Adherence measured by", words.sentence(measures)),
        ("monitoring", "How adherence is followed", words.sentence(adherence.monitoring or "")),
        ("incentives", "Incentives", words.sentence(adherence.incentives or "")),
    ):
        if asked(field) and text:
            yield Block("text", text, label, cites)
    untold = adherence.monitored is False or not (adherence.measures or adherence.monitoring)
    if asked("monitored") and followed and untold:
        yield Block("text", words.sentence(followed), "Adherence", cites)
    if asked("strategies") and adherence.strategies:
        yield Block("label", "Strategies for adherence", cites=cites)
        yield from (Block("bullet", words.sentence(text)) for text in adherence.strategies)
    if asked("results"):
        yield from _results(adherence.results, context, cites)


def describe_standardisation(
    standardisation: Standardisation, _context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say whether it is kept the same for everyone, and by what."""
    done = {False: "not standardised", True: "standardised", None: None}[standardisation.done]
    text = words.sentence(words.clauses([done, standardisation.how], ": "))
    yield Block("text", text, "Standardisation", cites)


def _results(
    results: Iterable[Result], context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    for result in results:
        yield from describe_result(result, context, context.cite(result.sources) or cites)


def describe_result(result: Result, context: Context, cites: tuple[str, ...]) -> Iterator[Block]:
    """Say what a measure came to."""
    parts = [
        result.value,
        result.summary,
        f"n = {result.n}" if result.n is not None else None,
        f"missing: {result.missing}" if result.missing else None,
    ]
    label = names((result.measure,), context.spec.measures) if result.measure else "Adherence"
    yield Block("bullet", words.sentence(words.clauses(parts)), label, cites)
