"""Read ordinary JSON quickly, with Python's own parser, which keeps no positions.

These are looked up when they are asked for. What the scanner in `json_text` would refuse, or what
cannot be told here, is left to that.
"""

import json
import math
import re
from functools import cache
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, NoReturn

from intspec.reading.document import LATER
from intspec.reading.refusals import Limits
from intspec.reading.scalars import LARGEST, LONGEST_NUMBER, is_unfit

SPACE = re.compile(r"[ \t\n\r]*")


class _OddError(ValueError):
    """The text has something unusual, which only the scanner can read."""


def quick(text: str, limits: Limits) -> dict[str, Any] | None:
    """Return the data of a JSON text; None if it is left to the scanner."""
    # Each value but the first of its block follows a comma, each key comes before a colon.
    if sum(map(text.count, ",:{[")) >= limits.nodes or len(text) > limits.scalar:
        return None
    try:
        data = _decoder().decode(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(data, dict) and _fits(data, limits.depth, escapes="\\" in text):
        return data
    return None


def look(text: str, start: int) -> Any:
    """Return where all that a value holds stands: spans by key, or a list of spans.

    Args:
        text: A text that `quick` read.
        start: Offset of the bracket with which the value begins.
    """
    scan = _scanner()
    keyed = text[start] == "{"
    places: Any = {} if keyed else []
    at = _after_space(text, start + 1)
    while text[at] not in "}]":
        key, key_start, key_end = "", -1, -1
        if keyed:
            key_start = at
            key, key_end = scanstring(text, at + 1, True)  # noqa: FBT003 -- takes no name
            at = _after_space(text, _after_space(text, key_end) + 1)
        _value, end = scan(text, at)
        spans = (key_start, key_end, at, end, LATER if text[at] in "{[" else None)
        if keyed:
            places[key] = spans
        else:
            places.append(spans)
        at = _after_space(text, end)
        if text[at] == ",":
            at = _after_space(text, at + 1)
    return places


def _after_space(text: str, at: int) -> int:
    if text[at] > " ":
        return at
    space = SPACE.match(text, at)
    return space.end() if space else at


@cache
def _scanner() -> Any:
    """Return what reads the value at an offset and tells where it ends."""
    decoder: Any = json.JSONDecoder()
    return decoder.scan_once


@cache
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_object, parse_int=_whole, parse_float=_float, parse_constant=_constant
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    # Keys that are not ASCII may look the same and yet be encoded differently.
    if len(data) != len(pairs) or not all(map(str.isascii, data)):
        raise _OddError
    return data


def _whole(raw: str) -> int:
    if len(raw) > LONGEST_NUMBER or abs(number := int(raw)) > LARGEST:
        raise _OddError
    return number


def _float(raw: str) -> float:
    if len(raw) > LONGEST_NUMBER or not math.isfinite(number := float(raw)):
        raise _OddError
    return number


def _constant(_raw: str) -> NoReturn:
    raise _OddError


def _fits(data: Any, depth: int, *, escapes: bool) -> bool:
    """Tell whether a block is not too deep, and its texts can be kept."""
    if depth == 0:
        return False
    if escapes and isinstance(data, dict) and any(map(is_unfit, data)):
        return False
    for value in data.values() if isinstance(data, dict) else data:
        if isinstance(value, (dict, list)):
            if not _fits(value, depth - 1, escapes=escapes):
                return False
        elif escapes and isinstance(value, str) and is_unfit(value):
            return False
    return True
