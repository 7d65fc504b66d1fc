"""What a document says of checklists that only the run can judge: claims, items, locations."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from intspec.checklists import Checklist
from intspec.diagnostics import Finding, ItemState
from intspec.model import Specification
from intspec.records import frozen
from intspec.text.names import did_you_mean, nearest

Named = tuple[str, Finding]


def unknown_claims(spec: Specification, claimable: list[str]) -> Iterator[Named]:
    """Say which claimed checklists are not installed, and whether none is claimed."""
    for number, name in enumerate(spec.checklists):
        if name not in claimable:
            guess = did_you_mean(name, claimable, otherwise="no checklist is installed")
            yield (
                "intspec/unknown-checklist",
                Finding(
                    f"the checklist `{name}` is not installed",
                    ("checklists", number),
                    guess,
                    at="value",
                ),
            )


def absent(spec: Specification, claimable: list[str]) -> set[str]:
    """Return the claimed checklists that are not installed, and those that they may stand for."""
    names = {name for name in spec.checklists if name not in claimable}
    meant = (nearest(name, claimable) for name in names)
    return names | {name for name in meant if name is not None and name not in spec.checklists}


def unknown_extensions(spec: Specification, known: list[str]) -> Iterator[Named]:
    """Say which fields belong to plugins that are not installed: they are kept, and not checked."""
    for name in spec.extensions:
        if name not in known:
            yield (
                "intspec/unknown-extension",
                Finding(
                    f"the fields of `{name}` are kept, but no plugin that knows them is installed",
                    ("extensions", name),
                    did_you_mean(name, known, otherwise="install the plugin to have them checked"),
                ),
            )


def unknown_items(
    spec: Specification, known: Mapping[str, bool], absent: Collection[str]
) -> Iterator[Named]:
    """Say which items and parts are named, outside declarations, that do not exist.

    What belongs to a checklist that is claimed and absent is not told again.
    """
    places: list[tuple[str, tuple[str | int, ...], bool]] = [
        (one.about, ("locations", number, "about"), True)
        for number, one in enumerate(spec.locations)
    ]
    places += [
        (one.item, ("conflicts", number, "item"), True)
        for number, one in enumerate(spec.conflicts)
        if one.item is not None
    ]
    places += [(one, ("narrative", one), False) for one in spec.narrative]
    for key, arm in spec.interventions.items():
        places += [(n, ("interventions", key, "narrative", n), False) for n in arm.narrative]
    for name, path, value in places:
        if name not in known and name.partition("/")[0] not in absent:
            yield (
                "intspec/unknown-item",
                Finding(
                    f"`{name}` is no item or part that this document is held against",
                    path,
                    did_you_mean(name, known, otherwise="no checklist is claimed"),
                    at="value" if value else "key",
                ),
            )


@frozen
class _Item:
    """An item that has no place, with the subjects that lack it and the names that give it one."""

    lacking: tuple[ItemState, ...]
    arms: str
    names: tuple[str, ...]

    @property
    def own(self) -> str:
        return f"{self.lacking[0].checklist}/{self.lacking[0].item}"


def not_located(
    spec: Specification,
    states: Iterable[ItemState],
    checklists: Iterable[Checklist],
    *,
    only: bool = False,
) -> Iterator[tuple[str, Finding, list[ItemState]]]:
    """Say which items have no location, once a primary paper is named.

    A place that several items lack is told once, with all of them.

    Args:
        spec: The specification.
        states: The verdicts on items.
        checklists: The checklists that they belong to.
        only: Whether the document holds places alone, so that an item without one is not
            reported; otherwise only those are asked for that are described.

    Yields:
        The rule, the finding, and the verdicts that it is about.
    """
    papers = [k for k, d in spec.documents.items() if d.kind == "primary-paper"]
    if not papers and not only:
        return
    papers = papers or [*spec.documents] or ["paper"]
    items = list(_unlocated(states, {c.id: c for c in checklists}, only=only))
    told: set[str] = set()
    for item in items:
        if item.own in told:
            continue
        # The place that most items lack comes first; among equals, that of the item itself.
        groups = [[one for one in items if name in one.names] for name in item.names]
        group = max(groups, key=len)
        about = item.names[groups.index(group)]
        told.update(one.own for one in group)
        lead = next((one for one in group if one.own == about), item)
        first = lead.lacking[0]
        yield (
            "intspec/not-located",
            Finding(
                f"item {first.number} ({first.title}) has no location{lead.arms}",
                ("locations",) if spec.locations else ("documents", papers[0]),
                f"add to `locations`: `about: {about}`, `document: {papers[0]}` "
                "and a section or page",
                "error" if only else None,
            ),
            [
                state
                for one in (lead, *(o for o in group if o is not lead))
                for state in one.lacking
            ],
        )


def _unlocated(
    states: Iterable[ItemState], checklists: Mapping[str, Checklist], *, only: bool
) -> Iterator[_Item]:
    wanted = ("not-reported",) if only else ("reported", "partial", "prose")
    asked: dict[tuple[str, str], list[ItemState]] = {}
    for one in states:
        if one.state in wanted and not (only and one.declared):
            asked.setdefault((one.checklist, one.item), []).append(one)
    for (name, item), subjects in asked.items():
        lacking = tuple(one for one in subjects if not one.located)
        if lacking:
            whole = len(lacking) == len(subjects)
            arms = "" if whole else " for " + ", ".join(f"`{o.arm}`" for o in lacking)
            homes = (part.home_id for part in checklists[name].parts[item])
            yield _Item(lacking, arms, tuple(dict.fromkeys((f"{name}/{item}", *homes))))
