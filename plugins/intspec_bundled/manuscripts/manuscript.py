"""A manuscript in one form, whatever file it came from: its sentences, each with its place."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, field, frozen

from intspec_bundled.manuscripts.blocks import MOST_LETTERS, Block, BlockKind
from intspec_bundled.manuscripts.captions import with_captions
from intspec_bundled.manuscripts.sections import Part, is_main, part_of, without_number
from intspec_bundled.manuscripts.sentences import sentences

#: The conclusions of an abstract have fewer words.
LONGEST_END = 60


@frozen
class Paragraph:
    """A block of a manuscript, in its place.

    Attributes:
        block: The block.
        start: Where it begins in the manuscript's text.
        sections: The headings above it, the highest first, without numbers.
        counts: For each of these headings: which paragraph under it this one is, from 1.
        part: The part of the paper in which it stands.
    """

    block: Block
    start: int
    sections: tuple[str, ...]
    counts: tuple[int, ...]
    part: Part

    @property
    def end(self) -> int:
        """Where it ends in the manuscript's text."""
        return self.start + len(self.block.text)


@frozen
class Place:
    """Where some words stand.

    Attributes:
        sections: The headings above, the highest first.
        counts: For each heading: which paragraph under it; in the whole text where there is none.
        pages: The first and the last page; None where they are not known.
        lines: The first and the last numbered line; None where lines have no numbers.
        table: The number of the table.
        figure: The number of the figure.
        kind: What the words are part of.
    """

    sections: tuple[str, ...]
    counts: tuple[int, ...]
    pages: tuple[int, int] | None = None
    lines: tuple[int, int] | None = None
    table: str = ""
    figure: str = ""
    kind: BlockKind = "paragraph"

    @property
    def section(self) -> str:
        """The headings above, in one text."""
        return ", ".join(self.sections)

    @property
    def paragraph(self) -> int | None:
        """Which paragraph under the nearest heading it is; None for what is no paragraph."""
        return self.counts[-1] if self.counts and self.kind == "paragraph" else None


@frozen
class Passage:
    """One sentence of a manuscript.

    Attributes:
        text: Its words.
        start: Where it begins in the manuscript's text.
        number: Which sentence of the manuscript it is, from 0.
        paragraph: The block that it is of.
        part: The part of the paper in which it stands.
    """

    text: str
    start: int
    number: int
    paragraph: Paragraph
    part: Part

    @property
    def end(self) -> int:
        """Where it ends in the manuscript's text."""
        return self.start + len(self.text)


@frozen
class Manuscript:
    """A manuscript.

    Attributes:
        name: The name of its file.
        paragraphs: Its blocks in order.
        passages: The sentences of its blocks that are no headings, in order.
        text: All its blocks, each in a line.
    """

    name: str
    paragraphs: tuple[Paragraph, ...]
    passages: tuple[Passage, ...]
    text: str = field(repr=False)
    _starts: tuple[int, ...] = field(init=False, repr=False, eq=False)

    @_starts.default
    def _where_paragraphs_start(self) -> tuple[int, ...]:
        return tuple(paragraph.start for paragraph in self.paragraphs)

    def paragraph_at(self, offset: int) -> Paragraph:
        """Return the block in which an offset of the text lies."""
        return self.paragraphs[max(0, bisect_right(self._starts, offset) - 1)]

    def place(self, start: int, end: int) -> Place:
        """Say where a stretch of the text stands."""
        first, last = self.paragraph_at(start), self.paragraph_at(max(start, end - 1))
        block = first.block
        return Place(
            first.sections,
            first.counts,
            _both(_at(first, start, "page"), _at(last, end - 1, "page")),
            _both(_at(first, start, "line"), _at(last, end - 1, "line")),
            block.table,
            block.figure,
            block.kind,
        )


def _at(paragraph: Paragraph, offset: int, what: str) -> int | None:
    """Return the page or line on which an offset lies."""
    within = max(0, offset - paragraph.start)
    known: int | None = None
    for mark in paragraph.block.marks:
        if mark.offset > within:
            break
        value = getattr(mark, what)
        known = known if value is None else value
    return known


def _both(first: int | None, last: int | None) -> tuple[int, int] | None:
    if first is None or last is None:
        return None
    return min(first, last), max(first, last)


