"""ISO 8601 durations: how long they are, and how a clinician says them."""

import re

from intspec.lazy import frozen
from intspec.text.patterns import Pattern
from intspec.text.wording import plural

#: Six digits are enough for every unit.
FORM = Pattern(
    r"P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?",
    "P",
    flags=re.ASCII,
)
UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
#: The shortest and longest that each unit can be, in days.
SHORTEST = (365.0, 28.0, 7.0, 1.0, 1 / 24, 1 / 1440, 1 / 86400)
LONGEST = (366.0, 31.0, 7.0, 1.0, 1 / 24, 1 / 1440, 1 / 86400)

WEEK = 7.0
#: From so many days on a time is said in weeks, rounded.
IN_WEEKS = 42


@frozen
class Duration:
    """A length of time.

    Attributes:
        parts: How many years, months, weeks, days, hours, minutes and seconds.
    """

    parts: tuple[int, ...]

    def days(self) -> tuple[float, float]:
        """Return the fewest and the most days that it can be: a month has 28 to 31."""
        return (
            sum(n * unit for n, unit in zip(self.parts, SHORTEST, strict=True)),
            sum(n * unit for n, unit in zip(self.parts, LONGEST, strict=True)),
        )

    def words(self) -> str:
        """Say it in words, such as "1 hour 30 minutes"."""
        amounts = [
            plural(number, unit) for number, unit in zip(self.parts, UNITS, strict=True) if number
        ]
        return " ".join(amounts) or "no time"


def in_words(days: tuple[float, float]) -> str:
    """Say how long a time is: in weeks where they are whole or many, in hours, or in days.

    Args:
        days: The fewest and the most days that it can be.
    """
    whole = not any(round(one) % WEEK for one in days)
    if days[1] < 1:
        unit, size = "hour", 1 / 24
    elif whole or days[1] >= IN_WEEKS:
        unit, size = "week", WEEK
    else:
        unit, size = "day", 1
    low, high = (round(one / size) for one in days)
    return plural(low, unit) if low == high else f"{low} to {plural(high, unit)}"


def parse(text: str) -> Duration:
    """Read an ISO 8601 duration.

    Args:
        text: A duration such as `PT45M` or `P10W`, as the schema lets it through.

    Raises:
        ValueError: It is none.
    """
    match = FORM.fullmatch(text)
    if match is None or not any(match.groups()):
        message = f"`{text}` is no ISO 8601 duration"
        raise ValueError(message)
    return Duration(tuple(int(n or 0) for n in match.groups()))
