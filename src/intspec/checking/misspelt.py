"""Names that are misspelt, and what was meant by them: one slip is not to set off others.

Each has a finding of its own. Where it is evident what was meant, it counts as that: a place or a
narrative text as one of the item meant; and of what looks for the fields of a domain, it is not
known what it would find.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from intspec.checking.records import Claims
from intspec.diagnostics import Path
from intspec.model import Arm, Specification
from intspec.schema.generating import extensions_of
from intspec.schema.taken import Gone, TakenOut
from intspec.text.names import KnownNames, nearest, several_in

if TYPE_CHECKING:
    from intspec.plugins import Registry

#: How like a claim must be to the name of a checklist for it to be a slip of it.
SURE = 0.8
NONE: Mapping[str, str] = MappingProxyType({})


def domains_meant(
    stated: Mapping[str, Any], holder: type, claims: Claims, registry: "Registry"
) -> Mapping[str, str]:
    """Return the domains that were meant by those that no plugin knows, by the name as written.

    It is evident where a checklist is claimed of the plugin whose domain it is, and nothing else is
    stated of that domain.

    Args:
        stated: What stands under `extensions`.
        holder: Of what they are: the specification, or an arm.
        claims: What the document is held against.
        registry: The plugins.
    """
    known = extensions_of(holder, registry.extensions)
    owners = [registry.owner(checklist.id) for checklist in claims.checklists]
    asked = {name for owner in owners if owner is not None for name in owner.extensions}
    free = KnownNames(sorted((asked & known.keys()) - stated.keys()))
    unknown = [name for name in stated if name not in registry.extensions]
    return MappingProxyType({n: near for n in unknown if (near := free.nearest(n)) is not None})


def claims_meant(stated: Sequence[str], registry: "Registry") -> Iterator[str]:
    """Go over the checklists that are judged for claims that are misspelt; each of those is told.

    Args:
        stated: What the document claims.
        registry: The plugins.
    """
    known = registry.checklist_ids
    for name in stated:
        if name not in known and name not in registry.claimable and not registry.lost(name):
            yield from checklists_meant(name, registry.claimable)


def checklists_meant(name: str, claimable: Collection[str]) -> list[str]:
    """Return the checklists that were evidently meant by a claim that names none.

    Another edition, or another guideline of a name that begins so, is not meant.

    Args:
        name: What is claimed: `TIDieR checklist`, `tider`, `tidier and cert`.
        claimable: The checklists that are installed.
    """
    from intspec.text.lookalikes import same_name  # noqa: PLC0415 -- only a fault needs it

    meant = []
    for part in several_in(name) or [name]:
        named, is_all = checklist_of(part, claimable)
        near = nearest(part, claimable, likeness=SURE)
        same = near and re.findall("[0-9]", near) == re.findall("[0-9]", part)
        meant.append(same_name(part, claimable) or (named if is_all else near if same else None))
    return [*dict.fromkeys(one for one in meant if one)]


def checklist_of(name: str, claimable: Collection[str]) -> tuple[str, bool]:
    """Return the checklist that a name begins with, and whether it is all of the name.

    So begin `tidier/why` and `CONSORT 5`; the checklist is empty where a name begins with none.
    """
    before, slash, _rest = name.partition("/")
    if slash:
        return (before, False) if before in claimable else ("", False)
    from intspec.checklists.naming import names_of, words_of  # noqa: PLC0415 -- only a fault

    words = words_of(name)
    named = {
        one: first == words
        for one in claimable
        for first in names_of(one)
        if first and words[: len(first)] == first
    }
    longest = max(named, key=len, default="")
    return longest, named.get(longest, False)


def without_domains(
    taken: TakenOut, data: Mapping[str, Any], claims: Claims, registry: "Registry"
) -> TakenOut:
    """Add the fields of domains that are misspelt to what is not known of a document.

    Args:
        taken: What was taken out of the document.
        data: What is left of it.
        claims: What it is held against.
        registry: The plugins.
    """
    why = "no plugin that is installed knows"
    gone = [
        Gone((*at, "extensions", name), (*at, "extensions", written), why)
        for at, holder, stated in domains_stated(data)
        if not stated.keys() <= registry.extensions.keys()
        for written, name in domains_meant(stated, holder, claims, registry).items()
    ]
    return taken._replace(gone=(*taken.gone, *gone)) if gone else taken


def domains_stated(data: Mapping[str, Any]) -> Iterator[tuple[Path, type, Mapping[str, Any]]]:
    """Go over what holds fields of domains: its path, its class, and the fields by their key."""
    yield (), Specification, data.get("extensions", {})
    for key, arm in data.get("interventions", {}).items():
        if "extensions" in arm:
            yield ("interventions", key), Arm, arm["extensions"]


def items_meant(spec: Specification, claims: Claims, registry: "Registry") -> Mapping[str, str]:
    """Return the items and parts that were meant by names that are none, by the name as written.

    Args:
        spec: The specification, whose locations and narrative texts name items.
        claims: What it is held against.
        registry: The plugins.
    """
    named = {place.about for place in spec.locations}.union(
        spec.narrative, *(arm.narrative for arm in spec.interventions.values())
    )
    if not named:
        return NONE
    known = {
        name
        for checklist in claims.checklists
        for item in checklist.items
        for name in checklist.ids(item)
    }
    unknown = sorted(named - known)
    if not unknown:
        return NONE
    from intspec.checklists.naming import ItemNames  # noqa: PLC0415 -- only a fault needs it

    judged = {checklist.id for checklist in claims.checklists}
    # What belongs to a checklist that is not claimed, or not there, is no slip.
    others = {*registry.claimable, *claims.ids} - judged
    aliases = {alias for rule in registry.rules.values() for alias in rule.aliases}
    names = ItemNames(known, claims.checklists)
    meant = {
        name: near
        for name in unknown
        if name.partition("/")[0] not in others
        and name not in registry.rules
        and name not in aliases
        and (near := names.nearest(name)) is not None
    }
    return MappingProxyType(meant)
