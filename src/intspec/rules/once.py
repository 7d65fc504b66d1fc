"""What rules work out of a specification, made once for all its subjects.

A rule that is asked of each arm must not go over a list of the whole document for each of them:
with as many entries as arms, that grows with the square.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from intspec.model import Specification
    from intspec.schema.taken import Gone, Seen

T = TypeVar("T")


class Once:
    """Keeps what functions made of one specification.

    Args:
        *seen: Where it is noted that what was taken out of the specification is read. Whoever is
            given what was made earlier has read the same, so it is noted again.
    """

    def __init__(self, *seen: "Seen") -> None:
        self.seen = seen
        self.kept: dict[Callable[..., Any], tuple[Any, tuple[tuple[Gone, ...], ...]]] = {}

    def made(self, function: Callable[["Specification"], T], spec: "Specification") -> T:
        """Return what a function makes of the specification; only the first time it is called."""
        if function in self.kept:
            made, read = self.kept[function]
            for seen, again in zip(self.seen, read, strict=True):
                seen.extend(again)
            return cast("T", made)
        before = [len(seen) for seen in self.seen]
        result = function(spec)
        read = tuple(tuple(seen[start:]) for seen, start in zip(self.seen, before, strict=True))
        self.kept[function] = (result, read)
        return result
