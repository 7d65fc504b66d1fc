"""What happens in a phase of a schedule: its kind, or what its name says."""

from collections.abc import Mapping
from types import MappingProxyType

from intspec.model import Phase
from intspec.text.sameness import plain_words

#: How phases were named before they had kinds; numbers and these other words aside.
NAMES: Mapping[tuple[str, ...], str] = MappingProxyType(
    {
        ("washout",): "washout",
        ("wash", "out"): "washout",
        ("follow", "up"): "follow-up",
        ("followup",): "follow-up",
        ("runin",): "run-in",
        ("run", "in"): "run-in",
        ("titration",): "titration",
        ("dose", "titration"): "titration",
        ("up", "titration"): "titration",
        ("uptitration",): "titration",
        ("dose", "finding"): "titration",
        ("dose", "escalation"): "titration",
    }
)
BESIDE = frozenset({"period", "phase"})


def phase_kind(key: str, phase: Phase) -> str | None:
    """Return what happens in a phase: its kind, or what its key or label says.

    Args:
        key: The key of the phase.
        phase: The phase; one that was written before phases had kinds is known by its name.
    """
    if phase.kind is not None:
        return phase.kind
    for name in (plain_words(key), plain_words(phase.label or key)):
        kind = NAMES.get(tuple(w for w in name if w not in BESIDE and not w.isdigit()))
        if kind is not None:
            return kind
    return None
