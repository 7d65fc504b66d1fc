"""Set one value of a specification: what to change, wherever its file has short forms or gaps."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from intspec.edits.changes import Change, Insert, Path, Remove, Replace, refuse
from intspec.edits.splicing import after, mark_of
from intspec.lazy import frozen
from intspec.reading.document import Document
from intspec.reading.text import read_bytes
from intspec.schema.extension import Extension
from intspec.schema.generating import node_at, resolved, specification_in_parts
from intspec.schema.long_form import long_form


@frozen
class Editable:
    """A file that can be edited.

    Attributes:
        text: Its text.
        data: What it holds, as it is written.
        whole: The same, with its short forms made whole: here every value stands at its place in
            the model.
        schema: What it is held against.
        document: What reading its bytes gave.
        raw: Its bytes.
        path: Its name.
    """

    text: str
    data: Mapping[str, Any]
    whole: Mapping[str, Any]
    schema: Mapping[str, Any]
    document: Document
    raw: bytes
    path: str

    def changed(self, changes: Iterable[Change]) -> "Editable":
        """Return the file that changes make of this one, as `edited` makes them.

        Raises:
            Refused: They cannot be made so that the rest stays as it is.
        """
        document = after(self.document, changes, path=self.path)
        raw = mark_of(self.raw) + document.text.encode()
        return _editable(document, raw, self.path, self.schema)


def editable(raw: bytes, *, path: str, extensions: Mapping[str, Extension]) -> Editable:
    """Read a file in order to edit it.

    Args:
        raw: The bytes of the file.
        path: Its name; `.json` at its end means JSON.
        extensions: The fields of plugins, by the key under `extensions`.

    Raises:
        Unreadable: The bytes are no readable specification.
    """
    return _editable(read_bytes(raw, path=path), raw, path, specification_in_parts(extensions))


def _editable(document: Document, raw: bytes, path: str, schema: Mapping[str, Any]) -> Editable:
    whole = long_form(document.data, schema, document.written)
    return Editable(document.text, document.data, whole, schema, document, raw, path)


def setting(file: Editable, path: Path, value: Any) -> tuple[Change, ...]:
    """Return the changes that set a value, or take it away.

    Args:
        file: The file.
        path: Keys, and numbers of list entries, in the long form of the document. A number one
            beyond the last adds an entry.
        value: Plain data; None takes away what is there, and then what is empty around it, but no
            entry of a map of the author's own keys.

    Returns:
        The changes, for `edited`; none where the value is there already.

    Raises:
        Refused: The document has something at a step that can hold no such value.
    """
    depth = _short_form(file, path)
    if depth is not None:
        # The long form takes its place, with the change in it.
        whole = value_at(file.whole, path[:depth])
        present = deepcopy(whole)
        if value is None:
            _take(present, path[depth:])
        else:
            _set(present, path[depth:], value)
        if present == whole:
            return ()
        return (Replace(path[:depth], present),) if present else _removal(file, path[:depth])
    if value is None:
        return _removal(file, path)
    if not _is_absent(file.data, path) or _holds_key(file.data, path):
        same = value_at(file.data, path) == value and type(value_at(file.data, path)) is type(value)
        return () if same else (Replace(path, value),)
    return (_insertion(file, path, value),)


def _short_form(file: Editable, path: Path) -> int | None:
    """Return how many steps of a path lead to one value that stands for a list or record."""
    raw: Any = file.data
    whole: Any = file.whole
    for depth, step in enumerate(path):
        if isinstance(whole, dict | list) and not isinstance(raw, type(whole)):
            return depth
        if _misses(whole, step) or _misses(raw, step):
            return None
        whole, raw = whole[step], raw[step]
    return None


def _insertion(file: Editable, path: Path, value: Any) -> Change:
    """Return the change that adds a value, with the maps that are missing on the way to it."""
    depth = next(n for n in range(1, len(path) + 1) if _is_absent(file.data, path[:n]))
    for step in reversed(path[depth:]):
        if isinstance(step, int) and step:
            refuse("the list has not as many entries")
        value = [value] if isinstance(step, int) else {step: value}
    if _holds_key(file.data, path[:depth]):
        return Replace(path[:depth], value)
    return Insert(path[:depth], value)


def _removal(file: Editable, path: Path) -> tuple[Change, ...]:
    if not _holds_key(file.data, path):
        return ()
    while (
        len(path) > 1 and len(value_at(file.data, path[:-1])) == 1 and not _is_own(file, path[:-1])
    ):
        path = path[:-1]
    return (Remove(path),)


def _is_own(file: Editable, path: Path) -> bool:
    """Tell whether something is an entry of a map of the author's own keys, such as an arm."""
    around = resolved(node_at(file.schema, path[:-1]), file.schema["$defs"])
    return isinstance(path[-1], str) and path[-1] not in around.get("properties", {})


def _set(holder: Any, path: Path, value: Any) -> None:
    *above, last = path
    for step, after_it in zip(above, path[1:], strict=True):
        if _misses(holder, step):
            _put(holder, step, [] if isinstance(after_it, int) else {})
        holder = holder[step]
    _put(holder, last, value)


def _put(holder: Any, step: str | int, value: Any) -> None:
    if isinstance(holder, list) and step == len(holder):
        holder.append(value)
    elif isinstance(holder, dict) or not _misses(holder, step):
        holder[step] = value
    else:
        refuse(f"what stands there can hold no `{step}`")


def _take(holder: Any, path: Path) -> None:
    """Take away what stands at a path, and what is empty around it then."""
    step, *below = path
    if _misses(holder, step):
        return
    if below:
        _take(holder[step], tuple(below))
    if not below or holder[step] in ({}, []):
        del holder[step]


def _misses(holder: Any, step: str | int) -> bool:
    if isinstance(holder, list):
        return not (isinstance(step, int) and 0 <= step < len(holder))
    return not (isinstance(holder, Mapping) and step in holder)


def _holds_key(data: Any, path: Path) -> bool:
    holder = value_at(data, path[:-1])
    return not _misses(holder, path[-1])


def _is_absent(data: Any, path: Path) -> bool:
    return value_at(data, path) is None


def value_at(data: Any, path: Path) -> Any:
    """Return what stands at a path in plain data; None where nothing does."""
    for step in path:
        if _misses(data, step):
            return None
        data = data[step]
    return data
