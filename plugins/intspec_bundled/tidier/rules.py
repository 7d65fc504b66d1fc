"""The parts of TIDieR that need more than a path: who, how, when, and how well."""

import re
from collections.abc import Iterator

from intspec import (
    DoesNotApply,
    Finding,
    Holds,
    Procedure,
    Rule,
    Subject,
    is_drug,
    is_empty,
    is_for_population,
    rule,
)
from intspec.text import shorten
from intspec_bundled.tidier import amount, how_well

Found = Iterator[Finding | DoesNotApply | Holds]

#: How an aim of the study begins, which is no reason for the intervention.
AIM = (
    r"(?:the (?:aim|goal|purpose|objective) (?:is|was) )?to (?:see|find out|test|learn|determine"
    r"|evaluate|assess|examine|investigate|study|explore|establish|compare|know|show|measure|check)"
    r" (?:whether|if|how (?:well|effective|far)|the (?:effect|efficacy|impact|feasibility|benefit))"
)
#: What says why something is given.
REASONS = ("goal", "theory", "mechanism", "problem")
#: How a text says that something rests on no theory.
NO_THEORY = r"\s*(?:none|nothing|(?:there (?:is|was) )?no(?: \w+)? theory|without (?:a )?theory)\b"
#: The most characters of a description that name a procedure in a message.
SHOWN = 50


@rule("tidier/rationale")
def rationale(subject: Subject) -> Found:
    """Nothing says why the intervention is given.

    ## What it checks
    `rationale` has a `goal`, a `theory`, a `mechanism` or a `problem`; of a comparator, `choice` is
    one too. That it rests on no theory is an answer where the theory is asked, and is no reason.

    ## Why it matters
    Without the reason, nobody can tell an essential element from an accident of the setting.

    ## Example
    `rationale: {goal: Less fear of moving in people with knee pain.}`

    ## Instead
    For a comparator, state why it was chosen: "what people receive in this region now".

    ## Reference
    TIDieR 2014, item 2.
    """
    stated = subject.arm.rationale if subject.arm is not None else None
    texts = {field: getattr(stated, field, None) for field in REASONS}
    # A rule that reads the role is tried with each role where that cannot be read.
    if stated is not None and stated.choice and subject.arm and subject.arm.role != "experimental":
        texts["choice"] = stated.choice
    told = [field for field, text in texts.items() if not is_empty(text)]
    denied = told == ["theory"] and re.match(NO_THEORY, texts["theory"] or "", re.IGNORECASE)
    if not told or denied:
        waiting = (field for field, text in texts.items() if text and is_empty(text))
        yield Finding(
            "nothing says why this arm was given: no problem, goal, theory or mechanism",
            subject.at("rationale", next(waiting, "goal")),
            "add `goal:` (or problem, theory, mechanism) to `rationale:`",
        )


@rule("tidier/aim-without-reason", severity="warning")
def aim_without_reason(subject: Subject) -> Found:
    """The only reason given is that the study is to find something out.

    ## What it checks
    Where `rationale.goal` stands alone, it says more than that it is to be seen whether the
    intervention works, or how well.

    ## Why it matters
    That is the aim of the study. Why this intervention should help is another question.

    ## Example
    `mechanism: Walking in company lowers the fear of pain.`

    ## Instead
    Where nobody had a reason to expect that it helps, say so.

    ## Reference
    TIDieR 2014, item 2.
    """
    stated = subject.arm.rationale if subject.arm else None
    if stated is None or is_empty(stated.goal):
        yield DoesNotApply("no goal is stated")
        return
    others = (stated.problem, stated.theory, stated.mechanism, stated.principles)
    if all(map(is_empty, others)) and re.match(AIM, stated.goal or "", re.IGNORECASE):
        yield Finding(
            "the goal says that something is to be found out, and not why this was expected to "
            "help",
            subject.at("rationale", "mechanism"),
            "add `mechanism:` (or problem, theory) to `rationale:`",
        )


