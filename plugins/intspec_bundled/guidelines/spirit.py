"""SPIRIT 2025, CReDECI 2 and CONSORT-SPI 2018: what the words of their files cannot ask."""

import re
from collections.abc import Iterator

from intspec import (
    DoesNotApply,
    Finding,
    Rule,
    Subject,
    is_delivered,
    is_empty,
    is_given_once,
    rule,
)
from intspec_bundled.guidelines.consort import GROUPS
from intspec_bundled.guidelines.consort_interventions import arm_of

Found = Iterator[Finding | DoesNotApply]

#: How people say to whom a change is told, where they say in one text how it is decided on.
TOLD = (
    r"\b(?:told|tells?|inform\w*|notif\w*|communicat\w*|announc\w*|circulat\w*"
    r"|(?:sent|reported|submitted|passed on|made known|forwarded) to)\b"
)


@rule("spirit-2025/amendments-told", scope="study", aliases=("guidelines/amendments-told",))
def amendments_told(subject: Subject) -> Found:
    """Nothing says who is told of changes to the protocol.

    ## What it checks
    `amendments_told` of `conduct` names who is told, or the text of `amendments` says so: "the
    registry is told". Who decides is no answer.

    ## Why it matters
    A change to an intervention that nobody was told of is found by nobody.

    ## Example
    `amendments_told: [ethics-committee, registry]`

    ## Instead
    Where no procedure has been laid down yet, declare it as not-done and say so.

    ## Reference
    SPIRIT 2025, item 31.
    """
    conduct = subject.spec.conduct
    names = conduct.amendments_told if conduct is not None else ()
    text = conduct.amendments if conduct is not None else None
    in_words = not is_empty(text) and re.search(TOLD, text or "", re.IGNORECASE)
    if is_empty(names) and not in_words:
        waiting = ("amendments",) if text and is_empty(text) else ("amendments_told",)
        place = ("amendments_told", 0) if names else waiting
        yield Finding(
            "nothing says who is told of changes to the protocol",
            ("conduct", *place),
            "add `amendments_told:` to `conduct:`",
        )


#: What makes a text about a comparator say why it was chosen: who has it anyway, what it holds
#: alike or keeps out, or that nothing else would be right.
CHOSEN = (
    r"\b(?:chos\w*|choice|select\w*|usual\w*|standard|routine\w*|current\w*|now|already|at present"
    r"|common\w*|customary|most (?:people|patients|often)|offered|available|availability|default"
    r"|what (?:\w+ ){1,8}(?:have|get|had|got|given)"
    r"|recommend\w*|guidelines?|receiv\w*|best practice|in practice|established|accepted|everybody"
    r"|everyone|anyway|nothing else|no other|ethic\w*|fair\w*|equipoise|with(?:hold|held)\w*"
    r"|waiting list|adds?|added value|over and above|on top of"
    r"|control(?:s|led|ling)? for|account(?:s|ed|ing)? for|rule[sd]? out|separat\w*"
    r"|isolat\w*|the same|as much|attention|expect\w*|without|alone|blind\w*|unaware"
    r"|natural course|passing of time|spontaneous\w*|licen[cs]ed|approved)\b"
)
#: What is said of why an arm is given.
REASONS = ("goal", "problem", "theory", "mechanism")


def _comparator_reason(subject: Subject) -> Found:
    """Find a comparator of which nothing says why it was chosen."""
    stated = arm_of(subject).rationale
    texts = [getattr(stated, name, None) for name in REASONS]
    told = [
        one for one in texts if not is_empty(one) and re.search(CHOSEN, str(one), re.IGNORECASE)
    ]
    if not told and is_empty(getattr(stated, "choice", None)):
        yield Finding(
            "nothing says why this comparator was chosen",
            subject.at("rationale", "choice"),
            "add `choice:` to `rationale:` of the comparator",
        )


@rule("spirit-2025/comparator-reason")
def comparator_reason(subject: Subject) -> Found:
    """Nothing says why this comparator was chosen.

    ## What it checks
    `choice` of `rationale` says it, or the words of another reason do: "what people have now". What
    the comparator is to achieve, or how it works, does not say why it was taken.

    ## Why it matters
    The comparator decides what an effect means, and whether it is fair to offer it.

    ## Example
    `rationale: {choice: what people in this region receive now}`

    ## Instead
    Where it was chosen for want of anything else, say so.

    ## Reference
    SPIRIT 2025, item 9b.
    """
    yield from _comparator_reason(subject)


@rule("credeci-2/comparator-reason")
def comparator_why(subject: Subject) -> Found:
    """Nothing says why this comparator was chosen.

    ## What it checks
    `choice` of `rationale` says it, or the words of another reason do: "what people have now". What
    the comparator is to achieve, or how it works, does not say why it was taken.

    ## Why it matters
    The comparator decides what an effect means.

    ## Example
    `rationale: {choice: what people in this region receive now}`

    ## Instead
    Where it was chosen for want of anything else, say so.

    ## Reference
    CReDECI 2, item 6.
    """
    yield from _comparator_reason(subject)


