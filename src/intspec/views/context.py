"""What all views share: look-ups in the specification, and the frame around their tables."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from intspec.answers import notices
from intspec.answers.declarations import declared_words
from intspec.answers.subjects import about_words
from intspec.checklists import Checklist, Item
from intspec.diagnostics import Diagnostic, FileReport, ItemState, Path
from intspec.identifiers import canonical, web_address
from intspec.lazy import define
from intspec.model import Declaration, Source, Specification
from intspec.rules.paths import Place
from intspec.states import DeclaredState
from intspec.text.wording import flat, plural
from intspec.views import words
from intspec.views.table import Block, Note, NoteList, Table, View

#: How the reason begins where a guideline does not ask an item of arms of this role.
EXCUSED = "not asked of"
NOT_FOUND = "not-found"
#: How much of a source may have been read, in the order in which views count such sources.
READ = ("full-text", "excerpt", "abstract", "web-page")


@define
class Context:
    """One specification, what was found in it, and the checklist that a view is made for.

    Attributes:
        spec: The specification.
        report: What checking it gave.
        checklist: The checklist.
        cited: The sources cited so far, with their marks.
    """

    spec: Specification
    report: FileReport
    checklist: Checklist
    cited: dict[str, str] = attrs.field(factory=dict)

    def ids(self, item: Item) -> frozenset[str]:
        """Return the ids by which a document may name an item or its parts."""
        return self.checklist.ids(item)

    def item_ids(self, item: Item) -> frozenset[str]:
        """Return the ids by which a document may name an item itself."""
        return frozenset(self.checklist.names(item))

    def item_of(self, about: str) -> Item | None:
        """Return the item of the checklist that an id names, itself or by one of its parts."""
        return next((item for item in self.checklist.items if about in self.ids(item)), None)

    def state(self, item: Item, arm: str | None) -> ItemState | None:
        """Return the verdict on an item, or None if there is none."""
        for state in self.report.items:
            same = state.checklist == self.checklist.id and state.item == item.id
            if same and state.arm == arm:
                return state
        return None

    def common_state(self, item: Item) -> str | None:
        """Return the state that an item has in every arm, or None where the arms differ."""
        states = {
            state.state
            for state in self.report.items
            if state.checklist == self.checklist.id and state.item == item.id
        }
        return states.pop() if len(states) == 1 else None

    def findings(self, item: Item, arm: str | None) -> Iterator[Diagnostic]:
        """Go over what was found on an item in one arm."""
        for finding in self.report.diagnostics:
            for ref in finding.items:
                same = ref.checklist == self.checklist.id and ref.item == item.id
                if same and (ref.arm or finding.arm) in (arm, None):
                    yield finding
                    break

    def declarations(
        self, about: Iterable[str] | None = None, arm: str | None = None
    ) -> list[Declaration]:
        """Return the declarations that hold, in the document's order.

        Args:
            about: The ids that they may be about; any when absent.
            arm: The arm that they must hold for; any when absent.
        """
        void = {
            place.split("/")[2]
            for finding in self.report.diagnostics
            if finding.pointer.startswith("/declarations/") and finding.severity != "note"
            for place in (finding.pointer, *finding.more)
        }
        ids = None if about is None else set(about)
        return [
            declaration
            for number, declaration in enumerate(self.spec.declarations)
            if str(number) not in void
            and (ids is None or declaration.about in ids)
            and (arm is None or declaration.arm in (arm, None))
        ]

    def answers(self, item: Item, arm: str | None) -> list[Declaration]:
        """Return the declarations that answer an item, or parts of it, on one subject.

        One that names no arm holds only where the item leaves something open.
        """
        state = self.state(item, arm)
        return [
            declaration
            for declaration in self.declarations(self.ids(item), arm)
            if state is None or (state.declared and declaration.reason in state.reason)
        ]

    def declared_state(self, reason: str) -> str:
        """Return the state of the declaration that gives this reason."""
        states = [
            declaration.state
            for declaration in self.spec.declarations
            if declaration.reason == reason
        ]
        return states[0] if states else ""

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
        same = [other for other in self.spec.interventions.values() if flat(other.name) == name]
        return f"{name} ({key})" if len(same) > 1 else name


def source_note(source: Source, mark: str) -> Note:
    """Write a source as a reference list does, with how much of it was read."""
    numbers = [
        f"PMID {canonical('pmid', source.pmid) or source.pmid}" if source.pmid else None,
        (canonical("pmcid", source.pmcid) or source.pmcid) if source.pmcid else None,
    ]
    extent = f"Read: {words.term(source.read)}" if source.read else None
    text = words.sentences([source.citation, words.clauses(numbers, ", "), extent])
    return Note(text=text, mark=mark, url=link(source.doi, source.url))


def link(doi: str | None, url: str | None) -> str:
    """Return the address of a publication; empty if it has none that a browser may open."""
    address = web_address("doi", doi) if doi else ""
    return address or _open(url)


def _open(url: str | None) -> str:
    return url if url and url.startswith(("https://", "http://")) else ""


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
    spec, file = context.spec, context.checklist.file
    return View(
        kind=kind,
        title=spec.title,
        subtitle=f"{context.checklist.label}: {what}",
        language=spec.language or "en",
        notices=notices_of(context),
        intro=intro,
        tables=tables,
        notes=tuple(note_list for note_list in notes if note_list.notes),
        guideline=Note(
            f"{context.checklist.label}: {words.sentence(file.citation)}",
            url=link(file.doi, file.url),
        ),
        identifier=f"{spec.id}@{spec.version}" if spec.version else spec.id,
    )


def notices_of(context: Context) -> tuple[str, ...]:
    """Say what a reader must know of the specification before the rest."""
    spec = context.spec
    texts = []
    if spec.fictitious:
        texts.append(notices.FICTITIOUS)
    if spec.described_by == "others":
        texts.append(words.sentence(f"{notices.BY_OTHERS}, not by the trial team{_read(context)}"))
    stage = context.report.stage_in_force or spec.stage
    if stage != "results":
        texts.append(
            f"{words.upper_first(stage)}{notices.STAGE}: what cannot be known yet is not asked for."
        )
    if spec.no_comparator is not None:
        texts.append(f"{notices.NO_COMPARATOR}{words.sentence(spec.no_comparator.reason)}")
    return tuple(texts)


def _read(context: Context) -> str:
    extents = (source.read for source in context.spec.sources.values())
    numbers: Counter[str] = Counter(extent for extent in extents if extent is not None)
    counts = [plural(numbers[extent], words.term(extent)) for extent in READ if numbers[extent]]
    return f" (read: {words.listing(counts)})" if counts else ""


def left_out(context: Context) -> NoteList:
    """List what the checklist leaves out of the guideline."""
    entries = tuple(Note(words.sentence(text)) for text in context.checklist.file.leaves_out)
    return NoteList("left-out", notices.LEFT_OUT, entries)
