"""The changes that can be made to a specification, and what each makes of its data."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any, NoReturn

from intspec.diagnostics import pointer
from intspec.lazy import frozen
from intspec.text.names import did_you_mean

Path = tuple[str | int, ...]


class Refused(Exception):  # noqa: N818 -- a state of the change, not a fault of the program
    """A change that is not made; the text stays as it is.

    Attributes:
        message: Why, in one line that stands alone.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def refuse(message: str) -> NoReturn:
    """Refuse a change.

    Raises:
        Refused: Always.
    """
    raise Refused(message)


@frozen
class Replace:
    """Put another value in place of one that is there, be it empty.

    Attributes:
        path: Keys, and numbers of list entries from 0; not that of the whole document.
        value: Plain data: text, numbers, truth values, None, and maps and lists of them.
    """

    path: Path
    value: Any


@frozen
class Insert:
    """Add a key to a map, or an entry to a list.

    Attributes:
        path: The new key, behind the path of its map; or the number that the new entry will have,
            from 0, behind the path of its list.
        value: Plain data. A map or list that is empty, or a value that is None, may take it.
        after: The key of the same map behind which it will stand; the last where it is None.
    """

    path: Path
    value: Any
    after: str | None = None


@frozen
class Remove:
    """Take away a key with its value, or an entry of a list. What is then empty stays, empty.

    Attributes:
        path: Keys, and numbers of list entries from 0.
    """

    path: Path


@frozen
class Rename:
    """Give a value another key, at the same place.

    Attributes:
        path: Of the value, by its present key.
        key: The new key.
    """

    path: Path
    key: str


Change = Insert | Remove | Rename | Replace


def changed(data: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Return what data is after a change; the data itself stays as it is.

    Raises:
        Refused: The data has no such place, or has already what is to be added.
    """
    if not change.path:
        refuse("the whole document cannot be changed at once; name a key of it")
    root: dict[str, Any] = deepcopy(dict(data))
    holder = _holder(root, change)
    step = change.path[-1]
    _KINDS[type(change)](holder, step, change)
    return root


def _holder(root: dict[str, Any], change: Change) -> Any:
    """Return the map or list in which a change is made; a new one where nothing stands."""
    holder: Any = root
    for depth, step in enumerate(change.path[:-1]):
        inner = _at(holder, step, change.path[: depth + 1])
        if inner is None and isinstance(change, Insert) and depth == len(change.path) - 2:
            inner = holder[step] = [] if isinstance(change.path[-1], int) else {}
        holder = inner
    return holder


def _at(holder: Any, step: str | int, path: Path) -> Any:
    """Return what stands at a step.

    Raises:
        Refused: Nothing does.
    """
    if isinstance(holder, dict) and step in holder:
        return holder[step]
    if isinstance(holder, list) and isinstance(step, int) and 0 <= step < len(holder):
        return holder[step]
    hint = did_you_mean(str(step), map(str, holder)) if isinstance(holder, dict) else ""
    refuse(f"the specification has nothing at `{pointer(path)}`{hint and '; '}{hint}")


def _insert(holder: Any, step: str | int, change: Any) -> None:
    if isinstance(holder, list) and isinstance(step, int):
        if not 0 <= step <= len(holder):
            refuse(f"`{pointer(change.path)}` leaves a gap: the list has {len(holder)} entries")
        holder.insert(step, deepcopy(change.value))
        return
    if not isinstance(holder, dict) or not isinstance(step, str):
        refuse(f"what stands at `{pointer(change.path[:-1])}` can hold no `{step}`")
    if step in holder:
        refuse(f"the specification has `{pointer(change.path)}` already")
    if change.after is not None:
        _at(holder, change.after, (*change.path[:-1], change.after))
    entries = list(holder.items())
    number = len(entries) if change.after is None else list(holder).index(change.after) + 1
    entries.insert(number, (step, deepcopy(change.value)))
    _refill(holder, entries)


def _replace(holder: Any, step: str | int, change: Any) -> None:
    _at(holder, step, change.path)
    holder[step] = deepcopy(change.value)


def _remove(holder: Any, step: str | int, change: Any) -> None:
    _at(holder, step, change.path)
    del holder[step]


def _rename(holder: Any, step: str | int, change: Any) -> None:
    _at(holder, step, change.path)
    if not isinstance(holder, dict):
        refuse(f"`{pointer(change.path)}` is an entry of a list and has no key")
    if change.key != step and change.key in holder:
        refuse(f"the specification has `{pointer((*change.path[:-1], change.key))}` already")
    _refill(holder, [(change.key if key == step else key, value) for key, value in holder.items()])


def _refill(holder: dict[str, Any], entries: Sequence[tuple[str, Any]]) -> None:
    holder.clear()
    holder.update(entries)


_KINDS: Mapping[type, Callable[[Any, str | int, Any], None]] = {
    Insert: _insert,
    Remove: _remove,
    Rename: _rename,
    Replace: _replace,
}
