"""Answers below an item's label are read, checked and filled; what a form prints there is not.

They stand in a row of their own or as a further paragraph in the label's cell. What the forms print
there is what our checklists ask, as sentences and commands, questions, and the same in German.
"""

import csv
import io
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs
import docx
import pytest
import xlsxwriter

from intspec import Form
from intspec.api import shared_registry
from intspec.checklists import Checklist
from intspec.cli.forms import checklists_of
from intspec.forms.below import paragraphs
from intspec.forms.matching import match_form
from intspec.forms.read import Filled, read_form
from made_forms import CONSORT_2025, SPIRIT_2025, Guideline, Row, made
from test_cli import intspec

ROOT = Path(__file__).parent.parent
SPEC = ROOT / "specs" / "exercise" / "group-exercise.intspec.yaml"
LISTS = checklists_of(shared_registry())
BY_ID = {checklist.id: checklist for checklist in LISTS}
GUIDELINES = ("tidier", "guided", "cert", "consort-2025", "spirit-2025")
#: What somebody answers, of no guideline's words.
ANSWERS = (
    "Stepping Out Together",
    "Leaflets, a pedometer and a logbook for 12 weeks.",
    "Two nurses and a lay helper from Leeds were paid for it.",
    "p. 4",
    "Methods, page 7",
    "N/A: the clinics had closed",
    "Eight telephone calls of 30 minutes each.\nThe last was in June.",
)
GERMAN = (
    "Beschreiben Sie, wie die Intervention heißt.",
    "Beschreiben Sie, warum die Intervention so ist.",
    "Geben Sie an, was für die Intervention gebraucht wurde.",
    "Beschreiben Sie, was in der Intervention geschah.",
    "Nennen Sie, wer die Intervention gab.",
    "Beschreiben Sie, auf welche Weise die Intervention kam.",
    "Beschreiben Sie den Ort der Intervention.",
    "Geben Sie an, wie oft die Intervention stattfand.",
    "Beschreiben Sie, wie die Intervention angepasst wurde.",
    "Beschreiben Sie, was an der Intervention anders wurde.",
    "Beschreiben Sie, wie die Treue der Intervention gemessen wurde.",
    "Beschreiben Sie, wie viel von der Intervention kam.",
)


@attrs.frozen
class Asked:
    """One row of a form: its number and label, what is printed below it, and its answers."""

    number: str
    label: str
    printed: str = ""
    below: str = ""
    beside: str | None = None


Layout = Callable[[Sequence[Asked]], Iterator[Row]]


def in_rows(rows: Sequence[Asked]) -> Iterator[Row]:
    """Write what stands below a label into rows over the whole width."""
    yield from _with_rows(rows, lambda text: (text,))


def under_labels(rows: Sequence[Asked]) -> Iterator[Row]:
    """Write it into rows under the label, whose other cells are empty."""
    empty = ("",) * (rows[0].beside is not None)
    yield from _with_rows(rows, lambda text: ("", text, *empty))


def _with_rows(rows: Sequence[Asked], row_of: Callable[[str], Row]) -> Iterator[Row]:
    beside = rows[0].beside is not None
    yield ("No.", "Item", *(["Page"] if beside else []))
    for row in rows:
        yield (row.number, row.label, *([row.beside or ""] if beside else []))
        yield from (row_of(text) for text in (row.printed, row.below) if text)


def in_labels(rows: Sequence[Asked]) -> Iterator[Row]:
    """Write it into the label's own cell."""
    beside = rows[0].beside is not None
    yield ("No.", "Item", *(["Page"] if beside else []))
    for row in rows:
        text = "\n".join(filter(None, (row.label, row.printed, row.below)))
        yield (row.number, text, *([row.beside or ""] if beside else []))


def in_one_column(rows: Sequence[Asked]) -> Iterator[Row]:
    """Write all of it into one column, the number before the label."""
    for row in rows:
        yield (f"{row.number}. {row.label}",)
        yield from ((text,) for text in (row.printed, row.below) if text)


def without_numbers(rows: Sequence[Asked]) -> Iterator[Row]:
    """Write all of it into one column, without numbers."""
    for row in rows:
        yield from ((text,) for text in (row.label, row.printed, row.below) if text)


BESIDE: tuple[Layout, ...] = (in_rows, under_labels, in_labels)
ALONE: tuple[Layout, ...] = (*BESIDE, in_one_column)


def labels_of(checklist: Checklist) -> dict[str, str]:
    """Return the number and label of each row of a guideline's form."""
    whole = {"consort-2025": CONSORT_2025, "spirit-2025": SPIRIT_2025}.get(checklist.id)
    if whole is not None:
        return {number: label for number, _group, label in whole}
    return {item.number: item.title for item in checklist.items}


def asks(checklist: Checklist) -> dict[str, str]:
    """Return what each item asks for, in a sentence of ours."""
    return {item.number: item.asks for item in checklist.items if item.asks}


