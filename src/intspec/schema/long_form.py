"""What has only one meaning is taken: short forms of a document are made whole.

A number where text is asked keeps its own characters, a single value where a list is asked is a
list of one, and one value where a record with a `short_form` is asked is that of its keys.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from intspec.diagnostics import Path
from intspec.model.keys import FORMATS
from intspec.schema.gate import expression
from intspec.schema.generating import SHORT_FORM, resolved
from intspec.schema.structure import blank
from intspec.text.lookalikes import BULLETS

#: How one writes that a value is approximate, before it.
ABOUT = "about "
#: Kinds of values that can stand alone where a list or a record is asked.
KINDS: Mapping[str, type | tuple[type, ...]] = {"string": str, "integer": int, "object": dict}
FIGURES = re.compile("[0-9]{1,9}")
#: The version of the schema may be written as a number, be it without its decimal.
VERSION = FORMATS["version"][0]


def long_form(
    data: Mapping[str, Any], schema: Mapping[str, Any], written: Callable[[Path], str]
) -> Mapping[str, Any]:
    """Return a document with its short forms made whole.

    Args:
        data: The document.
        schema: The schema that it is to be held against.
        written: Returns the characters of the value at a path, as they stand in the document.
    """
    whole: Mapping[str, Any] = _Whole(schema, written).of(data, schema, ())
    return whole


def written_path(path: Path, data: Any) -> tuple[Path, bool]:
    """Return where a document has what stands at a path of its long form.

    Args:
        path: The path.
        data: What the document holds.

    Returns:
        The path in the document, and whether one value there stands for what the path leads into.
    """
    steps: list[str | int] = []
    for step in path:
        if isinstance(data, dict) and step == 0:
            continue
        if not isinstance(data, (dict, list)):
            return tuple(steps), not blank(data)
        steps.append(step)
        known = step in data if isinstance(data, dict) else step in range(len(data))
        data = data[step] if known else None  # type: ignore[index]
    return tuple(steps), False


class _Whole:
    """Makes short forms whole.

    Args:
        schema: The schema.
        written: Returns the characters of the value at a path.
    """

    def __init__(self, schema: Mapping[str, Any], written: Callable[[Path], str]) -> None:
        self.definitions = schema.get("$defs", {})
        self.written = written

    def of(self, value: Any, node: Any, path: Path) -> Any:
        """Return a value as a node of the schema asks for it, if it has only one meaning.

        Args:
            value: The value.
            node: The node.
            path: Where the value is written in the document.
        """
        node = resolved(node, self.definitions)
        kind = node.get("type")
        if isinstance(value, dict) and kind == "object":
            known, others = node.get("properties", {}), node.get("additionalProperties")
            return {
                key: self.of(inner, known.get(key, others), (*path, key))
                for key, inner in value.items()
            }
        if kind == "array":
            items = node.get("items")
            if isinstance(value, list):
                return [self.of(inner, items, (*path, n)) for n, inner in enumerate(value)]
            return value if node.get("minItems", 0) > 1 else self._single(value, items, path)
        if kind == "object" and SHORT_FORM in node:
            return self._short(value, node, path)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if kind == "string":
                return self._text(value, node, path)
            if kind == "integer" and float(value).is_integer():
                return int(value)
        return value

    def _single(self, value: Any, items: Any, path: Path) -> Any:
        """Return the list of one that a value stands for; the value itself if it is none."""
        if blank(value) or (isinstance(value, str) and value.lstrip()[:1] in BULLETS):
            # Behind bullets stand the entries of a list, which its remedy shows.
            return value
        entry = resolved(items, self.definitions)
        if isinstance(value, dict):
            # A block of keys that are not an entry's is something else, such as a catalogue.
            known = entry.get("properties")
            whole = known is not None and (not value or not value.keys().isdisjoint(known))
            return [self.of(value, items, path)] if whole else value
        single = self.of(value, items, path)
        return [single] if isinstance(single, KINDS.get(entry.get("type", ""), ())) else value

    def _short(self, value: Any, node: Mapping[str, Any], path: Path) -> Any:
        """Return the record that one value stands for; the value itself if it is none."""
        known = node["properties"]
        about, piece = False, value
        if isinstance(value, str) and "about" in known and value.startswith(ABOUT):
            about, piece = True, value.removeprefix(ABOUT)
            piece = int(piece) if FIGURES.fullmatch(piece) else piece
        out: dict[str, Any] = {}
        for key in node[SHORT_FORM]:
            inner = resolved(known[key], self.definitions)
            out[key] = self.of(piece, inner, path)
            if not _fits(out[key], inner):
                return value
        return out | ({"about": True} if about else {})

    def _text(self, value: float, node: Mapping[str, Any], path: Path) -> str:
        """Return a number as the text that it stands for: its own characters."""
        if node.get("pattern") == VERSION and value == float("1.0"):
            return "1.0"
        return self.written(path)


def _fits(value: Any, node: Mapping[str, Any]) -> bool:
    """Tell whether a value is one that the key of a short form takes."""
    kind = node.get("type", "")
    if isinstance(value, bool) or not isinstance(value, KINDS.get(kind, ())):
        return False
    if isinstance(value, int):
        return bool(value >= node.get("minimum", value))
    pattern = node.get("pattern", "")
    return not isinstance(value, str) or expression(pattern).search(value) is not None
