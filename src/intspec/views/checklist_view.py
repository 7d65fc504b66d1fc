"""The checklist view: the guideline's form, and where each item is reported."""

from intspec.checklists import Item
from intspec.identifiers import canonical
from intspec.model import Location, ReportDocument
from intspec.records import frozen
from intspec.views import words
from intspec.views.context import EXCUSED, SETTLED, Context, link
from intspec.views.framing import frame, left_out
from intspec.views.records import Block, Cell, Column, Note, NoteList, Row, Table, View

PRIMARY = "primary-paper"
WHERE = "Where located"
COLUMNS = (
    Column("number", "Item number", width=1),
    Column("item", "Item", head=True, width=4),
    Column("primary", "Primary paper", span=WHERE, note="page, section or appendix", width=3),
    Column("other", "Other", span=WHERE, note="details", width=5),
)


@frozen
class Answer:
    """Where an item is reported for one arm.

    Attributes:
        primary: Places in the primary paper.
        other: Places elsewhere, each with the document.
    """

    primary: tuple[str, ...]
    other: tuple[str, ...]


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
        intro = ("The specification does not say where any item is reported.",)
    return frame(
        context,
        "checklist",
        "checklist",
        (table,),
        intro=intro,
        notes=(NoteList("documents", "Documents", _documents(context)), left_out(context)),
    )


def _documents(context: Context) -> tuple[Note, ...]:
    named = {location.document for location in context.spec.locations}
    return tuple(
        Note(
            f"{words.upper_first(words.term(document.kind))}: {document.title or key}",
            url=link(document.doi, document.url),
        )
        for key, document in context.spec.documents.items()
        if key in named
    )


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
    primary: list[Block] = []
    other: list[Block] = []
    for arm in arms[:1] if same else arms:
        name = "" if same else context.arm_name(arm)
        primary += [Block("text", place, name) for place in places[arm].primary]
        other += [Block("text", place, name) for place in places[arm].other]
    for column, blocks in enumerate((primary, other)):
        told = {arm: _remarks(item, arm, "", places[arm], context)[column] for arm in arms}
        if len(set(told.values())) == 1:
            blocks.extend(told[arms[0]])
            continue
        for arm in arms:
            name = context.arm_name(arm)
            blocks.extend(_remarks(item, arm, name, places[arm], context)[column])
    return tuple(primary), tuple(other)


def _remarks(
    item: Item, arm: str | None, name: str, places: Answer, context: Context
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Say what stands in for a place: a declaration, the stage, or that there is none."""
    primary = []
    other = []
    settled = False
    for one in context.answers(item, arm):
        block = context.declared_block(one.state, one.reason, name, one.target)
        if one.about in context.item_ids(item) and one.state in SETTLED:
            primary.append(block)
            settled = True
        else:
            other.append(block)
    state = context.state(item, arm)
    located = places.primary or places.other
    if state is not None and state.state == "not-yet" and not located:
        reason = words.sentence(state.reason or "not asked at this stage")
        primary.append(Block("declared", reason, f"{name}: not yet" if name else "Not yet"))
    elif state is not None and state.reason.startswith(EXCUSED) and not located:
        primary.append(context.declared_block("not-applicable", state.reason, name))
    elif not settled and not located:
        primary.append(Block("gap", "not located" if name else "Not located", name))
    elif not settled and not places.primary:
        primary.append(Block("text", "see Other" if name else "See Other", name))
    return tuple(primary), tuple(other)


def _places(item: Item, arm: str | None, context: Context) -> Answer:
    primary: dict[str, None] = {}
    other: dict[str, None] = {}
    ids = context.ids(item)
    for location in context.spec.locations:
        if location.about not in ids or (arm and location.arm not in (arm, None)):
            continue
        document = context.spec.documents.get(location.document)
        place = place_words(location)
        if document is not None and document.kind == PRIMARY:
            primary.setdefault(place or "In the primary paper")
        else:
            name = document_name(location.document, document)
            other.setdefault(words.clauses([name, place], ": "))
    return Answer(tuple(primary), tuple(other))


def document_name(key: str, document: ReportDocument | None) -> str:
    """Return what a document is called, with its DOI or address."""
    if document is None:
        return words.term(key)
    doi = canonical("doi", document.doi) or document.doi if document.doi else None
    identifier = f"doi:{doi}" if doi else document.url
    name = document.title or words.upper_first(words.term(document.kind))
    return f"{name} ({identifier})" if identifier else name


def place_words(location: Location) -> str:
    """Write a place in a document as authors do: `p. 7`, `Methods, paragraph 2`."""
    pages = location.pages or ""
    parts = [
        location.section,
        _led("paragraph", location.paragraph),
        _led("p.", location.page),
        _led("pp.", pages) if not pages.isdigit() else f"p. {pages}",
        _led("lines", location.lines),
        _led("table", location.table),
        _led("figure", location.figure),
        _led("appendix", location.appendix),
        location.place,
        location.url,
    ]
    text = words.clauses(parts, ", ")
    if not text and location.anchor:
        text = f"at the words {words.quoted(location.anchor)}"
    return words.upper_first(text) if not text.startswith(("p. ", "pp. ", "http")) else text


def _led(word: str, value: str | None) -> str | None:
    if not value:
        return None
    known = word.rstrip(".")
    return value if value.lower().startswith(known) and not value.isdigit() else f"{word} {value}"
