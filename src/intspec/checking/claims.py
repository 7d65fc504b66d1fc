"""What a document claims to be held against, and the ids that it may name because of that."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from intspec.checking.records import Claims, Names, Runs
from intspec.model import Specification

if TYPE_CHECKING:
    from intspec.plugins import Registry


def claim(data: Mapping[str, Any], extra: Sequence[str], registry: "Registry") -> Claims:
    """Find what a document is held against.

    Args:
        data: The document, which need not fit the schema.
        extra: Ids of checklists that the run adds.
        registry: The plugins; a checklist that cannot be loaded is recorded there.
    """
    listed = data.get("checklists", [])
    stated = [c for c in listed if isinstance(c, str)] if isinstance(listed, list) else []
    ids = tuple(dict.fromkeys([*stated, *extra]))
    known = registry.checklist_ids
    loaded = [registry.checklist(name) for name in ids if name in known]
    lost = {name: reason for name in ids if (reason := registry.lost(name))}
    return Claims(ids, tuple(c for c in loaded if c is not None), MappingProxyType(lost))


def known_names(runs: Runs, registry: "Registry") -> Names:
    """Gather the ids that a document may name in declarations, locations and narratives."""
    rules = registry.rules
    claims = runs.claims
    waivable = {rule.id: rule.waivable for rule in registry.builtin.values()}
    waivable |= {r.id: r.waivable for r in rules.values() if r.namespace != "intspec"}
    for asked in runs.items:
        for use, _run in asked.runs:
            waivable.update(dict.fromkeys((*use.item_ids, use.part.rule), True))
    for checklist in claims.checklists:
        for item in checklist.items:
            waivable.setdefault(f"{checklist.id}/{item.id}", True)
            waivable.update({part.rule: True for part in checklist.parts[item.id]})
    lost = frozenset(n for n in _named(runs.spec) if n.partition("/")[0] in claims.lost)
    waivable.update(dict.fromkeys(lost, True))
    renamed = {old: rule.id for rule in rules.values() for old in rule.aliases}
    waivable |= {old: waivable[new] for old, new in renamed.items() if new in waivable}
    return Names(MappingProxyType(waivable), MappingProxyType(renamed), lost)


def _named(spec: Specification) -> Iterator[str]:
    """Go over the ids of items, parts and rules that a document names."""
    yield from (declaration.about for declaration in spec.declarations)
    yield from (location.about for location in spec.locations)
    yield from (conflict.item for conflict in spec.conflicts if conflict.item is not None)
    yield from (name for arm in spec.interventions.values() for name in arm.narrative)
