"""CONSORT 2025: what depends on what a trial has, such as a drug, a chosen site or a measure."""

import re
from collections.abc import Iterator

from intspec import (
    Arm,
    DoesNotApply,
    Finding,
    GivenPhase,
    Measure,
    Rule,
    Specification,
    Subject,
    given_phases,
    has_value,
    is_delivered,
    is_drug,
    is_empty,
    is_for_population,
    is_given_once,
    planning_arms,
    rule,
)
from intspec.text import some_of
from intspec_bundled.guidelines.consort_interventions import arm_of, in_arm, is_silent

Found = Iterator[Finding | DoesNotApply]

#: The groups that CONSORT 20a names.
GROUPS = ("participants", "providers", "data-collectors", "outcome-assessors", "analysts")


@rule("consort-2025/trial-changes")
def trial_changes(subject: Subject) -> Found:
    """Whether the trial itself was changed after it had begun is not stated.

    ## What it checks
    `changes` of `conduct` says whether outcomes, analyses, criteria of eligibility or other things
    of the trial were changed after it had begun, and if so what.

    ## Why it matters
    An outcome chosen once results are known is not the one that was planned.

    ## Example
    `changes: {occurred: false}`

    ## Instead
    'No' is an answer: `occurred: false`.

    ## Reference
    CONSORT 2025, item 10.
    """
    conduct = subject.spec.conduct
    changes = conduct.changes if conduct is not None else None
    place = ("conduct", "changes")
    if changes is None or (changes.occurred is None and not changes.entries):
        yield Finding(
            "nothing says whether the trial itself was changed after it had begun: its outcomes, "
            "analyses or criteria",
            (*place, "occurred"),
            "add `occurred: true` and `entries:` to `changes:` of `conduct:`, or `occurred: false`",
        )
    elif changes.occurred and not changes.entries:
        yield Finding(
            "the trial was changed after it had begun, but nothing says how",
            (*place, "entries"),
            "add `entries:` with `- what:`, `why:` to `changes:` of `conduct:`",
        )


@rule("consort-2025/trial-changes-reasons")
def trial_changes_reasons(subject: Subject) -> Found:
    """A change to the trial has no reason.

    ## What it checks
    Each entry of `changes` of `conduct` says what was changed, and why.

    ## Why it matters
    The reason tells whether the results had a part in it.

    ## Example
    `entries: [{what: the primary outcome, why: the scale was withdrawn}]`

    ## Instead
    Where the reason is not known any more, say that.

    ## Reference
    CONSORT 2025, item 10.
    """
    conduct = subject.spec.conduct
    entries = conduct.changes.entries if conduct is not None and conduct.changes else ()
    if not entries:
        yield DoesNotApply("no change to the trial is listed")
    for number, change in enumerate(entries):
        if is_empty(change.why):
            yield Finding(
                "nothing says why the trial was changed",
                ("conduct", "changes", "entries", number, "why"),
                "add `why:` to the change",
            )


#: Words of a kind of place where people live, or are by chance, and which nobody chose.
HOME = frozenset({"home", "homes", "anywhere"})
BESIDE_HOME = HOME | frozenset(
    {"at", "in", "the", "of", "own", "their", "private", "s", "or", "people", "person", "family"}
    | {"families", "participant", "participants", "patient", "patients", "parents", "users"}
)


def is_home(kind: str) -> bool:
    """Tell whether a kind of place is where people live; a care home is a place of its own kind."""
    named = set(re.findall(r"[a-z]+", kind.lower()))
    return bool(named & HOME) and named <= BESIDE_HOME


@rule("consort-2025/sites", severity="warning")
def sites(subject: Subject) -> Found:
    """Places of a kind took part, and nothing says how many.

    ## What it checks
    Each setting of the arm has `sites`, planned or actual. People's homes are not asked.

    ## Why it matters
    What worked in one place may be that place's doing.

    ## Example
    `sites: {planned: 4, actual: 4}`

    ## Instead
    Where they cannot be counted, declare `consort-2025/sites` as not-applicable, with the key of
    the setting as `target`.

    ## Reference
    CONSORT 2025, item 11, expanded checklist.
    """
    known = subject.spec.settings
    settings = {name: known[name] for name in in_arm(subject, "settings") if name in known}
    # Of an entry without content that is told, and nothing more.
    asked = {
        name: one
        for name, one in settings.items()
        if not is_home(one.kind or "") and not is_empty(one)
    }
    if not asked:
        yield DoesNotApply("no place is named that could be counted")
    for name, setting in asked.items():
        if is_empty(setting.sites):
            yield Finding(
                "nothing says how many places of the kind "
                f"'{setting.kind or setting.country or name}' took part",
                ("settings", name, "sites", "actual"),
                "add `sites: {planned: 4, actual: 4}` to the setting",
                target=name,
            )


