"""Put the answers of a specification into a Word form, and report those that have no place."""

from collections.abc import Mapping
from pathlib import Path

import attrs

from intspec import (
    Block,
    Cell,
    CheckedDocument,
    Checklist,
    Form,
    FormCell,
    FormError,
    PackageLimits,
    Row,
    build_view,
)
from intspec.text import flat, plural
from intspec_bundled.word.annotating import legal, serialised
from intspec_bundled.word.filling import obstacle, write
from intspec_bundled.word.item_matching import Match, Place, doubts, is_waiting, matches
from intspec_bundled.word.package import Package
from intspec_bundled.word.reading import DocumentReader


class FillError(Exception):
    """A form that cannot be filled: it cannot be read, or is of none of the checklists."""


@attrs.frozen
class Wishes:
    """What a user wants.

    Attributes:
        blank: Whether what is not located stays open.
        overwrite: Whether answers that are in the form already are replaced.
    """

    blank: bool = False
    overwrite: bool = False


@attrs.define
class Tally:
    """What became of the answers.

    Attributes:
        items: How many items were answered.
        written: The text that was written, by the place of its cell.
        notes: What a person may want to know.
        unplaced: The answers that have no place, and why.
        placed: The items whose answers all have their place, by checklist and item.
    """

    items: int = 0
    written: dict[str, str] = attrs.field(factory=dict)
    notes: list[str] = attrs.field(factory=list)
    unplaced: list[str] = attrs.field(factory=list)
    placed: set[tuple[str, str]] = attrs.field(factory=set)

    @property
    def summary(self) -> str:
        """What was written, in one line."""
        cells = plural(len(self.written), "cell")
        return f"wrote the answers to {plural(self.items, 'item')} into {cells}"


def fill_form(
    path: str,
    checked: CheckedDocument,
    checklists: tuple[Checklist, ...],
    wishes: Wishes,
    titles: Mapping[str, str] | None = None,
) -> tuple[bytes, Tally]:
    """Fill a form with the answers of a specification.

    Args:
        path: The form's file.
        checked: The specification, checked.
        checklists: The checklists that the form may be of.
        wishes: What the user wants.
        titles: The titles of all that are installed, by id, to tell a form of another guideline;
            None where the user names the guideline.

    Returns:
        The bytes of the filled form, and what became of the answers.

    Raises:
        FillError: The form cannot be read, or is of none of the checklists.
    """
    try:
        raw = _read(path)
        unwritable: frozenset[str] = frozenset()
        while True:
            package = Package(raw)
            filler = _Filler(DocumentReader(package), checked, wishes, unwritable)
            table_matches = filler.fill(checklists)
            if not table_matches:
                break
            _not_another(path, filler.form, table_matches, titles)
            filled = package.rewritten({package.main: serialised(package.xml(package.main))})
            unread = _unread(filled, filler.tally)
            if not unread:
                return filled, filler.tally
            # An answer that cannot be read back is not written: its cell stays as it was, and the
            # answer is reported.
            unwritable |= unread
    except FormError as error:
        place = f"{path}: {error.where}" if error.where else path
        message = f"{place}: {error.message}; {error.hint}"
        raise FillError(message) from None
    ids = ", ".join(f"`{checklist.id}`" for checklist in checklists)
    message = (
        f"{path}: no table carries the item numbers of {ids} and a column for answers; "
        "give the empty form of that guideline, or name another with --checklist"
    )
    raise FillError(message)


def _not_another(
    path: str, form: Form, table_matches: list[Match], titles: Mapping[str, str] | None
) -> None:
    """Make sure that a form is not that of another guideline.

    Raises:
        FillError: It may be.
    """
    doubt = "" if titles is None else doubts(form, table_matches, titles)
    if doubt:
        ids = ", ".join(sorted({f"`{match.checklist.id}`" for match in table_matches}))
        message = f"{path}: the form may not be that of {ids}: {doubt}; name it with --checklist"
        raise FillError(message)


