"""CONSORT 2025, item 13: what is asked of drugs, operations and what providers do with people."""

import re
from collections.abc import Collection, Iterator

from intspec import (
    Arm,
    DoesNotApply,
    Finding,
    Material,
    Rule,
    Subject,
    given_phases,
    is_drug,
    is_empty,
    is_for_population,
    rule,
)

Found = Iterator[Finding | DoesNotApply]

#: Words that tell by which way a drug goes into a body, or on it.
ROUTE = (
    r"\b(?:oral(?:ly)?|by mouth|swallow\w*|chew\w*|suck\w*|sublingual\w*"
    r"|under the tongue|inhal\w+|nebuli[sz]\w+"
    r"|intra(?:ven|musc|derm|art|vitr|thec|per|nas|ut|oss)\w+"
    r"|subcutaneous\w*|subdermal\w*|transdermal\w*|topical\w*|rectal\w*|vaginal\w*"
    r"|nasal\w*|epidural\w*|infus(?:ed|ion)"
    r"|(?:in|into|on|onto|to|under|over) (?:the|a|an|all|each|both|one|either|every)"
    r" (?:\w+ ){0,2}?(?:muscles?|deltoids?|veins?|joints?|knees?|thighs?|abdomen|belly|eyes?|ears?"
    r"|nose|nostrils?|mouth|skin|arms?|buttocks?|teeth|tooth|gums?|surfaces?|scalp|wounds?|spine"
    r"|bladder|forearms?|shoulders?|gluteus|tongue|cheeks?|nails?|lips?|face))\b"
)


def arm_of(subject: Subject) -> Arm:
    """Return the arm that a rule is asked of; an empty one stands for none."""
    return subject.arm or Arm(role="experimental", name="")


def in_arm(subject: Subject, key: str) -> list[str]:
    """Return the keys of a catalogue that an arm and its procedures name."""
    arm = arm_of(subject)
    names: list[str] = [*getattr(arm, key)]
    for procedure in arm.procedures.values():
        names += getattr(procedure, key)
    return list(dict.fromkeys(names))


def is_silent(subject: Subject, plans: tuple[Arm, ...]) -> bool:
    """Tell whether nothing at all is said of how an arm was delivered, not even who received it."""
    arm = arm_of(subject)
    received = arm.participants.received if arm.participants is not None else None
    told = any(one.fidelity is not None or one.adherence is not None for one in plans)
    actual = any(
        phase.sessions is not None and phase.sessions.actual is not None
        for phase in arm.schedule.values()
    )
    changed = arm.modifications is not None and not is_empty(arm.modifications.entries)
    unasked = arm.role == "usual-care" or is_for_population(arm)
    return not (told or actual or changed or unasked) and received is None


def _drugs(subject: Subject) -> dict[str, Material]:
    """Return the drugs and biologicals that an arm is given, by their keys."""
    known = subject.spec.materials
    names = [name for name in in_arm(subject, "materials") if name in known]
    return {name: known[name] for name in names if is_drug(known[name])}


def _of_drugs(subject: Subject, field: str, asks: str) -> Found:
    """Find the drugs of an arm that lack a field."""
    drugs = _drugs(subject)
    if not drugs:
        yield DoesNotApply("no drug or biological is given")
    for name, material in drugs.items():
        if is_empty(getattr(material, field)):
            yield Finding(
                f"nothing says {asks} '{material.name}'",
                ("materials", name, field),
                f"add `{field}:` to the material",
                target=name,
            )


@rule("consort-2025/drug-route")
def drug_route(subject: Subject) -> Found:
    """A drug is given, and nothing says by which way.

    ## What it checks
    Each material of kind drug or biological in the arm has a `route`. A way in the words of a
    procedure that names the drug ("one tablet by mouth", "into the deltoid") is no gap.

    ## Why it matters
    The same dose by mouth and into a vein are two treatments.

    ## Example
    `route: by mouth`

    ## Instead
    Where it differed from person to person, say so in words.

    ## Reference
    CONSORT 2025, item 13, expanded checklist.
    """
    found = [*_of_drugs(subject, "route", "by which way people get")]
    # Words are only looked at where a drug lacks a route.
    lacks = any(isinstance(finding, Finding) for finding in found)
    told = _with_route(arm_of(subject)) if lacks else set()
    for finding in found:
        if not (isinstance(finding, Finding) and finding.target in told):
            yield finding


