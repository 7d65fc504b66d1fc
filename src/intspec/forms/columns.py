"""Tell the columns of a table apart: which name the items, and which hold what kind of answer."""

import re
from typing import Literal

import attrs

from intspec.forms.form import FormCell, FormRow, FormTable
from intspec.forms.item_numbers import Numbered
from intspec.forms.names import is_name
from intspec.lazy import frozen
from intspec.text.lookalikes import unmasked

ColumnKind = Literal["primary", "other", "answer", "below", "reason", "yes-no", "comment"]
ANSWER_WORDS = re.compile(
    r"locat|\bpages?\b|\breported\b|\bwhere\b|primary|\bother\b|\blines?\b|\bdetails\b|response|"
    r"answer|comment|manuscript|remark|evidence|addressed|\bnotes?\b|completed|^\s*study\s*$|"
    r"\byes\b|\by\s?/\s?n\b|\bdone\b|\bincluded\b|kommentar|comentario|anmerkung|bemerkung",
    re.IGNORECASE,
)
#: Headings of columns in which authors or editors comment, and of those that are ticked.
COMMENT_WORDS = re.compile(
    r"comment|\bremarks?\b|\bnotes?\b|response|\beditor|\breviewer|kommentar|comentario|"
    r"anmerkung|bemerkung",
    re.IGNORECASE,
)
YES_NO_WORDS = re.compile(
    r"\byes\b|\by\s?/\s?n\b|\breported\s*\??$|\bcompleted\b|\bdone\b|\bincluded\b|\baddressed\b",
    re.IGNORECASE,
)
REASON_WORDS = re.compile(r"\breasons?\b|justification|if not|n/a|not applicable", re.IGNORECASE)
LABEL_WORDS = re.compile(
    r"\bitems?\b|\bsections?\b|topic|checklist|domain|question|recommend|standard|criteri|"
    r"guidance|\btitle\b|heading|element|aspect|\bextension\b",
    re.IGNORECASE,
)
#: Names of interventions that have a word of headings in them, which says nothing there.
NAMES = re.compile(
    r"\bstandard(?:i[sz]ed)?[ -](?!(?:items?|criteri\w*|no|number|for)\b)\w+"
    r"|\bevidence[ -](?:based|informed)|\bresponse[ -](?:prevention|training|inhibition|cost)"
    r"|\bc(?:a?e|\N{LATIN SMALL LETTER AE})sarean sections?|\b[a-z]+al sections?\b"
    r"|\bquestion[ -](?:prompt|asking)\w*",
    re.IGNORECASE,
)
DESCRIPTION_WORDS = re.compile("descri|explan", re.IGNORECASE)
#: Headings of columns that ask what was done.
FOR_WORDS = re.compile(
    r"\bdescriptions?\b|\bexplanations?\b|\bwhat was done\b|\bbeschreibung|\bdescripci[o\xf3]n",
    re.IGNORECASE,
)
#: From which share of the guideline's own words on a column is taken for labels of items, not for
#: answers: one headed `Description`, one without a heading, the only one beside the numbers.
ALIKE_DESCRIBED, ALIKE_UNTITLED, ALIKE_ALONE = 0.35, 0.5, 0.15
#: Headings of columns that ask for places.
ASKS = re.compile(
    r"locat|\bwhere\b|\bpages?\b|\blines?\b|\bsections?\b|\bparagraphs?\b|"
    r"reported (?:on|in|at)\b|\bprimary\b|\bother\b|manuscript|"
    r"\bseiten?\b|fundstelle|\bp[a\xe1]ginas?\b|ubicaci[o\xf3]n|localizaci[o\xf3]n|emplacement|"
    r"localisation|\bandere|\bautre|\botr[ao]s?\b|\bpagin|\u0441\u0442\u0440\u0430\u043d\u0438\u0446|\u9875|\u9801|\u30da\u30fc\u30b8|\ucabd",
    re.IGNORECASE,
)
OTHER = re.compile(r"\b(?:other|elsewhere|andere\w*|autres?|otr[ao]s?|overige)\b", re.IGNORECASE)


@frozen
class AnswerColumn:
    """One column of answers.

    Attributes:
        column: Its column in the table's grid, from 1.
        kind: `primary` for places in the primary paper, `other` for other documents, `reason` for
            reasons of what does not apply, `yes-no` for a tick and `comment` for remarks beside
            another column that is for the answer, `below` for what stands below the labels,
            `answer` where the form does not say.
        title: What stands above it, one line for each header row.
        generic: Whether its heading is one that forms have, and not the name of an arm.
    """

    column: int
    kind: ColumnKind
    title: str
    generic: bool

    @property
    def asks_for_places(self) -> bool:
        """Whether its heading asks for places."""
        return ASKS.search(unmasked(self.title)) is not None

    @property
    def asks_for_words(self) -> bool:
        """Whether its heading asks what was done, and not where that is reported."""
        title = NAMES.sub(" ", unmasked(self.title))
        return FOR_WORDS.search(title) is not None and not self.asks_for_places


