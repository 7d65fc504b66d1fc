"""What all views share: look-ups in the specification, and the frame around their tables."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any, TypeVar

import attrs

from intspec.answers import notices
from intspec.answers.declarations import declared_words
from intspec.answers.subjects import about_words
from intspec.checklists import Checklist, Item
from intspec.diagnostics import Diagnostic, FileReport, ItemState, Path
from intspec.identifiers import canonical, web_address
from intspec.lazy import define, frozen
from intspec.model import Conflict, Declaration, Location, ReportDocument, Source, Specification
from intspec.rules.paths import Place
from intspec.states import DeclaredState, is_described
from intspec.text.wording import flat, plural
from intspec.views import words
from intspec.views.table import Block, Cell, Gaps, Note, NoteList, Table, View

#: How the reason begins where a guideline does not ask an item of arms of this role.
EXCUSED = "not asked of"
NOT_FOUND = "not-found"
PRIMARY = "primary-paper"
#: What is said of a description that others than the trial team made.
AS_REPORTED = "as reported"
#: How much of a source may have been read, in the order in which views count such sources.
READ = ("full-text", "excerpt", "abstract", "web-page")


@frozen
class Shown:
    """A record that an item shows.

    Attributes:
        value: The record, or a value of a plugin's extension.
        path: Where it is, from the root.
        fields: The fields to show, in the order in which the checklist asks for them; None for
            all.
    """

    value: Any
    path: Path
    fields: tuple[str, ...] | None = None


@define
class Context:
    """One specification, what was found in it, and the checklist that a view is made for.

    Attributes:
        spec: The specification.
        report: What checking it gave.
        checklist: The checklist.
        cited: The sources cited so far, with their marks.
        gaps: How what is missing is shown in what is to be published.
        missing: What is missing and is not shown in its place, so far: its item, arm and words.
        shown: What items show of arms, as far as it was looked for, by item and arm.
        told: The words of records that were described, by their places.
        words: The most words that a text may have; None for any number.
    """

    spec: Specification
    report: FileReport
    checklist: Checklist
    cited: dict[str, str] = attrs.field(factory=dict)
    gaps: Gaps = "inline"
    missing: list[tuple[Item, str | None, str]] = attrs.field(factory=list)
    words: int | None = None
    shown: dict[tuple[str, str | None], tuple[tuple[int, tuple[Shown, ...]], ...]] = attrs.field(
        factory=dict
    )
    told: dict[Path, tuple[Block, ...]] = attrs.field(factory=dict)

    @property
    def stage(self) -> str:
        """The stage in force: how far the study is."""
        return self.report.stage_in_force or self.spec.stage

    @property
    def ahead(self) -> bool:
        """Whether the study is still ahead, so that nothing of it is told as done."""
        return self.stage == "protocol"

    @property
    def as_reported(self) -> str:
        """What marks the words of others than the trial team; empty where it is the team's own."""
        return AS_REPORTED if self.spec.described_by == "others" else ""

    def ids(self, item: Item) -> frozenset[str]:
        """Return the ids by which a document may name an item or its parts."""
        return self.checklist.ids(item)

    def item_ids(self, item: Item) -> frozenset[str]:
        """Return the ids by which a document may name an item itself."""
        return frozenset(self.checklist.names(item))

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The places of the items in the checklist, by their ids."""
        return {item.id: number for number, item in enumerate(self.checklist.items)}

    @cached_property
    def _items(self) -> Mapping[str, Item]:
        items: dict[str, Item] = {}
        for item in self.checklist.items:
            for name in self.ids(item):
                items.setdefault(name, item)
        return items

    def item_of(self, about: str) -> Item | None:
        """Return the item of the checklist that an id names, itself or by one of its parts."""
        return self._items.get(about)

    @cached_property
    def _verdicts(self) -> Mapping[tuple[str, str | None], list[ItemState]]:
        verdicts: dict[tuple[str, str | None], list[ItemState]] = {}
        for verdict in self.report.items:
            if verdict.checklist == self.checklist.id:
                verdicts.setdefault((verdict.item, verdict.arm), []).append(verdict)
        return verdicts

    def verdicts(self, item: Item, arm: str | None) -> Sequence[ItemState]:
        """Return the verdicts on an item in one arm: one, or one for each modification."""
        return self._verdicts.get((item.id, arm), ())

    def state(self, item: Item, arm: str | None) -> ItemState | None:
        """Return the verdict on an item, or None if there is none."""
        return next(iter(self.verdicts(item, arm)), None)

    @cached_property
    def _states(self) -> Mapping[str, set[str]]:
        states: dict[str, set[str]] = {}
        for (item, _arm), verdicts in self._verdicts.items():
            states.setdefault(item, set()).update(verdict.state for verdict in verdicts)
        return states

    def common_state(self, item: Item) -> str | None:
        """Return the state that an item has in every arm, or None where the arms differ."""
        states = self._states.get(item.id, set())
        return next(iter(states)) if len(states) == 1 else None

    @cached_property
    def _findings(self) -> Mapping[tuple[str, str | None], dict[int, Diagnostic]]:
        findings: dict[tuple[str, str | None], dict[int, Diagnostic]] = {}
        for number, finding in enumerate(self.report.apart()):
            for ref in finding.items:
                if ref.checklist == self.checklist.id:
                    key = (ref.item, ref.arm or finding.arm)
                    findings.setdefault(key, {})[number] = finding
        return findings

    def findings(self, item: Item, arm: str | None) -> Iterator[Diagnostic]:
        """Go over what was found on an item in one arm."""
        of_all = self._findings.get((item.id, None), {})
        of_arm = self._findings.get((item.id, arm), {})
        both = {**of_all, **of_arm}
        yield from (both[number] for number in sorted(both))

    @cached_property
    def asks_for_settings(self) -> bool:
        """Whether some item shows the places of an arm."""
        items = self.checklist.items
        parts = (one.part for item in items for one in self.checklist.parts[item.id])
        shown = {path for item in items for path in item.shows}
        for part in parts:
            shown.update((*part.all, *part.any, *part.each, *part.some))
        return any(path.partition(".")[0] == "settings" for path in shown)

    @cached_property
    def _declarations(self) -> list[tuple[int, Declaration]]:
        void = {
            place.split("/")[2]
            for finding in self.report.diagnostics
            if finding.pointer.startswith("/declarations/") and finding.severity != "note"
            for place in (finding.pointer, *finding.more)
        }
        numbered = enumerate(self.spec.declarations)
        return [(number, one) for number, one in numbered if str(number) not in void]

    @cached_property
    def _declared_about(self) -> Mapping[str, Mapping[str | None, list[tuple[int, Declaration]]]]:
        return _by_subject((one.about, one.arm, n, one) for n, one in self._declarations)

    def declarations(self) -> list[Declaration]:
        """Return the declarations that hold, in the document's order."""
        return [declaration for _number, declaration in self._declarations]

    def answers(self, item: Item, arm: str | None) -> list[Declaration]:
        """Return the declarations that answer an item, or parts of it, on one subject.

        One that names no arm holds only where the item leaves something open.
        """
        state = self.state(item, arm)
        return [
            declaration
            for declaration in _of_subject(self._declared_about, self.ids(item), arm)
            if state is None or (state.declared and declaration.reason in state.reason)
        ]

    @cached_property
    def _declared_states(self) -> Mapping[str, str]:
        return {one.reason: one.state for one in reversed(self.spec.declarations)}

    def declared_state(self, reason: str) -> str:
        """Return the state of the declaration that gives this reason."""
        return self._declared_states.get(reason, "")

    @cached_property
    def papers(self) -> frozenset[str]:
        """The keys of the primary papers."""
        documents = self.spec.documents.items()
        return frozenset(key for key, document in documents if document.kind == PRIMARY)

    @cached_property
    def _locations(self) -> Mapping[str, Mapping[str | None, list[tuple[int, Location]]]]:
        numbered = enumerate(self.spec.locations)
        return _by_subject((one.about, one.arm, n, one) for n, one in numbered)

    def locations(self, item: Item, arm: str | None) -> list[Location]:
        """Return the places of an item or its parts that hold for an arm; for None, of all arms."""
        return _of_subject(self._locations, self.ids(item), arm)

    @cached_property
    def _conflicts(self) -> Mapping[str, Mapping[str | None, list[tuple[int, Conflict]]]]:
        numbered = enumerate(self.spec.conflicts)
        return _by_subject((one.item or "", one.arm, n, one) for n, one in numbered)

    def conflicts(self, item: Item, arm: str | None) -> list[Conflict]:
        """Return what sources disagree on of an item in an arm; for None, in any."""
        return _of_subject(self._conflicts, self.ids(item), arm)

    @cached_property
    def titles(self) -> Counter[str]:
        """How often a document or an arm is called so."""
        titles = map(plain_title, self.spec.documents.values())
        return Counter([*titles, *map(self.arm_name, self.spec.interventions)])

    def cite(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Return the marks of sources, numbered as they are first cited."""
        keys = [key for key in sources if key in self.spec.sources]
        for key in keys:
            self.cited.setdefault(key, str(len(self.cited) + 1))
        return tuple(sorted((self.cited[key] for key in dict.fromkeys(keys)), key=int))

    def cite_at(self, path: Path) -> tuple[str, ...]:
        """Return the marks of the sources of a place: its own, or else of what it stands in."""
        for _inner, record in reversed(records_along(self.spec, path)):
            sources = getattr(record, "sources", ())
            if isinstance(sources, tuple) and sources:
                return self.cite(sources)
        return ()

    def part_name(self, about: str, item: Item) -> str:
        """Return what a part of an item is called; empty for the item itself."""
        return "" if about in self.item_ids(item) else about_words(about, self.checklist)

    def declared_block(self, state: DeclaredState, reason: str, target: str | None = None) -> Block:
        """Make the block that prints a declaration with its reason, as it was written.

        Args:
            state: The declared state.
            reason: The reason given.
            target: Key of the one thing that it is about.
        """
        label = declared_words(
            state,
            "" if target is None else self.name_of(target),
            by_others=self.spec.described_by == "others",
        )
        return Block("declared", flat(reason), words.upper_first(label))

    def source_notes(self) -> tuple[Note, ...]:
        """Return the sources cited, in the order of their marks."""
        return tuple(source_note(self.spec.sources[key], mark) for key, mark in self.cited.items())

    def name_of(self, key: str) -> str:
        """Return the name of what stands under a key in one of the catalogues, or the key."""
        spec = self.spec
        for catalogue in (spec.materials, spec.providers, spec.settings, spec.measures):
            if key in catalogue:
                return Place(catalogue[key], (key,)).name
        return words.term(key)

    def arm_name(self, key: str | None) -> str:
        """Return what an arm is called; with its key where another has the same name."""
        if key is None:
            return ""
        arm = self.spec.interventions.get(key)
        if arm is None:
            return words.term(key)
        name = flat(arm.name)
        return f"{name} ({key})" if self._arm_names[name] > 1 else name

    @cached_property
    def _arm_names(self) -> Counter[str]:
        return Counter(flat(arm.name) for arm in self.spec.interventions.values())


About = TypeVar("About")


def _by_subject(
    entries: Iterable[tuple[str, str | None, int, About]],
) -> Mapping[str, Mapping[str | None, list[tuple[int, About]]]]:
    """Gather entries, each with its number, by what they are about and by their arms."""
    by_about: dict[str, dict[str | None, list[tuple[int, About]]]] = {}
    for about, arm, number, entry in entries:
        by_about.setdefault(about, {}).setdefault(arm, []).append((number, entry))
    return by_about


def _of_subject(
    by_about: Mapping[str, Mapping[str | None, list[tuple[int, About]]]],
    ids: Iterable[str],
    arm: str | None,
) -> list[About]:
    """Return the entries about one of some ids that hold for an arm, or for any, in order."""
    if not by_about:
        return []
    found: list[tuple[int, About]] = []
    for name in ids:
        by_arm = by_about.get(name, {})
        for key in by_arm if arm is None else (None, arm):
            found += by_arm.get(key, ())
    return [entry for _number, entry in sorted(found, key=itemgetter(0))]


def plain_title(document: ReportDocument) -> str:
    """Return the title of a document, or else the words for its kind."""
    return flat(document.title or words.upper_first(words.term(document.kind)))


def identified(title: str, document: ReportDocument) -> str:
    """Write what a document is called, with its DOI or address."""
    doi = canonical("doi", document.doi) or document.doi if document.doi else None
    return notices.write_identified(title, doi, document.url)


def source_note(source: Source, mark: str) -> Note:
    """Write a source as a reference list does, with how much of it was read."""
    numbers = [
        f"PMID {canonical('pmid', source.pmid) or source.pmid}" if source.pmid else None,
        (canonical("pmcid", source.pmcid) or source.pmcid) if source.pmcid else None,
    ]
    text = words.sentences([source.citation, words.clauses(numbers, ", ")])
    if source.read:
        text = f"{text.removesuffix('.')} ({words.term(source.read)} read)."
    return Note(text=text, mark=mark, url=link(source.doi, source.url))


def link(doi: str | None, url: str | None) -> str:
    """Return the address of a publication; empty if it has none that a browser may open."""
    address = web_address("doi", doi) if doi else ""
    return address or _open(url)


def _open(url: str | None) -> str:
    return url if url and url.startswith(("https://", "http://")) else ""


def state_words(state: ItemState) -> str:
    """Write a verdict: `Reported`, `Partial (declared)`, `Not found`."""
    declared = state.declared_state if state.state == "not-reported" else ""
    text = words.upper_first(words.term(declared or state.state))
    return f"{text} (declared)" if state.declared and is_described(state.state) else text


def verdict_cell(verdicts: Sequence[ItemState]) -> Cell:
    """Write the verdicts on an item in one arm: one, or one for each modification."""
    states = {verdict.state for verdict in verdicts}
    texts = dict.fromkeys(map(state_words, verdicts))
    state = verdicts[0].state if len(states) == 1 else None
    return Cell(tuple(Block("text", text) for text in texts), state)


def records_along(spec: Specification, path: Path) -> list[tuple[Path, Any]]:
    """Return the records that a path goes through, the document first, with their paths."""
    value: Any = spec
    records: list[tuple[Path, Any]] = [((), spec)]
    for number, step in enumerate(path, start=1):
        if isinstance(value, Mapping):
            value = value.get(str(step))
        elif isinstance(value, tuple):
            value = value[step] if isinstance(step, int) and step < len(value) else None
        elif attrs.has(type(value)):
            value = getattr(value, str(step), None)
        else:
            value = None
        if value is None:
            break
        if attrs.has(type(value)):
            records.append((path[:number], value))
    return records


def frame(  # noqa: PLR0913 -- one keyword for each part of a view
    context: Context,
    kind: str,
    what: str,
    tables: tuple[Table, ...],
    *,
    intro: tuple[str, ...] = (),
    notes: tuple[NoteList, ...] = (),
) -> View:
    """Put tables into a view.

    Args:
        context: The specification and its checklist.
        kind: Name of the view.
        what: What it shows, in a few words.
        tables: Its tables.
        intro: Paragraphs before them.
        notes: Lists under them; lists without entries are left out.
    """
    spec = context.spec
    return View(
        kind=kind,
        title=spec.title,
        subtitle=f"{context.checklist.label}: {what}",
        language=spec.language or "en",
        notices=notices_of(context),
        intro=intro,
        tables=tables,
        notes=tuple(note_list for note_list in notes if note_list.notes),
        guideline=guideline_note(context.checklist),
        identifier=f"{spec.id}@{spec.version}" if spec.version else spec.id,
        gaps=len(context.missing),
    )


def guideline_note(checklist: Checklist) -> Note:
    """Write the publication of a guideline."""
    file = checklist.file
    text = f"{checklist.label}: {words.sentence(file.citation)}"
    return Note(text, url=link(file.doi, file.url))


def notices_of(context: Context) -> tuple[str, ...]:
    """Say what a reader must know of the specification before the rest."""
    spec = context.spec
    texts = []
    if spec.fictitious:
        texts.append(notices.FICTITIOUS)
    if spec.described_by == "others":
        texts.append(words.sentence(f"{notices.BY_OTHERS}, not by the trial team{_read(context)}"))
    if context.stage != "results":
        stage = f"{words.upper_first(context.stage)}{notices.STAGE}"
        planned = "what is planned" if context.stage == "protocol" else ""
        # Of a study that others describe, there may be results that they have not read.
        none_yet = "" if context.spec.described_by == "others" else "there are no results yet"
        texts.append(
            words.sentence(words.clauses([stage, words.clauses([planned, none_yet])], ": "))
        )
    elif _may_be_planned(context):
        texts.append(f"Results{notices.STAGE}: what was done.")
    if spec.no_comparator is not None:
        texts.append(f"{notices.NO_COMPARATOR}{words.sentence(spec.no_comparator.reason)}")
    return tuple(texts)


def _may_be_planned(context: Context) -> bool:
    """Tell whether a form without a stage may be taken for that of a study without results yet."""
    title, meant = context.spec.title, context.checklist.file.stage
    notice = notices.read_notice(title)
    named = notice.value if notice is not None and notice.kind == "stage" else meant
    return notices.says_planned(title) or {named, meant} - {None, "results"} != set()


def _read(context: Context) -> str:
    extents = (source.read for source in context.spec.sources.values())
    numbers: Counter[str] = Counter(extent for extent in extents if extent is not None)
    counts = [plural(numbers[extent], words.term(extent)) for extent in READ if numbers[extent]]
    return f" (read: {words.listing(counts)})" if counts else ""


def left_out(context: Context) -> NoteList:
    """List what the checklist leaves out of the guideline."""
    entries = tuple(Note(words.sentence(text)) for text in context.checklist.file.leaves_out)
    return NoteList("left-out", notices.LEFT_OUT, entries)
