"""PDF: lines of pages made into headings and paragraphs, as a reader sees them."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from attrs import evolve, frozen

from intspec.text import flat, normalized
from intspec_bundled.manuscripts.blocks import Block, BlockKind, Mark
from intspec_bundled.manuscripts.captions import caption
from intspec_bundled.manuscripts.pdf_process import PdfLine, PdfPage, pages
from intspec_bundled.manuscripts.plain_text import joined, looks_like_heading
from intspec_bundled.manuscripts.sections import is_main

#: What PDFium gives for a hyphen that divides a word at the end of a line.
HYPHENS = "-\u00ad\u2010\u0002\ufffe"
#: Share of pages on which a line stands at the same place that is a running head.
REPEATED = 0.4
#: How much of a page's height at its top and bottom running heads and page numbers have.
MARGIN = 0.12
#: Lines as near as this stand beside each other.
SAME_LINE = 3.0
#: As many sizes of type are between cells of a table, and fewer between words.
WIDE = 1.2
#: How much larger a gap between lines is than the usual one where a paragraph ends.
GAP = 1.35
TABLE_GAP = 3.0
#: How far the first line of a paragraph is set in, and how far its last line ends short.
INDENT, SHORT = 6.0, 0.85
#: Type as much smaller than the text's is that of notes.
NOTES = 0.88
#: A heading has so many lines at most.
MOST_OF_HEADING = 3
#: So many numbered lines in a row are numbers of lines.
LEAST_NUMBERED = 5
LIGATURE = re.compile("[\ufb00-\ufb06\x0b\x0e\x0f\x1b-\x1f]")
#: The ligatures of fonts of TeX that do not say which letters they are.
OF_TEX = {"\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x1e": "ffi", "\x1f": "ffl"}
OF_TEX |= {"\x0b": "ff", "\x0e": "ffi", "\x0f": "ffl"}
DIGITS = re.compile(r"\d+")
NUMBERED = re.compile(r"(\d{1,4})(?:\s+(?=\S)|$)")
ENDED = re.compile(r"[.!?:;][\"'\u201d\u2019)\]\d,\u2013-]*$")
ITEM = re.compile(r"(?:[\u2022\u25cf\u25aa\u2013*-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")


@frozen
class _Line:
    """A line in its place: on which page and in which column, with its printed number."""

    line: PdfLine
    page: int
    column: int
    edges: tuple[float, float]
    number: int | None = None
    cells: tuple[PdfLine, ...] = ()


def blocks(raw: bytes, name: str) -> Iterator[Block]:
    """Go over the blocks of a PDF.

    Raises:
        FormError: It cannot be read.
    """
    yield from blocks_of(pages(raw, name))


def blocks_of(found: Sequence[PdfPage]) -> Iterator[Block]:
    """Go over the blocks of pages."""
    labels, bare = _without_heads(found)
    lines: list[_Line] = []
    for label, page in zip(labels, bare, strict=True):
        lines += _in_order(page, label)
    sizes: Counter[float] = Counter()
    for one in lines:
        sizes[round(one.line.size)] += len(one.line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 10.0
    yield from _blocks(lines, usual)


def _without_heads(found: Sequence[PdfPage]) -> tuple[list[int], list[PdfPage]]:
    """Return the printed numbers of pages, and the pages without running heads and numbers."""
    masked = [
        [(DIGITS.sub("#", line.text), round(line.top / SAME_LINE)) for line in page.lines]
        for page in found
    ]
    seen: Counter[tuple[str, int]] = Counter()
    for page, keys in zip(found, masked, strict=True):
        outer = _outermost(page)
        seen.update(
            {
                key
                for key, line in zip(keys, page.lines, strict=True)
                if line in outer or _in_margin(line, page)
            }
        )
    least = max(2, REPEATED * len(found))
    bare: list[PdfPage] = []
    numbers: list[list[int]] = []
    for page, keys in zip(found, masked, strict=True):
        outer = _outermost(page)
        heads = [
            (_in_margin(line, page) and seen[key] >= least)
            or (line in outer and key[0] == "#" and (seen[key] >= least or _in_margin(line, page)))
            for key, line in zip(keys, page.lines, strict=True)
        ]
        kept = [line for line, head in zip(page.lines, heads, strict=True) if not head]
        numbers.append(
            [
                int(number)
                for line, head in zip(page.lines, heads, strict=True)
                if head
                for number in DIGITS.findall(line.text)[:6]
                if len(number) < len("10000")
            ]
        )
        bare.append(evolve(page, lines=tuple(kept)))
    return _labels(numbers), bare


def _outermost(page: PdfPage) -> tuple[PdfLine, ...]:
    """Return the highest and the lowest lines of a page, where its number may stand."""
    if not page.lines:
        return ()
    low, high = max(line.bottom for line in page.lines), min(line.top for line in page.lines)
    return tuple(
        line
        for line in page.lines
        if low - line.bottom <= SAME_LINE or line.top - high <= SAME_LINE
    )


def _in_margin(line: PdfLine, page: PdfPage) -> bool:
    return line.bottom < MARGIN * page.height or line.top > (1 - MARGIN) * page.height


def _labels(numbers: Sequence[Sequence[int]]) -> list[int]:
    """Return the printed number of each page: what grows by one from page to page."""
    starts: Counter[int] = Counter()
    for at, page in enumerate(numbers):
        starts.update({number - at for number in page})
    first = 1
    if starts:
        start, count = max(starts.items(), key=lambda item: (item[1], item[0] == 1, -abs(item[0])))
        if start > 0 and count >= max(2, len(numbers) / 2):
            first = start
    return [first + at for at in range(len(numbers))]


def _in_order(page: PdfPage, label: int) -> list[_Line]:
    """Put the lines of a page in the order of reading: columns one after the other."""
    lines, numbers = _without_numbers(page)
    gutter = _gutter(lines, page)
    if gutter is None:
        edges = _edges(lines)
        ordered = [(row, 0, edges) for row in _rows(lines)]
    else:
        ordered = list(_by_columns(lines, gutter))
    return [
        _Line(_whole(row), label, column, edges, _number_beside(row[0], numbers), tuple(row))
        for row, column, edges in ordered
    ]


def _rows(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """Put together what stands in one row, from top to bottom."""
    out: list[list[PdfLine]] = []
    for line in sorted(lines, key=lambda one: (one.bottom, one.left)):
        last = out[-1][-1] if out else None
        if last is not None and (
            abs(last.bottom - line.bottom) <= SAME_LINE
            or (
                line.size < NOTES * last.size and last.top <= line.bottom <= last.bottom + SAME_LINE
            )
        ):
            out[-1].append(line)
            out[-1].sort(key=lambda one: one.left)
        else:
            out.append([line])
    return out


def _whole(row: Sequence[PdfLine]) -> PdfLine:
    """Return a row as one line; a tab stands between what has much room between it."""
    if len(row) == 1:
        return row[0]
    words = row[0].text
    for before, after in pairwise(row):
        room = after.left - before.right
        words += ("\t" if room > WIDE * after.size else " " if room > 1 else "") + after.text
    largest = max(row, key=lambda one: (one.size, len(one.text)))
    return PdfLine(
        words,
        row[0].left,
        min(one.top for one in row),
        max(one.right for one in row),
        largest.bottom,
        largest.size,
        all(one.bold for one in row),
    )


def _edges(lines: Sequence[PdfLine]) -> tuple[float, float]:
    """Return where the lines of a column begin and end, odd ones aside."""
    if not lines:
        return 0.0, 0.0
    lefts = Counter(round(line.left) for line in lines)
    left = min((at for at, count in lefts.items() if count >= max(2, len(lines) / 8)), default=0)
    rights = sorted(line.right for line in lines)
    return float(left or min(lefts)), rights[int(len(rights) * 0.9)]


def _gutter(lines: Sequence[PdfLine], page: PdfPage) -> float | None:
    """Return where the empty stripe between two columns is; None for a page of one column."""
    if len(lines) < 2 * LEAST_NUMBERED:
        return None
    best = None
    begins, ends = sorted(line.left for line in lines), sorted(line.right for line in lines)
    narrow = [line for line in lines if line.right - line.left <= 2]  # noqa: PLR2004 -- as below
    for share in range(40, 61):
        at = page.width * share / 100
        left, beyond = bisect_right(ends, at + 1), len(lines) - bisect_left(begins, at - 1)
        both = sum(line.left >= at - 1 and line.right <= at + 1 for line in narrow)
        crossing = len(lines) - left - beyond + both
        right = len(lines) - left - crossing
        if min(left, right) >= len(lines) / 6 and crossing <= len(lines) / 3:
            key = (crossing, abs(share - 50))
            best = min(best, (*key, at)) if best else (*key, at)
    if best is None:
        return None
    at = best[2]
    wide = page.width * 0.25
    full = sum(line.right - line.left > wide for line in lines if line.right <= at + 1)
    other = sum(line.right - line.left > wide for line in lines if line.left >= at - 1)
    return at if min(full, other) >= LEAST_NUMBERED - 2 else None


def _by_columns(
    lines: Sequence[PdfLine], gutter: float
) -> Iterator[tuple[list[PdfLine], int, tuple[float, float]]]:
    """Go down the left column and then the right one, between lines that go over both."""
    left = [line for line in lines if line.right <= gutter + 1]
    right = [line for line in lines if line.right > gutter + 1 and line.left >= gutter - 1]
    wide = [line for line in lines if line.right > gutter + 1 and line.left < gutter - 1]
    sides = _rows(left), _rows(right)
    edges = _edges(left), _edges(right)
    across = _rows(wide)
    bounds = [0.0, *(row[0].bottom for row in across), float("inf")]
    for number, (top, bottom) in enumerate(pairwise(bounds)):
        for column, side in enumerate(sides):
            for row in side:
                if top < row[0].bottom <= bottom:
                    yield row, column + 1, edges[column]
        if number < len(across):
            yield across[number], 0, (edges[0][0], edges[1][1])


def _without_numbers(page: PdfPage) -> tuple[list[PdfLine], list[tuple[float, int]]]:
    """Take the numbers of lines away that manuscripts have at their edge; return them by height."""
    first = [(line, match) for line in page.lines if (match := NUMBERED.match(line.text))]
    alone = [(line, int(match[1])) for line, match in first if match.end() == len(line.text)]
    joined = [(line, int(match[1])) for line, match in first]
    for candidates in (alone, joined):
        numbers = _running(candidates)
        if len(numbers) >= LEAST_NUMBERED and len(numbers) * 8 >= len(page.lines):
            taken = {id(line) for line, _ in numbers}
            rest = []
            for line in page.lines:
                words = NUMBERED.sub("", line.text, count=1) if id(line) in taken else line.text
                if words:
                    rest.append(evolve(line, text=words))
            # The number stands left of the words: where they begin is where other lines do.
            if candidates is joined and rest:
                rest = _moved_in(rest, numbers)
            return rest, [(line.bottom, number) for line, number in numbers]
    return list(page.lines), []


def _moved_in(lines: Sequence[PdfLine], numbers: Sequence[tuple[PdfLine, int]]) -> list[PdfLine]:
    """Let lines whose number was taken away begin where lines without one do."""
    edge = max(line.left for line, _ in numbers)
    begin = min((line.left for line in lines if line.left > edge + INDENT), default=edge)
    return [evolve(line, left=begin) if line.left <= edge + 1 else line for line in lines]


def _running(candidates: Sequence[tuple[PdfLine, int]]) -> list[tuple[PdfLine, int]]:
    """Return the lines whose numbers grow from top to bottom by a steady step, at one edge."""
    ordered = sorted(candidates, key=lambda one: one[0].bottom)
    steps = Counter(second[1] - first[1] for first, second in pairwise(ordered))
    step = next((step for step, _ in steps.most_common(1) if step in (1, 2, 5, 10)), None)
    if step is None:
        return []
    kept: list[tuple[PdfLine, int]] = []
    for one in ordered:
        if not kept or 0 < one[1] - kept[-1][1] <= 4 * step:
            kept.append(one)
    return kept


def _number_beside(line: PdfLine, numbers: Sequence[tuple[float, int]]) -> int | None:
    near = [(abs(line.bottom - bottom), number) for bottom, number in numbers]
    above = [number for bottom, number in numbers if bottom <= line.bottom + 2 * SAME_LINE]
    if near and min(near)[0] <= 2 * SAME_LINE:
        return min(near)[1]
    return max(above, default=None)


def _blocks(lines: Sequence[_Line], usual: float) -> Iterator[Block]:
    """Make paragraphs of lines. Notes at the foot of pages stand behind the paragraph they cut."""
    leading = _leading(lines)
    groups: list[list[_Line]] = []
    for one in lines:
        last = groups[-1][-1] if groups else None
        if last is None or _begins(last, one, leading, groups[-1]):
            groups.append([one])
        else:
            groups[-1].append(one)
    pending: list[tuple[list[_Line], BlockKind]] = []
    later: list[tuple[list[_Line], BlockKind]] = []
    for group in groups:
        kind = _kind(group, usual)
        open_before = pending and pending[-1][1] == "paragraph" and _is_open(pending[-1][0])
        if open_before and kind == "paragraph" and _goes_on(pending[-1][0], group):
            pending[-1][0].extend(group)
            continue
        if open_before and kind in ("note", "caption", "table") and _is_next(pending[-1][0], group):
            later.append((group, kind))
            continue
        pending += later
        later = []
        pending.append((group, kind))
    for group, kind in [*pending, *later]:
        yield from _block(group, kind, usual)


def _leading(lines: Sequence[_Line]) -> float:
    gaps = [
        second.line.bottom - first.line.bottom
        for first, second in pairwise(lines)
        if first.page == second.page and first.column == second.column
    ]
    return median(gap for gap in gaps if gap > 1) if any(gap > 1 for gap in gaps) else 12.0


def _begins(last: _Line, one: _Line, leading: float, group: Sequence[_Line]) -> bool:
    """Tell whether a line begins a new paragraph."""
    if last.page != one.page or last.column != one.column:
        return True
    gap = one.line.bottom - last.line.bottom
    tabled = any("\t" in row.line.text for row in group)
    if tabled and 0 < gap <= TABLE_GAP * leading:
        # A cell may go on in a row of its own: it does not begin where lines begin.
        return "\t" not in one.line.text and one.line.left - one.edges[0] < INDENT
    if gap > GAP * leading * max(1.0, one.line.size / max(1.0, last.line.size)) or gap < 0:
        return True
    if abs(one.line.size - last.line.size) > 0.12 * one.line.size or one.line.text.count("\t") > 1:
        return True
    if one.line.bold != last.line.bold and (len(group) == 1 or all(x.line.bold for x in group)):
        if last.line.bold and looks_like_heading(last.line.text):
            return True
        if one.line.bold and looks_like_heading(one.line.text) and _ends_short(last):
            return True
    if is_main(one.line.text) or is_main(last.line.text):
        return True
    set_in = one.line.left - one.edges[0] > INDENT and last.line.left - last.edges[0] < INDENT / 2
    if set_in and (_ends_short(last) or ENDED.search(last.line.text)):
        return True
    if ITEM.match(one.line.text) and ENDED.search(last.line.text):
        return True
    return bool(_ends_short(last) and ENDED.search(last.line.text))


def _ends_short(one: _Line) -> bool:
    left, right = one.edges
    return one.line.right - left < SHORT * (right - left)


def _kind(group: Sequence[_Line], usual: float) -> BlockKind:
    text = flat(" ".join(one.line.text for one in group))
    first = group[0].line
    if any("\t" in one.line.text for one in group):
        return "table"
    if caption(text):
        return "caption"
    apart = first.bold or first.size > 1.08 * usual or is_main(text)
    if (
        apart
        and len(group) <= MOST_OF_HEADING
        and (looks_like_heading(text) or first.size > 1.3 * usual)
    ):
        return "heading"
    return "note" if first.size < NOTES * usual else "paragraph"


def _is_open(group: Sequence[_Line]) -> bool:
    """Tell whether a paragraph may go on in the next column or on the next page."""
    return not ENDED.search(group[-1].line.text) or not _ends_short(group[-1])


def _is_next(group: Sequence[_Line], other: Sequence[_Line]) -> bool:
    """Tell whether lines stand behind a paragraph at the end of its column, or above the next."""
    last, first = group[-1], other[0]
    return first.page in (last.page, last.page + 1) and not ENDED.search(last.line.text)


def _goes_on(group: Sequence[_Line], other: Sequence[_Line]) -> bool:
    """Tell whether a paragraph goes on with the lines at the top of the next column or page."""
    last, first = group[-1], other[0]
    if (last.page, last.column) == (first.page, first.column):
        return False
    if not 0 <= first.page - last.page <= 1:
        return False
    begins = first.line.text[:1]
    if not ENDED.search(last.line.text):
        return True
    set_in = first.line.left - first.edges[0] > INDENT
    return not set_in and not _ends_short(last) and (begins.islower() or not _spaced(group))


def _spaced(group: Sequence[_Line]) -> bool:
    """Tell whether a paragraph begins without being set in, so that gaps part paragraphs."""
    return group[0].line.left - group[0].edges[0] < INDENT / 2


def _letters(ligature: re.Match[str]) -> str:
    return OF_TEX.get(ligature[0]) or normalized("NFKC", ligature[0])


def _table(group: Sequence[_Line]) -> Iterator[Block]:
    """Go over the rows of a table; words stand in the column that begins next to their left."""
    lefts: Counter[int] = Counter(round(cell.left / 4) for one in group for cell in one.cells)
    columns = sorted(4 * at for at, count in lefts.items() if count > 1) or [0]
    rows: list[tuple[_Line, dict[int, list[str]]]] = []
    for one in group:
        placed = [
            (max((at for at in columns if at <= cell.left + 3), default=columns[0]), cell.text)
            for cell in one.cells
        ]
        if not rows or placed[0][0] == columns[0]:
            rows.append((one, {}))
        for column, text in placed:
            rows[-1][1].setdefault(column, []).append(text)
    for first, cells in rows:
        texts = (flat(joined("\n".join(cells[column]))) for column in sorted(cells))
        yield Block(" | ".join(texts), "table", marks=(Mark(0, first.page, first.number),))


def _block(group: Sequence[_Line], kind: BlockKind, usual: float) -> Iterator[Block]:
    if kind == "table":
        yield from _table(group)
        return
    parts: list[str] = []
    marks: list[Mark] = []
    length = 0
    for number, one in enumerate(group):
        words = flat(LIGATURE.sub(_letters, one.line.text).replace("\t", " | "))
        marks.append(Mark(length, one.page, one.number))
        following = group[number + 1].line.text[:1] if number + 1 < len(group) else ""
        if words.endswith(tuple(HYPHENS)) and following.islower() and len(words) > 1:
            words = words[:-1] if words[-2].isalpha() else f"{words[:-1]}-"
        elif following:
            words = f"{words} "
        parts.append(words)
        length += len(words)
    text = "".join(parts).replace("\u0002", "-").replace("\ufffe", "-")
    level = 0
    if kind == "heading":
        level = 1 if is_main(text) else 2
        if group[0].line.size > 1.3 * usual and not is_main(text):
            level = 1
    yield Block(text.strip(), kind, level=level, marks=tuple(marks))
