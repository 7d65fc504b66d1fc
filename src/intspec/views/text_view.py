"""The text view: the interventions in running text, one paragraph for each arm."""

from collections.abc import Iterator
from functools import cached_property

import attrs

from intspec.checklists import Item
from intspec.lazy import define
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


@define
class Text:
    """The paragraphs of a specification.

    Attributes:
        context: The specification and its checklist.
        beside: Whether what no item asks is written too.
        declared: Whether what the authors declare of what they cannot tell is written too.
    """

    context: Context
    beside: bool = True
    declared: bool = True

    @cached_property
    def paragraphs(self) -> tuple[tuple[str, str], ...]:
        """Who or what each paragraph is about, and its words."""
        return tuple(_paragraphs(self))

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
        for what, shorter in _shorter(text):
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


def _shorter(text: Text) -> Iterator[tuple[str, Text]]:
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
    kept = {"beside": text.beside, "declared": text.declared, **without}
    return Text(context, **kept)


def _paragraphs(text: Text) -> Iterator[tuple[str, str]]:
    context = text.context
    checklist = context.checklist
    of_study = [item for item in checklist.items if checklist.scope(item) == "study"]
    of_arms = [item for item in checklist.items if checklist.scope(item) != "study"]
    also = list(also_described(context)) if text.beside else []
    by_column = {
        column.key: [
            _said(row.cells[0].plain, row.cells[number].blocks)
            for row in table.rows
            if row.cells[number].blocks
        ]
        for table in also
        for number, column in enumerate(table.columns)
        if not column.head
    }
    study = [_item(item, None, text) for item in of_study] + by_column.get("study", [])
    if any(study):
        yield "The study", words.sentences(study)
    for key, arm in context.spec.interventions.items():
        said = [_item(item, key, text) for item in of_arms] + by_column.get(key, [])
        yield context.arm_name(key), words.sentences([arm_note(arm, context), *said])


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
    return _said(words.upper_first(title), blocks) if blocks else ""


def _said(lead: str, blocks: tuple[Block, ...]) -> str:
    """Write blocks as sentences after a lead; what is said of an entry stands in brackets."""
    sentences = []
    for block in blocks:
        if block.kind == "bullet" and block.label and block.text:
            marks = f" [{', '.join(block.cites)}]" if block.cites else ""
            sentences.append(f"{block.label} ({block.text.strip().removesuffix('.')}){marks}")
        else:
            sentences.append(block.plain.replace(". [", " ["))
    return f"{lead}: {words.sentences(sentences)}"


def _table(text: Text) -> Table:
    columns = (Column("about", "About", head=True), Column("text", "Text", width=4))
    rows = tuple(
        Row("item", (Cell((Block("label", about),)), Cell((Block("text", said),))))
        for about, said in text.paragraphs
    )
    return Table("text", "The interventions", columns, rows, layout="paragraphs")
