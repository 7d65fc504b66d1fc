"""Put the answers of a specification into a form, and report those that have no place."""

import re
from collections.abc import Iterable, Mapping, Sequence

import attrs

from intspec.checklists import Checklist
from intspec.cli.common import RunError
from intspec.cli.forms import checklists_of, form_at, form_of, no_form, of_no_kind
from intspec.cli.importers import form_bytes, importer_of
from intspec.file_kinds import has_ending
from intspec.forms import Form, FormCell, FormError
from intspec.forms.matching import FormMatch, FormPlace, match_form
from intspec.plugins import FilledForm, Filler, FormAnswer, Importer, Registry
from intspec.plugins.guard import FILE_SECONDS, Fault
from intspec.plugins.plugin import ask, of
from intspec.text.characters import NOT_IN_XML, replace_forbidden
from intspec.text.placeholders import is_waiting
from intspec.text.wording import flat, plural
from intspec.views import View, build_view
from intspec.views.document import CheckedDocument
from intspec.views.form_entries import FormEntries, FormEntry, FormManner, form_entries

#: So much is shown of a label.
SHOWN = 60
PAGE = re.compile(r"(?:pages?|pp?\.?)\s*(?:no\.?|number)?\s*[:#]?", re.IGNORECASE)
PLAIN = FormManner()
SINGLE = re.compile(r"pp?\. ([\d\-, ]+)")
#: Why a cell is left as it was whose answer is not read back.
UNREAD = "its markup is unusual"
NO_ROW = "the form has no row with this number"
#: Exit code for a form that cannot be filled.
UNREADABLE = 2


@attrs.frozen
class Wishes:
    """What a user wants.

    Attributes:
        overwrite: Whether answers that are in the form already are replaced.
        checklist: Id of the guideline that the form is said to be for, or None.
        force: Whether a form that is not recognised is filled row by row, as far as labels agree.
    """

    overwrite: bool = False
    checklist: str | None = None
    force: bool = False


@attrs.define
class Tally:
    """What became of the answers.

    Attributes:
        items: How many items were answered.
        written: The text that was written, by the place of its cell.
        notes: What a person may want to know.
        unplaced: The answers that have no place, and why.
        placed: The items whose answers all have their place, by checklist and item.
        not_located: The numbers of the items in the form that are located nowhere.
        reasons: How many items do not apply for a reason that the form does not ask for.
        checklists: The guidelines of the form.
    """

    items: int = 0
    written: dict[str, str] = attrs.field(factory=dict)
    notes: list[str] = attrs.field(factory=list)
    unplaced: list[str] = attrs.field(factory=list)
    placed: set[tuple[str, str]] = attrs.field(factory=set)
    not_located: list[str] = attrs.field(factory=list)
    reasons: int = 0
    checklists: list[Checklist] = attrs.field(factory=list)

    @property
    def left_blank(self) -> list[str]:
        """What the form says nothing of, and what to do about it."""
        lines = []
        if self.not_located:
            numbers = ", ".join(self.not_located)
            lines.append(
                f"left blank: {plural(len(self.not_located), 'item')} with no place ({numbers}); "
                "`locations` in the specification say where each is reported"
            )
        if self.reasons:
            lines.append(
                f"left out: the reasons of {plural(self.reasons, 'item')} marked N/A, for the "
                "form does not ask for them; `--gaps FILE` writes them, and what is missing"
            )
        return lines

    @property
    def summary(self) -> str:
        """What was written, in one line."""
        cells = plural(len(self.written), "cell")
        return f"wrote the answers to {plural(self.items, 'item')} into {cells}"


