"""Comparisons between arms, and between a development's figures and its lists."""

from collections.abc import Iterator

from intspec.diagnostics import Finding
from intspec.rules import Rule, Subject, rule


@rule("intspec/comparator-missing", severity="warning", scope="study")
def comparator_missing(subject: Subject) -> Iterator[Finding]:
    """Only one arm is described, and nothing says that there was no comparator.

    ## What it checks
    There are two arms or more, or `no_comparator` says why there is none.

    ## Why it matters
    An effect is a difference: who does not know what the others received cannot interpret it.
    The comparator is the arm that is described worst.

    ## Example
    `usual-care:` with `role: usual-care`, `name: Care as usual`

    ## Instead
    For a study with one arm: `no_comparator:` with `reason: A feasibility study with one arm.`

    ## Reference
    TIDieR 2014; CONSORT 2025, item 13.
    """
    if len(subject.spec.interventions) == 1 and subject.spec.no_comparator is None:
        yield Finding(
            "only one arm is described, and nothing says that there was no comparator",
            ("interventions",),
            "add `usual-care:` with `role: usual-care`, `name:` to `interventions:`, or add "
            "`no_comparator:` with `reason:` at the top level",
        )


@rule("intspec/comparator-denied", scope="study", waivable=False)
def comparator_denied(subject: Subject) -> Iterator[Finding]:
    """The study is said to have no comparator, and has more than one arm.

    ## What it checks
    `no_comparator`, and a `design` of kind single-arm, stand only where one arm is described.

    ## Why it matters
    One of the two is wrong.

    ## Example
    `no_comparator:` with `reason: A feasibility study with one arm.`

    ## Instead
    For several doses of one intervention, describe them as arms and leave `no_comparator` out.

    ## Reference
    intspec model 1.0.
    """
    arms = len(subject.spec.interventions)
    if subject.spec.no_comparator is not None and arms > 1:
        yield Finding(
            f"`no_comparator` is stated, but {arms} arms are described",
            ("no_comparator",),
            "remove `no_comparator`",
        )
    design = subject.spec.design
    if design is not None and design.kind == "single-arm" and arms > 1:
        yield Finding(
            f"the design is said to have a single arm, but {arms} arms are described",
            ("design", "kind"),
            "write `kind: parallel` (or another kind)",
            at="value",
        )


@rule("intspec/arm-of-itself", waivable=False)
def arm_of_itself(subject: Subject) -> Iterator[Finding]:
    """An arm is given with itself, or receives itself later.

    ## What it checks
    `given_with` and `receives_later` name other arms.

    ## Why it matters
    The name of another arm was most likely meant.

    ## Example
    `waiting-list: {role: waiting-list, receives_later: exercise}`

    ## Instead
    Nothing: name another arm or remove the key.

    ## Reference
    intspec model 1.0.
    """
    arm = subject.arm
    if arm is None:
        return
    if subject.arm_key in arm.given_with:
        number = arm.given_with.index(str(subject.arm_key))
        yield Finding(
            "this arm is said to be given with itself",
            subject.at("given_with", number),
            "remove it, or name the other arm",
            at="value",
        )
    if arm.receives_later == subject.arm_key:
        yield Finding(
            "this arm is said to receive itself later",
            subject.at("receives_later"),
            "remove it, or name the other arm",
            at="value",
        )


@rule("intspec/given-with-loop", scope="study", waivable=False)
def given_with_loop(subject: Subject) -> Iterator[Finding]:
    """Arms are given with each other in a circle.

    ## What it checks
    `given_with` leads away from an arm, from arm to arm, and never back to it.

    ## Why it matters
    Which of them has the content, and which adds to it, cannot be told.

    ## Example
    `given_with: [usual-care]`

    ## Instead
    For two arms that are given together, describe a third: `given_with: [diet, walking]`.

    ## Reference
    intspec model 1.0.
    """
    arms = subject.spec.interventions
    # The arms on the way from the first one to this, and those from which all ways were gone.
    way: dict[str, Iterator[tuple[int, str]]] = {}
    done: set[str] = set()
    for first in arms:
        way[first] = iter(() if first in done else enumerate(arms[first].given_with))
        while way:
            key, ways_on = next(reversed(way.items()))
            number, other = next(ways_on, (-1, ""))
            if number < 0:
                done.add(key)
                del way[key]
            elif other in way and other != key:
                yield Finding(
                    f"the arm `{key}` is given with `{other}`, which leads back to `{key}`",
                    ("interventions", key, "given_with", number),
                    "remove it, or the `given_with` of another arm of the circle",
                    target=key,
                )
            elif other in arms and other not in done and other not in way:
                way[other] = iter(enumerate(arms[other].given_with))


@rule("intspec/pool-count", scope="study")
def pool_count(subject: Subject) -> Iterator[Finding]:
    """The components listed do not fit the number that the pool is said to hold.

    ## What it checks
    A pool that is listed completely has as many `components` as its `count` says; one that is
    listed in part has no more.

    ## Why it matters
    A reader who counts finds the difference and doubts the rest.

    ## Example
    `pool: {count: 66, at: review, listed: partial}`

    ## Instead
    Where only some are known, write `listed: partial` and say in `note` what is left out.

    ## Reference
    GUIDED 2020, item 10.
    """
    development = subject.spec.development
    pool = development.pool if development else None
    if pool is None:
        return
    component_count = len(subject.spec.components)
    wrong = (
        component_count != pool.count if pool.listed == "complete" else component_count > pool.count
    )
    if wrong:
        yield Finding(
            f"the pool is said to hold {pool.count} components, listed {_words(pool.listed)}, but "
            f"`components` lists {component_count}",
            ("development", "pool", "count"),
            f"write `{component_count}`, or list the rest, or write `listed: partial`"
            if component_count < pool.count
            else f"write `{component_count}`, or take out what was no part of the pool",
            at="value",
        )


def _words(listed: str) -> str:
    return "completely" if listed == "complete" else "in part"


@rule("intspec/event-arithmetic", scope="study")
def event_arithmetic(subject: Subject) -> Iterator[Finding]:
    """A step of the development retained and dropped more than it considered.

    ## What it checks
    `retained` plus `dropped` is not more than `considered`.

    ## Why it matters
    One of the three is wrong.

    ## Example
    `considered: 66, retained: 30, dropped: 36`

    ## Instead
    Where components were split, say so in `description` and declare this rule.

    ## Reference
    GUIDED 2020, item 10.
    """
    development = subject.spec.development
    for key, event in development.events.items() if development else ():
        if event.considered is None:
            continue
        total = (event.retained or 0) + (event.dropped or 0)
        if total > event.considered:
            yield Finding(
                f"{total} components were retained or dropped, but {event.considered} considered",
                ("development", "events", key, "considered"),
                f"write `{total}`, or correct `retained` or `dropped`",
                target=key,
                at="value",
            )


RULES: tuple[Rule, ...] = (
    comparator_missing,
    comparator_denied,
    arm_of_itself,
    given_with_loop,
    pool_count,
    event_arithmetic,
)
