"""The checklist view: the guideline's form, and where each item is reported."""

from collections.abc import Iterable, Mapping

from intspec.answers import notices
from intspec.answers.declarations import ELSEWHERE, IN_PRIMARY, NOT_ASKED, NOT_LOCATED, NOT_YET
from intspec.answers.subjects import write_lead
from intspec.checklists import Item
from intspec.lazy import frozen
from intspec.model import Location
from intspec.states import closes
from intspec.views import words
from intspec.views.context import EXCUSED, Context, frame, identified, left_out, link, plain_title
from intspec.views.description_view import arm_note
from intspec.views.table import Block, BlockKind, Cell, Column, Note, NoteList, Row, Table, View

WHERE = "Where located"
COLUMNS = (
    Column("number", "Item number", width=1),
    Column("item", "Item", head=True, width=4),
    Column("primary", "Primary paper", span=WHERE, note="page, section or appendix", width=3),
    Column("other", "Other", span=WHERE, note="details", width=5),
)


@frozen
class Entry:
    """One thing that an answer says, before its arm and part are written out.

    Attributes:
        kind: The kind of block.
        text: The words.
        state: What they say: a declared state in words, or "".
        part: The part of the item that it is about, in words; empty for the whole item.
        arm: The arm that it is about, of an item about the study.
    """

    kind: BlockKind
    text: str
    state: str = ""
    part: str = ""
    arm: str | None = None


#: The entries of the two columns on one subject: primary paper, and other documents.
Answer = tuple[tuple[Entry, ...], tuple[Entry, ...]]


def checklist_view(context: Context) -> View:
    """Make the guideline's form."""
    rows = []
    group = None
    for item in context.checklist.items:
        if item.group is not None and item.group != group:
            rows.append(Row("group", (Cell((Block("text", item.group),)),)))
        group = item.group
        rows.append(_row(item, context))
    table = Table("items", "Where each item is reported", COLUMNS, tuple(rows))
    intro: tuple[str, ...] = ()
    if not context.spec.locations:
        intro = (notices.NO_LOCATIONS,)
    return frame(
        context,
        "checklist",
        "checklist",
        (table,),
        intro=intro,
        notes=(
            NoteList("arms", notices.ARMS, _arms(context)),
            NoteList("documents", notices.DOCUMENTS, _documents(context)),
            left_out(context),
        ),
    )


def _arms(context: Context) -> tuple[Note, ...]:
    """Say which arms there are: answers name them, and speak of all where they name none."""
    return tuple(
        Note(f"{context.arm_name(key)}: {arm_note(arm, context)}")
        for key, arm in context.spec.interventions.items()
    )


def _documents(context: Context) -> tuple[Note, ...]:
    located = {location.document for location in context.spec.locations}
    notes = []
    for key, document in context.spec.documents.items():
        if key in located:
            text = notices.write_listed(document.kind, document_title(key, context))
            notes.append(Note(text, url=link(document.doi, document.url)))
    return tuple(notes)


def _row(item: Item, context: Context) -> Row:
    primary, other = _answers(item, context)
    asks = (Block("text", words.sentence(item.asks)),) if item.asks else ()
    state = context.common_state(item)
    return Row(
        "item",
        (
            Cell((Block("text", item.number),)),
            Cell((Block("label", item.title), *asks)),
            Cell(primary, state),
            Cell(other, state),
        ),
    )


