"""Tell captions of tables and figures from paragraphs, and rows of a table from one another."""

import re
from collections.abc import Iterable, Iterator

from attrs import evolve

from intspec_bundled.manuscripts.blocks import Block

#: How a caption begins: `Table 2.`, `Fig. S1:`, `Figure 3 Flow of participants`.
CAPTION = re.compile(
    r"(?P<kind>table|fig(?:ure|\.)?)\s+(?P<number>[A-Z]?\d{1,3}[a-z]?|[IVX]{1,5})"
    r"(?:\s*[.:|\u2013\u2014-]|\s+[A-Z(]|\s*$)",
    re.IGNORECASE,
)
#: Captions are shorter than this, and what begins so and goes on is a paragraph about a table.
LONGEST = 600
#: What follows the number in a sentence that speaks of a table.
SPEAKS = re.compile(
    r"(?:table|fig(?:ure|\.)?)\s+\S+\s+(?:shows?|lists?|gives?|presents?|summari[sz]es|describes|"
    r"and|illustrates?|provides?|reports?|displays?|contains?|depicts?|is|are|was|were)\b",
    re.IGNORECASE,
)


def caption(text: str) -> tuple[str, str] | None:
    """Return the table's and the figure's number that a caption names, one of them empty."""
    match = CAPTION.match(text)
    if match is None or len(text) > LONGEST or SPEAKS.match(text):
        return None
    number = match["number"].rstrip(".:")
    return (number, "") if match["kind"].lower() == "table" else ("", number)


def begins_caption(text: str) -> bool:
    """Tell whether a sentence begins as a caption does, as where its end is not marked."""
    return CAPTION.match(text) is not None and not SPEAKS.match(text)


def with_captions(blocks: Iterable[Block]) -> Iterator[Block]:
    """Mark the captions among paragraphs, and give rows of tables the number of their caption.

    A caption stands above its table or right below it.
    """
    known = [_as_caption(block) for block in blocks]
    above = ""
    for number, block in enumerate(known):
        if block.kind == "caption":
            above = block.table
        elif block.kind == "table" and not block.table:
            yield evolve(block, table=above or _below(known, number))
            continue
        elif block.kind != "table":
            above = ""
        yield block


def _as_caption(block: Block) -> Block:
    marked = block.kind == "caption" and not (block.table or block.figure)
    if not (marked or block.kind in ("paragraph", "heading")) or not (
        numbers := caption(block.text)
    ):
        return block
    return evolve(block, kind="caption", level=0, table=numbers[0], figure=numbers[1])


def _below(blocks: list[Block], number: int) -> str:
    after = next((one for one in blocks[number:] if one.kind != "table"), None)
    return after.table if after is not None and after.kind == "caption" else ""
