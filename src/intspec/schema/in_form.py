"""What form a value has, as a remedy says it that states no value of its own."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from intspec.model.keys import FORMATS
from intspec.schema.fragments import entries, fragment
from intspec.schema.generating import SHORT_FORM, record_name
from intspec.text.yaml_text import on_one_line

#: Returns what a node of the schema says, also where it refers to a definition.
Resolve = Callable[[Any], Mapping[str, Any]]
#: Keys for the first entry of a map, by the record that it holds.
FIRST_KEYS = {
    "Arm": "exercise",
    "Phase": "course",
    "Procedure": "session",
    "Provider": "nurse",
    "Material": "handbook",
    "Setting": "clinic",
    "Measure": "attendance",
    "Component": "diary",
    "Source": "trial-2024",
    "ReportDocument": "paper",
    "Group": "panel",
    "Event": "pilot",
    "VocabularyUse": "bcttv1",
}
PATTERNS = dict(FORMATS.values())
#: How a value is written that is no text, with an example.
IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "integer": "write a number in figures, such as `{}`",
        "number": "write a number in figures, such as `0.5`",
        "boolean": "write `true` or `false`",
    }
)
HOW_OFTEN_KEYS = frozenset({"times", "per"})
HOW_OFTEN = (
    "write how often in which period, such as `{times: 2, per: P1W}` for twice a week; what says "
    "neither goes under `at:`, `trigger:` or `note:` beside it, and what comes after it is a phase "
    "of its own"
)


def how_written(resolve: Resolve, node: Mapping[str, Any], key: str | int) -> str:
    """Say what form a key takes, where nothing is made of what was written.

    No value stands there as one to be written: that would state what nobody said.

    Args:
        resolve: Returns what a node of the schema says, also where it refers to a definition.
        node: The node.
        key: The key, or the number of an entry.
    """
    while SHORT_FORM in (record := resolve(node)):
        node = record["properties"][record[SHORT_FORM][0]]
    wanted = str(node.get("type"))
    if wanted in IN_WORDS:
        example = next(iter(node.get("examples", ())), max(12, node.get("minimum", 0)))
        return IN_WORDS[wanted].format(example)
    if wanted == "string":
        return f"write {PATTERNS.get(node.get('pattern', ''), 'it as one text, in words')}"
    if node.get("properties", {}).keys() >= HOW_OFTEN_KEYS:
        return HOW_OFTEN
    form = form_of(resolve, node)
    if form == [None]:
        return "remove it, or write each entry behind a hyphen: `- `"
    return f"write {written(key, form)}"


def form_of(resolve: Resolve, node: Any) -> Any:
    """Return the keys that a value of a node has; what is to be filled in is None.

    Args:
        resolve: Returns what a node of the schema says, also where it refers to a definition.
        node: The node.
    """
    plain = resolve(node)
    kind, entry = plain.get("type"), plain.get("additionalProperties")
    if kind == "array":
        return [form_of(resolve, plain.get("items"))]
    if kind == "object" and "properties" in plain:
        keys = plain.get("required") or list(plain["properties"])[:1]
        return {key: form_of(resolve, plain["properties"][key]) for key in keys}
    if kind == "object":
        shown = next(
            iter(plain.get("examples", ())), {FIRST_KEYS.get(record_name(entry), "first"): None}
        )
        return {key: form_of(resolve, entry) for key in shown}
    return None


def written(key: str | int, value: Any) -> str:
    """Write a value as it stands under its key, or behind the hyphen of its entry."""
    if isinstance(value, dict | list) or value is None:
        return fragment(key, value) if isinstance(key, str) else entries([value])
    return f"`{on_one_line(value)}`"
