"""The schema that editors use: what the check takes, short forms and empty values included.

It is made of the strict schema, against which a document is held when its short forms are made
whole and what is empty is left out. It has no `anyOf`: a short form is one more type beside the
long one, and the keywords of each type say nothing of the others.
"""

from collections.abc import Mapping
from typing import Any

from intspec.model.keys import FORMATS
from intspec.schema.generating import SHORT_FORM, resolved
from intspec.schema.long_form import ABOUT, FIGURES, KINDS

#: Whether the schema of this version is released, so that it does not change any more.
RELEASED = False
#: What the schema says of itself until then.
DRAFT = "A draft: it may change until the first release of intspec, and not after that."
BLANK = r"^\s*$"
SAYS_SOMETHING = r"\S"
#: Numbers that can stand where text of a form is asked, by the pattern of the form.
NUMBERS: Mapping[str, Mapping[str, Any]] = {
    FORMATS["version"][0]: {"type": ["string", "number"], "enum": ["1.0", 1]},
    FORMATS["date"][0]: {"type": ["string", "integer"], "minimum": 1000, "maximum": 9999},
    FORMATS["slug"][0]: {"type": ["string", "integer"], "minimum": 0},
}
#: Keywords that limit what may stand in place of a record.
LIMITS = ("minimum", "pattern")


def published(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema that editors use, made of a whole strict schema."""
    maker = _Maker(schema["$defs"])
    definitions = {name: maker.definition(node) for name, node in schema["$defs"].items()}
    out = {**maker.record(schema), "$defs": definitions}
    return out if RELEASED else {"$comment": DRAFT, **out}


class _Maker:
    """Makes nodes of the published schema.

    Args:
        definitions: The definitions of the strict schema.
    """

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self.definitions = definitions

    def definition(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Return a definition: its record, its short forms, or nothing."""
        return _or_blank({**self.record(node), **self._short(node)})

    def record(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Return a record with the keys that it may have."""
        required = node.get("required", ())
        properties = {
            key: self._of(inner) if key in required else self._or_blank(inner)
            for key, inner in node["properties"].items()
        }
        out = {key: value for key, value in node.items() if key != SHORT_FORM}
        return {**out, "properties": properties}

    def _or_blank(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Return a node that may be empty. A definition may be in itself."""
        return dict(node) if "$ref" in node else _or_blank(self._of(node))

    def _of(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Return a node that something must stand at."""
        if "$ref" in node:
            short = self._short(resolved(node, self.definitions))
            must = {"pattern": SAYS_SOMETHING} if "string" in short["type"] else {}
            return {**node, "type": short["type"], **must}
        kind = node.get("type")
        if kind == "array":
            return self._list(node)
        if kind == "object":
            return self._catalogue(node)
        return _text(node, {"pattern": SAYS_SOMETHING}) if kind == "string" else dict(node)

    def _short(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Return the types of a record and of what may stand in its place, and their limits."""
        if SHORT_FORM not in node:
            return {"type": "object"}
        inner = resolved(node["properties"][node[SHORT_FORM][0]], self.definitions)
        inner = self._short(inner) if SHORT_FORM in inner else inner
        out = {name: inner[name] for name in LIMITS if name in inner}
        types = ["object", *_types(inner)]
        if "about" in node["properties"]:
            exact = inner["pattern"].strip("^$") if "pattern" in inner else FIGURES.pattern
            out["pattern"] = f"^({ABOUT}){'?' if 'pattern' in inner else ''}({exact})$"
            types.append("string")
        return {"type": list(dict.fromkeys(types)), **out}

    def _list(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Return a list, or the one thing that may stand in its place."""
        strict = node["items"]
        # An entry is never left out, be it empty.
        is_text = strict.get("type") == "string"
        items = _text(strict, {"minLength": 1}) if is_text else self._of(strict)
        out = {**node, "items": items}
        kinds = _types(items)
        is_record = "properties" in resolved(strict, self.definitions)
        if node.get("minItems", 0) > 1 or not (is_record or set(kinds) <= set(KINDS) | {"number"}):
            return out
        single: dict[str, Any] = {"type": kinds if len(kinds) > 1 else kinds[0]}
        if "string" in kinds:
            single["pattern"] = SAYS_SOMETHING
        return {**out, "type": ["array", *kinds], "if": single, "then": items}

    def _catalogue(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Return a catalogue, whose empty entries are left out."""
        out = dict(node)
        if "properties" in node:
            out["properties"] = {k: self._or_blank(v) for k, v in node["properties"].items()}
        if node.get("additionalProperties"):
            out["additionalProperties"] = self._or_blank(node["additionalProperties"])
        if out.pop("minProperties", 0):
            out["not"] = {"additionalProperties": {"type": ["null", "string"], "pattern": BLANK}}
        return out


def _types(node: Mapping[str, Any]) -> list[str]:
    types: str | list[str] = node.get("type", [])
    return [types] if isinstance(types, str) else [*types]


def _text(node: Mapping[str, Any], says: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node for text, where a number may stand, too.

    Args:
        node: The strict node.
        says: The keyword that keeps it from being empty.
    """
    if "enum" in node:
        return dict(node)
    if "pattern" in node:
        return {**node, **NUMBERS.get(node["pattern"], {})}
    free = {key: value for key, value in node.items() if key != "minLength"}
    return {**free, "type": ["string", "number"], **says}


def _or_blank(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node that may also be null or blank text: the check leaves out what is."""
    types = _types(node)
    if not types:
        return node
    out = {**node, "type": list(dict.fromkeys([*types, "null", "string"]))}
    pattern = out.pop("pattern", "")
    if "enum" in node:
        # A text of blanks alone is left out, too; editors complete the terms from here as well.
        out["if"] = {"type": "string", "pattern": BLANK}
        out["else"] = {"enum": [*out.pop("enum"), None]}
    elif "if" in node and "string" in types:
        pass  # what a text may be, if it says anything, stands there
    elif "string" not in types:
        out["pattern"] = BLANK
    elif pattern not in ("", SAYS_SOMETHING):
        out["pattern"] = f"{BLANK}|{pattern}"
    return out
