"""What a journal's form is filled with: where each item is reported, in few words.

A form goes to a journal. It says where items are, in which other documents, and what does not
apply; it says nothing of what is missing, and no word of the checker stands in it. Gaps are in the
gaps view.
"""

from collections.abc import Iterator, Mapping, Sequence

from intspec.answers.answer import Known
from intspec.answers.cells import read_answer
from intspec.answers.declarations import IN_PRIMARY
from intspec.answers.notices import DOCUMENT_KINDS
from intspec.answers.subjects import write_lead
from intspec.checklists import Checklist, Item
from intspec.diagnostics import FileReport
from intspec.identifiers import canonical
from intspec.lazy import frozen
from intspec.model import Location, ReportDocument, Source, Specification
from intspec.rules.statements import with_default_source
from intspec.text.placeholders import is_placeholder
from intspec.text.wording import flat
from intspec.views import words
from intspec.views.context import Context, identified
from intspec.views.description_view import describe_item
from intspec.views.merged_places import merged, place_of

NOT_APPLICABLE = "N/A"
LONGEST_TITLE = 80
#: The states of an item that something was said of.
SAID = ("reported", "partial")
#: The states of an item of which no place is asked.
SETTLED = ("not-yet", "not-applicable")


@frozen
class FormEntry:
    """What a filled form says of one item.

    Attributes:
        places: Where it is in the primary paper; or that it does not apply; empty where it is not
            located there.
        documents: The other documents that it is in, with the places in them, a line each.
        sources: Of a study that others describe: what identifies the sources of what is said.
        reason: Why it does not apply, where that is declared of the whole item.
        waits: Whether nothing says where it is, though it is asked at this stage.
    """

    places: str = ""
    documents: str = ""
    sources: str = ""
    reason: str = ""
    waits: bool = False

    @property
    def elsewhere(self) -> str:
        """What a column for other documents takes."""
        return self.documents or self.sources

    @property
    def together(self) -> str:
        """What the only column takes: places in the paper, then those in other documents."""
        return "\n".join(filter(None, (self.places, self.documents)))


@frozen
class FormEntries:
    """What a filled form says.

    Attributes:
        items: The entry of each item, by its number.
        registration: The registrations of the study.
        protocol: Where its protocol is.
    """

    items: Mapping[str, FormEntry]
    registration: str
    protocol: str


@frozen
class FormManner:
    """How a form wants its answers.

    Attributes:
        pages: Whether it asks for pages: all else is left out where pages are known.
        reasons: Whether it asks for the reason beside what does not apply: `N/A: reason`.
    """

    pages: bool = False
    reasons: bool = False


def form_entries(
    spec: Specification,
    report: FileReport,
    checklist: Checklist,
    manner: FormManner,
    arm: str | None = None,
) -> FormEntries:
    """Say what a form of a guideline is filled with.

    Args:
        spec: The specification.
        report: What checking it against the checklist gave.
        checklist: The guideline of the form.
        manner: How the form wants its answers.
        arm: The arm that a column is for; None for all arms.
    """
    spec = with_default_source(spec)
    arms = [arm] if arm is not None else [*spec.interventions]
    context = Context(spec=spec, report=report, checklist=checklist)
    items = {}
    for item in checklist.items:
        # The sources of each item are those that are cited for it alone.
        context.cited.clear()
        study = checklist.scope(item) == "study"
        items[item.number] = _entry(item, [None] if study else arms, context, manner)
    return FormEntries(items, _registration(spec), _protocol(spec))


def _entry(
    item: Item, arms: Sequence[str | None], context: Context, manner: FormManner
) -> FormEntry:
    """Say it once for all arms, or else arm by arm."""
    told = {arm: _of_arm(item, arm, context, manner) for arm in arms}
    names = {arm: context.arm_name(arm) for arm in arms}
    states = [context.state(item, arm) for arm in arms]
    located = any(one.places or one.documents for one in told.values())
    return FormEntry(
        places=_together({names[arm]: one.places for arm, one in told.items()}),
        documents=_together({names[arm]: one.documents for arm, one in told.items()}),
        sources="; ".join(dict.fromkeys(s for one in told.values() for s in one.sources)),
        reason=_together({names[arm]: one.reason for arm, one in told.items()}),
        waits=not located and any(one is None or one.state not in SETTLED for one in states),
    )


@frozen
class _Told:
    """What is said of an item in one arm."""

    places: tuple[str, ...]
    documents: tuple[str, ...]
    sources: tuple[str, ...]
    reason: tuple[str, ...]


def _together(texts: Mapping[str, tuple[str, ...]]) -> str:
    """Join the lines of arms: each line once, led by the arm where not all arms have it."""
    first, *others = texts.values()
    shared = [line for line in first if all(line in own for own in others)]
    led = [
        f"{write_lead(name, '')}: {line}"
        for name, own in texts.items()
        for line in own
        if line not in shared
    ]
    return "\n".join([*shared, *led])


