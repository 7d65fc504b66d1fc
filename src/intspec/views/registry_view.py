"""The registry view: each arm and intervention in texts as short as trial registries ask.

The lengths are those of ClinicalTrials.gov, and the kinds of arms are its own. A text that is too
long loses detail as the running text does, then whole items: how much there is and what is done
stay longest. What is left out is told.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import attrs

from intspec.checklists import Checklist
from intspec.lazy import frozen
from intspec.model import Role
from intspec.rules.arms import is_untreated
from intspec.text.wording import shorten
from intspec.views import words
from intspec.views.context import Context, frame
from intspec.views.description_view import arm_note
from intspec.views.table import Block, Cell, Column, Row, Table, View, text_cell
from intspec.views.text_view import Statement, Text, shorter_texts, statements

#: The most characters of a name, and of a description.
NAME, DESCRIPTION = 200, 1_000
#: What the registry calls the part that an arm plays.
KINDS: Mapping[Role, str] = MappingProxyType(
    {
        "experimental": "Experimental",
        "active-comparator": "Active comparator",
        "placebo": "Placebo comparator",
        "sham": "Sham comparator",
        "attention-control": "Other",
        "usual-care": "Other",
        "waiting-list": "No intervention",
        "no-treatment": "No intervention",
    }
)
#: What a reader must know first: how much, then what is done. An item belongs here whose parts ask
#: for one of these paths, or that shows it.
FIRST = (frozenset({"schedule", "dose", "dose.amount"}), frozenset({"procedures"}))
#: So many statements are cut rather than left out, and not to fewer characters than `LEAST`.
CUT, LEAST = 3, 60
FIGURE = re.compile(r"\d")
STOP = re.compile(r"[.!?] ")


@frozen
class Field:
    """One field of the registry's form.

    Attributes:
        label: What it is called.
        text: What goes into it.
        most: The most characters that it may have; 0 for a choice from a list.
        left_out: What is left out of it so that it fits, in words.
    """

    label: str
    text: str
    most: int = 0
    left_out: tuple[str, ...] = ()


def registry_view(context: Context) -> View:
    """Write the arms as a registry asks for them, a group of rows for each."""
    texts = _Texts(Text(context, marks=False))
    rows: list[Row] = []
    left_out: list[str] = []
    for key in context.spec.interventions:
        name = context.arm_name(key)
        rows.append(Row("group", (Cell((Block("text", name),)),)))
        for field in _fields(key, context, texts):
            count = f"{len(field.text):,} of {field.most:,}" if field.most else ""
            label = Cell((Block("label", field.label),))
            rows.append(Row("item", (label, text_cell(field.text), text_cell(count))))
            if field.left_out:
                left_out.append(f"{name}, {field.label.lower()}: {', '.join(field.left_out)}")
    columns = (
        Column("field", "Field", head=True),
        Column("text", "Text", width=5),
        Column("characters", "Characters"),
    )
    table = Table("registry", "Arms and interventions", columns, tuple(rows))
    made = frame(context, "registry", "arms and interventions for a trial registry", (table,))
    return attrs.evolve(made, left_out=tuple(left_out))


class _Texts:
    """The whole text and ever shorter ones, each made when it is first asked for."""

    def __init__(self, whole: Text) -> None:
        """Begin with the whole text alone."""
        self.whole = whole
        self._made: list[tuple[str, Text]] = [("", whole)]
        self._others = shorter_texts(whole)
        self.ranks = _ranks(whole.context.checklist)

    def __iter__(self) -> Iterator[tuple[str, Text]]:
        """Go over the texts, each with what it leaves out beside what those before do."""
        number = 0
        while True:
            if number == len(self._made):
                shorter = next(self._others, None)
                if shorter is None:
                    return
                self._made.append(shorter)
            yield self._made[number]
            number += 1


def _ranks(checklist: Checklist) -> Mapping[str, int]:
    ranks: dict[str, int] = {}
    for item in checklist.items:
        asked = {
            path
            for part in checklist.parts[item.id]
            for path in (*part.part.all, *part.part.any, *part.part.each, *item.shows)
        }
        of_item = [rank for rank, paths in enumerate(FIRST) if asked & paths]
        if of_item:
            ranks[item.id] = of_item[0]
    return ranks


def _fields(key: str, context: Context, texts: _Texts) -> Iterator[Field]:
    arm = context.spec.interventions[key]
    name = _name(context.arm_name(key))
    note = words.sentence(arm_note(arm, context))
    yield attrs.evolve(name, label="Arm title")
    yield Field("Arm type", KINDS[arm.role])
    if is_untreated(arm):
        yield _description("Arm description", Statement(text=note), key, texts)
        return
    how_much = [part for part in statements(texts.whole, key) if texts.ranks.get(part.item, 1) == 0]
    yield _fitted("Arm description", [Statement(text=note), *how_much], [], texts.ranks)
    yield attrs.evolve(name, label="Intervention name")
    yield _description("Intervention description", None, key, texts)


def _name(name: str) -> Field:
    short = shorten(name, NAME)
    left_out = ("the end of the name",) if short != name else ()
    return Field("", short, NAME, left_out)


def _description(label: str, opening: Statement | None, key: str, texts: _Texts) -> Field:
    """Write all that is said of an arm, with less and less detail until it fits."""
    left_out: list[str] = []
    parts: list[Statement] = []
    before = [opening] if opening is not None else []
    for what, text in texts:
        shorter = [*before, *statements(text, key)]
        if not what or len(_joined(shorter)) < len(_joined(parts)):
            left_out += [what] if what else []
            parts = shorter
        if len(_joined(parts)) <= DESCRIPTION:
            break
    return _fitted(label, parts, left_out, texts.ranks)


def _fitted(
    label: str, parts: Sequence[Statement], left_out: Sequence[str], ranks: Mapping[str, int]
) -> Field:
    """Take in whole statements as long as there is room: what matters most comes first.

    Args:
        label: What the field is called.
        parts: What is said.
        left_out: What has been left out of it before.
        ranks: Which items matter most, by their ids: 0 most of all.
    """
    order = sorted(range(len(parts)), key=lambda number: _weight(parts[number], ranks))
    kept = [""] * len(parts)
    told: dict[int, str] = {}
    for number in order:
        kept[number] = parts[number].text
        over = len(words.sentences(kept)) - DESCRIPTION
        if over <= 0:
            continue
        most = len(parts[number].text) - over
        kept[number] = _cut(parts[number].text, most) if number in order[:CUT] else ""
        end = "the end of " if kept[number] else ""
        told[number] = end + (parts[number].of or "what it is given with")
    return Field(
        label,
        words.sentences(kept),
        DESCRIPTION,
        (*left_out, *(told[number] for number in sorted(told))),
    )


def _weight(part: Statement, ranks: Mapping[str, int]) -> int:
    if not part.of:
        return -1
    return ranks.get(part.item, len(FIRST) + (FIGURE.search(part.text) is None))


def _joined(parts: Iterable[Statement]) -> str:
    return words.sentences(part.text for part in parts)


def _cut(text: str, most: int) -> str:
    """Cut a text after the last sentence that fits; within a sentence if that leaves too little."""
    ends = (match.start() + 1 for match in STOP.finditer(text, 0, max(most, 0) + 1))
    whole = [end for end in ends if text.count("(", 0, end) == text.count(")", 0, end)]
    if whole and whole[-1] > LEAST:
        return text[: whole[-1]]
    return shorten(text, most) if most > LEAST else ""