def assembled(blocks: Iterable[Block], name: str) -> Manuscript:
    """Put the blocks that a reader gives together.

    Args:
        blocks: The blocks, in the order of reading.
        name: The name of the file.
    """
    usable = [block for block in with_captions(_within_bounds(blocks)) if block.text]
    paragraphs = tuple(_placed(_levelled(usable)))
    text = "\n".join(paragraph.block.text for paragraph in paragraphs)
    return Manuscript(name, paragraphs, tuple(_passages(paragraphs)), text)


def _within_bounds(blocks: Iterable[Block]) -> Iterator[Block]:
    left = MOST_LETTERS
    for block in blocks:
        left -= len(block.text)
        if left < 0:
            return
        yield block


def _levelled(blocks: Sequence[Block]) -> list[Block]:
    """Take the one highest heading at the beginning for the title, and mend levels.

    A heading such as `Methods` begins a main part, whatever its look is; where all headings look
    alike, the others stand below these.
    """
    out = list(blocks)
    numbers = [number for number, block in enumerate(out) if block.kind == "heading"]
    top = min((out[number].level for number in numbers), default=1)
    highest = [number for number in numbers if out[number].level == top]
    if (
        len(highest) == 1 < len(numbers)
        and highest == numbers[:1]
        and not is_main(out[highest[0]].text)
    ):
        out[highest[0]] = evolve(out[highest[0]], kind="title")
        numbers = numbers[1:]
    levels = {number: out[number].level for number in numbers}
    main = [number for number in numbers if is_main(out[number].text)]
    if main:
        top = min(levels[number] for number in main)
        flat = len(set(levels.values())) == 1
        levels = {
            number: 1 if number in main and level == top else max(1 + flat, level - top + 1)
            for number, level in levels.items()
        }
    _abstract_apart(out, levels)
    for number, level in levels.items():
        out[number] = evolve(out[number], level=level)
    return out


def _abstract_apart(blocks: Sequence[Block], levels: dict[int, int]) -> None:
    """Put headings inside an abstract below it, where they stand beside it.

    `Methods` is one of the abstract's if the paper has another one further on.
    """
    numbers = [number for number in levels if levels[number] == 1]
    parts = [part_of(blocks[number].text) for number in numbers]
    if "abstract" not in parts:
        return
    for at in range(parts.index("abstract") + 1, len(numbers)):
        part, later = parts[at], parts[at + 1 :]
        begins = without_number(blocks[numbers[at]].text).lower() == "introduction"
        if begins or (part not in (None, "back") and part not in later) or "methods" not in later:
            return
        levels[numbers[at]] = 2


def _placed(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Give each block the headings above it, and its number among the paragraphs under each."""
    above: list[tuple[int, str]] = []
    counts: list[int] = [0]
    part: Part = "front"
    start = 0
    for block in blocks:
        if block.kind == "heading":
            while above and above[-1][0] >= block.level:
                above.pop()
                counts.pop()
            above.append((block.level, without_number(block.text)))
            counts.append(0)
            part = part if block.level > 1 else part_of(block.text) or part
        elif block.kind == "paragraph":
            counts = [count + 1 for count in counts]
        sections = tuple(name for _level, name in above)
        yield Paragraph(block, start, sections, tuple(counts[1:] or counts), part)
        start += len(block.text) + 1


def _passages(paragraphs: Sequence[Paragraph]) -> Iterator[Passage]:
    """Go over the sentences.

    Some journals print no heading above the introduction, which then follows the last words of the
    abstract; these are few.
    """
    headed = any(one.part == "introduction" for one in paragraphs)
    number = words = 0
    above: tuple[str, ...] = ()
    for paragraph in paragraphs:
        block = paragraph.block
        if block.kind in ("heading", "title"):
            continue
        for start, end in sentences(block.text):
            text = block.text[start:end]
            part = paragraph.part
            words = words if paragraph.sections == above else 0
            above = paragraph.sections
            if part == "abstract" and not headed:
                if words > LONGEST_END and part_of(above[-1]) == "discussion":
                    part = "introduction"
                words += text.count(" ") + 1
            yield Passage(text, paragraph.start + start, number, paragraph, part)
            number += 1