@rule("consort-2025/site-eligibility")
def site_eligibility(subject: Subject) -> Found:
    """Sites took part, and nothing says by which criteria.

    ## What it checks
    Where the arm names a setting that has `sites`, one of its settings has `eligibility`. A place
    that nobody chose, such as people's homes, is not asked.

    ## Why it matters
    Where it could be given in the trial tells where it can be given elsewhere.

    ## Example
    `eligibility: a level floor of 60 square metres`

    ## Instead
    Where every site could take part, say so: `eligibility: none, every hall that asked`.

    ## Reference
    CONSORT 2025, item 12b.
    """
    known = subject.spec.settings
    settings = {name: known[name] for name in in_arm(subject, "settings") if name in known}
    sites = [name for name, setting in settings.items() if setting.sites is not None]
    if not sites and all(is_empty(setting.eligibility) for setting in settings.values()):
        yield DoesNotApply("no site is named")
    elif all(is_empty(setting.eligibility) for setting in settings.values()):
        yield Finding(
            "nothing says which sites could take part",
            ("settings", sites[0], "eligibility"),
            "add `eligibility:` to the setting",
        )


@rule("consort-2025/provider-eligibility")
def provider_eligibility(subject: Subject) -> Found:
    """People deliver the arm, and nothing says who could.

    ## What it checks
    Where the arm names providers, one of them has `eligibility`.

    ## Why it matters
    Who could deliver it in the trial tells who can deliver it elsewhere.

    ## Example
    `eligibility: two years of work with people with knee pain`

    ## Instead
    Where everybody could, say so: `eligibility: none`.

    ## Reference
    CONSORT 2025, item 12b.
    """
    known = subject.spec.providers
    providers = {name: known[name] for name in in_arm(subject, "providers") if name in known}
    if not providers:
        yield DoesNotApply("nobody delivers it")
    elif all(is_empty(provider.eligibility) for provider in providers.values()):
        yield Finding(
            "nothing says who could deliver it, by which criteria",
            ("providers", next(iter(providers)), "eligibility"),
            "add `eligibility:` to the provider",
        )


@rule("consort-2025/blinded-groups", scope="study", severity="warning")
def blinded_groups(subject: Subject) -> Found:
    """Some groups are blinded, and nothing is said of the others.

    ## What it checks
    Participants, providers, data collectors, outcome assessors and analysts each stand in `blinded`
    or in `not_blinded`, unless nobody was blinded.

    ## Why it matters
    Who is not named is read as blinded by one reader, and as not blinded by the next.

    ## Example
    `not_blinded: [participants, providers]`

    ## Instead
    Where a group does not exist, it is not blinded.

    ## Reference
    CONSORT 2025, item 20a.
    """
    blinding = subject.spec.conduct.blinding if subject.spec.conduct else None
    listed = (*blinding.blinded, *blinding.not_blinded) if blinding is not None else ()
    if blinding is None or not listed or "nobody" in blinding.blinded:
        yield DoesNotApply("no group is said to be blinded")
        return
    left = [one for one in GROUPS if one not in listed]
    if left:
        yield Finding(
            f"nothing says whether these were blinded: {some_of(left, len(GROUPS))}",
            ("conduct", "blinding", "not_blinded"),
            f"add `not_blinded: [{', '.join(left)}]` to `blinding:`, or name them in `blinded`",
        )


#: Words by which people say how alike two things are.
ALIKE = (
    r"\b(?:alike|same|identical|indistinguishable|similar\w*|match\w*|resembl\w*|look\w*"
    r"|appear\w*|tast\w*|smell\w*|likeness|double.dummy|differ\w*|t(?:ell|old) apart)\b"
)