def commands(checklist: Checklist) -> dict[str, str]:
    """Return what each item asks for, as a command."""
    return {
        number: f"Please describe this: {text.lower()}" for number, text in asks(checklist).items()
    }


def questions(checklist: Checklist) -> dict[str, str]:
    """Return a question for each item, in words that no checklist has."""
    return dict.fromkeys(asks(checklist), "Which of them do your readers need?")


PRINTED = (asks, commands, questions)


def form_of(checklist: Checklist, layout: Layout, rows: Sequence[Asked]) -> Form:
    """Make a form."""
    return made(Guideline(f"{checklist.label} checklist", ()), lambda _: [[*layout(rows)]])


def said(filled: Filled) -> dict[str, str]:
    """Return the words of all answers, by number."""
    texts: dict[str, list[str]] = {}
    for row in filled.items:
        texts.setdefault(row.number, []).extend(one.answer.text for one in row.said)
    return {number: " ".join(" ".join(found).split()) for number, found in texts.items()}


def rows_of(
    checklist: Checklist,
    printed: Mapping[str, str],
    answers: Mapping[str, str],
    beside: Mapping[str, str] | None = None,
) -> list[Asked]:
    """Make the rows of a form; those of items that no checklist here has are only labels."""
    return [
        Asked(
            number,
            label,
            printed.get(number, ""),
            answers.get(number, ""),
            None if beside is None else beside.get(number, ""),
        )
        for number, label in labels_of(checklist).items()
    ]


def told(checklist: Checklist, seed: str, share: float = 1.0) -> dict[str, str]:
    """Return answers to a share of the items."""
    chance = random.Random(seed)
    numbers = [item.number for item in checklist.items]
    return {n: chance.choice(ANSWERS) for n in numbers if chance.random() < share}


@pytest.mark.parametrize("guideline", GUIDELINES)
@pytest.mark.parametrize("printed", PRINTED)
@pytest.mark.long
def test_what_a_form_prints_is_no_answer(
    guideline: str, printed: Callable[[Checklist], dict[str, str]]
) -> None:
    """Neither in an empty form nor in one that is filled in beside the labels, or below them."""
    checklist = BY_ID[guideline]
    texts = printed(checklist)
    pages = {n: f"p. {k}" for k, n in enumerate(labels_of(checklist), 3)}
    forms = [
        (layout, rows_of(checklist, texts, answers, beside))
        for layout in BESIDE
        for answers, beside in (({}, {}), ({}, pages), (told(checklist, "some", 0.5), {}))
    ]
    forms += [(layout, rows_of(checklist, texts, told(checklist, "all"))) for layout in ALONE]
    for layout, rows in forms:
        answers = said(read_form(form_of(checklist, layout, rows), LISTS))
        taken = [n for n, text in texts.items() if text in answers.get(n.lower(), "")]
        assert not taken, (layout.__name__, answers)


@pytest.mark.long
@pytest.mark.parametrize("guideline", GUIDELINES)
@pytest.mark.parametrize("explained", [False, True])
def test_no_answer_below_a_label_is_lost(guideline: str, *, explained: bool) -> None:
    """It is an answer to its item, whatever stands beside the labels of other items."""
    checklist = BY_ID[guideline]
    printed = asks(checklist) if explained else {}
    below = told(checklist, guideline)
    forms = [(layout, rows_of(checklist, printed, below)) for layout in ALONE]
    some = told(checklist, guideline, 0.4)
    pages = {n: "p. 3" for n in labels_of(checklist) if n not in some}
    forms += [(in_labels, rows_of(checklist, printed, some, pages))]
    if not checklist.file.leaves_out:
        forms += [(in_rows, rows_of(checklist, printed, some, pages))]
        forms += [(without_numbers, rows_of(checklist, printed, below))]
    for layout, rows in forms:
        filled = read_form(form_of(checklist, layout, rows), LISTS)
        answers = said(filled)
        for row in rows:
            words = row.below.replace(";", " ").split()
            kept = answers.get(row.number.lower(), "")
            assert all(word in kept for word in words), (layout.__name__, row, kept)


def test_explanations_in_another_language_are_no_answers() -> None:
    """One word stands in most of them, which in answers to different items it does not."""
    checklist = BY_ID["tidier"]
    printed = dict(zip(labels_of(checklist), GERMAN, strict=True))
    for layout in BESIDE:
        form = form_of(checklist, layout, rows_of(checklist, printed, {}, {}))
        assert not any(said(read_form(form, LISTS)).values())


