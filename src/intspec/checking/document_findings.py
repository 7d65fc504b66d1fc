"""What is wrong with a document as a whole: claims, names of items, declarations, locations."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from intspec.checking.declarations import named_ids
from intspec.checking.misspelt import checklist_of, checklists_meant, domains_meant
from intspec.checking.records import Applied, Names, PlacedDeclaration, Runs
from intspec.checklists import Checklist
from intspec.diagnostics import Finding, ItemState, Path
from intspec.lazy import frozen
from intspec.model import Specification
from intspec.rules.arms import is_for_population
from intspec.schema.generating import extensions_of
from intspec.states import ITEM_STATES, state_words
from intspec.text.names import KnownNames, nearest, several_in
from intspec.text.wording import some_of

if TYPE_CHECKING:
    from intspec.plugins import Registry

#: What to do about fields that no plugin knows.
INSTALL = "install the plugin that checks them"
#: How many checklists a remedy names.
LISTED = 12
#: The id of a rule, and what it finds.
Named = tuple[str, Finding]


def document_findings(
    runs: Runs, applied: Applied, verdicts: Sequence[ItemState], registry: "Registry"
) -> Iterator[tuple[str, Finding, tuple[ItemState, ...]]]:
    """Say what is wrong with the document as a whole.

    Yields:
        The rule, the finding, and the verdicts that it is about.
    """
    spec, claims = runs.spec, runs.claims
    absent = _absent(runs, registry.claimable)
    named: list[Named] = [
        *_unknown_claims(spec, [*registry.claimable, *claims.lost]),
        *_unknown_extensions(runs, registry),
        *_unknown_items(spec, applied.names, absent, registry.claimable),
        *_declaration_faults(applied, _dormant(runs, applied), absent, registry.claimable),
    ]
    if not claims.ids and not runs.taken.gone_from("checklists"):
        named.append(("intspec/no-checklist", _no_checklist(registry.claimable)))
    named += _policies(spec, claims.checklists)
    for rule, finding in named:
        yield rule, finding, ()
    judged = _known_to_lack(runs, verdicts)
    yield from _not_located(spec, judged, claims.checklists, only=applied.only_places)


def _known_to_lack(runs: Runs, verdicts: Sequence[ItemState]) -> Iterator[ItemState]:
    """Go over the verdicts but for those whose location may be one that was taken out."""
    unfit = {(one.about, one.arm) for one in runs.taken.statements["locations"]}
    names = (
        {
            (checklist.id, item.id): checklist.ids(item)
            for checklist in runs.claims.checklists
            for item in checklist.items
        }
        if unfit
        else {}
    )
    for verdict in verdicts:
        ids = names.get((verdict.checklist, verdict.item), ())
        may_be = {(name, arm) for name in (*ids, None) for arm in (None, verdict.arm)}
        if unfit.isdisjoint(may_be):
            yield verdict


def _policies(spec: Specification, checklists: Iterable[Checklist]) -> Iterator[Named]:
    """Say of each checklist that it was made for something else, where an arm is a policy."""
    arms = spec.interventions.items()
    key = next((key for key, arm in arms if is_for_population(arm)), None)
    for checklist in checklists if key is not None else ():
        finding = Finding(
            f"{checklist.label} was made for interventions delivered to people, and "
            f"'{spec.interventions[str(key)].name}' is given to a population; TIDieR-PHP, which is "
            "not included, was made for policies",
            ("interventions", str(key)),
            "read its verdict with that in mind, and hold the policy against TIDieR-PHP as well",
        )
        yield "intspec/made-for-people", finding


def _no_checklist(claimable: list[str]) -> Finding:
    """Say what to claim."""
    listed = some_of([f"`- {name}`" for name in claimable], LISTED)
    return Finding(
        "no checklist is claimed, so only the document's own consistency was checked",
        (),
        f"add `checklists:` with one or more of these: {listed}"
        if claimable
        else "install the plugin of a checklist",
    )


def _dormant(runs: Runs, applied: Applied) -> set[str]:
    """Return the ids on which an unused declaration is no fault."""
    dormant: set[str] = set(applied.names.lost)
    if runs.taken.gone_from("checklists"):
        dormant.update(applied.names.waivable)
    for asked in runs.items:
        states = {run.state for _use, run in asked.runs}
        whole = asked.key in applied.whole
        if whole or not states - {"not-yet"} or states & {"crashed", "blocked"}:
            dormant.update(asked.names)
            dormant.update(use.part.rule for use, _run in asked.runs)
    dormant.update(run.rule for run in runs.by_key.values() if run.state == "blocked")
    for gap in applied.gaps:
        if gap.closed_by == "unfit":
            dormant |= gap.part_ids | gap.item_ids
    unasked = {(verdict.checklist, verdict.item) for verdict in runs.unasked}
    for checklist in runs.claims.checklists:
        for item in checklist.items:
            if (checklist.id, item.id) in unasked:
                dormant.update(checklist.names(item))
                dormant.update(part.rule for part in checklist.parts[item.id])
    return dormant


def _unknown_claims(spec: Specification, claimable: list[str]) -> Iterator[Named]:
    """Say which claimed checklists are not installed, and which are claimed again."""
    first: dict[str, int] = {}
    for number, name in enumerate(spec.checklists):
        if first.setdefault(name, number) != number:
            yield (
                "intspec/checklist-twice",
                Finding(
                    f"the checklist `{name}` is claimed already, by entry {first[name] + 1}",
                    ("checklists", number),
                    "remove one of the two",
                    at="value",
                ),
            )
        elif name not in claimable:
            from intspec.text.lookalikes import same_name  # noqa: PLC0415 -- only a fault

            # It may be named as people do: `CONSORT 2025`, `TIDieR checklist`.
            meant = "" if same_name(name, claimable) else checklist_of(name, claimable)[0]
            guess = f"write `{meant}`" if meant else KnownNames(claimable).instead(name)
            several = checklists_meant(name, claimable)
            if parts := several_in(name) if several else []:
                guess = f"write {', '.join(f'`- {one}`' for one in several)}"
                strange = [one for one in parts if not checklists_meant(one, claimable)]
                if strange:
                    guess += f"; there is none called {', '.join(f'`{one}`' for one in strange)}"
            yield (
                "intspec/unknown-checklist",
                Finding(
                    f"the checklist `{name}` is not installed",
                    ("checklists", number),
                    guess,
                    at="value",
                ),
            )


def _absent(runs: Runs, claimable: list[str]) -> Collection[str]:
    """Return the claimed checklists that are not installed, and those that they may stand for."""
    spec = runs.spec
    if runs.taken.gone_from("checklists"):
        # What was claimed is not known: all that an id may belong to may be it.
        return {name.partition("/")[0] for name in named_ids(spec)} - {"intspec", *runs.claims.ids}
    names = {name for name in spec.checklists if name not in claimable}
    meant = (checklist_of(name, claimable)[0] or nearest(name, claimable) for name in names)
    return names | {name for name in meant if name is not None and name not in runs.claims.ids}


def _unknown_extensions(runs: Runs, registry: "Registry") -> Iterator[Named]:
    """Say which fields belong to plugins that are not installed: they are kept, and not checked.

    Where it is evident which others were meant, what is held against those cannot be judged.
    """
    spec = runs.spec
    holders: list[tuple[Path, Any]] = [((), spec)]
    holders += [(("interventions", key), arm) for key, arm in spec.interventions.items()]
    for at, holder in holders:
        stated: Mapping[str, Any] = holder.extensions
        known = extensions_of(type(holder), registry.extensions)
        if stated.keys() <= known.keys():
            continue
        meant = domains_meant(stated, type(holder), runs.claims, registry)
        free = KnownNames(name for name in known if name not in stated)
        for name in (name for name in stated if name not in known):
            message = f"the fields of `{name}` are kept, but no plugin that knows them is installed"
            hint = f"{free.instead(name, colon=':')}, or {INSTALL}"
            if name in registry.extensions:
                message = f"the fields of `{name}` are kept, but it has none of an arm"
                hint = "move them to `extensions:` of the whole specification"
            elif free.nearest(name) is not None:
                message = f"{message}; {free.did_you_mean(name)}"
            finding = Finding(
                message, (*at, "extensions", name), hint, "error" if name in meant else None
            )
            yield "intspec/unknown-extension", finding


def _unknown_items(
    spec: Specification, names: Names, absent: Collection[str], claimable: Collection[str]
) -> Iterator[Named]:
    """Say which items and parts are named, outside declarations, that do not exist.

    What belongs to a checklist that is claimed and absent is not told again.
    """
    places: list[tuple[str, tuple[str | int, ...], bool]] = [
        (entry.about, ("locations", number, "about"), True)
        for number, entry in enumerate(spec.locations)
    ]
    places += [
        (entry.item, ("conflicts", number, "item"), True)
        for number, entry in enumerate(spec.conflicts)
        if entry.item is not None
    ]
    places += [(entry, ("narrative", entry), False) for entry in spec.narrative]
    for key, arm in spec.interventions.items():
        places += [(n, ("interventions", key, "narrative", n), False) for n in arm.narrative]
    for name, path, value in places:
        if name not in names.waivable and name.partition("/")[0] not in absent:
            yield (
                "intspec/unknown-item",
                Finding(
                    f"`{name}` is no item or part that this document is held against",
                    path,
                    _instead(name, names, claimable, colon="" if value else ":"),
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


def _not_located(
    spec: Specification,
    states: Iterable[ItemState],
    checklists: Iterable[Checklist],
    *,
    only: bool = False,
) -> Iterator[tuple[str, Finding, tuple[ItemState, ...]]]:
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
    named: set[str] = set()
    for item in items:
        if item.own in named:
            continue
        # The place that most items lack comes first; among equals, that of the item itself.
        groups = [[other for other in items if name in other.names] for name in item.names]
        group = max(groups, key=len)
        about = item.names[groups.index(group)]
        named.update(other.own for other in group)
        lead = next((other for other in group if other.own == about), item)
        first = lead.lacking[0]
        yield (
            "intspec/not-located",
            Finding(
                f"item {first.number} ({first.title}) has no location{lead.arms}",
                ("locations",) if spec.locations else ("documents", papers[0]),
                f"add `- about: {about}`, `document: {papers[0]}`, `section:` (or page) to "
                "`locations:`",
                "error" if only else None,
            ),
            tuple(
                state
                for other in (lead, *(o for o in group if o is not lead))
                for state in other.lacking
            ),
        )


def _unlocated(
    states: Iterable[ItemState], checklists: Mapping[str, Checklist], *, only: bool
) -> Iterator[_Item]:
    wanted = "missing" if only else "described"
    asked: dict[tuple[str, str], list[ItemState]] = {}
    for verdict in states:
        if ITEM_STATES[verdict.state].counts_as == wanted and not (only and verdict.declared):
            asked.setdefault((verdict.checklist, verdict.item), []).append(verdict)
    for (name, item), subjects in asked.items():
        lacking = tuple(verdict for verdict in subjects if not verdict.located)
        if lacking:
            whole = len(lacking) == len(subjects)
            arms = "" if whole else " for " + ", ".join(f"`{o.arm}`" for o in lacking)
            homes = (part.home_id for part in checklists[name].parts[item])
            yield _Item(lacking, arms, tuple(dict.fromkeys((f"{name}/{item}", *homes))))


def _declaration_faults(
    applied: Applied,
    dormant: Collection[str],
    absent: Collection[str],
    claimable: Collection[str],
) -> Iterator[tuple[str, Finding]]:
    """Say what is wrong with the declarations themselves.

    Args:
        applied: The declarations, and what they answer.
        dormant: Ids that are not asked yet, or not of the arm.
        absent: Checklists that are claimed and not there: what is theirs is not told again.
        claimable: The checklists that are installed.

    Yields:
        The rule and the finding.
    """
    known = applied.names.waivable
    seen: dict[tuple[str, str | None, str | None], int] = {}
    for entry in applied.declared:
        about = entry.declaration.about
        earlier = seen.setdefault((about, entry.arm, entry.declaration.target), entry.number)
        contradicted = applied.contradicted.get(entry.number, ())
        if about not in known:
            if about.partition("/")[0] not in absent:
                yield _fault_unknown(entry, applied.names, claimable)
        elif not known[about]:
            yield _fault_not_allowed(entry)
        elif earlier != entry.number:
            yield _fault_twice(entry)
        elif contradicted:
            yield _fault_contradicted(entry, contradicted)
        elif about.partition("/")[0] in absent:
            # What is held against a checklist that is not there has nothing to answer.
            continue
        elif entry.number not in applied.used and entry.about not in dormant:
            yield _fault_unused(entry)


def _fault(
    rule: str, entry: PlacedDeclaration, key: str, message: str, hint: str
) -> tuple[str, Finding]:
    return rule, Finding(message, ("declarations", entry.number, key), hint, at="value")


def _instead(name: str, names: Names, claimable: Collection[str], *, colon: str = "") -> str:
    """Say what to write in place of a name of no item that the document is held against."""
    from intspec.text.lookalikes import same_name  # noqa: PLC0415 -- only a fault

    checklist, is_alone = checklist_of(name, claimable)
    alike = same_name(name, names.waivable) is not None
    if checklist and not alike and all(checklist != one.id for one in names.checklists):
        if is_alone:
            entry = "it" if colon else "the entry"
            claimed = f"add `- {checklist}` to `checklists:` and name an item of it here"
            return f"remove {entry}, or {claimed}"
        return f"add `- {checklist}` to `checklists:`, or remove what names it"
    return names.known.instead(name, colon=colon)


def _fault_unknown(
    entry: PlacedDeclaration, names: Names, claimable: Collection[str]
) -> tuple[str, Finding]:
    about = entry.declaration.about
    message = f"`{about}` is no item, part or rule that this document is held against"
    hint = _instead(about, names, claimable)
    return _fault("intspec/unknown-item", entry, "about", message, hint)


def _fault_not_allowed(entry: PlacedDeclaration) -> tuple[str, Finding]:
    message = f"`{entry.declaration.about}` cannot be answered by a declaration"
    hint = "remove the declaration; mend what it finds instead"
    return _fault("intspec/declaration-not-allowed", entry, "about", message, hint)


def _fault_twice(entry: PlacedDeclaration) -> tuple[str, Finding]:
    message = f"`{entry.declaration.about}` is declared twice for the same arm"
    hint = "remove the declaration, or the other"
    return _fault("intspec/declaration-twice", entry, "about", message, hint)


def _fault_contradicted(
    entry: PlacedDeclaration, arms: tuple[str | None, ...]
) -> tuple[str, Finding]:
    where = ", ".join(f"`{arm}`" for arm in dict.fromkeys(arms) if arm)
    state = state_words(entry.declaration.state)
    message = f"`{entry.declaration.about}` is declared {state}, but the document reports it"
    message += f" for {where}" if where else ""
    hint = "remove the declaration, or the content if it is wrong; the content counts"
    return _fault("intspec/declaration-contradicted", entry, "state", message, hint)


def _fault_unused(entry: PlacedDeclaration) -> tuple[str, Finding]:
    message = (
        f"the declaration on `{entry.declaration.about}` answers nothing: no gap is left there"
    )
    hint = "remove the declaration, or check its `arm` and `target`"
    return _fault("intspec/declaration-unused", entry, "about", message, hint)
