"""The values of a record, and which of them were read."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str | int, ...]
#: How the registry's own markup keeps signs from being read as such.
ESCAPED = re.compile(r"\\([\\<>*_~\[\]#+=|`-])")


class Value:
    """A value of a record at its place.

    Args:
        value: What stands there; None where nothing does.
        path: The place.
        read: The places of texts that were read, of the whole record.
    """

    def __init__(self, value: Any, path: Path = (), read: set[Path] | None = None) -> None:
        self._value = value
        self._path = path
        self._read = set() if read is None else read

    def at(self, path: str) -> "Value":
        """Return what stands at a path of keys."""
        steps = path.split("/")
        value = self._value
        for step in steps:
            value = value.get(step) if isinstance(value, Mapping) else None
        return Value(value, (*self._path, *steps), self._read)

    @property
    def text(self) -> str:
        """A text without the registry's own markup, which is then read; empty for anything else."""
        if not isinstance(self._value, str):
            return ""
        self._read.add(self._path)
        return ESCAPED.sub(r"\1", self._value).strip()

    @property
    def texts(self) -> list[str]:
        """The texts of a list, which are then read."""
        return [text for one in self._entries() if (text := one.text)]

    @property
    def maps(self) -> list["Value"]:
        """The entries of a list that hold keys."""
        return [one for one in self._entries() if one.holds_keys()]

    def holds_keys(self) -> bool:
        """Tell whether there are keys in it."""
        return isinstance(self._value, Mapping)

    def unread(self) -> Iterator[Path]:
        """Go over the places in it, from here on, whose content was not read."""
        stack: list[tuple[Any, Path]] = [(self._value, self._path)]
        while stack:
            value, path = stack.pop()
            if isinstance(value, Mapping):
                stack += reversed([(one, (*path, key)) for key, one in value.items()])
            elif isinstance(value, list):
                stack += reversed([(one, (*path, number)) for number, one in enumerate(value)])
            elif path not in self._read and value is not None and not _is_blank(value):
                yield path[len(self._path) :]

    def _entries(self) -> list["Value"]:
        entries = self._value if isinstance(self._value, list) else []
        return [Value(one, (*self._path, n), self._read) for n, one in enumerate(entries)]


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()
