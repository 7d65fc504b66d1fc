"""Identifiers: well formed, written as usual, and of the registry that is named."""

from collections.abc import Iterator
from functools import cache

from intspec.diagnostics import Finding, Path, Severity
from intspec.identifiers import (
    KINDS,
    IdentifierProblem,
    canonical,
    identifier_problem,
    identify,
    registry_kinds,
    registry_names,
)
from intspec.model import Registration, Specification
from intspec.rules import Rule, Subject, rule
from intspec.rules.index import spec_index
from intspec.rules.latest import latest
from intspec.text.names import KnownNames
from intspec.text.placeholders import is_placeholder

#: Full names of registries share most of their words, so only a slip of the pen is near enough.
ALIKE = 0.8


@rule("intspec/malformed-identifier", scope="study")
def malformed_identifier(subject: Subject) -> Iterator[Finding]:
    """An identifier cannot be right: its form or its check digits are wrong.

    ## What it checks
    Each DOI, ORCID iD, ROR ID, PubMed and PubMed Central number, and each registration in a known
    registry, has the form that such identifiers have. ORCID iDs, ROR IDs and ACTRNs have check
    digits, which must fit (a warning for ACTRNs, whose rule is not published). Nothing is looked
    up: a well-formed identifier may still name nothing.

    ## Why it matters
    One wrong character, and readers do not find the paper, the person or the registration.

    ## Example
    `doi: 10.1136/bmj.g1687`, `registrations: [{registry: ISRCTN, id: ISRCTN10043328}]`

    ## Instead
    Where the identifier is right as it stands, declare this rule with the reason.

    ## Reference
    ISO 7064 (ORCID iD, ROR ID); the registries' own pages.
    """
    for problem, path in _problems(subject.spec):
        if problem.what == "malformed":
            severity: Severity = "error" if problem.certain else "warning"
            yield Finding(problem.message, path, problem.hint, severity, at="value")


@rule("intspec/identifier-spelling", severity="note", scope="study")
def identifier_spelling(subject: Subject) -> Iterator[Finding]:
    """An identifier is right, but not written as it usually is.

    ## What it checks
    Identifiers stand in their canonical form: without web address, label, spaces or full stop, and
    with the usual capitals. Links are made from the canonical form in any case.

    ## Why it matters
    Programs that compare registrations and references compare them letter by letter.

    ## Example
    `doi: 10.1136/bmj.g1687` rather than `https://doi.org/10.1136/bmj.g1687`.

    ## Instead
    Nothing has to be done.

    ## Reference
    The registries' own pages.
    """
    for problem, path in _problems(subject.spec):
        if problem.what == "spelling":
            yield Finding(problem.message, path, problem.hint, at="value")


@rule("intspec/registry-mismatch", scope="study")
def registry_mismatch(subject: Subject) -> Iterator[Finding]:
    """A registration has the number of one registry and the name of another.

    ## What it checks
    The identifier is not one that plainly belongs to another registry than the one named.

    ## Why it matters
    A reader who looks for the number in the registry named finds nothing.

    ## Example
    `registrations:` with `- registry: ClinicalTrials.gov`, `id: NCT01400022`

    ## Instead
    For a study in several registries: one entry for each.

    ## Reference
    WHO International Clinical Trials Registry Platform.
    """
    for entry, path in _registrations(subject.spec):
        kinds = registry_kinds(entry.registry)
        belongs = _elsewhere(entry, kinds)
        if belongs is not None:
            kind = KINDS[belongs]
            yield Finding(
                f"`{entry.id.strip()}` is {kind.name}, but the registry named is {entry.registry}",
                (*path, "id"),
                f"write `registry: {kind.registry}`, or the number in {entry.registry}",
                at="value",
            )


@rule("intspec/unknown-registry", severity="note", scope="study")
def unknown_registry(subject: Subject) -> Iterator[Finding]:
    """A registry is named whose numbers are not known here, so that none is checked.

    ## What it checks
    The registry is one whose numbers have a known form: the primary registries of the WHO network,
    ClinicalTrials.gov, PROSPERO, OSF. Short and full names are known. An invented study may name
    an invented registry.

    ## Why it matters
    A misspelt name is not found by readers; the number of a registry that is not known is kept as
    it stands, unchecked.

    ## Example
    `registry: ISRCTN`

    ## Instead
    Nothing has to be done where the name is right: other registries may be named.

    ## Reference
    WHO Registry Network, primary registries.
    """
    names = _registries()
    for entry, path in _registrations(subject.spec):
        if registry_kinds(entry.registry):
            continue
        near = names.nearest(entry.registry, likeness=ALIKE)
        identifier = identify(entry.id)
        identified = KINDS[identifier.kind].registry if identifier is not None else ""
        meant = identified or near
        if meant:
            message = (
                f"no registry is known by the name `{entry.registry}`; did you mean `{meant}`?"
            )
            hint = f"write `registry: {meant}`"
        elif subject.spec.fictitious:
            continue
        else:
            message = f"the form of numbers in `{entry.registry}` is not known: `id` is not checked"
            hint = "nothing has to be done if the name is right"
        yield Finding(message, (*path, "registry"), hint, at="value")


@cache
def _registries() -> KnownNames:
    return KnownNames(registry_names())


def _registrations(spec: Specification) -> Iterator[tuple[Registration, Path]]:
    for number, entry in enumerate(spec.registrations):
        if not is_placeholder(entry.id) and not is_placeholder(entry.registry):
            yield entry, ("registrations", number)


def _elsewhere(entry: Registration, kinds: tuple[str, ...]) -> str | None:
    """Return the kind of a number that belongs to another registry; None if it does not."""
    if not kinds or any(canonical(kind, entry.id) is not None for kind in kinds):
        return None
    identifier = identify(entry.id)
    if identifier is None or not KINDS[identifier.kind].registry:
        return None
    return identifier.kind


@latest
def _problems(spec: Specification) -> list[tuple[IdentifierProblem, Path]]:
    """Return what is wrong with identifiers, but for placeholders and numbers of elsewhere."""
    return list(_judged(spec))


def _judged(spec: Specification) -> Iterator[tuple[IdentifierProblem, Path]]:
    for kinds, text, path in _identified(spec):
        if is_placeholder(text):
            continue
        problems = [identifier_problem(kind, text) for kind in kinds]
        if None not in problems:
            faults = [problem for problem in problems if problem is not None]
            spelled = [problem for problem in faults if problem.what == "spelling"]
            yield (spelled or faults)[0], path


def _identified(spec: Specification) -> Iterator[tuple[tuple[str, ...], str, Path]]:
    for kind, text, path in spec_index(spec).identifiers:
        yield (kind,), text, path
    for entry, path in _registrations(spec):
        kinds = registry_kinds(entry.registry)
        if kinds and _elsewhere(entry, kinds) is None:
            yield kinds, entry.id, (*path, "id")


RULES: tuple[Rule, ...] = (
    malformed_identifier,
    identifier_spelling,
    registry_mismatch,
    unknown_registry,
)
