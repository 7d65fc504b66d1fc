"""The reference of the JSON report, from its published schema."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from intspec_docs.words import definition, inline

Schema = Mapping[str, Any]


def report_sections(path: Path) -> str:
    """Return the sections that describe the JSON report."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    lines = ["(report-root)=", "## The report", "", inline(schema["description"]), ""]
    lines += _properties("report", schema)
    for name, record in schema["$defs"].items():
        lines += [f"(report-{name})=", f"## {name}", "", inline(record.get("description", "")), ""]
        lines += _properties(f"report-{name}", record) if "properties" in record else _plain(record)
    return "\n".join(lines)


def _plain(schema: Schema) -> list[str]:
    return [f"Takes {_kind(schema)}.", ""]


def _properties(prefix: str, schema: Schema, before: str = "") -> Iterator[str]:
    for name, body in schema["properties"].items():
        full = f"{before}{name}"
        text = f"*Is* {_kind(body)}." + (
            "" if name in schema.get("required", ()) else " *May be absent.*"
        )
        yield definition(f"`{full}`", inline(body.get("description", "")), text)
        inner = body.get("items", body)
        if "properties" in inner:
            step = f"{full}[]." if "items" in body else f"{full}."
            yield from _properties(prefix, inner, step)


def _kind(schema: Schema) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{inline(name)}](#report-{name})"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return "one of " + ", ".join(f"`{json.dumps(one)}`" for one in schema["enum"])
    types = schema.get("type", "anything")
    names = {
        "string": "text",
        "integer": "a whole number",
        "boolean": "`true` or `false`",
        "null": "`null`",
        "object": "an object",
        "array": "a list",
        "number": "a number",
    }
    words = [names.get(one, one) for one in ([types] if isinstance(types, str) else types)]
    if "items" in schema and "properties" not in schema["items"]:
        words = [f"a list, each entry {_kind(schema['items'])}"]
    return " or ".join(words)
