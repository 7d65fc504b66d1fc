"""Read amounts that people write in words: `12 weeks`, `45 to 60 min`, `twice a week`."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from intspec.text.durations import FORM
from intspec.text.wording import flat

#: The longest text that is read as an amount.
LONGEST = 60
WORDS = "one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
NUMBERS: Mapping[str, int] = MappingProxyType(
    {"a": 1, "an": 1, **{word: number for number, word in enumerate(WORDS, 1)}}
)
TIMES: Mapping[str, int] = MappingProxyType({"once": 1, "twice": 2, "thrice": 3})
#: Names of units, and each as ISO 8601 writes it, with the smaller unit that a part of it is told
#: in, and how many of those it has.
UNITS: tuple[tuple[str, str, str, int], ...] = (
    (r"years?|yrs?|y", "P{}Y", "P{}M", 12),
    (r"months?|mos?|mths?", "P{}M", "", 0),
    (r"fortnights?", "P{}W", "", 0),
    (r"weeks?|wks?|w", "P{}W", "P{}D", 7),
    (r"days?|d", "P{}D", "PT{}H", 24),
    (r"hours?|hrs?|h", "PT{}H", "PT{}M", 60),
    (r"minutes?|mins?|min", "PT{}M", "PT{}S", 60),
    (r"seconds?|secs?|s", "PT{}S", "", 0),
)
FORTNIGHT = "fortnight"
AMOUNT = r"\d{1,6}(?:[.,]\d{1,3})?|" + "|".join(NUMBERS)
UNIT = "|".join(names for names, *_rest in UNITS)
#: Words that say that an amount is no exact one.
ABOUT = r"(?:about|approximately|approx\.?|around|circa|ca\.?|~)\s*"
#: Words that give one end of a range, and which one.
ENDS = (
    ("max", r"(?:up to|at most|no more than|not more than|max(?:imum|\.)?(?: of)?)\s+"),
    ("min", r"(?:at least|no less than|not less than|min(?:imum|\.)(?: of)?)\s+"),
)
#: Parts of a unit in words, and the number that each is, beside the whole ones before it.
PARTS = (
    (r"\bhalf (?:of )?an? ", "0.5 "),
    (r"\b(?:a )?quarter of an? ", "0.25 "),
    (r"\bthree quarters of an? ", "0.75 "),
)
AND_A_HALF = re.compile(
    rf"\b(?:({AMOUNT}) and a half ({UNIT})|({AMOUNT}) ({UNIT}) and a half)\b", re.IGNORECASE
)
#: Dashes and the sign of multiplication, and what is typed for them.
SIGNS = str.maketrans("\u2013\u2014\u2212\xd7", "---x")
#: One amount with its unit; and what stands between the ends of a range.
PART = re.compile(rf"(?<![\w.,])({AMOUNT})[\s-]*({UNIT})\b\.?", re.IGNORECASE)
BETWEEN = r"\s*(?:-|to|and|or)\s*"
ADVERBS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "daily": (1, "P1D"),
        "weekly": (1, "P1W"),
        "fortnightly": (1, "P2W"),
        "biweekly": (1, "P2W"),
        "monthly": (1, "P1M"),
        "yearly": (1, "P1Y"),
        "annually": (1, "P1Y"),
    }
    # As prescriptions abbreviate it.
    | dict.fromkeys(("qd", "od"), (1, "P1D"))
    | dict.fromkeys(("bid", "bd", "bds"), (2, "P1D"))
    | dict.fromkeys(("tid", "tds"), (3, "P1D"))
    | dict.fromkeys(("qid", "qds"), (4, "P1D"))
)
#: What follows a number that is no number of things.
NO_NUMBER_OF = (
    rf"%|[/(+]|\b(?:per|each|every|an?|mean|median|average|sd|se|iqr|range|cent|percent|fte|{UNIT}"
    r"|daily|weekly|monthly|yearly)\b"
)
#: Words that say by what something is set off, and at which points it takes place.
TRIGGERS = r"(?:as|when|if|where) (?:needed|required|necessary)|on (?:demand|request)|prn|p\.r\.n"
POINTS = (
    r"(?:once|one time|one[- ]off|single session)(?: only)?|(?:at|on|before|after) "
    r"(?!.*\b(?:least|most|average|home|twice|thrice|times|daily|weekly|monthly|per|every|each)\b)"
    r"[^\d,;]+"
)


def duration_in(text: str) -> str | None:
    """Return a duration as ISO 8601 writes it: `12 weeks` is `P12W`; None if it is none.

    Args:
        text: A length of time in words or figures.
    """
    text = _whole_and_parts(_plain(text))
    parts = PART.findall(text)
    rest = PART.sub("", text).replace("and", "").strip(" ,")
    if not parts or rest:
        return None
    written = [_iso(amount, unit) for amount, unit in parts]
    if len(written) == 1:
        return written[0]
    whole = _joined([part for part in written if part is not None])
    return whole if all(written) and FORM.fullmatch(whole) else None


def durations_in(text: str) -> tuple[str, str] | None:
    """Return the ends of a range of durations, the same twice where it is exact.

    Args:
        text: Such as `45 to 60 minutes` or `an hour`.
    """
    exact = duration_in(text)
    if exact is not None:
        return exact, exact
    ends = re.fullmatch(rf"(.+?){BETWEEN}(.+)", _plain(text))
    if ends is None:
        return None
    most = duration_in(ends[2])
    unit = re.search(rf"({UNIT})\.?$", ends[2])
    least = duration_in(ends[1]) or (duration_in(f"{ends[1]} {unit[1]}") if unit else None)
    return (least, most) if least is not None and most is not None else None


def bound_in(text: str) -> tuple[str, str] | None:
    """Return which end of a range a text gives, `min` or `max`, and the rest of it.

    Args:
        text: Such as `up to 1 hour`.

    Returns:
        None if it does not say that it gives an end.
    """
    plain = _plain(text)
    for end, words in ENDS:
        if match := re.match(words, plain):
            return end, plain[match.end() :]
    return None


def occasion_in(text: str) -> str | None:
    """Return where a text belongs that names an occasion in place of a frequency.

    Args:
        text: Such as `as needed` or `at night`.

    Returns:
        `trigger` for what sets it off, `at` for a fixed point; None if it is neither.
    """
    plain = _plain(text)
    if re.fullmatch(TRIGGERS, plain):
        return "trigger"
    return "at" if re.fullmatch(POINTS, plain) else None


def number_in(text: str) -> int | None:
    """Return the one whole number of a text: `12 people` is 12; None if there is none or several.

    Args:
        text: A number in figures or words, with what is counted or without.
    """
    ends = numbers_in(text)
    return ends[0] if ends is not None and ends[0] == ends[1] else None


def numbers_in(text: str) -> tuple[int, int] | None:
    """Return the ends of a range of whole numbers, the same twice where it is one number.

    What follows says what is counted. A length, a share, a rate or a mean is no number of things.

    Args:
        text: Such as `8`, `8 to 12 people` or `ten`.
    """
    number = r"(\d{1,9}|" + "|".join(NUMBERS) + r")(?![.,]?\d)"
    match = re.fullmatch(rf"{number}(?:{BETWEEN}{number})?(?P<of>\s+\D*)?", _plain(text))
    if match is None or re.search(NO_NUMBER_OF, match["of"] or ""):
        return None
    least = _number(match[1])
    return least, _number(match[2]) if match[2] else least


def frequency_in(text: str) -> tuple[int, str] | None:
    """Return how often in which period: `twice a week` is 2 and `P1W`; None if it says neither.

    Args:
        text: Such as `weekly`, `3 times per week`, `every two weeks` or `3x/week`.
    """
    text = _plain(text)
    if (adverb := text.replace(".", "")) in ADVERBS:
        return ADVERBS[adverb]
    often = re.fullmatch(
        rf"(?:(once|twice|thrice)|(\d{{1,3}}|{'|'.join(NUMBERS)})\s*(?:times|x|sessions?)?)\s*"
        rf"(?:(?:(?:a|an|per|each|every|in a)\s+|/\s*)({UNIT})"
        r"|(?:(?:a|per|each|every) )?(daily|weekly|fortnightly|monthly|yearly|annually))",
        text,
    )
    if often is not None:
        times = TIMES[often[1]] if often[1] else _number(often[2])
        per = ADVERBS[often[4]][1] if often[4] else _iso("1", often[3])
        return (times, per) if per is not None else None
    every = re.fullmatch(rf"(?:once )?every\s+(?:(other|{AMOUNT})\s+)?({UNIT})", text)
    if every is None:
        return None
    period = _iso("2" if every[1] == "other" else every[1] or "1", every[2])
    return (1, period) if period is not None else None


def is_about(text: str) -> bool:
    """Tell whether an amount is said not to be exact: `about 10 people`."""
    return re.match(ABOUT, text.strip(), re.IGNORECASE) is not None


def _plain(text: str) -> str:
    """Return a text in small letters with plain dashes, and nothing that says how exact it is."""
    if len(text) > LONGEST:
        return ""
    plain = flat(text.casefold().translate(SIGNS)).strip(" .")
    return re.sub(rf"^{ABOUT}", "", plain)


def _whole_and_parts(text: str) -> str:
    """Write halves and quarters in figures: `one and a half hours` is `1.5 hours`."""

    def with_half(found: re.Match[str]) -> str:
        return f"{_number(found[1] or found[3])}.5 {found[2] or found[4]}"

    if re.search(r"\d[.,]\d", text):
        return text
    text = AND_A_HALF.sub(with_half, text)
    for words, part in PARTS:
        text = re.sub(words, part, text)
    return text


def _number(word: str) -> int:
    return NUMBERS[word] if word in NUMBERS else int(word)


def _iso(amount: str, unit: str) -> str | None:
    number = float(NUMBERS.get(amount, 0)) or float(amount.replace(",", "."))
    if unit.startswith(FORTNIGHT):
        number *= 2
    for names, whole, smaller, many in UNITS:
        if re.fullmatch(names, unit):
            if number == int(number):
                return whole.format(int(number))
            part = number * many
            return smaller.format(int(part)) if part and part == int(part) else None
    return None


def _joined(parts: list[str]) -> str:
    """Join parts of a duration: `PT1H` and `PT30M` are `PT1H30M`."""
    days = "".join(part[1:] for part in parts if not part.startswith("PT"))
    time = "".join(part[2:] for part in parts if part.startswith("PT"))
    return f"P{days}" + (f"T{time}" if time else "")