def fill_form(
    path: str, checked: CheckedDocument, registry: Registry, wishes: Wishes
) -> tuple[bytes, Tally]:
    """Fill a form with the answers of a specification.

    Args:
        path: The form's file; plugins read and fill files of its kind.
        checked: The specification, checked against the guidelines that the form may be for.
        registry: The plugins of the run: all guidelines that are installed tell a form of another.
        wishes: What the user wants.

    Returns:
        The bytes of the filled form, and what became of the answers.

    Raises:
        RunError: The form cannot be read or filled, or is of none of the checklists (exit code 2),
            or a plugin failed (3).
    """
    importer, filler = importer_of(path, registry), filler_of(path, registry)
    if importer is None or filler is None:
        endings = {suffix for one in registry.fillers.values() for suffix in one.suffixes}
        raise of_no_kind(path, "filled in", endings)
    form = form_at(path, registry)
    known_lists = checklists_of(registry)
    try:
        matches = _matches(path, form, checked, known_lists, wishes)
    except FormError as error:
        message = f"{path}: {error.where}: {error.message}; {error.hint}"
        raise RunError(message, UNREADABLE) from None
    raw = form_bytes(path)
    hindrances: dict[str, str] = {}
    entries: Entries = {}
    while True:
        plan = _Plan(checked, wishes, hindrances, entries)
        plan.make(matches)
        filled = _filled(path, raw, filler, plan.tally.written, wishes)
        left = dict(filled.left) or _unread(path, filled.content, importer, plan.tally.written)
        if not left:
            return filled.content, plan.tally
        # An answer that cannot be written, or not be read back, has no place: its cell stays as it
        # was, and the answer is reported.
        hindrances |= left


def filler_of(path: str, registry: Registry) -> Filler | None:
    """Return what fills files with the ending of this one, or None."""
    fillers = registry.fillers.values()
    return next((one for one in fillers if has_ending(path, one.suffixes)), None)


def _filled(
    path: str, raw: bytes, filler: Filler, written: Mapping[str, str], wishes: Wishes
) -> FilledForm:
    """Write answers into their cells, inside the guard.

    Raises:
        RunError: The form cannot be filled (exit code 2), or the plugin failed (3).
    """
    answers = [FormAnswer(where, text, wishes.overwrite) for where, text in written.items()]
    try:
        filled: FilledForm = ask(
            filler.function,
            raw,
            answers,
            gives=(FilledForm,),
            meant=(FormError,),
            seconds=FILE_SECONDS,
        )
    except FormError as error:
        message = f"{path}: {error.message}; {error.hint}"
        raise RunError(message, UNREADABLE) from None
    except Fault as fault:
        message = f"filling `{path}`{of(filler.function)} failed: {fault}"
        raise RunError(message, 3) from None
    unknown = filled.left.keys() - written.keys()
    if unknown:
        message = (
            f"filling `{path}`{of(filler.function)} failed: it leaves cells that it was not given"
        )
        raise RunError(message, 3)
    return filled


def gaps_view(checked: CheckedDocument, checklists: Sequence[Checklist]) -> View:
    """Make the view of what is missing and what is declared, for the guideline of a form.

    Args:
        checked: The specification, checked.
        checklists: The guidelines of the form.

    Raises:
        RunError: There are several (exit code 2).
    """
    if len(checklists) > 1:
        ids = _ids(one.id for one in checklists)
        message = f"--gaps: the form is of {ids}; name one of them with --checklist"
        raise RunError(message, UNREADABLE)
    return build_view("gaps", checked.spec, checked.report, checklists[0])


def _matches(
    path: str,
    form: Form,
    checked: CheckedDocument,
    known: Sequence[Checklist],
    wishes: Wishes,
) -> Sequence[FormMatch]:
    """Find the rows of a form whose answers the specification has.

    Raises:
        FormError: It has more columns than a form can.
        RunError: It is of none of the guidelines asked for, or may not be (exit code 2).
    """
    asked = wishes.checklist
    claimed = [one.id for one in checked.checklists if asked in (None, one.id)]
    arms = checked.spec.interventions
    recognised = match_form(form, known, arms)
    matches = [match for match in recognised.matches if match.agrees]
    asked_for = [match for match in matches if match.checklist.id in claimed]
    if not asked_for and wishes.force:
        forced = (match_form(form, known, arms, forced=name) for name in claimed)
        asked_for = [match for matched in forced for match in matched.matches]
    if any(_has_cells(place) for match in asked_for for place in match.places):
        return asked_for
    if asked_for:
        why, hint = f"no table of {_ids(claimed)} has a column for answers", EMPTY
    elif matches:
        ids = _ids(match.checklist.id for match in matches)
        why, hint = f"it is the form of {ids} (by {matches[0].why})", CLAIM
    else:
        reason = recognised.refusal or "its labels are in a language that is not known here"
        why, hint = f"it is not known as the form of {_ids(claimed)}: {reason}", FORCE
    message = f"{path}: {why}; {hint}"
    raise RunError(message, UNREADABLE)