@rule("tidier/procedures-order")
def procedures_order(subject: Subject) -> Found:
    """Several procedures are listed, and one has no place in the sequence.

    ## What it checks
    Where an arm has more than one procedure, each says its `order` or `phase`, or belongs to a
    phase of the schedule, which says when it is done.

    ## Why it matters
    A procedure done before another may work differently from the same one done after it.

    ## Example
    `order: 2`, or `phase: on the ward, before discharge`.

    ## Instead
    Where the order was free, say so: `phase: in any order`.

    ## Reference
    TIDieR 2014, item 4.
    """
    procedures = subject.arm.procedures if subject.arm else {}
    if len(procedures) < 2:  # noqa: PLR2004 -- one procedure has no order
        yield DoesNotApply("there are no two procedures to put in order")
        return
    schedule = subject.arm.schedule if subject.arm else {}
    timed = {name for phase in schedule.values() for name in phase.procedures}
    for key, procedure in procedures.items():
        if procedure.order is None and not procedure.phase and key not in timed | schedule.keys():
            yield Finding(
                f"'{_name(key, procedure)}' has no place in the sequence of procedures",
                subject.at("procedures", key, "order"),
                "add `order: 1` (and so on), or `phase:`",
                target=key,
            )


@rule("tidier/procedures-performer")
def procedures_performer(subject: Subject) -> Found:
    """Several kinds of people deliver an arm, or none is named, and who does a procedure is open.

    ## What it checks
    Where an arm has no provider or more than one kind, each procedure says by whom it is carried
    out. Where there is one kind of provider, it is not asked.

    ## Why it matters
    An exercise shown by a therapist and one read from a leaflet differ.

    ## Example
    `performed_by: participant`, or `providers: [therapist]`

    ## Instead
    Where it was left open who does it, say so, and who did it in fact.

    ## Reference
    TIDieR 2014, items 4 and 5.
    """
    arm = subject.arm
    procedures = arm.procedures if arm is not None else {}
    kinds = {*arm.providers} if arm is not None else set()
    kinds.update(name for procedure in procedures.values() for name in procedure.providers)
    if len(kinds) == 1 or not procedures:
        yield DoesNotApply("there is one kind of provider, or no procedure")
        return
    for key, procedure in procedures.items():
        if procedure.performed_by is None and not procedure.providers:
            yield Finding(
                f"nothing says who carries out '{_name(key, procedure)}'",
                subject.at("procedures", key, "performed_by"),
                "add `performed_by: provider` (or participant, automated), or `providers:` with "
                "their keys",
                target=key,
            )


@rule("tidier/providers-listed")
def providers_listed(subject: Subject) -> Found:
    """Nobody is named who delivers the intervention.

    ## What it checks
    The arm, or one of its procedures, refers to an entry of `providers`; unless every procedure is
    carried out by the participants themselves or by a machine.

    ## Why it matters
    The same manual in other hands is another intervention.

    ## Example
    `providers: [physiotherapist]`, with the entry under `providers:` at the top of the document.

    ## Instead
    Where nobody delivers it, say `performed_by: automated` or `participant` in each procedure.

    ## Reference
    TIDieR 2014, item 5.
    """
    arm = subject.arm
    if arm is None:
        return
    named = {("providers",): arm.providers} | {
        ("procedures", key, "providers"): one.providers for key, one in arm.procedures.items()
    }
    if not all(map(is_empty, named.values())):
        return
    # A key that leads nowhere is where the answer belongs.
    place = next(((*steps, 0) for steps, keys in named.items() if keys), ("providers",))
    performers = {procedure.performed_by for procedure in arm.procedures.values()}
    if performers and performers <= {"automated", "participant"}:
        yield DoesNotApply("no provider: participants or a machine carry out every procedure")
        return
    yield Finding(
        "nobody is named who delivers this arm",
        subject.at(*place),
        "describe it under `providers:` at the top level, as `nurse:` with `kind:`, and write "
        "`providers: [nurse]` in the arm",
    )


