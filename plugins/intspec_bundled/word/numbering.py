"""The numbers that list styles print: counted as Word counts them, paragraph by paragraph."""

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
        for one in children(root, "w:abstractNum"):
            key = get(one, "w:abstractNumId") or ""
            levels = children(one, "w:lvl")
            self._abstract[key] = {number(get(n, "w:ilvl")): _level(n) for n in levels}
            if style := value(one, "w:styleLink"):
                named[style] = key
            if style := value(one, "w:numStyleLink"):
                links[key] = style
        for key, style in links.items():
            if style in named and not self._abstract[key]:
                self._abstract[key] = self._abstract[named[style]]
        for one in children(root, "w:num"):
            made = _List(value(one, "w:abstractNumId"))
            for change in children(one, "w:lvlOverride"):
                level = number(get(change, "w:ilvl"))
                start = child(change, "w:startOverride")
                if start is not None:
                    made.starts[level] = number(get(start, "w:val"), 1)
                replaced = child(change, "w:lvl")
                if replaced is not None:
                    made.levels[level] = _level(replaced)
            self._lists[get(one, "w:numId") or ""] = made

    def level_of(self, list_id: str, style: str) -> int:
        """Return the level of a list that belongs to a paragraph style; 0 if none does."""
        made = self._lists.get(list_id)
        levels = self._abstract.get(made.abstract, {}) if made else {}
        return next((n for n, level in levels.items() if level.style == style), 0)

    def next(self, list_id: str, level: int) -> str:
        """Count one paragraph and return what is printed before it; empty for an unknown list."""
        made = self._lists.get(list_id)
        if made is None or not 0 <= level < LEVELS:
            return ""
        levels = {**self._abstract.get(made.abstract, {}), **made.levels}
        if level not in levels:
            return ""
        counts = self._counts.setdefault(made.abstract, {})
        if level in made.starts and level not in made.used:
            counts[level] = made.starts[level] - 1
        made.used.add(level)
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for higher in range(level):
            if higher in levels:
                counts.setdefault(higher, made.starts.get(higher, levels[higher].start))
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
    own = levels[level]
    if own.format == "bullet":
        return BULLET
    if own.format == "none":
        return re.sub("%[1-9]", "", own.text).strip()

    def written(found: re.Match[str]) -> str:
        place = int(found.group(1)) - 1
        form = "decimal" if own.legal or place not in levels else levels[place].format
        return _write(counts.get(place, 1), form)

    return re.sub("%([1-9])", written, own.text).strip()


def _write(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 0 < count <= MOST_LETTERS:
        # Word goes on after z with aa, bb, cc.
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
