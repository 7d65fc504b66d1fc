"""Write a new value as the text around it is written."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from intspec.edits.changes import refuse
from intspec.text.yaml_text import in_brackets, on_one_line


class Writer:
    """Writes values in block style.

    Args:
        unit: How many blanks a block is indented by.
        list_indent: How many blanks a list is indented by under its key.
        quoted: Whether a text that is not plain stands in quotes instead of a block of lines.
    """

    def __init__(self, unit: int, list_indent: int, *, quoted: bool) -> None:
        self.unit = unit
        self.list_indent = list_indent
        self.quoted = quoted

    def behind_key(self, value: Any, column: int) -> list[str]:
        """Return what stands behind the colon of a key at a column, and the lines below it."""
        if isinstance(value, Mapping) and value:
            return ["", *self.map_lines(value, column + self.unit)]
        if isinstance(value, list) and value:
            return ["", *self.list_lines(value, column + self.list_indent)]
        return self.single(value, column)

    def behind_hyphen(self, value: Any, column: int) -> list[str]:
        """Return what stands behind the hyphen of an entry at a column, and the lines below it."""
        inner = column + 2
        if isinstance(value, Mapping | list) and value:
            lines = list(self.lines(value, inner))
            return [lines[0][inner:], *lines[1:]]
        return self.single(value, column)

    def lines(self, value: Mapping[str, Any] | list[Any], column: int) -> Iterator[str]:
        """Go over the lines of a map or list from a column on."""
        if isinstance(value, Mapping):
            return self.map_lines(value, column)
        return self.list_lines(value, column)

    def map_lines(self, value: Mapping[str, Any], column: int) -> Iterator[str]:
        """Go over the lines of a map whose keys stand at a column."""
        for key, inner in value.items():
            first, *rest = self.behind_key(inner, column)
            yield f"{' ' * column}{in_brackets(key)}: {first}".rstrip(" ")
            yield from rest

    def list_lines(self, value: list[Any], column: int) -> Iterator[str]:
        """Go over the lines of a list whose hyphens stand at a column."""
        for inner in value:
            first, *rest = self.behind_hyphen(inner, column)
            yield f"{' ' * column}- {first}".rstrip(" ")
            yield from rest

    def single(self, value: Any, column: int) -> list[str]:
        """Return a value that is no block, behind a key or hyphen at a column."""
        plain = on_one_line(value)
        if not isinstance(value, str) or self.quoted or plain == value or not _has_words(value):
            return [plain]
        lines = value.rstrip("\n").split("\n")
        ends = len(value) - len(value.rstrip("\n"))
        if ends > 1 or lines[0][:1].isspace() or not all(map(str.isprintable, lines)):
            return [plain]
        blank = " " * (column + self.unit)
        return ["|" if ends else "|-", *(f"{blank}{line}" if line else "" for line in lines)]


def _has_words(text: str) -> bool:
    """Tell whether a text is more than one word: a number or a date in quotes needs no block."""
    return " " in text.strip() or "\n" in text.strip()


def as_json(value: Any, *, indent: int | None, column: int, line_break: str) -> str:
    """Write a value as JSON, its lines indented from a column on; on one line without `indent`."""
    lines = json.dumps(value, ensure_ascii=False, indent=indent).split("\n")
    return (line_break + " " * column).join(lines)


def check_plain(value: Any) -> None:
    """Refuse a value that a specification cannot hold.

    Raises:
        Refused: It is, or holds, something other than plain data.
    """
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                refuse(f"a key is to be a text, not `{key!r}`")
            check_plain(inner)
    elif isinstance(value, list):
        for inner in value:
            check_plain(inner)
    elif value is not None and not isinstance(value, str | int | float):
        refuse(f"a specification holds no value of type {type(value).__name__}")
