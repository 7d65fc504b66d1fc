"""Count the numbers that lists print before paragraphs, as Word counts them."""

import re

import attrs

from intspec_bundled.word.markup import Element, child, children, get, is_on, number, value

LEVELS = 9
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
#: Higher numbers are written in digits, whatever the format.
MOST_ROMAN = 3_999
MOST_LETTERS = 780
BULLET = "\N{BULLET}"


@attrs.frozen
class Level:
    """One level of a list.

    Attributes:
        start: Its first number.
        format: How its numbers are written, such as `decimal`.
        text: What is printed; `%1` stands for the number of the first level.
        legal: Whether all numbers in it are written as decimals.
        restart: The level whose numbers begin it anew (from 1), 0 for none, None for any higher.
        style: The paragraph style that it belongs to.
    """

    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""


@attrs.define
class _List:
    """One numbered list of the file: where it counts, and what it changes."""

    abstract: str
    starts: dict[int, int] = attrs.field(factory=dict)
    levels: dict[int, Level] = attrs.field(factory=dict)
    used: set[int] = attrs.field(factory=set)


class Numbering:
    """The lists of one file.

    Args:
        root: The root of the part on numbering, or None if the file has none.
    """

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        named: dict[str, str] = {}
        links: dict[str, str] = {}
        for element in children(root, "w:abstractNum"):
            key = get(element, "w:abstractNumId") or ""
            levels = children(element, "w:lvl")
            self._abstract[key] = {
                number(get(level_element, "w:ilvl")): _level(level_element)
                for level_element in levels
            }
            if style := value(element, "w:styleLink"):
                named[style] = key
            if style := value(element, "w:numStyleLink"):
                links[key] = style
        for key, style in links.items():
            if style in named and not self._abstract[key]:
                self._abstract[key] = self._abstract[named[style]]
        for element in children(root, "w:num"):
            numbered_list = _List(value(element, "w:abstractNumId"))
            for change in children(element, "w:lvlOverride"):
                level = number(get(change, "w:ilvl"))
                start = child(change, "w:startOverride")
                if start is not None:
                    numbered_list.starts[level] = number(get(start, "w:val"), 1)
                replaced = child(change, "w:lvl")
                if replaced is not None:
                    numbered_list.levels[level] = _level(replaced)
            self._lists[get(element, "w:numId") or ""] = numbered_list

    def level_of(self, list_id: str, style: str) -> int:
        """Return the level of a list that belongs to a paragraph style; 0 if none does."""
        numbered_list = self._lists.get(list_id)
        levels = self._abstract.get(numbered_list.abstract, {}) if numbered_list else {}
        return next((index for index, level in levels.items() if level.style == style), 0)

    def next(self, list_id: str, level: int) -> str:
        """Count one paragraph and return what is printed before it; empty for an unknown list."""
        numbered_list = self._lists.get(list_id)
        if numbered_list is None or not 0 <= level < LEVELS:
            return ""
        levels = {**self._abstract.get(numbered_list.abstract, {}), **numbered_list.levels}
        if level not in levels:
            return ""
        counts = self._counts.setdefault(numbered_list.abstract, {})
        if level in numbered_list.starts and level not in numbered_list.used:
            counts[level] = numbered_list.starts[level] - 1
        numbered_list.used.add(level)
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for higher in range(level):
            if higher in levels:
                counts.setdefault(higher, numbered_list.starts.get(higher, levels[higher].start))
        for lower in range(level + 1, LEVELS):
            restart = levels[lower].restart if lower in levels else None
            if restart is None or level + 1 <= restart:
                counts.pop(lower, None)
        return _printed(levels, counts, level)


def _level(element: Element) -> Level:
    restart = child(element, "w:lvlRestart")
    return Level(
        start=number(value(element, "w:start"), 1),
        format=value(element, "w:numFmt") or "decimal",
        text=value(element, "w:lvlText"),
        legal=is_on(child(element, "w:isLgl")),
        restart=None if restart is None else number(get(restart, "w:val")),
        style=value(element, "w:pStyle"),
    )


def _printed(levels: dict[int, Level], counts: dict[int, int], level: int) -> str:
    definition = levels[level]
    if definition.format == "bullet":
        return BULLET
    if definition.format == "none":
        return re.sub("%[1-9]", "", definition.text).strip()

    def written(match: re.Match[str]) -> str:
        level_index = int(match.group(1)) - 1
        form = (
            "decimal"
            if definition.legal or level_index not in levels
            else levels[level_index].format
        )
        return _write(counts.get(level_index, 1), form)

    return re.sub("%([1-9])", written, definition.text).strip()


def _write(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 0 < count <= MOST_LETTERS:
        # After z, Word continues with aa, bb, cc.
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < count <= MOST_ROMAN:
        digits = ""
        for size, sign in ROMAN:
            times, count = divmod(count, size)
            digits += sign * times
        return digits.upper() if form == "upperRoman" else digits
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "ordinal":
        end = {1: "st", 2: "nd", 3: "rd"}.get(count % 10 if count % 100 // 10 != 1 else 0, "th")
        return f"{count}{end}"
    return "" if form in ("none", "bullet") else str(count)
