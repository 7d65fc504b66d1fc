"""The vocabularies at hand, each read when it is first asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from intspec.vocabularies.loading import Vocabulary


class Shelf(Mapping[str, Optional["Vocabulary"]]):
    """Vocabularies by id; None for one whose file cannot be used.

    Args:
        ids: The ids of all that there are.
        read: Reads one, or returns the one that was read.
    """

    def __init__(self, ids: Sequence[str], read: "Callable[[str], Vocabulary | None]") -> None:
        self._ids = ids
        self._read = read

    def __getitem__(self, name: str) -> "Vocabulary | None":
        if name not in self._ids:
            raise KeyError(name)
        return self._read(name)

    def __contains__(self, name: object) -> bool:
        return name in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