@rule("consort-2025/blinding-likeness", scope="study")
def blinding_likeness(subject: Subject) -> Found:
    """Somebody was blinded, and nothing says how alike the interventions were.

    ## What it checks
    Where participants or providers were blinded, each arm whose role is placebo or sham has a
    `likeness`, and of two active interventions one; or `how` of `blinding` says how alike they
    were.

    ## Why it matters
    A difference that people notice undoes the blinding.

    ## Example
    `likeness: The same case, the same fan, and as warm.`

    ## Instead
    Where they could be told apart, say by what.

    ## Reference
    CONSORT 2025, item 20b.
    """
    blinding = subject.spec.conduct.blinding if subject.spec.conduct else None
    arms = subject.spec.interventions.items()
    alike = {key: arm for key, arm in arms if arm.role in ("placebo", "sham")}
    if not alike and all(is_empty(arm.likeness) for _key, arm in arms):
        alike = dict([(key, arm) for key, arm in arms if arm.role == "active-comparator"][:1])
    if blinding is None or not alike or not {"participants", "providers"} & {*blinding.blinded}:
        yield DoesNotApply("nobody was blinded to what another arm is like")
        return
    in_words = not is_empty(blinding.how) and re.search(ALIKE, blinding.how or "", re.IGNORECASE)
    for key, arm in alike.items():
        if is_empty(arm.likeness) and not in_words:
            yield Finding(
                f"nothing says how alike '{arm.name}' is to what it stands for",
                ("interventions", key, "likeness"),
                "add `likeness:` to the arm",
                target=key,
            )


def _measures(subject: Subject, kind: str) -> dict[str, Measure]:
    """Return the measures of a kind that an arm names, in whatever place, or its plan does."""
    names: list[str] = []
    for arm in planning_arms(arm_of(subject), subject.spec):
        for part in (arm.fidelity, arm.adherence):
            if part is not None:
                names += [*part.measures, *(result.measure or "" for result in part.results)]
    known = subject.spec.measures
    return {name: known[name] for name in names if name in known and known[name].kind == kind}


def _came_to(subject: Subject, kind: str) -> bool:
    """Tell whether a measure of a kind has a value or a summary."""
    arm = arm_of(subject)
    measures = _measures(subject, kind)
    return any(
        has_value(result)
        for own, part in (("fidelity", arm.fidelity), ("adherence", arm.adherence))
        if part is not None
        for result in part.results
        if result.measure in measures or (result.measure is None and own == kind)
    )


def _counted(arm: Arm, spec: Specification) -> list[GivenPhase]:
    """Return the phases of an arm that count what is given."""
    return [one for one in given_phases(arm, spec) if one.says("sessions", "frequency")]


def _is_unscheduled(arm: Arm) -> bool:
    """Tell whether nothing says when an arm is given, so that it is not known what is counted."""
    return not arm.schedule and arm.role != "usual-care"


def _plans(subject: Subject) -> tuple[Arm, ...]:
    """Return the arms whose plan an arm has: its own, or those of the arms that it combines."""
    own, *parts = planning_arms(arm_of(subject), subject.spec)
    return tuple(parts) or (own,)


def _could_deviate(arm: Arm, spec: Specification) -> bool:
    """Tell whether people deliver something in an arm in which they could do otherwise."""
    known = spec.materials
    drugs = any(is_drug(known[name]) for name in arm.materials if name in known)
    silent = not arm.procedures and not drugs
    named = bool(arm.providers) or is_delivered(arm)
    return (silent or named) and not is_for_population(arm)


def _is_fidelity_denied(subject: Subject) -> bool:
    """Tell whether it is said that fidelity is not assessed."""
    fidelity = arm_of(subject).fidelity
    return fidelity is not None and fidelity.assessed is False


@rule("credeci-2/fidelity-of-delivery")
def fidelity_of_delivery(subject: Subject) -> Found:
    """Nothing says whether it is assessed how far providers keep to what is planned.

    ## What it checks
    Where people deliver the arm, a measure of kind fidelity is named, or `fidelity` says
    `assessed: false`. What participants do is adherence, and another question.

    ## Why it matters
    Those who came may have had something else than what was planned.

    ## Example
    `measures: [checklist]` in `fidelity:`, with `kind: fidelity` in the measure

    ## Instead
    'No' is an answer: `fidelity: {assessed: false}`.

    ## Reference
    CReDECI 2, item 9.
    """
    own, *parts = planning_arms(arm_of(subject), subject.spec)
    if parts:
        yield DoesNotApply("its plan is that of the arms that it combines")
    elif not _could_deviate(own, subject.spec) or _is_fidelity_denied(subject):
        yield DoesNotApply("nobody delivers it, or fidelity is said not to be assessed")
    elif not _measures(subject, "fidelity"):
        yield Finding(
            "nothing says how it is assessed whether those who deliver keep to what is planned",
            subject.at("fidelity", "assessed"),
            "add `assessed: true` and `measures:` with one of `kind: fidelity` to `fidelity:`, or "
            "`assessed: false`",
        )