@rule("tidier/mode")
def mode(subject: Subject) -> Found:
    """How the intervention is delivered is not stated.

    ## What it checks
    `delivery.mode` says how, or each procedure says it with a `mode` of its own, or each phase with
    a `delivery`. Of `other` the `note` of `delivery` says which; of a drug that is taken, and of an
    operation, the description does.

    ## Why it matters
    A talk in person and the same talk on the telephone are not the same intervention.

    ## Example
    `delivery: {mode: [face-to-face, telephone], grouping: individual}`

    ## Instead
    Where no listed mode fits, write `mode: [other]` and say which in `delivery.note`.

    ## Reference
    TIDieR 2014, item 6.
    """
    yield from _delivered(subject, "mode", "the mode of delivery", "mode: [face-to-face]")


def _says(record: object, key: str, subject: Subject) -> bool:
    """Tell whether a record says how it is delivered: `other` says it where words do.

    These are its note or the arm's; what is done in a procedure says it of a drug that is taken and
    of an operation, and of nothing else.
    """
    value = getattr(record, key, None)
    arm = subject.arm
    if key != "mode" or not value or set(value) != {"other"} or arm is None:
        return not is_empty(value)
    if is_for_population(arm) or any(
        not is_empty(getattr(one, "note", None)) for one in (record, arm.delivery)
    ):
        return True
    if not isinstance(record, Procedure) or is_empty(record.description):
        return False
    known = subject.spec.materials
    used = [known[name] for name in record.materials or arm.materials if name in known]
    return record.operation is not None or any(map(is_drug, used))


@rule("tidier/grouping")
def grouping(subject: Subject) -> Found:
    """Whether people are treated individually or in a group is not stated.

    ## What it checks
    `delivery.grouping` says it, or each procedure says it with a `grouping` of its own, or each
    phase with a `delivery`.

    ## Why it matters
    A group changes what happens in a session, and what it costs.

    ## Example
    `delivery: {mode: [face-to-face], grouping: group, group_size: {planned: {min: 8, max: 12}}}`

    ## Instead
    Where both occur, write `grouping: mixed`.

    ## Reference
    TIDieR 2014, item 6.
    """
    words = "whether people are seen individually or in a group"
    yield from _delivered(subject, "grouping", words, "grouping: individual")


def _delivered(subject: Subject, key: str, words: str, example: str) -> Found:
    arm = subject.arm
    if arm is None or _says(arm.delivery, key, subject):
        return
    phases = {name: _says(phase.delivery, key, subject) for name, phase in arm.schedule.items()}
    if phases and all(phases.values()):
        return
    silent = [name for name, one in arm.procedures.items() if not _says(one, key, subject)]
    if len(silent) < len(arm.procedures):
        for name in silent:
            yield Finding(
                f"{words} is not stated for '{_name(name, arm.procedures[name])}'",
                subject.at("procedures", name, key),
                f"add `{example}`",
                target=name,
            )
        if silent:
            yield Holds()
    elif any(phases.values()):
        yield Holds()
        for name in (one for one, told in phases.items() if not told):
            yield Finding(
                f"{words} is not stated for the phase '{arm.schedule[name].label or name}'",
                subject.at("schedule", name, "delivery", key),
                f"add `{example}` to `delivery:` of the phase, or of the arm",
                target=name,
            )
    elif arm.delivery is not None and not is_empty(getattr(arm.delivery, key)):
        yield Finding(
            f"{words} is `other`, and nothing says which",
            subject.at("delivery", "note"),
            "add `note:` to `delivery:`",
        )
    else:
        yield Finding(
            f"nothing says {words}" if key == "grouping" else f"{words} is not stated",
            subject.at("delivery", key),
            f"add `{example}` to `delivery:`",
        )


def _name(key: str, procedure: Procedure) -> str:
    return shorten(procedure.description or key, SHOWN)


RULES: tuple[Rule, ...] = (
    rationale,
    aim_without_reason,
    procedures_order,
    procedures_performer,
    providers_listed,
    mode,
    grouping,
    *amount.RULES,
    *how_well.RULES,
)
