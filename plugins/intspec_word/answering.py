"""Answers put into a form: which go where, which cannot, and what a person must know."""

from pathlib import Path

import attrs

from intspec import (
    Block,
    Cell,
    CheckedDocument,
    Checklist,
    FormCell,
    FormError,
    Row,
    RunError,
    build_view,
)
from intspec_word.annotating import serialised
from intspec_word.filling import obstacle, write
from intspec_word.matching import Match, Place, is_waiting, matches
from intspec_word.package import MOST_BYTES, Package
from intspec_word.reading import DocumentReader

UNREADABLE = 2


@attrs.frozen
class Wishes:
    """What a user wants.

    Attributes:
        blank: Whether what is not located stays open.
        overwrite: Whether answers that are in the form already are replaced.
    """

    blank: bool
    overwrite: bool


@attrs.define
class Tally:
    """What became of the answers."""

    items: int = 0
    cells: int = 0
    notes: list[str] = attrs.field(factory=list)
    unplaced: list[str] = attrs.field(factory=list)
    placed: set[tuple[str, str]] = attrs.field(factory=set)

    @property
    def summary(self) -> str:
        """What was written, in one line."""
        items = "1 item" if self.items == 1 else f"{self.items} items"
        cells = "1 cell" if self.cells == 1 else f"{self.cells} cells"
        return f"wrote the answers to {items} into {cells}"


def fill_form(
    path: str,
    checked: CheckedDocument,
    checklists: tuple[Checklist, ...],
    *,
    blank: bool = False,
    overwrite: bool = False,
) -> tuple[bytes, Tally]:
    """Fill a form with the answers of a specification.

    Args:
        path: The form's file.
        checked: The specification, checked.
        checklists: The checklists that the form may be of.
        blank: Whether what is not located stays open.
        overwrite: Whether answers that are in the form already are replaced.

    Returns:
        The bytes of the filled form, and what became of the answers.

    Raises:
        RunError: The form cannot be read, or is of none of the checklists (exit code 2).
    """
    try:
        package = Package(_read(path))
        document = DocumentReader(package)
        found = matches(document.read(), checklists)
    except FormError as error:
        where = f"{path}: {error.where}" if error.where else path
        message = f"{where}: {error.message}; {error.hint}"
        raise RunError(message, UNREADABLE) from None
    if not found:
        ids = ", ".join(f"`{c.id}`" for c in checklists)
        message = (
            f"{path}: no table carries the item numbers of {ids} and a column for answers; "
            "give the empty form of that guideline, or name another with --checklist"
        )
        raise RunError(message, UNREADABLE)
    tally = Tally()
    for match in found:
        _fill_table(match, checked, document, tally, Wishes(blank, overwrite))
    _missing(found, checked, tally, blank=blank)
    root = package.xml(package.main)
    try:
        return package.rewritten({package.main: serialised(root)}), tally
    except FormError as error:
        message = f"{path}: {error.message}; {error.hint}"
        raise RunError(message, UNREADABLE) from None


def _read(path: str) -> bytes:
    file = Path(path)
    try:
        if not file.is_file():
            what = "it is a folder" if file.is_dir() else "there is no such file"
            message = f"`{path}` cannot be read: {what}"
            raise RunError(message, UNREADABLE)
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        message = f"`{path}` cannot be read: {reason}"
        raise RunError(message, UNREADABLE) from None


def _fill_table(
    match: Match,
    checked: CheckedDocument,
    document: DocumentReader,
    tally: Tally,
    wishes: Wishes,
) -> None:
    answers = _answers(checked, match.checklist)
    title = match.checklist.file.title
    for place in match.places:
        label = f"{title} {place.item.number} ({place.row.where})"
        key = (match.checklist.id, place.item.id)
        if key in tally.placed:
            tally.notes.append(f"{label}: filled in an earlier row; this one is left as it is")
            continue
        pairs = _pairs(place, answers[place.item.number], blank=wishes.blank)
        if _write(pairs, label, document, tally, overwrite=wishes.overwrite):
            tally.placed.add(key)
    if match.unknown:
        numbers = ", ".join(match.unknown)
        tally.notes.append(
            f"{match.table.where}: left as they are, for the checklist `{match.checklist.id}` "
            f"does not hold them: {numbers}"
        )


def _pairs(place: Place, row: Row, *, blank: bool) -> list[tuple[FormCell, str]]:
    """Return what is to stand in which cell."""
    primary, other = row.cells[-2], row.cells[-1]
    if place.other is not None:
        texts = [(place.primary, primary), (place.other, other)]
        return [(cell, _text(answer, blank=blank)) for cell, answer in texts]
    both = [_text(primary, blank=blank, alone=True), _text(other, blank=blank)]
    return [(place.primary, "\n".join(filter(None, both)))]


def _write(
    pairs: list[tuple[FormCell, str]],
    label: str,
    document: DocumentReader,
    tally: Tally,
    *,
    overwrite: bool,
) -> bool:
    """Write the answers of an item into their cells; tell whether all are there."""
    done = True
    before = tally.cells
    for cell, text in pairs:
        if not text or cell.text == text:
            continue
        element = document.cells[cell.where]
        if not is_waiting(cell.text) and not overwrite:
            said = " ".join(cell.text.split())[:80]
            tally.unplaced.append(f"{label}: already answered “{said}”; --overwrite replaces it")
            done = False
        elif hindered := obstacle(element):
            answer = " ".join(text.split())[:80]
            tally.unplaced.append(f"{label}: “{answer}” cannot be written there: {hindered}")
            done = False
        else:
            write(element, text, overwrite=overwrite)
            tally.cells += 1
    tally.items += tally.cells > before
    return done


def _missing(found: list[Match], checked: CheckedDocument, tally: Tally, *, blank: bool) -> None:
    """Name the items that have an answer and no row in the form."""
    for checklist in {match.checklist.id: match.checklist for match in found}.values():
        there = {p.item.id for m in found if m.checklist is checklist for p in m.places}
        answers = _answers(checked, checklist)
        for item in checklist.items:
            row = answers[item.number]
            texts = [_text(cell, blank=True) for cell in row.cells[-2:]]
            if item.id not in there and (any(texts) or not blank):
                tally.unplaced.append(
                    f"{checklist.file.title} {item.number} ({item.title}): the form has no row "
                    "with this number"
                )


def _answers(checked: CheckedDocument, checklist: Checklist) -> dict[str, Row]:
    view = build_view("checklist", checked.spec, checked.report, checklist)
    return {row.cells[0].plain: row for row in view.tables[0].rows if row.kind == "item"}


def _text(cell: Cell, *, blank: bool, alone: bool = False) -> str:
    """Return an answer as lines.

    Args:
        cell: The cell of the view.
        blank: Whether gaps are left out.
        alone: Whether the form has one column, where nothing can be "see Other".
    """

    def shown(block: Block) -> bool:
        if block.kind == "gap":
            return not blank
        return not (alone and block.kind == "text" and block.text.casefold() == "see other")

    return "\n".join(block.plain for block in cell.blocks if shown(block))