def _of_arm(item: Item, arm: str | None, context: Context, manner: FormManner) -> _Told:
    by_document: dict[tuple[str, str], list[Location]] = {}
    for location in context.locations(item, arm):
        named = location.arm if arm is None and location.arm is not None else ""
        by_document.setdefault((location.document, named), []).append(location)
    papers = context.papers
    places: list[str] = []
    documents: list[str] = []
    for (document, named), related in by_document.items():
        # What is said of another guideline's item counts where nothing is said of this one.
        own = f"{context.checklist.id}/"
        locations = [one for one in related if one.about.startswith(own)] or related
        text = merged(map(place_of, locations), pages=manner.pages)
        if document in papers and len(papers) == 1:
            text = text or IN_PRIMARY
        else:
            text = _in_document(document, text, context)
        lead = f"{write_lead(context.arm_name(named), '')}: " if named else ""
        (places if document in papers else documents).append(f"{lead}{text}")
    located = places or documents
    reasons = [
        flat(one.reason)
        for one in context.answers(item, arm)
        if one.state == "not-applicable" and one.about in context.item_ids(item) and not located
    ]
    if reasons:
        places.append(": ".join([NOT_APPLICABLE, *reasons[: manner.reasons]]))
    elif not located and _awaits_reason(item, arm, context):
        places.append(NOT_APPLICABLE)
    return _Told(
        tuple(places), tuple(documents), tuple(_sources(item, arm, context)), tuple(reasons)
    )


def _awaits_reason(item: Item, arm: str | None, context: Context) -> bool:
    """Tell whether an item is declared not to apply, for a reason that is still to be written."""
    return not item.always and any(
        one.state == "not-applicable"
        and one.about in context.item_ids(item)
        and one.arm in (None, arm)
        and is_placeholder(one.reason)
        for one in context.spec.declarations
    )


# Other documents


def _in_document(key: str, place: str, context: Context) -> str:
    """Write a document with the place in it, by its title where that is read back as the same."""
    document = context.spec.documents.get(key)
    if document is None:
        return ": ".join(filter(None, (words.term(key), place)))
    kind = words.upper_first(DOCUMENT_KINDS[document.kind])
    title = flat(document.title or "")
    same_kind = sum(one.kind == document.kind for one in context.spec.documents.values())
    names = [title] if 0 < len(title) <= LONGEST_TITLE else []
    names += [kind] if same_kind == 1 and document.kind != "other" else []
    named = [identified(name, document) for name in names or [title or kind]]
    texts = [": ".join(filter(None, (text, place))) for text in named]
    # By what is read back whole; or else by what tells of what kind the document is.
    whole = (text for text in texts if _reads_as(text, document.kind))
    known = (t for t, name in zip(texts, named, strict=True) if _reads_as(name, document.kind))
    return next(whole, next(known, texts[0]))


def _reads_as(text: str, kind: str) -> bool:
    """Tell whether a reader of the form finds a document of this kind, and nothing else."""
    answers = read_answer(text, Known(asks="place"))
    return bool(answers) and all(
        one.kind == "located" and one.document is not None and one.document.kind == kind
        for one in answers
    )


def _sources(item: Item, arm: str | None, context: Context) -> Iterator[str]:
    """Identify the sources that what is said of an item has, in a study that others describe."""
    state = context.state(item, arm)
    if context.spec.described_by != "others" or state is None or state.state not in SAID:
        return
    blocks = describe_item(item, arm, context).blocks
    marks = {mark for block in blocks if block.kind in ("text", "bullet") for mark in block.cites}
    for key, mark in context.cited.items():
        if mark in marks and (identified := _identified(context.spec.sources[key], context.spec)):
            yield identified


def _identified(source: Source, spec: Specification) -> str:
    """Return the DOI, the address or the number of the registration of a source, if it has any."""
    return _address(source) or next(
        (one.id for one in spec.registrations if one.id in source.citation), ""
    )


def _address(record: ReportDocument | Source) -> str:
    if record.doi:
        return f"doi:{canonical('doi', record.doi) or record.doi}"
    return flat(record.url or "")


# Rows beside the items


def _registration(spec: Specification) -> str:
    return "; ".join(_numbered(flat(one.registry), flat(one.id)) for one in spec.registrations)


def _numbered(registry: str, number: str) -> str:
    """Write the number of a registration: a registry that the number begins with is in it."""
    in_it = number.casefold().startswith(registry.casefold())
    return number if in_it else f"{registry} {number}"


def _protocol(spec: Specification) -> str:
    """Say where the protocol is: the document, or the source, of that kind that can be found."""
    records: list[ReportDocument | Source] = [*spec.documents.values(), *spec.sources.values()]
    found = dict.fromkeys(_address(one) for one in records if one.kind == "protocol")
    return "; ".join(filter(None, found))
