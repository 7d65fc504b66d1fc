"""Numbers, durations and terms in words."""

import re
from collections.abc import Iterable

from intspec.model import Count, DurationRange, Frequency, PlannedRange, Point, Range

#: Terms whose words are more than the term without its hyphens.
TERMS = {
    "face-to-face": "face to face",
    "text-message": "text messages",
    "not-reported": "not stated",
    "on-request": "on request",
    "app": "app",
}
ONCE = {"PT1H": "hourly", "P1D": "daily", "P1W": "weekly", "P1M": "monthly", "P1Y": "yearly"}
UNITS = {"PT1H": "an hour", "P1D": "a day", "P1W": "a week", "P1M": "a month", "P1Y": "a year"}
TIMES = {1: "once", 2: "twice"}
ENDS = tuple(".!?\N{HORIZONTAL ELLIPSIS}:")


def term(value: str) -> str:
    """Write a term of a closed list as a reader would."""
    return TERMS.get(value, value.replace("-", " "))


def upper_first(text: str) -> str:
    """Begin with a capital letter, and leave the rest alone."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Begin with a small letter, and leave the rest alone."""
    return text[:1].lower() + text[1:]


def request(text: str) -> str:
    """Make a request of an instruction: `State how` is `Please state how`."""
    text = text.strip()
    if text.startswith("Please"):
        return sentence(text)
    acronym = text[1:2].isupper()
    return sentence(f"Please {text if acronym else text[:1].lower() + text[1:]}")


def sentence(text: str) -> str:
    """Begin with a capital letter and end with a full stop, unless it ends in some other way."""
    text = text.strip()
    if not text:
        return ""
    closed = text.rstrip("\"')\N{RIGHT DOUBLE QUOTATION MARK}").endswith(ENDS)
    return upper_first(text) if closed else upper_first(text) + "."


def clauses(parts: Iterable[str | None], between: str = "; ") -> str:
    """Join what there is. Full stops inside are left out, but for the last one."""
    found = [part.strip() for part in parts if part and part.strip()]
    return between.join([*(part.removesuffix(".") for part in found[:-1]), *found[-1:]])


def sentences(parts: Iterable[str | None]) -> str:
    """Join what there is, each as a sentence."""
    return " ".join(sentence(part) for part in parts if part and part.strip())


def listing(parts: Iterable[str]) -> str:
    """Join as in running text: `a, b and c`."""
    found = [part for part in parts if part]
    if len(found) < 2:  # noqa: PLR2004 -- nothing to join
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def duration(text: str) -> str:
    """Write an ISO 8601 duration in words."""
    from intspec.text.durations import parse  # noqa: PLC0415 -- few views need it

    return parse(text).words()


def duration_range(value: DurationRange) -> str:
    """Write a range of durations in words: `45 to 60 minutes`."""
    low = duration(value.min) if value.min else ""
    high = duration(value.max) if value.max else ""
    if not low or not high:
        return f"at least {low}" if low else f"up to {high}" if high else ""
    if low == high:
        return low
    number, _, unit = low.partition(" ")
    if " " not in unit and unit.removesuffix("s") == high.partition(" ")[2].removesuffix("s"):
        return f"{number} to {high}"
    return f"{low} to {high}"


def number_range(value: Range, unit: str = "") -> str:
    """Write a range of numbers in words, with its unit in singular or plural."""
    low, high = value.min, value.max
    if low is None and high is None:
        return ""
    one = (high if high is not None else low) == 1
    if low is None:
        number = f"up to {high}"
    elif high is None:
        number = f"at least {low}"
    else:
        number = f"{low}" if low == high else f"{low} to {high}"
    if not unit:
        return number
    return f"{number} {unit if one else unit + 's'}"


def planned_and_actual(planned: str, actual: str) -> str:
    """Write a planned and an actual figure, each already in words."""
    if planned and actual:
        if planned == actual:
            return f"{planned}, as planned"
        return f"{planned} planned, {actual} in the study"
    return f"{planned} planned" if planned else actual


def planned_range(value: PlannedRange, unit: str = "") -> str:
    """Write a planned and an actual range in words."""
    planned = number_range(value.planned, unit) if value.planned else ""
    actual = number_range(value.actual, "" if planned else unit) if value.actual else ""
    same = value.planned is not None and value.planned == value.actual
    return planned_and_actual(planned, planned if same else actual)


def count(value: Count, unit: str = "") -> str:
    """Write a planned and an actual number in words."""
    exact = [None if n is None else Range(min=n, max=n) for n in (value.planned, value.actual)]
    return planned_range(PlannedRange(planned=exact[0], actual=exact[1]), unit)


def frequency(value: Frequency) -> str:
    """Write a frequency in words: `weekly`, `twice a week`, `every 2 weeks`."""
    times = TIMES.get(value.times, f"{value.times} times")
    if value.per in UNITS:
        return ONCE[value.per] if value.times == 1 else f"{times} {UNITS[value.per]}"
    per = duration(value.per)
    return f"every {per}" if value.times == 1 else f"{times} every {per}"


def point(value: Point) -> str:
    """Write a point in time in words: `4 months after discharge`."""
    if value.offset is None:
        return value.anchor
    return f"{duration(value.offset)} {'before' if value.before else 'after'} {value.anchor}"


def field_name(name: str) -> str:
    """Write the name of a field as a heading: `starting_level` is `Starting level`."""
    return upper_first(re.sub(r"[_-]+", " ", name).strip())


def quoted(text: str) -> str:
    """Put a text in quotation marks, unless it has its own."""
    text = text.strip()
    if text[:1] in {'"', "'", "\N{LEFT DOUBLE QUOTATION MARK}"}:
        return text
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"
