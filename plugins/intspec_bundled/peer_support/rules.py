"""The rules of peer support that need more than a path."""

from collections.abc import Iterator

from intspec import DoesNotApply, Finding, Rule, Subject, rule
from intspec_bundled.peer_support.fields import PeerSupport

Found = Iterator[Finding | DoesNotApply]
NAME = "peer-support"
PRINCIPLES = {
    "shared_lived_experience": "relationships based on shared lived experience",
    "reciprocity_and_mutuality": "reciprocity and mutuality",
    "experiential_knowledge": "validating experiential knowledge",
    "leadership_choice_and_control": "leadership, choice and control",
    "strengths_and_connections": "discovering strengths and making connections",
}
DOMAINS = {
    "shared_lived_experience": "a trusting relationship based on shared lived experience",
    "reciprocity_and_mutuality": "reciprocity and mutuality",
    "leadership_choice_and_control": "leadership, choice and control",
    "strengths_and_connections": "building strengths and connections to community",
}


@rule("peer-support/principle-carried", scope="study")
def principle_carried(subject: Subject) -> Found:
    """A principle is named, and no component carries it.

    ## What it checks
    Each principle under `extensions.peer-support.principles` names in `carried_by` the components
    that carry it.

    ## Why it matters
    A principle that nothing carries is a wish.

    ## Example
    `principles: {reciprocity_and_mutuality: {carried_by: [shared-walks]}}`

    ## Instead
    Where it is carried by the whole and by no part alone, declare it as not-applicable and say so.

    ## Reference
    Gillard et al. 2017, doi 10.1108/MHSI-03-2017-0016.
    """
    fields = subject.extension(NAME, PeerSupport)
    principles = fields.principles if fields else None
    stated = {
        name: getattr(principles, name) for name in PRINCIPLES if getattr(principles, name, None)
    }
    if not stated:
        yield DoesNotApply("no principle is named")
    for name, principle in stated.items():
        if not principle.carried_by:
            yield Finding(
                f"no component is named that carries the principle '{PRINCIPLES[name]}'",
                ("extensions", NAME, "principles", name, "carried_by"),
                "add `carried_by:` to the principle, with keys of `components`",
                target=name,
            )


@rule("peer-support/fidelity-domains", scope="study")
def fidelity_domains(subject: Subject) -> Found:
    """The plan for fidelity leaves a domain of fidelity uncovered.

    ## What it checks
    Where an arm has a measure of fidelity, each of the four domains under
    `extensions.peer-support.fidelity` names a measure.

    ## Why it matters
    What makes support peer support is lost first where nobody looks.

    ## Example
    `fidelity: {reciprocity_and_mutuality: [fidelity-index]}`

    ## Instead
    Where a domain is left out on purpose, declare it as not-done for that domain, with the reason.

    ## Reference
    Gillard et al. 2021, doi 10.1007/s00127-021-02038-4.
    """
    planned = [
        measure
        for arm in subject.spec.interventions.values()
        if arm.fidelity
        for measure in arm.fidelity.measures
    ]
    measures = subject.spec.measures
    if not any(measure in measures and measures[measure].kind == "fidelity" for measure in planned):
        yield DoesNotApply("no measure of fidelity is planned")
        return
    fields = subject.extension(NAME, PeerSupport)
    covered = fields.fidelity if fields else None
    for name, words in DOMAINS.items():
        if not getattr(covered, name, ()):
            yield Finding(
                f"nothing measures the domain of fidelity '{words}'",
                ("extensions", NAME, "fidelity", name),
                f"add `{name}:` to `fidelity:` of `peer-support:`, with keys of `measures`",
                target=name,
            )


RULES: tuple[Rule, ...] = (principle_carried, fidelity_domains)