def test_an_answer_of_one_item_alone_is_read_as_unsure() -> None:
    """`Brief name`, Enter, `Walking group`, where all others are answered beside their labels."""
    checklist = BY_ID["tidier"]
    pages = {n: "p. 3" for n in labels_of(checklist) if n != "1"}
    rows = rows_of(checklist, {}, {"1": "Walking group"}, pages)
    filled = read_form(form_of(checklist, in_labels, rows), LISTS)
    found = [(one.answer.text, one.answer.sure) for one in filled.items[0].said if one.answer.text]
    assert found == [("Walking group", "unsure")]
    assert filled.items[0].label == "Brief name"


def written(ending: str, rows: Sequence[Row], path: Path) -> Path:
    """Write a form as a file."""
    file = path / f"form.{ending}"
    width = max(map(len, rows))
    if ending == "csv":
        lines = io.StringIO()
        csv.writer(lines).writerows([("TIDieR checklist",), *rows])
        file.write_text(lines.getvalue())
    elif ending == "xlsx":
        book = xlsxwriter.Workbook(str(file))
        sheet = book.add_worksheet()
        sheet.write(0, 0, "TIDieR checklist")
        for number, row in enumerate(rows, 1):
            if len(row) == 1:
                sheet.merge_range(number, 0, number, width - 1, row[0])
            else:
                sheet.write_row(number, 0, row)
        # A row below the last keeps the empty one above it in the file.
        sheet.write(len(rows) + 1, 0, "Thank you")
        book.close()
    else:
        document = docx.Document()
        document.add_paragraph("TIDieR checklist")
        table = document.add_table(0, width)
        for row in rows:
            cells = table.add_row().cells
            if len(row) == 1:
                cells[0].merge(cells[-1]).text = row[0]
            else:
                for cell, text in zip(cells, row, strict=True):
                    cell.text = text
        document.save(str(file))
    return file


def with_rows_left_blank(printed: Mapping[str, str]) -> list[Row]:
    """Lay out a form that leaves a row below each label for its answer."""
    rows: list[Row] = [("No.", "Item")]
    for number, label in labels_of(BY_ID["tidier"]).items():
        rows += [(number, label), (printed[number],), ("",)]
    return rows


@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv"])
def test_check_says_once_what_it_took(tmp_path: Path, ending: str) -> None:
    """One note for the form, and no item is open."""
    checklist = BY_ID["tidier"]
    rows = rows_of(checklist, asks(checklist), dict.fromkeys(labels_of(checklist), "p. 12"))
    file = written(ending, [*in_rows(rows)], tmp_path)
    found = intspec("check", str(file))
    assert found.returncode == 0
    assert found.stdout.count("taken as the answer: what stands below the label") == 1
    assert "0 errors, 0 warnings, 1 note. 12 items located" in found.stdout


@pytest.mark.long
@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_an_answer_is_written_below_where_nothing_is_beside(tmp_path: Path, ending: str) -> None:
    """Into the rows that are left for it; what is printed stays, and so does what was answered."""
    printed = asks(BY_ID["tidier"])
    file = written(ending, with_rows_left_blank(printed), tmp_path)
    filled = tmp_path / f"filled.{ending}"
    done = intspec("fill", str(file), str(SPEC), "-o", str(filled))
    assert "wrote the answers to 12 items into 12 cells" in done.stdout + done.stderr
    checked = intspec("check", str(filled), "--fail-on", "never")
    assert "12 items located" in checked.stdout
    assert not [text for text in printed.values() if f"`{text[:20]}" in checked.stdout]
    other = ROOT / "specs" / "school" / "school-programme.intspec.yaml"
    again = intspec("fill", str(filled), str(other), "-o", str(tmp_path / f"again.{ending}"))
    told = again.stdout + again.stderr
    assert "already answered" in told
    assert "wrote the answers to 0 items into 0 cells" in told


def test_nothing_is_written_beside_an_answer_below() -> None:
    """The place knows the answer, and the cell beside it stays empty."""
    checklist = BY_ID["tidier"]
    rows = rows_of(checklist, {}, {"1": "Walking group"}, {"2": "p. 3", "3": "p. 4"})
    matches = match_form(form_of(checklist, in_labels, rows), LISTS, {}).matches
    below = {p.item.number: p.below.text for m in matches for p in m.places if p.below is not None}
    assert below == {"1": "Walking group"}


def test_what_is_in_doubt_is_told_by_check(tmp_path: Path) -> None:
    """A heading of a part that is not known looks like an answer: it is named, and not taken."""
    checklist = BY_ID["consort-2025"]
    rows = rows_of(checklist, {}, {"13": "Stepping Out Together"}, {"6": "p. 3"})
    file = written("csv", [*in_rows(rows)], tmp_path)
    file.write_text(file.read_text().replace("TIDieR", "CONSORT 2025"))
    found = intspec("check", str(file), "--fail-on", "never").stdout
    assert "has no answer, and this was not read as one: `Stepping Out Together`" in found


def test_paragraphs_are_those_that_have_words() -> None:
    """Blank lines part nothing."""
    assert paragraphs(" Why \n\n because \n") == ["Why", "because"]