def _answers(item: Item, context: Context) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Answer an item: once where all arms say the same, or else arm by arm."""
    arms: list[str | None] = list(context.spec.interventions)
    if context.checklist.scope(item) == "study":
        arms = [None]
    places = {arm: _places(item, arm, context) for arm in arms}
    same = len(set(places.values())) == 1
    columns: tuple[list[Block], list[Block]] = ([], [])
    for arm in arms[:1] if same else arms:
        for column, entries in zip(columns, places[arm], strict=True):
            column.extend(_block(entry, None if same else arm, context) for entry in entries)
    remarks = {arm: _remarks(item, arm, places[arm], context) for arm in arms}
    # Where an item is asked of some arms, nothing need be said of the others.
    asked = [arm for arm in arms if not _not_asked(remarks[arm])] or arms
    for number, column in enumerate(columns):
        texts = {remarks[arm][number] for arm in arms}
        for arm in arms[:1] if len(texts) == 1 else asked:
            subject = None if len(texts) == 1 else arm
            column.extend(_block(entry, subject, context) for entry in remarks[arm][number])
    return tuple(columns[0]), tuple(columns[1])


def _not_asked(remarks: Answer) -> bool:
    return [entry.state for column in remarks for entry in column] == [NOT_ASKED]


def _block(entry: Entry, arm: str | None, context: Context) -> Block:
    """Say of which arm and part an entry is: `Walking in groups, materials access`."""
    arm = arm or entry.arm
    label = write_lead(context.arm_name(arm), entry.part)
    if not arm:
        label = words.upper_first(label)
    text = entry.text
    if entry.state:
        label = f"{label}: {entry.state}" if label else words.upper_first(entry.state)
    elif text in (NOT_LOCATED, ELSEWHERE) and not label:
        text = words.upper_first(text)
    return Block(entry.kind, text, label)


def _remarks(item: Item, arm: str | None, places: Answer, context: Context) -> Answer:
    """Say what stands in for a place: a declaration, the stage, or that there is none."""
    primary: list[Entry] = []
    other: list[Entry] = []
    settled = False
    for declaration in context.answers(item, arm):
        declared = context.declared_block(
            declaration.state, declaration.reason, target=declaration.target
        )
        part = context.part_name(declaration.about, item)
        state = words.lower_first(declared.label)
        entry = Entry("declared", declared.text, state, part)
        if not part and closes(declaration.state, part=True):
            primary.append(entry)
            settled = True
        else:
            other.append(entry)
    verdict = context.state(item, arm)
    located = places[0] or places[1]
    if verdict is not None and verdict.state == "not-yet" and not located:
        reason = words.sentence(verdict.reason or "not asked at this stage")
        primary.append(Entry("declared", reason, NOT_YET))
    elif verdict is not None and verdict.reason.startswith(EXCUSED) and not located:
        primary.append(Entry("declared", words.sentence(verdict.reason), NOT_ASKED))
    elif not settled and not located:
        primary.append(Entry("gap", NOT_LOCATED))
    elif not settled and not places[0]:
        primary.append(Entry("text", ELSEWHERE))
    return tuple(primary), tuple(other)


def _places(item: Item, arm: str | None, context: Context) -> Answer:
    if not context.spec.locations:
        return (), ()
    primary: dict[Entry, None] = {}
    other: dict[Entry, None] = {}
    papers = context.papers
    for (document, part, named_arm), locations in _together(item, arm, context).items():
        listed = document not in papers or len(papers) > 1
        name = document_name(document, context) if listed else ""
        for place in _written(locations, listed=listed):
            text = ": ".join(filter(None, (name, place)))
            column = primary if document in papers else other
            column.setdefault(Entry("text", text or IN_PRIMARY, part=part, arm=named_arm))
    return tuple(primary), tuple(other)


def _together(
    item: Item, arm: str | None, context: Context
) -> dict[tuple[str, str, str | None], list[Location]]:
    """Return the places of an item by document, part and arm."""
    found: dict[tuple[str, str, str | None], list[Location]] = {}
    for location in context.locations(item, arm):
        part = context.part_name(location.about, item)
        named_arm = location.arm if arm is None else None
        found.setdefault((location.document, part, named_arm), []).append(location)
    return found


def _written(locations: list[Location], *, listed: bool) -> list[str]:
    """Write places in one document: in one text, or one by one where that is read as others."""
    # Loading the reader of places takes longer than making the view, and few documents need it.
    from intspec.answers.cells import read_places, write_location  # noqa: PLC0415
    from intspec.views.merged_places import merged, place_of  # noqa: PLC0415

    places = [place_of(one) for one in locations]
    text = merged(places)
    read = read_places(text, listed=listed)
    # The same words may be read as another kind of place: `pp. 2-3, lines 4` as a heading.
    if len(places) > 1 and merged(read) == text and _but_pages(read) == _but_pages(places):
        return [text]
    return [write_location(one, listed=listed) for one in places]


def _but_pages(places: Iterable[Mapping[str, str]]) -> set[tuple[str, str]]:
    """Return what places consist of, but for pages, which are joined where they follow."""
    from intspec.answers.places import PAGES  # noqa: PLC0415 -- as above

    return {(name, value) for one in places for name, value in one.items() if name not in PAGES}


def document_title(key: str, context: Context) -> str:
    """Return what a document is called; with its key where another, or an arm, is called so."""
    document = context.spec.documents.get(key)
    if document is None:
        return words.term(key)
    title = plain_title(document)
    return f"{title} [{key}]" if context.titles[title] > 1 else title


def document_name(key: str, context: Context) -> str:
    """Return what a document is called, with its DOI or address."""
    title = document_title(key, context)
    document = context.spec.documents.get(key)
    if document is None:
        return title
    return identified(title, document)