def _with_route(arm: Arm) -> set[str]:
    """Return the materials of procedures whose words say by which way people get them."""
    return {
        name
        for one in arm.procedures.values()
        if one.description and re.search(ROUTE, one.description, re.IGNORECASE)
        for name in one.materials
    }


@rule("consort-2025/drug-dose")
def drug_dose(subject: Subject) -> Found:
    """A drug is given, and nothing says how much of it at a time.

    ## What it checks
    In each phase of the schedule each material of kind drug or biological has a `dose`: of the
    phase, of a procedure that names it, or of the arm. It is asked at fixed points (`at`) and on a
    `trigger` too. A dose in the words of a procedure is no gap.

    ## Why it matters
    One vaccine may be given as half a millilitre or as a tenth of one.

    ## Example
    `at: [day 0, day 28]` and `dose: {amount: 0.5 ml}`

    ## Instead
    Where it differed from person to person, say by which rule: `amount: 10 mg for each 10 kg`.

    ## Reference
    CONSORT 2025, item 13, expanded checklist.
    """
    drugs = _drugs(subject)
    phases = [one for one in given_phases(arm_of(subject), subject.spec) if one.drugs]
    if not drugs:
        yield DoesNotApply("no drug or biological is given")
    elif not phases and not _is_dosed(subject, drugs):
        yield Finding(
            f"nothing says the dose of '{next(iter(drugs.values())).name}'",
            subject.at("dose", "amount"),
            "add `amount: 10 mg` to `dose:` of the arm, or of a phase of `schedule:`",
        )
    for phase in phases:
        if phase.undosed and not phase.in_words:
            name = drugs[phase.undosed[0]].name
            yield Finding(
                f"nothing says the dose of '{name}' in the phase '{phase.name}'",
                subject.at("schedule", phase.key, "dose", "amount"),
                "add `amount: 10 mg` to `dose:` of the phase",
                target=phase.key,
            )


def _is_dosed(subject: Subject, drugs: Collection[str]) -> bool:
    """Tell whether the arm, a phase of it, or a procedure that names some drug states a dose."""
    arm = arm_of(subject)
    own = [
        one.dose for one in arm.procedures.values() if any(key in drugs for key in one.materials)
    ]
    doses = (arm.dose, *(phase.dose for phase in arm.schedule.values()), *own)
    return any(dose is not None and not is_empty(dose.amount) for dose in doses)


@rule("consort-2025/drug-generic-name", severity="warning")
def drug_generic_name(subject: Subject) -> Found:
    """A drug has no generic name.

    ## What it checks
    Each material of kind drug or biological in the arm has a `generic_name`.

    ## Why it matters
    A name of a brand means nothing in another country.

    ## Example
    `generic_name: varenicline`

    ## Instead
    Of a placebo, name what it contains: `generic_name: lactose`.

    ## Reference
    CONSORT 2025, item 13, expanded checklist.
    """
    yield from _of_drugs(subject, "generic_name", "the generic name of")


@rule("consort-2025/drug-maker", severity="warning")
def drug_maker(subject: Subject) -> Found:
    """A drug has no maker.

    ## What it checks
    Each material of kind drug or biological in the arm has a `maker`.

    ## Why it matters
    Two makers' products may not act alike.

    ## Example
    `maker: Example Pharma`

    ## Instead
    Where any maker's product was used, say so: `maker: any`.

    ## Reference
    CONSORT 2025, item 13, expanded checklist.
    """
    yield from _of_drugs(subject, "maker", "who makes")


#: Care around an operation, as the model names it and as people do.
AROUND = {"care-before": "before", "care-during": "during", "care-after": "after"}


@rule("consort-2025/operation-care", severity="warning")
def operation_care(subject: Subject) -> Found:
    """An operation is described, and not the care around it.

    ## What it checks
    Where a procedure of the arm is an `operation` or care around one, the arm has procedures for
    the care before it, during it (such as anaesthesia) and after it.

    ## Why it matters
    The same operation with another aftercare is another treatment.

    ## Example
    `anaesthesia: {description: A spinal block., operation: care-during}`

    ## Instead
    Where each site gave the care that it always gives, describe that in one procedure for each.

    ## Reference
    CONSORT 2025, item 13, expanded checklist.
    """
    named = {procedure.operation: key for key, procedure in arm_of(subject).procedures.items()}
    named.pop(None, "")
    left = [when for kind, when in AROUND.items() if kind not in named]
    if not named:
        yield DoesNotApply("no procedure is said to be an operation")
    elif left:
        kind = next(kind for kind in AROUND if kind not in named)
        yield Finding(
            f"nothing says what care people have {left[0]} the operation",
            subject.at("procedures"),
            f"add `{kind}:` with `description:`, `operation: {kind}` to `procedures:`",
        )