@frozen
class _Column:
    """What tells a column of answers from one that names the items.

    Attributes:
        number: Its number in the table's grid, from 1.
        title: What stands above it.
        alike: How far it has the words that guidelines have for the items, from 0 to 1.
        left: Whether it stands before the item numbers.
    """

    number: int
    title: str
    alike: float
    left: bool

    @property
    def plain(self) -> str:
        """Its title as it would be typed, without names of interventions."""
        return NAMES.sub(" ", unmasked(self.title))

    @property
    def asked(self) -> bool:
        """Whether its heading asks for an answer or for a reason."""
        return any(words.search(self.plain) for words in (ANSWER_WORDS, REASON_WORDS))

    @property
    def described(self) -> bool:
        """Whether its heading is `Description` or the like, which heads labels and answers."""
        return DESCRIPTION_WORDS.search(self.plain) is not None

    @property
    def generic(self) -> bool:
        """Whether its heading is one that forms have, and not the name of an arm."""
        return self.asked or self.described or not self.title

    def answers(self, *, labelled: bool) -> bool:
        """Tell whether it holds answers.

        Args:
            labelled: Whether the items are named in other columns, or behind their numbers.
        """
        if self.asked:
            return True
        if self.left or not labelled:
            return False
        if self.described:
            return self.alike < ALIKE_DESCRIBED
        # Forms of extensions have the guideline that they extend and their own side by side.
        labels = LABEL_WORDS.search(self.plain) is not None or is_name(self.title)
        headed = bool(self.title) and not labels
        return headed or (not self.title and self.alike < ALIKE_UNTITLED)


def divide_columns(
    table: FormTable,
    number: int,
    numbered: dict[int, Numbered],
    headers: list[FormRow],
    labels: dict[str, set[str]],
) -> tuple[list[AnswerColumn], list[int]]:
    """Divide the columns of a table into those of answers and those that name the item.

    Args:
        table: The table.
        number: The column of the item numbers.
        numbered: The item numbers, by row.
        headers: The header rows.
        labels: The words that known guidelines have for an item, by its number.
    """
    answers: list[_Column] = []
    names: list[_Column] = []
    labelled = sum(1 for cell in numbered.values() if cell.rest) > len(numbered) / 2
    rows = [row for row in table.rows if row.number in numbered]
    for column_number in _beside(number, headers, rows):
        alike = _alike(column_number, rows, numbered, labels)
        column = _Column(
            column_number, _title(headers, column_number), alike, left=column_number < number
        )
        if column.answers(labelled=labelled):
            answers.append(column)
        else:
            names.append(column)
            labelled = labelled or not column.left
    if not labelled and not names:
        # `Item and your answer` heads the labels too, below which the answers are.
        both = next(
            (c for c in answers if LABEL_WORDS.search(c.plain) and c.alike >= ALIKE_ALONE), None
        )
        if both is not None:
            answers.remove(both)
            names.append(both)
    answer_columns = [_answer_column(column, generic=column.generic) for column in answers]
    right = [column for column in names if not column.left]
    if not answer_columns and right:
        # A form must have answers: the last column may hold them, whatever its heading.
        alone = len(right) == 1
        if right[-1].alike < (ALIKE_ALONE if alone else ALIKE_DESCRIBED):
            answer_columns.append(_answer_column(right[-1], generic=alone))
            names.remove(right[-1])
    return _settled(answer_columns), [column.number for column in names]


def starting(row: FormRow, column: int) -> FormCell | None:
    """Return the cell of a row that begins in a column, or None."""
    cell = row.cell(column)
    return cell if cell is not None and cell.column == column else None


def _settled(columns: list[AnswerColumn]) -> list[AnswerColumn]:
    """Take a column for comments, or for ticks, as that of the answers where no other is."""
    asked = [column for column in columns if column.kind not in ("yes-no", "comment", "reason")]
    if asked:
        return columns
    ticked = any(column.kind == "yes-no" for column in columns)
    stands_in = "yes-no" if ticked else "comment"
    return [
        attrs.evolve(column, kind="answer") if column.kind == stands_in else column
        for column in columns
    ]


def _beside(number: int, headers: list[FormRow], rows: list[FormRow]) -> list[int]:
    """Return all columns except that of the item numbers and those that its cells span."""
    starts = {cell.column for row in [*headers, *rows] for cell in row.cells}
    numbers = [cell for row in rows for cell in row.cells if cell.column == number]
    covered = {number} | {at for cell in numbers for at in range(number, number + cell.span)}
    return sorted(starts - covered)


def _answer_column(column: _Column, *, generic: bool) -> AnswerColumn:
    kind: ColumnKind = "answer"
    title = column.plain
    last = title.rpartition("\n")[2]
    if re.search(r"primary|\bmain paper", title, re.IGNORECASE):
        kind = "primary"
    elif OTHER.search(title):
        kind = "other"
    elif REASON_WORDS.search(last) and not re.search(r"\bpage|locat", last, re.IGNORECASE):
        kind = "reason"
    elif not ASKS.search(title):
        if COMMENT_WORDS.search(title):
            kind = "comment"
        elif YES_NO_WORDS.search(title):
            kind = "yes-no"
    return AnswerColumn(column.number, kind, column.title, generic)


def _title(headers: list[FormRow], column: int) -> str:
    lines = []
    for row in headers:
        cell = row.cell(column)
        if cell is not None and cell.text.strip() and not cell.continued:
            lines.append(cell.text.strip())
    return "\n".join(dict.fromkeys(lines))


def _alike(
    column: int, rows: list[FormRow], numbered: dict[int, Numbered], labels: dict[str, set[str]]
) -> float:
    """Tell how far a column has the words that guidelines have for the items."""
    shares = []
    for row in rows:
        cell = starting(row, column)
        item_words = labels.get(numbered[row.number].numbers[0])
        if cell is None or item_words is None:
            continue
        # Below the label, in its own cell, there may be an answer.
        texts = [cell.text]
        if "\n" in cell.text:
            texts.append(cell.text.strip().partition("\n")[0])
        of_texts = [
            len(words & item_words) / min(len(words), 12)
            for text in texts
            if (words := content_words(text))
        ]
        if of_texts:
            shares.append(max(of_texts))
    return sum(shares) / len(shares) if shares else 0.0


def content_words(text: str) -> set[str]:
    """Return the words of a label that say what it is about, in lower case and shortened."""
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", unmasked(text).casefold())}
