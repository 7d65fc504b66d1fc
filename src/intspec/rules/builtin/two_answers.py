"""Two answers to one question that cannot both be right."""

from collections.abc import Iterator

from intspec.diagnostics import Finding
from intspec.rules import DoesNotApply, Rule, Subject, rule
from intspec.rules.contents import says_none
from intspec.rules.paths import is_empty


@rule("intspec/blinded-and-not-blinded", scope="study", waivable=False)
def blinded_and_not_blinded(subject: Subject) -> Iterator[Finding | DoesNotApply]:
    """A group is said to be blinded, and beside it that it was not, or that nobody was.

    ## What it checks
    No group stands in `blinded` and in `not_blinded` of `blinding`, and `nobody` stands alone,
    without a `success` of blinding or a rule of `unblinding`.

    ## Why it matters
    One of the two is wrong.

    ## Example
    `blinding: {blinded: [outcome-assessors], not_blinded: [participants, providers]}`

    ## Instead
    Where a part of a group was blinded, say so under `how`.

    ## Reference
    CONSORT 2025, item 20a.
    """
    conduct = subject.spec.conduct
    blinding = conduct.blinding if conduct is not None else None
    if blinding is None or not blinding.blinded:
        yield DoesNotApply("no group is said to be blinded")
        return
    place = ("conduct", "blinding")
    others = [group for group in blinding.blinded if group != "nobody"]
    if others and "nobody" in blinding.blinded:
        yield Finding(
            f"`nobody` is said to be blinded, and `{others[0]}` beside it",
            (*place, "blinded", blinding.blinded.index("nobody")),
            "remove `nobody`, or the groups beside it",
            at="value",
        )
    for key in ("success", "unblinding") if "nobody" in blinding.blinded else ():
        text = getattr(blinding, key)
        if not is_empty(text) and not says_none(text):
            yield Finding(
                f"`nobody` is said to be blinded, but `{key}` says otherwise",
                (*place, key),
                f"remove `{key}`, or name in `blinded` who was blinded",
            )
    for number, group in enumerate(blinding.not_blinded):
        if group in blinding.blinded:
            yield Finding(
                f"`{group}` are said to be blinded and not to be blinded",
                (*place, "not_blinded", number),
                "remove it here, or from `blinded`",
                at="value",
            )


@rule("intspec/same-providers-denied", scope="study", waivable=False)
def same_providers_denied(subject: Subject) -> Iterator[Finding | DoesNotApply]:
    """Nobody is said to deliver in several arms, and one provider is named in several.

    ## What it checks
    Where `several_arms` of `providers` in `conduct` is false, no entry of `providers` whose `count`
    is 1 is named in two arms. Several people of one kind may each keep to one arm.

    ## Why it matters
    One of the two is wrong.

    ## Example
    `providers: {several_arms: true}`

    ## Instead
    Where each arm had people of its own, describe them as two entries of `providers`.

    ## Reference
    CONSORT 2025, item 13, expanded checklist.
    """
    conduct = subject.spec.conduct
    assigned = conduct.providers if conduct is not None else None
    if assigned is None or assigned.several_arms is not False:
        yield DoesNotApply("nothing says that nobody delivers in several arms")
        return
    named: dict[str, list[str]] = {}
    for arm in subject.spec.interventions.values():
        own = [*arm.providers, *(key for one in arm.procedures.values() for key in one.providers)]
        for key in dict.fromkeys(own):
            named.setdefault(key, []).append(arm.name)
    for key, arms in named.items():
        provider = subject.spec.providers.get(key)
        count = provider.count if provider is not None else None
        alone = count is not None and (count.actual or count.planned) == 1
        if alone and len(arms) > 1:
            yield Finding(
                f"`several_arms` is false, but `{key}` is one person who delivers in '{arms[0]}' "
                f"and '{arms[1]}'",
                ("conduct", "providers", "several_arms"),
                "write `several_arms: true`, or describe who delivers in each arm by itself",
                target=key,
                at="value",
            )


@rule("intspec/unplanned-foresight", waivable=False)
def unplanned_foresight(subject: Subject) -> Iterator[Finding]:
    """A change is said not to be planned, and to be made in foresight.

    ## What it checks
    A modification with `planned: false` has no `approach: proactive`.

    ## Why it matters
    One of the two is wrong: a change that was not planned answers to something.

    ## Example
    `planned: false` and `approach: reactive`

    ## Instead
    Where it was foreseen as a possibility, write `planned: true`.

    ## Reference
    FRAME 2019, item 2.
    """
    changes = subject.arm.modifications if subject.arm is not None else None
    for number, change in enumerate(changes.entries if changes is not None else ()):
        if change.planned is False and change.approach == "proactive":
            yield Finding(
                "`planned` is false, but `approach: proactive` says that it was made in foresight",
                subject.at("modifications", "entries", number, "approach"),
                "write `approach: reactive`, or `planned: true`",
                at="value",
            )


@rule("intspec/version-dates", scope="study", waivable=False)
def version_dates(subject: Subject) -> Iterator[Finding]:
    """A version of a material ends before it starts.

    ## What it checks
    `ends` of a version is not earlier than its `starts`, as far as both are told.

    ## Why it matters
    One of the two is wrong.

    ## Example
    `versions: [{version: "1", starts: 2023-01, ends: 2023-05}]`

    ## Instead
    Where only the year is known, write the year alone.

    ## Reference
    intspec model 1.0.
    """
    for key, material in subject.spec.materials.items():
        for number, version in enumerate(material.versions):
            starts, ends = version.starts or "", version.ends or ""
            told = min(len(starts), len(ends))
            if ends[:told] < starts[:told]:
                yield Finding(
                    f"version {version.version} ends in {ends}, which is before it starts, "
                    f"in {starts}",
                    ("materials", key, "versions", number, "ends"),
                    "remove `ends`",
                    target=key,
                    at="value",
                )


@rule("intspec/harms-not-looked-for", waivable=False)
def harms_not_looked_for(subject: Subject) -> Iterator[Finding | DoesNotApply]:
    """Harms were not looked for, and an arm is said to have had none.

    ## What it checks
    Where `conduct.harms` says `assessed: false`, no arm says `occurred: false` of its harms.

    ## Why it matters
    What nobody looks for is not known to be absent.

    ## Example
    `harms: {assessed: true}` in `conduct`

    ## Instead
    Where some harms were seen although nobody looked for them, write `occurred: true`.

    ## Reference
    CONSORT 2025, items 15 and 27.
    """
    conduct = subject.spec.conduct
    looked = conduct.harms.assessed if conduct is not None and conduct.harms is not None else None
    arm = subject.arm
    occurred = arm.harms.occurred if arm is not None and arm.harms is not None else None
    if looked is False and occurred is False:
        yield Finding(
            "harms were not looked for, so it is not known that there were none",
            subject.at("harms", "occurred"),
            "remove `occurred`",
            at="value",
        )


RULES: tuple[Rule, ...] = (
    blinded_and_not_blinded,
    same_providers_denied,
    unplanned_foresight,
    version_dates,
    harms_not_looked_for,
)