EMPTY = "give the empty form"
CLAIM = "name it with --checklist, or give the form of a guideline that the document claims"
FORCE = (
    "give the empty form of that guideline; --force fills the rows whose labels agree, and no other"
)


def _ids(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _has_cells(place: FormPlace) -> bool:
    return place.primary is not None or bool(place.arms)


def _unread(
    path: str, filled: bytes, importer: Importer, written: Mapping[str, str]
) -> dict[str, str]:
    """Return the places whose answers do not read back, or read as crossed out, and why.

    Raises:
        RunError: The filled form cannot be read at all (exit code 3).
    """
    try:
        form = form_of(filled, path, importer)
    except (FormError, Fault) as error:
        message = f"filling `{path}` failed: the filled form cannot be read again: {error}"
        raise RunError(message, 3) from None
    if not isinstance(form, Form):
        message = f"filling `{path}` failed: {no_form(form)}"
        raise RunError(message, 3)
    cells = {cell.where: cell for _table, row in form.rows() for cell in row.cells}
    return {
        place: UNREAD
        for place, text in written.items()
        if place not in cells or flat(text) not in flat(cells[place].text) or cells[place].doubts
    }


#: What a form is filled with, by checklist, manner and arm.
Entries = dict[tuple[str, FormManner, str | None], FormEntries]


@attrs.define(eq=False)
class _Plan:
    """What is to be written into one form.

    Attributes:
        checked: The specification, checked.
        wishes: What the user wants.
        hindrances: Why cells cannot be written, by their place.
        entries: What the form is filled with, as far as it was asked for: another plan takes it on.
        tally: What became of the answers.
    """

    checked: CheckedDocument
    wishes: Wishes
    hindrances: Mapping[str, str]
    entries: Entries
    tally: Tally = attrs.field(factory=Tally)

    def make(self, matches: Sequence[FormMatch]) -> None:
        """Plan the answers of the tables that belong to guidelines."""
        for match in matches:
            self.tally.checklists.append(match.checklist)
            self._match(match)
            self._study(match)
            self._missing(match)

    def _match(self, match: FormMatch) -> None:
        title = match.checklist.file.title
        for place in match.places:
            label = f"{title} {place.item.number} ({place.row.where})"
            key = (match.checklist.id, place.item.id)
            if not match.agrees and not place.agrees:
                words = flat(place.label)[:SHOWN]
                reason = f"its label “{words}” is not like the item's; left as it is"
                self.tally.unplaced.append(f"{label}: {reason}")
            elif key in self.tally.placed:
                note = f"{label}: filled in an earlier row; this one is left as it is"
                self.tally.notes.append(note)
            elif place.below is not None and not self._beside(place):
                said = flat(place.below.text)[:SHOWN]
                reason = f"already answered below its label, “{said}”; left as it is"
                self.tally.unplaced.append(f"{label}: {reason}")
            elif self._item(label, self._pairs(match, place)):
                self.tally.placed.add(key)
        for where, numbers in match.unknown.items():
            self.tally.notes.append(
                f"{where}: left as they are, for the checklist `{match.checklist.id}` does not "
                f"hold them: {', '.join(numbers)}"
            )
        for title in match.worded:
            self.tally.notes.append(
                f"{flat(title)}: the column asks what was done; what is written is where that is "
                "reported: a table of what was done is `intspec render SPEC -o FILE`"
            )
        for title in match.unnamed:
            reason = "no arm of the document is called so; the column is left as it is"
            self.tally.unplaced.append(f"{flat(title)}: {reason}")

    def _beside(self, place: FormPlace) -> bool:
        """Tell whether an answer is to be written beside one that stands below the label."""
        return self.wishes.overwrite and _has_cells(place)

    def _pairs(self, match: FormMatch, place: FormPlace) -> list[tuple[FormCell, str]]:
        """Return what is to stand in which cell."""
        told = self._entry(match, place)
        if told.waits:
            self.tally.not_located.append(place.item.number)
        if place.reason is None and told.reason and not match.reasons:
            self.tally.reasons += 1
        pairs = [
            (cell, self._entry(match, place, arm).together) for arm, cell in place.arms.items()
        ]
        if place.primary is not None and place.other is not None:
            pairs += [(place.primary, told.places), (place.other, told.elsewhere)]
        elif place.primary is not None:
            pairs.append(_behind(place.lead, place.primary, told.together))
        if place.reason is not None:
            pairs.append((place.reason, told.reason))
        return pairs

    def _entry(self, match: FormMatch, place: FormPlace, arm: str | None = None) -> FormEntry:
        """Return what a row is filled with."""
        manner = FormManner(place.pages, match.reasons and place.reason is None)
        entries = self._entries(match.checklist, manner, arm)
        return entries.items[place.item.number]

    def _study(self, match: FormMatch) -> None:
        """Plan the rows for the registration and the protocol."""
        entries = self._entries(match.checklist)
        answers = {"registration": entries.registration, "protocol": entries.protocol}
        for place in match.study if match.agrees else ():
            label = f"{match.checklist.file.title}, {place.asks} ({place.row.where})"
            self._item(label, [(place.cell, answers[place.asks])])

    def _item(self, label: str, pairs: list[tuple[FormCell, str]]) -> bool:
        """Plan the answers of an item for their cells; tell whether all have their place."""
        complete = True
        count_before = len(self.tally.written)
        for cell, answer in pairs:
            text = _in_manner(answer, cell.text)
            doubts = "; ".join(cell.all_doubts)
            if not text or (cell.text == text and not doubts):
                continue
            hindrance = self.hindrances.get(cell.where, "")
            if self.tally.written.get(cell.where, text) != text:
                hindrance = "another item has its answer in the same cell"
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
                self.tally.written[cell.where] = text
        self.tally.items += len(self.tally.written) > count_before
        return complete

    def _missing(self, match: FormMatch) -> None:
        """Name the items that have an answer and no row in the form."""
        entries = self._entries(match.checklist).items
        have_rows = {place.item.id for place in match.places}
        have_cells = {place.item.id for place in match.places if _has_cells(place)}
        told = {place.item.id for place in match.places if place.below is not None}
        for item in match.checklist.items:
            if item.id not in have_cells | told and entries[item.number].together:
                label = f"{match.checklist.file.title} {item.number} ({item.title})"
                row = "its row has no cell for an answer" if item.id in have_rows else NO_ROW
                self.tally.unplaced.append(f"{label}: {row}")

    def _entries(
        self, checklist: Checklist, manner: FormManner = PLAIN, arm: str | None = None
    ) -> FormEntries:
        """Return what a form is filled with: of all arms, or of one alone."""
        key = checklist.id, manner, arm
        if key not in self.entries:
            spec, report = self.checked.spec, self.checked.report
            self.entries[key] = form_entries(spec, report, checklist, manner, arm)
        return self.entries[key]


def _behind(lead: str, cell: FormCell, answer: str) -> tuple[FormCell, str]:
    """Put the words that stay in a cell before its answer, and before what is there."""
    there = f"{lead}{cell.text}" if cell.text else ""
    return attrs.evolve(
        cell, text=there
    ), f"{lead.rstrip()} {answer}" if lead and answer else answer


def _in_manner(answer: str, cell: str) -> str:
    """Leave out the word for page where the form has it before its line: `Page: ____`."""
    text, _count = replace_forbidden(answer, NOT_IN_XML)
    label, line, _rest = cell.partition("__")
    paged = line and PAGE.fullmatch(label.strip())
    return SINGLE.sub(r"\1", text) if paged and SINGLE.fullmatch(text) else text
