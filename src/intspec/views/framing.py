"""What all views of one specification have in common: title, notices, guideline."""

from collections import Counter
from collections.abc import Mapping

from intspec.views import words
from intspec.views.context import Context, link
from intspec.views.records import Note, NoteList, Table, View

READ: Mapping[str, tuple[str, str]] = {
    "full-text": ("full text", "full texts"),
    "excerpt": ("excerpt", "excerpts"),
    "abstract": ("abstract", "abstracts"),
    "web-page": ("web page", "web pages"),
}


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
        notices=notices(context),
        intro=intro,
        tables=tables,
        notes=tuple(one for one in notes if one.notes),
        guideline=Note(
            f"{context.checklist.label}: {words.sentence(file.citation)}",
            url=link(file.doi, file.url),
        ),
        identifier=f"{spec.id}@{spec.version}" if spec.version else spec.id,
    )


def notices(context: Context) -> tuple[str, ...]:
    """Say what a reader must know of the specification before the rest."""
    spec = context.spec
    told = []
    if spec.fictitious:
        told.append("FICTITIOUS EXAMPLE: this study is invented.")
    if spec.described_by == "others":
        told.append(
            words.sentence(
                "Described by others from what they read, not by the trial team" + _read(context)
            )
        )
    stage = context.report.stage_in_force or spec.stage
    if stage != "results":
        told.append(f"{words.upper_first(stage)} stage: what cannot be known yet is not asked for.")
    if spec.no_comparator is not None:
        told.append(f"No comparator: {words.sentence(spec.no_comparator.reason)}")
    return tuple(told)


def _read(context: Context) -> str:
    read_of = (source.read for source in context.spec.sources.values())
    numbers: Counter[str] = Counter(read for read in read_of if read is not None)
    told = [
        f"{numbers[read]} {one if numbers[read] == 1 else many}"
        for read, (one, many) in READ.items()
        if numbers[read]
    ]
    return f" (read: {words.listing(told)})" if told else ""


def left_out(context: Context) -> NoteList:
    """List what the checklist leaves out of the guideline."""
    entries = tuple(Note(words.sentence(text)) for text in context.checklist.file.leaves_out)
    return NoteList("left-out", "Items of the guideline that are left out here", entries)
