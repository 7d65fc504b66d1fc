"""Where a key stands that only few kinds of records have, for who writes it somewhere else."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from intspec.schema.generating import record_name, resolved

Steps = tuple[str, ...]
#: Stands for the key of an entry of a map, or for an entry of a list.
ENTRY = "*"
#: So many places are named.
MOST = 3


class OnlyPlaces:
    """Finds the places of keys in one schema.

    Args:
        schema: The whole schema.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    def hint(self, key: str) -> str:
        """Say where a key belongs; empty if no record has it, or many kinds of records have."""
        places = self._places.get(key, {})
        if not 0 < len(places) <= MOST:
            return ""
        shown = [
            " of ".join(f"`{step}:`" if step != ENTRY else "an entry" for step in reversed(steps))
            for steps in places.values()
        ]
        return f"remove it, or add what it says to {' or '.join(shown)}"

    @cached_property
    def _places(self) -> dict[str, dict[str, Steps]]:
        """The place of each key, nearest to the root, by the record that has it."""
        places: dict[str, dict[str, Steps]] = {}
        seen: set[str] = set()
        level: list[tuple[Steps, Any]] = [((), self.schema)]
        while level:
            below: list[tuple[Steps, Any]] = []
            for steps, node in level:
                name = record_name(node)
                if name and name in seen:
                    continue
                seen.add(name)
                plain = resolved(node, self.schema.get("$defs", {}))
                for key in plain.get("properties", {}):
                    places.setdefault(key, {}).setdefault(name, (*steps, key))
                below += _below(steps, plain)
            level = below
        return places


def _below(steps: Steps, node: Mapping[str, Any]) -> Iterator[tuple[Steps, Any]]:
    """Go over what stands right below a node."""
    for key, inner in node.get("properties", {}).items():
        yield (*steps, key), inner
    for kind in ("additionalProperties", "items"):
        if isinstance(node.get(kind), Mapping):
            yield (*steps, ENTRY), node[kind]
