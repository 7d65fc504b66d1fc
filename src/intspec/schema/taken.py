"""What was taken out of a document, since it does not fit the schema: see `taking_out`."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from intspec.diagnostics import Path, pointer
from intspec.lazy import frozen

#: Lists of statements about items: with a part of it gone, one would say something else.
STATEMENTS = ("declarations", "locations")


@frozen
class Gone:
    """Something that was taken out.

    Attributes:
        path: Where it would be in what is left: for an entry of a list, the last step is negative.
        fault: The place of what does not fit, in the document.
        why: What is the matter with it.
    """

    path: Path
    fault: Path
    why: str = "does not fit the schema"

    @property
    def reason(self) -> str:
        """Say what rests on it why it cannot be judged."""
        return f"rests on `{pointer(self.fault)}`, which {self.why}"


@frozen
class Statement:
    """What can still be read of a declaration or a location that was taken out; None if unknown.

    Attributes:
        about: The item, part or rule that it is about.
        arm: The arm that it holds for; None also where it names none.
        state: The state that it declares.
    """

    about: str | None
    arm: str | None
    state: str | None


class TakenOut(NamedTuple):
    """A document from which everything was taken out that does not fit the schema.

    Attributes:
        data: What is left.
        gone: What was taken out.
        tried: The paths of the keys whose values are tried, one after the other.
        numbers: Which entries of a list are left, by the path of the list in what is left.
        statements: What can be read of the statements taken out, by the list that they stood in.
    """

    data: Mapping[str, Any]
    gone: tuple[Gone, ...]
    tried: tuple[Path, ...]
    numbers: Mapping[Path, Sequence[int]]
    statements: Mapping[str, tuple[Statement, ...]]

    def original(self, path: Path) -> Path:
        """Return where something stands in the document, by its path in what is left."""
        return original(path, self.numbers)

    def gone_from(self, key: str) -> bool:
        """Tell whether a key of the study, or something in it, was taken out."""
        return any(gone.path[0] == key for gone in self.gone)


#: What is left of a document of which nothing was taken out.
NOTHING = TakenOut(
    MappingProxyType({}),
    (),
    (),
    MappingProxyType({}),
    MappingProxyType(dict.fromkeys(STATEMENTS, ())),
)

#: What was read of what was taken out, in order.
Seen = list[Gone]


def original(path: Path, lists: Mapping[Path, Sequence[int]]) -> Path:
    """Return where something stands in the document, by its path in what is left."""
    if not lists:
        return path
    steps: list[str | int] = []
    for depth, step in enumerate(path):
        numbers = lists.get(path[:depth], ())
        known = isinstance(step, int) and 0 <= step < len(numbers)
        steps.append(numbers[int(step)] if known else step)
    return tuple(steps)