@rule("spirit-2025/adherence-strategies")
def adherence_strategies(subject: Subject) -> Found:
    """Nothing says how participants are helped to keep to the intervention.

    ## What it checks
    `adherence` has `strategies`, `monitoring` or `measures`. What is given once, as an operation or
    a single injection is, people cannot keep to.

    ## Why it matters
    Help with adherence is part of what is done to people.

    ## Example
    `strategies: [A text message on the day before]`

    ## Instead
    Where nothing is done, say so: `strategies: [none]`.

    ## Reference
    SPIRIT 2025, item 15c.
    """
    adherence = arm_of(subject).adherence
    fields = ("strategies", "monitoring", "measures")
    texts = {name: getattr(adherence, name, ()) for name in fields}
    if any(not is_empty(text) for text in texts.values()):
        return
    if is_given_once(arm_of(subject), subject.spec):
        yield DoesNotApply("it is given once: there is nothing to keep to")
        return
    place = next(((name, 0) for name in ("strategies", "measures") if texts[name]), ("strategies",))
    yield Finding(
        "nothing says how participants are helped to keep to it",
        subject.at("adherence", *place),
        "add `strategies:` to `adherence:`",
    )


@rule("spirit-2025/adherence-monitoring")
def adherence_monitoring(subject: Subject) -> Found:
    """Nothing says how adherence is followed.

    ## What it checks
    `adherence` says whether it is `monitored`, or how, or names measures; `measures` of `fidelity`
    count too. What is given once, as an operation or a single injection is, people cannot keep to.

    ## Why it matters
    What nobody follows is not known.

    ## Example
    `adherence: {monitored: true, monitoring: The instructor's list}`

    ## Instead
    'No' is an answer: `monitored: false`.

    ## Reference
    SPIRIT 2025, item 15c.
    """
    adherence, fidelity = arm_of(subject).adherence, arm_of(subject).fidelity
    fields = ("monitored", "monitoring", "measures")
    texts = [getattr(adherence, name, None) for name in fields]
    if not all(map(is_empty, (*texts, getattr(fidelity, "measures", ())))):
        return
    if is_given_once(arm_of(subject), subject.spec):
        yield DoesNotApply("it is given once: there is nothing to keep to")
        return
    waiting = next((name for name, text in zip(fields, texts, strict=True) if text), "monitored")
    place = (waiting, 0) if waiting == "measures" else (waiting,)
    yield Finding(
        "nothing says how adherence is followed",
        subject.at("adherence", *place),
        "add `monitored: true` and `monitoring:` to `adherence:`, or `monitored: false`",
    )


@rule("spirit-2025/unblinding-stated", scope="study")
def unblinding_stated(subject: Subject) -> Found:
    """Nothing says when the arm of a participant may be made known, and how.

    ## What it checks
    `blinding` has `unblinding`, unless nobody is blinded, or analysts alone, while participants and
    those who treat them are said to know the arm.

    ## Why it matters
    In an emergency nobody has time to look for the rule.

    ## Example
    `unblinding: The pharmacist opens the arm of one person where treatment depends on it.`

    ## Instead
    Where it is never opened, say so: `unblinding: none is planned`.

    ## Reference
    SPIRIT 2025, item 24c.
    """
    conduct = subject.spec.conduct
    blinding = conduct.blinding if conduct is not None else None
    known = set(blinding.not_blinded) if blinding is not None else set()
    if blinding is not None and not is_empty(blinding.unblinding):
        return
    blinded = set(blinding.blinded) if blinding is not None else set()
    nobody = "nobody" in blinded or (not blinded and known >= set(GROUPS))
    if nobody or (blinded == {"analysts"} and {"participants", "providers"} <= known):
        yield DoesNotApply("participants and those who treat them know the arm")
        return
    yield Finding(
        "nothing says when the arm of a participant may be made known, and how",
        ("conduct", "blinding", "unblinding"),
        "add `unblinding:` to `blinding:` of `conduct:`",
    )


@rule("consort-spi-2018/assignment-stated", scope="study")
def assignment_stated(subject: Subject) -> Found:
    """Nothing says how those who delivered the interventions came to the arms.

    ## What it checks
    Where people deliver an arm, or nothing says who does anything, `providers` of `conduct` says
    `how` they were assigned, or `by` whom.

    ## Why it matters
    Where the keener people choose the new arm, the arms differ in two things.

    ## Example
    `how: At each site the two instructors drew lots for who led the groups.`

    ## Instead
    Where one arm alone was delivered by anybody, say so: `how: only one arm had providers`.

    ## Reference
    CONSORT-SPI 2018, item 5c.
    """
    conduct = subject.spec.conduct
    assigned = conduct.providers if conduct is not None else None
    fields = ("how", "by")
    texts = {name: getattr(assigned, name, None) for name in fields}
    arms = subject.spec.interventions.values()
    silent = not any(arm.procedures for arm in arms)
    if any(not is_empty(text) for text in texts.values()):
        return
    if not silent and not any(arm.providers or is_delivered(arm) for arm in arms):
        yield DoesNotApply("nobody delivers any arm")
        return
    waiting = next((name for name, text in texts.items() if text), "how")
    yield Finding(
        "nothing says how those who delivered it came to the arms",
        ("conduct", "providers", waiting),
        "add `how:` to `providers:` of `conduct:`",
    )


RULES: tuple[Rule, ...] = (
    amendments_told,
    comparator_reason,
    comparator_why,
    adherence_strategies,
    adherence_monitoring,
    unblinding_stated,
    assignment_stated,
)
