"""Amounts whose number and unit were written as keys, as one text: `{minutes: 45}` is `45 minutes`.

Only what says no more than an amount is read: of a mean, a spread or a share none is made, and what
is counted is what the key counts.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from intspec.text.amounts import ADVERBS, UNITS
from intspec.text.placeholders import normal

#: What a key takes: lengths of time, or whole numbers.
Kind = Literal["length", "number"]
#: Keys under which people write a number, its unit, and the period of a frequency.
NUMBER_KEYS = ("value", "amount", "number", "quantity", "n")
UNIT_KEYS = ("unit", "units", "uom")
PERIOD_KEYS = ("per", "every", "each")
#: Other words for the ends of a range, and for one that is not exact.
END_KEYS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("min", "minimum", "at least", "least", "from", "lower", "lowest"), "min")
    | dict.fromkeys(("max", "maximum", "at most", "most", "to", "up to", "upper", "highest"), "max")
)
ABOUT_KEYS = ("about", "approximately", "around", "circa")
#: What each key counts, in the words for one of them.
PEOPLE = "person people participant patient member client individual"
COUNTS: Mapping[str, str] = MappingProxyType(
    {
        "sessions": "session visit contact meeting class total",
        "group_size": PEOPLE,
        "count": f"{PEOPLE} provider therapist total",
        "sites": "site centre center total",
    }
)
#: What happens so often in a period.
OFTEN = "(?:(?:times|sessions?|visits?|contacts?) )?"


def amount_text(kind: Kind, record: Mapping[str, Any], key: str = "") -> str:
    """Return the text of one amount, to be read as if it had been written so.

    Args:
        kind: What the key takes.
        record: What was written under it.
        key: The key; what is counted is read where it is known.

    Returns:
        Such as `45 minutes` or `about 8`; empty where the keys say something else, or more.
    """
    parts = _parts(record)
    unit = _unit(kind, parts, key)
    if not parts or unit is None:
        return ""
    if len(parts) == 1:
        ((name, said),) = parts.items()
        if name in NUMBER_KEYS or (not unit and name in ABOUT_KEYS) or _counts(name, key):
            return f"{'about ' if name in ABOUT_KEYS else ''}{said} {unit}".strip()
    sizes = {name: _size(name) for name in parts}
    if kind == "number" or unit or None in sizes.values():
        return ""
    return " ".join(f"{parts[name]} {name}" for name in sorted(parts, key=lambda n: sizes[n] or 0))


def ends_in(kind: Kind, record: Mapping[str, Any], key: str = "") -> dict[str, str]:
    """Return the ends of a range as texts, by `min` and `max`; empty where the keys are no ends.

    The arguments are those of `amount_text`. A unit may stand beside them, or in each key.
    """
    parts = _parts(record)
    unit = _unit(kind, parts, key)
    found: dict[str, str] = {}
    for name, said in parts.items():
        end, _space, own = name.rpartition(" ")
        if name in END_KEYS or not _size(own):
            end, own = name, ""
        if unit is None or (own and (unit or kind == "number")) or end not in END_KEYS:
            return {}
        found[END_KEYS[end]] = f"{said} {own or unit}".strip()
    return found if len(found) == len(parts) else {}


def rate_in(record: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the number and the period of a frequency as texts; None where the keys say no rate.

    Args:
        record: Such as `{per_week: 2}`, `{n: 2, per: week}` or `{every: 2 weeks}`.
    """
    parts = _parts(record)
    period = next((name for name in PERIOD_KEYS if name in parts), "")
    if period and len(parts) == 1:
        return ("1", parts[period]) if period == "every" else None
    names = [name for name in parts if name != period]
    if len(names) != 1:
        return None
    (name,) = names
    if period:
        is_number = name in (*NUMBER_KEYS, "times", "count") or re.fullmatch(OFTEN, f"{name} ")
        return (parts[name], parts[period]) if is_number else None
    if ADVERBS.get(name, (0, ""))[0] == 1 and name.endswith("ly"):
        return parts[name], ADVERBS[name][1]
    within = re.fullmatch(rf"{OFTEN}(?:per|a|an|each|every) (\w+)", name)
    return (parts[name], within[1]) if within and _size(within[1]) else None


def dose_in(record: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a dose with its amount as one text, where number and unit are two keys of it.

    Args:
        record: Such as `{value: 5, unit: mg}`, with other keys or without.
    """
    numbers = [key for key in record if normal(str(key)) in NUMBER_KEYS]
    units = [key for key in record if normal(str(key)) in UNIT_KEYS]
    if len(numbers) != 1 or len(units) != 1:
        return None
    said = [*_parts({key: record[key] for key in (*numbers, *units)}).values()]
    if not said or not re.fullmatch(r"\d[\d.,]*(?: ?(?:-|\u2013|to) ?\d[\d.,]*)?", said[0]):
        return None
    rest = {key: value for key, value in record.items() if key not in (*numbers, *units)}
    return {**rest, "amount": " ".join(said)}


def _parts(record: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands under each key as text; nothing where one holds none or more than that.

    Two spellings of one key may say two things, of which neither is taken.
    """
    plain = {normal(str(key)): value for key, value in record.items()}
    is_plain = len(plain) == len(record) and all(
        isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip()
        for value in plain.values()
    )
    return {key: str(value) for key, value in plain.items()} if is_plain else {}


def _unit(kind: Kind, parts: dict[str, str], key: str) -> str | None:
    """Take the unit out of parts: empty where none stands there, None where it is none."""
    name = next((name for name in UNIT_KEYS if name in parts), "")
    if not name:
        return ""
    unit = normal(parts.pop(name))
    if kind == "number":
        return "" if _counts(unit, key) else None
    return unit if _size(unit) else None


def _counts(word: str, key: str) -> bool:
    """Tell whether a word says what a key counts."""
    counted = COUNTS.get(key, "").split()
    return word in counted or word.removesuffix("s") in counted


def _size(word: str) -> int | None:
    """Return the place of a unit of time among them, the longest first; None where it is none."""
    names = (place for place, (names, *_rest) in enumerate(UNITS, 1) if re.fullmatch(names, word))
    return next(names, None)