@rule("consort-2025/same-providers", scope="study", severity="warning")
def same_providers(subject: Subject) -> Found:
    """Providers deliver several arms, and nothing says whether these are the same people.

    ## What it checks
    Where two arms or more name providers, `providers` of `conduct` says whether the same people
    deliver in several (`several_arms`).

    ## Why it matters
    Who delivers both arms may carry something of one into the other.

    ## Example
    `providers: {several_arms: false}`

    ## Instead
    'No' is an answer: `several_arms: false`.

    ## Reference
    CONSORT 2025, item 13, expanded checklist.
    """
    arms = subject.spec.interventions.values()
    delivered = [
        arm
        for arm in arms
        if arm.providers or any(one.providers for one in arm.procedures.values())
    ]
    conduct = subject.spec.conduct
    assigned = conduct.providers if conduct is not None else None
    if len(delivered) < 2:  # noqa: PLR2004 -- several
        yield DoesNotApply("no two arms are delivered by providers")
    elif assigned is None or assigned.several_arms is None:
        yield Finding(
            "nothing says whether the same people delivered in more than one arm",
            ("conduct", "providers", "several_arms"),
            "add `several_arms: true` (or false) to `providers:` of `conduct:`",
        )


@rule("consort-2025/usual-care-too", severity="warning")
def usual_care_too(subject: Subject) -> Found:
    """An arm is compared with usual care, and nothing says whether its people have that, too.

    ## What it checks
    Where another arm is usual care, this one names it in `given_with`, or `concomitant_care` says
    what people may have or had beside it.

    ## Why it matters
    Without that nobody knows what in fact differed between the arms.

    ## Example
    `given_with: [usual-care]`

    ## Instead
    Where they had none of it, say so: `concomitant_care: {prohibited: [care as usual]}`.

    ## Reference
    CONSORT 2025, item 13, explanation.
    """
    arms = subject.spec.interventions
    usual = [
        key for key, arm in arms.items() if arm.role == "usual-care" and key != subject.arm_key
    ]
    arm = arm_of(subject)
    care = arm.concomitant_care
    told = care is not None and not all(
        map(is_empty, (care.permitted, care.prohibited, care.received))
    )
    if not usual:
        yield DoesNotApply("no other arm is usual care")
    elif not told and not set(usual).intersection(arm.given_with):
        name = arms[usual[0]].name
        yield Finding(
            f"nothing says whether people in this arm have '{name}' too",
            subject.at("given_with"),
            f"add `given_with: [{usual[0]}]` to the arm, or `prohibited:` to `concomitant_care:`",
        )


@rule("consort-2025/supervision-stated", severity="warning")
def supervision_stated(subject: Subject) -> Found:
    """Participants do something that providers teach, and nothing says whether somebody is there.

    ## What it checks
    In an arm with providers, each procedure that participants carry out, or else the `delivery`,
    says whether it is `supervised`. Taking a drug and using a device are not asked.

    ## Why it matters
    Alone people do less, and otherwise, than under someone's eyes.

    ## Example
    `supervised: unsupervised`

    ## Instead
    Where it differed, write `mixed`.

    ## Reference
    CONSORT 2025, item 13, expanded checklist.
    """
    arm = arm_of(subject)
    known = subject.spec.materials
    things = [name for name in arm.materials if name in known]
    own = {
        key: one
        for key, one in arm.procedures.items()
        if one.performed_by == "participant"
        and not any(
            is_drug(known[name]) or known[name].kind == "device"
            for name in one.materials or things
            if name in known
        )
    }
    whole = arm.delivery.supervised if arm.delivery is not None else None
    if not own or not in_arm(subject, "providers"):
        yield DoesNotApply("participants do nothing that providers could watch over")
        return
    silent = [key for key, procedure in own.items() if procedure.supervised is None]
    if silent and whole is None:
        yield Finding(
            f"nothing says whether somebody watches over '{silent[0]}'",
            subject.at("procedures", silent[0], "supervised"),
            "add `supervised: unsupervised` (or supervised, mixed) to the procedure or to "
            "`delivery:`",
            target=silent[0],
        )


RULES: tuple[Rule, ...] = (
    drug_dose,
    drug_route,
    drug_generic_name,
    drug_maker,
    operation_care,
    same_providers,
    usual_care_too,
    supervision_stated,
)
