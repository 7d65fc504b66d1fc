"""The phases of a schedule in words: those that follow each other in one sentence."""

from collections.abc import Mapping, Sequence

from intspec.model import Phase
from intspec.records import frozen
from intspec.views import words


@frozen
class Stretch:
    """Phases that follow one another, and what is said of them.

    Attributes:
        keys: Keys of the phases, in order.
        text: The words.
    """

    keys: tuple[str, ...]
    text: str


def stretches(phases: Mapping[str, Phase]) -> tuple[Stretch, ...]:
    """Put a schedule into words.

    Args:
        phases: The phases by key, in the order of the document.

    Returns:
        One sentence or more for each run of phases that follow each other.
    """
    return tuple(Stretch(tuple(run), _tell(run, phases)) for run in _runs(phases))


def _runs(phases: Mapping[str, Phase]) -> list[list[str]]:
    after: dict[str, list[str]] = {}
    for key, phase in phases.items():
        if phase.follows in phases and phase.follows != key:
            after.setdefault(str(phase.follows), []).append(key)
    runs: list[list[str]] = []
    seen: set[str] = set()
    led = {key for keys in after.values() for key in keys[:1]}
    # First those that follow nothing; what is left over goes round in a circle.
    for key in [*(k for k in phases if k not in led), *phases]:
        run: list[str] = []
        step: str | None = key
        while step is not None and step not in seen:
            seen.add(step)
            run.append(step)
            step = next(iter(after.get(step, ())), None)
        if run:
            runs.append(run)
    return runs


def _tell(run: Sequence[str], phases: Mapping[str, Phase]) -> str:
    chain = [phases[key] for key in run]
    lengths = {phase.session_length for phase in chain}
    intensities = {phase.intensity for phase in chain}
    told = []
    for key, phase in zip(run, chain, strict=True):
        own = [_rhythm(phase)]
        if len(lengths) > 1:
            own.append(_length(phase))
        if len(intensities) > 1:
            own.append(phase.intensity or "")
        name = phase.label or ""
        text = words.clauses(own, ", ")
        if len(chain) > 1 and name:
            text = f"{text} ({name})" if text else name
        elif name:
            text = f"{name}: {text}" if text else name
        told.append(text or words.term(key))
    parts = [", then ".join(part for part in told if part)]
    if len(lengths) == 1:
        parts.append(_length(chain[0]))
    if len(intensities) == 1:
        parts.append(chain[0].intensity or "")
    parts.extend(dict.fromkeys(_beside(phase, phases, run) for phase in chain))
    said = words.sentence(words.clauses(parts))
    notes = (words.sentence(phase.note) for phase in chain if phase.note)
    return " ".join([said, *notes])


def _rhythm(phase: Phase) -> str:
    often = words.frequency(phase.frequency) if phase.frequency else ""
    if phase.at:
        often = words.clauses([often, f"at {words.listing(phase.at)}"], ", ")
    if phase.trigger:
        often = words.clauses([often, f"when {phase.trigger}"], ", ")
    span = words.duration(phase.duration) if phase.duration else ""
    if span:
        often = f"{often} for {span}" if often else f"for {span}"
    if phase.starts:
        often = words.clauses([often, f"from {words.point(phase.starts)}"], " ")
    if phase.ends:
        often = words.clauses([often, f"until {words.point(phase.ends)}"], " ")
    number = words.planned_range(phase.sessions, "session") if phase.sessions else ""
    return words.clauses([often, number], ", ")


def _length(phase: Phase) -> str:
    if phase.session_length is None:
        return ""
    text = words.duration_range(phase.session_length)
    return f"{text} each" if text else ""


def _beside(phase: Phase, phases: Mapping[str, Phase], run: Sequence[str]) -> str:
    def name(key: str) -> str:
        return (phases[key].label if key in phases else None) or words.term(key)

    told = []
    if phase.alongside:
        told.append(f"at the same time as {name(phase.alongside)}")
    if phase.part_of:
        told.append(f"within {name(phase.part_of)}")
    if phase.follows and phase.follows not in run:
        told.append(f"after {name(phase.follows)}")
    return words.clauses(told, ", ")
