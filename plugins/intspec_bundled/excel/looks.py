"""How the cells of a workbook look, as far as it changes what their words mean."""

import re
from collections.abc import Mapping

import attrs
from lxml import etree

from intspec import SAFE_XML
from intspec_bundled.excel.number_formats import BUILT_IN

#: The formats of numbers that Excel itself has for percentages.
PERCENTS = frozenset({"9", "10"})
GENERAL = "general"
QUOTED = re.compile(r'"[^"]*"|\\.')


@attrs.frozen
class Looks:
    """What the styles of cells say.

    Attributes:
        struck: The styles that cross out the words of a cell, by their numbers.
        percents: Those that show a number as a percentage.
        formats: How a style shows numbers and words, where that is not as they are, by its number.
        struck_texts: The words in shared texts that are crossed out, by the text's number.
    """

    struck: frozenset[str]
    percents: frozenset[str]
    formats: Mapping[str, str]
    struck_texts: Mapping[int, str]


def read_looks(
    parts: Mapping[str, bytes], targets: Mapping[str, str], struck_texts: Mapping[int, str]
) -> Looks:
    """Read what the styles of a workbook say.

    Args:
        parts: The parts of the workbook.
        targets: The parts that it refers to.
        struck_texts: The words in shared texts that are crossed out, by the text's number.
    """
    part = next((one for one in targets.values() if one.lower().endswith("styles.xml")), "")
    if part not in parts:
        return Looks(frozenset(), frozenset(), {}, struck_texts)
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
    return Looks(frozenset(struck), frozenset(shown), formats, struck_texts)


def struck_words(text: etree._Element) -> str:
    """Return the words of a text with looks of its own that are crossed out."""
    return "".join(
        run.findtext("{*}t") or ""
        for run in text.iterfind("{*}r")
        if any(map(_strikes, run.iterfind("{*}rPr")))
    ).strip()


def _strikes(font: etree._Element) -> bool:
    mark = font.find("{*}strike")
    return mark is not None and (mark.get("val") or "1") in ("1", "true", "on")
