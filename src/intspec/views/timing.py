"""Where the phases of an arm stand in time, as far as the specification tells.

Only what is stated places a phase: where it starts or ends, how long it lasts, what it follows,
runs beside, or is a part of. The order in a file says nothing, and no length is made up. What is
told from different events cannot be put on one line, so each phase has an origin that its days are
counted from.
"""

from collections.abc import Mapping
from functools import cached_property

from intspec.lazy import define, frozen
from intspec.model import Phase, Point
from intspec.text.durations import parse
from intspec.text.wording import flat


@frozen
class Span:
    """The time that a phase takes, in days from its origin.

    Attributes:
        origin: What days are counted from: an event, in its words, or the key of the phase that
            begins at day 0, after a `#`; empty where nothing is known.
        start: When it starts; None where that is not stated.
        end: When it ends; None where that is not stated.
        within: Whether `start` and `end` are those of the phase that it is a part of, somewhere in
            which it lies.
    """

    origin: str = ""
    start: float | None = None
    end: float | None = None
    within: bool = False


UNKNOWN = Span()


def days(duration: str) -> float:
    """Return about how many days a duration is: a month has 28 to 31."""
    least, most = parse(duration).days()
    return (least + most) / 2


@define
class Times:
    """The phases of one arm in time.

    Attributes:
        phases: The phases by key.
    """

    phases: Mapping[str, Phase]

    @cached_property
    def spans(self) -> Mapping[str, Span]:
        """When each phase is, by its key."""
        known: dict[str, Span] = {}
        for key in self.phases:
            self._solve(key, known)
        return known

    def _solve(self, key: str, known: dict[str, Span]) -> None:
        """Place a phase and all that it hangs on; what goes round in a circle has no place."""
        path, on_path = [key], {key}
        while path:
            step = path[-1]
            ahead = [one for one in self._leaders(step) if one not in known]
            circle = [one for one in ahead if one in on_path]
            for one in circle:
                known[one] = UNKNOWN
            if ahead and not circle:
                path.append(ahead[0])
                on_path.add(ahead[0])
                continue
            known.setdefault(step, self._placed(self.phases[step], step, known))
            on_path.discard(path.pop())

    def _leaders(self, key: str) -> list[str]:
        """Return the phases that one hangs on."""
        phase = self.phases[key]
        leaders = (phase.follows, phase.alongside, phase.part_of)
        return [one for one in leaders if one is not None and one in self.phases]

    def _placed(self, phase: Phase, key: str, known: Mapping[str, Span]) -> Span:
        length = days(phase.duration) if phase.duration else None
        if length is None and (phase.at or phase.trigger) and phase.starts is None:
            # What has fixed points or a trigger alone is no stretch of time: words tell when it is.
            return UNKNOWN
        led = self._led(phase, key, known)
        if led.start is None and phase.ends is not None:
            until = _day(phase.ends)
            return Span(_event(phase.ends), None if length is None else until - length, until)
        if led.within or led.start is None:
            return led
        if length is not None:
            return Span(led.origin, led.start, led.start + length)
        same = phase.ends is not None and _event(phase.ends).casefold() == led.origin.casefold()
        end = _day(phase.ends) if same and phase.ends is not None else None
        return Span(led.origin, led.start, end if end is not None and end > led.start else None)

    def _led(self, phase: Phase, key: str, known: Mapping[str, Span]) -> Span:
        """Return where a phase starts, by its own words or by the phase that leads to it."""
        if phase.starts is not None:
            return Span(_event(phase.starts), _day(phase.starts))
        whole = known.get(phase.part_of or "", UNKNOWN)
        if phase.follows in self.phases:
            before = known[str(phase.follows)]
            if before.end is not None and not before.within:
                return Span(before.origin, before.end)
        elif phase.alongside in self.phases:
            beside = known[str(phase.alongside)]
            if beside.start is not None and not beside.within:
                return Span(beside.origin, beside.start)
        elif phase.part_of not in self.phases:
            # Nothing leads to it: days are counted from itself.
            return UNKNOWN if phase.ends is not None else Span(f"#{key}", 0.0)
        if whole.start is not None or whole.end is not None:
            return Span(whole.origin, whole.start, whole.end, within=True)
        return UNKNOWN

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """What days are counted from: events first, then phases, each by its name."""
        found = {span.origin for span in self.spans.values() if span.origin}
        return tuple(sorted(found, key=lambda one: (one.startswith("#"), self._name(one), one)))

    def _name(self, origin: str) -> str:
        key = origin.removeprefix("#")
        return ((self.phases[key].label or key) if key in self.phases else key).casefold()

    def of(self, origin: str) -> tuple[str, ...]:
        """Return the phases that are counted from an origin, by time; from none, by name."""

        def rank(key: str) -> tuple[bool, float, float, str, str]:
            span = self.spans[key]
            start = span.start if span.start is not None else span.end
            # A phase comes before its parts.
            last = -(span.end if span.end is not None else float("inf"))
            return span.within, start or 0.0, last, (self.phases[key].label or key).casefold(), key

        return tuple(sorted(self._by_origin.get(origin, ()), key=rank))

    @cached_property
    def _by_origin(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, span in self.spans.items():
            found.setdefault(span.origin, []).append(key)
        return found


def _event(point: Point) -> str:
    return flat(point.anchor)


def _day(point: Point) -> float:
    if point.offset is None:
        return 0.0
    return -days(point.offset) if point.before else days(point.offset)
