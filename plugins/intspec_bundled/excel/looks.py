"""How the cells of a workbook look, as far as it changes what their words mean."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import attrs
from lxml import etree

from intspec import SAFE_XML
from intspec.text import set_small
from intspec_bundled.excel.number_formats import BUILT_IN

#: The formats of numbers that Excel itself has for percentages.
PERCENTS = frozenset({"9", "10"})
GENERAL = "general"
QUOTED = re.compile(r'"[^"]*"|\\.')


class Marked(NamedTuple):
    """What looks otherwise in a text with looks of its own.

    Attributes:
        struck: The words that are crossed out.
        shown: The text with its raised and lowered numbers as such, where it has any.
    """

    struck: str = ""
    shown: str = ""


@attrs.frozen
class Looks:
    """What the styles of cells say.

    Attributes:
        struck: The styles that cross out the words of a cell, by their numbers.
        percents: Those that show a number as a percentage.
        formats: How a style shows numbers and words, where that is not as they are, by its number.
        marked: The shared texts of which a part looks otherwise, by the text's number.
    """

    struck: frozenset[str]
    percents: frozenset[str]
    formats: Mapping[str, str]
    marked: Mapping[int, Marked]


def read_looks(
    parts: Mapping[str, bytes], targets: Mapping[str, str], marked: Mapping[int, Marked]
) -> Looks:
    """Read what the styles of a workbook say.

    Args:
        parts: The parts of the workbook.
        targets: The parts that it refers to.
        marked: The shared texts of which a part looks otherwise, by the text's number.
    """
    part = next((one for one in targets.values() if one.lower().endswith("styles.xml")), "")
    if part not in parts:
        return Looks(frozenset(), frozenset(), {}, marked)
    root = etree.fromstring(parts[part], etree.XMLParser(**SAFE_XML))
    fonts = [_strikes(font) for font in root.iterfind("{*}fonts/{*}font")]
    codes = BUILT_IN | {
        form.get("numFmtId") or "": form.get("formatCode") or ""
        for form in root.iterfind("{*}numFmts/{*}numFmt")
    }
    percents = PERCENTS | {key for key, code in codes.items() if "%" in QUOTED.sub("", code)}
    struck, shown = set(), set()
    formats: dict[str, str] = {}
    for number, look in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        font = look.get("fontId") or "0"
        if font.isdecimal() and int(font) < len(fonts) and fonts[int(font)]:
            struck.add(str(number))
        kind = look.get("numFmtId") or ""
        if kind in percents:
            shown.add(str(number))
        elif codes.get(kind, GENERAL).lower() != GENERAL:
            formats[str(number)] = codes[kind]
    return Looks(frozenset(struck), frozenset(shown), formats, marked)


def marked(text: etree._Element) -> Marked:
    """Return what looks otherwise in a text with looks of its own."""
    struck = shown = plain = ""
    for run in text.iterfind("{*}r"):
        words = run.findtext("{*}t") or ""
        sizes = [size.get("val") or "" for size in run.iterfind("{*}rPr/{*}vertAlign")]
        plain += words
        shown += set_small(words, sizes[0]) if sizes else words
        struck += words if any(map(_strikes, run.iterfind("{*}rPr"))) else ""
    return Marked(struck.strip(), "" if shown == plain else shown)


def _strikes(font: etree._Element) -> bool:
    mark = font.find("{*}strike")
    return mark is not None and (mark.get("val") or "1") in ("1", "true", "on")
