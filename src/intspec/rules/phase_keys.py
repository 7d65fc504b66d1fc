"""Which phases of a schedule give something, and which are parts of others."""

from collections.abc import Collection, Mapping

from intspec.model import Arm, Phase
from intspec.rules.latest import latest
from intspec.rules.paths import is_empty
from intspec.rules.phase_kinds import phase_kind
from intspec.text.sameness import plain_words

#: Phases in which nothing is given: they need a period only.
NOTHING_GIVEN = frozenset({"washout", "transition", "follow-up"})


def given_keys(arm: Arm) -> list[str]:
    """Return the keys of the phases of an arm in which something is given.

    Args:
        arm: The arm. A phase that its name alone calls a follow-up is none where it counts
            something and there is no other.
    """
    every = leaf_phases(arm.schedule)
    given = [
        key
        for key in every
        if not gives_nothing(key, arm.schedule[key]) and not _only_waits(key, arm)
    ]
    return given or [
        key
        for key in every
        if arm.schedule[key].kind is None
        and not (is_empty(arm.schedule[key].frequency) and is_empty(arm.schedule[key].sessions))
    ]


def leaf_phases(schedule: Mapping[str, Phase]) -> list[str]:
    """Return the keys of the phases that have no parts of their own."""
    wholes = {phase.part_of for phase in schedule.values()}
    return [key for key in schedule if key not in wholes]


def is_chain(schedule: Mapping[str, Phase], keys: Collection[str]) -> bool:
    """Tell whether some phases follow one another, so that their lengths add up.

    Args:
        schedule: The schedule.
        keys: The phases: each but the first follows another of them, no two the same one, and none
            runs alongside something.
    """
    phases = [schedule[key] for key in keys]
    among = frozenset(keys)
    followed = [phase.follows for phase in phases if phase.follows in among]
    return len(followed) == len({*followed}) == len(phases) - 1 and not any(
        phase.alongside for phase in phases
    )


def gives_nothing(key: str, phase: Phase) -> bool:
    """Tell whether a phase needs a period only: a washout, follow-up, transition or mere run-in."""
    kind = phase_kind(key, phase)
    if not (is_empty(phase.procedures) and is_empty(phase.dose)):
        return False
    bare = is_empty(phase.frequency) and is_empty(phase.sessions)
    return kind in NOTHING_GIVEN or (kind == "run-in" and bare)


@latest
def _are_pinned(arm: Arm) -> bool:
    """Tell whether phases of an arm name all of its procedures."""
    named = {own for phase in arm.schedule.values() for own in phase.procedures}
    return arm.procedures.keys() <= named


def _only_waits(key: str, arm: Arm) -> bool:
    """Tell whether people only wait in a phase: all that is done stands in other phases."""
    phase = arm.schedule[key]
    silent = all(
        is_empty(getattr(phase, field))
        for field in ("procedures", "dose", "intensity", "session_length", "frequency", "sessions")
    )
    return (
        silent
        and phase.kind is None
        and bool(arm.procedures)
        and _are_pinned(arm)
        and any(word.startswith("wait") for word in plain_words(phase.label or key))
    )


def with_wholes(key: str, schedule: Mapping[str, Phase]) -> dict[str, Phase]:
    """Return a phase and those that it is a part of, by their keys."""
    chain: dict[str, Phase] = {}
    step: str | None = key
    while step is not None and step in schedule and step not in chain:
        chain[step] = schedule[step]
        step = schedule[step].part_of
    return chain
