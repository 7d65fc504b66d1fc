"""Find the places of a specification again: which moved, which were reworded, which are gone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from intspec_bundled.manuscripts.manuscript import Place
from intspec_bundled.manuscripts.matching import Hit, Searchable, reworded
from intspec_bundled.manuscripts.places import FIELDS, Change, best, changes

if TYPE_CHECKING:
    from intspec import Specification

State: TypeAlias = Literal[
    "as-before", "new", "moved", "reworded", "several", "gone", "not-exact", "no-anchor"
]
#: The states that are findings: a person has to look, or `--write` mends them.
STALE: frozenset[State] = frozenset({"new", "moved", "reworded"})
MISSING: frozenset[State] = frozenset({"several", "gone", "not-exact"})


@frozen
class Found:
    """What became of one location.

    Attributes:
        number: Which entry of `locations` it is, from 0.
        state: What became of it.
        place: Where its words are; None where they are nowhere, or nobody can say where.
        changes: The keys that are no longer right.
        words: The words that stand there now, where they are others; the nearest ones, where the
            words are gone.
        places: Where its words are, if in several places; where the nearest words are.
    """

    number: int
    state: State
    place: Place | None = None
    changes: tuple[Change, ...] = ()
    words: str = ""
    places: tuple[Place, ...] = ()


def found(spec: "Specification", manuscripts: Mapping[str, Searchable]) -> Iterator[Found]:
    """Go over the locations that are in the given documents."""
    for number, location in enumerate(spec.locations):
        if location.document not in manuscripts:
            continue
        if not location.anchor:
            yield Found(number, "no-anchor")
            continue
        fields = {key: value for key in FIELDS if (value := getattr(location, key))}
        elsewhere = location.place or location.appendix or location.url
        yield _found(
            number,
            location.anchor,
            fields,
            manuscripts[location.document],
            only_words=bool(elsewhere) and not fields,
        )


def _found(
    number: int, anchor: str, fields: Mapping[str, str], within: Searchable, *, only_words: bool
) -> Found:
    manuscript = within.manuscript
    hits = within.exact(anchor)
    if not hits:
        try:
            near = within.near(anchor)
        except ModuleNotFoundError:  # the extra is not installed
            return Found(number, "not-exact")
        hit = reworded(anchor, near, manuscript.text)
        if hit is None:
            return _gone(number, near, within)
        place = manuscript.place(hit.start, hit.end)
        words = manuscript.text[hit.start : hit.end]
        moved = () if only_words else tuple(changes(fields, place))
        return Found(number, "reworded", place, moved, words)
    places = [manuscript.place(hit.start, hit.end) for hit in hits]
    at = best(fields, places)
    if at is None:
        return Found(number, "several", places=tuple(places))
    moved = () if only_words else tuple(changes(fields, places[at]))
    state: State = "as-before" if not moved else "moved" if fields else "new"
    return Found(number, state, places[at], moved)


def _gone(number: int, near: Sequence[Hit], within: Searchable) -> Found:
    if not near:
        return Found(number, "gone")
    manuscript = within.manuscript
    hit = near[0]
    overlaps = (
        (min(one.end, hit.end) - max(one.start, hit.start), one) for one in manuscript.passages
    )
    _length, passage = max(overlaps, key=lambda pair: pair[0])
    start, end = passage.start, passage.end
    place = manuscript.place(start, end)
    return Found(number, "gone", words=manuscript.text[start:end], places=(place,))