def _read(path: str) -> bytes:
    file = Path(path)
    try:
        if not file.is_file():
            defect = "it is a folder" if file.is_dir() else "there is no such file"
            message = f"`{path}` cannot be read: {defect}"
            raise FillError(message)
        with file.open("rb") as opened:
            return opened.read(PackageLimits().size + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        message = f"`{path}` cannot be read: {reason}"
        raise FillError(message) from None


def _unread(filled: bytes, tally: Tally) -> frozenset[str]:
    """Return the places whose answers do not read back, or read as crossed out."""
    form = DocumentReader(Package(filled)).read()
    cells = {cell.where: cell for _table, row in form.rows() for cell in row.cells}
    answers = {place: flat(legal(text)) for place, text in tally.written.items()}
    return frozenset(
        place
        for place, text in answers.items()
        if place not in cells or text not in flat(cells[place].text) or cells[place].doubts
    )


@attrs.define(eq=False)
class _Filler:
    """Fills one form.

    Attributes:
        document: The reader of the form.
        checked: The specification, checked.
        wishes: What the user wants.
        unwritable: Places of cells that cannot be written.
        tally: What became of the answers.
        form: The form as it was.
    """

    document: DocumentReader
    checked: CheckedDocument
    wishes: Wishes
    unwritable: frozenset[str]
    tally: Tally = attrs.field(factory=Tally)
    form: Form = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.form = self.document.read()

    def fill(self, checklists: tuple[Checklist, ...]) -> list[Match]:
        """Fill all tables that belong to one of the checklists, and return them."""
        table_matches = matches(self.form, checklists)
        for match in table_matches:
            self._table(match)
        for checklist in {match.checklist.id: match.checklist for match in table_matches}.values():
            item_ids = {
                place.item.id
                for match in table_matches
                if match.checklist is checklist
                for place in match.places
            }
            self._missing(checklist, item_ids)
        return table_matches

    def _table(self, match: Match) -> None:
        answers = self._answers(match.checklist)
        title = match.checklist.file.title
        for place in match.places:
            label = f"{title} {place.item.number} ({place.row.where})"
            key = (match.checklist.id, place.item.id)
            if key in self.tally.placed:
                note = f"{label}: filled in an earlier row; this one is left as it is"
                self.tally.notes.append(note)
            elif self._item(label, self._pairs(place, answers[place.item.number])):
                self.tally.placed.add(key)
        if match.unknown:
            numbers = ", ".join(match.unknown)
            self.tally.notes.append(
                f"{match.table.where}: left as they are, for the checklist `{match.checklist.id}` "
                f"does not hold them: {numbers}"
            )

    def _pairs(self, place: Place, row: Row) -> list[tuple[FormCell, str]]:
        """Return what is to stand in which cell."""
        primary, other = row.cells[-2], row.cells[-1]
        if place.other is not None:
            texts = [(place.primary, primary), (place.other, other)]
            return [(cell, _text(answer, blank=self.wishes.blank)) for cell, answer in texts]
        lines = [
            _text(primary, blank=self.wishes.blank, alone=True),
            _text(other, blank=self.wishes.blank),
        ]
        return [(place.primary, "\n".join(filter(None, lines)))]

    def _item(self, label: str, pairs: list[tuple[FormCell, str]]) -> bool:
        """Write the answers of an item into their cells; tell whether all are there."""
        complete = True
        count_before = len(self.tally.written)
        for cell, text in pairs:
            doubts = "; ".join(cell.all_doubts)
            if not text or (cell.text == text and not doubts):
                continue
            element = self.document.cells[cell.where]
            hindrance = (
                "its markup is unusual" if cell.where in self.unwritable else obstacle(element)
            )
            if not is_waiting(cell.text) and not self.wishes.overwrite:
                but = f" ({doubts})" if doubts else ""
                reason = f"already answered “{flat(cell.text)[:80]}”{but}; --overwrite replaces it"
                self.tally.unplaced.append(f"{label}: {reason}")
                complete = False
            elif hindrance:
                reason = f"“{flat(text)[:80]}” cannot be written there: {hindrance}"
                self.tally.unplaced.append(f"{label}: {reason}")
                complete = False
            else:
                write(element, text, overwrite=self.wishes.overwrite)
                self.tally.written[cell.where] = text
        self.tally.items += len(self.tally.written) > count_before
        return complete

    def _missing(self, checklist: Checklist, item_ids: set[str]) -> None:
        """Name the items that have an answer and no row in the form."""
        answers = self._answers(checklist)
        for item in checklist.items:
            texts = [_text(cell, blank=True) for cell in answers[item.number].cells[-2:]]
            if item.id not in item_ids and (any(texts) or not self.wishes.blank):
                label = f"{checklist.file.title} {item.number} ({item.title})"
                self.tally.unplaced.append(f"{label}: the form has no row with this number")

    def _answers(self, checklist: Checklist) -> dict[str, Row]:
        view = build_view("checklist", self.checked.spec, self.checked.report, checklist)
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
