"""The text view: the interventions in running text, one paragraph for each arm."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import attrs

from intspec.checklists import Item
from intspec.lazy import define, frozen
from intspec.model import Specification
from intspec.views import words
from intspec.views.also_described import also_described
from intspec.views.context import Context, frame
from intspec.views.description_view import EMPTY, arm_note, print_item, source_lists
from intspec.views.shorter import steps
from intspec.views.table import Block, Cell, Column, Row, Table, View

#: What the whole text has beside the items.
BESIDE = "what no item of the guideline asks"
DECLARED = "what is declared of what cannot be told"


@frozen
class Statement:
    """What is said of one item, or beside the items.

    Attributes:
        text: The words.
        of: What it is said of, as a table names it.
        item: Id of the item; empty beside the items.
    """

    text: str
    of: str = ""
    item: str = ""


@define
class Text:
    """The paragraphs of a specification.

    Attributes:
        context: The specification and its checklist.
        beside: Whether what no item asks is written too.
        declared: Whether what the authors declare of what they cannot tell is written too.
        marks: Whether the marks of sources are written too.
    """

    context: Context
    beside: bool = True
    declared: bool = True
    marks: bool = True

    @cached_property
    def paragraphs(self) -> tuple[tuple[str, str], ...]:
        """Who or what each paragraph is about, and its words."""
        return tuple(_paragraphs(self))

    @cached_property
    def by_column(self) -> Mapping[str, list[Statement]]:
        """What no item asks, by the arms that it is said of, `study` for the study as a whole."""
        columns: dict[str, list[Statement]] = {}
        for table in also_described(self.context) if self.beside else ():
            for number, column in enumerate(table.columns):
                columns.setdefault(column.key, []).extend(
                    Statement(_said(name, row.cells[number].blocks, self), name)
                    for row in table.rows
                    if row.cells[number].blocks and not column.head
                    for name in (row.cells[0].plain,)
                )
        return columns

    @property
    def count(self) -> int:
        """How many words it has, the names before the paragraphs included."""
        return sum(len(f"{about} {text}".split()) for about, text in self.paragraphs)


def text_view(context: Context) -> View:
    """Write the arms as the Methods section of a paper does, within a limit of words if asked."""
    text = Text(context)
    left_out = []
    limit = context.words
    if limit is not None:
        for what, shorter in shorter_texts(text):
            if text.count <= limit:
                break
            if shorter.count < text.count:
                left_out.append(what)
                text = shorter
    made = frame(
        text.context,
        "text",
        f"the interventions in running text ({text.count:,} words)",
        (_table(text),),
        notes=source_lists(text.context),
    )
    beyond = max(text.count - limit, 0) if limit is not None else 0
    missing = len(context.missing)
    return attrs.evolve(made, left_out=tuple(left_out), beyond=beyond, gaps=missing)


def shorter_texts(text: Text) -> Iterator[tuple[str, Text]]:
    """Go over ever shorter texts, each with what it leaves out beside what those before do."""
    text = _again(text, beside=False)
    yield BESIDE, text
    text = _again(text, declared=False)
    yield DECLARED, text
    for step in steps():
        text = _again(text, spec=step.shorten(text.context.spec))
        yield step.what, text


def _again(text: Text, *, spec: Specification | None = None, **without: bool) -> Text:
    old = text.context
    context = Context(old.spec if spec is None else spec, old.report, old.checklist, gaps="none")
    kept = {"beside": text.beside, "declared": text.declared, "marks": text.marks, **without}
    return Text(context, **kept)


def statements(text: Text, arm: str | None) -> Iterator[Statement]:
    """Go over what is said of one arm, or of the study.

    Args:
        text: The whole text.
        arm: Key of the arm, or None for the study as a whole.
    """
    checklist = text.context.checklist
    for item in checklist.items:
        if (checklist.scope(item) == "study") == (arm is None):
            said = _item(item, arm, text)
            if said:
                yield Statement(said, f"{item.number}. {item.title}", item.id)
    yield from text.by_column.get("study" if arm is None else arm, ())


def _paragraphs(text: Text) -> Iterator[tuple[str, str]]:
    context = text.context
    study = [one.text for one in statements(text, None)]
    if study:
        yield "The study", words.sentences(study)
    for key, arm in context.spec.interventions.items():
        said_of_arm = [one.text for one in statements(text, key)]
        name = context.arm_name(key)
        note = arm_note(arm, context)
        # An arm that is called by its role needs that once.
        role, _, rest = note.partition("; ")
        note = rest if role.casefold() == name.casefold() else note
        if context.as_reported:
            note = f"{words.upper_first(context.as_reported)}: {words.lower_first(note)}"
        yield name, words.sentences([note, *said_of_arm])


def _item(item: Item, arm: str | None, text: Text) -> str:
    """Write what is said of one item: its title as a lead, then its statements as sentences."""
    cell = print_item(item, arm, text.context)
    known = {EMPTY, Block("text", text.context.arm_name(arm))}
    blocks = tuple(
        block
        for block in cell.blocks
        if block not in known and (text.declared or block.kind != "declared")
    )
    title = item.title.removeprefix("What: ").replace(": ", ", ")
    return _said(words.upper_first(title), blocks, text) if blocks else ""


def _said(lead: str, blocks: tuple[Block, ...], text: Text) -> str:
    """Write blocks as sentences after a lead; what is said of an entry stands in brackets."""
    sentences = []
    for block in blocks if text.marks else [attrs.evolve(block, cites=()) for block in blocks]:
        if block.kind == "bullet" and block.label and block.text:
            marks = f" [{', '.join(block.cites)}]" if block.cites else ""
            said = block.text.strip().removesuffix(".")
            # Brackets hold no brackets.
            told = f"{block.label}: {said}" if "(" in said else f"{block.label} ({said})"
            sentences.append(f"{told}{marks}")
        else:
            sentences.append(block.plain.replace(". [", " ["))
    # What has a name of its own needs none before it: `Why: Problem: ...`.
    named = blocks[0].kind == "text" and blocks[0].label
    return words.sentences(sentences) if named else f"{lead}: {words.sentences(sentences)}"


def _table(text: Text) -> Table:
    columns = (Column("about", "About", head=True), Column("text", "Text", width=4))
    rows = tuple(
        Row("item", (Cell((Block("label", about),)), Cell((Block("text", said),))))
        for about, said in text.paragraphs
    )
    return Table("text", "The interventions", columns, rows, layout="paragraphs")
