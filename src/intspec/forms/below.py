"""Find answers that stand below an item's label: in the rows under it, or in the label's own cell.

Forms print there too: what an item asks for, and the headings of the next group. Whoever printed a
form did so in most of its rows, with the words of the guideline, or by telling the reader what to
do; whoever answers does neither. So what stands at the same place in all rows is judged together
first, and each text by its own words where that does not decide. What is in doubt is not taken, or
taken as unsure, and told in both cases.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Literal

import attrs

from intspec.answers.answer import EMPTY, Known
from intspec.answers.cells import read_answer
from intspec.answers.denials import denied_by
from intspec.checklists.naming import words_of
from intspec.forms.columns import AnswerColumn
from intspec.forms.evidence import COMMON_GROUPS, Vocabulary, in_another_language, stems
from intspec.forms.form import FormCell, FormRow
from intspec.forms.printed import Printed, printed_by
from intspec.forms.recognise import LONGEST_HEADING, ItemRow, ItemTable
from intspec.lazy import frozen
from intspec.text.lookalikes import unmasked

#: What tells a reader what to do: a command at the beginning of a sentence or after a condition, a
#: question, an example.
COMMAND = re.compile(
    r"(?:^|[.:;,(]\s*|\bthen\s+|\bplease\s+)(?:please\s+)?"
    r"(?:provide|describe|state|specify|report|list|give|explain|include|indicate|identify|define|"
    r"summari[sz]e|say|detail|outline|note|mention|follow|tell|write|add|name|enter|consider|refer"
    r"|beschreib\w+|geben sie|nennen sie|d[e\xe9]cri(?:re|vez)|indique[zr]?|pr[e\xe9]cise[zr]"
    r"|describa|proporcione|descreva|forne[c\xe7]a|descriv\w+|fornir\w+|beschrijf|geef)\b"
    r"(?!\s+(?:was|were|is|are|of)\b)|\w\W{0,3}\?(?:\s|$)|\bdescribe\b|\bbeschreiben sie\b",
    re.IGNORECASE,
)
EXAMPLE = re.compile(
    r"\W*(?:e\.?\s?g\b|i\.?\s?e\b|examples?\b|for example|such as|note\b|see\b|tip\b|hint\b|"
    r"guidance\b|explanation\b|if (?:applicable|relevant|so|not|yes|no)\b|z\.\s?b\.|p\.\s?ej)"
    r"|[*\u2020\u2021\xa7\xb6]",
    re.IGNORECASE,
)
#: What a form prints where an answer begins.
LEAD = re.compile(
    r"\s*(?:(?:your|our|the|authors?['\u2019]?s?)\s+)?(?:answer|response|reply|antwort|r[e\xe9]ponse"
    r"|respuesta|resposta|risposta|antwoord)s?\s*:\s*",
    re.IGNORECASE,
)
#: What somebody tells who has done it: numbers, and what was.
TOLD = re.compile(
    r"\d|\b(?:was|were|had|did|received|attended|none|not applicable|n/a)\b", re.IGNORECASE
)
#: A word of this many letters that stands in so many of the rows is the printer's, in whatever
#: language: answers to different items have few words in common.
LONG_WORD, RECURRING = 5, 0.6
#: The share of the rows that are explained from which all are, and up to which none is; how many
#: rows it takes to say so.
MOST, FEW, LEAST = 0.5, 0.3, 4
#: The share of a form's rows that counts as all of them, and as most of them.
ALL_ROWS, MOST_ROWS = 0.8, 0.6

#: What no form prints below a label.
EVIDENT = frozenset({"located", "declared", "no-reason", "registration", "none", "gap", "claimed"})

Place = Literal["label", "row"]


@frozen
class _Text:
    """A text below the label of an item.

    Attributes:
        item: The number of the item's row in the table.
        at: Whether it stands in the label's cell or in a row of its own.
        order: Its place among those of the item, from 1.
        cell: The cell, with this text alone.
        row: Its own row; None for the item's.
    """

    item: int
    at: Place
    order: int
    cell: FormCell
    row: FormRow | None = None

    @property
    def words(self) -> str:
        return unmasked(self.cell.text).strip()

    @property
    def empty(self) -> bool:
        """Whether nothing is filled in."""
        if self.row is None:
            return not any(map(str.isalnum, self.cell.text))
        return is_empty(self.cell.text)


def led(text: str) -> tuple[str, str]:
    """Part the word `Answer:` or the like, which may be missing, from an answer."""
    found = LEAD.match(text)
    return (found[0], text[found.end() :]) if found is not None else ("", text)


def is_empty(text: str) -> bool:
    """Tell whether nothing is filled in."""
    return {answer.kind for answer in read_answer(text, Known())} <= EMPTY


def with_answers_below(table: ItemTable, words: Vocabulary) -> ItemTable:
    """Add the answers below the labels of a table to its rows.

    Args:
        table: The table.
        words: The words of the guideline that it is for.

    Returns:
        The same table where there are none.
    """
    reading = _Reading(table, words)
    return reading.table_with_answers() if reading.texts else table


class _Reading:
    """Reads what stands below the labels of one table."""

    def __init__(self, table: ItemTable, words: Vocabulary) -> None:
        self.table = table
        self.words = words
        self.printed: Printed = printed_by(words.checklist)
        self.items = {item.row.number: item for item in table.rows}
        self.texts = [*self._of_labels(), *self._of_rows()]

    def _of_labels(self) -> Iterator[_Text]:
        for item in self.table.rows:
            columns = (self.table.numbers, *self.table.labels)
            cells = (item.row.cell(column) for column in columns)
            for cell in (c for c in cells if c is not None and "\n" in c.text.strip()):
                for order, text in enumerate(paragraphs(cell.text)[1:], 1):
                    part = attrs.evolve(cell, text=led(text)[1])
                    yield _Text(item.row.number, "label", order, part)

    def _of_rows(self) -> Iterator[_Text]:
        spare = {row.number for row in (*self.table.headings, *self.table.rest)}
        current, order = 0, 0
        last = self._last()
        for row in self.table.table.rows:
            if row.number in self.items:
                current, order = row.number, 0
            elif current and row.number <= last:
                blank = not any(cell.text.strip() for cell in row.cells)
                cell = self._whole(row, blank=blank)
                if cell is not None and (row.number in spare or (blank and not self._columns)):
                    order += 1
                    yield _Text(current, "row", order, cell, row)

    def _last(self) -> int:
        """Return the last row that may answer the last item: as far below it as below any other."""
        rows = [item.row.number for item in self.table.rows]
        between = max((after - before for before, after in pairwise(rows)), default=2)
        # Where columns are for answers, only this item may be answered below.
        return rows[-1] + max(1, between if self._columns else between - 1)

    def _whole(self, row: FormRow, *, blank: bool) -> FormCell | None:
        """Return the one cell of a row that has words, or that is left blank for some."""
        cells = [cell for cell in row.cells if not cell.continued]
        if blank:
            return max(cells, key=lambda cell: cell.span, default=None)
        worded = [cell for cell in cells if cell.text.strip()]
        lead = led(worded[0].text)
        if lead[0] and not lead[1] and worded[0] is not cells[-1]:
            # `Answer:` in a cell of its own, and the answer in the next.
            after = cells[cells.index(worded[0]) + 1 :]
            return max(after, key=lambda cell: (bool(cell.text.strip()), cell.span))
        texts = dict.fromkeys(cell.text.strip() for cell in worded)
        if len(texts) > 1 and self._columns:
            return None
        return attrs.evolve(worded[0], text=led("\n".join(texts))[1])

    @cached_property
    def _columns(self) -> bool:
        """Whether the form asks for answers in columns of their own."""
        return any(column.kind != "comment" for column in self.table.answers)

    @cached_property
    def _answered(self) -> frozenset[int]:
        """The rows whose items are answered in a column."""
        return frozenset(
            number
            for number, item in self.items.items()
            if any(
                not is_empty(cell.text)
                for column, cells in item.cells
                if column.kind != "comment"
                for cell in cells
            )
        )

    def table_with_answers(self) -> ItemTable:
        """Return the table with its answers."""
        taken: dict[int, list[_Text]] = {}
        left: dict[int, list[FormCell]] = {}
        at_places: dict[tuple[str, int], list[_Text]] = {}
        for text in self.texts:
            at_places.setdefault((text.at, text.order), []).append(text)
        groups = [*at_places.values()]
        following: list[list[_Text]] = [*groups[1:], []]
        explained = False
        for group, after in zip(groups, following, strict=True):
            together = self._together(group, after, explained=explained)
            explained = explained or together == "printed"
            for text, verdict in self._judged(group, together):
                if verdict == "answer":
                    taken.setdefault(text.item, []).append(text)
                elif verdict == "told":
                    left.setdefault(text.item, []).append(text.cell)
        if not any(text.cell.text.strip() for texts in taken.values() for text in texts) and (
            self._columns or len(taken) < MOST_ROWS * len(self.items)
        ):
            taken = {}
        if not taken and not left:
            return self.table
        return self._with(taken, left)

    def _worded(self, group: Sequence[_Text]) -> list[_Text]:
        """Return the texts that are neither empty nor headings."""
        filled = [text for text in group if not text.empty]
        return [text for text in filled if text.at == "label" or not self._is_heading(text)]

    def _judged(self, group: Sequence[_Text], together: str) -> Iterator[tuple[_Text, str]]:
        """Say of the texts at one place of all rows which are answers.

        Args:
            group: The texts.
            together: What all of them are, where that can be said.
        """
        if not self._columns:
            yield from ((text, "answer") for text in group if text.empty and text.row is not None)
        worded = self._worded(group)
        for text in worded:
            if together == "printed":
                verdict = "answer" if self._is_place(text) else ""
            elif text.item in self._answered:
                # What is beside an answer is told by those who tell of all words beside answers.
                verdict = ""
            elif together in ("answer", "told"):
                verdict = together
            else:
                verdict = self._alone(text, several=len(worded) >= LEAST)
            yield text, verdict

    def _together(self, group: Sequence[_Text], after: Sequence[_Text], *, explained: bool) -> str:
        """Say what the texts at one place of all rows are, where that can be said.

        Args:
            group: The texts.
            after: Those at the place after theirs.
            explained: Whether the form explains its items at another place.
        """
        texts = self._worded(group)
        if len(texts) < LEAST:
            return ""
        known = [text for text in texts if self._numbers(text)] or texts
        share = sum(map(self._explains, known)) / len(known)
        everywhere = self._everywhere(texts)
        filled = len(self._answered) >= MOST * len(self.items)
        if (everywhere and filled) or self._recurs(texts):
            return "printed"
        if share >= MOST:
            # What some rows have below an explanation may be like what they ask for.
            return "" if explained and not everywhere else "printed"
        if share > FEW:
            return ""
        told = sum(map(self._is_told, texts)) / len(texts)
        if everywhere and told < FEW and not explained:
            # The form may explain its items in words of its own, and be answered below them.
            if self._everywhere(self._worded(after)):
                return "printed"
            if self._columns and not self._answered:
                return "told"
        return "answer" if everywhere or not self._columns else ""

    def _everywhere(self, texts: Sequence[_Text]) -> bool:
        return len(texts) >= ALL_ROWS * len(self.items)

    def _recurs(self, texts: Sequence[_Text]) -> bool:
        """Tell whether one word stands in most rows of a form in another language."""
        if not in_another_language(text.words for text in texts):
            return False
        counts: dict[str, int] = {}
        for text in texts:
            for word in {w for w in stems(text.words) if len(w) >= LONG_WORD}:
                counts[word] = counts.get(word, 0) + 1
        return max(counts.values(), default=0) >= RECURRING * len(texts)

    def _alone(self, text: _Text, *, several: bool) -> str:
        """Say what one text is by its own words.

        Args:
            text: The text.
            several: Whether several stand at the same place.
        """
        if self._is_place(text):
            return "answer"
        if self._asks(text):
            return ""
        if self._explains(text):
            return "told"
        if text.at == "label" or not self._columns or self._is_told(text):
            return "answer"
        # A heading of a part of the guideline that is not known here looks like a short answer.
        strange = self.printed.is_strange(text.words)
        if self.words.checklist.file.leaves_out or not (self._answered or several):
            return "told" if strange else ""
        return "answer" if strange else "told"

    def _numbers(self, text: _Text) -> list[str]:
        numbers = self.items[text.item].numbers
        return [known for n in numbers if (known := self.words.number_of(n)) is not None]

    def _explains(self, text: _Text) -> bool:
        """Tell whether a text says what is asked for, and not what is so."""
        words = text.words
        if self._asks(text) or self._is_named(words):
            return True
        return any(self.words.published(number, words) for number in self._numbers(text))

    @staticmethod
    def _asks(text: _Text) -> bool:
        """Tell whether a text tells its reader what to do, or asks."""
        return COMMAND.search(text.words) is not None or EXAMPLE.match(text.words) is not None

    def _is_named(self, words: str, *more: str) -> bool:
        """Tell whether a text has no words but those of names of the guideline and its items."""
        plain = words_of(words)
        return bool(plain) and self.printed.names.union(more).issuperset(plain)

    def _is_heading(self, text: _Text) -> bool:
        """Tell whether a row heads the items below it, by its words."""
        words = text.words
        if len(words) > LONGEST_HEADING or any(map(str.isdigit, words)) or words.endswith("."):
            return False
        return self._is_named(words, *COMMON_GROUPS) or any(
            self.words.published(number, words) for number in self._next(text)
        )

    def _next(self, text: _Text) -> list[str]:
        """Return the numbers of the item below a row."""
        below = [item for number, item in self.items.items() if number > text.item]
        numbers = below[0].numbers if below else ()
        return [known for n in numbers if (known := self.words.number_of(n)) is not None]

    def _is_place(self, text: _Text) -> bool:
        """Tell whether a text names a place, or says whether there is something to report."""
        if COMMAND.search(text.words):
            return False
        numbers = self._numbers(text)
        known = Known(denied=denied_by(self.words.items[numbers[0]])) if numbers else Known()
        answers = read_answer(text.cell.text, known)
        kinds = {answer.kind for answer in answers}
        return kinds <= EVIDENT and all(answer.sure != "unsure" for answer in answers)

    @staticmethod
    def _is_told(text: _Text) -> bool:
        words = text.words
        # Headings begin with a capital letter, and have no full stop.
        return TOLD.search(words) is not None or words.endswith(".") or words[:1].islower()

    def _with(self, taken: dict[int, list[_Text]], left: dict[int, list[FormCell]]) -> ItemTable:
        """Return the table with its answers in a column of their own."""
        column = AnswerColumn(self.table.table.width + 1, "below", "", generic=True)
        rows = []
        for number, item in self.items.items():
            texts = taken.get(number, ())
            cells = _cells(texts)
            inside = {paragraph for text in texts if text.row is None for paragraph in [text.cell]}
            label = item.label
            for cell in inside:
                label = label.replace(cell.text, "").strip()
            rows.append(
                attrs.evolve(
                    item,
                    label=label,
                    cells=(*item.cells, (column, cells)) if cells else item.cells,
                    left=tuple(left.get(number, ())),
                )
            )
        used = {text.row.number for texts in taken.values() for text in texts if text.row}
        heads = [row for row in self.table.headings if row.number not in used]
        return attrs.evolve(
            self.table,
            rows=tuple(_regrouped(rows, heads, self.table.headings)),
            headings=tuple(heads),
            rest=tuple(row for row in self.table.rest if row.number not in used),
            answers=(*self.table.answers, column) if taken else self.table.answers,
        )


def _cells(texts: Sequence[_Text]) -> tuple[FormCell, ...]:
    """Put the paragraphs of one cell together again."""
    cells: dict[str, FormCell] = {}
    for text in sorted(texts, key=lambda text: (text.at != "label", text.order)):
        before = cells.get(text.cell.where)
        words = f"{before.text}\n{text.cell.text}" if before else text.cell.text
        cells[text.cell.where] = attrs.evolve(text.cell, text=words)
    filled = {where: cell for where, cell in cells.items() if cell.text.strip()}
    return tuple((filled or cells).values())


def _regrouped(
    rows: Sequence[ItemRow], heads: Sequence[FormRow], before: Sequence[FormRow]
) -> Iterator[ItemRow]:
    """Take the groups away that were answers."""
    gone = {row.number for row in before} - {row.number for row in heads}
    words = {cell.text.strip() for row in before if row.number in gone for cell in row.cells} - {
        cell.text.strip() for row in heads for cell in row.cells
    }
    for row in rows:
        yield attrs.evolve(row, group="") if row.group in words else row


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a cell that have words."""
    return [words for line in text.strip().split("\n") if (words := line.strip())]