@rule("consort-2025/fidelity-delivered")
def fidelity_delivered(subject: Subject) -> Found:
    """Nothing says how far providers kept to what was planned.

    ## What it checks
    Where fidelity is assessed, or people deliver something of which sessions are counted, a measure
    of kind fidelity has a value or a summary, or `fidelity` says `assessed: false`. What
    participants did is adherence, asked apart, and no answer here; of a drug that alone is asked.
    Where nothing is counted, it is asked if nothing at all is said of what was given in fact: that
    nothing was changed does not say it.

    ## Why it matters
    An effect, or its absence, can be understood only by those who know what was delivered.

    ## Example
    `results: [{measure: checklist, value: 91% of the elements}]`

    ## Instead
    Where it was not assessed, say so: `assessed: false`.

    ## Reference
    CONSORT 2025, item 24a.
    """
    plans = planning_arms(arm_of(subject), subject.spec)
    assessed = any(one.fidelity is not None and one.fidelity.assessed for one in plans)
    measures = _measures(subject, "fidelity")
    spec = subject.spec
    counted = any(
        _could_deviate(one, spec)
        and (_is_unscheduled(one) or any(not phase.drugs for phase in _counted(one, spec)))
        for one in _plans(subject)
    )
    assessed = assessed and not _measures(subject, "adherence")
    silent = is_silent(subject, plans)
    if _is_fidelity_denied(subject) or not (measures or assessed or counted or silent):
        yield DoesNotApply("fidelity is not assessed, or nobody could deviate from a plan")
        return
    named = f"`- measure: {next(iter(measures))}`, `value:`" if measures else "`- summary:`"
    if not _came_to(subject, "fidelity"):
        yield Finding(
            "nothing says how far those who delivered it kept to what was planned",
            subject.at("fidelity", "results"),
            f"add `results:` with {named} to `fidelity:`"
            + ("" if measures else ", or `assessed: false` if it was not assessed"),
        )


@rule("consort-2025/received-amount")
def received_amount(subject: Subject) -> Found:
    """Nothing says how far participants kept to the intervention.

    ## What it checks
    Where adherence is followed, or the schedule counts sessions, the arm says what came of it:
    `sessions.actual`, or a result of `adherence`. What providers did is fidelity, and asked apart.
    What is given once, as an operation is, people cannot keep to.

    ## Why it matters
    Nothing can work that nobody came to.

    ## Example
    `sessions: {planned: 24, actual: {min: 12, max: 24}}`

    ## Instead
    Where it was not recorded, say so: `adherence: {monitored: false}`.

    ## Reference
    CONSORT 2025, item 24a.
    """
    arm = arm_of(subject)
    plans = planning_arms(arm, subject.spec)
    adherence = [one.adherence for one in plans if one.adherence is not None]
    spec = subject.spec
    counted = not is_for_population(arm) and any(
        _is_unscheduled(one) or (_counted(one, spec) and not is_given_once(one, spec))
        for one in _plans(subject)
    )
    followed = any(
        one.monitored or one.measures or not is_empty(one.monitoring) for one in adherence
    )
    if adherence and all(one.monitored is False for one in adherence):
        yield DoesNotApply("adherence was not followed")
    elif not counted and not followed and not _measures(subject, "adherence"):
        yield DoesNotApply("nothing is counted, and adherence is not said to be followed")
    elif not _came_to(subject, "adherence") and not any(
        phase.sessions is not None and phase.sessions.actual is not None
        for phase in arm.schedule.values()
    ):
        yield Finding(
            "nothing says how far participants kept to it",
            subject.at("adherence", "results"),
            "add `results:` with `- value:` to `adherence:`, or `monitored: false` to "
            "`adherence:`; `actual` of the `sessions` of a phase says it too",
        )


RULES: tuple[Rule, ...] = (
    trial_changes,
    trial_changes_reasons,
    sites,
    site_eligibility,
    provider_eligibility,
    blinded_groups,
    blinding_likeness,
    fidelity_of_delivery,
    fidelity_delivered,
    received_amount,
)
